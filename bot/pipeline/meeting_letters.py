"""What leaves the pages of meetings: drafts that tell how it stands, the calendar file, the list as a file."""

from collections.abc import Sequence
from dataclasses import replace

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.model import Enclosure
from bot.model.meetings import SERVICE, Meeting, MeetingState, Registration, RegistrationState
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.attendance import draft_attendance
from bot.pipeline.drafting.own_letter import Occasion
from bot.pipeline.letters import answering, in_conversation, sign_up_mail
from bot.pipeline.meetings_port import Letter
from bot.pipeline.spreadsheet import as_csv
from bot.programme.calendar import CONTENT_TYPE, as_calendar

COLUMNS = ("gemeente", "naam", "e-mailadres", "aantal mensen", "stand", "aangemeld op", "bron")
STATES = {
    RegistrationState.REGISTERED: "ingeschreven",
    RegistrationState.WAITING: "wachtlijst",
    RegistrationState.CANCELLED: "afgemeld",
}
CHANNELS = {"mail": "mail", "chat": "chat", "hand": "met de hand"}


async def write_letters(desk: Desk, meeting_id: int, actor: str) -> int:
    """A draft for everybody on the list who was not told yet how it stands; returns how many stand ready."""
    meeting = await desk.meetings.meeting(meeting_id)
    letters = [await letter_for(desk, meeting, one) for one in reachable(meeting)]
    await desk.meetings.write(meeting_id, letters, actor, desk.now)
    return len(letters)


def reachable(meeting: Meeting) -> tuple[Registration, ...]:
    """Who is to be told something and has an address."""
    return tuple(one for one in meeting.untold() if one.contact)


async def letter_for(desk: Desk, meeting: Meeting, one: Registration) -> Letter:
    """The draft that tells a municipality how it stands, with the calendar file unless it only waits."""
    if one.contact is None:
        raise InvalidInput(f"Van {one.municipality} is geen e-mailadres bekend.")
    mail = await sign_up_mail(desk, one.message_id)
    names = tuple(name for name in one.municipality.split(", ") if name)
    role = mail.understanding.role if mail and mail.understanding else "onbekend"
    occasion = Occasion(SERVICE, names, one.contact, role, f"Bijeenkomst {meeting.plan.title}")
    draft = draft_attendance(
        answering(occasion, mail),
        meeting,
        one.state,
        library=desk.library,
        retriever=desk.retriever,
        today=in_amsterdam(desk.now).date(),
    )
    says = meeting.to_tell(one)
    key = f"deelname:{one.id}:{says}:{desk.now.isoformat()}"
    own = in_conversation(one.contact, draft, key, one.thread_id, mail)
    told_by_file = one.state is RegistrationState.REGISTERED or meeting.state is MeetingState.CANCELLED
    return Letter(one.id, says, replace(own, files=_files(desk, meeting)) if told_by_file else own)


def _files(desk: Desk, meeting: Meeting) -> tuple[tuple[Enclosure, bytes], ...]:
    content = as_calendar(meeting, desk.sender, desk.now)
    return ((Enclosure(0, "bijeenkomst.ics", CONTENT_TYPE, len(content)), content),)


async def calendar_file(desk: Desk, meeting_id: int) -> bytes:
    """The meeting for a calendar."""
    return as_calendar(await desk.meetings.meeting(meeting_id), desk.sender, desk.now)


def list_file(registrations: Sequence[Registration]) -> str:
    """The list for a spreadsheet, in the order of the turns."""
    return as_csv(COLUMNS, map(_row, registrations))


def _row(one: Registration) -> tuple[object, ...]:
    return (
        one.municipality,
        one.contact.display_name if one.contact else "",
        one.contact.addr_spec if one.contact else "",
        one.people,
        STATES[one.state],
        in_amsterdam(one.registered_at).date().isoformat(),
        CHANNELS[one.channel],
    )
