"""The closing days of the office: who adds what, and that every date counts with them."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.errors import Conflict, InvalidInput
from bot.model.people import AuditKind, AuditQuestion
from bot.pipeline import queue
from bot.pipeline.desk import Desk
from bot.pipeline.follow_up import open_requests
from bot.pipeline.office import close_office, open_office, read_closing_days
from bot.pipeline.prepare import prepare_received
from bot.settings import Settings
from tests.pipeline.desks import Clockwork, eml, fetched, open_test_desk


@pytest.fixture
async def desk(tmp_path: Path, clock: Clockwork) -> AsyncIterator[Desk]:
    settings = Settings(data_dir=tmp_path, closing_days=(date(2026, 12, 31),))
    async with open_test_desk(tmp_path, clock=clock, settings=settings) as opened:
        yield opened


async def test_only_working_days_are_added_and_each_stands_in_the_log(desk: Desk) -> None:
    assert await close_office(desk, "2026-12-24", "2027-01-03", "  Kerst \n sluiting ", "els") == 4
    days = await desk.following.closing_days()
    assert [each.day for each in days] == [date(2026, 12, number) for number in (24, 28, 29, 30)]
    assert {each.reason for each in days} == {"Kerst sluiting"}
    lines = await desk.people.audit(AuditQuestion(kind=AuditKind.PEOPLE), size=10)
    assert [line.event for line in lines] == ["closing_day_added"] * 4
    assert lines[-1].note == "24 december 2026: Kerst sluiting"


async def test_a_day_that_is_added_again_is_refused_and_one_that_is_gone_is_a_conflict(desk: Desk) -> None:
    await close_office(desk, "2026-12-24", "", "Brugdag", "els")
    with pytest.raises(InvalidInput, match="al dicht"):
        await close_office(desk, "2026-12-24", "", "Nog eens", "els")
    await open_office(desk, "2026-12-24", "els")
    assert desk.closing_days == {date(2026, 12, 31)}
    with pytest.raises(Conflict):
        await open_office(desk, "2026-12-24", "els")


@pytest.mark.parametrize(
    ("first", "last", "reason", "says"),
    [
        ("2026-12-24", "", " ", "reden"),
        ("2026-12-24", "", "x" * 121, "langer"),
        ("24 december", "", "Brugdag", "Kies een datum"),
        ("2026-12-24", "2026-12-23", "Brugdag", "voor de eerste"),
        ("2026-11-20", "", "Brugdag", "vanaf vandaag"),
        ("2030-01-01", "", "Brugdag", "binnen drie jaar"),
        ("2026-12-01", "2027-02-01", "Sluiting", "hooguit 31"),
        ("2026-12-25", "2026-12-27", "Kerst", "al dicht"),
        ("2026-12-31", "", "Oudjaar", "al dicht"),
    ],
)
async def test_what_cannot_be_is_told_in_dutch(desk: Desk, first: str, last: str, reason: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        await close_office(desk, first, last, reason, "els")
    assert await desk.following.closing_days() == ()


async def test_every_date_counts_with_them(desk: Desk, clock: Clockwork) -> None:
    """The due date of a new request, its age and lateness in the digest, and the days that the queue offers."""
    await close_office(desk, "2026-11-24", "2026-11-26", "Verhuizing", "els")
    await desk.store.receive("thorbecke2024@vng.nl", fetched(eml()), desk.now)
    await prepare_received(desk)
    (item,) = await open_requests(desk)
    assert item.request.due_on == date(2026, 12, 3), "five working days from Monday, without the three"
    assert dict(queue.snooze_choices(desk))["Volgende werkdag"] == date(2026, 11, 27)
    clock.move(days=4)
    assert (await open_requests(desk))[0].age == 1
    await open_office(desk, "2026-11-25", "els")
    assert (await open_requests(desk))[0].age == 2
    assert (await open_requests(desk))[0].request.due_on == date(2026, 12, 3), "what was promised stays"


async def test_a_service_that_starts_knows_them(desk: Desk, tmp_path: Path) -> None:
    await close_office(desk, "2026-12-24", "", "Brugdag", "els")
    async with open_test_desk(tmp_path) as again:
        await read_closing_days(again)
        assert date(2026, 12, 24) in again.closing_days
