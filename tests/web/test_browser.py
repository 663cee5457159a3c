"""The pages in a real browser: accessible, without sideways scrolling, by keyboard alone and without scripts."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.demo.visitor import SENDERS, create_visitor_app
from bot.lifecycle import Status
from bot.model import Verdict
from bot.pipeline import review
from bot.web.page import HERE
from tests.web.browser import SHORTEN, axe_source, chromium, faults_at_every_width, needs_chromium, served
from tests.web.room import NOW, PASSWORD, Room
from tests.web.test_web_visitor import Post

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def log_in(page: Page, address: str, name: str = "lotte") -> None:
    """By hand, as a colleague does."""
    await page.goto(f"{address}/inloggen")
    await page.fill("#naam", name)
    await page.fill("#wachtwoord", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Werkvoorraad")


async def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    messages = [f"/berichten/{number}" for number in room.messages.values()]
    entry = next(iter(room.desk.library.entries))
    public = ["/inloggen", "/chat", "/chat/doorgegeven", "/privacy", "/toegankelijkheid", "/bestaat-niet"]
    staff = [
        "/",
        "/?vak=mislukt",
        "/?zoek=onvindbaar",
        *messages,
        "/weekoverzicht",
        "/kennis",
        f"/kennis/{quote(entry)}",
        "/correcties",
        "/kennis/vragen",
    ]
    await room.desk.chat_questions.add("Hoeveel laadpalen heeft een leerkring?", "", Verdict.UNANSWERED, NOW)
    await review.correct(room.desk, room.messages[Status.AWAITING_REVIEW], review.Labels([], []), "lotte")
    found: dict[str, object] = {}
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        for path in [*public, *staff]:
            if path == staff[0]:
                await log_in(page, address)
            await page.goto(address + path)
            if problems := await faults_at_every_width(page, axe, shorten=SHORTEN):
                found[path] = problems
    assert found == {}


async def test_axe_finds_nothing_in_a_conversation(room: Room) -> None:
    needs_chromium()
    axe = axe_source()
    room.app.state.desk = replace(room.desk, settings=replace(room.desk.settings, base_url="http://chat.example"))
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/chat")
        for line in ("Wat is een leerkring?", "Bel 06-12345678", "Wat kost een ijsje in Sneek?", *SIGN_UP):
            await page.fill("#vraag", line)
            await page.locator(".ask-form").get_by_role("button").click()
            await expect(page.locator("#vraag")).to_have_value("", timeout=30_000)
            assert await faults_at_every_width(page, axe) == [], line
        await expect(page.locator("#antwoord")).to_contain_text("Klopt dit?")
        await page.get_by_role("button", name="Versturen").click()
        await expect(page.locator("#antwoord")).to_contain_text("Ik stuur een mail")
        path = await _path_of_the_link(room)
        await page.goto(f"{address}{path}")
        assert await faults_at_every_width(page, axe) == []
        await page.get_by_role("button", name="Bevestigen").click()
        await expect(page.locator("h1")).to_have_text("Bevestigd en doorgegeven")
        await page.goto(f"{address}{path}")
        assert await faults_at_every_width(page, axe) == []
        await expect(page.locator("h1")).to_have_text("Deze link werkt niet (meer)")


SIGN_UP = (
    "Ik wil onze gemeente aanmelden voor een leerkring",
    "Zaltbommel",
    "kernendemocratie",
    "3",
    "griffier",
    "Marieke van den Berg",
    "m.vandenberg@zaltbommel.nl",
)


async def _path_of_the_link(room: Room) -> str:
    """What the mail that went last leads to."""
    frozen = [await room.desk.store.outgoing(message_id) for message_id in await room.desk.store.due(room.clock.now)]
    raw = b"".join(each.raw for each in frozen if each).replace(b"=\r\n", b"").decode()
    return re.findall(r"/chat/bevestigen/\w+", raw)[-1]


async def test_a_conversation_is_held_with_the_keyboard_alone(room: Room) -> None:
    """Typed, sent and chosen without a mouse; the order of the keys is that of the page."""
    needs_chromium()
    room.app.state.desk = replace(room.desk, settings=replace(room.desk.settings, base_url="http://chat.example"))
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": 768, "height": 900})
        await page.goto(f"{address}/chat")
        await page.focus("#vraag")
        await page.keyboard.type("Wat is een leerkring?")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("#antwoord")).to_contain_text("vijf gemeenten")
        await page.get_by_role("log").focus()
        for _ in range(3):
            await page.keyboard.press("Tab")
        await expect(page.locator(":focus")).to_have_text("Aanmelden voor een leerkring")
        await page.keyboard.press("Enter")
        await expect(page.locator("#antwoord")).to_contain_text("Om welke gemeente gaat het?")


async def test_two_reviewers_approve_and_the_second_is_told(room: Room) -> None:
    """One approval counts, the other sees who was first, on a page without faults; so does who was logged out."""
    needs_chromium()
    axe = axe_source()
    number = room.messages[Status.AWAITING_REVIEW]
    async with served(room.app) as address, chromium() as browser:
        first, second, late = [await _at_the_message(browser, address, number) for _ in range(3)]
        await first.get_by_role("button", name="Goedkeuren en versturen").click()
        await expect(first.get_by_role("button", name="Terughalen")).to_be_visible()
        await second.get_by_role("button", name="Goedkeuren en versturen").click()
        await expect(second.locator("h1")).to_have_text("Iemand was u voor")
        assert await faults_at_every_width(second, axe) == []
        await room.desk.people.end_sessions_of("lotte", "lotte", room.clock.now)
        await late.get_by_role("button", name="Goedkeuren en versturen").click()
        await expect(late.locator("h1")).to_have_text("U bent niet meer ingelogd")
        assert await faults_at_every_width(late, axe) == []
    message = await room.desk.store.message(number)
    events = await room.desk.store.history(message.thread_id)
    assert [event.event for event in events].count("approve") == 1


async def _at_the_message(browser: Browser, address: str, number: int) -> Page:
    """A browser of its own, logged in, with the message open."""
    page = await (await browser.new_context()).new_page()
    await log_in(page, address)
    await page.goto(f"{address}/berichten/{number}")
    return page


async def test_axe_finds_nothing_on_the_pages_of_the_demo() -> None:
    needs_chromium()
    axe = axe_source()
    post = Post(
        inboxes={SENDERS[0].addr_spec: [b"From: thorbecke2024@vng.nl\r\nSubject: Re: Vraag\r\n\r\nBeste Marloes"]}
    )
    app = Starlette(
        routes=[
            Mount("/demo", create_visitor_app(post.send, post.inbox)),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]
    )
    async with served(app) as address, chromium() as browser:
        page = await browser.new_page()
        for path in ("/demo/", f"/demo/postvak?adres={SENDERS[0].addr_spec}", "/demo/postvak?adres=niemand@zeist.nl"):
            await page.goto(address + path)
            assert await faults_at_every_width(page, axe) == [], path


async def test_a_reviewer_answers_a_mail_without_scripts(room: Room) -> None:
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await log_in(page, address)
        await page.get_by_role("link", name="Leerkring kernendemocratie").first.click()
        await page.fill("#tekst", "Beste Marieke,\n\nDat kan.")
        await page.get_by_role("button", name="Goedkeuren en versturen").click()
        await expect(page.get_by_role("status").filter(has_text="goedgekeurd")).to_be_visible()
        await page.get_by_role("button", name="Terughalen").click()
        await expect(page.get_by_role("status").filter(has_text="teruggehaald")).to_be_visible()
        await page.get_by_text("Sluiten zonder antwoord", exact=True).first.click()
        await page.fill("#reden-sluiting", "Al gebeld")
        await page.get_by_role("button", name="Sluiten zonder antwoord").click()
        await expect(page.get_by_role("status").filter(has_text="gesloten")).to_be_visible()
    assert (await room.desk.store.message(room.messages[Status.AWAITING_REVIEW])).status is Status.CLOSED


async def test_a_reviewer_saves_a_draft_by_keyboard_alone(room: Room) -> None:
    """Tab reaches the text and the button in their visible order, and Enter in the subject never sends."""
    needs_chromium()
    number = room.messages[Status.AWAITING_REVIEW]
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{number}")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
        for _ in range(60):
            if await page.evaluate("document.activeElement.id") == "onderwerp":
                break
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status").filter(has_text="opgeslagen")).to_be_visible()
        await page.focus("#tekst")
        await page.keyboard.type("Met het toetsenbord. ")
        names = []
        for _ in range(3):
            await page.keyboard.press("Tab")
            names.append(
                await page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText")
            )
        assert names == ["Bijlage toevoegen", "Opslaan", "Goedkeuren en versturen"]
    assert (await room.desk.store.message(number)).status is Status.AWAITING_REVIEW


async def test_the_mail_of_a_stranger_can_do_nothing_in_the_browser(room: Room) -> None:
    """Scripts in the text stay text; the frame with the sender's layout runs nothing and fetches nothing."""
    needs_chromium()
    evil = "<script>document.title='gekaapt'</script><img src='http://127.0.0.1:9/spoor.png' onerror='alert(1)'>"
    number = await room.arrive(subject=evil, text=evil, new_text=evil, html=f"<b>Hoi</b>{evil}")
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda _: asked.append("dialog"))
        await log_in(page, address)
        await page.goto(f"{address}/berichten/{number}")
        await page.get_by_text("Opmaak van de afzender").click()
        await expect(page.frame_locator("iframe").locator("b")).to_have_text("Hoi")
        assert await page.title() != "gekaapt"
        assert [url for url in asked if not url.startswith(address)] == []


async def test_the_pages_are_readable_without_the_vendor_style_sheets(room: Room) -> None:
    needs_chromium()
    async with served(room.app) as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 900})
        await page.route("**/vendor/*", lambda route: route.abort())
        await log_in(page, address)
        await expect(page.get_by_role("link", name="Leerkring kernendemocratie").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
