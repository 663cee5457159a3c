"""Upkeep: the sweepers of the waiting statuses, and the proof that no mail is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.lifecycle import Status
from bot.pipeline.deliver import expire_claims
from bot.pipeline.desk import Desk
from bot.pipeline.ports import Mailbox
from bot.pipeline.prepare import retry_failed

KEEPER = "bewaartermijn"


async def sweep(desk: Desk) -> int:
    """One round over the statuses that wait for the clock; returns how many messages moved."""
    return await expire_claims(desk) + await retry_failed(desk)


async def keep_no_longer(desk: Desk) -> int:
    """Purge what was settled longer ago than the settings allow to keep it; returns how many messages."""
    before = desk.now - timedelta(days=desk.settings.keep_days)
    if not await desk.store.purge_before(before, KEEPER, desk.now, really=False):
        return 0
    return len(await desk.store.purge_before(before, KEEPER, desk.now, really=True))


@dataclass(frozen=True, slots=True)
class FolderAccount:
    """The account of one folder: every mail on the server against what we hold."""

    folder: str
    on_server: int
    accounted: Mapping[Status, int]
    missing: tuple[int, ...]
    """UIDs on the server that we do not hold: the work of the intake, or a fault when they stay."""
    gone: int
    """Mails that we hold and that somebody moved or deleted since."""

    @property
    def complete(self) -> bool:
        return not self.missing


async def reconcile(desk: Desk, mailbox: Mailbox) -> tuple[FolderAccount, ...]:
    """Account for every mail of every folder: handled, waiting, or ignored for a stated reason."""
    return tuple([await _reconcile(desk, mailbox, folder) for folder in desk.settings.imap_folders])


async def _reconcile(desk: Desk, mailbox: Mailbox, folder: str) -> FolderAccount:
    state = await mailbox.state(folder)
    position = await desk.store.position(desk.settings.mailbox_address, folder)
    known: Mapping[int, int] = {}
    if position is not None and position.uidvalidity == state.uidvalidity:
        known = await desk.store.locations(desk.settings.mailbox_address, folder)
    on_server = await mailbox.uids_after(folder, 0)
    statuses: Counter[Status] = Counter()
    for uid in on_server:
        if uid in known:
            statuses[(await desk.store.message(known[uid])).status] += 1
    missing = tuple(uid for uid in on_server if uid not in known)
    return FolderAccount(folder, len(on_server), statuses, missing, len(set(known) - set(on_server)))
