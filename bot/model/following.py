"""What is followed up: the days on which the office is closed, what we promised, and whose answer we wait for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.answers import DraftText
from bot.model.mail import Absence, Address


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day on which the office is closed, because a manager said so."""

    day: date
    reason: str
    actor: str
    at: datetime


class PromiseState(StrEnum):
    """What became of a promise; it can be taken up again."""

    OPEN = "open"
    KEPT = "kept"
    REMOVED = "removed"
    """Somebody said that it is no promise."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A sentence of ours that names a day, as it was read."""

    words: str
    day: date
    """The last day on which the promise is kept."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of an approved reply."""

    id: int
    message_id: int
    words: str
    day: date
    state: PromiseState
    thread_id: int
    municipalities: tuple[str, ...] = ()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovedReply:
    """An approved reply in which nobody looked for promises yet."""

    outgoing_id: int
    text: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A sent reply of ours that asks something, to which no answer came so far."""

    message_id: int
    outgoing_id: int
    thread_id: int
    rfc_message_id: str
    """Under which the question went out."""
    references: tuple[str, ...]
    """The conversation before it."""
    recipient: Address
    draft: DraftText
    """As it went out."""
    asked_at: datetime
    since: datetime
    """When we last wrote: the question, or the last reminder."""
    reminders: int
    """How many were made already: the most that any of its requests had."""
    request_ids: tuple[int, ...]
    """The requests that wait for the answer and are not settled."""
    original_id: int | None
    """The mail by which the person can be addressed; None when there is none."""
    invitation: bool = False
    expert_for: int | None = None
    """The request that an expert is asked to help with; None when it is no question to an expert."""
    absence: Absence | None = None
    """What the last out-of-office since then says."""
    pending_id: int | None = None
    """A reminder that was made and has not gone out."""
    pending_waits: bool = False
    """Whether a colleague can still approve that one."""
    stopped: str = ""
    """Who said that no reminder is needed, '' while nobody did."""

    @property
    def reminders_sent(self) -> int:
        """How many of them went out."""
        return self.reminders - (self.pending_id is not None)


@dataclass(frozen=True, slots=True)
class NewReminder:
    """The draft of a reminder to one question."""

    question: OpenQuestion
    draft: DraftText

    @property
    def number(self) -> int:
        return self.question.reminders + 1

    @property
    def recipient(self) -> Address:
        return self.question.recipient

    @property
    def unique_key(self) -> str:
        return f"herinnering:{self.question.outgoing_id}:{self.number}"

    @property
    def thread_id(self) -> int:
        return self.question.thread_id

    @property
    def in_reply_to(self) -> str:
        return self.question.rfc_message_id

    @property
    def references(self) -> tuple[str, ...]:
        return (*self.question.references, self.question.rfc_message_id)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that was made, on its own page."""

    message_id: int
    question_id: int
    number: int
    asked_at: datetime
    ended: str = ""
    """Why it is not needed any more, in Dutch; '' while it is."""
    overtaken: bool = False
    """Whether nobody was told so yet: from then on a colleague decides."""


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """When a municipality is reminded: ``knowledge/herinneringen.yaml``."""

    working_days: int = 10
    most: int = 2
    """0 makes none."""
