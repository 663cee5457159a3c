"""What a reviewer decides about a message: each function is one button of the message page.

All of them may raise ``Conflict`` (somebody else was first, or the draft is no longer the version that the form
showed) and ``InvalidInput`` (with a Dutch text for the reviewer). Nothing here talks to a mail server but
``evidence``, which looks for our Message-ID in the Sent folder.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from bot.clock import in_amsterdam
from bot.errors import InvalidInput, MailboxError
from bot.lifecycle import Event, RequestState, Status
from bot.mail.compose import Original, compose_reply
from bot.model import (
    ACT_LABELS,
    ROLES,
    SERVICE_LABELS,
    TOPIC_LABELS,
    Address,
    Attempt,
    Change,
    Composed,
    DraftText,
    Kind,
    MessageRow,
    Outgoing,
    Prediction,
    RequestRow,
    Understanding,
    Upload,
)
from bot.pipeline.desk import Desk
from bot.pipeline.drafting import draft_reply
from bot.pipeline.enclosures import enclosed, files_of
from bot.pipeline.findings import new_requests
from bot.pipeline.intakes import requests_told
from bot.pipeline.meeting_meant import meeting_meant, must_still_hold, planned_for
from bot.pipeline.reminders import must_be_needed
from bot.pipeline.special_folders import sent_folder

MAX_REASON = 500
MAX_TEXT = 50_000


async def edit(
    desk: Desk,
    message_id: int,
    version: int,
    subject: str,
    text: str,
    actor: str,
    *,
    cc: tuple[Address, ...] | None = None,
    without: Collection[int] = (),
    uploads: Sequence[Upload] = (),
) -> int:
    """Keep what the reviewer wrote as the next version and return its number.

    None leaves who gets a copy. The files of the last version go along, but those ``without`` names, and the uploads.
    """
    subject, text = " ".join(subject.split()), text.replace("\r\n", "\n").strip()
    if not subject:
        raise InvalidInput("Vul een onderwerp in.")
    if not text:
        raise InvalidInput("Het antwoord is leeg. Schrijf een tekst of sluit het bericht zonder antwoord.")
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"Het antwoord is langer dan {MAX_TEXT} tekens. Maak het korter.")
    current = await desk.store.draft(message_id)
    old = current.draft if current else DraftText(template="behandelaar", subject=subject, text="")
    kept = tuple(piece for piece in old.evidence if piece.sentence in text)
    files = tuple(each for each in old.enclosures if each.id not in without)
    copies = old.cc if cc is None else cc
    draft = replace(old, subject=subject, text=text, evidence=kept, cc=copies, enclosures=files)
    new = enclosed(uploads, files)
    if current and not new and draft == replace(old, evidence=kept) and current.version == version:
        return version
    return await desk.screen.save_reply(message_id, version, draft, new, actor, desk.now)


async def approve(desk: Desk, message_id: int, version: int, actor: str) -> Outgoing | None:
    """Freeze recipient, subject, body, bytes and Message-ID of this version; it goes out after the undo time.

    None when four eyes are asked and this was the first approval: another colleague must approve the same version.
    """
    message = await desk.store.message(message_id)
    draft = await desk.store.draft(message_id, version)
    if draft is None:
        raise InvalidInput("Er is geen concept om goed te keuren. Schrijf eerst een antwoord.")
    if message.reply_address is None:
        raise InvalidInput("Dit bericht heeft geen afzender om aan te antwoorden. Sluit het zonder antwoord.")
    await must_be_needed(desk, message_id)
    await must_still_hold(desk, draft.draft)
    now = desk.now
    files = await files_of(desk, draft.draft)
    reply = partial(composed_reply, desk, message, message.reply_address, draft.draft, desk.new_message_id(), now)
    composed = await desk.offload(partial(reply, files=files)) if files else reply()
    outgoing = await desk.store.approve(
        message_id,
        version,
        composed,
        actor,
        now,
        now + timedelta(seconds=desk.settings.undo_seconds),
        desk.library.four_eyes,
    )
    if outgoing is not None:
        desk.nudge()
    return outgoing


async def withdraw_first(desk: Desk, message_id: int, version: int, actor: str) -> None:
    """Take the first approval of two back."""
    await desk.screen.withdraw_first(message_id, version, actor, desk.now)


def composed_reply(
    desk: Desk,
    message: MessageRow,
    recipient: Address,
    draft: DraftText,
    rfc_message_id: str,
    date: datetime,
    mark: Literal["antwoord", "concept"] = "antwoord",
    files: tuple[tuple[str, str, bytes], ...] = (),
) -> Composed:
    """The reply to a message as a mail; ``concept`` is for the Drafts folder."""
    return compose_reply(
        text=draft.text,
        subject=draft.subject,
        sender=desk.sender,
        recipient=recipient,
        original=original_of(message),
        rfc_message_id=rfc_message_id,
        date=date,
        mark=mark,
        cc=draft.cc,
        attachments=files,
    )


def original_of(message: MessageRow) -> Original | None:
    """What the reply quotes and threads on; a message of our own goes on from the mail that it names, if any."""
    if message.channel == "own" and not (message.in_reply_to or message.references):
        return None
    return Original(
        rfc_message_id=message.in_reply_to if message.channel == "own" else message.rfc_message_id,
        references=message.references,
        in_reply_to=message.in_reply_to,
        subject=message.subject,
        sender=message.sender,
        date=message.sent_at or message.received_at,
        text=message.text,
    )


async def recall(desk: Desk, message_id: int, actor: str) -> None:
    """Take an approval back while the sender has not taken it."""
    await desk.store.recall(message_id, actor, desk.now)


async def reject(desk: Desk, message_id: int, version: int, reason: str, actor: str) -> None:
    """Throw the draft away, with a reason; the message still waits for an answer."""
    await desk.store.reject_draft(message_id, version, actor, desk.now, _reason(reason))


async def close(desk: Desk, message_id: int, reason: str, actor: str) -> None:
    """Decide that no reply goes out."""
    await _step(desk, message_id, Event.CLOSE, actor, _reason(reason))


async def reopen(desk: Desk, message_id: int, actor: str) -> None:
    """Take up again what was closed, ignored, refused or bounced."""
    await _step(desk, message_id, Event.REOPEN, actor)


async def retry(desk: Desk, message_id: int, actor: str) -> None:
    """Have the bot read a failed message once more."""
    await _step(desk, message_id, Event.RETRY, actor)
    desk.nudge()


async def take_over(desk: Desk, message_id: int, actor: str) -> None:
    """Answer a failed message by hand."""
    await _step(desk, message_id, Event.GIVE_UP, actor)


async def resolve(desk: Desk, message_id: int, *, arrived: bool, actor: str) -> None:
    """Settle the doubt about a reply: it arrived, or it did not and waits for review again. Never sends by itself."""
    await _step(desk, message_id, Event.CONFIRM_SENT if arrived else Event.CONFIRM_UNSENT, actor)
    desk.nudge()


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reviewer says that a message means; None leaves what was read."""

    pairs: Sequence[tuple[str, str]]
    municipalities: Sequence[str]
    topics: Sequence[str] | None = None
    role: str | None = None
    kind: Kind | None = None
    """Only counts for a message without a request."""


