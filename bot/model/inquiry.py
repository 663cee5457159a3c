"""A colleague's question about the work, as it was understood: what is looked for, which of it, and in what order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.lifecycle import RequestState, Status
from bot.model.meetings import RegistrationState
from bot.model.programme import CircleState, PlaceState

NOBODY = "-"
"""As an owner: what nobody handles yet; no colleague can be called so."""


class Subject(StrEnum):
    """What the rows of an answer are."""

    REQUESTS = "requests"
    MESSAGES = "messages"
    CIRCLES = "circles"
    PLACES = "places"
    MEETINGS = "meetings"
    REGISTRATIONS = "registrations"
    ASKS = "asks"
    REMINDERS = "reminders"
    CLOSING = "closing"


class MeetingIs(StrEnum):
    """How a meeting is."""

    TO_COME = "to_come"
    OVER = "over"
    CANCELLED = "cancelled"
    FULL = "full"
    ROOM = "room"
    ONLINE = "online"
    ALSO_OFF = "also_off"
    """Whether it goes on or not."""
    PLANNED = "planned"
    """Holds unless it was asked which were called off."""


class AskIs(StrEnum):
    """How it stands between us and an expert."""

    BUSY = "busy"
    """Asked or helping."""
    UNANSWERED = "unanswered"
    """The question went out, and nothing came back."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"


class ReminderIs(StrEnum):
    """How a reminder stands."""

    READY = "ready"
    """A draft before the reviewers."""
    SENT = "sent"


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
    meetings: tuple[MeetingIs, ...] = ()
    """All of them must hold; also for whose list is asked."""
    registrations: tuple[RegistrationState, ...] = ()
    venues: tuple[str, ...] = ()
    """Municipalities where a meeting is held."""
    asks: tuple[AskIs, ...] = ()
    experts: tuple[str, ...] = ()
    """Ids of the directory."""
    reminders: tuple[ReminderIs, ...] = ()
    incomplete: bool = False
    """Requests whose intake lacks something."""
    missing: tuple[str, ...] = ()
    """Facts of an intake, by name: any one of them is not known."""
