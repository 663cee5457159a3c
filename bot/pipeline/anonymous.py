"""A text without the people in it, so that it can be kept as an example: what is replaced shows in brackets.

What looks like a name and is no word of the content is taken for one: an editor reads the result before it is kept, and
too much in brackets does less harm than one name that stays.
"""

import re
from collections.abc import Iterable

from bot.clock import MONTHS, WEEKDAYS
from bot.content.library import Library
from bot.patterns import compiled_later
from bot.understanding.normalise import fold, words

_STREETS = "straat|weg|laan|plein|singel|gracht|kade|dijk|steeg|hof|pad|plantsoen|dreef|markt|park|kamp|baan|ring|wal"
_SMALL = r"(?:van|von|de|der|den|het|'t|ten|ter|te|el|al|in|op)"
_BIG = r"(?:[A-Z]\.|[A-ZÀ-Þ][\w'-]+)"

HIDDEN = (
    (compiled_later(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[mailadres]"),
    (compiled_later(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (compiled_later(r"\b[A-Z]{2}\d{2} ?[A-Z]{4} ?(?:\d ?){9}\d"), "[rekening]"),
    (compiled_later(r"(?<![\w])(?:\+|00)?\d(?:[\s()./-]{0,2}\d){8,14}(?![\w])"), "[nummer]"),
    (compiled_later(rf"\b(?:{_BIG} )*[\w'-]*(?i:{_STREETS}) \d+(?:[ -]?[a-zA-Z]\b|-\d+)?"), "[adres]"),
    (compiled_later(r"\b[1-9]\d{3} ?[A-Z]{2}\b"), "[postcode]"),
)
"""Patterns in the order in which they are tried, with what stands there instead."""
_NAME = compiled_later(rf"{_BIG}(?:(?: {_SMALL}){{0,3}} {_BIG})*")
_CUE = compiled_later(
    r"(?:\b(?:de heer|meneer|mevrouw|mevr\.?|mw\.?|dhr\.?|drs\.?|ir\.?|mr\.?|dr\.?|prof\.?|collega|wethouder|burgemeester|raadslid|griffier|"  # noqa: E501  (one list)
    r"secretaris|ik ben|ik heet|mijn naam is|vraag naar|bel(?:len)?|groet(?:en)?,?)\s+)$",
    re.IGNORECASE,
)
_STARTS = compiled_later(r"(?:^|[.!?:]\s+|\n\s*|[-*•]\s*)$")
NAME = "[naam]"
ACRONYM = 5


def anonymous(text: str, people: Iterable[str], known: frozenset[str]) -> str:
    """The text without addresses, numbers and names; ``people`` are names that we know of, ``known`` words stay."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    for name in sorted(_parts(people, known), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", NAME, text)
    text = _NAME.sub(lambda match: NAME if _is_name(text, match, known) else match.group(), text)
    return re.sub(rf"{re.escape(NAME)}(?:[ -]+{re.escape(NAME)})+", NAME, text)


def _parts(people: Iterable[str], known: frozenset[str]) -> set[str]:
    """Whole names and their parts, but for particles and words that mean something else, too."""
    parts = {part for name in people for part in name.replace(",", " ").split() if part[:1].isupper() and len(part) > 2}
    return {name for name in people if name} | {part for part in parts if fold(part) not in known}


def _is_name(text: str, match: re.Match[str], known: frozenset[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    big = [part for part in match.group().split() if part[0].isupper()]
    strange = [part for part in big if not _is_known(part, known)]
    if _CUE.search(before):
        return bool(strange)
    return bool(strange) and (len(big) > 1 or not _STARTS.search(before))


def _is_known(part: str, known: frozenset[str]) -> bool:
    return (part.isupper() and len(part) <= ACRONYM and "." not in part) or set(words(part).folded) <= known


def known_words(library: Library) -> frozenset[str]:
    """Every word of the curated content: municipalities, services, topics, what the entries say; months and days."""
    vocabulary = library.vocabulary
    texts = [
        *(name for place in library.municipalities for name in (place.name, *place.aliases)),
        *(organisation.name for organisation in library.shared_organisations),
        *(phrase for labels in (vocabulary.services, vocabulary.topics, vocabulary.acts, vocabulary.roles)
          for phrases in labels.values() for phrase in phrases),
        *(f"{entry.title} {entry.answer} {' '.join(entry.questions)}" for entry in library.entries.values()),
        *MONTHS,
        *WEEKDAYS,
    ]  # fmt: skip
    return frozenset(word for text in texts for word in words(text).folded)
