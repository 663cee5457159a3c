"""What a reply to a sign-up says of the meeting that it means: when, where, and whether there is room."""

from bot.clock import dutch_date, in_amsterdam
from bot.content.provenance import clean, marked
from bot.model import Prediction
from bot.model.dutch import number
from bot.model.meetings import SERVICE, SIGN_UP, Meeting
from bot.pipeline.drafting.case import Case
from bot.programme import seating

SAID_IN = "parts/gepland.txt.j2"
SOURCE = "meeting:"
"""Before the number of the meeting that a sentence tells of."""


def planned(case: Case, request: Prediction) -> dict[str, object]:
    """The words ``gepland`` (the sentences about the meeting, or '') and ``vol``, whose source is the meeting."""
    meeting = case.meeting
    if meeting is None or (request.service, request.act) != (SERVICE, SIGN_UP):
        return {"gepland": "", "vol": False}
    people = case.understanding.participants or 1
    full = has_no_room(meeting, people)
    words = {
        "titel": clean(meeting.plan.title, longest=160),
        "wanneer": when(meeting),
        "online": meeting.plan.online,
        "waar": clean(meeting.plan.place, longest=300),
        "vol": full,
        "deelnemers": number(people),
        "te_veel": full and people > 1 and has_room(meeting),
    }
    said = " ".join(case.library.replies.render(SAID_IN, **words).split())
    return {"gepland": marked(f"{SOURCE}{meeting.id}", said), "vol": full}


def when(meeting: Meeting) -> str:
    """'donderdag 14 januari 2027 van 13.00 tot 16.30 uur': a meeting begins and ends on one day."""
    begin, end = in_amsterdam(meeting.plan.starts_at), in_amsterdam(meeting.plan.ends_at)
    return f"{dutch_date(begin.date(), weekday=True)} van {begin:%H.%M} tot {end:%H.%M} uur"


def has_room(meeting: Meeting) -> bool:
    """Whether somebody who comes alone would get a place now."""
    return not has_no_room(meeting, 1)


def has_no_room(meeting: Meeting, people: int) -> bool:
    """Whether so many people would come to stand on the waiting list."""
    waits = seating.waiting(meeting.registrations)
    return bool(waits) or not seating.fits(people, meeting.plan.places, meeting.registrations)


def could_come(meeting: Meeting, people: int) -> bool:
    """Whether the room would hold them if nobody else came."""
    return meeting.plan.places is None or people <= meeting.plan.places


def count_again(meeting: Meeting) -> str:
    """What the reviewer must look at: lists go on while a draft waits."""
    title = clean(meeting.plan.title, longest=120)
    return f"De plaatsen bij '{title}' zijn geteld toen dit concept werd gemaakt. Kijk of dat nog klopt."
