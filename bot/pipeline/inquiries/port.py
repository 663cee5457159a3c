"""The port of colleagues' questions: rows of requests and messages for an inquiry, read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.lifecycle import Status
from bot.model import Address, RequestRow
from bot.model.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message of an answer."""

    id: int
    subject: str
    sender: Address | None
    received_at: datetime
    status: Status
    municipalities: tuple[str, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class FoundReminder:
    """One reminder that was made."""

    message_id: int
    question_id: int
    number: int
    made_at: datetime
    status: Status
    ended: str
    """Why it was not needed any more; '' while it is or when it went out."""
    recipient: Address | None
    municipalities: tuple[str, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The first rows, how many there are in all, and how many per value when that was asked."""

    rows: tuple[RequestRow | FoundMessage, ...]
    total: int
    per: tuple[tuple[str, int], ...] = ()
    """A value ('' for none) and its number, the largest first."""


class Inquiries(Protocol):
    """Looks things up for colleagues; never writes."""

    async def rows(self, inquiry: Inquiry, names: Sequence[str], today: date, *, most: int) -> FoundRows:
        """Requests or messages. ``names`` are all names under which the municipalities asked for may be filed.

        An empty ``names`` filters nothing.
        """

    async def reminders(self) -> tuple[FoundReminder, ...]:
        """Every reminder that was made and whose mail is still there, oldest first."""
