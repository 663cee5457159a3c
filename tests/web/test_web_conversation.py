"""Conversations on the page of a message: out of one, into another, and back, without any script."""

import pytest

from bot.lifecycle import RequestState, Status
from tests.web.room import Room, post


async def together(room: Room) -> tuple[int, int, int]:
    """Two messages in one conversation, and its number."""
    first = await room.arrive()
    thread_id = (await room.desk.store.message(first)).thread_id
    second = await room.arrive(thread_id=thread_id)
    return first, second, thread_id


async def thread_of(room: Room, message_id: int) -> int:
    return (await room.desk.store.message(message_id)).thread_id


async def test_a_reviewer_splits_a_message_off_and_undoes_it(room: Room) -> None:
    first, second, thread_id = await together(room)
    page = f"/berichten/{second}"
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"{page}/losmaking", page, gesprek=thread_id)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        html = (await browser.get(page)).text
        own = await thread_of(room, second)
        assert own != thread_id
        for words in ("staat nu in een eigen gesprek", "Losgemaakt van het gesprek", "Ongedaan maken",
                      "Lotte de Wit heeft dit bericht verplaatst op 20 november 2026"):  # fmt: skip
            assert words in html, words
        states = {(each.act, each.state) for each in await room.desk.store.requests_of(own)}
        assert states == {("aanmelden", RequestState.OPEN), ("informatie", RequestState.OPEN)}
        assert f"Bericht {second} staat nu in een ander gesprek." in (await browser.get(f"/berichten/{first}")).text
        await post(browser, f"{page}/terugzetting", page, gesprek=own)
        html = (await browser.get(page)).text
    assert await thread_of(room, second) == thread_id
    assert "Teruggezet in het vorige gesprek" in html
    assert "Ongedaan maken" not in html


@pytest.mark.parametrize("field", ["keuze", "nummer"])
async def test_a_reviewer_joins_two_conversations(room: Room, field: str) -> None:
    number, other = await room.arrive(), room.messages[Status.SENT]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(page)).text
        assert f'<option value="{other}">' in html
        answer = await post(
            browser, f"{page}/samenvoeging", page, gesprek=await thread_of(room, number), **{field: other}
        )
        assert answer.status_code == 303
        html = (await browser.get(page)).text
    assert await thread_of(room, number) == await thread_of(room, other)
    assert "Samengevoegd met een ander gesprek" in html
    assert f'href="/berichten/{other}"' in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Kies een gesprek"),
        ("12a", "Kies een gesprek"),
        ("99999", "Bericht 99999 bestaat niet"),
        ("eigen", "al in dit"),
    ],
)
async def test_a_number_that_cannot_be_used_is_explained(room: Room, typed: str, words: str) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page, thread_id = f"/berichten/{number}", await thread_of(room, number)
    typed = str(number) if typed == "eigen" else typed
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"{page}/samenvoeging", page, gesprek=thread_id, nummer=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert await thread_of(room, number) == thread_id


async def test_who_was_second_is_told_so_and_changes_nothing(room: Room) -> None:
    _, second, thread_id = await together(room)
    page = f"/berichten/{second}"
    async with room.logged_in("lotte") as lotte, room.logged_in("els") as els:
        await post(lotte, f"{page}/losmaking", page, gesprek=thread_id)
        own = await thread_of(room, second)
        answer = await post(els, f"{page}/samenvoeging", page, gesprek=thread_id, nummer=room.messages[Status.SENT])
    assert answer.status_code == 409
    assert await thread_of(room, second) == own


async def test_a_reader_sees_the_conversation_and_no_button(room: Room) -> None:
    first, second, _ = await together(room)
    async with room.logged_in("kim") as browser:
        html = (await browser.get(f"/berichten/{second}")).text
    assert f'href="/berichten/{first}"' in html
    for noun in ("losmaking", "samenvoeging", "terugzetting"):
        assert noun not in html
