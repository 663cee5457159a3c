"""Text as words that compare: without case, accents, hyphens; each word knows where the sender wrote it."""

# ruff: noqa: RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.patterns import compiled_later

_WORD = compiled_later(r"[^\W_]+(?:['’&+@][^\W_]+|\.(?:is|nl|secr|com)\b)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text and its words: ``folded`` for comparing, ``spans`` (start, end) into ``text`` for showing."""

    text: str
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def shown(self, start: int, end: int) -> str:
        """The sender's own words from word ``start`` up to, not including, word ``end``."""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())


def fold(text: str) -> str:
    """A word or a text without case and accents: ``Coöperatie`` is ``cooperatie``, ``é`` is ``e``."""
    return _folded_word(text) if len(text) < _LONG else _folded_text(text)


def _fold(word: str) -> str:
    plain = word.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_QUOTES))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain


_LONG = 40
"""From this length on it is no word, and not worth to be remembered for long."""
_folded_word = lru_cache(maxsize=32768)(_fold)
_folded_text = lru_cache(maxsize=8)(_fold)


@lru_cache(maxsize=64)
def words(text: str) -> Words:
    """The words of a text; hyphens separate, apostrophes, ``&`` and ``+`` between letters do not.

    Remembered for a moment, because a sentence is looked at from several sides.
    """
    spans = tuple([match.span() for match in _WORD.finditer(text)])
    if text.isascii():
        small = text.lower()
        return Words(text, tuple([small[start:end] for start, end in spans]), spans)
    return Words(text, tuple([fold(text[start:end]) for start, end in spans]), spans)
