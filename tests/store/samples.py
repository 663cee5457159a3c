"""Mails, readings and drafts for the tests of the store, and short ways to a message in a given status."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.lifecycle import Event
from bot.model import (
    Address,
    Change,
    Composed,
    DeliveryResult,
    DraftText,
    FetchedMail,
    Kind,
    Located,
    MessageRow,
    Outcome,
    Outgoing,
    Prediction,
    Understanding,
)
from bot.pipeline.ports import NewRequest, Prepared
from bot.pipeline.preparing import Lookups, Preparing
from bot.store import SqliteStore

T = TypeVar("T")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
ACCOUNT = "thorbecke2024@vng.nl"
ANNA = Address("Anna de Wit", "a.dewit@zaltbommel.nl")
ACCEPTED = DeliveryResult(Outcome.ACCEPTED, 250, "2.0.0", "queued")
DEFERRED = DeliveryResult(Outcome.DEFERRED, 451, "4.3.0", "try again")
REFUSED = DeliveryResult(Outcome.REFUSED, 550, "5.1.1", "no such user")
LOST = DeliveryResult(Outcome.LOST, None, None, "connection lost in DATA")

SIGN_UP = NewRequest("leerkring", "aanmelden", ("Zaltbommel",), ("burgerraden",), date(2026, 11, 27), "Kring zoeken")
QUESTION = replace(SIGN_UP, act="informatie", next_step="Vraag beantwoorden")
STATUS_QUESTION = replace(SIGN_UP, act="status", next_step="Stand van zaken geven")


def mail(
    uid: int = 1,
    raw: bytes | None = None,
    *,
    folder: str = "INBOX",
    uidvalidity: int = 7,
    at: datetime | None = None,
) -> FetchedMail:
    bytes_ = b"Subject: mail %d\r\n\r\nDag\r\n" % uid if raw is None else raw
    return FetchedMail(Located(folder, uidvalidity, uid), bytes_, at)


def reading(**other: Any) -> Understanding:
    values: dict[str, Any] = {
        "kind": Kind.VERZOEK,
        "kind_confidence": 0.98,
        "requests": (Prediction("leerkring", "aanmelden", 0.94, ("graag meedoen",), (("expert", "aanmelden", 0.1),)),),
        "municipalities": ("Zaltbommel",),
        "contact_name": "Anna de Wit",
        "phone": "+31612345678",
    }
    return Understanding(**(values | other))


def draft(text: str = "Beste Anna, dank voor uw aanmelding.") -> DraftText:
    return DraftText(template="leerkring/aanmelden", subject="Re: Leerkring", text=text)


def prepared(**other: Any) -> Prepared:
    values: dict[str, Any] = {
        "rfc_message_id": "<vraag@zaltbommel.nl>",
        "in_reply_to": None,
        "references": (),
        "subject": "Aanmelding leerkring burgerraden",
        "sender": ANNA,
        "reply_address": ANNA,
        "sent_at": NOW,
        "text": "Dag, wij doen graag mee.\n\nGroet, Anna",
        "new_text": "Dag, wij doen graag mee.",
        "html": "<p>Dag</p>",
        "attachments": (),
        "defects": (),
        "kind": Kind.VERZOEK,
        "kind_reason": "",
        "understanding": reading(),
        "thread_id": None,
        "draft": draft(),
        "requests": (SIGN_UP,),
    }
    return Prepared(**(values | other))


def outgoing(name: str = "antwoord-1") -> Composed:
    return Composed(
        f"<{name}@thorbecke2024.vng.nl>", ACCOUNT, (ANNA.addr_spec,), b"Subject: Re\r\n\r\nDag " + name.encode()
    )


async def received(store: SqliteStore, uid: int = 1) -> int:
    message_id = await store.receive(ACCOUNT, mail(uid), NOW)
    assert message_id is not None
    return message_id


async def prepare(store: SqliteStore, message_id: int, found: Prepared, change: Change, at: datetime) -> MessageRow:
    """Write one message in a transaction of its own."""
    await _in_turn(store, lambda known: known.prepare(message_id, found, change, at))
    return await store.message(message_id)


async def thread_of(store: Preparing, rfc_message_ids: Sequence[str]) -> int | None:
    """What preparing would find now."""
    return await _in_turn(store, lambda known: known.thread_of(rfc_message_ids))


async def _in_turn(store: Preparing, step: Callable[[Lookups], T]) -> T:
    (outcome,) = await store.in_turn([step])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


async def waiting(store: SqliteStore, uid: int = 1, **other: Any) -> int:
    """A message that awaits review, with version 1 of its draft and a request."""
    message_id = await received(store, uid)
    await prepare(store, message_id, prepared(**other), Change(Event.PREPARE, "assistent"), NOW)
    return message_id


async def approved(store: SqliteStore, uid: int = 1, name: str = "", **other: Any) -> int:
    """A message whose undo time is over."""
    message_id = await waiting(store, uid, **other)
    await store.approve(message_id, 1, outgoing(name or f"antwoord-{uid}"), "els", NOW, NOW)
    return message_id


async def claimed(store: SqliteStore, uid: int = 1, **other: Any) -> tuple[int, Outgoing]:
    message_id = await approved(store, uid, **other)
    return message_id, await store.claim(message_id, LATER, "verzender", NOW)


async def sent(store: SqliteStore, uid: int = 1, **other: Any) -> tuple[int, Outgoing]:
    message_id, frozen = await claimed(store, uid, **other)
    await store.finish(message_id, frozen.id, ACCEPTED, NOW)
    return message_id, frozen


def look(database: Path, sql: str) -> list[Any]:
    """What stands in the file, read beside the store."""
    with sqlite3.connect(database) as connection:
        found = connection.execute(sql).fetchall()
    connection.close()
    return found
