"""What an out-of-office says: until when somebody is away, whether for good, and who stands in.

Only what is certain is kept: a date that can be read in two ways, or that lies in the past, is none.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.clock import dutch_date
from bot.mail.days import Written, written_days
from bot.mail.stand_in import named_in
from bot.model import Absence, ParsedMail
from bot.patterns import compiled_later

_LOOK = 4_000
_BEFORE, _AFTER = 60, 60
"""How many characters beside a date may say what it is."""

_THROUGH = compiled_later(
    r"(?:\bt/m|\bt\.?m\.?|\btot en met|\btot/met|\bthrough|\bup to and including|\buntil and including|\bthru"
    r"|\bbis (?:einschlie(?:ß|ss)lich|inkl\.?|und mit)|\bbis(?: zum)?)\s{0,2}(?:de |den |dem |the |zum )?$",
    re.IGNORECASE,
)
_UNTIL = compiled_later(r"(?:\btot(?: aan)?|\buntil|\btill?|\bup to)\s{0,2}(?:de |the )?$", re.IGNORECASE)
_RANGE = compiled_later(r"\b(?:from|van|vom|between)\b.{1,40}(?:\bto|-|\u2013)\s{0,2}(?:the )?$", re.IGNORECASE)
_ON = compiled_later(
    r"(?:\bop|\bon|\bam|\bvanaf|\bper|\bab|\bfrom|\bas of)\s{0,2}(?:de |den |dem |the )?$", re.IGNORECASE
)
_STARTS = compiled_later(
    r"(?:\bvanaf|\bper|\bab|\bfrom|\bas of|\bsinds|\bsince|\bseit)\s{0,2}(?:de |dem )?$", re.IGNORECASE
)
_BACK_BEFORE = compiled_later(
    r"\b(?:weer|terug|wieder|zurück|back|return(?:ing)?|retour|in the office again|bereikbaar|aanwezig)\b"
    r"[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_BACK_AFTER = compiled_later(
    r"^[^.!?\n]{0,30}\b(?:weer|terug|wieder|zurück|back|again)\b",
    re.IGNORECASE,
)
_AWAY = compiled_later(
    r"\b(?:afwezig|niet aanwezig|niet bereikbaar|niet op kantoor|vrij|verlof|vakantie|werk(?:\s\w{1,10}){0,3} niet"
    r"|out of (?:the )?office|away|absent|on leave|on holiday|on vacation|abwesend|nicht im (?:büro|hause)|urlaub"
    r"|nicht erreichbar|ben (?:ik )?(?:er )?(?:even )?niet)\b",
    re.IGNORECASE,
)
_GONE = compiled_later(
    r"\bniet (?:meer|langer) (?:werkzaam|in dienst|werken)"
    r"|\bwerk(?:t|zaam)?\s(?:ik\s)?niet (?:meer|langer) (?:bij|voor|hier|in deze|als)\b|\buit dienst\b"
    r"|\bno longer (?:works?|working|with|employed)|\bleft the (?:organi[sz]ation|company|municipality)"
    r"|\bnicht mehr (?:für|bei|tätig|beschäftigt)\b",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[!?\n]|(?<=[a-z][a-z)])\.\s")
"""Also before a capital that begins a date; not behind a number (``3. Dezember``) or an initial."""
_Fits = Callable[[str, Written], bool]
_ENGLISH = compiled_later(r"\b(?:the|will|office|please|and|am|i'm)\b", re.IGNORECASE)


def absence_of(mail: ParsedMail, received_on: date, own_addresses: frozenset[str]) -> Absence | None:
    """What an automatic answer says about the absence of its sender; None when it says nothing of it.

    ``own_addresses`` are casefolded: neither they nor the sender can stand in for the sender.
    """
    text = f"{mail.subject}\n{mail.new_text}"[:_LOOK]
    gone = _GONE.search(text) is not None
    last_day, back_on = (None, None) if gone else _when(text, received_on)
    nobody = own_addresses | ({mail.sender.addr_spec.casefold()} if mail.sender else set())
    stand_in = named_in(mail.new_text[:_LOOK], nobody)
    if not gone and last_day is None and back_on is None and (stand_in is None or not _AWAY.search(text)):
        return None
    return Absence(mail.sender, last_day, back_on, gone=gone, stand_in=stand_in)


def _when(text: str, today: date) -> tuple[date | None, date | None]:
    """The last day of the absence, else the day of return; of several the one that is said most clearly."""
    english = len(_ENGLISH.findall(text)) >= 2
    days = tuple(written_days(text, today, month_may_lead=english))
    if (day := _first(text, days, _is_last)) and day >= today:
        return day, None
    if (day := _first(text, days, _is_return)) and day > today:
        return None, day
    if (day := _first(text, days, _is_only)) and day >= today:
        return day, None
    return None, None


def _first(text: str, days: tuple[Written, ...], fits: _Fits) -> date | None:
    return next((one.day for one in days if one.day is not None and fits(text, one)), None)


def _is_last(text: str, one: Written) -> bool:
    before = _before(text, one)
    return bool(_THROUGH.search(before) or _RANGE.search(before))


def _is_return(text: str, one: Written) -> bool:
    before = _before(text, one)
    if _UNTIL.search(before) or (_BACK_BEFORE.search(before) and not _THROUGH.search(before)):
        return True
    return bool((_ON.search(before) or not before.strip()) and _BACK_AFTER.search(text[one.end : one.end + _AFTER]))


def _is_only(text: str, one: Written) -> bool:
    """One day away, as in ``vandaag``, ``op 3 december afwezig``."""
    before = _before(text, one)
    after = _SENTENCE_END.split(text[one.end : one.end + _AFTER])[0]
    return (
        bool(_AWAY.search(before + text[one.start : one.end] + after))
        and not one.by_weekday
        and not _STARTS.search(before)
    )


def _before(text: str, one: Written) -> str:
    """What stands before a date in its sentence, with a first date of the same range."""
    return _SENTENCE_END.split(text[max(0, one.start - _BEFORE) : one.start])[-1]


def in_dutch(absence: Absence, today: date) -> str:
    """One line for colleagues: ``Afwezig tot en met 3 december; vervanger: Kim de Boer (k.deboer@dorp.nl)``."""
    return "; ".join(piece for piece in (_until_in_dutch(absence, today), _stand_in_in_dutch(absence)) if piece)


def _until_in_dutch(absence: Absence, today: date) -> str:
    if absence.gone:
        return "Werkt hier niet meer"
    if absence.last_day:
        return f"Afwezig tot en met {_short(absence.last_day, today)}"
    return f"Afwezig tot {_short(absence.back_on, today)}" if absence.back_on else "Afwezig, einddatum onbekend"


def _stand_in_in_dutch(absence: Absence) -> str:
    if absence.stand_in is None:
        return ""
    name, address = absence.stand_in.display_name, absence.stand_in.addr_spec
    return "vervanger: " + (f"{name} ({address})" if name and address else name or address)


def _short(day: date, today: date) -> str:
    return dutch_date(day, year=day.year != today.year)


def returns_on(absence: Absence) -> date | None:
    """The first day on which the sender is there again."""
    return absence.last_day + timedelta(days=1) if absence.last_day else absence.back_on
