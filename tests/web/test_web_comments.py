"""Asking a colleague on the page of a message, and where the one who is asked finds it."""

import logging

import pytest

from bot.lifecycle import Status
from bot.pipeline import review
from tests.web.room import Room, post


async def ask(room: Room, name: str, text: str, **fields: str) -> tuple[int, str]:
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in(name) as browser:
        answer = await post(browser, f"/berichten/{number}/opmerking", f"/berichten/{number}", notitie=text, **fields)
        html = answer.text if answer.status_code == 422 else (await browser.get(f"/berichten/{number}")).text
        return answer.status_code, html


async def queue_of(room: Room, name: str) -> str:
    async with room.logged_in(name) as browser:
        return (await browser.get("/?vak=gevraagd")).text


async def test_who_is_asked_finds_it_in_the_queue_and_answers(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    code, html = await ask(room, "lotte", "Mag dit, @els? <script>alert(1)</script>")
    assert code == 303
    assert "Mag dit, @els? &lt;script&gt;" in html
    assert "Gevraagd aan Els Mulder" in html
    assert "Vraag aan Els Mulder is afgehandeld" in html
    mine, others = await queue_of(room, "els"), await queue_of(room, "lotte")
    assert f"/berichten/{number}?vak=gevraagd" in mine
    assert 'Gevraagd aan mij <span class="tab__count">1</span>' in mine
    assert "Niemand heeft u iets gevraagd." in others
    assert "Gevraagd aan u" in (await ask(room, "els", ""))[1]
    _, html = await ask(room, "els", "Ja, dat mag.")
    assert "beantwoord" in html
    assert "Niemand heeft u iets gevraagd." in await queue_of(room, "els")


async def test_a_question_is_settled_by_a_button_once(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    await ask(room, "lotte", "Kijk je mee?", gevraagde="els")
    thread = (await room.desk.store.message(number)).thread_id
    (question,) = await room.desk.screen.questions(thread)
    async with room.logged_in("lotte") as browser:
        here, there = f"/berichten/{number}", f"/berichten/{number}/beantwoording"
        assert (await post(browser, there, here, vraag=str(question.id))).status_code == 303
        assert (await post(browser, there, here, vraag=str(question.id))).status_code == 409
        assert (await post(browser, there, here, vraag="x")).status_code == 400
        assert "afgehandeld" in (await browser.get(here)).text
    assert "Niemand heeft u iets gevraagd." in await queue_of(room, "els")


@pytest.mark.parametrize(
    ("text", "words"),
    [("  ", "Schrijf eerst uw vraag of opmerking."), ("@piet, weet jij dit?", "U kunt @piet niets vragen."),
     ("x" * 4001, "De opmerking is langer dan 4000 tekens.")],
)  # fmt: skip
async def test_what_cannot_be_placed_stays_in_the_form(room: Room, text: str, words: str) -> None:
    code, html = await ask(room, "lotte", text)
    assert code == 422
    assert words in html
    assert text.strip() in html
    thread = (await room.desk.store.message(room.messages[Status.AWAITING_REVIEW])).thread_id
    assert await room.desk.screen.comments(thread) == ()


async def test_a_reader_sees_the_comments_and_cannot_place_one(room: Room) -> None:
    await ask(room, "lotte", "Alleen voor ons")
    code, html = await ask(room, "kim", "Ik ook")
    assert code == 403
    assert "Alleen voor ons" in html
    assert "Een collega vragen" not in html


async def test_the_words_are_in_no_mail_and_no_log(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    with caplog.at_level(logging.DEBUG):
        await ask(room, "lotte", "Olifantenpaadje, @els?")
        outgoing = await review.approve(room.desk, number, 1, "lotte")
    assert outgoing
    assert b"lifantenpaad" not in outgoing.raw
    assert "lifantenpaad" not in caplog.text
    async with room.logged_in("els") as browser:
        for path in ("/weekoverzicht/voorbeeld", "/weekoverzicht.csv", "/chat"):
            assert "lifantenpaad" not in (await browser.get(path)).text
    assert (await room.desk.store.message(number)).status is Status.APPROVED
