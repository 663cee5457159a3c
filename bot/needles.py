"""Which of many pieces of words stand in a text, asked for all of them at once.

A text is cut at its white space, and what each word of it holds is remembered, because mails use the same words again
and again. So a text costs one look into a table for each of its words, however many pieces are looked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        self._sizes: dict[str, tuple[int, ...]] = {}

    def add(self, piece: str, bit: int) -> None:
        beginning = piece[:_BEGINNING]
        self._sizes[beginning] = tuple({*self._sizes.get(beginning, ()), len(piece)})
        self[piece] = bit

    def standing_in(self, word: str) -> int:
        found = 0
        for at in range(len(word)):
            for letters in range(1, _BEGINNING + 1):
                for size in self._sizes.get(word[at : at + letters], ()):
                    if bit := self.get(word[at : at + size]):  # most are none, and adding nothing copies what is found
                        found |= bit
        return found


class _Held(dict[str, int]):
    """For a word of a text the pieces, as bits, that stand in it."""

    def __init__(self, pieces: _Pieces, size: int, known: Mapping[str, int]) -> None:
        super().__init__(known)
        self._pieces, self.size = pieces, size

    def with_more(self, pieces: Sequence[str]) -> "_Held":
        """The table for some pieces more, with what is remembered of the others."""
        known = self.copy()
        lines = "\n".join(("", *known, ""))
        for place, piece in enumerate(pieces, start=self.size):
            bit = 1 << place
            self._pieces.add(piece, bit)
            for word in _holding(lines, piece):
                known[word] |= bit
        return _Held(self._pieces, self.size + len(pieces), known)

    def __missing__(self, word: str) -> int:
        found = self._pieces.standing_in(word)
        if len(word) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = found
        return found


def _holding(lines: str, piece: str) -> Iterator[str]:
    """The lines in which the piece stands: ``str.find`` over all is far quicker than asking word after word."""
    place = lines.find(piece)
    while place >= 0:
        begin, end = lines.rfind("\n", 0, place) + 1, lines.find("\n", place)
        yield lines[begin:end]
        place = lines.find(piece, end + 1)


class Needles:
    """Pieces of words, each with a bit of its own; safe to share between threads."""

    def __init__(self) -> None:
        self._adding = Lock()
        self._pieces = _Pieces()
        self._held = _Held(self._pieces, 0, {})

    def add(self, pieces: Iterable[str]) -> None:
        """Look for these pieces as well, which have no white space; all at once costs no more than one."""
        with self._adding:
            if new := [piece for piece in dict.fromkeys(pieces) if piece not in self._pieces]:
                self._held = self._held.with_more(new)

    def bit(self, piece: str) -> int:
        """The bit of a piece; a new one when it was not looked for before."""
        self.add((piece,))
        return self._pieces[piece]

    def standing_in(self, text: str) -> int:
        """The bits of the pieces that stand in a text."""
        return reduce(or_, map(self._held.__getitem__, set(text.split())), 0)
