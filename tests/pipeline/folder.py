"""A mailbox of one folder, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.errors import MailboxError
from bot.model import FetchedMail
from bot.pipeline.ports import FolderState
from tests.pipeline.desks import fetched


@dataclass
class Folder:
    """A mailbox of one folder, in memory, that remembers what was asked of it."""

    mails: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 1
    batches: list[tuple[int, ...]] = field(default_factory=list)
    breaks_after: int | None = None
    hidden: set[int] = field(default_factory=set)
    """UIDs that the server does not tell of yet."""
    withheld: set[int] = field(default_factory=set)
    """UIDs of mails that it has and does not give."""

    closed: int = 0

    async def close(self) -> None:
        self.closed += 1

    async def state(self, folder: str) -> FolderState:
        return FolderState(folder, self.uidvalidity, max(self.mails, default=0) + 1, len(self.mails))

    async def uids_after(self, _folder: str, last_uid: int) -> tuple[int, ...]:
        return tuple(uid for uid in sorted(self.mails) if uid > last_uid and uid not in self.hidden)

    async def sizes(self, _folder: str, uids: Sequence[int]) -> Mapping[int, int]:
        return {uid: len(self.mails[uid]) for uid in uids if uid in self.mails}

    async def fetch(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        if self.breaks_after is not None and len(self.batches) >= self.breaks_after:
            raise MailboxError("the line broke")
        if withheld := self.withheld & set(uids):
            raise MailboxError(f"does not give {withheld}")
        self.batches.append(tuple(uids))
        return tuple(fetched(self.mails[uid], uid, folder, self.uidvalidity) for uid in reversed(uids))
