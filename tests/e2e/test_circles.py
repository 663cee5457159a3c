"""Issue to circle in a real browser: sign-ups by mail and chat, invitations, answers, a replacement, the digest."""

import asyncio
import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import servers
from bot.demo.servers import Servers
from bot.pipeline.ports import User
from bot.web.passwords import hash_password
from tests.e2e.whole import SHARED, running, settings, until
from tests.pipeline.desks import eml
from tests.web.browser import chromium, needs_chromium

PASSWORD = "een lang wachtwoord"
NAMES = ("Aalten", "Bronckhorst", "Lochem", "Winterswijk", "Zutphen")
SPARE = "Doetinchem"
BY_CHAT = NAMES[0]
BASE = "https://assistent.example"
SAID = (
    "Wat is een leerkring?",
    "Wij willen ons aanmelden voor een leerkring",
    BY_CHAT,
    "inclusie",
    "2",
    "griffier",
    "Jan Bos",
    f"j.bos@{BY_CHAT.casefold()}.nl",
    "niet 2 maar 3 mensen",
)
"""What somebody types at the chat, until everything stands in the summary as it should."""


def address_of(name: str) -> str:
    return f"j.bos@{name.casefold()}.nl"


async def sign_up(mail: Servers, number: int, name: str) -> None:
    text = (
        "Beste collega's,\n\nGraag doen wij mee aan een leerkring over inclusie. Kunnen jullie ons aanmelden?\n\n"
        "Met vriendelijke groet,\n\nJan Bos\ngriffier\n"
    )
    sender = f"Jan Bos <{address_of(name)}>"
    await mail.deliver(eml(number, sender=sender, subject="Leerkring inclusie", text=text), SHARED)


async def sign_up_by_chat(mail: Servers, browser: Browser, address: str) -> None:
    """A visitor talks to the chat, confirms by the link in a mail, and cannot confirm twice."""
    page = await browser.new_page(locale="nl-NL")
    await page.goto(f"{address}/chat")
    turns = page.locator(".turn--answer")
    for number, line in enumerate(SAID, start=1):
        await page.fill("#vraag", line)
        await (
            page.get_by_role("button", name="Vraag stellen")
            .or_(page.get_by_role("button", name="Antwoord geven"))
            .click()
        )
        await expect(page.locator(".turn--question")).to_have_count(number)
        if number == 1:
            await expect(turns.last).to_contain_text("vijf gemeenten")
    await expect(turns.last).to_contain_text("3")
    await page.get_by_role("button", name="Versturen").click()
    await expect(turns.last).to_contain_text("mail")
    letter = await only_mail(mail, BY_CHAT, link=True)
    body = letter.get_body(("plain",))
    assert body is not None
    (path,) = re.findall(rf"{BASE}(/chat/bevestigen/\w+)", body.get_content())
    await page.goto(address + path)
    await expect(page.locator("main")).to_contain_text("Aantal deelnemers: 3")
    await page.get_by_role("button", name="Bevestigen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bevestigd en doorgegeven")
    await page.goto(address + path)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet (meer)")


async def only_mail(mail: Servers, name: str, *, link: bool = False) -> EmailMessage:
    """The one mail to this municipality, or the one with a link to confirm by."""
    found: list[EmailMessage] = []

    async def arrived() -> bool:
        mails = [message_from_bytes(raw, policy=default) for raw in await mail.mails_of(address_of(name))]
        found[:] = [each for each in mails if each["Subject"].startswith("Bevestig") is link]
        return bool(found)

    await until(arrived, 60)
    assert len(found) == 1
    return found[0]


async def answer(mail: Servers, number: int, name: str, text: str) -> None:
    """Reply to the invitation, as a mail program does."""
    asked = await only_mail(mail, name)
    begun = asked["References"]  # the mail of the sign-up, which the chat has not
    assert asked["In-Reply-To"] == begun
    assert (begun is None) is (name == BY_CHAT)
    raw = eml(
        number,
        sender=f"Jan Bos <{address_of(name)}>",
        subject=asked["Subject"],
        text=text,
        In_Reply_To=asked["Message-ID"],
        References=" ".join(filter(None, (begun, asked["Message-ID"]))),
    )
    await mail.deliver(raw, SHARED)


