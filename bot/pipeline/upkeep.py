"""Upkeep: the sweepers of the waiting statuses, and what is kept no longer."""

from datetime import timedelta

from bot.pipeline.chat_questions import KEPT
from bot.pipeline.deliver import expire_claims
from bot.pipeline.desk import Desk
from bot.pipeline.prepare import retry_failed
from bot.pipeline.promises import remember_promises
from bot.pipeline.reminders import follow_up

KEEPER = "bewaartermijn"


async def sweep(desk: Desk) -> int:
    """One round over the statuses that wait for the clock; returns how many messages moved."""
    return await expire_claims(desk) + await retry_failed(desk)


async def follow(desk: Desk) -> int:
    """One round over what we promised and what nobody answered; returns how many messages moved."""
    await remember_promises(desk)
    return await follow_up(desk)


async def keep_no_longer(desk: Desk) -> int:
    """Purge what was settled longer ago than the settings allow to keep it; returns how many messages.

    Conversations of the chat and links of its mails go when they have ended, questions of the chat after half a year.
    """
    await desk.talks.forget_talks(desk.now)
    await desk.chat_questions.forget(desk.now - KEPT)
    before = desk.now - timedelta(days=desk.settings.keep_days)
    if not await desk.store.purge_before(before, KEEPER, desk.now, really=False):
        return 0
    return len(await desk.store.purge_before(before, KEEPER, desk.now, really=True))
