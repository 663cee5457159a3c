"""Dates in Dutch: writing one out, and finding one that has passed in what somebody wrote."""

import re
from datetime import date

from bot.patterns import compiled_later

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WRITTEN = compiled_later(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(20\d\d)\b", re.IGNORECASE)


def in_words(day: date) -> str:
    """'4 februari 2020'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def past_date(text: str, today: date) -> str:
    """The first date with a year in ``text`` that lies before ``today``, in words; '' when there is none."""
    for found in WRITTEN.finditer(text):
        try:
            day = date(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
        except ValueError:
            continue
        if day < today:
            return in_words(day)
    return ""
