"""An inquiry about meetings, experts, reminders or closing days in Dutch words; see ``told``."""

from collections.abc import Iterator, Mapping

from bot.model.dutch import listed
from bot.model.inquiry import AskIs, Inquiry, MeetingIs, ReminderIs, Subject
from bot.model.meetings import RegistrationState

MEETINGS: Mapping[MeetingIs, str] = {
    MeetingIs.TO_COME: "komende",
    MeetingIs.OVER: "eerdere",
    MeetingIs.ALSO_OFF: "ook afgelaste",
    MeetingIs.CANCELLED: "afgelaste",
    MeetingIs.FULL: "volle",
    MeetingIs.ONLINE: "online",
}
REGISTRATIONS: Mapping[tuple[RegistrationState, ...], str] = {
    (RegistrationState.REGISTERED,): "deelnemers aan",
    (RegistrationState.WAITING,): "de wachtlijst van",
    (RegistrationState.CANCELLED,): "afmeldingen voor",
    (RegistrationState.REGISTERED, RegistrationState.WAITING): "aanmeldingen voor",
}
ASKS: Mapping[AskIs, str] = {
    AskIs.BUSY: "die bezig zijn",
    AskIs.UNANSWERED: "die nog niet hebben geantwoord",
    AskIs.ACCEPTED: "die ja zeiden",
    AskIs.DECLINED: "die nee zeiden",
    AskIs.DONE: "die klaar zijn",
}
REMINDERS: Mapping[ReminderIs, str] = {ReminderIs.READY: "die klaarstaan", ReminderIs.SENT: "die verstuurd zijn"}


def agenda_rows(inquiry: Inquiry, experts: Mapping[str, str]) -> Iterator[str]:
    """What the rows are, in pieces."""
    yield from ROADS[inquiry.subject](inquiry, experts)


def _meetings(inquiry: Inquiry, _: Mapping[str, str]) -> Iterator[str]:
    yield REGISTRATIONS.get(inquiry.registrations, "")
    yield ", ".join(MEETINGS[each] for each in inquiry.meetings if each in MEETINGS)
    yield "bijeenkomsten"
    yield "met plek over" if MeetingIs.ROOM in inquiry.meetings else ""
    yield f"in {listed(inquiry.venues, 'of in')}" if inquiry.venues else ""


def _asks(inquiry: Inquiry, experts: Mapping[str, str]) -> Iterator[str]:
    named = [experts.get(each, each) for each in inquiry.experts]
    yield f"expert {listed(named, 'of')}" if named else ("experts" if inquiry.asks else "gevraagde experts")
    yield " of ".join(ASKS[each] for each in inquiry.asks)


def _reminders(inquiry: Inquiry, _: Mapping[str, str]) -> Iterator[str]:
    yield "herinneringen"
    yield " of ".join(REMINDERS[each] for each in inquiry.reminders)


def _closed(_inquiry: Inquiry, _experts: Mapping[str, str]) -> Iterator[str]:
    yield "sluitingsdagen"


ROADS = {
    Subject.MEETINGS: _meetings,
    Subject.REGISTRATIONS: _meetings,
    Subject.ASKS: _asks,
    Subject.REMINDERS: _reminders,
    Subject.CLOSING: _closed,
}
