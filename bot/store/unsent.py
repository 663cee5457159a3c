"""Drafts of our own that nobody needs any more."""

from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Event, Status
from bot.model import Change
from bot.store.messages import message
from bot.store.record import record


def close_unsent(db: Database, message_id: int | None, note: str, actor: str, at: datetime) -> None:
    """Nobody needs to approve it any more; what is on its way stays so."""
    if message_id is None:
        return
    status = message(db, message_id).status
    if status is Status.APPROVED:
        record(db, message_id, status, Change(Event.RECALL, actor, note), at)
        status = Status.AWAITING_REVIEW
    if status is Status.AWAITING_REVIEW:
        record(db, message_id, status, Change(Event.CLOSE, actor, note), at)
