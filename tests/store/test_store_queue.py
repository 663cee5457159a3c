"""The queue: complete, in order, and not to be upset by what people type."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lifecycle import Status
from bot.model import Address
from bot.store import SqliteStore
from tests.store.samples import ACCOUNT, NOW, QUESTION, mail, received, sent, waiting

REVIEW = (Status.AWAITING_REVIEW,)


async def found(store: SqliteStore, search: str) -> list[int]:
    return [row.id for row in (await store.queue(list(Status), search=search)).rows]


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


async def test_the_queue_of_a_service_or_a_colleague(store: SqliteStore) -> None:
    circle, question = await waiting(store, 1), await waiting(store, 2, requests=(QUESTION,))
    nothing = await waiting(store, 3, requests=())
    await store.take(question, "els", "els", NOW)
    assert [r.id for r in (await store.queue(REVIEW, service="leerkring")).rows] == [circle, question]
    assert (await store.queue(REVIEW, service="theater")).total == 0
    assert [r.id for r in (await store.queue(REVIEW, owner="els")).rows] == [question]
    assert [r.id for r in (await store.queue(REVIEW)).rows] == [circle, question, nothing]


async def test_search_finds_subject_sender_text_and_municipality(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await waiting(
        store, 2, subject="Iets anders", sender=Address("Bo", "bo@x.nl"), new_text="Hallo", understanding=None
    )
    for search in ("burgerraden", "BURGER", "Anna wit", "a.dewit@zaltbommel.nl", "graag mee", "zaltb"):
        assert await found(store, search) == [message_id], search
    assert await found(store, "bo") != []
    assert await found(store, "burgerraden hallo") == []


async def test_search_follows_what_changes(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await found(store, "bommel") == []
    assert await found(store, "zaltbommel") == [message_id]
    await sent(store, 2)
    assert len(await found(store, "zaltbommel")) == 2


@pytest.mark.parametrize(
    "search", ['"', "AND", "a OR", "NEAR(", "subject:", "*", "-anna", "(", "^", "'; DROP TABLE", "😀"]
)
async def test_signs_and_words_of_the_search_language_are_just_text(store: SqliteStore, search: str) -> None:
    await waiting(store)
    assert isinstance((await store.queue(REVIEW, search=search)).total, int)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=st.text(st.characters(), max_size=60))
async def test_whatever_is_typed_the_queue_answers(store: SqliteStore, search: str) -> None:
    assert (await store.queue(list(Status), search=search)).pages == 1


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
