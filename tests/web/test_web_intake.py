"""The card of an intake on the page of a message, and its form."""

from typing import Any

from bot.model import Kind, Prediction, Understanding
from bot.pipeline.ports import NewRequest
from tests.web.room import NOW, Room, post

TEXT = "Wij willen graag een expert, op locatie. We zijn net begonnen. <script>alert(1)</script>"


async def arrive(room: Room, **found: Any) -> int:
    understanding = Understanding(
        Kind.VERZOEK, 1.0, requests=(Prediction("expert", "aanmelden", 0.95),), municipalities=("Zaltbommel",)
    )
    request = NewRequest("expert", "aanmelden", ("Zaltbommel",), (), NOW.date(), "Expert zoeken")
    facts = {"new_text": TEXT, "text": TEXT, "understanding": understanding, "requests": (request,), "draft": None}
    return await room.arrive(**(facts | found))


async def request_of(room: Room, message_id: int) -> int:
    (request,) = await room.desk.store.requests_of((await room.desk.store.message(message_id)).thread_id)
    return request.id


async def filled(room: Room, message_id: int, stand: str = "", **facts: str) -> tuple[int, str]:
    """Post the form as lotte; returns the status and the page that follows."""
    async with room.logged_in("lotte") as browser:
        page = f"/berichten/{message_id}"
        shown = (await browser.get(page)).text
        stand = stand or shown.split('name="stand" value="')[1].split('"')[0]
        fields = {f"gegeven-{name}": value for name, value in facts.items()}
        number = await request_of(room, message_id)
        answer = await post(
            browser, f"/aanvragen/{number}/intake", page, bericht=message_id, intake=number, stand=stand, **fields
        )
        if answer.status_code == 303:
            return 303, (await browser.get(answer.headers["location"])).text
        return answer.status_code, answer.text


async def test_the_card_shows_what_is_known_in_the_words_of_the_sender(room: Room) -> None:
    message_id = await arrive(room)
    async with room.logged_in("kim") as browser:
        page = (await browser.get(f"/berichten/{message_id}")).text
    assert "Nog 6 van 10 gegevens zijn niet bekend." in page
    assert "<q>We zijn net begonnen.</q>" in page
    assert "Uit deze mail" in page
    assert "<script>alert" not in page
    assert "Intake opslaan" not in page  # a reader only reads


async def test_a_colleague_corrects_and_the_history_says_who(room: Room) -> None:
    message_id = await arrive(room)
    status, page = await filled(room, message_id, fase="Loopt al", periode="in <b>maart</b>", vorm="")
    assert status == 303
    assert "De intake is bijgewerkt." in page
    assert "Ingevuld door Lotte de Wit" in page
    assert "Leeggemaakt door Lotte de Wit" in page
    assert "in &lt;b&gt;maart&lt;/b&gt;" in page
    assert "invulden (3)" in page


async def test_a_municipality_gets_its_official_spelling_or_is_refused(room: Room) -> None:
    message_id = await arrive(room)
    assert (await filled(room, message_id, gemeente="ede, berg en dal"))[0] == 303
    (request,) = await room.desk.store.requests_of((await room.desk.store.message(message_id)).thread_id)
    assert request.municipalities == ("Ede", "Berg en Dal")
    status, page = await filled(room, message_id, gemeente="Utopia", fase="Nog een idee")
    assert status == 422
    assert "Deze gemeente staat niet in de lijst: Utopia." in page
    assert "Utopia</textarea>" in page  # nothing that was typed is lost
    assert "Nog een idee</textarea>" in page


async def test_who_comes_second_keeps_the_text_and_sees_the_card_as_it_is(room: Room) -> None:
    message_id = await arrive(room)
    await filled(room, message_id, fase="Loopt al")
    status, page = await filled(room, message_id, f"0-{message_id}", fase="Vastgelopen")
    assert status == 409
    assert "Een collega was u voor" in page
    assert "Vastgelopen</textarea>" in page
    assert "Loopt al" in page


async def test_a_stand_that_nobody_made_is_a_conflict_and_no_crash(room: Room) -> None:
    message_id = await arrive(room)
    assert (await filled(room, message_id, "kaas", fase="Loopt al"))[0] == 409


async def test_a_request_without_an_intake_shows_no_card(room: Room) -> None:
    message_id = await room.arrive()
    async with room.logged_in("lotte") as browser:
        assert "Intake aanvullen" not in (await browser.get(f"/berichten/{message_id}")).text
