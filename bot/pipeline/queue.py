"""What a colleague does with messages of the queue without answering them: put them off, hand them over, close several.

All of them may raise ``Conflict`` (somebody else was first) and ``InvalidInput`` (with a Dutch text).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import dutch_date, in_amsterdam
from bot.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from bot.lifecycle import Status
from bot.model import KeptText
from bot.pipeline.desk import Desk
from bot.pipeline.review import MAX_TEXT
from bot.programme.working_days import add_working_days

LONGEST_SNOOZE = timedelta(days=366)
NO_REPLY = "Geen antwoord nodig."
MOST_TOGETHER = 50


def snooze_choices(desk: Desk) -> tuple[tuple[str, date], ...]:
    """The days that the page offers, in working days of the office; each day once, under its nearest name."""
    today, closed = in_amsterdam(desk.now).date(), desk.closing_days
    monday = today + timedelta(days=7 - today.weekday())
    choices = (
        ("Volgende werkdag", add_working_days(today, 1, closed)),
        ("Over drie werkdagen", add_working_days(today, 3, closed)),
        ("Volgende week", add_working_days(monday - timedelta(days=1), 1, closed)),
        ("Over een maand", add_working_days(today + timedelta(days=29), 1, closed)),
    )
    nearest = {day: name for name, day in reversed(choices)}
    return tuple((nearest[day], day) for day in sorted(nearest))


async def snooze(desk: Desk, message_id: int, until: str, actor: str) -> date:
    """Have a message return on this day (ISO 8601); it returns by itself."""
    today = in_amsterdam(desk.now).date()
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise InvalidInput("Kies een datum waarop het bericht terugkomt, bijvoorbeeld 2026-12-01.") from None
    if not today < day <= today + LONGEST_SNOOZE:
        raise InvalidInput("Kies een datum na vandaag en binnen een jaar.")
    await desk.worklist.snooze(message_id, day, actor, desk.now, f"Tot {dutch_date(day)}.")
    return day


async def wake(desk: Desk, message_id: int, actor: str) -> None:
    """Bring a message back before its day."""
    await desk.worklist.wake(message_id, actor, desk.now)


async def hand_over(desk: Desk, message_id: int, was: str | None, owner: str | None, actor: str) -> None:
    """Say who handles a message, if nobody said so since the page was made; None puts it back."""
    await desk.worklist.hand_over(message_id, was, owner, actor, desk.now)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A message as it stood in the list when somebody ticked it."""

    message_id: int
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class ClosedTogether:
    """What came of closing several messages: each is done, or somebody was first."""

    closed: tuple[int, ...]
    overtaken: tuple[int, ...]


async def close_together(desk: Desk, chosen: Sequence[Chosen], reason: str, actor: str) -> ClosedTogether:
    """Decide for each of these that no reply goes out; what has changed since it was ticked is left alone and told."""
    reason = " ".join(reason.split()) or NO_REPLY
    closed: list[int] = []
    overtaken: list[int] = []
    for one in dict.fromkeys(chosen[:MOST_TOGETHER]):
        try:
            await desk.worklist.close(one.message_id, one.status, one.version, reason, actor, desk.now)
            closed.append(one.message_id)
        except (Conflict, IllegalTransition, NotFound):
            overtaken.append(one.message_id)
    return ClosedTogether(tuple(closed), tuple(overtaken))


async def keep_text(desk: Desk, message_id: int, version: int, subject: str, text: str, actor: str) -> None:
    """Keep what a colleague is typing, for when the page or the session is lost."""
    kept = KeptText(version, " ".join(subject.split())[:1000], text.replace("\r\n", "\n")[:MAX_TEXT], desk.now)
    await desk.worklist.keep_text(message_id, actor, kept)
