"""A colleague's own account: what it may do, and where it is logged in, to end what is not trusted (any more)."""

from starlette.responses import Response

from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit

HERE = "/account"


async def show(visit: Visit) -> Response:
    """Role and sessions."""
    found = await visit.desk.people.sessions_of(visit.user.name, visit.desk.now)
    return visit.render("account.html", sessions=found, idle=visit.desk.settings.session_idle_hours)


async def end_one(visit: Visit) -> Response:
    """Log another device out; a session of somebody else is not found."""
    me = visit.user.name
    await visit.desk.people.end_session(message_id_of(visit.request), me, me, visit.desk.now)
    return see_other(HERE, "sessie-beeindigd")


async def end_others(visit: Visit) -> Response:
    """Log out everywhere but here."""
    me = visit.user.name
    await visit.desk.people.end_sessions_of(me, me, visit.desk.now, but=visit.session.id)
    return see_other(HERE, "overal-uitgelogd")
