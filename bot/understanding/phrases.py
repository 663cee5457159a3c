"""Finds the phrases of the vocabulary in a text: exact words, beginnings (``leerkring*``) and gaps (``meld … aan``)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.understanding.normalise import Words, words

GAP = "…"
MAX_GAP = 5
"""Words that a gap may skip."""
FUZZY_LETTERS = 8
"""Words shorter than this are never corrected: too many real words lie one letter apart."""

REMEMBERED = 20_000
"""Words of which a book remembers the patterns; the rest is looked up anew."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found: the label that it stands for, the phrase, and its place as word numbers (end excluded)."""

    label: str
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    label: str
    phrase: str
    parts: tuple[str, ...]
    second: str
    """The whole word that must follow the first; '' when there is none, or more than one may."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a word can begin: phrases, one that it nearly is, and one that it is the first half of (``leer-kring``)."""

    patterns: tuple[_Pattern, ...]
    near: _Pattern | None
    is_head: bool
    seconds: frozenset[str]
    """The words of which one must follow; empty when something can begin here whatever follows."""

    @classmethod
    def of(cls, patterns: tuple[_Pattern, ...], near: _Pattern | None, *, is_head: bool) -> "_Start | None":
        """None for a word that begins nothing."""
        if not patterns and near is None and not is_head:
            return None
        seconds = {pattern.second for pattern in patterns}
        always = near is not None or is_head or "" in seconds
        return cls(patterns, near, is_head, frozenset() if always else frozenset(seconds))


@dataclass(frozen=True, slots=True)
class _Long:
    """A long word of the table, in which a slip or two is forgiven."""

    pattern: _Pattern
    stem: str
    begins: str
    ends: str
    is_whole: bool
    slips: int

    def ends_in(self, word: str) -> bool:
        """Whether the last letters stand where they stand in the stem."""
        size = len(self.stem)
        return word[size - 2 : size] == self.ends

    def is_nearly(self, word: str) -> bool:
        size = len(self.stem)
        ends = (len(word),) if self.is_whole else range(size - 1, min(len(word), size + 1) + 1)
        return any(OSA.distance(self.stem, word[:end], score_cutoff=self.slips) <= self.slips for end in ends)


def _long(pattern: _Pattern) -> _Long:
    (part,) = pattern.parts
    stem = part.rstrip("*")
    slips = 2 if len(stem) > 12 else 1  # a second slip only in very long words
    return _Long(pattern, stem, stem[:2], stem[-2:], not part.endswith("*"), slips)


class _Known(dict[str, _Start | None]):
    """What a word can begin; remembered, because mails use the same words again and again."""

    def __init__(self, start: Callable[[str], _Start | None]) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, word: str) -> _Start | None:
        if len(self) >= REMEMBERED:
            self.clear()
        start = self[word] = self._start(word)
        return start


