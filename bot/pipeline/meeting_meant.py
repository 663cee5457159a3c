"""The planned meetings for a reply: looked up only where a sign-up is answered, and named only when sure."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import InvalidInput
from bot.model import DraftText, Understanding
from bot.model.meetings import SERVICE, SIGN_UP, Meeting
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.planned import SOURCE, could_come, when
from bot.programme.which_meeting import meant


async def planned_for(desk: Desk, read: Sequence[Understanding]) -> tuple[Meeting, ...]:
    """The meetings that are still open, when one of these mails signs up for a meeting."""
    if not any(map(_signs_up, read)):
        return ()
    return tuple(one for one in (await desk.meetings.book()).meetings if one.open_at(desk.now))


def meeting_meant(
    planned: Sequence[Meeting], understanding: Understanding, subject: str, text: str, now: datetime
) -> Meeting | None:
    """The meeting that a sign-up means; None for any other mail, and for more people than it could ever hold."""
    if not planned or not _signs_up(understanding):
        return None
    found = meant(planned, f"{subject}\n{text}", understanding.topics, now)
    return found if found and could_come(found, understanding.participants or 1) else None


async def must_still_hold(desk: Desk, draft: DraftText) -> None:
    """``InvalidInput`` when the draft tells of a meeting that is over, is off, or was moved since."""
    text = " ".join(draft.text.split())
    told: dict[int, str] = {}
    for piece in draft.evidence:
        if piece.entry.startswith(SOURCE) and piece.sentence in text:
            told.setdefault(int(piece.entry.removeprefix(SOURCE)), piece.sentence)
    for meeting_id, first in told.items():
        meeting = await desk.meetings.meeting(meeting_id)
        name = f"De bijeenkomst '{meeting.plan.title}' in dit antwoord"
        if not meeting.open_at(desk.now):
            raise InvalidInput(f"{name} is al geweest of gaat niet door. Haal de zinnen daarover weg.")
        if " op " in first and when(meeting) not in first:
            raise InvalidInput(f"{name} is verplaatst naar {when(meeting)}. Verbeter de zinnen daarover.")


def _signs_up(understanding: Understanding) -> bool:
    return any((request.service, request.act) == (SERVICE, SIGN_UP) for request in understanding.requests)
