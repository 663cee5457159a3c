"""What a question is looked at for: what it wants, what was found, and whether that is close enough to answer it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.content.library import Library
from bot.model import AddressForm, KnowledgeEntry
from bot.understanding.match import Retriever, Scored
from bot.understanding.question_words import INVENTED_EASILY, MUST_BE_CURATED, Ask, Concern
from bot.understanding.questions import (
    about_money,
    asks,
    concerns,
    core,
    is_of_the_past,
    names_money,
    points,
)
from bot.understanding.terms import all_words, meant, names_in, terms

SURE = 0.48
"""The score from which an entry answers; measured on ``knowledge/questions.yaml``."""
STRANGE = 0.08
"""How much surer an answer must be for each word of the question that the knowledge base has never seen."""
COVERED = 0.42
"""The share of the question that the entry must hold, so that nothing asked for is passed over."""
BY_NAME = 0.74
"""Below this score an entry must share more with a question than the name of a service."""
BESIDE_NAME = 0.15
"""How much of the other words it must hold then."""
DELICATE = 0.66
"""The score that a price, a name, a legal article and the like need."""
AHEAD = 0.2
"""How much better an entry without the wanted sort of fact may fit before the others are beside the point."""
PLAINLY = 0.95
"""The score from which an entry answers by itself, and a second one would say more than was asked."""
LITERALLY = 0.3
"""How many words a question that names a service and no more must share with a curated one to mean that entry."""
KEYWORDS = 3
"""Words up to which a question is a keyword or two, which mean what is generally known."""
SAYS_ENOUGH = 2
"""Words with meaning from which a sentence that asks stands on its own ('Kan dat?' does not)."""
OLD = frozenset({"historisch", "verlopen"})
"""An amount in an entry of this status is not today's."""
DOORS = frozenset({"buiten-bereik", "pers", "privacy"})
"""Services that only point the way to somebody else."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks.

    ``service`` and ``act`` are known when a mail was read; ``asked_back`` forbids a second question back. The curated
    texts are neutral, so ``form`` changes nothing in them; mail passes it on for its own words.
    """

    text: str
    service: str | None = None
    act: str | None = None
    channel: str = "chat"
    form: AddressForm = AddressForm.U
    asked_back: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What answers are made of. With ``today`` an entry whose validity has ended unnoticed is not said any more."""

    library: Library
    retriever: Retriever
    today: date | None = None

    @classmethod
    def of(cls, library: Library, retriever: Retriever, today: date | None = None) -> "Knowledge":
        return cls(library, retriever, today)


@dataclass(frozen=True)
class Asked:
    """A question with everything that the steps look at: what it wants, why it may be refused, what was found.

    Without slots, so that what the steps ask time and again is worked out once.
    """

    question: Question
    knowledge: Knowledge
    words: str
    """The part of the question that was looked up."""
    wants: frozenset[Ask]
    concerns: tuple[Concern, ...]
    found: tuple[Scored, ...]
    """Entries that may be said today, best first, doors included."""

    @cached_property
    def able(self) -> tuple[Scored, ...]:
        """The entries that hold the sorts of fact that are asked for."""
        needed = self.wants & MUST_BE_CURATED
        closest = self.found[0].score if self.found else 0.0
        least = DELICATE if self.wants & INVENTED_EASILY else closest - AHEAD
        rows = (row for row in self.found if row.score >= least and not (needed and row.lacks))
        kept = (row for row in rows if self.holds(row.entry, needed) and not self.is_outdated(row.entry))
        money = Ask.COST in self.wants and about_money(self.question.text)
        return tuple(row for row in kept if not money or names_money(row.entry.answer))

    def holds(self, entry: KnowledgeEntry, needed: frozenset[Ask]) -> bool:
        """Whether somebody curated these sorts of fact, about this, for the entry."""
        retriever, text = self.knowledge.retriever, self.question.text
        held = needed <= retriever.holds(entry) and retriever.counts(entry, text)
        return held and (not needed or retriever.backs(entry, text, needed))

    def is_outdated(self, entry: KnowledgeEntry) -> bool:
        """Whether the entry only knows what something cost in the past, while the question is about now."""
        return Ask.COST in self.wants and entry.status in OLD and not is_of_the_past(self.question.text)

    @cached_property
    def best(self) -> Scored | None:
        return next((row for row in self.able if not is_door(row.entry)), None)

    @property
    def strange(self) -> int:
        """Words of what was looked up that the knowledge base has never seen."""
        return self.knowledge.retriever.strange(self.words)


def ask(question: Question, knowledge: Knowledge) -> Asked:
    """The question with what it wants and the entries that fit it."""
    whole = look_up(question, knowledge, to_look_up(question.text))
    if whole.wants & INVENTED_EASILY or is_answered(whole):
        return whole
    parts = [part for part in points(question.text) if len(meant(part)) >= SAYS_ENOUGH]
    named = [with_names(part, question.text) for part in parts]
    tried = (look_up(question, knowledge, part) for part in dict.fromkeys([*named, *parts]))
    return next((part for part in tried if is_answered(part)), whole)


def is_answered(asked: Asked) -> bool:
    """Whether an entry fits what was looked up."""
    return asked.best is not None and fits(asked, asked.best)


def fits(asked: Asked, row: Scored) -> bool:
    """Whether an entry is close enough to the question and leaves little of it unanswered."""
    if row.score < SURE + STRANGE * asked.strange or row.cover < COVERED:
        return False
    if row.score < PLAINLY and terms(asked.words) and not meant(asked.words):
        return False
    if names_no_more(asked) and row.literal < LITERALLY:
        return False
    return row.score >= BY_NAME or asked.knowledge.retriever.says(row.entry, asked.words) >= BESIDE_NAME


def names_no_more(asked: Asked) -> bool:
    """Whether a question names a service and says with small words only what it wants of it.

    'Zoeken wij zelf een expert uit of doen jullie dat?' fits every entry about the experts equally well.
    """
    told = set(terms(asked.words))
    return (
        bool(told) and not asked.wants and told <= set(names_in(asked.words)) and len(all_words(asked.words)) > KEYWORDS
    )


def look_up(question: Question, knowledge: Knowledge, words: str) -> Asked:
    """The question with the entries that fit some words of it; what it wants is read in the whole."""
    wants = asks(question.text)
    act = question.act or ("aanmelden" if Ask.JOIN in wants else None)
    found = knowledge.retriever.scored(words, service=question.service, act=act)
    sayable = tuple(row for row in found if is_sayable(row.entry, knowledge.today))
    return Asked(question, knowledge, words, wants, concerns(question.text), sayable)


def to_look_up(text: str) -> str:
    """The sentences that ask, with the names of the programme that stand beside them."""
    asking = core(text)
    if asking == text or len(meant(asking)) < SAYS_ENOUGH:
        return text
    return with_names(asking, text)


def with_names(part: str, text: str) -> str:
    """A part of a text, with the names of the programme that stand in the rest of it."""
    here = set(names_in(part))
    return " ".join([part, *(name for name in names_in(text) if name not in here)])


def is_sayable(entry: KnowledgeEntry, today: date | None) -> bool:
    """Whether the entry may be said today: an end that nobody noticed silences it, an end that it tells does not."""
    ended = today is not None and entry.valid_until is not None and entry.valid_until < today
    return not (ended and entry.status in {"actueel", "te bevestigen"})


def is_door(entry: KnowledgeEntry) -> bool:
    """Whether the entry only says who else to ask."""
    return set(entry.services) <= DOORS
