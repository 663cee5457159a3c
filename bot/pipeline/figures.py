"""The port of the report and of the pages of municipalities: what the store counts, in rows without persons.

Moments are aware UTC. What is grouped by the hour can be taken to a day in Amsterdam without a doubt: its offset is
whole hours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.model import MessageRow, RequestRow

Period = tuple[datetime, datetime]
"""From the first moment up to and without the second."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many messages took one step into the stock or out of it, in the period at that place of the list."""

    period: int
    was: str | None
    becomes: str
    event: str
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many requests (``open``, ``waiting``) or messages (``review``) wait since a period of those asked for."""

    period: int
    """Which of them, from 0."""
    pile: str
    number: int


class Answered(NamedTuple):
    """How many messages of one hour got their first answer in another, by the service asked first ('': none)."""

    received: datetime
    answered: datetime
    service: str
    number: int


@dataclass(frozen=True, slots=True)
class Fate:
    """How many drafts of the assistant ended so: ``unchanged``, ``edited``, ``rejected``, ``unused``."""

    service: str
    fate: str
    number: int


@dataclass(frozen=True, slots=True)
class Judged:
    """How many requests were read with this confidence (two decimals), and kept or not by a reviewer."""

    confidence: float
    kept: bool
    number: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose first draft rests on no answer of the knowledge base."""

    message_id: int
    received_at: datetime
    channel: str
    subject: str
    text: str
    sender_name: str
    service: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that a reviewer rejected with a reason, and the sources on which it rested."""

    message_id: int
    at: datetime
    reason: str
    service: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was asked under one name of a municipality."""

    name: str
    requests: int
    open: int
    late: int
    """Open and past its due date."""
    last: datetime
    """When the last request was opened."""


class Figures(Protocol):
    """What the store counts."""

    async def flows(self, periods: Sequence[Period]) -> tuple[Flow, ...]: ...
    async def standing(self, periods: Sequence[Period]) -> tuple[Standing, ...]:
        """What waits now and came in one of the periods."""

    async def answered(self, period: Period) -> tuple[Answered, ...]:
        """First answers that went out in the period, from here or from Outlook."""

    async def fates(self, period: Period) -> tuple[Fate, ...]: ...
    async def judged(self, period: Period) -> tuple[Judged, ...]:
        """Requests whose reading a person confirmed (the answer went out) or corrected in the period."""

    async def open_questions(self, answers: Collection[str], since: datetime) -> tuple[OpenQuestion, ...]:
        """Questions since then whose draft rests on none of these entries, the latest first; a few hundred at most."""

    async def rejected(self, since: datetime) -> tuple[Rejected, ...]:
        """Drafts of the assistant that were rejected since then with a reason, the latest first; fifty at most."""

    async def tallies(self, today: date, service: str = "") -> tuple[Tally, ...]:
        """For every name under which anything was asked."""

    async def requests_about(self, names: Collection[str]) -> tuple[RequestRow, ...]:
        """Requests of these municipalities: what is open first, by its due date, then the rest, the latest first."""

    async def messages_about(self, names: Collection[str], *, limit: int = 50) -> tuple[MessageRow, ...]:
        """The latest messages about these municipalities, the latest first."""

    async def messages_total(self, names: Collection[str]) -> int: ...
