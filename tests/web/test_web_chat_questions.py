"""What the chat could not answer or answered badly, from the visitor to the content editor."""

import re
from datetime import timedelta

import httpx
import yaml

from bot.model import Remedy, Verdict
from bot.pipeline.chat_questions import KEPT, clustered, clusters, decide, proposals
from bot.pipeline.upkeep import keep_no_longer
from tests.web.room import NOW, WRITES, Room, post

PAGE = "/kennis/vragen"
UNKNOWN = (
    "Hoeveel laadpalen heeft een leerkring?",
    "Hoeveel laadpalen zijn er bij een leerkring?",
    "Wie maakt de taart?",
)


async def says(browser: httpx.AsyncClient, text: str) -> str:
    """The page after one message."""
    return await send(browser, "/chat", vraag=text)


async def send(browser: httpx.AsyncClient, path: str, **data: str) -> str:
    token = re.search(r'name="formulier" value="(\w*)"', (await browser.get("/chat")).text)
    assert token
    await browser.post(path, data={"formulier": token[1], **data}, headers=WRITES)
    return (await browser.get("/chat")).text


async def ask(room: Room, *texts: str) -> None:
    """A visitor each."""
    for text in texts:
        async with room.browser() as browser:
            await says(browser, text)


async def test_a_question_without_an_answer_waits_for_the_editor_without_people(room: Room) -> None:
    await ask(room, "Weet Marloes Brandhorst hoeveel laadpalen een leerkring heeft?")
    (only,) = await room.desk.chat_questions.waiting()
    assert only.verdict is Verdict.UNANSWERED
    assert "Brandhorst" not in only.question
    assert "laadpalen" in only.question


async def test_personal_data_never_waits_for_anybody(room: Room) -> None:
    await ask(room, "Mijn bsn is 111222333, mag ik meedoen?", "Mail naar jan@zaltbommel.nl", "Bel mij op 06-12345678")
    assert await room.desk.chat_questions.waiting() == ()


async def test_a_verdict_is_kept_once_with_the_entry_that_was_said(room: Room) -> None:
    async with room.browser() as browser:
        assert "Was dit antwoord nuttig?" in await says(browser, "Wat is een leerkring?")
        assert "Dank u wel voor uw oordeel" not in await send(browser, "/chat/oordeel", oordeel="prima")
        html = await send(browser, "/chat/oordeel", oordeel="onduidelijk")
        assert "Dank u wel voor uw oordeel" in html
        assert "Was dit antwoord nuttig?" not in html
        await send(browser, "/chat/oordeel", oordeel="klopt niet")
    (only,) = await room.desk.chat_questions.waiting()
    assert only.verdict is Verdict.UNCLEAR
    assert only.entry in room.desk.library.entries
    assert only.question == "Wat is een leerkring?"


async def test_a_useful_answer_is_counted_without_its_question(room: Room) -> None:
    async with room.browser() as browser:
        await says(browser, "Wat is een leerkring?")
        await send(browser, "/chat/oordeel", oordeel="nuttig")
    assert await room.desk.chat_questions.waiting() == ()
    assert await room.desk.chat_questions.useful() == 1


async def test_a_verdict_needs_the_form_of_the_conversation(room: Room) -> None:
    async with room.browser() as browser:
        await says(browser, "Wat is een leerkring?")
        await browser.post("/chat/oordeel", data={"formulier": "0" * 40, "oordeel": "klopt niet"}, headers=WRITES)
    assert await room.desk.chat_questions.waiting() == ()


async def test_what_is_alike_stands_together_with_the_nearest_entry(room: Room) -> None:
    await ask(room, *UNKNOWN)
    found = await clusters(room.desk)
    assert [len(cluster.questions) for cluster in found] == [2, 1]
    assert "leerkring" in found[0].near[0].services
    waiting = await room.desk.chat_questions.waiting()
    assert clustered(waiting, room.desk.retriever) == clustered(waiting, room.desk.retriever) == found


async def test_the_editor_makes_a_variant_an_entry_or_nothing_of_it(room: Room) -> None:
    await ask(room, *UNKNOWN, "Wat eet de koning?")
    entry = next(iter(room.desk.retriever.entries)).id
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(PAGE)).text
        assert "2 keer gevraagd" in html
        assert "geen antwoord (2)" in html
        ids = re.findall(r'name="vragen" value="([\d,]+)"', html)
        remedies = (Remedy.VARIANT, Remedy.ENTRY, Remedy.NOTHING)
        for chosen, remedy in zip(ids, remedies, strict=True):
            await post(browser, f"{PAGE}/besluit", PAGE, vragen=chosen, wordt=remedy.value, item=entry)
        assert "Er wachten geen vragen" in (await browser.get(PAGE)).text
        said = yaml.safe_load((await browser.get(f"{PAGE}.yaml")).text)
    assert said["varianten"] == [{"id": entry, "questions": [UNKNOWN[1], UNKNOWN[0]]}]
    assert len(said["nieuw"]) == 1


async def test_who_comes_second_is_told_and_changes_nothing(room: Room) -> None:
    await ask(room, UNKNOWN[0])
    (only,) = await room.desk.chat_questions.waiting()
    await decide(room.desk, [only.id], Remedy.NOTHING, "", "lotte")
    async with room.logged_in("els") as browser:
        for wrong in ({"wordt": "nieuw"}, {"wordt": "variant", "item": "bestaat-niet"}, {"wordt": "weg"}):
            answer = await post(browser, f"{PAGE}/besluit", "/kennis", vragen=str(only.id), **wrong)
            assert "vraag-veranderd" in answer.headers["set-cookie"]
    assert proposals(await room.desk.chat_questions.decided()) == ""


async def test_a_reader_sees_the_questions_and_no_buttons(room: Room) -> None:
    await ask(room, UNKNOWN[0])
    async with room.logged_in("kim") as browser:
        html = (await browser.get(PAGE)).text
    assert "laadpalen" in html
    assert "Niets doen" not in html


async def test_questions_are_forgotten_after_half_a_year(room: Room) -> None:
    await ask(room, UNKNOWN[0])
    room.clock.now = NOW + KEPT
    await keep_no_longer(room.desk)
    assert len(await room.desk.chat_questions.waiting()) == 1
    room.clock.now += timedelta(seconds=1)
    await keep_no_longer(room.desk)
    assert await room.desk.chat_questions.waiting() == ()
