"""Slips of the finger, mended word by word before anything else is read; what is a word already stays as it is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.pipeline.inquiries.lexicon import FILLERS, LEXICON, NEGATIONS
from bot.pipeline.inquiries.names import CUES, before
from bot.pipeline.inquiries.periods import PERIOD_WORDS
from bot.understanding.normalise import Words

SHORTEST = 5
LONG = 9
"""From this length on two slips are forgiven."""
GRAMMAR = frozenset({word for phrases in LEXICON.values() for each in phrases for word in each.words} | PERIOD_WORDS)
_WORDS = (
    "geven gegeven maken gemaakt horen hoort kijken goede nodig eigen grote kleine zeker samen verder eerder later"
    " alleen vooral onlangs recent tijdje tijd paar minst minder elke ieder iedere ander andere anderen volgens beter"
    " goed fijn snel zelf helpen hulp leuk kort lang terug haar"
)
ORDINARY = frozenset(_WORDS.split())
"""Words that lie near one of the grammar or a name, and are none."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The words as they are read, and the slips: as written, and as it is read."""

    folded: tuple[str, ...]
    slips: tuple[tuple[str, str], ...] = ()


def mended(text: Words, known: Callable[[int], bool], names: Collection[str], terms: Iterable[str]) -> Mended:
    """Each word that is none, as the nearest one; ``names`` come first behind a word that leads to a name."""
    vocabulary = sorted({word for word in (*GRAMMAR, *terms) if len(word) >= SHORTEST})
    read, slips = list(text.folded), []
    for at, word in enumerate(text.folded):
        if known(at) or not _may_be_slip(word, text.folded, at):
            continue
        nearest = _nearest(word, vocabulary, sorted(names), named=before(text.folded, at) in CUES or _capital(text, at))
        if nearest:
            read[at] = nearest
            slips.append((text.shown(at, at + 1), nearest))
    return Mended(tuple(read), tuple(slips))


def _capital(text: Words, at: int) -> bool:
    return at > 0 and text.text[text.spans[at][0]].isupper()


def _may_be_slip(word: str, folded: Sequence[str], at: int) -> bool:
    if word in FILLERS or word in NEGATIONS or word in GRAMMAR or word in ORDINARY or not word.isalpha():
        return False
    return len(word) >= SHORTEST or (len(word) == SHORTEST - 1 and before(folded, at) in CUES)


def _nearest(word: str, vocabulary: Sequence[str], names: Sequence[str], *, named: bool) -> str:
    most = 2 if len(word) >= LONG else 1
    grammar, name = (_closest(word, choices, most) for choices in (vocabulary, names))
    if name and grammar:
        name_first = name[1] <= grammar[1] if named else name[1] < grammar[1]
        return (name if name_first else grammar)[0]
    return (grammar or name or ("", 0))[0]


def _closest(word: str, choices: Sequence[str], most: int) -> tuple[str, int] | None:
    found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=most)
    return (found[0], found[1]) if found else None
