"""Comments on a message, and the questions to colleagues in them.

A colleague has one open question on a message at most: asking again adds a comment. It is answered by the next comment
of who was asked. The words stand in this table alone; the history says that somebody was asked, and who.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.lifecycle import Status
from bot.model import ColleagueQuestion, Comment
from bot.store.messages import message
from bot.store.record import OVERTAKEN, write_event
from bot.store.sql import every, insert, moment, one, run

COMMENTED, ASKED, SETTLED = "comment", "asked", "question_settled"
"""Lines of the history that are no step."""


def comment(db: Database, message_id: int, text: str, asked: Sequence[str], actor: str, at: datetime) -> int:
    """Add a comment, answer what its writer was asked, and ask these colleagues; returns its id."""
    if message(db, message_id).status is Status.PURGED:
        raise Conflict(OVERTAKEN)
    comment_id = insert(db, "comments", {"message_id": message_id, "colleague": actor, "at": moment(at), "text": text})
    run(
        db,
        "UPDATE colleague_questions SET settled_at = ?, settled_by = ?"
        " WHERE message_id = ? AND colleague = ? AND settled_at IS NULL",
        (moment(at), actor, message_id, actor),
    )
    run(
        db,
        "INSERT OR IGNORE INTO colleague_questions (comment_id, message_id, colleague, at)"
        " SELECT ?, ?, value, ? FROM json_each(?)",
        (comment_id, message_id, moment(at), json.dumps(list(asked))),
    )
    note = f"Gevraagd: {', '.join(asked)}." if asked else ""
    write_event(db, ASKED if asked else COMMENTED, actor, at, message_id=message_id, note=note)
    return comment_id


def settle_question(db: Database, message_id: int, question_id: int, actor: str, at: datetime) -> None:
    """Nobody needs to answer any more. ``Conflict`` when somebody did so before, or it is of another message."""
    changed = run(
        db,
        "UPDATE colleague_questions SET settled_at = ?, settled_by = ?"
        " WHERE id = ? AND message_id = ? AND settled_at IS NULL",
        (moment(at), actor, question_id, message_id),
    )
    if not changed.rowcount:
        raise Conflict(OVERTAKEN)
    found = one(db, "SELECT colleague FROM colleague_questions WHERE id = ?", (question_id,))
    write_event(db, SETTLED, actor, at, message_id=message_id, note=f"Aan {found['colleague']}." if found else "")


def comments(db: Database, thread_id: int) -> tuple[Comment, ...]:
    """Of a whole conversation, the oldest first."""
    found = every(
        db,
        "SELECT c.* FROM comments c JOIN messages m ON m.id = c.message_id WHERE m.thread_id = ? ORDER BY c.at, c.id",
        (thread_id,),
    )
    return tuple(
        Comment(row["id"], row["message_id"], row["colleague"], datetime.fromisoformat(row["at"]), row["text"])
        for row in found
    )


def questions(db: Database, thread_id: int) -> tuple[ColleagueQuestion, ...]:
    """Of a whole conversation, settled ones as well, the oldest first."""
    found = every(
        db,
        "SELECT q.* FROM colleague_questions q JOIN messages m ON m.id = q.message_id WHERE m.thread_id = ?"
        " ORDER BY q.at, q.id",
        (thread_id,),
    )
    return tuple(_question(row) for row in found)


def _question(row: sqlite3.Row) -> ColleagueQuestion:
    settled_at = datetime.fromisoformat(row["settled_at"]) if row["settled_at"] else None
    return ColleagueQuestion(
        row["id"],
        row["comment_id"],
        row["message_id"],
        row["colleague"],
        datetime.fromisoformat(row["at"]),
        settled_at,
        row["settled_by"],
    )
