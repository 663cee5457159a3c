"""The mail page of the demo."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from html import unescape

import httpx

from bot.demo.visitor import Letter, compose, create_visitor_app
from bot.errors import InvalidInput
from bot.mail.parse import parse
from tests.web.room import NOW


@dataclass
class Post:
    """The mail servers as the page sees them."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    inboxes: dict[str, list[bytes]] = field(default_factory=dict)

    closed: bool = False

    async def send(self, reverse_path: str, raw: bytes) -> None:
        if self.closed:
            raise InvalidInput("De mail kon niet worden verzonden.")
        self.sent.append((reverse_path, raw))

    async def inbox(self, address: str) -> list[bytes]:
        return self.inboxes.get(address, [])

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[httpx.AsyncClient]:
        app = create_visitor_app(self.send, self.inbox, lambda: NOW)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo.test") as browser:
            yield browser


async def test_a_municipality_sends_a_mail_and_waits_for_the_answer() -> None:
    post = Post()
    async with post.visitor() as browser:
        assert "Mail als gemeente" in (await browser.get("/")).text
        letter = {"van": "m.terpstra@gemeentenoordenveld.nl", "onderwerp": "Leerkring", "tekst": "Mogen wij mee?"}
        answer = await browser.post("/berichten", data=letter)
        assert answer.headers["location"] == "/postvak?adres=m.terpstra%40gemeentenoordenveld.nl"
        assert "Er is nog geen antwoord." in (await browser.get(answer.headers["location"])).text
    ((reverse_path, raw),) = post.sent
    assert reverse_path == "m.terpstra@gemeentenoordenveld.nl"
    mail = parse(raw)
    assert str(mail.sender) == "Marloes Terpstra <m.terpstra@gemeentenoordenveld.nl>"
    assert (mail.subject, mail.new_text) == ("Leerkring", "Mogen wij mee?")


async def test_the_answer_shows_in_the_inbox_as_text() -> None:
    raw = compose(
        Letter("thorbecke2024@vng.nl", "Re: <b>Leerkring</b>", "Ja, dat kan. <script>x</script>"), lambda: NOW
    )
    post = Post(inboxes={"a@b.nl": [raw]})
    async with post.visitor() as browser:
        html = (await browser.get("/postvak?adres=a@b.nl")).text
        assert "Re: &lt;b&gt;Leerkring&lt;/b&gt;" in html
        assert "Ja, dat kan. &lt;script&gt;" in html


async def test_a_letter_without_a_sender_or_a_text_is_explained() -> None:
    post = Post()
    async with post.visitor() as browser:
        for letter in ({"van": "niemand", "tekst": "x"}, {"van": "a@b.nl", "tekst": " "}, {}):
            assert (await browser.post("/berichten", data=letter)).status_code == 422
        assert "Er is nog geen antwoord." in (await browser.get("/postvak?adres=onzin")).text
    assert post.sent == []


async def test_a_mail_that_the_server_refuses_is_explained_and_kept() -> None:
    async with Post(closed=True).visitor() as browser:
        answer = await browser.post("/berichten", data={"van": "a@b.nl", "tekst": "Mogen wij mee?"})
        assert answer.status_code == 422
        assert "De mail kon niet worden verzonden." in answer.text
        assert "Mogen wij mee?" in answer.text


def test_a_letter_becomes_a_mail_with_its_own_message_id() -> None:
    letter = Letter("a@b.nl", "", "Hoi")
    first, second = (message_from_bytes(compose(letter, lambda: NOW), policy=default) for _ in range(2))
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Subject"] == "(geen onderwerp)"


async def test_a_mail_in_the_inbox_is_answered_in_its_conversation() -> None:
    sent = compose(
        Letter("thorbecke2024@vng.nl", "Wil je een gemeente helpen?", "Een ja of nee is genoeg."), lambda: NOW
    )
    message_id = parse(sent).rfc_message_id
    post = Post(inboxes={"fenna@experts.example": [sent]})
    async with post.visitor() as browser:
        html = (await browser.get("/postvak?adres=fenna@experts.example")).text
        found = re.search(r'href="([^"]+antwoord=[^"]+)"', html)
        assert found
        html = (await browser.get(unescape(found[1]))).text
        assert "Antwoord op een mail" in html
        assert 'value="Re: Wil je een gemeente helpen?"' in html
        letter = {"van": "fenna@experts.example", "onderwerp": "Re: x", "tekst": "Ja!", "antwoord": message_id or ""}
        assert (await browser.post("/berichten", data=letter)).status_code == 303
        forged = await browser.post("/berichten", data={**letter, "antwoord": "<a@b>\r\nBcc: c@d.nl"})
        assert forged.status_code == 422
    ((_, raw),) = post.sent
    assert parse(raw).in_reply_to == message_id