async def correct(desk: Desk, message_id: int, labels: Labels, actor: str) -> MessageRow:
    """Replace what we understood by what the reviewer says, and draft anew; the next mail like it is read that way."""
    message = await desk.store.message(message_id)
    if message.understanding is None:
        raise InvalidInput("Dit bericht is nog niet gelezen. Probeer het straks opnieuw.")
    _must_be_known(desk, labels)
    understanding = _relabelled(message, message.understanding, labels, actor)
    requests = understanding.requests
    draft = await drafted(desk, message, understanding) if requests else None
    return await desk.store.correct(
        message_id,
        understanding,
        new_requests(desk.settings, understanding, message.received_at, desk.closing_days),
        draft,
        actor,
        desk.now,
    )


async def drafted(desk: Desk, message: MessageRow, understanding: Understanding) -> DraftText:
    """The reply of the assistant to a message that is understood in this way, in the conversation as it is now.

    Who gets a copy and what files go along stays as colleagues decided.
    """
    requests = await requests_told(desk, message.thread_id, message.id)
    old = await desk.store.draft(message.id)
    planned = await planned_for(desk, [understanding])
    draft = draft_reply(
        subject=message.subject,
        understanding=understanding,
        new_text=message.new_text,
        library=desk.library,
        retriever=desk.retriever,
        today=in_amsterdam(desk.now).date(),
        channel=message.channel,
        sender=message.sender,
        open_requests=[row for row in requests if row.message_id != message.id],
        own_requests=[row for row in requests if row.message_id == message.id],
        meeting=meeting_meant(planned, understanding, message.subject, message.new_text, desk.now),
    )
    return replace(draft, cc=old.draft.cc, enclosures=old.draft.enclosures) if old else draft


