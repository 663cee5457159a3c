"""The page of colleagues' questions in a real browser: accessible, and never wider than the screen."""

import pytest

from tests.web.browser import SHORTEN, axe_source, chromium, faults_at_every_width, needs_chromium, served
from tests.web.room import Room
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FULLEST = "/vragen?vraag=paarse aanvragen van Zaltbomel per dienst"
NOT_UNDERSTOOD = "/vragen?vraag=wat kost een fiets"


async def test_axe_finds_nothing_on_the_page_of_questions(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    found: dict[str, object] = {}
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for path in (FULLEST, NOT_UNDERSTOOD):
            await page.goto(address + path)
            if problems := await faults_at_every_width(page, axe, shorten=SHORTEN):
                found[path] = problems
    assert found == {}
