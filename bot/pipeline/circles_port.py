"""The port of leerkringen and intervisitaties: places, circles and what becomes of them.

Each method is one transaction. ``Conflict`` when somebody else was first, ``IllegalTransition`` when the tables of
``bot.model.programme`` have no such step, ``InvalidInput`` (Dutch) when a hard rule is broken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.model.programme import Board, Circle, CircleEvent, NewPlace, Place, PlaceState, PlaceStep
from bot.pipeline.own_mail import OwnMail


@dataclass(frozen=True, slots=True)
class Invitation:
    """The draft of an invitation: our own message, in the conversation of the sign-up."""

    place_id: int
    mail: OwnMail
    due_on: date
    """When an answer is expected."""


class Circles(Protocol):
    """Places on the boards, and the circles made of them."""

    async def board(self) -> Board: ...
    async def place(self, place_id: int) -> Place:
        """Raises ``NotFound``."""

    async def circle(self, circle_id: int) -> Circle:
        """Raises ``NotFound``."""

    async def history(self, circle_id: int) -> tuple[CircleEvent, ...]:
        """What happened to a circle and to its places, oldest first."""

    # --- places ---
    async def add_place(self, new: NewPlace, actor: str, at: datetime) -> int: ...
    async def correct_place(self, place_id: int, said: NewPlace, actor: str, at: datetime) -> None:
        """From now on later mails do not change what it says. Only a place without a seat can be corrected."""

    async def step(
        self, place_id: int, was: PlaceState, step: PlaceStep, actor: str, at: datetime, *, note: str = ""
    ) -> Place:
        """One step of a place by hand, with what follows from it: its seat, its circle, its request."""

    # --- circles ---
    async def make(
        self, service: str, topic: str, place_ids: Sequence[int], sizes: Sequence[int], actor: str, at: datetime
    ) -> int:
        """A circle of places that wait, for a person to look at; returns its id."""

    async def exchange(self, circle_id: int, out: int, into: int, actor: str, at: datetime) -> None:
        """Another place in a circle whose invitations are not made yet."""

    async def invite(self, circle_id: int, invitations: Sequence[Invitation], actor: str, at: datetime) -> None:
        """Put invitations before the reviewers; a place that still waits takes an empty seat of the circle first."""

    async def stop(self, circle_id: int, actor: str, at: datetime, *, note: str) -> None:
        """Give the circle up; its places wait again, invitations that nobody approved are closed."""

    async def set_committee(self, circle_id: int, roles: Mapping[str, str], actor: str, at: datetime) -> None: ...
    async def set_steps(self, circle_id: int, was: int, done: int, actor: str, at: datetime) -> None: ...

    # --- rules ---
    async def keep_apart(self, first: str, second: str, reason: str, actor: str, at: datetime) -> None: ...
    async def allow_together(self, first: str, second: str) -> None: ...
