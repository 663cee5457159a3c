"""The chat in a frame on other sites: who may show it, and a conversation without a cookie."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.errors import SettingsError
from bot.settings import load
from bot.web.chat import MAX_MESSAGE, MESSAGES_PER_ADDRESS
from tests.web.room import WRITES, Room, fill, open_room

SITE, OTHER = "https://www.vng.nl", "https://www.example.nl"
QUESTION = "Wat is een leerkring?"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room that one site may show in a frame."""
    async with open_room(tmp_path, widget_origins=(SITE, OTHER)) as made:
        await fill(made)
        yield made


@dataclass
class Visitor:
    """Somebody at a frame; a browser that never keeps a cookie and runs no scripts."""

    browser: httpx.AsyncClient
    html: str = ""

    @property
    def carried(self) -> dict[str, str]:
        """What the forms of the page as it stands carry."""
        return dict(re.findall(r'type="hidden" name="(gesprek|stand)" value="([^"]*)"', self.html))

    async def posts(self, path: str = "/widget", **data: str) -> httpx.Response:
        """Send a form of the page as it stands; the page that comes back takes its place."""
        if not self.html:
            self.html = (await self.browser.get("/widget")).text
        answer = await self.browser.post(path, data={**self.carried, **data}, headers=WRITES)
        self.html = answer.text
        return answer


async def test_only_the_listed_sites_may_show_it_and_only_the_chat(room: Room) -> None:
    async with room.browser() as browser:
        for path in ("/widget", "/widget/bestaat-niet"):
            policy = (await browser.get(path)).headers["content-security-policy"]
            assert f"frame-ancestors {SITE} {OTHER};" in policy, path
        for path in ("/chat", "/inloggen", "/widgets", "/privacy"):
            assert "frame-ancestors 'none'" in (await browser.get(path)).headers["content-security-policy"], path


async def test_nobody_may_show_it_where_no_site_is_listed(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room, room.browser() as browser:
        assert "frame-ancestors 'none'" in (await browser.get("/widget")).headers["content-security-policy"]


@pytest.mark.parametrize(
    "text",
    ["https://www.vng.nl/", "www.vng.nl", "http://www.vng.nl", "*", "https://*.vng.nl", "https://a.nl; x", "'self'"],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="WIDGET_ORIGINS"):
        load({"THORBECKE_WIDGET_ORIGINS": text})


def test_several_origins_are_read() -> None:
    listed = load({"THORBECKE_WIDGET_ORIGINS": "https://www.vng.nl, http://localhost:8030"}).widget_origins
    assert listed == ("https://www.vng.nl", "http://localhost:8030")


async def test_the_script_may_be_loaded_by_any_site(room: Room) -> None:
    async with room.browser() as browser:
        answer = await browser.get("/widget.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "localStorage" not in answer.text
    assert "cookie" not in answer.text


async def test_a_conversation_goes_on_without_any_cookie(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        for line in (QUESTION, "en met hoeveel gemeenten?"):
            answer = await visitor.posts(vraag=line)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
        assert visitor.html.count("turn--question") == 2
        assert "vijf gemeenten" in visitor.html.partition('id="antwoord"')[2]
        assert visitor.carried["gesprek"] not in str(answer.url)


async def test_a_page_that_is_loaded_again_asks_nothing_twice(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.posts(vraag=QUESTION)
        before = visitor.html
        await visitor.posts(vraag="en met hoeveel gemeenten?")
        visitor.html = before
        assert (await visitor.posts(vraag="en met hoeveel gemeenten?")).status_code == 409
        assert visitor.html.count("turn--question") == 2
        assert (await visitor.posts(vraag="Wat is een intervisitatie?")).status_code == 200


async def test_nothing_that_a_browser_adds_of_its_own_opens_a_conversation(room: Room) -> None:
    """A page elsewhere that lets a browser post here gets a conversation of nobody."""
    async with room.browser() as browser:
        token = re.search(r'name="formulier" value="(\w*)"', (await browser.get("/chat")).text)
        assert token
        await browser.post("/chat", data={"vraag": QUESTION, "formulier": token[1]}, headers=WRITES)
        assert QUESTION in (await browser.get("/chat")).text
        assert (
            QUESTION
            not in (await browser.get("/widget")).text.partition('role="log"')[2].partition("turn--question")[2]
        )
        elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": SITE}
        assert (await browser.post("/widget", data={"vraag": QUESTION}, headers=elsewhere)).status_code == 403


async def test_a_token_that_nobody_gave_out_is_no_conversation(room: Room) -> None:
    async with room.browser() as browser:
        answer = await browser.post(
            "/widget", data={"gesprek": "zelf-bedacht", "stand": "0", "vraag": QUESTION}, headers=WRITES
        )
        assert answer.status_code == 200
        assert "zelf-bedacht" not in answer.text


async def test_the_frame_refuses_what_the_chat_refuses(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        assert (await visitor.posts(vraag="")).status_code == 422
        assert (await visitor.posts(vraag="x" * (MAX_MESSAGE + 1))).status_code == 422
        assert "turn--question" not in (await visitor.posts(vraag=QUESTION, website="http://spam.example")).text
        for _ in range(MESSAGES_PER_ADDRESS[0]):
            await browser.post("/chat", data={"vraag": QUESTION, "formulier": "0"}, headers=WRITES)
        assert (await visitor.posts(vraag=QUESTION)).status_code == 429


async def test_the_conversation_is_wiped_with_one_button(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.posts(vraag=QUESTION)
        token = visitor.carried["gesprek"]
        assert "turn--question" not in (await visitor.posts("/widget/einde")).text
        answer = await browser.post("/widget", data={"gesprek": token, "stand": "1", "vraag": "hoi"}, headers=WRITES)
        assert answer.status_code == 409


async def test_the_frame_says_that_the_chat_is_off(room: Room) -> None:
    await room.desk.talks.switch_chat(on=False, actor="els", at=room.clock.now)
    async with room.browser() as browser:
        for answer in (await browser.get("/widget"), await browser.post("/widget", data={}, headers=WRITES)):
            assert answer.status_code == 503
            assert f"frame-ancestors {SITE}" in answer.headers["content-security-policy"]
            assert "site-header" not in answer.text
