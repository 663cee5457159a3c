"""The embedded servers of the demo."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.demo.servers import Servers, start
from bot.errors import MailboxError
from bot.imap.mailbox import ImapMailbox
from bot.model import Outcome, Outgoing
from bot.smtp.transport import SmtpTransport

MAIL = b"From: griffie@zaltbommel.nl\r\nTo: thorbecke2024@vng.nl\r\nSubject: x\r\n\r\nDag\r\n"


def shared(servers: Servers) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", servers.imap_port, "none", servers.shared_user, servers.password, timeout=10)


async def test_every_address_has_its_own_mailbox(embedded: Servers) -> None:
    await embedded.deliver(MAIL, "thorbecke2024@vng.nl")
    await embedded.deliver(MAIL + b"antwoord\r\n", "Griffie@Zaltbommel.nl")
    assert await embedded.mails_of("thorbecke2024@vng.nl") == [MAIL]
    assert await embedded.mails_of("griffie@zaltbommel.nl") == [MAIL + b"antwoord\r\n"]
    assert await embedded.mails_of("niemand@nergens.nl") == []


async def test_an_address_can_never_leave_its_folder(embedded_maildir: Servers, tmp_path: Path) -> None:
    for address in ("../../../weg@x.nl", "a:b\nc@x.nl", "/etc/x@x.nl", ".", ".."):
        await embedded_maildir.deliver(MAIL, address)
        assert await embedded_maildir.mails_of(address) == [MAIL]
    assert await asyncio.to_thread(os.listdir, tmp_path) == ["mail"]


async def test_mail_and_uids_outlive_a_restart(tmp_path: Path) -> None:
    first = await start(tmp_path)
    await first.deliver(MAIL, "thorbecke2024@vng.nl")
    before = await shared(first).state("INBOX")
    uids = await shared(first).uids_after("INBOX", 0)
    await first.stop()
    (tmp_path / "thorbecke2024@vng.nl" / "dovecot-uidlist.lock").write_bytes(b"")  # as after a kill
    second = await start(tmp_path, password="ander")
    await second.deliver(MAIL, "thorbecke2024@vng.nl")
    assert (await shared(second).state("INBOX")).uidvalidity == before.uidvalidity
    assert (await shared(second).uids_after("INBOX", 0))[:1] == uids
    await second.stop()


async def test_stopping_does_not_wait_for_clients(embedded: Servers, embedded_maildir: Servers) -> None:
    for servers in (embedded, embedded_maildir):
        waiting = asyncio.create_task(shared(servers).wait("INBOX", 300))
        _, smtp = await asyncio.open_connection("127.0.0.1", servers.smtp_port)
        await asyncio.sleep(0.1)
        async with asyncio.timeout(5):
            await servers.stop()
            with pytest.raises(MailboxError):
                await waiting
        smtp.close()


async def test_a_test_can_make_the_server_refuse(embedded: Servers) -> None:
    transport = SmtpTransport("127.0.0.1", embedded.smtp_port, "none", timeout=10)
    message = Outgoing(1, 1, "<x@y>", "thorbecke2024@vng.nl", ("griffie@zaltbommel.nl",), MAIL)
    embedded.answer_to_data = lambda _envelope: "451 4.3.0 later"
    assert (await transport.deliver(message)).outcome is Outcome.DEFERRED
    embedded.answer_to_data = None
    embedded.answer_to_rcpt = lambda _address: "550 5.1.1 no"
    assert (await transport.deliver(message)).outcome is Outcome.REFUSED
    embedded.answer_to_rcpt = None
    assert (await transport.deliver(message)).outcome is Outcome.ACCEPTED
    assert await embedded.mails_of("griffie@zaltbommel.nl") == [MAIL]


async def test_many_mails_come_at_the_same_time(embedded_maildir: Servers) -> None:
    """Each gets one UID of its own, also while a client reads."""
    reading = asyncio.create_task(shared(embedded_maildir).state("INBOX"))
    deliveries = (embedded_maildir.deliver(MAIL + b"%d\r\n" % number, "thorbecke2024@vng.nl") for number in range(20))
    await asyncio.gather(*deliveries)
    await reading
    mails = await embedded_maildir.mails_of("thorbecke2024@vng.nl")
    assert sorted(mails) == sorted(MAIL + b"%d\r\n" % number for number in range(20))
