"""Out-of-office answers: noted with the message that we wrote about, whose open requests are then due no earlier."""

from datetime import date, datetime

from sqlite_utils import Database

from bot.model import Absence
from bot.pipeline.ports import Prepared
from bot.store.messages import message
from bot.store.record import write_event
from bot.store.requests import SETTLED, change_request, requests_of
from bot.store.sql import ids

NOTED = "afwezigheid"
"""The event of the line in the history; it is no step of the life cycle."""


def note_absence(db: Database, message_id: int, prepared: Prepared, actor: str, at: datetime) -> None:
    """Tell of it where we wrote to who is away; without such a message the notice only keeps what it says."""
    about = _written_about(db, message_id, prepared.absence)
    if about is None:
        return
    write_event(db, NOTED, actor, at, message_id=about, note=prepared.absence_note)
    if prepared.not_before is not None:
        _wait_until(db, message(db, about).thread_id, prepared.not_before, prepared.absence_note, actor, at)


def _written_about(db: Database, message_id: int, absence: Absence | None) -> int | None:
    """The latest message of the thread whose reply went to who is away."""
    who = absence.who if absence else None
    found = ids(
        db,
        "SELECT m.id FROM messages m JOIN outgoing o ON o.message_id = m.id"
        " WHERE m.thread_id = (SELECT thread_id FROM messages WHERE id = ?) AND lower(m.reply_addr) = ?"
        " AND o.withdrawn_at IS NULL ORDER BY o.id DESC LIMIT 1",
        (message_id, who.addr_spec.lower() if who else ""),
    )
    return found[0] if found else None


def _wait_until(db: Database, thread_id: int, day: date, note: str, actor: str, at: datetime) -> None:
    for request in requests_of(db, thread_id):
        if request.state not in SETTLED and request.due_on < day:
            told = f"Later verwacht. {note}"
            change_request(db, request.id, request.state, request.state, actor, at, note=told, due_on=day)
