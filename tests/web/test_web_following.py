"""What colleagues see and do: closing days, promises, questions without an answer, other templates, older versions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.lifecycle import RequestState, Status
from bot.model import Outcome, SentenceEvidence
from bot.model.following import PromiseState
from bot.pipeline import digest, digest_forms, reminders
from bot.pipeline.promises import remember_promises
from tests.web.room import DRAFT, Room, a_request, post

QUESTION = "Op welk telefoonnummer kan een collega je het best bereiken?"
PROMISE = "We laten je voor 4 december weten of er plek is."
QUOTED = f"\u2018{PROMISE}\u2019"


async def promised(room: Room) -> int:
    """A message whose reply went out on 20 November with a promise and a question."""
    draft = a_request(0).draft
    assert draft is not None
    message_id = await room.arrive()
    text = DRAFT.replace("Met vriendelijke", f"{PROMISE}\n\n{QUESTION}\n\nMet vriendelijke")
    evidence = (*draft.evidence, SentenceEvidence(QUESTION, "entry:vraag-telefoon"))
    await room.desk.store.save_draft(
        message_id, 1, replace(draft, text=text, evidence=evidence), "lotte", room.clock.now
    )
    await room.send(message_id, Outcome.ACCEPTED)
    assert await remember_promises(room.desk) == 1
    return message_id


# --- closing days ---


async def test_a_manager_adds_closing_days_and_takes_one_away(room: Room) -> None:
    here = "/sluitingsdagen"
    async with room.logged_in("els") as browser:
        html = (await browser.get(here)).text
        assert "Er zijn nog geen sluitingsdagen toegevoegd." in html
        assert "vrijdag 25 december 2026: Eerste Kerstdag" in html
        answer = await post(browser, here, here, eerste="2026-12-24", laatste="2026-12-29", reden="Kerst <b>dicht</b>")
        assert answer.status_code == 303
        html = (await browser.get(here)).text
        assert "De sluitingsdagen zijn toegevoegd." in html
        assert html.count("Kerst &lt;b&gt;dicht&lt;/b&gt;") == 3
        answer = await post(browser, f"{here}/einde", here, dag="2026-12-24")
        assert answer.status_code == 303
        answer = await post(browser, f"{here}/einde", here, dag="2026-12-24")
        assert answer.status_code == 409
        assert "Een collega was u voor" in answer.text
        log = (await browser.get("/logboek")).text
        assert "Sluitingsdag toegevoegd" in log
        assert "Sluitingsdag weggehaald" in log
    assert {day.isoformat() for day in room.desk.closing_days} == {"2026-12-28", "2026-12-29"}


async def test_what_cannot_be_closed_is_told_with_what_was_typed(room: Room) -> None:
    async with room.logged_in("els") as browser:
        answer = await post(
            browser, "/sluitingsdagen", "/sluitingsdagen", eerste="2026-12-24", laatste="2026-12-01", reden="Brugdag"
        )
        assert answer.status_code == 422
        assert "De laatste dag ligt voor de eerste dag." in answer.text
        assert 'value="Brugdag"' in answer.text


async def test_the_age_in_the_queue_leaves_closing_days_out(room: Room) -> None:
    room.clock.now += timedelta(days=7)
    async with room.logged_in("els") as browser:
        before = (await browser.get("/")).text
        room.desk.office.closed = frozenset({date(2026, 11, 24), date(2026, 11, 25)})
        after = (await browser.get("/")).text
    assert "6 werkdagen" in before
    assert "4 werkdagen" in after


# --- promises ---


async def test_a_promise_stands_with_its_message_its_municipality_and_in_the_digest(room: Room) -> None:
    number = await promised(room)
    async with room.logged_in("kim") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
        assert "donderdag 3 december 2026" in html
        assert QUOTED in html
        assert "Dag aanpassen" not in html, "a reader changes nothing"
        assert QUOTED in (await browser.get("/gemeenten/Zaltbommel")).text
    for days, near in ((7, False), (4, True)):
        room.clock.now += timedelta(days=days)
        async with room.logged_in("kim") as browser:
            queue, week = await browser.get("/"), await browser.get("/weekoverzicht")
        assert (queue.status_code, week.status_code) == (200, 200)
        assert ('href="/weekoverzicht#toegezegd">Eén toezegging is</a> bijna of al voorbij.' in queue.text) is near
        assert ('id="toegezegd"' in week.text) is near
    made = await digest.build(room.desk)
    assert "Zaltbommel: toegezegd voor donderdag 3 december 2026, nog bij niemand." in digest_forms.as_text(made)
    assert PROMISE not in digest_forms.as_text(made), "the words of a reply may name somebody"
    room.clock.now += timedelta(days=7)
    await room.desk.worklist.hand_over(number, None, "lotte", "lotte", room.clock.now)
    late = digest_forms.as_html(await digest.build(room.desk))
    assert "toegezegd voor donderdag 3 december 2026, voorbij, bij Lotte de Wit." in late


async def test_a_reviewer_corrects_keeps_or_removes_a_promise(room: Room) -> None:
    number = await promised(room)
    (promise,) = await room.desk.following.open_promises()
    page, path = f"/berichten/{number}", f"/toezeggingen/{promise.id}"
    async with room.logged_in("lotte") as browser:
        said = {"bericht": str(number), "was": "open", "wordt": "open"}
        assert (await post(browser, path, page, **said, dag="2026-12-11")).status_code == 303
        html = (await browser.get(page)).text
        assert "vrijdag 11 december 2026" in html
        assert "Toezegging verzet van 3 december 2026 naar 11 december 2026." in html
        assert (await post(browser, path, page, **said, dag="morgen")).status_code == 422
        assert (await post(browser, path, page, **{**said, "wordt": "kept"})).status_code == 303
        assert (await post(browser, path, page, **{**said, "wordt": "removed"})).status_code == 409
        assert "nagekomen" in (await browser.get(page)).text
    assert await room.desk.following.open_promises() == ()
    (kept,) = await room.desk.following.promises_of(promise.thread_id)
    assert (kept.state, kept.day) == (PromiseState.KEPT, date(2026, 12, 11))


async def test_a_reply_that_is_recalled_promises_nothing_and_is_read_again_when_approved(room: Room) -> None:
    number = await room.arrive()
    draft = a_request(0).draft
    assert draft is not None
    await room.desk.store.save_draft(number, 1, replace(draft, text=f"Dag.\n\n{PROMISE}"), "lotte", room.clock.now)
    await room.send(number, None)
    assert await remember_promises(room.desk) == 1
    assert await remember_promises(room.desk) == 0
    await room.desk.store.recall(number, "lotte", room.clock.now)
    assert await room.desk.following.open_promises() == ()


async def test_promises_go_when_their_message_is_erased(room: Room) -> None:
    number = await promised(room)
    export = await room.desk.store.export_person("m.vandenberg@zaltbommel.nl")
    assert PROMISE in str(export)
    for request in await room.desk.store.requests_of((await room.desk.store.message(number)).thread_id):
        await room.desk.store.change_request(request.id, request.state, RequestState.SETTLED, "lotte", room.clock.now)
    later = room.clock.now + timedelta(days=400)
    assert number in await room.desk.store.purge_before(later, "bewaartermijn", later, really=True)
    assert await room.desk.following.open_promises() == ()


# --- waiting for an answer ---


async def test_the_page_tells_what_it_waits_for_and_takes_an_answer_from_elsewhere(room: Room) -> None:
    number = await promised(room)
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(page)).text
        assert "Wacht op antwoord" in html
        assert "Op vrijdag 4 december 2026 zet de assistent een herinnering klaar." in html
        answer = await post(browser, f"{page}/antwoord", page, vraag=str(number), notitie="Gebeld met de griffie")
        assert answer.status_code == 303
        html = (await browser.get(page)).text
        assert "Lotte de Wit gaf aan dat een herinnering niet nodig is." in html
        assert "Gebeld met de griffie" in html
        assert (await post(browser, f"{page}/antwoord", page, vraag=str(number))).status_code == 409
        assert (await post(browser, f"{page}/wachten", page, vraag="999")).status_code == 409
        assert (await post(browser, f"{page}/wachten", page, vraag=str(number))).status_code == 303
        assert "zet de assistent een herinnering klaar" in (await browser.get(page)).text


async def test_a_reminder_stands_in_the_queue_and_says_what_it_is(room: Room) -> None:
    number = await promised(room)
    room.clock.now += timedelta(days=21)
    assert await reminders.draft_reminders(room.desk) == 1
    question = await room.desk.following.open_question((await room.desk.store.message(number)).thread_id)
    assert question is not None
    page = f"/berichten/{question.pending_id}"
    async with room.logged_in("lotte") as browser:
        queue = (await browser.get("/")).text
        assert f'href="{page}"' in queue
        assert "Van ons, aan Marieke van den Berg" in queue
        html = (await browser.get(page)).text
        assert "Dit is herinnering 1" in html
        assert QUESTION in html
        assert "Ander sjabloon" not in html
        assert "Er staat een herinnering klaar" in (await browser.get(f"/berichten/{number}")).text
        form = {"versie": "1", "onderwerp": "Re: Leerkring", "tekst": "Nog even dit."}
        assert (await post(browser, f"{page}/goedkeuring", page, **form)).status_code == 303


# --- other templates ---


async def test_another_template_is_shown_first_and_taken_over_as_a_new_version(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}/sjabloon"
    async with room.logged_in("lotte") as browser:
        assert "Voorbeeld</h2>" not in (await browser.get(page)).text
        html = (await browser.get(f"{page}?aanvraag=0&sjabloon=intervisitatie%2Fanmelden")).text
        assert "Kies een sjabloon uit de lijst." in html
        html = (await browser.get(f"{page}?aanvraag=0&sjabloon=intervisitatie%2Faanmelden")).text
        assert "Voorbeeld</h2>" in html
        assert "intervisitatie" in html.split("Voorbeeld</h2>")[1].split("Het concept nu")[0]
        before = await room.desk.store.message(number)
        assert before.draft_version == 1, "looking changes nothing"
        answer = await post(
            browser, page, page, versie="1", aanvraag="0", sjabloon="intervisitatie/aanmelden", lijst="vak=mijn"
        )
        assert (answer.status_code, answer.headers["location"]) == (303, f"/berichten/{number}?vak=mijn")
        again = await post(browser, page, page, versie="1", aanvraag="0", sjabloon="shared/klacht")
        assert again.status_code == 409
    old, new = await room.desk.store.drafts(number)
    assert old.draft.text == DRAFT
    assert (new.author, new.version) == ("lotte", 2)
    assert new.draft.template == "intervisitatie/aanmelden.txt.j2"
    after = await room.desk.store.message(number)
    assert after.understanding == before.understanding, "what the message is about stays as it was read"


async def test_what_stands_in_the_editor_is_kept_before_the_templates_are_shown(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    form = {"versie": "1", "onderwerp": "Re: Leerkring", "lijst": "vak=mijn"}
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"{page}/sjabloonkeuze", page, **form, tekst="Mijn eigen tekst.")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{page}/sjabloon?vak=mijn")
        html = (await browser.get(f"{page}/sjabloon?vak=mijn&sjabloon=leerkring%2Finformatie")).text
        assert "Die tekst blijft bewaard als versie 2." in html
        assert (await post(browser, f"{page}/sjabloonkeuze", page, **form, tekst="Te laat.")).status_code == 409
        assert (
            await post(browser, f"{page}/sjabloonkeuze", page, **{**form, "versie": "2"}, tekst=" ")
        ).status_code == 422
    assert (await room.desk.store.drafts(number))[-1].draft.text == "Mijn eigen tekst."


async def test_what_another_colleague_was_typing_becomes_a_version_and_can_be_put_back(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    typed = {"versie": "1", "onderwerp": "Re: Leerkring", "tekst": "Els was hier net mee bezig."}
    async with room.logged_in("els") as browser:
        assert (await post(browser, f"{page}/bewaring", page, **typed)).status_code == 200
    async with room.logged_in("lotte") as browser:
        said = {"versie": "1", "aanvraag": "0", "sjabloon": "shared/klacht"}
        assert (await post(browser, f"{page}/sjabloon", page, **said)).status_code == 303
        versions = await room.desk.store.drafts(number)
        assert [(each.version, each.author) for each in versions] == [(1, "assistent"), (2, "els"), (3, "lotte")]
        assert versions[1].draft.text == typed["tekst"]
        html = (await browser.get(f"{page}/sjabloon")).text
        assert "Els was hier net mee bezig." in html
        answer = await post(browser, f"{page}/versie", f"{page}/sjabloon", versie="3", oude="2")
        assert answer.status_code == 303
        assert (await post(browser, f"{page}/versie", f"{page}/sjabloon", versie="3", oude="1")).status_code == 409
        assert (await post(browser, f"{page}/versie", f"{page}/sjabloon", versie="4", oude="9")).status_code == 422
    now = await room.desk.store.draft(number)
    assert now is not None
    assert (now.version, now.draft.text) == (4, typed["tekst"])


@pytest.mark.parametrize("status", [Status.SENT, Status.CLOSED])
async def test_what_does_not_wait_for_review_gets_no_other_template(room: Room, status: Status) -> None:
    page = f"/berichten/{room.messages[status]}/sjabloon"
    async with room.logged_in("lotte") as browser:
        assert "kunt u geen ander sjabloon kiezen" in (await browser.get(page)).text
        answer = await post(browser, page, page, versie="1", aanvraag="0", sjabloon="shared/klacht")
        assert answer.status_code == 422
