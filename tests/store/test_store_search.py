"""Searching as people do: beginnings, parts of compounds, slips, accents, and signs that mean nothing."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lifecycle import Status
from bot.model import Address, DraftText, QueueQuery
from bot.store import SqliteStore
from bot.store.search import Vocabulary, folded, understood
from tests.store.samples import ANNA, LATER, NOW, draft, reading, searched, waiting


async def test_search_finds_subject_sender_text_municipality_and_draft(store: SqliteStore) -> None:
    message_id = await waiting(store)
    other = await waiting(
        store,
        2,
        subject="Iets anders",
        sender=Address("Bo", "bo@x.nl"),
        new_text="Hallo",
        understanding=None,
        draft=None,
    )
    for search in ("burgerraden", "BURGER", "Anna wit", "a.dewit@zaltbommel.nl", "graag mee", "zaltb", "dank aanm"):
        assert await searched(store, search) == [message_id], search
    assert await searched(store, "bo") == [other]
    assert await searched(store, "burgerraden hallo") == []


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("kring", "Wij zoeken een leerkring."),
        ("beraad", "Het burgerberaad begint."),
        ("leerkringaanmelding", "De aanmelding voor de leerkring"),
        ("aanmeldingsformulier", "Waar staat het formulier voor de aanmelding?"),
        ("leerkirng", "Wij zoeken een leerkring."),
        ("burgerberrad", "Het burgerberaad begint."),
        ("fryslan", "Súdwest-Fryslân"),
        ("FRYSLÂN", "sudwest fryslan"),
        ("cooperatie", "de coöperatie"),
        ("één", "een vraag"),
    ],
)
async def test_dutch_is_found_as_people_type_it(store: SqliteStore, search: str, text: str) -> None:
    found = await waiting(store, 1, new_text=text)
    await waiting(store, 2, new_text="Iets over het stembureau")
    assert found in await searched(store, search)


async def test_a_slip_is_told_and_only_where_the_word_is_in_no_mail(store: SqliteStore) -> None:
    await waiting(store, 1, new_text="Onze leerkring")
    slip = QueueQuery(tuple(Status), search="leerkirng")
    assert dict((await store.worklist.rows(slip, NOW.date(), size=5)).instead) == {"leerkirng": ("leerkring",)}
    await waiting(store, 2, new_text="Onze leerkirng")
    page = await store.worklist.rows(slip, NOW.date(), size=5)
    assert dict(page.instead) == {}
    assert len(page.rows) == 1


async def test_a_hit_shows_where_and_what_was_found(store: SqliteStore) -> None:
    await waiting(store, subject="Kring", new_text="Wij zoeken <b>een kring</b> in de buurt", draft=draft("Dag!"))
    asked = QueueQuery(tuple(Status), search="kring")
    (row,) = (await store.worklist.rows(asked, NOW.date(), size=5)).rows
    assert {hit.column: hit.pieces for hit in row.hits}["tekst"] == ("Wij zoeken <b>een ", "kring", "</b> in de buurt")
    assert {hit.column for hit in row.hits} == {"onderwerp", "tekst", "concept"}


async def test_the_present_draft_is_found_and_an_old_one_is_not(store: SqliteStore) -> None:
    message_id = await waiting(store, draft=draft("Wij bellen over de kermis."))
    assert await searched(store, "kermis") == [message_id]
    await store.save_draft(message_id, 1, draft("Wij bellen over de braderie."), "els", NOW)
    assert (await searched(store, "kermis"), await searched(store, "braderie")) == ([], [message_id])
    await store.reject_draft(message_id, 2, "els", NOW, "Fout")
    assert await searched(store, "braderie") == []
    text = DraftText("x", "Kermis", "Toch weer")
    await store.correct(message_id, reading(), (), text, "els", NOW)
    assert await searched(store, "kermis") == [message_id]


async def test_search_follows_what_changes(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await searched(store, "zeist") == []
    await store.correct(message_id, reading(municipalities=("Zeist",)), (), None, "els", NOW)
    assert await searched(store, "zeist") == [message_id]


async def test_a_forgotten_person_leaves_the_index_and_its_words(store: SqliteStore, database: Path) -> None:
    """With a draft, so that both the mail and the present version leave it; the index stays sound."""
    await waiting(store, new_text="Over Xantippe", draft=draft("Beste Xantippe"))
    kept = await waiting(store, 2, sender=Address("Bo", "bo@x.nl"), reply_address=Address("Bo", "bo@x.nl"))
    assert len(await searched(store, "antippe")) == 1
    await store.forget_person(ANNA.addr_spec, "els", LATER, really=True)
    for search in ("xantippe", "antippe", "xantipe"):
        page = await store.worklist.rows(QueueQuery(tuple(Status), search=search), NOW.date(), size=5)
        assert (page.rows, dict(page.instead)) == ((), {}), search
    with sqlite3.connect(database) as other:
        terms = {row[0] for row in other.execute("SELECT term FROM search_words")}
        other.execute("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
    other.close()
    assert not {term for term in terms if "xantip" in term}
    assert await searched(store, "burgerraden") == [kept]
    assert b"xantippe" not in b"".join(file.read_bytes().lower() for file in database.parent.iterdir())


@pytest.mark.parametrize(
    "search",
    ['"', "AND", "a OR", "NEAR(", "subject:", "*", "-anna", "(", "^", "'; DROP TABLE", "😀", "a* AND b", "\x02"],
)
async def test_signs_and_words_of_the_search_language_are_just_text(store: SqliteStore, search: str) -> None:
    await waiting(store)
    assert isinstance(await searched(store, search), list)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=st.text(st.characters(), max_size=60))
async def test_whatever_is_typed_the_queue_answers(store: SqliteStore, search: str) -> None:
    await store.worklist.rows(QueueQuery(tuple(Status), search=search), NOW.date(), size=5)


@given(search=st.text(st.characters(), max_size=60), words=st.lists(st.text("abcdeknrs", min_size=3), max_size=20))
def test_a_query_is_made_of_quoted_words_only(search: str, words: list[str]) -> None:
    match = understood(search, Vocabulary(tuple(sorted(words)))).match
    outside = "".join(match.split('"')[::2])
    assert match.count('"') % 2 == 0
    assert not set(outside) - set("* ()ANDOR")


@given(text=st.text(st.characters()))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
