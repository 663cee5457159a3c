"""Which words of a question are accounted for, and by what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.pipeline.inquiries.slots import Slot


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a question (end excluded) and what it says."""

    start: int
    end: int
    slot: Slot
    value: object
    means: tuple[str, ...] = ()
    """For a name: everything that it may mean."""
    words: int = 0
    """How many of its words count; 0 for all."""
    skipped: frozenset[int] = frozenset()
    """Little words between its own."""

    def __post_init__(self) -> None:
        if not self.words:
            object.__setattr__(self, "words", self.end - self.start)

    @property
    def own(self) -> tuple[int, ...]:
        """The places of its own words."""
        return tuple(at for at in range(self.start, self.end) if at not in self.skipped)


class Marks:
    """The claims on the words of one question; a word belongs to one of them at most."""

    def __init__(self, size: int) -> None:
        self._free = [True] * size
        self._taken: list[Mark] = []

    @property
    def all(self) -> tuple[Mark, ...]:
        """In the order of the question."""
        return tuple(sorted(self._taken, key=lambda mark: mark.start))

    @property
    def saying(self) -> tuple[Mark, ...]:
        """Those that say what is asked."""
        return tuple(mark for mark in self.all if mark.slot is not Slot.COURTESY)

    def claim(self, mark: Mark) -> bool:
        """Take these words, unless one of them is taken."""
        if not all(self._free[at] for at in mark.own):
            return False
        for at in mark.own:
            self._free[at] = False
        self._taken.append(mark)
        return True

    def free_runs(self, is_little: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """Neighbouring words that nothing took, without the little ones around them."""
        start = None
        for at, free in enumerate([*self._free, False]):
            wanted = free and not is_little(at)
            if wanted and start is None:
                start = at
            if not wanted and start is not None:
                yield start, at
                start = None
