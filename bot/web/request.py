"""The smaller life of a request (aanvraag): settle, park, withdraw, take up again."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Conflict, IllegalTransition
from bot.lifecycle import RequestState
from bot.pipeline import review
from bot.web.decisions import overtaken
from bot.web.lists import filters_in
from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit


async def state(visit: Visit) -> Response:
    """Change the state of one request and go back to the message on whose page the button stood."""
    request_id = message_id_of(visit.request)
    message_id = visit.number("bericht")
    try:
        was, becomes = RequestState(visit.field("was")), RequestState(visit.field("wordt"))
    except ValueError:
        raise HTTPException(400) from None
    try:
        await review.change_request(visit.desk, request_id, was, becomes, visit.user.name, visit.field("notitie"))
    except (Conflict, IllegalTransition):
        return await overtaken(visit, message_id)
    return see_other(filters_in(visit.field("lijst")).message(message_id), "aanvraag")
