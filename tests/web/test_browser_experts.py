"""The pages of experts in a real browser: accessible, and never wider than the screen."""

import pytest

from bot.model.experts import AskState, AskStep
from bot.pipeline import experts
from tests.pipeline.experts import expert
from tests.web.browser import UNFOLD, axe_source, chromium, faults_at, needs_chromium, served
from tests.web.room import Room
from tests.web.test_browser import log_in
from tests.web.test_web_experts import furnished, seek

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def in_every_state(room: Room) -> dict[str, str]:
    """A request that waits, one whose expert was asked, one whose expert said yes; and the directory."""
    where, later = "Voorbeeldgemeente Nergensdam-aan-de-Verzonnenveensevaart", room.clock.now.date().replace(year=2027)
    people = [expert(number, at_once=2, notes="Liever niet op vrijdag.", organisation=where) for number in (1, 2, 3)]
    furnished(room, *people, expert(4, topics=("referenda",)), expert(5, available_from=later))
    lochem, zutphen, aalten = [await seek(room, name) for name in ("Lochem", "Zutphen", "Aalten")]
    await experts.choose(room.desk, lochem, "expert-01", "lotte")
    await experts.decide(room.desk, 1, AskState.ASKED, AskStep.DECLINE, "lotte", "Gebeld")
    await experts.choose(room.desk, zutphen, "expert-02", "lotte")
    await experts.choose(room.desk, aalten, "expert-03", "lotte")
    await experts.decide(room.desk, 3, AskState.ASKED, AskStep.ACCEPT, "lotte")
    path = "/experts/aanvragen/"
    return {"lijst": "/experts", "voorstel": f"{path}{lochem}", "gevraagd": f"{path}{zutphen}", "ja": f"{path}{aalten}"}


async def test_axe_finds_nothing_on_the_pages_of_experts(room: Room) -> None:
    needs_chromium()
    axe, found = axe_source(), dict[str, object]()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.set_viewport_size({"width": 320, "height": 900})
        await page.goto(f"{address}/experts")
        found["leeg"] = await faults_at(page, axe, 320)
        for name, path in (await in_every_state(room)).items():
            await page.goto(address + path)
            await page.evaluate(UNFOLD)
            found[name] = await faults_at(page, axe, 320, 1280)
    assert found == {name: [] for name in found}
