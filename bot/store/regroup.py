"""Messages that a person moves between conversations: out of one, into another, and back.

A message takes its requests along. Where the other conversation has the same (service, act) open already, the one that
comes is withdrawn, and taken up again when the move is undone. Empty conversations stay, so that undoing never puts a
message into a newer one under the same number.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.lifecycle import RequestState
from bot.model import MessageRow, ThreadMove
from bot.pipeline.ports import NewRequest
from bot.store import rows
from bot.store.documents import NUMBERS
from bot.store.messages import message
from bot.store.record import OVERTAKEN, write_event
from bot.store.requests import SETTLED, change_request, open_requests_of, request, requests_of
from bot.store.sql import every, ids, insert, moment, one, run

SPLIT, JOINED, MOVED_BACK, LEFT = "split", "joined", "moved_back", "left"
"""The events of a move; ``LEFT`` stands with a message that stays behind."""

SAME = "In dit gesprek staat dezelfde aanvraag al open."


def split_off(
    db: Database, message_id: int, seen: int, requests: Sequence[NewRequest], actor: str, at: datetime
) -> None:
    """Give a message a conversation of its own, and open what it asks as far as it opened nothing yet."""
    row = _still_in(db, message_id, seen)
    if len(ids(db, "SELECT id FROM messages WHERE thread_id = ?", (seen,))) == 1:
        raise Conflict(OVERTAKEN)
    own = int(run(db, "INSERT INTO threads DEFAULT VALUES").lastrowid or 0)
    _move(db, row, own, SPLIT, actor, at)
    known = {(each.service, each.act) for each in requests_of(db, own)}
    new = [each for each in requests if (each.service, each.act) not in known]
    open_requests_of(db, message_id, new, row.received_at, actor, at)


def join_to(db: Database, message_id: int, seen: int, other_id: int, actor: str, at: datetime) -> None:
    """Put a message into the conversation of another one."""
    row, other = _still_in(db, message_id, seen), message(db, other_id)
    if other.thread_id == row.thread_id:
        raise Conflict(OVERTAKEN)
    _move(db, row, other.thread_id, JOINED, actor, at)


def move_back(db: Database, message_id: int, seen: int, actor: str, at: datetime) -> None:
    """Undo the last move of a message, with what became of its requests."""
    row, last = _still_in(db, message_id, seen), last_move(db, message_id)
    if last is None:
        raise Conflict(OVERTAKEN)
    _take_along(db, row, last.from_thread, actor, at)
    run(db, "UPDATE thread_moves SET undone_at = ? WHERE id = ?", (moment(at), last.id))
    for request_id in last.withdrawn:
        _take_up(db, request_id, actor, at)
    write_event(db, MOVED_BACK, actor, at, message_id=message_id)


def last_move(db: Database, message_id: int) -> ThreadMove | None:
    """The move that can be undone: the message is still where it went."""
    row = one(
        db,
        "SELECT v.* FROM thread_moves v JOIN messages m ON m.id = v.message_id AND m.thread_id = v.to_thread"
        " WHERE v.message_id = ? AND v.undone_at IS NULL ORDER BY v.id DESC LIMIT 1",
        (message_id,),
    )
    return rows.thread_move(row) if row else None


def correspondence(db: Database, addr_spec: str, but: int, limit: int) -> tuple[MessageRow, ...]:
    """The last message of each other conversation with this address, the newest first."""
    found = every(
        db,
        "SELECT * FROM messages WHERE id IN (SELECT max(id) FROM messages WHERE"
        " (lower(sender_addr) = :address OR lower(reply_addr) = :address) AND thread_id <> :but GROUP BY thread_id)"
        " ORDER BY id DESC LIMIT :limit",
        {"address": addr_spec.lower(), "but": but, "limit": limit},
    )
    return tuple(rows.message(row) for row in found)


def _still_in(db: Database, message_id: int, seen: int) -> MessageRow:
    """The message, when it is still in the conversation that the person saw."""
    row = message(db, message_id)
    if row.thread_id != seen:
        raise Conflict(OVERTAKEN)
    return row


def _move(db: Database, row: MessageRow, to: int, event: str, actor: str, at: datetime) -> None:
    withdrawn = _take_along(db, row, to, actor, at)
    insert(
        db,
        "thread_moves",
        {
            "message_id": row.id,
            "from_thread": row.thread_id,
            "to_thread": to,
            "at": moment(at),
            "actor": actor,
            "withdrawn": NUMBERS.write(withdrawn),
        },
    )
    write_event(db, event, actor, at, message_id=row.id)
    staying = ids(db, "SELECT id FROM messages WHERE thread_id = ? ORDER BY received_at, id LIMIT 1", (row.thread_id,))
    if staying:
        write_event(db, LEFT, actor, at, message_id=staying[0], note=f"Bericht {row.id} staat nu in een ander gesprek.")


def _take_along(db: Database, row: MessageRow, to: int, actor: str, at: datetime) -> tuple[int, ...]:
    """Move a message with its requests; returns those that had to be withdrawn."""
    there = {(each.service, each.act) for each in requests_of(db, to) if each.state not in SETTLED}
    mine = [each for each in requests_of(db, row.thread_id) if each.message_id == row.id]
    twice = [each for each in mine if each.state not in SETTLED and (each.service, each.act) in there]
    for each in twice:
        change_request(db, each.id, each.state, RequestState.WITHDRAWN, actor, at, note=SAME)
    run(db, "UPDATE requests SET thread_id = ? WHERE message_id = ? AND thread_id = ?", (to, row.id, row.thread_id))
    run(db, "UPDATE messages SET thread_id = ? WHERE id = ?", (to, row.id))
    return tuple(each.id for each in twice)


def _take_up(db: Database, request_id: int, actor: str, at: datetime) -> None:
    """Open a request again that a move withdrew, unless a person has done something with it or its like since."""
    was = request(db, request_id)
    pairs = {(e.service, e.act) for e in requests_of(db, was.thread_id) if e.state not in SETTLED}
    if was.state is RequestState.WITHDRAWN and (was.service, was.act) not in pairs:
        change_request(db, request_id, was.state, RequestState.OPEN, actor, at)
