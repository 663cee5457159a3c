"""The port of the follow-up: closing days of the office, promises of ours, and questions that nobody answered.

Each method is one transaction. ``Conflict`` when somebody else was first, ``NotFound`` for what is not there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model.following import (
    ApprovedReply,
    ClosingDay,
    NewReminder,
    OpenQuestion,
    Promise,
    Promised,
    PromiseState,
    Reminder,
)


class Following(Protocol):
    """Kept in the same file as ``ports.Store``, and written by the same one writer."""

    # --- closing days ---
    async def closing_days(self) -> tuple[ClosingDay, ...]:
        """All of them, the first one first."""

    async def close_office(self, days: Sequence[date], reason: str, actor: str, at: datetime) -> int:
        """Add days with their line in the log; those that are there already stay. Returns how many are new."""

    async def open_office(self, day: date, actor: str, at: datetime) -> None:
        """Take one away. ``Conflict`` when somebody did so before."""

    # --- promises ---
    async def unread_replies(self, *, limit: int = 100) -> tuple[ApprovedReply, ...]:
        """Approved replies in which nobody looked for promises yet, oldest first."""

    async def note_promises(self, outgoing_id: int, found: Sequence[Promised], actor: str, at: datetime) -> None:
        """Keep what was found, once for each reply: the second time changes nothing."""

    async def promises_of(self, thread_id: int) -> tuple[Promise, ...]:
        """Of a conversation, also those that were kept or taken away; replies that were recalled promise nothing."""

    async def open_promises(self, until: date | None = None) -> tuple[Promise, ...]:
        """What is not kept yet and was promised for this day or before, the earliest first."""

    async def change_promise(
        self, promise_id: int, was: PromiseState, becomes: PromiseState, day: date | None, actor: str, at: datetime
    ) -> Promise:
        """Say that it is kept, that it is none, that it is open again, or that another day is meant."""

    # --- reminders ---
    async def open_questions(self, asked_after: datetime, asked_before: datetime) -> tuple[OpenQuestion, ...]:
        """Questions that went out in this time and still wait for an answer, oldest first."""

    async def open_question(self, thread_id: int) -> OpenQuestion | None:
        """The question of one conversation that waits for an answer."""

    async def remind(self, new: NewReminder, most: int, actor: str, at: datetime) -> int | None:
        """Put a reminder before the reviewers, if the question is still exactly as it was read.

        None when it is not: answered, settled, stopped, or reminded by somebody else meanwhile.
        """

    async def reminder(self, message_id: int) -> Reminder | None:
        """What a message of ours reminds of, if it is a reminder."""

    async def end_reminders(self, actor: str, at: datetime) -> tuple[int, ...]:
        """Close those that nobody needs any more and that have not gone out; returns their messages."""

    async def stop_reminding(self, question_id: int, note: str, actor: str, at: datetime) -> None:
        """Somebody knows that the question was answered, or need not be."""

    async def remind_again(self, question_id: int, actor: str, at: datetime) -> None:
        """Take that back."""
