"""A mail as it came in: addresses, attachments, the parsed whole, and what its headers say of its sender."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from bot.model.labels import Kind


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322 section 3.4: the display name (may be empty) and the addr-spec, both without controls."""

    display_name: str
    addr_spec: str

    def __str__(self) -> str:
        return f"{self.display_name} <{self.addr_spec}>" if self.display_name else self.addr_spec


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part that is no body: a safe file name (no path, no controls), its type, decoded size in bytes."""

    filename: str
    content_type: str
    size: int
    inline: bool


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What ``mail.parse`` reads out of raw bytes. Every string is valid Unicode without surrogates or NUL.

    ``text`` is the whole body as plain text; ``unquoted_text`` is without quotes but with the signature; ``new_text``
    without both. ``forwarded_text`` is the text of forwarded blocks below the sender's own words, else empty.
    ``signature`` is what ``unquoted_text`` has below ``new_text``. ``headers`` maps lower-case names of the few
    headers that screening reads to all their values. ``defects`` are short Dutch sentences for staff.
    """

    rfc_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    text: str
    unquoted_text: str
    new_text: str
    forwarded_text: str
    signature: str
    html: str | None
    attachments: tuple[Attachment, ...]
    headers: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    content_types: tuple[str, ...] = ()
    """The MIME types of all parts, outermost first, with ``; method=`` or ``; report-type=`` where present."""
    unreadable: bool = False
    """Whether reading failed, so that a person must look, whatever the rest says."""

    @classmethod
    def of_words(
        cls,
        subject: str,
        new_text: str,
        *,
        sender: Address | None,
        to: tuple[Address, ...] = (),
        date: datetime | None = None,
        text: str = "",
    ) -> "ParsedMail":
        """Words that never were a mail (a chat, a curated example) in the form of one; ``text`` is everything said."""
        return cls(
            rfc_message_id=None,
            in_reply_to=None,
            references=(),
            subject=subject,
            sender=sender,
            reply_to=(),
            to=to,
            cc=(),
            date=date,
            text=text or new_text,
            unquoted_text=new_text,
            new_text=new_text,
            forwarded_text="",
            signature="",
            html=None,
            attachments=(),
            headers=MappingProxyType({}),
            defects=(),
        )


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdict on a mail by its headers and shape alone; ``kind`` is None when it looks like a person's mail."""

    kind: Kind | None
    reason: str
    """One Dutch sentence that names the header or the words; '' when ``kind`` is None."""
    confidence: float = 1.0
    failed_message_id: str | None = None
    """For a bounce: the Message-ID of our mail that failed (RFC 3464), when the report shows it."""
    failed_recipients: tuple[str, ...] = ()
    permanent: bool | None = None
    """For a bounce: whether the failure is for good (5.x) or for now (4.x)."""


@dataclass(frozen=True, slots=True)
class Absence:
    """What an out-of-office says. Of the two days one is known at most; neither when its date is not certain."""

    who: Address | None
    last_day: date | None
    """The last day away (tot en met)."""
    back_on: date | None
    """The first day back (tot, weer aanwezig op)."""
    gone: bool = False
    """Whether the person no longer works there."""
    stand_in: Address | None = None
    """Who to turn to; the name or the addr-spec may be empty, not both."""
