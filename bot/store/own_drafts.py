"""Drafts that we begin ourselves: they wait for a reviewer like every reply."""

import hashlib
from datetime import datetime
from typing import Protocol

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.model import Address, DraftText
from bot.store.drafts import write_version
from bot.store.messages import move
from bot.store.record import begin, set_values
from bot.store.sql import moment


class OwnMail(Protocol):
    """A mail of our own before anybody approved it."""

    @property
    def recipient(self) -> Address: ...
    @property
    def draft(self) -> DraftText: ...
    @property
    def unique_key(self) -> str: ...
    @property
    def thread_id(self) -> int | None:
        """None begins a conversation."""

    @property
    def in_reply_to(self) -> str | None: ...
    @property
    def references(self) -> tuple[str, ...]: ...


def put_before_reviewers(db: Database, new: OwnMail, actor: str, at: datetime) -> int:
    """Our own message with its first version, in the conversation that it goes on; its id."""
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
    write_version(db, message_id, new.draft, "assistent", at)
    return message_id
