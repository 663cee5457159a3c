"""The public chat: one form, and the conversation above it.

What the visitor types goes to ``hear``; what comes of it is kept on the server for an hour, under the hash of a token
in a cookie that is set with the first message. Every post ends in a redirect to the page that shows the conversation.
``bot.web.widget`` holds the same conversation in a frame on other sites, without the cookie.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.credentials import digest_of
from bot.dialogue import BUSY, Move, State
from bot.errors import Conflict
from bot.model import Talk
from bot.pipeline import chat_questions
from bot.pipeline.chat_questions import ANSWERS
from bot.pipeline.desk import Desk
from bot.pipeline.dialogue import business, hear
from bot.pipeline.dialogue.errands import SEND, STOP
from bot.pipeline.dialogue.means import COLLEAGUE
from bot.pipeline.talks import KEPT_MINUTES
from bot.web.login import client_address
from bot.web.markdown import to_html
from bot.web.page import desk_of, render, see_other
from bot.web.security import WIDGET, in_frame
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
    def key(self) -> str:
        """What the conversation is kept under."""
        return digest_of(self.token)

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
        return page(request, await _seat(request))

    async def say(self, request: Request) -> Response:
        """One message more."""
        desk = desk_of(request)
        if not await desk.talks.chat_is_on():
            return render(request, "chat_off.html", 503)
        form = await form_of(request)
        if is_robot(form):
            return see_other(HERE)
        seat, typed = await _seat(request), text(form, "vraag")
        if refusal := self.refusal(request, seat, typed, intact=_is_ours(form, seat)):
            return refusal
        try:
            after = await self.go_on(request, seat, typed)
        except Conflict:
            return see_other(NEWEST)
        response = see_other(NEWEST)
        if after.token != seat.token:
            _give(response, desk, after.token)
        return response

    def refusal(self, request: Request, seat: Seat, typed: str, *, intact: bool) -> Response | None:
        """The page that says why a message is not heard; ``intact``: its form is of this very conversation."""
        if problem := _unusable(typed):
            return page(request, seat, typed=typed, problem=problem, status=422)
        if not self._allows(client_address(request), desk_of(request)):
            return page(request, seat, typed=typed, problem=TOO_MANY, status=429)
        return None if intact else page(request, seat, typed=typed, problem=STALE, status=409)

    def _allows(self, address: str, desk: Desk) -> bool:
        return self._asking.allows(address, desk.now) and self._asking_in_all.allows(EVERYBODY, desk.now)

    async def go_on(self, request: Request, seat: Seat, typed: str) -> Seat:
        """Hear the message, send what is to be sent, keep the conversation; ``Conflict`` when another came first."""
        desk = desk_of(request)
        means = business.means_of(desk)
        talk = await desk.offload(lambda: hear(seat.talk, typed, means))
        if talk.turns[-1].move is Move.SEND:
            allowed = self._mailing.allows(client_address(request), desk.now)
            talk = await business.send(desk, talk, seat.talk, allowed=allowed)
        after = Seat(seat.token or secrets.token_urlsafe(32), talk, seat.version + 1)
        await desk.talks.keep_talk(after.key, talk, seat.version, desk.now + KEPT)
        await chat_questions.note_unanswered(desk, talk)
        return after

    async def judge(self, request: Request) -> Response:
        """What the visitor found of the last answer."""
        form, seat = await form_of(request), await _seat(request)
        if _is_ours(form, seat):
            await verdict_on(request, seat, text(form, "oordeel"))
        return see_other(NEWEST)

    async def end(self, request: Request) -> Response:
        """Wipe the conversation."""
        desk, seat = desk_of(request), await _seat(request)
        if seat.token and _is_ours(await form_of(request), seat):
            await desk.talks.end_talk(seat.key)
        response = see_other(HERE)
        response.delete_cookie(cookie_name(desk), secure=desk.settings.secure_cookies, httponly=True)
        return response


async def _seat(request: Request) -> Seat:
    """The conversation behind the cookie; a fresh one when there is none or it has ended."""
    desk = desk_of(request)
    return await seat_of(desk, request.cookies.get(cookie_name(desk), ""))


async def seat_of(desk: Desk, token: str) -> Seat:
    """The conversation of this token; a fresh one when there is none or it has ended."""
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


async def form_of(request: Request) -> FormData:
    """What was posted."""
    return await request.form(max_files=0, max_fields=20)


def is_robot(form: FormData) -> bool:
    """Whether the field is filled in that people do not see."""
    return bool(text(form, "website"))


def _is_ours(form: FormData, seat: Seat) -> bool:
    return secrets.compare_digest(text(form, "formulier").encode(), seat.csrf.encode())


async def verdict_on(request: Request, seat: Seat, verdict: str) -> Seat:
    """The conversation after what its visitor found of the last answer; as it was where that may not be judged."""
    desk = desk_of(request)
    talk = chat_questions.judged(seat.talk, verdict)
    if talk == seat.talk:
        return seat
    try:
        await desk.talks.keep_talk(seat.key, talk, seat.version, desk.now + KEPT)
    except Conflict:
        return seat
    await chat_questions.note_verdict(desk, talk)
    return Seat(seat.token, talk, seat.version + 1)


def text(form: FormData, name: str) -> str:
    """What was typed into a field."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n").strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _unusable(typed: str) -> str:
    """Why this cannot be heard; empty when it can."""
    if not typed:
        return "Typ eerst uw vraag."
    if len(typed) > MAX_MESSAGE:
        return f"Uw bericht is te lang. Gebruik niet meer dan {MAX_MESSAGE} tekens."
    return ""


def page(request: Request, seat: Seat, *, typed: str = "", problem: str = "", status: int = 200) -> Response:
    """The conversation as it stands, on a page of its own or in a frame.

    In a frame the forms carry the conversation itself: the token, and the version that they are of.
    """
    talk, framed = seat.talk, in_frame(request.url.path)
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
        here=WIDGET if framed else HERE,
        carried={"gesprek": seat.token, "stand": str(seat.version)} if framed else {"formulier": seat.csrf},
        verdicts=ANSWERS if last and chat_questions.may_be_judged(last) else (),
        judged=bool(last and last.verdict),
        html=to_html,
        typed=typed,
        problem=problem,
        most=MAX_MESSAGE,
        minutes=KEPT_MINUTES,
    )
