"""Mail in: raw bytes, their place and the folder's position in one transaction; nothing is parsed here."""

import hashlib
from datetime import datetime

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.model import Address, FetchedMail, FolderPosition
from bot.store.record import begin, set_values
from bot.store.sql import moment, one, run

BOT = "assistent"
CHAT_SUBJECT = "Vraag via de chat"


def position(db: Database, account: str, folder: str) -> FolderPosition | None:
    """How far this folder has been read."""
    row = one(db, "SELECT * FROM folders WHERE account = ? AND folder = ?", (account, folder))
    return FolderPosition(row["folder"], row["uidvalidity"], row["last_uid"]) if row else None


def start_folder(db: Database, account: str, folder: str, uidvalidity: int, at: datetime) -> None:
    """Begin at UID 0; places under another UIDVALIDITY mean nothing any more (RFC 3501 section 2.3.1.1)."""
    place = (account, folder, uidvalidity)
    run(db, "DELETE FROM locations WHERE account = ? AND folder = ? AND uidvalidity <> ?", place)
    run(
        db,
        "INSERT INTO folders (account, folder, uidvalidity, last_uid, started_at) VALUES (?, ?, ?, 0, ?)"
        " ON CONFLICT DO UPDATE SET uidvalidity = excluded.uidvalidity, last_uid = 0, started_at = excluded.started_at",
        (*place, moment(at)),
    )


def receive(db: Database, account: str, mail: FetchedMail, at: datetime) -> int | None:
    """Bytes, place and position together. A place that is known already stands for the mail that we hold."""
    _advance(db, account, mail, at)
    place = (account, mail.at.folder, mail.at.uidvalidity, mail.at.uid)
    if one(db, "SELECT 1 FROM locations WHERE (account, folder, uidvalidity, uid) = (?, ?, ?, ?)", place):
        return None
    sha256 = hashlib.sha256(mail.raw).hexdigest()
    known = one(db, "SELECT id FROM messages WHERE account = ? AND raw_sha256 = ?", (account, sha256))
    message_id = known["id"] if known else _keep(db, account, mail, sha256, at)
    run(
        db,
        "INSERT INTO locations (account, folder, uidvalidity, uid, message_id) VALUES (?, ?, ?, ?, ?)",
        (*place, message_id),
    )
    return None if known else message_id


def _advance(db: Database, account: str, mail: FetchedMail, at: datetime) -> None:
    """Never backwards, and not when the folder has begun again under another UIDVALIDITY meanwhile."""
    run(
        db,
        "INSERT INTO folders (account, folder, uidvalidity, last_uid, started_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET last_uid = max(last_uid, excluded.last_uid)"
        " WHERE uidvalidity = excluded.uidvalidity",
        (account, mail.at.folder, mail.at.uidvalidity, mail.at.uid, moment(at)),
    )


def _keep(db: Database, account: str, mail: FetchedMail, sha256: str, at: datetime) -> int:
    values = {"channel": "mail", "account": account, "raw_sha256": sha256, "received_at": _arrival(mail, at)}
    message_id = begin(db, Status.RECEIVED, values, BOT, at)
    run(db, "INSERT INTO raws (message_id, raw) VALUES (?, ?)", (message_id, mail.raw))
    return message_id


def _arrival(mail: FetchedMail, at: datetime) -> str | None:
    """When the server got it; a time in the future is the server's mistake."""
    now, internal = moment(at), moment(mail.internal_date)
    return min(internal, now) if internal and now else now


def receive_chat(
    db: Database, question: str, reply_address: Address, at: datetime, municipality: str, transcript: str
) -> int:
    """The question with the municipality as its last line; the conversation stands below it in ``text``."""
    asked = f"{question}\n\nGemeente: {municipality}" if municipality else question
    values = {"channel": "chat", "account": "chat", "received_at": moment(at)}
    message_id = begin(db, Status.RECEIVED, values, "chat", at)
    set_values(
        db,
        message_id,
        {
            "subject": CHAT_SUBJECT,
            "sender": reply_address,
            "reply_address": reply_address,
            "new_text": asked,
            "text": f"{asked}\n\n{transcript}" if transcript else asked,
        },
    )
    return message_id
