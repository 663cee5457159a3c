"""From a sign-up by mail or chat to a place at a meeting, the mail that tells so, and the mail that takes it back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.demo.meetings import plan_examples
from bot.errors import Conflict, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model import Address
from bot.model.meetings import CHANGE, OFFER, SIGN_UP, MeetingState, Registration, RegistrationState
from bot.pipeline import digest, meeting_letters, meetings, review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.desk import Desk
from bot.pipeline.digest_forms import as_text
from bot.pipeline.meetings import Typed
from bot.pipeline.prepare import prepare_received
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk

R = RegistrationState
TYPED = Typed("Werksessie inclusie", date(2027, 1, 14), time(13), time(16, 30), "Raadhuis, Weert", False, 3, "Weert")
COMES = (
    "Beste collega's,\n\nWij melden ons met drie mensen aan voor de bijeenkomst van 14 januari.\n\nGroet,\nJan Bos\n"
)
LEAVES = """Beste collega's,

Helaas kunnen wij niet komen. Wij melden ons af voor de bijeenkomst van 14 januari.

Jan Bos
"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_test_desk(tmp_path, clock=Clockwork()) as opened:
        yield opened


async def receive(desk: Desk, number: int, name: str, text: str, subject: str = "Aanmelding bijeenkomst") -> int:
    raw = eml(number, sender=f"Jan Bos <j.bos@{name}.nl>", subject=subject, text=text)
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, number), desk.now)
    assert message_id is not None
    await prepare_received(desk)
    return message_id


async def sign_up(desk: Desk, number: int, name: str) -> int:
    """The request of one municipality that wants to come with three people."""
    await receive(desk, number, name, COMES)
    return (await desk.meetings.book()).asking(SIGN_UP)[-1].request_id


async def full(desk: Desk) -> tuple[int, Registration, Registration]:
    """A meeting with one municipality on it and one on the waiting list."""
    meeting_id = await meetings.plan(desk, TYPED, "lotte")
    for number, name in ((1, "asten"), (2, "zutphen")):
        await meetings.place(desk, meeting_id, await sign_up(desk, number, name), 3, "lotte")
    listed = (await desk.meetings.meeting(meeting_id)).registrations
    assert [one.state for one in listed] == [R.REGISTERED, R.WAITING]
    return meeting_id, listed[0], listed[1]


async def letter(desk: Desk, meeting_id: int, at: int) -> tuple[int, str]:
    """The number and the text of the draft for this line of the list."""
    one = (await desk.meetings.meeting(meeting_id)).registrations[at]
    assert one.letter_id is not None
    draft = await desk.store.draft(one.letter_id)
    assert draft is not None
    return one.letter_id, draft.draft.text


async def test_a_sign_up_by_mail_is_offered_with_its_people_and_placed(desk: Desk) -> None:
    request_id = await sign_up(desk, 1, "asten")
    (asked,) = (await desk.meetings.book()).asking(SIGN_UP)
    assert (asked.municipalities, asked.people, asked.contact) == (("Asten",), 3, Address("Jan Bos", "j.bos@asten.nl"))
    meeting_id = await meetings.plan(desk, TYPED, "lotte")
    assert await meetings.place(desk, meeting_id, request_id, 3, "lotte") is R.REGISTERED
    with pytest.raises(Conflict):
        await meetings.place(desk, meeting_id, request_id, 3, "els")


async def test_a_sign_up_by_chat_is_offered_too(desk: Desk) -> None:
    question = "Graag melden wij ons aan voor een bijeenkomst. Met hoeveel mensen: 2 mensen. Om welke: 14 januari."
    await desk.store.receive_chat(question, Address("Ria Bos", "r.bos@ede.nl"), desk.now, municipality="Ede")
    await prepare_received(desk)
    (asked,) = (await desk.meetings.book()).asking(SIGN_UP)
    meeting_id = await meetings.plan(desk, TYPED, "lotte")
    await meetings.place(desk, meeting_id, asked.request_id, 2, "lotte")
    (one,) = (await desk.meetings.meeting(meeting_id)).registrations
    assert (one.channel, one.municipality) == ("chat", "Ede")


async def test_an_offer_to_receive_a_meeting_is_listed(desk: Desk) -> None:
    text = "Beste collega's,\n\nWij willen graag gastgemeente zijn voor een volgende bijeenkomst. We hebben een zaal.\n"
    await receive(desk, 1, "weert", text, "Gastgemeente voor de bijeenkomst")
    assert [one.municipalities for one in (await desk.meetings.book()).asking(OFFER)] == [("Weert",)]


