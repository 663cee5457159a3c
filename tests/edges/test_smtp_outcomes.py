"""Where the line lies between certain and in doubt: a server that fails at each step in turn (RFC 5321, RFC 1047)."""

import asyncio
import base64
import logging
import re
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import DeliveryResult, Outcome, Outgoing
from bot.smtp.envelope import wire_address
from bot.smtp.transport import Security, SmtpTransport
from tests.servers.scripted import HANG_UP, SILENCE, SMTP_ANSWERS, Answer, Script, ThenHangUp, smtp_server

RAW = b"From: thorbecke2024@vng.nl\r\nTo: griffie@zaltbommel.nl\r\nSubject: x\r\n\r\nDag\r\n"
SOON = 10
"""Seconds; a test that gets here has waited for a time limit that should not have mattered."""

BEFORE_DATA = ("greeting", "EHLO", "MAIL", "RCPT")
INSIDE_DATA = ("DATA", "body", "dot")

ACCEPTED, DEFERRED, REFUSED, LOST = Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.REFUSED, Outcome.LOST


def outgoing(*to: str, raw: bytes = RAW, mail_from: str = "thorbecke2024@vng.nl") -> Outgoing:
    return Outgoing(1, 1, "<x@y>", mail_from, to or ("griffie@zaltbommel.nl",), raw)


async def attempt(answers: dict[str, Answer], *, limit: float = 300) -> tuple[DeliveryResult, Script]:
    async with smtp_server(answers) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none", timeout=limit)
        return await transport.deliver(outgoing()), script


@pytest.mark.parametrize("step", BEFORE_DATA)
@pytest.mark.parametrize("fault", [HANG_UP, ThenHangUp(b"421 4.3.2 closing\r\n"), b"what is this\r\n", b"999 x\r\n"])
async def test_before_data_a_broken_line_is_no_doubt(step: str, fault: Answer) -> None:
    result, script = await attempt({step: fault})
    assert result.outcome is DEFERRED
    assert script.mails == []


@pytest.mark.parametrize("step", BEFORE_DATA)
async def test_before_data_silence_is_no_doubt(step: str) -> None:
    result, script = await attempt({step: SILENCE}, limit=0.2)
    assert result.outcome is DEFERRED
    assert script.mails == []


@pytest.mark.parametrize("step", INSIDE_DATA)
async def test_a_line_that_breaks_inside_data_leaves_the_mail_in_doubt(step: str) -> None:
    result, _ = await attempt({step: HANG_UP})
    assert result.outcome is LOST


@pytest.mark.parametrize("step", INSIDE_DATA)
async def test_silence_inside_data_leaves_the_mail_in_doubt(step: str) -> None:
    answers: dict[str, Answer] = {step: SILENCE, "dot": SILENCE}
    result, _ = await attempt(answers, limit=0.2)
    assert result.outcome is LOST


@pytest.mark.parametrize("said", [b"gibberish\r\n", b"299 queued?\r\n", b"100 hm\r\n"])
async def test_an_answer_after_the_dot_that_nobody_understands_is_doubt(said: bytes) -> None:
    result, _ = await attempt({"dot": said})
    assert result.outcome is LOST


@pytest.mark.parametrize(
    ("step", "said", "outcome"),
    [
        ("greeting", b"554 5.3.2 no service\r\n", DEFERRED),
        ("EHLO", b"550 5.7.1 not you\r\n", DEFERRED),
        ("MAIL", b"451 4.3.0 later\r\n", DEFERRED),
        ("MAIL", b"530 5.7.57 Client not authenticated\r\n", DEFERRED),
        ("MAIL", b"550 5.7.60 Client has no permission to send as this sender\r\n", REFUSED),
        ("RCPT", b"450 4.7.1 greylisted\r\n", DEFERRED),
        ("RCPT", b"550 5.1.1 unknown\r\n", REFUSED),
        ("DATA", b"451 4.3.0 later\r\n", DEFERRED),
        ("DATA", b"554 5.5.1 no valid recipients\r\n", REFUSED),
        ("dot", b"432 4.3.2 Concurrent connections limit exceeded\r\n", DEFERRED),
        ("dot", b"554 5.2.0 SendAsDenied\r\n", REFUSED),
        ("dot", ThenHangUp(b"421 4.4.2 closing\r\n"), DEFERRED),
        ("dot", b"250-2.0.0 queued\r\n250 2.0.0 as 1\r\n", ACCEPTED),
        ("dot", b"250\r\n", ACCEPTED),
    ],
)
async def test_a_numbered_answer_is_certain(step: str, said: Answer, outcome: Outcome) -> None:
    result, _ = await attempt({step: said})
    words = said.words if isinstance(said, ThenHangUp) else said
    assert isinstance(words, bytes)
    assert (result.outcome, result.reply_code) == (outcome, int(words[:3]))
    enhanced = re.match(rb"\d{3}[- ](\d\.\d+\.\d+)", words)
    assert result.enhanced_code == (enhanced[1].decode() if enhanced else None)
    assert "\n" not in result.text


