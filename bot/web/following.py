"""What a colleague says of a promise, and of a question that nobody answered."""

from starlette.responses import Response

from bot.errors import Conflict, InvalidInput
from bot.model.following import PromiseState
from bot.pipeline import promises, reminders
from bot.web import message as message_page
from bot.web.decisions import overtaken
from bot.web.lists import filters_in
from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit

NOTES = {PromiseState.OPEN: "toezegging", PromiseState.KEPT: "toezegging-na", PromiseState.REMOVED: "toezegging-weg"}


async def promise(visit: Visit) -> Response:
    """Say what became of a promise, and go back to the message on whose page the button stood."""
    promise_id, message_id = message_id_of(visit.request), visit.number("bericht")
    try:
        was, becomes = _state(visit.field("was")), _state(visit.field("wordt"))
        await promises.change_promise(visit.desk, promise_id, was, becomes, visit.field("dag"), visit.user.name)
    except InvalidInput as error:
        return await message_page.page(visit, message_id, 422, error)
    except Conflict:
        return await overtaken(visit, message_id)
    return see_other(filters_in(visit.field("lijst")).message(message_id), NOTES[becomes])


def _state(text: str) -> PromiseState:
    if text not in set(PromiseState):
        raise InvalidInput("Kies wat er met de toezegging is gebeurd.")
    return PromiseState(text)


async def answered(visit: Visit, message_id: int) -> str:
    """Al beantwoord: no reminder is needed."""
    await reminders.answered(visit.desk, await _question(visit, message_id), visit.field("notitie"), visit.user.name)
    return "al-beantwoord"


async def wait_again(visit: Visit, message_id: int) -> str:
    """Toch wachten op antwoord."""
    await reminders.wait_again(visit.desk, await _question(visit, message_id), visit.user.name)
    return "weer-wachten"


async def _question(visit: Visit, message_id: int) -> int:
    """The question of the conversation, as the form showed it."""
    number = visit.number("vraag")
    message = await visit.desk.store.message(message_id)
    question = await visit.desk.following.open_question(message.thread_id)
    if question is None or question.message_id != number:
        raise Conflict("Dit gesprek wacht niet meer op antwoord. Laad de pagina opnieuw.")
    return number
