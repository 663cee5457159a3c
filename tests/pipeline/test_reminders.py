"""A question that nobody answers is asked again: as a draft, twice at most, and never after an answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline import review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.desk import Desk
from bot.pipeline.prepare import prepare_received
from bot.pipeline.reminders import draft_reminders
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk

ASKS = "Beste collega's,\n\nGraag doen wij mee aan een leerkring.\n\nMet vriendelijke groet,\nHanneke Wolters\n"
POLITE = "Geachte heer, mevrouw,\n\nGraag doen wij mee aan een leerkring. Kunt u ons aanmelden?\n\nHanneke Wolters\n"
ACCOUNT = "thorbecke2024@vng.nl"


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clockwork) -> AsyncIterator[Desk]:
    async with open_test_desk(tmp_path, clock=clock) as opened:
        yield opened


async def arrive(desk: Desk, raw: bytes, uid: int) -> int:
    mail = replace(fetched(raw, uid=uid), internal_date=desk.now)
    number = await desk.store.receive(ACCOUNT, mail, desk.now)
    assert number is not None
    await prepare_received(desk)
    return number


async def send(desk: Desk, message_id: int) -> None:
    row = await desk.store.message(message_id)
    await review.approve(desk, message_id, row.draft_version, "lotte")
    await deliver_due(desk, ScriptedTransport())
    assert (await desk.store.message(message_id)).status is Status.SENT


async def asked(desk: Desk, clock: Clockwork, text: str = ASKS) -> int:
    """A sign-up whose reply asks something, sent at the start of the test."""
    message_id = await arrive(desk, eml(1, text=text), 1)
    draft = await desk.store.draft(message_id)
    assert draft is not None
    assert draft.draft.missing, "the test needs a reply that asks"
    clock.move(hours=1)
    await send(desk, message_id)
    return message_id


async def reply(desk: Desk, question: int, text: str, number: int = 2, **headers: str) -> int:
    outgoing = await desk.store.outgoing(question)
    assert outgoing is not None
    raw = eml(
        number, subject="Re: Meedoen met een leerkring", text=text, In_Reply_To=outgoing.rfc_message_id, **headers
    )
    return await arrive(desk, raw, number)


async def drafts(desk: Desk) -> list[MessageRow]:
    """The reminders that wait for a reviewer."""
    page = await desk.store.queue((Status.AWAITING_REVIEW,))
    return [row for row in page.rows if await desk.following.reminder(row.id)]


async def text_of(desk: Desk, message_id: int) -> str:
    draft = await desk.store.draft(message_id)
    assert draft is not None
    return draft.draft.text


def on(clock: Clockwork, day: int, month: int = 12) -> None:
    clock.now = datetime(2026, month, day, 9, 0, tzinfo=UTC)


async def test_show(desk: Desk, clock: Clockwork) -> None:
    for text in (ASKS, POLITE):
        pass
    question = await asked(desk, clock, ASKS)
    print(await text_of(desk, question))
    on(clock, 7)
    print(await draft_reminders(desk))
    for row in await drafts(desk):
        print("-----", row.subject, row.reply_address)
        print(await text_of(desk, row.id))
        await send(desk, row.id)
    on(clock, 30)
    print(await draft_reminders(desk))
    for row in await drafts(desk):
        print("-----", row.subject)
        print(await text_of(desk, row.id))
