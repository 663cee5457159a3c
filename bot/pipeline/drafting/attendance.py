"""What a municipality is told about its place at a meeting: it has one, it waits for one, or the meeting is off."""

from datetime import date

from bot.content.library import Library
from bot.content.provenance import clean
from bot.model import DraftText
from bot.model.meetings import Meeting, MeetingState, RegistrationState
from bot.pipeline.drafting.own_letter import Occasion, draft_letter
from bot.pipeline.drafting.planned import when
from bot.understanding.match import Retriever


def draft_attendance(
    of: Occasion, meeting: Meeting, state: RegistrationState, *, library: Library, retriever: Retriever, today: date
) -> DraftText:
    """The text for one municipality; nobody else who comes is named. Raises ``ContentError`` for a broken template."""
    plan = meeting.plan
    words: dict[str, object] = {
        "titel": clean(plan.title, longest=160),
        "wanneer": when(meeting),
        "online": plan.online,
        "waar": clean(plan.place, longest=300),
    }
    template = f"deelname/{_template(meeting, state)}.txt.j2"
    return draft_letter(of, template, words, library=library, retriever=retriever, today=today)


def _template(meeting: Meeting, state: RegistrationState) -> str:
    if meeting.state is MeetingState.CANCELLED:
        return "vervallen"
    return "plaats" if state is RegistrationState.REGISTERED else "wachtlijst"
