"""Mail out: what an approval froze, the claim that is committed before a socket opens, and what came of it."""

import hashlib
import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.documents import clean
from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Attempt, Change, Composed, DeliveryResult, FourEyes, MessageRow, Outcome, Outgoing
from bot.store import rows
from bot.store.consequences import OUTCOMES
from bot.store.documents import STRINGS
from bot.store.drafts import expect_version
from bot.store.four_eyes import first_approval, forget_first, marks, note_first
from bot.store.messages import message, move
from bot.store.record import OVERTAKEN, begin, record, set_values
from bot.store.sql import every, ids, insert, moment, number, one, run

EVENTS = {outcome: event for event, outcome in OUTCOMES.items()}
SENDER = "verzender"


def approve(
    db: Database,
    message_id: int,
    expected_version: int,
    outgoing: Composed,
    actor: str,
    at: datetime,
    send_after: datetime,
    four_eyes: FourEyes,
) -> Outgoing | None:
    """Freeze the bytes of this version of the draft; None when another colleague must approve it, too."""
    if marks(db, message_id, four_eyes):
        first = first_approval(db, message_id)
        if first is None or first.colleague == actor:
            _expect_a_draft(db, message_id, expected_version)
            note_first(db, message_id, expected_version, actor, at)
            return None
    else:
        forget_first(db, message_id)
    change = Change(Event.APPROVE, actor, values={"approved_by": actor, "send_after": send_after})
    record(db, message_id, Status.AWAITING_REVIEW, change, at)
    _expect_a_draft(db, message_id, expected_version)
    return _freeze(db, message_id, outgoing, at)


def _expect_a_draft(db: Database, message_id: int, expected_version: int) -> None:
    expect_version(db, message_id, expected_version)
    if expected_version == 0:
        raise Conflict("Er is geen concept om goed te keuren. Laad de pagina opnieuw.")


def _freeze(db: Database, message_id: int, new: Composed, at: datetime) -> Outgoing:
    """Keep the bytes under a Message-ID that was never used before."""
    try:
        outgoing_id = insert(
            db,
            "outgoing",
            {
                "message_id": message_id,
                "rfc_message_id": new.rfc_message_id,
                "mail_from": new.mail_from,
                "rcpt_to": STRINGS.write(new.rcpt_to),
                "raw": new.raw,
                "approved_at": moment(at),
            },
        )
    except sqlite3.IntegrityError as error:
        raise Conflict("Dit Message-ID is al gebruikt. Probeer het opnieuw.") from error
    return _outgoing(db, outgoing_id)


def _outgoing(db: Database, outgoing_id: int) -> Outgoing:
    return rows.outgoing(every(db, "SELECT * FROM outgoing WHERE id = ?", (outgoing_id,))[0])


def compose_own(
    db: Database, subject: str, outgoing: Composed, unique_key: str, actor: str, at: datetime
) -> int | None:
    """Our own mail, approved at once. The key counts for ever, so its hash is kept: a key may name an address."""
    if has_own(db, unique_key):
        return None
    values = {"channel": "own", "account": "own", "received_at": moment(at), "unique_key": _hash(unique_key)}
    message_id = begin(db, Status.APPROVED, values, actor, at)
    set_values(db, message_id, {"subject": subject, "approved_by": actor, "send_after": at})
    _freeze(db, message_id, outgoing, at)
    return message_id


def has_own(db: Database, unique_key: str) -> bool:
    """Whether mail of ours with this key was ever put on the road."""
    return one(db, "SELECT 1 FROM messages WHERE unique_key = ?", (_hash(unique_key),)) is not None


def _hash(unique_key: str) -> str:
    return hashlib.sha256(clean(unique_key).encode()).hexdigest()


def recall(db: Database, message_id: int, actor: str, at: datetime) -> None:
    """The frozen bytes are withdrawn, whatever happens to the message later."""
    record(db, message_id, Status.APPROVED, Change(Event.RECALL, actor), at)


def due(db: Database, now: datetime, limit: int) -> tuple[int, ...]:
    """Approved, and past the undo time or the wait after a refusal."""
    return ids(
        db,
        "SELECT id FROM messages WHERE status = 'approved' AND send_after <= ? ORDER BY send_after, id LIMIT ?",
        (moment(now), limit),
    )


def claim(db: Database, message_id: int, lease_until: datetime, actor: str, at: datetime) -> Outgoing:
    """The second claim is a ``Conflict``; so is one inside the undo time of a newer approval."""
    record(db, message_id, Status.APPROVED, Change(Event.CLAIM, actor, values={"lease_until": lease_until}), at)
    row, frozen = message(db, message_id), outgoing(db, message_id)
    if frozen is None or row.send_after is None or row.send_after > at:
        raise Conflict(OVERTAKEN)
    run(db, "UPDATE outgoing SET attempts = attempts + 1 WHERE id = ?", (frozen.id,))
    insert(db, "attempts", {"outgoing_id": frozen.id, "started_at": moment(at)})
    return _outgoing(db, frozen.id)


def finish(
    db: Database,
    message_id: int,
    outgoing_id: int,
    result: DeliveryResult,
    at: datetime,
    retry_at: datetime | None,
) -> MessageRow:
    """Write the outcome of the running attempt, and the status that follows.

    An answer that comes after the lease ran out is kept as evidence; when the server did take the mail, the doubt is
    over.
    """
    if message(db, message_id).status is Status.UNCONFIRMED:
        _answer_late(db, message_id, outgoing_id, result, at)
    else:
        _answer(db, message_id, outgoing_id, result, at, retry_at)
    bounce_if_reported(db, message_id, at)
    return message(db, message_id)


