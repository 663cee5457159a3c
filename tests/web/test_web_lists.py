"""The queue, the weekly digest and the knowledge base."""

import pytest

from bot.lifecycle import Status
from bot.web.inbox import PAGE_SIZE, VIEWS, filters_of
from bot.web.words import EVENT_LABELS, OUTCOME_LABELS, REQUEST_LABELS, STATUS_LABELS, age, excerpt, sureness
from tests.web.room import NOW, Room


def test_the_views_of_the_queue_show_every_status_but_purged() -> None:
    shown = [status for view in VIEWS for status in view.statuses]
    assert sorted(shown) == sorted(set(Status) - {Status.PURGED})


def test_everything_that_a_page_can_meet_has_a_dutch_label() -> None:
    for labels in (STATUS_LABELS, EVENT_LABELS, REQUEST_LABELS, OUTCOME_LABELS):
        assert set(labels) == set(type(next(iter(labels))))


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.99, "zeer zeker"), (0.9, "zeer zeker"), (0.7, "waarschijnlijk"), (0.59, "twijfel")]
)
def test_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert sureness(confidence) == words


def test_age_counts_working_days_of_the_office() -> None:
    assert age(NOW, NOW) == "vandaag"
    assert age(NOW.replace(day=19), NOW) == "1 werkdag"
    assert age(NOW.replace(day=13), NOW) == "5 werkdagen"


def test_an_excerpt_is_one_line_that_ends_at_a_word() -> None:
    assert excerpt("een\n\ntwee") == "een twee"
    assert excerpt("woord " * 100, 20) == "woord woord woord …"


@pytest.mark.parametrize(
    "query", [{"vak": "onzin"}, {"pagina": "-1"}, {"pagina": "x"}, {"dienst": "onzin"}, {"pagina": "9" * 30}]
)
def test_a_strange_address_shows_the_plain_queue(query: dict[str, str]) -> None:
    found = filters_of(query)
    assert (found.view.id, found.page, found.service) == ("beoordelen", 1, "")


async def test_the_queue_shows_what_waits_with_its_counts(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/")).text
        for words in ("Leerkring", "Aanmelden", "Zaltbommel", "concept klaar", "werkdag", "Nog niemand", "In twijfel"):
            assert words in html


async def test_every_view_lists_its_messages(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        for view in VIEWS:
            html = (await browser.get(f"/?vak={view.id}")).text
            for number in (room.messages[status] for status in view.statuses if status in room.messages):
                assert f'href="/berichten/{number}"' in html, view.id


async def test_the_queue_is_searched_filtered_and_paged_by_its_address(room: Room) -> None:
    for _ in range(PAGE_SIZE):
        await room.arrive()
    async with room.logged_in("kim") as browser:
        first, second = (await browser.get("/")).text, (await browser.get("/?pagina=2")).text
        assert "Pagina 1 van 2" in first
        assert 'href="/?vak=beoordelen&amp;pagina=2"' in first
        assert 'href="/?vak=beoordelen"' in second
        assert first.count('class="queue__message"') == PAGE_SIZE
        assert second.count('class="queue__message"') == 1
        assert "Niets gevonden met deze filters." in (await browser.get("/?zoek=onvindbaar")).text
        assert "Niets gevonden met deze filters." in (await browser.get("/?dienst=theater")).text
        assert "berichten gevonden" in (await browser.get("/?zoek=kernendemocratie&dienst=leerkring")).text


async def test_the_weekly_digest_is_a_page_and_a_spreadsheet(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/weekoverzicht")).text
        for words in ("week 47 van 2026", "Zaltbommel: Leerkring", "te laat", "Aandacht nodig", "Plaats zoeken"):
            assert words in html
        assert "Marieke" not in html, "the digest names municipalities, never persons"
        answer = await browser.get("/weekoverzicht.csv")
        assert answer.headers["content-disposition"] == 'attachment; filename="weekoverzicht-2026-W47.csv"'
        assert answer.content.startswith(b"\xef\xbb\xbfwerk;nummer;gemeente")


async def test_every_knowledge_entry_has_a_page(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/kennis")).text
        for entry in room.desk.library.entries.values():
            assert f'href="/kennis/{entry.id}"' in html
        entry = next(iter(room.desk.library.entries.values()))
        page = (await browser.get(f"/kennis/{entry.id}")).text
        assert entry.owner in page
        assert entry.file in page
        assert "Niets gevonden" in (await browser.get("/kennis?status=bestaat-niet")).text


async def test_how_we_write_and_work_is_shown_as_such(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        chosen = (await browser.get("/kennis?soort=afspraak")).text
        assert 'href="/kennis/huisstijl-aanhef"' in chosen
        assert 'href="/kennis/leerkring-wat"' not in chosen
        assert "Wat we hebben afgesproken" in (await browser.get("/kennis/huisstijl-aanhef")).text
        step = (await browser.get("/kennis/stap-leerkring")).text
        assert "U hoort van ons" in step
        assert "Je hoort van ons" in step
        assert "En tegen wie ons met je schrijft" not in (await browser.get("/kennis/leerkring-wat")).text
