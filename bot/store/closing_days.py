"""Days on which the office is closed; each change stands in the log of accounts and settings."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlite_utils import Database

from bot.clock import dutch_date
from bot.errors import Conflict
from bot.model.following import ClosingDay
from bot.model.people import AccountEvent
from bot.store.account_events import tell
from bot.store.sql import every, moment, run


def closing_days(db: Database) -> tuple[ClosingDay, ...]:
    """The first one first."""
    return tuple(
        ClosingDay(date.fromisoformat(row["day"]), row["reason"], row["actor"], datetime.fromisoformat(row["at"]))
        for row in every(db, "SELECT * FROM closing_days ORDER BY day")
    )


def close_office(db: Database, days: Sequence[date], reason: str, actor: str, at: datetime) -> int:
    """Returns how many are new; only those get a line."""
    new = 0
    for day in days:
        added = run(
            db,
            "INSERT OR IGNORE INTO closing_days (day, reason, actor, at) VALUES (?, ?, ?, ?)",
            (day.isoformat(), reason, actor, moment(at)),
        ).rowcount
        if added:
            tell(db, AccountEvent.CLOSING_DAY_ADDED, actor, at, note=f"{dutch_date(day)}: {reason}")
            new += 1
    return new


def open_office(db: Database, day: date, actor: str, at: datetime) -> None:
    """``Conflict`` when it is no closing day (any more)."""
    if not run(db, "DELETE FROM closing_days WHERE day = ?", (day.isoformat(),)).rowcount:
        raise Conflict("Een collega was u voor: deze sluitingsdag staat er niet meer. Laad de pagina opnieuw.")
    tell(db, AccountEvent.CLOSING_DAY_REMOVED, actor, at, note=dutch_date(day))
