"""Retention and the rights of persons: gone is gone, in every byte of the files; the counts stay."""

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.lifecycle import Event, RequestState, Status
from bot.model import Address, Change, DeliveryResult, KeptText, Outcome
from bot.model.people import NewSession
from bot.pipeline.ports import User
from bot.store import SqliteStore
from tests.store.samples import (
    ACCOUNT,
    ANNA,
    LATER,
    LOST,
    NOW,
    SIGN_UP,
    approved,
    claimed,
    draft,
    look,
    mail,
    outgoing,
    prepare,
    prepared,
    reading,
    received,
    searched,
    sent,
    waiting,
)

SECRET = "Wilhelmina-Onvindbaar"
PERSON = Address(SECRET, f"{SECRET}@voorbeeld.nl")


async def full_of_secrets(store: SqliteStore) -> int:
    """A message with the person's name in every place that may hold one, answered and sent."""
    raw = f"From: {PERSON}\r\n\r\n{SECRET}".encode()
    message_id = await store.receive(ACCOUNT, mail(50, raw), NOW)
    assert message_id is not None
    found = prepared(
        sender=PERSON, reply_address=PERSON, subject=SECRET, text=SECRET, new_text=SECRET, html=SECRET,
        kind_reason=SECRET, understanding=reading(contact_name=SECRET), defects=(SECRET,),
        references=(f"<{SECRET}@x>",),
        rfc_message_id=f"<1{SECRET}@x>", in_reply_to=f"<2{SECRET}@x>", draft=draft(SECRET),
    )  # fmt: skip
    await prepare(store, message_id, found, Change(Event.PREPARE, "assistent"), NOW)
    await store.reject_draft(message_id, 1, "els", NOW, f"{SECRET} heeft gebeld.")
    await store.correct(message_id, reading(contact_name=SECRET), (SIGN_UP,), draft(SECRET), "els", NOW)
    (request,) = await store.requests_of((await store.message(message_id)).thread_id)
    await store.change_request(request.id, RequestState.OPEN, RequestState.OPEN, "els", NOW, note=SECRET)
    await store.worklist.keep_text(message_id, "lotte", KeptText(2, SECRET, SECRET, NOW))
    new = outgoing("geheim")
    new = type(new)(new.rfc_message_id, new.mail_from, (PERSON.addr_spec,), raw)
    frozen = await store.approve(message_id, 2, new, "els", NOW, NOW)
    await store.claim(message_id, LATER, "verzender", NOW)
    await store.finish(message_id, frozen.id, DeliveryResult(Outcome.ACCEPTED, 250, None, SECRET), NOW)
    return message_id


async def settle(store: SqliteStore, message_id: int) -> None:
    for request in await store.requests_of((await store.message(message_id)).thread_id):
        await store.change_request(request.id, RequestState.OPEN, RequestState.SETTLED, "els", NOW)


async def test_forgetting_without_really_only_tells(store: SqliteStore) -> None:
    message_id = await full_of_secrets(store)
    before = await store.message(message_id)
    assert await store.forget_person(PERSON.addr_spec, "els", LATER, really=False) == (message_id,)
    assert await store.message(message_id) == before


async def test_a_forgotten_person_is_in_no_byte_of_the_files(store: SqliteStore, database: Path) -> None:
    message_id = await full_of_secrets(store)
    other = await waiting(store, 2)
    assert await store.forget_person(PERSON.addr_spec.upper(), "els", LATER, really=True) == (message_id,)
    for file in database.parent.iterdir():
        content = file.read_bytes().lower()
        for word in (SECRET.lower(), "onvindbaar", "wilhelmina"):
            assert word.encode() not in content, file.name
    row = await store.message(message_id)
    assert (row.status, row.sender, row.subject, row.understanding) == (Status.PURGED, None, "", None)
    assert await store.raw(message_id) is None
    assert await store.drafts(message_id) == ()
    assert await store.corrections() == ()
    assert (await store.message(other)).sender == ANNA
    assert await searched(store, "onvindbaar") == []
    assert await searched(store, "onvindbare") == []


async def test_counts_requests_and_events_survive_and_the_mail_does_not_come_back(store: SqliteStore) -> None:
    message_id = await full_of_secrets(store)
    thread_id = (await store.message(message_id)).thread_id
    history = await store.history(thread_id)
    await store.forget_person(PERSON.addr_spec, "els", LATER, really=True)
    assert (await store.history(thread_id))[:-1] == tuple(replace(event, note="") for event in history)
    assert [r.requester for r in await store.requests_of(thread_id)] == [None]
    raw = f"From: {PERSON}\r\n\r\n{SECRET}".encode()
    assert await store.receive(ACCOUNT, mail(51, raw), LATER) is None


