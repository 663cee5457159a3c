"""The map of municipalities as a grid of tiles: a block for each province, at its rough place.

Where a municipality lies inside its province is not told: its tiles stand in alphabetical order. The style sheet gives
the blocks their places; on a small screen they stand below each other, with the whole names.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.pipeline.municipalities import PlaceRow

PROVINCES = ("Groningen", "Fryslân", "Drenthe", "Noord-Holland", "Flevoland", "Overijssel", "Utrecht", "Gelderland",
             "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg")  # fmt: skip
"""From north to south, the order in which they are read out."""
LEVELS = ((0, "geen"), (1, "1"), (2, "2 tot 4"), (5, "5 of meer"))
"""From this number of requests on, and how the legend says it; each has its own pattern beside its shade."""
SMALL = frozenset({"aan", "aen", "and", "de", "den", "der", "en", "het", "in", "op", "s", "t", "te", "van", "a", "d"})
LETTERS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality on the map."""

    row: PlaceRow
    short: str

    @property
    def level(self) -> int:
        return max(number for number, (least, _) in enumerate(LEVELS) if self.row.requests >= least)


@dataclass(frozen=True, slots=True)
class Block:
    """One province."""

    name: str
    tiles: tuple[Tile, ...]

    @property
    def id(self) -> str:
        """Its name for the style sheet."""
        return self.name.lower().replace("â", "a")

    @property
    def white(self) -> int:
        return sum(tile.level == 0 for tile in self.tiles)


def blocks(rows: Iterable[PlaceRow]) -> tuple[Block, ...]:
    """The provinces with their tiles, alphabetical as people look for a name ('s-Gravenhage at the G)."""
    found: dict[str, list[PlaceRow]] = {province: [] for province in PROVINCES}
    for row in rows:
        found.setdefault(row.province, []).append(row)
    return tuple(Block(province, _tiles(members)) for province, members in found.items() if province)


def _tiles(rows: Iterable[PlaceRow]) -> tuple[Tile, ...]:
    """Where two municipalities of a province begin alike, the end of the name tells them apart."""
    ordered = sorted(rows, key=by_name)
    times = Counter(short(row.name) for row in ordered)
    return tuple(
        Tile(row, label if times[label] == 1 else row.name[: LETTERS - 2] + row.name[-2:])
        for row in ordered
        for label in [short(row.name)]
    )


def by_name(row: PlaceRow) -> str:
    """The key by which a list is alphabetical."""
    return re.sub(r"^'[st][- ]", "", row.name.casefold())


def short(name: str) -> str:
    """A name in five letters or so: Zaltb, AaHun, BerZo."""
    parts = [part for part in re.split(r"[^\w]+", name) if part and part.casefold() not in SMALL]
    if len(parts) == 1:
        return parts[0][:LETTERS]
    return "".join(part[:2] if at == 0 else part[:3] for at, part in enumerate(parts[:2]))[:LETTERS]
