"""Sixty questions about meetings, experts, intakes, reminders, promises and closing days, and what each role sees."""

from typing import Any

import pytest
import yaml

from bot.pipeline.inquiries.answering import Answer, answer
from tests.inquiries.world import HERE, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTIONS: list[dict[str, Any]] = [
    each
    for name in ("agenda_held_out", "agenda_unseen")
    for each in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
]


OWN_PAGES = ("/berichten", "/bijeenkomsten", "/experts", "/sluitingsdagen")
ONE_OF_EACH = (
    "welke bijeenkomsten komen er",
    "wachtlijst startbijeenkomst",
    "experts die ja zeiden",
    "verstuurde herinneringen",
    "wat hebben we Zeist beloofd",
    "wanneer zijn we dicht",
)


async def asked(world: World, question: str, earlier: str = "") -> Answer:
    found = await answer(world.room.desk, question, "lotte", earlier)
    assert isinstance(found, Answer), found
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["ask"])
async def test_a_question_gets_its_rows(agenda: World, question: dict[str, Any]) -> None:
    found = await asked(agenda, question["ask"])
    assert [agenda.name(row) for row in found.rows] == question["rows"], found.told
    assert found.total == len(question["rows"])
    assert found.inquiry.counted == question.get("counted", False)
    assert list(found.ignored) == question.get("ignored", [])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["ask"])
async def test_what_is_told_reads_as_the_same_inquiry(agenda: World, question: dict[str, Any]) -> None:
    found = await asked(agenda, question["ask"])
    again = await asked(agenda, found.told)
    assert again.inquiry == found.inquiry, found.told
    assert again.told == found.told


async def test_a_question_about_a_meeting_goes_on(agenda: World) -> None:
    first = await asked(agenda, "wie heeft zich aangemeld voor de startbijeenkomst")
    then = await asked(agenda, "en van Ommen?", first.told)
    assert [agenda.name(row) for row in then.rows] == ["start Ommen"]


async def test_an_expert_as_writer_of_mail_is_looked_for_among_the_writers(agenda: World) -> None:
    found = await asked(agenda, "berichten van Bas Visser")
    assert found.inquiry.experts == ()
    assert found.rows == ()


async def test_every_row_leads_to_a_page_that_a_reader_may_open(agenda: World) -> None:
    async with agenda.room.logged_in("kim") as browser:
        for question in ONE_OF_EACH:
            page = (await browser.get("/vragen", params={"vraag": question})).text
            shown = page[page.index('id="antwoord"') :]
            links = {piece.split('"')[0] for piece in shown.split('href="')[1:]}
            for path in sorted(link for link in links if link.startswith(OWN_PAGES)):
                assert (await browser.get(path)).status_code == 200, path


async def test_why_the_office_is_closed_is_shown_to_managers_only(agenda: World) -> None:
    for name, sees in (("kim", False), ("lotte", False), ("els", True)):
        async with agenda.room.logged_in(name) as browser:
            page = (await browser.get("/vragen", params={"vraag": "wanneer zijn we dicht"})).text
            assert ("Kerstsluiting" in page) is sees
            assert all(day in page for day in ("24 december 2026", "31 december 2026", "14 mei 2027"))
            assert "3 sluitingsdagen" in page


async def test_the_page_tells_places_people_and_promises(agenda: World) -> None:
    async with agenda.room.logged_in("kim") as browser:
        seats = (await browser.get("/vragen", params={"vraag": "Hoeveel plekken zijn er nog in Zwolle?"})).text
        assert "23 van de 30 vrij" in seats
        full = (await browser.get("/vragen", params={"vraag": "zit de startbijeenkomst al vol?"})).text
        assert "0 van de 10 vrij, 1 gemeente wacht" in full
        people = (await browser.get("/vragen", params={"vraag": "wie komt er op 3 december"})).text
        assert "3 gemeenten, samen 10 personen" in people
        promised = (await browser.get("/vragen", params={"vraag": "wat hebben we Zeist beloofd"})).text
        assert "1 toezegging en 1 aanvraag" in promised
        assert "U hoort uiterlijk 4 december van ons." in promised
