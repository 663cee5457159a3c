"""Four eyes: the first approval of a version waits for that of another colleague.

Whether two must look is decided in the transaction of the approval, by what the message asks, by what anybody ever read
in it, and by what is open in its conversation: nobody gets around it by correcting the message first.
"""

from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import Status
from bot.model import FirstApproval, FourEyes
from bot.store.messages import message
from bot.store.record import OVERTAKEN, write_event
from bot.store.sql import every, moment, one, run

FIRST, TAKEN_BACK = "first_approval", "first_approval_withdrawn"
"""Lines of the history that are no step: the message still awaits review."""

TWICE = "U hebt dit antwoord al goedgekeurd. Een andere collega moet het ook goedkeuren voordat het weggaat."

ASKED = (
    "SELECT r.value ->> 'service' AS service, r.value ->> 'act' AS act"
    " FROM messages m, json_each(m.understanding, '$.requests') r WHERE m.id = :id"
    " UNION SELECT r.value ->> 'service', r.value ->> 'act'"
    " FROM corrections c, json_each(nullif(c.was, ''), '$.requests') r WHERE c.message_id = :id"
    " UNION SELECT r.value ->> 'service', r.value ->> 'act'"
    " FROM corrections c, json_each(c.understanding, '$.requests') r WHERE c.message_id = :id"
    " UNION SELECT service, act FROM requests WHERE message_id = :id"
    " UNION SELECT service, act FROM requests WHERE state IN ('open', 'waiting')"
    " AND thread_id = (SELECT thread_id FROM messages WHERE id = :id)"
)


def marks(db: Database, message_id: int, four_eyes: FourEyes) -> tuple[str, ...]:
    """The services and acts for which two must look at the reply to this message; empty when one is enough."""
    asked = every(db, ASKED, {"id": message_id})
    return four_eyes.marks((row["service"], row["act"]) for row in asked)


def first_approval(db: Database, message_id: int) -> FirstApproval | None:
    """Of the present version of the draft."""
    row = one(
        db,
        "SELECT f.* FROM first_approvals f JOIN messages m ON m.id = f.message_id AND m.draft_version = f.version"
        " WHERE f.message_id = ?",
        (message_id,),
    )
    return FirstApproval(row["version"], row["colleague"], datetime.fromisoformat(row["at"])) if row else None


def note_first(db: Database, message_id: int, version: int, actor: str, at: datetime) -> None:
    """Write the first approval of the present version down.

    ``Conflict`` when the message no longer awaits review, ``InvalidInput`` when this colleague approved it before.
    """
    if message(db, message_id).status is not Status.AWAITING_REVIEW:
        raise Conflict(OVERTAKEN)
    first = first_approval(db, message_id)
    if first is not None and first.colleague == actor:
        raise InvalidInput(TWICE)
    run(
        db,
        "INSERT OR REPLACE INTO first_approvals (message_id, version, colleague, at) VALUES (?, ?, ?, ?)",
        (message_id, version, actor, moment(at)),
    )
    write_event(db, FIRST, actor, at, message_id=message_id, note=f"Versie {version}.")


def withdraw_first(db: Database, message_id: int, version: int, actor: str, at: datetime) -> None:
    """Take the first approval of this version back. ``Conflict`` when it is not there any more."""
    first = first_approval(db, message_id)
    if first is None or first.version != version or message(db, message_id).status is not Status.AWAITING_REVIEW:
        raise Conflict(OVERTAKEN)
    forget_first(db, message_id)
    write_event(db, TAKEN_BACK, actor, at, message_id=message_id)


def forget_first(db: Database, message_id: int) -> None:
    """Without a line in the history."""
    run(db, "DELETE FROM first_approvals WHERE message_id = ?", (message_id,))


def same_colleague(db: Database, before: str, now: str) -> None:
    """Two accounts are of one person: a first approval under one name is not to be seconded under the other."""
    run(db, "UPDATE first_approvals SET colleague = ? WHERE colleague = ?", (now, before))
