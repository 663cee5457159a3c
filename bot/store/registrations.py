"""Registrations for meetings: one function writes each step, and checks the rules of the places in its transaction."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict, NotFound
from bot.lifecycle import RequestState, Status
from bot.model import Address
from bot.model.meetings import Registration, RegistrationState, RegistrationStep, registration_after
from bot.programme import seating
from bot.store.sql import every, insert, moment, number, one, run
from bot.store.unsent import close_unsent

OVERTAKEN = "Iemand anders was eerder: deze aanmelding is intussen veranderd. Laad de pagina opnieuw."
NOT_NEEDED = "Dit bericht over de bijeenkomst is niet meer nodig."

SELECT = (
    "SELECT g.*, q.thread_id, q.message_id, m.channel, l.status AS letter_status FROM registrations g"
    " LEFT JOIN requests q ON q.id = g.request_id LEFT JOIN messages m ON m.id = q.message_id"
    " LEFT JOIN messages l ON l.id = g.letter_id"
)


def registration(db: Database, registration_id: int) -> Registration:
    """Raises ``NotFound``."""
    row = one(db, f"{SELECT} WHERE g.id = ?", (registration_id,))
    if row is None:
        raise NotFound("Deze aanmelding bestaat niet.")
    return registration_of(row)


def registrations(db: Database, meeting_id: int) -> tuple[Registration, ...]:
    """The list of a meeting, in the order of the turns."""
    found = every(db, f"{SELECT} WHERE g.meeting_id = ? ORDER BY g.turn", (meeting_id,))
    return tuple(registration_of(row) for row in found)


def registration_of(row: sqlite3.Row) -> Registration:
    """A row of ``SELECT``."""
    return Registration(
        id=row["id"],
        meeting_id=row["meeting_id"],
        municipality=row["municipality"],
        contact=Address(row["contact_name"], row["contact_addr"]) if row["contact_addr"] else None,
        people=row["people"],
        state=RegistrationState(row["state"]),
        turn=row["turn"],
        registered_at=datetime.fromisoformat(row["registered_at"]),
        channel=row["channel"] or "hand",
        request_id=row["request_id"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        letter_id=row["letter_id"],
        letter_status=Status(row["letter_status"]) if row["letter_status"] else None,
        told=row["told"],
    )


def next_turn(db: Database, meeting_id: int) -> int:
    """The end of the line."""
    return 1 + number(db, "SELECT coalesce(max(turn), 0) FROM registrations WHERE meeting_id = ?", (meeting_id,))


def take_step(
    db: Database, before: Registration, step: RegistrationStep, places: int | None, actor: str, at: datetime
) -> RegistrationState:
    """The one writer of the state of a registration; ``Conflict`` when it is no longer what it was before.

    Who comes back stands at the end of the line; only the first of the waiting list moves up.
    """
    becomes, turn = registration_after(before.state, step), before.turn
    others = registrations(db, before.meeting_id)
    if step is RegistrationStep.RETURN:
        becomes, turn = seating.seat_for(before.people, places, others), next_turn(db, before.meeting_id)
    if step is RegistrationStep.MOVE_UP and seating.next_up(places, others) != before:
        raise Conflict(OVERTAKEN)
    written = run(
        db,
        "UPDATE registrations SET state = ?, turn = ? WHERE id = ? AND state = ?",
        (becomes, turn, before.id, before.state),
    )
    if not written.rowcount:
        raise Conflict(OVERTAKEN)
    if becomes is RegistrationState.CANCELLED:
        close_unsent(db, before.letter_id, NOT_NEEDED, actor, at)
    tell(db, step, actor, at, before.meeting_id, before.id)
    return becomes


def follow_request(db: Database, request_id: int, becomes: RequestState, actor: str, at: datetime) -> None:
    """A sign-up that is withdrawn gives its place back."""
    if becomes is not RequestState.WITHDRAWN:
        return
    for row in every(db, f"{SELECT} WHERE g.request_id = ? AND g.state <> 'cancelled'", (request_id,)):
        take_step(db, registration_of(row), RegistrationStep.CANCEL, None, actor, at)


def tell(
    db: Database, event: str, actor: str, at: datetime, meeting_id: int, registration_id: int | None = None
) -> None:
    """Add one line to the history."""
    line = {"meeting_id": meeting_id, "registration_id": registration_id, "at": moment(at)}
    insert(db, "meeting_events", {**line, "actor": actor, "event": event})
