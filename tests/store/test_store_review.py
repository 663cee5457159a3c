"""What reviewers do: versions only grow, the first decision counts, a correction replaces."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Conflict, NotFound
from bot.lifecycle import RequestState, Status
from bot.model import Kind, Prediction, Standing
from bot.store import SqliteStore, open_store
from tests.store.samples import (
    ANNA,
    LATER,
    NOW,
    QUESTION,
    SIGN_UP,
    approved,
    draft,
    look,
    outgoing,
    reading,
    received,
    waiting,
)


async def test_each_save_is_a_new_version_and_the_old_ones_stay(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await store.save_draft(message_id, 1, draft("twee"), "els", LATER) == 2
    assert await store.save_draft(message_id, 2, draft("drie"), "jan", LATER) == 3
    assert [(d.version, d.draft.text, d.author) for d in await store.drafts(message_id)][1:] == [
        (2, "twee", "els"),
        (3, "drie", "jan"),
    ]
    current = await store.draft(message_id)
    assert current is not None
    assert current.version == 3
    assert await store.draft(message_id, 2) == (await store.drafts(message_id))[1]
    assert await store.draft(message_id, 9) is None


async def test_saving_over_a_version_that_is_gone_is_a_conflict_and_leaves_no_trace(store: SqliteStore) -> None:
    message = await store.message(await waiting(store))
    await store.save_draft(message.id, 1, draft("twee"), "els", NOW)
    history = await store.history(message.thread_id)
    with pytest.raises(Conflict):
        await store.save_draft(message.id, 1, draft("te laat"), "jan", NOW)
    assert await store.history(message.thread_id) == history
    assert len(await store.drafts(message.id)) == 2


async def test_a_rejected_draft_is_no_current_draft_and_its_number_is_never_used_again(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await store.without_draft() == 0
    await store.reject_draft(message_id, 1, "els", NOW, "Klopt niet.")
    row = await store.message(message_id)
    assert (row.status, row.draft_version) == (Status.AWAITING_REVIEW, 0)
    assert await store.draft(message_id) is None
    assert await store.without_draft() == 1
    assert await store.save_draft(message_id, 0, draft("opnieuw"), "els", NOW) == 2


async def test_rejecting_an_old_version_is_a_conflict(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.save_draft(message_id, 1, draft("twee"), "els", NOW)
    with pytest.raises(Conflict):
        await store.reject_draft(message_id, 1, "jan", NOW, "Klopt niet.")
    assert (await store.message(message_id)).draft_version == 2


async def test_a_message_that_is_not_under_review_has_no_draft_to_save(store: SqliteStore) -> None:
    with pytest.raises(Conflict):
        await store.save_draft(await received(store), 0, draft(), "els", NOW)
    with pytest.raises(NotFound):
        await store.save_draft(99, 0, draft(), "els", NOW)


async def test_an_approval_freezes_the_bytes(store: SqliteStore) -> None:
    message_id = await waiting(store)
    frozen = await store.approve(message_id, 1, outgoing(), "els", NOW, LATER)
    assert frozen.raw == outgoing().raw
    assert frozen.rcpt_to == (ANNA.addr_spec,)
    assert await store.outgoing(message_id) == frozen
    row = await store.message(message_id)
    assert (row.status, row.approved_by, row.send_after) == (Status.APPROVED, "els", LATER)


async def test_approving_an_old_version_is_a_conflict(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.save_draft(message_id, 1, draft("twee"), "els", NOW)
    with pytest.raises(Conflict):
        await store.approve(message_id, 1, outgoing(), "jan", NOW, LATER)
    assert (await store.message(message_id)).status is Status.AWAITING_REVIEW
    assert await store.outgoing(message_id) is None


async def test_without_a_draft_there_is_nothing_to_approve(store: SqliteStore) -> None:
    message_id = await waiting(store, draft=None)
    with pytest.raises(Conflict):
        await store.approve(message_id, 0, outgoing(), "els", NOW, LATER)


async def test_a_message_id_is_never_used_for_two_mails(store: SqliteStore) -> None:
    await approved(store, 1, name="zelfde")
    second = await waiting(store, 2)
    with pytest.raises(Conflict):
        await store.approve(second, 1, outgoing("zelfde"), "els", NOW, LATER)


async def test_a_recalled_approval_can_never_be_sent(store: SqliteStore) -> None:
    message_id = await approved(store)
    await store.recall(message_id, "els", NOW)
    row = await store.message(message_id)
    assert (row.status, row.approved_by, row.send_after, row.draft_version) == (Status.AWAITING_REVIEW, None, None, 1)
    assert await store.outgoing(message_id) is None
    assert await store.due(LATER) == ()
    again = await store.approve(message_id, 1, outgoing("tweede"), "els", NOW, NOW)
    assert await store.claim(message_id, LATER, "verzender", NOW) == replace(again, attempts=1)


async def test_a_correction_replaces_requests_and_draft_and_is_kept_as_an_example(store: SqliteStore) -> None:
    message = await store.message(await waiting(store, requests=(SIGN_UP, QUESTION)))
    await store.worklist.hand_over(message.id, None, "els", "els", NOW)
    said = reading(requests=(Prediction("expert", "aanmelden", 1.0),), topics=("inclusie",), role="griffier")
    expert = replace(SIGN_UP, service="expert", topics=("inclusie",))
    row = await store.correct(message.id, said, (expert, QUESTION), draft("anders"), "jan", LATER)
    assert (row.understanding, row.kind, row.draft_version) == (said, Kind.VERZOEK, 2)
    assert {(r.service, r.act): r.state for r in await store.requests_of(message.thread_id)} == {
        ("leerkring", "aanmelden"): RequestState.WITHDRAWN,
        ("leerkring", "informatie"): RequestState.OPEN,
        ("expert", "aanmelden"): RequestState.OPEN,
    }
    (new,) = [r for r in await store.requests_of(message.thread_id) if r.service == "expert"]
    assert (new.owner, new.opened_at, new.topics) == ("els", message.received_at, ("inclusie",))
    (example,) = await store.corrections()
    assert (example.text, example.becomes.role) == (message.new_text, "griffier")
    assert [(p.service, p.act) for p in example.becomes.requests] == [("expert", "aanmelden")]
    assert example.was.role == message.understanding.role  # type: ignore[union-attr]


async def test_only_the_last_correction_of_a_message_is_an_example(store: SqliteStore) -> None:
    message_id = await waiting(store)
    for service in ("expert", "theater"):
        said = reading(requests=(Prediction(service, "informatie", 1.0),))
        await store.correct(message_id, said, (), None, "jan", LATER)
    (last,) = await store.corrections()
    assert [p.service for p in last.becomes.requests] == ["theater"]
    assert [(p.service, p.act) for p in last.was.requests] == [("leerkring", "aanmelden")]


async def test_a_correction_without_a_reply_leaves_no_draft(store: SqliteStore) -> None:
    message_id = await waiting(store)
    row = await store.correct(message_id, reading(requests=()), (), None, "jan", LATER)
    assert row.draft_version == 0
    assert len(await store.drafts(message_id)) == 1


async def test_taking_a_message_takes_its_requests(store: SqliteStore) -> None:
    message = await store.message(await waiting(store))
    await store.worklist.hand_over(message.id, None, "els", "jan", NOW)
    assert (await store.message(message.id)).owner == "els"
    assert [r.owner for r in await store.requests_of(message.thread_id)] == ["els"]
    assert [e.note for e in await store.history(message.thread_id) if e.event == "taken"] == ["els", "els"]
    await store.worklist.hand_over(message.id, "els", None, "jan", NOW)
    assert (await store.message(message.id)).owner is None
    with pytest.raises(NotFound):
        await store.worklist.hand_over(99, None, "els", "jan", NOW)


async def test_the_database_itself_refuses_to_rewrite_history(store: SqliteStore, database: Path) -> None:
    """Events, drafts and approved bytes are protected by triggers, not by good manners."""
    corrected = await waiting(store, 2)
    await store.correct(corrected, reading(role="griffier"), (), None, "jan", LATER)
    (correction,) = await store.corrections()
    await store.judge(correction.id, Standing.WAITING, Standing.ACCEPTED, "els", LATER)
    await approved(store)
    for statement in (
        "UPDATE corrections SET actor = 'els'",
        "UPDATE verdicts SET standing = 'afgewezen'",
        "UPDATE events SET note = 'anders'",
        "DELETE FROM events",
        "UPDATE drafts SET draft = '{}'",
        "UPDATE outgoing SET raw = x'00'",
        "UPDATE messages SET status = 'verzonnen'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            look(database, statement)


async def test_a_database_from_before_corrections_were_judged_is_brought_up_to_date(
    store: SqliteStore, database: Path
) -> None:
    """What was corrected then does not say what was read, so it cannot be recalled; what comes after can."""
    message_id = await waiting(store)
    await store.correct(message_id, reading(role="griffier"), (), None, "jan", NOW)
    await store.close()
    with sqlite3.connect(database) as older:
        older.executescript(
            "DROP TRIGGER corrections_are_never_changed; DROP TABLE verdicts; ALTER TABLE corrections DROP COLUMN was;"
            "DELETE FROM _sqlite_migrations WHERE name = '2026-11 corrections are judged';"
        )
    older.close()
    again = await open_store(database)
    assert await again.corrections() == ()
    await again.correct(await waiting(again, 2), reading(role="raadslid"), (), None, "jan", LATER)
    assert [each.becomes.role for each in await again.corrections()] == ["raadslid"]
    await again.close()
