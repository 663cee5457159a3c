"""Four eyes on the page: what the reviewer reads, which buttons stand there, and what each of two colleagues does."""

from dataclasses import replace

from bot.lifecycle import Status
from bot.model import Prediction
from bot.pipeline.ports import User
from tests.web.room import DRAFT, NOW, Room, a_request, password_hash, post

PRESS = replace(a_request(1).understanding, requests=(Prediction("pers", "informatie", 0.9),))
FORM = {"onderwerp": "Re: Leerkring", "tekst": DRAFT}


async def marked(room: Room) -> int:
    return await room.arrive(understanding=PRESS)


async def approve(room: Room, name: str, number: int, version: int = 1, **fields: str) -> tuple[int, str]:
    """Press the button of the message; the status of the answer and the page that follows."""
    async with room.logged_in(name) as browser:
        form = FORM | {"versie": str(version)} | fields
        answer = await post(browser, f"/berichten/{number}/goedkeuring", f"/berichten/{number}", **form)
        return answer.status_code, (await browser.get(f"/berichten/{number}")).text


async def test_the_page_says_that_two_must_look_and_who_was_first(room: Room) -> None:
    number = await marked(room)
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
    assert "Het gaat hier om: persvraag." in html
    assert "Goedkeuren (eerste van twee)" in html
    assert "Goedkeuren en versturen" not in html
    code, mine = await approve(room, "lotte", number)
    assert code == 303
    assert "Uw goedkeuring is vastgelegd." in mine
    assert "U hebt versie 1 goedgekeurd op 20 november 2026" in mine
    assert "Goedkeuring intrekken" in mine
    assert "Eerste goedkeuring (vier ogen)" in mine
    async with room.logged_in("els") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
        queue = (await browser.get("/?zoek=leerkring")).text
    assert "<strong>Lotte de Wit</strong> heeft versie 1 goedgekeurd" in html
    assert "Goedkeuren en versturen" in html
    assert "wacht op tweede goedkeuring" in queue
    assert (await room.desk.store.message(number)).status is Status.AWAITING_REVIEW


async def test_the_second_colleague_sends_it_and_both_are_named(room: Room) -> None:
    number = await marked(room)
    await approve(room, "lotte", number)
    code, html = await approve(room, "els", number)
    assert code == 303
    assert "Goedgekeurd door Lotte de Wit en Els Mulder." in html
    assert (await room.desk.store.message(number)).status is Status.APPROVED


async def test_who_approves_twice_is_told_to_ask_another(room: Room) -> None:
    number = await marked(room)
    await approve(room, "lotte", number)
    code, _ = await approve(room, "lotte", number)
    assert code == 422
    assert (await room.desk.store.message(number)).status is Status.AWAITING_REVIEW


async def test_who_changes_the_text_is_the_first_of_two_again(room: Room) -> None:
    number = await marked(room)
    await approve(room, "lotte", number)
    code, html = await approve(room, "els", number, tekst="Een andere tekst.")
    assert code == 303
    assert "U hebt versie 2 goedgekeurd" in html
    await approve(room, "lotte", number, 2, tekst="Een andere tekst.")
    assert (await room.desk.store.message(number)).approved_by == "lotte"


async def test_the_first_approval_is_taken_back_from_the_page_and_from_the_note(room: Room) -> None:
    number = await marked(room)
    async with room.logged_in("lotte") as browser:
        here, there = f"/berichten/{number}", f"/berichten/{number}/intrekking"
        await approve(room, "lotte", number)
        assert (await post(browser, there, here, versie="1")).status_code == 303
        assert (await post(browser, there, here, versie="1")).status_code == 409
        await approve(room, "lotte", number)
        assert (await post(browser, there, here)).status_code == 303, "the note above the next message has no version"
    assert await room.desk.screen.first_approval(number) is None


async def test_by_keyboard_along_the_list_the_first_approval_is_noted_with_a_way_back(room: Room) -> None:
    number = await marked(room)
    async with room.logged_in("lotte") as browser:
        form = FORM | {"versie": "1", "lijst": ""}
        answer = await post(browser, f"/berichten/{number}/goedkeuring", f"/berichten/{number}", **form)
        html = (await browser.get(answer.headers["location"])).text
    assert f'action="/berichten/{number}/intrekking"' in html
    assert "Uw goedkeuring is vastgelegd." in html


async def test_names_of_colleagues_stay_text(room: Room) -> None:
    await room.desk.accounts.save_user(User("bas", "<b>Bas</b>", "reviewer", password_hash()), NOW)
    number = await marked(room)
    await approve(room, "bas", number)
    _, html = await approve(room, "els", number)
    assert "&lt;b&gt;Bas&lt;/b&gt; en Els Mulder" in html
    assert "<b>Bas" not in html
