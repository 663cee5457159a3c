"""Which of the planned meetings a sign-up means, by the day, the month and the words that it names.

Nothing is guessed: something in the mail must point at the meeting, nothing may point elsewhere, and a second meeting
that could be meant as well leaves the choice to a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.clock import in_amsterdam
from bot.model import TOPIC_LABELS
from bot.model.meetings import Meeting
from bot.patterns import compiled_later

MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(?P<month>januari|februari|maart|mrt|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan|febr?|apr|aug|sept?|okt|nov|dec)\b\.?"
)
WRITTEN = compiled_later(rf"\b(?:(?P<day>\d{{1,2}})(?:e|ste|de)?\s+)?{_MONTH}(?:\s+(?P<year>20\d\d))?", re.IGNORECASE)
IN_NUMBERS = compiled_later(r"(?<![\d-])(?P<day>\d{1,2})[-/](?P<month>\d{1,2})(?:[-/](?P<year>20\d\d))?(?![\d-])")
WORD = compiled_later(r"[^\W\d_]{4,}")
SAYS_LITTLE = frozenset(
    {
        "aanmelden", "aanmelding", "bijeenkomst", "bijeenkomsten", "congres", "dagen", "deelname", "democratie", "deze",
        "gemeente", "gemeenten", "gemeentehuis", "informatie", "lokale", "middag", "naar", "ochtend", "online", "onze",
        "over", "programma", "raadhuis", "sessie", "stadhuis", "startbijeenkomst", "team", "thorbecke", "voor",
        "voorbeeld", "webinar", "werksessie",
    }
)  # fmt: skip
"""Words of a title that many meetings share, or that stand in every mail."""


def meant(meetings: Iterable[Meeting], text: str, topics: Sequence[str], now: datetime) -> Meeting | None:
    """The one meeting to come that this sign-up means; None when none or more than one can be meant.

    ``topics`` are the topics that were read in the mail.
    """
    days, words = tuple(_days(text)), _words(text)
    found = [one for one in meetings if one.open_at(now) and _fits(one, days, words, frozenset(topics))]
    return found[0] if len(found) == 1 else None


def _fits(
    meeting: Meeting, days: Sequence[tuple[int, int, int]], words: frozenset[str], topics: frozenset[str]
) -> bool:
    """Whether something of the mail points at this meeting, and nothing elsewhere."""
    day = in_amsterdam(meeting.plan.starts_at).date()
    about = frozenset(topic for topic, label in TOPIC_LABELS.items() if _words(label) & _words(meeting.plan.title))
    on_another_day = bool(days) and not any(_is(day, named) for named in days)
    about_another_thing = bool(topics and about) and topics.isdisjoint(about)
    named = bool(words & _words(meeting.plan.title)) or not topics.isdisjoint(about)
    return not on_another_day and not about_another_thing and (bool(days) or named)


def _is(day: date, named: tuple[int, int, int]) -> bool:
    """Whether the mail names this day; 0 stands for a day or a year that it does not tell."""
    on, month, year = named
    return month == day.month and on in {0, day.day} and year in {0, day.year}


def _days(text: str) -> Iterator[tuple[int, int, int]]:
    """(day, month, year) of everything that reads as a day or a month."""
    for found in WRITTEN.finditer(text):
        month = found["month"].lower()[:3].replace("mrt", "maa")
        yield int(found["day"] or 0), MONTHS.index(month) + 1, int(found["year"] or 0)
    for found in IN_NUMBERS.finditer(text):
        if 1 <= int(found["month"]) <= len(MONTHS):
            yield int(found["day"]), int(found["month"]), int(found["year"] or 0)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text)) - SAYS_LITTLE
