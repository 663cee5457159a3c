"""Plans circles of municipalities out of the places that wait, and says who could replace whom.

First as many places as possible, then the best circles (``fitness``). Hard rules: nobody in two circles, never two
places of one municipality in a circle, never two municipalities that are kept apart. Exact: ``packing`` finds the best
circles of every set of places of one topic, ``sharing`` divides the places that want several topics, and the plan says
how far from the best it can be (0: proven the best). Pure: candidates in, proposals out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.programme.fitness import Candidate, Fit, Points, fit
from bot.programme.packing import NEVER, Covers, covers, subsets, unpacked
from bot.programme.sharing import Choice, market, share

Pair = frozenset[str]
"""Two municipalities."""
Flags = NDArray[np.bool_]

SECONDS = 1.3
"""How long the search for the best plan may take."""
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """What a circle of one service looks like."""

    sizes: tuple[int, ...]
    ideal: int
    window: int
    """Of each topic so many places are planned at a time, those that wait longest; three circles fit in."""


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {"leerkring": Shape((5,), 5, 16), "intervisitatie": Shape((4, 5, 6), 5, 14)}
)
"""A leerkring has exactly five municipalities, an intervisitatie about five."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody else in the place of one, and what the circle gains (mostly: loses) by it in points."""

    out: Candidate
    into: Candidate
    difference: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One circle that can start."""

    topic: str
    members: tuple[Candidate, ...]
    fit: Fit
    alternatives: tuple[Swap, ...] = ()

    @property
    def score(self) -> int:
        return int(self.fit.total[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """Circles that can start together, and who waits on."""

    proposals: tuple[Proposal, ...]
    waiting: tuple[Candidate, ...]
    missing: Mapping[str, int]
    """Topic to how many more municipalities its waiting list needs for a circle; 0 where only the rules stand in the
    way."""
    seats: int = 0
    most_seats: int = 0
    score: int = 0
    most_score: int = 0

    @property
    def proven(self) -> bool:
        """Whether no plan can be better."""
        return (self.seats, self.score) == (self.most_seats, self.most_score)


def plan(
    candidates: Iterable[Candidate],
    shape: Shape,
    apart: frozenset[Pair] = frozenset(),
    *,
    clock: Callable[[], float],
    seconds: float = SECONDS,
) -> Plan:
    """The best circles of these candidates. ``clock`` gives seconds; the search ends after ``seconds`` of them."""
    people = sorted(candidates, key=lambda each: (-each.waited, each.id))
    boards = {topic: board[: shape.window] for topic, board in boards_of(people).items()}
    found = {topic: _covers(board, topic, shape, apart) for topic, board in boards.items()}
    numbers = {one.id: number for number, one in enumerate(people)}
    choice = _shared(found, boards, numbers, shape, seconds, clock)
    proposals = [
        _proposal([boards[topic][n] for n in circle], topic)
        for topic, mask in zip(found, choice.masks, strict=True)
        for circle in unpacked(found[topic], mask)
    ]
    seated = {member.id for one in proposals for member in one.members}
    waiting = tuple(one for one in people if one.id not in seated)
    ordered = sorted(proposals, key=lambda each: (-each.score, each.topic, each.members[0].id))
    return Plan(
        tuple(_with_alternatives(each, waiting, apart) for each in ordered),
        waiting,
        {topic: _missing(board, shape) for topic, board in boards_of(waiting).items()},
        choice.seats,
        choice.most_seats,
        choice.worth,
        choice.most_worth,
    )


def boards_of(people: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Topic to who wants it, in the order given."""
    boards: dict[str, list[Candidate]] = {}
    for one in people:
        for topic in dict.fromkeys(one.topics):
            boards.setdefault(topic, []).append(one)
    return dict(sorted(boards.items()))


def _covers(board: Sequence[Candidate], topic: str, shape: Shape, apart: frozenset[Pair]) -> Covers:
    """What every set of these places is worth; a circle that breaks a rule is worth nothing."""
    circles = np.full(1 << len(board), NEVER, dtype=np.int64)
    for size in (size for size in shape.sizes if size <= len(board)):
        rows = subsets(len(board), size)
        worth = fit(board, topic, rows).total + (len(shape.sizes) > 1 and size == shape.ideal) * len(shape.sizes)
        masks = (np.int64(1) << rows).sum(axis=1)
        circles[masks] = np.where(_allowed(board, rows, apart), worth, NEVER)
    return covers(circles, len(board), shape.sizes)


def _allowed(board: Sequence[Candidate], rows: Points, apart: frozenset[Pair]) -> Flags:
    """Which circles keep the hard rules."""
    clash = np.array([[one is not other and clashes(one, other, apart) for other in board] for one in board])
    inside = clash[rows[:, :, None], rows[:, None, :]]
    allowed: Flags = np.logical_not(inside.any(axis=(1, 2)))
    return allowed


def clashes(one: Candidate, other: Candidate, apart: frozenset[Pair]) -> bool:
    """Whether two places may not sit in one circle."""
    return one.municipality == other.municipality or frozenset({one.municipality, other.municipality}) in apart


def _shared(
    found: Mapping[str, Covers],
    boards: Mapping[str, Sequence[Candidate]],
    numbers: Mapping[int, int],
    shape: Shape,
    seconds: float,
    clock: Callable[[], float],
) -> Choice:
    places = {topic: [numbers[one.id] for one in board] for topic, board in boards.items()}
    seen = [place for board in places.values() for place in board]
    wanted = frozenset(place for place in seen if seen.count(place) > 1)
    markets = [market(found[topic], places[topic], wanted) for topic in found]
    step = shape.sizes[0] if len(shape.sizes) == 1 else 1
    return share(markets, len(numbers), step=step, seconds=seconds, clock=clock)


def _proposal(members: Sequence[Candidate], topic: str) -> Proposal:
    return Proposal(topic, tuple(members), fit_of(members, topic))


def fit_of(members: Sequence[Candidate], topic: str) -> Fit:
    """The points of one circle."""
    return fit(members, topic, np.arange(len(members), dtype=np.int64)[None, :])


def _with_alternatives(one: Proposal, waiting: Sequence[Candidate], apart: frozenset[Pair]) -> Proposal:
    swaps = [
        Swap(out, swap, one_score - one.score)
        for out in one.members
        for swap, one_score in replacements([m for m in one.members if m is not out], waiting, one.topic, apart)[:1]
    ]
    best = sorted(swaps, key=lambda swap: (-swap.difference, swap.out.id))[:ALTERNATIVES]
    return Proposal(one.topic, one.members, one.fit, tuple(best))


def replacements(
    members: Sequence[Candidate], waiting: Iterable[Candidate], topic: str, apart: frozenset[Pair]
) -> list[tuple[Candidate, int]]:
    """Who could fill the empty seat beside these members, the best first, with the points of the circle then."""
    fitting = [
        one for one in waiting if topic in one.topics and not any(clashes(one, other, apart) for other in members)
    ]
    scored = [(one, int(fit_of([*members, one], topic).total[0])) for one in fitting]
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0].waited, pair[0].id))


def _missing(board: Sequence[Candidate], shape: Shape) -> int:
    """How many more municipalities these need for a circle."""
    return max(min(shape.sizes) - len({one.municipality for one in board}), 0)
