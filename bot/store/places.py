"""Places of municipalities: they come from sign-ups by themselves, and one function takes each step of their life."""

import sqlite3
from datetime import UTC, datetime, time

from sqlite_utils import Database

from bot.errors import Conflict, InvalidInput, NotFound
from bot.lifecycle import RequestState
from bot.model import Address, Understanding
from bot.model.programme import NewPlace, Place, PlaceState, PlaceStep, place_after
from bot.store.documents import STRINGS, UNDERSTANDING
from bot.store.sql import every, insert, moment, one, run

SERVICES = frozenset({"leerkring", "intervisitatie"})
SIGN_UP = "aanmelden"
OVERTAKEN = "Iemand anders was eerder: deze plaats is intussen veranderd. Laad de pagina opnieuw."
SEATED = "Deze gemeente zit in een kring. Haal haar daar eerst uit."
ADDED, CORRECTED = "added", "corrected"
"""Events of places beside their steps."""

SELECT = (
    "SELECT p.*, r.thread_id, r.message_id, s.size FROM places p LEFT JOIN requests r ON r.id = p.request_id"
    " LEFT JOIN municipality_sizes s ON s.municipality = p.municipality"
)


def place(db: Database, place_id: int) -> Place:
    """Raises ``NotFound``."""
    row = one(db, f"{SELECT} WHERE p.id = ?", (place_id,))
    if row is None:
        raise NotFound("Deze plaats bestaat niet.")
    return place_of(row)


def places(db: Database) -> tuple[Place, ...]:
    """All of them, who waits longest first."""
    return tuple(place_of(row) for row in every(db, f"{SELECT} ORDER BY p.received_at, p.id"))


def place_of(row: sqlite3.Row) -> Place:
    """A row of ``SELECT``."""
    return Place(
        id=row["id"],
        service=row["service"],
        municipality=row["municipality"],
        topics=STRINGS.read(row["topics"]),
        contact=Address(row["contact_name"], row["contact_addr"]) if row["contact_addr"] else None,
        role=row["role"],
        received_at=datetime.fromisoformat(row["received_at"]),
        state=PlaceState(row["state"]),
        size=row["size"] or "",
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        question=row["question"],
        request_id=row["request_id"],
    )


def sign_up(db: Database, request_id: int, actor: str, at: datetime) -> None:
    """A place for each municipality that a sign-up names, or one whose municipality is still to be found.

    Called again it makes the places fit what the request says now; what a person corrected, and who has a seat, stays.
    """
    asked = one(db, "SELECT * FROM requests WHERE id = ?", (request_id,))
    if asked is None or asked["service"] not in SERVICES or asked["act"] != SIGN_UP or _goes_on(db, asked):
        return
    names = STRINGS.read(asked["municipalities"]) or ("",)
    mine = every(db, "SELECT * FROM places WHERE request_id = ? AND state <> 'withdrawn' ORDER BY id", (request_id,))
    if any(row["by_hand"] or row["state"] != PlaceState.WAITING for row in mine):
        return
    for row, name in zip(mine, names, strict=False):
        run(db, "UPDATE places SET municipality = ?, topics = ? WHERE id = ?", (name, asked["topics"], row["id"]))
    for row in mine[len(names) :]:
        step(db, row["id"], PlaceState.WAITING, PlaceStep.WITHDRAW, actor, at, note="Indeling aangepast.")
    for name in names[len(mine) :]:
        _add(db, asked, name, actor, at)


def _goes_on(db: Database, asked: sqlite3.Row) -> bool:
    """Whether the conversation has a place for this service already, from an earlier request."""
    return (
        one(
            db,
            "SELECT 1 FROM places p JOIN requests r ON r.id = p.request_id"
            " WHERE r.thread_id = ? AND p.service = ? AND r.id <> ? AND p.state <> 'withdrawn'",
            (asked["thread_id"], asked["service"], asked["id"]),
        )
        is not None
    )


def _add(db: Database, asked: sqlite3.Row, name: str, actor: str, at: datetime) -> None:
    mail = every(db, "SELECT * FROM messages WHERE id = ?", (asked["message_id"],))[0]
    read = UNDERSTANDING.read(mail["understanding"]) if mail["understanding"] else None
    place_id = insert(
        db,
        "places",
        {
            "service": asked["service"],
            "municipality": name,
            "topics": asked["topics"],
            "contact_name": (read.contact_name if read else None) or mail["sender_name"],
            "contact_addr": mail["reply_addr"],
            "role": read.role if read else "onbekend",
            "received_at": asked["opened_at"],
            "state": PlaceState.WAITING,
            "request_id": asked["id"],
        },
    )
    tell(db, ADDED, actor, at, place_id=place_id)


