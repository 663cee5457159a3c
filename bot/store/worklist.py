"""``pipeline.worklist.Worklist`` on SQLite, beside the store and on the same one writer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlite_utils import Database

from bot.clock import in_amsterdam
from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Change, Counted, KeptText, QueueKey, QueueQuery, QueueRows
from bot.store import piles
from bot.store.database import Connections
from bot.store.drafts import expect_version
from bot.store.record import OVERTAKEN, record
from bot.store.requests import take
from bot.store.search import Vocabulary, renewed, understood
from bot.store.sql import every, moment, one, run


class SqliteWorklist:
    """The queue; every method is one transaction."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections
        self._vocabulary = Vocabulary()

    async def rows(
        self,
        asked: QueueQuery,
        today: date,
        *,
        size: int,
        after: QueueKey | None = None,
        before: QueueKey | None = None,
    ) -> QueueRows:
        def read(db: Database) -> QueueRows:
            search = None
            if asked.search.strip():
                self._vocabulary = renewed(db, self._vocabulary)
                search = understood(asked.search, self._vocabulary)
            return piles.page(db, asked, search, today, size=size, after=after, before=before)

        return await self._file.read(read)

    async def counts(self, lists: Mapping[str, QueueQuery], today: date) -> Mapping[str, Counted]:
        return await self._file.read(lambda db: piles.counts(db, lists, today))

    async def key(self, asked: QueueQuery, message_id: int) -> QueueKey:
        return await self._file.read(lambda db: piles.key(db, asked, message_id))

    async def municipalities(self, asked: QueueQuery) -> Sequence[str]:
        return await self._file.read(lambda db: piles.municipalities(db, asked))

    async def snooze(self, message_id: int, until: date, actor: str, at: datetime, note: str) -> None:
        await self._file.write(lambda db: _snooze(db, message_id, until, actor, at, note))

    async def wake(self, message_id: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: _wake(db, message_id, actor, at))

    async def snoozed_until(self, message_id: int) -> date | None:
        return await self._file.read(lambda db: _snoozed_until(db, message_id))

    async def close(self, message_id: int, was: Status, version: int, reason: str, actor: str, at: datetime) -> None:
        def close(db: Database) -> None:
            expect_version(db, message_id, version)
            record(db, message_id, was, Change(Event.CLOSE, actor, reason), at)

        await self._file.write(close)

    async def hand_over(self, message_id: int, was: str | None, owner: str | None, actor: str, at: datetime) -> None:
        def hand_over(db: Database) -> None:
            row = one(db, "SELECT owner FROM messages WHERE id = ?", (message_id,))
            if row and row["owner"] != was:
                raise Conflict(OVERTAKEN)
            take(db, message_id, owner, actor, at)

        await self._file.write(hand_over)

    async def keep_text(self, message_id: int, colleague: str, text: KeptText) -> None:
        await self._file.write(lambda db: _keep_text(db, message_id, colleague, text))

    async def kept_text(self, message_id: int, colleague: str) -> KeptText | None:
        return await self._file.read(lambda db: _kept_text(db, message_id, colleague))

    async def drop_text(self, message_id: int, colleague: str) -> None:
        await self._file.write(
            lambda db: run(db, "DELETE FROM kept_texts WHERE (message_id, colleague) = (?, ?)", (message_id, colleague))
        )


def _snooze(db: Database, message_id: int, until: date, actor: str, at: datetime, note: str) -> None:
    record(db, message_id, Status.AWAITING_REVIEW, Change(Event.SNOOZE, actor, note), at)
    run(
        db,
        "INSERT INTO snoozes (message_id, until) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
        (message_id, until.isoformat()),
    )


def _wake(db: Database, message_id: int, actor: str, at: datetime) -> None:
    """What has returned by itself cannot be woken: somebody else sees it already."""
    until = _snoozed_until(db, message_id)
    if until is None or until <= in_amsterdam(at).date():
        raise Conflict(OVERTAKEN)
    record(db, message_id, Status.AWAITING_REVIEW, Change(Event.WAKE, actor), at)
    run(db, "DELETE FROM snoozes WHERE message_id = ?", (message_id,))


def _snoozed_until(db: Database, message_id: int) -> date | None:
    row = one(db, "SELECT until FROM snoozes WHERE message_id = ?", (message_id,))
    return date.fromisoformat(row["until"]) if row else None


def _keep_text(db: Database, message_id: int, colleague: str, text: KeptText) -> None:
    expect_version(db, message_id, text.version)
    if not one(db, "SELECT 1 FROM messages WHERE id = ? AND status = 'awaiting_review'", (message_id,)):
        raise Conflict(OVERTAKEN)
    run(
        db,
        "INSERT INTO kept_texts (message_id, colleague, version, subject, text, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET version = excluded.version, subject = excluded.subject, text = excluded.text,"
        " at = excluded.at",
        (message_id, colleague, text.version, text.subject, text.text, moment(text.at)),
    )


def _kept_text(db: Database, message_id: int, colleague: str) -> KeptText | None:
    found = every(db, "SELECT * FROM kept_texts WHERE (message_id, colleague) = (?, ?)", (message_id, colleague))
    return (
        KeptText(row["version"], row["subject"], row["text"], datetime.fromisoformat(row["at"]))
        if (row := next(iter(found), None))
        else None
    )
