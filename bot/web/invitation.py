"""The link with which a colleague chooses a password. Looking at it uses nothing up: scanners of mail look, too."""

from starlette.requests import Request
from starlette.responses import Response

from bot.credentials import digest_of
from bot.pipeline.ports import User
from bot.web.page import desk_of, render, see_other
from bot.web.passwords import LONGEST, SHORTEST, hash_password

TOO_SHORT = f"Kies een wachtwoord van minstens {SHORTEST} tekens."
TOO_LONG = f"Kies een wachtwoord van hoogstens {LONGEST} tekens."
DIFFERENT = "De twee wachtwoorden zijn niet gelijk."


async def show(request: Request) -> Response:
    """The form, while the link works."""
    user = await _invited(request)
    return _form(request, user) if user else _gone(request)


async def choose(request: Request) -> Response:
    """Set the password and use the link up; every session that there was has ended."""
    form = await request.form(max_files=0, max_fields=5)
    first, second = str(form.get("wachtwoord", "")), str(form.get("nogmaals", ""))
    user = await _invited(request)
    if user is None:
        return _gone(request)
    if problem := _problem(first, second):
        return _form(request, user, 422, problem)
    desk = desk_of(request)
    password_hash = await desk.offload(lambda: hash_password(first))
    accepted = await desk.people.accept_invitation(_digest(request), password_hash, desk.now)
    return see_other("/inloggen", "wachtwoord-gekozen") if accepted else _gone(request)


def _problem(first: str, second: str) -> str:
    if len(first) < SHORTEST:
        return TOO_SHORT
    if len(first) > LONGEST:
        return TOO_LONG
    return "" if first == second else DIFFERENT


async def _invited(request: Request) -> User | None:
    desk = desk_of(request)
    return await desk.people.invited(_digest(request), desk.now)


def _digest(request: Request) -> str:
    return digest_of(request.path_params["token"])


def _form(request: Request, user: User, status: int = 200, error: str = "") -> Response:
    return render(request, "invitation.html", status, user=user, error=error, shortest=SHORTEST)


def _gone(request: Request) -> Response:
    return render(request, "invitation_gone.html", 404)
