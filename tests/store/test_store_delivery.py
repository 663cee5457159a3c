"""Mail out: one claim, one attempt, one truth about what came of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Change, DeliveryResult, Outcome
from bot.store import SqliteStore, open_store
from tests.store.samples import (
    ACCEPTED,
    DEFERRED,
    LATER,
    LOST,
    NOW,
    REFUSED,
    approved,
    claimed,
    outgoing,
    received,
    sent,
    waiting,
)

LOSE = Change(Event.LOSE, "verzender", "Geen antwoord.")


async def test_mail_is_due_when_its_undo_time_is_over(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.approve(message_id, 1, outgoing(), "els", NOW, LATER)
    assert await store.due(LATER - timedelta(seconds=1)) == ()
    assert await store.due(LATER) == (message_id,)


async def test_nobody_claims_inside_the_undo_time(store: SqliteStore) -> None:
    """The sender may hold an old list of what was due while somebody recalled and approved again."""
    message_id = await waiting(store)
    await store.approve(message_id, 1, outgoing(), "els", NOW, LATER)
    with pytest.raises(Conflict):
        await store.claim(message_id, LATER, "verzender", NOW)
    assert (await store.message(message_id)).status is Status.APPROVED


async def test_a_claim_starts_an_attempt_under_a_lease(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    row = await store.message(message_id)
    assert (row.status, row.lease_until, frozen.attempts) == (Status.SENDING, LATER, 1)
    (attempt,) = await store.attempts(message_id)
    assert (attempt.outgoing_id, attempt.started_at, attempt.finished_at) == (frozen.id, NOW, None)
    assert await store.due(LATER) == ()


async def test_a_second_claim_is_a_conflict(store: SqliteStore) -> None:
    message_id, _ = await claimed(store)
    with pytest.raises(Conflict):
        await store.claim(message_id, LATER, "verzender", NOW)
    assert len(await store.attempts(message_id)) == 1


async def test_what_is_being_sent_cannot_be_recalled(store: SqliteStore) -> None:
    message_id, _ = await claimed(store)
    with pytest.raises(Conflict):
        await store.recall(message_id, "els", NOW)


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (ACCEPTED, Status.SENT),
        (REFUSED, Status.UNDELIVERABLE),
        (DEFERRED, Status.APPROVED),
        (LOST, Status.UNCONFIRMED),
    ],
)
async def test_the_answer_decides_the_status(store: SqliteStore, result: DeliveryResult, status: Status) -> None:
    message_id, frozen = await claimed(store)
    row = await store.finish(message_id, frozen.id, result, LATER, LATER)
    assert (row.status, row.lease_until) == (status, None)
    (attempt,) = await store.attempts(message_id)
    assert (attempt.outcome, attempt.reply_code, attempt.enhanced_code, attempt.text, attempt.finished_at) == (
        result.outcome,
        result.reply_code,
        result.enhanced_code,
        result.text,
        LATER,
    )


async def test_a_refusal_for_now_waits_and_counts(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    retry_at = LATER + timedelta(minutes=1)
    row = await store.finish(message_id, frozen.id, DEFERRED, LATER, retry_at)
    assert row.send_after == retry_at
    assert await store.due(LATER) == ()
    again = await store.claim(message_id, retry_at, "verzender", retry_at)
    assert again == replace(frozen, attempts=2)


async def test_an_attempt_is_finished_once(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    with pytest.raises(Conflict):
        await store.finish(message_id, frozen.id, REFUSED, LATER)
    assert (await store.message(message_id)).status is Status.SENT


async def test_the_answer_for_another_mail_is_not_ours(store: SqliteStore) -> None:
    message_id, _ = await claimed(store, 1)
    _, other = await claimed(store, 2)
    with pytest.raises(Conflict):
        await store.finish(message_id, other.id, ACCEPTED, NOW)


async def test_an_expired_claim_is_listed_and_recording_its_loss_closes_the_attempt(store: SqliteStore) -> None:
    message_id, _ = await claimed(store)
    assert await store.expired_claims(LATER - timedelta(seconds=1)) == ()
    assert await store.expired_claims(LATER) == (message_id,)
    row = await store.record(message_id, Status.SENDING, LOSE, LATER)
    assert (row.status, row.lease_until) == (Status.UNCONFIRMED, None)
    (attempt,) = await store.attempts(message_id)
    assert (attempt.outcome, attempt.finished_at) == (Outcome.LOST, LATER)
    assert await store.expired_claims(LATER) == ()


async def test_a_late_yes_of_the_server_ends_the_doubt(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.record(message_id, Status.SENDING, LOSE, LATER)
    row = await store.finish(message_id, frozen.id, ACCEPTED, LATER)
    assert row.status is Status.SENT
    assert [a.outcome for a in await store.attempts(message_id)] == [Outcome.ACCEPTED]


async def test_a_late_no_is_evidence_and_a_person_still_decides(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.record(message_id, Status.SENDING, LOSE, LATER)
    row = await store.finish(message_id, frozen.id, REFUSED, LATER)
    assert row.status is Status.UNCONFIRMED
    assert [(a.outcome, a.reply_code) for a in await store.attempts(message_id)] == [(Outcome.REFUSED, 550)]
    with pytest.raises(Conflict):
        await store.finish(message_id, frozen.id, ACCEPTED, LATER)


async def test_what_a_person_says_was_not_sent_needs_a_new_approval(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.finish(message_id, frozen.id, LOST, NOW)
    row = await store.record(message_id, Status.UNCONFIRMED, Change(Event.CONFIRM_UNSENT, "els"), LATER)
    assert (row.status, row.approved_by) == (Status.AWAITING_REVIEW, None)
    assert await store.outgoing(message_id) is None
    assert await store.due(LATER) == ()


async def test_sent_mail_waits_for_its_copy_once(store: SqliteStore) -> None:
    _, frozen = await sent(store)
    await claimed(store, 2)
    assert [o.id for o in await store.without_sent_copy()] == [frozen.id]
    await store.sent_copy_kept(frozen.id, LATER)
    assert await store.without_sent_copy() == ()
    kept = await store.outgoing(frozen.message_id)
    assert kept is not None
    assert kept.sent_copy


async def test_a_failure_report_finds_the_mail_and_joins_its_thread(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    report = await received(store, 2)
    assert await store.bounced(frozen.rfc_message_id, report, "Niet bezorgd.", LATER) == message_id
    message = await store.message(message_id)
    assert message.status is Status.BOUNCED
    assert [m.id for m in await store.thread(message.thread_id)] == [message_id, report]
    assert (await store.history(message.thread_id))[-1].note == "Niet bezorgd."


async def test_a_second_report_about_the_same_mail_changes_nothing(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    await store.bounced(frozen.rfc_message_id, await received(store, 2), "Niet bezorgd.", LATER)
    assert await store.bounced(frozen.rfc_message_id, await received(store, 3), "Nogmaals.", LATER) == message_id
    assert (await store.message(message_id)).status is Status.BOUNCED


async def test_a_report_about_a_mail_that_we_never_sent_is_nobodys(store: SqliteStore) -> None:
    assert await store.bounced("<vreemd@x>", await received(store), "Niet bezorgd.", LATER) is None


async def test_a_report_during_the_claim_counts_as_soon_as_the_claim_ends(store: SqliteStore) -> None:
    """The process died after DATA; the report comes in before the lease is over."""
    message_id, frozen = await claimed(store)
    await store.bounced(frozen.rfc_message_id, await received(store, 2), "Niet bezorgd.", NOW)
    assert (await store.message(message_id)).status is Status.SENDING
    assert (await store.record(message_id, Status.SENDING, LOSE, LATER)).status is Status.BOUNCED


async def test_a_report_before_the_answer_counts_with_the_answer(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.bounced(frozen.rfc_message_id, await received(store, 2), "Niet bezorgd.", NOW)
    assert (await store.finish(message_id, frozen.id, ACCEPTED, LATER)).status is Status.BOUNCED


async def test_our_own_mail_is_approved_once_per_key(store: SqliteStore) -> None:
    key = "weekoverzicht:2026-W48:team@vng.nl"
    message_id = await store.compose_own("Weekoverzicht", outgoing("week"), key, "assistent", NOW)
    assert message_id is not None
    assert await store.compose_own("Weekoverzicht", outgoing("week-2"), key, "assistent", NOW) is None
    row = await store.message(message_id)
    assert (row.status, row.channel, row.subject, row.reply_address) == (Status.APPROVED, "own", "Weekoverzicht", None)
    assert await store.due(NOW) == (message_id,)


async def test_what_a_backup_holds_as_approved_does_not_go_out_when_it_is_put_back(
    store: SqliteStore, tmp_path: Path
) -> None:
    """It may have been sent after the copy was made; a person recalls it and decides."""
    message_id = await approved(store)
    await store.backup(tmp_path / "copy")
    assert await store.due(LATER) == (message_id,)
    restored = await open_store(tmp_path / "copy")
    try:
        assert await restored.due(LATER + timedelta(days=3650)) == ()
        await restored.recall(message_id, "els", LATER)
        assert (await restored.message(message_id)).status is Status.AWAITING_REVIEW
    finally:
        await restored.close()
