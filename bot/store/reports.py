"""Reading: counts, what stands in a status, the history of a thread."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.model import EventRow
from bot.pipeline.ports import QueuePage
from bot.store import rows
from bot.store.sql import Value, every, moment, number, run

MOST_SIZE = 500


def counts(db: Database) -> Mapping[Status, int]:
    """How many messages stand in each status that has any."""
    return {Status(status): int(n) for status, n in run(db, "SELECT status, count(*) FROM messages GROUP BY status")}


def without_draft(db: Database) -> int:
    """How many messages await review without a draft."""
    return number(
        db,
        "SELECT count(*) FROM messages INDEXED BY messages_without_draft"
        " WHERE status = 'awaiting_review' AND draft_version = 0",
    )


def overdue(db: Database, before: datetime) -> Mapping[Status, int]:
    """What waits for the machine and not for a person; a new attempt to send makes no approval younger."""
    found = run(
        db,
        "SELECT status, count(*) FROM messages m WHERE status = 'received'"
        " AND NOT EXISTS (SELECT 1 FROM events WHERE message_id = m.id AND at >= :before) GROUP BY status"
        " UNION ALL"
        " SELECT status, count(*) FROM messages m JOIN outgoing o ON o.message_id = m.id AND o.withdrawn_at IS NULL"
        " WHERE status = 'approved' AND o.approved_at < :before GROUP BY status",
        {"before": moment(before)},
    )
    return {Status(status): int(n) for status, n in found}


ARM = "SELECT received_at, id FROM messages m WHERE status = "


def queue(
    db: Database,
    statuses: Sequence[Status],
    *,
    page: int,
    size: int,
) -> QueuePage:
    """One page, the oldest first. A page past the end is the last one.

    Every status is one arm of a UNION ALL that runs along the index, which SQLite merges, so a page costs what stands
    before it and not the whole table.
    """
    if not statuses:
        return QueuePage((), 0, 1, 1)
    size = min(max(size, 1), MOST_SIZE)
    values: dict[str, Value] = {f"s{n}": status for n, status in enumerate(dict.fromkeys(statuses))}
    arms = " UNION ALL ".join(f"{ARM}:{name}" for name in values)
    total = number(db, f"SELECT count(*) FROM ({arms})", values)  # noqa: S608  (constants only; what people type is bound)
    pages = max(1, math.ceil(total / size))
    page = min(max(page, 1), pages)
    values |= {"size": size, "offset": (page - 1) * size}
    wanted = [row["id"] for row in every(db, f"{arms} ORDER BY 1, 2 LIMIT :size OFFSET :offset", values)]
    found = [every(db, "SELECT * FROM messages WHERE id = ?", (message_id,))[0] for message_id in wanted]
    return QueuePage(tuple(rows.message(row) for row in found), total, page, pages)


def history(db: Database, thread_id: int) -> tuple[EventRow, ...]:
    """Every event of the messages and requests of a thread, oldest first."""
    found = every(
        db,
        "SELECT e.* FROM messages m JOIN events e ON e.message_id = m.id WHERE m.thread_id = :thread"
        " UNION SELECT e.* FROM requests r JOIN events e ON e.request_id = r.id WHERE r.thread_id = :thread"
        " ORDER BY 1",
        {"thread": thread_id},
    )
    return tuple(rows.event(row) for row in found)
