"""The public chat: the page, the links of its mails, and its switch."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest

from bot.lifecycle import Status
from bot.pipeline.dialogue.means import COLLEAGUE
from bot.pipeline.prepare import prepare_received
from bot.pipeline.talks import KEPT_MINUTES, LINK_HOURS, MAILS_PER_ADDRESS
from bot.understanding.personal_data import personal_data
from bot.web.chat import MAILS_PER_VISITOR, MAX_MESSAGE, MESSAGES_PER_ADDRESS
from bot.web.markdown import to_html
from bot.web.throttle import MAX_ADDRESSES, Throttle
from tests.web.room import NOW, WRITES, Room, fill, open_room

QUESTION = "Wat is een leerkring?"
BASE = "https://assistent.example"
SIGN_UP = (
    "Ik wil onze gemeente aanmelden voor een leerkring",
    "Zaltbommel",
    "kernendemocratie",
    "3",
    "griffier",
    "Marieke van den Berg",
    "m.vandenberg@zaltbommel.nl",
)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose links lead somewhere."""
    async with open_room(tmp_path, base_url=BASE) as made:
        await fill(made)
        yield made


@dataclass
class Visitor:
    """Somebody at the chat, with a browser without scripts."""

    browser: httpx.AsyncClient
    html: str = ""

    async def says(self, text: str, **more: str) -> httpx.Response:
        """Type a message into the form of the page as it stands, and follow to the page that shows it."""
        token = re.search(r'name="formulier" value="(\w*)"', self.html or (await self.browser.get("/chat")).text)
        data = {"vraag": text, "formulier": token[1] if token else "", **more}
        answer = await self.browser.post("/chat", data=data, headers=WRITES)
        self.html = (await self.browser.get("/chat")).text if answer.status_code == 303 else answer.text
        return answer

    @property
    def answer(self) -> str:
        """The last turn of the page."""
        return self.html.partition('id="antwoord"')[2].partition("</form>")[0]


async def letters(room: Room) -> list[tuple[str, str]]:
    """Recipient and text of every mail with a link that is on the road."""
    found = []
    for message_id in await room.desk.store.due(room.clock.now):
        frozen = await room.desk.store.outgoing(message_id)
        assert frozen is not None
        if b"/chat/bevestigen/" in frozen.raw.replace(b"=\r\n", b""):
            body = message_from_bytes(frozen.raw, policy=default).get_body(("plain",))
            assert body is not None
            found.append((frozen.rcpt_to[0], body.get_content()))
    return found


def path_in(text: str) -> str:
    """The path of the link in a mail."""
    (path,) = re.findall(rf"{BASE}(/chat/bevestigen/\w+)", text)
    return str(path)


