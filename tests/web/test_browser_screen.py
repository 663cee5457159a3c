"""The screen of a message in a real browser, with everything on it that colleagues agree: for everybody to use."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from bot.lifecycle import Status
from bot.model import Address, Prediction, Upload
from bot.pipeline import asking, review
from tests.web.browser import axe_source, chromium, faults, faults_at, in_order, needs_chromium, served
from tests.web.room import DRAFT, Room, a_request
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LONG = "een-heel-lange-naam-zonder-spaties-die-nergens-kan-worden-afgebroken-" * 2


async def full(room: Room) -> int:
    """A question of the press with a copy, files, a question to a colleague, and a first approval."""
    press = replace(a_request(1).understanding, requests=(Prediction("pers", "informatie", 0.9),))
    number = await room.arrive(understanding=press)
    cc = (Address("", "griffie@zaltbommel.nl"), Address("", "x@een-heel-lang-domein-van-een-ander-bedrijf.example"))
    files = [Upload("plan.pdf", b"%PDF-1.7"), Upload(f"{LONG}.txt", b"x")]
    version = await review.edit(room.desk, number, 1, "Re: Pers", DRAFT, "els", cc=cc, uploads=files)
    await asking.comment(room.desk, number, f"Mag dit zo, @lotte? {LONG}", "", "els")
    assert await review.approve(room.desk, number, version, "els") is None
    return number


async def test_axe_finds_nothing_on_the_fullest_screen_and_its_error(room: Room) -> None:
    needs_chromium()
    axe, number = axe_source(), await full(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{number}")
        await page.get_by_text("Een collega vragen").click()
        assert await faults_at(page, axe, 320, 1280) == []
        await page.get_by_label("Kopie aan").fill("geen adres")
        await page.get_by_role("button", name="Goedkeuren en versturen").click()
        assert await faults(page, axe) == []


async def test_a_screen_reader_meets_the_mail_then_what_it_asks_then_the_reply(room: Room) -> None:
    needs_chromium()
    number = await full(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{number}")
        in_order(
            await page.locator("body").aria_snapshot(),
            [
                'link "Naar de inhoud"',
                'navigation "Hoofdmenu"',
                "main",
                "[level=1]",
                'region "Bericht"',
                "Beste collega's",
                'region "Zo is het begrepen"',
                "strong: Persvraag",
                'region "Aanvragen"',
                'region "Behandelaar"',
                'region "Antwoord"',
                "Vier ogen.",
                'list "Wie het antwoord krijgt"',
                'textbox "Onderwerp"',
                'textbox "Tekst"',
                'button "Opslaan"',
                'button "Goedkeuren en versturen"',
                'heading "Waar elke zin vandaan komt" [level=3]',
                'region "Geschiedenis"',
            ],
        )


async def test_without_scripts_a_file_a_copy_and_two_colleagues_send_a_reply(room: Room) -> None:
    needs_chromium()
    number = await full(room)
    async with served(room.app) as address, chromium() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/?vak=gevraagd")
        await page.get_by_role("link", name="Leerkring kernendemocratie").click()
        await page.get_by_text("Een collega vragen").click()
        await page.get_by_label("Vraag of opmerking").fill("Ja, dat mag.")
        await page.get_by_role("button", name="Plaatsen").click()
        await page.get_by_label("Bijlage toevoegen").set_input_files(
            {"name": "kaart.png", "mimeType": "image/png", "buffer": b"png"}
        )
        await page.get_by_role("button", name="Opslaan").click()
        await expect(page.get_by_role("link", name="kaart.png")).to_be_visible()
        await page.get_by_role("button", name="Goedkeuren (eerste van twee)").click()
    version = (await room.desk.store.message(number)).draft_version
    outgoing = await review.approve(room.desk, number, version, "els")
    assert outgoing
    assert b'filename="kaart.png"' in outgoing.raw
    assert (await room.desk.store.message(number)).status is Status.APPROVED
