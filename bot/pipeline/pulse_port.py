"""The port of the pulse: what the running service says of itself, kept where every process can read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a part of the running service cannot do."""

    part: str
    """The loop that it is about; for the log, not for people."""
    text: str
    """In Dutch, with what to do."""
    since: datetime


@dataclass(frozen=True, slots=True)
class SignOfLife:
    """What the service last said of itself."""

    started_at: datetime
    at: datetime
    troubles: tuple[Trouble, ...] = ()
    stopped: bool = False
    """It was told to stop, and did."""


@dataclass(slots=True)
class Condition:
    """How the service in this process fares; nothing is known of it in a command, which has none."""

    began: datetime | None = None
    """When the service started; None in a process that runs none."""
    written: SignOfLife | None = None
    """What other processes can read by now."""
    _troubles: dict[str, Trouble] = field(default_factory=dict)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """In the order in which they began."""
        return tuple(self._troubles.values())

    def suffers(self, part: str, text: str, at: datetime) -> None:
        """Note a trouble; one that is the same as before keeps its beginning."""
        known = self._troubles.get(part)
        if known is None or known.text != text:
            self._troubles.pop(part, None)
            self._troubles[part] = Trouble(part, text, at)

    def recovers(self, part: str) -> None:
        """That part works again."""
        self._troubles.pop(part, None)


class Pulse(Protocol):
    """Where signs of life are kept; only the last counts."""

    async def beat(self, sign: SignOfLife) -> None:
        """Put this sign in the place of the one before."""

    async def last(self) -> SignOfLife | None:
        """None when no service ever ran on this database."""


def first_of_each(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """Several parts may suffer the same; the one that began with it tells."""
    told: dict[str, Trouble] = {}
    for each in sorted(troubles, key=lambda trouble: trouble.since):
        told.setdefault(each.text, each)
    return tuple(told.values())
