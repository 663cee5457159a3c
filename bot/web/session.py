"""Who is looking: server-side sessions, roles, and the token that every form of staff carries.

The cookie holds a random token; the store only knows its SHA-256, so a copy of the database opens no session. Over
HTTPS the cookie has the prefix ``__Host-``, which binds it to this host and path (RFC 6265bis section 4.1.3.2).
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.credentials import digest_of
from bot.model.people import RANKS, AccountEvent, NewSession, Session
from bot.pipeline.desk import Desk
from bot.pipeline.ports import User
from bot.web.device import device_of
from bot.web.page import desk_of, render, see_other
from bot.web.security import SAFE_METHODS, allow_files

NOTED_EVERY = timedelta(minutes=1)
"""How precisely the last use of a session is known, so that not every page writes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is logged in; ``form`` is empty unless it is a POST."""

    request: Request
    desk: Desk
    user: User
    csrf: str
    session: Session
    form: FormData

    def may(self, role: str) -> bool:
        """Whether this colleague may do what the role may do."""
        return RANKS.index(self.user.role) >= RANKS.index(role)

    def field(self, name: str) -> str:
        """The text of a form field; empty when it is missing or a file."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """The number in a hidden field of our own forms; 400 when somebody changed it."""
        value = self.field(name)
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise HTTPException(400)
        return int(value)

    def fields(self, name: str) -> list[str]:
        """All texts of a repeated field, in the order of the form."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """All files of a field; a field that was left empty has none."""
        return [each for each in self.form.getlist(name) if isinstance(each, UploadFile) and each.filename]

    def render(self, template: str, status: int = 200, **context: object) -> Response:
        """A page for this colleague."""
        return render(self.request, template, status, visit=self, **context)


Endpoint = Callable[[Request], Awaitable[Response]]
StaffPage = Callable[[Visit], Awaitable[Response]]


def staff(role: str, page: StaffPage, *, files: int = 0, works: bool = True) -> Endpoint:
    """A page for colleagues with at least this role, whose form may hold so many files.

    ``works`` is False for what a browser asks by itself.
    """

    async def endpoint(request: Request) -> Response:
        posted = request.method not in SAFE_METHODS
        known = await current(request)
        if known and files:
            allow_files(request.scope)
        form = await request.form(max_files=files, max_fields=60) if posted else FormData()
        if known is None:
            return log_in_first(request, form)
        visit = Visit(request, desk_of(request), *known, form)
        csrf = visit.csrf
        if posted and not secrets.compare_digest(visit.field("csrf").encode(), csrf.encode()):
            raise HTTPException(403)
        if not visit.may(role):
            raise HTTPException(403)
        if works:
            await _keep_alive(visit)
        return await _written_down(visit, await page(visit))

    return endpoint


async def _keep_alive(visit: Visit) -> None:
    """Work puts the idle end of the session off."""
    desk = visit.desk
    if desk.now - visit.session.used_at >= NOTED_EVERY:
        token = visit.request.cookies[cookie_name(desk)]
        await desk.people.use_session(digest_of(token), desk.now, desk.now + _idle(desk))


async def _written_down(visit: Visit, response: Response) -> Response:
    """Whatever leaves as a file is an export; where that cannot be written down, nothing leaves."""
    if response.headers.get("content-disposition", "").startswith("attachment"):
        path = visit.request.url.path
        await visit.desk.people.note(AccountEvent.EXPORTED, visit.user.name, visit.desk.now, note=path)
    return response


def log_in_first(request: Request, form: FormData) -> Response:
    """To the log-in page; who posted a form gets the text back, so that an expired session loses nothing."""
    if request.method in SAFE_METHODS:
        query = f"?{request.url.query}" if request.url.query else ""
        return see_other("/inloggen?verder=" + quote(request.url.path + query, safe=""))
    texts = [value for value in (form.get("tekst"), form.get("reden"), form.get("notitie")) if isinstance(value, str)]
    return render(request, "expired.html", 401, kept="\n\n".join(text for text in texts if text))


async def current(request: Request) -> tuple[User, str, Session] | None:
    """The colleague, the form token and the session of the cookie; None without a live one or with an unknown role."""
    desk = desk_of(request)
    token = request.cookies.get(cookie_name(desk), "")
    found = await desk.people.session(digest_of(token), desk.now) if token else None
    if found is None or found[0].role not in RANKS:
        return None
    return found


def cookie_name(desk: Desk) -> str:
    """The name of the session cookie; the prefix only works over HTTPS."""
    return "__Host-thorbecke" if desk.settings.secure_cookies else "thorbecke"


def _idle(desk: Desk) -> timedelta:
    return timedelta(hours=desk.settings.session_idle_hours)


async def start(request: Request, response: Response, user: User) -> None:
    """Begin a session under a fresh token; a session that this browser had ends."""
    desk = desk_of(request)
    if old := request.cookies.get(cookie_name(desk)):
        await desk.people.drop_session(digest_of(old))
    token = secrets.token_urlsafe(32)
    lasts = timedelta(hours=desk.settings.session_hours)
    await desk.people.start_session(
        NewSession(
            digest_of(token),
            user.name,
            secrets.token_urlsafe(32),
            desk.now,
            desk.now + _idle(desk),
            desk.now + lasts,
            device_of(request.headers.get("user-agent", "")),
        )
    )
    response.set_cookie(
        cookie_name(desk),
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        secure=desk.settings.secure_cookies,
        samesite="lax",
    )


async def end(visit: Visit, response: Response) -> None:
    """End the session of this browser."""
    desk = visit.desk
    await desk.people.log_out(digest_of(visit.request.cookies[cookie_name(desk)]), desk.now)
    forget_cookie(desk, response)


def forget_cookie(desk: Desk, response: Response) -> None:
    """The browser throws the token away."""
    response.delete_cookie(cookie_name(desk), secure=desk.settings.secure_cookies, httponly=True)
