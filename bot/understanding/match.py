"""Finds the knowledge entries that fit a question: words and their character 4-grams, no model and no network.

An entry has two fields: its curated questions (each compared on its own, the best one counts) and everything it says.
A word of the question finds a word of the index when both have the same stem, when most of their 4-grams are the same
(typos, inflection) or when one holds the other (compounds). Rare words weigh more; a word that the knowledge does not
know weighs most of all, so that a question about something else scores low.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import EntryKind, EntryMatch, KnowledgeEntry
from bot.understanding.likeness import COMPOUND, SHORTEST, Lexicon
from bot.understanding.question_words import Ask
from bot.understanding.questions import asks, counted, focus, proper_names, without_asks
from bot.understanding.synonyms import STOPWORDS
from bot.understanding.terms import LIGHT_STEMS, NAME_STEMS, all_words, heads, meant, term, terms

Numbers = NDArray[np.intp]
Shares = NDArray[np.float64]

QUESTION_SHARE = 0.6
"""How much the best curated question counts; the rest is how much of the question the whole entry covers."""
ANSWER_WEIGHT = 0.8
"""What a word is worth that stands only in the answer, not in a question or the title."""
SAME_SERVICE = 0.08
SAME_ACT = 0.04
BESIDE_EXACT = 0.6
"""What a likeness counts for a word that the knowledge base has itself."""
TELLING = frozenset(
    {Ask.TIME, Ask.DURATION, Ask.NUMBER, Ask.PLACE, Ask.WHO, Ask.FOR, Ask.COST, Ask.JOIN, Ask.WHY, Ask.ABOUT}
)
"""The sorts of fact that help to tell entries apart; they count as words."""
SORT_WEIGHT = 0.7
LIGHT_WEIGHT = 0.3
LIGHT_MOST = 1.0
"""However rare a word is that says little, it weighs no more than this."""
UNKNOWN = 3
"""An unknown word weighs as much as one that stands in this many entries."""
NAME_LACKS = 0.6
"""What is left of the score of an entry for each name of the programme that only the question holds."""
FOCUS_LACKS = 0.65
"""The same for what a question counts or chooses from ('hoeveel inwoners', 'is er lunch') and for a proper name."""
NAMED = 3.5
"""A name of the programme weighs at least this, however many entries have it: it says what a question is about."""
RARE = 30
"""A word with a capital that stands in more entries than this is a title (Lokale Democratie), not a place."""
SAME_WORDS = 0.06
"""How much the same small words add to a score."""
LITERAL = 0.2
"""How much they count for the order of the best entries: of two likely questions the literal one wins."""
STEP = 0.0001
"""How far the scores of two entries are apart at least, so that whoever compares them sees their order."""
CLOSE = 5
PASSING = 0.25
"""A curated question that shares less than this of the question's weight is passed over."""
NEAR = PASSING - 1e-9
"""Where no entry covers more, none has such a question, and none can score what follows."""
FAR = 0.2
"""Below this score an entry has nothing to do with the question."""
EXPANSIONS = 8
CLOSELY = 0.6
"""From this likeness on two words are forms of one."""
CACHED_WORDS = 5000
SIGNS = "?!"
"""A sort of fact (?kosten) and a small word (!wat) are words of their own, which resemble no other."""


def question_terms(text: str, sorts: frozenset[Ask]) -> tuple[str, ...]:
    """The terms of a question, then the telling sorts of fact that it wants, which count as words too.

    A question of small words only ('wat doen jullie') is compared by those.
    """
    words = terms(text) or tuple(f"!{word}" for word in sorted(all_words(text)))
    return (*words, *(f"?{ask}" for ask in sorted(sorts & TELLING)))


