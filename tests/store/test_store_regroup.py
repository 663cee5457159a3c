"""Messages that a person moves between conversations, with their requests, and back."""

import pytest

from bot.errors import Conflict
from bot.lifecycle import RequestState
from bot.model import MessageRow
from bot.store import SqliteStore
from tests.store.samples import LATER, QUESTION, SIGN_UP, sent, thread_of, waiting

OPEN, WAITING, SETTLED, WITHDRAWN = RequestState


async def conversation(store: SqliteStore) -> tuple[MessageRow, MessageRow]:
    """Two messages in one thread: the first signs up, the second asks."""
    first = await store.message(await waiting(store, 1))
    second = await store.message(await waiting(store, 2, thread_id=first.thread_id, requests=(QUESTION,)))
    return first, second


async def asked(store: SqliteStore, thread_id: int) -> list[tuple[str, RequestState]]:
    return [(each.act, each.state) for each in await store.requests_of(thread_id)]


async def events(store: SqliteStore, thread_id: int) -> list[str]:
    return [line.event for line in await store.history(thread_id)]


async def test_a_message_that_is_split_off_takes_its_requests_along(store: SqliteStore) -> None:
    first, second = await conversation(store)
    await store.split_off(second.id, first.thread_id, (), "lotte", LATER)
    moved = await store.message(second.id)
    assert moved.thread_id != first.thread_id
    assert await asked(store, first.thread_id) == [("aanmelden", OPEN)]
    assert await asked(store, moved.thread_id) == [("informatie", OPEN)]
    assert (await events(store, moved.thread_id))[-1] == "split"
    assert (await store.history(first.thread_id))[-1].note == f"Bericht {second.id} staat nu in een ander gesprek."


async def test_what_went_on_in_an_open_request_opens_its_own_when_it_is_split_off(store: SqliteStore) -> None:
    first, second = await conversation(store)
    await store.split_off(second.id, first.thread_id, (SIGN_UP, QUESTION), "lotte", LATER)
    moved = await store.message(second.id)
    assert sorted(await asked(store, moved.thread_id)) == [("aanmelden", OPEN), ("informatie", OPEN)]


async def test_undoing_a_split_puts_everything_back(store: SqliteStore) -> None:
    first, second = await conversation(store)
    await store.split_off(second.id, first.thread_id, (SIGN_UP,), "lotte", LATER)
    moved = await store.message(second.id)
    assert await store.last_move(second.id) is not None
    await store.move_back(second.id, moved.thread_id, "samir", LATER)
    assert (await store.message(second.id)).thread_id == first.thread_id
    assert await store.last_move(second.id) is None
    states = await asked(store, first.thread_id)
    assert [pair for pair in states if pair[1] is OPEN] == [("aanmelden", OPEN), ("informatie", OPEN)]
    assert states.count(("aanmelden", WITHDRAWN)) == 1
    assert "moved_back" in await events(store, first.thread_id)


async def test_a_message_that_is_joined_withdraws_what_is_asked_there_already(store: SqliteStore) -> None:
    first, other = [await store.message(await waiting(store, uid)) for uid in (1, 2)]
    await store.join_to(other.id, other.thread_id, first.id, "lotte", LATER)
    assert [row.id for row in await store.thread(first.thread_id)] == [first.id, other.id]
    assert await asked(store, first.thread_id) == [("aanmelden", OPEN), ("aanmelden", WITHDRAWN)]
    assert "joined" in await events(store, first.thread_id)
    await store.move_back(other.id, first.thread_id, "lotte", LATER)
    assert await asked(store, other.thread_id) == [("aanmelden", OPEN)]


async def test_undoing_takes_nothing_up_that_a_person_settled_meanwhile(store: SqliteStore) -> None:
    first, other = [await store.message(await waiting(store, uid)) for uid in (1, 2)]
    await store.join_to(other.id, other.thread_id, first.id, "lotte", LATER)
    _, withdrawn = await store.requests_of(first.thread_id)
    (kept,) = [each for each in await store.requests_of(first.thread_id) if each.id != withdrawn.id]
    await store.change_request(kept.id, OPEN, SETTLED, "els", LATER)
    await store.change_request(withdrawn.id, WITHDRAWN, OPEN, "els", LATER)
    await store.change_request(withdrawn.id, OPEN, SETTLED, "els", LATER)
    await store.move_back(other.id, first.thread_id, "lotte", LATER)
    assert await asked(store, other.thread_id) == [("aanmelden", SETTLED)]


async def test_the_answer_to_a_message_that_was_moved_follows_it(store: SqliteStore) -> None:
    first = await store.message(await waiting(store, 1))
    second_id, frozen = await sent(store, 2, thread_id=first.thread_id, requests=(), rfc_message_id="<2@x>")
    await store.split_off(second_id, first.thread_id, (), "lotte", LATER)
    moved = await store.message(second_id)
    assert await thread_of(store, [frozen.rfc_message_id]) == moved.thread_id
    assert await thread_of(store, ["<2@x>"]) == moved.thread_id


async def test_a_number_that_a_newer_conversation_could_take_is_never_given_back(store: SqliteStore) -> None:
    """The conversation that a message left stays, empty as it is."""
    first, other = [await store.message(await waiting(store, uid)) for uid in (1, 2)]
    await store.join_to(other.id, other.thread_id, first.id, "lotte", LATER)
    newer = await store.message(await waiting(store, 3))
    await store.move_back(other.id, first.thread_id, "lotte", LATER)
    assert newer.thread_id != (await store.message(other.id)).thread_id == other.thread_id


async def test_who_saw_another_conversation_changes_nothing(store: SqliteStore) -> None:
    first, second = await conversation(store)
    alone = await store.message(await waiting(store, 3))
    await store.split_off(second.id, first.thread_id, (), "lotte", LATER)
    with pytest.raises(Conflict):
        await store.split_off(second.id, first.thread_id, (), "samir", LATER)
    with pytest.raises(Conflict):
        await store.join_to(second.id, first.thread_id, alone.id, "samir", LATER)
    with pytest.raises(Conflict):
        await store.move_back(second.id, first.thread_id, "samir", LATER)
    with pytest.raises(Conflict):
        await store.split_off(alone.id, alone.thread_id, (), "samir", LATER)
    with pytest.raises(Conflict):
        await store.join_to(alone.id, alone.thread_id, alone.id, "samir", LATER)
    with pytest.raises(Conflict):
        await store.move_back(alone.id, alone.thread_id, "samir", LATER)


async def test_other_conversations_with_the_same_person_are_offered_newest_first(store: SqliteStore) -> None:
    _, second = await conversation(store)
    third = await store.message(await waiting(store, 3))
    fourth = await store.message(await waiting(store, 4))
    found = await store.correspondence("A.DEWIT@zaltbommel.nl", third.thread_id)
    assert [row.id for row in found] == [fourth.id, second.id]
    assert [row.id for row in await store.correspondence("a.dewit@zaltbommel.nl", 0, limit=1)] == [fourth.id]
    assert await store.correspondence("x@y.nl", 0) == ()
