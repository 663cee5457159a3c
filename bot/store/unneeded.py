"""Mails of ours that nobody needs any more."""

from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Event, Status
from bot.model import Change
from bot.store.record import record
from bot.store.sql import every


def close_own(db: Database, message_id: int | None, actor: str, at: datetime, note: str) -> None:
    """Nobody needs to approve it any more; what is on its way or out stays as it is."""
    if message_id is None:
        return
    status = Status(every(db, "SELECT status FROM messages WHERE id = ?", (message_id,))[0]["status"])
    if status is Status.APPROVED:
        record(db, message_id, status, Change(Event.RECALL, actor, note), at)
        status = Status.AWAITING_REVIEW
    if status is Status.AWAITING_REVIEW:
        record(db, message_id, status, Change(Event.CLOSE, actor, note), at)
