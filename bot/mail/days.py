"""Days as people write them in Dutch, English and German, with the year only where it is certain.

A day without a year is the next one with that date, unless that is so far away that the text may as well be an old one
that nobody took off. A weekday that is written beside it must agree; so must one that stands alone be near.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.patterns import compiled_later

FAR = timedelta(days=150)
"""A date without a year that lies further ahead may be a date of the past."""
FARTHEST = timedelta(days=3 * 366)
"""A written year further away is a slip of the pen."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january januar jänner jan", "februari february februar feb", "maart march märz maerz mrt mar mär",
            "april apr", "mei may mai", "juni june jun", "juli july jul", "augustus august aug",
            "september sept sep", "oktober october okt oct", "november nov", "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "maandag monday montag", "dinsdag tuesday dienstag", "woensdag wednesday mittwoch",
            "donderdag thursday donnerstag", "vrijdag friday freitag", "zaterdag saturday samstag sonnabend",
            "zondag sunday sonntag",
        )
    )
    for name in names.split()
}  # fmt: skip
_TODAY, _TOMORROW = {"vandaag", "today", "heute"}, {"morgen", "tomorrow"}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(_WEEKDAYS)
_YEAR, _YEAR_LAST = (rf"(?:[ ,]{{1,3}}(?P<{name}>20\d\d)\b)?" for name in ("year", "year_last"))
_DAY = compiled_later(
    rf"(?<![\d.,/-])(?:(?P<weekday>{_WEEKDAY})\b,?[ ]{{0,2}}(?:de |den |dem |the )?)?"
    r"(?:(?P<iso>20\d\d-\d\d-\d\d)(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|e|de|ste)?\.?[ ]{{0,2}}(?:of )?(?P<month>{_MONTH})\b\.?{_YEAR}"
    rf"|(?P<month_first>{_MONTH})\b\.? (?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR_LAST}"
    r"|(?P<numbers>\d{1,2}(?P<mark>[-/.])\d{1,2}(?:(?P=mark)(?:20|'|\u2019)?\d\d|(?<=\d)\.(?!\d))?)(?![\d:/-])"
    r"(?! ?(?:uur|u\b|euro|%)))"
    rf"|\b(?P<alone>{_WEEKDAY}|vandaag|morgen|today|tomorrow|heute)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A day in a text: where it stands, and which one it is (None where that is not certain)."""

    start: int
    end: int
    day: date | None
    by_weekday: bool = False
    """Whether only a weekday is written: that may be the next one, or every one."""


def written_days(text: str, today: date, *, month_may_lead: bool = False) -> Iterator[Written]:
    """Every day that a text of ``today`` names. In English ``3/12`` may mean either; then ``month_may_lead``."""
    for match in _DAY.finditer(text):
        by_weekday = (match["alone"] or "").lower() in _WEEKDAYS
        yield Written(match.start(), match.end(), _day(match, today, month_may_lead), by_weekday)


def _day(match: re.Match[str], today: date, month_may_lead: bool) -> date | None:  # noqa: FBT001  (one caller)
    if alone := match["alone"]:
        return _near(alone.lower(), today)
    weekday = _WEEKDAYS.get((match["weekday"] or "").lower())
    if match["iso"]:
        year, month, day = (int(piece) for piece in match["iso"].split("-"))
        return _plausible(_date(year, month, day), today, weekday)
    if match["numbers"]:
        pieces = [int(piece) for piece in re.findall(r"\d+", match["numbers"])]
        if month_may_lead and pieces[0] <= 12 and match["mark"] == "/":
            return None
        return _of(pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else None, today, weekday)
    month = _MONTHS[(match["month"] or match["month_first"]).lower()]
    stated = match["year"] or match["year_last"]
    return _of(int(match["day"] or match["day_last"]), month, int(stated) if stated else None, today, weekday)


def _near(word: str, today: date) -> date:
    """The next day with this name; today is not meant by its own name."""
    if word in _TODAY:
        return today
    if word in _TOMORROW:
        return today + timedelta(days=1)
    return today + timedelta(days=(_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1)


def _of(day: int, month: int, year: int | None, today: date, weekday: int | None) -> date | None:
    if year is not None:
        return _plausible(_date(year + 2000 if year < 100 else year, month, day), today, weekday)
    coming = (_date(today.year + ahead, month, day) for ahead in (0, 1))
    found = next((one for one in coming if one is not None and one >= today), None)
    return _plausible(found, today, weekday) if found and found - today <= FAR else None


def _plausible(day: date | None, today: date, weekday: int | None) -> date | None:
    if day is None or abs(day - today) > FARTHEST or weekday not in {None, day.weekday()}:
        return None
    return day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
