"""The port of intakes: what a conversation says, and what colleagues said of the facts of a request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.intake import Told


class IntakeBook(Protocol):
    """What is read of mail is never stored: only the words of colleagues are."""

    async def told(self, thread_id: int, but: int | None = None) -> Told:
        """What a conversation says, without the message ``but``."""

    async def fill(self, request_id: int, last_word: int, values: Mapping[str, str], actor: str, at: datetime) -> None:
        """Write down what a colleague says of some facts; an empty value says that a fact is not known.

        ``Conflict`` when a colleague said something after ``last_word`` (0 for none), ``NotFound`` without a request.
        """