def _answer(
    db: Database,
    message_id: int,
    outgoing_id: int,
    result: DeliveryResult,
    at: datetime,
    retry_at: datetime | None,
) -> None:
    attempt = one(
        db,
        "SELECT a.id FROM attempts a JOIN outgoing o ON o.id = a.outgoing_id"
        " WHERE o.message_id = ? AND o.id = ? AND a.finished_at IS NULL",
        (message_id, outgoing_id),
    )
    if attempt is None:
        raise Conflict(OVERTAKEN)
    _write_answer(db, attempt["id"], result, at)
    send_after = (retry_at or at) if result.outcome is Outcome.DEFERRED else None
    change = Change(EVENTS[result.outcome], SENDER, values={"send_after": send_after})
    record(db, message_id, Status.SENDING, change, at)


def _answer_late(db: Database, message_id: int, outgoing_id: int, result: DeliveryResult, at: datetime) -> None:
    attempt = one(
        db,
        "SELECT a.id FROM attempts a JOIN outgoing o ON o.id = a.outgoing_id WHERE o.message_id = ? AND o.id = ?"
        " AND a.outcome = 'lost' AND a.reply_code IS NULL AND a.text = '' ORDER BY a.id DESC LIMIT 1",
        (message_id, outgoing_id),
    )
    if attempt is None:
        raise Conflict(OVERTAKEN)
    _write_answer(db, attempt["id"], result, at)
    if result.outcome is Outcome.ACCEPTED:
        note = "Het antwoord van de mailserver kwam na de tijd."
        record(db, message_id, Status.UNCONFIRMED, Change(Event.CONFIRM_SENT, SENDER, note), at)


def _write_answer(db: Database, attempt_id: int, result: DeliveryResult, at: datetime) -> None:
    run(
        db,
        "UPDATE attempts SET finished_at = ?, outcome = ?, reply_code = ?, enhanced_code = ?, text = ? WHERE id = ?",
        (moment(at), result.outcome, result.reply_code, result.enhanced_code, result.text, attempt_id),
    )


def expired_claims(db: Database, now: datetime) -> tuple[int, ...]:
    """Nobody knows any more what became of these."""
    return ids(
        db,
        "SELECT id FROM messages WHERE status = 'sending' AND lease_until <= ? ORDER BY lease_until, id",
        (moment(now),),
    )


def outgoing(db: Database, message_id: int) -> Outgoing | None:
    """What the latest approval froze and nobody recalled."""
    row = one(
        db,
        "SELECT * FROM outgoing WHERE message_id = ? AND withdrawn_at IS NULL ORDER BY id DESC LIMIT 1",
        (message_id,),
    )
    return rows.outgoing(row) if row else None


def without_sent_copy(db: Database, limit: int) -> tuple[Outgoing, ...]:
    """What went out (a bounced mail did so too) and is not known to be in the Sent folder."""
    found = every(
        db,
        "SELECT o.* FROM outgoing o INDEXED BY outgoing_without_copy CROSS JOIN messages m"
        " ON m.id = o.message_id WHERE o.sent_copy_at IS NULL"
        " AND o.withdrawn_at IS NULL AND m.status IN ('sent', 'bounced')"
        " AND o.id = (SELECT max(id) FROM outgoing WHERE message_id = m.id) ORDER BY o.id LIMIT ?",
        (limit,),
    )
    return tuple(rows.outgoing(row) for row in found)


def sent_copy_kept(db: Database, outgoing_id: int, at: datetime) -> None:
    """The copy is known to be there."""
    run(db, "UPDATE outgoing SET sent_copy_at = ? WHERE id = ?", (moment(at), outgoing_id))


def attempts(db: Database, message_id: int) -> tuple[Attempt, ...]:
    """Every attempt for this message, oldest first."""
    found = every(
        db,
        "SELECT a.* FROM attempts a JOIN outgoing o ON o.id = a.outgoing_id WHERE o.message_id = ? ORDER BY a.id",
        (message_id,),
    )
    return tuple(rows.attempt(row) for row in found)


def bounced(db: Database, rfc_message_id: str, report_id: int, note: str, at: datetime) -> int | None:
    """Put the report into the thread of the mail that failed.

    A report that is here before we know that the mail was taken waits with the outgoing mail, and counts as soon as
    we do.
    """
    sent = one(
        db,
        "SELECT id, message_id FROM outgoing WHERE rfc_message_id = :id"
        " UNION ALL SELECT max(o.id), message_id FROM other_ids x JOIN outgoing o USING (message_id)"
        " WHERE x.rfc_message_id = :id GROUP BY message_id LIMIT 1",
        {"id": rfc_message_id},
    )
    if sent is None:
        return None
    message_id = int(sent["message_id"])
    run(
        db,
        "UPDATE outgoing SET bounce_report_id = ?, bounce_note = ? WHERE id = ?",
        (report_id, note, sent["id"]),
    )
    if not one(db, "SELECT 1 FROM requests WHERE message_id = ?", (report_id,)):
        move(db, report_id, number(db, "SELECT thread_id FROM messages WHERE id = ?", (message_id,)))
    bounce_if_reported(db, message_id, at)
    return message_id


def bounce_if_reported(db: Database, message_id: int, at: datetime) -> None:
    """Follow a failure report of the latest outgoing mail, once."""
    status = message(db, message_id).status
    latest = one(db, "SELECT * FROM outgoing WHERE message_id = ? ORDER BY id DESC LIMIT 1", (message_id,))
    if latest and latest["bounce_report_id"] and status in {Status.SENT, Status.UNCONFIRMED}:
        record(db, message_id, status, Change(Event.BOUNCE, "assistent", latest["bounce_note"]), at)
