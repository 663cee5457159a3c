"""The proof that no mail is missing: the whole account is counted, every night and on demand.

Reading by position trusts the server to hand out UIDs in order. This does not: it asks for every UID of every folder,
takes in at once what was passed over, and looks whether every message has its bytes and none was answered twice. What
came of it is kept, so that ``alerts`` can tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import in_amsterdam
from bot.errors import MailboxBusy, MailboxError, MailboxRefused
from bot.lifecycle import Status
from bot.pipeline.desk import Desk
from bot.pipeline.intake import BATCH, catch_up, take
from bot.pipeline.ports import Held, Mailbox, Proof

NIGHT_HOUR = 3
"""In Amsterdam: after the day's mail, before the colleagues, and an hour that every day has once."""
AGAIN = timedelta(minutes=15)
"""How soon an account that is not complete is tried again."""
FIRST = timedelta(hours=1)
"""A new service reads its mailbox first."""
LOOK_BACK = timedelta(days=7)
"""How far back answers are compared."""


@dataclass(frozen=True, slots=True)
class FolderAccount:
    """The account of one folder: every mail on the server against what we hold."""

    folder: str
    on_server: int
    accounted: Mapping[Status, int]
    late: tuple[int, ...]
    """UIDs below our position that we did not hold until now: the server showed them after their time."""
    missing: tuple[int, ...]
    """UIDs on the server that we do not hold, though we tried."""
    moved: int
    """Mails that somebody moved since, to a place where we see them."""
    gone: int
    """Mails that somebody deleted since, or moved to a folder that we do not read."""

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Account:
    """All folders, and what was proven."""

    folders: tuple[FolderAccount, ...]
    proof: Proof

    @property
    def sound(self) -> bool:
        """Nothing is missing, nothing was, and nobody got two answers."""
        proof = self.proof
        return not (proof.late or proof.missing or proof.without_bytes or proof.answered_twice)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A folder as it was just read."""

    folder: str
    on_server: frozenset[int]
    held: Mapping[int, Held]
    late: tuple[int, ...]
    missing: tuple[int, ...]


async def is_due(desk: Desk, began: datetime) -> bool:
    """Whether the account of last night is still to be made; ``began`` is when the service started."""
    proofs = await desk.store.proofs(desk.now)
    if not proofs:
        return desk.now >= began + FIRST
    last = proofs[-1]
    return last.at < last_night(desk.now) or (last.missing > 0 and desk.now >= last.at + AGAIN)


def last_night(now: datetime) -> datetime:
    """The latest ``NIGHT_HOUR`` in Amsterdam that is over."""
    local = in_amsterdam(now)
    night = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


async def reconcile(desk: Desk, mailbox: Mailbox) -> Account:
    """Account for every mail of every folder: handled, waiting, or ignored for a stated reason."""
    seen = [await _look(desk, mailbox, folder) for folder in desk.settings.imap_folders]
    live = {each.held[uid].message_id for each in seen for uid in each.on_server if uid in each.held}
    proof = Proof(
        at=desk.now,
        late=sum(len(each.late) for each in seen),
        missing=sum(len(each.missing) for each in seen),
        without_bytes=await desk.store.without_bytes(desk.settings.mailbox_address),
        answered_twice=await desk.store.answered_twice(desk.now - LOOK_BACK),
    )
    await desk.store.keep_proof(proof)
    return Account(tuple(_account_of(each, live) for each in seen), proof)


async def _look(desk: Desk, mailbox: Mailbox, folder: str) -> _Seen:
    """Read what is new, then compare UID by UID and take in what was passed over."""
    account = desk.settings.mailbox_address
    await catch_up(desk, mailbox, folder)
    position = await desk.store.position(account, folder)
    on_server = await mailbox.uids_after(folder, 0)
    if position is None or (await mailbox.state(folder)).uidvalidity != position.uidvalidity:
        raise MailboxError(f"the folder {folder} began again while it was being counted")
    held = await desk.store.held(account, folder)
    lacking = [uid for uid in on_server if uid not in held]
    await _take_in(desk, mailbox, folder, lacking)
    held = await desk.store.held(account, folder)
    still = await mailbox.sizes(folder, [uid for uid in lacking if uid not in held])  # what was deleted is not missing
    late = tuple(uid for uid in lacking if uid in held and uid <= position.last_uid)
    return _Seen(folder, frozenset(on_server), held, late, tuple(still))


async def _take_in(desk: Desk, mailbox: Mailbox, folder: str, uids: Sequence[int]) -> None:
    """One that the server does not give must not keep the others out; it counts as missing."""
    for start in range(0, len(uids), BATCH):
        try:
            await take(desk, mailbox, folder, uids[start : start + BATCH])
        except (MailboxBusy, MailboxRefused):
            raise
        except MailboxError:
            for uid in uids[start : start + BATCH]:
                with suppress(MailboxError):
                    await take(desk, mailbox, folder, [uid])


def _account_of(seen: _Seen, live: set[int]) -> FolderAccount:
    away = [held.message_id for uid, held in seen.held.items() if uid not in seen.on_server]
    moved = sum(message_id in live for message_id in away)
    accounted = Counter(seen.held[uid].status for uid in seen.on_server if uid in seen.held)
    return FolderAccount(seen.folder, len(seen.on_server), accounted, seen.late, seen.missing, moved, len(away) - moved)
