"""How every table of states and steps is read: the life cycle, the dialogue, places, asks and registrations."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.errors import IllegalTransition

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


def follow(table: Mapping[tuple[State, Step], State], state: State, step: Step, *, of: str) -> State:
    """The state that follows; raises ``IllegalTransition`` where the table has no such step for ``of`` ("a place")."""
    try:
        return table[state, step]
    except KeyError:
        raise IllegalTransition(f"{of} that is {state} cannot {step}") from None
