"""Robots in the place of colleagues: two of them work through the same queue, as fast as it fills."""

import asyncio
from contextlib import suppress
from random import Random

from bot.errors import Conflict, IllegalTransition, InvalidInput, StorageError
from bot.lifecycle import Status
from bot.pipeline import review
from bot.pipeline.desk import Desk

TEXT = "Beste klant,\n\nDank u wel voor uw bericht. Wij zetten u op de lijst.\n"
PAUSE = 2.0
SHARES = {"approve": 80, "edit": 8, "recall": 5, "reject": 4, "close": 3}


async def review_all(desk: Desk, name: str, dice: Random) -> None:
    """Decide on whatever waits, for ever; the other robot is first now and then."""
    while True:
        waiting = await desk.store.ids_in(Status.AWAITING_REVIEW, limit=50)
        refused = await desk.store.ids_in(Status.UNDELIVERABLE, limit=50)
        for message_id in dice.sample(waiting, (len(waiting) + 1) // 2):
            with suppress(Conflict, IllegalTransition, InvalidInput, StorageError):
                await decide(desk, message_id, name, dice)
        for message_id in refused:
            with suppress(Conflict, IllegalTransition):
                await review.reopen(desk, message_id, name)
        await asyncio.sleep(PAUSE)


async def decide(desk: Desk, message_id: int, name: str, dice: Random) -> None:
    """One of the buttons of the page; without a draft, write one first."""
    message = await desk.store.message(message_id)
    version = message.draft_version
    (choice,) = dice.choices(list(SHARES), list(SHARES.values()))
    if version == 0 or choice == "edit":
        subject, text = f"Re: {message.subject}", f"{TEXT}\n{name} {dice.random()}"
        version = await review.edit(desk, message_id, version, subject, text, name)
    if choice == "close":
        await review.close(desk, message_id, "Telefonisch beantwoord.", name)
    elif choice == "reject":
        await review.reject(desk, message_id, version, "Klopt niet.", name)
    else:
        await review.approve(desk, message_id, version, name)
    if choice == "recall":
        await asyncio.sleep(dice.uniform(0, 2 * desk.settings.undo_seconds))
        await review.recall(desk, message_id, name)
