"""Finds the knowledge entries that fit a question: words and their character 4-grams, no model and no network.

An entry has two fields: its curated questions (each compared on its own, the best one counts) and everything it says.
A word of the question finds a word of the index when both have the same stem, when most of their 4-grams are the same
(typos, inflection) or when one holds the other (compounds). Rare words weigh more; a word that the knowledge does not
know weighs most of all, so that a question about something else scores low.
"""

import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from bot.model import EntryKind, EntryMatch, KnowledgeEntry
from bot.patterns import compiled_later
from bot.understanding.normalise import fold
from bot.understanding.question_words import Ask
from bot.understanding.questions import asks, counted, focus, proper_names, without_asks
from bot.understanding.synonyms import CONCEPTS, LIGHT, NAMES, STOPWORDS, with_phrases

LONG_NUMBER = compiled_later(r"\d{5,}\Z")
"""A telephone number or a file number says nothing about what is asked."""
WORD = compiled_later(r"[a-z0-9]+(?:'[a-z]+)*(?:[.@][a-z0-9]+)*")
PARTICIPLE = compiled_later(r"\A(aan|af|op|uit|in|mee|toe|door|over|voor|na|bij|terug|samen)ge([a-z]{3,}?)[dt]?\Z")
"""A verb that is split and done (aangemeld), which meets the verb itself (aanmelden)."""
QUESTION_SHARE = 0.6
"""How much the best curated question counts; the rest is how much of the question the whole entry covers."""
ANSWER_WEIGHT = 0.8
"""What a word is worth that stands only in the answer, not in a question or the title."""
SAME_SERVICE = 0.08
SAME_ACT = 0.04
COMPOUND = 0.8
HEAD = 4
"""Letters of the last part of a compound (dorpsraad) that make it known."""
LONG_HEAD = 8
"""Letters of a last part that may stand for a concept by another name; shorter ones (openluchttheater) mislead."""
ALIKE = 0.55
BESIDE_EXACT = 0.6
"""What a likeness counts for a word that the knowledge base has itself."""
LONGEST = 2000
"""Characters of the question that are read; nobody asks one thing in more."""
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
"""An entry that covers less than this has no such question: what a question of it shares, the entry covers."""
FAR = 0.2
"""Below this score an entry has nothing to do with the question."""
EXPANSIONS = 8
NOTHING_ALIKE = (0.0, -1)
CACHED_WORDS = 5000


@lru_cache(maxsize=64)
def terms(text: str) -> tuple[str, ...]:
    """The words that carry meaning, each once, as stems of their concept, in the order in which they stand.

    Remembered for a moment: one question is looked at from several sides.
    """
    folded = with_phrases(fold(text[:LONGEST]))
    found = (term(word) for word in WORD.findall(folded) if word not in STOPWORDS and not LONG_NUMBER.match(word))
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))


def question_terms(text: str, sorts: frozenset[Ask]) -> tuple[str, ...]:
    """The terms of a question, then the telling sorts of fact that it wants, which count as words too.

    A question of small words only ('wat doen jullie') is compared by those.
    """
    words = terms(text) or tuple(f"!{word}" for word in sorted(all_words(text)))
    return (*words, *(f"?{ask}" for ask in sorted(sorts & TELLING)))


@lru_cache(maxsize=20000)
def term(word: str) -> str:
    """The stem of the concept that a folded word belongs to."""
    bare = stem(word)
    return CONCEPT_STEMS.get(bare, bare)


