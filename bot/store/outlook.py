"""What happens in Outlook: our drafts in the Drafts folder, and the replies that colleagues send from there."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.clock import dutch_moment
from bot.documents import clean
from bot.lifecycle import Event, Status
from bot.model import Change, Composed, DraftCopy, DraftText, FolderPosition, Located, MessageRow, SentMail
from bot.pipeline.ports import SENT_ITEMS
from bot.store import rows
from bot.store.documents import STRINGS
from bot.store.drafts import write_version
from bot.store.messages import message
from bot.store.record import record, write_event
from bot.store.sql import every, ids, insert, moment, one, run

NOTICED = "outlook"
"""The event of a line of the history that is no step: colleagues did something in Outlook that they should know of."""

TO_SOMEBODY_ELSE = "Het concept is vanuit Outlook naar een ander adres verstuurd. De vrager heeft nog geen antwoord."

BUSY = frozenset({Status.RECEIVED, Status.FAILED, Status.SENDING, Status.UNCONFIRMED})
"""Where an answer from Outlook has to wait: not read yet, or a reply of ours may be going out at this moment."""

KEPT = timedelta(days=30)
"""How long an answer may wait for the mail that it answers; most answer mail that we never see."""

DRIFT = timedelta(days=1)
"""How far the clocks and time zones of two machines may be apart."""


# --- our drafts in the Drafts folder ----------------------------------------------------------------------------------


def copies_wanted(db: Database, limit: int) -> tuple[int, ...]:
    """Oldest first."""
    return ids(
        db,
        "SELECT id FROM messages m WHERE status = 'awaiting_review' AND draft_version > 0 AND reply_addr IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM draft_copies c WHERE c.message_id = m.id"
        " AND (c.state = 'taken' OR (c.state = 'placed' AND c.version = m.draft_version)))"
        " ORDER BY received_at, id LIMIT ?",
        (limit,),
    )


def plan_copy(db: Database, message_id: int, rfc_message_id: str, at: datetime) -> DraftCopy | None:
    """The plan is committed before the APPEND, so that a crash leaves something to look for."""
    row = message(db, message_id)
    if row.status is not Status.AWAITING_REVIEW or not row.draft_version:
        return None
    planned = one(
        db,
        "SELECT * FROM draft_copies WHERE message_id = ? AND version = ? AND state = 'planned'",
        (message_id, row.draft_version),
    )
    if planned is None:
        insert(
            db,
            "draft_copies",
            {
                "message_id": message_id,
                "version": row.draft_version,
                "rfc_message_id": rfc_message_id,
                "state": "planned",
                "planned_at": moment(at),
            },
        )
        planned = one(db, "SELECT * FROM draft_copies WHERE rfc_message_id = ?", (rfc_message_id,))
    return rows.draft_copy(planned) if planned else None


def copy_placed(db: Database, copy_id: int, place: Located | None, raw_sha256: str) -> None:
    """It lies there, as these bytes; without a place the server has taken it and does not show it yet."""
    where = (place.folder, place.uidvalidity, place.uid) if place else ("", 0, 0)
    run(
        db,
        "UPDATE draft_copies SET state = 'placed', folder = ?, uidvalidity = ?, uid = ?, raw_sha256 = ?"
        " WHERE id = ? AND state IN ('planned', 'placed')",
        (*where, raw_sha256, copy_id),
    )


def copy_removed(db: Database, copy_id: int) -> None:
    """It lies there no more."""
    run(db, "UPDATE draft_copies SET state = 'removed' WHERE id = ? AND state <> 'sent'", (copy_id,))


def copy_taken(db: Database, copy_id: int, note: str, actor: str, at: datetime) -> None:
    """It is theirs; said once."""
    changed = run(
        db, "UPDATE draft_copies SET state = 'taken' WHERE id = ? AND state IN ('planned', 'placed')", (copy_id,)
    )
    if changed.rowcount:
        (message_id,) = ids(db, "SELECT message_id FROM draft_copies WHERE id = ?", (copy_id,))
        write_event(db, NOTICED, actor, at, message_id=message_id, note=note)


def copies_placed(db: Database) -> tuple[DraftCopy, ...]:
    """Oldest first."""
    return _copies(every(db, "SELECT * FROM draft_copies WHERE state = 'placed' ORDER BY id"))


def copies_unwanted(db: Database, every_one: bool, limit: int) -> tuple[DraftCopy, ...]:  # noqa: FBT001  (one caller)
    """Oldest first; a plan counts, for its mail may lie there after a crash."""
    found = every(
        db,
        "SELECT c.* FROM draft_copies c JOIN messages m ON m.id = c.message_id WHERE c.state IN ('planned', 'placed')"
        " AND (? OR m.status <> 'awaiting_review' OR c.version <> m.draft_version) ORDER BY c.id LIMIT ?",
        (every_one, limit),
    )
    return _copies(found)


def copy_of(db: Database, rfc_message_ids: Sequence[str]) -> DraftCopy | None:
    """Also one that was removed or taken: a window of Outlook may have been open since before."""
    found = every(
        db,
        "SELECT * FROM draft_copies WHERE state <> 'sent' AND rfc_message_id IN (SELECT value FROM json_each(?))",
        (_listed(rfc_message_ids),),
    )
    return next(iter(_copies(found)), None)


def _copies(found: list[sqlite3.Row]) -> tuple[DraftCopy, ...]:
    return tuple(rows.draft_copy(row) for row in found)


def _listed(texts: Sequence[str]) -> str:
    return json.dumps([clean(text) for text in texts])


# --- what colleagues sent ---------------------------------------------------------------------------------------------


def note_sent(db: Database, position: FolderPosition, mails: Sequence[SentMail], at: datetime) -> tuple[int, ...]:
    """The position moves in the same transaction, so that no mail is passed over or taken twice."""
    run(
        db,
        "UPDATE folders SET last_uid = max(last_uid, ?) WHERE account = ? AND folder = ? AND uidvalidity = ?",
        (position.last_uid, SENT_ITEMS, position.folder, position.uidvalidity),
    )
    run(db, "DELETE FROM outlook_replies WHERE seen_at < ?", (moment(at - KEPT),))
    settled = (_take(db, mail, at) for mail in mails)
    return tuple(message_id for message_id in settled if message_id is not None)


def _take(db: Database, mail: SentMail, at: datetime) -> int | None:
    ours = _message_of(db, mail.ids)
    if ours is not None:
        _also_known_as(db, mail.ids, ours)
        return None
    if mail.answers is None:
        return None
    _keep(db, mail, mail.answers, at)
    return _settle(db, mail.answers, at)


def _message_of(db: Database, rfc_message_ids: Sequence[str]) -> int | None:
    """The message that a mail of ours, or one that a colleague sent, has answered."""
    row = one(
        db,
        "WITH asked AS (SELECT value AS id FROM json_each(?))"
        " SELECT message_id FROM outgoing WHERE rfc_message_id IN asked"
        " UNION ALL SELECT message_id FROM other_ids WHERE rfc_message_id IN asked LIMIT 1",
        (_listed(rfc_message_ids),),
    )
    return row["message_id"] if row else None


def _also_known_as(db: Database, rfc_message_ids: Sequence[str], message_id: int) -> None:
    run(
        db,
        "INSERT OR IGNORE INTO other_ids (rfc_message_id, message_id)"
        " SELECT value, ? FROM json_each(?) WHERE value NOT IN (SELECT rfc_message_id FROM outgoing)",
        (message_id, _listed(rfc_message_ids)),
    )


def _keep(db: Database, mail: SentMail, answers: str, at: datetime) -> None:
    run(
        db,
        "INSERT OR IGNORE INTO outlook_replies (rfc_message_id, answers, recipients, colleague, sent_at, seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (mail.ids[0], answers, STRINGS.write(mail.recipients), mail.colleague, moment(mail.at), moment(at)),
    )


def settle_answered(db: Database, message_id: int, at: datetime) -> None:
    """Let answers from Outlook count that came before the message was read, or while its reply was on the road."""
    row = one(db, "SELECT rfc_message_id FROM messages WHERE id = ?", (message_id,))
    if row is not None and row["rfc_message_id"] is not None:
        _settle(db, row["rfc_message_id"], at)


def _settle(db: Database, answered: str, at: datetime) -> int | None:
    settled = None
    for reply in every(db, "SELECT * FROM outlook_replies WHERE answers = ? ORDER BY sent_at, id", (answered,)):
        target = _target(db, reply)
        if target is not None and target.status not in BUSY:
            settled = _answer(db, target, reply, at) or settled
    return settled


def _target(db: Database, reply: sqlite3.Row) -> MessageRow | None:
    """The mail that it answers: it went to who wrote that one, or it was only passed on, and it is no older.

    A sender may use a Message-ID again, and a migration of the mail server has all of Sent read again.
    """
    found = every(
        db,
        "SELECT * FROM messages WHERE rfc_message_id = ? AND channel = 'mail' ORDER BY status = 'ignored', id",
        (reply["answers"],),
    )
    recipients = set(STRINGS.read(reply["recipients"]))
    until = datetime.fromisoformat(reply["sent_at"]) + DRIFT
    fitting = (row for row in map(rows.message, found) if recipients & _correspondents(row) and _began(row) <= until)
    return next(fitting, None)


def _began(row: MessageRow) -> datetime:
    """When a mail was there at the latest: its own date may be wrong, that of the server may be one of a migration."""
    return min(row.received_at, row.sent_at or row.received_at)


def _correspondents(row: MessageRow) -> set[str]:
    return {address.addr_spec.casefold() for address in (row.sender, row.reply_address) if address is not None}


def _answer(db: Database, row: MessageRow, reply: sqlite3.Row, at: datetime) -> int | None:
    """Close what waits; an approval is taken off the road first. Returns the message if it was closed."""
    run(db, "DELETE FROM outlook_replies WHERE id = ?", (reply["id"],))
    _also_known_as(db, [reply["rfc_message_id"]], row.id)
    colleague, sent_at = reply["colleague"], dutch_moment(datetime.fromisoformat(reply["sent_at"]))
    if not _open_again(db, row, colleague, at):
        note = f"Ook beantwoord vanuit Outlook, verstuurd op {sent_at}."
        write_event(db, NOTICED, colleague, at, message_id=row.id, note=note)
        return None
    note = f"Verstuurd op {sent_at}."
    record(db, row.id, Status.AWAITING_REVIEW, Change(Event.ANSWERED_ELSEWHERE, colleague, note), at)
    return row.id


def _open_again(db: Database, row: MessageRow, colleague: str, at: datetime) -> bool:
    """Whether the message awaits review, if need be by recalling what was approved and is not on the road yet."""
    if row.status is Status.APPROVED:
        note = "Een collega was eerder: het antwoord is al vanuit Outlook verstuurd."
        record(db, row.id, Status.APPROVED, Change(Event.RECALL, colleague, note), at)
        return True
    return row.status is Status.AWAITING_REVIEW


def sent_from_outlook(
    db: Database, copy_id: int, mail: SentMail, sent: Composed, text: DraftText | None, note: str, at: datetime
) -> MessageRow:
    """Our draft went out from Outlook."""
    (message_id,) = ids(db, "SELECT message_id FROM draft_copies WHERE id = ?", (copy_id,))
    run(db, "UPDATE draft_copies SET state = 'sent' WHERE id = ?", (copy_id,))
    row = message(db, message_id)
    if _message_of(db, mail.ids) is not None:
        return row
    if not set(mail.recipients) & _correspondents(row):
        _also_known_as(db, mail.ids, message_id)
        write_event(db, NOTICED, mail.colleague, at, message_id=message_id, note=TO_SOMEBODY_ELSE)
        return row
    if _open_again(db, row, mail.colleague, at):
        values = {"approved_by": mail.colleague, "send_after": None}
        change = Change(Event.SENT_FROM_OUTLOOK, mail.colleague, note, values)
        record(db, message_id, Status.AWAITING_REVIEW, change, at)
        _write_down(db, message_id, sent, at)
        if text is not None:
            write_version(db, message_id, text, mail.colleague, at)
        _also_known_as(db, mail.ids, message_id)
    elif row.rfc_message_id is not None:
        _keep(db, mail, row.rfc_message_id, at)
        _settle(db, row.rfc_message_id, at)
    return message(db, message_id)


def _write_down(db: Database, message_id: int, sent: Composed, at: datetime) -> None:
    """Keep what went out as outgoing mail, so that a failure report and the answer to it find the message."""
    insert(
        db,
        "outgoing",
        {
            "message_id": message_id,
            "rfc_message_id": sent.rfc_message_id,
            "mail_from": sent.mail_from,
            "rcpt_to": STRINGS.write(sent.rcpt_to),
            "raw": sent.raw,
            "approved_at": moment(at),
            "sent_copy_at": moment(at),
        },
    )
