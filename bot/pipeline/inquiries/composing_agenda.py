"""From marks to an inquiry about meetings and who comes, about experts, reminders and closing days."""

from typing import Any

from bot.lifecycle import RequestState, Status
from bot.model import meetings
from bot.model.experts import SERVICE as EXPERT
from bot.model.inquiry import AskIs, Inquiry, MeetingIs, ReminderIs, Subject
from bot.model.meetings import RegistrationState
from bot.model.programme import CircleState, PlaceState
from bot.pipeline.inquiries.agenda import Agenda
from bot.pipeline.inquiries.marks import Mark
from bot.pipeline.inquiries.names import before
from bot.pipeline.inquiries.said import Said
from bot.pipeline.inquiries.slots import Slot

OF_OTHER_ROWS = (
    Slot.WEAK_SUBJECT,
    Slot.ASKED,
    Slot.OWNER,
    Slot.LATE,
    Slot.PROMISED,
    Slot.ASLEEP,
    Slot.CHANNEL,
    Slot.PERSON,
    Slot.ROLE,
    Slot.MISSING,
)
"""With one of these a question is about mail and requests, whatever service it names."""
MAIL_OR_BOARD = frozenset({Subject.REQUESTS, Subject.MESSAGES, Subject.CIRCLES})
HERE = frozenset({"in", "te", "voor", "naar", "bij"})
WHOSE = frozenset({"welke", "hoeveel", "alle"})
BY_THEMSELVES = frozenset({"gaat", "gaan", "is", "zijn", "zit", "zitten", "hoeveel", "heeft"})
"""A question that begins so about one meeting wants to see it, however it stands."""
PAST = frozenset({"geweest", "afgelopen", "waren", "was", "kwamen", "kwam"})
COMING = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def agenda_subject(said: Said, agenda: Agenda) -> Subject | None:
    """Which of the rows of this file a question is about; None when it is about others."""
    named = set(said.values(Slot.SUBJECT))
    if Subject.REMINDERS in named:
        return Subject.REMINDERS
    if MAIL_OR_BOARD & named or said.has(*OF_OTHER_ROWS):
        return None
    if said.has(Slot.CLOSED) and not said.has(Slot.MUNICIPALITY, Slot.SERVICE, Slot.TOPIC):
        return Subject.CLOSING
    if about_experts(said):
        return Subject.ASKS
    if about_meetings(said, agenda):
        return Subject.REGISTRATIONS if _about_guests(said) else Subject.MEETINGS
    return None


def about_experts(said: Said) -> bool:
    """What experts do; who wants one is a request."""
    standing = said.has(Slot.STATE, Slot.UNANSWERED, Slot.WAITS, Slot.PLACE, Slot.DONE, Slot.EXPERT_ASKED, Slot.STATUS)
    return said.has(Slot.EXPERT, Slot.EXPERT_ASKED) or (EXPERT in said.values(Slot.SERVICE) and standing)


def about_meetings(said: Said, agenda: Agenda) -> bool:
    """A meeting is named as such, by its title, or by where or when somebody comes or finds a place."""
    if Subject.MEETINGS in said.values(Slot.SUBJECT) or meetings.SERVICE in said.values(Slot.SERVICE):
        return True
    if said.has(Slot.TITLE):
        return True
    titled = said.any_of(agenda.titles)
    if said.has(Slot.SERVICE) or (said.has(Slot.CIRCLE, Slot.NEARLY_FULL) and not titled):
        return False
    there = said.has(Slot.SPAN) or bool(_venues(said, agenda))
    comes = said.has(Slot.COMES, Slot.ROOM, Slot.CIRCLE) or (said.has(Slot.ACT) and bool(_venues(said, agenda)))
    return comes and (there or titled)


def _venues(said: Said, agenda: Agenda) -> tuple[str, ...]:
    found = (mark for mark in said.marks if mark.slot is Slot.MUNICIPALITY and before(said.folded, mark.start) in HERE)
    return tuple(dict.fromkeys(str(mark.value) for mark in found if mark.value in agenda.places))


def _about_guests(said: Said) -> bool:
    """Who comes, rather than which meetings there are."""
    guests = said.has(Slot.COMES, Slot.SITS, Slot.ACT, Slot.PLACE, Slot.WAITS) or Subject.PLACES in _subjects(said)
    return guests and not _asks_which(said) and not said.has(Slot.ROOM, Slot.CIRCLE)


def _subjects(said: Said) -> frozenset[Subject]:
    """Without the word for places, where it is about places that are free."""
    named = frozenset(said.values(Slot.SUBJECT))
    return named - {Subject.PLACES} if said.any_of(frozenset({"plaatsen"})) else named


def _asks_which(said: Said) -> bool:
    at = next((mark.start for mark in said.marks if _names_meetings(mark)), None)
    if at is None:
        return False
    return at == 0 or before(said.folded, at) in WHOSE or said.folded[at - 1] in WHOSE


def _names_meetings(mark: Mark) -> bool:
    return (mark.slot, mark.value) in {(Slot.SERVICE, meetings.SERVICE), (Slot.SUBJECT, Subject.MEETINGS)}


def agenda_inquiry(subject: Subject, said: Said, agenda: Agenda, filters: dict[str, Any]) -> Inquiry:
    """The inquiry about these rows; ``filters`` are those that hold for every subject."""
    if subject in {Subject.MEETINGS, Subject.REGISTRATIONS}:
        return _of_meetings(subject, said, agenda, filters)
    kept = {name: value for name, value in filters.items() if name in KEPT[subject]}
    own = {Subject.ASKS: _of_asks, Subject.REMINDERS: _of_reminders}.get(subject)
    return Inquiry(subject, **kept, **(own(said) if own else {}), counted=said.has(Slot.COUNT))


