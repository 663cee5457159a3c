"""What the marks of a question say, asked by slot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.inquiry import Subject
from bot.pipeline.inquiries.marks import Mark
from bot.pipeline.inquiries.slots import Slot
from bot.programme.circles import SHAPES


@dataclass(frozen=True, slots=True)
class Said:
    """The marks, asked by slot."""

    marks: Sequence[Mark]
    folded: Sequence[str]

    @property
    def slots(self) -> frozenset[Slot]:
        return frozenset(mark.slot for mark in self.marks)

    def has(self, *slots: Slot) -> bool:
        return bool(self.slots & set(slots))

    def values(self, slot: Slot) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(mark.value for mark in self.marks if mark.slot is slot))

    def first(self, slot: Slot) -> Any:
        return next(iter(self.values(slot)), None)

    def joined(self, slot: Slot) -> tuple[Any, ...]:
        """The values of lists, each once."""
        return tuple(dict.fromkeys(each for value in self.values(slot) for each in value))

    def any_of(self, words: frozenset[str]) -> bool:
        return bool(words & set(self.folded))

    @property
    def about_circles(self) -> bool:
        return bool(set(self.values(Slot.SERVICE)) & SHAPES.keys()) or Subject.CIRCLES in self.values(Slot.SUBJECT)
