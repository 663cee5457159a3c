"""From received to ready for review: parse, screen, understand, draft, all in one transition.

Everything between reading the raw bytes and the one write at the end is a pure function, so a crash repeats it without
harm. A crash is counted; after the third a person looks.
"""

import contextlib
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.clock import in_amsterdam
from bot.errors import Conflict, ReadingFailed, ReadingTooLong, StorageError
from bot.lifecycle import Event, Status
from bot.mail.absence import absence_of, in_dutch, returns_on
from bot.mail.parse import head_of, unreadable
from bot.mail.screen import screen
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
from bot.pipeline.desk import Desk
from bot.pipeline.drafting import draft_reply
from bot.pipeline.learning import memory_of
from bot.pipeline.ports import NewRequest, Prepared
from bot.pipeline.threads import Place, place_of
from bot.programme.next_steps import next_step
from bot.programme.working_days import add_working_days
from bot.understanding.memory import Memory

BOT = "assistent"
CRASHES = 3
"""After this many crashes of the same message a person looks."""

TOO_LONG = "Het lezen van deze mail duurde te lang. Bekijk het origineel; er is geen concept gemaakt."

LONGEST_WAIT = timedelta(days=30)
"""Who is away for longer is not waited for: a colleague finds another way."""

SURE = 0.9
"""Mail that wants no answer is put aside only when we are this sure; below it a reviewer decides."""

NO_DRAFT = frozenset({Kind.AUTOREPLY, Kind.BOUNCE, Kind.NIEUWSBRIEF, Kind.SPAM, Kind.BEDANKJE})


async def prepare_received(desk: Desk, *, limit: int = 50) -> int:
    """Prepare what waits, oldest first; returns how many messages were taken up.

    One that cannot be read or written just now holds up nobody: the others are prepared, then its error is raised.
    """
    waiting = await desk.store.ids_in(Status.RECEIVED, limit=limit)
    trouble: Exception | None = None
    for message_id in waiting:
        try:
            await prepare(desk, message_id)
        except Conflict:
            continue
        except Exception as error:  # noqa: BLE001  (raised below, when the others have had their turn)
            trouble = trouble or error
    if trouble is not None:
        raise trouble
    return len(waiting)


async def prepare(desk: Desk, message_id: int) -> MessageRow | None:
    """Prepare one message. None when somebody else did, or when it crashed (then it is ``failed``)."""
    message = await desk.store.message(message_id)
    raw = await desk.store.raw(message_id)
    try:
        mail = await _opened(desk, message, raw)
        screening = await desk.offload(lambda: screened(desk, mail))
        place = Place(message.thread_id)
        if raw is not None:
            place = await place_of(desk, message, mail, screening, _reply_address(desk, mail))
        running = await desk.store.requests_of(place.thread_id) if place.thread_id else ()
        memory = await memory_of(desk)
        prepared, change = await desk.offload(lambda: _read(desk, memory, message, mail, screening, place, running))
        if raw is not None and (first := await desk.store.twin(message_id, prepared)):
            prepared, change = _again(prepared, first)
        return await desk.store.prepare(message_id, prepared, change, desk.now)
    except (Conflict, StorageError):
        raise
    except Exception as error:  # noqa: BLE001  (no mail ever breaks the intake; the name of the error is kept)
        await _crashed(desk, message, error)
        return None


async def _opened(desk: Desk, message: MessageRow, raw: bytes | None) -> ParsedMail:
    """The parsed mail; of one that takes too long its headers, else its first bytes, for a person to judge."""
    if raw is None:
        return _handed_over(desk, message)
    most = desk.settings.max_mail_bytes
    try:
        return await desk.read_mail(raw, most)
    except ReadingTooLong:
        pass
    try:
        head = await desk.read_mail(head_of(raw), most)
    except (ReadingTooLong, ReadingFailed):
        head = unreadable(raw, "ReadingTooLong")
    return replace(head, defects=(*head.defects, TOO_LONG), unreadable=True)


def _handed_over(desk: Desk, message: MessageRow) -> ParsedMail:
    """A chat hand-over, in the form of the mail that it never was."""
    return ParsedMail.of_words(
        message.subject,
        message.new_text,
        sender=message.sender,
        to=(desk.sender,),
        date=message.received_at,
        text=message.text,
    )


def screened(desk: Desk, mail: ParsedMail) -> Screening:
    """What headers and shape say about a mail."""
    return screen(
        mail,
        own_addresses=desk.settings.addresses,
        own_message_id_domain=desk.settings.message_id_domain,
    )


def _read(
    desk: Desk,
    memory: Memory,
    message: MessageRow,
    mail: ParsedMail,
    screening: Screening,
    place: Place,
    running: tuple[RequestRow, ...],
) -> tuple[Prepared, Change]:
    """All that is pure: from a parsed mail to what is written and the step of the life cycle."""
    understanding = desk.reader.read(mail, screening)
    if screening.kind is None:  # what headers prove is not up to anybody
        understanding = memory.recall(mail, understanding)
    old = message.channel == "mail" and is_old(desk, message.received_at)
    put_aside = _put_aside(understanding, old=old, unreadable=mail.unreadable)
    draft = (
        None
        if put_aside or place.crowded or mail.unreadable
        else draft_for(desk, mail, understanding, message.channel, running)
    )
    reply_address = _reply_address(desk, mail)
    failed = place.failed_message_id if understanding.kind is Kind.BOUNCE else None
    arrived_on = in_amsterdam(message.received_at).date()
    absence = _absence(desk, mail, understanding, arrived_on)
    prepared = Prepared(
        rfc_message_id=mail.rfc_message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        subject=mail.subject,
        sender=mail.sender,
        reply_address=reply_address,
        sent_at=mail.date,
        text=mail.text,
        new_text=mail.new_text,
        html=mail.html,
        attachments=mail.attachments,
        defects=(*mail.defects, *place.doubts, *_doubts_about(mail, reply_address)),
        kind=understanding.kind,
        kind_reason=understanding.kind_reason or screening.reason,
        understanding=understanding,
        thread_id=place.thread_id,
        draft=draft if reply_address else None,
        requests=() if put_aside or mail.unreadable else new_requests(desk, understanding, message.received_at),
        failed_message_id=failed,
        failure_note=(f"Niet bezorgd: {screening.reason}" if screening.reason else "Niet bezorgd.") if failed else "",
        absence=absence,
        absence_note=f"{absence.who or 'De afzender'}: {in_dutch(absence, arrived_on)}." if absence else "",
        not_before=_expected_again(desk, absence, arrived_on) if absence else None,
    )
    return prepared, Change(Event.IGNORE if put_aside else Event.PREPARE, BOT, put_aside)


