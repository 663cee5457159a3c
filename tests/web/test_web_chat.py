"""The public chat."""

import re

import pytest

from bot.lifecycle import Status
from bot.web.chat import HANDOVERS_PER_ADDRESS, MAX_QUESTION, QUESTIONS_PER_ADDRESS
from bot.web.markdown import to_html
from bot.web.personal_data import personal_data
from bot.web.throttle import MAX_ADDRESSES, Throttle
from tests.web.room import NOW, WRITES, Room

QUESTION = "Wat is een leerkring?"
ASKING = {"tekst": "Kunt u mij bellen?", "email": "griffie@zaltbommel.nl", "toestemming": "ja", "gesteld": [QUESTION]}


async def test_an_answer_shows_its_sources_with_their_dates(room: Room) -> None:
    async with room.browser() as browser:
        html = (await browser.post("/chat", data={"vraag": QUESTION}, headers=WRITES)).text
        assert 'role="log"' in html
        assert "automatisch antwoord" in html
        assert QUESTION in html
        assert re.search(r"Bron(nen)?: <cite>.+</cite> \(nagekeken op \d+ \w+ \d{4}", html)


async def test_the_conversation_goes_on_below_what_was_said(room: Room) -> None:
    async with room.browser() as browser:
        data = {"gesteld": [QUESTION], "vraag": "En wat is een intervisitatie?"}
        html = (await browser.post("/chat", data=data, headers=WRITES)).text
        assert html.index(QUESTION) < html.index("En wat is een intervisitatie?")
        assert html.count("turn--answer") == 2


async def test_what_nobody_knows_goes_to_a_colleague(room: Room) -> None:
    async with room.browser() as browser:
        html = (await browser.post("/chat", data={"vraag": "Wat kost een ijsje in Sneek?"}, headers=WRITES)).text
        assert re.search(r'<details[^>]*id="overdracht" open', html)
        assert "<cite>" not in html


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Mijn bsn is 111222333, mag ik meedoen?", "een burgerservicenummer"),
        ("Stort het op NL91 ABNA 0417 1643 00 graag", "een rekeningnummer"),
        ("Bel mij op 06-12345678", "een telefoonnummer"),
        ("Bel mij op +31 6 1234 5678", "een telefoonnummer"),
        ("Mail naar jan@zaltbommel.nl", "een e-mailadres"),
    ],
)
async def test_personal_data_is_refused_politely_and_goes_nowhere(room: Room, question: str, named: str) -> None:
    async with room.browser() as browser:
        answer = await browser.post("/chat", data={"vraag": question}, headers=WRITES)
        assert answer.status_code == 422
        assert named in answer.text
        assert "turn--question" not in answer.text
        again = await browser.post("/chat", data={"gesteld": [question], "vraag": QUESTION}, headers=WRITES)
        assert question not in again.text


@pytest.mark.parametrize(
    "text",
    ["Wat is er in 2024 en 2025 gebeurd?", "Zaaknummer 123456789", "We zijn met 25 mensen", "Artikel 150 lid 2", ""],
)
def test_ordinary_numbers_are_no_personal_data(text: str) -> None:
    assert personal_data(text) == ()


@pytest.mark.parametrize("typed", ["", "   ", "x" * (MAX_QUESTION + 1)])
async def test_an_empty_or_endless_question_is_explained(room: Room, typed: str) -> None:
    async with room.browser() as browser:
        answer = await browser.post("/chat", data={"vraag": typed}, headers=WRITES)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text


async def test_markup_in_a_question_stays_text(room: Room) -> None:
    async with room.browser() as browser:
        evil = '"><script>alert(1)</script>'
        data = {"vraag": evil, "gesteld": [evil]}
        assert "<script>" not in (await browser.post("/chat", data=data, headers=WRITES)).text


def test_the_markdown_of_an_entry_cannot_bring_code() -> None:
    html = to_html("<script>x</script> [a](javascript:alert(1)) ![b](//x) **vet** [c](https://vng.nl)")
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert '<strong>vet</strong> <a href="https://vng.nl">c</a>' in html


async def test_a_hand_over_becomes_a_message_with_the_conversation(room: Room) -> None:
    async with room.browser() as browser:
        data = {**ASKING, "naam": "Marieke", "gemeente": "Zaltbommel"}
        answer = await browser.post("/chat/overdracht", data=data, headers=WRITES)
        assert answer.headers["location"] == "/chat/doorgegeven"
        assert "Uw vraag is doorgegeven" in (await browser.get("/chat/doorgegeven")).text
    newest = max(await room.desk.store.ids_in(Status.RECEIVED))
    message = await room.desk.store.message(newest)
    assert message.channel == "chat"
    assert message.reply_address is not None
    assert message.reply_address.addr_spec == "griffie@zaltbommel.nl"
    assert message.new_text.startswith("Kunt u mij bellen?")
    assert QUESTION in message.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Vul een e-mailadres in"),
        ({"email": "geen adres"}, "Vul een e-mailadres in"),
        ({"email": "a@b.nl\r\nBcc: x@y.nl"}, "Vul een e-mailadres in"),
        ({"tekst": ""}, "Vul uw vraag in."),
        ({"tekst": "bsn 111222333"}, "een burgerservicenummer"),
        ({"toestemming": ""}, "Kruis aan"),
    ],
)
async def test_an_incomplete_hand_over_is_explained_and_kept(room: Room, change: dict[str, str], words: str) -> None:
    before = await room.desk.store.counts()
    async with room.browser() as browser:
        answer = await browser.post("/chat/overdracht", data={**ASKING, "naam": "Marieke", **change}, headers=WRITES)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="Marieke"' in answer.text
    assert await room.desk.store.counts() == before


async def test_a_robot_that_fills_in_everything_is_thanked_and_ignored(room: Room) -> None:
    before = await room.desk.store.counts()
    async with room.browser() as browser:
        answer = await browser.post("/chat/overdracht", data={**ASKING, "website": "https://x"}, headers=WRITES)
        assert answer.status_code == 303
    assert await room.desk.store.counts() == before


async def test_hand_overs_and_questions_are_limited_per_address(room: Room) -> None:
    async with room.browser() as browser:
        for _ in range(HANDOVERS_PER_ADDRESS[0]):
            assert (await browser.post("/chat/overdracht", data=ASKING, headers=WRITES)).status_code == 303
        assert (await browser.post("/chat/overdracht", data=ASKING, headers=WRITES)).status_code == 429
        room.clock.now += HANDOVERS_PER_ADDRESS[1]
        assert (await browser.post("/chat/overdracht", data=ASKING, headers=WRITES)).status_code == 303


def test_a_throttle_forgets_the_address_that_was_quiet_longest() -> None:
    throttle = Throttle(*QUESTIONS_PER_ADDRESS)
    for number in range(MAX_ADDRESSES + 50):
        assert throttle.allows(str(number), NOW)
    assert len(throttle._seen) == MAX_ADDRESSES
