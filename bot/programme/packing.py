"""What the places of one topic are worth together: for every set of them that circles cover exactly, the best cover.

Dynamic programming over sets, by their size: the first member of a set is in some circle, and what is left is a smaller
set whose best cover is known. Sets are bit masks; all sets of one size are done at once. With 18 places and circles of
five that is some fifty thousand sets, a tenth of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

NEVER = -(10**9)
"""The worth of what cannot be: no cover exists, or a hard rule is broken."""


@dataclass(frozen=True, slots=True)
class Covers:
    """The sets that circles cover exactly, as masks over the places of the topic, the empty set first."""

    masks: Numbers
    worth: Numbers
    table: Numbers
    """The worth of the best cover by mask; ``NEVER`` where there is none."""
    circles: Numbers
    """The worth of one circle by mask."""
    sizes: tuple[int, ...]


def covers(circles: Numbers, places: int, sizes: Sequence[int]) -> Covers:
    """All covers, of the worth of each single circle by its mask (``NEVER`` for sets that are no circle)."""
    table = np.full(1 << places, NEVER, dtype=np.int64)
    table[0] = 0
    found = [np.zeros(1, dtype=np.int64)]
    for size in range(min(sizes), places + 1):
        firsts = tuple(k for k in sizes if k == size or size - k >= min(sizes))
        if not firsts:
            continue
        bits = [np.int64(1) << column for column in subsets(places, size).T]
        masks = sum(bits[1:], bits[0])
        best = np.full(len(masks), NEVER, dtype=np.int64)
        for pattern in _patterns(size, firsts):
            circle = sum((bits[n] for n in pattern[1:]), bits[0])
            np.maximum(best, circles[circle] + table[masks ^ circle], out=best)
        table[masks] = np.maximum(best, NEVER)
        found.append(masks[best >= 0])
    masks = np.concatenate(found)
    return Covers(masks, table[masks], table, circles, tuple(sizes))


def unpacked(found: Covers, mask: int) -> tuple[tuple[int, ...], ...]:
    """The circles of the best cover of this set, each as the numbers of its places."""
    circles: list[tuple[int, ...]] = []
    while mask:
        members = [number for number in range(mask.bit_length()) if mask >> number & 1]
        circle = next(
            chosen
            for pattern in _patterns(len(members), found.sizes)
            if found.circles[own := _mask(chosen := tuple(members[n] for n in pattern))] + found.table[mask ^ own]
            == found.table[mask]
        )
        circles.append(circle)
        mask ^= _mask(circle)
    return tuple(circles)


@cache
def subsets(places: int, size: int) -> Numbers:
    """All sets of this size, a row each, ascending."""
    rows = np.array(list(combinations(range(places), size)), dtype=np.int64)
    rows.flags.writeable = False
    return rows.reshape(-1, size)


@cache
def _patterns(size: int, circles: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Which members of a set can be the circle that its first member is in."""
    return tuple((0, *others) for k in circles if k <= size for others in combinations(range(1, size), k - 1))


def _mask(members: Sequence[int]) -> int:
    return sum(1 << number for number in members)
