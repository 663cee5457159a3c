"""Reminders: a question of ours that nobody answers in so many working days is asked once more, and once again.

Each reminder is a draft of our own in the conversation of the question; it goes the road of approval like any reply and
never goes out by itself. Whoever runs this twice at once, or is killed half way, makes no second one: the store decides
anew inside the transaction that writes it. An out-of-office with a date puts the counting off until that day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.lifecycle import Status
from bot.mail.absence import returns_on
from bot.model import DraftText, Understanding
from bot.model.following import NewReminder, OpenQuestion
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.own_letter import NOTHING_KNOWN
from bot.pipeline.drafting.reminder import Silence, draft_reminder
from bot.pipeline.findings import BOT
from bot.programme.working_days import add_working_days

LONGEST_SILENCE = timedelta(days=120)
"""A question that was asked longer ago is not asked again by us."""
PAUSE = timedelta(minutes=10)
"""Between two looks at what nobody answered; days pass slowly."""
MAX_NOTE = 300


async def follow_up(desk: Desk) -> int:
    """End what is not needed any more, and draft what is due; returns how many messages moved."""
    ended = await desk.following.end_reminders(BOT, desk.now)
    soon = desk.office.reminded_until
    if soon is not None and desk.now < soon:
        return len(ended)
    made = await draft_reminders(desk)
    desk.office.reminded_until = desk.now + PAUSE
    return len(ended) + made


async def draft_reminders(desk: Desk) -> int:
    """One draft for each question whose day has come; returns how many are new."""
    rules, today = desk.library.reminders, in_amsterdam(desk.now).date()
    if not rules.most:
        return 0
    made, long_enough = 0, desk.now - timedelta(days=rules.working_days)
    for question in await desk.following.open_questions(desk.now - LONGEST_SILENCE, long_enough):
        due = reminder_due(desk, question)
        if due is not None and due <= today:
            made += await _drafted(desk, question)
    return made


def reminder_due(desk: Desk, question: OpenQuestion) -> date | None:
    """The day on which the next reminder is drafted; None when none will be.

    It lies the working days of ``knowledge/herinneringen.yaml`` after we last wrote, or after the person is back. Who
    has left is not reminded: a colleague finds somebody else.
    """
    rules, absence = desk.library.reminders, question.absence
    if question.pending_id or question.stopped or question.reminders >= rules.most:
        return None
    start = in_amsterdam(question.since).date()
    if absence is not None:
        if absence.gone:
            return None
        back = returns_on(absence)
        start = max(start, back - timedelta(days=1)) if back else start
    return add_working_days(start, rules.working_days, desk.closing_days)


async def _drafted(desk: Desk, question: OpenQuestion) -> bool:
    draft = await _draft(desk, question)
    made = await desk.following.remind(NewReminder(question, draft), desk.library.reminders.most, BOT, desk.now)
    return made is not None


async def _draft(desk: Desk, question: OpenQuestion) -> DraftText:
    beginning = await _beginning(desk, question)
    sought = await desk.store.request(question.expert_for) if question.expert_for is not None else None
    requests = [row for row in await desk.store.requests_of(question.thread_id) if row.id in question.request_ids]
    number = question.reminders + 1
    silence = Silence(
        question=question.draft,
        asked_on=in_amsterdam(question.asked_at).date(),
        today=in_amsterdam(desk.now).date(),
        number=number,
        last=number >= desk.library.reminders.most,
        understanding=beginning.understanding,
        contact=question.recipient,
        new_text=beginning.new_text,
        asked_for=[(row.service, row.act) for row in requests],
        invitation=_invited_to(question),
        helping=None if sought is None else sought.municipalities,
    )
    return draft_reminder(silence, library=desk.library, retriever=desk.retriever)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What is known of the person who is asked."""

    understanding: Understanding = NOTHING_KNOWN
    new_text: str = ""


async def _beginning(desk: Desk, question: OpenQuestion) -> _Beginning:
    if question.original_id is None:
        return _Beginning()
    mail = await desk.store.message(question.original_id)
    if mail.status is Status.PURGED or mail.understanding is None:
        return _Beginning()
    return _Beginning(mail.understanding, mail.new_text)


def _invited_to(question: OpenQuestion) -> str:
    """The service whose invitation it was, by its template."""
    if not question.invitation:
        return ""
    return question.draft.template.removeprefix("uitnodigingen/").removesuffix(".txt.j2")


# --- what colleagues say ---


async def must_be_needed(desk: Desk, message_id: int) -> None:
    """``InvalidInput`` for a reminder that came too late: no answer is ever asked of somebody who gave it."""
    reminder = await desk.following.reminder(message_id)
    if reminder is not None and reminder.overtaken:
        raise InvalidInput(f"{reminder.ended} Sluit dit bericht zonder antwoord.")


async def answered(desk: Desk, question_id: int, note: str, actor: str) -> None:
    """Whom we asked answered by another way, or need not answer; the reminders end."""
    note = " ".join(note.split())[:MAX_NOTE] or "Er is al geantwoord."
    await desk.following.stop_reminding(question_id, note, actor, desk.now)
    await desk.following.end_reminders(BOT, desk.now)


async def wait_again(desk: Desk, question_id: int, actor: str) -> None:
    """Take that back; the days count on."""
    await desk.following.remind_again(question_id, actor, desk.now)
    desk.office.reminded_until = None
