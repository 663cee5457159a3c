"""Log in with a work account: to the log-in service of the organisation and back.

What must come back is kept here, for ten minutes, under a token that only this browser has. The service is one
process, so memory will do: nobody outside makes us write, and a restart in between asks for one more click.
"""

import logging
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.credentials import digest_of
from bot.errors import Conflict, IdentityRefused, IdentityUnavailable, NoRole
from bot.pipeline.desk import Desk
from bot.pipeline.people_port import IdentityProvider, SignIn
from bot.web import session
from bot.web.login import client_address, log_in_page
from bot.web.page import desk_of, own_path, see_other
from bot.web.throttle import Throttle

log = logging.getLogger("thorbecke")

LOG_IN = "/inloggen"
CALLBACK = f"{LOG_IN}/werkaccount/terug"
LASTS = timedelta(minutes=10)
MOST = 1000
"""Log-ins that can be on their way at once; the oldest gives way."""

UNAVAILABLE = "De inlogdienst van uw organisatie is nu niet bereikbaar. Probeer het straks opnieuw."
LOST = "Het inloggen duurde te lang of begon in een andere browser. Probeer het opnieuw."
REFUSED = "Het inloggen is niet gelukt. Probeer het opnieuw."
NO_ROLE = "U hebt nog geen rol in deze dienst. Vraag uw organisatie om u er een te geven."
TAKEN = "Er is hier al een ander account met uw naam. Vraag een beheerder om hulp."
NO_WAY_OUT = "Uitloggen bij uw organisatie kan hier niet. Sluit alle vensters van de browser."
OFF = "Uw account staat uit. Vraag een beheerder om hulp."


@dataclass(frozen=True, slots=True)
class Underway:
    """A log-in that has begun: what must come back, where to go then, and until when."""

    begun: SignIn
    onward: str
    until: datetime


async def leave(request: Request) -> Response:
    """To the log-out page of the organisation; nobody is logged in here any more who comes this far."""
    desk = desk_of(request)
    try:
        address = await _organisation(desk).leaving()
    except IdentityUnavailable as error:
        log.warning("log-out at the organisation: %s", error)
        return log_in_page(request, "/", 503, error=UNAVAILABLE)
    return RedirectResponse(address, status_code=303) if address else log_in_page(request, "/", error=NO_WAY_OUT)


class WorkAccount:
    """The two pages of logging in, and the log-ins that are on their way."""

    def __init__(self) -> None:
        self._underway: OrderedDict[str, Underway] = OrderedDict()
        self._throttle = Throttle(30, timedelta(minutes=15))

    async def begin(self, request: Request) -> Response:
        """To the log-in service."""
        desk, onward = desk_of(request), own_path(request.query_params.get("verder", "/"))
        if not self._throttle.allows(client_address(request), desk.now):
            raise HTTPException(429)
        try:
            begun = await _organisation(desk).begin()
        except IdentityUnavailable as error:
            log.warning("log-in at the organisation: %s", error)
            return log_in_page(request, onward, 503, error=UNAVAILABLE)
        token = secrets.token_urlsafe(32)
        self._keep(digest_of(token), Underway(begun, onward, desk.now + LASTS))
        response = RedirectResponse(begun.address, status_code=303)
        response.set_cookie(
            _cookie(desk),
            token,
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            secure=desk.settings.secure_cookies,
            samesite="lax",
        )
        return response

    def _keep(self, key: str, underway: Underway) -> None:
        self._underway[key] = underway
        while len(self._underway) > MOST:
            self._underway.popitem(last=False)

    async def finish(self, request: Request) -> Response:
        """Back from there; what was on its way is used up, whatever came of it."""
        desk = desk_of(request)
        organisation = _organisation(desk)
        found = self._underway.pop(digest_of(request.cookies.get(_cookie(desk), "")), None)
        if found is None or found.until <= desk.now:
            return log_in_page(request, "/", 400, error=LOST)
        response = await _finished(request, organisation, found)
        response.delete_cookie(_cookie(desk), secure=desk.settings.secure_cookies, httponly=True)
        return response


async def _finished(request: Request, organisation: IdentityProvider, underway: Underway) -> Response:
    desk, onward = desk_of(request), underway.onward
    try:
        identity = await organisation.finish(underway.begun, dict(request.query_params), desk.now)
        user = await desk.people.identified(identity, desk.now)
    except IdentityUnavailable as error:
        log.warning("log-in at the organisation: %s", error)
        return log_in_page(request, onward, 503, error=UNAVAILABLE)
    except IdentityRefused as error:
        log.warning("log-in at the organisation: %s", error)
        await desk.people.note_failed_login("", desk.now)
        return log_in_page(request, onward, 403, error=NO_ROLE if isinstance(error, NoRole) else REFUSED)
    except Conflict:
        return log_in_page(request, onward, 409, error=TAKEN)
    if user.disabled:
        return log_in_page(request, onward, 403, error=OFF)
    response = see_other(onward)
    await session.start(request, response, user)
    return response


def _organisation(desk: Desk) -> IdentityProvider:
    if desk.organisation is None:
        raise HTTPException(404)
    return desk.organisation


def _cookie(desk: Desk) -> str:
    return f"{session.cookie_name(desk)}-heen"
