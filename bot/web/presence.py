"""Who looks at a message now: kept in memory, forgotten within a minute, and gone with the process."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.web.session import Visit

LASTS = timedelta(seconds=60)
"""The page asks every twenty seconds; without scripts, opening it is all that is known."""


class Presence:
    """For each message who looked lately."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[str, datetime]] = {}

    def look(self, message_id: int, name: str, now: datetime) -> tuple[str, ...]:
        """Note that somebody looks; returns who else does, in the order in which they came."""
        self._forget(now)
        there = self._seen.setdefault(message_id, {})
        there[name] = now
        return tuple(other for other in there if other != name)

    def leave(self, message_id: int, name: str) -> None:
        """Somebody decided and went on."""
        self._seen.get(message_id, {}).pop(name, None)

    def _forget(self, now: datetime) -> None:
        lately = {
            number: {name: at for name, at in there.items() if now - at < LASTS} for number, there in self._seen.items()
        }
        self._seen = {number: there for number, there in lately.items() if there}


def presence_of(visit: Visit) -> Presence:
    """The one of this application."""
    presence: Presence = visit.request.app.state.presence
    return presence


def told(others: tuple[str, ...], names: Mapping[str, str]) -> str:
    """``Els Mulder bekijkt dit bericht nu.``; empty when nobody else does."""
    people = [names.get(name, name) for name in others]
    if len(people) < 2:
        return "".join(f"{person} bekijkt dit bericht nu." for person in people)
    return f"{', '.join(people[:-1])} en {people[-1]} bekijken dit bericht nu."
