"""Which of many pieces of words stand in a text, asked for all of them at once.

A text is cut at its white space, and what each word of it holds is remembered, because mails use the same words again
and again. So a text costs one look into a table for each of its words, however many pieces are looked for.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from threading import Lock

REMEMBERED = 20_000
"""Words of texts of which is remembered what they hold."""
LONGEST = 40
"""Letters of a word that is worth to be remembered; a longer one is an address."""
_BEGINNING = 3
"""Letters by which pieces are looked up."""


class _Pieces(dict[str, int]):
    """All pieces with their bits, and of how many letters they are by their first letters."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: dict[str, set[int]] = {}

    def add(self, piece: str, bit: int) -> None:
        beginning = piece[:_BEGINNING]
        self._sizes[beginning] = self._sizes.get(beginning, set()) | {len(piece)}
        self[piece] = bit

    def standing_in(self, word: str) -> int:
        found = 0
        for at in range(len(word)):
            for letters in range(1, _BEGINNING + 1):
                for size in self._sizes.get(word[at : at + letters], ()):
                    found |= self.get(word[at : at + size], 0)
        return found


class _Held(dict[str, int]):
    """For a word of a text the pieces, as bits, that stand in it."""

    def __init__(self, pieces: _Pieces, size: int, known: Mapping[str, int]) -> None:
        super().__init__(known)
        self._pieces, self.size = pieces, size

    def with_one_more(self, piece: str) -> "_Held":
        """The table for one piece more, with what is remembered of the others."""
        bit = 1 << self.size
        self._pieces.add(piece, bit)
        known = {word: bits | bit if piece in word else bits for word, bits in self.copy().items()}
        return _Held(self._pieces, self.size + 1, known)

    def __missing__(self, word: str) -> int:
        found = self._pieces.standing_in(word)
        if len(word) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = found
        return found


class Needles:
    """Pieces of words, each with a bit of its own; safe to share between threads."""

    def __init__(self) -> None:
        self._adding = Lock()
        self._pieces = _Pieces()
        self._held = _Held(self._pieces, 0, {})

    def bit(self, piece: str) -> int:
        """The bit of a piece, which has no white space; a new one when it was not looked for before."""
        with self._adding:
            if piece not in self._pieces:
                self._held = self._held.with_one_more(piece)
            return self._pieces[piece]

    def standing_in(self, text: str) -> tuple[int, int]:
        """The bits of the pieces that stand in a text, and those of all that were looked for."""
        held = self._held
        return reduce(or_, map(held.__getitem__, set(text.split())), 0), (1 << held.size) - 1
