"""The nouns of leerkringen and intervisitaties: places, circles and seats, and the life of each as one table.

A municipality that signs up gets a **place** on the board of a topic and is **waiting**. A person takes it up in a
circle (**proposed**) and has it **invited**; the municipality has **accepted** or **declined**. Who declined may wait
for another circle. A place that is taken back is **withdrawn**, from wherever it was, and can be taken up again.

A **circle** is **proposed** while a person puts it together, **inviting** while the municipalities are asked,
**complete** when all of them said yes, and **stopped** when it does not go on: its places wait again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.lifecycle import Status
from bot.model.mail import Address
from bot.transitions import follow


class PlaceState(StrEnum):
    """How a place stands."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PlaceStep(StrEnum):
    """What happens to a place."""

    TAKE_UP = "take_up"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    RELEASE = "release"
    WITHDRAW = "withdraw"


P, D = PlaceState, PlaceStep

PLACE_STEPS: Mapping[tuple[PlaceState, PlaceStep], PlaceState] = MappingProxyType(
    {
        (P.WAITING, D.TAKE_UP): P.PROPOSED,
        (P.PROPOSED, D.INVITE): P.INVITED,
        (P.PROPOSED, D.RELEASE): P.WAITING,  # exchanged for another one, or the circle stopped
        (P.INVITED, D.ACCEPT): P.ACCEPTED,
        (P.INVITED, D.DECLINE): P.DECLINED,
        (P.INVITED, D.RELEASE): P.WAITING,
        (P.ACCEPTED, D.DECLINE): P.DECLINED,  # leaves after all
        (P.ACCEPTED, D.RELEASE): P.WAITING,
        (P.DECLINED, D.RELEASE): P.WAITING,  # wants another circle
        (P.WITHDRAWN, D.RELEASE): P.WAITING,
        **{(state, D.WITHDRAW): P.WITHDRAWN for state in P if state is not P.WITHDRAWN},
    }
)

SEATED = frozenset({PlaceState.PROPOSED, PlaceState.INVITED, PlaceState.ACCEPTED})
"""States in which a place has a seat in a circle."""


class CircleState(StrEnum):
    """How a circle stands."""

    PROPOSED = "proposed"
    INVITING = "inviting"
    COMPLETE = "complete"
    STOPPED = "stopped"


CIRCLE_STEPS: Mapping[CircleState, frozenset[CircleState]] = MappingProxyType(
    {
        CircleState.PROPOSED: frozenset({CircleState.INVITING, CircleState.STOPPED}),
        CircleState.INVITING: frozenset({CircleState.COMPLETE, CircleState.STOPPED}),
        CircleState.COMPLETE: frozenset({CircleState.INVITING, CircleState.STOPPED}),  # somebody left
        CircleState.STOPPED: frozenset(),
    }
)


def place_after(state: PlaceState, step: PlaceStep) -> PlaceState:
    """The state that follows; raises ``IllegalTransition`` where the table has no such step."""
    return follow(PLACE_STEPS, state, step, of="a place")


SIZES = ("klein", "middelgroot", "groot")
"""Size classes of municipalities, as colleagues tell them apart; '' is unknown and never counts."""

COMMITTEE: Mapping[str, str] = MappingProxyType(
    {
        "voorzitter": "Onafhankelijk voorzitter",
        "bestuurder": "Bestuurder",
        "gs": "Gemeentesecretaris",
        "raadslid": "Raadslid",
        "ambtenaar": "Ambtenaar",
        "bewoner": "Bewoner (als dat kan)",
    }
)
"""Who sits on the committee of an intervisitatie; the chair comes from none of its municipalities."""

VISIT_STEPS = (
    "Thema gekozen",
    "Gemeenten gevonden",
    "Commissie gevormd, met een onafhankelijke voorzitter",
    "Zelfanalyses geschreven",
    "Gemeenten bezocht en advies gegeven",
    "Verbeteracties gemaakt",
)
"""The six steps of an intervisitatie, as they read when they are done."""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that wants to take part in a circle of one service."""

    id: int
    service: str
    municipality: str
    """Official name; '' until a person or a later mail says it."""
    topics: tuple[str, ...]
    """The first one is what they want most."""
    contact: Address | None
    role: str
    received_at: datetime
    state: PlaceState
    size: str = ""
    thread_id: int | None = None
    message_id: int | None = None
    """The mail of the sign-up; None when a colleague entered it."""
    question: int | None = None
    """A mail of which a person must say whether it is a yes or a no."""
    request_id: int | None = None

    @property
    def incomplete(self) -> bool:
        """Whether it cannot be planned yet."""
        return not self.municipality or not self.topics


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a circle, with what became of its invitation."""

    place: Place
    invitation_id: int | None = None
    invitation_status: Status | None = None
    invited_at: datetime | None = None
    """When the invitation was approved; None before."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A leerkring or an intervisitatie in the making."""

    id: int
    service: str
    topic: str
    state: CircleState
    size: int
    """How many municipalities it is for."""
    made_by: str
    made_at: datetime
    seats: tuple[Seat, ...]
    gone: tuple[Place, ...] = ()
    """Places that had a seat and left, the latest last."""
    completed_at: datetime | None = None
    """When the last municipality said yes; None while the circle is not complete."""
    steps_done: int = 0
    """Of the six steps of an intervisitatie."""
    committee: Mapping[str, str] = field(default_factory=dict)
    """Role to who fills it, as colleagues wrote it down."""

    @property
    def accepted(self) -> int:
        return sum(seat.place.state is PlaceState.ACCEPTED for seat in self.seats)

    @property
    def empty_seats(self) -> int:
        """How many municipalities are still to be found."""
        return max(self.size - len(self.seats), 0)


@dataclass(frozen=True, slots=True)
class RefusedPair:
    """Two municipalities that do not come together in one circle, and why."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about circles at one moment."""

    places: tuple[Place, ...]
    circles: tuple[Circle, ...]
    refused: tuple[RefusedPair, ...]


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What a person says of a place, new or corrected."""

    service: str
    municipality: str
    topics: tuple[str, ...]
    contact: Address | None
    role: str
    received_on: date
    size: str = ""


@dataclass(frozen=True, slots=True)
class CircleEvent:
    """One line of the history of a circle or of one of its places."""

    at: datetime
    actor: str
    event: str
    municipality: str
    """'' when it is about the circle as a whole."""
    note: str
