"""What is fuzzed: functions of bytes that return nothing, and raise when a promise is broken.

They need nothing of the fuzzer, so that any input can be tried again by hand and in a test.
"""

import email.policy
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from types import MappingProxyType

from lxml.html import HtmlElement, fragments_fromstring

from bot.errors import InvalidInput
from bot.mail import html
from bot.mail.absence import absence_of
from bot.mail.body import split
from bot.mail.compose import Original, compose_reply
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import Address, Composed, ParsedMail

Target = Callable[[bytes], None]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OURS = frozenset({"thorbecke2024@vng.nl"})
SENDER = Address("Thorbecke2024", "thorbecke2024@vng.nl")
MESSAGE_ID = "<een@thorbecke2024.vng.nl>"
BETWEEN = b"\0"
"""Between the fields of an input for ``compose``: a byte that no field can hold."""
KNOWN_HEADERS = {"From", "To", "Cc", "Subject", "Date", "Message-ID", "X-Thorbecke-Mail", "X-Thorbecke-Id",
                 "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}  # fmt: skip
INERT_TAGS = html._ALLOWED_TAGS
INERT_ATTRIBUTES = {"href", "rel", "colspan", "rowspan", "start"}


def parsing(raw: bytes) -> None:
    """Any bytes are a mail: read without an error inside, without characters that hurt, and screened."""
    mail = parse(raw)
    assert not mail.unreadable, mail.defects
    for value in _strings(mail):
        _is_harmless(value)
    assert len(mail.subject) <= 1_000
    assert len(mail.to) <= 500
    for attachment in mail.attachments:
        assert "/" not in attachment.filename
        assert "\\" not in attachment.filename
    _is_harmless(screen(mail, own_addresses=OURS, own_message_id_domain="thorbecke2024.vng.nl").reason)
    absence_of(mail, NOW.date(), OURS)
    _is_inert(mail.html or "")


def splitting(data: bytes) -> None:
    """Any text and any HTML: split into parts that hold nothing new, made inert, made text."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for words in (text, html.to_text(text)):
        _has_no_surrogate(words)
        for bulk in (False, True):
            found = split(words, subject=words[:80], sender=Address(words[:40], "a@b.nl"), bulk=bulk)
            letters = set(words)
            for part in (found.new, found.unquoted, found.forwarded, found.signature):
                assert set(part) <= letters | {"\n"}
            assert len(found.new) <= len(words) + 1
    _is_inert(html.sanitise(text))


def composing(data: bytes) -> None:
    """Any words of a stranger and of a colleague: refused, or a mail with our headers, to whom was meant."""
    fields = [field.decode("utf-8", "replace") for field in data.split(BETWEEN)] + [""] * 8
    subject, name, address, rfc_message_id, references, asked, answered, file = fields[:8]
    recipient = Address(name, address or "a@b.nl")
    original = Original(
        rfc_message_id=rfc_message_id,
        references=tuple(references.split()),
        in_reply_to=rfc_message_id,
        subject=subject,
        sender=Address(name, address),
        date=NOW,
        text=asked,
    )
    try:
        composed = compose_reply(
            text=answered,
            subject="",
            sender=SENDER,
            recipient=recipient,
            rfc_message_id=MESSAGE_ID,
            date=NOW,
            original=original,
            cc=(Address(subject, "c@d.nl"),) if subject else (),
            attachments=((file, "application/pdf", asked.encode("utf-8", "replace")),) if file else (),
        )
    except InvalidInput as refused:
        assert str(refused)  # noqa: PT017  (both outcomes are right; this one has words)
        return
    _says_what_was_meant(composed, recipient, copies=bool(subject))


def _says_what_was_meant(composed: Composed, recipient: Address, *, copies: bool) -> None:
    head = composed.raw.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in composed.raw.split(b"\r\n"))
    assert composed.raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert head.isascii()
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert set(names) <= KNOWN_HEADERS
    assert len(names) == len(set(names))
    domain = recipient.addr_spec.strip().rpartition("@")[0]
    assert composed.rcpt_to[0].rpartition("@")[0] == domain
    assert len(composed.rcpt_to) == (2 if copies and composed.rcpt_to[0] != "c@d.nl" else 1)
    read = parse(composed.raw)
    assert not read.unreadable
    assert [each.addr_spec for each in read.to] == [composed.rcpt_to[0]]
    message = message_from_bytes(composed.raw, policy=email.policy.default)
    assert not message.defects
    assert message["Message-ID"].strip() == MESSAGE_ID


def _strings(mail: ParsedMail) -> list[str]:
    found = [mail.subject, mail.text, mail.new_text, mail.unquoted_text, mail.forwarded_text, mail.signature]
    found += [mail.rfc_message_id or "", *mail.references, *mail.defects, *mail.content_types]
    found += [part for one in (mail.sender, *mail.to, *mail.cc) if one for part in (one.display_name, one.addr_spec)]
    return found + [one.filename for one in mail.attachments] + [v for many in mail.headers.values() for v in many]


def _is_harmless(value: str) -> None:
    _has_no_surrogate(value)
    assert not [c for c in value if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0], repr(value[:200])


def _has_no_surrogate(value: str) -> None:
    value.encode("utf-8")


def _is_inert(sanitised: str) -> None:
    """Read back by another parser than the one that made it inert."""
    if not sanitised.strip():
        return
    _has_no_surrogate(sanitised)
    for fragment in fragments_fromstring(f"<div>{sanitised}</div>"):
        for element in fragment.iter() if isinstance(fragment, HtmlElement) else ():
            assert element.tag in INERT_TAGS, element.tag
            assert set(element.attrib) <= INERT_ATTRIBUTES, dict(element.attrib)
            target = element.get("href") or "https://"
            assert target.strip().lower().startswith(("http:", "https:", "mailto:", "tel:")), target


TARGETS: Mapping[str, Target] = MappingProxyType({"parse": parsing, "body": splitting, "compose": composing})
