"""A question that nobody answers is asked again: as a draft, twice at most, and never after an answer."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model import Address, DraftText, MessageRow, SentenceEvidence
from bot.model.following import ReminderRules
from bot.model.programme import NewPlace, PlaceState, PlaceStep
from bot.pipeline import circles, office, reminders, review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.desk import Desk
from bot.pipeline.prepare import prepare_received
from bot.pipeline.reminders import draft_reminders, follow_up, reminder_due
from tests.pipeline.desks import START, Clockwork, ScriptedTransport, eml, fetched, open_test_desk

ASKS = "Beste collega's,\n\nGraag doen wij mee aan een leerkring.\n\nMet vriendelijke groet,\nHanneke Wolters\n"
POLITE = "Geachte heer, mevrouw,\n\nGraag doen wij mee aan een leerkring. Kunt u ons aanmelden?\n\nHanneke Wolters\n"
ASKED = "entry:vraag-onderwerp"
ACCOUNT = "thorbecke2024@vng.nl"


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


FIRST = """Beste Hanneke,

Op 23 november stuurden we je een mail over je aanmelding voor de leerkring. We hebben nog geen antwoord van je \
gezien. Om verder te kunnen, hebben we nog één ding nodig.

Over welk onderwerp of welke vraag uit de praktijk wil je in de leerkring leren?

