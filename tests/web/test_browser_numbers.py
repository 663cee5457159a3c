"""The report, the map and the work list in a real browser: without faults in every state, and by keyboard."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.lifecycle import Status
from bot.pipeline.ports import NewRequest, User
from tests.web.browser import (
    SHORTEN,
    WIDTHS,
    axe_source,
    chromium,
    faults,
    faults_at_every_width,
    needs_chromium,
    served,
)
from tests.web.room import NOW, USERS, Room, a_request, open_room, password_hash
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LONG = "Samenwerkingsverbandgemeenteoverstijgendeaangelegenheden" * 3
PAGES = (
    "/rapport",
    "/gemeenten",
    "/gemeenten?zoek=aalburg",
    "/gemeenten/Zaltbommel",
    "/gemeenten/Heiloo",
    "/gemeenten/Aalburg",
    "/weekoverzicht",
    "/weekoverzicht/voorbeeld",
)


async def test_axe_finds_nothing_when_there_is_much_to_tell(room: Room) -> None:
    """With a name and a subject of one endless word, and a name that is on no list."""
    read = replace(a_request(1).understanding, municipalities=(LONG, "Zaltbommel"))
    asked = NewRequest("leerkring", "aanmelden", (LONG, "Zaltbommel"), (), date(2026, 11, 13), LONG)
    await room.arrive(understanding=read, requests=(asked,), subject=LONG)
    assert await _found(room, [*PAGES, f"/gemeenten/{LONG}"]) == {}


async def test_axe_finds_nothing_when_nothing_has_happened_yet(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        for name, display_name, role in USERS:
            await room.desk.accounts.save_user(User(name, display_name, role, password_hash()), NOW)
        assert await _found(room, PAGES) == {}


async def _found(room: Room, paths: list[str] | tuple[str, ...]) -> dict[str, object]:
    """What is wrong with these pages."""
    needs_chromium()
    axe, found = axe_source(), {}
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for path in paths:
            await page.goto(address + path)
            if problems := await faults_at_every_width(page, axe, shorten=SHORTEN):
                found[path] = problems
    return found


async def test_a_narrow_screen_opens_charts_of_weeks_at_the_newest_and_others_at_their_beginning(room: Room) -> None:
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 900})
        await log_in(page, address)
        await page.goto(f"{address}/rapport")
        apart = "boxes.map(box => [box, box.firstElementChild].map(each => each.getBoundingClientRect()))"
        ends = f"boxes => {apart}.map(([box, chart]) => chart.right - box.right)"
        begins = f"boxes => {apart}.map(([box, chart]) => chart.left - box.left)"
        weeks = await page.locator(".chart-box--newest").evaluate_all(ends)
        others = await page.locator(".chart-box:not(.chart-box--newest)").evaluate_all(begins)
        assert len(weeks) == 2
        assert others
        assert all(abs(hidden) <= 1 for hidden in (*weeks, *others))


async def test_the_map_leads_to_a_municipality_by_keyboard_and_without_scripts(room: Room) -> None:
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        context = await browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        await log_in(page, address)
        await page.get_by_role("link", name="Gemeenten", exact=True).click()
        tile = page.get_by_role("link", name="Zaltbommel", exact=False).first
        await tile.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Zaltbommel")
        await expect(page.get_by_role("heading", name="Open en beloofd")).to_be_visible()


async def test_tiles_are_large_enough_and_stand_apart_at_every_width(room: Room) -> None:
    """Target size of WCAG 2.2, and no block of the map on top of another."""
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(f"{address}/gemeenten")
            boxes = await _boxes(page, ".tiles .tile")
            assert len(boxes) == 342
            assert min(min(w, h) for _, _, w, h in boxes) >= 24
            blocks = await _boxes(page, ".province")
            assert not [(a, b) for a in blocks for b in blocks if a is not b and _overlap(a, b)]


async def _boxes(page: Page, selector: str) -> list[list[float]]:
    script = """selector => [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect())
        .map(box => [box.x, box.y, box.width, box.height])"""
    boxes: list[list[float]] = await page.evaluate(script, selector)
    return boxes


def _overlap(a: list[float], b: list[float]) -> bool:
    return a[0] < b[0] + b[2] - 1 and b[0] < a[0] + a[2] - 1 and a[1] < b[1] + b[3] - 1 and b[1] < a[1] + a[3] - 1


async def test_the_menu_is_one_row_and_its_rest_opens_by_keyboard_and_without_scripts(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        await log_in(page, address, "els")
        header, more = page.locator(".site-header"), page.locator(".more > summary")
        box = await header.bounding_box()
        assert box is not None
        assert box["height"] < 80
        await more.focus()
        await page.keyboard.press("Enter")
        assert await faults(page, axe) == []
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Weekoverzicht")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(more).to_be_focused()
        await expect(page.get_by_role("link", name="Logboek")).to_be_hidden()
        session = await page.context.storage_state()
        plain = await (await browser.new_context(java_script_enabled=False, storage_state=session)).new_page()
        await plain.set_viewport_size({"width": 320, "height": 900})
        await plain.goto(address)
        await plain.locator(".more > summary").click()
        await plain.get_by_role("link", name="Logboek").click()
        await expect(plain.locator("h1")).to_have_text("Logboek")


COLOUR = "field => getComputedStyle(field).backgroundColor"


async def test_axe_finds_nothing_on_the_to_dos_of_the_knowledge_and_on_a_proposal(room: Room) -> None:
    needs_chromium()
    axe, number = axe_source(), room.messages[Status.AWAITING_REVIEW]
    await room.desk.store.reject_draft(number, 1, "lotte", NOW, LONG)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/kennis/taken")
        assert await _faults_at_two_widths(page, axe) == []
        await page.goto(f"{address}/kennis/voorstel?dienst=leerkring&vraag={LONG}")
        colours = [await page.locator(field).evaluate(COLOUR) for field in ("#tekst", "#vragen")]
        assert colours[0] == colours[1], "an empty field looks wrong before anybody typed"
        await page.fill("#tekst", LONG)
        await page.fill("#bronnen", "mijn hoofd")
        await page.get_by_role("button", name="Voorstel nakijken").click()
        await expect(page.locator("#fout")).to_be_visible()
        assert await _faults_at_two_widths(page, axe) == []
        await page.fill("#bronnen", "huisregels")
        await page.get_by_role("button", name="Voorstel nakijken").click()
        await expect(page.locator("#klaar")).to_be_visible()
        assert await _faults_at_two_widths(page, axe) == []


async def _faults_at_two_widths(page: Page, axe: str) -> list[str]:
    found = []
    for width in (320, 1280):
        await page.set_viewport_size({"width": width, "height": 900})
        if (wide := await page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} pixels wide at {width}")
        found += await faults(page, axe)
    return found
