"""``pipeline.screen.Screen`` on SQLite, beside the store and on the same one writer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import ColleagueQuestion, Comment, DraftText, Enclosure, FirstApproval, FourEyes
from bot.store import comments, enclosures, four_eyes
from bot.store.database import Connections
from bot.store.messages import head


class SqliteScreen:
    """What the screen of a message keeps; every method is one transaction of the module that it names."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def marks(self, message_id: int, marking: FourEyes) -> tuple[str, ...]:
        return await self._file.read(lambda db: four_eyes.marks(db, message_id, marking))

    async def first_approval(self, message_id: int) -> FirstApproval | None:
        return await self._file.read(lambda db: four_eyes.first_approval(db, message_id))

    async def first_approvals(self, message_ids: Sequence[int]) -> Mapping[int, FirstApproval]:
        return await self._file.read(
            lambda db: {
                number: first for number in message_ids if (first := four_eyes.first_approval(db, number)) is not None
            }
        )

    async def withdraw_first(self, message_id: int, version: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: four_eyes.withdraw_first(db, message_id, version, actor, at))

    async def head(self, message_id: int) -> bytes:
        return await self._file.read(lambda db: head(db, message_id))

    async def save_reply(
        self,
        message_id: int,
        expected_version: int,
        draft: DraftText,
        new: Sequence[tuple[Enclosure, bytes]],
        actor: str,
        at: datetime,
    ) -> int:
        return await self._file.write(
            lambda db: enclosures.save_reply(db, message_id, expected_version, draft, new, actor, at)
        )

    async def contents(self, ids: Sequence[int]) -> Mapping[int, bytes]:
        return await self._file.read(lambda db: enclosures.contents(db, ids))

    async def comment(self, message_id: int, text: str, asked: Sequence[str], actor: str, at: datetime) -> int:
        return await self._file.write(lambda db: comments.comment(db, message_id, text, asked, actor, at))

    async def settle_question(self, message_id: int, question_id: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: comments.settle_question(db, message_id, question_id, actor, at))

    async def comments(self, thread_id: int) -> tuple[Comment, ...]:
        return await self._file.read(lambda db: comments.comments(db, thread_id))

    async def questions(self, thread_id: int) -> tuple[ColleagueQuestion, ...]:
        return await self._file.read(lambda db: comments.questions(db, thread_id))
