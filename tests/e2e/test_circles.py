"""Issue to circle in a real browser: sign-ups by mail and chat, invitations, answers, a replacement, the digest."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import servers
from bot.demo.servers import Servers
from bot.lifecycle import Status
from bot.pipeline.ports import User
from bot.web.passwords import hash_password
from tests.e2e.whole import SHARED, Whole, running, settings, until
from tests.pipeline.desks import eml
from tests.web.browser import chromium, needs_chromium

PASSWORD = "een lang wachtwoord"
NAMES = ("Aalten", "Bronckhorst", "Lochem", "Winterswijk", "Zutphen")
SPARE = "Doetinchem"
BY_CHAT = NAMES[0]
BASE = "https://assistent.example"
LINK = "Bevestig uw bericht aan Thorbecke2024"
"""The subject of the mail that a sign-up by chat is confirmed by."""
GONE = "Deze link werkt niet (meer)"


def address_of(name: str) -> str:
    return f"j.bos@{name.casefold()}.nl"


async def sign_up(mail: Servers, number: int, name: str) -> None:
    text = (
        "Beste collega's,\n\nGraag doen wij mee aan een leerkring over inclusie. Kunnen jullie ons aanmelden?\n\n"
        "Met vriendelijke groet,\n\nJan Bos\ngriffier\n"
    )
    sender = f"Jan Bos <{address_of(name)}>"
    await mail.deliver(eml(number, sender=sender, subject="Leerkring inclusie", text=text), SHARED)


@dataclass
class Visitor:
    """Somebody at the chat, who waits for each answer before going on."""

    page: Page

    async def types(self, words: str, answer: str) -> None:
        """Type this, send it with Enter, and read this in the answer."""
        await self.page.fill("#vraag", words)
        await self.page.press("#vraag", "Enter")
        await self._reads(words, answer)

    async def clicks(self, words: str, answer: str) -> None:
        """Choose what stands below the conversation."""
        await self.page.get_by_role("button", name=words, exact=True).click()
        await self._reads(words, answer)

    async def _reads(self, words: str, answer: str) -> None:
        await expect(self.page.locator(".turn--question p").last).to_have_text(words)
        await expect(self.page.locator(".turn--answer").last).to_contain_text(answer)


async def sign_up_by_chat(mail: Servers, browser: Browser, address: str) -> None:
    """A visitor asks, signs up, corrects an answer, and confirms by the link in a mail; that works once."""
    page = await browser.new_page(locale="nl-NL")
    await page.goto(f"{address}/chat")
    await talk(Visitor(page), address_of(BY_CHAT))
    link = address + await path_of_the_link(mail)
    late = await browser.new_page(locale="nl-NL")
    for opened in (page, late):
        await opened.goto(link)
        for given in (BY_CHAT, "inclusie", "Aantal deelnemers: 3", "Griffier", "Jan Bos", address_of(BY_CHAT)):
            await expect(opened.locator("main")).to_contain_text(given)
    await page.get_by_role("button", name="Bevestigen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bevestigd en doorgegeven")
    await late.get_by_role("button", name="Bevestigen").click()
    await expect(late.get_by_role("heading", level=1)).to_have_text(GONE)
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text(GONE)
    await expect(page.locator("main")).to_contain_text("Hebt u al bevestigd? Dan is uw bericht bij een collega.")


async def talk(visitor: Visitor, address: str) -> None:
    """The conversation, up to what is said when the mail is on its way."""
    await visitor.types("Wat is een leerkring?", "vijf gemeenten")
    await visitor.types("Wij willen met onze gemeente meedoen aan een leerkring", "Om welke gemeente gaat het?")
    await visitor.types(BY_CHAT, "Over welk onderwerp of welke vraag wilt u leren?")
    await visitor.types("inclusie", "Met hoeveel mensen doet u mee?")
    await visitor.types("2", "Wat is uw functie?")
    await visitor.clicks("Griffier", "Wat is uw naam?")
    await visitor.types("Jan Bos", "Wat is uw e-mailadres?")
    await visitor.types(address, "Klopt dit?")
    await visitor.clicks("Wijzig aantal deelnemers", "Met hoeveel mensen doet u mee?")
    await visitor.types("3", "Klopt dit?")
    summary = visitor.page.locator(".turn--answer").last.locator("dd")
    given = ["Aanmelden voor een leerkring", BY_CHAT, "inclusie", "3", "Griffier", "Jan Bos", address]
    await expect(summary).to_have_text(given)
    await visitor.clicks("Versturen", "Ik stuur een mail met een link naar het adres dat u opgaf.")


async def path_of_the_link(mail: Servers) -> str:
    """Where the mail to the visitor leads; it tells nothing that was typed."""
    letter = await only_mail(mail, BY_CHAT, link=True)
    assert letter["To"] == address_of(BY_CHAT)
    text = text_of(letter)
    assert "voor: aanmelden voor een leerkring. Klopt dat?" in text
    assert not any(typed in text for typed in (BY_CHAT, "inclusie", "Jan Bos"))
    (path,) = re.findall(rf"{BASE}(/chat/bevestigen/\w+)\s", text)
    return str(path)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def only_mail(mail: Servers, name: str, *, link: bool = False) -> EmailMessage:
    """The one mail to this municipality, or the one with a link to confirm by."""
    found: list[EmailMessage] = []

    async def arrived() -> bool:
        mails = [message_from_bytes(raw, policy=default) for raw in await mail.mails_of(address_of(name))]
        found[:] = [each for each in mails if (each["Subject"] == LINK) is link]
        return bool(found)

    await until(arrived, 60)
    assert len(found) == 1
    return found[0]


async def see_who_waits(whole: Whole, page: Page) -> None:
    """All five stand on the board, and who signed up by chat is there once, as it was corrected."""
    await look_until(page, f"{whole.address}/programma", "5 gemeenten wachten")
    waiting = page.get_by_role("table", name="Leerkringen, Inclusie: wie wacht").locator("tbody tr")
    assert sorted(await waiting.get_by_role("link").all_inner_texts()) == list(NAMES)
    await expect(waiting.filter(has_text=BY_CHAT)).to_contain_text("Griffier")
    await expect(waiting.filter(has_text=BY_CHAT)).to_contain_text("Gelderland")
    rows = (await whole.desk.store.queue(tuple(Status), size=100)).rows
    (signed_up,) = [row for row in rows if row.channel == "chat"]
    assert signed_up.understanding is not None
    assert signed_up.understanding.participants == 3


async def read_the_invitation(mail: Servers) -> None:
    """What the visitor of the chat is invited by: a mail of its own, that answers none."""
    invitation = await only_mail(mail, BY_CHAT)
    assert invitation["To"] == f"Jan Bos <{address_of(BY_CHAT)}>"
    assert invitation["Subject"] == "Uitnodiging leerkring over inclusie"
    text = text_of(invitation)
    assert text.startswith("Geachte Jan Bos,")
    assert f"De gemeente {BY_CHAT} heeft zich aangemeld voor een leerkring over inclusie." in text
    assert "Aalten, Bronckhorst, Lochem, Winterswijk en Zutphen. Graag nodigen we u uit voor deze leerkring." in text
    assert "Een kort ja of nee is genoeg." in text
    assert not any(address_of(name) in text for name in NAMES)


async def answer(mail: Servers, number: int, name: str, text: str) -> None:
    """Reply to the invitation, as a mail program does."""
    asked = await only_mail(mail, name)
    begun = asked["References"]  # the mail of the sign-up, which the chat has not
    assert asked["In-Reply-To"] == begun
    assert (begun is None) is (name == BY_CHAT)
    raw = eml(
        number,
        sender=f"Jan Bos <{address_of(name)}>",
        subject=f"Re: {asked['Subject'].removeprefix('Re: ')}",
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
async def test_five_sign_up_one_says_no_and_the_waiting_list_completes_the_circle(tmp_path: Path) -> None:
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
            await see_who_waits(whole, page)
            circle = await make_circle(page)
            await sign_up(mail, 6, SPARE)
            await approve(page, circle, NAMES)
            await read_the_invitation(mail)
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
