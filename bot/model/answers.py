"""An answer or a draft, and the source of each of its sentences."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.content import EntryStatus
from bot.model.enclosures import Enclosure
from bot.model.mail import Address


class AnswerStatus(StrEnum):
    """What the chat does with a question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer shows beside its sentences."""

    id: str
    title: str
    last_checked: date
    status: EntryStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """The chat's answer, or one informative part of a mail. ``answered`` always has a source."""

    status: AnswerStatus
    text: str
    sources: tuple[Source, ...]
    confidence: float
    service: str | None
    options: tuple[str, ...] = ()
    """For ``clarify``: the short choices that the person can pick."""


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """One sentence of a draft and where it comes from: ``entry:<id>`` or ``template:<name>``."""

    sentence: str
    entry: str


@dataclass(frozen=True, slots=True)
class DraftText:
    """A reply before it is a mail. ``text`` is the plain text without the quoted original; ``html`` is derived."""

    template: str
    subject: str
    text: str
    missing: tuple[str, ...] = ()
    """What the reply asks for, in Dutch; two at most."""
    evidence: tuple[SentenceEvidence, ...] = ()
    content_hash: str = ""
    warnings: tuple[str, ...] = ()
    """What the reviewer should look at first: te bevestigen, sent to staff, low confidence. Dutch sentences."""
    cc: tuple[Address, ...] = ()
    """Who gets a copy; a part of the version that is approved."""
    enclosures: tuple[Enclosure, ...] = ()
    """The files that go along, likewise."""
