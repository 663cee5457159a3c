"""The port of democratie-experts: who was asked for which request, and what became of it.

Each method is one transaction. ``Conflict`` when somebody else was first, ``IllegalTransition`` when the table of
``bot.model.experts`` has no such step, ``InvalidInput`` (Dutch) when a hard rule is broken. The directory itself is
content and lies in files; of an expert only the id is kept here, beside the mails.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.model import Address, DraftText
from bot.model.experts import Ask, AskState, AskStep


@dataclass(frozen=True, slots=True)
class ExpertMail:
    """A draft of our own: the question to the expert, or the introduction to the municipality."""

    recipient: Address
    draft: DraftText
    unique_key: str
    due_on: date
    """When an answer is expected."""
    thread_id: int | None = None
    """None begins a conversation: the expert never reads the mail of the municipality."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


class ExpertBook(Protocol):
    """The asks. ``at_once`` is the most that the expert may have open, this one included."""

    async def asks(self) -> tuple[Ask, ...]:
        """All of them, oldest first."""

    async def ask(self, ask_id: int) -> Ask:
        """Raises ``NotFound``."""

    async def ask_of(self, message_id: int) -> Ask | None:
        """The ask whose conversation with the expert this message belongs to, or whose introduction it is."""

    async def put(
        self, request_id: int, expert_id: str, at_once: int, mail: ExpertMail, actor: str, at: datetime
    ) -> int:
        """Ask this expert for this request: the mail waits for a reviewer; returns the id of the ask."""

    async def accept(
        self, ask_id: int, was: AskState, introduction: ExpertMail, actor: str, at: datetime, *, note: str
    ) -> None:
        """A person says that the expert said yes: the introduction waits for a reviewer."""

    async def step(self, ask_id: int, was: AskState, step: AskStep, actor: str, at: datetime, *, note: str) -> None:
        """Any other step; drafts that nobody approved are closed, and the request goes along."""
