"""From received to waiting for a reviewer: everything that was found out, in one transaction."""

from dataclasses import replace

import pytest

from bot.errors import Conflict, IllegalTransition, NotFound
from bot.lifecycle import Event, RequestState, Status
from bot.model import Attachment, Change, Kind
from bot.store import SqliteStore
from tests.store.samples import (
    ANNA,
    LATER,
    NOW,
    QUESTION,
    SIGN_UP,
    STATUS_QUESTION,
    draft,
    prepare,
    prepared,
    reading,
    received,
    sent,
    thread_of,
    waiting,
)

PREPARE = Change(Event.PREPARE, "assistent")


async def test_preparing_keeps_everything_that_was_found(store: SqliteStore) -> None:
    message_id = await received(store)
    found = prepared(
        references=("<a@x>", "<b@x>"), attachments=(Attachment("a.pdf", "application/pdf", 12, inline=False),)
    )
    row = await prepare(store, message_id, found, PREPARE, LATER)
    assert (row.status, row.draft_version) == (Status.AWAITING_REVIEW, 1)
    for name in ("rfc_message_id", "references", "subject", "sender", "reply_address", "sent_at", "text", "new_text",
                 "html", "attachments", "defects", "kind", "kind_reason", "understanding"):  # fmt: skip
        assert getattr(row, name) == getattr(found, name), name
    assert await store.message(message_id) == row
    kept = await store.draft(message_id)
    assert kept is not None
    assert (kept.draft, kept.author, kept.created_at) == (draft(), "assistent", LATER)
    (request,) = await store.requests_of(row.thread_id)
    assert (request.service, request.act, request.state) == ("leerkring", "aanmelden", RequestState.OPEN)
    assert (request.requester, request.opened_at, request.due_on) == ("Anna de Wit", NOW, SIGN_UP.due_on)


async def test_ignored_mail_says_why_in_its_history(store: SqliteStore) -> None:
    message_id = await received(store)
    ignored = prepared(kind=Kind.AUTOREPLY, draft=None, requests=(), sender=None, reply_address=None)
    row = await prepare(store, message_id, ignored, Change(Event.IGNORE, "assistent", "Automatisch antwoord."), NOW)
    assert (row.status, row.draft_version, row.sender) == (Status.IGNORED, 0, None)
    assert [(e.event, e.was, e.becomes, e.note) for e in await store.history(row.thread_id)] == [
        ("arrived", None, "received", ""),
        ("ignore", "received", "ignored", "Automatisch antwoord."),
    ]


async def test_a_second_preparation_is_a_conflict_and_writes_nothing(store: SqliteStore) -> None:
    message_id = await waiting(store)
    before = await store.message(message_id)
    with pytest.raises(Conflict):
        await prepare(store, message_id, prepared(subject="anders"), PREPARE, LATER)
    assert await store.message(message_id) == before
    assert len(await store.drafts(message_id)) == 1


async def test_preparing_can_only_prepare_or_ignore(store: SqliteStore) -> None:
    message_id = await received(store)
    with pytest.raises(IllegalTransition):
        await prepare(store, message_id, prepared(), Change(Event.CRASH, "assistent"), NOW)
    assert (await store.message(message_id)).subject == ""


async def test_record_sets_values_and_refuses_a_status_that_is_gone(store: SqliteStore) -> None:
    message_id = await received(store)
    crash = Change(Event.CRASH, "assistent", "Lezen mislukt.", {"crashes": 1})
    assert (await store.record(message_id, Status.RECEIVED, crash, NOW)).crashes == 1
    with pytest.raises(Conflict):
        await store.record(message_id, Status.RECEIVED, crash, NOW)
    with pytest.raises(NotFound):
        await store.record(99, Status.RECEIVED, crash, NOW)


@pytest.mark.parametrize("event", [Event.APPROVE, Event.CLAIM])
async def test_record_never_approves_or_claims_without_bytes_or_lease(store: SqliteStore, event: Event) -> None:
    message_id = await waiting(store)
    with pytest.raises(IllegalTransition):
        await store.record(message_id, Status.AWAITING_REVIEW, Change(event, "els"), NOW)