async def look_until(page: Page, address: str, words: str) -> None:
    """Reload the page until it says so."""

    async def says() -> bool:
        await page.goto(address)
        return words in await page.locator("main").inner_text()

    await until(says, 60)


async def approve(page: Page, address: str, names: Sequence[str]) -> None:
    """A reviewer reads each invitation and approves it."""
    for name in names:
        await page.goto(address)
        await page.get_by_role("link", name=f"Uitnodiging van {name}").click()
        await expect(page.locator("#tekst")).to_contain_text("Een kort ja of nee is genoeg.")
        await page.get_by_role("button", name="Goedkeuren en versturen").click()
        await expect(page.get_by_role("status").first).to_contain_text("goedgekeurd")


@pytest.mark.browser
@pytest.mark.timeout(400)
async def test_five_sign_up_one_says_no_and_the_waiting_list_completes_the_circle(
    tmp_path: Path,
) -> None:
    needs_chromium()
    mail = await servers.start()
    try:
        async with running(settings(tmp_path, mail, base_url=BASE)) as whole, chromium() as browser:
            user = User("lotte", "Lotte de Wit", "reviewer", hash_password(PASSWORD))
            await whole.desk.accounts.save_user(user, whole.desk.now)
            page = await browser.new_page(locale="nl-NL")
            await page.goto(f"{whole.address}/inloggen")
            await page.fill("#naam", "lotte")
            await page.fill("#wachtwoord", PASSWORD)
            await page.get_by_role("button", name="Inloggen").click()
            await sign_up_by_chat(mail, browser, whole.address)
            for number, name in enumerate(NAMES[1:], start=2):
                await sign_up(mail, number, name)
            await look_until(page, f"{whole.address}/programma", "5 gemeenten wachten")
            circle = await make_circle(page)
            await sign_up(mail, 6, SPARE)
            await approve(page, circle, NAMES)
            await asyncio.gather(*(answer(mail, n, name, "Zeg maar ja.\n") for n, name in enumerate(NAMES[:4], 20)))
            await answer(mail, 30, NAMES[4], "Helaas kunnen wij niet.\n")
            await look_until(page, circle, f"De beste vervanger van de wachtlijst is {SPARE}")
            await expect(page.locator("main")).to_contain_text("4 van de 5 gemeenten doen mee")
            await page.goto(f"{whole.address}/weekoverzicht")
            told = page.locator("section", has=page.get_by_role("heading", name="Leerkringen en intervisitaties"))
            await expect(told).to_contain_text("Leerkring Inclusie: 4 van de 5 gemeenten doen mee. 1 plaats is vrij.")
            await page.goto(circle)
            await page.get_by_role("button", name="Vervanger uitnodigen").click()
            await approve(page, circle, [SPARE])
            await answer(mail, 31, SPARE, "Ja graag, wij doen mee!\n")
            await look_until(page, circle, "Compleet")
            await page.goto(f"{whole.address}/weekoverzicht")
            await expect(told).to_contain_text(
                "Leerkring Inclusie is compleet: Aalten, Bronckhorst, Doetinchem, Lochem en Winterswijk."
            )
            assert {len(await mail.mails_of(address_of(name))) for name in (*NAMES[1:], SPARE)} == {1}
            assert len(await mail.mails_of(address_of(BY_CHAT))) == 2  # the link, and the invitation
    finally:
        await mail.stop()


async def make_circle(page: Page) -> str:
    """Keep the proposal, confirm it; gives the address of the circle."""
    await page.get_by_role("link", name="Voorstellen bekijken").click()
    await expect(page.locator("main")).to_contain_text("Alle vijf liggen in Gelderland.")
    await page.get_by_role("button", name="Voorstel vastleggen").click()
    await page.get_by_role("button", name="Bevestigen en uitnodigingen klaarzetten").click()
    await expect(page.get_by_role("status")).to_contain_text("De uitnodigingen staan klaar")
    return page.url
