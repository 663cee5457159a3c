"""Between the columns of the tables and the rows of the model."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from bot.lifecycle import RequestState, Status
from bot.model import (
    Address,
    Attempt,
    Correction,
    Draft,
    DraftCopy,
    EventRow,
    Kind,
    Located,
    MessageRow,
    Outcome,
    Outgoing,
    RequestRow,
    Standing,
    ThreadMove,
)
from bot.store.documents import ABSENCE, ATTACHMENTS, DRAFT, NUMBERS, STRINGS, UNDERSTANDING
from bot.store.sql import Value, moment

NOT_BY_HAND = frozenset({"id", "status", "thread_id", "channel", "raw_sha256"})
"""What a change may not set: the status has its one writer, and the rest never changes this way."""

NAMES = frozenset(field.name for field in fields(MessageRow)) - NOT_BY_HAND


def columns(values: Mapping[str, object]) -> dict[str, Value]:
    """The columns for values that are named as in ``MessageRow``; an unknown name is a bug of the caller."""
    if unknown := values.keys() - NAMES:
        raise ValueError(f"cannot be set: {', '.join(sorted(unknown))}")
    found: dict[str, Value] = {}
    for name, value in values.items():
        found |= SPECIAL[name](value) if name in SPECIAL else {name: _plain(value)}
    return found


def _plain(value: Any) -> Value:
    """A text, a number, nothing, or a time."""
    return moment(value) if isinstance(value, datetime) else value


def _address(prefix: str) -> Callable[[Any], dict[str, Value]]:
    def split(address: Any) -> dict[str, Value]:
        name = address.display_name if address else ""
        return {f"{prefix}_name": name, f"{prefix}_addr": address.addr_spec if address else None}

    return split


def _understanding(value: Any) -> dict[str, Value]:
    return {
        "understanding": UNDERSTANDING.write(value) if value else None,
        "municipalities": " ".join(value.municipalities) if value else "",
    }


SPECIAL: Mapping[str, Callable[[Any], dict[str, Value]]] = {
    "sender": _address("sender"),
    "reply_address": _address("reply"),
    "understanding": _understanding,
    "references": lambda value: {"reference_ids": STRINGS.write(value)},
    "attachments": lambda value: {"attachments": ATTACHMENTS.write(value)},
    "defects": lambda value: {"defects": STRINGS.write(value)},
    "kind": lambda value: {"kind": str(value) if value else None},
    "absence": lambda value: {"absence": ABSENCE.write(value) if value else None},
}


def message(row: sqlite3.Row) -> MessageRow:
    """A row of ``messages``."""
    return MessageRow(
        id=row["id"],
        status=Status(row["status"]),
        channel=row["channel"],
        thread_id=row["thread_id"],
        received_at=datetime.fromisoformat(row["received_at"]),
        rfc_message_id=row["rfc_message_id"],
        in_reply_to=row["in_reply_to"],
        references=STRINGS.read(row["reference_ids"]),
        subject=row["subject"],
        sender=_joined(row["sender_name"], row["sender_addr"]),
        reply_address=_joined(row["reply_name"], row["reply_addr"]),
        sent_at=_time(row["sent_at"]),
        kind=Kind(row["kind"]) if row["kind"] else None,
        kind_reason=row["kind_reason"],
        understanding=UNDERSTANDING.read(row["understanding"]) if row["understanding"] else None,
        new_text=row["new_text"],
        text=row["text"],
        html=row["html"],
        attachments=ATTACHMENTS.read(row["attachments"]),
        defects=STRINGS.read(row["defects"]),
        draft_version=row["draft_version"],
        owner=row["owner"],
        crashes=row["crashes"],
        approved_by=row["approved_by"],
        send_after=_time(row["send_after"]),
        lease_until=_time(row["lease_until"]),
        raw_sha256=row["raw_sha256"],
        absence=ABSENCE.read(row["absence"]) if row["absence"] else None,
    )


def _joined(name: str, addr_spec: str | None) -> Address | None:
    return None if addr_spec is None else Address(name, addr_spec)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def request(row: sqlite3.Row) -> RequestRow:
    """A row of ``requests`` joined with its message."""
    return RequestRow(
        id=row["id"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        service=row["service"],
        act=row["act"],
        state=RequestState(row["state"]),
        municipalities=STRINGS.read(row["municipalities"]),
        topics=STRINGS.read(row["topics"]),
        requester=row["sender_name"] or row["sender_addr"],
        owner=row["owner"],
        opened_at=datetime.fromisoformat(row["opened_at"]),
        due_on=date.fromisoformat(row["due_on"]),
        next_step=row["next_step"],
        subject=row["subject"],
        message_status=Status(row["status"]),
        settled_at=_time(row["settled_at"]),
    )


def draft(row: sqlite3.Row) -> Draft:
    """A row of ``drafts``."""
    return Draft(
        message_id=row["message_id"],
        version=row["version"],
        draft=DRAFT.read(row["draft"]),
        author=row["author"],
        created_at=datetime.fromisoformat(row["created_at"]),
    )


def draft_copy(row: sqlite3.Row) -> DraftCopy:
    """A row of ``draft_copies``."""
    return DraftCopy(
        id=row["id"],
        message_id=row["message_id"],
        version=row["version"],
        rfc_message_id=row["rfc_message_id"],
        planned_at=datetime.fromisoformat(row["planned_at"]),
        place=Located(row["folder"], row["uidvalidity"], row["uid"]) if row["uid"] else None,
        raw_sha256=row["raw_sha256"],
    )


def correction(row: sqlite3.Row) -> Correction:
    """A row of ``corrections`` joined with its message and its last verdict."""
    return Correction(
        id=row["id"],
        message_id=row["message_id"],
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        subject=row["subject"],
        text=row["new_text"],
        sender=_joined(row["sender_name"], row["sender_addr"]),
        was=UNDERSTANDING.read(row["was"]),
        becomes=UNDERSTANDING.read(row["understanding"]),
        standing=Standing(row["standing"]),
    )


def outgoing(row: sqlite3.Row) -> Outgoing:
    """A row of ``outgoing``."""
    return Outgoing(
        id=row["id"],
        message_id=row["message_id"],
        rfc_message_id=row["rfc_message_id"],
        mail_from=row["mail_from"],
        rcpt_to=STRINGS.read(row["rcpt_to"]),
        raw=row["raw"],
        attempts=row["attempts"],
        sent_copy=row["sent_copy_at"] is not None,
    )


def attempt(row: sqlite3.Row) -> Attempt:
    """A row of ``attempts``."""
    return Attempt(
        outgoing_id=row["outgoing_id"],
        started_at=datetime.fromisoformat(row["started_at"]),
        finished_at=_time(row["finished_at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        reply_code=row["reply_code"],
        enhanced_code=row["enhanced_code"],
        text=row["text"],
    )


def thread_move(row: sqlite3.Row) -> ThreadMove:
    """A row of ``thread_moves``."""
    return ThreadMove(
        id=row["id"],
        message_id=row["message_id"],
        from_thread=row["from_thread"],
        to_thread=row["to_thread"],
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        withdrawn=NUMBERS.read(row["withdrawn"]),
    )


def event(row: sqlite3.Row) -> EventRow:
    """A row of ``events``."""
    return EventRow(
        id=row["id"],
        message_id=row["message_id"],
        request_id=row["request_id"],
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        event=row["event"],
        was=row["was"],
        becomes=row["becomes"],
        note=row["note"],
    )
