"""The queue (werkvoorraad): what waits, in views that together show every status that can wait."""

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.lifecycle import TRANSITIONS, Event
from bot.model import SERVICE_LABELS
from bot.pipeline.promises import near_promises
from bot.web.lists import OTHERS, VIEWS, WORK, Filters, filters_of, place
from bot.web.session import Visit

PAGE_SIZE = 25
CLOSABLE = frozenset(was for was, event in TRANSITIONS if event is Event.CLOSE)
"""What can be closed without an answer, alone or with others."""


async def show(visit: Visit) -> Response:
    """The queue with the counts of every view."""
    desk, me = visit.desk, visit.user.name
    today = in_amsterdam(desk.now).date()
    filters = filters_of(visit.request.query_params)
    asked = filters.asked(me, today)
    found = await desk.worklist.rows(asked, today, size=PAGE_SIZE, after=filters.after, before=filters.before)
    lists = {view.id: Filters(view).asked(me, today) for view in VIEWS}
    users = await desk.accounts.users()
    return visit.render(
        "inbox.html",
        filters=filters,
        found=found,
        place=place,
        groups=(("Werk", WORK), ("Stand", OTHERS)),
        counts=await desk.worklist.counts(lists, today),
        services=SERVICE_LABELS,
        municipalities=await desk.worklist.municipalities(asked),
        users=users,
        names={user.name: user.display_name for user in users},
        closable=CLOSABLE if visit.may("reviewer") else frozenset(),
        firsts=await desk.screen.first_approvals([line.message.id for line in found.rows]),
        promises=len(await near_promises(desk)),
        today=today,
        now=desk.now,
        closing_days=desk.closing_days,
    )
