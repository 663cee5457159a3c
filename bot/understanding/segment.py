"""Cuts a mail into sentences and drops what only opens it, so that each request can be read by itself."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.patterns import compiled_later

_SHORT = compiled_later(
    r"\b(?:a\.?s|o\.?a|bv|bijv|i\.?v\.?m|t\.?a\.?v|i\.?c\.?m|m\.?b\.?t|t\.?b\.?v|dhr|mw|mevr|mr|drs|dr|ir|ing|prof|nr|jl|evt|"
    r"ca|incl|excl|resp|tel|max|min|gem|wnd|plv|blz|art|[A-Z])\.$",
    re.IGNORECASE,
)
_SHORT_LETTERS = 10
"""No abbreviation with its point and the letter before it is longer."""
_END = compiled_later(r"[.!?…]+[)\"'”’]*(?:\s+|$)")
_ASKS = compiled_later(
    r"^(?:(?:en|of|dus|maar|ook|verder|graag weten:?)[ ,]+)?"
    r"(?:hoe(?:veel|zo)?|waarom|wanneer|wie(?! er\b)|welke|waar(?! wij\b| we\b| ik\b)|wat (?:is|zijn|kost\w*|moet\w*|houdt|doet|doen|gebeurt|betekent|wordt|voor)|"
    r"(?:is|zijn|was|kan|kun|kunt|kunnen|mag|mogen|moet|moeten|kost|komt|komen|krijgt?|krijgen|bestaat|gaat|geldt|geld|duurt|heeft|hebben|wordt|worden|weet|weten|zit|zitten|doet|tellen|telt|start) "
    r"(?:ik|je|jij|u|we|wij|jullie|men|er|het|dat|dit|die|deze|de|een|iemand|daar|hier|zo'n|ook|onze?|mijn)\b)(?! betreft\b)[^,;:?.!]*$",
    re.IGNORECASE,
)
"""A question that ends in nothing at all, as in a list. No comma: ``is dat te laat, dan horen we het graag``."""
_BULLET = compiled_later(r"^\s*(?:[-*•–>+]|\d{1,2}[.)]|[a-z][.)])\s+")
_GREETING = compiled_later(
    r"^(?:beste|hoi+|hallo+|geachte?|dag|goede(?:n|r)?\s?(?:morgen|middag|avond|dag)|goeie?(?:morgen|middag|avond|dag)?|hi+|ha|hey|"
    r"hee|moin?|l\.?\s?s\.?|lieve|dear|collega's|jornt|lotte|dames|mevrouw|mijnheer|houdoe|tach)\b[^.?!]{0,70}[,!:.]?$|^(?:aan|best) [^.?!]{0,60}[,:]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written, whether it is a question, and its number in the mail."""

    text: str
    question: bool
    number: int


@lru_cache(maxsize=4)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a mail without its greeting; a bullet or a short line counts as a sentence.

    Remembered for a moment, because the kind, the requests and the dates of one mail are all read from them.
    """
    found = [part for line in _lines(text) for part in _split(line)]
    kept = [part for index, part in enumerate(found) if index > 1 or not _GREETING.match(part)]
    return tuple(
        Sentence(part, "?" in part[-4:] or bool(_ASKS.match(part)), number) for number, part in enumerate(kept)
    )


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    open_line = False
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            open_line = False
        elif open_line and not _BULLET.match(line) and (line[0].islower() or len(lines[-1]) > 60):
            lines[-1] += " " + line  # a hard-wrapped paragraph
        else:
            lines.append(_BULLET.sub("", line) or line)
        open_line = bool(line) and (len(line) > 50) and line[-1] not in ".!?:"
    return lines


def _split(line: str) -> list[str]:
    parts: list[str] = []
    begin = 0
    for match in _END.finditer(line):
        piece = line[begin : match.end()].strip()
        last = match.end() == len(line)
        if not last and piece.endswith(".") and _SHORT.search(piece, len(piece) - _SHORT_LETTERS):
            continue
        if not last and line[match.end()].islower() and "?" not in match.group() and len(piece) < 12:
            continue
        parts.append(piece)
        begin = match.end()
    rest = line[begin:].strip()
    return [part for part in [*parts, rest] if part]
