"""The intake of a request: what the team must know of it, where each fact comes from, and what is still unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.mail import Address
from bot.model.reading import Understanding

SIGN_UP = "aanmelden"
"""The act that begins an intake."""


class Reading(StrEnum):
    """What the reader of mail finds already, by the name that ``knowledge/intakes.yaml`` has for it."""

    MUNICIPALITY = "gemeente"
    TOPICS = "onderwerpen"
    DATES = "data"
    PARTICIPANTS = "deelnemers"
    CONTACT = "contact"
    PHONE = "telefoon"
    ROLE = "rol"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know of a request: ``read`` by the reader of mail, or told by a sentence with one of the words."""

    name: str
    label: str
    read: Reading | None = None
    words: tuple[str, ...] = ()
    """Lower case; ``*`` stands for the rest of a word."""
    question: str = ""
    """The template of ``replies/vragen/`` that asks for it; '' is never asked."""
    asked_as: str = ""
    """What the reviewer reads of that question."""
    comes_with: str = ""
    """The fact whose question asks for this one too."""


Intakes = Mapping[str, tuple[Fact, ...]]
"""Service to its facts, in the order of the card and of the questions."""


@dataclass(frozen=True, slots=True)
class ToldMail:
    """A mail or chat of a conversation, as far as an intake is read from it."""

    message_id: int
    at: datetime
    understanding: Understanding
    text: str
    """The new text."""
    sender: Address | None


@dataclass(frozen=True, slots=True)
class Word:
    """What a colleague said of a fact; an empty value says that it is not known."""

    id: int
    request_id: int
    fact: str
    value: str
    actor: str
    at: datetime
    seen: int
    """The newest mail of the conversation then; what comes later may tell what the colleague did not know."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands in a reply, by its knowledge entry; ``sent`` when that reply is on its way or gone."""

    entry: str
    at: datetime
    sent: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a conversation says for its intakes, each oldest first."""

    mails: tuple[ToldMail, ...] = ()
    words: tuple[Word, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """How one fact of a request stands. A value comes from a mail (``message_id``) or from a colleague (``actor``)."""

    fact: Fact
    value: str = ""
    quoted: bool = False
    """Whether the value is a sentence of the sender: it may say more, or something else."""
    message_id: int | None = None
    actor: str = ""
    at: datetime | None = None
    asked: Question | None = None
    """The last question for it, while it is not known."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The intake of one request; ``stand`` changes with every mail and every word, so that an old form is found out."""

    request_id: int
    facts: tuple[Known, ...]
    stand: str
    words: tuple[Word, ...] = ()
    """What colleagues said, oldest first."""

    @property
    def missing(self) -> int:
        """How many facts are not known."""
        return sum(not known.value for known in self.facts)

    def label(self, name: str) -> str:
        """What a fact is called; its own name when the intake does not ask for it any more."""
        return next((known.fact.label for known in self.facts if known.fact.name == name), name)
