"""A mail server's wish to be left alone is heeded, by every connection of the account; our own limits hold."""

import asyncio

import pytest

from bot.errors import MailboxBusy, MailboxError, MailboxRefused
from bot.imap.mailbox import ImapMailbox
from tests.servers.scripted import Answer, Script, ThenHangUp, imap_server

SOON = 10
THROTTLED = b"Request is throttled. Suggested Backoff Time: 299961 milliseconds\r\n"


def client(script: Script, **changed: int) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", script.port, "none", "user", "password", timeout=300, **changed)


@pytest.mark.parametrize(
    "answers",
    [
        {"UID SEARCH": b"%T NO " + THROTTLED},
        {"UID SEARCH": ThenHangUp(b"%T BAD " + THROTTLED + b"* BYE Connection closed. 14\r\n")},
        {"UID SEARCH": ThenHangUp(b"* BYE " + THROTTLED)},
        {"SELECT": ThenHangUp(b"* BYE " + THROTTLED)},
        {"LOGIN": b"%T NO " + THROTTLED},
        {"greeting": ThenHangUp(b"* BYE " + THROTTLED)},
    ],
)
async def test_a_server_that_wants_to_be_left_alone_is(answers: dict[str, Answer]) -> None:
    """Also by the other connections; asking again only makes it longer."""
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        with pytest.raises(MailboxBusy) as busy:
            await mailbox.uids_after("INBOX", 0)
        assert busy.value.seconds == pytest.approx(299.961)
        heard, connections = list(script.heard), script.connections
        for each in (mailbox, mailbox.beside()):
            with pytest.raises(MailboxBusy) as still:
                await each.state("INBOX")
            assert 290 < still.value.seconds <= 299.961
        assert (script.heard, script.connections) == (heard, connections)


async def test_no_mail_is_taken_for_gone_by_a_server_that_wants_to_be_left_alone() -> None:
    async with imap_server({"UID FETCH": b"%T NO " + THROTTLED}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxBusy):
            await client(script).fetch("INBOX", [7])
        assert not any(b"SEARCH" in line or b"NOOP" in line for line in script.heard)


async def test_a_server_that_does_not_say_how_long_is_asked_again_later_each_time() -> None:
    async with imap_server({"UID SEARCH": b"%T NO [THROTTLED] slower, please\r\n"}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxBusy) as busy:
            await client(script).uids_after("INBOX", 0)
    assert busy.value.seconds == 30


@pytest.mark.parametrize("words", [b"Too many simultaneous connections", b"[LIMIT] Maximum number of connections"])
async def test_enough_connections_say_nothing_against_those_that_are_open(words: bytes) -> None:
    async with imap_server({"LOGIN": [b"%T OK in\r\n", b"%T NO " + words + b"\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.state("INBOX")
        with pytest.raises(MailboxError) as error:
            await mailbox.beside().state("INBOX")
        assert not isinstance(error.value, MailboxRefused | MailboxBusy)
        assert await mailbox.uids_after("INBOX", 0) == (7,)


async def test_words_of_a_mail_are_never_taken_for_the_servers() -> None:
    body = b"* BYE " + THROTTLED + b"A1 NO " + THROTTLED
    mail = b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%b)\r\n%%T OK\r\n" % (len(body), body)
    sizes = b"* 1 FETCH (UID 7 RFC822.SIZE 10)\r\n%T OK\r\n"
    answers: dict[str, Answer] = {"UID FETCH": [sizes, mail], "NOOP": ThenHangUp(b"* BYE see you\r\n")}
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        assert [each.raw for each in await mailbox.fetch("INBOX", [7])] == [body]
        with pytest.raises(MailboxError, match="ended the connection"):
            await mailbox.uids_after("INBOX", 0)


async def test_commands_wait_for_their_turn() -> None:
    """1,800 a minute: 600 at once, then 20 a second; every connection counts."""
    async with imap_server() as script, asyncio.timeout(SOON):
        mailbox = client(script, commands_per_minute=1_800)
        other = mailbox.beside()
        start = asyncio.get_running_loop().time()
        for _ in range(150):
            await mailbox.uids_after("INBOX", 0)
            await other.uids_after("INBOX", 0)
        commands = sum(b"CAPABILITY" not in line for line in script.heard)
        took = asyncio.get_running_loop().time() - start
        assert commands > 600
        assert commands - 600 <= took * 20 + 1


async def test_a_wait_for_a_turn_can_be_cancelled_and_costs_no_connection() -> None:
    async with imap_server() as script, asyncio.timeout(SOON):
        mailbox = client(script, commands_per_minute=60)
        for _ in range(8):
            await mailbox.uids_after("INBOX", 0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await mailbox.uids_after("INBOX", 0)
        assert await asyncio.wait_for(mailbox.uids_after("INBOX", 0), 8) == (7,)
        assert script.connections == 1


async def test_a_line_that_breaks_again_and_again_does_not_storm_the_server() -> None:
    async with imap_server({"SELECT": ThenHangUp(b"")}) as script, asyncio.timeout(SOON):
        mailbox = client(script, logins_per_minute=9)
        for _ in range(3):
            with pytest.raises(MailboxError, match="ended"):
                await mailbox.state("INBOX")
        with pytest.raises(MailboxBusy, match="enough log-ins"):
            await mailbox.state("INBOX")
        assert script.connections == 3
