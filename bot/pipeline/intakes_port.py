"""The port of intakes: what a conversation says, and what colleagues said of the facts of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.intake import Told


@dataclass(frozen=True, slots=True)
class Filling:
    """What a colleague says of some facts of a request; an empty value says that a fact is not known."""

    request_id: int
    last_word: int
    """The last word about the request that the colleague saw; 0 for none."""
    seen: int
    """The newest mail of the conversation that the colleague saw; 0 for none."""
    values: Mapping[str, str]


class IntakeBook(Protocol):
    """What is read of mail is never stored: only the words of colleagues are."""

    async def told(self, thread_id: int, but: int | None = None) -> Told:
        """What a conversation says, without the message ``but``."""

    async def fill(self, filling: Filling, actor: str, at: datetime) -> None:
        """Write the words down. ``Conflict`` when a colleague said something since, ``NotFound`` without a request."""