@pytest.mark.parametrize("name", ["status", "id", "onzin"])
async def test_a_change_cannot_set_a_status_by_the_back_door(store: SqliteStore, name: str) -> None:
    message_id = await waiting(store)
    with pytest.raises(ValueError, match=name):
        await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els", values={name: "sent"}), NOW)
    assert (await store.message(message_id)).status is Status.AWAITING_REVIEW


async def test_a_follow_up_joins_the_thread_and_its_open_request(store: SqliteStore) -> None:
    """The municipality says the same once more: that is one request, not two."""
    first = await store.message(await waiting(store))
    follow_up = await store.message(await waiting(store, 2, thread_id=first.thread_id, requests=(SIGN_UP, QUESTION)))
    assert follow_up.thread_id == first.thread_id
    asked = await store.requests_of(first.thread_id)
    assert [(r.act, r.message_id) for r in asked] == [("aanmelden", first.id), ("informatie", follow_up.id)]
    assert [m.id for m in await store.thread(first.thread_id)] == [first.id, follow_up.id]


async def test_asking_how_it_stands_opens_nothing_beside_an_open_request(store: SqliteStore) -> None:
    first = await store.message(await waiting(store))
    await waiting(store, 2, thread_id=first.thread_id, requests=(STATUS_QUESTION,))
    assert [r.act for r in await store.requests_of(first.thread_id)] == ["aanmelden"]


async def test_asking_how_it_stands_without_an_open_request_is_one(store: SqliteStore) -> None:
    message = await store.message(await waiting(store, requests=(STATUS_QUESTION,)))
    assert [r.act for r in await store.requests_of(message.thread_id)] == ["status"]


async def test_a_settled_request_does_not_keep_a_new_one_away(store: SqliteStore) -> None:
    first = await store.message(await waiting(store))
    (request,) = await store.requests_of(first.thread_id)
    await store.change_request(request.id, RequestState.OPEN, RequestState.SETTLED, "els", NOW)
    await waiting(store, 2, thread_id=first.thread_id)
    assert [r.state for r in await store.requests_of(first.thread_id)] == [RequestState.SETTLED, RequestState.OPEN]


async def test_an_unknown_thread_leaves_the_message_in_its_own(store: SqliteStore) -> None:
    first, second = await waiting(store), await waiting(store, 2, thread_id=12345)
    assert (await store.message(first)).thread_id != (await store.message(second)).thread_id


async def test_the_thread_is_that_of_the_last_known_message_id(store: SqliteStore) -> None:
    old = await store.message(await waiting(store, 1, rfc_message_id="<oud@x>"))
    new = await store.message(await waiting(store, 2, rfc_message_id="<nieuw@x>"))
    assert await thread_of(store, ["<oud@x>", "<nieuw@x>", "<onbekend@x>"]) == new.thread_id
    assert await thread_of(store, ["<nieuw@x>", "<oud@x>"]) == old.thread_id
    assert await thread_of(store, ["<onbekend@x>"]) is None
    assert await thread_of(store, []) is None
    assert await thread_of(store, [f"<{n}@x>" for n in range(5000)]) is None


async def test_an_answer_to_our_mail_finds_its_thread(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    assert await thread_of(store, [frozen.rfc_message_id]) == (await store.message(message_id)).thread_id


async def test_requests_without_a_name_are_asked_by_the_address(store: SqliteStore) -> None:
    message = await store.message(await waiting(store, sender=replace(ANNA, display_name="")))
    assert [r.requester for r in await store.requests_of(message.thread_id)] == [ANNA.addr_spec]


async def test_the_reading_is_searchable_by_municipality(store: SqliteStore) -> None:
    message_id = await waiting(store, understanding=reading(municipalities=("Súdwest-Fryslân",)))
    page = await store.queue([Status.AWAITING_REVIEW], search="sudwest")
    assert [row.id for row in page.rows] == [message_id]
