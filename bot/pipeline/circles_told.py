"""How the leerkringen and intervisitaties stand, as sentences for the digest and the page of the board."""

from collections.abc import Iterator
from datetime import timedelta

from bot.model import SERVICE_LABELS, TOPIC_LABELS
from bot.model.dutch import counted, listed
from bot.model.programme import Board, Circle, CircleState, PlaceState, Seat
from bot.pipeline.circles import answer_due, answer_late, plan_of, replacements_for
from bot.pipeline.desk import Desk
from bot.programme.circles import SHAPES, Plan

NEWS = timedelta(days=7)
"""How long a complete circle is news."""

MANY = {"leerkring": "leerkringen", "intervisitatie": "intervisitaties"}


async def told(desk: Desk) -> tuple[str, ...]:
    """Circles that can start, those that wait and for whom, what a person must look at; empty when there is nothing."""
    board = await desk.circles.board()
    lines = [line for service in SHAPES for line in _ready(service, await plan_of(desk, board, service))]
    for circle in board.circles:
        lines += _standing(desk, board, circle)
    return (*lines, *_invitations(desk, board), *_unclear(board), *_incomplete(board))


def name_of(circle: Circle) -> str:
    """'Leerkring Inclusie'."""
    return f"{SERVICE_LABELS[circle.service]} {TOPIC_LABELS[circle.topic]}"


def _ready(service: str, plan: Plan) -> Iterator[str]:
    if not plan.proposals:
        return
    groups = [
        f"{TOPIC_LABELS[one.topic]} ({listed(sorted(member.municipality for member in one.members))})"
        for one in plan.proposals
    ]
    verb = "kan" if len(groups) == 1 else "kunnen"
    yield f"{counted(len(groups), service, MANY[service])} {verb} starten: {'; '.join(groups)}."


def _standing(desk: Desk, board: Board, circle: Circle) -> Iterator[str]:
    names = listed(sorted(seat.place.municipality for seat in circle.seats))
    if circle.state is CircleState.PROPOSED:
        yield f"{name_of(circle)} wacht op bevestiging: {names}."
    if circle.state is CircleState.COMPLETE and circle.completed_at and desk.now - circle.completed_at < NEWS:
        yield f"{name_of(circle)} is compleet: {names}."
    if circle.state is CircleState.INVITING:
        joined = f"{circle.accepted} van de {circle.size} gemeenten doen mee."
        yield f"{name_of(circle)}: {joined}{_free(desk, board, circle)}"


def _free(desk: Desk, board: Board, circle: Circle) -> str:
    if not circle.empty_seats:
        return ""
    found = replacements_for(desk, board, circle)
    who = f" Beste vervanger: {found[0].candidate.municipality}." if found else " Er wacht geen andere gemeente."
    return f" {counted(circle.empty_seats, 'plaats is', 'plaatsen zijn')} vrij.{who}"


def _invitations(desk: Desk, board: Board) -> Iterator[str]:
    waiting = [seat for circle in board.circles for seat in circle.seats if answer_due(desk, seat)]
    if not waiting:
        return
    late = [seat for seat in waiting if answer_late(desk, seat)]
    rest = f", waarvan {len(late)} te laat: {_names(late)}" if late else ""
    yield f"{counted(len(waiting), 'uitnodiging wacht', 'uitnodigingen wachten')} op antwoord{rest}."


def _names(seats: list[Seat]) -> str:
    return listed(sorted(seat.place.municipality for seat in seats))


def _unclear(board: Board) -> Iterator[str]:
    names = sorted(place.municipality for place in board.places if place.question)
    if names:
        answers = counted(len(names), "antwoord op een uitnodiging is", "antwoorden op een uitnodiging zijn")
        yield f"{answers} niet duidelijk: {listed(names)}."


def _incomplete(board: Board) -> Iterator[str]:
    count = sum(place.incomplete and place.state is PlaceState.WAITING for place in board.places)
    if count:
        yield f"{counted(count, 'aanmelding mist', 'aanmeldingen missen')} een gemeente of een onderwerp."