async def test_an_answer_shows_its_sources_with_their_dates(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        assert (await visitor.says(QUESTION)).headers["location"] == "/chat#antwoord"
        assert 'role="log" aria-live="polite"' in visitor.html
        assert "computerprogramma" in visitor.html
        assert f"{KEPT_MINUTES} minuten" in visitor.html
        assert QUESTION in visitor.html
        assert re.search(r"Bron(nen)?: <cite>.+</cite> \(nagekeken op \d+ \w+ \d{4}", visitor.answer)


async def test_the_conversation_goes_on_below_what_was_said(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says(QUESTION)
        await visitor.says("en met hoeveel gemeenten?")
        assert visitor.html.index(QUESTION) < visitor.html.index("en met hoeveel gemeenten?")
        assert "vijf gemeenten" in visitor.answer


async def test_no_cookie_is_set_before_the_first_message(room: Room) -> None:
    async with room.browser() as browser:
        assert "set-cookie" not in (await browser.get("/chat")).headers
        cookie = (await Visitor(browser).says(QUESTION)).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Max-Age" not in cookie


async def test_what_was_said_is_gone_after_an_hour_and_with_one_button(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says(QUESTION)
        room.clock.now += MESSAGES_PER_ADDRESS[1] * 12
        assert "turn--question" not in (await browser.get("/chat")).text
        visitor.html = ""
        await visitor.says("Wat is een intervisitatie?")
        token = re.search(r'name="formulier" value="(\w+)"', visitor.html)
        assert token
        await browser.post("/chat/einde", data={"formulier": token[1]}, headers=WRITES)
        assert "intervisitatie?" not in (await browser.get("/chat")).text


async def test_a_form_of_another_conversation_is_not_heard(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says(QUESTION)
        answer = await visitor.says("Wat is een intervisitatie?", formulier="0" * 40)
        assert answer.status_code == 409
        assert (await browser.get("/chat")).text.count("turn--question") == 1


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Mijn bsn is 111222333, mag ik meedoen?", "een burgerservicenummer"),
        ("Stort het op NL91 ABNA 0417 1643 00 graag", "een rekeningnummer"),
        ("Bel mij op 06-12345678", "een telefoonnummer"),
        ("Mail naar jan@zaltbommel.nl", "een e-mailadres"),
        ("Mijn collega heeft kanker, kan hij meedoen?", "medische gegevens"),
    ],
)
async def test_personal_data_is_refused_politely_and_goes_nowhere(room: Room, question: str, named: str) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says(question)
        assert named in visitor.answer
        assert question not in visitor.html
        assert "niet bewaard" in visitor.html


@pytest.mark.parametrize(
    "text",
    ["Wat is er in 2024 en 2025 gebeurd?", "Zaaknummer 123456789", "We zijn met 25 mensen", "Artikel 150 lid 2", ""],
)
def test_ordinary_numbers_are_no_personal_data(text: str) -> None:
    assert personal_data(text) == ()


@pytest.mark.parametrize("typed", ["", "   ", "x" * (MAX_MESSAGE + 1)])
async def test_an_empty_or_endless_message_is_explained(room: Room, typed: str) -> None:
    async with room.browser() as browser:
        answer = await Visitor(browser).says(typed)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text


async def test_markup_in_a_message_stays_text(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        evil = '"><script>alert(1)</script>[x](javascript:alert(1))'
        for line in ("aanmelden voor een leerkring", "Zwolle", evil, "3", "<b>griffier</b>", "Jan", "jan@zwolle.nl"):
            await visitor.says(line)
        assert "Klopt dit?" in visitor.answer
        assert "<script>" not in visitor.html
        assert "<b>" not in visitor.html
        assert 'href="javascript' not in visitor.html


def test_the_markdown_of_an_entry_cannot_bring_code() -> None:
    html = to_html("<script>x</script> [a](javascript:alert(1)) ![b](//x) **vet** [c](https://vng.nl)")
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert '<strong>vet</strong> <a href="https://vng.nl">c</a>' in html


async def test_a_sign_up_becomes_a_request_only_when_its_link_is_used(room: Room) -> None:
    before = set(await room.desk.store.ids_in(Status.RECEIVED))
    async with room.browser() as browser:
        visitor = Visitor(browser)
        for line in SIGN_UP:
            await visitor.says(line)
        assert "Klopt dit?" in visitor.answer
        assert "Marieke van den Berg" in visitor.answer
        assert await letters(room) == []
        await visitor.says("Versturen")
        ((recipient, text),) = await letters(room)
        assert recipient == SIGN_UP[-1]
        assert not any(typed in text for typed in ("kernendemocratie", "Marieke", "Zaltbommel"))
        path = path_in(text)
        assert "kernendemocratie" in (await browser.get(path)).text
        assert set(await room.desk.store.ids_in(Status.RECEIVED)) == before  # looking is not confirming
        assert (await browser.post(path, headers=WRITES)).headers["location"] == "/chat/doorgegeven"
        assert "5 werkdagen" in (await browser.get("/chat/doorgegeven")).text
        assert (await browser.post(path, headers=WRITES)).status_code == 404
    (message_id,) = set(await room.desk.store.ids_in(Status.RECEIVED)) - before
    message = await room.desk.store.message(message_id)
    assert message.reply_address is not None
    assert message.reply_address.addr_spec == SIGN_UP[-1]
    assert "Onderwerp: kernendemocratie" in message.new_text
    assert "Antwoord: Dit ga ik doorgeven." in message.text


WISHES = {
    "leerkring": ("Zwolle", "burgerberaden", "3", "griffier"),
    "intervisitatie": ("Zwolle", "regiodemocratie", "nog niemand", "voorjaar"),
    "bijeenkomst": ("Zwolle", "digitale participatie", "2", "raadslid"),
    "expert": ("Zwolle", "Hoe betrekken we jongeren bij de raad", "Net begonnen", "voorjaar"),
    "toekomstverkenning": ("Zwolle", "nieuwe raadsperiode", "de raad", "voorjaar"),
}


@pytest.mark.parametrize("service", WISHES)
async def test_a_confirmed_wish_is_read_as_that_wish(room: Room, service: str) -> None:
    before = set(await room.desk.store.ids_in(Status.RECEIVED))
    async with room.browser() as browser:
        visitor = Visitor(browser)
        begin = f"Ik wil een {service} aanvragen" if service == "expert" else f"Ik wil ons aanmelden voor een {service}"
        for line in (begin, *WISHES[service], "Jan Pol", "jan.pol@zwolle.nl", "ja"):
            await visitor.says(line)
        ((_, text),) = await letters(room)
        await browser.post(path_in(text), headers=WRITES)
    (message_id,) = set(await room.desk.store.ids_in(Status.RECEIVED)) - before
    await prepare_received(room.desk)
    message = await room.desk.store.message(message_id)
    assert message.status is Status.AWAITING_REVIEW
    requests = await room.desk.store.requests_of(message.thread_id)
    assert (service, "aanmelden") in {(request.service, request.act) for request in requests}
    assert {name for request in requests for name in request.municipalities} == {"Zwolle"}


async def test_a_hand_over_takes_one_click_and_an_address(room: Room) -> None:
    before = set(await room.desk.store.ids_in(Status.RECEIVED))
    async with room.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says("Wat kost een leerkring?")
        assert COLLEAGUE in visitor.html
        await visitor.says(COLLEAGUE)
        assert "5 werkdagen" in visitor.answer
        await visitor.says("griffie@zaltbommel.nl")
        ((_, text),) = await letters(room)
        await browser.post(path_in(text), headers=WRITES)
    (message_id,) = set(await room.desk.store.ids_in(Status.RECEIVED)) - before
    assert (await room.desk.store.message(message_id)).new_text == "Wat kost een leerkring?"


async def test_the_state_is_shown_by_mail_only_and_says_nothing_of_who_is_known(room: Room) -> None:
    texts = []
    async with room.browser() as browser:
        for addr_spec in ("m.vandenberg@zaltbommel.nl", "niemand@elders.nl"):
            visitor = Visitor(browser)
            await visitor.says("Hoe staat het met onze aanmelding?")
            await visitor.says(addr_spec)
            texts.append(re.sub(r'value="\w{40}"', "", visitor.answer.replace(addr_spec, "")))
            await browser.post("/chat/einde", data={"formulier": ""}, headers=WRITES)
            browser.cookies.clear()
        assert texts[0] == texts[1]
        known, unknown = [text for _, text in await letters(room)]
        assert "leerkring" not in known.lower()
        assert "Leerkring" not in (await browser.get(path_in(known))).text.partition("<main")[2]
        shown = (await browser.post(path_in(known), headers=WRITES)).text
        assert "Leerkring" in shown
        assert "In behandeling" in shown
        assert (await browser.post(path_in(known), headers=WRITES)).status_code == 404
        assert "staat er niets open" in (await browser.post(path_in(unknown), headers=WRITES)).text


async def test_a_link_ends_after_a_day(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        for line in ("Hoe staat het met onze aanmelding?", "griffie@zaltbommel.nl"):
            await visitor.says(line)
        ((_, text),) = await letters(room)
        room.clock.now += MAILS_PER_VISITOR[1] * LINK_HOURS
        assert (await browser.get(path_in(text))).status_code == 404
        assert (await browser.post(path_in(text), headers=WRITES)).status_code == 404


async def test_nobody_can_have_many_mails_sent(room: Room) -> None:
    """Neither to one address, nor from one place; and never to our own mailbox."""
    async with room.browser() as browser:

        async def asks(addr_spec: str) -> str:
            visitor = Visitor(browser)
            browser.cookies.clear()
            await visitor.says("Hoe staat het met onze aanmelding?")
            await visitor.says(addr_spec)
            return visitor.answer

        assert "geen mail sturen" in await asks("thorbecke2024@vng.nl")
        for _ in range(MAILS_PER_ADDRESS):
            assert "Ik stuur een mail" in await asks("a@zwolle.nl")
        assert "te veel mails" in await asks("A@zwolle.nl")
        assert "te veel mails" in await asks("b@zwolle.nl")
    assert len(await letters(room)) == MAILS_PER_ADDRESS


async def test_a_robot_that_fills_in_everything_is_not_heard(room: Room) -> None:
    async with room.browser() as browser:
        answer = await Visitor(browser).says(QUESTION, website="https://x")
        assert answer.status_code == 303
        assert "set-cookie" not in answer.headers


async def test_messages_are_limited_per_address(room: Room) -> None:
    async with room.browser() as browser:
        visitor = Visitor(browser)
        for _ in range(MESSAGES_PER_ADDRESS[0]):
            assert (await visitor.says("hoi")).status_code == 303
        assert (await visitor.says("hoi")).status_code == 429
        room.clock.now += MESSAGES_PER_ADDRESS[1]
        assert (await visitor.says("hoi")).status_code == 303


async def test_a_manager_switches_the_chat_off_and_on(room: Room) -> None:
    async with room.logged_in("els") as manager, room.browser() as browser:
        assert "staat" in (await manager.get("/chat-beheer")).text
        form = {"stand": "uit", "csrf": "formulier-van-els"}
        assert (await manager.post("/chat-beheer", data=form, headers=WRITES)).status_code == 303
        off = await browser.get("/chat")
        assert off.status_code == 503
        assert "thorbecke2024@vng.nl" in off.text
        assert (await browser.post("/chat", data={"vraag": QUESTION}, headers=WRITES)).status_code == 503
        await manager.post("/chat-beheer", data={**form, "stand": "aan"}, headers=WRITES)
        assert (await browser.get("/chat")).status_code == 200


@pytest.mark.parametrize("name", ["kim", "lotte"])
async def test_nobody_else_may_switch(room: Room, name: str) -> None:
    async with room.logged_in(name) as browser:
        assert (await browser.get("/chat-beheer")).status_code == 403
        form = {"stand": "uit", "csrf": f"formulier-van-{name}"}
        assert (await browser.post("/chat-beheer", data=form, headers=WRITES)).status_code == 403
    assert await room.desk.talks.chat_is_on()


async def test_without_an_address_of_the_pages_the_mailbox_is_named(tmp_path: Path) -> None:
    async with open_room(tmp_path) as bare, bare.browser() as browser:
        visitor = Visitor(browser)
        await visitor.says("Ik wil me aanmelden voor een leerkring")
        assert "thorbecke2024@vng.nl" in visitor.answer
        assert COLLEAGUE not in visitor.html


def test_a_throttle_forgets_the_address_that_was_quiet_longest() -> None:
    throttle = Throttle(*MESSAGES_PER_ADDRESS)
    for number in range(MAX_ADDRESSES + 50):
        assert throttle.allows(str(number), NOW)
    assert len(throttle._seen) == MAX_ADDRESSES
