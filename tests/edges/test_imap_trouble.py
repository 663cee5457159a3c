"""What the mailbox does when the server, the line or the clock misbehaves: bytes on the wire, no real server."""

import asyncio
import gc
import logging
import ssl
from datetime import UTC, datetime

import pytest

from bot.errors import MailboxError, MailboxRefused
from bot.imap.mailbox import LONG_PATIENCE, PATIENCE, ImapMailbox
from bot.model import Located
from tests.servers.scripted import HANG_UP, SILENCE, Answer, Fault, Script, ThenHangUp, imap_server

SOON = 10
"""Seconds; a test that gets here has waited for a time limit that should not have mattered."""


def client(script: Script, *, timeout: float = 300) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", script.port, "none", "user", "password", timeout=timeout)


def item(uid: int, body: bytes, *, after: bytes = b"") -> bytes:
    return b"* 1 FETCH (UID %d BODY[] {%d}\r\n%b%b)\r\n" % (uid, len(body), body, after)


def sizes(*uids: int, size: int = 10) -> bytes:
    return b"".join(b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, size) for uid in uids) + b"%T OK\r\n"


async def everything(mailbox: ImapMailbox) -> None:
    """Every command once, the second search with its NOOP."""
    await mailbox.uids_after("INBOX", 0)
    await mailbox.uids_after("INBOX", 0)
    await mailbox.special_folder(r"\Sent")
    await mailbox.append("Sent", b"x\r\n", [], datetime(2026, 1, 1, tzinfo=UTC))
    await mailbox.fetch("INBOX", [7])


async def test_nobody_listens() -> None:
    async with imap_server() as script:
        pass
    with pytest.raises(MailboxError, match="cannot be used"):
        await client(script).state("INBOX")


@pytest.mark.parametrize(
    "greeting",
    [HANG_UP, ThenHangUp(b"* BYE too busy\r\n"), b"* BYE, but stay\r\n", b"220 mail.vng.nl ESMTP\r\n", b"\xff\r\n"],
)
async def test_a_server_that_sends_us_away_is_noticed_at_once(
    greeting: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    async with imap_server({"greeting": greeting}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError):
            await client(script).state("INBOX")
    gc.collect()
    assert "never retrieved" not in caplog.text


@pytest.mark.parametrize(
    "answers",
    [{"greeting": ThenHangUp(b"* OK ready\r\n")}, {"CAPABILITY": HANG_UP}, {"CAPABILITY": SILENCE}, {"IDLE": HANG_UP}],
)
async def test_a_lost_connection_leaves_no_task_behind(
    answers: dict[str, Answer], caplog: pytest.LogCaptureFixture
) -> None:
    """The library asks for the capabilities in a task of its own, which would wait for ever."""
    before = asyncio.all_tasks()
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError):
            await client(script, timeout=0.5).wait("INBOX", 300)
    left = asyncio.all_tasks() - before
    if left:
        await asyncio.wait(left, timeout=1)
    assert asyncio.all_tasks() == before
    gc.collect()
    assert caplog.text == ""


@pytest.mark.parametrize("step", ["greeting", "LOGIN", "CAPABILITY", "SELECT", "NOOP", "UID SEARCH"])
async def test_silence_ends_with_the_time_limit(step: str) -> None:
    async with imap_server({step: SILENCE}) as script, asyncio.timeout(SOON):
        mailbox = client(script, timeout=0.2)
        with pytest.raises(MailboxError, match="in time"):
            await everything(mailbox)


