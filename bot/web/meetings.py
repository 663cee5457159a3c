"""Meetings (bijeenkomsten): the overview with what waits, one meeting with its list, and its files."""

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.model.meetings import (
    CHANGE,
    OFFER,
    SIGN_UP,
    Meeting,
    MeetingBook,
    MeetingState,
    RegistrationState,
    RegistrationStep,
)
from bot.pipeline import meeting_letters, meetings
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.planned import when
from bot.programme import seating
from bot.programme.calendar import CONTENT_TYPE, where
from bot.web import meeting_words
from bot.web.message import message_id_of
from bot.web.municipalities import official_names
from bot.web.session import Visit


async def show_all(visit: Visit) -> Response:
    """The overview."""
    return await overview_page(visit)


async def overview_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """What is to come, was, or is off; and the mails that wait for a decision about a meeting."""
    desk = visit.desk
    book = await desk.meetings.book()
    planned = [each for each in book.meetings if each.state is MeetingState.PLANNED]
    return visit.render(
        "meetings.html",
        status,
        error=error,
        coming=[each for each in planned if not each.over(desk.now)],
        past=[each for each in reversed(planned) if each.over(desk.now)],
        off=[each for each in reversed(book.meetings) if each.state is MeetingState.CANCELLED],
        sign_ups=book.asking(SIGN_UP),
        offers=book.asking(OFFER),
        changes=[(asked, _lists_of(book, asked.request_id)) for asked in book.asking(CHANGE)],
        **_shared(desk),
    )


def _lists_of(book: MeetingBook, request_id: int) -> list[Meeting]:
    """The meetings on whose list the sender of this change stands."""
    about = {
        one for one, asked in meetings.changes_of(book).items() if request_id in {each.request_id for each in asked}
    }
    return [each for each in book.meetings if about.intersection(one.id for one in each.registrations)]


def _shared(desk: Desk) -> dict[str, object]:
    """What every page about meetings uses."""
    return {
        "labels": meeting_words,
        "channels": meeting_letters.CHANNELS,
        "now": desk.now,
        "when": when,
        "where": where,
        "taken": lambda meeting: seating.taken(meeting.registrations),
        "waiting": lambda meeting: seating.waiting(meeting.registrations),
        "free": lambda meeting: seating.free(meeting.plan.places, meeting.registrations),
        "takes_back": meetings.takes_back,
        "MOST_PEOPLE": seating.MOST_PEOPLE,
        "MeetingState": MeetingState,
        "RegistrationState": RegistrationState,
        "RegistrationStep": RegistrationStep,
    }


async def show(visit: Visit) -> Response:
    """The page of one meeting."""
    return await meeting_page(visit, message_id_of(visit.request))


async def meeting_page(visit: Visit, meeting_id: int, status: int = 200, error: str = "") -> Response:
    """Its list, who is next, who was not told yet, and what can be decided about it now."""
    desk = visit.desk
    found = await desk.meetings.meeting(meeting_id)
    book = await desk.meetings.book()
    users = await desk.accounts.users()
    return visit.render(
        "meeting.html",
        status,
        error=error,
        meeting=found,
        next_up=seating.next_up(found.plan.places, found.registrations) if found.open_at(desk.now) else None,
        untold=() if found.over(desk.now) else meeting_letters.reachable(found),
        by_telephone=() if found.over(desk.now) else [one for one in found.untold() if not one.contact],
        changes=meetings.changes_of(book),
        sign_ups=book.asking(SIGN_UP) if found.open_at(desk.now) else (),
        history=await desk.meetings.history(meeting_id),
        names={user.name: user.display_name for user in users},
        **_form(visit, found),
        **_shared(desk),
    )


async def new(visit: Visit) -> Response:
    """An empty form."""
    return await new_page(visit)


async def new_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """A meeting that is not planned yet; the address may name the municipality that offers to receive it."""
    host = visit.request.query_params.get("gastgemeente", "")
    names = official_names(host[:100], visit.desk.library.municipalities)
    return visit.render("meeting_new.html", status, error=error, **_form(visit, None, names[0] if names else ""))


def _form(visit: Visit, meeting: Meeting | None, host: str = "") -> dict[str, object]:
    """What stands in the form: what was typed, else what is known."""
    if "titel" in visit.form:
        return {"typed": {name: visit.field(name) for name in visit.form}}
    if meeting is None:
        return {"typed": {"gastgemeente": host}}
    plan = meeting.plan
    begin, end = in_amsterdam(plan.starts_at), in_amsterdam(plan.ends_at)
    return {
        "typed": {
            "titel": plan.title,
            "dag": begin.date().isoformat(),
            "begin": f"{begin:%H:%M}",
            "einde": f"{end:%H:%M}",
            "online": "1" if plan.online else "",
            "plaats": plan.place,
            "plaatsen": str(plan.places or ""),
            "gastgemeente": plan.host,
        }
    }


async def calendar(visit: Visit) -> Response:
    """The meeting for a calendar."""
    content = await meeting_letters.calendar_file(visit.desk, message_id_of(visit.request))
    return Response(content, media_type=CONTENT_TYPE, headers=_as("bijeenkomst.ics"))


async def spreadsheet(visit: Visit) -> Response:
    """The list for a spreadsheet."""
    found = await visit.desk.meetings.meeting(message_id_of(visit.request))
    content = meeting_letters.list_file(found.registrations).encode("utf-8-sig")
    return Response(content, media_type="text/csv", headers=_as("deelnemers.csv"))


def _as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
