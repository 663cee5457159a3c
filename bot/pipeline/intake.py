"""Mail in: from a folder of the account to raw bytes on disk, never by the read flag.

The position of a folder is its UIDVALIDITY and the highest UID that is safe. ``catch_up`` asks for everything above it,
takes it in small batches and writes each of them with the new position in one transaction. When UIDVALIDITY changes,
the folder begins again at UID 0; the database refuses the bytes that it knows and only notes their new place, so
nothing is answered a second time.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.model import FetchedMail
from bot.pipeline.desk import Desk
from bot.pipeline.ports import Mailbox

BATCH = 25
BATCH_BYTES = 16_000_000
"""What is held in memory at once, but for a single mail that is larger."""
LOOK = 200
"""Mails whose sizes are asked for at once."""


async def catch_up(desk: Desk, mailbox: Mailbox, folder: str) -> int:
    """Bring in everything that the folder holds above our position; returns how many messages were new."""
    account = desk.settings.mailbox_address
    state = await mailbox.state(folder)
    position = await desk.store.position(account, folder)
    if position is None or position.uidvalidity != state.uidvalidity:
        await desk.store.start_folder(account, folder, state.uidvalidity, desk.now)
        last_uid = 0
    else:
        last_uid = position.last_uid
    new = 0
    waiting = await mailbox.uids_after(folder, last_uid)
    for start in range(0, len(waiting), LOOK):
        sizes = await mailbox.sizes(folder, waiting[start : start + LOOK])
        for batch in _light_enough(sizes):
            new += await take(desk, mailbox, folder, batch)
    return new


def _light_enough(sizes: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Cut into batches, in ascending order, none of them too long or too heavy."""
    batch: tuple[int, ...] = ()
    weight = 0
    for uid in sorted(sizes):
        if batch and (len(batch) == BATCH or weight + sizes[uid] > BATCH_BYTES):
            yield batch
            batch, weight = (), 0
        batch, weight = (*batch, uid), weight + sizes[uid]
    if batch:
        yield batch


async def take(desk: Desk, mailbox: Mailbox, folder: str, uids: Sequence[int]) -> int:
    """Store one batch in ascending order, so that the position never passes a mail that is not safe yet."""
    mails = sorted(await mailbox.fetch(folder, uids), key=_uid)
    new = await desk.store.receive_all(desk.settings.mailbox_address, mails, desk.now)
    if new:
        desk.nudge()
    return new


def _uid(mail: FetchedMail) -> int:
    return mail.at.uid