def stem(word: str) -> str:
    """A light Dutch stem: endings off, double letters single, so that ``vraag`` and ``vragen`` meet."""
    bare = word.removesuffix("'s")
    for ending in ("heden", "eren", "en", "es", "s", "e"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            bare = bare.removesuffix(ending)
            break
    bare = PARTICIPLE.sub(r"\1\2", bare)
    return re.sub(r"([a-z])\1", r"\1", bare)


CONCEPT_STEMS = {stem(word): stem(concept) for word, concept in CONCEPTS.items()}
LIGHT_STEMS = frozenset(map(stem, LIGHT)) - CONCEPT_STEMS.keys() - set(CONCEPT_STEMS.values())
NAME_STEMS = frozenset(map(term, NAMES))


def grams(word: str) -> frozenset[str]:
    """The 4-grams of a word with its borders marked."""
    marked = f"^{word}$"
    return frozenset(marked[i : i + 4] for i in range(max(1, len(marked) - 3)))


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


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of a word: the words that it may stand for, and where these stand.

    ``documents`` are curated questions: number, number of the entry, likeness; ``entries``: number, likeness.
    """

    similar: tuple[tuple[str, float], ...]
    documents: tuple[tuple[int, int, float], ...]
    entries: tuple[tuple[int, float], ...]


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

    def backs(self, entry: KnowledgeEntry, text: str, wants: frozenset[Ask]) -> bool:
        return self.warm().backs(entry, text, wants)


class Index:
    """An index over entries; building takes a few hundred milliseconds, a query about one."""

    def __init__(self, entries: Iterable[KnowledgeEntry]) -> None:
        self.entries = tuple(entries)
        self._numbers = {entry.id: number for number, entry in enumerate(self.entries)}
        self._held: dict[str, frozenset[Ask]] = {}
        self._counted: dict[str, frozenset[str]] = {}
        self._backed: dict[str, frozenset[str]] = {}
        self._said: dict[str, tuple[frozenset[str], ...]] = {}
        self._documents: list[tuple[int, str]] = []  # (entry, curated question or title)
        self._in_questions: dict[str, list[int]] = defaultdict(list)
        self._in_entries: dict[str, dict[int, float]] = defaultdict(dict)
        document_terms = [self._add(number, entry) for number, entry in enumerate(self.entries)]
        self._unknown = math.log(1 + len(self.entries) / UNKNOWN)
        self._weights = {word: self._rarity(word, len(found)) for word, found in self._in_entries.items()}
        sizes = (sum(self._weights[word] for word in words) for group in document_terms for words in group)
        self._roots = [math.sqrt(size) for size in sizes]
        self._by_gram: dict[str, list[str]] = defaultdict(list)
        for word in filter(str.isalpha, self._weights):
            for gram in grams(word):
                self._by_gram[gram].append(word)
        self._known: dict[str, Known] = {}

    def _add(self, number: int, entry: KnowledgeEntry) -> list[tuple[str, ...]]:
        documents = [(text, question_terms(text, asks(text, TELLING))) for text in curated(entry)]
        for text, words in documents:
            for word in words:
                self._in_questions[word].append(len(self._documents))
                self._in_entries[word][number] = 1.0
            self._documents.append((number, text))
        for word in terms(entry.answer):
            self._in_entries[word].setdefault(number, ANSWER_WEIGHT)
        return [words for _, words in documents]

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
        for one in self.scored(text, service=service, act=act)[:limit]:
            highest = round(min(one.score, highest), 4)
            found.append(EntryMatch(one.entry, highest, one.question))
            highest -= STEP
        return tuple(found)

    def scored(self, text: str, *, service: str | None = None, act: str | None = None) -> list[Scored]:
        """Every entry that shares a word with the question, best first, with what its score is made of."""
        asked = {word: self._lookup(word) for word in question_terms(text, asks(text, TELLING))}
        if not asked:
            return []
        weights = {word: self._weight(word, known) for word, known in asked.items()}
        total = sum(weights.values())
        cover = self._cover(asked, weights, total)
        likeness = self._likeness(asked, weights, total, {n for n, covered in cover.items() if covered > NEAR})
        names = [self._in_entries.get(word, {}) for word in asked if word in NAME_STEMS]
        places = (word for word in map(term, proper_names(text)) if self._times(word) <= RARE)
        wanted = [self._holders(asked[word].similar) for word in {*map(term, focus(text)), *places} if word in asked]
        rows = []
        for number, covered in cover.items():
            alike, closest = likeness.get(number, NOTHING_ALIKE)
            score = QUESTION_SHARE * min(1.0, alike) + (1 - QUESTION_SHARE) * covered
            if score < FAR:
                continue
            entry = self.entries[number]
            lacks = len([1 for holders in names if number not in holders]) if names else 0
            strays = len([1 for holders in wanted if number not in holders]) if wanted else 0
            if lacks or strays:
                score *= NAME_LACKS**lacks * FOCUS_LACKS**strays
            score += SAME_SERVICE * (service in entry.services) + SAME_ACT * (act in entry.acts)
            rows.append(Scored(entry, score, covered, lacks, self._documents[closest][1] if closest >= 0 else ""))
        return self._literal_first(all_words(text), sorted(rows, key=in_order))

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
        held = sum(dict(known.entries).get(number, 0.0) for known in asked)
        return held / len(asked)

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

    def _words_of(self, entry: KnowledgeEntry) -> tuple[frozenset[str], ...]:
        if entry.id not in self._said:
            self._said[entry.id] = tuple(map(all_words, curated(entry)))
        return self._said[entry.id]

    def _times(self, word: str) -> int:
        return len(self._in_entries.get(word, ()))

    def _holders(self, similar: Sequence[tuple[str, float]]) -> set[int]:
        """The entries that have a word or one that is nearly the same."""
        return {number for known, alike in similar if alike >= COMPOUND for number in self._in_entries[known]}

    def _literal_first(self, said: frozenset[str], rows: list[Scored]) -> list[Scored]:
        """The rows with those at the top that have a question in the very words of the text in front."""
        top = [(row, overlap(said, self._words_of(row.entry))) for row in rows[:CLOSE]]
        top.sort(key=lambda one: (-one[0].score - LITERAL * one[1], one[0].entry.id))
        return [row._replace(score=row.score + SAME_WORDS * same) for row, same in top] + rows[CLOSE:]

    def _likeness(
        self, asked: Mapping[str, Known], weights: Mapping[str, float], total: float, near: Container[int]
    ) -> dict[int, tuple[float, int]]:
        """Entry to (cosine-like likeness of its closest question, which may pass 1; the number of that question)."""
        shared: dict[int, float] = {}
        so_far = shared.get
        for word, known in asked.items():
            weight = weights[word]
            for document, number, likeness in known.documents:
                if number in near:
                    shared[document] = so_far(document, 0.0) + weight * likeness
        closest: dict[int, tuple[float, int]] = {}
        root, least = math.sqrt(total), PASSING * total
        for document, overlap in shared.items():
            if overlap < least:
                continue
            number = self._documents[document][0]
            value = overlap / (root * self._roots[document])
            best = closest.get(number)
            if best is None or value > best[0]:
                closest[number] = (value, document)
        return closest

    def _cover(self, asked: Mapping[str, Known], weights: Mapping[str, float], total: float) -> dict[int, float]:
        """Entry to the share (0..1) of the question's weight that stands anywhere in the entry."""
        covered: dict[int, float] = {}
        so_far = covered.get
        for word, known in asked.items():
            weight = weights[word] / total
            for number, likeness in known.entries:
                covered[number] = so_far(number, 0.0) + weight * likeness
        return covered

    def _lookup(self, word: str) -> Known:
        """What is known of a word, kept for the next question."""
        if word not in self._known:
            if len(self._known) > CACHED_WORDS:
                self._known.clear()
            self._known[word] = self._known_as(self._similar(word))
        return self._known[word]

    def _known_as(self, similar: tuple[tuple[str, float], ...]) -> Known:
        documents: dict[int, float] = {}
        entries: dict[int, float] = {}
        for word, likeness in similar:
            for document in self._in_questions.get(word, ()):
                documents[document] = max(documents.get(document, 0.0), likeness)
            for number, field in self._in_entries[word].items():
                entries[number] = max(entries.get(number, 0.0), likeness * field)
        placed = ((document, self._documents[document][0], likeness) for document, likeness in documents.items())
        return Known(similar, tuple(placed), tuple(entries.items()))

    def _similar(self, word: str) -> tuple[tuple[str, float], ...]:
        """(known word, likeness) for the words of the index that this one may stand for, best first."""
        exact = [(word, 1.0)] if word in self._weights else []
        if len(word) < 4 or word.isdigit() or word[0] in "?!":
            return tuple(exact)
        mine = grams(word)
        shared: dict[str, int] = defaultdict(int)
        for gram in mine:
            for known in self._by_gram.get(gram, ()):
                shared[known] += 1
        found = [(known, alike(word, known, count, len(mine))) for known, count in shared.items() if known != word]
        good = sorted((row for row in found if row[1] >= ALIKE), key=lambda row: (-row[1], row[0]))[:EXPANSIONS]
        if exact:
            return tuple(exact + [(known, alike * BESIDE_EXACT) for known, alike in good])
        return tuple(good) or tuple((head, COMPOUND) for head in heads(word) if head in self._weights)


def curated(entry: KnowledgeEntry) -> tuple[str, ...]:
    """The questions of an entry and its title, which is one more."""
    return (*entry.questions, entry.title)


def names_in(text: str) -> tuple[str, ...]:
    """What the text calls by a name of the programme (leerkring, Quick Scan)."""
    return tuple(word for word in terms(text) if word in NAME_STEMS)


def meant(text: str) -> tuple[str, ...]:
    """The terms that are not light: what the text is about."""
    return tuple(word for word in terms(text) if word not in LIGHT_STEMS)


def in_order(row: Scored) -> tuple[float, str]:
    """Best first; the id decides between equals, so that the same question gets the same answer."""
    return (-row.score, row.entry.id)


def weight_of(word: str) -> float:
    """What a term counts for beside how rare it is."""
    if word.startswith("?"):
        return SORT_WEIGHT
    return LIGHT_WEIGHT if word in LIGHT_STEMS else 1.0


def overlap(said: frozenset[str], curated: Iterable[frozenset[str]]) -> float:
    """The share (0..1) of words, small ones too, that a text has in common with the closest curated question."""
    most = 0.0
    for words in curated:
        if shared := len(said & words):
            most = max(most, shared / (len(said) + len(words) - shared))
    return most


def all_words(text: str) -> frozenset[str]:
    """The folded words of a text, small ones too."""
    return frozenset(WORD.findall(fold(text[:LONGEST])))


def heads(word: str) -> tuple[str, ...]:
    """The concept that the last part of an unknown compound stands for: ``meetinstrument`` is an instrument."""
    parts = (word[start:] for start in range(3, len(word) - LONG_HEAD + 1))
    return tuple(dict.fromkeys(CONCEPT_STEMS[part] for part in parts if part in CONCEPT_STEMS))[:1]


def alike(word: str, known: str, shared: int, size: int) -> float:
    """How much two words resemble each other (0..1): the Dice measure of their 4-grams, or one inside the other."""
    dice = 2 * shared / (size + max(1, len(known) - 1))
    if dice >= COMPOUND:
        return dice
    short, long = (word, known) if len(word) <= len(known) else (known, word)
    if (len(short) >= 5 and long.startswith(short)) or (len(short) >= HEAD and long.endswith(short)):
        return max(dice, COMPOUND)
    if len(short) >= 6 and abs(len(word) - len(known)) <= 1 and one_edit(word, known):
        return max(dice, COMPOUND)
    return dice


def one_edit(left: str, right: str) -> bool:
    """Whether one letter was typed wrongly, left out, doubled, or two neighbours changed places."""
    if left == right:
        return True
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest = left[start:], right[start:]
    swapped = rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:]
    return rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:] or swapped
