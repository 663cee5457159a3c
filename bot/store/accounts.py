"""Users and the log-ins that failed lately. Only hashes of passwords are kept."""

import sqlite3
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.pipeline.ports import User
from bot.store.sql import every, insert, moment, number, one, run

FAILURES_KEPT = timedelta(days=1)


def user(db: Database, name: str) -> User | None:
    """The user of this name."""
    row = one(db, "SELECT * FROM users WHERE name = ?", (name,))
    return user_of(row) if row else None


def user_of(row: sqlite3.Row) -> User:
    """A row of ``users``."""
    return User(row["name"], row["display_name"], row["role"], row["password_hash"], bool(row["disabled"]))


def users(db: Database) -> tuple[User, ...]:
    """All users by name."""
    return tuple(user_of(row) for row in every(db, "SELECT * FROM users ORDER BY name"))


def save_user(db: Database, saved: User, at: datetime) -> None:
    """Add a user or change the one of this name."""
    run(
        db,
        "INSERT INTO users (name, display_name, role, password_hash, disabled, saved_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET display_name = excluded.display_name, role = excluded.role,"
        " password_hash = excluded.password_hash, disabled = excluded.disabled, saved_at = excluded.saved_at",
        (saved.name, saved.display_name, saved.role, saved.password_hash, int(saved.disabled), moment(at)),
    )


def note_login_failure(db: Database, key: str, at: datetime) -> None:
    """Count a failure; those of more than a day ago are forgotten."""
    run(db, "DELETE FROM login_failures WHERE at < ?", (moment(at - FAILURES_KEPT),))
    insert(db, "login_failures", {"key": key, "at": moment(at)})


def login_failures(db: Database, key: str, since: datetime) -> int:
    """How many failures there were since then."""
    return number(db, "SELECT count(*) FROM login_failures WHERE key = ? AND at >= ?", (key, moment(since)))


def clear_login_failures(db: Database, key: str) -> None:
    """Forget the failures of a key."""
    run(db, "DELETE FROM login_failures WHERE key = ?", (key,))
