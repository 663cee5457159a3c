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
_HELLO = (
    r"beste|hoi+|hallo+|geachte?|dag|goede(?:n|r)?\s?(?:morgen|middag|avond|dag)|goeie?(?:morgen|middag|avond|dag)?|hi+|ha|hey|"
    r"hee|moin?|dear"
)
_GREETING = compiled_later(
    rf"^(?:{_HELLO}|l\.?\s?s\.?|lieve|collega's|jornt|lotte|dames|mevrouw|mijnheer|houdoe|tach)\b[^.?!]{{0,70}}[,!:.]?$|"
    r"^(?:aan|best) [^.?!]{0,60}[,:]$",
    re.IGNORECASE,
)
_LEAD = compiled_later(rf"^\s*(?:{_HELLO})\b(?: [\w'-]+){{0,3}}, ?(?=\S+ \S+)", re.IGNORECASE)
_GOES_ON = compiled_later(r",(?: [\w'-]+){4,}[.!?]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written, whether it is a question, and its number in the mail."""

    text: str
    question: bool
    number: int
    opens_item: bool = False
    """Whether it begins an item of a list."""


@lru_cache(maxsize=4)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a mail without its greeting; a bullet or a short line counts as a sentence.

    Remembered for a moment, because the kind, the requests and the dates of one mail are all read from them.
    """
    found = [(part, is_item and at == 0) for line, is_item in _lines(text) for at, part in enumerate(_split(line))]
    kept = [each for index, each in enumerate(found) if index > 1 or not _only_greets(each[0])]
    return tuple(
        Sentence(part, "?" in part[-4:] or bool(_ASKS.match(part)), number, opens_item)
        for number, (part, opens_item) in enumerate(kept)
    )


def _only_greets(part: str) -> bool:
    """Whether a sentence is only an opening: ``hoi Lotte,`` but not ``hoi, voor mij een plek op 14 januari``."""
    return bool(_GREETING.match(part)) and not _GOES_ON.search(part)


def without_greeting(text: str) -> str:
    """The text without the greeting in front of its first sentence, which names whom it is for, not what it is about."""
    return _LEAD.sub("", text)


def _lines(text: str) -> list[tuple[str, bool]]:
    """The lines with hard-wrapped ones joined and without their bullets, and whether they had one."""
    lines: list[tuple[str, bool]] = []
    open_line = False
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            open_line = False
        elif open_line and not _BULLET.match(line) and (line[0].islower() or len(lines[-1][0]) > 60):
            lines[-1] = (f"{lines[-1][0]} {line}", lines[-1][1])  # a hard-wrapped paragraph
        else:
            bare = _BULLET.sub("", line) or line
            lines.append((bare, bare != line))
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
