"""Clearing the queue in a real browser: by keyboard alone, by mouse without scripts, and for everybody to use."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from bot.lifecycle import Event, Status
from bot.model import Change
from bot.pipeline import queue
from tests.web.browser import axe_source, chromium, faults_at_every_width, needs_chromium, served
from tests.web.room import NOW, PASSWORD, Room
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

KEY = 60
"""Milliseconds for a key."""
LOOK = 0.3
"""Seconds of looking at a page before the next key."""
CORRECTED, REJECTED = (2, 5), 7
LATER = "Wij bellen u deze week. "


async def ten_waiting(room: Room) -> list[int]:
    """In the order of the queue."""
    numbers = [await room.arrive() for _ in range(9)]
    return [*reversed(numbers), room.messages[Status.AWAITING_REVIEW]]


async def press(page: Page, key: str) -> None:
    await asyncio.sleep(LOOK)
    await page.keyboard.press(key, delay=KEY)


async def opened(page: Page, number: int) -> None:
    """The page of this message is there, and old enough to take a decision by key."""
    await expect(page.get_by_text(f"Bericht {number}", exact=True)).to_be_visible()
    await page.wait_for_load_state("load")


async def check_cleared(room: Room, numbers: list[int]) -> None:
    """Every reply is approved as it was seen, but the one that was rejected."""
    for place, number in enumerate(numbers):
        message = await room.desk.store.message(number)
        if place == REJECTED:
            assert (message.status, message.draft_version) == (Status.AWAITING_REVIEW, 0)
            continue
        outgoing = await room.desk.store.outgoing(number)
        assert message.status is Status.APPROVED
        assert outgoing is not None
        assert (LATER.strip().encode() in outgoing.raw) is (place in CORRECTED), place


async def test_ten_drafts_are_cleared_by_keyboard_alone_within_a_minute(room: Room) -> None:
    """Two are corrected, one is rejected; the keys are pressed at the speed of a person."""
    needs_chromium()
    numbers = await ten_waiting(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.keyboard.press("Escape")
        await page.evaluate("document.activeElement.blur()")
        begin = asyncio.get_running_loop().time()
        await press(page, "j")
        await press(page, "Enter")
        for place, number in enumerate(numbers):
            await opened(page, number)
            await asyncio.sleep(2 * LOOK)
            if place in CORRECTED:
                await press(page, "e")
                await page.keyboard.type(LATER, delay=KEY)
                await press(page, "Escape")
            if place == REJECTED:
                await press(page, "r")
                await page.keyboard.type("Verkeerde dienst", delay=KEY)
                await press(page, "Enter")
            else:
                await press(page, "a")
        await opened(page, numbers[REJECTED])
        seconds = asyncio.get_running_loop().time() - begin
        await expect(page.get_by_role("status").filter(has_text="goedgekeurd")).to_be_visible()
        await check_cleared(room, numbers)
        await press(page, "u")
        await opened(page, numbers[-1])
        assert (await room.desk.store.message(numbers[-1])).status is Status.AWAITING_REVIEW
    assert seconds < 60


async def test_ten_drafts_are_cleared_with_the_mouse_and_without_scripts(room: Room) -> None:
    needs_chromium()
    numbers = await ten_waiting(room)
    async with served(room.app) as address, chromium() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await log_in(page, address)
        begin = asyncio.get_running_loop().time()
        await page.get_by_role("link", name="Leerkring kernendemocratie").first.click()
        for place, number in enumerate(numbers):
            await expect(page.get_by_text(f"Bericht {number}", exact=True)).to_be_visible()
            if place in CORRECTED:
                await page.click("#tekst", position={"x": 20, "y": 12})
                await page.keyboard.type(LATER, delay=KEY)
            if place == REJECTED:
                await page.get_by_text("Concept afkeuren", exact=True).first.click()
                await page.click("#reden-afkeuring")
                await page.keyboard.type("Verkeerde dienst", delay=KEY)
                await page.get_by_role("button", name="Concept afkeuren").click()
            else:
                await page.get_by_role("button", name="Goedkeuren en versturen").click()
        seconds = asyncio.get_running_loop().time() - begin
        await check_cleared(room, numbers)
        await page.get_by_role("button", name="Terughalen").click()
        await expect(page.get_by_role("status").filter(has_text="teruggehaald")).to_be_visible()
    assert seconds < 60


async def test_no_key_works_in_a_field_or_when_keys_are_switched_off(room: Room) -> None:
    needs_chromium()
    number = room.messages[Status.AWAITING_REVIEW]
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{number}")
        await page.focus("#onderwerp")
        await page.keyboard.type("arsu?")
        await expect(page.locator("#onderwerp")).to_have_value("arsu?Re: Leerkring")
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Sneltoetsen")
        await expect(dialog).to_be_visible()
        await page.keyboard.press("a")
        await page.get_by_label("Sneltoetsen gebruiken in deze browser").uncheck()
        await dialog.get_by_role("button", name="Sluiten").click()
        await page.keyboard.press("s")
        await expect(page.get_by_text("Volgende werkdag")).to_be_hidden()
        await page.get_by_role("link", name="Sneltoetsen").click()
        await page.get_by_label("Sneltoetsen gebruiken in deze browser").check()
        await page.keyboard.press("Escape")
        await page.keyboard.press("s")
        await expect(page.get_by_role("button", name="Volgende werkdag")).to_be_focused()
        assert (await room.desk.store.message(number)).status is Status.AWAITING_REVIEW


async def test_every_key_has_a_button_or_a_link_that_can_be_seen(room: Room) -> None:
    needs_chromium()
    await room.arrive()
    middle = await room.arrive()
    await room.arrive()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{middle}")
        for key in "jkaers/?":
            await expect(page.locator(f'[data-key="{key}"]').first).to_be_visible()
        await page.goto(f"{address}/berichten/{room.messages[Status.APPROVED]}")
        await expect(page.locator('[data-key="u"]')).to_be_visible()


async def test_typing_is_kept_without_saving_and_comes_back(room: Room) -> None:
    needs_chromium()
    number = room.messages[Status.AWAITING_REVIEW]
    async with served(room.app) as address, chromium() as browser:
        page = await _at(browser, address, number)
        await page.fill("#tekst", "Beste Marieke, ik zoek het uit.")
        await expect(page.locator("[data-kept]")).to_contain_text("Uw tekst is bewaard om")
        again = await _at(browser, address, number)
        await expect(again.locator("#tekst")).to_have_value("Beste Marieke, ik zoek het uit.")
        await room.desk.store.reject_draft(number, 1, "els", NOW, "Fout")
        await again.fill("#tekst", "Beste Marieke, nog steeds.")
        await expect(again.get_by_role("alert")).to_contain_text("intussen veranderd")


async def _at(browser: Browser, address: str, number: int) -> Page:
    context = await browser.new_context()
    page = await context.new_page()
    await log_in(page, address)
    await page.goto(f"{address}/berichten/{number}")
    return page


async def test_two_browsers_see_each_other_on_the_same_message(room: Room) -> None:
    needs_chromium()
    number = room.messages[Status.AWAITING_REVIEW]
    async with served(room.app) as address, chromium() as browser:
        await _at(browser, address, number)
        other = await (await browser.new_context()).new_page()
        await other.goto(f"{address}/inloggen")
        await other.fill("#naam", "els")
        await other.fill("#wachtwoord", PASSWORD)
        await other.keyboard.press("Enter")
        await expect(other.locator("h1")).to_have_text("Werkvoorraad")
        await other.goto(f"{address}/berichten/{number}")
        await expect(other.get_by_text("Lotte de Wit bekijkt dit bericht nu.")).to_be_visible()


CLOSING = Change(Event.CLOSE, "els", "Al gebeld")
TWICE = "200%"
LONG = "Meedoen" + "aandeleerkringvoorgriffiersenraadsleden" * 6


async def test_axe_finds_nothing_in_any_state_of_the_queue(room: Room) -> None:
    """Empty, long, found, late, asleep, returned, several closed, an error; at twice the size of the text as well."""
    needs_chromium()
    axe = axe_source()
    desk, number = room.desk, room.messages[Status.AWAITING_REVIEW]
    long = await room.arrive(subject=LONG, new_text=LONG)
    asleep = await room.arrive()
    await desk.worklist.snooze(asleep, NOW.date().replace(day=28), "lotte", NOW, "Tot later.")
    await desk.worklist.hand_over(number, None, "els", "els", NOW)
    await queue.keep_text(desk, number, 1, "Re: x", LONG, "lotte")
    ticked = f"{long}.awaiting_review.1&bericht={number}.awaiting_review.1"
    paths = ["/", "/?vak=laat", "/?vak=mijn", "/?vak=gesluimerd", "/?vak=alles&zoek=leerkirng", "/?zoek=onvindbaar"]
    paths += [f"/berichten/{message}" for message in (number, long, asleep)]
    paths += ["/sneltoetsen", f"/sluitingen?bericht={ticked}", "/sluitingen"]
    found: dict[str, object] = {}
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for path in paths:
            await page.goto(address + path)
            found[path] = await faults_at_every_width(page, axe, zoom=TWICE)
        await page.goto(f"{address}/berichten/{number}")
        await page.fill("#sluimerdatum", "2020-01-01", force=True)
        await page.locator("#sluimerdatum").evaluate("field => field.form.requestSubmit()")
        await expect(page.get_by_role("alert")).to_contain_text("Kies een datum na vandaag")
        found["error"] = await faults_at_every_width(page, axe, zoom=TWICE)
        await page.goto(f"{address}/sluitingen?bericht={ticked}")
        await desk.store.record(number, Status.AWAITING_REVIEW, CLOSING, NOW)
        await page.get_by_role("button", name="Sluiten zonder antwoord").click()
        await expect(page.get_by_text("Een collega was u voor")).to_be_visible()
        found["overtaken"] = await faults_at_every_width(page, axe, zoom=TWICE)
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog", name="Sneltoetsen")).to_be_visible()
        found["dialog"] = await faults_at_every_width(page, axe, zoom=TWICE)
    assert {path: problems for path, problems in found.items() if problems} == {}