@pytest.mark.parametrize("fault", [HANG_UP, SILENCE, b"500 what\r\n", b"nonsense\r\n"])
async def test_what_quit_does_changes_nothing(fault: Answer) -> None:
    result, script = await attempt({"QUIT": fault})
    assert result.outcome is ACCEPTED
    assert script.mails == [RAW]


SLOWLY = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot")


@pytest.mark.parametrize(
    ("step", "outcome"), [(step, DEFERRED) for step in SLOWLY[:4]] + [("DATA", LOST), ("dot", LOST)]
)
async def test_a_whole_attempt_ends_within_its_limit(step: str, outcome: Outcome) -> None:
    """Steps that are each in time must not outlive the claim together (a late success would be sent anew)."""
    async with smtp_server({step: SILENCE}) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none", timeout=300, limit=0.4)
        result = await transport.deliver(outgoing())
        assert result.outcome is outcome


@pytest.mark.parametrize(("step", "heard", "outcome"), [("MAIL", b"MAIL", DEFERRED), ("dot", b"DATA", LOST)])
async def test_hanging_up_ends_an_attempt_with_what_is_certain(step: str, heard: bytes, outcome: Outcome) -> None:
    async with smtp_server({step: SILENCE}) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none")
        delivering = asyncio.create_task(transport.deliver(outgoing()))
        await script.until(heard)
        await asyncio.sleep(0.05)
        transport.hang_up()
        assert (await delivering).outcome is outcome
        assert (await transport.deliver(outgoing())).outcome is DEFERRED


async def test_nobody_listens() -> None:
    async with smtp_server() as script:
        pass
    result = await SmtpTransport("127.0.0.1", script.port, "none").deliver(outgoing())
    assert (result.outcome, result.reply_code) == (DEFERRED, None)


async def test_the_refusal_of_one_recipient_ends_the_transaction() -> None:
    async with smtp_server({"RCPT": [b"250 OK\r\n", b"550 5.1.1 no\r\n"]}) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none")
        result = await transport.deliver(outgoing("een@x.nl", "twee@x.nl", "drie@x.nl"))
        assert (result.outcome, result.reply_code) == (REFUSED, 550)
        assert sum(line.startswith(b"RCPT") for line in script.heard) == 2
        assert b"DATA" not in script.heard