def fill_in(db: Database, thread_id: int, read: Understanding) -> None:
    """What a later mail of the conversation says of the places that still lack it; a person's word stays."""
    found = every(
        db,
        "SELECT p.* FROM places p JOIN requests r ON r.id = p.request_id"
        " WHERE r.thread_id = ? AND p.state = 'waiting' AND NOT p.by_hand",
        (thread_id,),
    )
    for row in found:
        name = row["municipality"] or (read.municipalities[0] if len(read.municipalities) == 1 else "")
        topics = row["topics"] if row["topics"] != "[]" else STRINGS.write(read.topics)
        run(db, "UPDATE places SET municipality = ?, topics = ? WHERE id = ?", (name, topics, row["id"]))


def follow_request(
    db: Database, request_id: int, was: RequestState, becomes: RequestState, actor: str, at: datetime
) -> None:
    """A sign-up that is withdrawn takes its waiting places along; taken up again it brings them back."""
    if becomes is RequestState.WITHDRAWN:
        state, taken = PlaceState.WAITING, PlaceStep.WITHDRAW
    elif was is RequestState.WITHDRAWN:
        state, taken = PlaceState.WITHDRAWN, PlaceStep.RELEASE
    else:
        return
    for row in every(db, "SELECT id FROM places WHERE request_id = ? AND state = ?", (request_id, state)):
        step(db, row["id"], state, taken, actor, at)


def step(
    db: Database, place_id: int, was: PlaceState, taken: PlaceStep, actor: str, at: datetime, *, note: str = ""
) -> PlaceState:
    """The one writer of the state of a place, with its line in the history; ``Conflict`` when it is no longer ``was``.

    What a person still had to judge is settled with it.
    """
    becomes = place_after(was, taken)
    written = run(
        db, "UPDATE places SET state = ?, question = NULL WHERE id = ? AND state = ?", (becomes, place_id, was)
    )
    if not written.rowcount:
        place(db, place_id)
        raise Conflict(OVERTAKEN)
    tell(db, taken, actor, at, place_id=place_id, was=was, becomes=becomes, note=note)
    return becomes


def add_place(db: Database, new: NewPlace, actor: str, at: datetime) -> int:
    """A place that a colleague enters: somebody rang, or asked at a meeting."""
    received_at = datetime.combine(new.received_on, time(12), UTC)
    place_id = insert(
        db,
        "places",
        {**_said(new), "service": new.service, "received_at": moment(received_at), "state": PlaceState.WAITING},
    )
    _set_size(db, new)
    tell(db, ADDED, actor, at, place_id=place_id)
    return place_id


def correct_place(db: Database, place_id: int, said: NewPlace, actor: str, at: datetime) -> None:
    """What a colleague says instead of what was read."""
    row = place(db, place_id)
    if row.state is not PlaceState.WAITING and (row.municipality, row.topics) != (said.municipality, said.topics):
        raise InvalidInput(SEATED)
    db.table("places").update(place_id, _said(said))
    _set_size(db, said)
    tell(db, CORRECTED, actor, at, place_id=place_id)


def _said(new: NewPlace) -> dict[str, str | int | None]:
    return {
        "municipality": new.municipality,
        "topics": STRINGS.write(new.topics),
        "contact_name": new.contact.display_name if new.contact else "",
        "contact_addr": new.contact.addr_spec if new.contact else None,
        "role": new.role,
        "by_hand": 1,
    }


def _set_size(db: Database, new: NewPlace) -> None:
    """The size belongs to the municipality, so it holds for all of its places."""
    run(db, "DELETE FROM municipality_sizes WHERE municipality = ?", (new.municipality,))
    if new.size and new.municipality:
        insert(db, "municipality_sizes", {"municipality": new.municipality, "size": new.size})


def tell(
    db: Database,
    event: str,
    actor: str,
    at: datetime,
    *,
    place_id: int | None = None,
    circle_id: int | None = None,
    was: str | None = None,
    becomes: str | None = None,
    note: str = "",
) -> None:
    """Add one line to the history."""
    line = {"place_id": place_id, "circle_id": circle_id, "at": moment(at), "actor": actor, "event": event}
    insert(db, "circle_events", {**line, "was": was, "becomes": becomes, "note": note})
