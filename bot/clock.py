"""The only door to the clock; everything else gets its time as an argument.

Inside the product every time is an aware UTC ``datetime``. Europe/Amsterdam appears where people read or plan.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Clock = Callable[[], datetime]
"""Returns the aware UTC time of now."""

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def system_clock() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


def in_amsterdam(moment: datetime) -> datetime:
    """The same moment as people in the Netherlands read it."""
    return moment.astimezone(AMSTERDAM)


def dutch_date(moment: datetime | date, *, weekday: bool = False, year: bool = True) -> str:
    """``donderdag 29 januari 2026``; a ``datetime`` is first taken to Europe/Amsterdam."""
    day = in_amsterdam(moment).date() if isinstance(moment, datetime) else moment
    words = [WEEKDAYS[day.weekday()]] if weekday else []
    words += [str(day.day), MONTHS[day.month - 1]]
    return " ".join([*words, str(day.year)] if year else words)


def dutch_moment(moment: datetime) -> str:
    """``29 januari 2026 om 14.05 uur``."""
    local = in_amsterdam(moment)
    return f"{dutch_date(local.date())} om {local:%H.%M} uur"


def iso_week(moment: datetime) -> str:
    """The ISO week in Amsterdam, as ``2026-W48``: the digest's unique key."""
    year, week, _ = in_amsterdam(moment).isocalendar()
    return f"{year}-W{week:02d}"
