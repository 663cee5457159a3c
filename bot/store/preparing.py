"""Preparing in batches: what waits, and the one transaction in which each mail of a batch takes its step."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TypeVar

from sqlite_utils import Database

from bot.model import Change, MessageRow, RequestRow
from bot.model.intake import Told
from bot.pipeline.ports import Conversation, Prepared, SentReply
from bot.pipeline.preparing import Lookups, Received
from bot.store import corrections, intakes, messages, requests
from bot.store.database import FAULTS_OF_THE_CALLER, Connections
from bot.store.prepare import prepare
from bot.store.sameness import twin
from bot.store.sql import every

T = TypeVar("T")


class SqlitePreparing:
    """``preparing.Preparing``, on the connections that the rest of the store uses."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def waiting(self, after: int | None, limit: int, most_bytes: int) -> tuple[int, ...]:
        return await self._file.read(lambda db: waiting(db, after, limit, most_bytes))

    async def received(self, message_ids: Sequence[int]) -> tuple[Received, ...]:
        return await self._file.read(lambda db: tuple(received(db, message_id) for message_id in message_ids))

    async def in_turn(self, steps: Sequence[Callable[[Lookups], T]]) -> tuple[T | Exception, ...]:
        return await self._file.write(lambda db: tuple(in_turn(db, steps)))


class _Lookups:
    """The functions of the store on the connection of a transaction that is open."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def thread_of(self, rfc_message_ids: Sequence[str], *, ours: bool = False) -> int | None:
        return messages.thread_of(self._db, rfc_message_ids, ours=ours)

    def conversation(self, thread_id: int) -> Conversation:
        return messages.conversation(self._db, thread_id)

    def replies_to(self, addr_spec: str, since: datetime, until: datetime) -> tuple[SentReply, ...]:
        return messages.replies_to(self._db, addr_spec, since, until)

    def requests_of(self, thread_id: int) -> tuple[RequestRow, ...]:
        return requests.requests_of(self._db, thread_id)

    def told(self, thread_id: int, but: int) -> Told:
        return intakes.told(self._db, thread_id, but)

    def corrections_mark(self) -> tuple[object, ...]:
        return corrections.mark(self._db)

    def twin(self, message_id: int, prepared: Prepared) -> MessageRow | None:
        return twin(self._db, message_id, prepared)

    def prepare(self, message_id: int, prepared: Prepared, change: Change, at: datetime) -> None:
        prepare(self._db, message_id, prepared, change, at)


def waiting(db: Database, after: int | None, limit: int, most_bytes: int) -> tuple[int, ...]:
    """As many as are light enough together; the length of a blob costs no reading of it."""
    found = every(
        db,
        "SELECT m.id, coalesce(length(r.raw), 0) AS size FROM messages m LEFT JOIN raws r ON r.message_id = m.id"
        " WHERE m.status = 'received' AND (:after IS NULL"
        " OR (m.received_at, m.id) > (SELECT received_at, id FROM messages WHERE id = :after))"
        " ORDER BY m.received_at, m.id LIMIT :limit",
        {"after": after, "limit": limit},
    )
    weights = accumulate(row["size"] for row in found)
    return tuple(row["id"] for at, (row, weight) in enumerate(zip(found, weights, strict=True))
                 if at == 0 or weight <= most_bytes)  # fmt: skip


def received(db: Database, message_id: int) -> Received:
    """Raises ``NotFound``."""
    return Received(messages.message(db, message_id), messages.raw(db, message_id))


def in_turn(db: Database, steps: Sequence[Callable[[Lookups], T]]) -> Iterator[T | Exception]:
    """Take each step inside a savepoint, in the transaction that is open."""
    known = _Lookups(db)
    for step in steps:
        db.execute("SAVEPOINT step")
        try:
            outcome: T | Exception = step(known)
        except Exception as error:
            if isinstance(error, sqlite3.Error) and not isinstance(error, FAULTS_OF_THE_CALLER):
                raise  # the disk is full, or worse: SQLite may have undone the whole transaction
            db.execute("ROLLBACK TO step")
            outcome = error
        db.execute("RELEASE step")
        yield outcome
