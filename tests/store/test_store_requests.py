"""The smaller life of a request."""

import itertools
from datetime import date

import pytest

from bot.errors import Conflict, IllegalTransition, NotFound
from bot.lifecycle import REQUEST_TRANSITIONS, Event, RequestState
from bot.model import Change, RequestRow
from bot.store import SqliteStore
from tests.store.samples import LATER, NOW, QUESTION, SIGN_UP, STATUS_QUESTION, mail, prepare, prepared, waiting

OPEN, WAITING, SETTLED, WITHDRAWN = RequestState


async def asked(store: SqliteStore, uid: int = 1) -> RequestRow:
    message = await store.message(await waiting(store, uid))
    return (await store.requests_of(message.thread_id))[0]


async def test_settling_says_when_and_opening_again_takes_that_back(store: SqliteStore) -> None:
    request = await asked(store)
    done = await store.change_request(request.id, OPEN, SETTLED, "els", LATER, note="Kring gevonden.")
    assert (done.state, done.settled_at) == (SETTLED, LATER)
    again = await store.change_request(request.id, SETTLED, OPEN, "els", LATER)
    assert (again.state, again.settled_at) == (OPEN, None)
    notes = [(e.was, e.becomes, e.note) for e in await store.history(request.thread_id) if e.request_id]
    assert notes == [(None, "open", ""), ("open", "settled", "Kring gevonden."), ("settled", "open", "")]


@pytest.mark.parametrize(("was", "becomes"), list(itertools.product(RequestState, repeat=2)))
async def test_a_request_takes_only_the_steps_of_its_table(
    store: SqliteStore, was: RequestState, becomes: RequestState
) -> None:
    request = await asked(store)
    if was is not OPEN:
        await store.change_request(request.id, OPEN, was, "els", NOW)
    if becomes in REQUEST_TRANSITIONS[was] or becomes is was:
        assert (await store.change_request(request.id, was, becomes, "els", NOW)).state is becomes
    else:
        with pytest.raises(IllegalTransition):
            await store.change_request(request.id, was, becomes, "els", NOW)


async def test_the_second_to_change_a_request_gets_a_conflict(store: SqliteStore) -> None:
    request = await asked(store)
    await store.change_request(request.id, OPEN, WAITING, "els", NOW)
    with pytest.raises(Conflict):
        await store.change_request(request.id, OPEN, SETTLED, "jan", NOW)
    assert (await store.request(request.id)).state is WAITING


async def test_a_date_and_a_next_step_can_change_without_a_new_state(store: SqliteStore) -> None:
    request = await asked(store)
    row = await store.change_request(request.id, OPEN, OPEN, "els", NOW, due_on=date(2026, 12, 1), next_step="Bellen")
    assert (row.state, row.due_on, row.next_step) == (OPEN, date(2026, 12, 1), "Bellen")


async def test_opening_again_what_the_thread_has_open_already_is_a_conflict(store: SqliteStore) -> None:
    first = await asked(store)
    await store.change_request(first.id, OPEN, SETTLED, "els", NOW)
    await waiting(store, 2, thread_id=first.thread_id)
    with pytest.raises(Conflict):
        await store.change_request(first.id, SETTLED, OPEN, "els", NOW)


async def test_open_requests_are_those_that_nobody_settled_oldest_first(store: SqliteStore) -> None:
    newer, older = await asked(store, 1), await store.receive("x", mail(2, at=NOW.replace(year=2025)), NOW)
    assert older is not None
    await prepare(store, older, prepared(requests=(QUESTION, STATUS_QUESTION)), Change(Event.PREPARE, "assistent"), NOW)
    gone = await asked(store, 3)
    await store.change_request(gone.id, OPEN, WITHDRAWN, "els", NOW)
    await store.change_request(newer.id, OPEN, WAITING, "els", NOW)
    assert [(r.message_id, r.act) for r in await store.open_requests()] == [
        (older, QUESTION.act),
        (newer.message_id, SIGN_UP.act),
    ]


async def test_a_request_that_does_not_exist_is_not_found(store: SqliteStore) -> None:
    with pytest.raises(NotFound):
        await store.request(4)
    with pytest.raises(NotFound):
        await store.change_request(4, OPEN, SETTLED, "els", NOW)
