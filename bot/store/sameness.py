"""Which mail is which, when its bytes are others: servers write a mail that was moved, touched or migrated anew.

The same are two mails with one Message-ID, sender, date, subject and files, and the same words: nothing less, for
senders use a Message-ID again, by mistake or because a form knows no better. Words are compared without spaces and
signs, which is what servers change. One text in common is enough, for the text without quotes is read by rules of
ours, which change as well; without a Message-ID every word must be the same. Of a mail that is erased a hash of all
this stays.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlite_utils import Database

from bot.documents import clean
from bot.model import Address, Attachment, MessageRow
from bot.store import rows
from bot.store.sql import every, moment, one, run

ANY_SIGN = re.compile(r"[\W_]+")
MOST = 50
"""Mails that agree in everything but their words, of which the first are compared."""


class Mail(Protocol):
    """What is compared, of a message or of what was read of one."""

    @property
    def rfc_message_id(self) -> str | None: ...
    @property
    def sender(self) -> Address | None: ...
    @property
    def sent_at(self) -> datetime | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def new_text(self) -> str: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


def fingerprints(mail: Mail) -> frozenset[str]:
    """One for each of its texts, as SHA-256 in hexadecimal; none for a mail that says too little of itself."""
    sender, sent_at = _sender(mail), moment(mail.sent_at)
    if not mail.rfc_message_id and not (sender and sent_at):
        return frozenset()
    files = sorted(each.size for each in mail.attachments if not each.inline)
    rest = [clean(mail.rfc_message_id or ""), sender, sent_at, _words(mail.subject), files]
    texts = {mail.text, mail.new_text} if mail.rfc_message_id else {mail.text}
    return frozenset(hashlib.sha256(json.dumps([*rest, _words(text)]).encode()).hexdigest() for text in texts)


def _sender(mail: Mail) -> str | None:
    return clean(mail.sender.addr_spec).casefold() if mail.sender else None


def _words(text: str) -> str:
    return ANY_SIGN.sub("", clean(text).casefold())


def twin(db: Database, message_id: int, mail: Mail) -> MessageRow | None:
    """The first mail that is this one under other bytes, also when it was erased since."""
    alike = _alike(db, message_id, mail)
    if not alike and not one(db, "SELECT 1 FROM fingerprints LIMIT 1"):
        return None  # what a long mail says takes a while to put together
    known = fingerprints(mail)
    if not known:
        return None
    held = (rows.message(row) for row in alike)
    return next((row for row in held if fingerprints(row) & known), None) or _erased(db, known)


def _alike(db: Database, message_id: int, mail: Mail) -> list[sqlite3.Row]:
    by_sender = "+rfc_message_id IS NULL AND lower(sender_addr) = lower(:sender)"
    place = "rfc_message_id = :id" if mail.rfc_message_id else by_sender
    return every(
        db,
        f"SELECT * FROM messages WHERE {place} AND id <> :but AND channel = 'mail' AND status <> 'purged'"  # noqa: S608  (constants)
        " AND sent_at IS :sent_at ORDER BY id LIMIT :most",
        {
            "id": mail.rfc_message_id,
            "sender": mail.sender.addr_spec if mail.sender else None,
            "but": message_id,
            "sent_at": moment(mail.sent_at),
            "most": MOST,
        },
    )


def _erased(db: Database, known: Collection[str]) -> MessageRow | None:
    row = one(
        db,
        "SELECT m.* FROM fingerprints f JOIN messages m ON m.id = f.message_id"
        " WHERE f.fingerprint IN (SELECT value FROM json_each(?)) ORDER BY m.id LIMIT 1",
        (json.dumps(sorted(known)),),
    )
    return rows.message(row) if row else None


def remember(db: Database, message_id: int) -> None:
    """Keep what knows a mail again, before it is erased."""
    row = one(db, "SELECT * FROM messages WHERE id = ? AND channel = 'mail'", (message_id,))
    for fingerprint in fingerprints(rows.message(row)) if row else ():
        run(db, "INSERT OR IGNORE INTO fingerprints (fingerprint, message_id) VALUES (?, ?)", (fingerprint, message_id))
