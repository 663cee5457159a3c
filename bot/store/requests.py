"""Requests (aanvragen): opened with a message, hanging on its thread, with a smaller life of their own."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from sqlite_utils import Database

from bot.errors import Conflict, IllegalTransition, NotFound
from bot.lifecycle import REQUEST_TRANSITIONS, RequestState
from bot.model import RequestRow
from bot.pipeline.ports import NewRequest
from bot.store import expert_asks, places, rows
from bot.store.documents import STRINGS
from bot.store.record import write_event
from bot.store.sql import every, ids, insert, moment, number, one, run

OPENED, CHANGED, TAKEN = "opened", "changed", "taken"
"""The events of requests, and of who handles a message; ``was`` and ``becomes`` are states of the request."""

SETTLED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})
STATUS_ACT = "status"

SELECT = (
    "SELECT r.*, m.subject, m.status, m.sender_name, m.sender_addr"
    " FROM requests r JOIN messages m ON m.id = r.message_id"
)


def open_requests_of(
    db: Database,
    message_id: int,
    requests: Sequence[NewRequest],
    opened_at: datetime,
    actor: str,
    at: datetime,
) -> None:
    """Open what a message asks, on its thread.

    A thread never has the same (service, act) open twice: the one that is open goes on. Asking how it stands
    (``status``) opens nothing when the thread has something open, for that is what the question is about.
    """
    thread_id = number(db, "SELECT thread_id FROM messages WHERE id = ?", (message_id,))
    for new in requests:
        if not _goes_on(db, thread_id, new):
            _open(db, thread_id, message_id, new, opened_at, actor, at)


def _goes_on(db: Database, thread_id: int, new: NewRequest) -> bool:
    pairs = {(row["service"], row["act"]) for row in _still_open(db, thread_id)}
    return (new.service, new.act) in pairs or (new.act == STATUS_ACT and bool(pairs))


def _still_open(db: Database, thread_id: int) -> list[sqlite3.Row]:
    return every(db, "SELECT * FROM requests WHERE thread_id = ? AND state IN ('open', 'waiting')", (thread_id,))


def _open(
    db: Database,
    thread_id: int,
    message_id: int,
    new: NewRequest,
    opened_at: datetime,
    actor: str,
    at: datetime,
) -> None:
    row = one(db, "SELECT owner FROM messages WHERE id = ?", (message_id,))
    request_id = insert(
        db,
        "requests",
        {
            "thread_id": thread_id,
            "message_id": message_id,
            "service": new.service,
            "act": new.act,
            "state": RequestState.OPEN,
            "municipalities": STRINGS.write(new.municipalities),
            "topics": STRINGS.write(new.topics),
            "owner": row["owner"] if row else None,
            "opened_at": moment(opened_at),
            "due_on": new.due_on.isoformat(),
            "next_step": new.next_step,
        },
    )
    write_event(db, OPENED, actor, at, request_id=request_id, becomes=RequestState.OPEN)
    places.sign_up(db, request_id, actor, at)


def replace_requests(
    db: Database,
    message_id: int,
    requests: Sequence[NewRequest],
    opened_at: datetime,
    actor: str,
    at: datetime,
) -> None:
    """Make the open requests of a message those that a reviewer says; what stays keeps its age and its next step."""
    wanted = {(new.service, new.act): new for new in requests}
    mine = every(db, "SELECT * FROM requests WHERE message_id = ? AND state IN ('open', 'waiting')", (message_id,))
    for row in mine:
        new = wanted.get((row["service"], row["act"]))
        if new is None:
            was = RequestState(row["state"])
            change_request(db, row["id"], was, RequestState.WITHDRAWN, actor, at, note="Indeling aangepast.")
        else:
            run(
                db,
                "UPDATE requests SET municipalities = ?, topics = ? WHERE id = ?",
                (STRINGS.write(new.municipalities), STRINGS.write(new.topics), row["id"]),
            )
            places.sign_up(db, row["id"], actor, at)
    open_requests_of(db, message_id, requests, opened_at, actor, at)


def change_request(
    db: Database,
    request_id: int,
    was: RequestState,
    becomes: RequestState,
    actor: str,
    at: datetime,
    *,
    note: str = "",
    due_on: date | None = None,
    next_step: str | None = None,
) -> RequestRow:
    """One step of a request; the same state again only changes its date, next step or adds a note."""
    if becomes not in REQUEST_TRANSITIONS[was] | {was}:
        raise IllegalTransition(f"a request that is {was} cannot become {becomes}")
    before = request(db, request_id)
    if before.state != was or (was != becomes and becomes not in SETTLED and _taken_by_another(db, before)):
        raise Conflict("Iemand anders was eerder: deze aanvraag is intussen veranderd. Laad de pagina opnieuw.")
    settled_at = before.settled_at if was == becomes else at if becomes in SETTLED else None
    run(
        db,
        "UPDATE requests SET state = ?, settled_at = ?, due_on = ?, next_step = ? WHERE id = ? AND state = ?",
        (
            becomes,
            moment(settled_at),
            (due_on or before.due_on).isoformat(),
            before.next_step if next_step is None else next_step,
            request_id,
            was,
        ),
    )
    write_event(db, CHANGED, actor, at, request_id=request_id, was=was, becomes=becomes, note=note)
    if was != becomes:
        places.follow_request(db, request_id, was, becomes, actor, at)
        expert_asks.follow_request(db, request_id, was, becomes, actor, at)
    return request(db, request_id)


def _taken_by_another(db: Database, asked: RequestRow) -> bool:
    """Whether the thread has the same (service, act) open already, in another request."""
    others = (row for row in _still_open(db, asked.thread_id) if row["id"] != asked.id)
    return any((row["service"], row["act"]) == (asked.service, asked.act) for row in others)


def take(db: Database, message_id: int, owner: str | None, actor: str, at: datetime) -> None:
    """Say who handles a message and the requests that came with it."""
    if not run(db, "UPDATE messages SET owner = ? WHERE id = ?", (owner, message_id)).rowcount:
        raise NotFound("Dit bericht bestaat niet.")
    write_event(db, TAKEN, actor, at, message_id=message_id, note=owner or "")
    for request_id in ids(db, "SELECT id FROM requests WHERE message_id = ? ORDER BY id", (message_id,)):
        run(db, "UPDATE requests SET owner = ? WHERE id = ?", (owner, request_id))
        write_event(db, TAKEN, actor, at, request_id=request_id, note=owner or "")


def request(db: Database, request_id: int) -> RequestRow:
    """Raises ``NotFound``."""
    row = one(db, f"{SELECT} WHERE r.id = ?", (request_id,))
    if row is None:
        raise NotFound("Deze aanvraag bestaat niet.")
    return rows.request(row)


def requests_of(db: Database, thread_id: int) -> tuple[RequestRow, ...]:
    """All requests of a thread, oldest first."""
    found = every(db, f"{SELECT} WHERE r.thread_id = ? ORDER BY r.opened_at, r.id", (thread_id,))
    return tuple(rows.request(row) for row in found)


def open_requests(db: Database) -> tuple[RequestRow, ...]:
    """Open or waiting, oldest first."""
    found = every(db, f"{SELECT} WHERE r.state IN ('open', 'waiting') ORDER BY r.opened_at, r.id")
    return tuple(rows.request(row) for row in found)
