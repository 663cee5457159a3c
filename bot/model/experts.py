"""The nouns of democratie-experts: who is in the directory, and what became of asking one for a request.

A person chooses an expert for a request and the expert is **asked**, by a mail of our own in a conversation of its
own. A person reads the answer: the expert has **accepted**, and is introduced to the municipality, or has **declined**,
and is not proposed for this request again. What does not go on is **stopped**; an introduction that is over is
**done**, and the expert rests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.lifecycle import Status
from bot.model.mail import Address
from bot.transitions import follow

SERVICE, SIGN_UP = "expert", "aanmelden"
"""The request for which an expert is sought."""


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody in the directory. Empty provinces or roles mean: all of them."""

    id: str
    name: str
    address: Address
    topics: tuple[str, ...]
    provinces: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """Roles of people that this expert helps best."""
    organisation: str = ""
    at_once: int = 1
    """How many questions at most at the same time."""
    rest_weeks: int = 0
    """Weeks of rest after each introduction that is over."""
    available_from: date | None = None
    available_until: date | None = None
    """The last day."""
    notes: str = ""
    """For colleagues only; never in a mail."""


class AskState(StrEnum):
    """How asking an expert stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    STOPPED = "stopped"
    DONE = "done"


class AskStep(StrEnum):
    """What a person decides about it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    STOP = "stop"
    FINISH = "finish"


A, D = AskState, AskStep

ASK_STEPS: Mapping[tuple[AskState, AskStep], AskState] = MappingProxyType(
    {
        (A.ASKED, D.ACCEPT): A.ACCEPTED,
        (A.ASKED, D.DECLINE): A.DECLINED,
        (A.ASKED, D.STOP): A.STOPPED,
        (A.ACCEPTED, D.DECLINE): A.DECLINED,  # cannot after all
        (A.ACCEPTED, D.STOP): A.STOPPED,
        (A.ACCEPTED, D.FINISH): A.DONE,
    }
)

OPEN = frozenset({AskState.ASKED, AskState.ACCEPTED})
"""States that count as load of the expert; a request has one such ask at most."""


def ask_after(state: AskState, step: AskStep) -> AskState:
    """The state that follows; raises ``IllegalTransition`` where the table has no such step."""
    return follow(ASK_STEPS, state, step, of="an ask")


class ExpertSaid(StrEnum):
    """What the answer of an expert seems to say; a person confirms it."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Ask:
    """One expert who was chosen for one request, with the mails about it."""

    id: int
    request_id: int
    expert_id: str
    """'' when the person was forgotten."""
    state: AskState
    asked_by: str
    asked_at: datetime
    question_id: int
    """Our mail to the expert."""
    question_status: Status
    approved_at: datetime | None
    """When that mail was approved; None before."""
    answer_id: int | None = None
    """The latest mail of the expert about it."""
    said: ExpertSaid | None = None
    introduction_id: int | None = None
    """Our mail to the municipality that names the expert."""
    introduction_status: Status | None = None
    ended_at: datetime | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether an answer waits for a person who says what it means."""
        return self.state is AskState.ASKED and self.answer_id is not None

    @property
    def introduced(self) -> bool:
        """Whether the municipality knows who the expert is."""
        return self.introduction_status in {Status.SENT, Status.UNCONFIRMED, Status.PURGED}
