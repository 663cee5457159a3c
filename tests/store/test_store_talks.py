"""What the chat keeps: conversations for a while, links that work once, the switch."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Address, Change, Composed, DeliveryResult, Outcome, Purpose, Talk, Wanted
from bot.pipeline.dialogue import hear
from bot.pipeline.talks import LINK_HOURS, MAILS_PER_ADDRESS, MAILS_PER_HOUR, Link
from bot.store import SqliteStore
from tests.dialogue.scripts import means

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = NOW + timedelta(hours=LINK_HOURS)
ADDRESS = "griffie@zwolle.nl"


def link(number: int = 1, addr_spec: str = ADDRESS, purpose: Purpose = Purpose.SIGN_UP) -> Link:
    wanted = Wanted(
        purpose, addr_spec, "Anja de Boer", "leerkring", "Aanmelden", "Graag doen wij mee.", "Zwolle", "..."
    )
    mail = Composed(
        f"<link-{number}@thorbecke2024.vng.nl>", "thorbecke2024@vng.nl", (addr_spec,), b"Subject: x\r\n\r\n"
    )
    return Link(f"hash-{number}", wanted, "Bevestig", mail)


async def test_a_conversation_comes_back_as_it_was_kept(store: SqliteStore) -> None:
    talk = Talk()
    for line in ("Wat is een leerkring?", "ja graag", "Zwolle", "burgerberaden"):
        talk = hear(talk, line, means())
    await store.keep_talk("hash", talk, 0, NOW + HOUR)
    assert await store.talk("hash", NOW) == (talk, 1)
    assert await store.talk("another", NOW) is None


async def test_a_conversation_that_has_ended_is_not_given_and_then_deleted(store: SqliteStore) -> None:
    await store.keep_talk("hash", Talk(), 0, NOW + HOUR)
    assert await store.forget_talks(NOW) == 0
    assert await store.talk("hash", NOW + HOUR) is None
    assert await store.forget_talks(NOW + HOUR) == 1
    assert await store.talk("hash", NOW) is None


async def test_of_two_messages_at_once_one_comes_second(store: SqliteStore) -> None:
    await store.keep_talk("hash", Talk(), 0, NOW + HOUR)
    await store.keep_talk("hash", Talk(pending="x"), 1, NOW + HOUR)
    with pytest.raises(Conflict):
        await store.keep_talk("hash", Talk(pending="y"), 1, NOW + HOUR)


async def test_a_conversation_can_be_wiped(store: SqliteStore) -> None:
    await store.keep_talk("hash", Talk(), 0, NOW + HOUR)
    await store.end_talk("hash")
    assert await store.talk("hash", NOW) is None


async def test_a_link_makes_one_message_and_only_once(store: SqliteStore) -> None:
    assert await store.ask_to_confirm(link(), NOW)
    assert (await store.counts()).get(Status.RECEIVED, 0) == 0
    message_id = await store.confirm("hash-1", NOW + HOUR)
    assert message_id is not None
    message = await store.message(message_id)
    assert (message.channel, message.status, message.subject) == ("chat", Status.RECEIVED, "Aanmelden")
    assert message.reply_address == Address("Anja de Boer", ADDRESS)
    assert await store.confirm("hash-1", NOW + HOUR) is None
    assert await store.wanted("hash-1", NOW + HOUR) is None


async def test_a_link_ends(store: SqliteStore) -> None:
    await store.ask_to_confirm(link(), NOW)
    assert await store.wanted("hash-1", LATER) is None
    assert await store.confirm("hash-1", LATER) is None


async def test_a_link_about_the_state_makes_nothing_and_one_about_a_request_shows_nothing(store: SqliteStore) -> None:
    await store.ask_to_confirm(link(1, purpose=Purpose.STATUS), NOW)
    await store.ask_to_confirm(link(2), NOW)
    assert await store.confirm("hash-1", NOW) is None
    assert await store.show_state("hash-2", NOW) is None
    assert await store.show_state("hash-1", NOW) == ()
    assert await store.show_state("hash-1", NOW) is None


async def test_the_mail_is_on_the_road_once_and_leaves_no_copy_in_sent(store: SqliteStore) -> None:
    assert await store.ask_to_confirm(link(), NOW)
    assert not await store.ask_to_confirm(link(), NOW)
    assert len(await store.due(NOW)) == 1
    assert await store.without_sent_copy() == ()


async def test_one_address_gets_few_mails_a_day_however_it_is_written(store: SqliteStore) -> None:
    for number in range(MAILS_PER_ADDRESS):
        assert await store.ask_to_confirm(link(number), NOW)
    assert not await store.ask_to_confirm(link(98, ADDRESS.upper()), NOW)
    assert await store.ask_to_confirm(link(99), LATER)


async def test_all_together_get_few_mails_an_hour(store: SqliteStore) -> None:
    for number in range(MAILS_PER_HOUR):
        assert await store.ask_to_confirm(link(number, f"a{number}@zwolle.nl"), NOW)
    assert not await store.ask_to_confirm(link(998, "b@zwolle.nl"), NOW)
    assert await store.ask_to_confirm(link(999, "b@zwolle.nl"), NOW + HOUR)


async def test_an_address_that_nobody_confirmed_is_erased_with_its_mail(store: SqliteStore) -> None:
    await store.ask_to_confirm(link(), NOW)
    (mail_id,) = await store.due(NOW)
    assert await store.forget_talks(LATER) == 0  # the mail is still on the road
    await store.record(mail_id, Status.APPROVED, Change(Event.RECALL, "kim"), NOW)
    assert await store.forget_talks(LATER) == 1
    assert (await store.message(mail_id)).status is Status.PURGED
    assert (await store.export_person(ADDRESS))["berichten"] == []


async def test_a_link_that_went_out_is_in_the_mail_of_its_owner_only(store: SqliteStore) -> None:
    await store.ask_to_confirm(link(), NOW)
    (mail_id,) = await store.due(NOW)
    claimed = await store.claim(mail_id, NOW + HOUR, "verzender", NOW)
    await store.finish(mail_id, claimed.id, DeliveryResult(Outcome.ACCEPTED, 250), NOW)
    assert await store.forget_talks(NOW) == 0
    frozen = await store.outgoing(mail_id)
    assert frozen is not None
    assert frozen.raw == b""
    assert await store.confirm("hash-1", NOW) is not None
    assert await store.forget_talks(LATER) == 1
    assert (await store.message(mail_id)).status is Status.PURGED


async def test_who_is_forgotten_is_forgotten_by_the_chat_too(store: SqliteStore) -> None:
    talk = hear(hear(Talk(), "Hoe staat het met onze aanvraag?", means()), ADDRESS, means())
    await store.keep_talk("hash", talk, 0, NOW + HOUR)
    await store.ask_to_confirm(link(), NOW)
    (mail_id,) = await store.due(NOW)
    await store.record(mail_id, Status.APPROVED, Change(Event.RECALL, "kim"), NOW)
    await store.forget_person(ADDRESS, "els", NOW, really=True)
    assert await store.talk("hash", NOW) is None
    assert await store.wanted("hash-1", NOW) is None


async def test_the_chat_is_on_until_somebody_switches_it_off(store: SqliteStore) -> None:
    assert await store.chat_is_on()
    await store.switch_chat(on=False, actor="els", at=NOW)
    assert not await store.chat_is_on()
    await store.switch_chat(on=True, actor="els", at=NOW)
    assert await store.chat_is_on()
