"""The history of accounts: lines are added and never changed."""

from datetime import datetime

from sqlite_utils import Database

from bot.clock import in_amsterdam
from bot.model.people import AccountEvent
from bot.store.sql import insert, moment, one, run


def tell(db: Database, event: AccountEvent, actor: str, at: datetime, *, person: str = "", note: str = "") -> None:
    """Add one line."""
    line = {"at": moment(at), "actor": actor, "event": event, "person": person, "note": note}
    insert(db, "account_events", line)


def count_failure(db: Database, person: str, at: datetime) -> None:
    """Count on this day; what was typed in place of a known name may be a password, and is not kept."""
    known = person if one(db, "SELECT 1 FROM users WHERE name = ?", (person,)) else ""
    run(
        db,
        "INSERT INTO failed_logins (day, person, times, at) VALUES (?, ?, 1, ?)"
        " ON CONFLICT DO UPDATE SET times = times + 1, at = excluded.at",
        (in_amsterdam(at).date().isoformat(), known, moment(at)),
    )
