"""The ports: what the pipeline needs from the edges, as protocols.

``store``, ``imap`` and ``smtp`` implement them; the tests' fakes pass the same port tests. Store methods are atomic:
each is one ``BEGIN IMMEDIATE`` transaction that either happened whole or not at all, with its event rows inside.
Every change of status goes through one function of the store (``record``), which raises ``Conflict`` when the status
is no longer what the caller saw, and ``IllegalTransition`` when the life cycle has no such step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot.lifecycle import RequestState, Status
from bot.model import (
    Absence,
    Address,
    Attachment,
    Attempt,
    Change,
    Composed,
    Correction,
    DeliveryResult,
    Draft,
    DraftCopy,
    DraftText,
    EventRow,
    FetchedMail,
    FolderPosition,
    FourEyes,
    Kind,
    Located,
    MessageRow,
    Outgoing,
    RequestRow,
    SentMail,
    Standing,
    ThreadMove,
    Understanding,
)

SENT_ITEMS = "sent items"
"""Stands for the account in the position of the Sent folder: an operator may have us read that one for mail, too."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that preparing found out about a received message; written in one transaction."""

    rfc_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_address: Address | None
    sent_at: datetime | None
    text: str
    new_text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]
    kind: Kind
    kind_reason: str
    understanding: Understanding
    thread_id: int | None
    """The thread that it belongs to; None starts a new one."""
    draft: DraftText | None
    requests: tuple["NewRequest", ...]
    failed_message_id: str | None = None
    """For a delivery failure: the Message-ID of our mail that failed; it becomes ``bounced`` in the same step."""
    failure_note: str = ""
    absence: Absence | None = None
    absence_note: str = ""
    """The same in Dutch, for the history of the message of ours that it answers."""
    not_before: date | None = None
    """Before this day nothing can be expected of who is away: the open requests of the thread are due no earlier."""
    forgotten: bool = False
    """It is a copy of a mail that was erased: nothing of all this is kept, and its bytes go."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request to open on the thread of a message."""

    service: str
    act: str
    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    due_on: date
    next_step: str


