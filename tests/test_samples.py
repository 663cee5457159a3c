"""The sample mailbox of the demo: readable by anybody, complete, and of nobody who exists."""

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from bot.demo.samples import MAILBOX, sample_mails
from bot.model import ACT_LABELS, SERVICE_LABELS, Kind

INDEX: dict[str, dict[str, Any]] = json.loads((MAILBOX / "index.json").read_text(encoding="utf-8"))
MAILS = {name: message_from_bytes(raw, policy=policy.default) for name, raw in sample_mails()}


def test_every_sample_mail_is_in_the_index_and_the_reverse() -> None:
    assert set(INDEX) == set(MAILS)
    assert len(MAILS) >= 44


def test_the_mails_come_in_the_order_of_their_dates() -> None:
    dates = [parsedate_to_datetime(mail["Date"]) for mail in MAILS.values()]
    assert dates == sorted(dates)
    assert datetime(2026, 10, 1, tzinfo=UTC) < dates[0] <= dates[-1] < datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_sample_is_a_complete_mail_of_its_own(name: str) -> None:
    mail = MAILS[name]
    assert mail["From"]
    assert re.fullmatch(r"<[^<>\s]+>", mail["Message-ID"])
    body = mail.get_body(("plain", "html"))
    assert isinstance(body, EmailMessage)
    assert body.get_content().strip()


@pytest.mark.parametrize(("name", "raw"), sample_mails())
def test_every_line_ends_as_rfc_5322_wants(name: str, raw: bytes) -> None:
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")


def test_no_two_samples_share_a_message_id() -> None:
    identifiers = [mail["Message-ID"] for mail in MAILS.values()]
    assert len(set(identifiers)) == len(identifiers)


def test_every_service_act_and_kind_occurs() -> None:
    pairs = [pair for expected in INDEX.values() for pair in expected["requests"]]
    assert {service for service, _ in pairs} == set(SERVICE_LABELS)
    assert {act for _, act in pairs} == set(ACT_LABELS)
    assert {expected["kind"] for expected in INDEX.values()} == set(Kind)


def test_requests_belong_to_mails_that_ask_something() -> None:
    for name, expected in INDEX.items():
        assert bool(expected["requests"]) == (expected["kind"] == Kind.VERZOEK), name


def test_threads_of_the_mailbox_hang_together() -> None:
    """At least one mail answers an earlier sample, and at least one answers a mail of ours."""
    known = {str(mail["Message-ID"]) for mail in MAILS.values()}
    referred = {word for mail in MAILS.values() for word in str(mail["References"] or "").split()}
    assert known & referred
    assert any("@thorbecke2024.vng.nl>" in word for word in referred)


def test_telephone_numbers_are_those_of_nobody() -> None:
    """Every number holds 1234, as made-up numbers do."""
    for name, mail in MAILS.items():
        text = "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        for number in re.findall(r"(?:\+31|\b0)[\d ()-]{8,13}\d", text):
            assert "1234" in re.sub(r"\D", "", number), (name, number)
