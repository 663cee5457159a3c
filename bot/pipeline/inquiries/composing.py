"""From marks to an inquiry: what the rows are, which filters hold, and what comes first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from bot.lifecycle import WAITS_FOR, RequestState, Status
from bot.model.inquiry import NOBODY, Inquiry, Moment, Order, Span, Subject
from bot.model.programme import CircleState, PlaceState
from bot.pipeline.inquiries.agenda import Agenda
from bot.pipeline.inquiries.composing_agenda import agenda_inquiry, agenda_subject
from bot.pipeline.inquiries.lexicon import FOR_A_PERSON, IN_THE_MAKING, ME, OPEN
from bot.pipeline.inquiries.marks import Mark
from bot.pipeline.inquiries.said import Said
from bot.pipeline.inquiries.slots import Slot

GOING_ON = frozenset({"en", "maar", "alleen", "ook", "daarvan", "hiervan", "hoezo", "dan"})
NAMED = frozenset({Slot.MUNICIPALITY, Slot.PROVINCE, Slot.SERVICE, Slot.TOPIC, Slot.SPAN, Slot.PER})
OF_SENDER = frozenset({Slot.ACT, Slot.ROLE, Slot.CHANNEL, Slot.OWNER, Slot.PERSON, Slot.TEXT})
FORM = frozenset({Slot.COUNT, Slot.LIMIT, Slot.ORDER, Slot.WEAK_SUBJECT})
NARROWING = NAMED | OF_SENDER | FORM | {Slot.STATE, Slot.LATE}
"""What a question that goes on may change of the one before."""
ANYWHERE = NAMED | FORM | {Slot.SUBJECT, Slot.ASKED, Slot.OVERVIEW, Slot.MOMENT, Slot.MUST, Slot.DONE, Slot.SITS}
OF_MAIL = ANYWHERE | OF_SENDER | {Slot.STATE, Slot.LATE, Slot.STATUS, Slot.UNANSWERED, Slot.WAITS}
OF_MEETINGS = ANYWHERE | {
    Slot.MEETING,
    Slot.ROOM,
    Slot.COMES,
    Slot.ACT,
    Slot.PLACE,
    Slot.WAITS,
    Slot.CIRCLE,
    Slot.TEXT,
    Slot.TITLE,
    Slot.NEARLY_FULL,
}
USED: dict[Subject, frozenset[Slot]] = {
    Subject.REQUESTS: OF_MAIL | {Slot.PROMISED, Slot.MISSING, Slot.FACT},
    Subject.MESSAGES: OF_MAIL | {Slot.ASLEEP},
    Subject.CIRCLES: ANYWHERE | {Slot.CIRCLE, Slot.NEARLY_FULL, Slot.STATE},
    Subject.PLACES: ANYWHERE | {Slot.PLACE, Slot.WAITS, Slot.UNANSWERED, Slot.ROLE},
    Subject.MEETINGS: OF_MEETINGS,
    Subject.REGISTRATIONS: OF_MEETINGS,
    Subject.ASKS: ANYWHERE
    | {Slot.EXPERT, Slot.EXPERT_ASKED, Slot.STATE, Slot.STATUS, Slot.UNANSWERED, Slot.WAITS, Slot.PLACE},
    Subject.REMINDERS: ANYWHERE | {Slot.READY, Slot.STATUS, Slot.WAITS, Slot.OWNER},
    Subject.CLOSING: frozenset({Slot.CLOSED, Slot.SPAN, Slot.COUNT}),
}
"""What can be asked of each kind of row; anything else of a question is told as not understood."""
NOT_OF_BOARD = ("acts", "owners", "channel", "person", "text", "per")
BY_NAME = (Subject.PLACES, Subject.REQUESTS, Subject.MESSAGES)
"""What a word for the rows means, the plainest first."""
OF_REQUESTS = (Slot.ASKED, Slot.ACT, Slot.PROMISED, Slot.LATE, Slot.WEAK_SUBJECT)
PLURALS = frozenset({"leerkringen", "intervisitaties"})
BOARD = frozenset({Subject.CIRCLES, Subject.PLACES})


def goes_on(marks: Sequence[Mark], folded: Sequence[str]) -> bool:
    """Whether a question only changes the one before: ``en van Zeist?``, ``alleen die van vorige maand``."""
    return folded[0] in GOING_ON and all(mark.slot in NARROWING for mark in marks)


def unused(marks: Sequence[Mark], subject: Subject) -> tuple[Mark, ...]:
    """What a question says that the rows which it asks for do not have."""
    signs_up = (Slot.ACT, "aanmelden")  # which is what a place on the board is
    return tuple(
        mark
        for mark in marks
        if mark.slot not in USED[subject] and not (subject is Subject.PLACES and (mark.slot, mark.value) == signs_up)
    )


def compose(
    marks: Sequence[Mark], folded: Sequence[str], me: str, earlier: Inquiry | None, agenda: Agenda
) -> Inquiry | None:
    """The inquiry that these marks make; None when they ask for nothing that can be looked up."""
    said = Said(marks, folded)
    if _in_pieces(said):
        return None
    filters = _filters(said, me)
    if earlier is not None:
        return replace(earlier, **{**_standing(said), **filters, **_ending(said)})
    if not marks or (
        not filters
        and not (said.slots - {Slot.COUNT, Slot.WEAK_SUBJECT, Slot.MUST, Slot.ASKED, Slot.SITS, Slot.MOMENT})
    ):
        return None
    if (of_agenda := agenda_subject(said, agenda)) is not None:
        return agenda_inquiry(of_agenda, said, agenda, filters)
    subject = _subject(said)
    if subject in BOARD:
        filters = {name: value for name, value in filters.items() if name not in NOT_OF_BOARD}
        if subject is Subject.CIRCLES:
            filters.pop("roles", None)
    inquiry = Inquiry(subject, **filters, **_ending(said), **ROADS[subject](said))
    return replace(inquiry, order=_order(said, inquiry))


def _filters(said: Said, me: str) -> dict[str, Any]:
    """What narrows any subject; only what was said."""
    found: dict[str, Any] = {
        "municipalities": said.values(Slot.MUNICIPALITY),
        "provinces": said.values(Slot.PROVINCE),
        "services": said.values(Slot.SERVICE),
        "topics": said.values(Slot.TOPIC),
        "acts": said.values(Slot.ACT),
        "roles": said.values(Slot.ROLE),
        "channel": said.first(Slot.CHANNEL) or "",
        "owners": tuple(dict.fromkeys(me if owner == ME else str(owner) for owner in said.values(Slot.OWNER))),
        "person": said.first(Slot.PERSON) or "",
        "text": " ".join(said.values(Slot.TEXT)),
        "span": _span(said),
        "per": said.first(Slot.PER),
    }
    return {name: value for name, value in found.items() if value and value != Span()}


def _span(said: Said) -> Span:
    """Several periods of one question narrow each other; ``augustus en september`` are one after the other."""
    spans: tuple[Span, ...] = said.values(Slot.SPAN)
    firsts = sorted(span.first for span in spans if span.first)
    lasts = sorted(span.last for span in spans if span.last)
    if not firsts or not lasts or firsts[-1] <= lasts[0]:
        return Span(firsts[-1] if firsts else None, lasts[0] if lasts else None)
    return Span(firsts[0], lasts[-1])


def _in_pieces(said: Said) -> bool:
    """Whether periods leave days out between them, which no single period can say: ``in mei en in juli``."""
    spans = sorted(said.values(Slot.SPAN), key=lambda span: (span.first or date.min, span.last or date.max))
    return any(
        one.last is not None and two.first is not None and (two.first - one.last).days > 1
        for one, two in pairwise(spans)
    )


def _standing(said: Said) -> dict[str, Any]:
    """What a question that goes on says of the states."""
    found: dict[str, Any] = {}
    if said.has(Slot.STATE):
        found["states"] = said.joined(Slot.STATE)
    if said.has(Slot.LATE):
        found |= {"late": True, "states": OPEN, "order": Order.DUE}
    if said.has(Slot.ORDER):
        found["order"] = said.first(Slot.ORDER)
    return found


def _ending(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if said.has(Slot.COUNT):
        found["counted"] = True
    if said.has(Slot.LIMIT):
        found["limit"] = said.first(Slot.LIMIT)
    elif said.has(Slot.ORDER) and not said.has(Slot.COUNT) and _one(said):
        found["limit"] = 1
    return found


SINGULAR_ROWS = frozenset({"aanvraag", "verzoek", "bericht", "mail", "mailtje", "vraag", "kring", "concept", "email"})


def _one(said: Said) -> bool:
    """``de oudste open aanvraag`` is one; ``oudste eerst`` is an order."""
    return bool(said.any_of(SINGULAR_ROWS)) and "eerst" not in said.folded


def _subject(said: Said) -> Subject:
    """What the rows are. A word for them wins; else the words that only one kind of row can have."""
    named: tuple[Subject, ...] = said.values(Slot.SUBJECT)
    if _only_asks(said) or (Subject.MESSAGES in named and _promised_for(said)):
        return Subject.REQUESTS
    if Subject.CIRCLES not in named and (known := [each for each in BY_NAME if each in named]):
        return known[0]
    if Subject.CIRCLES in named or said.has(Slot.NEARLY_FULL) or (said.about_circles and not said.has(*OF_REQUESTS)):
        return Subject.PLACES if Subject.PLACES in named else _of_circles(said)
    return _unnamed(said)


def _promised_for(said: Said) -> bool:
    """Whether it is about a day that was promised; messages have none of their own."""
    due = Moment.DUE in said.values(Slot.MOMENT) or said.has(Slot.MUST)
    return said.has(Slot.PROMISED) or (due and said.has(Slot.SPAN))


def _unnamed(said: Said) -> Subject:
    """By what the rows are said to be like."""
    if said.has(Slot.PLACE) and not said.has(Slot.ASKED):
        return Subject.PLACES
    like_messages = said.has(Slot.STATUS, Slot.UNANSWERED, Slot.ASLEEP, Slot.CHANNEL, Slot.TEXT)
    like_requests = said.has(Slot.STATE, Slot.ASKED) or (said.has(Slot.WEAK_SUBJECT) and not said.has(Slot.ASLEEP))
    return Subject.MESSAGES if like_messages and not like_requests else Subject.REQUESTS


def _of_circles(said: Said) -> Subject:
    """Circles, or the municipalities that wait for one or were invited to one, or plain requests about the service."""
    if said.has(Slot.PLACE, Slot.WAITS) and not said.has(Slot.CIRCLE):
        return Subject.PLACES
    if said.has(Slot.CIRCLE, Slot.NEARLY_FULL, Slot.SITS) or Subject.CIRCLES in said.values(Slot.SUBJECT):
        return Subject.CIRCLES
    plural = said.any_of(PLURALS) and not said.has(Slot.STATE, Slot.OWNER, Slot.STATUS, Slot.UNANSWERED)
    asked_which = said.folded[0] in {"welke", "hoeveel"} and said.any_of(PLURALS) and not said.has(Slot.OWNER)
    return Subject.CIRCLES if plural or asked_which else Subject.REQUESTS


def _of_requests(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = {"states": said.joined(Slot.STATE), "statuses": said.joined(Slot.STATUS)}
    if said.has(Slot.LATE):
        return found | {"late": True, "states": OPEN, "promised": said.has(Slot.PROMISED)}
    if said.has(Slot.PROMISED):
        return found | {"promised": True, "states": OPEN, **_due(said)}
    if said.has(Slot.MISSING):
        return found | {"states": found["states"] or OPEN, **_lacking(said)}
    if said.has(Slot.WAITS) and not found["states"]:
        found["states"] = _who_waits(said)
    if said.has(Slot.UNANSWERED):
        found["statuses"] = FOR_A_PERSON
    if _only_asks(said):
        return found | {"states": (), "statuses": ()}
    return found | _when(said, found["states"], found["statuses"])


def _lacking(said: Said) -> dict[str, Any]:
    """``mist nog iets bij gemeente Gouda`` does not ask for the municipality."""
    facts = tuple(fact for fact in said.values(Slot.FACT) if fact != "gemeente" or not said.has(Slot.MUNICIPALITY))
    return {"missing": facts, "incomplete": not facts}


def _who_waits(said: Said) -> tuple[RequestState, ...]:
    """``wacht op Zeist`` is for the municipality to answer, ``Zeist wacht`` is for us."""
    places = [mark.start for mark in said.marks if mark.slot is Slot.MUNICIPALITY]
    waits = next(mark.start for mark in said.marks if mark.slot is Slot.WAITS)
    if not places:
        return OPEN
    return (RequestState.WAITING,) if places[0] > waits else (RequestState.OPEN,)


def _only_asks(said: Said) -> bool:
    """``is de vraag van Zeist al afgehandeld?`` wants to see how it stands, whatever that is."""
    return (
        said.folded[0] in {"is", "zijn", "heeft", "hebben"}
        and said.has(Slot.STATE, Slot.STATUS)
        and ("al" in said.folded and said.has(Slot.MUNICIPALITY, Slot.PERSON))
    )


def _when(said: Said, states: tuple[RequestState, ...], statuses: tuple[Status, ...]) -> dict[str, Any]:
    """Which date the period is about; what must be done is open."""
    due = _due(said)
    if due or said.has(Slot.MUST):
        mine = {"moment": Moment.DUE} if said.has(Slot.SPAN) and not said.has(Slot.ASKED) else {}
        ahead = due or (mine if Moment.ARRIVED not in said.values(Slot.MOMENT) else {})
        return {"states": states or OPEN, **ahead}
    if said.has(Slot.DONE) and not states:
        states = (RequestState.SETTLED,)
    found: dict[str, Any] = {"states": states}
    if RequestState.SETTLED in states and RequestState.OPEN not in states and said.has(Slot.SPAN):
        found["moment"] = Moment.SETTLED
    if statuses == (Status.SENT,):
        found |= {"moment": Moment.ANSWERED} if said.has(Slot.SPAN) else {}
    if not states and (NOBODY in said.values(Slot.OWNER) or Order.DUE in said.values(Slot.ORDER)):
        found["states"] = OPEN
    if not states and said.has(Slot.OWNER) and not said.has(Slot.SPAN, Slot.ASKED, Slot.OVERVIEW) and not statuses:
        found["states"] = OPEN
    return found


def _due(said: Said) -> dict[str, Any]:
    due = Moment.DUE in said.values(Slot.MOMENT) or (said.has(Slot.PROMISED) and said.has(Slot.MUST))
    return {"moment": Moment.DUE} if due and said.has(Slot.SPAN) else {}


def _of_messages(said: Said) -> dict[str, Any]:
    statuses = said.joined(Slot.STATUS)
    states = said.joined(Slot.STATE)
    if said.has(Slot.UNANSWERED, Slot.MUST) or RequestState.OPEN in states:
        statuses = statuses or FOR_A_PERSON
    elif RequestState.SETTLED in states:
        statuses = statuses or (Status.SENT, Status.CLOSED)
    if said.has(Slot.WAITS) and not statuses:
        statuses = FOR_A_PERSON
    if said.has(Slot.DONE) and not statuses:
        statuses = (Status.SENT,)
    answered = statuses == (Status.SENT,) and said.has(Slot.SPAN)
    found: dict[str, Any] = {"statuses": statuses, "asleep": said.has(Slot.ASLEEP), "late": said.has(Slot.LATE)}
    return found | ({"moment": Moment.ANSWERED} if answered else {})


def _of_circle_rows(said: Said) -> dict[str, Any]:
    states: tuple[CircleState, ...] = said.joined(Slot.CIRCLE)
    if said.has(Slot.STATE) and not states:
        states = IN_THE_MAKING
    return {"circles": states, "nearly_full": said.has(Slot.NEARLY_FULL)}


def _of_places(said: Said) -> dict[str, Any]:
    states: tuple[PlaceState, ...] = said.joined(Slot.PLACE)
    if said.has(Slot.UNANSWERED):
        states = (PlaceState.INVITED,)
    return {"places": states or (PlaceState.WAITING,)}


ROADS: dict[Subject, Callable[[Said], dict[str, Any]]] = {
    Subject.REQUESTS: _of_requests,
    Subject.MESSAGES: _of_messages,
    Subject.CIRCLES: _of_circle_rows,
    Subject.PLACES: _of_places,
}


def _order(said: Said, inquiry: Inquiry) -> Order:
    if said.has(Slot.ORDER):
        order: Order = said.first(Slot.ORDER)
        return order
    if inquiry.late or inquiry.promised or inquiry.moment is Moment.DUE:
        return Order.DUE if inquiry.subject is Subject.REQUESTS else Order.OLDEST
    standing = inquiry.states and set(inquiry.states) <= set(OPEN)
    waiting = inquiry.asleep or (bool(inquiry.statuses) and set(inquiry.statuses) <= WAITS_FOR.keys())
    return Order.OLDEST if standing or waiting or inquiry.subject in BOARD else Order.NEWEST
