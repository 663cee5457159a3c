"""Periods as colleagues write them: ``dit jaar``, ``vorige week``, ``sinds september``, ``tussen 1 en 15 oktober``.

A month or day without a year is the latest one that has begun; where a question looks ahead (what must be done), it
is the first one that is not over. ``vorige week`` is the calendar week before this one, ``afgelopen week`` the last
seven days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import MONTHS, WEEKDAYS
from bot.model.inquiry import Span
from bot.pipeline.inquiries.days import (
    DAYS,
    LAST,
    NEXT,
    PARTS,
    QUARTERS,
    RECENT,
    THIS,
    UNITS,
    Days,
    Piece,
    written_days,
)

FROM, AFTER, BEFORE = frozenset({"sinds", "vanaf", "sedert"}), frozenset({"na"}), frozenset({"voor", "tot"})
MORE = frozenset({"ouder", "langer", "meer", "eerder"})
PERIOD_WORDS = frozenset().union(
    MONTHS, WEEKDAYS, UNITS, THIS, LAST, NEXT, RECENT, DAYS, QUARTERS, PARTS, FROM, MORE, ("tussen", "tot", "geleden")
)
"""For mending slips."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A period and the place of its words, end excluded."""

    start: int
    end: int
    span: Span


def find_periods(
    text: str, folded: Sequence[str], spans: Sequence[tuple[int, int]], today: date, *, ahead: bool
) -> tuple[Timed, ...]:
    """Every period of a question, from left to right."""
    periods = _Periods(Days(folded, written_days(text, spans, today), today, ahead=ahead), folded, today)
    found: list[Timed] = []
    at = 0
    while at < len(folded):
        timed = periods.period(at)
        if timed is not None:
            found.append(timed)
        at = timed.end if timed else at + 1
    return tuple(found)


class _Periods:
    """The periods that the words of one question make of days."""

    def __init__(self, days: Days, folded: Sequence[str], today: date) -> None:
        self._days = days
        self._words = folded
        self._today = today

    def period(self, at: int) -> Timed | None:
        """The period that begins at this word."""
        tries: tuple[Callable[[int], Timed | None], ...] = (
            self._between,
            self._since,
            self._until,
            self._older,
            self._plain,
        )
        return next((found for each in tries if (found := each(at)) is not None), None)

    def _between(self, at: int) -> Timed | None:
        """``tussen 1 en 15 oktober``, ``van 3 november tot en met 9 november``."""
        begin = at + 1 if self._days.word(at) in {"tussen", "van", "vanaf"} else at
        first, middle = self._days.piece(begin) or self._bare_day(begin), None
        if first is not None:
            middle = self._joined(first.end, between=self._days.word(at) == "tussen")
        second = self._days.piece(middle) if middle else None
        if first is None or second is None or first.first > second.last:
            return None
        return Timed(at, second.end, Span(first.first, second.last))

    def _bare_day(self, at: int) -> Piece | None:
        """``1`` in ``tussen 1 en 15 oktober``: its month stands behind the other."""
        if not self._days.word(at).isdigit() or len(self._days.word(at)) > 2:
            return None
        middle = self._joined(at + 1, between=True)
        other = self._days.piece(middle) if middle else None
        try:
            day = other.first.replace(day=int(self._days.word(at))) if other else None
        except ValueError:
            return None
        return Piece(day, day, at + 1) if day else None

    def _joined(self, at: int, *, between: bool) -> int | None:
        """Where the second half begins; None when nothing joins the two."""
        if list(self._words[at : at + 3]) == ["tot", "en", "met"]:
            return at + 3
        if list(self._words[at : at + 2]) == ["t", "m"]:
            return at + 2
        return at + 1 if self._days.word(at) in ({"en"} if between else {"tot", "tm"}) else None

    def _since(self, at: int) -> Timed | None:
        if self._days.word(at) not in FROM | AFTER:
            return None
        piece = self._days.piece(self._days.past_articles(at + 1))
        if piece is None:
            return None
        after = self._days.word(at) in AFTER
        return Timed(at, piece.end, Span(first=piece.last + timedelta(days=1) if after else piece.first))

    def _until(self, at: int) -> Timed | None:
        """``tot en met`` takes the day in; ``voor`` and ``tot`` do not; ``uiterlijk`` does."""
        with_it = self._joined(at, between=False)
        if self._days.word(at) == "uiterlijk" and (piece := self._days.piece(self._days.past_articles(at + 1))):
            return Timed(at + 1, piece.end, Span(last=piece.last))
        if with_it in {at + 2, at + 3} and (piece := self._days.piece(with_it)):
            return Timed(at, piece.end, Span(last=piece.last))
        if self._days.word(at) in BEFORE and (piece := self._days.piece(self._days.past_articles(at + 1))):
            return Timed(at, piece.end, Span(last=piece.first - timedelta(days=1)))
        return None

    def _older(self, at: int) -> Timed | None:
        """``ouder dan twee weken``, ``al drie weken``, ``meer dan een maand``."""
        begin = at + 2 if self._days.word(at) in MORE and self._days.word(at + 1) == "dan" else at + 1
        if begin == at + 1 and self._days.word(at) != "al":
            return None
        back = self._days.back(begin)
        if back is None:
            return None
        day, end = back
        end += self._days.word(end) in {"geleden", "oud", "lang"}
        return Timed(at, end, Span(last=day - timedelta(days=1) if begin == at + 2 else day))

    def _plain(self, at: int) -> Timed | None:
        piece = self._days.piece(at)
        if piece is None:
            return None
        whole_past = self._days.word(at) in RECENT and piece.last >= self._today
        return Timed(at, piece.end, Span(piece.first, None if whole_past else piece.last))