@pytest.mark.parametrize("step", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
async def test_a_delivery_that_is_cancelled_before_the_mail_went_sends_no_mail(step: str) -> None:
    async with smtp_server() as script, asyncio.timeout(SOON):
        delivering = asyncio.create_task(SmtpTransport("127.0.0.1", script.port, "none").deliver(outgoing()))

        def cancel_and_answer(_line: bytes) -> bytes:
            delivering.cancel()
            return SMTP_ANSWERS[step]

        script.answers[step] = cancel_and_answer
        await asyncio.wait({delivering})
        await asyncio.sleep(0.05)
        assert delivering.cancelled()
        assert script.mails == []


async def test_a_delivery_that_is_cancelled_inside_data_ends_at_once() -> None:
    """Also when the cancellation comes together with the answer to DATA."""
    async with smtp_server({"body": SILENCE, "dot": SILENCE}) as script, asyncio.timeout(SOON):
        delivering = asyncio.create_task(SmtpTransport("127.0.0.1", script.port, "none").deliver(outgoing()))
        await script.until(b"DATA")
        delivering.cancel()
        await asyncio.wait({delivering})
        assert delivering.cancelled()
        await asyncio.sleep(0.1)
        assert b"QUIT" not in script.heard
        assert script.connections == 1


async def test_the_bytes_on_the_wire_are_the_bytes_that_were_approved() -> None:
    raw = RAW + b".\r\n..\r\n.x\r\n\r\n\r\n" + "é€".encode() + b"\r\n" + b"y" * 900 + b"\r\n"
    async with smtp_server() as script, asyncio.timeout(SOON):
        result = await SmtpTransport("127.0.0.1", script.port, "none").deliver(outgoing(raw=raw))
        assert result.outcome is ACCEPTED
        assert script.mails == [raw]
        (mail,) = (line for line in script.heard if line.startswith(b"MAIL"))
        assert mail == b"MAIL FROM:<thorbecke2024@vng.nl> SIZE=%d BODY=8BITMIME" % len(raw)


@pytest.mark.parametrize(
    ("message", "code"), [(outgoing(raw=RAW + b"\xe9\r\n"), "5.6.3"), (outgoing("josé@x.nl"), "5.6.7")]
)
async def test_what_the_server_cannot_carry_is_refused_before_it_is_spoilt(message: Outgoing, code: str) -> None:
    async with smtp_server({"EHLO": b"250 plain old me\r\n"}) as script, asyncio.timeout(SOON):
        result = await SmtpTransport("127.0.0.1", script.port, "none").deliver(message)
        assert (result.outcome, result.enhanced_code) == (REFUSED, code)
        assert not any(line.startswith(b"MAIL") for line in script.heard)


@pytest.mark.parametrize(
    "address",
    ["", "griffie", "a@b.nl\r\nRCPT TO:<x@y.nl>", "a@b.nl> SIZE=1", "a b@c.nl", "a@b.nl, c@d.nl", "<a@b.nl>",
     "a@b@c.nl",
     "a@" + "b" * 300 + ".nl", "a@-\udc80.nl", "\udc80@b.nl", "a@xn--\u00e9..nl", "a\x00@b.nl", ".a@b.nl"],
)  # fmt: skip
async def test_an_address_that_cannot_stand_in_a_command_opens_no_connection(address: str) -> None:
    async with smtp_server() as script, asyncio.timeout(SOON):
        result = await SmtpTransport("127.0.0.1", script.port, "none").deliver(outgoing(address))
        assert (result.outcome, script.connections) == (REFUSED, 0)


@given(st.text(max_size=60))
def test_no_text_becomes_a_command(text: str) -> None:
    """Whatever passes as an address has no space outside quotes, no control and no angle bracket."""
    try:
        wire = wire_address(text)
    except ValueError:
        return
    unquoted = re.sub(r'^"(?:[^"\\]|\\.)*"', "", wire)
    assert not re.search(r'[\s<>"\x00-\x1f\x7f]', unquoted)
    assert "\r" not in wire
    assert "\n" not in wire


LOGIN = {"EHLO": b"250-here\r\n250 AUTH PLAIN\r\n"}


async def test_who_has_a_user_logs_in_first() -> None:
    async with smtp_server({**LOGIN, "AUTH": b"235 2.7.0 in\r\n"}) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none", "gebruiker", "geheim")
        assert (await transport.deliver(outgoing())).outcome is ACCEPTED
        (auth,) = (line for line in script.heard if line.startswith(b"AUTH"))
        assert base64.b64decode(auth.split()[-1]) == b"\0gebruiker\0geheim"


@pytest.mark.parametrize("said", [b"535 5.7.8 wrong\r\n", b"535 5.7.139 basic auth is off\r\n", b"454 4.7.0 later\r\n"])
async def test_a_wrong_password_makes_no_mail_undeliverable(said: bytes) -> None:
    async with smtp_server({**LOGIN, "AUTH": said}) as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none", "gebruiker", "geheim-woord")
        result = await transport.deliver(outgoing())
        assert (result.outcome, result.reply_code) == (DEFERRED, int(said[:3]))
        assert result.enhanced_code == said.split()[1].decode()
        assert "inloggen" in result.text
        assert "geheim-woord" not in result.text


async def test_a_server_without_log_in_is_a_fault_of_the_settings() -> None:
    async with smtp_server() as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "none", "gebruiker", "geheim")
        assert (await transport.deliver(outgoing())).outcome is DEFERRED
        assert script.mails == []


async def test_starttls_is_not_optional() -> None:
    async with smtp_server() as script, asyncio.timeout(SOON):
        transport = SmtpTransport("127.0.0.1", script.port, "starttls", "gebruiker", "geheim", timeout=5)
        assert (await transport.deliver(outgoing())).outcome is DEFERRED
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in script.heard)


def test_without_tls_only_this_machine_is_trusted() -> None:
    with pytest.raises(ValueError, match="TLS"):
        SmtpTransport("smtp.vng.nl", 25, "none")


async def test_nothing_of_the_mail_or_the_password_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with smtp_server({**LOGIN, "AUTH": b"235 in\r\n", "dot": HANG_UP}) as script, asyncio.timeout(SOON):
        await SmtpTransport("127.0.0.1", script.port, "none", "gebruiker", "geheim-woord").deliver(outgoing())
    for word in ("geheim-woord", "griffie@zaltbommel.nl", "Dag"):
        assert word not in caplog.text


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.usefixtures("trusted")
async def test_a_trusted_certificate_gets_the_password_and_the_mail(tls: ssl.SSLContext, security: Security) -> None:
    answers: dict[str, Answer] = {
        "EHLO": b"250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
        "STARTTLS": b"220 go\r\n",
        "AUTH": b"235 in\r\n",
    }
    wrapped = {"tls": tls} if security == "tls" else {"starttls": tls}
    async with smtp_server(answers, **wrapped) as script, asyncio.timeout(SOON):
        result = await SmtpTransport("127.0.0.1", script.port, security, "u", "p", timeout=5).deliver(outgoing())
        assert (result.outcome, script.mails) == (ACCEPTED, [RAW])


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_an_unknown_certificate_gets_neither(tls: ssl.SSLContext, security: Security) -> None:
    answers: dict[str, Answer] = {"EHLO": b"250-here\r\n250 STARTTLS\r\n", "STARTTLS": b"220 go\r\n"}
    wrapped = {"tls": tls} if security == "tls" else {"starttls": tls}
    async with smtp_server(answers, **wrapped) as script, asyncio.timeout(SOON):
        result = await SmtpTransport("127.0.0.1", script.port, security, "u", "p", timeout=5).deliver(outgoing())
        assert result.outcome is DEFERRED
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in script.heard)