KEPT = {
    Subject.ASKS: ("municipalities", "provinces", "topics", "span"),
    Subject.REMINDERS: ("municipalities", "provinces", "owners", "span"),
    Subject.CLOSING: ("span",),
}


def _of_meetings(subject: Subject, said: Said, agenda: Agenda, filters: dict[str, Any]) -> Inquiry:
    venues = _venues(said, agenda)
    places = tuple(name for name in filters.get("municipalities", ()) if name not in venues)
    return Inquiry(
        subject,
        counted=said.has(Slot.COUNT) and not said.has(Slot.ROOM),
        meetings=_standing(subject, said, agenda, places),
        municipalities=places,
        provinces=filters.get("provinces", ()),
        venues=venues,
        topics=filters.get("topics", ()),
        text=" ".join(_title(said, agenda)) or filters.get("text", ""),
        span=filters.get("span", Inquiry().span),
        limit=1 if _next_one(said) else said.first(Slot.LIMIT),
        registrations=_registrations(said) if subject is Subject.REGISTRATIONS else (),
    )


def _title(said: Said, agenda: Agenda) -> tuple[str, ...]:
    """Words of a title; those that are a topic are looked for as a topic."""
    taken = {at for mark in said.marks if mark.slot in {Slot.TOPIC, Slot.TEXT, Slot.MUNICIPALITY} for at in mark.own}
    quoted = tuple(str(value) for value in said.values(Slot.TEXT))
    free = (word for at, word in enumerate(said.folded) if at not in taken)
    named = (next((each for each in (word, word.removesuffix("s")) if each in agenda.titles), "") for word in free)
    return (*quoted, *dict.fromkeys(each for each in named if each))


def _next_one(said: Said) -> bool:
    single = {"bijeenkomst", "sessie", "webinar", "meeting", "evenement"}
    return any(word in {"volgende", "eerstvolgende"} and set(said.folded[at + 1 : at + 2]) & single
               for at, word in enumerate(said.folded))  # fmt: skip


def _standing(subject: Subject, said: Said, agenda: Agenda, places: tuple[str, ...]) -> tuple[MeetingIs, ...]:
    found: list[MeetingIs] = list(said.values(Slot.MEETING))
    one = bool(said.has(Slot.SPAN, Slot.TOPIC) or _venues(said, agenda) or _title(said, agenda))
    looks = one and said.folded[0] in BY_THEMSELVES
    if looks and not found:
        found.append(MeetingIs.ALSO_OFF)
    if CircleState.STOPPED in said.joined(Slot.CIRCLE):
        found.append(MeetingIs.CANCELLED)
    if CircleState.COMPLETE in said.joined(Slot.CIRCLE) and not looks:
        found.append(MeetingIs.FULL)
    if (said.has(Slot.ROOM) or said.has(Slot.NEARLY_FULL)) and not looks:
        found.append(MeetingIs.ROOM)
    if said.any_of(PAST) and MeetingIs.OVER not in found and not one:
        found.append(MeetingIs.OVER)
    whenever = {MeetingIs.OVER, MeetingIs.CANCELLED, MeetingIs.TO_COME} & set(found)
    if subject is Subject.MEETINGS and not whenever and not one and not places:
        found.insert(0, MeetingIs.TO_COME)
    return tuple(sorted(set(found)))


def _registrations(said: Said) -> tuple[RegistrationState, ...]:
    if Subject.PLACES in _subjects(said) or said.has(Slot.WAITS) or PlaceState.WAITING in said.joined(Slot.PLACE):
        return (RegistrationState.WAITING,)
    if "wijzigen" in said.values(Slot.ACT) or PlaceState.DECLINED in said.joined(Slot.PLACE):
        return (RegistrationState.CANCELLED,)
    return COMING if said.has(Slot.ACT) else (RegistrationState.REGISTERED,)


def _of_asks(said: Said) -> dict[str, Any]:
    states: list[AskIs] = []
    if said.has(Slot.UNANSWERED, Slot.WAITS):
        states.append(AskIs.UNANSWERED)
    if PlaceState.ACCEPTED in said.joined(Slot.PLACE):
        states.append(AskIs.ACCEPTED)
    if PlaceState.DECLINED in said.joined(Slot.PLACE):
        states.append(AskIs.DECLINED)
    if said.has(Slot.DONE) or RequestState.SETTLED in said.joined(Slot.STATE):
        states.append(AskIs.DONE)
    if not states and RequestState.OPEN in said.joined(Slot.STATE):
        states.append(AskIs.BUSY)
    return {"asks": tuple(states), "experts": said.values(Slot.EXPERT)}


def _of_reminders(said: Said) -> dict[str, Any]:
    statuses: tuple[Status, ...] = said.joined(Slot.STATUS)
    ready = said.has(Slot.READY, Slot.MUST, Slot.DONE, Slot.WAITS) or Status.AWAITING_REVIEW in statuses
    sent = Status.SENT in statuses or said.any_of(frozenset({"gestuurd", "gehad", "herinnerd"}))
    states = ((ReminderIs.READY,) if ready else ()) + ((ReminderIs.SENT,) if sent and not ready else ())
    return {"reminders": states}
