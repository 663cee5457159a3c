"""The page on which colleagues ask about the work: rows with links, for every role, and asking changes nothing."""

import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.model import Address
from bot.model.inquiry import Inquiry, Subject
from bot.pipeline.inquiries.answering import EXAMPLES
from bot.store.database import connect_reader
from bot.store.inquiries import found
from bot.store.search import Vocabulary
from tests.web.room import NOW, Room

LINK = re.compile(r'href="(/(?:berichten|gemeenten|programma)[^"]*)"')


async def page(room: Room, question: str, *, name: str = "kim", more: str = "") -> str:
    async with room.logged_in(name) as browser:
        answer = await browser.get(f"/vragen?vraag={quote(question)}{more}")
        assert answer.status_code == 200
        return answer.text


async def test_the_page_begins_with_questions_that_work(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/vragen")).text
    for example in EXAMPLES:
        assert example in html
        assert "begrijp ik niet" not in await page(room, example)


async def test_an_answer_says_what_was_looked_for_and_leads_to_the_messages(room: Room) -> None:
    html = await page(room, "Wat staat er open van Zaltbomel?")
    assert "<strong>Ik zocht:</strong> open aanvragen van gemeente Zaltbommel, oudste eerst." in html
    assert "Ik las <q>Zaltbomel</q> als <q>Zaltbommel</q>." in html
    assert 'href="/berichten/1"' in html


async def test_a_number_stands_above_its_rows(room: Room) -> None:
    html = await page(room, "hoeveel kringen zijn er?")
    assert re.search(r"<h2[^>]*>1 kring</h2>", html)
    assert 'href="/programma/kringen/1"' in html


async def test_what_is_counted_stands_in_a_table(room: Room) -> None:
    html = await page(room, "hoeveel open aanvragen per behandelaar?")
    assert re.search(r"Nog niemand</td><td role=\"cell\">\d+</td>", html)


async def test_what_is_not_understood_is_said_with_three_questions_that_work(room: Room) -> None:
    html = await page(room, "wat kost een fiets")
    assert "Deze vraag begrijp ik niet" in html
    assert "<q>kost</q>, <q>fiets</q>" in html
    assert html.count('href="/vragen?vraag=') == 3


async def test_two_municipalities_are_asked_back_as_links(room: Room) -> None:
    html = await page(room, "open van Bergen")
    assert "Welke Bergen bedoelt u?" in html
    assert f'href="/vragen?vraag={quote("open van Bergen (NH.)")}' in html


async def test_a_question_goes_on_from_the_answer_before(room: Room) -> None:
    html = await page(room, "Wat staat er open van Ommen?")
    told = re.search(r'name="eerder" value="([^"]+)"', html)
    assert told
    assert "open aanvragen van gemeente Zaltbommel" in await page(
        room, "en van Zaltbommel?", more=f"&eerder={quote(told[1])}"
    )


async def test_a_question_that_is_too_long_is_refused_in_words(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        answer = await browser.get("/vragen?vraag=" + "a" * 400)
        assert answer.status_code == 422
        assert "hooguit 300 tekens" in answer.text


async def test_what_is_typed_is_never_markup(room: Room) -> None:
    html = await page(room, "<script>alert(1)</script> van <b>Ommen</b>")
    assert "<script>alert" not in html
    assert "<b>Ommen" not in html


QUESTIONS = (
    "open aanvragen",
    "alle berichten van dit jaar",
    "kringen",
    "wachtende gemeenten",
    "te beoordelen berichten",
    "bijna volle leerkringen",
    "welke mails zijn mislukt",
    "alles per gemeente",
)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_reader_may_open_everything_that_an_answer_leads_to(room: Room, question: str) -> None:
    links = set(LINK.findall(await page(room, question)))
    async with room.logged_in("kim") as browser:
        for link in links:
            assert (await browser.get(link)).status_code == 200, link


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_role_gets_the_same_rows(room: Room, question: str) -> None:
    """No role sees less than a reader on the other pages, and a reader sees no more here than there."""
    rows = {name: LINK.findall(await page(room, question, name=name)) for name in ("kim", "lotte", "els")}
    assert rows["kim"] == rows["lotte"] == rows["els"]


async def test_who_is_not_logged_in_gets_no_rows(room: Room) -> None:
    async with room.browser() as browser:
        answer = await browser.get("/vragen?vraag=open+aanvragen")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inloggen")


async def test_what_was_erased_is_found_no_more(room: Room) -> None:
    """A purged message keeps its labels and loses its sender, its subject and its text."""
    sender = Address("Wilhelmina Zandstra", "w.zandstra@zaltbommel.nl")
    message_id = await room.arrive(sender=sender, reply_address=sender, new_text="Over paardenbloemen.")
    link = f'href="/berichten/{message_id}"'
    questions = (
        "aanvragen van Wilhelmina",
        "berichten van w.zandstra@zaltbommel.nl",
        "wie schreef over paardenbloemen",
    )
    for question in questions:
        assert link in await page(room, question)
    await room.desk.store.forget_person(sender.addr_spec, "els", NOW, really=True)
    for question in questions:
        assert link not in await page(room, question)
    assert "Zandstra" not in await page(room, "aanvragen van gemeente Zaltbommel")


LOGGED_IN = ('INSERT INTO "sessions"', 'INSERT INTO "account_events"')
"""What is written when somebody logs in."""


async def test_asking_changes_nothing(room: Room, tmp_path: Path) -> None:
    def dump() -> list[str]:
        with sqlite3.connect(tmp_path / "thorbecke.sqlite3") as file:
            return [line for line in file.iterdump() if not line.startswith(LOGGED_IN)]

    before = dump()
    for question in QUESTIONS:
        await page(room, question, name="els")
    assert dump() == before


@pytest.mark.parametrize("subject", [Subject.REQUESTS, Subject.MESSAGES])
async def test_a_connection_that_cannot_write_answers(room: Room, subject: Subject, tmp_path: Path) -> None:
    db = connect_reader(tmp_path / "thorbecke.sqlite3")
    rows = found(db, Inquiry(subject), (), NOW.date(), most=5, words=Vocabulary())
    assert len(rows.rows) == 5 < rows.total
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM requests")
    db.close()
