"""An inquiry in Dutch words, so that a colleague sees what was looked for.

The words are questions of the same grammar: read again they make the same inquiry. That is how a page carries what was
asked before, and how a test proves that no filter is left untold.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.clock import dutch_date
from bot.lifecycle import RequestState, Status
from bot.model import ACT_LABELS, SERVICE_LABELS, TOPIC_LABELS
from bot.model.inquiry import NOBODY, Inquiry, Moment, Order, Per, Subject
from bot.model.programme import CircleState, PlaceState
from bot.pipeline.inquiries.lexicon import FOR_A_PERSON, IN_THE_MAKING, OPEN
from bot.pipeline.inquiries.told_agenda import ROADS, agenda_rows

STATES: Mapping[tuple[RequestState, ...], str] = {
    OPEN: "open",
    (RequestState.OPEN,): "bij ons liggende",
    (RequestState.WAITING,): "wachtende",
    (RequestState.SETTLED,): "afgehandelde",
    (RequestState.WITHDRAWN,): "ingetrokken",
}
STATUSES: Mapping[tuple[Status, ...], str] = {
    FOR_A_PERSON: "onbeantwoorde",
    (Status.AWAITING_REVIEW,): "te beoordelen",
    (Status.SENT,): "beantwoorde",
    (Status.FAILED, Status.UNDELIVERABLE): "mislukte",
    (Status.BOUNCED,): "niet bezorgde",
    (Status.UNCONFIRMED, Status.BOUNCED): "twijfelachtige",
    (Status.IGNORED,): "genegeerde",
    (Status.CLOSED,): "gesloten",
    (Status.APPROVED, Status.SENDING): "goedgekeurde",
    (Status.RECEIVED,): "ongelezen",
}
CIRCLES: Mapping[tuple[CircleState, ...], str] = {
    (CircleState.COMPLETE,): "complete",
    IN_THE_MAKING: "nog niet complete",
    (CircleState.INVITING,): "bevestigde",
    (CircleState.PROPOSED,): "nog te bevestigen",
    (CircleState.STOPPED,): "gestopte",
    (*IN_THE_MAKING, CircleState.COMPLETE): "actieve",
}
PLACES: Mapping[PlaceState, str] = {
    PlaceState.WAITING: "wachtende gemeenten",
    PlaceState.INVITED: "uitgenodigde gemeenten",
    PlaceState.ACCEPTED: "deelnemende gemeenten",
    PlaceState.DECLINED: "gemeenten die hebben afgezegd",
}
ORDERS: Mapping[Order, str] = {
    Order.NEWEST: "nieuwste eerst",
    Order.OLDEST: "oudste eerst",
    Order.DUE: "wat het eerst af moet eerst",
}
PERS: Mapping[Per, str] = {
    Per.SERVICE: "per dienst",
    Per.MUNICIPALITY: "per gemeente",
    Per.TOPIC: "per onderwerp",
    Per.OWNER: "per behandelaar",
}
MOMENTS: Mapping[Moment, str] = {
    Moment.ARRIVED: "binnengekomen",
    Moment.DUE: "af te ronden",
    Moment.SETTLED: "",
    Moment.ANSWERED: "",
}
CHANNELS: Mapping[str, str] = {"chat": "via de chat", "mail": "via mail"}


def told(inquiry: Inquiry, names: Mapping[str, str], experts: Mapping[str, str] = MappingProxyType({})) -> str:
    """``open aanvragen van gemeente Ommen, oudste eerst``.

    ``names`` are those of colleagues, by account; ``experts`` those of the directory, by id.
    """
    head = " ".join(part for part in (*_rows(inquiry, experts), *_filters(inquiry, names)) if part)
    tail = [PERS[inquiry.per]] if inquiry.per else []
    tail += [f"hooguit {inquiry.limit}"] if inquiry.limit is not None else []
    if inquiry.subject in {Subject.REQUESTS, Subject.MESSAGES}:
        tail.append(ORDERS[inquiry.order])
    return ", ".join([head, *tail])


def _rows(inquiry: Inquiry, experts: Mapping[str, str]) -> Iterator[str]:
    yield "het aantal" if inquiry.counted else ""
    if inquiry.subject in ROADS:
        yield from agenda_rows(inquiry, experts)
    elif inquiry.subject is Subject.PLACES:
        yield " en ".join(PLACES[state] for state in inquiry.places)
        yield f"voor {_listed(inquiry.services)}" if inquiry.services else ""
    elif inquiry.subject is Subject.CIRCLES:
        yield "bijna volle" if inquiry.nearly_full else CIRCLES.get(inquiry.circles, "")
        yield (
            " en ".join(f"{service}en" if service == "leerkring" else f"{service}s" for service in inquiry.services)
            or "kringen"
        )
    elif inquiry.subject is Subject.MESSAGES:
        yield from _kinds(inquiry)
        yield "berichten"
    else:
        yield from _kinds(inquiry)
        yield "toegezegde" if inquiry.promised else ""
        yield "aanvragen"
        yield "met een onvolledige intake" if inquiry.incomplete else ""
        yield f"waarvan {_listed(inquiry.missing)} ontbreekt" if inquiry.missing else ""


def _kinds(inquiry: Inquiry) -> Iterator[str]:
    yield "te late" if inquiry.late else ""
    if inquiry.states and not inquiry.late and not inquiry.promised:
        yield " en ".join(STATES.get(part, "") for part in _split(inquiry.states))
    yield STATUSES.get(inquiry.statuses, " en ".join(STATUSES.get((each,), "") for each in inquiry.statuses))
    yield "gesluimerde" if inquiry.asleep else ""


def _split(states: Sequence[RequestState]) -> Iterator[tuple[RequestState, ...]]:
    """Open and waiting have one word together."""
    both = set(OPEN) <= set(states)
    if both:
        yield OPEN
    yield from ((state,) for state in states if not (both and state in OPEN))


def _filters(inquiry: Inquiry, names: Mapping[str, str]) -> Iterator[str]:
    if inquiry.services and inquiry.subject in {Subject.REQUESTS, Subject.MESSAGES}:
        yield f"voor {_listed([SERVICE_LABELS[each] for each in inquiry.services])}"
    yield f"met als soort {_listed([ACT_LABELS[each].lower() for each in inquiry.acts])}" if inquiry.acts else ""
    yield f"van gemeente {_listed(inquiry.municipalities)}" if inquiry.municipalities else ""
    yield f"uit de provincie {_listed(inquiry.provinces)}" if inquiry.provinces else ""
    yield f"over {_listed([TOPIC_LABELS[each].lower() for each in inquiry.topics])}" if inquiry.topics else ""
    yield f"van een {_listed(inquiry.roles)}" if inquiry.roles else ""
    yield f"van afzender '{inquiry.person}'" if inquiry.person else ""
    where = "titel" if inquiry.subject in {Subject.MEETINGS, Subject.REGISTRATIONS} else "tekst"
    yield f"met '{inquiry.text}' in de {where}" if inquiry.text else ""
    yield CHANNELS.get(inquiry.channel, "")
    yield _owner(inquiry.owners, names)
    yield _period(inquiry)


def _owner(owners: Sequence[str], names: Mapping[str, str]) -> str:
    known = [names.get(owner, owner) for owner in owners if owner != NOBODY]
    parts = [f"op naam van {_listed(known)}"] if known else []
    parts += ["zonder behandelaar"] if NOBODY in owners else []
    return " of ".join(parts)


def _period(inquiry: Inquiry) -> str:
    span, word = inquiry.span, "" if inquiry.subject in ROADS else MOMENTS[inquiry.moment]
    if span.first is None and span.last is None:
        return ""
    if span.first and span.first == span.last:
        days = f"op {dutch_date(span.first)}"
    elif span.first and span.last:
        days = f"van {dutch_date(span.first)} tot en met {dutch_date(span.last)}"
    else:
        days = f"sinds {dutch_date(span.first)}" if span.first else f"tot en met {_last(inquiry)}"
    return f"{word} {days}".strip()


def _last(inquiry: Inquiry) -> str:
    return dutch_date(inquiry.span.last) if inquiry.span.last else ""


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} of {parts[-1]}"
