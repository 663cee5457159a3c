"""The pages of meetings in a real browser: accessible in their fullest state, and never wider than the screen."""

import re
from datetime import date

import pytest

from bot.lifecycle import Status
from bot.model import Address
from bot.model.meetings import MeetingState, RegistrationState
from bot.pipeline import meeting_letters, meetings
from bot.pipeline.ports import NewRequest
from tests.web.browser import SHORTEN, axe_source, chromium, faults, faults_at_every_width, needs_chromium, served
from tests.web.room import Room, add_meeting
from tests.web.test_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def asks(act: str, name: str) -> NewRequest:
    return NewRequest("bijeenkomst", act, (name,), (), date(2026, 11, 27), "Deelname in de lijst zetten")


async def meeting_pages(room: Room) -> list[str]:
    """Meetings in every state, a list with everything that it can show, mails that wait, and the forms."""
    full = await add_meeting(room, "Werksessie over inclusie en jongeren", places=4)
    contact = Address("Jan Bos", "j.bos@asten.nl")
    for name, people, who in (("Asten", 2, contact), ("Deurne", 2, contact), ("Ede", 1, contact), ("Urk", 5 - 1, None)):
        await meetings.add(room.desk, full, name, who, people, "lotte")
    listed = (await room.desk.meetings.meeting(full)).registrations
    await meeting_letters.write_letters(room.desk, full, "lotte")
    await meetings.cancel(room.desk, full, listed[0].id, RegistrationState.REGISTERED, None, "lotte")
    await room.arrive(requests=(asks("aanmelden", "Lochem"),), subject="Aanmelding bijeenkomst")
    await room.arrive(requests=(asks("wijzigen", "Deurne"),), subject="Afmelding", new_text="Wij melden ons af.")
    await room.arrive(requests=(asks("aanbieden", "Weert"),), subject="Gastgemeente")
    off = await add_meeting(room, "Slotbijeenkomst", days=20)
    await meetings.add(room.desk, off, "Zeist", contact, 3, "lotte")
    await meetings.set_state(room.desk, off, 1, MeetingState.CANCELLED, "lotte")
    await add_meeting(room, "Startbijeenkomst", days=-14, places=None)
    return [
        "/bijeenkomsten",
        f"/bijeenkomsten/{full}",
        "/bijeenkomsten/nieuw",
        f"/bijeenkomsten/{off}",
    ]


async def test_axe_finds_nothing_on_the_pages_of_meetings_and_a_place_is_given_by_one_click(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    found: dict[str, object] = {}
    overview, full, new, off = await meeting_pages(room)
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        for path in (overview, full):
            await page.goto(address + path)
            if problems := await faults_at_every_width(page, axe, shorten=SHORTEN):
                found[path] = problems
        await page.goto(address + off)
        if problems := await faults(page, axe):
            found[off] = problems
        await page.goto(address + new)
        await page.get_by_label("Titel").fill("Werksessie")
        await page.get_by_label("Datum").fill("2026-12-10")
        await page.get_by_label("Begint om").fill("16:00")
        await page.get_by_label("Eindigt om").fill("13:00")
        await page.get_by_role("button", name="Bijeenkomst toevoegen").click()
        assert "Vul de plaats in" in await page.get_by_role("alert").inner_text()
        assert await page.get_by_label("Begint om").input_value() == "16:00"
        if problems := await faults_at_every_width(page, axe):
            found[new] = problems
        await page.goto(address + full)
        await page.get_by_role("button", name=re.compile("Plaats geven.*Ede")).click()
        assert "staat klaar in de werkvoorraad" in await page.get_by_role("status").inner_text()
    assert found == {}
    (ede,) = [
        one
        for one in (await room.desk.meetings.meeting(int(full.rsplit("/", 1)[1]))).registrations
        if one.municipality == "Ede"
    ]
    assert (ede.state, ede.letter_status) == (RegistrationState.REGISTERED, Status.AWAITING_REVIEW)
