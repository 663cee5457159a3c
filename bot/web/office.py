"""The closing days of the office: a manager keeps them, and every due date counts with them."""

from collections.abc import Awaitable, Callable
from datetime import date

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.errors import Conflict, InvalidInput
from bot.pipeline import office
from bot.programme.working_days import named_holidays
from bot.web.page import see_other
from bot.web.session import StaffPage, Visit

HERE = "/sluitingsdagen"

Change = Callable[[Visit], Awaitable[str]]
"""Does the work and returns the key of the note."""


async def show(visit: Visit) -> Response:
    """What managers added, what the settings say, and the holidays that are computed."""
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, error: str = "") -> Response:
    desk = visit.desk
    today = in_amsterdam(desk.now).date()
    days = await desk.following.closing_days()
    users = await desk.accounts.users()
    return visit.render(
        "closing_days.html",
        status,
        coming=[each for each in days if each.day >= today],
        over=[each for each in reversed(days) if each.day < today],
        fixed=sorted(day for day in desk.settings.closing_days if day >= today),
        holidays=_coming_holidays(today),
        names={user.name: user.display_name for user in users},
        today=today,
        error=error,
    )


def _coming_holidays(today: date) -> list[tuple[date, str]]:
    """Until the end of next year; those on which nobody works anyway are left out."""
    found = {**named_holidays(today.year), **named_holidays(today.year + 1)}
    return [(day, name) for day, name in sorted(found.items()) if day >= today and day.weekday() < 5]


def change(step: Change) -> StaffPage:
    """The page that takes this decision, and shows the list again."""

    async def decide(visit: Visit) -> Response:
        try:
            note = await step(visit)
        except InvalidInput as error:
            return await _page(visit, 422, str(error))
        except Conflict as error:
            return await _page(visit, 409, str(error))
        return see_other(HERE, note)

    return decide


async def add(visit: Visit) -> str:
    """Sluitingsdag toevoegen."""
    first, last, reason = visit.field("eerste"), visit.field("laatste"), visit.field("reden")
    new = await office.close_office(visit.desk, first, last, reason, visit.user.name)
    return "sluitingsdag" if new == 1 else "sluitingsdagen"


async def remove(visit: Visit) -> str:
    """Sluitingsdag weghalen."""
    await office.open_office(visit.desk, visit.field("dag"), visit.user.name)
    return "sluitingsdag-weg"
