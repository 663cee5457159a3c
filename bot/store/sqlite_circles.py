"""``pipeline.circles_port.Circles`` on SQLite, beside the store and on the same one writer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.model.programme import Board, Circle, CircleEvent, NewPlace, Place, PlaceState, PlaceStep
from bot.pipeline.circles_port import Invitation
from bot.store import circles, places
from bot.store.database import Connections


class SqliteCircles:
    """Places and circles; every method is one transaction of the module that it names."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def board(self) -> Board:
        return await self._file.read(circles.board)

    async def place(self, place_id: int) -> Place:
        return await self._file.read(lambda db: places.place(db, place_id))

    async def circle(self, circle_id: int) -> Circle:
        return await self._file.read(lambda db: circles.circle(db, circle_id))

    async def history(self, circle_id: int) -> tuple[CircleEvent, ...]:
        return await self._file.read(lambda db: circles.history(db, circle_id))

    async def add_place(self, new: NewPlace, actor: str, at: datetime) -> int:
        return await self._file.write(lambda db: places.add_place(db, new, actor, at))

    async def correct_place(self, place_id: int, said: NewPlace, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: places.correct_place(db, place_id, said, actor, at))

    async def step(
        self, place_id: int, was: PlaceState, step: PlaceStep, actor: str, at: datetime, *, note: str = ""
    ) -> Place:
        return await self._file.write(lambda db: circles.step(db, place_id, was, step, actor, at, note=note))

    async def make(
        self, service: str, topic: str, place_ids: Sequence[int], sizes: Sequence[int], actor: str, at: datetime
    ) -> int:
        return await self._file.write(lambda db: circles.make(db, service, topic, place_ids, sizes, actor, at))

    async def exchange(self, circle_id: int, out: int, into: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: circles.exchange(db, circle_id, out, into, actor, at))

    async def invite(self, circle_id: int, invitations: Sequence[Invitation], actor: str, at: datetime) -> None:
        await self._file.write(lambda db: circles.invite(db, circle_id, invitations, actor, at))

    async def stop(self, circle_id: int, actor: str, at: datetime, *, note: str) -> None:
        await self._file.write(lambda db: circles.stop(db, circle_id, actor, at, note=note))

    async def set_committee(self, circle_id: int, roles: Mapping[str, str], actor: str, at: datetime) -> None:
        await self._file.write(lambda db: circles.set_committee(db, circle_id, roles, actor, at))

    async def set_steps(self, circle_id: int, was: int, done: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: circles.set_steps(db, circle_id, was, done, actor, at))

    async def keep_apart(self, first: str, second: str, reason: str, actor: str, at: datetime) -> None:
        def keep(db: Database) -> None:
            circles.keep_apart(db, first, second, reason, actor, at)

        await self._file.write(keep)

    async def allow_together(self, first: str, second: str) -> None:
        await self._file.write(lambda db: circles.allow_together(db, first, second))
