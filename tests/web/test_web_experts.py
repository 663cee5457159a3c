"""The pages of experts: the directory, proposals with reasons, what a reviewer decides, and what nobody may see."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.lifecycle import Status
from bot.model import Address, AddressForm, Kind, Prediction, Understanding
from bot.model.experts import AskState, Expert
from bot.pipeline import reminders, review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.ports import NewRequest, User
from tests.pipeline.desks import ScriptedTransport
from tests.pipeline.experts import expert, with_directory
from tests.web.room import USERS, Room, open_room, password_hash, post

ASKS = Prediction("expert", "aanmelden", 0.95)


@pytest.fixture
async def seekers(tmp_path: Path) -> AsyncIterator[Room]:
    """Colleagues, three experts, and no request yet."""
    async with open_room(tmp_path) as room:
        for name, display_name, role in USERS:
            await room.desk.accounts.save_user(user_of(name, display_name, role), room.clock.now)
        people = (expert(1, notes="Liever niet op vrijdag."), expert(2, topics=("referenda",)), expert(3, at_once=2))
        yield furnished(room, *people)


def user_of(name: str, display_name: str, role: str) -> User:
    return User(name, display_name, role, password_hash())


def furnished(room: Room, *experts: Expert) -> Room:
    room.desk = with_directory(room.desk, *experts)
    room.app.state.desk = room.desk
    return room


async def seek(room: Room, name: str = "Zutphen", topics: tuple[str, ...] = ("inclusie",)) -> int:
    """A municipality asks for an expert; the number of its request."""
    understanding = Understanding(Kind.VERZOEK, 0.98, (ASKS,), municipalities=(name,), topics=topics, role="griffier",
                                  contact_name="Jan Bos", address_form=AddressForm.JE)  # fmt: skip
    sender = Address("Jan Bos", f"j.bos@{name.casefold()}.nl")
    wanted = NewRequest("expert", "aanmelden", (name,), topics, date(2026, 11, 27), "Passende democratie-expert zoeken")
    message_id = await room.arrive(
        understanding=understanding, sender=sender, reply_address=sender, requests=(wanted,), draft=None,
        subject="Expert gezocht", new_text="Wij zoeken een expert.", text="Wij zoeken een expert.",
    )  # fmt: skip
    thread_id = (await room.desk.store.message(message_id)).thread_id
    return (await room.desk.store.requests_of(thread_id))[0].id


async def test_the_directory_shows_who_can_be_asked_and_who_waits(seekers: Room) -> None:
    number = await seek(seekers)
    async with seekers.logged_in("lotte") as browser:
        html = (await browser.get("/experts")).text
        for words in (
            "Zutphen",
            "Nog niemand",
            "Fenna Fictieb",
            "Gemeente Nergensdam",
            "0 van 2",
            "fenna1@experts.example",
        ):
            assert words in html
        await post(browser, f"/experts/aanvragen/{number}/keuze", expert="expert-01")
        html = (await browser.get("/experts")).text
    assert "Heeft al 1 vraag, het hoogste aantal tegelijk." in html
    assert "Gevraagd</span>" in html


async def test_a_reader_sees_no_address_of_an_expert_and_no_button(seekers: Room) -> None:
    number = await seek(seekers)
    async with seekers.logged_in("kim") as browser:
        for path in ("/experts", f"/experts/aanvragen/{number}"):
            html = (await browser.get(path)).text
            assert "Fenna Fictieb" in html
            assert "experts.example" not in html
            assert "Deze expert vragen" not in html


async def test_an_empty_directory_says_what_to_do(seekers: Room) -> None:
    furnished(seekers)
    number = await seek(seekers)
    async with seekers.logged_in("lotte") as browser:
        assert "De lijst is nog leeg" in (await browser.get("/experts")).text
        assert "Er is nu geen expert die u kunt vragen." in (await browser.get(f"/experts/aanvragen/{number}")).text


async def test_proposals_have_reasons_and_a_choice_becomes_a_draft(seekers: Room) -> None:
    number = await seek(seekers)
    path = f"/experts/aanvragen/{number}"
    async with seekers.logged_in("lotte") as browser:
        html = (await browser.get(path)).text
        for words in ("Weet veel van inclusie.", "Werkt in Gelderland.", "Liever niet op vrijdag.",
                      "Experts met een ander onderwerp (1)"):  # fmt: skip
            assert words in html
        chosen = await post(browser, f"{path}/keuze", expert="expert-01")
        assert chosen.headers["location"] == path
        (ask,) = await seekers.desk.experts.asks()
        draft = await seekers.desk.store.draft(ask.question_id)
        assert draft
        assert "De gemeente Zutphen zoekt een democratie-expert" in draft.draft.text
        html = (await browser.get(path)).text
        assert "pas weg als iemand de mail goedkeurt" in html
        assert "Deze expert vragen" not in html
        assert "Dit is onze vraag aan een expert." in (await browser.get(f"/berichten/{ask.question_id}")).text
        again = await post(browser, f"{path}/keuze", expert="expert-03")
        assert again.status_code == 409
        assert "Iemand anders was u voor" in again.text


async def test_a_yes_becomes_an_introduction_and_a_no_the_next_proposal(seekers: Room) -> None:
    number = await seek(seekers)
    path = f"/experts/aanvragen/{number}"
    async with seekers.logged_in("lotte") as browser:
        await post(browser, f"{path}/keuze", expert="expert-01")
        no = {"vraag": "1", "was": "asked", "stap": "decline", "notitie": "Gebeld"}
        assert (await post(browser, f"{path}/stand", **no)).status_code == 303
        html = (await browser.get(path)).text
        assert "Zei nee tegen deze vraag." in html
        assert "Eerder gevraagd" in html
        assert "Gebeld" in html
        assert (await post(browser, f"{path}/stand", **no)).status_code == 409
        refused = await post(browser, f"{path}/keuze", expert="expert-01")
        assert refused.status_code == 422
        await post(browser, f"{path}/keuze", expert="expert-03")
        await post(browser, f"{path}/stand", vraag="2", was="asked", stap="accept")
        ask = await seekers.desk.experts.ask(2)
        assert (ask.state, ask.introduction_status) == (AskState.ACCEPTED, Status.AWAITING_REVIEW)
        html = (await browser.get(f"/berichten/{ask.introduction_id}")).text
        assert "Met deze mail stellen we de expert voor" in html
        assert "fenna3@experts.example" in html
        html = (await browser.get(path)).text
        assert ">Afgerond</button>" not in html
        assert "De expert kan toch niet" in html
        assert "Een expert zei ja" in html
        await post(browser, f"{path}/stand", vraag="2", was="accepted", stap="decline")
        assert "verstuur deze mail niet" in (await browser.get(f"/berichten/{ask.introduction_id}")).text


@pytest.mark.parametrize(
    ("noun", "fields", "words"),
    [
        ("keuze", {"expert": "expert-99"}, "staat niet (meer) in de lijst"),
        ("keuze", {}, "staat niet (meer) in de lijst"),
        ("stand", {"vraag": "1", "was": "asked", "stap": "dansen"}, "Kies wat de expert zegt"),
        ("stand", {"vraag": "1", "was": "asked", "stap": "decline"}, "hoort bij een andere aanvraag"),
    ],
)
async def test_what_cannot_be_used_is_said(seekers: Room, noun: str, fields: dict[str, str], words: str) -> None:
    first, number = await seek(seekers, "Lochem"), await seek(seekers)
    async with seekers.logged_in("lotte") as browser:
        await post(browser, f"/experts/aanvragen/{first}/keuze", expert="expert-03")
        answer = await post(browser, f"/experts/aanvragen/{number}/{noun}", **fields)
    assert answer.status_code == 422
    assert words in answer.text


async def test_another_request_shows_its_message_and_an_unknown_one_nothing(seekers: Room) -> None:
    message_id = await seekers.arrive()
    async with seekers.logged_in("lotte") as browser:
        answer = await browser.get("/experts/aanvragen/1")
        assert answer.headers["location"] == f"/berichten/{message_id}"
        assert (await browser.get("/experts/aanvragen/999")).status_code == 404


async def test_the_message_of_a_request_leads_to_its_experts(seekers: Room) -> None:
    number = await seek(seekers)
    row = await seekers.desk.store.request(number)
    async with seekers.logged_in("lotte") as browser:
        assert f'href="/experts/aanvragen/{number}"' in (await browser.get(f"/berichten/{row.message_id}")).text


async def test_what_stands_in_a_file_of_an_expert_is_shown_inert(seekers: Room) -> None:
    attack = "<script>alert(1)</script>"
    furnished(seekers, replace(expert(1), name=attack, organisation=attack, notes=attack))
    number = await seek(seekers)
    async with seekers.logged_in("lotte") as browser:
        for path in ("/experts", f"/experts/aanvragen/{number}"):
            assert attack not in (await browser.get(path)).text


async def test_the_page_tells_when_an_expert_is_reminded_and_shows_the_reminder(seekers: Room) -> None:
    number = await seek(seekers)
    path = f"/experts/aanvragen/{number}"
    desk = seekers.desk
    async with seekers.logged_in("lotte") as browser:
        await post(browser, f"{path}/keuze", expert="expert-01")
        assert "<dt>Herinnering</dt>" not in (await browser.get(path)).text  # nobody was asked yet
        (ask,) = await desk.experts.asks()
        await approved_and_sent(seekers, ask.question_id)
        assert "zet de assistent een herinnering klaar." in (await browser.get(path)).text
        seekers.clock.now += timedelta(days=16)
        assert await reminders.draft_reminders(desk) == 1
    async with seekers.logged_in("lotte") as browser:
        question = await desk.following.open_question((await desk.store.message(ask.question_id)).thread_id)
        assert question is not None
        assert question.pending_id is not None
        html = (await browser.get(path)).text
        assert "Er staat een herinnering klaar" in html
        assert f'href="/berichten/{question.pending_id}"' in html
        assert "De expert kreeg al" not in html
        await approved_and_sent(seekers, question.pending_id)
        assert "De expert kreeg al een herinnering, de laatste op" in (await browser.get(path)).text
        await post(browser, f"{path}/stand", vraag="1", was="asked", stap="decline", notitie="Gebeld")
        assert "<dt>Herinnering</dt>" not in (await browser.get(path)).text


async def approved_and_sent(room: Room, message_id: int) -> None:
    await review.approve(room.desk, message_id, 1, "lotte")
    room.clock.now += timedelta(minutes=1)  # an approval can be recalled for a moment
    await deliver_due(room.desk, ScriptedTransport())
    assert (await room.desk.store.message(message_id)).status is Status.SENT
