"""Places that want several topics: in which one each is planned, so that all circles together are worth most.

First as many places as possible get a seat, then the circles are as good as they can be. Every topic could take its
best cover, were it not that they share places. Each shared place gets a price, and so does a seat (Lagrangian
relaxation, Held and Karp 1971): the topics choose at these prices, and what they come to is more than any allowed plan
can be worth. Subgradient steps make the prices fit. Where topics still fight over a place, the search branches: in this
topic, or not in it. A branch that cannot beat the best plan so far is cut off. When no branch is left the plan is the
best there is; when the time is over first, the highest bound of the open branches says how much could be missed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bot.programme.packing import Covers

Floats = NDArray[np.float64]

ROUNDS, LATER_ROUNDS = 150, 30
"""Price changes at the root of the search, and in each branch, which begins with the prices of its parent."""
PATIENCE = 6
"""After so many rounds without a better bound the steps get half as long."""
EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Market:
    """One topic: its covers, and which place each bit is. ``member`` is 1.0 where a cover (row) has a shared place."""

    masks: NDArray[np.int64]
    seats: Floats
    worth: Floats
    places: tuple[int, ...]
    shared: NDArray[np.int64]
    """The numbers of the shared places, the columns of ``member``."""
    member: Floats


@dataclass(frozen=True, slots=True)
class Choice:
    """The mask that each topic takes; seats and worth of all together, and what no choice can be worth more than."""

    masks: tuple[int, ...]
    seats: int
    worth: int
    most_seats: int
    most_worth: int


def market(covers: Covers, places: Sequence[int], shared: frozenset[int]) -> Market:
    """One topic; of the covers that seat as many and take the same shared places only the best one counts."""
    bits = [bit for bit, place in enumerate(places) if place in shared]
    wanted = covers.masks & sum(1 << bit for bit in bits)
    seats = np.array([mask.bit_count() for mask in covers.masks.tolist()], dtype=np.int64)
    order = np.lexsort((-covers.worth, seats, wanted))
    new = (np.diff(wanted[order]) != 0) | (np.diff(seats[order]) != 0)
    kept = order[np.concatenate(([True], new))]
    masks = covers.masks[kept]
    return Market(
        masks,
        seats[kept].astype(np.float64),
        covers.worth[kept].astype(np.float64),
        tuple(places),
        np.array([places[bit] for bit in bits], dtype=np.int64),
        ((masks[:, None] >> np.array(bits, dtype=np.int64)) & 1).astype(np.float64),
    )


def share(markets: Sequence[Market], places: int, *, step: int, seconds: float, clock: Callable[[], float]) -> Choice:
    """The best choice of one cover for each topic, with no place in two of them; seats go by ``step`` at a time."""
    ends = clock() + seconds
    filled = Search(markets, places, lambda one: one.seats, step)
    filled.run(ends - seconds / 2, clock)
    good = Search(markets, places, lambda one: one.worth, 1, seats=filled.best)
    good.consider(filled.masks)
    good.run(ends, clock)
    return Choice(good.masks, filled.best, good.best, filled.bound, good.bound)


@dataclass(frozen=True, slots=True)
class Branch:
    """Which places are forbidden to which topic here, the prices to begin with, and the bound of the parent."""

    forbidden: tuple[int, ...]
    prices: Floats
    """Of each place, and the last one of a seat."""
    bound: int


class Search:
    """The best plan so far, and the branches that may hold a better one."""

    def __init__(
        self,
        markets: Sequence[Market],
        places: int,
        counts: Callable[[Market], Floats],
        step: int,
        *,
        seats: int | None = None,
    ) -> None:
        """``counts`` says what a cover is worth; with ``seats`` only plans with exactly so many are allowed."""
        self.markets = markets
        self.step = step
        self.seats = seats
        self.masks = tuple(0 for _ in markets)
        self.best = 0 if seats is None else -1
        self._worths = [counts(one) for one in markets]
        self._topics = {
            place: [number for number, one in enumerate(markets) if place in one.shared]
            for place in sorted({int(place) for one in markets for place in one.shared})
        }
        most = int(sum(worth.max() for worth in self._worths))
        self._open = [Branch(self.masks, np.zeros(places + 1), most)]

    @property
    def bound(self) -> int:
        """What no allowed plan is worth more than."""
        return max([self.best, *(branch.bound for branch in self._open)])

    def run(self, ends: float, clock: Callable[[], float]) -> None:
        """Look at branches until none is left or the time is over; the root is always looked at."""
        rounds = ROUNDS
        while self._open and (rounds == ROUNDS or clock() < ends):
            branch = self._open.pop()
            if branch.bound > self.best:
                self._open += self._branched(branch, rounds)
            rounds = LATER_ROUNDS

    def consider(self, masks: Sequence[int]) -> None:
        """Take an allowed plan when it is better than the best so far."""
        rows = [int(np.flatnonzero(one.masks == mask)[0]) for one, mask in zip(self.markets, masks, strict=True)]
        seats = sum(float(one.seats[row]) for one, row in zip(self.markets, rows, strict=True))
        worth = int(sum(worth[row] for worth, row in zip(self._worths, rows, strict=True)))
        if worth > self.best and self.seats in {None, int(seats)}:
            self.best, self.masks = worth, tuple(masks)

    def _branched(self, branch: Branch, rounds: int) -> list[Branch]:
        """The bound of a branch, better plans on the way, and what is left to look at (the most hopeful one last)."""
        worths = [
            np.where(one.masks & forbidden, -np.inf, worth)
            for one, worth, forbidden in zip(self.markets, self._worths, branch.forbidden, strict=True)
        ]
        if not any(len(self._free(branch, place)) > 1 for place in self._topics):
            self.consider(self._independent(worths))
            return []
        prices = kept = branch.prices
        bound, stale, scale = float("inf"), 0, 1.0
        usage = {place: np.zeros(len(self.markets)) for place in self._topics}
        for _ in range(rounds):
            net = self._net(worths, prices)
            rows = [int(each.argmax()) for each in net]
            total = float(prices[:-1].sum()) + sum(float(each[row]) for each, row in zip(net, rows, strict=True))
            total += float(prices[-1]) * (self.seats or 0)
            self._try(net, rows)
            if total < bound - EPSILON:
                bound, kept, stale = total, prices, 0
            else:
                stale += 1
            if self._whole(bound) <= self.best:
                return []
            if stale > PATIENCE:
                scale, stale, prices = scale / 2, 0, kept
                continue
            slope = self._slope(rows, prices, usage)
            length = float(slope @ slope)
            if length == 0.0:
                break
            prices = prices - scale * max(total - self.best, 1.0) / length * slope
            prices[:-1] = np.maximum(prices[:-1], 0.0)
        bound = min(self._whole(bound), branch.bound)
        return self._children(replace(branch, prices=kept, bound=int(bound)), usage)

    def _net(self, worths: Sequence[Floats], prices: Floats) -> list[Floats]:
        """What each cover is worth at these prices."""
        return [
            worth - one.member @ prices[one.shared] - prices[-1] * one.seats
            for one, worth in zip(self.markets, worths, strict=True)
        ]

    def _whole(self, bound: float) -> int:
        """The bound as far as a whole plan can reach it."""
        return int(np.floor((bound + EPSILON) / self.step)) * self.step

    def _slope(self, rows: Sequence[int], prices: Floats, usage: Mapping[int, Floats]) -> Floats:
        """How the bound changes with each price; who fights over which place is remembered for branching."""
        slope = np.zeros(len(prices))
        slope[list(self._topics)] = 1.0
        for number, (one, row) in enumerate(zip(self.markets, rows, strict=True)):
            slope[one.shared] -= one.member[row]
            for place in one.shared[one.member[row] > 0]:
                usage[int(place)][number] += 1
        slope[:-1][(prices[:-1] <= 0) & (slope[:-1] > 0)] = 0.0
        if self.seats is not None:
            slope[-1] = self.seats - sum(float(one.seats[row]) for one, row in zip(self.markets, rows, strict=True))
        return slope

    def _try(self, net: Sequence[Floats], rows: Sequence[int]) -> None:
        """Make an allowed plan of what the topics want: one after the other takes the best of what is left."""
        taken = np.zeros(int(max((one.shared.max(initial=0) for one in self.markets), default=0)) + 1)
        masks = [0] * len(rows)
        for number in sorted(range(len(rows)), key=lambda n: -float(net[n][rows[n]])):
            one = self.markets[number]
            free = one.member @ taken[one.shared] == 0
            row = int(np.where(free, net[number], -np.inf).argmax())
            masks[number] = int(one.masks[row])
            taken[one.shared] += one.member[row]
        self.consider(masks)

    def _children(self, branch: Branch, usage: Mapping[int, Floats]) -> list[Branch]:
        """Branch on the place that topics fought over most: not in this topic, or in no other one."""
        free = [place for place in self._topics if len(self._free(branch, place)) > 1]
        place = max(free, key=lambda each: (float(np.sort(usage[each])[-2]), float(usage[each].sum())))
        topics = self._free(branch, place)
        topic = max(topics, key=lambda number: float(usage[place][number]))
        bit = {number: 1 << self.markets[number].places.index(place) for number in topics}
        elsewhere = tuple(mask | (bit[n] if n == topic else 0) for n, mask in enumerate(branch.forbidden))
        here = tuple(mask | (bit.get(n, 0) if n != topic else 0) for n, mask in enumerate(branch.forbidden))
        return [replace(branch, forbidden=elsewhere), replace(branch, forbidden=here)]

    def _independent(self, worths: Sequence[Floats]) -> tuple[int, ...]:
        """The best plan where no place is shared any more: by the number of seats that the topics so far have taken."""
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for one, worth in zip(self.markets, worths, strict=True):
            each = {
                int(seats): int(np.where(one.seats == seats, worth, -np.inf).argmax())
                for seats in np.unique(one.seats[worth > -np.inf])
            }
            grown: dict[int, tuple[float, tuple[int, ...]]] = {}
            for (before, (value, masks)), (seats, row) in product(best.items(), each.items()):
                new = (value + float(worth[row]), (*masks, int(one.masks[row])))
                grown[before + seats] = max(grown.get(before + seats, new), new)
            best = grown
        nothing = (0.0, tuple(0 for _ in self.markets))
        return (max(best.values()) if self.seats is None else best.get(self.seats, nothing))[1]

    def _free(self, branch: Branch, place: int) -> list[int]:
        """The topics in which a place may still be planned here."""
        return [
            number
            for number in self._topics[place]
            if not branch.forbidden[number] >> self.markets[number].places.index(place) & 1
        ]
