"""Meetings, who comes, experts, reminders, promises and closing days that an inquiry asks for."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import in_amsterdam
from bot.lifecycle import Status
from bot.model import RequestRow
from bot.model.experts import OPEN, Ask, AskState, Expert
from bot.model.following import ClosingDay, Promise
from bot.model.inquiry import NOBODY, AskIs, Inquiry, MeetingIs, Moment, ReminderIs, Span
from bot.model.meetings import Meeting, MeetingState, Registration
from bot.pipeline.inquiries.agenda import held_in
from bot.pipeline.inquiries.port import FoundReminder
from bot.programme import seating
from bot.understanding.normalise import fold, words

TopicsOf = Callable[[str], frozenset[str]]
"""The topics that a title names."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A municipality on the list of a meeting."""

    meeting: Meeting
    registration: Registration


@dataclass(frozen=True, slots=True)
class Asked:
    """An expert who was asked for a request."""

    ask: Ask
    name: str
    """'' when the expert was forgotten or is not in the directory any more."""
    request: RequestRow


AgendaRow = Meeting | Guest | Asked | FoundReminder | Promise | ClosingDay


def within(at: datetime | date, span: Span) -> bool:
    """Whether a moment or a day lies in the days of a span."""
    day = in_amsterdam(at).date() if isinstance(at, datetime) else at
    return (span.first is None or span.first <= day) and (span.last is None or day <= span.last)


# --- meetings ---


def meetings_asked(
    found: Iterable[Meeting], inquiry: Inquiry, names: Collection[str], topics_of: TopicsOf, now: datetime
) -> tuple[Meeting, ...]:
    """The first one first. ``names`` are municipalities that are on the list."""
    rows = [
        each
        for each in found
        if _fits(each, inquiry, topics_of, now)
        and (not names or any(one.municipality in names for one in _coming(each)))
    ]
    return tuple(rows[: inquiry.limit])


def guests_asked(
    found: Iterable[Meeting], inquiry: Inquiry, names: Collection[str], topics_of: TopicsOf, now: datetime
) -> tuple[Guest, ...]:
    """Meeting by meeting, in the order of the lists."""
    return tuple(
        Guest(each, one)
        for each in found
        if _fits(each, inquiry, topics_of, now)
        for one in each.registrations
        if one.state in inquiry.registrations and (not names or one.municipality in names)
    )[: inquiry.limit]


def _coming(meeting: Meeting) -> Iterator[Registration]:
    return (one for one in meeting.registrations if one.state != "cancelled")


def _fits(meeting: Meeting, inquiry: Inquiry, topics_of: TopicsOf, now: datetime) -> bool:
    title = {fold(word) for word in words(meeting.plan.title).folded}
    return (
        all(MEETINGS[each](meeting, now) for each in _asked(inquiry))
        and within(meeting.plan.starts_at, inquiry.span)
        and (not inquiry.venues or any(held_in(meeting, name) for name in inquiry.venues))
        and (not inquiry.topics or bool(topics_of(meeting.plan.title) & set(inquiry.topics)))
        and set(words(inquiry.text).folded) <= title
    )


def _asked(inquiry: Inquiry) -> tuple[MeetingIs, ...]:
    """A meeting that was called off shows only where that is asked."""
    off = {MeetingIs.CANCELLED, MeetingIs.ALSO_OFF} & set(inquiry.meetings)
    return inquiry.meetings if off else (*inquiry.meetings, MeetingIs.PLANNED)


def _room(meeting: Meeting) -> bool:
    """Whether somebody who signs up now gets a place."""
    return seating.fits(1, meeting.plan.places, meeting.registrations) and not seating.waiting(meeting.registrations)


