"""What is still promised: open requests by age, with what the team does next."""

from dataclasses import dataclass
from datetime import date

from bot.clock import in_amsterdam
from bot.model import ACT_LABELS, SERVICE_LABELS, RequestRow
from bot.pipeline.desk import Desk
from bot.programme.working_days import working_days_between


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
    closed = desk.settings.closing_days
    return OpenRequest(
        request=row,
        service=SERVICE_LABELS[row.service],
        act=ACT_LABELS[row.act],
        municipality=", ".join(row.municipalities) or "onbekend",
        age=working_days_between(in_amsterdam(row.opened_at).date(), today, closed),
        late=working_days_between(row.due_on, today, closed),
    )