class PhraseBook:
    """All phrases of one table (label to phrases), ready to be found; ``fuzzy`` forgives one slip in a long word."""

    def __init__(self, table: Mapping[str, Sequence[str]], *, fuzzy: bool = False) -> None:
        self._exact: dict[str, list[_Pattern]] = defaultdict(list)
        self._beginning: dict[str, list[_Pattern]] = defaultdict(list)
        self._long: dict[str, list[_Long]] = defaultdict(list)
        for label, phrases in table.items():
            for phrase in phrases:
                self._add(_pattern(label, phrase), fuzzy=fuzzy)
        self._known = _Known(self._start)
        self._lengths = sorted({len(beginning) for beginning in self._beginning})
        self._first_letters = {beginning[0] for beginning in self._beginning}
        stems = [stem for stem, patterns in (*self._exact.items(), *self._beginning.items())
                 if any(len(pattern.parts) == 1 for pattern in patterns)]  # fmt: skip
        self._heads = {stem[:length] for stem in stems for length in range(1, len(stem))}

    def _add(self, pattern: _Pattern, *, fuzzy: bool) -> None:
        if not pattern.parts:
            return
        first = pattern.parts[0]
        if first.endswith("*"):
            self._beginning[first[:-1]].append(pattern)
        else:
            self._exact[first].append(pattern)
        if fuzzy and len(pattern.parts) == 1 and len(first.rstrip("*")) >= FUZZY_LETTERS:
            self._long[first[0]].append(_long(pattern))

    def find(self, text: Words) -> tuple[Hit, ...]:
        """Every phrase in the text; where several begin at one word for one label, the longest."""
        best: dict[tuple[int, str], Hit] = {}
        folded = text.folded
        for at, start in enumerate(map(self._known.__getitem__, folded)):
            if start is None or (start.seconds and (at + 1 == len(folded) or folded[at + 1] not in start.seconds)):
                continue
            for hit in self._at(start, text, at):
                known = best.get((at, hit.label))
                if known is None or hit.end > known.end:
                    best[at, hit.label] = hit
        return tuple(best.values())

    def _at(self, start: _Start, text: Words, at: int) -> Iterator[Hit]:
        folded = text.folded
        following = folded[at + 1] if at + 1 < len(folded) else ""
        found = False
        for pattern in start.patterns:
            if pattern.second and pattern.second != following:
                continue
            end = _match(pattern.parts, folded, at)
            if end:
                found = True
                yield Hit(pattern.label, pattern.phrase, at, end)
        if found:
            return
        if start.is_head and len(folded[at]) + len(following) >= FUZZY_LETTERS and _adjoin(text, at):
            joined = self._known[folded[at] + folded[at + 1]]
            for pattern in joined.patterns if joined is not None else ():
                if len(pattern.parts) == 1 and len(pattern.parts[0]) > len(folded[at]) + 1:
                    yield Hit(pattern.label, pattern.phrase, at, at + 2)
        if start.near is not None:
            yield Hit(start.near.label, start.near.phrase, at, at + 1)

    def _start(self, word: str) -> _Start | None:
        near = None if word in self._exact else self._nearly(word)  # a word of the table itself is no slip
        return _Start.of(tuple(self._candidates(word)), near, is_head=word in self._heads)

    def _candidates(self, word: str) -> Iterator[_Pattern]:
        yield from self._exact.get(word, ())
        if word[0] in self._first_letters:
            for length in self._lengths:
                if length > len(word):
                    break
                yield from self._beginning.get(word[:length], ())

    def _nearly(self, word: str) -> _Pattern | None:
        """The first long word of the table that this one is but for a slip."""
        if len(word) < FUZZY_LETTERS:
            return None
        for long in self._long.get(word[0], ()):
            if (word.startswith(long.begins) or long.ends_in(word)) and long.is_nearly(word):
                return long.pattern
        return None


def _adjoin(text: Words, at: int) -> bool:
    """Whether only a space or a hyphen parts a word from the next: ``leer-kring``, not ``inwoners, raad``."""
    return at + 1 < len(text.spans) and text.text[text.spans[at][1] : text.spans[at + 1][0]] in {" ", "-", "- "}


def _pattern(label: str, phrase: str) -> _Pattern:
    parts = _parts(phrase)
    second = parts[1] if len(parts) > 1 else ""
    return _Pattern(label, phrase, parts, "" if second == GAP or second.endswith("*") else second)


def _parts(phrase: str) -> tuple[str, ...]:
    parts: list[str] = []
    for piece in phrase.split():
        if piece == GAP:
            parts.append(GAP)
            continue
        inner = list(words(piece.rstrip("*")).folded)
        if piece.endswith("*") and inner:
            inner[-1] += "*"
        parts.extend(inner)
    return tuple(parts)


def _match(parts: Sequence[str], folded: Sequence[str], at: int) -> int:
    """The end of the phrase that begins at ``at``, or 0."""
    place = at + 1  # the caller looked up the first part
    for index, part in enumerate(parts[1:], start=1):
        if part == GAP:
            rest = parts[index + 1 :]
            for skipped in range(MAX_GAP):
                begin = place + skipped
                if begin < len(folded) and rest and _same(rest[0], folded[begin]):
                    end = _match(rest, folded, begin)
                    if end:
                        return end
            return 0
        if place >= len(folded) or not _same(part, folded[place]):
            return 0
        place += 1
    return place


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
