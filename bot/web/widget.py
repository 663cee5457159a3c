"""The chat in a frame on other sites: ``widget.js`` puts the frame there, and the conversation in it needs no cookie.

The forms carry the token of the conversation and the version that they are of, and every post is answered with the page
itself, so that the token stands in no address. Nothing that the browser adds of its own says who somebody is: whoever
makes a visitor's browser post here from another site reaches no conversation but one that he began himself.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.errors import Conflict
from bot.model import Talk
from bot.web.chat import STALE, Chat, Seat, form_of, is_robot, page, seat_of, text, verdict_on
from bot.web.page import HERE, desk_of, render

SCRIPT = Path(HERE / "static" / "widget.js")
HEADERS = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
"""Any site may load the script: it shows a button, and who may frame what is behind it is for the frame to say."""


async def script(_request: Request) -> Response:
    """What a webmaster puts on a page."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers=HEADERS)


class Widget:
    """The pages in the frame; they share the throttles of the chat."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def show(self, request: Request) -> Response:
        """A conversation that has yet to begin."""
        if not await desk_of(request).talks.chat_is_on():
            return render(request, "chat_off.html", 503)
        return page(request, Seat("", Talk(), 0))

    async def say(self, request: Request) -> Response:
        """One message more. A page that is loaded again asks nothing twice: its version has passed."""
        desk = desk_of(request)
        if not await desk.talks.chat_is_on():
            return render(request, "chat_off.html", 503)
        form = await form_of(request)
        seat, typed = await seat_of(desk, text(form, "gesprek")), text(form, "vraag")
        if is_robot(form):
            return page(request, seat)
        if refusal := self._chat.refusal(request, seat, typed, intact=text(form, "stand") == str(seat.version)):
            return refusal
        try:
            return page(request, await self._chat.go_on(request, seat, typed))
        except Conflict:
            return page(request, await seat_of(desk, seat.token), typed=typed, problem=STALE, status=409)

    async def judge(self, request: Request) -> Response:
        """What the visitor found of the last answer."""
        form = await form_of(request)
        seat = await seat_of(desk_of(request), text(form, "gesprek"))
        if text(form, "stand") == str(seat.version):
            seat = await verdict_on(request, seat, text(form, "oordeel"))
        return page(request, seat)

    async def end(self, request: Request) -> Response:
        """Wipe the conversation; only who holds its token can."""
        desk, form = desk_of(request), await form_of(request)
        seat = await seat_of(desk, text(form, "gesprek"))
        if seat.token:
            await desk.talks.end_talk(seat.key)
        return page(request, Seat("", Talk(), 0))
