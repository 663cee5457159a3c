"""Promises of approved replies: found once, and from then on what colleagues say of them."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from sqlite_utils import Database

from bot.clock import dutch_date
from bot.errors import Conflict, NotFound
from bot.model.following import ApprovedReply, Promise, Promised, PromiseState
from bot.store.documents import DRAFT, STRINGS
from bot.store.record import write_event
from bot.store.sql import every, insert, one, run

NOTED, CHANGED = "promise_noted", "promise_changed"
"""The events of promises, in the history of the message."""

SELECT = (
    "SELECT p.*, m.thread_id, coalesce(m.owner, (SELECT r.owner FROM requests r WHERE r.thread_id = m.thread_id"
    " AND r.owner IS NOT NULL LIMIT 1)) AS owner, coalesce(json_extract(m.understanding, '$.municipalities'),"
    " (SELECT r.municipalities FROM requests r WHERE r.thread_id = m.thread_id LIMIT 1), '[]') AS named"
    " FROM promises p JOIN messages m ON m.id = p.message_id JOIN outgoing o ON o.id = p.outgoing_id"
    " WHERE o.withdrawn_at IS NULL"
)
STATE_WORDS = {
    PromiseState.OPEN: "Toezegging weer open",
    PromiseState.KEPT: "Toezegging nagekomen",
    PromiseState.REMOVED: "Dit is geen toezegging",
}


def unread_replies(db: Database, limit: int) -> tuple[ApprovedReply, ...]:
    """What follows the last one that was read: they are read in order, and what was recalled never comes back.

    The version that was approved is the current one still: nothing edits what is on its way.
    """
    found = every(
        db,
        "SELECT o.id, o.approved_at, d.draft FROM outgoing o JOIN messages m ON m.id = o.message_id"
        " LEFT JOIN drafts d ON d.message_id = m.id AND d.version = m.draft_version"
        " WHERE o.withdrawn_at IS NULL AND o.id > (SELECT coalesce(max(outgoing_id), 0) FROM promises_read)"
        " ORDER BY o.id LIMIT ?",
        (limit,),
    )
    return tuple(
        ApprovedReply(
            row["id"],
            DRAFT.read(row["draft"]).text if row["draft"] else "",
            datetime.fromisoformat(row["approved_at"]),
        )
        for row in found
    )


def note_promises(db: Database, outgoing_id: int, found: Sequence[Promised], actor: str, at: datetime) -> None:
    """The row in ``promises_read`` is the key: who comes second writes nothing."""
    if not run(db, "INSERT OR IGNORE INTO promises_read (outgoing_id) VALUES (?)", (outgoing_id,)).rowcount:
        return
    row = one(db, "SELECT message_id FROM outgoing WHERE id = ?", (outgoing_id,))
    for number, each in enumerate(found if row else ()):
        insert(
            db,
            "promises",
            {
                "outgoing_id": outgoing_id,
                "message_id": row["message_id"] if row else None,
                "number": number,
                "words": each.words,
                "day": each.day.isoformat(),
                "state": PromiseState.OPEN,
            },
        )
        note = f"Uiterlijk {dutch_date(each.day)}."
        write_event(db, NOTED, actor, at, message_id=row["message_id"] if row else None, note=note)


def promises_of(db: Database, thread_id: int) -> tuple[Promise, ...]:
    """The earliest day first."""
    return tuple(map(_promise, every(db, f"{SELECT} AND m.thread_id = ? ORDER BY p.day, p.id", (thread_id,))))


def open_promises(db: Database, until: date | None) -> tuple[Promise, ...]:
    """Along the index of what is open."""
    found = every(
        db,
        f"{SELECT} AND p.state = 'open' AND p.day <= ? ORDER BY p.day, p.id",
        (until.isoformat() if until else "9999-12-31",),
    )
    return tuple(map(_promise, found))


def change_promise(
    db: Database,
    promise_id: int,
    was: PromiseState,
    becomes: PromiseState,
    day: date | None,
    actor: str,
    at: datetime,
) -> Promise:
    """Another day, another state, or both."""
    before = _one(db, promise_id)
    new_day = day or before.day
    written = run(
        db,
        "UPDATE promises SET state = ?, day = ? WHERE id = ? AND state = ?",
        (becomes, new_day.isoformat(), promise_id, was),
    )
    if not written.rowcount:
        raise Conflict("Een collega was u voor: deze toezegging is intussen veranderd. Laad de pagina opnieuw.")
    moved = f"Toezegging verzet van {dutch_date(before.day)} naar {dutch_date(new_day)}."
    note = moved if new_day != before.day else f"{STATE_WORDS[becomes]} ({dutch_date(new_day)})."
    write_event(db, CHANGED, actor, at, message_id=before.message_id, note=note)
    return _one(db, promise_id)


def _one(db: Database, promise_id: int) -> Promise:
    found = every(db, f"{SELECT} AND p.id = ?", (promise_id,))
    if not found:
        raise NotFound("Deze toezegging bestaat niet (meer).")
    return _promise(found[0])


def _promise(row: sqlite3.Row) -> Promise:
    return Promise(
        id=row["id"],
        message_id=row["message_id"],
        words=row["words"],
        day=date.fromisoformat(row["day"]),
        state=PromiseState(row["state"]),
        thread_id=row["thread_id"],
        municipalities=STRINGS.read(row["named"]),
        owner=row["owner"],
    )
