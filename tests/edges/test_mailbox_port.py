"""The port ``Mailbox``: the same rules at Dovecot and at the embedded server of the demo."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from bot.demo.samples import sample_mails
from bot.errors import MailboxRefused
from bot.imap.mailbox import ImapMailbox
from tests.edges.conftest import Account


def mail(name: str, body: bytes = b"Dag,\r\n\r\nGraag meedoen.\r\n") -> bytes:
    head = f"From: griffie@zaltbommel.nl\r\nTo: thorbecke2024@vng.nl\r\nMessage-ID: <{name}@zaltbommel.nl>\r\n"
    return f"{head}Subject: {name}\r\n\r\n".encode() + body


async def test_an_empty_folder_has_a_state_and_no_mail(mailbox: ImapMailbox) -> None:
    state = await mailbox.state("INBOX")
    assert (state.folder, state.exists) == ("INBOX", 0)
    assert state.uidvalidity > 0
    assert await mailbox.uids_after("INBOX", 0) == ()
    assert await mailbox.fetch("INBOX", []) == ()


async def test_a_mail_comes_as_the_very_bytes_that_were_sent(account: Account, mailbox: ImapMailbox) -> None:
    """Dots, two dots, 8-bit text, a long line and a missing last line end are all the sender's own."""
    raws = [
        mail("punten", b".\r\n..\r\n.x\r\n\r\n\r\n"),
        mail("acht", "Súdwest-Fryslân €\r\n".encode()),
        mail("cp1252", b"caf\xe9 \x80\r\n"),
        mail("lang", b"x" * 5_000 + b"\r\n"),
        mail("haakjes", b"* 5 FETCH (UID 3)\r\n)\r\na1 OK ((((\r\n{5}\r\n"),
    ]
    for raw in raws:
        await account.deliver(raw)
    uids = await mailbox.uids_after("INBOX", 0)
    mails = await mailbox.fetch("INBOX", uids)
    assert [fetched.raw for fetched in mails] == raws
    assert [fetched.at.uid for fetched in mails] == list(uids)
    assert {fetched.at.uidvalidity for fetched in mails} == {(await mailbox.state("INBOX")).uidvalidity}


async def test_a_mail_has_the_same_hash_at_every_server(account: Account, mailbox: ImapMailbox) -> None:
    """The database knows a mail by its bytes; the samples have every odd shape that the demo shows."""
    for _, raw in sample_mails():
        await account.deliver(raw)
    mails = await mailbox.fetch("INBOX", await mailbox.uids_after("INBOX", 0))
    hashes = [sha256(mail.raw).hexdigest() for mail in mails]
    assert hashes == [sha256(raw).hexdigest() for _, raw in sample_mails()]


async def test_the_server_tells_when_a_mail_came(account: Account, mailbox: ImapMailbox) -> None:
    await account.deliver(mail("tijd"))
    (fetched,) = await mailbox.fetch("INBOX", await mailbox.uids_after("INBOX", 0))
    assert fetched.internal_date is not None
    assert abs((datetime.now(UTC) - fetched.internal_date).total_seconds()) < 120


async def test_reading_leaves_no_trace_for_colleagues(account: Account, mailbox: ImapMailbox) -> None:
    """Never sets a flag: the read flag belongs to people."""
    await account.deliver(mail("ongelezen"))
    await mailbox.fetch("INBOX", await mailbox.uids_after("INBOX", 0))
    await mailbox.find("INBOX", "<ongelezen@zaltbommel.nl>")
    _, unseen = await account.as_colleague(("select", "INBOX"), ("search", None, "UNSEEN"))
    assert unseen[1] == [b"1"]


async def test_only_what_is_newer_is_told(account: Account, mailbox: ImapMailbox) -> None:
    """``n:*`` holds the last message also when it is older than n."""
    for name in ("een", "twee", "drie"):
        await account.deliver(mail(name))
    first, second, third = await mailbox.uids_after("INBOX", 0)
    assert first < second < third
    assert await mailbox.uids_after("INBOX", first) == (second, third)
    assert await mailbox.uids_after("INBOX", third) == ()


async def test_mail_that_comes_later_is_seen_on_the_same_connection(account: Account, mailbox: ImapMailbox) -> None:
    assert await mailbox.uids_after("INBOX", 0) == ()
    await account.deliver(mail("later"))
    assert len(await mailbox.uids_after("INBOX", 0)) == 1


async def test_many_and_large_mails_come_in_order(account: Account, mailbox: ImapMailbox) -> None:
    raws = [mail(f"nr{number}", b"regel\r\n" * (60_000 if number == 20 else 10)) for number in range(45)]
    for raw in raws:
        await account.deliver(raw)
    uids = await mailbox.uids_after("INBOX", 0)
    fetched = await mailbox.fetch("INBOX", list(reversed(uids)))
    assert [each.raw for each in fetched] == raws
    sizes = await mailbox.sizes("INBOX", uids)
    assert max(sizes, key=lambda uid: sizes[uid]) == uids[20]


