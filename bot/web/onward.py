"""The way on through a list: what comes before and after a message, and what is opened after a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import in_amsterdam
from bot.model import QueueKey, QueueQuery, QueueRow
from bot.web.lists import Filters
from bot.web.session import Visit


@dataclass(frozen=True, slots=True)
class Spot:
    """A message in the list that a colleague walks along."""

    message_id: int
    filters: Filters
    asked: QueueQuery
    today: date
    key: QueueKey


async def spot(visit: Visit, message_id: int, filters: Filters) -> Spot:
    """Where the message stands now; ask before the decision that takes it out of the list."""
    today = in_amsterdam(visit.desk.now).date()
    asked = filters.asked(visit.user.name, today)
    return Spot(message_id, filters, asked, today, await visit.desk.worklist.key(asked, message_id))


async def neighbours(visit: Visit, at: Spot) -> tuple[int | None, int | None]:
    """The messages before and after it."""
    lists = visit.desk.worklist
    before = await lists.rows(at.asked, at.today, size=1, before=at.key)
    after = await lists.rows(at.asked, at.today, size=1, after=at.key)
    return _first(before.rows, at), _first(after.rows, at)


async def next_address(visit: Visit, at: Spot) -> str:
    """The page of the next message of the list, from its beginning again at the end; the list when nothing is left."""
    lists = visit.desk.worklist
    rest = await lists.rows(at.asked, at.today, size=1, after=at.key)
    found = _first(rest.rows, at) or _first((await lists.rows(at.asked, at.today, size=2)).rows, at)
    return at.filters.message(found) if found else at.filters.link()


def _first(rows: Sequence[QueueRow], at: Spot) -> int | None:
    ids = (row.message.id for row in rows)
    return next((number for number in ids if number != at.message_id), None)
