"""The pages of meetings, as colleagues use them without scripts."""

from datetime import date

import httpx
import pytest
from icalendar import Calendar

from bot.lifecycle import Status
from bot.model.meetings import RegistrationState
from bot.pipeline.ports import NewRequest
from tests.web.room import Room, add_meeting, post

R = RegistrationState
FORM = {"titel": "Werksessie jongeren", "dag": "2027-01-14", "begin": "13:00", "einde": "16:30",
        "plaats": "De Zaal, Ede", "plaatsen": "5", "gastgemeente": "ede"}  # fmt: skip


async def asked(room: Room, act: str = "aanmelden", name: str = "Lochem", **found: object) -> int:
    """A mail about a meeting of this municipality; returns its number."""
    new = NewRequest("bijeenkomst", act, (name,), (), date(2026, 11, 27), "Deelname in de lijst zetten")
    return await room.arrive(requests=(new,), **found)


async def request_of(room: Room, act: str) -> str:
    (found,) = (await room.desk.meetings.book()).asking(act)
    return str(found.request_id)


async def added(browser: httpx.AsyncClient, path: str, name: str, people: int, **fields: str) -> httpx.Response:
    return await post(browser, f"{path}/deelnemers", gemeente=name, mensen=str(people), **fields)


async def test_a_meeting_is_planned_changed_and_called_off(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        made = await post(browser, "/bijeenkomsten/nieuw", **FORM)
        path = made.headers["location"]
        html = (await browser.get(path)).text
        for words in (
            "Werksessie jongeren",
            "donderdag 14 januari 2027 van 13.00 tot 16.30 uur",
            "De Zaal, Ede",
            "Ede",
        ):
            assert words in html
        changed = await post(browser, f"{path}/gegevens", **{**FORM, "versie": "1", "plaats": "", "online": "1"})
        assert changed.headers["location"] == path
        again = await post(browser, f"{path}/gegevens", **{**FORM, "versie": "1", "titel": "Mijn titel"})
        assert again.status_code == 409
        assert "Iemand anders was u voor" in again.text
        assert 'value="Mijn titel"' in again.text
        assert (await post(browser, f"{path}/stand", versie="2", wordt="cancelled")).status_code == 303
        assert "Afgelast" in (await browser.get(path)).text
        assert (await post(browser, f"{path}/stand", versie="3", wordt="planned")).status_code == 303
        html = (await browser.get("/bijeenkomsten")).text
    assert "Online, gastgemeente Ede" in html


async def test_the_calendar_file_follows_the_meeting(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        path = (await post(browser, "/bijeenkomsten/nieuw", **FORM)).headers["location"]
        files = []
        for change in ({}, {"gegevens": "De Grote Zaal"}, {"stand": "cancelled"}):
            version = str(len(files))
            if "gegevens" in change:
                await post(browser, f"{path}/gegevens", **{**FORM, "versie": version, "plaats": change["gegevens"]})
            if "stand" in change:
                await post(browser, f"{path}/stand", versie=version, wordt=change["stand"])
            answer = await browser.get(f"{path}/agenda.ics")
            assert answer.headers["content-type"].startswith("text/calendar")
            assert answer.headers["content-disposition"] == 'attachment; filename="bijeenkomst.ics"'
            files.append(Calendar.from_ical(answer.content).walk("VEVENT")[0])
    assert len({str(one["UID"]) for one in files}) == 1
    assert [one["SEQUENCE"] for one in files] == [0, 1, 2]
    assert [str(one["STATUS"]) for one in files] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"titel": ""}, "Vul een titel in"),
        ({"dag": "morgen"}, "Vul de datum in"),
        ({"dag": "2026-11-01"}, "al voorbij"),
        ({"begin": "vroeg"}, "hoe laat de bijeenkomst begint"),
        ({"einde": ""}, "hoe laat de bijeenkomst eindigt"),
        ({"einde": "12.30"}, "eindigt voordat zij begint"),
        ({"plaatsen": "veel"}, "Vul bij plaatsen een getal in"),
        ({"plaatsen": "0"}, "aantal plaatsen"),
        ({"gastgemeente": "Lutjebroek"}, "staat niet in de lijst"),
        ({"gastgemeente": "Ede, Urk"}, "één gastgemeente"),
    ],
)
async def test_what_cannot_be_used_is_said_and_the_form_is_kept(room: Room, wrong: dict[str, str], words: str) -> None:
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, "/bijeenkomsten/nieuw", **{**FORM, "plaats": "Zaal Zeven", **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Zaal Zeven" in answer.text


async def test_a_sign_up_is_put_on_a_list_from_the_overview_and_from_the_meeting(room: Room) -> None:
    one = await add_meeting(room)
    async with room.logged_in("lotte") as browser:
        await asked(room, subject="Wij komen")
        html = (await browser.get("/bijeenkomsten")).text
        assert "Wij komen" in html
        fields = {"aanvraag": await request_of(room, "aanmelden"), "bijeenkomst": str(one), "mensen": "2"}
        answer = await post(browser, "/bijeenkomsten/aanmeldingen", **fields)
        assert answer.headers["location"] == f"/bijeenkomsten/{one}"
        assert (await post(browser, "/bijeenkomsten/aanmeldingen", **fields)).status_code == 409
        await asked(room, name="Ede")
        fields = {"aanvraag": await request_of(room, "aanmelden"), "mensen": "0"}
        wrong = await post(browser, f"/bijeenkomsten/{one}/aanmelding", **fields)
        assert (wrong.status_code, "aantal mensen in van 1" in wrong.text) == (422, True)
        await post(browser, f"/bijeenkomsten/{one}/aanmelding", **{**fields, "mensen": "1"})
        html = (await browser.get(f"/bijeenkomsten/{one}")).text
    assert "30, waarvan 27 vrij" in html
    assert "per mail" in html


async def test_the_waiting_list_moves_up_in_order_and_the_draft_waits_for_approval(room: Room) -> None:
    path = f"/bijeenkomsten/{await add_meeting(room, places=3)}"
    async with room.logged_in("lotte") as browser:
        for name, people in (("Asten", 3), ("Ede", 2), ("Urk", 1)):
            await added(browser, path, name, people, naam="Jan Bos", adres=f"j.bos@{name.casefold()}.nl")
        meeting = await room.desk.meetings.meeting(int(path.rsplit("/", 1)[1]))
        asten, ede, urk = meeting.registrations
        assert "is aan de beurt" not in (await browser.get(path)).text
        await post(browser, f"{path}/deelname", deelnemer=str(asten.id), was="registered", stap="cancel")
        assert "<strong>Ede</strong> is aan de beurt, met 2 mensen" in (await browser.get(path)).text
        overtaking = await post(browser, f"{path}/deelname", deelnemer=str(urk.id), was="waiting", stap="move_up")
        assert overtaking.status_code == 409
        moved = await post(browser, f"{path}/deelname", deelnemer=str(ede.id), was="waiting", stap="move_up")
        assert moved.status_code == 303
        assert "staat klaar in de werkvoorraad" in (await browser.get(path)).text
        assert (await post(browser, f"{path}/berichten")).status_code == 303
        assert (await post(browser, f"{path}/berichten")).status_code == 303
        assert "Alle gemeenten hebben al bericht" in (await browser.get(path)).text
    states = [(one.state, one.letter_status) for one in (await room.desk.meetings.meeting(meeting.id)).registrations]
    draft = Status.AWAITING_REVIEW
    assert states == [(R.CANCELLED, None), (R.REGISTERED, draft), (R.WAITING, draft)]


async def test_a_mail_that_takes_a_place_back_is_handled_beside_the_registration(room: Room) -> None:
    path = f"/bijeenkomsten/{await add_meeting(room)}"
    async with room.logged_in("lotte") as browser:
        await added(browser, path, "Lochem", 2)
        await asked(room, "wijzigen", subject="Toch niet", new_text="Wij melden ons af voor de bijeenkomst.")
        assert "Staat op de lijst van" in (await browser.get("/bijeenkomsten")).text
        html = (await browser.get(path)).text
        assert "Meldt zich af" in html
        (one,) = (await room.desk.meetings.meeting(int(path.rsplit("/", 1)[1]))).registrations
        fields = {"deelnemer": str(one.id), "was": "registered", "stap": "cancel"}
        fields["aanvraag"] = await request_of(room, "wijzigen")
        assert (await post(browser, f"{path}/deelname", **fields)).status_code == 303
        assert "Meldt zich af" not in (await browser.get("/bijeenkomsten")).text
        assert (await post(browser, f"{path}/deelname", **fields)).status_code == 409
        back = {"deelnemer": str(one.id), "was": "cancelled", "stap": "return"}
        assert (await post(browser, f"{path}/deelname", **back)).status_code == 303
        assert (await post(browser, f"{path}/aantal", deelnemer=str(one.id), was="2", mensen="4")).status_code == 303
        told = {"deelnemer": str(one.id), "bericht": "registered:0"}
        assert (await post(browser, f"{path}/verteld", **told)).status_code == 303
        assert "Nog laten weten" not in (await browser.get(path)).text
    (one,) = (await room.desk.meetings.meeting(one.meeting_id)).registrations
    assert (one.state, one.people) == (R.REGISTERED, 4)


async def test_an_offer_leads_to_a_form_with_the_host_filled_in(room: Room) -> None:
    await asked(room, "aanbieden", "Bergen op Zoom")
    async with room.logged_in("lotte") as browser:
        html = (await browser.get("/bijeenkomsten")).text
        assert "/bijeenkomsten/nieuw?gastgemeente=Bergen%20op%20Zoom" in html
        form = (await browser.get("/bijeenkomsten/nieuw?gastgemeente=Bergen%20op%20Zoom")).text
    assert 'value="Bergen op Zoom"' in form


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"gemeente": "Lutjebroek"}, "staat niet in de lijst"),
        ({"gemeente": ""}, "Vul een gemeente in"),
        ({"gemeente": "Ede, Urk"}, "één gemeente"),
        ({"mensen": ""}, "met hoeveel mensen"),
        ({"mensen": "31"}, "heeft maar 30 plaatsen"),
        ({"adres": "geen adres"}, "geen e-mailadres"),
    ],
)
async def test_who_cannot_be_added_is_said_and_the_form_is_kept(room: Room, fields: dict[str, str], words: str) -> None:
    path = f"/bijeenkomsten/{await add_meeting(room)}"
    async with room.logged_in("lotte") as browser:
        answer = await post(
            browser, f"{path}/deelnemers", **{"gemeente": "Ede", "mensen": "2", "naam": "Jan B", **fields}
        )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Jan B" in answer.text


