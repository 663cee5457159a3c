"""The bytes of our own mail, made once and never changed again.

The headers are written here, one by one, out of values that were made harmless first; the finished bytes are then read
back and compared, so that nothing that a stranger wrote can become a header of ours. ``References`` stay whole:
encoded or cut ids break threads in Outlook (RFC 2047 section 5 forbids encoded words there).
"""

import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from hashlib import sha256
from typing import Literal

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.mail.addresses import read_addresses
from bot.mail.charset import clean
from bot.mail.identity import harmless, is_message_id, reference_chain, reply_subject, usable
from bot.mail.presentation import Quote, html_of, text_with_quote
from bot.model import Address, Composed

MARK = "X-Thorbecke-Mail"
AUTOMATIC = "automatisch"
"""The mark of mail that goes out by itself."""
"""On everything that we write, so that we know it again when it comes back."""

ID_MARK = "X-Thorbecke-Id"
"""Our Message-ID once more: servers and mail programs replace the one in ``Message-ID``."""


@dataclass(frozen=True, slots=True)
class Original:
    """The mail that is answered, as far as the answer shows it."""

    rfc_message_id: str | None = None
    references: tuple[str, ...] = ()
    in_reply_to: str | None = None
    subject: str = ""
    sender: Address | None = None
    date: datetime | None = None
    text: str = ""


def compose_reply(
    *,
    text: str,
    subject: str,
    sender: Address,
    recipient: Address,
    rfc_message_id: str,
    date: datetime,
    original: Original | None = None,
    mark: Literal["antwoord", "concept"] = "antwoord",
    cc: tuple[Address, ...] = (),
    attachments: tuple[tuple[str, str, bytes], ...] = (),
) -> Composed:
    """An answer that a person approved: plain text with an HTML alternative, the original quoted below both.

    ``attachments`` are (file name, MIME type, content). With the mark ``concept`` nobody approved it yet: it is for the
    Drafts folder. ``date`` is aware. Raises
    ``InvalidInput`` (Dutch) for an address that cannot be used.
    """
    quote = Quote(original.sender, original.date, original.text) if original and original.text.strip() else None
    body = _body(text_with_quote(text, quote), html_of(text, quote), attachments, rfc_message_id)
    fields = [(MARK, mark), (ID_MARK, rfc_message_id)]
    if original:
        fields += _threading(original)
    title = reply_subject(subject or original.subject) if original else harmless(subject)[:250]
    return _finish(fields, title, sender, recipient, rfc_message_id, date, body, cc)


def compose_own(
    *,
    text: str,
    html: str,
    subject: str,
    sender: Address,
    recipient: Address,
    rfc_message_id: str,
    date: datetime,
    attachments: tuple[tuple[str, str, bytes], ...] = (),
) -> Composed:
    """Mail that goes out by itself (digest, alert): marked as automatic, so that nothing answers it (RFC 3834).

    ``attachments`` are (file name, MIME type, content).
    """
    fields = [
        (MARK, AUTOMATIC),
        (ID_MARK, rfc_message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    body = _body(clean(text), clean(html), attachments, rfc_message_id)
    return _finish(fields, harmless(subject)[:250], sender, recipient, rfc_message_id, date, body)


def _threading(original: Original) -> list[tuple[str, str]]:
    chain = reference_chain(original.rfc_message_id, original.references, original.in_reply_to)
    fields = []
    if original.rfc_message_id is not None and is_message_id(original.rfc_message_id):
        fields.append(("In-Reply-To", original.rfc_message_id))
    if chain:
        fields.append(("References", _folded(list(chain), 900)))
    return fields


def _finish(
    fields: list[tuple[str, str]],
    subject: str,
    sender: Address,
    recipient: Address,
    rfc_message_id: str,
    date: datetime,
    body: bytes,
    cc: tuple[Address, ...] = (),
) -> Composed:
    if not is_message_id(rfc_message_id):
        raise InvalidInput("Dit bericht heeft geen bruikbaar kenmerk (Message-ID).")
    ours, theirs, others = usable(sender), usable(recipient), [usable(each) for each in cc]
    headers = [
        ("From", _mailbox(ours)),
        ("To", _mailbox(theirs)),
        *([("Cc", ",\r\n ".join(_mailbox(each) for each in others))] if others else []),
        ("Subject", _encoded(subject)),
        ("Date", format_datetime(in_amsterdam(date))),
        ("Message-ID", rfc_message_id),
        *fields,
        ("MIME-Version", "1.0"),
    ]
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii") + body
    _prove(raw, [name for name, _ in headers], ours, theirs, others)
    everybody = dict.fromkeys(each.addr_spec for each in (theirs, *others))
    return Composed(rfc_message_id, ours.addr_spec, tuple(everybody), raw)


def _body(text: str, html: str, attachments: tuple[tuple[str, str, bytes], ...], seed: str) -> bytes:
    """The MIME body with its own content headers first; boundaries follow from the Message-ID."""
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(clean(text), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for name, content_type, content in attachments:
        maintype, _, subtype = content_type.partition("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=harmless(name))
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary("=_" + sha256(f"{seed}{number}".encode()).hexdigest()[:32])
    del message["MIME-Version"]
    return message.as_bytes()


def _prove(raw: bytes, names: list[str], sender: Address, recipient: Address, others: list[Address]) -> None:
    """Read the finished bytes back: the very headers that we wrote, from us, to these recipients and nobody else."""
    message = BytesParser(policy=email.policy.compat32).parsebytes(raw)
    own = [name for name in message if not name.startswith("Content-")]
    seen = [
        [one.addr_spec for one in read_addresses(str(message[name] or "")).addresses] for name in ("From", "To", "Cc")
    ]
    meant = [[sender.addr_spec], [recipient.addr_spec], [each.addr_spec for each in others]]
    headers = raw.partition(b"\r\n\r\n")[0]
    bare = any(b"\r" in line or b"\n" in line or len(line) > 998 for line in headers.split(b"\r\n"))
    if own != names or seen != meant or bare or message.defects:
        raise InvalidInput("Deze mail kan niet veilig worden verstuurd: controleer het onderwerp en het adres.")


def _mailbox(address: Address) -> str:
    name = address.display_name
    if not name:
        return address.addr_spec
    if not name.isascii():
        return f"{_encoded(name)}\r\n <{address.addr_spec}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address.addr_spec}>'


def _encoded(value: str) -> str:
    """Text for a header in ASCII; encoded words of 75 characters at most (RFC 2047 section 2)."""
    if value.isascii():
        return _folded(value.split(" "), 76)
    return Header(value, "utf-8", maxlinelen=72).encode(linesep="\r\n")


def _folded(words: list[str], width: int) -> str:
    """Words on lines of about ``width`` characters; a word is never cut."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\r\n ".join(lines)
