"""Mail in: nothing is lost, nothing comes in twice."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import clean
from bot.errors import NotFound
from bot.lifecycle import Event, Status
from bot.model import Address, Change, FolderPosition
from bot.pipeline.ports import Held
from bot.store import SqliteStore
from tests.store.samples import ACCOUNT, ANNA, LATER, NOW, mail, prepare, prepared, received, thread_of


async def test_a_mail_is_kept_byte_for_byte_with_its_place_and_the_position(store: SqliteStore) -> None:
    raw = bytes(range(256))
    message_id = await store.receive(ACCOUNT, mail(12, raw), NOW)
    assert message_id is not None
    assert await store.raw(message_id) == raw
    assert await store.held(ACCOUNT, "INBOX") == {12: Held(message_id, Status.RECEIVED)}
    assert await store.position(ACCOUNT, "INBOX") == FolderPosition("INBOX", 7, 12)
    assert (await store.message(message_id)).status is Status.RECEIVED


async def test_the_same_bytes_elsewhere_are_the_same_message_in_a_second_place(store: SqliteStore) -> None:
    first = await store.receive(ACCOUNT, mail(1, b"x"), NOW)
    assert await store.receive(ACCOUNT, mail(9, b"x", folder="Archief"), NOW) is None
    assert (await store.held(ACCOUNT, "Archief"))[9].message_id == first
    assert await store.counts() == {Status.RECEIVED: 1}


async def test_the_same_bytes_in_another_account_are_another_message(store: SqliteStore) -> None:
    await store.receive(ACCOUNT, mail(1, b"x"), NOW)
    assert await store.receive("ander@vng.nl", mail(1, b"x"), NOW) is not None


async def test_a_place_that_is_known_already_brings_nothing_new(store: SqliteStore) -> None:
    """Exchange may give other bytes for one UID; RFC 3501 says that it is the same mail."""
    await store.receive(ACCOUNT, mail(1, b"x"), NOW)
    assert await store.receive(ACCOUNT, mail(1, b"x, boundary changed"), NOW) is None
    assert await store.counts() == {Status.RECEIVED: 1}


async def test_two_mails_with_one_message_id_are_two_messages(store: SqliteStore) -> None:
    one, two = await received(store, 1), await received(store, 2)
    for message_id in (one, two):
        await prepare(store, message_id, prepared(), Change(Event.PREPARE, "assistent"), NOW)
    assert one != two
    assert await store.counts() == {Status.AWAITING_REVIEW: 2}


async def test_the_position_never_goes_backwards(store: SqliteStore) -> None:
    await received(store, 5)
    await received(store, 3)
    assert await store.position(ACCOUNT, "INBOX") == FolderPosition("INBOX", 7, 5)


async def test_a_folder_that_begins_again_forgets_its_old_places_and_refuses_what_it_knows(store: SqliteStore) -> None:
    first = await received(store, 5)
    await store.start_folder(ACCOUNT, "INBOX", 8, LATER)
    assert await store.position(ACCOUNT, "INBOX") == FolderPosition("INBOX", 8, 0)
    assert await store.held(ACCOUNT, "INBOX") == {}
    assert await store.receive(ACCOUNT, mail(1, mail(5).raw, uidvalidity=8), LATER) is None
    assert (await store.held(ACCOUNT, "INBOX"))[1].message_id == first


async def test_a_mail_of_an_old_uidvalidity_is_kept_but_does_not_move_the_position(store: SqliteStore) -> None:
    await store.start_folder(ACCOUNT, "INBOX", 8, NOW)
    assert await store.receive(ACCOUNT, mail(40, uidvalidity=7), NOW) is not None
    assert await store.position(ACCOUNT, "INBOX") == FolderPosition("INBOX", 8, 0)


async def test_an_unknown_folder_has_no_position(store: SqliteStore) -> None:
    assert await store.position(ACCOUNT, "INBOX") is None


@pytest.mark.parametrize(
    ("internal", "kept"),
    [
        (None, NOW),
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(days=3), NOW),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), NOW),
        (datetime(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)),  # noqa: DTZ001  (a server without a zone)
    ],
)
async def test_a_message_is_as_old_as_its_arrival_at_the_server(
    store: SqliteStore, internal: datetime | None, kept: datetime
) -> None:
    message_id = await store.receive(ACCOUNT, mail(1, at=internal), NOW)
    assert message_id is not None
    assert (await store.message(message_id)).received_at == kept


async def test_a_chat_question_waits_like_a_mail(store: SqliteStore) -> None:
    message_id = await store.receive_chat(
        "Kan ik meedoen?", ANNA, NOW, municipality="Zaltbommel", transcript="Bot: hallo"
    )
    message = await store.message(message_id)
    assert (message.channel, message.status) == ("chat", Status.RECEIVED)
    assert message.new_text == "Kan ik meedoen?\n\nGemeente: Zaltbommel"
    assert message.text == f"{message.new_text}\n\nBot: hallo"
    assert (message.sender, message.reply_address) == (ANNA, ANNA)
    assert await store.raw(message_id) is None


async def test_messages_of_a_status_come_oldest_first(store: SqliteStore) -> None:
    new = await store.receive(ACCOUNT, mail(1), NOW)
    old = await store.receive(ACCOUNT, mail(2, at=NOW - timedelta(days=1)), NOW)
    assert await store.ids_in(Status.RECEIVED) == (old, new)
    assert await store.ids_in(Status.RECEIVED, limit=1) == (old,)


async def test_a_message_that_does_not_exist_is_not_found(store: SqliteStore) -> None:
    with pytest.raises(NotFound):
        await store.message(4)
    assert await store.raw(4) is None


async def test_surrogates_and_nul_are_replaced_everywhere(store: SqliteStore) -> None:
    """Python reads broken charsets into lone surrogates, which SQLite cannot write."""
    bad, good = "a\udc80b\x00c", "a\ufffdb\ufffdc"
    message_id = await received(store)
    row = await prepare(
        store,
        message_id,
        prepared(
            subject=bad, text=bad, new_text=bad, html=bad, sender=Address(bad, bad), defects=(bad,), references=(bad,)
        ),
        Change(Event.PREPARE, "assistent", bad),
        NOW,
    )
    assert (row.subject, row.text, row.new_text, row.html) == (good,) * 4
    assert (row.sender, row.defects, row.references) == (Address(good, good), (good,), (good,))
    assert (await store.history(row.thread_id))[-2].note == good
    chat = await store.message(await store.receive_chat(bad, Address(bad, bad), NOW, municipality=bad, transcript=bad))
    assert chat.text.startswith(good)
    assert (await store.queue(list(Status), search=bad)).total == 2
    assert await thread_of(store, [bad, "\ud800"]) is None


@given(st.text(st.characters()))
def test_a_cleaned_text_can_always_be_written(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
