"""``pipeline.following_port.Following`` on SQLite, beside the store and on the same one writer."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlite_utils import Database

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
from bot.store import closing_days, promises, reminders
from bot.store.database import Connections


class SqliteFollowing:
    """Every method is one transaction of the module that it names."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    # --- closing days ---
    async def closing_days(self) -> tuple[ClosingDay, ...]:
        return await self._file.read(closing_days.closing_days)

    async def close_office(self, days: Sequence[date], reason: str, actor: str, at: datetime) -> int:
        return await self._file.write(lambda db: closing_days.close_office(db, days, reason, actor, at))

    async def open_office(self, day: date, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: closing_days.open_office(db, day, actor, at))

    # --- promises ---
    async def unread_replies(self, *, limit: int = 100) -> tuple[ApprovedReply, ...]:
        return await self._file.read(lambda db: promises.unread_replies(db, limit))

    async def note_promises(self, outgoing_id: int, found: Sequence[Promised], actor: str, at: datetime) -> None:
        def note(db: Database) -> None:
            promises.note_promises(db, outgoing_id, found, actor, at)

        await self._file.write(note)

    async def promises_of(self, thread_id: int) -> tuple[Promise, ...]:
        return await self._file.read(lambda db: promises.promises_of(db, thread_id))

    async def open_promises(self, until: date | None = None) -> tuple[Promise, ...]:
        return await self._file.read(lambda db: promises.open_promises(db, until))

    async def change_promise(
        self, promise_id: int, was: PromiseState, becomes: PromiseState, day: date | None, actor: str, at: datetime
    ) -> Promise:
        return await self._file.write(lambda db: promises.change_promise(db, promise_id, was, becomes, day, actor, at))

    # --- reminders ---
    async def open_questions(self, asked_after: datetime, asked_before: datetime) -> tuple[OpenQuestion, ...]:
        return await self._file.read(lambda db: reminders.open_questions(db, asked_after, asked_before))

    async def open_question(self, thread_id: int) -> OpenQuestion | None:
        return await self._file.read(lambda db: reminders.open_question(db, thread_id))

    async def remind(self, new: NewReminder, most: int, actor: str, at: datetime) -> int | None:
        return await self._file.write(lambda db: reminders.remind(db, new, most, actor, at))

    async def reminder(self, message_id: int) -> Reminder | None:
        return await self._file.read(lambda db: reminders.reminder(db, message_id))

    async def end_reminders(self, actor: str, at: datetime) -> tuple[int, ...]:
        if not await self._file.read(reminders.some_wait):
            return ()  # the usual round of the sweeper does not hold up the writer
        return await self._file.write(lambda db: reminders.end_reminders(db, actor, at))

    async def stop_reminding(self, question_id: int, note: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: reminders.stop_reminding(db, question_id, note, actor, at))

    async def remind_again(self, question_id: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: reminders.remind_again(db, question_id, actor, at))
