"""What waits comes in light batches; steps of one transaction see each other, and one that fails undoes only itself."""

import sqlite3

import pytest

from bot.errors import StorageError
from bot.lifecycle import Event, Status
from bot.model import Change
from bot.pipeline.preparing import Lookups
from bot.store import SqliteStore
from tests.store.samples import ACCOUNT, NOW, mail, prepared, received

PREPARE = Change(Event.PREPARE, "assistent")


async def test_what_waits_comes_oldest_first_and_goes_on_behind_the_last(store: SqliteStore) -> None:
    ids = [await received(store, uid) for uid in range(1, 6)]
    assert await store.waiting(None, 2, 1_000_000) == tuple(ids[:2])
    assert await store.waiting(ids[1], 10, 1_000_000) == tuple(ids[2:])
    assert await store.waiting(ids[4], 10, 1_000_000) == ()


async def test_a_batch_is_light_or_one_mail(store: SqliteStore) -> None:
    sizes = (3_000, 3_000, 9_000, 100)
    ids = [await store.receive(ACCOUNT, mail(uid, b"%d" % uid * size), NOW) for uid, size in enumerate(sizes, 1)]
    batches, last = [], None
    while batch := await store.waiting(last, 10, 6_500):
        batches.append(batch)
        last = batch[-1]
    assert batches == [(ids[0], ids[1]), (ids[2],), (ids[3],)]


async def test_each_step_sees_what_those_before_it_wrote(store: SqliteStore) -> None:
    one, two = await received(store, 1), await received(store, 2)

    def first(known: Lookups) -> int | None:
        known.prepare(one, prepared(rfc_message_id="<a@x>"), PREPARE, NOW)
        return None

    def second(known: Lookups) -> int | None:
        return known.thread_of(["<a@x>"])

    assert await store.in_turn([first, second]) == (None, (await store.message(one)).thread_id)
    assert (await store.message(two)).status is Status.RECEIVED


async def test_a_step_that_fails_undoes_only_itself(store: SqliteStore) -> None:
    one, two = await received(store, 1), await received(store, 2)
    broken = ValueError("half-way")

    def fails(known: Lookups) -> None:
        known.prepare(one, prepared(), PREPARE, NOW)
        raise broken

    def works(known: Lookups) -> None:
        known.prepare(two, prepared(rfc_message_id="<b@x>"), PREPARE, NOW)

    assert await store.in_turn([fails, works]) == (broken, None)
    assert [(await store.message(each)).status for each in (one, two)] == [Status.RECEIVED, Status.AWAITING_REVIEW]
    assert await store.drafts(one) == ()


async def test_what_sqlite_cannot_do_undoes_every_step(store: SqliteStore) -> None:
    one = await received(store, 1)

    def works(known: Lookups) -> None:
        known.prepare(one, prepared(), PREPARE, NOW)

    def fails(known: Lookups) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StorageError):
        await store.in_turn([works, fails])
    assert (await store.message(one)).status is Status.RECEIVED
