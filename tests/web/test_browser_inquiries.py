"""The page of colleagues' questions in a real browser: accessible, and never wider than the screen."""

import pytest

from tests.web.browser import axe_source, chromium, faults, needs_chromium, served
from tests.web.room import Room
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FULLEST = "/vragen?vraag=paarse aanvragen van Zaltbomel per dienst"
PAGES = {320: (FULLEST, "/vragen?vraag=wat kost een fiets"), 1280: (FULLEST,)}


@pytest.mark.parametrize("width", PAGES)
async def test_axe_finds_nothing_on_the_page_of_questions(room: Room, width: int) -> None:
    needs_chromium()
    axe = axe_source()
    found: dict[str, object] = {}
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": width, "height": 900})
        await log_in(page, address)
        for path in PAGES[width]:
            await page.goto(address + path)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            problems = [*(await faults(page, axe)), *([f"{wide} pixels wide"] if wide > width else [])]
            if problems:
                found[path] = problems
    assert found == {}
