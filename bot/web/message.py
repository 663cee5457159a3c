"""One message on one screen: the mail, the draft with its sources, what we understood and why, and the actions."""

import asyncio
from collections.abc import Sequence
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.clock import in_amsterdam
from bot.errors import Conflict, InvalidInput
from bot.lifecycle import REQUEST_TRANSITIONS, Event, RequestState, Status
from bot.mail.charset import clean, decode
from bot.model import (
    ACT_LABELS,
    KIND_LABELS,
    ROLES,
    SERVICE_LABELS,
    TOPIC_LABELS,
    Draft,
    EventRow,
    KeptText,
    MessageRow,
)
from bot.pipeline import queue, regroup, review
from bot.pipeline.asking import can_answer
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT
from bot.pipeline.follow_up import away
from bot.pipeline.intakes import intakes_of
from bot.pipeline.recipients import in_the_mail, recipients
from bot.pipeline.reminders import reminder_due
from bot.web import words
from bot.web.lists import Filters, filters_in, filters_of
from bot.web.onward import neighbours, spot
from bot.web.page import desk_of
from bot.web.presence import presence_of, told
from bot.web.security import FRAMED_MAIL_POLICY
from bot.web.sentences import Passage, passages
from bot.web.session import Visit

LOOK_SECONDS = 5
"""How long a page waits for the mailbox."""

MAX_PAIRS = 4
"""How many requests the form for corrections offers."""

TRIED = frozenset({Status.APPROVED, Status.SENDING, Status.SENT, Status.UNDELIVERABLE, Status.UNCONFIRMED,
                   Status.BOUNCED})  # fmt: skip
"""Where the attempts to send are part of the story."""


OVERTAKEN_WHILE_TYPING = (
    "Dit bericht of het concept is intussen veranderd. Uw tekst wordt niet meer bewaard: kopieer wat u nodig hebt en "
    "laad de pagina opnieuw."
)
MOST_SOURCE = 500_000
LONGER = "\n\n[Dit bericht is langer. Sla het origineel op om alles te zien.]\n"

FROM_OUTLOOK = frozenset({Event.ANSWERED_ELSEWHERE, Event.SENT_FROM_OUTLOOK})


async def show(visit: Visit) -> Response:
    """The page of one message."""
    return await page(visit, message_id_of(visit.request))


def message_id_of(request: Request) -> int:
    """The number in the address; SQLite's largest integer is far away."""
    number: int = request.path_params["id"]
    if number > 2**53:
        raise HTTPException(404)
    return number


async def page(visit: Visit, message_id: int, status: int = 200, error: InvalidInput | None = None) -> Response:
    """The page; after a form that could not be used with what the reviewer typed and what is wrong with it."""
    desk = visit.desk
    message = await desk.store.message(message_id)
    draft = await desk.store.draft(message_id) if message.draft_version else None
    users = await desk.accounts.users()
    doubt = await _doubt(desk, message_id) if message.status is Status.UNCONFIRMED else None
    history = await desk.store.history(message.thread_id)
    filters = _list_of(visit)
    before, after = await neighbours(visit, await spot(visit, message_id, filters))
    names = {user.name: user.display_name for user in users}
    kept = await desk.worklist.kept_text(message_id, visit.user.name) if _editable(visit, message) else None
    thread = await desk.store.thread(message.thread_id)
    named = await in_the_mail(desk, message)
    requests = await desk.store.requests_of(message.thread_id)
    question = await desk.following.open_question(message.thread_id)
    return visit.render(
        "message.html",
        status,
        message=message,
        draft=draft,
        passages=await _passages(desk, draft) if draft else (),
        filters=filters,
        before=before,
        after=after,
        others_here=told(presence_of(visit).look(message_id, visit.user.name, desk.now), names),
        snoozed_until=await desk.worklist.snoozed_until(message_id),
        snooze_choices=queue.snooze_choices(desk),
        today=in_amsterdam(desk.now).date(),
        kept=kept,
        marks=await desk.screen.marks(message_id, desk.library.four_eyes),
        first=await desk.screen.first_approval(message_id),
        typed=_typed(visit, draft, message, kept),
        error=str(error) if error else "",
        requests=requests,
        intakes=await intakes_of(desk, requests),
        steps=REQUEST_TRANSITIONS,
        request_states=RequestState,
        thread=[row for row in thread if row.id != message_id],
        away=away(thread, desk.now),
        promises=await desk.following.promises_of(message.thread_id),
        reminder=await desk.following.reminder(message_id),
        question=question,
        reminder_due=reminder_due(desk, question) if question else None,
        expert_ask=await desk.experts.ask_of(message_id),
        moved=await regroup.last_move(desk, message_id),
        others=await regroup.other_conversations(desk, message) if visit.may("reviewer") else (),
        history=history,
        comments=await desk.screen.comments(message.thread_id),
        questions=await desk.screen.questions(message.thread_id),
        askable=can_answer(users),
        noted=visit.field("notitie"),
        outlook=_ended_in_outlook(history, message_id),
        attempts=await desk.store.attempts(message_id) if message.status in TRIED else (),
        doubt=doubt,
        users=users,
        names=names,
        pairs=_pairs(message),
        services=SERVICE_LABELS,
        acts=ACT_LABELS,
        kinds=KIND_LABELS,
        roles=[(role, role.capitalize()) for role in ROLES],
        topics=TOPIC_LABELS,
        editable=_editable(visit, message),
        named=named,
        lost=[each.filename for each in visit.files("bijlage")] if error else [],
        recipients=recipients(desk, message, draft.draft.cc if draft else (), named),
        now=desk.now,
        closing_days=desk.closing_days,
        undo_seconds=round(desk.settings.undo_seconds),
        Status=Status,
    )


