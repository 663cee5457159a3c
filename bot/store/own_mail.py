"""Mails that we begin ourselves: in the queue with their first version."""

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.pipeline.own_mail import OwnMail
from bot.store.drafts import write_version
from bot.store.enclosures import keep
from bot.store.messages import move
from bot.store.record import begin, set_values
from bot.store.sql import moment


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
