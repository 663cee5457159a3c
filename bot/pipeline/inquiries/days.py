"""Days that a question names outright: ``gisteren``, ``vorige week``, ``3 november``, ``derde kwartaal``, ``2025``."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import MONTHS, WEEKDAYS
from bot.patterns import compiled_later
from bot.understanding.numbers import WORDS

SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
UNITS = {"dag": "dag", "dagen": "dag", "week": "week", "weken": "week", "maand": "maand", "maanden": "maand",
         "kwartaal": "kwartaal", "kwartalen": "kwartaal", "jaar": "jaar", "jaren": "jaar"}  # fmt: skip
THIS = frozenset({"deze", "dit", "huidige"})
LAST = frozenset({"vorige", "vorig", "verleden"})
NEXT = frozenset({"volgende", "volgend", "komende", "aankomende", "komend"})
RECENT = frozenset({"afgelopen", "laatste"})
DAYS = {"vandaag": 0, "gisteren": -1, "eergisteren": -2, "morgen": 1, "overmorgen": 2}
QUARTERS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4,
            "q1": 1, "q2": 2, "q3": 3, "q4": 4}  # fmt: skip
PARTS = {"begin": (1, 10), "half": (11, 20), "medio": (11, 20), "midden": (11, 20), "eind": (21, 31), "einde": (21, 31)}
ARTICLES = frozenset({"de", "het", "van", "afgelopen", "in", "op"})
NUMBERS = {**{word: number for word, number in WORDS.items() if number < 100}, "een": 1, "paar": 2}
WRITTEN = compiled_later(r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?)\b")

YEARS = range(1990, 2101)
"""Nobody asks about others, and they would not fit into the tables."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Days that an expression names, and where it ends."""

    first: date
    last: date
    end: int


def written_days(text: str, spans: Sequence[tuple[int, int]], today: date) -> dict[int, Piece]:
    """Dates in digits, by the number of their first word."""
    found: dict[int, Piece] = {}
    for match in WRITTEN.finditer(text):
        day = _date_of(match, today)
        inside = [number for number, (start, _) in enumerate(spans) if match.start() <= start < match.end()]
        if day and inside:
            found[inside[0]] = Piece(day, day, inside[-1] + 1)
    return found


def _date_of(match: re.Match[str], today: date) -> date | None:
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        found = date(_year(year, today), int(month), int(day))
        if found.year not in YEARS:
            return None
        return found if year or found <= today + timedelta(days=31) else found.replace(year=found.year - 1)
    except ValueError:
        return None


def _year(text: str | None, today: date) -> int:
    return today.year if not text else int(text) if len(text) == 4 else 2000 + int(text)


