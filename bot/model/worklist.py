"""The queue as colleagues read it: which list they ask for, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.lifecycle import Status
from bot.model.rows import MessageRow


@dataclass(frozen=True, slots=True)
class QueueKey:
    """A place in a list, by which the next and the previous page are found."""

    since: str
    """The moment or day that the list is ordered by, as the store writes it."""
    message_id: int


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Which messages somebody asks for; empty filters let everything through."""

    statuses: tuple[Status, ...] = ()
    promised: tuple[str, ...] = ()
    """Instead of statuses: messages whose requests are ``open``, or only ``waiting``, by the date that was promised."""
    before: date | None = None
    """Only what was promised for a day before this one."""
    asleep: bool | None = None
    """True: what sleeps, by the day on which it returns. False: nothing that sleeps. None: both."""
    service: str = ""
    municipality: str = ""
    owner: str = ""
    asked_of: str = ""
    """Instead of statuses: messages with an open question to this colleague, by when it was asked."""
    search: str = ""
    """As somebody typed it."""
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the search found something: pieces of text, every second one of which is what was found."""

    column: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    message: MessageRow
    key: QueueKey
    due_on: date | None
    """The earliest day that was promised for its open requests."""
    snoozed_until: date | None
    """It sleeps before this day, and has returned since."""
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many, or that it is at least so many: counting further would cost more than it tells."""

    number: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class QueueRows:
    """A piece of a list, and whether something stands before and after it."""

    rows: tuple[QueueRow, ...]
    total: Counted
    before: bool = False
    after: bool = False
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For words that nothing begins with: what was searched in their place."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """What a colleague was typing when the page last kept it."""

    version: int
    """The version of the draft that it changes."""
    subject: str
    text: str
    at: datetime