@dataclass(frozen=True, slots=True)
class SentReply:
    """A mail of ours that is or was on the road: where it belongs, and its Message-ID."""

    thread_id: int
    rfc_message_id: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread, seen from the mail that names it."""

    addresses: frozenset[str]
    """Casefolded addr-specs of who wrote lately, and of where the replies went."""
    last_event_at: datetime
    has_open_requests: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, newest waiting last, with the total of the view."""

    rows: tuple[MessageRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Held:
    """What we hold of a mail on the server."""

    message_id: int
    status: Status


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of accounting for the whole mailbox, in numbers of mails and in ids of messages."""

    at: datetime
    late: int
    """Mails that reading by position had passed over; they are taken in."""
    missing: int
    """Mails on the server that could not be taken in."""
    without_bytes: tuple[int, ...]
    """Messages that were not purged and have lost their bytes."""
    answered_twice: tuple[int, ...]


class Store(Protocol):
    """The database of messages, requests and events."""

    # --- mail in ---
    async def position(self, account: str, folder: str) -> FolderPosition | None: ...
    async def start_folder(self, account: str, folder: str, uidvalidity: int, at: datetime) -> None:
        """Begin (or begin again) at UID 0 under this UIDVALIDITY; locations under another one are forgotten."""

    async def receive(self, account: str, mail: FetchedMail, at: datetime) -> int | None:
        """Keep the raw bytes, their place and the folder's position in one transaction.

        Returns the id of the new message (``received``), or None when these bytes are known already; then only the
        place is added. Nothing of the mail is parsed here.
        """

    async def receive_all(self, account: str, mails: Sequence[FetchedMail], at: datetime) -> int:
        """Several mails of one fetch, all or none, in ascending order; returns how many were new."""

    async def receive_chat(
        self,
        question: str,
        reply_address: Address,
        at: datetime,
        *,
        municipality: str = "",
        transcript: str = "",
    ) -> int:
        """A chat hand-over as a ``received`` message of the channel ``chat``; ``question`` becomes its text."""

    async def held(self, account: str, folder: str) -> Mapping[int, Held]:
        """UID to what we hold of it, for everything seen in this folder under its present UIDVALIDITY."""

    async def raw(self, message_id: int) -> bytes | None:
        """The raw mail; None for a chat hand-over, our own mail or a purged one."""

    async def ids_in(self, status: Status, *, limit: int = 100) -> tuple[int, ...]:
        """Messages in this status, oldest first."""

    # --- prepare ---
    async def message(self, message_id: int) -> MessageRow:
        """Raises ``NotFound``."""

    async def record(self, message_id: int, was: Status, change: Change, at: datetime) -> MessageRow:
        """The one writer of a status: conditional UPDATE and the event row together."""

    async def retriable(self, crashes: int, *, limit: int = 100) -> tuple[int, ...]:
        """``failed`` messages that crashed less often than this, oldest first."""

    async def bounced(self, rfc_message_id: str, report_id: int, note: str, at: datetime) -> int | None:
        """Tie a failure report to the sent message; returns its id, None when we never sent that Message-ID."""

    # --- review ---
    async def draft(self, message_id: int, version: int | None = None) -> Draft | None:
        """The current version, or the one asked for."""

    async def drafts(self, message_id: int) -> tuple[Draft, ...]: ...
    async def save_draft(
        self, message_id: int, expected_version: int, draft: DraftText, actor: str, at: datetime
    ) -> int:
        """Write the next version; ``Conflict`` unless the message awaits review with ``expected_version``."""

    async def reject_draft(
        self, message_id: int, expected_version: int, actor: str, at: datetime, reason: str
    ) -> None: ...
    async def approve(
        self,
        message_id: int,
        expected_version: int,
        outgoing: Composed,
        actor: str,
        at: datetime,
        send_after: datetime,
        four_eyes: FourEyes = ...,
    ) -> Outgoing | None:
        """Freeze the bytes of this version. None when it was the first approval of two that ``four_eyes`` asks for."""

    async def recall(self, message_id: int, actor: str, at: datetime) -> None:
        """``approved`` back to ``awaiting_review``; the frozen bytes are withdrawn and can never be sent."""

    async def correct(
        self,
        message_id: int,
        understanding: Understanding,
        requests: Sequence[NewRequest],
        draft: DraftText | None,
        actor: str,
        at: datetime,
    ) -> MessageRow:
        """A reviewer's correction: replaces the message's open requests, keeps the example, writes a new draft."""

    async def corrections(self) -> tuple[Correction, ...]:
        """The latest correction of each message, the oldest first; they go when the message is purged."""

    async def corrections_mark(self) -> tuple[object, ...]:
        """Another value whenever a correction or a verdict came or went."""

    async def judge(self, correction_id: int, was: Standing, becomes: Standing, actor: str, at: datetime) -> None:
        """Add the content editor's verdict; ``Conflict`` unless the correction still stands as ``was``."""

    # --- deliver ---
    async def due(self, now: datetime, *, limit: int = 20) -> tuple[int, ...]:
        """Approved messages whose time to be sent has come, oldest first."""

    async def claim(self, message_id: int, lease_until: datetime, actor: str, at: datetime) -> Outgoing:
        """``approved`` to ``sending``, committed with the start of an attempt; ``Conflict`` for the second."""

    async def finish(
        self,
        message_id: int,
        outgoing_id: int,
        result: DeliveryResult,
        at: datetime,
        retry_at: datetime | None = None,
    ) -> MessageRow:
        """Write the outcome of the running attempt and the status that follows from it."""

    async def expired_claims(self, now: datetime) -> tuple[int, ...]: ...
    async def outgoing(self, message_id: int) -> Outgoing | None:
        """What the latest approval froze and nobody recalled."""

    async def without_sent_copy(self, *, limit: int = 20) -> tuple[Outgoing, ...]:
        """Sent mail whose copy is not known to be in the Sent folder."""

    async def sent_copy_kept(self, outgoing_id: int, at: datetime) -> None: ...
    async def attempts(self, message_id: int) -> tuple[Attempt, ...]: ...
    async def compose_own(
        self, subject: str, outgoing: Composed, unique_key: str, actor: str, at: datetime
    ) -> int | None:
        """A message without an inbound half, approved at once (digest, alert); None when the key was used before."""

    async def has_own(self, unique_key: str) -> bool:
        """Whether ``compose_own`` was called with this key before."""

    # --- Outlook ---
    async def copies_wanted(self, *, limit: int = 20) -> tuple[int, ...]:
        """Messages that await review whose present draft is not in the Drafts folder yet.

        Not those whose copy a colleague changed or took away: from then on it is theirs.
        """

    async def plan_copy(self, message_id: int, rfc_message_id: str, at: datetime) -> DraftCopy | None:
        """Write down what is going to be put into Drafts; a plan that is there already is given again.

        None when the message has no draft to review any more.
        """

    async def copy_placed(self, copy_id: int, place: Located | None, raw_sha256: str) -> None: ...
    async def copy_removed(self, copy_id: int) -> None: ...
    async def copy_taken(self, copy_id: int, note: str, actor: str, at: datetime) -> None:
        """From now on the copy belongs to the colleagues; the note goes into the history of the message."""

    async def copies_placed(self) -> tuple[DraftCopy, ...]:
        """What should lie in the Drafts folder, unchanged."""

    async def copies_unwanted(self, *, every: bool = False, limit: int = 20) -> tuple[DraftCopy, ...]:
        """Copies of an older version, or of a message that no longer awaits review; or simply ``every`` one."""

    async def copy_of(self, rfc_message_ids: Sequence[str]) -> DraftCopy | None:
        """The copy with one of these Message-IDs, unless it is known to have been sent."""

    async def note_sent(self, position: FolderPosition, mails: Sequence[SentMail], at: datetime) -> tuple[int, ...]:
        """Keep what was read in the Sent folder, with its position; returns the messages that it settled.

        A mail of ours is known from then on by its other Message-IDs, too. A colleague's answer to a mail that waits
        for review closes that one and takes an approval off the road; where the mail is not read yet or its reply is
        on the road, the answer is kept until that has ended.
        """

    async def sent_from_outlook(
        self, copy_id: int, mail: SentMail, sent: Composed, text: DraftText | None, note: str, at: datetime
    ) -> MessageRow:
        """A colleague sent our draft: ``sent``, with what went out. ``text`` is what it became, if it was changed.

        A reply that is on the road already is left alone; then this is kept like any other answer.
        """

    # --- conversations ---
    async def split_off(
        self, message_id: int, seen: int, requests: Sequence[NewRequest], actor: str, at: datetime
    ) -> None:
        """Give a message a thread of its own with its requests; ``requests`` are opened as far as it has none yet.

        ``Conflict`` when it is no longer in the thread that the person saw, or is alone there.
        """

    async def join_to(self, message_id: int, seen: int, other_id: int, actor: str, at: datetime) -> None:
        """Put a message with its requests into the thread of another one."""

    async def move_back(self, message_id: int, seen: int, actor: str, at: datetime) -> None:
        """Undo the last move of a message."""

    async def last_move(self, message_id: int) -> ThreadMove | None:
        """The move that can be undone."""

    async def correspondence(self, addr_spec: str, but: int, *, limit: int = 10) -> tuple[MessageRow, ...]:
        """The last message of each thread with this address, but that one; the newest first."""

    # --- requests ---
    async def request(self, request_id: int) -> RequestRow: ...
    async def requests_of(self, thread_id: int) -> tuple[RequestRow, ...]: ...
    async def open_requests(self) -> tuple[RequestRow, ...]:
        """Requests that are open or waiting, the oldest first."""

    async def change_request(
        self,
        request_id: int,
        was: RequestState,
        becomes: RequestState,
        actor: str,
        at: datetime,
        *,
        note: str = "",
        due_on: date | None = None,
        next_step: str | None = None,
    ) -> RequestRow: ...

    # --- reading ---
    async def counts(self) -> Mapping[Status, int]: ...
    async def without_draft(self) -> int:
        """How many messages await review without a draft."""

    async def queue(self, statuses: Sequence[Status], *, page: int = 1, size: int = 50) -> QueuePage:
        """What stands in these statuses, the oldest first; the lists of colleagues are those of ``Worklist``."""

    async def thread(self, thread_id: int) -> tuple[MessageRow, ...]: ...
    async def history(self, thread_id: int) -> tuple[EventRow, ...]:
        """Every event of the messages and requests of this thread, oldest first."""

    # --- upkeep ---
    async def without_bytes(self, account: str) -> tuple[int, ...]:
        """Messages of the account whose raw mail is gone, though they were not purged."""

    async def answered_twice(self, since: datetime) -> tuple[int, ...]:
        """Messages to which a second reply was taken since then, and second copies of a mail that was answered."""

    async def room(self) -> int:
        """Bytes that the disk of the database has left."""

    async def overdue(self, before: datetime) -> Mapping[Status, int]:
        """How many messages wait to be read, or approved to be sent, since before that moment."""

    async def keep_proof(self, proof: Proof) -> None: ...
    async def proofs(self, since: datetime) -> tuple[Proof, ...]:
        """What was proven since then, the oldest first; the latest proof in any case."""

    async def backup(self, target: Path) -> None: ...
    async def export_person(self, addr_spec: str) -> Mapping[str, object]: ...
    async def forget_person(self, addr_spec: str, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]: ...
    async def purge_before(self, before: datetime, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class User:
    """A colleague who may log in. Roles: reader, reviewer, manager."""

    name: str
    display_name: str
    role: str
    password_hash: str
    disabled: bool = False


class Accounts(Protocol):
    """Users and failed log-ins; ``people_port`` has their sessions."""

    async def user(self, name: str) -> User | None: ...
    async def users(self) -> tuple[User, ...]: ...
    async def save_user(self, user: User, at: datetime) -> None: ...
    async def note_login_failure(self, key: str, at: datetime) -> None: ...
    async def login_failures(self, key: str, since: datetime) -> int: ...
    async def clear_login_failures(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderState:
    """What SELECT says of a folder."""

    folder: str
    uidvalidity: int
    uidnext: int
    exists: int


class Mailbox(Protocol):
    """One connection to the account; every call may raise ``MailboxError``, after which it reconnects by itself."""

    async def state(self, folder: str) -> FolderState: ...
    async def uids_after(self, folder: str, last_uid: int, *, since: date | None = None) -> tuple[int, ...]:
        """Ascending UIDs above ``last_uid``, of mail that the server got on that day or later."""

    async def sizes(self, folder: str, uids: Sequence[int]) -> Mapping[int, int]:
        """UID to size in bytes, as the server thinks; mails that are gone are missing."""

    async def fetch(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        """The mails that are still there (the caller passes at most 50 UIDs). Never sets a flag."""

    async def headers(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        """The header blocks alone of the mails that are still there (50 UIDs at most), in place of their bytes."""

    async def wait(self, folder: str, seconds: float) -> None:
        """Return when something may have happened in the folder (IDLE), after ``seconds`` at the latest."""

    async def find(self, folder: str, rfc_message_id: str) -> tuple[Located, ...]:
        """Where a mail with this Message-ID lies in the folder."""

    async def append(self, folder: str, raw: bytes, flags: Sequence[str], at: datetime) -> None: ...
    async def remove(self, place: Located) -> bool:
        """Delete one mail. False when its UID means nothing any more; only mail of our own may be removed."""

    async def special_folder(self, use: str) -> str | None:
        r"""The folder for ``\Sent`` or ``\Drafts``: by attribute, then by its name in nl, en, de, fr."""

    def beside(self) -> "Mailbox":
        """Another connection to the same account, at the same pace."""

    async def close(self) -> None: ...


class Transport(Protocol):
    """The road out."""

    async def deliver(self, outgoing: Outgoing) -> DeliveryResult:
        """Try once. Never raises but for cancellation; ``LOST`` where nobody can know whether the server took it."""

    def hang_up(self) -> None:
        """End what is being delivered now, with an honest answer; the service stops."""
