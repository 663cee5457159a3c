"""Who did what, read together from the histories that there are: messages, circles, meetings, corrections and accounts.

What machines do is left out, and so are the notes of colleagues: they may name a person, and stand on the page of the
message. Each history gives its own latest lines along an index of its times, so that a page costs
the same however long they are.
"""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from sqlite_utils import Database

from bot.clock import AMSTERDAM
from bot.lifecycle import Event
from bot.model.people import AccountEvent, AuditKind, AuditLine, AuditPlace, AuditQuestion
from bot.store.people_tables import BY_PEOPLE
from bot.store.sql import Value, every, moment

REPLIES = (
    Event.EDIT, Event.REJECT, Event.APPROVE, Event.RECALL, Event.CLOSE, Event.REOPEN, Event.GIVE_UP, Event.RETRY,
    Event.ANSWERED_ELSEWHERE, Event.SENT_FROM_OUTLOOK, Event.CONFIRM_SENT, Event.CONFIRM_UNSENT, Event.PURGE,
)  # fmt: skip
LOGINS = (AccountEvent.LOGGED_IN, AccountEvent.LOGGED_OUT)


def _listed(events: tuple[str, ...]) -> str:
    return ", ".join(f"'{event}'" for event in events)


KIND_OF_MESSAGE = f"CASE WHEN event IN ({_listed(REPLIES)}) THEN 'antwoorden' ELSE 'verdeling' END"
KIND_OF_ACCOUNT = (
    f"CASE WHEN event IN ({_listed(LOGINS)}) THEN 'inloggen' WHEN event = 'exported' THEN 'bestanden' ELSE 'mensen' END"
)

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "actor": "actor",
        "event": "event",
        "person": "''",
        "message_id": "NULL",
        "circle_id": "NULL",
        "place_id": "NULL",
        "meeting_id": "NULL",
        "becomes": "NULL",
        "note": "''",
        "times": "1",
    }
)
"""What every history says of a line, where it has nothing of its own."""


def _history(number: int, rows: str, kind: str, **own: str) -> str:
    said = ", ".join(f"{text} AS {name}" for name, text in {**COLUMNS, **own}.items())
    return f"SELECT {number} AS source, id, at, {kind} AS kind, {said} FROM {rows}"  # noqa: S608  (the names are ours)


OF_REQUEST = "coalesce(message_id, (SELECT message_id FROM requests WHERE id = request_id))"
OF_CORRECTION = "(SELECT message_id FROM corrections WHERE id = correction_id)"

OF_ACCOUNTS = 4
SOURCES = (
    _history(0, f"events WHERE {BY_PEOPLE}", KIND_OF_MESSAGE, message_id=OF_REQUEST, becomes="becomes"),
    _history(
        1,
        f"circle_events WHERE {BY_PEOPLE}",
        "'leerkringen'",
        circle_id="circle_id",
        place_id="place_id",
    ),
    _history(2, "verdicts", "'correcties'", event="standing", message_id=OF_CORRECTION),
    _history(3, "corrections", "'correcties'", event="'corrected'", message_id="message_id"),
    _history(OF_ACCOUNTS, "account_events", KIND_OF_ACCOUNT, person="person", note="note"),
    _history(5, "failed_logins", "'mislukt'", actor="person", event="'failed'", person="person", times="times"),
    _history(6, f"meeting_events WHERE {BY_PEOPLE}", "'bijeenkomsten'", meeting_id="meeting_id"),
)

HISTORIES: Mapping[AuditKind | None, tuple[int, ...]] = MappingProxyType(
    {
        None: (0, 1, 2, 3, 4, 5, 6),
        AuditKind.REPLIES: (0,),
        AuditKind.WORK: (0,),
        AuditKind.PROGRAMME: (1,),
        AuditKind.MEETINGS: (6,),
        AuditKind.KNOWLEDGE: (2, 3),
        AuditKind.PEOPLE: (4,),
        AuditKind.LOGINS: (4,),
        AuditKind.FILES: (4,),
        AuditKind.FAILED: (5,),
    }
)
"""Where the lines of a kind stand, by their place in ``SOURCES``."""


def lines(db: Database, asked: AuditQuestion, *, size: int, after: AuditPlace | None = None) -> tuple[AuditLine, ...]:
    """Up to ``size`` lines, the latest first, below ``after``."""
    values: dict[str, Value] = {
        "person": asked.person,
        "kind": asked.kind,
        "since": _midnight(asked.since),
        "until": _midnight(asked.until + timedelta(days=1)) if asked.until else None,
        "at": moment(after.at) if after else None,
        "source": after.source if after else None,
        "id": after.id if after else None,
        "size": size,
    }
    parts = [_latest(each, values) for each in HISTORIES[asked.kind]]
    both = " UNION ALL ".join(parts) + " ORDER BY at DESC, source DESC, id DESC LIMIT :size"
    return tuple(_line(row) for row in every(db, both, values))


def _latest(history: int, values: Mapping[str, Value]) -> str:
    """The latest lines of one history."""
    rows = f"({SOURCES[history]}){_narrowed(values, history)}"
    return f"SELECT * FROM (SELECT * FROM {rows} ORDER BY at DESC, id DESC LIMIT :size)"  # noqa: S608  (text of ours)


def _narrowed(values: Mapping[str, Value], history: int) -> str:
    """Only what was asked for, so that SQLite can follow an index. Only accounts have things done to people."""
    conditions = {
        "person": "(actor = :person OR person = :person)" if history == OF_ACCOUNTS else "actor = :person",
        "kind": "kind = :kind",
        "since": "at >= :since",
        "until": "at < :until",
        "at": "at <= :at AND (at, source, id) < (:at, :source, :id)",
    }
    wanted = [text for name, text in conditions.items() if values[name]]
    return f" WHERE {' AND '.join(wanted)}" if wanted else ""


def _midnight(day: date | None) -> str | None:
    """The moment at which a day begins in the Netherlands."""
    return moment(datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)) if day else None


def _line(row: sqlite3.Row) -> AuditLine:
    return AuditLine(
        place=AuditPlace(datetime.fromisoformat(row["at"]), row["source"], row["id"]),
        kind=AuditKind(row["kind"]),
        actor=row["actor"],
        event=row["event"],
        person=row["person"],
        message_id=row["message_id"],
        circle_id=row["circle_id"],
        place_id=row["place_id"],
        meeting_id=row["meeting_id"],
        becomes=row["becomes"],
        note=row["note"],
        times=row["times"],
    )
