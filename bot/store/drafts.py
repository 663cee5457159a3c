"""Drafts: versions that only grow, and what a reviewer says instead of what was read."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Change, Draft, DraftText, MessageRow, Understanding
from bot.pipeline.ports import NewRequest
from bot.store import rows
from bot.store.consequences import drop_draft
from bot.store.corrections import keep
from bot.store.documents import DRAFT
from bot.store.messages import message
from bot.store.record import OVERTAKEN, record
from bot.store.requests import replace_requests
from bot.store.sql import every, insert, moment, number, one, run

CORRECTED = "Indeling aangepast."


def write_version(db: Database, message_id: int, draft: DraftText, author: str, at: datetime) -> int:
    """Add the next version and make it the current one; a number is never used twice, also not after a rejection."""
    version = 1 + number(db, "SELECT coalesce(max(version), 0) FROM drafts WHERE message_id = ?", (message_id,))
    insert(
        db,
        "drafts",
        {
            "message_id": message_id,
            "version": version,
            "draft": DRAFT.write(draft),
            "author": author,
            "created_at": moment(at),
        },
    )
    run(db, "UPDATE messages SET draft_version = ? WHERE id = ?", (version, message_id))
    return version


def draft(db: Database, message_id: int, version: int | None) -> Draft | None:
    """The current version, or the one asked for."""
    row = one(
        db,
        "SELECT d.* FROM drafts d JOIN messages m ON m.id = d.message_id"
        " WHERE m.id = ? AND d.version = coalesce(?, m.draft_version)",
        (message_id, version),
    )
    return rows.draft(row) if row else None


def drafts(db: Database, message_id: int) -> tuple[Draft, ...]:
    """All versions, the first one first."""
    found = every(db, "SELECT * FROM drafts WHERE message_id = ? ORDER BY version", (message_id,))
    return tuple(rows.draft(row) for row in found)


def save_draft(db: Database, message_id: int, expected: int, text: DraftText, actor: str, at: datetime) -> int:
    """The next version, if nobody wrote one since ``expected``."""
    record(db, message_id, Status.AWAITING_REVIEW, Change(Event.EDIT, actor), at)
    expect_version(db, message_id, expected)
    return write_version(db, message_id, text, actor, at)


def reject_draft(db: Database, message_id: int, expected: int, actor: str, at: datetime, reason: str) -> None:
    """No current draft any more."""
    expect_version(db, message_id, expected)
    record(db, message_id, Status.AWAITING_REVIEW, Change(Event.REJECT, actor, reason), at)


def expect_version(db: Database, message_id: int, expected: int) -> None:
    """``Conflict`` unless this is still the current version."""
    if number(db, "SELECT draft_version FROM messages WHERE id = ?", (message_id,)) != expected:
        raise Conflict(OVERTAKEN)


def correct(
    db: Database,
    message_id: int,
    understanding: Understanding,
    requests: Sequence[NewRequest],
    text: DraftText | None,
    actor: str,
    at: datetime,
) -> MessageRow:
    """What a reviewer says instead; the old draft answered another question, so without a new one there is none."""
    values = {"understanding": understanding, "kind": understanding.kind}
    row = message(db, message_id)
    record(db, message_id, Status.AWAITING_REVIEW, Change(Event.EDIT, actor, CORRECTED, values), at)
    replace_requests(db, message_id, requests, row.received_at, actor, at)
    keep(db, message_id, row.understanding, understanding, actor, at)
    if text is None:
        drop_draft(db, message_id, "")
    else:
        write_version(db, message_id, text, actor, at)
    return message(db, message_id)
