"""Meetings and their lists. The request of a sign-up goes along: settled with a place, open on the waiting list."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.clock import in_amsterdam
from bot.documents import clean
from bot.errors import Conflict, InvalidInput, NotFound
from bot.lifecycle import RequestState
from bot.model import Address
from bot.model.meetings import (
    CHANGE,
    OFFER,
    SERVICE,
    SIGN_UP,
    Meeting,
    MeetingBook,
    MeetingEvent,
    MeetingPlan,
    MeetingRequest,
    MeetingState,
    Registration,
    RegistrationState,
    RegistrationStep,
)
from bot.pipeline.meetings_port import Guest, Letter
from bot.programme import seating
from bot.programme.next_steps import AFTER
from bot.store.documents import STRINGS, UNDERSTANDING
from bot.store.own_mail import begin_own
from bot.store.registrations import (
    NOT_NEEDED,
    next_turn,
    registration,
    registration_of,
    registrations,
    take_step,
    tell,
)
from bot.store.registrations import OVERTAKEN as REGISTRATION_OVERTAKEN
from bot.store.registrations import SELECT as REGISTRATIONS
from bot.store.requests import change_request, request
from bot.store.sql import every, insert, moment, one, run, update
from bot.store.unneeded import close_own

OVERTAKEN = "Iemand anders was eerder: deze bijeenkomst is intussen veranderd. Laad de pagina opnieuw."
CLOSED = "Deze bijeenkomst is al geweest of gaat niet door."
PLANNED, CHANGED, CALLED_OFF, GOES_ON = "planned", "changed", "called_off", "goes_on"
REGISTERED, PEOPLE, WRITTEN, TOLD = "registered", "people", "written", "told"
"""Events of meetings beside the steps of their registrations."""
ENDED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})


def book(db: Database) -> MeetingBook:
    """Every meeting with its list, and the requests about meetings that wait."""
    lists: dict[int, list[Registration]] = {}
    for row in every(db, f"{REGISTRATIONS} ORDER BY g.turn"):
        lists.setdefault(row["meeting_id"], []).append(registration_of(row))
    found = every(db, "SELECT * FROM meetings ORDER BY starts_at, id")
    return MeetingBook(
        tuple(_meeting(row, tuple(lists.get(row["id"], ()))) for row in found),
        tuple(_request(row) for row in every(db, _ASKED, (SERVICE, SIGN_UP, OFFER, CHANGE))),
    )


_ASKED = (
    "SELECT r.*, m.subject, m.sender_name, m.reply_addr, m.understanding, new_text AS text"
    " FROM requests r JOIN messages m ON m.id = r.message_id"
    " WHERE r.service = ? AND r.act IN (?, ?, ?) AND r.state IN ('open', 'waiting')"
    " AND NOT EXISTS (SELECT 1 FROM registrations g WHERE g.request_id = r.id AND g.state <> 'cancelled')"
    " ORDER BY r.opened_at, r.id"
)


def _request(row: sqlite3.Row) -> MeetingRequest:
    read = UNDERSTANDING.read(row["understanding"]) if row["understanding"] else None
    name = (read.contact_name if read else None) or row["sender_name"]
    return MeetingRequest(
        request_id=row["id"],
        message_id=row["message_id"],
        thread_id=row["thread_id"],
        act=row["act"],
        municipalities=STRINGS.read(row["municipalities"]),
        contact=Address(name, row["reply_addr"]) if row["reply_addr"] else None,
        people=read.participants if read else None,
        opened_at=datetime.fromisoformat(row["opened_at"]),
        subject=row["subject"],
        text=row["text"],
    )


def meeting(db: Database, meeting_id: int) -> Meeting:
    """Raises ``NotFound``."""
    row = one(db, "SELECT * FROM meetings WHERE id = ?", (meeting_id,))
    if row is None:
        raise NotFound("Deze bijeenkomst bestaat niet.")
    return _meeting(row, registrations(db, meeting_id))


def _meeting(row: sqlite3.Row, listed: tuple[Registration, ...]) -> Meeting:
    plan = MeetingPlan(
        title=row["title"],
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        place=row["place"],
        online=bool(row["online"]),
        places=row["places"],
        host=row["host"],
    )
    return Meeting(
        id=row["id"],
        uid=row["uid"],
        version=row["version"],
        sequence=row["sequence"],
        state=MeetingState(row["state"]),
        plan=plan,
        made_by=row["made_by"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        registrations=listed,
    )


def history(db: Database, meeting_id: int) -> tuple[MeetingEvent, ...]:
    """Oldest first."""
    found = every(
        db,
        "SELECT e.*, g.municipality FROM meeting_events e LEFT JOIN registrations g ON g.id = e.registration_id"
        " WHERE e.meeting_id = ? ORDER BY e.id",
        (meeting_id,),
    )
    return tuple(
        MeetingEvent(datetime.fromisoformat(row["at"]), row["actor"], row["event"], row["municipality"] or "")
        for row in found
    )


# --- planning ---


def plan(db: Database, uid: str, new: MeetingPlan, actor: str, at: datetime) -> int:
    """A meeting without anybody."""
    values = {"uid": uid, "state": MeetingState.PLANNED, "made_by": actor, "changed_at": moment(at)}
    meeting_id = insert(db, "meetings", {**values, **_said(new)})
    tell(db, PLANNED, actor, at, meeting_id)
    return meeting_id


def _said(new: MeetingPlan) -> dict[str, str | int | None]:
    return {
        "title": new.title,
        "starts_at": moment(new.starts_at),
        "ends_at": moment(new.ends_at),
        "place": new.place,
        "online": int(new.online),
        "places": new.places,
        "host": new.host,
    }


def change(db: Database, meeting_id: int, version: int, new: MeetingPlan, actor: str, at: datetime) -> None:
    """The next version; the calendar only counts what stands in it."""
    before = _as_it_was(db, meeting_id, version)
    seating.must_hold(new.places, before.registrations)
    moved = replace(before.plan, places=new.places) != new
    _write(db, before, {**_said(new), "sequence": before.sequence + moved}, at)
    tell(db, CHANGED, actor, at, meeting_id)


def set_state(db: Database, meeting_id: int, version: int, state: MeetingState, actor: str, at: datetime) -> None:
    """Who has waited for a place does not wait for a meeting that is called off."""
    before = _as_it_was(db, meeting_id, version)
    if before.state is state:
        raise Conflict(OVERTAKEN)
    _write(db, before, {"state": state, "sequence": before.sequence + 1}, at)
    off = state is MeetingState.CANCELLED
    tell(db, CALLED_OFF if off else GOES_ON, actor, at, meeting_id)
    if off:
        for each in before.registrations:
            _tell_request(db, each.request_id, RequestState.SETTLED, "", actor, at)


def _as_it_was(db: Database, meeting_id: int, version: int) -> Meeting:
    before = meeting(db, meeting_id)
    if before.version != version:
        raise Conflict(OVERTAKEN)
    return before


def _write(db: Database, before: Meeting, values: dict[str, str | int | None], at: datetime) -> None:
    update(db, "meetings", before.id, {**values, "version": before.version + 1, "changed_at": moment(at)})


# --- the list ---


def register(db: Database, meeting_id: int, guest: Guest, actor: str, at: datetime) -> RegistrationState:
    """At the end of the list; a place when there is room and nobody waits."""
    of = _open(db, meeting_id, at)
    if guest.request_id is not None:
        _must_wait(db, guest.request_id)
    becomes = seating.seat_for(guest.people, of.plan.places, of.registrations)
    registration_id = insert(
        db,
        "registrations",
        {
            "meeting_id": meeting_id,
            "municipality": guest.municipality,
            "contact_name": guest.contact.display_name if guest.contact else "",
            "contact_addr": guest.contact.addr_spec if guest.contact else None,
            "people": guest.people,
            "state": becomes,
            "turn": next_turn(db, meeting_id),
            "registered_at": moment(at),
            "request_id": guest.request_id,
        },
    )
    tell(db, REGISTERED, actor, at, meeting_id, registration_id)
    _follow(db, of, guest.request_id, becomes, actor, at)
    return becomes


def _open(db: Database, meeting_id: int, at: datetime) -> Meeting:
    of = meeting(db, meeting_id)
    if not of.open_at(at):
        raise InvalidInput(CLOSED)
    return of


def _must_wait(db: Database, request_id: int) -> None:
    """``Conflict`` when this is no sign-up for a meeting that still waits for a place on a list."""
    asked = request(db, request_id)
    if (asked.service, asked.act) != (SERVICE, SIGN_UP) or asked.state in ENDED or _is_listed(db, request_id):
        raise Conflict(REGISTRATION_OVERTAKEN)


def _is_listed(db: Database, request_id: int | None) -> bool:
    live = "SELECT 1 FROM registrations WHERE request_id = ? AND state <> 'cancelled'"
    return one(db, live, (request_id,)) is not None


def step(
    db: Database,
    registration_id: int,
    was: RegistrationState,
    taken: RegistrationStep,
    actor: str,
    at: datetime,
    *,
    answers: int | None = None,
    letter: Letter | None = None,
) -> Registration:
    """One decision, with what follows for the requests; a letter goes with it or not at all."""
    before = registration(db, registration_id)
    if before.state is not was:
        raise Conflict(REGISTRATION_OVERTAKEN)
    of = meeting(db, before.meeting_id) if taken is RegistrationStep.CANCEL else _open(db, before.meeting_id, at)
    if taken is RegistrationStep.RETURN and _is_listed(db, before.request_id):
        raise InvalidInput("Deze aanmelding staat al op een andere plek in een lijst.")
    becomes = take_step(db, before, taken, of.plan.places, actor, at)
    _follow(db, of, before.request_id, becomes, actor, at)
    _tell_request(db, answers, RequestState.SETTLED, "", actor, at)
    now = registration(db, registration_id)
    if letter is not None:
        if letter.says != of.to_tell(now):
            raise Conflict(OVERTAKEN)
        _write_letter(db, letter, actor, at)
    return registration(db, registration_id)


def set_people(db: Database, registration_id: int, was: int, people: int, actor: str, at: datetime) -> None:
    """More only where there is room, and nobody waits for it."""
    before = registration(db, registration_id)
    of = _open(db, before.meeting_id, at)
    if before.people != was or before.state is RegistrationState.CANCELLED:
        raise Conflict(REGISTRATION_OVERTAKEN)
    seating.must_fit(before, people, of.plan.places, of.registrations)
    update(db, "registrations", before.id, {"people": people})
    tell(db, PEOPLE, actor, at, of.id, before.id)


def _follow(
    db: Database, of: Meeting, request_id: int | None, becomes: RegistrationState, actor: str, at: datetime
) -> None:
    """The request of a registration, after a decision about it."""
    if becomes is RegistrationState.WAITING:
        _tell_request(db, request_id, RequestState.OPEN, AFTER["waiting_list"], actor, at, of)
    else:
        settled = becomes is RegistrationState.REGISTERED
        _tell_request(db, request_id, RequestState.SETTLED if settled else RequestState.WITHDRAWN, "", actor, at)


def _tell_request(
    db: Database,
    request_id: int | None,
    becomes: RequestState,
    words: str,
    actor: str,
    at: datetime,
    until: Meeting | None = None,
) -> None:
    """The request goes along, unless somebody ended it by hand. It is due when the meeting is."""
    if request_id is None:
        return
    asked = request(db, request_id)
    if asked.service != SERVICE or asked.state in ENDED:
        return
    due_on = in_amsterdam(until.plan.starts_at).date() if until else None
    change_request(db, asked.id, asked.state, becomes, actor, at, due_on=due_on, next_step=words or None, note=words)


# --- letters ---


def write(db: Database, meeting_id: int, letters: Sequence[Letter], actor: str, at: datetime) -> None:
    """All of them, or none."""
    of = meeting(db, meeting_id)
    untold = {one.id: of.to_tell(one) for one in of.untold()}
    for each in letters:
        if untold.get(each.registration_id) != each.says:
            raise Conflict(OVERTAKEN)
        _write_letter(db, each, actor, at)


def note_told(db: Database, registration_id: int, says: str, actor: str, at: datetime) -> None:
    """A colleague rang; what was noted before somebody changed the meeting does not count."""
    one = registration(db, registration_id)
    of = meeting(db, one.meeting_id)
    if says not in {of.to_tell(each) for each in of.untold() if each.id == one.id}:
        raise Conflict(OVERTAKEN)
    update(db, "registrations", one.id, {"told": says})
    tell(db, TOLD, actor, at, of.id, one.id)


def _write_letter(db: Database, letter: Letter, actor: str, at: datetime) -> None:
    before = registration(db, letter.registration_id)
    close_own(db, before.letter_id, actor, at, NOT_NEEDED)
    message_id = begin_own(db, letter.mail, actor, at)
    run(
        db,
        "UPDATE registrations SET letter_id = ?, told = ? WHERE id = ?",
        (message_id, letter.says, before.id),
    )
    tell(db, WRITTEN, actor, at, before.meeting_id, before.id)


# --- the rights of persons ---


def registrations_of(db: Database, addr_spec: str) -> tuple[Registration, ...]:
    """Where this address is on a list."""
    found = every(
        db, f"{REGISTRATIONS} WHERE lower(g.contact_addr) = ? ORDER BY g.id", (clean(addr_spec.strip()).lower(),)
    )
    return tuple(registration_of(row) for row in found)