def _list_of(visit: Visit) -> Filters:
    """The list that the colleague walks along: of the address, or of the form that could not be used."""
    return filters_in(visit.field("lijst")) if visit.form else filters_of(visit.request.query_params)


def _editable(visit: Visit, message: MessageRow) -> bool:
    return message.status is Status.AWAITING_REVIEW and visit.may("reviewer")


def _ended_in_outlook(history: Sequence[EventRow], message_id: int) -> EventRow | None:
    """How a colleague settled this message in Outlook, if that is its last step."""
    steps = [line for line in history if line.message_id == message_id and line.becomes]
    return steps[-1] if steps and steps[-1].event in FROM_OUTLOOK else None


async def _doubt(desk: Desk, message_id: int) -> review.Evidence:
    """What is known of a reply in doubt; a mailbox that does not answer soon counts as one that nobody looked at."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return await review.evidence(desk, message_id)
    except TimeoutError:
        return review.Evidence(await desk.store.attempts(message_id), None)


async def _passages(desk: Desk, draft: Draft) -> tuple[Passage, ...]:
    """The present draft sentence by sentence, held against the last version that the assistant made."""
    versions = await desk.store.drafts(draft.message_id)
    made = next((v.draft.text for v in reversed(versions) if v.author == BOT), "")
    return passages(draft.draft, made, desk.library.entries, in_amsterdam(desk.now).date())


def _typed(visit: Visit, draft: Draft | None, message: MessageRow, kept: KeptText | None) -> dict[str, object]:
    """What stands in the editor: what the reviewer just typed, or typed before the page was lost, else the draft."""
    if "tekst" in visit.form:
        # The version that the reviewer saw, not the present one: a newer one must stay a conflict.
        copies = visit.field("kopie")
        return {
            "subject": visit.field("onderwerp"),
            "text": visit.field("tekst"),
            "version": visit.number("versie"),
            "copies": copies,
            "seen": copies,
        }
    copies = ", ".join(each.addr_spec for each in draft.draft.cc) if draft else ""
    if kept and kept.version == message.draft_version:
        found = {"subject": kept.subject, "text": kept.text, "version": kept.version}
    elif draft:
        found = {"subject": draft.draft.subject, "text": draft.draft.text, "version": draft.version}
    else:
        found = {"subject": reply_subject(message.subject), "text": "", "version": message.draft_version}
    return {**found, "copies": copies, "seen": copies}


def reply_subject(subject: str) -> str:
    """The subject of a reply that a colleague writes: one ``Re:`` in front (RFC 5322 section 3.6.5)."""
    return subject if subject.casefold().startswith(("re:", "antw:")) else f"Re: {subject}".strip()


def _pairs(message: MessageRow) -> list[tuple[str, str]]:
    """The rows of the form for corrections: what we understood, and one empty row more."""
    found = message.understanding.requests if message.understanding else ()
    return [*((p.service, p.act) for p in found[: MAX_PAIRS - 1]), ("", "")]


async def present(visit: Visit) -> Response:
    """Who else looks at this message now, as text for the script of the page."""
    others = presence_of(visit).look(message_id_of(visit.request), visit.user.name, visit.desk.now)
    names = {user.name: user.display_name for user in await visit.desk.accounts.users()}
    return PlainTextResponse(told(others, names))


async def keep(visit: Visit) -> Response:
    """Keep what is being typed, and say so as text for the script of the page."""
    number, desk = message_id_of(visit.request), visit.desk
    version, subject, text = visit.number("versie"), visit.field("onderwerp"), visit.field("tekst")
    try:
        await queue.keep_text(desk, number, version, subject, text, visit.user.name)
    except Conflict:
        return PlainTextResponse(OVERTAKEN_WHILE_TYPING, 409)
    return PlainTextResponse(f"Uw tekst is bewaard om {words.exact_time(desk.now)}, nog niet verstuurd.")


async def original(visit: Visit) -> Response:
    """The raw mail as it came in, to save; never shown by the browser."""
    message_id = message_id_of(visit.request)
    raw = await visit.desk.store.raw(message_id)
    if raw is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="bericht-{message_id}.eml"'}
    return Response(raw, media_type="message/rfc822", headers=headers)


async def enclosure(visit: Visit) -> Response:
    """A file of the present reply, to save; never shown by the browser."""
    number = visit.request.path_params["file"]
    draft = await visit.desk.store.draft(message_id_of(visit.request))
    found = next((each for each in (draft.draft.enclosures if draft else ()) if each.id == number), None)
    if found is None:
        raise HTTPException(404)
    content = (await visit.desk.screen.contents([found.id]))[found.id]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


async def source(visit: Visit) -> Response:
    """The raw mail as text, headers first; what is longer can be saved."""
    raw = await visit.desk.store.raw(message_id_of(visit.request))
    if raw is None:
        raise HTTPException(404)
    return PlainTextResponse(clean(decode(raw[:MOST_SOURCE])) + (LONGER if len(raw) > MOST_SOURCE else ""))


async def layout(visit: Visit) -> Response:
    """The HTML of the sender, made harmless, for the frame on the page of the message."""
    from bot.mail.html import sanitise  # noqa: PLC0415  (lxml and nh3 are only needed for this)

    message = await desk_of(visit.request).store.message(message_id_of(visit.request))
    if not message.html:
        raise HTTPException(404)
    html = await visit.desk.offload(lambda: sanitise(message.html or ""))
    head = '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Opmaak van de afzender</title><body>'
    return HTMLResponse(f"{head}{html}", headers={"Content-Security-Policy": FRAMED_MAIL_POLICY})
