"""Conversations on the page of a message: take it out of one, put it into another, and undo that."""

from bot.errors import InvalidInput
from bot.pipeline import regroup
from bot.web.session import Visit


async def split(visit: Visit, message_id: int) -> str:
    """Losmaken van dit gesprek."""
    await regroup.split(visit.desk, message_id, visit.number("gesprek"), visit.user.name)
    return "losgemaakt"


async def join(visit: Visit, message_id: int) -> str:
    """Samenvoegen met een ander gesprek."""
    await regroup.join(visit.desk, message_id, visit.number("gesprek"), _chosen(visit), visit.user.name)
    return "samengevoegd"


def _chosen(visit: Visit) -> int:
    """The number that was typed, else the one that was chosen from the list."""
    number = visit.field("nummer").strip() or visit.field("keuze")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise InvalidInput("Kies een gesprek, of vul het nummer van een bericht uit dat gesprek in.")
    return int(number)


async def undo(visit: Visit, message_id: int) -> str:
    """Ongedaan maken."""
    await regroup.undo(visit.desk, message_id, visit.number("gesprek"), visit.user.name)
    return "teruggezet"
