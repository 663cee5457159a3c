"""Closing days, promises, reminders and other templates in a real browser: accessible, never wider than the screen."""

from datetime import timedelta

import pytest

from bot.lifecycle import Status
from bot.pipeline import office, reminders
from tests.web.browser import UNFOLD, axe_source, chromium, faults, faults_at, needs_chromium, served
from tests.web.room import Room, post
from tests.web.test_browser import log_in
from tests.web.test_web_following import promised

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def full_pages(room: Room) -> list[str]:
    """Each page of the follow-up in its fullest state."""
    question = await promised(room)
    await office.close_office(room.desk, "2026-12-24", "2026-12-29", "Kerstsluiting-van-het-hele-kantoor " * 3, "els")
    room.clock.now += timedelta(days=21)
    await reminders.draft_reminders(room.desk)
    open_question = await room.desk.following.open_question((await room.desk.store.message(question)).thread_id)
    assert open_question is not None
    waiting = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in("lotte") as browser:
        page = f"/berichten/{waiting}"
        said = {"versie": "1", "aanvraag": "0", "sjabloon": "shared/klacht"}
        await post(browser, f"{page}/sjabloon", page, **said)
    return [
        "/sluitingsdagen",
        f"/berichten/{question}",
        f"/berichten/{open_question.pending_id}",
        f"/berichten/{waiting}/sjabloon?aanvraag=0&sjabloon=leerkring%2Finformatie",
        "/gemeenten/Zaltbommel",
    ]


async def test_axe_finds_nothing_on_the_pages_of_the_follow_up(room: Room) -> None:
    needs_chromium()
    axe, paths = axe_source(), await full_pages(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address, "els")
        for path in paths:
            await page.goto(address + path)
            await page.evaluate(UNFOLD)
            assert await faults_at(page, axe, 320, 1280) == [], path


async def test_an_error_on_the_closing_days_is_accessible(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 900})
        await log_in(page, address, "els")
        await page.goto(f"{address}/sluitingsdagen")
        await page.fill("#eerste", "2026-12-25")
        await page.fill("#reden", "Kerst")
        await page.click("main button.utrecht-button--primary-action")
        assert "al dicht" in await page.inner_text("#fout")
        assert await faults(page, axe) == []
