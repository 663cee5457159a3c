"""What somebody types, as a query that FTS5 cannot misread, and that finds Dutch as people write it.

Every word must occur; the beginning of a word is enough. A word of four letters or more also finds the compounds that
it stands in (``kring``: leerkring). What no word begins with and no compound holds may be a compound that the mails
write apart (``leerkringaanmelding``), else a slip of the finger (``leerkirng``). For all three the words of the index
itself are the dictionary: a reader keeps them in memory, and reads them again when the file has grown by a hundredth,
or when something was purged.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlite_utils import Database

from bot.store.sql import number, run

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""A beginning of one or two letters is half of the index."""
SHORTEST_PART = 4
LONGEST_WORD = 40
MOST_COMPOUNDS = 60
MOST_GUESSES = 6
LINKS = ("", "s", "e", "en")
"""What may stand between the parts of a Dutch compound."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of the index, as it keeps them (small letters, no accents), in their order."""

    words: Sequence[str] = ()
    mark: tuple[int, int] = (-1, 0)
    """The last event and the number of purged messages when they were read."""

    @cached_property
    def _lines(self) -> str:
        return "\n".join(("", *self.words, ""))

    def has_beginning(self, word: str) -> bool:
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place].startswith(word)

    def has(self, word: str) -> bool:
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place] == word

    def compounds_of(self, part: str) -> tuple[str, ...]:
        """Words that hold it further on than at their beginning."""
        return tuple(islice(self._holding(part), MOST_COMPOUNDS))

    def _holding(self, part: str) -> Iterator[str]:
        """One pass of ``str.find`` over all words: a regular expression is thirty times slower."""
        place = self._lines.find(part)
        while place >= 0:
            begin, end = self._lines.rfind("\n", 0, place) + 1, self._lines.find("\n", place)
            if begin < place:
                yield self._lines[begin:end]
            place = self._lines.find(part, end)

    def parts_of(self, word: str) -> tuple[str, str] | None:
        """Two words that it is put together of, the most even ones."""
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        for cut in sorted(cuts, key=lambda cut: abs(2 * cut - len(word))):
            for link in LINKS:
                left, right = word[:cut].removesuffix(link) if link else word[:cut], word[cut:]
                if len(left) >= SHORTEST_PART and self.has(left) and self.has_beginning(right):
                    return left, right
        return None

    def nearest(self, word: str) -> tuple[str, ...]:
        """Words that are one slip away (two in a long word); a swap of neighbours is one slip."""
        most = 2 if len(word) >= 8 else 1
        found = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=most, limit=MOST_GUESSES)
        least = min((distance for _, distance, _ in found), default=0)
        return tuple(sorted(guess for guess, distance, _ in found if distance == least))


@dataclass(frozen=True, slots=True)
class Search:
    """A query for ``MATCH``; empty when nothing that was typed is a word."""

    match: str
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def renewed(db: Database, known: Vocabulary) -> Vocabulary:
    """The words of the index, read again when those that are known are too old."""
    last, purged = known.mark
    now_last = number(db, "SELECT coalesce(max(id), 0) FROM events")
    now_purged = number(db, "SELECT count(*) FROM messages WHERE status = 'purged'")
    if last >= 0 and now_purged == purged and now_last - last <= last // 100:
        return known
    words = run(db, "SELECT term FROM search_words WHERE length(term) <= ?", (LONGEST_WORD,))
    return Vocabulary(tuple(row[0] for row in words), (now_last, now_purged))


def understood(search: str, vocabulary: Vocabulary) -> Search:
    """The query; every word is quoted, so nothing that people type (quotes, colons, AND, NEAR, stars) is syntax."""
    words = WORD.findall(folded(search))[:MOST_WORDS]
    instead: dict[str, tuple[str, ...]] = {}
    terms = [_term(word, vocabulary, instead) for word in words]
    return Search(" AND ".join(terms), instead)


def folded(text: str) -> str:
    """Small letters without accents, as the index keeps them."""
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign))).lower()


def _term(word: str, vocabulary: Vocabulary, instead: dict[str, tuple[str, ...]]) -> str:
    if len(word) < SHORTEST_BEGINNING:
        return f'"{word}"'
    ways = [f'"{word}"*']
    if len(word) >= SHORTEST_PART:
        compounds = vocabulary.compounds_of(word)
        ways += [f'"{compound}"' for compound in compounds]
        if not compounds and not vocabulary.has_beginning(word):
            ways += _otherwise(word, vocabulary, instead)
    return f"({' OR '.join(ways)})"


def _otherwise(word: str, vocabulary: Vocabulary, instead: dict[str, tuple[str, ...]]) -> list[str]:
    """What may have been meant by a word that is in no mail."""
    if word.isalpha() and (parts := vocabulary.parts_of(word)):
        instead[word] = (" + ".join(parts),)
        return [f'("{parts[0]}" AND "{parts[1]}"*)']
    if guesses := vocabulary.nearest(word):
        instead[word] = guesses
    return [f'"{guess}"*' for guess in guesses]
