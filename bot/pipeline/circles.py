"""Leerkringen and intervisitaties: who waits, which circles can start, and what a person decides about them.

Everything may raise ``Conflict`` (somebody else was first) and ``InvalidInput`` (with a Dutch text). Nothing is sent
here: an invitation is a draft like any other, and goes out when a reviewer approves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import in_amsterdam
from bot.errors import Conflict, InvalidInput
from bot.model import TOPIC_LABELS
from bot.model.programme import (
    COMMITTEE,
    SIZES,
    VISIT_STEPS,
    Board,
    Circle,
    CircleState,
    NewPlace,
    Place,
    PlaceState,
    PlaceStep,
    Seat,
)
from bot.pipeline.circles_port import Invitation
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.invitation import draft_invitation, invitation_subject
from bot.pipeline.drafting.own_letter import Occasion
from bot.pipeline.letters import answering, in_conversation, sign_up_mail
from bot.pipeline.office import days_late, due_after
from bot.programme.circles import SHAPES, Pair, Plan, Proposal, fit_of, plan, replacements
from bot.programme.fitness import Candidate
from bot.programme.reasons import Reason, reasons_of
from bot.programme.working_days import working_days_between

ANSWER_DAYS = 10
"""Working days that a municipality gets to answer an invitation."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Somebody who could take an empty seat, with why."""

    candidate: Candidate
    score: int
    reasons: tuple[Reason, ...]


async def plan_of(desk: Desk, board: Board, service: str) -> Plan:
    """The circles that can start now. It takes up to two seconds, beside the others."""
    candidates, apart = candidates_of(desk, board, service), apart_of(board)
    key = (candidates, apart)
    known = desk.planned.get(service)
    if known is not None and known[0] == key:
        return known[1]
    made = await desk.offload(lambda: plan(candidates, SHAPES[service], apart, clock=lambda: desk.clock().timestamp()))
    desk.planned[service] = (key, made)
    return made


def candidates_of(desk: Desk, board: Board, service: str) -> tuple[Candidate, ...]:
    """Who waits for a circle of this service and can be planned."""
    today = in_amsterdam(desk.now).date()
    provinces = provinces_of(desk)
    return tuple(
        candidate_of(desk, place, provinces, today)
        for place in board.places
        if place.service == service and place.state is PlaceState.WAITING and not place.incomplete
    )


def provinces_of(desk: Desk) -> Mapping[str, str]:
    """Municipality to province."""
    return {each.name: each.province for each in desk.library.municipalities if each.current}


def candidate_of(desk: Desk, place: Place, provinces: Mapping[str, str], today: date) -> Candidate:
    """A place as the planner sees it."""
    return Candidate(
        place.id,
        place.municipality,
        provinces.get(place.municipality, ""),
        place.topics,
        place.role,
        place.size,
        waited(desk, place, today),
    )


def waited(desk: Desk, place: Place, today: date) -> int:
    """Working days since the sign-up."""
    return working_days_between(in_amsterdam(place.received_at).date(), today, desk.closing_days)


def apart_of(board: Board) -> frozenset[Pair]:
    """The municipalities that are kept apart."""
    return frozenset(frozenset({pair.first, pair.second}) for pair in board.refused)


def replacements_for(desk: Desk, board: Board, circle: Circle, out: int | None = None) -> tuple[Replacement, ...]:
    """Who could fill the empty seat of a circle (or the one of place ``out``), the best first."""
    today, provinces = in_amsterdam(desk.now).date(), provinces_of(desk)
    stay = [candidate_of(desk, seat.place, provinces, today) for seat in circle.seats if seat.place.id != out]
    waiting = candidates_of(desk, board, circle.service)
    return tuple(
        Replacement(one, score, reasons_of(members, circle.topic, fit_of(members, circle.topic)))
        for one, score in replacements(stay, waiting, circle.topic, apart_of(board))
        if (members := [*stay, one])
    )


def as_proposal(desk: Desk, circle: Circle) -> Proposal:
    """A circle with the points that it has now."""
    today, provinces = in_amsterdam(desk.now).date(), provinces_of(desk)
    members = tuple(candidate_of(desk, seat.place, provinces, today) for seat in circle.seats)
    return Proposal(circle.topic, members, fit_of(members, circle.topic))


# --- places ---


async def add_place(desk: Desk, new: NewPlace, actor: str) -> int:
    """A municipality that signed up by another way than mail or chat."""
    _must_be_known(desk, new)
    return await desk.circles.add_place(new, actor, desk.now)


async def correct_place(desk: Desk, place_id: int, said: NewPlace, actor: str) -> None:
    """What a colleague says of a place instead."""
    _must_be_known(desk, said)
    await desk.circles.correct_place(place_id, said, actor, desk.now)


def _must_be_known(desk: Desk, new: NewPlace) -> None:
    if new.service not in SHAPES:
        raise InvalidInput("Kies leerkring of intervisitatie.")
    if new.municipality and new.municipality not in provinces_of(desk):
        raise InvalidInput(f"Deze gemeente staat niet in de lijst: {new.municipality}.")
    if not all(topic in TOPIC_LABELS for topic in new.topics):
        raise InvalidInput("Kies onderwerpen uit de lijst.")
    if new.size not in {"", *SIZES}:
        raise InvalidInput("Kies een grootte uit de lijst.")
    if new.received_on > in_amsterdam(desk.now).date():
        raise InvalidInput("De datum van de aanmelding ligt in de toekomst.")


