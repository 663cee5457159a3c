"""The lists of the queue: what stands in them, in which order, and what a colleague does with a message in them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import Conflict, IllegalTransition, NotFound
from bot.lifecycle import Event, RequestState, Status
from bot.model import Change, Counted, KeptText, QueueKey, QueueQuery
from bot.store import SqliteStore
from bot.store.piles import MOST_COUNTED
from tests.store.samples import ACCOUNT, LATER, NOW, QUESTION, SIGN_UP, mail, reading, received, searched, sent, waiting

TODAY = NOW.date()
REVIEW = QueueQuery((Status.AWAITING_REVIEW,), asleep=False)
LATE = QueueQuery(promised=("open", "waiting"), before=TODAY)
ASLEEP = QueueQuery(asleep=True)


async def listed(store: SqliteStore, asked: QueueQuery, today: date = TODAY, **where: Any) -> list[int]:
    found = await store.worklist.rows(asked, today, size=where.pop("size", 100), **where)
    return [row.message.id for row in found.rows]


async def test_a_list_begins_with_what_waits_longest(store: SqliteStore) -> None:
    new = await waiting(store)
    old = await store.receive(ACCOUNT, mail(2, at=NOW - timedelta(days=2)), NOW)
    both = replace(REVIEW, statuses=(Status.AWAITING_REVIEW, Status.RECEIVED))
    assert await listed(store, both) == [old, new]
    assert await listed(store, replace(both, newest_first=True)) == [new, old]


@pytest.mark.parametrize("first", ["oldest", "newest"])
async def test_paging_by_key_meets_every_message_once_in_both_directions(store: SqliteStore, first: str) -> None:
    """Also those of the same moment, and in several statuses."""
    for uid in range(1, 13):
        await (waiting if uid % 2 else received)(store, uid)
    asked = QueueQuery((Status.AWAITING_REVIEW, Status.RECEIVED), newest_first=first == "newest")
    whole = await listed(store, asked)
    forward: list[int] = []
    page = await store.worklist.rows(asked, TODAY, size=5)
    assert not page.before
    while True:
        forward += [row.message.id for row in page.rows]
        if not page.after:
            break
        page = await store.worklist.rows(asked, TODAY, size=5, after=page.rows[-1].key)
        assert page.before
    assert forward == whole
    assert len(set(whole)) == 12
    assert await listed(store, asked, size=5, before=page.rows[0].key) == whole[5:10]


async def test_the_first_page_that_is_reached_backwards_has_nothing_before_it(store: SqliteStore) -> None:
    first, second, third = [await waiting(store, uid) for uid in (1, 2, 3)]
    key = await store.worklist.key(REVIEW, third)
    back = await store.worklist.rows(REVIEW, TODAY, size=5, before=key)
    assert [row.message.id for row in back.rows] == [first, second]
    assert (back.before, back.after) == (False, True)


async def test_filters_are_taken_together(store: SqliteStore) -> None:
    theater = reading(requests=(replace(reading().requests[0], service="theater"),), municipalities=("Zeist", "Soest"))
    circle, show = await waiting(store, 1), await waiting(store, 2, understanding=theater)
    both = await waiting(store, 3, understanding=replace(theater, requests=(*theater.requests, *reading().requests)))
    await store.worklist.hand_over(both, None, "els", "els", NOW)
    assert await listed(store, replace(REVIEW, service="leerkring")) == [circle, both]
    assert await listed(store, replace(REVIEW, municipality="Soest")) == [show, both]
    assert await listed(store, replace(REVIEW, service="theater", municipality="Zeist", owner="els")) == [both]
    assert await listed(store, replace(REVIEW, service="leerkring", municipality="Zeist")) == [both]
    assert await listed(store, replace(REVIEW, owner="jan")) == []
    assert await searched(store, "aanmelding", municipality="Zeist", owner="els") == [both]
    assert await store.worklist.municipalities(REVIEW) == ("Soest", "Zaltbommel", "Zeist")


async def test_a_list_follows_every_change_of_status_owner_and_labels(store: SqliteStore) -> None:
    message_id = await waiting(store)
    mine = replace(REVIEW, owner="els", service="leerkring")
    assert await listed(store, mine) == []
    await store.worklist.hand_over(message_id, None, "els", "els", NOW)
    assert await listed(store, mine) == [message_id]
    other = reading(requests=(replace(reading().requests[0], service="theater"),))
    await store.correct(message_id, other, (replace(SIGN_UP, service="theater"),), None, "els", NOW)
    assert await listed(store, mine) == []
    assert await listed(store, replace(mine, service="theater")) == [message_id]
    await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els"), NOW)
    assert await listed(store, replace(mine, service="theater")) == []
    await store.purge_before(LATER + timedelta(days=900), "els", LATER, really=True)
    assert await listed(store, QueueQuery(tuple(Status))) == [message_id], "its request is open"
    (request,) = await store.open_requests()
    await store.change_request(request.id, RequestState.OPEN, RequestState.SETTLED, "els", NOW)
    await store.purge_before(LATER + timedelta(days=900), "els", LATER, really=True)
    assert await listed(store, QueueQuery(tuple(Status), promised=("open", "waiting"))) == []


async def test_what_is_promised_is_late_from_the_next_day_and_stands_there_once(store: SqliteStore) -> None:
    late = await waiting(store, 1, requests=(replace(SIGN_UP, due_on=TODAY), replace(QUESTION, due_on=TODAY)))
    sooner, _ = await sent(store, 2, requests=(replace(SIGN_UP, due_on=TODAY - timedelta(days=3)),))
    assert await listed(store, LATE) == [sooner]
    assert await listed(store, replace(LATE, before=TODAY + timedelta(days=1))) == [sooner, late]
    (row,) = (await store.worklist.rows(LATE, TODAY, size=5)).rows
    assert row.due_on == TODAY - timedelta(days=3)


async def test_a_message_waits_for_the_municipality_when_all_its_open_requests_do(store: SqliteStore) -> None:
    ours, theirs = QueueQuery(promised=("open",)), QueueQuery(promised=("waiting",))
    message_id = await waiting(store, requests=(SIGN_UP, QUESTION))
    first, second = await store.open_requests()
    await store.change_request(first.id, RequestState.OPEN, RequestState.WAITING, "els", NOW)
    assert (await listed(store, ours), await listed(store, theirs)) == ([message_id], [])
    await store.change_request(second.id, RequestState.OPEN, RequestState.WAITING, "els", NOW)
    assert (await listed(store, ours), await listed(store, theirs)) == ([], [message_id])


async def test_counting_stops_where_it_tells_nothing_more(store: SqliteStore) -> None:
    lists = {"nieuw": QueueQuery((Status.RECEIVED,)), "laat": LATE}
    for count, told in ((MOST_COUNTED - 1, Counted(MOST_COUNTED - 1)), (2, Counted(MOST_COUNTED, at_least=True))):
        mails = [mail(uid) for uid in range(count * 10, count * 11)]
        await store.receive_all(ACCOUNT, [replace(each, raw=b"%d" % each.at.uid) for each in mails], NOW)
        assert await store.worklist.counts(lists, TODAY) == {"nieuw": told, "laat": Counted(0)}


async def test_what_sleeps_is_out_of_sight_until_its_day_and_returns_by_itself(store: SqliteStore) -> None:
    message_id, other = await waiting(store, 1), await waiting(store, 2)
    day = TODAY + timedelta(days=3)
    await store.worklist.snooze(message_id, day, "els", NOW, "Tot woensdag.")
    assert (await listed(store, REVIEW), await listed(store, ASLEEP)) == ([other], [message_id])
    assert await searched(store, "aanmelding", asleep=True) == [message_id]
    assert await searched(store, "aanmelding", asleep=False) == [other]
    assert await listed(store, REVIEW, day - timedelta(days=1)) == [other]
    assert (await listed(store, REVIEW, day), await listed(store, ASLEEP, day)) == ([message_id, other], [])
    (row, _) = (await store.worklist.rows(REVIEW, day, size=5)).rows
    assert row.snoozed_until == day
    event = (await store.history((await store.message(message_id)).thread_id))[-1]
    assert (event.event, event.actor, event.note) == ("snooze", "els", "Tot woensdag.")


async def test_a_sleeper_is_woken_once_and_never_after_it_returned(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.worklist.snooze(message_id, TODAY + timedelta(days=3), "els", NOW, "")
    await store.worklist.snooze(message_id, TODAY + timedelta(days=9), "els", NOW, "")
    await store.worklist.wake(message_id, "lotte", NOW)
    assert await listed(store, REVIEW) == [message_id]
    assert await store.worklist.snoozed_until(message_id) is None
    with pytest.raises(Conflict):
        await store.worklist.wake(message_id, "els", NOW)
    await store.worklist.snooze(message_id, TODAY + timedelta(days=1), "els", NOW, "")
    with pytest.raises(Conflict):
        await store.worklist.wake(message_id, "els", NOW + timedelta(days=2))


async def test_only_what_awaits_review_sleeps_and_its_sleep_ends_with_the_review(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.worklist.snooze(message_id, TODAY + timedelta(days=3), "els", NOW, "")
    await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els"), NOW)
    assert await listed(store, ASLEEP) == []
    with pytest.raises(Conflict):
        await store.worklist.snooze(message_id, TODAY + timedelta(days=3), "els", NOW, "")
    await store.record(message_id, Status.CLOSED, Change(Event.REOPEN, "els"), NOW)
    assert await listed(store, REVIEW) == [message_id]


async def test_closing_from_a_list_needs_the_version_and_the_status_of_the_list(store: SqliteStore) -> None:
    message_id = await waiting(store)
    for status, version in ((Status.AWAITING_REVIEW, 2), (Status.FAILED, 1)):
        with pytest.raises(Conflict):
            await store.worklist.close(message_id, status, version, "Geen antwoord nodig", "els", NOW)
    with pytest.raises(IllegalTransition):
        await store.worklist.close(message_id, Status.SENT, 1, "Geen antwoord nodig", "els", NOW)
    await store.worklist.close(message_id, Status.AWAITING_REVIEW, 1, "Geen antwoord nodig", "els", NOW)
    assert (await store.message(message_id)).status is Status.CLOSED


async def test_of_two_colleagues_who_take_a_message_over_one_is_told(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.worklist.hand_over(message_id, None, "els", "els", NOW)
    with pytest.raises(Conflict):
        await store.worklist.hand_over(message_id, None, "lotte", "lotte", NOW)
    await store.worklist.hand_over(message_id, "els", "lotte", "els", NOW)
    assert (await store.message(message_id)).owner == "lotte"
    with pytest.raises(NotFound):
        await store.worklist.hand_over(99, None, "lotte", "lotte", NOW)


async def test_what_a_colleague_types_is_kept_per_person_and_for_one_version(store: SqliteStore) -> None:
    message_id = await waiting(store)
    text = KeptText(1, "Re: Leerkring", "Beste Anna, ja", NOW)
    await store.worklist.keep_text(message_id, "els", text)
    await store.worklist.keep_text(message_id, "els", replace(text, text="Beste Anna, ja graag"))
    assert await store.worklist.kept_text(message_id, "els") == replace(text, text="Beste Anna, ja graag")
    assert await store.worklist.kept_text(message_id, "lotte") is None
    with pytest.raises(Conflict):
        await store.worklist.keep_text(message_id, "els", replace(text, version=2))
    await store.worklist.drop_text(message_id, "els")
    assert await store.worklist.kept_text(message_id, "els") is None
    await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els"), NOW)
    with pytest.raises(Conflict):
        await store.worklist.keep_text(message_id, "els", text)


async def test_a_message_that_left_the_list_keeps_a_place_by_its_arrival(store: SqliteStore) -> None:
    first, second, third = [await waiting(store, uid) for uid in (1, 2, 3)]
    await store.record(second, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els"), NOW)
    key = await store.worklist.key(REVIEW, second)
    assert await listed(store, REVIEW, after=key) == [third]
    assert await listed(store, REVIEW, before=key) == [first]
    assert await store.worklist.key(replace(REVIEW, search="x"), second) == QueueKey("", second)
    with pytest.raises(NotFound):
        await store.worklist.key(REVIEW, 99)


async def test_what_returned_from_its_sleep_stands_at_the_top_in_both_directions(store: SqliteStore) -> None:
    """However late it came in; the first that returned first, and each once."""
    numbers = [await waiting(store, uid) for uid in range(1, 6)]
    monday, tuesday = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    await store.worklist.snooze(numbers[4], monday, "els", NOW, "")
    await store.worklist.snooze(numbers[3], tuesday, "els", NOW, "")
    await store.worklist.snooze(numbers[0], tuesday + timedelta(days=1), "els", NOW, "")
    wanted = [numbers[4], numbers[3], numbers[1], numbers[2]]
    assert await listed(store, REVIEW, monday) == [numbers[4], numbers[1], numbers[2]]
    assert await listed(store, REVIEW, tuesday) == wanted
    assert (await store.worklist.rows(REVIEW, tuesday, size=9)).total == Counted(4)
    assert await listed(store, replace(REVIEW, municipality="Zaltbommel"), tuesday) == wanted
    assert await listed(store, replace(REVIEW, municipality="Ede"), tuesday) == []
    walked, at = list[int](), None
    while found := (await store.worklist.rows(REVIEW, tuesday, size=1, after=at)).rows:
        walked.append(found[0].message.id)
        at = await store.worklist.key(REVIEW, walked[-1])
        assert at == found[0].key
    assert walked == wanted
    back = await store.worklist.rows(REVIEW, tuesday, size=2, before=at)
    assert [row.message.id for row in back.rows] == wanted[1:3]
