"""What is still promised: open requests by age, with what the team does next, and who is away meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import in_amsterdam
from bot.mail.absence import in_dutch, returns_on
from bot.model import ACT_LABELS, SERVICE_LABELS, Absence, MessageRow, RequestRow
from bot.pipeline.desk import Desk
from bot.programme.working_days import working_days_between

TOLD_FOR = timedelta(days=30)
"""How long an absence without an end is told."""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request as the digest and the lists show it. ``age`` and ``late`` are Dutch working days."""

    request: RequestRow
    service: str
    act: str
    municipality: str
    age: int
    late: int
    """Working days past the due date; 0 when it is not late."""


async def open_requests(desk: Desk) -> tuple[OpenRequest, ...]:
    """Everything that is open or waiting, the oldest first."""
    today = in_amsterdam(desk.now).date()
    return tuple(_seen(desk, row, today) for row in await desk.store.open_requests())


def _seen(desk: Desk, row: RequestRow, today: date) -> OpenRequest:
    closed = desk.closing_days
    return OpenRequest(
        request=row,
        service=SERVICE_LABELS[row.service],
        act=ACT_LABELS[row.act],
        municipality=", ".join(row.municipalities) or "Gemeente onbekend",
        age=working_days_between(in_amsterdam(row.opened_at).date(), today, closed),
        late=working_days_between(row.due_on, today, closed),
    )


def away(thread: Iterable[MessageRow], now: datetime) -> dict[str, str]:
    """Who of a conversation is away now, with the line for colleagues; the last notice of each counts."""
    notices = {row.absence.who.addr_spec.casefold(): row for row in thread if row.absence and row.absence.who}
    today = in_amsterdam(now).date()
    return {
        str(row.absence.who): in_dutch(row.absence, today)
        for row in notices.values()
        if row.absence and _still_holds(row.absence, in_amsterdam(row.received_at).date(), today)
    }


def _still_holds(absence: Absence, noted_on: date, today: date) -> bool:
    back = returns_on(absence)
    return absence.gone or (back > today if back else today - noted_on <= TOLD_FOR)
