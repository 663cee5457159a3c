"""Meetings in the database: never more people than places, nobody overtakes, nothing is overwritten unseen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlite_utils import Database

from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.lifecycle import Event, RequestState, Status
from bot.model import Address, Change
from bot.model.meetings import (
    CHANGE,
    SIGN_UP,
    Meeting,
    MeetingPlan,
    MeetingState,
    Registration,
    RegistrationState,
    RegistrationStep,
)
from bot.model.people import AuditKind, AuditQuestion
from bot.pipeline.meetings_port import Guest, Letter
from bot.pipeline.own_mail import OwnMail
from bot.pipeline.ports import NewRequest
from bot.programme import seating
from bot.store import SqliteStore, meeting_lists, meeting_plans, meetings
from bot.store.database import connect_writer, transaction
from tests.store.samples import ANNA, LATER, NOW, draft, reading, waiting

BEGIN = datetime(2027, 1, 14, 12, 0, tzinfo=UTC)
PLAN = MeetingPlan("Werksessie inclusie", BEGIN, BEGIN + timedelta(hours=3), "Raadhuis, Weert", False, 3, "")
R, S = RegistrationState, RegistrationStep
COMES = NewRequest("bijeenkomst", "aanmelden", ("Zaltbommel",), (), date(2026, 11, 27), "Deelname in de lijst zetten")
LEAVES = replace(COMES, act="wijzigen", next_step="Wijziging verwerken")
numbers: Iterator[int] = count(1)


async def planned(store: SqliteStore, **said: Any) -> int:
    return await store.meetings.plan(f"{next(numbers)}@vng.nl", replace(PLAN, **said), "lotte", NOW)


async def signed_up(store: SqliteStore, uid: int = 1) -> int:
    """The request of a mail that signs three people up."""
    await waiting(store, uid, requests=(COMES,), understanding=reading(participants=3), rfc_message_id=f"<{uid}@x>")
    return (await store.meetings.book()).asking(SIGN_UP)[-1].request_id


async def put(store: SqliteStore, meeting_id: int, name: str = "Asten", people: int = 1, **other: Any) -> Registration:
    """A municipality at the end of the list."""
    await store.meetings.register(meeting_id, Guest(name, other.pop("contact", None), people, **other), "lotte", NOW)
    return (await store.meetings.meeting(meeting_id)).registrations[-1]


async def state_of_request(store: SqliteStore, request_id: int) -> RequestState:
    (row,) = [one for one in await store.requests_of(1) if one.id == request_id]
    return row.state


async def test_a_sign_up_waits_until_it_is_on_a_list_and_is_settled_with_a_place(store: SqliteStore) -> None:
    meeting_id, request_id = await planned(store), await signed_up(store)
    (asked,) = (await store.meetings.book()).requests
    assert (asked.people, asked.municipalities, asked.contact) == (3, ("Zaltbommel",), ANNA)
    one = await put(store, meeting_id, "Zaltbommel", 3, contact=ANNA, request_id=request_id)
    assert (one.state, one.channel, one.message_id, one.thread_id) == (R.REGISTERED, "mail", 1, 1)
    assert (await store.meetings.book()).requests == ()
    assert await state_of_request(store, request_id) is RequestState.SETTLED


async def test_a_sign_up_is_on_one_list_at_most(store: SqliteStore) -> None:
    request_id = await signed_up(store)
    first, other = await planned(store), await planned(store)
    await put(store, first, "Zaltbommel", 3, request_id=request_id)
    for meeting_id in (first, other):
        with pytest.raises(Conflict):
            await put(store, meeting_id, "Zaltbommel", 3, request_id=request_id)


async def test_who_finds_no_room_waits_and_so_does_everybody_who_comes_later(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    states = [
        (await put(store, meeting_id, name, people)).state for name, people in (("Asten", 2), ("Ede", 2), ("Urk", 1))
    ]
    assert states == [R.REGISTERED, R.WAITING, R.WAITING]


async def test_the_request_of_who_waits_stays_open_until_the_day_of_the_meeting(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    await put(store, meeting_id)
    request_id = await signed_up(store)
    one = await put(store, meeting_id, "Zaltbommel", 3, request_id=request_id)
    (row,) = await store.requests_of(1)
    assert (one.state, row.state, row.next_step) == (R.WAITING, RequestState.OPEN, "Plaats geven als er een vrijkomt")
    assert row.due_on == date(2027, 1, 14)


async def test_only_the_first_of_the_waiting_list_moves_up_and_only_when_there_is_room(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    asten, ede, urk = [
        await put(store, meeting_id, name, people) for name, people in (("Asten", 3), ("Ede", 2), ("Urk", 1))
    ]
    step = store.meetings.step
    with pytest.raises(Conflict):
        await step(ede.id, R.WAITING, S.MOVE_UP, "lotte", NOW)
    await step(asten.id, R.REGISTERED, S.CANCEL, "lotte", NOW)
    with pytest.raises(Conflict):
        await step(urk.id, R.WAITING, S.MOVE_UP, "lotte", NOW)
    assert (await step(ede.id, R.WAITING, S.MOVE_UP, "lotte", NOW)).state is R.REGISTERED
    assert (await step(urk.id, R.WAITING, S.MOVE_UP, "lotte", NOW)).state is R.REGISTERED
    with pytest.raises(Conflict):
        await step(urk.id, R.WAITING, S.MOVE_UP, "els", NOW)


async def test_a_letter_that_is_older_than_the_meeting_is_refused_with_the_step(store: SqliteStore) -> None:
    """Between reading the page and pressing the button somebody moved the meeting to another day."""
    meeting_id = await planned(store)
    asten, ede = await put(store, meeting_id, "Asten", 3), await put(store, meeting_id, "Ede", 3, contact=ANNA)
    await store.meetings.step(asten.id, R.REGISTERED, S.CANCEL, "lotte", NOW)
    letter = Letter(ede.id, "registered:0", OwnMail(ANNA, draft(), "deelname:1"))
    await store.meetings.change(meeting_id, 1, replace(PLAN, place="Elders"), "els", NOW)
    with pytest.raises(Conflict):
        await store.meetings.step(ede.id, R.WAITING, S.MOVE_UP, "lotte", NOW, letter=letter)
    with pytest.raises(Conflict):
        await store.meetings.write(meeting_id, [letter], "lotte", NOW)
    (_, now) = (await store.meetings.meeting(meeting_id)).registrations
    assert (now.state, now.letter_id) == (R.WAITING, None)
    await store.meetings.step(ede.id, R.WAITING, S.MOVE_UP, "lotte", NOW, letter=replace(letter, says="registered:1"))
    (_, now) = (await store.meetings.meeting(meeting_id)).registrations
    assert (now.state, now.letter_status, now.told) == (R.REGISTERED, Status.AWAITING_REVIEW, "registered:1")


async def test_who_comes_back_stands_at_the_end_of_the_line(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    asten, ede = await put(store, meeting_id, "Asten", 3), await put(store, meeting_id, "Ede", 3)
    await store.meetings.step(asten.id, R.REGISTERED, S.CANCEL, "lotte", NOW)
    back = await store.meetings.step(asten.id, R.CANCELLED, S.RETURN, "lotte", NOW)
    assert back.state is R.WAITING
    assert [one.id for one in (await store.meetings.meeting(meeting_id)).registrations] == [ede.id, asten.id]
    with pytest.raises(IllegalTransition):
        await store.meetings.step(ede.id, R.WAITING, S.RETURN, "lotte", NOW)


async def test_a_withdrawn_request_gives_its_place_back(store: SqliteStore) -> None:
    meeting_id, request_id = await planned(store), await signed_up(store)
    await put(store, meeting_id)
    await put(store, meeting_id, "Zaltbommel", 3, request_id=request_id)
    await store.change_request(request_id, RequestState.OPEN, RequestState.WITHDRAWN, "lotte", NOW)
    assert [one.state for one in (await store.meetings.meeting(meeting_id)).registrations] == [
        R.REGISTERED,
        R.CANCELLED,
    ]


async def test_a_mail_that_takes_a_sign_up_back_is_settled_with_it(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    one = await put(store, meeting_id, "Zaltbommel")
    await waiting(store, requests=(LEAVES,))
    (asked,) = (await store.meetings.book()).asking(CHANGE)
    await store.meetings.step(one.id, R.REGISTERED, S.CANCEL, "lotte", NOW, answers=asked.request_id)
    assert await state_of_request(store, asked.request_id) is RequestState.SETTLED


async def test_of_two_who_change_a_meeting_the_second_is_told(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    await store.meetings.change(meeting_id, 1, replace(PLAN, title="Anders"), "lotte", NOW)
    for attempt in (
        store.meetings.change(meeting_id, 1, PLAN, "els", NOW),
        store.meetings.set_state(meeting_id, 1, MeetingState.CANCELLED, "els", NOW),
        store.meetings.set_state(meeting_id, 2, MeetingState.PLANNED, "els", NOW),
    ):
        with pytest.raises(Conflict):
            await attempt
    assert (await store.meetings.meeting(meeting_id)).plan.title == "Anders"


async def test_the_calendar_counts_what_stands_in_it_and_not_the_places(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    await store.meetings.change(meeting_id, 1, replace(PLAN, places=40), "lotte", NOW)
    assert (await store.meetings.meeting(meeting_id)).sequence == 0
    await store.meetings.change(meeting_id, 2, replace(PLAN, place="De Grote Zaal"), "lotte", LATER)
    await store.meetings.set_state(meeting_id, 3, MeetingState.CANCELLED, "lotte", LATER)
    found = await store.meetings.meeting(meeting_id)
    assert (found.version, found.sequence, found.state, found.changed_at) == (4, 2, MeetingState.CANCELLED, LATER)


async def test_a_meeting_cannot_have_fewer_places_than_were_given_away(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    await put(store, meeting_id, people=3)
    with pytest.raises(InvalidInput, match="3 mensen hebben al een plaats"):
        await store.meetings.change(meeting_id, 1, replace(PLAN, places=2), "lotte", NOW)


async def test_more_people_come_only_where_there_is_room_and_nobody_waits(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    asten = await put(store, meeting_id, "Asten", 2)
    with pytest.raises(InvalidInput, match="1 plaats is vrij"):
        await store.meetings.set_people(asten.id, 2, 4, "lotte", NOW)
    ede = await put(store, meeting_id, "Ede", 2)
    with pytest.raises(InvalidInput, match="wachtlijst"):
        await store.meetings.set_people(asten.id, 2, 3, "lotte", NOW)
    await store.meetings.set_people(ede.id, 2, 1, "lotte", NOW)
    with pytest.raises(Conflict):
        await store.meetings.set_people(ede.id, 2, 1, "lotte", NOW)


@pytest.mark.parametrize("people", [0, -1, 101, 4])
async def test_a_number_of_people_that_cannot_be_is_refused(store: SqliteStore, people: int) -> None:
    with pytest.raises(InvalidInput):
        await put(store, await planned(store), people=people)


async def test_a_meeting_that_is_off_or_over_takes_nobody(store: SqliteStore) -> None:
    off, over = await planned(store), await planned(store, starts_at=NOW - timedelta(hours=2), ends_at=NOW)
    await store.meetings.set_state(off, 1, MeetingState.CANCELLED, "lotte", NOW)
    for meeting_id in (off, over):
        with pytest.raises(InvalidInput, match="al geweest of gaat niet door"):
            await put(store, meeting_id)


async def test_who_waited_for_a_meeting_that_is_off_waits_no_longer(store: SqliteStore) -> None:
    meeting_id = await planned(store)
    await put(store, meeting_id)
    request_id = await signed_up(store)
    await put(store, meeting_id, "Zaltbommel", 3, request_id=request_id)
    await store.meetings.set_state(meeting_id, 1, MeetingState.CANCELLED, "lotte", NOW)
    assert await state_of_request(store, request_id) is RequestState.SETTLED


async def test_every_decision_stands_in_the_history_and_in_the_log(store: SqliteStore, database: Path) -> None:
    meeting_id = await planned(store)
    one = await put(store, meeting_id)
    await store.meetings.step(one.id, R.REGISTERED, S.CANCEL, "els", LATER)
    told = [(line.event, line.municipality, line.actor) for line in await store.meetings.history(meeting_id)]
    assert told == [("planned", "", "lotte"), ("registered", "Asten", "lotte"), ("cancel", "Asten", "els")]
    lines = await store.people.audit(AuditQuestion(kind=AuditKind.MEETINGS), size=10)
    assert [line.event for line in lines] == ["cancel", "registered", "planned"]
    assert {line.meeting_id for line in lines} == {meeting_id}


async def test_a_person_on_a_list_is_exported_and_forgotten_and_the_municipality_stays(
    store: SqliteStore, database: Path
) -> None:
    jan = Address("Jan Onvindbaar", "J.Onvindbaar@asten.nl")
    meeting_id = await planned(store)
    await put(store, meeting_id, contact=jan)
    found = json.dumps(await store.export_person("j.onvindbaar@ASTEN.nl"))
    assert "Jan Onvindbaar" in found
    await store.forget_person(jan.addr_spec, "els", NOW, really=False)
    assert (await store.meetings.meeting(meeting_id)).registrations[0].contact == jan
    await store.forget_person("j.onvindbaar@asten.nl", "els", NOW, really=True)
    (one,) = (await store.meetings.meeting(meeting_id)).registrations
    assert (one.contact, one.municipality, one.people) == (None, "Asten", 1)
    for file in database.parent.glob("thorbecke*"):
        assert b"nvindbaar" not in file.read_bytes()


async def test_who_was_forgotten_as_a_sender_leaves_the_list_too(store: SqliteStore) -> None:
    meeting_id, request_id = await planned(store), await signed_up(store)
    await put(store, meeting_id, "Zaltbommel", 3, contact=ANNA, request_id=request_id)
    await store.forget_person(ANNA.addr_spec, "els", NOW, really=True)
    assert (await store.meetings.meeting(meeting_id)).registrations[0].contact is None


async def test_a_sign_up_is_kept_until_the_meeting_is_over(store: SqliteStore) -> None:
    meeting_id, request_id = await planned(store), await signed_up(store)
    await put(store, meeting_id, "Zaltbommel", 2, contact=ANNA, request_id=request_id)
    await put(store, meeting_id, contact=ANNA)
    await store.record(1, Status.AWAITING_REVIEW, Change(Event.CLOSE, "lotte", ""), NOW)
    before = NOW + timedelta(days=1)
    assert await store.purge_before(before, "assistent", BEGIN, really=True) == ()
    late = BEGIN + timedelta(days=400)
    assert await store.purge_before(late, "assistent", late, really=True) == (1,)
    assert [one.contact for one in (await store.meetings.meeting(meeting_id)).registrations] == [None, None]


class Lists(RuleBasedStateMachine):
    """Whatever colleagues do with a list: never more people than places, and nobody overtakes who waits."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self.db = db
        self.of = meeting_plans.plan(self.db, f"{next(numbers)}@vng.nl", PLAN, "lotte", NOW)

    @property
    def now(self) -> Meeting:
        """As the database has it."""
        return meetings.meeting(self.db, self.of)

    def some(self, at: int) -> Registration | None:
        """One of the list."""
        listed = self.now.registrations
        return listed[at % len(listed)] if listed else None

    def attempt(self, work: Any) -> None:
        """Do it in a transaction; a refusal changes nothing."""
        before = self.now
        try:
            with transaction(self.db):
                work()
        except (Conflict, IllegalTransition, InvalidInput):
            assert self.now == before
            return
        self.check_order(before)

    def check_order(self, before: Meeting) -> None:
        """Who got a place just now was the first in line; who came new found nobody waiting."""
        had = {one.id: one.state for one in before.registrations}
        line = [one.id for one in seating.waiting(before.registrations)]
        for one in self.now.registrations:
            if one.state is R.REGISTERED and had.get(one.id) is not R.REGISTERED:
                assert line[:1] == [one.id] if had.get(one.id) is R.WAITING else not line
        stayed = [each for each in line if each in {one.id for one in seating.waiting(self.now.registrations)}]
        assert [one.id for one in seating.waiting(self.now.registrations)][: len(stayed)] == stayed

    @rule(people=st.integers(-1, 5))
    def register(self, people: int) -> None:
        self.attempt(lambda: meeting_lists.register(self.db, self.of, Guest("Asten", None, people), "lotte", NOW))

    @rule(at=st.integers(0, 20), step=st.sampled_from(list(S)))
    def step(self, at: int, step: RegistrationStep) -> None:
        if one := self.some(at):
            self.attempt(lambda: meeting_lists.step(self.db, one.id, one.state, step, "lotte", NOW))

    @rule(at=st.integers(0, 20), people=st.integers(0, 6))
    def set_people(self, at: int, people: int) -> None:
        if one := self.some(at):
            self.attempt(lambda: meeting_lists.set_people(self.db, one.id, one.people, people, "lotte", NOW))

    @rule(places=st.one_of(st.none(), st.integers(1, 9)))
    def change(self, places: int | None) -> None:
        new = replace(PLAN, places=places)
        self.attempt(lambda: meeting_plans.change(self.db, self.of, self.now.version, new, "lotte", NOW))

    @invariant()
    def never_more_people_than_places(self) -> None:
        places = self.now.plan.places
        assert places is None or seating.taken(self.now.registrations) <= places


def test_no_list_ever_holds_more_than_its_places_or_lets_somebody_overtake(tmp_path: Path) -> None:
    """One database for all runs: each has a meeting of its own."""
    db = connect_writer(tmp_path / "lijsten.sqlite3")
    db.execute("PRAGMA synchronous = OFF")
    run_state_machine_as_test(
        lambda: Lists(db), settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
    )
    db.close()
