"""Meetings as they stand: what is planned, who comes, what waits to be put on a list."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.documents import clean
from bot.errors import NotFound
from bot.model import Address
from bot.model.meetings import (
    CHANGE,
    OFFER,
    SERVICE,
    SIGN_UP,
    Meeting,
    MeetingBook,
    MeetingEvent,
    MeetingPlan,
    MeetingRequest,
    MeetingState,
    Registration,
)
from bot.store.documents import STRINGS, UNDERSTANDING
from bot.store.registrations import SELECT as REGISTRATIONS
from bot.store.registrations import registration_of, registrations
from bot.store.sql import every, one


def book(db: Database) -> MeetingBook:
    """Every meeting with its list, and the requests about meetings that wait."""
    lists: dict[int, list[Registration]] = {}
    for row in every(db, f"{REGISTRATIONS} ORDER BY g.turn"):
        lists.setdefault(row["meeting_id"], []).append(registration_of(row))
    found = every(db, "SELECT * FROM meetings ORDER BY starts_at, id")
    return MeetingBook(
        tuple(_meeting(row, tuple(lists.get(row["id"], ()))) for row in found),
        tuple(_request(row) for row in every(db, _ASKED, (SERVICE, SIGN_UP, OFFER, CHANGE))),
    )


_ASKED = (
    "SELECT r.*, m.subject, m.sender_name, m.reply_addr, m.understanding, new_text AS text"
    " FROM requests r JOIN messages m ON m.id = r.message_id"
    " WHERE r.service = ? AND r.act IN (?, ?, ?) AND r.state IN ('open', 'waiting')"
    " AND NOT EXISTS (SELECT 1 FROM registrations g WHERE g.request_id = r.id AND g.state <> 'cancelled')"
    " ORDER BY r.opened_at, r.id"
)


def _request(row: sqlite3.Row) -> MeetingRequest:
    read = UNDERSTANDING.read(row["understanding"]) if row["understanding"] else None
    name = (read.contact_name if read else None) or row["sender_name"]
    return MeetingRequest(
        request_id=row["id"],
        message_id=row["message_id"],
        thread_id=row["thread_id"],
        act=row["act"],
        municipalities=STRINGS.read(row["municipalities"]),
        contact=Address(name, row["reply_addr"]) if row["reply_addr"] else None,
        people=read.participants if read else None,
        opened_at=datetime.fromisoformat(row["opened_at"]),
        subject=row["subject"],
        text=row["text"],
    )


def meeting(db: Database, meeting_id: int) -> Meeting:
    """Raises ``NotFound``."""
    row = one(db, "SELECT * FROM meetings WHERE id = ?", (meeting_id,))
    if row is None:
        raise NotFound("Deze bijeenkomst bestaat niet.")
    return _meeting(row, registrations(db, meeting_id))


def _meeting(row: sqlite3.Row, listed: tuple[Registration, ...]) -> Meeting:
    plan = MeetingPlan(
        title=row["title"],
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        place=row["place"],
        online=bool(row["online"]),
        places=row["places"],
        host=row["host"],
    )
    return Meeting(
        id=row["id"],
        uid=row["uid"],
        version=row["version"],
        sequence=row["sequence"],
        state=MeetingState(row["state"]),
        plan=plan,
        made_by=row["made_by"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        registrations=listed,
    )


def history(db: Database, meeting_id: int) -> tuple[MeetingEvent, ...]:
    """Oldest first."""
    found = every(
        db,
        "SELECT e.*, g.municipality FROM meeting_events e LEFT JOIN registrations g ON g.id = e.registration_id"
        " WHERE e.meeting_id = ? ORDER BY e.id",
        (meeting_id,),
    )
    return tuple(
        MeetingEvent(datetime.fromisoformat(row["at"]), row["actor"], row["event"], row["municipality"] or "")
        for row in found
    )


def registrations_of(db: Database, addr_spec: str) -> tuple[Registration, ...]:
    """Where this address is on a list."""
    found = every(
        db, f"{REGISTRATIONS} WHERE lower(g.contact_addr) = ? ORDER BY g.id", (clean(addr_spec.strip()).lower(),)
    )
    return tuple(registration_of(row) for row in found)
