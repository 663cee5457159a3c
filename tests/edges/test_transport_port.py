"""The port ``Transport``: the same rules at Postfix and at the embedded server of the demo."""

from datetime import UTC, datetime

import pytest

from bot.mail.compose import Original, compose_reply
from bot.model import Address, Outcome, Outgoing
from bot.smtp.transport import SmtpTransport
from tests.edges.conftest import NUMBERS, Road
from tests.servers.postfix import LARGEST_MAIL, Postfix

BODY = b"Beste griffier,\r\n\r\n.\r\n..\r\n.punt\r\nregel\r\n\r\nGroet,\r\nhet team\r\n"


def outgoing(
    *to: str, mail_from: str = "thorbecke2024@vng.nl", subject: str = "Uw vraag", body: bytes = BODY
) -> Outgoing:
    head = f"From: thorbecke2024@vng.nl\r\nTo: {to[0]}\r\nMessage-ID: <m{next(NUMBERS)}@thorbecke2024.vng.nl>\r\n"
    head += f"Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nSubject: {subject}\r\n\r\n"
    return Outgoing(1, 1, "<m@x>", mail_from, to, head.encode() + body)


def somebody(name: str = "griffie") -> str:
    return f"{name}{next(NUMBERS)}@zaltbommel.nl"


async def test_a_taken_mail_arrives_as_the_bytes_that_were_approved(road: Road) -> None:
    """Postfix puts its own lines (Return-Path, Received) above; the rest is untouched."""
    griffie = somebody()
    mail = outgoing(griffie)
    result = await road.transport.deliver(mail)
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.ACCEPTED, 250, "2.0.0")
    (arrived,) = await road.arrived(griffie)
    assert arrived.endswith(mail.raw)


async def test_a_composed_reply_needs_nothing_special_of_a_server(road: Road) -> None:
    """It is 7-bit with lines of 998 octets at most, also with the long Message-IDs of Exchange."""
    griffie = somebody()
    ids = tuple(f"<{'x' * 70}{number}@AM0PR05MB1234.eurprd05.prod.outlook.com>" for number in range(30))
    original = Original(
        sender=Address("Griffie Súdwest-Fryslân", griffie),
        date=datetime(2026, 11, 20, 9, tzinfo=UTC),
        subject="Vraag over Súdwest-Fryslân € ✓",
        text=".\n..\nFrom hier\n" + "woord " * 400,
        rfc_message_id=ids[-1],
        in_reply_to=ids[-2],
        references=ids[:-1],
    )
    composed = compose_reply(
        text="Beste griffier,\n\n.\n\nGroet",
        subject="",
        sender=Address("Thorbecke2024", "thorbecke2024@vng.nl"),
        recipient=Address("", griffie),
        rfc_message_id="<antwoord@thorbecke2024.vng.nl>",
        date=datetime(2026, 11, 22, 9, tzinfo=UTC),
        original=original,
    )
    mail = Outgoing(1, 1, composed.rfc_message_id, composed.mail_from, composed.rcpt_to, composed.raw)
    assert (await road.transport.deliver(mail)).outcome is Outcome.ACCEPTED
    (arrived,) = await road.arrived(griffie)
    assert arrived.endswith(composed.raw)
    assert composed.raw.isascii()
    assert max(map(len, composed.raw.split(b"\r\n"))) <= 998


async def test_text_in_8_bit_survives(road: Road) -> None:
    griffie = somebody()
    mail = outgoing(griffie, body="Súdwest-Fryslân: € 5,-\r\n".encode())
    assert (await road.transport.deliver(mail)).outcome is Outcome.ACCEPTED
    (arrived,) = await road.arrived(griffie)
    assert arrived.endswith(mail.raw)


async def test_the_null_reverse_path_can_be_used(road: Road) -> None:
    griffie = somebody()
    assert (await road.transport.deliver(outgoing(griffie, mail_from=""))).outcome is Outcome.ACCEPTED
    assert len(await road.arrived(griffie)) == 1


async def test_an_unknown_recipient_is_refused_for_good(road: Road) -> None:
    result = await road.transport.deliver(outgoing("onbekend@zaltbommel.nl"))
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.REFUSED, 550, "5.1.1")
    assert "unknown" in result.text


async def test_a_full_mailbox_is_tried_again_later(road: Road) -> None:
    result = await road.transport.deliver(outgoing("vol@zaltbommel.nl"))
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.DEFERRED, 452, "4.2.2")


async def test_when_one_recipient_is_refused_nobody_gets_the_mail(road: Road) -> None:
    """All or nothing: half a delivery could not be told apart from a whole one later."""
    griffie = somebody()
    result = await road.transport.deliver(outgoing(griffie, "onbekend@zaltbommel.nl"))
    assert (result.outcome, result.reply_code) == (Outcome.REFUSED, 550)
    again = outgoing(griffie)
    assert (await road.transport.deliver(again)).outcome is Outcome.ACCEPTED
    (arrived,) = await road.arrived(griffie)
    assert arrived.endswith(again.raw)


async def test_all_recipients_get_the_mail(road: Road) -> None:
    griffie, wethouder = somebody(), somebody("wethouder")
    assert (await road.transport.deliver(outgoing(griffie, wethouder))).outcome is Outcome.ACCEPTED
    assert len(await road.arrived(griffie)) == len(await road.arrived(wethouder)) == 1


async def test_a_refusal_of_the_content_is_final(road: Road) -> None:
    result = await road.transport.deliver(outgoing(somebody(), subject="Geweigerd"))
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.REFUSED, 550, "5.7.1")


async def test_a_numbered_later_after_the_mail_is_tried_again(road: Road) -> None:
    result = await road.transport.deliver(outgoing(somebody(), mail_from="later@vng.nl"))
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.DEFERRED, 451, "4.3.0")


@pytest.mark.parametrize("address", ["griffie@súdwestfryslân.nl", "josé@zaltbommel.nl", '"a b"@zaltbommel.nl'])
async def test_addresses_with_other_letters_can_be_reached(road: Road, address: str) -> None:
    assert (await road.transport.deliver(outgoing(address))).outcome is Outcome.ACCEPTED


@pytest.mark.mta
async def test_a_mail_that_is_too_large_is_refused_before_it_is_sent(postfix: Postfix) -> None:
    transport = SmtpTransport("127.0.0.1", postfix.smtp_port, "none", timeout=20)
    result = await transport.deliver(outgoing(somebody(), body=b"x\r\n" * LARGEST_MAIL))
    assert (result.outcome, result.reply_code, result.enhanced_code) == (Outcome.REFUSED, 552, "5.3.4")
