"""Log in with a local account, and log out.

Failures are counted per name and per address of the network; after too many of either, nothing is checked for a
quarter of an hour. The answer never says whether the name exists, and an unknown name takes as long as a known one.
"""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.pipeline.desk import Desk
from bot.pipeline.ports import User
from bot.web import session
from bot.web.page import NOTE_COOKIE, desk_of, own_path, render, see_other
from bot.web.passwords import is_right
from bot.web.session import Visit

WINDOW = timedelta(minutes=15)
MAX_PER_NAME = 8
MAX_PER_ADDRESS = 30
MAX_LENGTH = 200
LEFT = "uitgelogd-hier"
"""The note for who is still logged in at the organisation."""
WRONG = "De naam of het wachtwoord klopt niet."
TOO_OFTEN = "Er is te vaak geprobeerd in te loggen. Probeer het over een kwartier opnieuw."


async def show(request: Request) -> Response:
    """The form; who is logged in goes on at once."""
    onward = own_path(request.query_params.get("verder", "/"))
    if await session.current(request):
        return see_other(onward)
    return log_in_page(request, onward)


def log_in_page(request: Request, onward: str, status: int = 200, *, name: str = "", error: str = "") -> Response:
    """The form, and where the organisation has a log-in service, the way to it."""
    return render(
        request,
        "login.html",
        status,
        onward=onward,
        name=name,
        error=error,
        organisation=desk_of(request).organisation is not None,
        left=request.cookies.get(NOTE_COOKIE) == LEFT,
    )


async def log_in(request: Request) -> Response:
    """Check name and password and begin a session."""
    form = await request.form(max_files=0, max_fields=10)
    name = str(form.get("naam", "")).strip().casefold()[:MAX_LENGTH]
    onward = own_path(str(form.get("verder", "/")))
    desk = desk_of(request)
    keys = ((f"name:{name}", MAX_PER_NAME), (f"address:{client_address(request)}", MAX_PER_ADDRESS))
    if await _too_often(desk, keys):
        return log_in_page(request, onward, 429, name=name, error=TOO_OFTEN)
    user = await _checked(desk, name, str(form.get("wachtwoord", ""))[:MAX_LENGTH])
    if user is None:
        for key, _ in keys:
            await desk.accounts.note_login_failure(key, desk.now)
        await desk.people.note_failed_login(name, desk.now)
        return log_in_page(request, onward, 401, name=name, error=WRONG)
    await desk.accounts.clear_login_failures(keys[0][0])
    response = see_other(onward)
    await session.start(request, response, user)
    return response


async def _too_often(desk: Desk, keys: tuple[tuple[str, int], ...]) -> bool:
    since = desk.now - WINDOW
    return any([await desk.accounts.login_failures(key, since) >= most for key, most in keys])


async def _checked(desk: Desk, name: str, password: str) -> User | None:
    user = await desk.accounts.user(name)
    password_hash = user.password_hash if user and not user.disabled else None
    return user if await desk.offload(lambda: is_right(password, password_hash)) else None


def client_address(request: Request) -> str:
    """The network address that the server saw; uvicorn puts the one of a trusted proxy's header there."""
    return request.client.host if request.client else ""


async def log_out(visit: Visit) -> Response:
    """End the session; who came from the organisation is told that it goes on there."""
    here_only = visit.desk.organisation is not None and not visit.user.password_hash
    response = see_other("/inloggen", LEFT if here_only else "uitgelogd")
    await session.end(visit, response)
    return response
