"""Four eyes in the store: no message that is marked is ever approved by one colleague, whoever comes first."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import Event, Status
from bot.model import Change, FourEyes, Prediction
from bot.store import SqliteStore, open_store
from tests.store.samples import LATER, NOW, SIGN_UP, approved, draft, outgoing, reading, waiting

MARKED = FourEyes(frozenset({"pers", "privacy"}), frozenset({"klacht"}))
PRESS = reading(requests=(Prediction("pers", "informatie", 0.9),))
COMPLAINT = reading(requests=(Prediction("leerkring", "klacht", 0.9),))


async def marked(store: SqliteStore, uid: int = 1) -> int:
    """A question of the press that awaits review."""
    new = replace(SIGN_UP, service="pers", act="informatie")
    return await waiting(store, uid, understanding=PRESS, requests=(new,), rfc_message_id=f"<pers-{uid}@krant.nl>")


async def approve(store: SqliteStore, message_id: int, who: str, version: int = 1, name: str = "") -> object:
    return await store.approve(message_id, version, outgoing(name or f"{who}-{version}"), who, NOW, LATER, MARKED)


async def events(store: SqliteStore, message_id: int) -> list[tuple[str, str]]:
    row = await store.message(message_id)
    return [(each.event, each.actor) for each in await store.history(row.thread_id) if each.message_id == message_id]


async def test_the_first_approval_sends_nothing_and_the_second_freezes_the_bytes(store: SqliteStore) -> None:
    message_id = await marked(store)
    assert await approve(store, message_id, "els") is None
    assert (await store.message(message_id)).status is Status.AWAITING_REVIEW
    assert await store.outgoing(message_id) is None
    first = await store.screen.first_approval(message_id)
    assert first
    assert (first.version, first.colleague, first.at) == (1, "els", NOW)
    assert await store.screen.first_approvals([message_id, 99]) == {message_id: first}
    assert await approve(store, message_id, "lotte") is not None
    row = await store.message(message_id)
    assert (row.status, row.approved_by) == (Status.APPROVED, "lotte")
    assert (await events(store, message_id))[-2:] == [
        ("first_approval", "els"),
        ("approve", "lotte"),
    ]


async def test_one_colleague_is_never_two(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    with pytest.raises(InvalidInput, match="al goedgekeurd"):
        await approve(store, message_id, "els", name="nog-eens")
    assert (await store.message(message_id)).status is Status.AWAITING_REVIEW


async def test_an_approval_holds_for_one_version(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    assert await store.save_draft(message_id, 1, draft("Anders."), "lotte", NOW) == 2
    assert await store.screen.first_approval(message_id) is None
    assert await approve(store, message_id, "lotte", 2) is None
    with pytest.raises(Conflict):
        await approve(store, message_id, "els", 1, "oud")
    assert await approve(store, message_id, "els", 2) is not None


async def test_what_is_taken_back_needs_two_again(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    await approve(store, message_id, "lotte")
    await store.recall(message_id, "kim", NOW)
    assert await store.screen.first_approval(message_id) is None
    assert await approve(store, message_id, "lotte", name="weer") is None


async def test_a_first_approval_can_be_taken_back_once(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    with pytest.raises(Conflict):
        await store.screen.withdraw_first(message_id, 2, "els", NOW)
    await store.screen.withdraw_first(message_id, 1, "els", NOW)
    with pytest.raises(Conflict):
        await store.screen.withdraw_first(message_id, 1, "els", NOW)
    assert (await events(store, message_id))[-1] == ("first_approval_withdrawn", "els")
    assert await approve(store, message_id, "lotte") is None


async def test_a_message_that_was_approved_keeps_its_first_approval(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    await approve(store, message_id, "lotte")
    with pytest.raises(Conflict):
        await store.screen.withdraw_first(message_id, 1, "els", NOW)
    first = await store.screen.first_approval(message_id)
    assert first
    assert first.colleague == "els"


async def test_what_was_closed_and_opened_again_needs_two_again(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "kim", "Gebeld."), NOW)
    with pytest.raises(Conflict):
        await approve(store, message_id, "lotte")
    await store.record(message_id, Status.CLOSED, Change(Event.REOPEN, "kim"), NOW)
    assert await approve(store, message_id, "lotte", name="weer") is None


async def test_correcting_the_mark_away_does_not_spare_the_second_colleague(store: SqliteStore) -> None:
    message_id = await marked(store)
    await store.correct(message_id, reading(), (SIGN_UP,), draft("Nieuw."), "els", NOW)
    assert await store.screen.marks(message_id, MARKED) == ("pers",)
    assert await approve(store, message_id, "els", 2) is None


async def test_a_mark_counts_that_a_colleague_puts_there(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await store.screen.marks(message_id, MARKED) == ()
    await store.correct(message_id, COMPLAINT, (replace(SIGN_UP, act="klacht"),), draft("Sorry."), "els", NOW)
    assert await store.screen.marks(message_id, MARKED) == ("klacht",)
    assert await approve(store, message_id, "els", 2) is None


async def test_an_open_complaint_marks_its_whole_conversation(store: SqliteStore) -> None:
    message_id = await marked(store)
    thread = (await store.message(message_id)).thread_id
    later = await waiting(store, 2, thread_id=thread, requests=(), rfc_message_id="<later@krant.nl>")
    assert await approve(store, later, "els") is None


async def test_without_a_mark_one_colleague_is_enough(store: SqliteStore) -> None:
    assert await approve(store, await waiting(store), "els") is not None


async def test_a_mark_that_the_editor_removes_leaves_one_colleague(store: SqliteStore) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    assert await store.approve(message_id, 1, outgoing("later"), "els", NOW, LATER, FourEyes()) is not None


async def test_without_a_draft_there_is_nothing_to_approve_first(store: SqliteStore) -> None:
    message_id = await marked(store)
    await store.reject_draft(message_id, 1, "els", NOW, "Fout.")
    with pytest.raises(Conflict):
        await approve(store, message_id, "els", 0)
    assert await store.screen.first_approval(message_id) is None


async def test_the_tables_themselves_refuse_one_colleague_twice(store: SqliteStore, database: Path) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    with sqlite3.connect(database) as other:
        other.execute("UPDATE messages SET status = 'approved' WHERE id = ?", (message_id,))
        with pytest.raises(sqlite3.IntegrityError, match="another colleague"):
            other.execute("UPDATE messages SET approved_by = 'els' WHERE id = ?", (message_id,))


@pytest.mark.parametrize("who", [("els", "els", "els", "els"), ("els", "lotte", "els", "lotte", "kim", "kim")])
async def test_of_many_at_once_two_different_colleagues_approve(
    store: SqliteStore, database: Path, who: tuple[str, ...]
) -> None:
    """Through two writers, as the service and a command of the operator have them."""
    other = await open_store(database)
    try:
        message_id = await marked(store)
        await asyncio.gather(
            *(approve((store, other)[n % 2], message_id, name, 1, f"{name}-{n}") for n, name in enumerate(who)),
            return_exceptions=True,
        )
    finally:
        await other.close()
    steps = [(event, actor) for event, actor in await events(store, message_id) if "approv" in event]
    row = await store.message(message_id)
    if len(set(who)) == 1:
        assert (steps, row.status) == ([("first_approval", "els")], Status.AWAITING_REVIEW)
    else:
        assert [event for event, _ in steps] == ["first_approval", "approve"]
        assert steps[0][1] != steps[1][1] == row.approved_by


async def test_a_purged_message_forgets_who_approved_first(store: SqliteStore, database: Path) -> None:
    message_id = await marked(store)
    await approve(store, message_id, "els")
    await store.forget_person("a.dewit@zaltbommel.nl", "kim", NOW, really=True)
    with sqlite3.connect(database) as other:
        assert other.execute("SELECT count(*) FROM first_approvals").fetchone() == (0,)


async def test_an_approval_of_before_goes_out_as_it_was(store: SqliteStore) -> None:
    message_id = await approved(store)
    assert await store.claim(message_id, NOW + timedelta(minutes=9), "verzender", NOW)
