"""Messages as the rest of the product reads them, and the threads that they belong to."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.documents import clean
from bot.errors import NotFound
from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline.ports import Conversation, SentReply
from bot.store import rows
from bot.store.sql import every, ids, moment, number, one, run

LATELY = 50
"""Messages of a thread that are looked at to know who takes part."""


def raw(db: Database, message_id: int) -> bytes | None:
    """The raw mail, if there is one."""
    row = one(db, "SELECT raw FROM raws WHERE message_id = ?", (message_id,))
    return row["raw"] if row else None


def ids_in(db: Database, status: Status, limit: int) -> tuple[int, ...]:
    """Oldest first."""
    return ids(db, "SELECT id FROM messages WHERE status = ? ORDER BY received_at, id LIMIT ?", (status, limit))


def retriable(db: Database, crashes: int, limit: int) -> tuple[int, ...]:
    """Oldest first; what a person must look at is left out, so that it cannot hide the others."""
    return ids(
        db,
        "SELECT id FROM messages WHERE status = 'failed' AND crashes < ? ORDER BY received_at, id LIMIT ?",
        (crashes, limit),
    )


def message(db: Database, message_id: int) -> MessageRow:
    """Raises ``NotFound``."""
    row = one(db, "SELECT * FROM messages WHERE id = ?", (message_id,))
    if row is None:
        raise NotFound("Dit bericht bestaat niet.")
    return rows.message(row)


def thread(db: Database, thread_id: int) -> tuple[MessageRow, ...]:
    """All messages of a thread, oldest first."""
    found = every(db, "SELECT * FROM messages WHERE thread_id = ? ORDER BY received_at, id", (thread_id,))
    return tuple(rows.message(row) for row in found)


def thread_of(db: Database, rfc_message_ids: Sequence[str], *, ours: bool) -> int | None:
    """The last of these Message-IDs that we know decides; RFC 5322 section 3.6.4 puts the parent last."""
    row = one(
        db,
        "WITH asked AS (SELECT key AS place, value AS id FROM json_each(:ids))"
        " SELECT place, thread_id, m.id FROM asked JOIN messages m ON m.rfc_message_id = asked.id WHERE NOT :ours"
        " UNION ALL"
        " SELECT place, thread_id, m.id FROM asked JOIN outgoing o ON o.rfc_message_id = asked.id"
        " JOIN messages m ON m.id = o.message_id"
        " UNION ALL"
        " SELECT place, thread_id, m.id FROM asked JOIN other_ids o ON o.rfc_message_id = asked.id"
        " JOIN messages m ON m.id = o.message_id"
        " ORDER BY 1 DESC, 3 DESC LIMIT 1",
        {"ids": json.dumps([clean(rfc_message_id) for rfc_message_id in rfc_message_ids]), "ours": ours},
    )
    return row["thread_id"] if row else None


HEAD = 65_536
"""Bytes that hold the headers of any mail that a person writes."""


def head(db: Database, message_id: int) -> bytes:
    """The beginning of the raw mail, without reading the rest of what may be megabytes."""
    if not one(db, "SELECT 1 FROM raws WHERE message_id = ?", (message_id,)):
        return b""
    with db.conn.blobopen("raws", "raw", message_id, readonly=True) as raw:
        return bytes(raw.read(HEAD))


def conversation(db: Database, thread_id: int) -> Conversation:
    """From its last messages only: a thread may hold thousands."""
    found = every(
        db,
        "SELECT id, lower(sender_addr) AS sender, lower(reply_addr) AS reply,"
        " (SELECT max(at) FROM events WHERE message_id = messages.id) AS at FROM messages WHERE thread_id = ?"
        " ORDER BY id DESC LIMIT ?",
        (thread_id, LATELY),
    )
    is_open = "SELECT 1 FROM requests WHERE thread_id = ? AND state IN ('open', 'waiting')"
    ours = every(
        db,
        "SELECT lower(r.value) AS recipient FROM outgoing o, json_each(o.rcpt_to) r"
        " WHERE o.message_id IN (SELECT value FROM json_each(?)) AND o.withdrawn_at IS NULL",
        (json.dumps([row["id"] for row in found]),),
    )
    return Conversation(
        frozenset(address for row in found for address in (row["sender"], row["reply"]) if address)
        | {row["recipient"] for row in ours},
        max(datetime.fromisoformat(row["at"]) for row in found),
        one(db, is_open, (thread_id,)) is not None,
    )


def replies_to(db: Database, addr_spec: str, since: datetime, until: datetime) -> tuple[SentReply, ...]:
    """What we approved in this time for this address and nobody recalled, oldest first.

    It costs what was approved in that time, however much came from the address.
    """
    found = every(
        db,
        "SELECT m.thread_id, o.rfc_message_id FROM outgoing o INDEXED BY outgoing_approved"
        " CROSS JOIN messages m ON m.id = o.message_id"
        " WHERE o.approved_at BETWEEN ? AND ? AND o.withdrawn_at IS NULL AND lower(m.reply_addr) = ? ORDER BY o.id",
        (moment(since), moment(until), addr_spec.lower()),
    )
    return tuple(SentReply(row["thread_id"], row["rfc_message_id"]) for row in found)


def move(db: Database, message_id: int, thread_id: int) -> None:
    """Put a message into another thread; its own one goes when it is empty. An unknown thread changes nothing."""
    own = number(db, "SELECT thread_id FROM messages WHERE id = ?", (message_id,))
    if own == thread_id or not one(db, "SELECT 1 FROM threads WHERE id = ?", (thread_id,)):
        return
    run(db, "UPDATE messages SET thread_id = ? WHERE id = ?", (thread_id, message_id))
    run(
        db,
        "DELETE FROM threads WHERE id = :own AND NOT EXISTS (SELECT 1 FROM messages WHERE thread_id = :own)"
        " AND NOT EXISTS (SELECT 1 FROM requests WHERE thread_id = :own)",
        {"own": own},
    )
