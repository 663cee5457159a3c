"""Dutch working days: weekends, the fixed holidays and the office's own closing days.

Good Friday, and Liberation Day outside its five-yearly year, are days off at some organisations and not at others;
they count as working days unless the settings name them as closing days.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

BY_EASTER = {1: "Tweede Paasdag", 39: "Hemelvaartsdag", 50: "Tweede Pinksterdag"}
"""Days after Easter Sunday."""
ONE_DAY = timedelta(days=1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The days in this year on which Dutch offices are closed; Sundays that are holidays are left to the weekend."""
    return frozenset(named_holidays(year))


def named_holidays(year: int) -> dict[date, str]:
    """The same days with their Dutch names, the first one first."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day -= ONE_DAY
    days = {
        date(year, 1, 1): "Nieuwjaarsdag",
        kings_day: "Koningsdag",
        date(year, 12, 25): "Eerste Kerstdag",
        date(year, 12, 26): "Tweede Kerstdag",
    }
    days |= {sunday + timedelta(days=offset): name for offset, name in BY_EASTER.items()}
    if year % 5 == 0:
        days[date(year, 5, 5)] = "Bevrijdingsdag"
    return dict(sorted(days.items()))


def is_working_day(day: date, closing_days: Iterable[date] = ()) -> bool:
    """Whether the office works on this day."""
    return day.weekday() < 5 and day not in holidays(day.year) and day not in set(closing_days)


def add_working_days(start: date, days: int, closing_days: Iterable[date] = ()) -> date:
    """The day that lies ``days`` working days after ``start`` (which itself never counts)."""
    closed = frozenset(closing_days)
    day = start
    while days > 0:
        day += ONE_DAY
        days -= is_working_day(day, closed)
    return day


def working_days_between(start: date, end: date, closing_days: Iterable[date] = ()) -> int:
    """How many working days lie after ``start`` up to and including ``end``; 0 when ``end`` is not later.

    Whole weeks are multiplied, so that years cost no more than days.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    off = frozenset(closing_days).union(*(holidays(year) for year in range(start.year, end.year + 1)))
    return weekdays - sum(start < day <= end and day.weekday() < 5 for day in off)
