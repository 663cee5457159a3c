"""Outlook in the store: copies of drafts that never lie there twice, and answers that prevent a second mail."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Change, Composed, FolderPosition, Located, SentMail
from bot.store import SqliteStore, open_store
from tests.store.samples import (
    ACCEPTED,
    ACCOUNT,
    ANNA,
    DEFERRED,
    LATER,
    LOST,
    NOW,
    approved,
    claimed,
    draft,
    look,
    mail,
    outgoing,
    prepare,
    prepared,
    received,
    sent,
    thread_of,
    waiting,
)

SENT = FolderPosition("Verzonden items", 5, 9)
ANSWER = SentMail(("<outlook-1@vng.nl>",), "<vraag@zaltbommel.nl>", (ANNA.addr_spec,), "Joost Bakker", NOW)
PLACE = Located("Concepten", 3, 12)


async def status(store: SqliteStore, message_id: int) -> Status:
    return (await store.message(message_id)).status


async def lines(store: SqliteStore, message_id: int) -> list[tuple[str, str]]:
    """Who did what, the oldest first."""
    thread = (await store.message(message_id)).thread_id
    return [(line.actor, line.event) for line in await store.history(thread) if line.message_id == message_id]


async def test_an_answer_from_outlook_settles_the_draft_that_waits(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await store.note_sent(SENT, [ANSWER], NOW) == (message_id,)
    assert await status(store, message_id) is Status.CLOSED
    assert (await lines(store, message_id))[-1] == ("Joost Bakker", Event.ANSWERED_ELSEWHERE)
    with pytest.raises(Conflict):
        await store.approve(message_id, 1, outgoing(), "els", NOW, NOW)


async def test_the_history_says_when_the_colleague_answered(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.note_sent(SENT, [ANSWER], LATER)
    (line,) = [x for x in await store.history(1) if x.event == Event.ANSWERED_ELSEWHERE]
    assert (line.message_id, line.note) == (message_id, "Verstuurd op 22 november 2026 om 10.00 uur.")


async def test_an_answer_takes_an_approval_off_the_road(store: SqliteStore) -> None:
    message_id = await approved(store)
    await store.note_sent(SENT, [ANSWER], NOW)
    assert await status(store, message_id) is Status.CLOSED
    assert await store.due(LATER) == ()
    assert await store.outgoing(message_id) is None
    with pytest.raises(Conflict):
        await store.claim(message_id, LATER, "verzender", NOW)


async def test_an_answer_beside_a_claim_counts_as_soon_as_the_server_says_later(store: SqliteStore) -> None:
    """Without it the next attempt would be the second mail."""
    message_id, frozen = await claimed(store)
    assert await store.note_sent(SENT, [ANSWER], NOW) == ()
    assert await status(store, message_id) is Status.SENDING
    assert (await store.finish(message_id, frozen.id, DEFERRED, NOW)).status is Status.CLOSED
    assert await store.due(LATER) == ()


async def test_an_answer_beside_a_reply_that_goes_out_is_told(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.note_sent(SENT, [ANSWER], NOW)
    assert (await store.finish(message_id, frozen.id, ACCEPTED, NOW)).status is Status.SENT
    assert (await lines(store, message_id))[-1] == ("Joost Bakker", "outlook")


async def test_an_answer_to_what_is_in_doubt_waits_for_the_verdict(store: SqliteStore) -> None:
    message_id, frozen = await claimed(store)
    await store.finish(message_id, frozen.id, LOST, NOW)
    await store.note_sent(SENT, [ANSWER], NOW)
    assert await status(store, message_id) is Status.UNCONFIRMED
    settled = await store.record(message_id, Status.UNCONFIRMED, Change(Event.CONFIRM_UNSENT, "els"), NOW)
    assert settled.status is Status.CLOSED


async def test_an_answer_that_is_seen_before_its_mail_was_read_is_kept(store: SqliteStore) -> None:
    """After a weekend without the service, Sent may be read first."""
    message_id = await received(store)
    assert await store.note_sent(SENT, [ANSWER], NOW) == ()
    row = await prepare(store, message_id, prepared(), Change(Event.PREPARE, "assistent"), NOW)
    assert row.status is Status.CLOSED


@pytest.mark.parametrize(
    "mail",
    [
        replace(ANSWER, recipients=("collega@vng.nl",)),
        replace(ANSWER, answers="<andere@zaltbommel.nl>"),
        replace(ANSWER, answers=None),
    ],
    ids=["passed on", "another mail", "no answer"],
)
async def test_other_sent_mail_settles_nothing(store: SqliteStore, mail: SentMail) -> None:
    message_id = await waiting(store)
    assert await store.note_sent(SENT, [mail], NOW) == ()
    assert await status(store, message_id) is Status.AWAITING_REVIEW


async def test_what_a_colleague_opened_again_is_not_settled_by_the_same_answer(store: SqliteStore) -> None:
    """A new UIDVALIDITY has all of Sent read again."""
    message_id = await waiting(store)
    await store.note_sent(SENT, [ANSWER], NOW)
    await store.record(message_id, Status.CLOSED, Change(Event.REOPEN, "els"), NOW)
    assert await store.note_sent(replace(SENT, uidvalidity=6), [ANSWER], NOW) == ()
    assert await status(store, message_id) is Status.AWAITING_REVIEW


@pytest.mark.parametrize(
    ("sent_at", "received_at", "expected"),
    [
        (NOW, NOW, Status.CLOSED),
        (NOW + timedelta(hours=23), NOW + timedelta(hours=23), Status.CLOSED),
        (None, NOW + timedelta(days=2), Status.AWAITING_REVIEW),
        (NOW + timedelta(days=2), NOW + timedelta(days=2), Status.AWAITING_REVIEW),
        (NOW, NOW + timedelta(days=400), Status.CLOSED),
        (NOW + timedelta(days=400), NOW, Status.CLOSED),
    ],
    ids=["before it", "clocks apart", "no date", "an id that is used again", "migrated since", "a clock that is ahead"],
)
async def test_an_answer_settles_no_mail_that_came_after_it(
    store: SqliteStore, sent_at: datetime | None, received_at: datetime, expected: Status
) -> None:
    message_id = await store.receive(ACCOUNT, mail(1, at=received_at), received_at)
    assert message_id is not None
    await prepare(store, message_id, prepared(sent_at=sent_at), Change(Event.PREPARE, "assistent"), received_at)
    await store.note_sent(SENT, [ANSWER], received_at)
    assert await status(store, message_id) is expected


async def test_the_position_moves_with_what_was_read(store: SqliteStore) -> None:
    await store.start_folder("sent items", SENT.folder, 5, NOW)
    await store.note_sent(SENT, [], NOW)
    assert await store.position("sent items", SENT.folder) == SENT
    await store.note_sent(replace(SENT, last_uid=4), [], NOW)
    assert await store.position("sent items", SENT.folder) == SENT


async def test_a_replaced_message_id_threads_like_our_own(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    copy = SentMail(("<nieuw@outlook.example>", frozen.rfc_message_id), "<vraag@zaltbommel.nl>", (), "", NOW)
    assert await store.note_sent(SENT, [copy], NOW) == ()
    thread = (await store.message(message_id)).thread_id
    assert await thread_of(store, ["<nieuw@outlook.example>"]) == thread
    assert await thread_of(store, [frozen.rfc_message_id]) == thread
    report = await received(store, 2)
    assert await store.bounced("<nieuw@outlook.example>", report, "Niet bezorgd.", NOW) == message_id
    assert await status(store, message_id) is Status.BOUNCED


async def test_an_answer_to_a_colleagues_answer_finds_the_thread(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.note_sent(SENT, [ANSWER], NOW)
    assert await thread_of(store, ["<outlook-1@vng.nl>"]) == (await store.message(message_id)).thread_id


async def test_answers_to_mail_that_never_comes_are_forgotten(store: SqliteStore, database: Path) -> None:
    await store.note_sent(SENT, [ANSWER], NOW)
    await store.note_sent(SENT, [], NOW + timedelta(days=31))
    assert look(database, "SELECT count(*) FROM outlook_replies") == [(0,)]


async def test_who_is_forgotten_leaves_no_answer_behind(store: SqliteStore, database: Path) -> None:
    await waiting(store)
    elsewhere = replace(ANSWER, ids=("<outlook-2@vng.nl>",), answers="<nooit-gezien@zaltbommel.nl>")
    await store.note_sent(SENT, [ANSWER, elsewhere], NOW)
    await store.forget_person(ANNA.addr_spec, "els", NOW, really=True)
    assert look(database, "SELECT * FROM outlook_replies UNION ALL SELECT *, 1, 1, 1, 1, 1 FROM other_ids") == []


async def test_a_database_from_before_outlook_was_followed_is_brought_up_to_date(
    store: SqliteStore, database: Path
) -> None:
    message_id = await waiting(store)
    await store.close()
    with sqlite3.connect(database) as older:
        older.executescript(
            "DROP TABLE draft_copies; DROP TABLE outlook_replies; DROP TABLE other_ids;"
            "DELETE FROM _sqlite_migrations WHERE name = '2026-11 Outlook is followed';"
        )
    older.close()
    again = await open_store(database)
    assert await again.copies_wanted() == (message_id,)
    assert await again.note_sent(SENT, [ANSWER], NOW) == (message_id,)
    await again.close()


# --- copies in Drafts -------------------------------------------------------------------------------------------------


async def test_a_draft_is_wanted_in_the_folder_until_it_lies_there(store: SqliteStore) -> None:
    message_id = await waiting(store)
    assert await store.copies_wanted() == (message_id,)
    copy = await store.plan_copy(message_id, "<c1@thorbecke2024.vng.nl>", NOW)
    assert copy is not None
    assert await store.copies_wanted() == (message_id,)
    again = await store.plan_copy(message_id, "<c2@thorbecke2024.vng.nl>", LATER)
    assert again == copy
    await store.copy_placed(copy.id, PLACE, "abc")
    assert await store.copies_wanted() == ()
    (placed,) = await store.copies_placed()
    assert (placed.place, placed.raw_sha256, placed.version) == (PLACE, "abc", 1)
    assert await store.copies_unwanted() == ()


async def test_a_changed_draft_is_wanted_and_the_old_copy_is_not(store: SqliteStore) -> None:
    message_id, _ = await placed(store)
    await store.save_draft(message_id, 1, draft("Anders."), "els", NOW)
    assert await store.copies_wanted() == (message_id,)
    assert [copy.version for copy in await store.copies_unwanted()] == [1]


async def test_no_copy_of_what_is_approved_stays(store: SqliteStore) -> None:
    """While an approval is on its road, nobody should send the same draft from Outlook."""
    message_id, copy_id = await placed(store)
    await store.approve(message_id, 1, outgoing(), "els", NOW, LATER)
    assert [copy.id for copy in await store.copies_unwanted()] == [copy_id]
    await store.copy_removed(copy_id)
    await store.recall(message_id, "els", NOW)
    assert await store.copies_wanted() == (message_id,)


async def test_a_copy_that_a_colleague_changed_is_theirs_for_good(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    await store.copy_taken(copy_id, "Gewijzigd.", "assistent", NOW)
    await store.copy_taken(copy_id, "Gewijzigd.", "assistent", NOW)
    assert [line for line in await lines(store, message_id) if line[1] == "outlook"] == [("assistent", "outlook")]
    await store.save_draft(message_id, 1, draft("Anders."), "els", NOW)
    assert (await store.copies_wanted(), await store.copies_unwanted()) == ((), ())


async def test_every_copy_is_unwanted_when_the_operator_wants_none(store: SqliteStore) -> None:
    _, copy_id = await placed(store)
    assert [copy.id for copy in await store.copies_unwanted(every=True)] == [copy_id]


async def placed(store: SqliteStore) -> tuple[int, int]:
    message_id = await waiting(store)
    copy = await store.plan_copy(message_id, "<c1@thorbecke2024.vng.nl>", NOW)
    assert copy is not None
    await store.copy_placed(copy.id, PLACE, "abc")
    return message_id, copy.id


OURS = SentMail(("<c1@thorbecke2024.vng.nl>",), "<vraag@zaltbommel.nl>", (ANNA.addr_spec,), "Joost Bakker", NOW)
WENT_OUT = Composed(OURS.ids[0], ACCOUNT, OURS.recipients, b"Subject: Re\r\n\r\nDag")


async def test_a_draft_that_is_sent_from_outlook_is_approved_there(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    found = await store.copy_of(OURS.ids)
    assert found is not None
    row = await store.sent_from_outlook(copy_id, OURS, WENT_OUT, draft("Door Joost."), "12 % gewijzigd.", NOW)
    assert (row.status, row.approved_by, row.draft_version) == (Status.SENT, "Joost Bakker", 2)
    assert (await lines(store, message_id))[-1] == ("Joost Bakker", Event.SENT_FROM_OUTLOOK)
    assert (await store.without_sent_copy(), await store.copy_of(OURS.ids)) == ((), None)
    assert await thread_of(store, OURS.ids) == row.thread_id
    with pytest.raises(Conflict):
        await store.approve(message_id, 2, outgoing(), "els", NOW, NOW)


async def test_a_draft_that_is_sent_to_somebody_else_answers_nobody(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    elsewhere = replace(OURS, recipients=("collega@vng.nl",))
    row = await store.sent_from_outlook(copy_id, elsewhere, WENT_OUT, None, "", NOW)
    assert row.status is Status.AWAITING_REVIEW
    assert (await lines(store, message_id))[-1] == ("Joost Bakker", "outlook")
    before = await lines(store, message_id)
    assert await store.note_sent(SENT, [elsewhere], NOW) == ()
    assert await lines(store, message_id) == before


async def test_what_was_sent_from_outlook_can_bounce(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    await store.sent_from_outlook(copy_id, OURS, WENT_OUT, None, "", NOW)
    report = await received(store, 2)
    assert await store.bounced(OURS.ids[0], report, "Niet bezorgd.", NOW) == message_id
    assert await status(store, message_id) is Status.BOUNCED


async def test_a_draft_that_is_sent_from_outlook_takes_the_approval_of_the_page_off_the_road(
    store: SqliteStore,
) -> None:
    message_id, copy_id = await placed(store)
    await store.approve(message_id, 1, outgoing(), "els", NOW, NOW)
    await store.sent_from_outlook(copy_id, OURS, WENT_OUT, None, "", NOW)
    assert await status(store, message_id) is Status.SENT
    assert await store.due(LATER) == ()


async def test_a_draft_that_is_sent_from_outlook_beside_a_claim_prevents_the_next_attempt(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    await store.approve(message_id, 1, outgoing(), "els", NOW, NOW)
    frozen = await store.claim(message_id, LATER, "verzender", NOW)
    assert (await store.sent_from_outlook(copy_id, OURS, WENT_OUT, None, "", NOW)).status is Status.SENDING
    assert (await store.finish(message_id, frozen.id, DEFERRED, NOW)).status is Status.CLOSED


async def test_the_same_mail_read_again_is_known(store: SqliteStore) -> None:
    message_id, copy_id = await placed(store)
    await store.sent_from_outlook(copy_id, OURS, WENT_OUT, None, "", NOW)
    before = await lines(store, message_id)
    await store.sent_from_outlook(copy_id, OURS, WENT_OUT, None, "", NOW)
    assert await store.note_sent(SENT, [OURS], NOW) == ()
    assert await lines(store, message_id) == before
