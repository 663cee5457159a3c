"""Circles and places of the board that an inquiry asks for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.clock import in_amsterdam
from bot.model import TOPIC_LABELS
from bot.model.inquiry import Inquiry
from bot.model.programme import Board, Circle, CircleState, Place, PlaceState
from bot.programme.circles import SHAPES

T = TypeVar("T")
GOING = frozenset({CircleState.PROPOSED, CircleState.INVITING})


@dataclass(frozen=True, slots=True)
class AlmostReady:
    """A topic of the board that one municipality is missing from for a circle."""

    service: str
    topic: str
    waiting: tuple[Place, ...]


BoardRow = Circle | Place | AlmostReady


def circles_asked(board: Board, inquiry: Inquiry, names: Collection[str]) -> tuple[BoardRow, ...]:
    """The circles, oldest first; with ``nearly_full`` also the topics that are nearly enough for one."""
    found = tuple(circle for circle in board.circles if _fits(circle, inquiry, names))
    if not inquiry.nearly_full:
        return _cut(found, inquiry)
    full = tuple(circle for circle in found if circle.state in GOING and circle.size - circle.accepted == 1)
    return _cut((*full, *_almost_ready(board, inquiry, names)), inquiry)


def _fits(circle: Circle, inquiry: Inquiry, names: Collection[str]) -> bool:
    return (
        (not inquiry.circles or circle.state in inquiry.circles)
        and (not inquiry.services or circle.service in inquiry.services)
        and (not inquiry.topics or circle.topic in inquiry.topics)
        and (not names or any(seat.place.municipality in names for seat in circle.seats))
        and _within(circle.made_at, inquiry)
    )


def _within(at: datetime, inquiry: Inquiry) -> bool:
    day, span = in_amsterdam(at).date(), inquiry.span
    return (span.first is None or span.first <= day) and (span.last is None or day <= span.last)


def _almost_ready(board: Board, inquiry: Inquiry, names: Collection[str]) -> Iterator[AlmostReady]:
    waiting = [place for place in board.places if place.state is PlaceState.WAITING]
    for service in (each for each in SHAPES if not inquiry.services or each in inquiry.services):
        for topic in (each for each in TOPIC_LABELS if not inquiry.topics or each in inquiry.topics):
            here = tuple(place for place in waiting if place.service == service and topic in place.topics)
            if len(here) == min(SHAPES[service].sizes) - 1 and (
                not names or {p.municipality for p in here} & set(names)
            ):
                yield AlmostReady(service, topic, here)


def places_asked(board: Board, inquiry: Inquiry, names: Collection[str]) -> tuple[BoardRow, ...]:
    """The places, who signed up first first."""
    found = (
        place
        for place in board.places
        if place.state in inquiry.places
        and (not inquiry.services or place.service in inquiry.services)
        and (not inquiry.topics or set(place.topics) & set(inquiry.topics))
        and (not inquiry.roles or place.role in inquiry.roles)
        and (not names or place.municipality in names)
        and _within(place.received_at, inquiry)
    )
    return _cut(tuple(sorted(found, key=lambda place: (place.received_at, place.id))), inquiry)


def _cut(rows: tuple[T, ...], inquiry: Inquiry) -> tuple[T, ...]:
    return rows if inquiry.limit is None else rows[: inquiry.limit]
