"""The port of meetings: what is planned, who comes, and what waits to be put on a list.

Each method is one transaction. ``Conflict`` when somebody else was first, ``IllegalTransition`` when the tables of
``bot.model.meetings`` have no such step, ``InvalidInput`` (Dutch) when a rule of the places is broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Address
from bot.model.meetings import (
    Meeting,
    MeetingBook,
    MeetingEvent,
    MeetingPlan,
    MeetingState,
    Registration,
    RegistrationState,
    RegistrationStep,
)
from bot.pipeline.own_mail import OwnMail


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is put on a list; the order of the calls is the order of the list."""

    municipality: str
    contact: Address | None
    people: int
    request_id: int | None = None
    """None when a colleague enters it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft that tells one municipality how it stands."""

    registration_id: int
    says: str
    """``Meeting.to_tell``, as it was when the draft was made."""
    mail: OwnMail


class Meetings(Protocol):
    """Meetings and their lists."""

    async def book(self) -> MeetingBook: ...
    async def meeting(self, meeting_id: int) -> Meeting:
        """Raises ``NotFound``."""

    async def history(self, meeting_id: int) -> tuple[MeetingEvent, ...]:
        """What happened to a meeting and its list, oldest first."""

    async def plan(self, uid: str, plan: MeetingPlan, actor: str, at: datetime) -> int:
        """A new meeting; returns its id."""

    async def change(self, meeting_id: int, version: int, plan: MeetingPlan, actor: str, at: datetime) -> None:
        """What colleagues say of it instead. Refused when fewer places would be left than were given away."""

    async def set_state(self, meeting_id: int, version: int, state: MeetingState, actor: str, at: datetime) -> None:
        """Call it off, or have it go on after all."""

    async def register(self, meeting_id: int, guest: Guest, actor: str, at: datetime) -> RegistrationState:
        """Put a municipality on the list, or on the waiting list when there is no room. A sign-up goes along."""

    async def step(
        self,
        registration_id: int,
        was: RegistrationState,
        step: RegistrationStep,
        actor: str,
        at: datetime,
        *,
        answers: int | None = None,
        letter: Letter | None = None,
    ) -> Registration:
        """A decision about a registration. ``answers`` is the request that asked for it, settled with it."""

    async def set_people(self, registration_id: int, was: int, people: int, actor: str, at: datetime) -> None:
        """How many come."""

    async def note_told(self, registration_id: int, says: str, actor: str, at: datetime) -> None:
        """A colleague told it without a mail of ours; ``says`` is ``Meeting.to_tell``, as it was on the page."""

    async def write(self, meeting_id: int, letters: Sequence[Letter], actor: str, at: datetime) -> None:
        """Put drafts before the reviewers; a draft of before that is not approved is closed."""
