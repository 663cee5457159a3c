"""The colleagues, for managers: add, change the role, switch off and on, hand out a link for a password, log out.

Who has a work account and a local one gets them linked here.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.responses import Response

from bot.credentials import digest_of
from bot.errors import Conflict, InvalidInput
from bot.model.people import RANKS
from bot.pipeline.ports import User
from bot.web.page import see_other
from bot.web.session import StaffPage, Visit

HERE = "/mensen"
NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
LONGEST_DISPLAY_NAME = 100
LINK_LASTS = timedelta(days=3)

Decision = Callable[[Visit], Awaitable[Response]]


def decision(decide: Decision) -> StaffPage:
    """The page that takes this decision, or says why it cannot be taken."""

    async def taken(visit: Visit) -> Response:
        try:
            return await decide(visit)
        except (InvalidInput, Conflict) as error:
            return await _page(visit, 422 if isinstance(error, InvalidInput) else 409, str(error))

    return taken


async def show(visit: Visit) -> Response:
    """Everybody, and the form for one more."""
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, error: str = "") -> Response:
    desk = visit.desk
    typed = {name: visit.field(name) for name in ("naam", "weergavenaam", "rol")}
    people = await desk.people.people(desk.now)
    return visit.render(
        "people.html",
        status,
        people=people,
        local=[
            (each.name, f"{each.display_name} ({each.name})")
            for each in people
            if not each.from_organisation and not each.disabled
        ],
        error=error,
        typed=typed,
        organisation=desk.organisation is not None,
    )


async def add(visit: Visit) -> Response:
    """A local account without a password, and the link with which the colleague chooses one."""
    name, role = visit.field("naam").strip().casefold(), _role(visit)
    if not NAME.fullmatch(name):
        raise InvalidInput(
            "Gebruik voor de inlognaam alleen letters zonder accenten, cijfers, punten en streepjes. "
            "Een mailadres mag ook."
        )
    display_name = visit.field("weergavenaam").strip()[:LONGEST_DISPLAY_NAME] or name
    await visit.desk.people.add(User(name, display_name, role, ""), visit.user.name, visit.desk.now)
    return await _link_for(visit, name)


def _role(visit: Visit) -> str:
    if visit.field("rol") not in RANKS:
        raise InvalidInput("Kies een rol.")
    return visit.field("rol")


async def change_role(visit: Visit) -> Response:
    """From the next page on."""
    await visit.desk.people.change_role(_person(visit), _role(visit), visit.user.name, visit.desk.now)
    return see_other(HERE, "rol-aangepast")


async def switch(visit: Visit) -> Response:
    """Off at once, or on again; a form that says neither changes nothing."""
    if visit.field("stand") not in {"aan", "uit"}:
        return see_other(HERE)
    on = visit.field("stand") == "aan"
    await visit.desk.people.switch(_person(visit), visit.user.name, visit.desk.now, on=on)
    return see_other(HERE, "account-aan" if on else "account-uit")


async def invite(visit: Visit) -> Response:
    """A new link; one of before works no more."""
    return await _link_for(visit, _person(visit))


async def _link_for(visit: Visit, name: str) -> Response:
    """The link is shown once: only its digest is kept."""
    desk, token = visit.desk, secrets.token_urlsafe(32)
    until = desk.now + LINK_LASTS
    await desk.people.invite(name, digest_of(token), until, visit.user.name, desk.now)
    address = (desk.settings.base_url or str(visit.request.base_url)).rstrip("/")
    return visit.render("people_link.html", name=name, link=f"{address}/wachtwoord/{token}", until=until)


async def link(visit: Visit) -> Response:
    """One colleague with two accounts goes on with the local one, and logs in at the organisation."""
    if not visit.field("account"):
        raise InvalidInput("Kies met welk account uw collega verder werkt.")
    await visit.desk.people.link(_person(visit), visit.field("account"), visit.user.name, visit.desk.now)
    return see_other(HERE, "account-gekoppeld")


async def log_out(visit: Visit) -> Response:
    """End every session of a colleague."""
    await visit.desk.people.end_sessions_of(_person(visit), visit.user.name, visit.desk.now)
    return see_other(HERE, "persoon-uitgelogd")


def _person(visit: Visit) -> str:
    name: str = visit.request.path_params["person"]
    return name