async def step(desk: Desk, place_id: int, was: PlaceState, taken: PlaceStep, actor: str, note: str) -> Place:
    """A decision by hand: somebody rang to say yes or no, or wants something else."""
    if taken in {PlaceStep.TAKE_UP, PlaceStep.INVITE}:
        raise InvalidInput("Dit gaat met een kring.")
    return await desk.circles.step(place_id, was, taken, actor, desk.now, note=" ".join(note.split())[:300])


# --- circles ---


async def make(desk: Desk, service: str, topic: str, place_ids: Sequence[int], actor: str) -> int:
    """Take these places up in a circle, for a last look."""
    if service not in SHAPES or topic not in TOPIC_LABELS:
        raise InvalidInput("Kies een onderwerp uit de lijst.")
    return await desk.circles.make(service, topic, place_ids, SHAPES[service].sizes, actor, desk.now)


async def exchange(desk: Desk, circle_id: int, out: int, into: int, actor: str) -> None:
    """Somebody else in the place of one."""
    await desk.circles.exchange(circle_id, out, into, actor, desk.now)


async def confirm(desk: Desk, circle_id: int, actor: str) -> int:
    """Have every municipality of the circle invited; returns how many drafts stand ready."""
    circle = await desk.circles.circle(circle_id)
    if circle.state is not CircleState.PROPOSED:
        raise Conflict("Deze kring is al bevestigd. Laad de pagina opnieuw.")
    return await _invite(desk, circle, [seat.place for seat in circle.seats], actor)


async def invite(desk: Desk, circle_id: int, place_id: int, actor: str) -> int:
    """Invite somebody who waits to an empty seat."""
    circle = await desk.circles.circle(circle_id)
    return await _invite(desk, circle, [await desk.circles.place(place_id)], actor)


async def _invite(desk: Desk, circle: Circle, guests: Sequence[Place], actor: str) -> int:
    names = {place.municipality for place in (*guests, *(seat.place for seat in circle.seats))}
    invitations = [await _invitation(desk, circle, place, sorted(names - {place.municipality})) for place in guests]
    await desk.circles.invite(circle.id, invitations, actor, desk.now)
    return len(invitations)


async def _invitation(desk: Desk, circle: Circle, place: Place, others: Sequence[str]) -> Invitation:
    """The draft for one municipality, in the conversation in which it signed up."""
    if place.contact is None:
        raise InvalidInput(f"Van {place.municipality} is geen e-mailadres bekend. Vul dat eerst in.")
    mail = await sign_up_mail(desk, place.message_id)
    subject = invitation_subject(circle.service, circle.topic)
    occasion = Occasion(circle.service, (place.municipality,), place.contact, place.role, subject)
    today = in_amsterdam(desk.now).date()
    draft = draft_invitation(
        answering(occasion, mail),
        circle.topic,
        others,
        library=desk.library,
        retriever=desk.retriever,
        today=today,
    )
    key = f"uitnodiging:{circle.id}:{place.id}:{desk.now.isoformat()}"
    own = in_conversation(place.contact, draft, key, place.thread_id, mail)
    return Invitation(place.id, own, due_after(desk, desk.now, ANSWER_DAYS))


async def stop(desk: Desk, circle_id: int, reason: str, actor: str) -> None:
    """Give a circle up."""
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("Vul een reden in.")
    await desk.circles.stop(circle_id, actor, desk.now, note=reason[:300])


# --- rules ---


async def keep_apart(desk: Desk, first: str, second: str, reason: str, actor: str) -> None:
    """These two never come together in a circle, until somebody allows it."""
    known = provinces_of(desk)
    if unknown := [name for name in (first, second) if name not in known]:
        raise InvalidInput(f"Deze gemeente staat niet in de lijst: {unknown[0] or '(leeg)'}.")
    if first == second:
        raise InvalidInput("Kies twee verschillende gemeenten.")
    reason = " ".join(reason.split()) or "Geen reden opgegeven."
    await desk.circles.keep_apart(first, second, reason[:200], actor, desk.now)


# --- intervisitatie ---


async def set_committee(desk: Desk, circle_id: int, roles: Mapping[str, str], actor: str) -> None:
    """Municipalities fill the roles; the chair is independent, so comes from none of them."""
    circle = await desk.circles.circle(circle_id)
    names = {seat.place.municipality for seat in circle.seats}
    chair = " ".join(roles.get("voorzitter", "").split())[:120]
    if inside := [name for name in names if name.casefold() in chair.casefold()]:
        raise InvalidInput(f"De voorzitter is onafhankelijk en komt dus niet uit {inside[0]}.")
    if wrong := [each for role, each in roles.items() if role != "voorzitter" and each and each not in names]:
        raise InvalidInput(f"{wrong[0]} zit niet in deze intervisitatie.")
    kept = {role: chair if role == "voorzitter" else roles.get(role, "") for role in COMMITTEE}
    await desk.circles.set_committee(circle_id, {role: who for role, who in kept.items() if who}, actor, desk.now)


async def set_steps(desk: Desk, circle_id: int, was: int, done: int, actor: str) -> None:
    """How far an intervisitatie is."""
    if not 0 <= done <= len(VISIT_STEPS):
        raise InvalidInput("Kies een stap uit de lijst.")
    await desk.circles.set_steps(circle_id, was, done, actor, desk.now)


# --- follow-up ---


def answer_due(desk: Desk, seat: Seat) -> date | None:
    """By when an invited municipality should have answered; None while the invitation is not approved."""
    if seat.invited_at is None or seat.place.state is not PlaceState.INVITED:
        return None
    return due_after(desk, seat.invited_at, ANSWER_DAYS)


def answer_late(desk: Desk, seat: Seat) -> int:
    """Working days past that day; 0 when it is not late."""
    return days_late(desk, answer_due(desk, seat))