def _must_be_known(desk: Desk, labels: Labels) -> None:
    """``InvalidInput`` for the first label that is on no list."""
    known = {m.name for m in desk.library.municipalities if m.current}
    if unknown := [name for name in labels.municipalities if name not in known]:
        raise InvalidInput(f"Deze gemeente staat niet in de lijst: {', '.join(unknown)}.")
    if wrong := [pair for pair in labels.pairs if pair[0] not in SERVICE_LABELS or pair[1] not in ACT_LABELS]:
        raise InvalidInput(f"Kies een dienst en een soort vraag uit de lijst ({wrong[0][0]}, {wrong[0][1]}).")
    if strange := [topic for topic in labels.topics or () if topic not in TOPIC_LABELS]:
        raise InvalidInput(f"Kies onderwerpen uit de lijst ({strange[0]}).")
    if labels.role is not None and labels.role not in ROLES:
        raise InvalidInput(f"Kies een rol uit de lijst ({labels.role}).")


def _relabelled(message: MessageRow, read: Understanding, labels: Labels, actor: str) -> Understanding:
    requests = tuple(
        Prediction(service, act, 1.0, evidence=(f"gekozen door {actor}",), text=_text_of(message, service, act))
        for service, act in dict.fromkeys(labels.pairs)
    )
    kind = Kind.VERZOEK if requests else labels.kind or read.kind
    return replace(
        read,
        kind=kind,
        kind_confidence=1.0,
        kind_reason=read.kind_reason if kind is read.kind else f"Gekozen door {actor}.",
        requests=requests,
        municipalities=tuple(dict.fromkeys(labels.municipalities)),
        municipality_candidates=(),
        topics=read.topics if labels.topics is None else tuple(dict.fromkeys(labels.topics)),
        role=labels.role or read.role,
    )


def _text_of(message: MessageRow, service: str, act: str) -> str:
    """The sentences that we had found for this pair; empty (the whole message) for a new one."""
    found = message.understanding.requests if message.understanding else ()
    return next((p.text for p in found if (p.service, p.act) == (service, act)), "")


async def change_request(
    desk: Desk, request_id: int, was: RequestState, becomes: RequestState, actor: str, note: str = ""
) -> RequestRow:
    """Settle, withdraw, park or take up again one request."""
    return await desk.store.change_request(request_id, was, becomes, actor, desk.now, note=note.strip()[:MAX_REASON])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a reply of which nobody knows whether it left."""

    attempts: tuple[Attempt, ...]
    in_sent: bool | None
    """Whether the Sent folder holds our Message-ID; None when it could not be looked at."""


async def evidence(desk: Desk, message_id: int) -> Evidence:
    """Gather what helps a person decide: the attempts, and whether Sent holds our Message-ID."""
    attempts = await desk.store.attempts(message_id)
    outgoing = await desk.store.outgoing(message_id)
    if outgoing is None or desk.mailbox is None:
        return Evidence(attempts, None)
    try:
        folder = await sent_folder(desk, desk.mailbox)
        return Evidence(attempts, bool(await desk.mailbox.find(folder, outgoing.rfc_message_id)))
    except MailboxError:
        return Evidence(attempts, None)


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("Vul een reden in.")
    return reason[:MAX_REASON]


async def _step(desk: Desk, message_id: int, event: Event, actor: str, note: str = "") -> MessageRow:
    was: Status = (await desk.store.message(message_id)).status
    return await desk.store.record(message_id, was, Change(event, actor, note), desk.now)
