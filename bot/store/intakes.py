"""``intakes_port.IntakeBook`` on SQLite: a conversation as far as its intakes need it, and the words of colleagues."""

from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.model import Address
from bot.model.intake import Question, Told, ToldMail, Word
from bot.pipeline.intakes_port import Filling
from bot.store.database import Connections
from bot.store.documents import DRAFT, STRINGS, UNDERSTANDING
from bot.store.requests import request
from bot.store.sql import every, insert, moment, number, run
from bot.understanding.facts import MOST_TEXT

OVERTAKEN = "Een collega was u voor: deze intake is intussen veranderd. Laad de pagina opnieuw."
MUNICIPALITY = "gemeente"
"""The fact that stands with the request itself too, where the pages of the municipalities read it."""
QUESTIONS = "entry:vraag-"
MOST_MAILS = 20
"""The latest mails of a conversation that are looked at; hardly any is longer."""


class SqliteIntakes:
    """Beside the store and on the same one writer."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def told(self, thread_id: int, but: int | None = None) -> Told:
        return await self._file.read(lambda db: told(db, thread_id, but))

    async def fill(self, filling: Filling, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: fill(db, filling, actor, at))


def told(db: Database, thread_id: int, but: int | None = None) -> Told:
    """What a conversation says, without one message; automatic mail tells nothing."""
    return Told(_mails(db, thread_id, but), _words(db, thread_id), _questions(db, thread_id, but))


def _mails(db: Database, thread_id: int, but: int | None) -> tuple[ToldMail, ...]:
    found = every(
        db,
        "SELECT id, received_at, understanding, substr(new_text, 1, ?) AS new_text, sender_name, sender_addr"
        " FROM messages WHERE thread_id = ? AND id IS NOT ? AND channel <> 'own' AND understanding IS NOT NULL"
        " AND kind NOT IN ('autoreply', 'bounce', 'nieuwsbrief', 'spam') ORDER BY received_at DESC, id DESC LIMIT ?",
        (MOST_TEXT, thread_id, but, MOST_MAILS),
    )
    return tuple(
        ToldMail(
            row["id"],
            datetime.fromisoformat(row["received_at"]),
            UNDERSTANDING.read(row["understanding"]),
            row["new_text"],
            Address(row["sender_name"], row["sender_addr"]) if row["sender_addr"] else None,
        )
        for row in reversed(found)
    )


def _words(db: Database, thread_id: int) -> tuple[Word, ...]:
    found = every(
        db,
        "SELECT w.* FROM intake_words w JOIN requests r ON r.id = w.request_id WHERE r.thread_id = ? ORDER BY w.id",
        (thread_id,),
    )
    return tuple(
        Word(
            row["id"],
            row["request_id"],
            row["fact"],
            row["value"],
            row["actor"],
            datetime.fromisoformat(row["at"]),
            row["seen"],
        )
        for row in found
    )


def _questions(db: Database, thread_id: int, but: int | None) -> tuple[Question, ...]:
    """The questions in the present draft of each message, and whether that draft was approved."""
    found = every(
        db,
        "SELECT d.draft, d.created_at, m.status IN ('approved', 'sending', 'sent', 'unconfirmed') AS sent"
        " FROM messages m JOIN drafts d ON d.message_id = m.id AND d.version = m.draft_version"
        " WHERE m.thread_id = ? AND m.id IS NOT ?"
        " AND m.status IN ('awaiting_review', 'approved', 'sending', 'sent', 'unconfirmed')"
        " ORDER BY d.created_at, m.id",
        (thread_id, but),
    )
    return tuple(
        Question(piece.entry.removeprefix("entry:"), datetime.fromisoformat(row["created_at"]), bool(row["sent"]))
        for row in found
        for piece in DRAFT.read(row["draft"]).evidence
        if piece.entry.startswith(QUESTIONS)
    )


def fill(db: Database, filling: Filling, actor: str, at: datetime) -> None:
    """Write the words down; ``Conflict`` when somebody said something since."""
    of = request(db, filling.request_id)
    last = number(db, "SELECT coalesce(max(id), 0) FROM intake_words WHERE request_id = ?", (of.id,))
    if last != filling.last_word:
        raise Conflict(OVERTAKEN)
    for fact, value in filling.values.items():
        insert(
            db,
            "intake_words",
            {
                "request_id": of.id,
                "fact": fact,
                "value": value,
                "actor": actor,
                "at": moment(at),
                "seen": filling.seen,
            },
        )
    if MUNICIPALITY in filling.values:
        names = tuple(name for name in filling.values[MUNICIPALITY].split(", ") if name)
        run(db, "UPDATE requests SET municipalities = ? WHERE id = ?", (STRINGS.write(names), of.id))
