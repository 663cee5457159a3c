"""The chat as a button on the site of somebody else: another origin with a strict policy, in a real browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Frame, Page, expect

from bot.demo.site import create_site_app
from bot.web.app import create_app
from tests.web.browser import axe_source, chromium, faults, in_order, needs_chromium, served
from tests.web.room import fill, open_room

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PATIENCE = 30_000
"""Milliseconds for what a browser shows, on a machine that does other work, too."""
OPEN = "Stel een vraag aan Thorbecke2024"


@asynccontextmanager
async def a_site(folder: Path, *, listed: bool = True) -> AsyncIterator[tuple[str, str, Browser]]:
    """The address of a site with the button, on another host and port than the chat; ours; and a browser."""
    needs_chromium()
    site = create_site_app()
    async with served(site) as beside:
        there = beside.replace("127.0.0.1", "localhost")
        async with open_room(folder, widget_origins=(there,) if listed else ()) as room:
            await fill(room)
            room.desk.retriever.warm()
            async with served(create_app(room.desk)) as home, chromium() as browser:
                site.state.home = home
                yield there, home, browser


async def framed(page: Page) -> Frame:
    """The conversation, when its field has the focus."""
    await expect(page.frame_locator("iframe").locator("#vraag")).to_be_focused(timeout=PATIENCE)
    return page.frames[1]


async def test_the_conversation_is_held_on_another_site_by_keyboard_alone(tmp_path: Path) -> None:
    """Nothing is loaded before it is opened, nothing is stored, nobody else is asked for anything."""
    async with a_site(tmp_path) as (there, home, browser):
        page = await browser.new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        await page.goto(there)
        assert not any("/widget?" in url or url.endswith("/widget") for url in asked)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name=OPEN)).to_be_focused()
        await page.keyboard.press("Enter")
        frame = await framed(page)
        await page.keyboard.type("Wat is een leerkring?")
        await page.keyboard.press("Enter")
        await expect(frame.locator("#antwoord")).to_contain_text("vijf gemeenten", timeout=PATIENCE)
        await expect(frame.locator("#vraag")).to_be_focused()
        await page.keyboard.type("en wat kost dat?")
        await page.keyboard.press("Enter")
        await expect(frame.locator(".turn--question")).to_have_count(2)
        axe = axe_source()
        frame_wide = await frame.evaluate("document.documentElement.scrollWidth")
        page_wide = await page.evaluate("document.documentElement.scrollWidth")
        assert frame_wide <= 320 >= page_wide
        assert await faults_in(frame, axe) == []
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name=OPEN)).to_be_focused()
        await page.keyboard.press("Enter")
        await framed(page)
        await expect(frame.locator(".turn--question")).to_have_count(2)
        assert await page.context.cookies() == []
        assert {re.match(r"https?://[^/]+", url)[0] for url in asked} == {there, home}  # type: ignore[index]  # each is one
        assert said == []


async def faults_in(frame: Frame, axe: str) -> list[str]:
    """What axe finds in the frame by itself."""
    await frame.evaluate(axe)
    found = await frame.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


async def test_a_screen_reader_meets_the_button_the_dialog_and_the_log_in_order(tmp_path: Path) -> None:
    async with a_site(tmp_path) as (there, _, browser):
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        await page.goto(there)
        axe = axe_source()
        await page.get_by_role("button", name=OPEN).click()
        frame = await framed(page)
        await frame.fill("#vraag", "Wat is een leerkring?")
        await frame.locator(".ask-form").get_by_role("button").click()
        await expect(frame.locator("#antwoord")).to_contain_text("vijf gemeenten", timeout=PATIENCE)
        outside = await page.locator("body").aria_snapshot()
        in_order(
            outside, ["main", 'dialog "Vraag en antwoord"', 'heading "Vraag en antwoord"', 'button "Sluiten"', "iframe"]
        )
        inside = await frame.locator("body").aria_snapshot()
        in_order(
            inside,
            [
                'heading "Stel uw vraag over Thorbecke2024"',
                'log "Gesprek"',
                "U zegt",
                "Wat is een leerkring?",
                "Assistent",
                "Was dit antwoord nuttig?",
                'textbox "Uw volgende vraag"',
                'button "Vraag stellen"',
                'button "Wis dit gesprek"',
            ],
        )
        assert await frame.get_by_role("log").get_attribute("aria-live") == "polite"
        assert await faults_in(frame, axe) == []
        assert await faults(page, axe) == []
        await frame.get_by_text("Was dit antwoord nuttig?").click()
        await frame.get_by_role("button", name="Nee, het is onduidelijk").click()
        await expect(frame.get_by_role("status")).to_have_text("Dank u wel voor uw oordeel.")
        await page.get_by_role("button", name="Sluiten").click()
        await expect(page.get_by_role("button", name=OPEN)).to_be_focused()


async def test_a_site_that_is_not_on_the_list_cannot_show_the_chat(tmp_path: Path) -> None:
    async with a_site(tmp_path, listed=False) as (there, _, browser):
        page = await browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        await page.goto(there)
        await page.get_by_role("button", name=OPEN).click()
        await expect(page.locator("iframe")).to_be_visible()
        await page.wait_for_function("performance.now() > 0")
        await expect(page.frame_locator("iframe").locator("#vraag")).to_have_count(0)
        assert any("frame-ancestors" in line for line in said)


async def test_the_frame_works_without_scripts(tmp_path: Path) -> None:
    async with a_site(tmp_path) as (_, home, browser):
        page = await (await browser.new_context(java_script_enabled=False)).new_page()
        await page.goto(f"{home}/widget")
        for asked in ("Wat is een leerkring?", "Wat is een intervisitatie?"):
            await page.fill("#vraag", asked)
            await page.locator(".ask-form").get_by_role("button").click()
        await expect(page.locator(".turn--question")).to_have_count(2)
        assert await page.context.cookies() == []