async def test_the_list_leaves_as_a_file_that_runs_nothing_and_stands_in_the_log(room: Room) -> None:
    path = f"/bijeenkomsten/{await add_meeting(room)}"
    async with room.logged_in("els") as browser:
        await added(browser, path, "Ede", 2, naam="=HYPERLINK()", adres="a@ede.nl")
        answer = await browser.get(f"{path}/deelnemers.csv")
        log = (await browser.get("/logboek")).text
    assert "Ede;'=HYPERLINK();a@ede.nl;2;ingeschreven;2026-11-20;met de hand" in answer.text
    assert f"{path}/deelnemers.csv" in log
    assert "Op de lijst gezet" in log


async def test_what_people_typed_is_shown_inert(room: Room) -> None:
    attack = "<script>alert(1)</script>"
    async with room.logged_in("lotte") as browser:
        path = (await post(browser, "/bijeenkomsten/nieuw", **{**FORM, "titel": attack, "plaats": attack})).headers[
            "location"
        ]
        await added(browser, path, "Ede", 2, naam=attack, adres="a@ede.nl")
        await asked(room, subject=attack, new_text=attack)
        for page in (path, "/bijeenkomsten"):
            assert attack not in (await browser.get(page)).text


async def test_a_reader_sees_the_list_and_no_button(room: Room) -> None:
    path = f"/bijeenkomsten/{await add_meeting(room)}"
    async with room.logged_in("lotte") as browser:
        await added(browser, path, "Ede", 2)
    async with room.logged_in("kim") as browser:
        for page in (path, "/bijeenkomsten"):
            html = (await browser.get(page)).text
            assert 'method="post" action="/bijeenkomsten' not in html
        assert (await browser.get("/bijeenkomsten/999")).status_code == 404


async def test_the_message_and_the_municipality_lead_to_the_meeting(room: Room) -> None:
    number = await add_meeting(room)
    message_id = await asked(room)
    async with room.logged_in("lotte") as browser:
        assert 'href="/bijeenkomsten">Naar de bijeenkomsten' in (await browser.get(f"/berichten/{message_id}")).text
        fields = {"aanvraag": await request_of(room, "aanmelden"), "mensen": "2"}
        await post(browser, f"/bijeenkomsten/{number}/aanmelding", **fields)
        html = (await browser.get("/gemeenten/Lochem")).text
        assert f'href="/bijeenkomsten/{number}">Werksessie inclusie' in html
        assert "2 mensen" in html
        assert f"/bijeenkomsten/{number}" not in (await browser.get("/gemeenten/Zaltbommel")).text
