"""``pipeline.meetings_port.Meetings`` on SQLite, beside the store and on the same one writer."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.meetings import (
    Meeting,
    MeetingBook,
    MeetingEvent,
    MeetingPlan,
    MeetingState,
    Registration,
    RegistrationState,
    RegistrationStep,
)
from bot.pipeline.meetings_port import Guest, Letter
from bot.store import meeting_lists, meeting_plans, meetings
from bot.store.database import Connections


class SqliteMeetings:
    """Meetings and their lists; every method is one transaction of the module that it names."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def book(self) -> MeetingBook:
        return await self._file.read(meetings.book)

    async def meeting(self, meeting_id: int) -> Meeting:
        return await self._file.read(lambda db: meetings.meeting(db, meeting_id))

    async def history(self, meeting_id: int) -> tuple[MeetingEvent, ...]:
        return await self._file.read(lambda db: meetings.history(db, meeting_id))

    async def plan(self, uid: str, plan: MeetingPlan, actor: str, at: datetime) -> int:
        return await self._file.write(lambda db: meeting_plans.plan(db, uid, plan, actor, at))

    async def change(self, meeting_id: int, version: int, plan: MeetingPlan, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: meeting_plans.change(db, meeting_id, version, plan, actor, at))

    async def set_state(self, meeting_id: int, version: int, state: MeetingState, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: meeting_plans.set_state(db, meeting_id, version, state, actor, at))

    async def register(self, meeting_id: int, guest: Guest, actor: str, at: datetime) -> RegistrationState:
        return await self._file.write(lambda db: meeting_lists.register(db, meeting_id, guest, actor, at))

    async def step(
        self,
        registration_id: int,
        was: RegistrationState,
        step: RegistrationStep,
        actor: str,
        at: datetime,
        *,
        answers: int | None = None,
        letter: Letter | None = None,
    ) -> Registration:
        return await self._file.write(
            lambda db: meeting_lists.step(db, registration_id, was, step, actor, at, answers=answers, letter=letter)
        )

    async def set_people(self, registration_id: int, was: int, people: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: meeting_lists.set_people(db, registration_id, was, people, actor, at))

    async def note_told(self, registration_id: int, says: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: meeting_lists.note_told(db, registration_id, says, actor, at))

    async def write(self, meeting_id: int, letters: Sequence[Letter], actor: str, at: datetime) -> None:
        await self._file.write(lambda db: meeting_lists.write(db, meeting_id, letters, actor, at))
