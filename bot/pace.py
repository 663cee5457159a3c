"""How fast a mail server lets us go: so many pieces of work a minute, and a rest whenever it asks for one.

A token bucket. A third of a minute's work may be done at once, so that a few replies or a short catch-up never wait;
the rest comes in evenly, and no sixty seconds hold more than the limit. Exchange Online, for one, takes 30 mails a
minute from a mailbox, and tells an eager client "Request is throttled. Suggested Backoff Time: 299961 milliseconds".

Times are seconds of any one clock, and come in as arguments.
"""

import re

FIRST_REST, LONGEST_REST = 30.0, 3600.0
"""Seconds. A server that does not say how long it wants is asked again sooner at first, later each time."""
FORGOTTEN = 600.0
"""Seconds without a complaint after which the next rest is a first one again."""

_COMPLAINT = re.compile(
    r"throttl|rate.?limit|limit exceeded|too fast|server (?:is )?(?:too )?busy"
    r"|too many (?:\w{1,20} ){0,2}(?:message|mail|request|command)",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"(?:back-?off time|retry[- ](?:after|in)|try again (?:in|after)|wait):?\s(\d{1,9})\s?(milli|ms|m|)",
    re.IGNORECASE,
)
_UNITS = {"milli": 0.001, "ms": 0.001, "m": 60.0, "": 1.0}


class Pace:
    """The road to one server. ``per_minute`` is the most in any minute; 0 sets no limit of our own."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(max(1, per_minute // 3)) if per_minute else 0.0
        self._refill = (per_minute - self._most + 1) / 60
        self._left = self._most
        self._looked: float | None = None
        self._rests_until = float("-inf")
        self._length = 0.0

    def take(self, now: float) -> float:
        """Take one piece of work: 0 when it may be done now. Else the seconds to wait, and nothing is taken."""
        if rest := self.resting(now):
            return rest
        if not self._most:
            return 0.0
        passed = max(0.0, now - self._looked) if self._looked is not None else 0.0  # a clock may be set back
        self._left, self._looked = min(self._most, self._left + passed * self._refill), now
        if self._left < 1:
            return (1 - self._left) / self._refill
        self._left -= 1
        return 0.0

    def resting(self, now: float) -> float:
        """Seconds for which the server still wants to be left alone."""
        return min(max(0.0, self._rests_until - now), LONGEST_REST)

    def rest(self, now: float, asked: float = 0.0) -> float:
        """Leave the server alone for as long as it asked, or, when it did not say, longer each time; returns that."""
        if now - self._rests_until > FORGOTTEN:
            self._length = 0.0
        self._length = min(asked or max(FIRST_REST, self._length * 2), LONGEST_REST)
        self._rests_until = max(self._rests_until, now + self._length)
        return self.resting(now)

    def went_well(self) -> None:
        """The server took a piece of work, so that its next complaint is a first one again."""
        self._length = 0.0


def complains(words: str) -> bool:
    """Whether a server says that we go too fast, in words alone."""
    return _COMPLAINT.search(words) is not None


def hinted(words: str) -> float:
    """The seconds after which a server wants to see us again, 0 when it does not say."""
    found = _HINT.search(words)
    return min(int(found[1]) * _UNITS[found[2].lower()], LONGEST_REST) if found else 0.0
