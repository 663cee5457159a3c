"""The page behind the link of a mail: a button that confirms, or that shows the state once.

Opening it does nothing, because programs that look for bad links open every link of a mail.
"""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.credentials import digest_of
from bot.model import Purpose
from bot.pipeline.dialogue import business
from bot.pipeline.dialogue.errands import LABELS
from bot.web.login import client_address
from bot.web.page import desk_of, render, see_other
from bot.web.throttle import Throttle

TRIES = (60, timedelta(minutes=5))
DONE = "/chat/doorgegeven"


class ChatLinks:
    """The pages of the links with their throttle."""

    def __init__(self) -> None:
        self._trying = Throttle(*TRIES)

    async def show(self, request: Request) -> Response:
        """What is to be confirmed."""
        desk = desk_of(request)
        self._count(request)
        wanted = await desk.talks.wanted(digest_of(_token(request)), desk.now)
        if wanted is None:
            return render(request, "chat_link_gone.html", 404)
        label = LABELS.get(wanted.service, "")
        return render(request, "chat_link.html", wanted=wanted, label=label, purposes=Purpose, token=_token(request))

    async def use(self, request: Request) -> Response:
        """Confirm, or show the state."""
        desk = desk_of(request)
        self._count(request)
        wanted = await desk.talks.wanted(digest_of(_token(request)), desk.now)
        if wanted is not None and wanted.purpose is Purpose.STATUS:
            rows = await business.state_of(desk, _token(request))
            if rows is not None:
                return render(request, "chat_state.html", rows=rows)
        elif wanted is not None and await business.confirm(desk, _token(request)):
            return see_other(DONE)
        return render(request, "chat_link_gone.html", 404)

    async def done(self, request: Request) -> Response:
        """The request is with the team."""
        return render(request, "chat_done.html", days=desk_of(request).settings.due_days)

    def _count(self, request: Request) -> None:
        if not self._trying.allows(client_address(request), desk_of(request).now):
            raise HTTPException(429)


def _token(request: Request) -> str:
    token: str = request.path_params["token"]
    return token
