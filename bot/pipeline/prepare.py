"""From received to ready for review, in batches: read each mail by itself, then place and write all in one transaction.

``_read`` does what is pure, beside everything else and ahead of what is being written. ``_settle`` does what only the
database can say: the conversation of a mail, its twin, what colleagues corrected. Each mail takes its own step inside
the transaction of its batch, in order, so that a reply finds the mail that it answers there. A crash repeats a batch
without harm. A mail that cannot be read or written is counted by itself; after the third crash a person looks.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from bot.clock import in_amsterdam
from bot.errors import Conflict, ReadingFailed, ReadingTooLong, StorageError
from bot.lifecycle import Event, Status
from bot.mail.absence import absence_of
from bot.mail.parse import head_of, unreadable
from bot.model import Change, Kind, MessageRow, ParsedMail, RequestRow
from bot.model.meetings import Meeting
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT, Incoming, again, findings, is_old, reply_address
from bot.pipeline.intakes import has_intake, with_told
from bot.pipeline.learning import memory_of
from bot.pipeline.meeting_meant import meeting_meant, planned_for
from bot.pipeline.preparing import Lookups, Received
from bot.pipeline.reading import Outcome, Reading, Terms, Unread, draft_for, not_understood, understood
from bot.pipeline.threads import Place, place_of
from bot.understanding.memory import Memory

CRASHES = 3
"""After this many crashes of the same message a person looks."""

BATCH, BATCH_BYTES = 25, 16_000_000
"""What is held in memory for one transaction, but for a single mail that is larger."""

TOO_LONG = "Het lezen van deze mail duurde te lang. Bekijk het origineel; er is geen concept gemaakt."


@dataclass(frozen=True, slots=True)
class Broken:
    """A message over which something broke."""

    message: MessageRow
    error: Exception


Case = Incoming | Broken


async def prepare_received(desk: Desk, *, limit: int = 500, going_on: Callable[[], bool] = lambda: True) -> int:
    """Prepare what waits, oldest first, until ``going_on`` says no; returns how many messages were taken up.

    One that cannot be read or written just now holds up nobody: the others are prepared, then its error is raised.
    """
    taken, trouble = 0, list[Exception]()
    async with aclosing(desk.ahead(_waiting(desk, limit, going_on), partial(_read, desk))) as batches:
        async for cases, unopened in batches:
            taken += len(cases)
            trouble += [*unopened, *await _settle(desk, cases)]
    if trouble:
        raise trouble[0]
    return taken


async def _waiting(desk: Desk, limit: int, going_on: Callable[[], bool]) -> AsyncIterator[tuple[int, ...]]:
    """The next messages, while those before them are still being worked on."""
    last: int | None = None
    while limit > 0 and going_on() and (batch := await desk.preparing.waiting(last, min(limit, BATCH), BATCH_BYTES)):
        yield batch
        last, limit = batch[-1], limit - len(batch)


async def _read(desk: Desk, message_ids: Sequence[int]) -> tuple[list[Case], list[Exception]]:
    """What each message says by itself; and why some could not even be had from the database."""
    opened, trouble = await _opened(desk, message_ids)
    mails = [Unread(each.raw, _terms(desk, each.message)) for each in opened if each.raw is not None]
    outcomes = iter(await desk.read(mails))
    cases = [
        await _handed_over(desk, each.message)
        if each.raw is None
        else await _case(desk, each.message, each.raw, next(outcomes))
        for each in opened
    ]
    return cases, trouble


async def _opened(desk: Desk, message_ids: Sequence[int]) -> tuple[list[Received], list[Exception]]:
    try:
        return [*await desk.preparing.received(message_ids)], []
    except Exception as error:  # noqa: BLE001  (one broken row must not hide the others)
        if len(message_ids) == 1:
            return [], [error]
        alone = [await _opened(desk, [message_id]) for message_id in message_ids]
        return [each for opened, _ in alone for each in opened], [error for _, errors in alone for error in errors]


def _terms(desk: Desk, message: MessageRow) -> Terms:
    return replace(desk.terms, drafting=not is_old(desk.settings, message.received_at))


async def _case(desk: Desk, message: MessageRow, raw: bytes, outcome: Outcome) -> Case:
    """What was read; of a mail that takes too long its headers, else its first bytes, for a person to judge."""
    if isinstance(outcome, ReadingFailed):
        return Broken(message, outcome)
    if isinstance(outcome, ReadingTooLong):
        (head,) = await desk.read([Unread(head_of(raw), _terms(desk, message))])
        outcome = head if isinstance(head, Reading) else not_understood(unreadable(raw, "ReadingTooLong"))
        mail = replace(outcome.mail, defects=(*outcome.mail.defects, TOO_LONG), unreadable=True)
        outcome = replace(outcome, mail=mail, draft=None)
    return _incoming(message, outcome)


async def _handed_over(desk: Desk, message: MessageRow) -> Case:
    """A chat hand-over, in the form of the mail that it never was."""
    words = ParsedMail.of_words(
        message.subject,
        message.new_text,
        sender=message.sender,
        to=(desk.sender,),
        date=message.received_at,
        text=message.text,
    )
    try:
        said = await desk.offload(lambda: understood(desk.mind, desk.terms, words, message.channel))
    except Exception as error:  # noqa: BLE001  (no question ever breaks the intake; the name of the error is kept)
        return Broken(message, error)
    return _incoming(message, said)


def _incoming(message: MessageRow, said: Reading) -> Incoming:
    return Incoming(message, said.mail, said.screening, said.understanding, said.understanding, said.draft)


async def _settle(desk: Desk, cases: Sequence[Case]) -> list[Exception]:
    """Write what was made of a batch; returns what kept some of it from being written just now."""
    trouble = [error for case in cases if isinstance(case, Broken) for error in await _crashed(desk, case)]
    incoming = [case for case in cases if isinstance(case, Incoming)]
    try:
        return [*trouble, *await _written(desk, incoming)]
    except Exception as error:  # noqa: BLE001  (whatever it was, it must not take the whole batch along)
        if len(incoming) == 1:
            return [*trouble, *await _crashed(desk, Broken(incoming[0].message, error))]
    return [*trouble, *[error for one in incoming for error in await _settle(desk, [one])]]


async def _written(desk: Desk, batch: Sequence[Incoming]) -> list[Exception]:
    """Place and write each in turn; what the database changes about a draft is drafted anew, and tried again."""
    trouble: list[Exception] = []
    while batch:
        memory, planned = await memory_of(desk), await planned_for(desk, [case.understanding for case in batch])
        cases = await desk.offload(partial(_recalled, desk, memory, planned, batch))
        turns = _Turns(desk, desk.recollection.mark)
        taken = [case for case in cases if isinstance(case, Incoming)]
        outcomes = await desk.preparing.in_turn([partial(turns.take, case) for case in taken])
        broken = [Broken(case.message, error) for case, error in zip(taken, outcomes, strict=True)
                  if isinstance(error, Exception)]  # fmt: skip
        for each in [*broken, *(case for case in cases if isinstance(case, Broken))]:
            trouble += await _crashed(desk, each)
        batch = [left for left in outcomes if isinstance(left, Incoming)]
    return trouble


def _recalled(desk: Desk, memory: Memory, planned: Sequence[Meeting], batch: Sequence[Incoming]) -> list[Case]:
    """Pure: let corrections of colleagues count, and draft anew where they, a conversation or a meeting ask so."""
    cases: list[Case] = []
    for incoming in batch:
        try:
            cases.append(_reconsidered(desk, memory, planned, incoming))
        except Exception as error:  # noqa: BLE001  (one mail must not take its batch along)
            cases.append(Broken(incoming.message, error))
    return cases


def _reconsidered(desk: Desk, memory: Memory, planned: Sequence[Meeting], incoming: Incoming) -> Incoming:
    mail, message, said = incoming.mail, incoming.message, incoming.read_as
    understanding = said if incoming.screening.kind is not None else memory.recall(mail, said)
    meeting = meeting_meant(planned, understanding, mail.subject, mail.new_text, desk.now)
    if meeting or understanding != incoming.understanding or incoming.running != incoming.drafted_for:
        drafting = _terms(desk, message).drafting
        today = in_amsterdam(desk.now).date()
        draft = (
            draft_for(desk.mind, mail, understanding, today, message.channel, incoming.running, meeting)
            if drafting
            else None
        )
        incoming = replace(incoming, understanding=understanding, draft=draft, drafted_for=incoming.running)
    if understanding.kind is Kind.AUTOREPLY:
        arrived_on = in_amsterdam(message.received_at).date()
        incoming = replace(incoming, absence=absence_of(mail, arrived_on, desk.settings.addresses))
    return incoming


class _Turns:
    """The steps of a batch inside one transaction."""

    def __init__(self, desk: Desk, mark: tuple[object, ...]) -> None:
        self._desk, self._mark = desk, mark
        self._at = desk.now
        self._held_up = False

    def take(self, incoming: Incoming, known: Lookups) -> Incoming | None:
        """Write one message; or hand it back with the requests that its draft must reckon with.

        Once one is handed back, those behind it are not written either: they may belong to its conversation. They are
        only looked up, so that all can be drafted at once.
        """
        settings, message = self._desk.settings, incoming.message
        place = Place(message.thread_id)
        if message.channel == "mail":
            recipient = reply_address(settings, incoming.mail)
            place = place_of(known, settings, message, incoming.mail, incoming.screening, recipient)
        running = _told(self._desk, known, place.thread_id, message.id) if place.thread_id else ()
        stale = incoming.draft is not None and running != incoming.drafted_for
        self._held_up = self._held_up or stale or known.corrections_mark() != self._mark
        if self._held_up:
            return replace(incoming, running=running)
        prepared, change = findings(settings, incoming, place, self._desk.closing_days)
        if message.channel == "mail" and (first := known.twin(message.id, prepared)):
            prepared, change = again(prepared, first)
        known.prepare(message.id, prepared, change, self._at)
        return None


def _told(desk: Desk, known: Lookups, thread_id: int, but: int) -> tuple[RequestRow, ...]:
    """The requests of a conversation, with what its mail told already of those that have an intake."""
    requests, intakes = known.requests_of(thread_id), desk.library.intakes
    if not any(has_intake(row, intakes) for row in requests):
        return requests
    return with_told(requests, intakes, known.told(thread_id, but))


async def _crashed(desk: Desk, broken: Broken) -> list[Exception]:
    """Count the crash; returns what kept that from being written. The note never has the words of the mail."""
    message, error = broken.message, broken.error
    if isinstance(error, Conflict):
        return []
    if isinstance(error, StorageError):
        return [error]
    crashes = message.crashes + 1
    name = f"{type(error).__name__} {error}" if isinstance(error, ReadingFailed) else type(error).__name__
    note = f"Lezen mislukt ({name}), poging {crashes} van {CRASHES}."
    change = Change(Event.CRASH, BOT, note, {"crashes": crashes})
    try:
        await desk.store.record(message.id, Status.RECEIVED, change, desk.now)
    except Conflict:
        return []
    except Exception as unwritten:  # noqa: BLE001  (told when the others have had their turn)
        return [unwritten]
    return []


async def retry_failed(desk: Desk) -> int:
    """The sweeper of ``failed``: try again twice, then leave it to a person. Returns how many are tried again."""
    again_at = 0
    for message_id in await desk.store.retriable(CRASHES):
        with contextlib.suppress(Conflict):  # a person was first
            await desk.store.record(message_id, Status.FAILED, Change(Event.RETRY, BOT), desk.now)
            again_at += 1
    return again_at
