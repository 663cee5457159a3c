"""The nouns of meetings (bijeenkomsten): a meeting with its places, who comes, and what waits for a decision.

A municipality that signs up has a **registration**: it is **registered** when there was room, or **waiting** on the
waiting list, and **cancelled** when it does not come. Places are counted in people. A meeting is **planned** or
**cancelled**; whether it is to come or over follows from the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.lifecycle import Status
from bot.model.mail import Address
from bot.transitions import follow

SERVICE = "bijeenkomst"
SIGN_UP, OFFER, CHANGE = "aanmelden", "aanbieden", "wijzigen"
"""The acts of this service that the pages of meetings follow."""


class MeetingState(StrEnum):
    """How a meeting stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class RegistrationState(StrEnum):
    """How a registration stands."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class RegistrationStep(StrEnum):
    """What a person decides about a registration that is there."""

    MOVE_UP = "move_up"
    CANCEL = "cancel"
    RETURN = "return"


R, S = RegistrationState, RegistrationStep

REGISTRATION_STEPS: Mapping[tuple[RegistrationState, RegistrationStep], RegistrationState] = MappingProxyType(
    {
        (R.WAITING, S.MOVE_UP): R.REGISTERED,
        (R.REGISTERED, S.CANCEL): R.CANCELLED,
        (R.WAITING, S.CANCEL): R.CANCELLED,
        (R.CANCELLED, S.RETURN): R.WAITING,  # at the end of the line, or registered where there is room
    }
)


def registration_after(state: RegistrationState, step: RegistrationStep) -> RegistrationState:
    """The state that follows; raises ``IllegalTransition`` where the table has no such step."""
    return follow(REGISTRATION_STEPS, state, step, of="a registration")


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What a colleague says of a meeting. Times are aware UTC."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    """The address; of an online meeting the link, or ''."""
    online: bool
    places: int | None
    """In people; None is without a limit."""
    host: str
    """The municipality that receives the others, or ''."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A municipality on the list of a meeting."""

    id: int
    meeting_id: int
    municipality: str
    contact: Address | None
    people: int
    state: RegistrationState
    turn: int
    """The order of the list: who has the lower one came first."""
    registered_at: datetime
    channel: str
    """``mail``, ``chat`` or ``hand``: where it comes from."""
    request_id: int | None
    thread_id: int | None
    message_id: int | None
    letter_id: int | None
    """The message of ours that told it last how it stands."""
    letter_status: Status | None
    told: str = ""
    """What that message said; see ``Meeting.to_tell``."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with everybody on its list, in the order of their turns."""

    id: int
    uid: str
    """Of its calendar file, the same for ever."""
    version: int
    """Of what colleagues say of it: who changes the meeting says which one was on the page."""
    sequence: int
    """Of what stands in a calendar, from 0: day, time, place, title, host, whether it goes on."""
    state: MeetingState
    plan: MeetingPlan
    made_by: str
    changed_at: datetime
    registrations: tuple[Registration, ...] = field(default=())

    def over(self, now: datetime) -> bool:
        return self.plan.ends_at <= now

    def open_at(self, now: datetime) -> bool:
        """Whether somebody can still sign up."""
        return self.state is MeetingState.PLANNED and not self.over(now)

    def to_tell(self, one: Registration) -> str:
        """What a message to this municipality would have to say; '' when nothing."""
        if one.state is RegistrationState.CANCELLED:
            return ""
        return f"{self.state if self.state is MeetingState.CANCELLED else one.state}:{self.sequence}"

    def untold(self) -> tuple[Registration, ...]:
        """Who was not told yet how it stands, and can be."""
        return tuple(one for one in self.registrations if self.to_tell(one) not in {"", one.told})


@dataclass(frozen=True, slots=True)
class MeetingEvent:
    """One line of the history of a meeting."""

    at: datetime
    actor: str
    event: str
    municipality: str


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """A request about a meeting that waits for a person: a sign-up, an offer, or a change."""

    request_id: int
    message_id: int
    thread_id: int
    act: str
    municipalities: tuple[str, ...]
    contact: Address | None
    people: int | None
    """As it was read; None when the mail does not say."""
    opened_at: datetime
    subject: str
    text: str
    """What the sender wrote, without quotes."""


@dataclass(frozen=True, slots=True)
class MeetingBook:
    """Every meeting, the first one first, and what waits to be put on one, the oldest first."""

    meetings: tuple[Meeting, ...]
    requests: tuple[MeetingRequest, ...]

    def asking(self, act: str) -> tuple[MeetingRequest, ...]:
        return tuple(one for one in self.requests if one.act == act)
