"""How the meetings stand, as sentences for the digest."""

from collections.abc import Iterator

from bot.clock import dutch_date
from bot.model.dutch import counted, listed
from bot.model.meetings import CHANGE, SIGN_UP, Meeting, MeetingState
from bot.pipeline.desk import Desk
from bot.programme import seating

UNKNOWN = "gemeente onbekend"


async def told(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(sentence, page): what waits to be put on a list, and how each list stands; empty when there is nothing."""
    book = await desk.meetings.book()
    lines = [(line, "/bijeenkomsten") for line in _waiting(len(book.asking(SIGN_UP)), len(book.asking(CHANGE)))]
    for meeting in book.meetings:
        if not meeting.over(desk.now):
            lines += [(line, f"/bijeenkomsten/{meeting.id}") for line in _standing(meeting)]
    return tuple(lines)


def _waiting(sign_ups: int, changes: int) -> Iterator[str]:
    if sign_ups:
        yield f"{counted(sign_ups, 'aanmelding is', 'aanmeldingen zijn')} nog niet ingedeeld bij een bijeenkomst."
    if changes:
        asked = counted(changes, "afmelding of wijziging wacht", "afmeldingen of wijzigingen wachten")
        yield f"{asked} op verwerking."


def _standing(meeting: Meeting) -> Iterator[str]:
    name = f"{meeting.plan.title} op {dutch_date(meeting.plan.starts_at)}"
    untold = [one.municipality or UNKNOWN for one in meeting.untold()]
    if meeting.state is MeetingState.PLANNED:
        yield f"{name}: {_places(meeting)}."
        if first := seating.next_up(meeting.plan.places, meeting.registrations):
            yield f"{name}: {first.municipality or UNKNOWN} staat op de wachtlijst en kan een plaats krijgen."
    if untold:
        yield f"{name}: nog laten weten hoe het staat aan {listed(sorted(untold))}."


def _places(meeting: Meeting) -> str:
    people = counted(seating.taken(meeting.registrations), "persoon ingeschreven", "mensen ingeschreven")
    left = seating.free(meeting.plan.places, meeting.registrations)
    room = "" if left is None else f", {counted(left, 'plaats', 'plaatsen')} vrij"
    waiting = len(seating.waiting(meeting.registrations))
    return people + room + (f", {waiting} op de wachtlijst" if waiting else "")
