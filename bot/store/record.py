"""The one place where a status is written: ``begin`` writes the first, ``record`` every other one.

Both write the event row in the same transaction; ``lifecycle.after`` alone decides which status follows.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.lifecycle import INITIAL, Event, Status, after
from bot.model import Change
from bot.store.consequences import CONSEQUENCES
from bot.store.rows import columns
from bot.store.sql import Value, insert, moment, number, run, update

OVERTAKEN = "Iemand anders was eerder: dit bericht is intussen veranderd. Laad de pagina opnieuw."


def begin(db: Database, status: Status, values: Mapping[str, Value], actor: str, at: datetime) -> int:
    """Insert a message in one of the initial statuses, with its first event, in a thread of its own; its id."""
    if status not in INITIAL:
        raise ValueError(f"no message begins as {status}")
    thread_id = int(run(db, "INSERT INTO threads DEFAULT VALUES").lastrowid or 0)
    message_id = insert(db, "messages", {**values, "status": status, "thread_id": thread_id})
    write_event(db, Event.ARRIVED, actor, at, message_id=message_id, becomes=status)
    return message_id


def record(db: Database, message_id: int, was: Status, change: Change, at: datetime) -> Status:
    """Take one step of the life cycle, with what always goes with it; returns the status that follows.

    Raises ``IllegalTransition`` when there is no such step, ``Conflict`` when the message is no longer ``was``.
    """
    becomes = after(was, change.event)
    written = run(db, "UPDATE messages SET status = ? WHERE id = ? AND status = ?", (becomes, message_id, was)).rowcount
    if not written:
        number(db, "SELECT id FROM messages WHERE id = ?", (message_id,))
        raise Conflict(OVERTAKEN)
    set_values(db, message_id, change.values)
    if change.event in CONSEQUENCES:
        CONSEQUENCES[change.event](db, message_id, moment(at) or "")
    write_event(db, change.event, change.actor, at, message_id=message_id, was=was, becomes=becomes, note=change.note)
    return becomes


def set_values(db: Database, message_id: int, values: Mapping[str, object]) -> None:
    """Set columns that are no status, by the names of ``MessageRow``."""
    if found := columns(values):
        update(db, "messages", message_id, found)


def write_event(
    db: Database,
    event: str,
    actor: str,
    at: datetime,
    *,
    message_id: int | None = None,
    request_id: int | None = None,
    was: str | None = None,
    becomes: str | None = None,
    note: str = "",
) -> None:
    """Add one line to the history."""
    line = {"message_id": message_id, "request_id": request_id, "at": moment(at), "actor": actor, "event": event}
    insert(db, "events", {**line, "was": was, "becomes": becomes, "note": note})
