"""The pages about colleagues in a real browser: without faults, and a first log-in of both kinds without scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from bot.app import organisation_of
from bot.model.people import Identity, NewSession
from bot.pipeline.ports import User
from bot.setting_values import Secret
from tests.servers.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider
from tests.web.browser import (
    SHORTEN,
    axe_source,
    chromium,
    faults,
    faults_at_every_width,
    needs_chromium,
    served,
)
from tests.web.room import NOW, PASSWORD, Room

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LONG = "Samenwerkingsverbandgemeenteoverstijgendeaangelegenheden" * 2


@pytest.fixture
def service(room: Room) -> Iterator[Provider]:
    """A log-in service that is another site than the pages, as it is in life."""
    with provider(lambda: room.clock().timestamp()) as running:
        running.issuer = running.issuer.replace("127.0.0.1", "localhost")
        yield running


def know(room: Room, service: Provider, address: str) -> None:
    """Let the pages at this address use the service."""
    settings = replace(
        room.desk.settings,
        base_url=address,
        oidc_issuer=service.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=Secret(CLIENT_SECRET),
        oidc_roles=(("Behandelaar", "reviewer"),),
    )
    room.app.state.desk = replace(room.desk, settings=settings, organisation=organisation_of(settings))


async def enter(page: Page, address: str, name: str) -> None:
    await page.goto(f"{address}/inloggen")
    await page.fill("#naam", name)
    await page.fill("#wachtwoord", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Werkvoorraad")


async def test_axe_finds_nothing_on_the_pages_about_colleagues(room: Room, service: Provider) -> None:
    """In their fullest state, with a name of one endless word, and in the states of error."""
    needs_chromium()
    axe, found = axe_source(), {}
    await room.desk.people.add(User(LONG.casefold(), LONG, "reader", ""), "els", NOW)
    await room.desk.people.switch("kim", "els", NOW, on=False)
    await room.desk.people.identified(Identity(service.issuer, "b", f"{LONG}@vng.nl", LONG, "reviewer"), NOW)
    await room.desk.people.note_failed_login("kim", NOW)
    ends = NOW + timedelta(hours=1)
    await room.desk.people.start_session(NewSession("elders", "els", "x", NOW, ends, ends, "Edge op Windows"))
    async with served(room.app) as address, chromium() as browser:
        know(room, service, address)
        page = await browser.new_page()
        await page.goto(f"{address}/inloggen")
        found["/inloggen"] = await faults_at_every_width(page, axe)
        await enter(page, address, "els")
        for path in ("/account", "/logboek", "/logboek?soort=bestanden", "/mensen"):
            await page.goto(address + path)
            found[path] = await faults_at_every_width(page, axe, shorten=SHORTEN)
        await page.fill("#naam", "els")
        await page.get_by_role("button", name="Toevoegen").click()
        found["a name that is taken"] = await faults(page, axe)
        await page.fill("#naam", "noor")
        await page.get_by_role("button", name="Toevoegen").click()
        found["the link"] = await faults_at_every_width(page, axe)
        link = await page.locator("#link").input_value()
        await page.goto(link)
        found["choosing a password"] = await faults_at_every_width(page, axe)
        await page.goto(f"{link}x")
        found["a link that is gone"] = await faults(page, axe)
    assert {where: what for where, what in found.items() if what} == {}


async def test_a_new_colleague_and_one_with_a_work_account_log_in_without_scripts(
    room: Room, service: Provider
) -> None:
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        know(room, service, address)
        manager, local, work = [
            await (await browser.new_context(java_script_enabled=False)).new_page() for _ in range(3)
        ]
        await enter(manager, address, "els")
        await manager.locator(".more > summary").click()
        await manager.get_by_role("link", name="Mensen", exact=True).click()
        await manager.fill("#naam", "noor")
        await manager.get_by_role("button", name="Toevoegen").click()
        await local.goto(await manager.locator("#link").input_value())
        await local.fill("#wachtwoord", PASSWORD)
        await local.fill("#nogmaals", PASSWORD)
        await local.get_by_role("button", name="Wachtwoord opslaan").click()
        await expect(local.get_by_role("status")).to_have_text(re.compile("Uw wachtwoord is opgeslagen"))
        await enter(local, address, "noor")

        await work.goto(f"{address}/kennis")
        await work.get_by_role("link", name="Inloggen met uw werkaccount").click()
        await expect(work.locator("h1")).to_have_text("Kennis")
        await work.get_by_role("link", name=re.compile("Anna de Vries")).click()
        await expect(work.locator("h1")).to_have_text("Mijn account")

        await manager.goto(f"{address}/mensen")
        anna = manager.get_by_role("region", name=re.compile("Anna de Vries"))
        await anna.locator("summary").click()
        await anna.get_by_role("button", name="Account uitzetten").click()
        await work.reload()
        await expect(work.locator("h1")).to_have_text("Inloggen")
