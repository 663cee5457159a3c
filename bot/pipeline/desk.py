"""The desk: everything that a step of the pipeline works with, put together once by ``app``."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.clock import Clock, in_amsterdam
from bot.content.library import Library
from bot.model import Address, DeliveryResult
from bot.model.experts import Expert
from bot.pace import Pace
from bot.pipeline.chat_questions_port import ChatQuestions
from bot.pipeline.circles_port import Circles
from bot.pipeline.experts_port import ExpertBook
from bot.pipeline.figures import Figures
from bot.pipeline.following_port import Following
from bot.pipeline.inquiries.port import Inquiries
from bot.pipeline.intakes_port import IntakeBook
from bot.pipeline.meetings_port import Meetings
from bot.pipeline.mind import Mind
from bot.pipeline.people_port import IdentityProvider, People
from bot.pipeline.ports import Accounts, Mailbox, Store
from bot.pipeline.preparing import Preparing
from bot.pipeline.pulse_port import Condition, Pulse
from bot.pipeline.reading import Outcome, ReadMails, Terms, Unread, outcome_of
from bot.pipeline.screen import Screen
from bot.pipeline.talks import Talks
from bot.pipeline.worklist import Worklist
from bot.programme.circles import Plan
from bot.settings import Settings
from bot.understanding.match import Retriever
from bot.understanding.memory import Memory

T = TypeVar("T")
U = TypeVar("U")


class Offload(Protocol):
    """A way to do a piece of pure work without holding up everybody else."""

    async def __call__(self, work: Callable[[], T]) -> T: ...


async def in_this_thread(work: Callable[[], T]) -> T:
    """Do a piece of pure work right here; ``app`` hands out a way to do it beside the event loop."""
    return work()


class Ahead(Protocol):
    """A way to work on what comes next while the caller is busy with what came before; in order."""

    def __call__(self, items: AsyncIterator[T], work: Callable[[T], Awaitable[U]]) -> AsyncGenerator[U, None]: ...


async def one_by_one(items: AsyncIterator[T], work: Callable[[T], Awaitable[U]]) -> AsyncGenerator[U, None]:
    """Begin with the next when the last is done; ``app`` hands out a way to do both at once."""
    async for item in items:
        yield await work(item)


def nobody_listens() -> None:
    """The nudge of a desk without a running service."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the mail server said of one attempt, and when to try again if it said: later."""

    message_id: int
    outgoing_id: int
    result: DeliveryResult
    at: datetime
    retry_at: datetime


@dataclass(slots=True)
class Recollection:
    """The memory of what colleagues corrected, as it was last made of the store."""

    memory: Memory = field(default_factory=Memory)
    mark: tuple[object, ...] = ()
    """What the store said of its corrections then."""


@dataclass(slots=True)
class Office:
    """What the steps must know of the office at every moment, as it was last read from the store."""

    closed: frozenset[date] = frozenset()
    """The days that managers said it is closed on."""
    reminded_until: datetime | None = None
    """When unanswered questions are looked at again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of the house that the steps need. Functions of the pipeline take it as their first argument."""

    settings: Settings
    store: Store
    preparing: Preparing
    accounts: Accounts
    people: People
    talks: Talks
    chat_questions: ChatQuestions
    following: Following
    circles: Circles
    meetings: Meetings
    experts: ExpertBook
    intakes: IntakeBook
    worklist: Worklist
    figures: Figures
    screen: Screen
    inquiries: Inquiries
    pulse: Pulse
    mind: Mind
    clock: Clock
    new_token: Callable[[], str]
    """Returns a fresh random token; Message-IDs are made of it."""
    directory: Mapping[str, Expert] = field(default_factory=dict)
    """The experts who may be asked, by id; empty until somebody fills the folder."""
    mailbox: Mailbox | None = None
    """A connection for looking things up and for the Sent copy; None when no account is configured."""
    offload: Offload = in_this_thread
    ahead: Ahead = one_by_one
    read_mails: ReadMails | None = None
    """Reads mail in processes of its own; None reads it right here."""
    organisation: IdentityProvider | None = None
    """The log-in of the organisation; None when there are only local accounts."""
    mail_pace: Pace = field(default_factory=lambda: Pace(0))
    """How fast mail may go out."""
    nudge: Callable[[], None] = nobody_listens
    """Tells the running service that there is work (a new message, an approval)."""
    recollection: Recollection = field(default_factory=Recollection)
    office: Office = field(default_factory=Office)
    planned: dict[str, tuple[object, Plan]] = field(default_factory=dict)
    """The plans of circles that were made last, by service, each with what it was made of."""
    heard: list[Heard] = field(default_factory=list)
    """Answers of the mail server that could not be written down yet."""
    condition: Condition = field(default_factory=Condition)
    """What parts of the running service cannot do now."""

    @property
    def library(self) -> Library:
        return self.mind.library

    @property
    def retriever(self) -> Retriever:
        return self.mind.retriever

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def closing_days(self) -> frozenset[date]:
        """The days beside the Dutch holidays on which the office is closed: of the settings, and of the managers."""
        return self.office.closed.union(self.settings.closing_days)

    @property
    def terms(self) -> Terms:
        """What a reader of mail must know of us today."""
        of = self.settings
        today = in_amsterdam(self.now).date()
        return Terms(of.max_mail_bytes, tuple(sorted(of.addresses)), of.message_id_domain, today)

    async def read(self, mails: Sequence[Unread]) -> tuple[Outcome, ...]:
        """Read mails, each by itself. Raises ``ReadingUnavailable``."""
        if self.read_mails is None:
            return tuple(outcome_of(self.mind, mail) for mail in mails)
        return await self.read_mails(mails)

    @property
    def sender(self) -> Address:
        """The shared mailbox as the sender of our mail."""
        return Address(self.settings.mailbox_name, self.settings.mailbox_address)

    def new_message_id(self) -> str:
        """A Message-ID under our own domain, by which we recognise our mail when it comes back."""
        return f"<{self.new_token()}@{self.settings.message_id_domain}>"
