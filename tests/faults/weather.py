"""The faults of the wire: what they are, at which step they happen, how often."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from random import Random


class Fault(Enum):
    """What happens to one answer of a server."""

    CUT = "the line drops after some of its bytes"
    SILENCE = "it never comes, and the line stays"
    LATE = "it comes when the client has given up"
    SLOW = "it comes in small pieces"
    GARBAGE = "random bytes come before it"
    NOISE = "lines that nobody asked for come before it"
    TWICE = "it comes two times"
    NONSENSE = "something else comes in its place"
    CLOSING = "the server says goodbye instead (421, BYE)"
    LATER = "the server refuses for now (4xx, NO with a code)"
    NEVER = "the server refuses for good (5xx, BAD)"
    WITHHELD = "the server says OK and leaves out the data"


F = Fault
Weights = Mapping[Fault, int]

ANYWHERE: Weights = {
    F.CUT: 6,
    F.SILENCE: 2,
    F.LATE: 2,
    F.SLOW: 3,
    F.GARBAGE: 3,
    F.TWICE: 2,
    F.NONSENSE: 3,
    F.CLOSING: 4,
    F.LATER: 5,
    F.NEVER: 1,
}

IMAP: Mapping[str, Weights] = {
    "greeting": {**ANYWHERE, F.LATER: 0, F.NEVER: 0, F.NOISE: 4},
    "UID FETCH": {**ANYWHERE, F.CUT: 12, F.NOISE: 8, F.WITHHELD: 6},
    "UID SEARCH": {**ANYWHERE, F.NOISE: 8},  # WITHHELD would be a lie: there is no such mail
    "SELECT": {**ANYWHERE, F.NOISE: 8, F.WITHHELD: 3, F.NEVER: 0},  # a folder that is refused is a long pause
    "LOGIN": {**ANYWHERE, F.NEVER: 0},  # BAD to a log-in too
    "push": {F.CUT: 4, F.SLOW: 2, F.NOISE: 8, F.TWICE: 6, F.CLOSING: 4},
    "literal": {**ANYWHERE, F.CUT: 12},  # the answer to APPEND; the mail is stored
}
"""Steps that are not named have ``ANYWHERE`` and noise. ``push`` is news in IDLE, ``literal`` the end of APPEND."""

SMTP: Mapping[str, Weights] = {
    "body": {F.CUT: 1},  # while the mail comes in, up to the final dot
    "dot": {**ANYWHERE, F.CUT: 12, F.SILENCE: 4, F.NEVER: 2},
    "greeting": {**ANYWHERE, F.NEVER: 2},
}

OTHERWISE: Mapping[str, Weights] = {"imap": {**ANYWHERE, F.NOISE: 4}, "smtp": ANYWHERE}
STEPS: Mapping[str, Mapping[str, Weights]] = {"imap": IMAP, "smtp": SMTP}


@dataclass
class Weather:
    """The dice, and what they brought. ``rate`` is the share of answers that something happens to; 0 is calm."""

    dice: Random
    rate: float
    seen: Counter[str] = field(default_factory=Counter)
    watch: Callable[[str], None] = lambda _: None
    """Hears of every step, ``smtp dot`` for one, before it is answered; the killer listens here."""

    def draw(self, server: str, step: str) -> Fault | None:
        """What happens to this answer."""
        self.watch(f"{server} {step}")
        if self.dice.random() >= self.rate:
            return None
        weights = STEPS[server].get(step, OTHERWISE[server])
        (fault,) = self.dice.choices(list(weights), list(weights.values()))
        self.seen[f"{server} {step}: {fault.name}"] += 1
        return fault

    def chance(self, share: float) -> bool:
        """Whether something that has this share of the steps happens now; never in calm weather."""
        return self.rate > 0 and self.dice.random() < share
