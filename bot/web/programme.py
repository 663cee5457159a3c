"""Leerkringen and intervisitaties: the board, the proposals, one circle, one place."""

from collections.abc import Mapping

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.model import ROLES, TOPIC_LABELS
from bot.model.programme import (
    COMMITTEE,
    PLACE_STEPS,
    SIZES,
    VISIT_STEPS,
    Board,
    CircleState,
    Place,
    PlaceState,
    PlaceStep,
)
from bot.pipeline import circles
from bot.pipeline.desk import Desk
from bot.programme.circles import SHAPES
from bot.programme.reasons import how_good, reasons
from bot.web import programme_words
from bot.web.message import message_id_of
from bot.web.session import Visit

BY_HAND = (PlaceStep.ACCEPT, PlaceStep.DECLINE, PlaceStep.RELEASE, PlaceStep.WITHDRAW)
"""The steps that a person takes with a button."""


async def show(visit: Visit) -> Response:
    """The boards."""
    return await board_page(visit)


async def board_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """Who waits for what, which circles are in the making, and what a person must look at."""
    desk = visit.desk
    board = await desk.circles.board()
    return visit.render(
        "programme.html",
        status,
        error=error,
        board=board,
        topics_of={service: _topics(board, service) for service in SHAPES},
        questions=[place for place in board.places if place.question],
        incomplete=[place for place in board.places if place.incomplete and place.state is PlaceState.WAITING],
        circles=[circle for circle in board.circles if circle.state is not CircleState.STOPPED],
        ready={service: len((await circles.plan_of(desk, board, service)).proposals) for service in SHAPES},
        CircleState=CircleState,
        PlaceState=PlaceState,
        PlaceStep=PlaceStep,
        **_shared(desk),
    )


def _topics(board: Board, service: str) -> Mapping[str, list[Place]]:
    """Topic to the municipalities that wait for it, the longest first; in the order of their Dutch names."""
    waiting = [
        place
        for place in board.places
        if place.service == service and place.state is PlaceState.WAITING and not place.incomplete
    ]
    found = {topic: [place for place in waiting if topic in place.topics] for topic in TOPIC_LABELS}
    return {topic: found[topic] for topic in sorted(found, key=TOPIC_LABELS.__getitem__) if found[topic]}


def _shared(desk: Desk) -> dict[str, object]:
    """What every page about circles uses."""
    today = in_amsterdam(desk.now).date()
    return {
        "labels": programme_words,
        "provinces": circles.provinces_of(desk),
        "waited": lambda place: circles.waited(desk, place, today),
        "due": lambda seat: circles.answer_due(desk, seat),
        "late": lambda seat: circles.answer_late(desk, seat),
    }


async def proposals(visit: Visit) -> Response:
    """The proposals."""
    return await proposals_page(visit)


async def proposals_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """The circles that can start now, with reasons and alternatives, and who waits on."""
    desk = visit.desk
    board = await desk.circles.board()
    plans = {service: await circles.plan_of(desk, board, service) for service in SHAPES}
    return visit.render(
        "proposals.html",
        status,
        error=error,
        plans=plans,
        reasons=reasons,
        how_good=how_good,
        shapes=SHAPES,
        **_shared(desk),
    )


async def circle(visit: Visit) -> Response:
    """The page of one circle."""
    return await circle_page(visit, message_id_of(visit.request))


async def circle_page(visit: Visit, circle_id: int, status: int = 200, error: str = "") -> Response:
    """Its municipalities and their answers, and what can be decided about it now."""
    desk = visit.desk
    board = await desk.circles.board()
    found = await desk.circles.circle(circle_id)
    users = await desk.accounts.users()
    return visit.render(
        "circle.html",
        status,
        error=error,
        circle=found,
        reasons=reasons(circles.as_proposal(desk, found)) if found.seats else (),
        replacements=circles.replacements_for(desk, board, found),
        swaps={seat.place.id: circles.replacements_for(desk, board, found, seat.place.id) for seat in found.seats}
        if found.state is CircleState.PROPOSED
        else {},
        history=await desk.circles.history(circle_id),
        names={user.name: user.display_name for user in users},
        committee=COMMITTEE,
        visit_steps=VISIT_STEPS,
        CircleState=CircleState,
        PlaceState=PlaceState,
        PlaceStep=PlaceStep,
        **_shared(desk),
    )


async def place(visit: Visit) -> Response:
    """The page of one place."""
    return await place_page(visit, message_id_of(visit.request))


async def place_page(visit: Visit, place_id: int, status: int = 200, error: str = "") -> Response:
    """What is known of it, to correct, and its state."""
    found = await visit.desk.circles.place(place_id)
    steps = [step for step in BY_HAND if (found.state, step) in PLACE_STEPS]
    return visit.render("place.html", status, error=error, place=found, steps=steps, **_form(visit))


async def new_place(visit: Visit) -> Response:
    """An empty form."""
    return await new_place_page(visit)


async def new_place_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """A municipality that signed up by telephone or at a meeting."""
    return visit.render("place.html", status, error=error, place=None, steps=(), **_form(visit))


def _form(visit: Visit) -> dict[str, object]:
    return {
        "typed": visit.form,
        "topics": TOPIC_LABELS,
        "roles": [(role, role.capitalize()) for role in ROLES],
        "sizes": [(size, size.capitalize()) for size in SIZES],
        "today": in_amsterdam(visit.desk.now).date(),
        **_shared(visit.desk),
    }
