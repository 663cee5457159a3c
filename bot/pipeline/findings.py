"""What is written about a message that was read: one ``Prepared`` and the step of the life cycle, all pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import in_amsterdam
from bot.lifecycle import Event, Status
from bot.mail.absence import in_dutch, returns_on
from bot.model import (
    Absence,
    Address,
    Change,
    DraftText,
    Kind,
    MessageRow,
    ParsedMail,
    RequestRow,
    Screening,
    Understanding,
)
from bot.pipeline.ports import NewRequest, Prepared
from bot.pipeline.threads import Place
from bot.programme.next_steps import next_step
from bot.programme.working_days import add_working_days
from bot.settings import Settings

BOT = "assistent"

LONGEST_WAIT = timedelta(days=30)
"""Who is away for longer is not waited for: a colleague finds another way."""

SURE = 0.9
"""Mail that wants no answer is put aside only when we are this sure; below it a reviewer decides."""

NO_DRAFT = frozenset({Kind.AUTOREPLY, Kind.BOUNCE, Kind.NIEUWSBRIEF, Kind.SPAM, Kind.BEDANKJE})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A received message, and what was made of it so far."""

    message: MessageRow
    mail: ParsedMail
    screening: Screening
    read_as: Understanding
    """What the reader says, before anything that colleagues corrected counts."""
    understanding: Understanding
    draft: DraftText | None
    running: tuple[RequestRow, ...] = ()
    """The requests of the conversation that the mail belongs to."""
    drafted_for: tuple[RequestRow, ...] = ()
    """Those that the draft reckons with."""
    absence: Absence | None = None
    """What it says of the absence of its sender."""


def findings(settings: Settings, incoming: Incoming, place: Place, closed: Collection[date]) -> tuple[Prepared, Change]:
    """What is written of a message that belongs to this place, and the step that it takes."""
    message, mail, understanding = incoming.message, incoming.mail, incoming.understanding
    screening = incoming.screening
    old = message.channel == "mail" and is_old(settings, message.received_at)
    put_aside = _put_aside(understanding, old=old, unreadable=mail.unreadable)
    recipient = reply_address(settings, mail)
    wants_reply = not put_aside and not place.crowded and recipient is not None
    failed = place.failed_message_id if understanding.kind is Kind.BOUNCE else None
    arrived_on, absence = in_amsterdam(message.received_at).date(), incoming.absence
    prepared = Prepared(
        rfc_message_id=mail.rfc_message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        subject=mail.subject,
        sender=mail.sender,
        reply_address=recipient,
        sent_at=mail.date,
        text=mail.text,
        new_text=mail.new_text,
        html=mail.html,
        attachments=mail.attachments,
        defects=(*mail.defects, *place.doubts, *_doubts_about(mail, recipient)),
        kind=understanding.kind,
        kind_reason=understanding.kind_reason or screening.reason,
        understanding=understanding,
        thread_id=place.thread_id,
        draft=incoming.draft if wants_reply else None,
        requests=()
        if put_aside or mail.unreadable
        else new_requests(settings, understanding, message.received_at, closed),
        failed_message_id=failed,
        failure_note=(f"Niet bezorgd: {screening.reason}" if screening.reason else "Niet bezorgd.") if failed else "",
        absence=absence,
        absence_note=f"{absence.who or 'De afzender'}: {in_dutch(absence, arrived_on)}." if absence else "",
        not_before=_expected_again(absence, arrived_on, closed) if absence else None,
    )
    return prepared, Change(Event.IGNORE if put_aside else Event.PREPARE, BOT, put_aside)


def again(prepared: Prepared, first: MessageRow) -> tuple[Prepared, Change]:
    """Put a second copy aside: servers give a mail that was moved, touched or migrated a new UID and other bytes."""
    forgotten = first.status is Status.PURGED
    note = f"Dit is bericht {first.id} nog een keer" + (", dat al gewist is." if forgotten else ": dezelfde mail.")
    alone = replace(prepared, thread_id=first.thread_id, draft=None, requests=(), forgotten=forgotten)
    return alone, Change(Event.IGNORE, BOT, note)


def _expected_again(absence: Absence, arrived_on: date, closed: Collection[date]) -> date | None:
    """The first working day after a short absence, when there is nobody else to turn to."""
    day = returns_on(absence)
    if day is None or absence.stand_in is not None or day - arrived_on > LONGEST_WAIT:
        return None
    return add_working_days(day - timedelta(days=1), 1, closed)


def is_old(settings: Settings, received_at: datetime) -> bool:
    """Whether a mail came before the day from which this service answers."""
    start = settings.start_date
    return start is not None and in_amsterdam(received_at).date() < start


def _put_aside(understanding: Understanding, *, old: bool, unreadable: bool) -> str:
    """Why nobody needs to look, in Dutch; '' when a reviewer does."""
    if old:
        return "Binnengekomen voor de startdatum."
    if not unreadable and understanding.kind in NO_DRAFT and understanding.kind_confidence >= SURE:
        return understanding.kind_reason or f"Herkend als {understanding.kind}."
    return ""


def reply_address(settings: Settings, mail: ParsedMail) -> Address | None:
    """Reply-To, else From; never one of our own addresses, never something that is no address."""
    candidates: list[Address] = [*mail.reply_to, *([mail.sender] if mail.sender else [])]
    usable = (a for a in candidates if "@" in a.addr_spec and a.addr_spec.casefold() not in settings.addresses)
    return next(usable, None)


def _doubts_about(mail: ParsedMail, recipient: Address | None) -> tuple[str, ...]:
    """What the reviewer should know before approving: the answer would go elsewhere than the mail came from."""
    doubts = []
    if len(mail.reply_to) > 1:
        doubts.append("De afzender vraagt om antwoord aan meer adressen; het antwoord gaat alleen naar het eerste.")
    if recipient and mail.sender and _domain(recipient) != _domain(mail.sender):
        doubts.append("Het antwoord gaat naar een ander domein dan dat van de afzender; controleer het adres.")
    return tuple(doubts)


def _domain(address: Address) -> str:
    return address.addr_spec.rpartition("@")[2].casefold()


def new_requests(
    settings: Settings, understanding: Understanding, received_at: datetime, closed: Collection[date]
) -> tuple[NewRequest, ...]:
    """The requests to open, each with its due date (no day of ``closed`` counts) and the team's next step."""
    day = in_amsterdam(received_at).date()
    due_on = add_working_days(day, settings.due_days, closed)
    return tuple(
        NewRequest(p.service, p.act, understanding.municipalities, understanding.topics, due_on, next_step(*pair))
        for p in understanding.requests
        if (pair := (p.service, p.act))
    )
