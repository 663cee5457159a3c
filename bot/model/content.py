"""The curated knowledge: entries, municipalities, vocabulary, examples and lessons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from bot.model.labels import Kind


class EntryStatus(StrEnum):
    """How true a knowledge entry is today."""

    ACTUEEL = "actueel"
    TE_BEVESTIGEN = "te bevestigen"
    VERLOPEN = "verlopen"
    HISTORISCH = "historisch"


class EntryKind(StrEnum):
    """What a knowledge entry is for. Only answers are found by a question; the others are about how we write and work.

    A fixed text is said as it stands, with ``{u-vorm|je-vorm}`` where the form of address decides; an agreement is
    never said, but sentences of the templates rest on it.
    """

    ANTWOORD = "antwoord"
    VASTE_TEKST = "vaste tekst"
    AFSPRAAK = "afspraak"


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """One curated piece of ``knowledge/entries/``.

    ``answer`` is the text (Markdown: paragraphs, lists, links) that may be said as it stands; the checks see to it that
    an expired or historic answer says so itself and that one to be confirmed names its year.
    """

    id: str
    title: str
    services: tuple[str, ...]
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    status: EntryStatus
    valid_from: date | None
    valid_until: date | None
    owner: str
    last_checked: date
    sources: tuple[str, ...]
    links: tuple[str, ...]
    answer: str
    file: str
    acts: tuple[str, ...] = ()
    """The acts that this entry answers best (empty: informatie)."""
    kind: EntryKind = EntryKind.ANTWOORD

    def overdue(self, today: date, months: int = 6) -> bool:
        """Whether nobody has looked at this entry for ``months`` months or its validity has ended unnoticed."""
        ended = self.valid_until is not None and self.valid_until < today
        stale = (today.year - self.last_checked.year) * 12 + today.month - self.last_checked.month >= months
        return stale or (ended and self.status in {EntryStatus.ACTUEEL, EntryStatus.TE_BEVESTIGEN})


@dataclass(frozen=True, slots=True)
class EntryMatch:
    """An entry that retrieval found, with its score (0..1, comparable within one question)."""

    entry: KnowledgeEntry
    score: float
    matched_question: str = ""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One row of ``knowledge/municipalities.csv``: a municipality of the CBS list, current or former."""

    code: str
    name: str
    province: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    """Website and mail domains, lower case."""
    current: bool
    successors: tuple[str, ...]
    """Codes of the municipalities that it went into, the main one first; empty for a current one."""
    year: int | None
    ambiguous: tuple[str, ...]
    """Why its name alone proves nothing: word, surname, province, duplicate, lookalike."""


@dataclass(frozen=True, slots=True)
class SharedOrganisation:
    """An organisation whose staff work for several municipalities, so that its domain does not tell which."""

    name: str
    domains: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``knowledge/vocabulary/``: what people write for a label. Phrases are lower case.

    ``services``, ``topics``, ``acts`` and ``roles`` map a label to its phrases. ``false_friends`` maps a phrase to the
    reason why it does not mean what it looks like (Participatiewet, burgerraadslid).
    """

    services: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    false_friends: Mapping[str, str]
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that point to a service without naming it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled example of ``knowledge/examples/``: what somebody wrote and what it meant."""

    id: str
    text: str
    kind: Kind
    requests: tuple[tuple[str, str], ...]
    """(service, act) pairs, the most important first; empty for a mail without a request."""
    topics: tuple[str, ...] = ()
    subject: str = ""
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Lessons:
    """What ``knowledge/lessons/`` teaches about one field at a time: pairs of a text and what it says."""

    participants: tuple[tuple[str, int | None], ...] = ()
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Which replies two colleagues must approve: by service, and by the act that is asked."""

    services: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()

    def marks(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """What of these (service, act) pairs asks for two colleagues, by name and each once."""
        asked = set(chain.from_iterable(pairs))
        return tuple(sorted(asked & (self.services | self.acts)))
