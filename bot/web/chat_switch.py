"""Whether the chat is on: a manager switches it, and it counts from the next message."""

from starlette.responses import Response

from bot.model.people import AccountEvent
from bot.web.page import see_other
from bot.web.session import Visit

HERE = "/chat-beheer"


async def show(visit: Visit) -> Response:
    """How it stands, and the button."""
    return visit.render("chat_switch.html", on=await visit.desk.talks.chat_is_on())


async def switch(visit: Visit) -> Response:
    """Switch it on or off; a form that says neither changes nothing."""
    if visit.field("stand") not in {"aan", "uit"}:
        return see_other(HERE)
    on = visit.field("stand") == "aan"
    await visit.desk.talks.switch_chat(on=on, actor=visit.user.name, at=visit.desk.now)
    event = AccountEvent.CHAT_SWITCHED
    await visit.desk.people.note(event, visit.user.name, visit.desk.now, note="aan" if on else "uit")
    return see_other(HERE, "chat-aan" if on else "chat-uit")
