"""Municipalities as the pages show them: one name each, what was asked under all names that it had, white spots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.content.library import Library
from bot.model import Municipality, SharedOrganisation
from bot.pipeline.figures import Tally


@dataclass(frozen=True)
class Atlas:
    """The list of municipalities, looked up by any name. Never changes."""

    library: Library

    @cached_property
    def _by_name(self) -> Mapping[str, Municipality]:
        """Current names win over former ones, and names over what people call a municipality."""
        listed = sorted(self.library.municipalities, key=lambda place: not place.current)
        found = {place.name.casefold(): place for place in reversed(listed)}
        for place in listed:
            for alias in place.aliases:
                found.setdefault(alias.casefold(), place)
        return found

    @cached_property
    def _by_code(self) -> Mapping[str, Municipality]:
        return {place.code: place for place in self.library.municipalities}

    @cached_property
    def current(self) -> tuple[Municipality, ...]:
        return tuple(place for place in self.library.municipalities if place.current)

    def find(self, name: str) -> Municipality | None:
        """The municipality of this name, present or former; None when it is on no list."""
        return self._by_name.get(" ".join(name.split()).casefold())

    def successors(self, place: Municipality) -> tuple[Municipality, ...]:
        """Where a former municipality went, the main part first."""
        return tuple(self._by_code[code] for code in place.successors)

    def today(self, place: Municipality) -> Municipality:
        """The municipality that it is now, for the most part."""
        return place if place.current else self._by_code[place.successors[0]]

    def former(self, place: Municipality) -> tuple[Municipality, ...]:
        """What went into it, for a part at least."""
        return tuple(other for other in self.library.municipalities if place.code in other.successors)

    def names(self, place: Municipality) -> tuple[str, ...]:
        """Every name under which something of this municipality may be filed."""
        whole = [other for other in self.former(place) if self.today(other) is place]
        return tuple(name for each in (place, *whole) for name in (each.name, *each.aliases))

    def organisations(self, place: Municipality) -> tuple[SharedOrganisation, ...]:
        """Organisations whose staff work for it and for others."""
        return tuple(shared for shared in self.library.shared_organisations if place.name in shared.municipalities)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One municipality with what was asked on its behalf; ``place`` is None for a name that is on no list."""

    name: str
    place: Municipality | None
    requests: int = 0
    open: int = 0
    late: int = 0
    last: datetime | None = None

    @property
    def province(self) -> str:
        return self.place.province if self.place else ""


def overview(atlas: Atlas, tallies: Iterable[Tally]) -> tuple[PlaceRow, ...]:
    """All current municipalities in the order of the list, and after them the names that are on no list."""
    rows = {place.name: PlaceRow(place.name, place) for place in atlas.current}
    for tally in tallies:
        found = atlas.find(tally.name)
        name = atlas.today(found).name if found else tally.name
        rows[name] = _added(rows.get(name) or PlaceRow(name, None), tally)
    return tuple(rows.values())


def _added(row: PlaceRow, tally: Tally) -> PlaceRow:
    return PlaceRow(
        row.name,
        row.place,
        row.requests + tally.requests,
        row.open + tally.open,
        row.late + tally.late,
        max(tally.last, row.last) if row.last else tally.last,
    )