class Scored(NamedTuple):
    """How an entry fits a question: the score, the share of the question it covers, the closest curated question.

    In a list the best comes first; that the words are literally the same counts more for that order than for the score.
    """

    entry: KnowledgeEntry
    score: float
    cover: float
    lacks: int
    """How many of the programme's names that the question says the entry does not have."""
    question: str
    literal: float = 0.0
    """The share of its words, small ones too, that the question has in common with a curated one; of the best few."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where words stand: numbers, each once, and how much of a word stands there (0..1)."""

    numbers: Numbers
    shares: Shares

    @classmethod
    def of(cls, found: Mapping[int, float]) -> "Postings":
        return cls(np.fromiter(found, np.intp, len(found)), np.fromiter(found.values(), np.float64, len(found)))


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of a word: the words that it resembles or may stand for, and where the latter stand."""

    like: frozenset[str]
    similar: tuple[tuple[str, float], ...]
    entries: Postings
    questions: Postings


class Wording(NamedTuple):
    """The curated questions of an entry: the numbers of those that have a word, small ones too, and their sizes."""

    places: Mapping[str, Sequence[int]]
    sizes: Sequence[int]

    @classmethod
    def of(cls, questions: Iterable[str]) -> "Wording":
        found = [all_words(question) for question in questions]
        places: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(found):
            for word in words:
                places[word].append(number)
        return cls(places, [len(words) for words in found])

    def overlap(self, said: frozenset[str]) -> float:
        """The share (0..1) of words that a text has in common with the closest question."""
        shared = Counter(chain.from_iterable([self.places[word] for word in said & self.places.keys()]))
        return max((same / (len(said) + self.sizes[number] - same) for number, same in shared.items()), default=0.0)


class Retriever:
    """Finds answers among the entries. The first question or ``warm`` builds its index; a start does not."""

    def __init__(self, entries: Iterable[KnowledgeEntry]) -> None:
        self.entries = tuple(entry for entry in entries if entry.kind is EntryKind.ANTWOORD)
        self._index: Index | None = None
        self._building = Lock()

    def warm(self) -> "Index":
        """Build the index unless it is there; safe from several threads."""
        with self._building:
            if self._index is None:
                self._index = Index(self.entries)
            return self._index

    def match(
        self, text: str, *, service: str | None = None, act: str | None = None, limit: int = 5
    ) -> tuple[EntryMatch, ...]:
        return self.warm().match(text, service=service, act=act, limit=limit)

    def scored(self, text: str, *, service: str | None = None, act: str | None = None) -> "list[Scored]":
        return self.warm().scored(text, service=service, act=act)

    def strange(self, text: str) -> int:
        return self.warm().strange(text)

    def says(self, entry: KnowledgeEntry, text: str) -> float:
        return self.warm().says(entry, text)

    def holds(self, entry: KnowledgeEntry) -> frozenset[Ask]:
        return self.warm().holds(entry)

    def counts(self, entry: KnowledgeEntry, text: str) -> bool:
        return self.warm().counts(entry, text)

    def like(self, word: str) -> frozenset[str]:
        return self.warm().like(word)

    def backs(self, entry: KnowledgeEntry, text: str, wants: frozenset[Ask]) -> bool:
        return self.warm().backs(entry, text, wants)


class Index:
    """An index over entries; building takes a few hundred milliseconds, a query about a third of one."""

    def __init__(self, entries: Iterable[KnowledgeEntry]) -> None:
        self.entries = tuple(entries)
        self._numbers = {entry.id: number for number, entry in enumerate(self.entries)}
        self._held: dict[str, frozenset[Ask]] = {}
        self._counted: dict[str, frozenset[str]] = {}
        self._backed: dict[str, frozenset[str]] = {}
        self._wording: dict[str, Wording] = {}
        self._documents = [(number, text) for number, entry in enumerate(self.entries) for text in curated(entry)]
        self._entry_of = np.array([number for number, _ in self._documents], np.intp)
        self._in_questions: dict[str, list[int]] = defaultdict(list)
        self._in_entries: dict[str, dict[int, float]] = defaultdict(dict)
        document_terms = [self._add(document) for document in range(len(self._documents))]
        for number, entry in enumerate(self.entries):
            for word in terms(entry.answer):
                self._in_entries[word].setdefault(number, ANSWER_WEIGHT)
        self._unknown = math.log(1 + len(self.entries) / UNKNOWN)
        self._weights = {word: self._rarity(word, len(found)) for word, found in self._in_entries.items()}
        self._roots = np.sqrt([sum(self._weights[word] for word in words) for words in document_terms])
        self._lexicon = Lexicon(word for word in self._weights if word[0] not in SIGNS)
        self._nothing = np.zeros(len(self.entries), np.intp)
        self._known: dict[str, Known] = {}
        self._rank = np.argsort(np.argsort([entry.id for entry in self.entries]))
        self._by_service = self._with(lambda entry: entry.services)
        self._by_act = self._with(lambda entry: entry.acts)

    def _add(self, document: int) -> tuple[str, ...]:
        number, text = self._documents[document]
        words = question_terms(text, asks(text, TELLING))
        for word in words:
            self._in_questions[word].append(document)
            self._in_entries[word][number] = 1.0
        return words

    def _with(self, labels: Callable[[KnowledgeEntry], Iterable[str]]) -> Mapping[str, Shares]:
        """Each label with a 1 for every entry that has it."""
        found: dict[str, Shares] = {}
        for number, entry in enumerate(self.entries):
            for label in labels(entry):
                found.setdefault(label, np.zeros(len(self.entries)))[number] = 1.0
        return found

    def _rarity(self, word: str, times: int) -> float:
        rarity = math.log(1 + len(self.entries) / times) * weight_of(word)
        if word in NAME_STEMS:
            return max(rarity, NAMED)
        return min(rarity, LIGHT_MOST) if word in LIGHT_STEMS else rarity

    def match(
        self, text: str, *, service: str | None = None, act: str | None = None, limit: int = 5
    ) -> tuple[EntryMatch, ...]:
        """The entries that fit best, best first; scores run from 0 to 1, and each is below the one before."""
        found: list[EntryMatch] = []
        highest = 1.0
        for one in self.scored(text, service=service, act=act, most=max(limit, CLOSE))[:limit]:
            highest = round(min(one.score, highest), 4)
            found.append(EntryMatch(one.entry, highest, one.question))
            highest -= STEP
        return tuple(found)

    def scored(
        self, text: str, *, service: str | None = None, act: str | None = None, most: int | None = None
    ) -> list[Scored]:
        """The entries that share enough with the question, best first, with what each score is made of."""
        words = question_terms(text, asks(text, TELLING))
        if not words:
            return []
        known = [self._lookup(word) for word in words]
        weights = np.array([*map(self._weight, words, known)])
        total = weights.sum()
        cover = _summed([one.entries for one in known], weights / total, len(self.entries))
        if cover.max() <= NEAR:
            return []
        likeness, closest = self._likeness([one.questions for one in known], weights, total)
        score = QUESTION_SHARE * np.minimum(1.0, likeness) + (1 - QUESTION_SHARE) * cover
        near = np.flatnonzero(score >= FAR)
        if not len(near):
            return []
        lacks = self._lacking([self._in_entries.get(word, {}) for word in words if word in NAME_STEMS])
        strays = self._lacking(self._wanted(text, dict(zip(words, known, strict=True))))
        if lacks.any() or strays.any():
            score *= NAME_LACKS**lacks * FOCUS_LACKS**strays
        score += SAME_SERVICE * self._by_service.get(service or "", 0.0) + SAME_ACT * self._by_act.get(act or "", 0.0)
        best = near[np.lexsort((self._rank[near], -score[near]))][:most]
        columns = (each[best].tolist() for each in (score, cover, lacks, closest))
        rows = [
            Scored(self.entries[number], value, covered, lacking, self._documents[document][1] if document >= 0 else "")
            for number, value, covered, lacking, document in zip(best.tolist(), *columns, strict=True)
        ]
        return self._literal_first(all_words(text), rows)

    def _wanted(self, text: str, asked: Mapping[str, Known]) -> list[set[int]]:
        """The entries that have what a question counts or chooses from, and those that have its proper names."""
        places = (word for word in map(term, proper_names(text)) if self._times(word) <= RARE)
        words = {*map(term, focus(text)), *places}
        return [self._holders(known.similar) for word in words if (known := asked.get(word))]

    def _lacking(self, holders: Sequence[Collection[int]]) -> Numbers:
        """How many of some words each entry lacks, by the entries that have them."""
        if not holders:
            return self._nothing
        lacks = np.full(len(self.entries), len(holders))
        for numbers in holders:
            lacks[list(numbers)] -= 1
        return lacks

    def _weight(self, word: str, known: Known) -> float:
        if known.similar:
            return self._weights[known.similar[0][0]]
        return LIGHT_MOST if word in LIGHT_STEMS else self._unknown * weight_of(word)

    def strange(self, text: str) -> int:
        """How many words with meaning the knowledge base does not know at all, not even one that is like it."""
        return sum(not self._lookup(word).similar for word in meant(text) if not word.isdigit())

    def says(self, entry: KnowledgeEntry, text: str) -> float:
        """The share (0..1) that an entry holds of what a text asks beside the names of the programme.

        'Can the learning circle meet on Saturday' shares its name with every entry about the circle, and nothing else.
        """
        number = self._numbers[entry.id]
        words = question_terms(text, asks(text, TELLING))
        asked = [self._lookup(word) for word in words if word not in NAME_STEMS and word not in LIGHT_STEMS]
        if not asked:
            return 1.0
        held = (known.entries.shares[known.entries.numbers == number].sum() for known in asked)
        return float(sum(held)) / len(asked)

    def holds(self, entry: KnowledgeEntry) -> frozenset[Ask]:
        """The sorts of fact that the curated questions of an entry ask for, so that its answer gives them."""
        if entry.id not in self._held:
            self._held[entry.id] = frozenset().union(*map(asks, curated(entry)))
        return self._held[entry.id]

    def counts(self, entry: KnowledgeEntry, text: str) -> bool:
        """Whether the entry has a curated question for the number of what the text wants counted."""
        wanted = [term(word) for word in counted(text) if word not in STOPWORDS]
        if not wanted:
            return True
        if entry.id not in self._counted:
            words = (word for question in entry.questions for word in counted(question))
            self._counted[entry.id] = frozenset(map(term, words))
        similar = {known for word in wanted for known, _ in ((word, 1.0), *self._lookup(word).similar)}
        return bool(similar & self._counted[entry.id])

    def backs(self, entry: KnowledgeEntry, text: str, wants: frozenset[Ask]) -> bool:
        """Whether the curated questions of an entry are about anything that the text wants such facts of.

        'From what sum must we tender' wants a sum, as 'with what sum did the programme begin' does, of something else.
        """
        about = meant(without_asks(text, wants))
        if not about:
            return True
        if entry.id not in self._backed:
            self._backed[entry.id] = frozenset(word for question in curated(entry) for word in terms(question))
        similar = (known for word in about for known, _ in self._lookup(word).similar)
        return not self._backed[entry.id].isdisjoint(similar)

    def _wording_of(self, entry: KnowledgeEntry) -> Wording:
        if entry.id not in self._wording:
            self._wording[entry.id] = Wording.of(curated(entry))
        return self._wording[entry.id]

    def _times(self, word: str) -> int:
        return len(self._in_entries.get(word, ()))

    def _holders(self, similar: Sequence[tuple[str, float]]) -> set[int]:
        """The entries that have a word or one that is nearly the same."""
        return {number for known, alike in similar if alike >= COMPOUND for number in self._in_entries[known]}

    def _literal_first(self, said: frozenset[str], rows: list[Scored]) -> list[Scored]:
        """The rows with those at the top that have a question in the very words of the text in front."""
        top = [(row, self._wording_of(row.entry).overlap(said)) for row in rows[:CLOSE]]
        top.sort(key=lambda one: (-one[0].score - LITERAL * one[1], one[0].entry.id))
        return [row._replace(score=row.score + SAME_WORDS * same, literal=same) for row, same in top] + rows[CLOSE:]

    def _likeness(self, postings: Sequence[Postings], weights: Shares, total: float) -> tuple[Shares, Numbers]:
        """By entry: cosine-like likeness of its closest question, which may pass 1, and that question, or -1."""
        shared = _summed(postings, weights, len(self._documents))
        passed = np.flatnonzero(shared >= PASSING * total)
        value = shared[passed] / (math.sqrt(total) * self._roots[passed])
        order = np.lexsort((-passed, value))
        likeness, closest = np.zeros(len(self.entries)), np.full(len(self.entries), -1)
        entries = self._entry_of[passed[order]]
        likeness[entries], closest[entries] = value[order], passed[order]  # of several the last and best one stays
        return likeness, closest

    def _lookup(self, word: str) -> Known:
        """What is known of a word, kept for the next question."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > CACHED_WORDS:
                self._known.clear()
            known = self._known[word] = self._known_as(word)
        return known

    def like(self, word: str) -> frozenset[str]:
        """The words of the index that are nearly the same."""
        return self._lookup(word).like

    def _known_as(self, word: str) -> Known:
        like = [] if len(word) < SHORTEST or word.isdigit() or word[0] in SIGNS else self._lexicon.like(word)
        similar = self._similar(word, like)
        questions: dict[int, float] = {}
        entries: dict[int, float] = {}
        for other, likeness in similar:
            for question in self._in_questions.get(other, ()):
                questions[question] = max(questions.get(question, 0.0), likeness)
            for entry, field in self._in_entries[other].items():
                entries[entry] = max(entries.get(entry, 0.0), likeness * field)
        close = frozenset(other for other, likeness in like if likeness >= CLOSELY)
        return Known(close, similar, Postings.of(entries), Postings.of(questions))

    def _similar(self, word: str, like: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
        """(known word, likeness) for the words of the index that this one may stand for, best first."""
        good = [(known, likeness) for known, likeness in like if known.isalpha()][:EXPANSIONS]
        if word in self._weights:
            return ((word, 1.0), *((known, likeness * BESIDE_EXACT) for known, likeness in good))
        return tuple(good) or tuple((head, COMPOUND) for head in heads(word) if head in self._weights)


def _summed(postings: Sequence[Postings], weights: Shares, size: int) -> Shares:
    """The weight at each number: every word adds what it weighs where it stands."""
    spread = np.repeat(weights, [len(each.numbers) for each in postings])
    spread *= np.concatenate([each.shares for each in postings])
    summed = np.bincount(np.concatenate([each.numbers for each in postings]), spread, size)
    return summed.astype(np.float64, copy=False)


def curated(entry: KnowledgeEntry) -> tuple[str, ...]:
    """The questions of an entry and its title, which is one more."""
    return (*entry.questions, entry.title)


def weight_of(word: str) -> float:
    """What a term counts for beside how rare it is."""
    if word.startswith("?"):
        return SORT_WEIGHT
    return LIGHT_WEIGHT if word in LIGHT_STEMS else 1.0
