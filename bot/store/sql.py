"""The door to SQLite: every parameter is made safe here, and times have one form, so that text order is time order."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.documents import clean
from bot.errors import NotFound

Value = str | int | float | bytes | None
Values = Mapping[str, Value] | Sequence[Value]


def moment(at: datetime | None) -> str | None:
    """Fixed-width ISO 8601 in UTC. None for a time that UTC cannot express (a Date header of the year 1)."""
    if at is None:
        return None
    try:
        aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return aware.isoformat(timespec="microseconds")


def run(db: Database, sql: str, values: Values = ()) -> sqlite3.Cursor:
    """Execute one statement."""
    cursor: sqlite3.Cursor = db.execute(sql, _safe(values))
    return cursor


def run_script(db: Database, script: str) -> None:
    """Execute the statements of a script, each of which ends with a semicolon, in the transaction that is open.

    ``executescript`` of sqlite-utils does the same, but looks after every letter whether the statement is complete,
    which took most of the time of making the tables.
    """
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def insert(db: Database, table: str, values: Mapping[str, Value]) -> int:
    """Insert one row and return its id."""
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  (the names are ours)
    return run(db, statement, values).lastrowid or 0


def update(db: Database, table: str, row_id: int, values: Mapping[str, Value]) -> None:
    """Set columns of one row; ``NotFound`` when it is not there."""
    setting = ", ".join(f"{name} = :{name}" for name in values)
    statement = f"UPDATE {table} SET {setting} WHERE id = :_id"  # noqa: S608  (the names are ours)
    if not run(db, statement, {**values, "_id": row_id}).rowcount:
        raise NotFound("Dit bestaat niet (meer).")


def one(db: Database, sql: str, values: Values = ()) -> sqlite3.Row | None:
    """The first row, if there is one."""
    cursor = run(db, sql, values)
    cursor.row_factory = sqlite3.Row
    row: sqlite3.Row | None = cursor.fetchone()
    return row


def every(db: Database, sql: str, values: Values = ()) -> list[sqlite3.Row]:
    """All rows."""
    cursor = run(db, sql, values)
    cursor.row_factory = sqlite3.Row
    return cursor.fetchall()


def number(db: Database, sql: str, values: Values = ()) -> int:
    """The first column of the first row; raises ``NotFound`` when there is no row."""
    row = one(db, sql, values)
    if row is None:
        raise NotFound("Dit bestaat niet (meer).")
    return int(row[0])


def ids(db: Database, sql: str, values: Values = ()) -> tuple[int, ...]:
    """The first column of all rows."""
    return tuple(int(row[0]) for row in run(db, sql, values))


def _safe(values: Values) -> Mapping[str, Value] | Sequence[Value]:
    if isinstance(values, Mapping):
        return {name: _safe_value(value) for name, value in values.items()}
    return [_safe_value(value) for value in values]


def _safe_value(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