MEETINGS: Mapping[MeetingIs, Callable[[Meeting, datetime], bool]] = {
    MeetingIs.PLANNED: lambda meeting, _: meeting.state is MeetingState.PLANNED,
    MeetingIs.CANCELLED: lambda meeting, _: meeting.state is MeetingState.CANCELLED,
    MeetingIs.ALSO_OFF: lambda _, __: True,
    MeetingIs.TO_COME: lambda meeting, now: not meeting.over(now),
    MeetingIs.OVER: lambda meeting, now: meeting.over(now),
    MeetingIs.FULL: lambda meeting, _: not _room(meeting),
    MeetingIs.ROOM: lambda meeting, now: _room(meeting) and meeting.open_at(now),
    MeetingIs.ONLINE: lambda meeting, _: meeting.plan.online,
}


# --- experts ---


def asks_asked(
    asks: Iterable[Ask],
    requests: Mapping[int, RequestRow],
    directory: Mapping[str, Expert],
    inquiry: Inquiry,
    names: Collection[str],
) -> tuple[Asked, ...]:
    """Oldest first."""
    return tuple(
        Asked(each, directory[each.expert_id].name if each.expert_id in directory else "", requests[each.request_id])
        for each in asks
        if (not inquiry.asks or any(ASKS[state](each) for state in inquiry.asks))
        and (not inquiry.experts or each.expert_id in inquiry.experts)
        and within(each.asked_at, inquiry.span)
        and _of_request(requests[each.request_id], inquiry, names)
    )


def _of_request(request: RequestRow, inquiry: Inquiry, names: Collection[str]) -> bool:
    return (not names or bool(set(request.municipalities) & set(names))) and (
        not inquiry.topics or bool(set(request.topics) & set(inquiry.topics))
    )


ASKS: Mapping[AskIs, Callable[[Ask], bool]] = {
    AskIs.BUSY: lambda ask: ask.state in OPEN,
    AskIs.UNANSWERED: lambda ask: ask.state is AskState.ASKED and ask.answer_id is None and ask.approved_at is not None,
    AskIs.ACCEPTED: lambda ask: ask.state is AskState.ACCEPTED,
    AskIs.DECLINED: lambda ask: ask.state is AskState.DECLINED,
    AskIs.DONE: lambda ask: ask.state is AskState.DONE,
}


# --- what is followed up ---


def reminders_asked(
    found: Iterable[FoundReminder], inquiry: Inquiry, names: Collection[str]
) -> tuple[FoundReminder, ...]:
    """Oldest first."""
    return tuple(
        each
        for each in found
        if (not inquiry.reminders or any(REMINDERS[state](each) for state in inquiry.reminders))
        and (not names or bool(set(each.municipalities) & set(names)))
        and _handled(each.owner, inquiry)
        and within(each.made_at, inquiry.span)
    )


REMINDERS: Mapping[ReminderIs, Callable[[FoundReminder], bool]] = {
    ReminderIs.READY: lambda each: each.status is Status.AWAITING_REVIEW,
    ReminderIs.SENT: lambda each: each.status in {Status.SENT, Status.UNCONFIRMED, Status.BOUNCED},
}


def _handled(owner: str | None, inquiry: Inquiry) -> bool:
    return not inquiry.owners or (owner or NOBODY) in inquiry.owners


def promises_asked(
    found: Sequence[Promise], inquiry: Inquiry, names: Collection[str], today: date
) -> tuple[Promise, ...]:
    """What replies promised and is not kept, the earliest day first. Nothing where more is asked than a promise has."""
    more = (
        inquiry.services,
        inquiry.topics,
        inquiry.acts,
        inquiry.roles,
        inquiry.person,
        inquiry.text,
        inquiry.channel,
    )
    if any(more) or inquiry.per or inquiry.limit or (inquiry.moment is not Moment.DUE and inquiry.span != Span()):
        return ()
    return tuple(
        each
        for each in found
        if (not names or bool(set(each.municipalities) & set(names)))
        and _handled(each.owner, inquiry)
        and within(each.day, inquiry.span)
        and (not inquiry.late or each.day < today)
    )


def closed_asked(found: Iterable[ClosingDay], inquiry: Inquiry, today: date) -> tuple[ClosingDay, ...]:
    """From today on, unless a period was asked."""
    span = inquiry.span if inquiry.span != Span() else Span(today)
    return tuple(each for each in found if within(each.day, span))
