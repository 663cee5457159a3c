"""Where the phrases of the lexicon stand in a question."""

from collections.abc import Iterator, Sequence

from bot.pipeline.inquiries.lexicon import FILLERS, LEXICON, Phrase
from bot.pipeline.inquiries.marks import Mark

MOST_SKIPPED = 3


def find_phrases(folded: Sequence[str]) -> Iterator[Mark]:
    """Every phrase that stands in these words, the little words of ``FILLERS`` left out."""
    for at, word in enumerate(folded):
        for phrase in LEXICON.get(word, ()):
            end = _end(phrase, folded, at)
            if end:
                yield Mark(
                    at,
                    end,
                    phrase.slot,
                    phrase.value,
                    words=len(phrase.words),
                    skipped=_skipped(phrase, folded, at, end),
                )


def _end(phrase: Phrase, folded: Sequence[str], at: int) -> int:
    """Where the phrase ends that begins here, little words left out; 0 when it does not stand here."""
    place = at + 1
    for word in phrase.words[1:]:
        most = place + MOST_SKIPPED
        while place < min(len(folded), most) and folded[place] != word and folded[place] in FILLERS:
            place += 1
        if place >= len(folded) or folded[place] != word:
            return 0
        place += 1
    return place


def _skipped(phrase: Phrase, folded: Sequence[str], at: int, end: int) -> frozenset[int]:
    """The little words in between, which belong to nothing."""
    wanted = list(phrase.words)
    skipped = set()
    for place in range(at, end):
        if wanted and folded[place] == wanted[0]:
            wanted.pop(0)
        else:
            skipped.add(place)
    return frozenset(skipped)
