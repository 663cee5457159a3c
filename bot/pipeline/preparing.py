"""The ports of preparing: what waits is taken up in batches, looked up and written in one transaction a batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model import Change, MessageRow, RequestRow
from bot.model.intake import Told
from bot.pipeline.ports import Conversation, Prepared, SentReply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Received:
    """A message with its raw mail; None for a chat hand-over."""

    message: MessageRow
    raw: bytes | None


class Lookups(Protocol):
    """The database inside one transaction: what it knows of other mail at this very moment, and the one write."""

    def thread_of(self, rfc_message_ids: Sequence[str], *, ours: bool = False) -> int | None:
        """The thread that one of these Message-IDs (received, or sent by us) belongs to; the last known one wins.

        With ``ours`` only mail that we sent counts.
        """

    def conversation(self, thread_id: int) -> Conversation:
        """What is known of a thread without its words."""

    def replies_to(self, addr_spec: str, since: datetime, until: datetime) -> tuple[SentReply, ...]:
        """What we approved in this time for this address and nobody recalled, oldest first."""

    def requests_of(self, thread_id: int) -> tuple[RequestRow, ...]: ...
    def told(self, thread_id: int, but: int) -> Told:
        """What the conversation says for its intakes, without the message ``but``."""

    def corrections_mark(self) -> tuple[object, ...]:
        """Another value whenever a correction or a verdict came or went."""

    def twin(self, message_id: int, prepared: Prepared) -> MessageRow | None:
        """A mail that is this one under other bytes: the same Message-ID, sender, subject and new text."""

    def prepare(self, message_id: int, prepared: Prepared, change: Change, at: datetime) -> None:
        """From ``received`` to ``awaiting_review`` or ``ignored``, with thread, requests and first draft."""


class Preparing(Protocol):
    """The part of the store that preparing works with."""

    async def waiting(self, after: int | None, limit: int, most_bytes: int) -> tuple[int, ...]:
        """``received`` messages, oldest first, those behind the message ``after``; one at least, whatever it weighs."""

    async def received(self, message_ids: Sequence[int]) -> tuple[Received, ...]: ...
    async def in_turn(self, steps: Sequence[Callable[[Lookups], T]]) -> tuple[T | Exception, ...]:
        """Take steps one after the other in one transaction, so that each sees what those before it wrote.

        A step that raises undoes what it wrote itself, and its error stands in its place. What SQLite cannot do now is
        a ``StorageError``, and nothing of any step was written.
        """
