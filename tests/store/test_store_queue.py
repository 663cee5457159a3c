"""What stands in a status: complete and in order."""

from datetime import timedelta

import pytest

from bot.lifecycle import Status
from bot.store import SqliteStore
from tests.store.samples import ACCOUNT, NOW, mail, received, waiting


async def test_the_queue_begins_with_what_waits_longest(store: SqliteStore) -> None:
    new = await waiting(store)
    old = await store.receive(ACCOUNT, mail(2, at=NOW - timedelta(days=2)), NOW)
    page = await store.queue((Status.AWAITING_REVIEW, Status.RECEIVED))
    assert [row.id for row in page.rows] == [old, new]
    assert (page.total, page.page, page.pages) == (2, 1, 1)


async def test_every_message_stands_on_exactly_one_page(store: SqliteStore) -> None:
    """Also those that arrived at the same moment."""
    all_ids = [await received(store, uid) for uid in range(1, 24)]
    pages = [await store.queue((Status.RECEIVED,), page=n, size=10) for n in (1, 2, 3)]
    assert [row.id for page in pages for row in page.rows] == all_ids
    assert {(page.total, page.pages) for page in pages} == {(23, 3)}


@pytest.mark.parametrize(("asked", "given_"), [(0, 1), (-5, 1), (99, 3)])
async def test_a_page_that_does_not_exist_is_the_nearest_one(store: SqliteStore, asked: int, given_: int) -> None:
    for uid in range(1, 24):
        await received(store, uid)
    page = await store.queue((Status.RECEIVED,), page=asked, size=10)
    assert page.page == given_
    assert page.rows


async def test_no_statuses_is_an_empty_queue(store: SqliteStore) -> None:
    await waiting(store)
    assert (await store.queue(())).total == 0


async def test_counts_say_how_many_stand_where(store: SqliteStore) -> None:
    await waiting(store, 1)
    await waiting(store, 2, draft=None)
    await received(store, 3)
    assert await store.counts() == {Status.AWAITING_REVIEW: 2, Status.RECEIVED: 1}
    assert await store.without_draft() == 1


async def test_history_holds_the_events_of_the_whole_thread_and_of_no_other(store: SqliteStore) -> None:
    message = await store.message(await waiting(store))
    await waiting(store, 2, thread_id=message.thread_id)
    await waiting(store, 3)
    history = await store.history(message.thread_id)
    assert [e.event for e in history] == ["arrived", "prepare", "opened", "arrived", "prepare"]
    assert [e.id for e in history] == sorted(e.id for e in history)