async def test_what_a_colleague_deleted_is_left_out(account: Account, mailbox: ImapMailbox) -> None:
    for name in ("blijft", "weg", "blijft-ook"):
        await account.deliver(mail(name))
    uids = await mailbox.uids_after("INBOX", 0)
    await account.as_colleague(
        ("select", "INBOX"), ("uid", "STORE", str(uids[1]), "+FLAGS", r"(\Deleted)"), ("expunge",)
    )
    fetched = await mailbox.fetch("INBOX", [*uids, uids[-1] + 100])
    assert [each.at.uid for each in fetched] == [uids[0], uids[2]]


async def test_waiting_ends_when_mail_comes(account: Account, mailbox: ImapMailbox) -> None:
    await mailbox.uids_after("INBOX", 0)
    waiting = asyncio.create_task(mailbox.wait("INBOX", 300))
    await asyncio.sleep(0.1)
    await account.deliver(mail("nieuw"))
    async with asyncio.timeout(30):
        await waiting
    assert len(await mailbox.uids_after("INBOX", 0)) == 1


async def test_what_came_before_the_wait_ends_it_at_once(account: Account, mailbox: ImapMailbox) -> None:
    """A server announces a mail once, perhaps in the middle of a FETCH; IDLE says nothing of it then."""
    await account.deliver(mail("een"))
    (first,) = await mailbox.uids_after("INBOX", 0)
    await account.deliver(mail("twee"))
    await mailbox.fetch("INBOX", [first])
    async with asyncio.timeout(30):
        await mailbox.wait("INBOX", 300)


async def test_waiting_ends_when_the_time_is_over(mailbox: ImapMailbox) -> None:
    async with asyncio.timeout(30):
        await mailbox.wait("INBOX", 0.05)
    assert (await mailbox.state("INBOX")).exists == 0


