"""Which conversation a mail belongs to: by the Message-IDs that it names, with its sender and its age as guard.

``References`` come first, then ``In-Reply-To``, then our own mark. An id of a mail that we sent is proof enough, since
only who got that mail knows it; the id of somebody else's mail counts for who takes part in the conversation already.
After a long silence a mail begins a new one. The subject never joins two mails. An automatic answer without any id
belongs to the one mail that we sent to its sender in the days before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.mail.compose import ID_MARK
from bot.model import Address, Kind, MessageRow, ParsedMail, Screening
from bot.pipeline.ports import SentReply
from bot.pipeline.preparing import Lookups
from bot.settings import Settings
from bot.understanding.role import FREE_MAIL

SILENCE = timedelta(days=180)
"""A conversation that was silent for longer has ended."""
ANSWERED_WITHIN = timedelta(days=7)
"""How long after our mail a machine may answer it without saying which one it answers."""
MARKS = (ID_MARK.lower(), "x-ms-exchange-parent-message-id")
"""Headers beside those of RFC 5322 that name a mail: ours, and the one in which Exchange keeps what is answered."""
HOUR, PER_THREAD, PER_ADDRESS = timedelta(hours=1), 3, 20
"""How many replies of ours may go to one address within an hour, in one conversation and in all (RFC 3834)."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""By how much the mail server's clock may run behind ours."""

STRANGER = "Deze mail verwijst naar een gesprek met iemand anders. Daarom is hier een nieuw gesprek begonnen."
SILENT = "Deze mail verwijst naar een gesprek dat lang stil lag. Daarom is hier een nieuw gesprek begonnen."
CROWDED = (
    "Naar dit adres gingen veel antwoorden in een uur. Misschien beantwoorden twee systemen elkaar. Daarom is er geen "
    "concept gemaakt."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs. ``thread_id`` is None when it begins a conversation."""

    thread_id: int | None
    doubts: tuple[str, ...] = ()
    """Dutch sentences for the reviewer."""
    failed_message_id: str | None = None
    """For a failure report: the Message-ID of our mail that failed."""
    crowded: bool = False
    """Whether so many replies went to this address lately that none should be drafted."""


def place_of(
    known: Lookups,
    settings: Settings,
    message: MessageRow,
    mail: ParsedMail,
    screening: Screening,
    reply_address: Address | None,
) -> Place:
    """Find the conversation of a mail that came in."""
    failed = _failed(known, screening, message.received_at)
    ids = _named_ids(mail)
    thread_id = known.thread_of(ids) if ids else None
    doubts: tuple[str, ...] = ()
    if thread_id is not None and (doubt := _doubt(known, settings, thread_id, ids, mail, message.received_at)):
        thread_id, doubts = None, (doubt,)
    elif thread_id is None and screening.kind is Kind.AUTOREPLY and mail.sender:
        thread_id = _answered_by_a_machine(known, mail.sender, message.received_at)
    crowded = _is_crowded(known, thread_id, reply_address, message.received_at)
    return Place(thread_id, (*doubts, CROWDED) if crowded else doubts, failed, crowded)


def _named_ids(mail: ParsedMail) -> list[str]:
    """What decides last is named last."""
    marks = [one for name in MARKS for one in mail.headers.get(name, ())]
    return [*marks, *mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]


def _doubt(
    known: Lookups, settings: Settings, thread_id: int, ids: Sequence[str], mail: ParsedMail, at: datetime
) -> str:
    """Why a mail does not belong to the conversation that it names; '' when it does."""
    conversation = known.conversation(thread_id)
    if not conversation.has_open_requests and at - conversation.last_event_at > SILENCE:
        return SILENT
    if known.thread_of(ids, ours=True) == thread_id:
        return ""
    return "" if _takes_part(settings, conversation.addresses, mail) else STRANGER


def _takes_part(settings: Settings, addresses: frozenset[str], mail: ParsedMail) -> bool:
    """Whether the sender wrote before, works where somebody of them works, or lets one of them read along."""
    others = addresses - settings.addresses
    domains = {domain for spec in others if not _is_for_anybody(domain := spec.rpartition("@")[2])}
    domains |= {domain.casefold() for domain in settings.staff_domains}
    present = {_spec(one) for one in (*((mail.sender,) if mail.sender else ()), *mail.reply_to, *mail.to, *mail.cc)}
    return bool(present & others) or bool(mail.sender and _spec(mail.sender).rpartition("@")[2] in domains)


def _is_for_anybody(domain: str) -> bool:
    """Whether a domain says nothing of who somebody works for."""
    return domain.partition(".")[0] in FREE_MAIL


def _spec(address: Address) -> str:
    return address.addr_spec.casefold()


def _answered_by_a_machine(known: Lookups, sender: Address, at: datetime) -> int | None:
    sent = _replies_to(known, sender.addr_spec, ANSWERED_WITHIN, at)
    threads = {reply.thread_id for reply in sent}
    return threads.pop() if len(threads) == 1 else None


def _replies_to(known: Lookups, addr_spec: str, within: timedelta, at: datetime) -> tuple[SentReply, ...]:
    return known.replies_to(addr_spec, at - within, at + CLOCKS_DIFFER)


def _failed(known: Lookups, screening: Screening, at: datetime) -> str | None:
    """Which mail of ours a failure report is about. A delay (4.x) is only kept, since the mail may still arrive.

    A report that names no mail of ours is about the only one that we sent to that address lately.
    """
    if screening.kind is not Kind.BOUNCE or screening.permanent is False:
        return None
    named = screening.failed_message_id
    if named and known.thread_of([named]) is not None:
        return named
    sent = [
        reply.rfc_message_id
        for recipient in screening.failed_recipients
        for reply in _replies_to(known, recipient, ANSWERED_WITHIN, at)
    ]
    return sent[0] if len(sent) == 1 else named


def _is_crowded(known: Lookups, thread_id: int | None, address: Address | None, at: datetime) -> bool:
    if address is None:
        return False
    sent = [reply.thread_id for reply in _replies_to(known, address.addr_spec, HOUR, at)]
    return len(sent) >= PER_ADDRESS or (thread_id is not None and sent.count(thread_id) >= PER_THREAD)
