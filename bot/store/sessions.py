"""Sessions: begun, used, listed and ended. Only hashes of tokens are kept, and no network addresses."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.errors import NotFound
from bot.model.people import AccountEvent, NewSession, Session
from bot.pipeline.ports import User
from bot.store.account_events import tell
from bot.store.accounts import user_of
from bot.store.sql import every, insert, moment, one, run

SELECT = "SELECT users.*, s.id, s.user, s.csrf, s.started_at, s.used_at, s.device FROM sessions s"
WHOSE = "JOIN users ON users.name = s.user"
LIVE = "s.expires > :now AND s.idle_until > :now"


def start(db: Database, new: NewSession) -> None:
    """Begin a session of an existing user."""
    started = moment(new.started_at)
    insert(
        db,
        "sessions",
        {
            "token_hash": new.token_hash,
            "user": new.user,
            "csrf": new.csrf,
            "started_at": started,
            "used_at": started,
            "idle_until": moment(new.idle_until),
            "expires": moment(new.expires),
            "device": new.device,
        },
    )
    tell(db, AccountEvent.LOGGED_IN, new.user, new.started_at, person=new.user)


def current(db: Database, token_hash: str, now: datetime) -> tuple[User, str, Session] | None:
    """The user, the CSRF token and the session, while it lives and the user may log in."""
    row = one(
        db,
        f"{SELECT} {WHOSE} WHERE s.token_hash = :hash AND {LIVE} AND NOT disabled",
        {"hash": token_hash, "now": moment(now)},
    )
    return (user_of(row), row["csrf"], _session(row)) if row else None


def _session(row: sqlite3.Row) -> Session:
    started, used = datetime.fromisoformat(row["started_at"]), datetime.fromisoformat(row["used_at"])
    return Session(row["id"], row["user"], started, used, row["device"])


def use(db: Database, token_hash: str, at: datetime, idle_until: datetime) -> None:
    """Put the end for want of work off."""
    run(
        db,
        "UPDATE sessions SET used_at = ?, idle_until = ? WHERE token_hash = ?",
        (moment(at), moment(idle_until), token_hash),
    )


def of(db: Database, user: str, now: datetime) -> tuple[Session, ...]:
    """The live ones of a user, what was used last first."""
    found = every(
        db,
        f"{SELECT} {WHOSE} WHERE s.user = :user AND {LIVE} ORDER BY s.used_at DESC, s.id DESC",
        {"user": user, "now": moment(now)},
    )
    return tuple(_session(row) for row in found)


def drop(db: Database, token_hash: str) -> None:
    """End it without a line of history."""
    run(db, "DELETE FROM sessions WHERE token_hash = ?", (token_hash,))


def log_out(db: Database, token_hash: str, at: datetime) -> None:
    """End it because its user said so."""
    for row in every(db, "DELETE FROM sessions WHERE token_hash = ? RETURNING user", (token_hash,)):
        tell(db, AccountEvent.LOGGED_OUT, row["user"], at, person=row["user"])


def end(db: Database, session_id: int, user: str, actor: str, at: datetime) -> None:
    """End one session; ``NotFound`` when it is not of this user."""
    if not run(db, "DELETE FROM sessions WHERE id = ? AND user = ?", (session_id, user)).rowcount:
        raise NotFound("Deze sessie bestaat niet (meer).")
    tell(db, AccountEvent.SESSIONS_ENDED, actor, at, person=user)


def end_all(db: Database, user: str, actor: str, at: datetime, but: int | None = None) -> int:
    """End every session of a user but one; how many ended."""
    ended = run(db, "DELETE FROM sessions WHERE user = ? AND id IS NOT ?", (user, but)).rowcount
    if ended:
        tell(db, AccountEvent.SESSIONS_ENDED, actor, at, person=user)
    return int(ended)
