"""A colleague's question about the work, as it was understood: what is looked for, which of it, and in what order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.lifecycle import RequestState, Status
from bot.model.programme import CircleState, PlaceState

NOBODY = "-"
"""As an owner: what nobody handles yet; no colleague can be called so."""


class Subject(StrEnum):
    """What the rows of an answer are."""

    REQUESTS = "requests"
    MESSAGES = "messages"
    CIRCLES = "circles"
    PLACES = "places"


class Moment(StrEnum):
    """Which of its dates a period is about."""

    ARRIVED = "arrived"
    DUE = "due"
    SETTLED = "settled"
    ANSWERED = "answered"


class Order(StrEnum):
    """Which row comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


class Per(StrEnum):
    """By what the rows are counted, beside being listed."""

    SERVICE = "service"
    MUNICIPALITY = "municipality"
    TOPIC = "topic"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Span:
    """Days in Amsterdam, both included; None is without an end on that side."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question. A filter that is empty lets everything through; of several values any one will do."""

    subject: Subject = Subject.REQUESTS
    counted: bool = False
    """Whether the number was asked, rather than the rows."""
    states: tuple[RequestState, ...] = ()
    late: bool = False
    """Open or waiting past the day that was promised."""
    promised: bool = False
    """What was promised and is not done: told with its next step, the first due first."""
    statuses: tuple[Status, ...] = ()
    """Of the message; for requests: of the message that they came with."""
    asleep: bool = False
    circles: tuple[CircleState, ...] = ()
    places: tuple[PlaceState, ...] = ()
    nearly_full: bool = False
    """Circles, and topics of the board, that one municipality is missing from."""
    municipalities: tuple[str, ...] = ()
    """Official names of today."""
    provinces: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    """Accounts of colleagues, or ``NOBODY``."""
    person: str = ""
    """A part of the name or address of who wrote."""
    text: str = ""
    """Words that occur in the message."""
    channel: str = ""
    moment: Moment = Moment.ARRIVED
    span: Span = Span()
    order: Order = Order.NEWEST
    limit: int | None = None
    per: Per | None = None
