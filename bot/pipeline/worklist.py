"""The port of the queue: lists, search, what sleeps, who has it, and what colleagues are typing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.lifecycle import Status
from bot.model import Counted, KeptText, QueueKey, QueueQuery, QueueRows


class Worklist(Protocol):
    """Kept in the same file as ``ports.Store``, and written by the same one writer."""

    async def rows(
        self,
        asked: QueueQuery,
        today: date,
        *,
        size: int,
        after: QueueKey | None = None,
        before: QueueKey | None = None,
    ) -> QueueRows:
        """One piece of a list: its beginning, or what follows ``after``, or what comes just before ``before``."""

    async def counts(self, lists: Mapping[str, QueueQuery], today: date) -> Mapping[str, Counted]:
        """How long each list is; filters of search do not count."""

    async def key(self, asked: QueueQuery, message_id: int) -> QueueKey:
        """Where a message stands in a list, or would stand by its arrival. Raises ``NotFound``."""

    async def municipalities(self, asked: QueueQuery) -> Sequence[str]:
        """Of which municipalities the messages of a list are, whatever its filters; in the order of the alphabet."""

    async def snooze(self, message_id: int, until: date, actor: str, at: datetime, note: str) -> None:
        """Have what awaits review return on this day; it leaves its sleep when it leaves review."""

    async def wake(self, message_id: int, actor: str, at: datetime) -> None:
        """Bring it back now. ``Conflict`` when it does not sleep."""

    async def snoozed_until(self, message_id: int) -> date | None: ...

    async def close(self, message_id: int, was: Status, version: int, reason: str, actor: str, at: datetime) -> None:
        """Close what still is as somebody saw it in a list; else ``Conflict``."""

    async def hand_over(self, message_id: int, was: str | None, owner: str | None, actor: str, at: datetime) -> None:
        """Set or clear who handles a message and the requests that came with it.

        ``Conflict`` when its owner is no longer ``was``.
        """

    async def keep_text(self, message_id: int, colleague: str, text: KeptText) -> None:
        """Keep what a colleague is typing. ``Conflict`` when the draft is no longer that version."""

    async def kept_text(self, message_id: int, colleague: str) -> KeptText | None: ...

    async def drop_text(self, message_id: int, colleague: str) -> None: ...