Je kunt gewoon op deze mail antwoorden. Is het niet meer nodig, dan horen we dat ook graag. Heb je al geantwoord? \
Dan hoef je niets te doen.
"""


async def test_a_question_that_nobody_answers_is_asked_again_in_the_same_conversation(
    desk: Desk, clock: Clockwork
) -> None:
    question = await asked(desk, clock)
    on(clock, 4)
    assert await draft_reminders(desk) == 0
    on(clock, 7)
    assert await draft_reminders(desk) == 1
    (row,) = await drafts(desk)
    assert (await text_of(desk, row.id)).startswith(FIRST)
    sent, original = await desk.store.outgoing(question), await desk.store.message(question)
    assert sent is not None
    assert row.thread_id == original.thread_id
    assert (row.reply_address, row.in_reply_to) == (original.sender, sent.rfc_message_id)
    assert row.references == (original.rfc_message_id, sent.rfc_message_id)
    assert row.subject == "Re: Meedoen met een leerkring"
    events = [event.event for event in await desk.store.history(row.thread_id)]
    assert events.count("reminded") == 1
    await send(desk, row.id)
    outgoing = await desk.store.outgoing(row.id)
    assert outgoing is not None
    assert f"In-Reply-To: {sent.rfc_message_id}".encode() in outgoing.raw


async def test_who_writes_formally_is_reminded_formally(desk: Desk, clock: Clockwork) -> None:
    await asked(desk, clock, POLITE)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    text = await text_of(desk, row.id)
    assert text.startswith("Geachte Hanneke Wolters,")
    assert "stuurden we u een mail over uw aanmelding voor de leerkring" in text
    assert "Hebt u al geantwoord? Dan hoeft u niets te doen." in text
    assert not {"je", "jouw", "jij"} & set(text.casefold().replace(".", " ").replace(",", " ").split())


async def test_there_are_two_reminders_at_most_and_the_second_waits_for_the_first(desk: Desk, clock: Clockwork) -> None:
    await asked(desk, clock)
    on(clock, 7)
    assert await draft_reminders(desk) == 1
    on(clock, 31)
    assert await draft_reminders(desk) == 0, "the first was not sent yet"
    (first,) = await drafts(desk)
    await send(desk, first.id)
    clock.now = datetime(2027, 1, 14, 9, tzinfo=UTC)
    assert await draft_reminders(desk) == 0
    clock.now = datetime(2027, 1, 15, 9, tzinfo=UTC)
    assert await draft_reminders(desk) == 1
    (second,) = await drafts(desk)
    text = await text_of(desk, second.id)
    assert "ook niet op onze herinnering" in text
    assert "Dit is onze laatste herinnering." in text
    await send(desk, second.id)
    clock.now = datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert await draft_reminders(desk) == 0


async def test_after_an_answer_nothing_is_asked_and_what_stood_ready_is_closed(desk: Desk, clock: Clockwork) -> None:
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    clock.move(hours=1)
    await reply(desk, question, "Het gaat ons om inclusie.")
    with pytest.raises(InvalidInput, match="Er is intussen antwoord gekomen"):
        await review.approve(desk, row.id, row.draft_version, "lotte")
    assert await follow_up(desk) == 1
    closed = await desk.store.message(row.id)
    assert closed.status is Status.CLOSED
    on(clock, 31)
    assert await draft_reminders(desk) == 0


async def test_a_request_is_reminded_of_twice_over_all_its_questions(desk: Desk, clock: Clockwork) -> None:
    """Once for the first question; the answer leads to a second one, which gets the one that is left."""
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (first,) = await drafts(desk)
    await send(desk, first.id)
    clock.move(days=1)
    second = await reply(desk, question, "Graag doen wij met twee mensen mee aan de leerkring.")
    row = await desk.store.message(second)
    again = DraftText(
        "behandelaar", "Re: Leerkring", "Welk onderwerp?", evidence=(SentenceEvidence("Welk onderwerp?", ASKED),)
    )
    await desk.store.save_draft(second, row.draft_version, again, "lotte", desk.now)
    await send(desk, second)
    made = []
    for days in range(21, 120, 14):
        clock.now = datetime(2026, 12, 8, 9, tzinfo=UTC) + timedelta(days=days)
        made.append(await draft_reminders(desk))
        for each in await drafts(desk):
            assert "onze laatste herinnering" in await text_of(desk, each.id)
            await send(desk, each.id)
    assert sum(made) == 1


async def test_an_approved_reminder_is_taken_off_the_road_when_the_answer_comes_first(
    desk: Desk, clock: Clockwork
) -> None:
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    await review.approve(desk, row.id, row.draft_version, "lotte")
    clock.move(minutes=1)
    await reply(desk, question, "Het gaat ons om inclusie.")
    await follow_up(desk)
    assert (await desk.store.message(row.id)).status is Status.CLOSED
    assert await desk.store.outgoing(row.id) is None
    assert await deliver_due(desk, ScriptedTransport()) == 0


async def test_what_a_colleague_opens_again_is_left_alone(desk: Desk, clock: Clockwork) -> None:
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    clock.move(minutes=1)
    await reply(desk, question, "Het gaat ons om inclusie.")
    await follow_up(desk)
    await review.reopen(desk, row.id, "lotte")
    await follow_up(desk)
    assert (await desk.store.message(row.id)).status is Status.AWAITING_REVIEW
    await send(desk, row.id)


@pytest.mark.parametrize("state", [RequestState.SETTLED, RequestState.WITHDRAWN])
async def test_a_request_that_has_ended_is_not_asked_about(desk: Desk, clock: Clockwork, state: RequestState) -> None:
    question = await asked(desk, clock)
    row = await desk.store.message(question)
    for request in await desk.store.requests_of(row.thread_id):
        await desk.store.change_request(request.id, request.state, state, "lotte", desk.now)
    on(clock, 31)
    assert await draft_reminders(desk) == 0


async def test_a_reminder_ends_with_its_request(desk: Desk, clock: Clockwork) -> None:
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    for request in await desk.store.requests_of((await desk.store.message(question)).thread_id):
        await desk.store.change_request(request.id, request.state, RequestState.SETTLED, "lotte", desk.now)
    assert await follow_up(desk) == 1
    assert (await desk.store.message(row.id)).status is Status.CLOSED


async def test_an_out_of_office_puts_the_counting_off_until_somebody_is_back(desk: Desk, clock: Clockwork) -> None:
    question = await asked(desk, clock)
    clock.move(minutes=5)
    await reply(
        desk,
        question,
        "Ik ben afwezig tot en met vrijdag 4 december 2026. Uw mail wordt niet doorgestuurd.",
        Auto_Submitted="auto-replied",
    )
    found = await desk.following.open_question((await desk.store.message(question)).thread_id)
    assert found is not None
    assert found.absence is not None
    on(clock, 18)
    due = reminder_due(desk, found)
    assert due is not None
    assert await draft_reminders(desk) == (due <= clock.now.date())
    assert due == date(2026, 12, 18), "ten working days from Saturday the fifth on"


async def test_closing_days_put_it_off_too(desk: Desk, clock: Clockwork) -> None:
    await asked(desk, clock)
    on(clock, 1)
    assert await office.close_office(desk, "2026-12-03", "2026-12-06", "Verhuizing", "els") == 2
    on(clock, 8)
    assert await draft_reminders(desk) == 0
    on(clock, 9)
    assert await draft_reminders(desk) == 1


async def test_a_colleague_who_knows_of_an_answer_stops_it_and_may_take_that_back(desk: Desk, clock: Clockwork) -> None:
    question = await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    (row,) = await drafts(desk)
    await reminders.answered(desk, question, "Gebeld", "lotte")
    assert (await desk.store.message(row.id)).status is Status.CLOSED
    with pytest.raises(Conflict):
        await reminders.answered(desk, question, "", "els")
    on(clock, 31)
    assert await draft_reminders(desk) == 0
    await reminders.wait_again(desk, question, "lotte")
    found = await desk.following.open_question(row.thread_id)
    assert found is not None
    assert found.pending_id == row.id, "the one that was closed stays the last word"
    assert await draft_reminders(desk) == 0


async def test_sweepers_that_race_make_one_reminder(desk: Desk, clock: Clockwork, tmp_path: Path) -> None:
    """Two processes on one file, several rounds at once: each reads the same open question."""
    question = await asked(desk, clock)
    on(clock, 7)
    async with open_test_desk(tmp_path, clock=clock) as other:
        made = await asyncio.gather(*(draft_reminders(each) for each in (desk, other, desk, other)))
    assert sum(made) == 1
    thread = await desk.store.thread((await desk.store.message(question)).thread_id)
    assert [row.channel for row in thread] == ["mail", "own"]


async def test_a_round_that_dies_half_way_leaves_nothing_and_the_next_one_makes_it_whole(
    desk: Desk, clock: Clockwork, tmp_path: Path
) -> None:
    """The last write of the reminder fails; nothing of it is left behind."""
    question = await asked(desk, clock)
    on(clock, 7)
    with sqlite3.connect(tmp_path / "thorbecke.sqlite3") as raw:
        raw.execute(
            "CREATE TRIGGER dies BEFORE INSERT ON events WHEN NEW.event = 'reminded'"
            " BEGIN SELECT RAISE(ABORT, 'killed'); END"
        )
    with pytest.raises(sqlite3.IntegrityError):
        await draft_reminders(desk)
    thread_id = (await desk.store.message(question)).thread_id
    assert len(await desk.store.thread(thread_id)) == 1
    with sqlite3.connect(tmp_path / "thorbecke.sqlite3") as raw:
        assert raw.execute("SELECT count(*) FROM reminders").fetchone() == (0,)
        raw.execute("DROP TRIGGER dies")
    assert await draft_reminders(desk) == 1
    assert len(await desk.store.thread(thread_id)) == 2


async def test_the_tables_refuse_a_second_reminder_of_the_same_number(
    desk: Desk, clock: Clockwork, tmp_path: Path
) -> None:
    await asked(desk, clock)
    on(clock, 7)
    await draft_reminders(desk)
    with sqlite3.connect(tmp_path / "thorbecke.sqlite3") as raw:
        for copy in (
            "INSERT INTO reminders SELECT question_id, question_id, outgoing_id, number, made_at, '' FROM reminders",
            "INSERT INTO reminded_requests SELECT * FROM reminded_requests",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(copy)


async def test_an_invitation_without_an_answer_is_repeated_until_somebody_says_yes_or_no(
    desk: Desk, clock: Clockwork
) -> None:
    names = ("Aalten", "Bronckhorst", "Lochem", "Winterswijk", "Zutphen")
    numbers = [
        await desk.circles.add_place(
            NewPlace("leerkring", name, ("inclusie",), Address("Jan Bos", f"jan@{name}.nl"), "griffier", START.date()),
            "lotte",
            desk.now,
        )
        for name in names
    ]
    circle = await desk.circles.make("leerkring", "inclusie", numbers, (5,), "lotte", desk.now)
    await circles.confirm(desk, circle, "lotte")
    for seat in (await desk.circles.circle(circle)).seats:
        assert seat.invitation_id is not None
        await send(desk, seat.invitation_id)
    await circles.step(desk, numbers[0], PlaceState.INVITED, PlaceStep.ACCEPT, "lotte", "gebeld")
    on(clock, 7)
    assert await draft_reminders(desk) == 4
    waiting = await drafts(desk)
    text = await text_of(desk, waiting[0].id)
    assert "Op 23 november nodigden we u uit voor een leerkring." in text
    assert "laten weten of uw gemeente meedoet?" in text
    await circles.step(desk, numbers[1], PlaceState.INVITED, PlaceStep.DECLINE, "lotte", "past niet")
    await follow_up(desk)
    assert len(await drafts(desk)) == 3


async def test_content_editors_switch_reminders_off(desk: Desk, clock: Clockwork) -> None:
    await asked(desk, clock)
    on(clock, 31)
    none = replace(desk.library, reminders=ReminderRules(10, 0))
    quiet = replace(desk, mind=replace(desk.mind, library=none))
    assert await draft_reminders(quiet) == 0
