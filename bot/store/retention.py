"""Retention and the rights of persons: purge what was settled long ago, forget or export one person."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.documents import clean, plain
from bot.errors import Conflict
from bot.lifecycle import TRANSITIONS, WAITS_FOR, Event, Status
from bot.model import Change, Outgoing
from bot.store import delivery, drafts, messages, rows
from bot.store.comments import comments
from bot.store.contacts import forget_contacts, forget_guests
from bot.store.expert_asks import asks
from bot.store.meetings import registrations_of
from bot.store.places import places
from bot.store.record import record
from bot.store.requests import SELECT
from bot.store.sql import every, ids, moment, run

PURGEABLE = frozenset(was for was, event in TRANSITIONS if event is Event.PURGE)
SETTLED = tuple(sorted(PURGEABLE - WAITS_FOR.keys()))


def purge_before(db: Database, before: datetime, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]:
    """Purge what waits for nobody, has no open request in its thread, and has not changed since ``before``.

    A sign-up for a meeting stays until the meeting is over. Returns the messages that it does, or without ``really``
    would do. Sessions that ended go as well.
    """
    found = ids(
        db,
        "SELECT id FROM messages m WHERE status IN (SELECT value FROM json_each(:settled)) AND received_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM events WHERE message_id = m.id AND at >= :before)"
        " AND NOT EXISTS (SELECT 1 FROM requests WHERE thread_id = m.thread_id AND state IN ('open', 'waiting'))"
        " AND NOT EXISTS (SELECT 1 FROM registrations g JOIN meetings b ON b.id = g.meeting_id"
        " JOIN requests r ON r.id = g.request_id WHERE r.message_id = m.id AND g.state <> 'cancelled'"
        " AND b.ends_at > :now)"
        " ORDER BY id",
        {"settled": json.dumps(SETTLED), "before": moment(before), "now": moment(at)},
    )
    if really:
        purge(db, found, actor, at, "Bewaartermijn verstreken.")
        now = {"now": moment(at), "before": moment(before)}
        run(db, "DELETE FROM sessions WHERE expires <= :now OR idle_until <= :now", now)
        run(db, "DELETE FROM invitations WHERE until <= :now", now)
        run(db, "DELETE FROM failed_logins WHERE at < :before", now)
        ended = "request_id IS NULL AND state IN ('accepted', 'declined', 'withdrawn') AND received_at < ?"
        forget_contacts(db, ended, moment(before))
        over = "request_id IS NULL AND meeting_id IN (SELECT id FROM meetings WHERE ends_at < ?)"
        forget_guests(db, over, (moment(before),))
    return found


def purge(db: Database, found: tuple[int, ...], actor: str, at: datetime, note: str) -> None:
    """Take the personal data out of these messages."""
    for message_id in found:
        status = messages.message(db, message_id).status
        record(db, message_id, status, Change(Event.PURGE, actor, note), at)


def forget_person(db: Database, addr_spec: str, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]:
    """Purge every message from or to this address, with the delivery failures of our replies to it.

    Returns the messages that it does, or without ``really`` would do. ``Conflict`` when one of them is on its way or in
    doubt: half a person is never forgotten.
    """
    found = messages_of(db, addr_spec)
    status = {message_id: messages.message(db, message_id).status for message_id in found}
    found = tuple(message_id for message_id in found if status[message_id] is not Status.PURGED)
    if busy := [message_id for message_id in found if status[message_id] not in PURGEABLE]:
        numbers = ", ".join(str(message_id) for message_id in busy)
        raise Conflict(
            f"Deze berichten zijn nog onderweg of in twijfel: {numbers}. Handel ze eerst af. Er is niets gewist."
        )
    if really:
        purge(db, found, actor, at, "Gewist op verzoek.")
        run(
            db,
            "DELETE FROM outlook_replies WHERE EXISTS (SELECT 1 FROM json_each(recipients) WHERE value = ?)",
            (addr_spec.strip().casefold(),),
        )
        forget_contacts(db, "lower(contact_addr) = ?", clean(addr_spec.strip()).lower())
        forget_guests(db, "lower(contact_addr) = ?", (clean(addr_spec.strip()).lower(),))
    return found


def messages_of(db: Database, addr_spec: str) -> tuple[int, ...]:
    """Messages from or to an address, and reports about mail to it. What was not read yet is searched as raw bytes."""
    address = clean(addr_spec.strip()).lower()
    found = ids(
        db,
        "SELECT id FROM messages WHERE lower(sender_addr) = :address"
        " UNION SELECT id FROM messages WHERE lower(reply_addr) = :address"
        " UNION SELECT o.message_id FROM outgoing o, json_each(o.rcpt_to) r WHERE lower(r.value) = :address"
        " UNION SELECT d.message_id FROM drafts d, json_each(d.draft, '$.cc') c"
        " WHERE lower(c.value ->> 'addr_spec') = :address"
        " UNION SELECT o.bounce_report_id FROM outgoing o, json_each(o.rcpt_to) r"
        " WHERE lower(r.value) = :address AND o.bounce_report_id IS NOT NULL",
        {"address": address},
    )
    unread = run(
        db,
        "SELECT id, raw FROM messages JOIN raws ON message_id = id WHERE status IN ('received', 'failed')",
    )
    needle = address.encode()
    return tuple(sorted({*found, *(int(row[0]) for row in unread if needle and needle in row[1].lower())}))


def export_person(db: Database, addr_spec: str) -> dict[str, object]:
    """Everything that we hold about an address, as plain data for JSON; bytes are Base64."""
    found = messages_of(db, addr_spec)
    return {
        "adres": addr_spec,
        "berichten": [_export(db, message_id) for message_id in found],
        "vragen aan expert": [plain(each) for each in asks(db) if each.question_id in found],
        "plaatsen": [
            plain(place)
            for place in places(db)
            if place.contact and clean(place.contact.addr_spec).lower() == clean(addr_spec.strip()).lower()
        ],
        "bijeenkomsten": [plain(each) for each in registrations_of(db, addr_spec)],
    }


def _export(db: Database, message_id: int) -> Mapping[str, object]:
    raw, row = messages.raw(db, message_id), messages.message(db, message_id)
    requests = every(
        db,
        f"{SELECT} WHERE m.id = ? ORDER BY r.id",
        (message_id,),
    )
    events = every(
        db,
        "SELECT * FROM events WHERE message_id = :id"
        " OR request_id IN (SELECT id FROM requests WHERE message_id = :id) ORDER BY id",
        {"id": message_id},
    )
    words = every(
        db,
        "SELECT w.* FROM intake_words w JOIN requests r ON r.id = w.request_id WHERE r.message_id = ? ORDER BY w.id",
        (message_id,),
    )
    said = every(db, "SELECT * FROM corrections WHERE message_id = ? ORDER BY id", (message_id,))
    sent = every(db, "SELECT * FROM outgoing WHERE message_id = ? ORDER BY id", (message_id,))
    return {
        **plain(row),
        "raw_base64": None if raw is None else base64.b64encode(raw).decode("ascii"),
        "concepten": plain(drafts.drafts(db, message_id)),
        "bewaarde teksten": [
            dict(row)
            for row in every(
                db, "SELECT colleague, version, subject, text, at FROM kept_texts WHERE message_id = ?", (message_id,)
            )
        ],
        "correcties": [_export_correction(dict(row)) for row in said],
        "overleg": plain(tuple(each for each in comments(db, row.thread_id) if each.message_id == message_id)),
        "bijlagen_base64": {
            row["id"]: base64.b64encode(row["content"]).decode("ascii")
            for row in every(db, "SELECT id, content FROM enclosures WHERE message_id = ?", (message_id,))
        },
        "toezeggingen": [
            dict(row)
            for row in every(
                db, "SELECT words, day, state FROM promises WHERE message_id = ? ORDER BY id", (message_id,)
            )
        ],
        "aanvragen": plain(tuple(rows.request(row) for row in requests)),
        "intakes": [dict(row) for row in words],
        "verzonden": [_export_outgoing(rows.outgoing(row)) for row in sent],
        "pogingen": plain(delivery.attempts(db, message_id)),
        "gebeurtenissen": plain(tuple(rows.event(row) for row in events)),
    }


def _export_correction(row: dict[str, Any]) -> Mapping[str, object]:
    return {
        **row,
        "understanding": json.loads(row["understanding"]),
        "was": json.loads(row["was"]) if row["was"] else None,
    }


def _export_outgoing(sent: Outgoing) -> Mapping[str, object]:
    return {
        "rfc_message_id": sent.rfc_message_id,
        "mail_from": sent.mail_from,
        "rcpt_to": list(sent.rcpt_to),
        "raw_base64": base64.b64encode(sent.raw).decode("ascii"),
    }
