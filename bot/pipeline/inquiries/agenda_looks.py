"""Where the rows about meetings, experts, intakes and what is followed up come from."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby

from bot.clock import in_amsterdam
from bot.model import RequestRow
from bot.model.following import ClosingDay, Promise
from bot.model.inquiry import Inquiry, Subject
from bot.model.meetings import RegistrationState
from bot.model.programme import PlaceState
from bot.pipeline.desk import Desk
from bot.pipeline.inquiries.agenda_rows import (
    AgendaRow,
    Guest,
    asks_asked,
    closed_asked,
    guests_asked,
    meetings_asked,
    promises_asked,
    reminders_asked,
)
from bot.pipeline.inquiries.slots import Slot
from bot.pipeline.intakes import intakes_of
from bot.understanding.normalise import words


async def _meetings(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[AgendaRow, ...]:
    book = await desk.meetings.book()
    return meetings_asked(book.meetings, inquiry, names, lambda title: _topics(desk, title), desk.now)


async def _guests(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[Guest, ...]:
    book = await desk.meetings.book()
    return guests_asked(book.meetings, inquiry, names, lambda title: _topics(desk, title), desk.now)


def _topics(desk: Desk, title: str) -> frozenset[str]:
    return frozenset(hit.label for hit in desk.mind.grammar.books[Slot.TOPIC].find(words(title)))


async def waiting_for_meetings(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[Guest, ...]:
    """Waiting lists of meetings to come, for who asks for waiting lists without saying which."""
    if inquiry.places != (PlaceState.WAITING,) or inquiry.services or inquiry.topics or inquiry.roles or inquiry.limit:
        return ()
    found = await _guests(desk, Inquiry(registrations=(RegistrationState.WAITING,), span=inquiry.span), names)
    return tuple(each for each in found if each.meeting.open_at(desk.now))


async def _asks(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[AgendaRow, ...]:
    asks = await desk.experts.asks()
    requests = {number: await desk.store.request(number) for number in {each.request_id for each in asks}}
    return asks_asked(asks, requests, desk.directory, inquiry, names)


async def _reminders(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[AgendaRow, ...]:
    return reminders_asked(await desk.inquiries.reminders(), inquiry, names)


async def _closed(desk: Desk, inquiry: Inquiry, _names: Sequence[str]) -> tuple[AgendaRow, ...]:
    said = await desk.following.closing_days()
    settled = [ClosingDay(day, "Staat in de instellingen", "", desk.now) for day in desk.settings.closing_days]
    found = {each.day: each for each in (*settled, *said)}
    return closed_asked((found[day] for day in sorted(found)), inquiry, in_amsterdam(desk.now).date())


AGENDA_LOOKS: Mapping[Subject, Callable[[Desk, Inquiry, Sequence[str]], Awaitable[tuple[AgendaRow, ...]]]] = {
    Subject.MEETINGS: _meetings,
    Subject.REGISTRATIONS: _guests,
    Subject.ASKS: _asks,
    Subject.REMINDERS: _reminders,
    Subject.CLOSING: _closed,
}


async def promises(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[Promise, ...]:
    """What approved replies promised, beside the requests that are open."""
    return promises_asked(await desk.following.open_promises(), inquiry, names, in_amsterdam(desk.now).date())


async def lacking(desk: Desk, inquiry: Inquiry, rows: Sequence[RequestRow]) -> tuple[RequestRow, ...]:
    """The requests of which one of the facts, or any, is not known."""
    facts, found = set(inquiry.missing), set()
    by_thread = sorted(rows, key=lambda row: row.thread_id)
    for _, together in groupby(by_thread, key=lambda row: row.thread_id):
        for number, intake in (await intakes_of(desk, tuple(together))).items():
            unknown = {known.fact.label.casefold() for known in intake.facts if not known.value}
            found |= {number} if (unknown & facts if facts else unknown) else set()
    return tuple(row for row in rows if row.id in found)
