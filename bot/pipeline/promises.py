"""Promises of ours, from the approval of a reply until they are kept: found, corrected, and told before their day."""

from collections.abc import Mapping
from datetime import date

from bot.clock import dutch_date, in_amsterdam
from bot.errors import InvalidInput
from bot.model.following import Promise, PromiseState
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT
from bot.pipeline.promised import LONGEST_AHEAD, promised
from bot.programme.working_days import add_working_days

NEAR = 3
"""Working days before its day in which a promise stands in the work list."""


async def remember_promises(desk: Desk) -> int:
    """Look through the replies that were approved since the last time; returns how many promises are new."""
    new = 0
    for reply in await desk.following.unread_replies():
        found = promised(reply.text, in_amsterdam(reply.approved_at).date(), desk.closing_days)
        await desk.following.note_promises(reply.outgoing_id, found, BOT, desk.now)
        new += len(found)
    return new


async def change_promise(
    desk: Desk, promise_id: int, was: PromiseState, becomes: PromiseState, day: str, actor: str
) -> Promise:
    """What a colleague says of a promise; ``day`` is ISO 8601, '' leaves it."""
    return await desk.following.change_promise(promise_id, was, becomes, _typed(desk, day), actor, desk.now)


def _typed(desk: Desk, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput("Kies een datum, bijvoorbeeld 2026-12-01.") from None
    today = in_amsterdam(desk.now).date()
    if abs(day - today) > LONGEST_AHEAD:
        raise InvalidInput("Kies een datum binnen drie jaar.")
    return day


# --- telling ---


async def near_promises(desk: Desk) -> tuple[Promise, ...]:
    """What must be kept within a few working days, or should have been, the earliest first."""
    today = in_amsterdam(desk.now).date()
    return await desk.following.open_promises(add_working_days(today, NEAR, desk.closing_days))


def told_of(promise: Promise, today: date, names: Mapping[str, str]) -> str:
    """One Dutch line for the digest, without the words of the reply: they may name a person outside the team."""
    who = ", ".join(promise.municipalities) or "Onbekende gemeente"
    state = ", voorbij" if promise.day < today else ", vandaag" if promise.day == today else ""
    colleague = f"bij {names.get(promise.owner, promise.owner)}" if promise.owner else "nog bij niemand"
    return f"{who}: toegezegd voor {dutch_date(promise.day, weekday=True)}{state}, {colleague}."
