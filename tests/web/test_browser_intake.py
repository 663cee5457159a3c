"""The card of an intake in a real browser: accessible, and never wider than the screen."""

import pytest

from bot.pipeline.filling import fill
from bot.pipeline.intakes import intakes_of
from tests.web.browser import UNFOLD, axe_source, chromium, faults_at, needs_chromium, served
from tests.web.room import Room
from tests.web.test_browser import log_in
from tests.web.test_web_intake import arrive

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def filled_card(room: Room) -> int:
    """A message whose card shows a fact of each kind: from the mail, of a colleague, emptied, and not known."""
    message_id = await arrive(room)
    requests = await room.desk.store.requests_of((await room.desk.store.message(message_id)).thread_id)
    (intake,) = (await intakes_of(room.desk, requests)).values()
    said = {"periode": "in maart " * 12, "vorm": "", "verwachting": "Meedenken-en-meeschrijven" * 6}
    await fill(room.desk, message_id, intake.request_id, intake.stand, said, "lotte")
    return message_id


async def test_axe_finds_nothing_on_the_card_and_its_form(room: Room) -> None:
    needs_chromium()
    axe, message_id = axe_source(), await filled_card(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{message_id}")
        await page.evaluate(UNFOLD)
        assert await faults_at(page, axe, 320, 1280) == []
