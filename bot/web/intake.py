"""The card of an intake on the page of a message, and the form with which a colleague fills it in or corrects it."""

from collections.abc import Mapping

from starlette.responses import Response

from bot.errors import Conflict, InvalidInput
from bot.model.intake import Reading
from bot.pipeline.filling import fill
from bot.web.lists import filters_in
from bot.web.message import message_id_of, page
from bot.web.municipalities import official_names
from bot.web.page import see_other
from bot.web.session import Visit

FIELD = "gegeven-"
"""What stands before the name of a fact in the form."""
OVERTAKEN = (
    "Een collega was u voor, of er kwam een nieuwe mail. Op de kaart staat hoe de intake nu is. In het formulier "
    "staat nog wat u typte: controleer het en sla het opnieuw op."
)


async def filling(visit: Visit) -> Response:
    """Intake aanvullen of verbeteren."""
    request_id, message_id = message_id_of(visit.request), visit.number("bericht")
    typed = _typed(visit)
    try:
        anew = await fill(visit.desk, message_id, request_id, visit.field("stand"), typed, visit.user.name)
    except InvalidInput as error:
        return await page(visit, message_id, 422, error)
    except Conflict:
        return await page(visit, message_id, 409, InvalidInput(OVERTAKEN))
    note = "intake-concept" if anew else "intake"
    return see_other(filters_in(visit.field("lijst")).message(message_id), note)


def _typed(visit: Visit) -> Mapping[str, str]:
    """The facts of the form; municipalities in their official spelling."""
    typed = {name.removeprefix(FIELD): visit.field(name) for name in visit.form if name.startswith(FIELD)}
    if typed.get(Reading.MUNICIPALITY):
        names = official_names(typed[Reading.MUNICIPALITY], visit.desk.library.municipalities)
        typed[Reading.MUNICIPALITY] = ", ".join(names)
    return typed