async def test_who_moves_up_is_told_by_a_draft_with_a_calendar_file_that_a_reviewer_approves(desk: Desk) -> None:
    meeting_id, asten, zutphen = await full(desk)
    await meetings.cancel(desk, meeting_id, asten.id, R.REGISTERED, None, "lotte")
    assert await meetings.move_up(desk, meeting_id, zutphen.id, "lotte")
    number, text = await letter(desk, meeting_id, 1)
    assert "De gemeente Zutphen heeft een plaats bij de bijeenkomst " in text
    assert "Werksessie inclusie" in text
    assert "donderdag 14 januari 2027 van 13.00 tot 16.30 uur" in text
    assert "De plaats is Raadhuis, Weert." in text
    road = ScriptedTransport()
    await deliver_due(desk, road)
    assert road.taken == []
    await review.approve(desk, number, 1, "lotte")
    await deliver_due(desk, road)
    (outgoing,) = road.taken
    assert outgoing.rcpt_to == ("j.bos@zutphen.nl",)
    mail = message_from_bytes(outgoing.raw, policy=policy.default)
    assert mail["In-Reply-To"] == "<2@gemeente.example>"
    (file,) = mail.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "bijeenkomst.ics")
    (event,) = Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT")
    assert (event["STATUS"], event["DTSTART"].dt.hour) == ("CONFIRMED", 13)


async def test_every_sentence_of_a_letter_has_its_source(desk: Desk) -> None:
    meeting_id, *_ = await full(desk)
    await meeting_letters.write_letters(desk, meeting_id, "lotte")
    for at in (0, 1):
        number, _ = await letter(desk, meeting_id, at)
        draft = await desk.store.draft(number)
        assert draft is not None
        assert draft.draft.evidence
        assert all(piece.entry.startswith("entry:") for piece in draft.draft.evidence)


async def test_everybody_is_told_once_how_it_stands_and_again_when_the_day_changes(desk: Desk) -> None:
    meeting_id, *_ = await full(desk)
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 2
    assert "staat op de wachtlijst" in (await letter(desk, meeting_id, 1))[1]
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 0
    before, _ = await letter(desk, meeting_id, 0)
    await meetings.change(desk, meeting_id, 1, replace(TYPED, places=4), "lotte")
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 0
    await meetings.change(desk, meeting_id, 2, replace(TYPED, places=4, day=date(2027, 1, 21)), "lotte")
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 2
    number, text = await letter(desk, meeting_id, 0)
    assert "21 januari" in text
    assert (await desk.store.message(before)).status is Status.CLOSED
    assert (await desk.store.message(number)).status is Status.AWAITING_REVIEW


async def test_a_meeting_that_is_off_is_told_to_everybody_on_the_list(desk: Desk) -> None:
    meeting_id, *_ = await full(desk)
    await meetings.set_state(desk, meeting_id, 1, MeetingState.CANCELLED, "lotte")
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 2
    number, text = await letter(desk, meeting_id, 1)
    assert "gaat helaas niet door" in text
    draft = await desk.store.draft(number)
    assert draft is not None
    (file,) = draft.draft.enclosures
    content = (await desk.screen.contents([file.id]))[file.id]
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"


async def test_a_mail_that_takes_a_place_back_stands_beside_it_and_is_handled_with_it(desk: Desk) -> None:
    meeting_id, asten, _ = await full(desk)
    await receive(desk, 3, "asten", LEAVES, "Afmelding")
    book = await desk.meetings.book()
    (asked,) = book.asking(CHANGE)
    assert meetings.changes_of(book) == {asten.id: (asked,)}
    assert meetings.takes_back(asked)
    await meetings.cancel(desk, meeting_id, asten.id, R.REGISTERED, asked.request_id, "lotte")
    (row,) = [one for one in await desk.store.requests_of(asked.thread_id) if one.id == asked.request_id]
    assert row.state is RequestState.SETTLED
    assert (await desk.meetings.book()).asking(CHANGE) == ()


async def test_a_mail_of_another_municipality_takes_no_place_back(desk: Desk) -> None:
    meeting_id, asten, _ = await full(desk)
    await receive(desk, 3, "ede", LEAVES, "Afmelding")
    book = await desk.meetings.book()
    (asked,) = book.asking(CHANGE)
    assert meetings.changes_of(book) == {}
    with pytest.raises(Conflict):
        await meetings.cancel(desk, meeting_id, asten.id, R.REGISTERED, asked.request_id, "lotte")


