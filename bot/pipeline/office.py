"""The days on which the office is closed beside the weekends and the Dutch holidays, as managers keep them.

Every date that the service reckons with in working days asks ``Desk.closing_days``, which is made of what stands here
and of the settings. Dates that were promised before a change stay as they were promised.
"""

from datetime import date, datetime, timedelta

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.pipeline.desk import Desk
from bot.programme.working_days import add_working_days, is_working_day, working_days_between

LONGEST = 31
"""Days that can be added in one go."""
AHEAD = timedelta(days=3 * 366)
MAX_REASON = 120


def due_after(desk: Desk, moment: datetime, working_days: int) -> date:
    """The day so many working days after an aware ``moment``."""
    return add_working_days(in_amsterdam(moment).date(), working_days, desk.closing_days)


def days_late(desk: Desk, due_on: date | None) -> int:
    """Working days past that day; 0 when it is not late or when nothing is due."""
    return 0 if due_on is None else working_days_between(due_on, in_amsterdam(desk.now).date(), desk.closing_days)


async def read_closing_days(desk: Desk) -> None:
    """Have the desk know what stands in the store."""
    desk.office.closed = frozenset(each.day for each in await desk.following.closing_days())


async def close_office(desk: Desk, first: str, last: str, reason: str, actor: str) -> int:
    """Close the office on these days (ISO 8601; '' for ``last`` means one day). Returns how many are new.

    Days on which it is closed anyway are passed over. ``InvalidInput`` when no day can be added.
    """
    begin = _day(first)
    end = _day(last) if last.strip() else begin
    today = in_amsterdam(desk.now).date()
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("Vul een reden in, bijvoorbeeld: brugdag of kerstsluiting.")
    if len(reason) > MAX_REASON:
        raise InvalidInput(f"De reden is langer dan {MAX_REASON} tekens. Maak hem korter.")
    if end < begin:
        raise InvalidInput("De laatste dag ligt voor de eerste dag.")
    if begin < today or end > today + AHEAD:
        raise InvalidInput("Kies dagen vanaf vandaag en binnen drie jaar.")
    if (end - begin).days >= LONGEST:
        raise InvalidInput(f"Kies hooguit {LONGEST} dagen achter elkaar.")
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    working = [day for day in days if is_working_day(day, desk.closing_days)]
    if not working:
        raise InvalidInput("Op deze dagen is het kantoor al dicht: een weekend, een feestdag of een sluitingsdag.")
    new = await desk.following.close_office(working, reason, actor, desk.now)
    await read_closing_days(desk)
    return new


async def open_office(desk: Desk, day: str, actor: str) -> None:
    """Take a closing day away; ``Conflict`` when a colleague did so before."""
    await desk.following.open_office(_day(day), actor, desk.now)
    await read_closing_days(desk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput("Kies een datum, bijvoorbeeld 2026-12-24.") from None
