"""The reply to a sign-up knows the meetings that are planned, and names one only when no other can be meant."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.model.meetings import Meeting, MeetingPlan, MeetingState
from bot.pipeline import meetings, review
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.planned import has_no_room
from bot.pipeline.meetings import Typed
from bot.pipeline.meetings_port import Guest
from bot.pipeline.prepare import prepare_received
from bot.pipeline.review import drafted
from bot.programme.which_meeting import meant
from tests.pipeline.desks import Clockwork, eml, fetched, open_test_desk

INCLUSION = Typed(
    "Werksessie inclusie", date(2027, 1, 14), time(13), time(16, 30), "Raadhuis, Weert", False, 4, "Weert"
)
LOOKING_BACK = replace(INCLUSION, title="Terugblik burgerberaden", day=date(2027, 1, 21), online=True, place="")
COMES = (
    "Beste collega's,\n\nWij melden ons met drie mensen aan voor de bijeenkomst van 14 januari.\n\nGroet,\nJan Bos\n"
)
PLACES = (
    "Het gaat om de bijeenkomst \u2018Werksessie inclusie\u2019 op donderdag 14 januari 2027 van 13.00 tot 16.30 uur."
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_test_desk(tmp_path, clock=Clockwork()) as opened:
        yield opened


async def answered(desk: Desk, text: str = COMES, number: int = 1) -> int:
    """The message whose draft answers this mail."""
    raw = eml(number, sender="Jan Bos <j.bos@asten.nl>", subject="Aanmelding bijeenkomst", text=text)
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, number), desk.now)
    assert message_id is not None
    await prepare_received(desk)
    return message_id


async def draft_of(desk: Desk, message_id: int) -> str:
    found = await desk.store.draft(message_id)
    assert found is not None
    return found.draft.text


async def test_the_reply_tells_when_where_and_that_there_is_room_with_the_meeting_as_its_source(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, INCLUSION, "lotte")
    await meetings.plan(desk, LOOKING_BACK, "lotte")
    found = await desk.store.draft(await answered(desk))
    assert found is not None
    said = {piece.sentence: piece.entry for piece in found.draft.evidence}
    assert said[PLACES] == f"meeting:{meeting_id}"
    assert said["De plaats is Raadhuis, Weert."] == f"meeting:{meeting_id}"
    assert said["Er is nu nog plaats."] == f"meeting:{meeting_id}"
    assert "zet je aanmelding op de lijst" in found.draft.text.replace("uw", "je")
    assert "een collega kijkt of er nog plaats is" not in found.draft.text.lower()
    assert found.draft.missing == ()
    assert any("zijn geteld toen dit concept werd gemaakt" in warning for warning in found.draft.warnings)


async def test_a_full_meeting_says_waiting_list_and_promises_no_place(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, INCLUSION, "lotte")
    await desk.meetings.register(meeting_id, Guest("Zutphen", None, 2), "lotte", desk.now)
    text = await draft_of(desk, await answered(desk))
    assert "Er zijn nu niet genoeg plaatsen voor drie mensen." in text
    assert "op de wachtlijst" in text
    await desk.meetings.register(meeting_id, Guest("Lochem", None, 2), "lotte", desk.now)
    text = await draft_of(desk, await answered(desk, COMES, 2))
    assert "De bijeenkomst is nu vol." in text
    assert "nog plaats" not in text


@pytest.mark.parametrize(
    "text",
    [
        COMES.replace("van 14 januari", "van 28 januari"),
        COMES.replace("van 14 januari", "in januari"),  # two of them
        COMES.replace(" van 14 januari", ""),
        COMES.replace("drie mensen", "tien mensen"),  # it never has so many places
        COMES.replace("van 14 januari", "over jongeren op 14 januari"),
    ],
)
async def test_no_meeting_is_named_that_is_not_surely_meant(desk: Desk, text: str) -> None:
    await meetings.plan(desk, INCLUSION, "lotte")
    await meetings.plan(desk, LOOKING_BACK, "lotte")
    draft = await draft_of(desk, await answered(desk, text))
    assert "Het gaat om de bijeenkomst" not in draft
    assert "Een collega kijkt of er nog plaats is" in draft


async def test_a_meeting_that_is_over_or_called_off_is_never_named(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, INCLUSION, "lotte")
    message_id = await answered(desk)
    message = await desk.store.message(message_id)
    assert message.understanding is not None
    later = replace(desk, clock=lambda: datetime(2027, 1, 15, 9, 0, tzinfo=UTC))
    assert "Werksessie" not in (await drafted(later, message, message.understanding)).text
    assert "Werksessie" in (await drafted(desk, message, message.understanding)).text
    await meetings.set_state(desk, meeting_id, 1, MeetingState.CANCELLED, "lotte")
    assert "Werksessie" not in (await drafted(desk, message, message.understanding)).text


async def test_a_draft_about_a_meeting_that_is_over_off_or_moved_cannot_be_approved(desk: Desk) -> None:
    meeting_id = await meetings.plan(desk, INCLUSION, "lotte")
    message_id = await answered(desk)
    later = replace(desk, clock=lambda: datetime(2027, 1, 15, 9, 0, tzinfo=UTC))
    with pytest.raises(InvalidInput, match="is al geweest of gaat niet door"):
        await review.approve(later, message_id, 1, "lotte")
    await meetings.change(desk, meeting_id, 1, replace(INCLUSION, day=date(2027, 1, 28)), "lotte")
    with pytest.raises(InvalidInput, match="verplaatst naar donderdag 28 januari 2027"):
        await review.approve(desk, message_id, 1, "lotte")
    await meetings.set_state(desk, meeting_id, 2, MeetingState.CANCELLED, "lotte")
    with pytest.raises(InvalidInput, match="gaat niet door"):
        await review.approve(desk, message_id, 1, "lotte")
    found = await desk.store.draft(message_id)
    assert found is not None
    version = await review.edit(desk, message_id, 1, found.draft.subject, "De bijeenkomst gaat niet door.", "lotte")
    assert await review.approve(desk, message_id, version, "lotte") is not None


def planned(title: str, day: date, number: int = 1) -> Meeting:
    begin = datetime.combine(day, time(12), UTC)
    plan = MeetingPlan(title, begin, begin + timedelta(hours=3), "Zaal", online=False, places=None, host="")
    return Meeting(number, f"{number}@x", 1, 0, MeetingState.PLANNED, plan, "lotte", begin)


NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TWO = (planned("Werksessie inclusie", date(2026, 12, 14)), planned("Terugblik jongeren", date(2027, 1, 4), 2))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("wij komen op 14 december", 1),
        ("wij komen op 14-12", 1),
        ("wij komen op 14/12/2026", 1),
        ("wij komen op 14-12-2027", None),
        ("wij komen in december", 1),
        ("wij komen op 4 jan. met twee mensen", 2),
        ("wij komen naar de sessie over inclusie", 1),
        ("een meisje komt naar de bijeenkomst", None),
        ("wij komen in februari over inclusie", None),
        ("wij komen graag", None),
    ],
)
def test_day_month_and_words_of_the_title_tell_which_meeting(text: str, number: int | None) -> None:
    found = meant(TWO, text, (), NOW)
    assert (found.id if found else None) == number


def test_another_topic_is_another_meeting_even_in_the_same_month() -> None:
    assert meant(TWO, "wij komen in december", ("jongeren",), NOW) is None
    assert meant(TWO, "wij komen in december", ("inclusie",), NOW) == TWO[0]


@given(st.text(max_size=300))
def test_no_text_breaks_the_choice_of_a_meeting(text: str) -> None:
    assert meant(TWO, text, (), NOW) in {*TWO, None}


def test_without_a_limit_there_is_always_room() -> None:
    assert not has_no_room(TWO[0], 99)
