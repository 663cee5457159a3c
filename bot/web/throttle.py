"""At most so many times per network address: keeps the public pages usable when somebody hammers them."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

MAX_ADDRESSES = 10_000
"""Addresses that are remembered; the one that was quiet longest is forgotten first."""


class Throttle:
    """Counts in memory: a restart forgives everybody, and nothing about visitors is stored."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def allows(self, address: str, now: datetime) -> bool:
        """Whether this address may do it once more; counts it when it may."""
        times = self._seen.setdefault(address, deque())
        self._seen.move_to_end(address)
        while times and times[0] <= now - self._within:
            times.popleft()
        while len(self._seen) > MAX_ADDRESSES:
            self._seen.popitem(last=False)
        if len(times) >= self._most:
            return False
        times.append(now)
        return True