@pytest.mark.parametrize("step", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "LIST", "APPEND", "NOOP"])
async def test_a_dropped_line_is_noticed_at_once_and_the_next_call_connects_again(step: str) -> None:
    async with imap_server({step: [HANG_UP, b"%T OK\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        with pytest.raises(MailboxError, match="ended the connection"):
            await everything(mailbox)
        script.answers.pop(step)
        assert await mailbox.uids_after("INBOX", 0) == (7,)
        assert script.connections == 2


async def test_the_answer_to_a_timed_out_command_never_reaches_the_next() -> None:
    """The library would give the late answer of one search to the search after it."""
    async with imap_server({"UID SEARCH": [SILENCE, b"* SEARCH 22\r\n%T OK\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script, timeout=0.2)
        with pytest.raises(MailboxError, match="in time"):
            await mailbox.uids_after("INBOX", 0)
        await script.say(script.writers[0], b"* SEARCH 11\r\nA1 OK\r\n")
        assert await mailbox.uids_after("INBOX", 0) == (22,)
        assert script.connections == 2


async def test_a_cancelled_command_ends_its_connection() -> None:
    async with imap_server({"UID SEARCH": [SILENCE, b"* SEARCH 22\r\n%T OK\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        searching = asyncio.create_task(mailbox.uids_after("INBOX", 0))
        await script.until(b"SEARCH")
        searching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await searching
        assert await mailbox.uids_after("INBOX", 0) == (22,)
        assert script.connections == 2


async def test_a_line_that_drops_in_the_middle_of_a_mail_gives_no_mail() -> None:
    half = ThenHangUp(b"* 1 FETCH (UID 7 BODY[] {1000}\r\nFrom: a")
    async with imap_server({"UID FETCH": [sizes(7), half]}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError, match="ended the connection"):
            await client(script).fetch("INBOX", [7])


@pytest.mark.parametrize("answer", [ThenHangUp(b"* BYE AccessTokenExpired\r\n"), HANG_UP, ThenHangUp(b"+ idling\r\n")])
async def test_goodbye_to_idle_is_noticed_at_once(answer: object) -> None:
    """The library would wait for ever, also past its own time limit."""
    async with imap_server({"IDLE": answer}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError):
            await client(script).wait("INBOX", 300)


async def test_only_mail_that_comes_or_goes_ends_the_wait() -> None:
    async with imap_server({"IDLE": b"+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n"}) as script:
        waiting = asyncio.create_task(client(script).wait("INBOX", 300))
        await script.until(b"IDLE")
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await script.say(script.writers[0], b"* 2 EXISTS\r\n")
        async with asyncio.timeout(SOON):
            await waiting
        assert script.heard[-1] == b"DONE"


async def test_news_may_come_before_the_server_says_that_it_idles() -> None:
    async with imap_server({"IDLE": b"* 2 EXISTS\r\n+ idling\r\n"}) as script, asyncio.timeout(SOON):
        await client(script).wait("INBOX", 300)
        assert script.heard[-1] == b"DONE"


async def test_news_does_not_cost_another_select_but_a_poll_does() -> None:
    """A SELECT looks at every mail; UIDVALIDITY is asked for again at each poll."""
    async with imap_server({"IDLE": [b"+ idling\r\n* 2 EXISTS\r\n", b"+ idling\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        first = await mailbox.state("INBOX")
        await mailbox.wait("INBOX", 300)
        assert await mailbox.state("INBOX") == first
        assert selects(script) == 1
        await mailbox.state("INBOX")
        assert selects(script) == 2
        await mailbox.wait("INBOX", 0.05)
        await mailbox.state("INBOX")
        assert selects(script) == 3


async def test_in_a_busy_folder_a_select_does_not_hold_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imap.mailbox.SELECT_HOLDS", -1)
    async with imap_server({"IDLE": b"+ idling\r\n* 2 EXISTS\r\n"}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.state("INBOX")
        await mailbox.wait("INBOX", 300)
        await mailbox.state("INBOX")
        assert selects(script) == 2


async def test_news_of_a_line_that_broke_is_no_reason_to_trust_another() -> None:
    async with imap_server({"IDLE": b"+ idling\r\n* 2 EXISTS\r\n"}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.wait("INBOX", 300)
        script.writers[0].transport.abort()
        await asyncio.sleep(0.1)
        await mailbox.state("INBOX")
        assert (script.connections, selects(script)) == (2, 2)


def selects(script: Script) -> int:
    return sum(b"SELECT" in line for line in script.heard)


async def test_a_server_that_does_not_answer_done_is_left() -> None:
    async with imap_server({"IDLE": b"+ idling\r\n* 2 EXISTS\r\n", "DONE": SILENCE}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError, match="in time"):
            await client(script, timeout=0.3).wait("INBOX", 300)


async def test_without_idle_the_wait_is_a_rest_that_notices_a_drop() -> None:
    async with imap_server({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%T OK\r\n"}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.wait("INBOX", 0.05)
        assert not any(b"IDLE" in line for line in script.heard)
        resting = asyncio.create_task(mailbox.wait("INBOX", 300))
        await asyncio.sleep(0.1)
        script.writers[0].transport.abort()
        with pytest.raises(MailboxError, match="ended the connection"):
            await resting


async def test_capabilities_are_read_again_after_the_log_in() -> None:
    """Exchange offers the most only to those who are logged in."""
    capabilities = [b"* CAPABILITY IMAP4rev1\r\n%T OK\r\n", b"* CAPABILITY IMAP4rev1 IDLE\r\n%T OK\r\n"]
    async with imap_server({"CAPABILITY": list(capabilities)}) as script, asyncio.timeout(SOON):
        await client(script).wait("INBOX", 0.05)
        assert any(b"IDLE" in line for line in script.heard)


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (b"%T NO [AUTHENTICATIONFAILED] no\r\n", True),
        (b"%T NO no\r\n", True),
        (b"%T NO [UNAVAILABLE] later\r\n", False),
        (b"%T NO [LIMIT] too many\r\n", False),
        (b"%T BAD what\r\n", False),
        (b"%T BAD User is authenticated but not connected.\r\n", True),
    ],
)
async def test_a_refused_log_in_is_final_unless_the_server_is_in_trouble(answer: bytes, *, refused: bool) -> None:
    async with imap_server({"LOGIN": answer}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError) as error:
            await client(script).state("INBOX")
    assert isinstance(error.value, MailboxRefused) is refused


async def test_no_right_to_the_folder_is_a_refusal() -> None:
    async with imap_server({"SELECT": b"%T BAD User is authenticated but not connected.\r\n"}) as script:
        with pytest.raises(MailboxRefused):
            await client(script).state("INBOX")


async def test_a_folder_without_uidvalidity_cannot_be_used() -> None:
    async with imap_server({"SELECT": b"* 1 EXISTS\r\n%T OK\r\n"}) as script:
        with pytest.raises(MailboxError, match="UIDVALIDITY"):
            await client(script).state("INBOX")


async def test_user_password_and_folder_are_quoted() -> None:
    async with imap_server() as script:
        mailbox = ImapMailbox("127.0.0.1", script.port, "none", 'a "b', 'p\\w"d', timeout=5)
        await mailbox.state("Verzonden items")
        assert script.heard[1].endswith(rb'LOGIN "a \"b" "p\\w\"d"')
        assert script.heard[-1].endswith(b'SELECT "Verzonden items"')


async def test_a_line_break_in_a_name_never_reaches_the_server() -> None:
    async with imap_server() as script, asyncio.timeout(SOON):
        mailbox = ImapMailbox("127.0.0.1", script.port, "none", "user", "pass\r\nA1 LOGOUT", timeout=5)
        with pytest.raises(MailboxError):
            await mailbox.state("INBOX")
        assert not any(b"LOGIN" in line or b"LOGOUT" in line for line in script.heard)


async def test_searches_name_no_charset() -> None:
    """Exchange refuses ``CHARSET utf-8``."""
    async with imap_server() as script:
        await client(script).find("INBOX", "<a@b.nl>")
        searches = [line for line in script.heard if b"SEARCH" in line]
        assert searches
        assert not any(b"CHARSET" in line for line in searches)


async def test_unsolicited_answers_are_not_taken_for_ours() -> None:
    answer = b"* 3 FETCH (FLAGS (\\Seen) MODSEQ (5))\r\n" + item(7, b"a: b\r\n\r\n", after=b" FLAGS (\\Seen $x)")
    answer += b"* 5 EXISTS\r\n* 9 FETCH (UID 99 FLAGS ())\r\n%T OK\r\n"
    async with imap_server({"UID FETCH": [sizes(7) + b"", answer]}) as script, asyncio.timeout(SOON):
        (mail,) = await client(script).fetch("INBOX", [7])
        assert (mail.at.uid, mail.raw) == (7, b"a: b\r\n\r\n")


async def test_the_attributes_of_a_mail_may_come_in_any_order_and_in_pieces() -> None:
    answer = b'* 1 FETCH (BODY[] {4}\r\na\r\nb INTERNALDATE " 1-Nov-2026 10:00:00 +0100" UID 7)\r\n%T OK\r\n'
    async with imap_server({"UID FETCH": [sizes(7), answer]}) as script, asyncio.timeout(SOON):
        (mail,) = await client(script).fetch("INBOX", [7])
        assert (mail.raw, mail.internal_date) == (b"a\r\nb", datetime(2026, 11, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize("empty", [b"{0}\r\n", b'""'])
async def test_an_empty_mail_is_a_mail(empty: bytes) -> None:
    answer = b"* 1 FETCH (UID 7 BODY[] " + empty + b")\r\n%T OK\r\n"
    async with imap_server({"UID FETCH": [sizes(7, size=0), answer]}) as script, asyncio.timeout(SOON):
        (mail,) = await client(script).fetch("INBOX", [7])
        assert mail.raw == b""


@pytest.mark.parametrize("tagged", [b"%T OK\r\n", b"%T NO [EXPUNGEISSUED] some are gone\r\n"])
async def test_a_mail_without_a_body_is_gone_when_the_server_no_longer_has_it(tagged: bytes) -> None:
    answer = item(6, b"a: b\r\n\r\n") + b"* 2 FETCH (UID 7 BODY[] NIL)\r\n" + tagged
    async with imap_server({"UID FETCH": [sizes(6, 7), answer], "UID SEARCH": b"* SEARCH\r\n%T OK\r\n"}) as script:
        mails = await client(script).fetch("INBOX", [6, 7])
        assert [mail.at.uid for mail in mails] == [6]


@pytest.mark.parametrize("refusal", [b"* 2 FETCH (UID 7 BODY[] NIL)\r\n%T OK\r\n", b"%T NO broken\r\n", b"%T OK\r\n"])
async def test_a_mail_that_the_server_has_but_does_not_give_is_an_error_at_first(refusal: bytes) -> None:
    """Nothing is lost: silence about a mail is no proof that it is gone."""
    async with imap_server({"UID FETCH": refusal}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        for _ in range(PATIENCE - 1):
            with pytest.raises(MailboxError, match="UID 7"):
                await mailbox.fetch("INBOX", [7])
        (note,) = await mailbox.fetch("INBOX", [7])
        assert note.at.uid == 7
        assert b"UID 7" in note.raw


async def test_a_mail_that_the_server_never_gives_does_not_block_the_others() -> None:
    """No mail ever breaks the intake: its header and a note take its place."""

    def fetch(line: bytes) -> bytes:
        uids = line.split()[3].split(b",")
        if b"SIZE" in line:
            return sizes(*(int(uid) for uid in uids))
        if b"HEADER" in line:
            return item(7, b"Subject: kapot\r\n\r\n") + b"%T OK\r\n"
        return b"%T NO broken\r\n" if b"7" in uids else item(8, b"a: b\r\n\r\n") + b"%T OK\r\n"

    async with imap_server({"UID FETCH": fetch, "UID SEARCH": b"* SEARCH 7 8\r\n%T OK\r\n"}) as script:
        mailbox = client(script)
        for _ in range(PATIENCE - 1):
            with pytest.raises(MailboxError, match="UID 7"):
                await mailbox.fetch("INBOX", [7, 8])
        note, mail = await mailbox.fetch("INBOX", [7, 8])
        assert note.raw.startswith(b"Subject: kapot\r\n\r\n[De mailserver")
        assert mail.raw == b"a: b\r\n\r\n"


def a_mail_that_kills(*poison: bytes) -> Answer:
    """Mails 7 and 8; the server dies of 8 when these items of it are asked for."""

    def fetch(line: bytes) -> bytes | Fault:
        uids = [int(uid) for uid in line.split()[3].split(b",")]
        if b"SIZE" in line:
            return sizes(*uids)
        if 8 in uids and any(word in line for word in poison):
            return HANG_UP
        return b"".join(item(uid, b"Subject: %d\r\n\r\nx" % uid) for uid in uids) + b"%T OK\r\n"

    return fetch


@pytest.mark.parametrize("poison", [(b"BODY.PEEK[]",), (b"BODY.PEEK[",)])
async def test_a_mail_at_which_the_server_dies_does_not_block_the_others(poison: tuple[bytes, ...]) -> None:
    """Also when not even its headers can be had. A person is told where it lies; the others are whole."""
    async with imap_server({"UID FETCH": a_mail_that_kills(*poison)}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        for _ in range(LONG_PATIENCE + (poison == (b"BODY.PEEK[",))):
            with pytest.raises(MailboxError):
                await mailbox.fetch("INBOX", [7, 8])
        seven, eight = await mailbox.fetch("INBOX", [7, 8])
        assert seven.raw == b"Subject: 7\r\n\r\nx"
        assert b"UID 8" in eight.raw


async def test_a_line_that_broke_now_and_then_costs_no_mail() -> None:
    """What comes in the end is the mail itself, and the count begins anew."""
    async with imap_server() as script, asyncio.timeout(SOON):
        mailbox = client(script)
        for _ in range(2):
            script.answers["UID FETCH"] = a_mail_that_kills(b"BODY.PEEK[]")
            for _ in range(LONG_PATIENCE - 1):
                with pytest.raises(MailboxError):
                    await mailbox.fetch("INBOX", [7, 8])
            script.answers["UID FETCH"] = a_mail_that_kills()
            assert [mail.raw for mail in await mailbox.fetch("INBOX", [7, 8])] == [
                b"Subject: 7\r\n\r\nx",
                b"Subject: 8\r\n\r\nx",
            ]


async def test_a_server_that_does_not_say_goodbye_holds_nobody_up() -> None:
    async with imap_server({"LOGOUT": SILENCE}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.state("INBOX")
        await mailbox.close()


async def test_mails_are_fetched_few_at_a_time_and_large_ones_alone() -> None:
    def answer(line: bytes) -> bytes:
        uids = [int(uid) for uid in line.split()[3].split(b",")]
        if b"SIZE" in line:
            each = (b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, 30_000_000 if uid == 40 else 100) for uid in uids)
            return b"".join(each) + b"%T OK\r\n"
        return b"".join(item(uid, b"a: b\r\n\r\n") for uid in uids) + b"%T OK\r\n"

    async with imap_server({"UID FETCH": answer}) as script, asyncio.timeout(SOON):
        mails = await client(script).fetch("INBOX", range(1, 51))
        assert [mail.at.uid for mail in mails] == list(range(1, 51))
        fetches = [line.split()[3].split(b",") for line in script.heard if b"BODY" in line]
        assert [len(uids) for uids in fetches] == [25, 14, 1, 10]
        assert all(b"BODY.PEEK[]" in line for line in script.heard if b"BODY" in line)


async def test_more_lines_than_the_library_survives_cost_one_call_only(caplog: pytest.LogCaptureFixture) -> None:
    """Its parser recurses per line; a colleague who empties a large folder makes that happen."""
    flood = b"* 1 EXPUNGE\r\n" * 3_000 + b"%T OK\r\n"
    async with imap_server({"NOOP": [flood, b"%T OK\r\n"]}) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        await mailbox.uids_after("INBOX", 0)
        with pytest.raises(MailboxError, match="ended the connection"):
            await mailbox.uids_after("INBOX", 0)
        assert await mailbox.uids_after("INBOX", 0) == (7,)


async def test_a_server_that_cannot_search_for_a_message_id_is_helped() -> None:
    def search(line: bytes) -> bytes:
        return b"%T BAD no\r\n" if b"HEADER" in line else b"* SEARCH 5 6\r\n%T OK\r\n"

    def fetch(_line: bytes) -> bytes:
        head = b"BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%b)\r\n"
        heads = [b"Message-ID:\r\n <a@b.nl>\r\n\r\n", b"Message-ID: <c@b.nl>\r\n\r\n"]
        items = (
            b"* 1 FETCH (UID %d " % uid + head % (len(text), text) for uid, text in zip((5, 6), heads, strict=True)
        )
        return b"".join(items) + b"%T OK\r\n"

    async with imap_server({"UID SEARCH": search, "UID FETCH": fetch}) as script, asyncio.timeout(SOON):
        assert [place.uid for place in await client(script).find("INBOX", "<a@b.nl>")] == [5]


async def test_a_message_id_that_outlook_replaced_is_found_in_its_own_header() -> None:
    def search(line: bytes) -> bytes:
        return b"* SEARCH 5\r\n%T OK\r\n" if b"X-Microsoft-Original" in line else b"* SEARCH\r\n%T OK\r\n"

    async with imap_server({"UID SEARCH": search}) as script, asyncio.timeout(SOON):
        assert [place.uid for place in await client(script).find("INBOX", "<a@b.nl>")] == [5]


async def test_closing_while_somebody_waits_hangs_up() -> None:
    async with imap_server() as script, asyncio.timeout(SOON):
        mailbox = client(script)
        waiting = asyncio.create_task(mailbox.wait("INBOX", 300))
        await asyncio.sleep(0.1)
        await mailbox.close()
        with pytest.raises(MailboxError):
            await waiting


async def test_closing_never_fails() -> None:
    async with imap_server({"LOGOUT": SILENCE}) as script, asyncio.timeout(SOON):
        mailbox = client(script, timeout=0.2)
        await mailbox.close()
        await mailbox.state("INBOX")
        await mailbox.close()
        await mailbox.close()
        assert script.connections == 1


async def test_no_mail_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = item(7, b"Subject: geheim\r\n\r\nniemand weet het\r\n") + b"%T OK\r\n"
    async with imap_server({"UID FETCH": [sizes(7), answer]}) as script, asyncio.timeout(SOON):
        await client(script).fetch("INBOX", [7])
    assert "niemand weet het" not in caplog.text
    assert "password" not in caplog.text


def test_without_tls_only_this_machine_is_trusted() -> None:
    with pytest.raises(ValueError, match="TLS"):
        ImapMailbox("imap.vng.nl", 143, "none", "user", "password")


@pytest.mark.usefixtures("trusted")
async def test_a_trusted_certificate_opens_the_mailbox(tls: ssl.SSLContext) -> None:
    async with imap_server(tls=tls) as script, asyncio.timeout(SOON):
        mailbox = ImapMailbox("127.0.0.1", script.port, "tls", "user", "password", timeout=5)
        assert (await mailbox.state("INBOX")).uidvalidity == 9
        await mailbox.close()


async def test_an_unknown_certificate_gets_no_password(tls: ssl.SSLContext) -> None:
    async with imap_server(tls=tls) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError, match="not trusted"):
            await ImapMailbox("127.0.0.1", script.port, "tls", "user", "password", timeout=5).state("INBOX")
        assert script.heard == []


async def test_a_server_without_tls_gets_no_password() -> None:
    async with imap_server() as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxError):
            await ImapMailbox("127.0.0.1", script.port, "tls", "user", "password", timeout=5).state("INBOX")
        assert not any(b"password" in line for line in script.heard)


@pytest.mark.parametrize("uidplus", [True, False])
async def test_only_a_server_with_uidplus_is_asked_to_expunge(uidplus: bool) -> None:  # noqa: FBT001
    """A bare EXPUNGE would remove what colleagues have marked as deleted, too (RFC 4315 section 2.1)."""
    told = b"* CAPABILITY IMAP4rev1" + b" UIDPLUS" * uidplus + b"\r\n%T OK done\r\n"
    answers: dict[str, Answer] = {"CAPABILITY": told, "UID STORE": b"%T OK\r\n", "UID EXPUNGE": b"%T OK\r\n"}
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        mailbox = client(script)
        assert await mailbox.remove(Located("Concepten", 9, 7))
        await mailbox.close()
    heard = [line.split(b" ", 1)[1] for line in script.heard if b"UID" in line or b"EXPUNGE" in line]
    assert heard == [rb"UID STORE 7 +FLAGS.SILENT (\Deleted)", *[b"UID EXPUNGE 7"] * uidplus]


async def test_a_server_that_refuses_the_deletion_is_believed() -> None:
    async with imap_server({"UID STORE": b"%T NO [NOPERM] read-only\r\n"}) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxRefused, match="to delete a mail"):
            await client(script).remove(Located("Concepten", 9, 7))