def _again(prepared: Prepared, first: MessageRow) -> tuple[Prepared, Change]:
    """Put a second copy aside: servers give a mail that was moved or touched a new UID and other bytes."""
    note = f"Dit is bericht {first.id} nog een keer: dezelfde Message-ID, afzender en tekst."
    alone = replace(prepared, thread_id=first.thread_id, draft=None, requests=())
    return alone, Change(Event.IGNORE, BOT, note)


def _absence(desk: Desk, mail: ParsedMail, understanding: Understanding, arrived_on: date) -> Absence | None:
    """What an automatic answer says of the absence of its sender."""
    return absence_of(mail, arrived_on, desk.settings.addresses) if understanding.kind is Kind.AUTOREPLY else None


def _expected_again(desk: Desk, absence: Absence, arrived_on: date) -> date | None:
    """The first working day after a short absence, when there is nobody else to turn to."""
    day = returns_on(absence)
    if day is None or absence.stand_in is not None or day - arrived_on > LONGEST_WAIT:
        return None
    return add_working_days(day - timedelta(days=1), 1, desk.settings.closing_days)


def is_old(desk: Desk, received_at: datetime) -> bool:
    """Whether a mail came before the day from which this service answers."""
    start = desk.settings.start_date
    return start is not None and in_amsterdam(received_at).date() < start


def _put_aside(understanding: Understanding, *, old: bool, unreadable: bool) -> str:
    """Why nobody needs to look, in Dutch; '' when a reviewer does."""
    if old:
        return "Binnengekomen voor de startdatum."
    if not unreadable and understanding.kind in NO_DRAFT and understanding.kind_confidence >= SURE:
        return understanding.kind_reason or f"Herkend als {understanding.kind}."
    return ""


def draft_for(
    desk: Desk, mail: ParsedMail, understanding: Understanding, channel: str, running: tuple[RequestRow, ...]
) -> DraftText | None:
    """The reply to a request; None for every other kind of mail."""
    if understanding.kind is not Kind.VERZOEK:
        return None
    return draft_reply(
        subject=mail.subject,
        understanding=understanding,
        new_text=mail.new_text,
        library=desk.library,
        retriever=desk.retriever,
        today=in_amsterdam(desk.now).date(),
        channel=channel,
        sender=mail.sender,
        open_requests=running,
    )


def _reply_address(desk: Desk, mail: ParsedMail) -> Address | None:
    """Reply-To, else From; never one of our own addresses, never something that is no address."""
    candidates: list[Address] = [*mail.reply_to, *([mail.sender] if mail.sender else [])]
    usable = (a for a in candidates if "@" in a.addr_spec and a.addr_spec.casefold() not in desk.settings.addresses)
    return next(usable, None)


def _doubts_about(mail: ParsedMail, reply_address: Address | None) -> tuple[str, ...]:
    """What the reviewer should know before approving: the answer would go elsewhere than the mail came from."""
    doubts = []
    if len(mail.reply_to) > 1:
        doubts.append("De afzender vraagt om antwoord aan meer adressen; het antwoord gaat alleen naar het eerste.")
    if reply_address and mail.sender and _domain(reply_address) != _domain(mail.sender):
        doubts.append("Het antwoord gaat naar een ander domein dan dat van de afzender; controleer het adres.")
    return tuple(doubts)


def _domain(address: Address) -> str:
    return address.addr_spec.rpartition("@")[2].casefold()


def new_requests(desk: Desk, understanding: Understanding, received_at: datetime) -> tuple[NewRequest, ...]:
    """The requests to open, each with its due date and the team's next step."""
    day = in_amsterdam(received_at).date()
    due_on = add_working_days(day, desk.settings.due_days, desk.settings.closing_days)
    return tuple(
        NewRequest(p.service, p.act, understanding.municipalities, understanding.topics, due_on, next_step(*pair))
        for p in understanding.requests
        if (pair := (p.service, p.act))
    )


async def _crashed(desk: Desk, message: MessageRow, error: Exception) -> None:
    """Count the crash. The note names the error, never the words of the mail."""
    crashes = message.crashes + 1
    note = f"Lezen mislukt ({type(error).__name__}), poging {crashes} van {CRASHES}."
    change = Change(Event.CRASH, BOT, note, {"crashes": crashes})
    await desk.store.record(message.id, Status.RECEIVED, change, desk.now)


async def retry_failed(desk: Desk) -> int:
    """The sweeper of ``failed``: try again twice, then leave it to a person. Returns how many are tried again."""
    again = 0
    for message_id in await desk.store.retriable(CRASHES):
        with contextlib.suppress(Conflict):  # a person was first
            await desk.store.record(message_id, Status.FAILED, Change(Event.RETRY, BOT), desk.now)
            again += 1
    return again