async def test_only_the_note_of_an_event_can_be_erased(store: SqliteStore, database: Path) -> None:
    await full_of_secrets(store)
    with sqlite3.connect(database) as other:
        for change in (
            "note = 'anders'",
            "note = '', actor = 'jan'",
            "note = '', becomes = 'sent'",
            "note = '', at = ''",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                other.execute(f"UPDATE events SET {change}")  # noqa: S608  (the four changes above)
    other.close()


async def test_a_person_who_is_still_being_answered_is_not_half_forgotten(store: SqliteStore) -> None:
    await sent(store, 1)
    busy = await approved(store, 2)
    with pytest.raises(Conflict, match=str(busy)):
        await store.forget_person(ANNA.addr_spec, "els", LATER, really=True)
    assert await store.counts() == {Status.SENT: 1, Status.APPROVED: 1}


async def test_forgetting_finds_what_was_never_read_and_failures_of_our_replies(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    report = await received(store, 2)
    await store.record(report, Status.RECEIVED, Change(Event.CRASH, "assistent"), NOW)
    await store.bounced(frozen.rfc_message_id, report, "Niet bezorgd.", NOW)
    unread = await store.receive(ACCOUNT, mail(3, f"From: <{ANNA.addr_spec.upper()}>".encode()), NOW)
    assert unread is not None
    await store.record(unread, Status.RECEIVED, Change(Event.CRASH, "assistent"), NOW)
    assert await store.forget_person(ANNA.addr_spec, "els", LATER, really=True) == (message_id, report, unread)
    assert await store.forget_person(ANNA.addr_spec, "els", LATER, really=True) == ()


async def test_an_empty_address_forgets_nobody(store: SqliteStore) -> None:
    await waiting(store, 1, sender=None, reply_address=None)
    assert await store.forget_person(" ", "els", LATER, really=True) == ()


async def test_retention_takes_what_was_settled_before_the_day(store: SqliteStore) -> None:
    settled, _ = await sent(store, 1)
    await settle(store, settled)
    promised, _ = await sent(store, 2)
    under_review = await waiting(store, 3)
    doubtful, frozen = await claimed(store, 4)
    await store.finish(doubtful, frozen.id, LOST, NOW)
    late, _ = await sent(store, 5)
    await settle(store, late)
    await store.bounced((await store.outgoing(late)).rfc_message_id, late, "Niet bezorgd.", LATER)  # type: ignore[union-attr]
    day = NOW + timedelta(minutes=1)
    assert await store.purge_before(NOW, "assistent", LATER, really=False) == ()
    assert await store.purge_before(day, "assistent", LATER, really=False) == (settled,)
    assert (await store.message(settled)).status is Status.SENT
    assert await store.purge_before(day, "assistent", LATER, really=True) == (settled,)
    assert (await store.message(settled)).status is Status.PURGED
    assert [(await store.message(i)).status for i in (promised, under_review, doubtful, late)] == [
        Status.SENT,
        Status.AWAITING_REVIEW,
        Status.UNCONFIRMED,
        Status.BOUNCED,
    ]


async def test_retention_ends_old_sessions(store: SqliteStore, database: Path) -> None:
    await store.save_user(User("els", "Els", "reviewer", "x"), NOW)
    for token, ends in (("oud", NOW), ("nieuw", LATER + timedelta(days=1))):
        await store.people.start_session(NewSession(token, "els", "c", NOW, ends, ends))
    await store.purge_before(NOW, "assistent", LATER, really=True)
    assert look(database, "SELECT token_hash FROM sessions") == [("nieuw",)]


async def test_an_export_holds_everything_and_is_plain_json(store: SqliteStore) -> None:
    message_id = await full_of_secrets(store)
    await waiting(store, 2)
    export = await store.export_person(PERSON.addr_spec)
    assert json.loads(json.dumps(export)) == export
    (message,) = export["berichten"]  # type: ignore[misc]
    assert message["id"] == message_id
    assert {len(message[part]) for part in ("concepten", "verzonden", "pogingen")} == {2, 1}
    assert [r["service"] for r in message["aanvragen"]] == ["leerkring"]
    assert message["gebeurtenissen"][0]["event"] == "arrived"
    assert [event["event"] for event in message["gebeurtenissen"] if event["request_id"]] == ["opened", "changed"]
    assert [said["actor"] for said in message["correcties"]] == ["els"]
    assert SECRET not in json.dumps(message["correcties"])  # a correction holds labels only
    assert message["raw_base64"]
    (kept,) = message["bewaarde teksten"]
    assert (kept["colleague"], kept["version"], kept["text"]) == ("lotte", 2, SECRET)


async def test_an_export_of_a_stranger_is_empty(store: SqliteStore) -> None:
    await waiting(store)
    assert (await store.export_person("niemand@x.nl"))["berichten"] == []
