"""What our replies promise: sentences in which we say that we do something before a day.

Only what is clear counts: we (or a colleague) do something for the reader, with a day that can be counted out. What we
ask of the reader, what we tell of the past, and the day of a meeting are no promises. Somebody looks at each one: it
stands on the page of the message, and can be corrected there.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from bot.clock import MONTHS, WEEKDAYS
from bot.mail.days import written_days
from bot.model.following import Promised
from bot.patterns import compiled_later
from bot.programme.working_days import add_working_days

LONGEST_AHEAD = timedelta(days=3 * 366)
MOST = 10
"""Promises of one reply."""
LONGEST = 300

SENTENCE_END = compiled_later(
    r"(?<=[.!?])[)\"\u2019\u201d]?\s+(?=[\"\u2018\u201c(]?[A-ZÀ-Ý0-9])|\n\s*\n|\n(?=\s*[-*•])"
)
DO = compiled_later(
    r"\b(?:"
    r"la(?:at|ten) .*\bweten|stu(?:urt?|ren)|mail(?:t|en)?|bel(?:t|len)?|kom(?:t|en)? .*\bterug|reage(?:er|ert|ren)"
    r"|antwoord(?:t|en)?|beantwoord(?:t|en)?|ge(?:eft?|ven) .*\b(?:antwoord|uitsluitsel|duidelijkheid|door|bericht)"
    r"|plan(?:t|nen)?|ne(?:emt?|men) .*\bcontact|lever(?:t|en)?|zoe(?:kt?|ken) .*\buit"
    r"|informe(?:er|ert|ren)|de(?:elt|len)|bezorg(?:t|en)?|regel(?:t|en)|contact opnemen|terugkomen|terugbellen"
    r"|uitzoeken|(?:be)?spre(?:ekt?|ken)|verstu(?:urt?|ren)|toesturen|doorgeven|nabellen|benader(?:t|en)?"
    r")\b",
    re.IGNORECASE,
)
WE = compiled_later(r"\b(?:wij|we|ik|vng|team|collega)\b", re.IGNORECASE)
YOU_GET = compiled_later(
    r"\b(?:u|je|jullie)\s(?:\w+\s)?(?:hoort|hoor|horen|ontvangt|ontvang|ontvangen|krijgt|krijg|krijgen)\b"
    r"|\b(?:hoort|hoor|horen|ontvangt|ontvang|ontvangen|krijgt|krijg|krijgen) (?:u|je|jullie)\b",
    re.IGNORECASE,
)
ASKS = compiled_later(
    r"\?\W*$|\b(?:kunt|kun|kunnen|wilt|wil|willen|zou|zouden|mag|moet|moeten) (?:u|je|jullie)\b"
    r"|\blaat (?:het )?(?:ons|mij|me)\b|^\W*(?:stuur|mail|bel|meld|geef) (?:ons|mij|me|het|dat|dit|uw|je)\b"
    r"|\b(?:wij|we|ik) (?:horen|hoor|ontvangen|ontvang|krijgen|verwachten|vernemen)\b"
    r"|\b(?:horen|hoor|ontvangen|ontvang|krijgen|verwachten|vernemen) (?:wij|we|ik)\b"
    r"|\bals (?:u|je|jullie)\b|\bgraag (?:van (?:u|je|jullie)|uw|je)\b",
    re.IGNORECASE,
)
"""The reader is asked to do something, or what we do depends on it."""
LOOKS_BACK = compiled_later(
    r"\b(?:heb|hebben|heeft|had|hadden|zijn|is|was|waren) .*\b(?:ge\w+(?:d|t|en)|ver\w+(?:d|t)|ont\w+en)\b"
    r"|\b(?:stuurde|vroeg|mailde|belde|schreef|liet)(?:n|en|de)?\b",
    re.IGNORECASE,
)
OCCASION = compiled_later(
    r"\b(?:webinar|bijeenkomst|congres|voorstelling|sessie|werksessie|kick-?off|afspraak|gesprek|kennismaking|mail"
    r"|bericht|brief|vraag|vergadering|raad|atelier|intervisitatie|leerkring) (?:van |op )(?:\w+dag )?$",
    re.IGNORECASE,
)
"""Before a day these are what happens then, and the promise is another one."""

BEFORE = compiled_later(r"\b(?:v(?:oo|óó)r)(?: of op)? (?:de )?$", re.IGNORECASE)
ON = compiled_later(r"\b(?:uiterlijk|op|tegen|t/m|tot en met|v(?:oo|óó)r of op)(?: op)?(?: de)? $", re.IGNORECASE)

NUMBERS = {
    word: number
    for number, word in enumerate(
        ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"), start=1
    )
} | {"één": 1, "veertien": 14, "vijftien": 15, "twintig": 20, "dertig": 30}  # fmt: skip
NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
SPAN = compiled_later(
    rf"\b(?:binnen|over|uiterlijk over|na) (?:uiterlijk |hooguit |ongeveer )?{NUMBER} "
    r"(?P<unit>werkdag(?:en)?|dag(?:en)?|we(?:ek|ken)|maand(?:en)?)\b",
    re.IGNORECASE,
)
WEEK = compiled_later(
    rf"\b(?:(?P<day>{'|'.join(WEEKDAYS)}) )?(?P<part>begin |eind |einde |het (?:eind|einde) van |eind van )?(?:de )?"
    rf"(?P<which>deze|volgende|komende) week\b(?: (?:op )?(?P<later>{'|'.join(WEEKDAYS)}))?",
    re.IGNORECASE,
)
MONTH = compiled_later(
    rf"\b(?:(?P<part>begin|half|medio|eind|einde) |in (?:de loop van )?|nog in )(?P<month>{'|'.join(MONTHS)})\b"
    r"(?: (?P<year>20\d\d))?",
    re.IGNORECASE,
)
WHOLE_MONTH = compiled_later(r"\b(?P<which>deze|volgende|komende) maand\b", re.IGNORECASE)
NUMBERED_WEEK = compiled_later(r"\bweek (?P<week>\d{1,2})\b(?! keer)", re.IGNORECASE)
TOMORROW = compiled_later(r"\b(?P<word>vandaag|morgen|overmorgen)\b(?! (?:de|het) dag)", re.IGNORECASE)

PARTS = {"begin": 10, "half": 20, "medio": 20}
FRIDAY = 4


def promised(text: str, said_on: date, closed: Collection[date] = ()) -> tuple[Promised, ...]:
    """The promises in a text of ours of that day, in their order; ``closed`` are no working days."""
    return tuple(_found(text, said_on, closed))[:MOST]


def _found(text: str, said_on: date, closed: Collection[date]) -> Iterator[Promised]:
    for piece in SENTENCE_END.split(text):
        sentence = " ".join(piece.split()).removeprefix("- ")
        if len(sentence) <= LONGEST and _promises(sentence):
            day = _day(sentence, said_on, closed)
            if day is not None and said_on <= day <= said_on + LONGEST_AHEAD:
                yield Promised(sentence, day)


def _promises(sentence: str) -> bool:
    if ASKS.search(sentence) or LOOKS_BACK.search(sentence):
        return False
    return bool(YOU_GET.search(sentence) or (WE.search(sentence) and DO.search(sentence)))


def _day(sentence: str, said_on: date, closed: Collection[date]) -> date | None:
    """The last day that the sentence names in words that set a limit; the first way of saying it that fits."""
    tries: tuple[Callable[[], date | None], ...] = (
        lambda: _span(sentence, said_on, closed),
        lambda: _week(sentence, said_on),
        lambda: _written(sentence, said_on),
        lambda: _month(sentence, said_on),
        lambda: _near(sentence, said_on),
    )
    return next((day for attempt in tries if (day := attempt()) is not None), None)


def _span(sentence: str, said_on: date, closed: Collection[date]) -> date | None:
    """``binnen twee weken``, ``over tien werkdagen``."""
    found = SPAN.search(sentence)
    if found is None:
        return None
    word = found["number"].lower()
    number = int(word) if word.isdigit() else NUMBERS[word]
    unit = found["unit"].lower()
    if unit.startswith("werkdag"):
        return add_working_days(said_on, number, closed)
    if unit.startswith("maand"):
        return _months_later(said_on, number)
    return said_on + timedelta(days=number * (7 if unit.startswith("we") else 1))


def _months_later(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _week(sentence: str, said_on: date) -> date | None:
    """``deze week``, ``vrijdag volgende week``, ``begin volgende week``, ``in week 49``: Friday unless it says more."""
    monday = said_on - timedelta(days=said_on.weekday())
    if found := WEEK.search(sentence):
        if found["which"].lower() != "deze":
            monday += timedelta(days=7)
        name = (found["day"] or found["later"] or "").lower()
        begins = (found["part"] or "").lower().startswith("begin")
        return monday + timedelta(days=WEEKDAYS.index(name) if name else 1 if begins else FRIDAY)
    if (found := NUMBERED_WEEK.search(sentence)) and 0 < int(found["week"]) <= 52:
        year = said_on.isocalendar().year
        day = date.fromisocalendar(year, int(found["week"]), FRIDAY + 1)
        return day if day >= said_on else date.fromisocalendar(year + 1, int(found["week"]), FRIDAY + 1)
    return None


def _written(sentence: str, said_on: date) -> date | None:
    """``voor 1 december`` (the day before is the last one), ``uiterlijk vrijdag 4 december``, ``op 4-12``."""
    for one in written_days(sentence, said_on):
        before = sentence[: one.start]
        if one.day is None or OCCASION.search(before):
            continue
        if BEFORE.search(before) and not ON.search(before):
            return one.day - timedelta(days=1)
        if ON.search(before) or one.by_weekday:
            return one.day
    return None


def _month(sentence: str, said_on: date) -> date | None:
    """``eind november``, ``in januari 2027``, ``deze maand``: its last day."""
    if found := WHOLE_MONTH.search(sentence):
        later = 0 if found["which"].lower() == "deze" else 1
        day = _months_later(said_on.replace(day=1), later)
        return day.replace(day=monthrange(day.year, day.month)[1])
    if not (found := MONTH.search(sentence)):
        return None
    month = MONTHS.index(found["month"].lower()) + 1
    year = int(found["year"]) if found["year"] else said_on.year + (month < said_on.month)
    return date(year, month, PARTS.get((found["part"] or "").lower(), monthrange(year, month)[1]))


def _near(sentence: str, said_on: date) -> date | None:
    found = TOMORROW.search(sentence)
    days = {"vandaag": 0, "morgen": 1, "overmorgen": 2}
    return said_on + timedelta(days=days[found["word"].lower()]) if found else None