async def test_a_cancelled_wait_does_no_harm(account: Account, mailbox: ImapMailbox) -> None:
    waiting = asyncio.create_task(mailbox.wait("INBOX", 300))
    await asyncio.sleep(0.1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await account.deliver(mail("daarna"))
    assert len(await mailbox.uids_after("INBOX", 0)) == 1


@pytest.mark.parametrize(
    "rfc_message_id", ["<gewoon@zaltbommel.nl>", '<"aan(haling)"@x.nl>', r"<terug\slag@x.nl>", "<CAF+a=b*%@x.nl>"]
)
async def test_a_mail_is_found_by_its_message_id(account: Account, mailbox: ImapMailbox, rfc_message_id: str) -> None:
    await account.deliver(mail("ander"))
    await account.deliver(mail("x").replace(b"<x@zaltbommel.nl>", rfc_message_id.encode()))
    _, uid = await mailbox.uids_after("INBOX", 0)
    (place,) = await mailbox.find("INBOX", rfc_message_id)
    assert (place.folder, place.uid) == ("INBOX", uid)


async def test_every_copy_is_found_and_nothing_else(account: Account, mailbox: ImapMailbox) -> None:
    for name in ("dubbel", "dubbel", "dubbel-2"):
        await account.deliver(mail(name))
    assert len(await mailbox.find("INBOX", "<dubbel@zaltbommel.nl>")) == 2
    assert await mailbox.find("INBOX", "<dubbe@zaltbommel.nl>") == ()
    assert await mailbox.find("INBOX", "<é@zaltbommel.nl>") == ()


async def test_an_appended_mail_keeps_bytes_flags_and_date(account: Account, mailbox: ImapMailbox) -> None:
    at = datetime(2026, 3, 1, 9, 30, 5, tzinfo=UTC)
    raw = mail("kopie", b"." * 100 + b"\r\n.\r\n")
    await mailbox.append("Verzonden items", raw, [r"\Seen"], at)
    (place,) = await mailbox.find("Verzonden items", "<kopie@zaltbommel.nl>")
    (fetched,) = await mailbox.fetch("Verzonden items", [place.uid])
    assert (fetched.raw, fetched.internal_date) == (raw, at)
    *_, seen = await account.as_colleague(("select", '"Verzonden items"'), ("search", None, "SEEN"))
    assert seen[1] == [b"1"]


async def test_a_mail_that_a_colleague_copies_stays_the_same(account: Account, mailbox: ImapMailbox) -> None:
    raw = mail("kopie", b"Tekst\r\n")
    await account.deliver(raw)
    await account.as_colleague(("select", "INBOX"), ("store", "1", "+FLAGS", r"(\Flagged)"), ("copy", "1", "Concepten"))
    (uid,) = await mailbox.uids_after("Concepten", 0)
    (copy,) = await mailbox.fetch("Concepten", [uid])
    assert copy.raw == raw
    *_, flagged = await account.as_colleague(("select", "Concepten"), ("search", None, "FLAGGED"))
    assert flagged[1] == [b"1"]


async def test_the_special_folders_are_found(mailbox: ImapMailbox) -> None:
    assert await mailbox.special_folder(r"\Sent") == "Verzonden items"
    assert await mailbox.special_folder(r"\Drafts") == "Concepten"
    assert await mailbox.special_folder(r"\Archive") is None


async def test_our_own_mail_is_removed_and_no_other(account: Account, mailbox: ImapMailbox) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for name in ("een", "twee"):
        await mailbox.append("Concepten", mail(name), [r"\Draft", r"\Seen"], at)
    await account.as_colleague(("select", "Concepten"), ("store", "2", "+FLAGS", r"(\Deleted)"))
    (place,) = await mailbox.find("Concepten", "<een@zaltbommel.nl>")
    assert await mailbox.remove(place)
    assert await mailbox.find("Concepten", "<een@zaltbommel.nl>") == ()
    assert len(await mailbox.find("Concepten", "<twee@zaltbommel.nl>")) == 1  # whatever colleagues marked stays theirs
    assert await mailbox.remove(place)  # again does no harm


async def test_nothing_is_removed_under_another_uidvalidity(account: Account, mailbox: ImapMailbox) -> None:
    await account.deliver(mail("x"))
    (place,) = await mailbox.find("INBOX", "<x@zaltbommel.nl>")
    assert not await mailbox.remove(replace(place, uidvalidity=place.uidvalidity + 1))
    assert await mailbox.uids_after("INBOX", 0) == (place.uid,)


async def test_headers_come_without_the_body(account: Account, mailbox: ImapMailbox) -> None:
    for name in ("een", "twee"):
        await account.deliver(mail(name, b"Een heel lange tekst.\r\n" * 1000))
    uids = await mailbox.uids_after("INBOX", 0)
    first, second = await mailbox.headers("INBOX", [*uids, 999])
    assert (first.at.uid, second.at.uid) == uids
    assert b"Subject: twee\r\n" in second.raw
    assert b"heel lange" not in second.raw
    assert first.internal_date is not None


async def test_mail_can_be_asked_for_from_a_day_on(account: Account, mailbox: ImapMailbox) -> None:
    for name, day in (("oud", 1), ("nieuw", 20)):
        await mailbox.append("Verzonden items", mail(name), [], datetime(2026, 3, day, 12, tzinfo=UTC))
    (uid,) = await mailbox.uids_after("Verzonden items", 0, since=date(2026, 3, 5))
    (found,) = await mailbox.fetch("Verzonden items", [uid])
    assert b"Subject: nieuw" in found.raw
    assert await mailbox.uids_after("Verzonden items", uid, since=date(2026, 3, 5)) == ()


@pytest.mark.parametrize(
    ("folder", "wire"),
    [("Entwürfe & meer", '"Entw&APw-rfe &- meer"'), ('Map "twee"', r'"Map \"twee\""'), ("日本", '"&ZeVnLA-"')],
)
async def test_a_folder_may_have_any_name(account: Account, mailbox: ImapMailbox, folder: str, wire: str) -> None:
    await account.as_colleague(("create", wire))
    await mailbox.append(folder, mail("daarin"), [], datetime(2026, 1, 1, tzinfo=UTC))
    assert (await mailbox.state(folder)).exists == 1


async def test_a_folder_that_is_not_there_is_a_refusal_and_the_rest_goes_on(mailbox: ImapMailbox) -> None:
    with pytest.raises(MailboxRefused, match="Bestaat niet"):
        await mailbox.state("Bestaat niet")
    with pytest.raises(MailboxRefused, match="Bestaat niet"):
        await mailbox.append("Bestaat niet", mail("x"), [], datetime(2026, 1, 1, tzinfo=UTC))
    assert (await mailbox.state("INBOX")).exists == 0


async def test_a_wrong_password_is_a_refusal_without_the_password(account: Account) -> None:
    with pytest.raises(MailboxRefused) as refusal:
        await account.mailbox(credential="geheim-en-fout").state("INBOX")
    assert "password" in str(refusal.value)
    assert "geheim-en-fout" not in str(refusal.value)
    assert account.user not in str(refusal.value)


async def test_many_may_call_at_the_same_time(account: Account, mailbox: ImapMailbox) -> None:
    """Two APPENDs at once on one connection would lose both."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    appends = [mailbox.append("Concepten", mail(f"c{number}"), [r"\Draft"], at) for number in range(5)]
    searches = [mailbox.uids_after("INBOX", 0) for _ in range(5)]
    await asyncio.gather(*appends, *searches)
    assert len(await mailbox.uids_after("Concepten", 0)) == 5


async def test_a_second_connection_need_not_wait_for_the_first(account: Account, mailbox: ImapMailbox) -> None:
    await mailbox.uids_after("INBOX", 0)
    waiting = asyncio.create_task(mailbox.wait("INBOX", 300))
    await asyncio.sleep(0.1)
    other = mailbox.beside()
    await account.deliver(mail("x"))
    async with asyncio.timeout(30):
        assert len(await other.uids_after("INBOX", 0)) == 1
        await waiting
    await other.close()


async def test_a_closed_mailbox_opens_again_by_itself(account: Account, mailbox: ImapMailbox) -> None:
    await account.deliver(mail("x"))
    await mailbox.uids_after("INBOX", 0)
    await mailbox.close()
    assert len(await mailbox.uids_after("INBOX", 0)) == 1
