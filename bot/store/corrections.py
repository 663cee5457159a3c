"""What reviewers corrected and what the content editor says of it: rows that are added, and go with their message.

Only labels are kept: the words and the sender are read from the message itself, so that nothing of a person is in two
places and forgetting the message forgets the example.
"""

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.model import Correction, Standing, Understanding
from bot.store import rows
from bot.store.documents import UNDERSTANDING
from bot.store.record import OVERTAKEN
from bot.store.sql import every, insert, moment, one

LAST_OF_EACH = (
    "SELECT c.*, m.subject, m.new_text, m.sender_name, m.sender_addr,"
    " coalesce((SELECT standing FROM verdicts WHERE correction_id = c.id ORDER BY id DESC LIMIT 1), 'wacht')"
    " AS standing"
    " FROM corrections c JOIN messages m ON m.id = c.message_id"
    " WHERE c.was <> '' AND c.id = (SELECT max(id) FROM corrections WHERE message_id = c.message_id)"
)


def keep(
    db: Database, message_id: int, was: Understanding | None, becomes: Understanding, actor: str, at: datetime
) -> None:
    """Add what a reviewer says; what was read at first stays what it was with the first correction."""
    first = one(db, "SELECT was FROM corrections WHERE message_id = ? ORDER BY id LIMIT 1", (message_id,))
    read = first["was"] if first else UNDERSTANDING.write(_labels(was)) if was else ""
    insert(
        db,
        "corrections",
        {
            "message_id": message_id,
            "at": moment(at),
            "actor": actor,
            "understanding": UNDERSTANDING.write(_labels(becomes)),
            "was": read,
        },
    )


def _labels(said: Understanding) -> Understanding:
    """Without names, numbers and words of the sender."""
    return Understanding(
        kind=said.kind,
        kind_confidence=said.kind_confidence,
        requests=tuple(replace(request, evidence=(), ranking=(), text="") for request in said.requests),
        municipalities=said.municipalities,
        topics=said.topics,
        role=said.role,
    )


def corrections(db: Database) -> tuple[Correction, ...]:
    """The latest correction of each message, the oldest first."""
    return tuple(rows.correction(row) for row in every(db, f"{LAST_OF_EACH} ORDER BY c.id"))


def mark(db: Database) -> tuple[object, ...]:
    """Changes whenever a correction or a verdict comes or goes."""
    row = one(
        db,
        "SELECT (SELECT count(*) FROM corrections), (SELECT max(at) FROM corrections),"
        " (SELECT count(*) FROM verdicts), (SELECT max(at) FROM verdicts)",
    )
    return tuple(row) if row else ()


def judge(db: Database, correction_id: int, was: Standing, becomes: Standing, actor: str, at: datetime) -> None:
    """Add the editor's verdict, if the correction still is the last of its message and stands as the editor saw it."""
    found = every(db, f"{LAST_OF_EACH} AND c.id = ?", (correction_id,))
    if not found or found[0]["standing"] != was:
        raise Conflict(OVERTAKEN)
    insert(
        db,
        "verdicts",
        {"correction_id": correction_id, "at": moment(at), "actor": actor, "standing": becomes},
    )
