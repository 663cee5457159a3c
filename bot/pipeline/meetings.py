"""Meetings (bijeenkomsten): what colleagues plan, who gets a place, and what a municipality is told about it.

Everything may raise ``Conflict`` (somebody else was first) and ``InvalidInput`` (with a Dutch text). Nothing is sent
here: what a municipality is told is a draft like any other, and goes out when a reviewer approves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.clock import AMSTERDAM, in_amsterdam
from bot.errors import Conflict, InvalidInput
from bot.model import Address
from bot.model.meetings import (
    CHANGE,
    Meeting,
    MeetingBook,
    MeetingPlan,
    MeetingRequest,
    MeetingState,
    Registration,
    RegistrationState,
    RegistrationStep,
)
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.signals import signs_off
from bot.pipeline.meeting_letters import letter_for
from bot.pipeline.meetings_port import Guest

MOST_PLACES = 2_000
FURTHEST = timedelta(days=3 * 365)
"""How far ahead somebody plans; further is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of a meeting, as days and times of Europe/Amsterdam."""

    title: str
    day: date
    begins: time
    ends: time
    place: str
    online: bool
    places: int | None
    host: str


# --- planning ---


async def plan(desk: Desk, typed: Typed, actor: str) -> int:
    """A new meeting; returns its id."""
    new = _plan_of(desk, typed)
    _must_be_ahead(desk, new.starts_at)
    uid = f"bijeenkomst-{desk.new_token()}@{desk.settings.message_id_domain}"
    return await desk.meetings.plan(uid, new, actor, desk.now)


async def change(desk: Desk, meeting_id: int, version: int, typed: Typed, actor: str) -> None:
    """What colleagues say of it instead; only a day that changes has to lie ahead."""
    new, before = _plan_of(desk, typed), await desk.meetings.meeting(meeting_id)
    if new.starts_at != before.plan.starts_at:
        _must_be_ahead(desk, new.starts_at)
    await desk.meetings.change(meeting_id, version, new, actor, desk.now)


def _plan_of(desk: Desk, typed: Typed) -> MeetingPlan:
    title, place = " ".join(typed.title.split()), " ".join(typed.place.split())
    if not title:
        raise InvalidInput("Vul een titel in.")
    if len(title) > 120 or len(place) > 240:
        raise InvalidInput("De titel of de plaats is te lang.")
    if not place and not typed.online:
        raise InvalidInput("Vul de plaats in, of kies dat de bijeenkomst online is.")
    if typed.ends <= typed.begins:
        raise InvalidInput("De bijeenkomst eindigt voordat zij begint.")
    if typed.places is not None and not 1 <= typed.places <= MOST_PLACES:
        raise InvalidInput(f"Vul een aantal plaatsen in van 1 tot en met {MOST_PLACES}, of laat het leeg.")
    _must_be_known(desk, typed.host)
    today = in_amsterdam(desk.now).date()
    if abs(typed.day - today) > FURTHEST:
        raise InvalidInput("Deze datum ligt te ver weg. Klopt het jaar?")
    begin, end = (
        datetime.combine(typed.day, at, AMSTERDAM).astimezone(desk.now.tzinfo) for at in (typed.begins, typed.ends)
    )
    return MeetingPlan(title, begin, end, place, typed.online, typed.places, typed.host)


def _must_be_ahead(desk: Desk, starts_at: datetime) -> None:
    if starts_at <= desk.now:
        raise InvalidInput("Deze datum en tijd zijn al voorbij.")


def _must_be_known(desk: Desk, *names: str) -> None:
    known = {each.name for each in desk.library.municipalities if each.current}
    if unknown := [name for name in names if name and name not in known]:
        raise InvalidInput(f"Deze gemeente staat niet in de lijst: {unknown[0]}.")


async def set_state(desk: Desk, meeting_id: int, version: int, state: MeetingState, actor: str) -> None:
    """Call a meeting off, or have it go on after all."""
    meeting = await desk.meetings.meeting(meeting_id)
    if meeting.over(desk.now):
        raise InvalidInput("Deze bijeenkomst is al geweest.")
    await desk.meetings.set_state(meeting_id, version, state, actor, desk.now)


# --- the list ---


async def place(desk: Desk, meeting_id: int, request_id: int, people: int, actor: str) -> RegistrationState:
    """Put a sign-up that waits on the list of a meeting."""
    waits = (await desk.meetings.book()).requests
    asked = next((one for one in waits if one.request_id == request_id), None)
    if asked is None:
        raise Conflict("Iemand anders was eerder: deze aanmelding wacht niet meer.")
    guest = Guest(", ".join(asked.municipalities), asked.contact, people, request_id)
    return await desk.meetings.register(meeting_id, guest, actor, desk.now)


async def add(
    desk: Desk, meeting_id: int, municipality: str, contact: Address | None, people: int, actor: str
) -> RegistrationState:
    """A municipality that signed up by another way than mail or chat."""
    if not municipality:
        raise InvalidInput("Vul een gemeente in.")
    _must_be_known(desk, municipality)
    return await desk.meetings.register(meeting_id, Guest(municipality, contact, people), actor, desk.now)


async def move_up(desk: Desk, meeting_id: int, registration_id: int, actor: str) -> bool:
    """Give the first of the waiting list a place; True when the draft that tells so stands ready."""
    meeting = await desk.meetings.meeting(meeting_id)
    one = _listed(meeting, registration_id)
    becomes = replace(one, state=RegistrationState.REGISTERED)
    letter = await letter_for(desk, meeting, becomes) if one.contact else None
    step = RegistrationStep.MOVE_UP
    await desk.meetings.step(one.id, RegistrationState.WAITING, step, actor, desk.now, letter=letter)
    return letter is not None


async def cancel(
    desk: Desk, meeting_id: int, registration_id: int, was: RegistrationState, answers: int | None, actor: str
) -> None:
    """A municipality does not come; ``answers`` is the mail that says so, whose request is settled with it."""
    meeting = await desk.meetings.meeting(meeting_id)
    one = _listed(meeting, registration_id)
    if answers is not None and answers not in {
        each.request_id for each in changes_of(await desk.meetings.book()).get(one.id, ())
    }:
        raise Conflict("Iemand anders was eerder: deze afmelding is al verwerkt.")
    await desk.meetings.step(one.id, was, RegistrationStep.CANCEL, actor, desk.now, answers=answers)


async def take_back(desk: Desk, meeting_id: int, registration_id: int, actor: str) -> RegistrationState:
    """A municipality that was taken off comes after all, at the end of the line."""
    one = _listed(await desk.meetings.meeting(meeting_id), registration_id)
    step = RegistrationStep.RETURN
    return (await desk.meetings.step(one.id, RegistrationState.CANCELLED, step, actor, desk.now)).state


async def set_people(desk: Desk, meeting_id: int, registration_id: int, was: int, people: int, actor: str) -> None:
    """How many come."""
    one = _listed(await desk.meetings.meeting(meeting_id), registration_id)
    await desk.meetings.set_people(one.id, was, people, actor, desk.now)


async def note_told(desk: Desk, meeting_id: int, registration_id: int, says: str, actor: str) -> None:
    """A colleague told a municipality without a mail of ours how it stands."""
    one = _listed(await desk.meetings.meeting(meeting_id), registration_id)
    await desk.meetings.note_told(one.id, says, actor, desk.now)


def _listed(meeting: Meeting, registration_id: int) -> Registration:
    found = next((one for one in meeting.registrations if one.id == registration_id), None)
    if found is None:
        raise InvalidInput("Deze gemeente staat niet op de lijst van deze bijeenkomst.")
    return found


def changes_of(book: MeetingBook) -> dict[int, tuple[MeetingRequest, ...]]:
    """Registration to the mails that take it back or change it: of the same conversation, or the same municipality."""
    live = [one for each in book.meetings for one in each.registrations if one.state is not RegistrationState.CANCELLED]
    asked = book.asking(CHANGE)
    return {one.id: found for one in live if (found := tuple(each for each in asked if _is_about(each, one)))}


def _is_about(asked: MeetingRequest, one: Registration) -> bool:
    names = set(one.municipality.split(", "))
    return asked.thread_id == one.thread_id or bool(names.intersection(asked.municipalities))


def attended(book: MeetingBook, names: Sequence[str]) -> list[tuple[Meeting, Registration]]:
    """On which lists a municipality stands under any of these names, the latest meeting first; also what it left."""
    return [
        (each, one)
        for each in reversed(book.meetings)
        for one in each.registrations
        if not set(names).isdisjoint(one.municipality.split(", "))
    ]


def takes_back(asked: MeetingRequest) -> bool:
    """Whether a mail takes a sign-up back, and does not only change it."""
    return signs_off(asked.text)
