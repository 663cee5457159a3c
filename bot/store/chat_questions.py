"""``pipeline.chat_questions_port.ChatQuestions`` on SQLite, beside the store and on the same one writer."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.model import ChatQuestion, Remedy, Verdict
from bot.store.database import Connections
from bot.store.record import OVERTAKEN
from bot.store.sql import every, moment, number, run

MOST = 1_000
WAITING = "remedy IS NULL AND verdict <> 'nuttig'"
DECIDED = "remedy IN ('variant', 'nieuw')"


class SqliteChatQuestions:
    """The questions that wait for the content editor."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def add(self, question: str, entry: str, verdict: Verdict, at: datetime) -> None:
        values = (moment(at), question, entry, verdict)
        sql = "INSERT INTO chat_questions (at, question, entry, verdict) VALUES (?, ?, ?, ?)"
        await self._file.write(lambda db: run(db, sql, values))

    async def waiting(self) -> tuple[ChatQuestion, ...]:
        return await self._file.read(lambda db: _rows(db, WAITING))

    async def decided(self) -> tuple[ChatQuestion, ...]:
        return await self._file.read(lambda db: _rows(db, DECIDED))

    async def useful(self) -> int:
        return await self._file.read(
            lambda db: number(db, "SELECT count(*) FROM chat_questions WHERE verdict = 'nuttig'")
        )

    async def decide(self, ids: Sequence[int], remedy: Remedy, target: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: _decide(db, ids, remedy, target, actor, at))

    async def forget(self, before: datetime) -> int:
        values = (moment(before),)
        if not await self._file.read(
            lambda db: number(db, "SELECT EXISTS (SELECT 1 FROM chat_questions WHERE at < ?)", values)
        ):
            return 0
        return await self._file.write(lambda db: run(db, "DELETE FROM chat_questions WHERE at < ?", values).rowcount)


def _rows(db: Database, which: str) -> tuple[ChatQuestion, ...]:
    found = every(db, f"SELECT * FROM chat_questions WHERE {which} ORDER BY id DESC LIMIT {MOST}")  # noqa: S608  (constants)
    return tuple(
        ChatQuestion(
            id=row["id"],
            at=datetime.fromisoformat(row["at"]),
            question=row["question"],
            entry=row["entry"],
            verdict=Verdict(row["verdict"]),
            remedy=Remedy(row["remedy"]) if row["remedy"] else None,
            target=row["target"],
        )
        for row in found
    )


def _decide(db: Database, ids: Sequence[int], remedy: Remedy, target: str, actor: str, at: datetime) -> None:
    """All of them, or none: who comes second sees what the first decided."""
    listed = json.dumps(sorted(set(ids)))
    changed = run(
        db,
        "UPDATE chat_questions SET remedy = ?, target = ?, actor = ?, decided_at = ?"
        " WHERE remedy IS NULL AND verdict <> 'nuttig' AND id IN (SELECT value FROM json_each(?))",
        (remedy, target, actor, moment(at), listed),
    )
    if changed.rowcount != len(set(ids)):
        raise Conflict(OVERTAKEN)
