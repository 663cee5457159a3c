"""The pages of leerkringen and intervisitaties in a real browser: accessible, and never wider than the screen."""

import pytest

from bot.model.programme import PlaceState, PlaceStep
from bot.pipeline import circles
from tests.web.browser import SHORTEN, axe_source, chromium, faults_at_every_width, needs_chromium, served
from tests.web.room import Room, add_circle, add_place
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def programme_pages(room: Room) -> list[str]:
    """Circles in every state, with everything that they can show, and the pages around them."""
    names = ("Asten", "Deurne", "Someren", "Gemert-Bakel", "Helmond")
    inviting = await add_circle(room, "leerkring", names)
    await circles.confirm(room.desk, inviting, "lotte")
    seats = (await room.desk.circles.circle(inviting)).seats
    for seat, step in zip(seats, (PlaceStep.ACCEPT, PlaceStep.DECLINE), strict=False):
        await circles.step(room.desk, seat.place.id, PlaceState.INVITED, step, "lotte", "Gebeld")
    for name in ("Ede", "Zeist", "Gouda", "Emmen", "Hoogeveen", "Coevorden"):
        waiting = await add_place(room, name, "leerkring")
    proposed = await add_circle(room, "leerkring", ("Urk", "Dronten", "Zeewolde", "Almere", "Lelystad"))
    stopped = await add_circle(room, "leerkring", ("Tiel", "Culemborg", "Buren", "Zaltbommel", "Maasdriel"))
    await circles.stop(room.desk, stopped, "Te weinig tijd", "lotte")
    await circles.keep_apart(room.desk, "Ede", "Zeist", "Al samen in een ander traject", "lotte")
    numbers = [1, inviting, proposed, stopped]
    shown = [f"/programma/kringen/{number}" for number in numbers]
    return [
        "/programma",
        "/programma/voorstellen",
        "/programma/plaatsen/nieuw",
        f"/programma/plaatsen/{waiting}",
        *shown,
    ]


async def test_axe_finds_nothing_on_the_pages_of_circles(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    found: dict[str, object] = {}
    pages = await programme_pages(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for path in pages:
            await page.goto(address + path)
            if problems := await faults_at_every_width(page, axe, shorten=SHORTEN):
                found[path] = problems
    assert found == {}
