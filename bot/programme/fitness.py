"""How well municipalities fit together in a circle, in points: topic, region, size, roles and waiting time.

Whole numbers only, so that two ways of adding up always agree. All circles of a topic are scored at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.programme.regions import nearness

Points = NDArray[np.int64]

MOST: Mapping[str, int] = MappingProxyType({"topic": 30, "region": 25, "size": 15, "roles": 15, "waiting": 30})
"""What each part is worth at most."""
FULL = sum(MOST.values())
LONG_WAIT = 60
"""Working days after which waiting longer makes no difference any more."""

ROLE_GROUPS: Mapping[str, int] = MappingProxyType(
    {
        "wethouder": 0,
        "burgemeester": 0,
        "gemeentesecretaris": 1,
        "raadslid": 2,
        "griffier": 3,
        "ambtenaar": 4,
    }
)
"""Roles that bring the same view; who is not here counts for none."""
VIEWS = 3
"""So many different views make a full mix."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that can be planned: municipality and topics are known."""

    id: int
    municipality: str
    province: str
    topics: tuple[str, ...]
    """The first one is what they want most."""
    role: str = "onbekend"
    size: str = ""
    waited: int = 0
    """Working days."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The points of one circle, or of many at once, by part."""

    topic: Points
    region: Points
    size: Points
    roles: Points
    waiting: Points

    @property
    def total(self) -> Points:
        """All parts together."""
        return self.topic + self.region + self.size + self.roles + self.waiting


def fit(members: Sequence[Candidate], topic: str, circles: Points) -> Fit:
    """The points of circles, each a row of numbers into ``members``."""
    count = circles.shape[1]
    pairs = [(circles[:, a], circles[:, b]) for a, b in combinations(range(count), 2)]
    near = np.array([[nearness(one.province, other.province) for other in members] for one in members])
    alike = np.array([[bool(one.size) and one.size == other.size for other in members] for one in members])
    wish = np.array([1 + (one.topics[:1] == (topic,)) for one in members])
    wait = np.array([min(one.waited, LONG_WAIT) for one in members])
    views = np.array([1 << ROLE_GROUPS[one.role] if one.role in ROLE_GROUPS else 0 for one in members])
    mixed = np.bitwise_count(np.bitwise_or.reduce(views[circles], axis=1)).astype(np.int64)
    most_pairs = max(len(pairs), 1)
    return Fit(
        topic=MOST["topic"] * wish[circles].sum(axis=1) // (2 * count),
        region=MOST["region"] * _summed(near, pairs, len(circles)) // (2 * most_pairs),
        size=MOST["size"] * _summed(alike, pairs, len(circles)) // most_pairs,
        roles=MOST["roles"] * np.minimum(mixed, VIEWS) // VIEWS,
        waiting=MOST["waiting"] * wait[circles].sum(axis=1) // (LONG_WAIT * count),
    )


def _summed(table: Points, pairs: Sequence[tuple[Points, Points]], count: int) -> Points:
    return sum((table[one, other].astype(np.int64) for one, other in pairs), start=np.zeros(count, dtype=np.int64))
