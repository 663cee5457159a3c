"""Rows as the rest of the product reads them from the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.lifecycle import Event, RequestState, Status
from bot.model.answers import DraftText
from bot.model.delivery import Outcome
from bot.model.labels import Kind
from bot.model.mail import Absence, Address, Attachment
from bot.model.reading import Understanding


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the reply of a message; versions are never overwritten."""

    message_id: int
    version: int
    draft: DraftText
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as the queue and the pages see it, without its raw bytes."""

    id: int
    status: Status
    channel: str
    """``mail``, ``chat`` or ``own`` (digest and other mail that we start)."""
    thread_id: int
    received_at: datetime
    rfc_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_address: Address | None
    """Where the reply goes: Reply-To, else From; None when there is nobody to answer."""
    sent_at: datetime | None
    kind: Kind | None
    kind_reason: str
    understanding: Understanding | None
    new_text: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]
    draft_version: int
    """0 when there is no draft."""
    owner: str | None
    crashes: int
    approved_by: str | None
    send_after: datetime | None
    """When the undo time of an approval ends, or the next attempt may start."""
    lease_until: datetime | None
    raw_sha256: str | None
    absence: Absence | None = None
    """What an automatic answer says about the absence of its sender."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request (aanvraag): a (service, act) that somebody asked, open until it is settled."""

    id: int
    thread_id: int
    message_id: int
    service: str
    act: str
    state: RequestState
    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    requester: str | None
    owner: str | None
    opened_at: datetime
    due_on: date
    next_step: str
    subject: str
    message_status: Status
    settled_at: datetime | None = None
    told: tuple[str, ...] = ()
    """The facts of its intake that need not be asked (again); looked up where a reply is drafted."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the append-only history."""

    id: int
    message_id: int | None
    request_id: int | None
    at: datetime
    actor: str
    event: str
    was: str | None
    becomes: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ThreadMove:
    """A message that a person put into another conversation, and that is still there."""

    id: int
    message_id: int
    from_thread: int
    to_thread: int
    at: datetime
    actor: str
    withdrawn: tuple[int, ...] = ()
    """The requests that were withdrawn, as the other conversation had the same ones open."""


class Standing(StrEnum):
    """What the content editor says of a correction; it counts at once, until it is rejected."""

    WAITING = "wacht"
    ACCEPTED = "aangenomen"
    REJECTED = "afgewezen"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer said instead of what was read in one message: an example that counts at once."""

    id: int
    message_id: int
    at: datetime
    actor: str
    subject: str
    text: str
    """The new text of the message."""
    sender: Address | None
    was: Understanding
    """What was read before anybody corrected it; labels only, as in ``becomes``."""
    becomes: Understanding
    standing: Standing = Standing.WAITING


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to send, for the page and the evidence."""

    outgoing_id: int
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome | None
    reply_code: int | None
    enhanced_code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Located:
    """Where a message lies in the account."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """One mail as the mailbox gave it: its place, its bytes, when the server got it (INTERNALDATE)."""

    at: Located
    raw: bytes
    internal_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """One version of our draft as it lies, or is about to lie, in the Drafts folder of the mailbox."""

    id: int
    message_id: int
    version: int
    rfc_message_id: str
    """Known before the copy is put there, so that it is never put there twice."""
    planned_at: datetime
    place: Located | None
    """Where it was last seen; None when it was not seen there yet."""
    raw_sha256: str
    """Of the bytes as the server gives them; '' when it was not seen there yet."""


@dataclass(frozen=True, slots=True)
class SentMail:
    """What the Sent folder tells of one mail, without its text."""

    ids: tuple[str, ...]
    """Its Message-ID, and the ones under which we may know it: a server may have replaced ours."""
    answers: str | None
    """The Message-ID of the mail that it answers."""
    recipients: tuple[str, ...]
    """Casefolded addr-specs of To and Cc."""
    colleague: str
    """Who sent it, as far as its headers tell: a name, else an address."""
    at: datetime


@dataclass(frozen=True, slots=True)
class FolderPosition:
    """How far a folder has been read. ``last_uid`` is the highest UID whose mail is safe in the store."""

    folder: str
    uidvalidity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Change:
    """What goes with a transition, beside the status itself; the store writes it in the same transaction."""

    event: Event
    actor: str
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """Columns of the message to set, by the names of ``MessageRow``."""
