"""Which provinces touch each other: as near as the list of municipalities lets us say where one lies."""

from collections.abc import Mapping
from types import MappingProxyType

BORDERS = (
    ("Groningen", "Fryslân"), ("Groningen", "Drenthe"), ("Fryslân", "Drenthe"), ("Fryslân", "Overijssel"),
    ("Fryslân", "Flevoland"), ("Fryslân", "Noord-Holland"), ("Drenthe", "Overijssel"), ("Overijssel", "Flevoland"),
    ("Overijssel", "Gelderland"), ("Flevoland", "Gelderland"), ("Flevoland", "Utrecht"), ("Flevoland", "Noord-Holland"),
    ("Gelderland", "Utrecht"), ("Gelderland", "Zuid-Holland"), ("Gelderland", "Noord-Brabant"),
    ("Gelderland", "Limburg"), ("Utrecht", "Noord-Holland"), ("Utrecht", "Zuid-Holland"),
    ("Noord-Holland", "Zuid-Holland"), ("Zuid-Holland", "Noord-Brabant"), ("Zuid-Holland", "Zeeland"),
    ("Zeeland", "Noord-Brabant"), ("Noord-Brabant", "Limburg"),
)  # fmt: skip
"""By land, or by the dikes and bridges that people drive over."""

NEIGHBOURS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        province: frozenset(other for pair in BORDERS if province in pair for other in pair if other != province)
        for province in {name for pair in BORDERS for name in pair}
    }
)


def nearness(one: str, other: str) -> int:
    """2 in the same province, 1 in one beside it, 0 further off or unknown."""
    if not one or not other:
        return 0
    return 2 if one == other else int(other in NEIGHBOURS.get(one, frozenset()))
