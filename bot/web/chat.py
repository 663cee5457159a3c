"""The public chat: one form, and the conversation above it.

What the visitor types goes to ``hear``; what comes of it is kept on the server for an hour, under the hash of a token
in a cookie that is set with the first message. Every post ends in a redirect to the page that shows the conversation.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.credentials import digest_of
from bot.dialogue import BUSY, Move, State
from bot.errors import Conflict
from bot.model import Talk
from bot.pipeline.desk import Desk
from bot.pipeline.dialogue import business, hear
from bot.pipeline.dialogue.errands import SEND, STOP
from bot.pipeline.dialogue.means import COLLEAGUE
from bot.pipeline.talks import KEPT_MINUTES
from bot.web.login import client_address
from bot.web.markdown import to_html
from bot.web.page import desk_of, render, see_other
from bot.web.throttle import Throttle

MAX_MESSAGE = 500
MAX_TEXT = 4000
HERE = "/chat"
NEWEST = "/chat#antwoord"
KEPT = timedelta(minutes=KEPT_MINUTES)
MESSAGES_PER_ADDRESS = (60, timedelta(minutes=5))
MESSAGES_IN_ALL = (3000, timedelta(minutes=5))
MAILS_PER_VISITOR = (5, timedelta(hours=1))
EVERYBODY = "*"
TOO_MANY = "Er komen te veel berichten achter elkaar binnen. Probeer het over een paar minuten opnieuw."
STALE = "Dit gesprek was verlopen of in een ander venster verder gegaan. Stel uw vraag opnieuw."


@dataclass(frozen=True, slots=True)
class Seat:
    """A visitor: the token of the browser (empty before the first message), the conversation and its version."""

    token: str
    talk: Talk
    version: int

    @property
    def csrf(self) -> str:
        """What the forms of this conversation carry."""
        return digest_of(f"formulier {self.token}")[:40] if self.token else ""


class Chat:
    """The pages of the chat with their throttles."""

    def __init__(self) -> None:
        self._asking = Throttle(*MESSAGES_PER_ADDRESS)
        self._asking_in_all = Throttle(*MESSAGES_IN_ALL)
        self._mailing = Throttle(*MAILS_PER_VISITOR)

    async def show(self, request: Request) -> Response:
        """The conversation as it stands, or that the chat is off."""
        if not await desk_of(request).talks.chat_is_on():
            return render(request, "chat_off.html", 503)
        return _page(request, await _seat(request))

    async def say(self, request: Request) -> Response:
        """One message more."""
        desk = desk_of(request)
        if not await desk.talks.chat_is_on():
            return render(request, "chat_off.html", 503)
        form = await request.form(max_files=0, max_fields=20)
        typed, csrf = (_text(form.get(name, "")) for name in ("vraag", "formulier"))
        if _text(form.get("website", "")):  # a field that people do not see: only a robot fills it in
            return see_other(HERE)
        seat = await _seat(request)
        if problem := _unusable(typed):
            return _page(request, seat, typed=typed, problem=problem, status=422)
        if not self._allows(client_address(request), desk):
            return _page(request, seat, typed=typed, problem=TOO_MANY, status=429)
        if not secrets.compare_digest(csrf.encode(), seat.csrf.encode()):
            return _page(request, seat, typed=typed, problem=STALE, status=409)
        return await self._go_on(request, seat, typed)

    def _allows(self, address: str, desk: Desk) -> bool:
        return self._asking.allows(address, desk.now) and self._asking_in_all.allows(EVERYBODY, desk.now)

    async def _go_on(self, request: Request, seat: Seat, typed: str) -> Response:
        """Hear the message, send what is to be sent, keep the conversation, show it."""
        desk = desk_of(request)
        means = business.means_of(desk)
        talk = await desk.offload(lambda: hear(seat.talk, typed, means))
        if talk.turns[-1].move is Move.SEND:
            allowed = self._mailing.allows(client_address(request), desk.now)
            talk = await business.send(desk, talk, seat.talk, allowed=allowed)
        token = seat.token or secrets.token_urlsafe(32)
        try:
            await desk.talks.keep_talk(digest_of(token), talk, seat.version, desk.now + KEPT)
        except Conflict:
            return see_other(NEWEST)
        response = see_other(NEWEST)
        if token != seat.token:
            _give(response, desk, token)
        return response

    async def end(self, request: Request) -> Response:
        """Wipe the conversation."""
        desk, seat = desk_of(request), await _seat(request)
        form = await request.form(max_files=0, max_fields=5)
        if seat.token and secrets.compare_digest(_text(form.get("formulier", "")).encode(), seat.csrf.encode()):
            await desk.talks.end_talk(digest_of(seat.token))
        response = see_other(HERE)
        response.delete_cookie(cookie_name(desk), secure=desk.settings.secure_cookies, httponly=True)
        return response


async def _seat(request: Request) -> Seat:
    """The conversation behind the cookie; a fresh one when there is none or it has ended."""
    desk = desk_of(request)
    token = request.cookies.get(cookie_name(desk), "")
    found = await desk.talks.talk(digest_of(token), desk.now) if token else None
    return Seat(token, *found) if found else Seat("", Talk(), 0)


def cookie_name(desk: Desk) -> str:
    """The name of the cookie; the prefix only works over HTTPS."""
    return "__Host-gesprek" if desk.settings.secure_cookies else "gesprek"


def _give(response: Response, desk: Desk, token: str) -> None:
    """A cookie for this conversation only, which the browser forgets when it is closed."""
    response.set_cookie(
        cookie_name(desk),
        token,
        httponly=True,
        secure=desk.settings.secure_cookies,
        samesite="lax",
    )


def _text(value: object) -> str:
    return value.replace("\r\n", "\n").strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _unusable(typed: str) -> str:
    """Why this cannot be heard; empty when it can."""
    if not typed:
        return "Typ eerst uw vraag."
    if len(typed) > MAX_MESSAGE:
        return f"Uw bericht is te lang. Gebruik niet meer dan {MAX_MESSAGE} tekens."
    return ""


def _page(request: Request, seat: Seat, *, typed: str = "", problem: str = "", status: int = 200) -> Response:
    talk = seat.talk
    last = talk.turns[-1] if talk.turns else None
    return render(
        request,
        "chat.html",
        status,
        turns=talk.turns,
        choices=last.choices if last else (),
        busy=talk.state in BUSY,
        at_address=bool(talk.errand and talk.errand.asking == "e-mail"),
        colleague="" if talk.state is State.HANDING_OVER or not desk_of(request).settings.base_url else COLLEAGUE,
        stop=STOP,
        send=SEND,
        csrf=seat.csrf,
        html=to_html,
        typed=typed,
        problem=problem,
        most=MAX_MESSAGE,
        minutes=KEPT_MINUTES,
    )
