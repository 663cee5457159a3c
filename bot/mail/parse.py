"""From the bytes of a mail to ``ParsedMail``; whatever the bytes are, it answers and never raises.

What is odd about a mail becomes a short Dutch sentence in ``defects``, for the colleague who looks at it. The raw mail
is kept elsewhere, so leaving something out here loses nothing.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.mail import body, texts
from bot.mail.addresses import AddressList, read_addresses
from bot.mail.attachments import attachments_of
from bot.mail.bulk import is_bulk
from bot.mail.charset import clean, clean_line, decode
from bot.mail.headers import MAX_HEADER_BLOCK, Headers
from bot.mail.html import sanitise
from bot.mail.mime import OUTLOOK, WRAPPED, Part, Tree, read_tree
from bot.model import Address, ParsedMail

MAX_BYTES = 35_000_000
MAX_SUBJECT = 1_000
MAX_REFERENCES = 200

KEPT_HEADERS = frozenset({
    "auto-submitted", "precedence", "list-id", "list-unsubscribe", "list-post", "list-help", "return-path",
    "x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply", "x-auto-reply-from", "x-mail-autoreply",
    "x-failed-recipients", "x-auto-response-suppress", "content-type", "feedback-id", "authentication-results",
    "received-spf", "message-id", "x-loop", "delivered-to", "x-mailer", "content-class", "x-spam-flag",
    "x-spam-status", "x-csa-complaints", "x-feedback-type", "x-ms-exchange-message-is-ndr",
    "x-ms-exchange-generated-message-source", "x-ms-exchange-inbox-rules-loop",
    "x-ms-exchange-calendar-originator-id", "x-ms-exchange-parent-message-id", "x-forefront-antispam-report",
    "x-ms-exchange-organization-scl", "x-microsoft-antispam", "importance", "reply-to",
    "disposition-notification-to", "x-vacation", "x-original-to", "sender", "user-agent",
})  # fmt: skip
_KEPT_PREFIXES = ("x-thorbecke-",)


def parse(raw: bytes, *, max_bytes: int = MAX_BYTES) -> ParsedMail:
    """Read a mail; ``max_bytes`` caps how much of it is looked at."""
    try:
        return _parse(raw, max_bytes)
    except Exception as error:  # noqa: BLE001  (law 1: no mail ever breaks the intake; a person reads the raw mail)
        return unreadable(raw, type(error).__name__)


def head_of(raw: bytes) -> bytes:
    """The header block alone, for a mail that is not to be read any further."""
    blank = re.search(rb"\r?\n\r?\n", raw[:MAX_HEADER_BLOCK])
    return raw[: blank.end() if blank else MAX_HEADER_BLOCK]


def _parse(raw: bytes, max_bytes: int) -> ParsedMail:
    defects: list[str] = []
    tree = read_tree(_with_line_feeds(_within(raw, max_bytes, defects)))
    headers = tree.root.headers
    defects += _structure_defects(tree)
    sender = _sender(headers, defects)
    subject = headers.line("subject")[:MAX_SUBJECT]
    text, html, notes = texts.read(tree.root)
    defects += notes
    kept = _kept(headers)
    split = body.split(text, subject=subject, sender=sender, bulk=is_bulk(kept, subject))
    references = headers.message_ids("references")
    return ParsedMail(
        rfc_message_id=_message_id(headers),
        in_reply_to=next(iter(headers.message_ids("in-reply-to")), None),
        references=references[:1] + references[1:][-MAX_REFERENCES:],
        subject=subject,
        sender=sender,
        reply_to=_list(headers, "reply-to", defects),
        to=_list(headers, "to", defects),
        cc=_list(headers, "cc", defects),
        date=headers.date(),
        text=text,
        unquoted_text=split.unquoted,
        new_text=split.new,
        forwarded_text=split.forwarded,
        signature=split.signature,
        html=sanitise(html) if html else None,
        attachments=attachments_of(tree.root),
        headers=kept,
        defects=tuple(dict.fromkeys(defects)),
        content_types=tuple(_type_of(part) for part in tree.root.walk()),
    )


def _within(raw: bytes, max_bytes: int, defects: list[str]) -> bytes:
    if len(raw) <= max_bytes:
        return raw
    defects.append("Deze mail is groter dan wij kunnen lezen; alleen het begin is gelezen.")
    return raw[:max_bytes]


def _with_line_feeds(raw: bytes) -> bytes:
    """Old Macs end a line with a carriage return alone; blank lines before the headers are no headers."""
    if b"\n" not in raw[:10_000] and b"\r" in raw[:10_000]:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw[len(raw[:200]) - len(raw[:200].lstrip(b"\r\n")) :]


def _structure_defects(tree: Tree) -> list[str]:
    found = []
    if tree.too_many:
        found.append("Deze mail heeft te veel onderdelen; niet alles is gelezen.")
    if tree.too_deep:
        found.append("Deze mail is te diep genest; niet alles is gelezen.")
    if tree.broken:
        found.append("De opbouw van deze mail is beschadigd; de tekst kan onvolledig zijn.")
    if tree.root.headers.truncated:
        found.append("Deze mail heeft te veel kopregels; niet alle zijn gelezen.")
    types = {part.content_type for part in tree.root.walk()}
    outlook = [part for part in tree.root.walk() if part.content_type == OUTLOOK]
    if any(part.children for part in outlook):
        found.append(
            "Outlook-opmaak (winmail.dat): tekst en bijlagen komen daaruit; kijk bij twijfel in het origineel."
        )
    if not all(part.children for part in outlook):
        found.append("Outlook-opmaak (winmail.dat): deze bijlage is niet leesbaar.")
    wrapped = [part for part in tree.root.walk() if part.content_type == WRAPPED]
    if any(part.children for part in wrapped):
        found.append("Deze mail is ondertekend (S/MIME); de handtekening is niet gecontroleerd.")
    if not all(part.children for part in wrapped):
        found.append("Deze mail is versleuteld of ingepakt (S/MIME); de tekst is hier niet leesbaar.")
    if types & {"multipart/encrypted", "application/pgp-encrypted"}:
        found.append("Deze mail is versleuteld (PGP); de tekst is hier niet leesbaar.")
    return found


def _sender(headers: Headers, defects: list[str]) -> Address | None:
    found = read_addresses(headers.raw("from"))
    if found.doubtful:
        defects.append("De afzender is op meer dan één manier te lezen; controleer het adres.")
    if len(found.addresses) > 1:
        defects.append("Deze mail heeft meer dan één afzender.")
    if not found.addresses:
        found = read_addresses(headers.raw("sender"))
        defects.append("Deze mail heeft geen bruikbaar afzenderadres.")
    return found.addresses[0] if found.addresses else None


def _list(headers: Headers, name: str, defects: list[str]) -> tuple[Address, ...]:
    found: AddressList = read_addresses(headers.raw(name))
    if found.truncated:
        defects.append("Deze mail heeft te veel adressen; niet alle zijn gelezen.")
    return found.addresses


def _message_id(headers: Headers) -> str | None:
    found = headers.message_ids("message-id")
    if found:
        return found[0]
    bare = headers.line("message-id").strip("<> ")
    return f"<{bare}>" if 3 <= len(bare) <= 990 and " " not in bare and not set(bare) & set("<>") else None


def _kept(headers: Headers) -> Mapping[str, tuple[str, ...]]:
    names = {name for name, _ in headers.fields}
    wanted = {name for name in names if name in KEPT_HEADERS or name.startswith(_KEPT_PREFIXES)}
    return MappingProxyType({name: tuple(v[:2_000] for v in headers.all(name)[:20]) for name in sorted(wanted)})


def _type_of(part: Part) -> str:
    shown = part.content_type
    for name in ("method", "report-type"):
        if part.parameters.get(name):
            shown += f"; {name}={clean_line(part.parameters[name]).lower()[:40]}"
    return shown


def unreadable(raw: bytes, reason: str) -> ParsedMail:
    """What is left when reading failed: the begin of the bytes as text, for a person to judge."""
    text = clean(decode(raw[:20_000]))
    return ParsedMail(
        rfc_message_id=None,
        in_reply_to=None,
        references=(),
        subject="",
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        date=None,
        text=text,
        unquoted_text=text,
        new_text=text,
        forwarded_text="",
        signature="",
        html=None,
        attachments=(),
        headers=MappingProxyType({}),
        defects=(f"Deze mail kon niet worden gelezen ({reason}); bekijk het origineel.",),
        unreadable=True,
    )
