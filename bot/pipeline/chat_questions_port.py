"""The port of the questions that the chat answered badly or not at all; every method is one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import ChatQuestion, Remedy, Verdict


class ChatQuestions(Protocol):
    """What the store keeps of them."""

    async def add(self, question: str, entry: str, verdict: Verdict, at: datetime) -> None:
        """Keep a question without people in it; a useful answer is counted only, with an empty question."""

    async def waiting(self) -> tuple[ChatQuestion, ...]:
        """Those that nobody decided about, the latest first; a thousand at most."""

    async def decided(self) -> tuple[ChatQuestion, ...]:
        """Those that become a variant or an entry, the latest first; a thousand at most."""

    async def useful(self) -> int:
        """How many answers were found useful."""

    async def decide(self, ids: Sequence[int], remedy: Remedy, target: str, actor: str, at: datetime) -> None:
        """Decide about questions. ``Conflict`` when a colleague decided about one of them, or it is gone."""

    async def forget(self, before: datetime) -> int:
        """Delete what was asked before then; how many."""