class Days:
    """The words of one question, on one day."""

    def __init__(self, folded: Sequence[str], written: dict[int, Piece], today: date, *, ahead: bool) -> None:
        self._words = folded
        self._written = written
        self._today = today
        self._ahead = ahead

    def word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def piece(self, at: int | None) -> Piece | None:
        """Days that are named outright."""
        if at is None or at >= len(self._words):
            return None
        if at in self._written:
            return self._written[at]
        tries = (
            self._named_day,
            self._relative,
            self._recent,
            self._ago,
            self._quarter,
            self._month,
            self._week_or_year,
        )
        return next((found for each in tries if (found := each(at)) is not None), None)

    def _named_day(self, at: int) -> Piece | None:
        word = self.word(at)
        if word in DAYS:
            day = self._today + timedelta(days=DAYS[word])
            return Piece(day, day, at + 1)
        moved = word in LAST | RECENT | NEXT | THIS
        name = self.word(at + moved)
        if name not in WEEKDAYS:
            return None
        if dated := self._written.get(at + 1 + moved) or self._month(at + 1 + moved):
            return dated
        week = None if moved else self._relative(at + 1)
        if week is not None and UNITS[self.word(at + 2)] == "week":
            day = week.first + timedelta(days=WEEKDAYS.index(name))
            return Piece(day, day, week.end)
        day = self._weekday(WEEKDAYS.index(name), ahead=word in NEXT or (self._ahead and word not in LAST | RECENT))
        return Piece(day, day, at + 1 + moved)

    def _weekday(self, number: int, *, ahead: bool) -> date:
        back = (self._today.weekday() - number) % 7
        return self._today + timedelta(days=(7 - back) % 7) if ahead else self._today - timedelta(days=back)

    def _relative(self, at: int) -> Piece | None:
        """``deze week``, ``vorig jaar``, ``komende maand``."""
        word, unit = self.word(at), UNITS.get(self.word(at + 1))
        if unit in {None, "dag"} or word not in THIS | LAST | NEXT:
            return None
        first, last = _unit_of(self._today, unit or "")
        if word in LAST:
            first, last = _unit_of(first - timedelta(days=1), unit or "")
        if word in NEXT:
            first, last = _unit_of(last + timedelta(days=1), unit or "")
        if unit == "week" and self.word(at + 2) in WEEKDAYS:
            first = last = first + timedelta(days=WEEKDAYS.index(self.word(at + 2)))
            return Piece(first, last, at + 3)
        return Piece(first, last, at + 2)

    def _recent(self, at: int) -> Piece | None:
        """``de afgelopen twee weken``, ``de laatste 30 dagen``: up to today."""
        if self.word(at) not in RECENT:
            return None
        back = self.back(at + 1)
        return Piece(back[0], self._today, back[1]) if back else None

    def _ago(self, at: int) -> Piece | None:
        back = self.back(at)
        if back is None or self.word(back[1]) != "geleden":
            return None
        return Piece(back[0], back[0], back[1] + 1)

    def _quarter(self, at: int) -> Piece | None:
        number = QUARTERS.get(self.word(at))
        short = self.word(at).startswith("q")
        if number is None or not (short or self.word(at + 1) == "kwartaal"):
            return None
        year, end = self._with_year(at + (1 if short else 2))
        first, last = _unit_of(date(year or self._today.year, 3 * number - 2, 1), "kwartaal")
        if year is None and first > self._today:
            first, last = _unit_of(first.replace(year=first.year - 1), "kwartaal")
        return Piece(first, last, end)

    def _month(self, at: int) -> Piece | None:
        """``september``, ``3 november 2025``, ``eind oktober``."""
        day = int(self.word(at)) if self.word(at).isdigit() and len(self.word(at)) <= 2 else None
        part = PARTS.get(self.word(at))
        month = _month_number(self.word(at + (day is not None or part is not None)))
        if month is None:
            return None
        year, end = self._with_year(at + 1 + (day is not None or part is not None))
        begin, until = (day, day) if day is not None else part or (1, 31)
        for guess in (year,) if year else (self._today.year, self._today.year + (1 if self._ahead else -1)):
            size = monthrange(guess, month)[1]
            if not 0 < begin <= size:
                return None
            first, last = date(guess, month, begin), date(guess, month, min(until, size))
            if year or (last >= self._today if self._ahead else first <= self._today):
                break
        return Piece(first, last, end)

    def _with_year(self, at: int) -> tuple[int | None, int]:
        at_year = at + (self.word(at) in {"van", "in"})
        word = self.word(at_year)
        return (int(word), at_year + 1) if _is_year(word) else (None, at)

    def _week_or_year(self, at: int) -> Piece | None:
        """``week 45``, ``2025``."""
        word, following = self.word(at), self.word(at + 1)
        if _is_year(word):
            return Piece(date(int(word), 1, 1), date(int(word), 12, 31), at + 1)
        if word != "week" or not following.isdigit() or not 0 < int(following) < 53:
            return None
        year, end = self._with_year(at + 2)
        first = date.fromisocalendar(year or self._today.year, int(following), 1)
        if year is None and first > self._today and not self._ahead:
            first = date.fromisocalendar(self._today.year - 1, int(following), 1)
        return Piece(first, first + timedelta(days=6), end)

    def back(self, at: int) -> tuple[date, int] | None:
        """The day that lies so long ago, and where the words end."""
        number = self._number(at)
        unit = UNITS.get(self.word(at + 1 if number else at))
        if unit is None:
            return None
        return earlier(self._today, number or 1, unit), at + 1 + bool(number)

    def _number(self, at: int) -> int | None:
        word = self.word(at)
        number = int(word) if word.isdigit() and len(word) <= 3 else NUMBERS.get(word)
        return number or None

    def past_articles(self, at: int) -> int:
        while self.word(at) in ARTICLES and self.word(at + 1):
            at += 1
        return at


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word.startswith("20")


def _month_number(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS.index(word) + 1
    if word == "sept":
        return 9
    return SHORT_MONTHS.index(word) + 1 if word in SHORT_MONTHS else None


def _unit_of(day: date, unit: str) -> tuple[date, date]:
    """The first and last day of the week, month, quarter or year that a day lies in."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "jaar":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    begin, size = (3 * ((day.month - 1) // 3) + 1, 3) if unit == "kwartaal" else (day.month, 1)
    end = begin + size - 1
    return date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1])


def earlier(day: date, number: int, unit: str) -> date:
    """So many days, weeks, months, quarters or years before; the last of a month where it has no such day."""
    if unit in {"dag", "week"}:
        return day - timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - number * {"maand": 1, "kwartaal": 3, "jaar": 12}[unit]
    year, month = divmod(months, 12)
    year = max(year, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
