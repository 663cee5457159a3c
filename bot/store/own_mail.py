"""Mails that we begin ourselves: in the queue with their first version, and closed when nobody needs them any more."""

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Event, Status
from bot.model import Change
from bot.pipeline.own_mail import OwnMail
from bot.store.drafts import write_version
from bot.store.enclosures import keep
from bot.store.messages import move
from bot.store.record import begin, record, set_values
from bot.store.sql import every, moment


def begin_own(db: Database, new: OwnMail, actor: str, at: datetime) -> int:
    """Our own message with its first version, in the conversation that it belongs to; returns its id."""
    key = hashlib.sha256(new.unique_key.encode()).hexdigest()
    values = {"channel": "own", "account": "own", "received_at": moment(at), "unique_key": key}
    message_id = begin(db, Status.AWAITING_REVIEW, values, actor, at)
    found = {
        "subject": new.draft.subject,
        "reply_address": new.recipient,
        "in_reply_to": new.in_reply_to,
        "references": new.references,
    }
    set_values(db, message_id, found)
    if new.thread_id is not None:
        move(db, message_id, new.thread_id)
    files = tuple(replace(file, id=keep(db, message_id, content, actor, at)) for file, content in new.files)
    write_version(db, message_id, replace(new.draft, enclosures=files), "assistent", at)
    return message_id


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