async def test_who_has_no_address_gets_a_place_without_a_draft(desk: Desk) -> None:
    meeting_id, asten, zutphen = await full(desk)
    await meetings.add(desk, meeting_id, "Ede", None, 2, "lotte")
    await meetings.cancel(desk, meeting_id, asten.id, R.REGISTERED, None, "lotte")
    await meetings.cancel(desk, meeting_id, zutphen.id, R.WAITING, None, "lotte")
    (*_, ede) = (await desk.meetings.meeting(meeting_id)).registrations
    assert not await meetings.move_up(desk, meeting_id, ede.id, "lotte")
    assert await meeting_letters.write_letters(desk, meeting_id, "lotte") == 0
    with pytest.raises(Conflict):
        await meetings.note_told(desk, meeting_id, ede.id, "waiting:0", "lotte")
    assert [one.id for one in (await desk.meetings.meeting(meeting_id)).untold()] == [ede.id]
    await meetings.note_told(desk, meeting_id, ede.id, "registered:0", "lotte")
    assert (await desk.meetings.meeting(meeting_id)).untold() == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "  "}, "Vul een titel in"),
        ({"title": "x" * 121}, "te lang"),
        ({"place": ""}, "Vul de plaats in"),
        ({"ends": time(13)}, "eindigt voordat"),
        ({"places": 0}, "aantal plaatsen"),
        ({"host": "Lutjebroek"}, "staat niet in de lijst: Lutjebroek"),
        ({"day": date(2026, 11, 20)}, "al voorbij"),
        ({"day": date(9999, 12, 31)}, "te ver weg"),
        ({"day": date(1, 1, 1)}, "te ver weg"),
    ],
)
async def test_what_cannot_be_planned_is_said(desk: Desk, wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        await meetings.plan(desk, replace(TYPED, **wrong), "lotte")  # type: ignore[arg-type]  # of the table above


async def test_a_day_in_the_past_can_be_corrected_but_not_chosen(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, TYPED, "lotte")
    desk.clock.move(days=60)  # type: ignore[attr-defined]  # the clock of the test
    await meetings.change(desk, meeting_id, 1, replace(TYPED, title="Verslag"), "lotte")
    with pytest.raises(InvalidInput, match="al voorbij"):
        await meetings.change(desk, meeting_id, 2, replace(TYPED, day=date(2027, 1, 13)), "lotte")
    with pytest.raises(InvalidInput, match="al geweest"):
        await meetings.set_state(desk, meeting_id, 2, MeetingState.CANCELLED, "lotte")


async def test_the_list_for_a_spreadsheet_disarms_formulas(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, TYPED, "lotte")
    await meetings.add(desk, meeting_id, "Ede", Address("=1+1", "a@ede.nl"), 2, "lotte")
    text = meeting_letters.list_file((await desk.meetings.meeting(meeting_id)).registrations)
    assert text == (
        "gemeente;naam;e-mailadres;aantal mensen;stand;aangemeld op;bron\r\n"
        "Ede;'=1+1;a@ede.nl;2;ingeschreven;2026-11-23;met de hand\r\n"
    )


async def test_the_digest_tells_how_the_lists_stand_and_what_waits(desk: Desk) -> None:
    meeting_id, asten, _ = await full(desk)
    await sign_up(desk, 3, "ede")
    await meetings.cancel(desk, meeting_id, asten.id, R.REGISTERED, None, "lotte")
    text = " ".join(as_text(await digest.build(desk)).split())
    for words in (
        "1 aanmelding is nog niet ingedeeld bij een bijeenkomst.",
        "Werksessie inclusie op 14 januari 2027: 0 mensen ingeschreven, 3 plaatsen vrij, 1 op de wachtlijst.",
        "Zutphen staat op de wachtlijst en kan een plaats krijgen.",
        "nog laten weten hoe het staat aan Zutphen.",
    ):
        assert words in text


async def test_the_demo_plans_its_examples_once_and_says_what_they_are(desk: Desk) -> None:
    await plan_examples(desk, "lotte")
    await plan_examples(desk, "lotte")
    found = (await desk.meetings.book()).meetings
    assert len(found) == 2
    assert all(one.plan.title.startswith("Voorbeeld: ") and one.open_at(desk.now) for one in found)
