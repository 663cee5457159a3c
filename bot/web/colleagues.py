"""Talking with colleagues on the page of a message: a comment, and what is asked in it."""

from bot.pipeline import asking
from bot.web.session import Visit


async def comment(visit: Visit, message_id: int) -> str:
    """Plaatsen."""
    await asking.comment(visit.desk, message_id, visit.field("notitie"), visit.field("gevraagde"), visit.user.name)
    return "opgemerkt"


async def settle(visit: Visit, message_id: int) -> str:
    """Vraag is afgehandeld."""
    await asking.settle(visit.desk, message_id, visit.number("vraag"), visit.user.name)
    return "beantwoord"
