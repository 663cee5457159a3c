"""How much two words resemble each other by their letters: typos, inflection, compounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

COMPOUND = 0.8
"""The likeness of two words of which one holds the other, or that are one edit apart."""
HEAD = 4
"""Letters of the last part of a compound (dorpsraad) that make it known."""
START = 5
"""The same for its first part."""
EDITED = 6
"""Letters from which on one wrong letter is forgiven."""
SHORTEST = 4
"""Letters of a word that may resemble another one."""
ALIKE = 0.55
"""Words that resemble each other less have nothing to do with each other."""


class Lexicon:
    """Known words, found by their 4-grams."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_gram: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for gram in grams(word):
                self._by_gram[gram].append(word)

    def like(self, word: str) -> list[tuple[str, float]]:
        """The known words that resemble a word, itself left out, each with its likeness; the most alike first."""
        mine = grams(word)
        shared = Counter(chain.from_iterable(self._by_gram[gram] for gram in mine if gram in self._by_gram))
        size, length = len(mine), len(word)
        found = [  # words of unlike length that share one gram only are never alike
            (known, alike(word, known, count, size))
            for known, count in shared.items()
            if (count > 1 or abs(len(known) - length) <= 1) and known != word
        ]
        return sorted((row for row in found if row[1] >= ALIKE), key=lambda row: (-row[1], row[0]))


def grams(word: str) -> frozenset[str]:
    """The 4-grams of a word with its borders marked."""
    marked = f"^{word}$"
    return frozenset([marked[i : i + 4] for i in range(max(1, len(marked) - 3))])


def alike(word: str, known: str, shared: int, size: int) -> float:
    """How much two words resemble each other (0..1): the Dice measure of their 4-grams, or one inside the other.

    ``shared`` grams of the ``size`` that the first has.
    """
    dice = 2 * shared / (size + max(1, len(known) - 1))
    if dice >= COMPOUND:
        return dice
    short, long = (word, known) if len(word) <= len(known) else (known, word)
    if (len(short) >= START and long.startswith(short)) or (len(short) >= HEAD and long.endswith(short)):
        return max(dice, COMPOUND)
    if len(short) < EDITED or len(long) - len(short) > 1:
        return dice
    begins_or_ends_alike = word[:2] == known[:2] or word[-2:] == known[-2:]
    return max(dice, COMPOUND) if begins_or_ends_alike and one_edit(word, known) else dice


def one_edit(left: str, right: str) -> bool:
    """Whether one letter was typed wrongly, left out, doubled, or two neighbours changed places."""
    if left == right:
        return True
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest = left[start:], right[start:]
    swapped = rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:]
    return rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:] or swapped
