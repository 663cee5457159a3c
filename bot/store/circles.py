"""Circles: seats for places, invitations on the road of every draft, and what follows from each answer.

Whoever says no, or leaves, frees the seat; the circle goes on inviting until all seats say yes. The request of the
sign-up goes along: it waits for the municipality, for the group, and is settled when the circle is complete.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlite_utils import Database

from bot.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from bot.lifecycle import RequestState, Status
from bot.model.programme import (
    CIRCLE_STEPS,
    SEATED,
    Board,
    Circle,
    CircleEvent,
    CircleState,
    Place,
    PlaceState,
    PlaceStep,
    RefusedPair,
    Seat,
)
from bot.pipeline.circles_port import Invitation
from bot.programme.next_steps import AFTER, next_step
from bot.store import places
from bot.store.own_drafts import put_before_reviewers
from bot.store.places import tell
from bot.store.requests import change_request, request
from bot.store.sql import every, ids, insert, moment, one, run
from bot.store.unsent import close_unsent

OVERTAKEN = "Iemand anders was eerder: deze kring is intussen veranderd. Laad de pagina opnieuw."
ENDED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})
NOT_NEEDED = "De uitnodiging is niet meer nodig."
DECLINED_TOGETHER = "Een van beide sloeg een kring met de ander af."


def board(db: Database) -> Board:
    """Every place, every circle, every pair that is kept apart."""
    known = {each.id: each for each in places.places(db)}
    circles = every(db, "SELECT * FROM circles ORDER BY id")
    return Board(tuple(known.values()), tuple(_circle(db, row, known) for row in circles), refused_pairs(db))


def circle(db: Database, circle_id: int) -> Circle:
    """Raises ``NotFound``."""
    row = one(db, "SELECT * FROM circles WHERE id = ?", (circle_id,))
    if row is None:
        raise NotFound("Deze kring bestaat niet.")
    seated = ids(db, "SELECT DISTINCT place_id FROM seats WHERE circle_id = ?", (circle_id,))
    return _circle(db, row, {place_id: places.place(db, place_id) for place_id in seated})


def _circle(db: Database, row: sqlite3.Row, known: Mapping[int, Place]) -> Circle:
    seats = every(
        db,
        "SELECT s.*, m.status, (SELECT max(approved_at) FROM outgoing WHERE message_id = m.id"
        " AND withdrawn_at IS NULL) AS invited_at FROM seats s LEFT JOIN messages m ON m.id = s.invitation_id"
        " WHERE s.circle_id = ? ORDER BY s.id",
        (row["id"],),
    )
    return Circle(
        id=row["id"],
        service=row["service"],
        topic=row["topic"],
        state=CircleState(row["state"]),
        size=row["size"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        seats=tuple(_seat(each, known) for each in seats if each["left_at"] is None),
        gone=tuple(known[each["place_id"]] for each in seats if each["left_at"] is not None),
        completed_at=_completed_at(db, row["id"]) if row["state"] == CircleState.COMPLETE else None,
        steps_done=row["steps_done"],
        committee=json.loads(row["committee"]),
    )


def _completed_at(db: Database, circle_id: int) -> datetime | None:
    found = every(
        db,
        "SELECT max(at) AS at FROM circle_events WHERE circle_id = ? AND event = ?",
        (circle_id, CircleState.COMPLETE),
    )
    return datetime.fromisoformat(found[0]["at"]) if found[0]["at"] else None


def _seat(row: sqlite3.Row, known: Mapping[int, Place]) -> Seat:
    return Seat(
        known[row["place_id"]],
        row["invitation_id"],
        Status(row["status"]) if row["status"] else None,
        datetime.fromisoformat(row["invited_at"]) if row["invited_at"] else None,
    )


def history(db: Database, circle_id: int) -> tuple[CircleEvent, ...]:
    """Of the circle, and of its places while they had a seat in it."""
    found = every(
        db,
        "SELECT e.*, p.municipality FROM circle_events e LEFT JOIN places p ON p.id = e.place_id"
        " WHERE e.circle_id = :id OR EXISTS (SELECT 1 FROM seats s WHERE s.circle_id = :id AND s.place_id = e.place_id"
        " AND e.at >= s.taken_at AND e.at <= coalesce(s.left_at, e.at)) ORDER BY e.id",
        {"id": circle_id},
    )
    return tuple(
        CircleEvent(
            datetime.fromisoformat(row["at"]), row["actor"], row["event"], row["municipality"] or "", row["note"]
        )
        for row in found
    )


# --- making ---


def make(
    db: Database, service: str, topic: str, place_ids: Sequence[int], sizes: Sequence[int], actor: str, at: datetime
) -> int:
    """Every place waits, wants this service and topic, and may sit with the others."""
    chosen = [places.place(db, place_id) for place_id in dict.fromkeys(place_ids)]
    if len(chosen) not in sizes:
        raise InvalidInput(f"Kies precies {' of '.join(map(str, sizes))} gemeenten.")
    circle_id = insert(
        db,
        "circles",
        {
            "service": service,
            "topic": topic,
            "state": CircleState.PROPOSED,
            "size": len(chosen),
            "made_by": actor,
            "made_at": moment(at),
        },
    )
    tell(db, "made", actor, at, circle_id=circle_id)
    for each in chosen:
        _take_up(db, circle_id, each, actor, at)
    return circle_id


def _take_up(db: Database, circle_id: int, new: Place, actor: str, at: datetime) -> None:
    row = circle(db, circle_id)
    if new.service != row.service or row.topic not in new.topics or not new.municipality:
        raise InvalidInput(f"{new.municipality or 'Deze gemeente'} wacht niet op een kring over dit onderwerp.")
    apart = {frozenset({pair.first, pair.second}) for pair in refused_pairs(db)}
    for seat in row.seats:
        if seat.place.municipality == new.municipality:
            raise InvalidInput(f"{new.municipality} zit al in deze kring.")
        if frozenset({seat.place.municipality, new.municipality}) in apart:
            raise InvalidInput(f"{new.municipality} en {seat.place.municipality} komen niet samen in een kring.")
    places.step(db, new.id, PlaceState.WAITING, PlaceStep.TAKE_UP, actor, at)
    insert(db, "seats", {"circle_id": circle_id, "place_id": new.id, "taken_at": moment(at)})


def exchange(db: Database, circle_id: int, out: int, into: int, actor: str, at: datetime) -> None:
    """The one goes back to the board before the other comes."""
    row = circle(db, circle_id)
    if row.state is not CircleState.PROPOSED or out not in {seat.place.id for seat in row.seats}:
        raise Conflict(OVERTAKEN)
    places.step(db, out, PlaceState.PROPOSED, PlaceStep.RELEASE, actor, at)
    _leave(db, out, at)
    _take_up(db, circle_id, places.place(db, into), actor, at)


def _leave(db: Database, place_id: int, at: datetime) -> None:
    run(db, "UPDATE seats SET left_at = ? WHERE place_id = ? AND left_at IS NULL", (moment(at), place_id))


# --- inviting ---


def invite(db: Database, circle_id: int, invitations: Sequence[Invitation], actor: str, at: datetime) -> None:
    """All of them, or none; each stands in the queue as a draft that a reviewer approves."""
    row = circle(db, circle_id)
    if row.state is CircleState.PROPOSED:
        _becomes(db, row, CircleState.INVITING, actor, at)
    elif row.state is not CircleState.INVITING:
        raise Conflict(OVERTAKEN)
    for each in invitations:
        new = places.place(db, each.place_id)
        if new.state is PlaceState.WAITING:
            if not circle(db, circle_id).empty_seats:
                raise InvalidInput("Alle plaatsen in deze kring zijn bezet.")
            _take_up(db, circle_id, new, actor, at)
        places.step(db, each.place_id, PlaceState.PROPOSED, PlaceStep.INVITE, actor, at)
        message_id = put_before_reviewers(db, each, actor, at)
        run(
            db,
            "UPDATE seats SET invitation_id = ? WHERE place_id = ? AND circle_id = ? AND left_at IS NULL",
            (message_id, each.place_id, circle_id),
        )
        _tell_request(db, new, RequestState.WAITING, AFTER["invited"], actor, at, due_on=each.due_on)


# --- answers ---


def step(
    db: Database, place_id: int, was: PlaceState, taken: PlaceStep, actor: str, at: datetime, *, note: str = ""
) -> Place:
    """One step of a place, with what follows from it."""
    row = places.place(db, place_id)
    seat = one(db, "SELECT * FROM seats WHERE place_id = ? AND left_at IS NULL", (place_id,))
    becomes = places.step(db, place_id, was, taken, actor, at, note=note)
    if taken is PlaceStep.ACCEPT:
        _tell_request(db, row, RequestState.WAITING, AFTER["accepted"], actor, at)
    elif becomes not in SEATED and was is not PlaceState.WITHDRAWN:
        _tell_request(db, row, *_afterwards(row, becomes), actor, at)
    if seat is not None:
        _follow(db, seat, row, becomes, actor, at)
    return places.place(db, place_id)


def _afterwards(row: Place, becomes: PlaceState) -> tuple[RequestState, str]:
    """What the request of a place without a seat waits for."""
    if becomes is PlaceState.WITHDRAWN:
        return RequestState.WITHDRAWN, ""
    if becomes is PlaceState.DECLINED:
        return RequestState.OPEN, AFTER["declined"]
    return RequestState.OPEN, next_step(row.service, places.SIGN_UP)


def _follow(db: Database, seat: sqlite3.Row, row: Place, becomes: PlaceState, actor: str, at: datetime) -> None:
    """The seat and the circle, after a step of the place that sits there."""
    if becomes not in SEATED:
        if becomes is PlaceState.DECLINED:
            _remember_refusal(db, seat["circle_id"], row, actor, at)
        _leave(db, row.id, at)
        close_unsent(db, seat["invitation_id"], NOT_NEEDED, actor, at)
    now = circle(db, seat["circle_id"])
    if now.state is CircleState.COMPLETE and now.empty_seats:
        _becomes(db, now, CircleState.INVITING, actor, at)
    if now.state is CircleState.INVITING and now.accepted == now.size:
        _becomes(db, now, CircleState.COMPLETE, actor, at)
        for each in now.seats:
            _tell_request(db, each.place, RequestState.SETTLED, "", actor, at)


def _remember_refusal(db: Database, circle_id: int, row: Place, actor: str, at: datetime) -> None:
    """Who said no to these municipalities is not asked to sit with them again, until a person allows it."""
    for seat in circle(db, circle_id).seats:
        if seat.place.municipality != row.municipality:
            keep_apart(db, row.municipality, seat.place.municipality, DECLINED_TOGETHER, actor, at)


def stop(db: Database, circle_id: int, actor: str, at: datetime, *, note: str) -> None:
    """The places wait again."""
    row = circle(db, circle_id)
    _becomes(db, row, CircleState.STOPPED, actor, at, note)
    for seat in row.seats:
        places.step(db, seat.place.id, seat.place.state, PlaceStep.RELEASE, actor, at)
        _leave(db, seat.place.id, at)
        close_unsent(db, seat.invitation_id, NOT_NEEDED, actor, at)
        _tell_request(db, seat.place, *_afterwards(seat.place, PlaceState.WAITING), actor, at)


def _becomes(db: Database, row: Circle, becomes: CircleState, actor: str, at: datetime, note: str = "") -> None:
    """The one writer of the state of a circle."""
    if becomes not in CIRCLE_STEPS[row.state]:
        raise IllegalTransition(f"a circle that is {row.state} cannot become {becomes}")
    written = run(db, "UPDATE circles SET state = ? WHERE id = ? AND state = ?", (becomes, row.id, row.state))
    if not written.rowcount:
        raise Conflict(OVERTAKEN)
    tell(db, becomes, actor, at, circle_id=row.id, was=row.state, becomes=becomes, note=note)


def _tell_request(
    db: Database,
    row: Place,
    becomes: RequestState,
    words: str,
    actor: str,
    at: datetime,
    *,
    due_on: date | None = None,
) -> None:
    """The request of the sign-up goes along, unless somebody ended it by hand."""
    if row.request_id is None:
        return
    asked = request(db, row.request_id)
    if asked.state in ENDED or (becomes in ENDED and _others_go_on(db, row)):
        return
    change_request(db, asked.id, asked.state, becomes, actor, at, due_on=due_on, next_step=words or None, note=words)


def _others_go_on(db: Database, row: Place) -> bool:
    """Whether the same sign-up has another municipality whose place is not decided."""
    undecided = (
        "SELECT 1 FROM places WHERE request_id = ? AND id <> ? AND state NOT IN ('accepted', 'declined', 'withdrawn')"
    )
    return one(db, undecided, (row.request_id, row.id)) is not None


# --- intervisitatie ---


def set_committee(db: Database, circle_id: int, roles: Mapping[str, str], actor: str, at: datetime) -> None:
    """Who fills which role; the whole committee at once."""
    circle(db, circle_id)
    run(db, "UPDATE circles SET committee = ? WHERE id = ?", (json.dumps(roles, ensure_ascii=False), circle_id))
    tell(db, "committee", actor, at, circle_id=circle_id)


def set_steps(db: Database, circle_id: int, was: int, done: int, actor: str, at: datetime) -> None:
    """How many of the six steps are done."""
    written = run(db, "UPDATE circles SET steps_done = ? WHERE id = ? AND steps_done = ?", (done, circle_id, was))
    if not written.rowcount:
        circle(db, circle_id)
        raise Conflict(OVERTAKEN)
    tell(db, "steps", actor, at, circle_id=circle_id, was=str(was), becomes=str(done))


# --- rules ---


def refused_pairs(db: Database) -> tuple[RefusedPair, ...]:
    """By name."""
    found = every(db, "SELECT * FROM refused_pairs ORDER BY first, second")
    return tuple(RefusedPair(row["first"], row["second"], row["reason"]) for row in found)


def keep_apart(db: Database, first: str, second: str, reason: str, actor: str, at: datetime) -> None:
    """The first reason stays."""
    one_name, other = sorted((first, second))
    run(
        db,
        "INSERT OR IGNORE INTO refused_pairs (first, second, reason, at, actor) VALUES (?, ?, ?, ?, ?)",
        (one_name, other, reason, moment(at), actor),
    )


def allow_together(db: Database, first: str, second: str) -> None:
    """A person takes a refusal back."""
    run(db, "DELETE FROM refused_pairs WHERE (first, second) = (?, ?)", tuple(sorted((first, second))))
