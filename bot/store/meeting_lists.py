"""The list of a meeting: who is put on it, each decision about it, and the letters that tell so.

The request of a sign-up goes along: settled with a place, open on the waiting list, withdrawn with the registration.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.clock import in_amsterdam
from bot.errors import Conflict, InvalidInput
from bot.lifecycle import RequestState
from bot.model.meetings import SERVICE, SIGN_UP, Meeting, Registration, RegistrationState, RegistrationStep
from bot.pipeline.meetings_port import Guest, Letter
from bot.programme import seating
from bot.programme.next_steps import AFTER
from bot.store.meetings import meeting
from bot.store.own_drafts import put_before_reviewers
from bot.store.registrations import NOT_NEEDED, next_turn, registration, take_step, tell
from bot.store.registrations import OVERTAKEN as REGISTRATION_OVERTAKEN
from bot.store.requests import change_request, request
from bot.store.sql import insert, moment, one, run, update
from bot.store.unsent import close_unsent

OVERTAKEN = "Iemand anders was eerder: deze bijeenkomst is intussen veranderd. Laad de pagina opnieuw."
CLOSED = "Deze bijeenkomst is al geweest of gaat niet door."
REGISTERED, PEOPLE, WRITTEN, TOLD = "registered", "people", "written", "told"
"""Events of registrations beside their steps."""
ENDED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})


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
    tell_request(db, answers, RequestState.SETTLED, "", actor, at)
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
        tell_request(db, request_id, RequestState.OPEN, AFTER["waiting_list"], actor, at, of)
    else:
        settled = becomes is RegistrationState.REGISTERED
        tell_request(db, request_id, RequestState.SETTLED if settled else RequestState.WITHDRAWN, "", actor, at)


def tell_request(
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
    close_unsent(db, before.letter_id, NOT_NEEDED, actor, at)
    message_id = put_before_reviewers(db, letter.mail, actor, at, letter.mail.files)
    run(
        db,
        "UPDATE registrations SET letter_id = ?, told = ? WHERE id = ?",
        (message_id, letter.says, before.id),
    )
    tell(db, WRITTEN, actor, at, before.meeting_id, before.id)
