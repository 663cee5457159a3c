"""Walking along the queue: the next message after a decision, several at once, sleep, presence, and what is typed."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.lifecycle import Status
from bot.web.presence import LASTS, Presence, told
from tests.web.room import DRAFT, NOW, Room, post

FORM = {"versie": "1", "onderwerp": "Re: Leerkring", "tekst": DRAFT, "lijst": ""}


async def three(room: Room) -> list[int]:
    """What waits, in the order of the queue: the oldest was made last."""
    second, first = await room.arrive(), await room.arrive()
    return [first, second, room.messages[Status.AWAITING_REVIEW]]


async def status_of(room: Room, number: int) -> Status:
    return (await room.desk.store.message(number)).status


async def test_after_a_decision_the_next_message_of_the_list_opens_with_a_way_back(room: Room) -> None:
    first, second, third = await three(room)
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"/berichten/{first}/goedkeuring", **FORM)
        assert answer.headers["location"] == f"/berichten/{second}"
        html = (await browser.get(f"/berichten/{second}")).text
        assert "Het antwoord is goedgekeurd en gaat straks weg." in html
        assert f'action="/berichten/{first}/terughaling"' in html
        await post(browser, f"/berichten/{first}/terughaling", f"/berichten/{second}", lijst="")
        assert await status_of(room, first) is Status.AWAITING_REVIEW
        answer = await post(browser, f"/berichten/{third}/sluiting", reden="Al gebeld", lijst="")
        assert answer.headers["location"] == f"/berichten/{first}", "from the beginning again"


async def test_who_walks_along_a_filtered_list_stays_in_it(room: Room) -> None:
    first, _, third = await three(room)
    await room.desk.worklist.hand_over(first, None, "lotte", "els", NOW)
    await room.desk.worklist.hand_over(third, None, "lotte", "els", NOW)
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(f"/berichten/{first}?vak=mijn")).text
        assert f'href="/berichten/{third}?vak=mijn" data-key="j"' in html
        assert 'name="lijst" value="vak=mijn"' in html
        answer = await post(browser, f"/berichten/{first}/goedkeuring", **{**FORM, "lijst": "vak=mijn"})
        assert answer.headers["location"] == f"/berichten/{third}?vak=mijn"
        answer = await post(browser, f"/berichten/{third}/goedkeuring", **{**FORM, "lijst": "vak=mijn"})
        assert answer.headers["location"] == "/?vak=mijn"


async def test_a_rejected_message_waits_and_the_next_one_opens(room: Room) -> None:
    first, second, _ = await three(room)
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"/berichten/{first}/afkeuring", versie="1", reden="Fout", lijst="")
        assert answer.headers["location"] == f"/berichten/{second}"
        assert "Het concept is afgekeurd." in (await browser.get(f"/berichten/{second}")).text
    assert await status_of(room, first) is Status.AWAITING_REVIEW


async def test_a_message_sleeps_until_the_chosen_day_and_can_be_woken(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        assert 'name="tot" value="2026-11-23">Volgende werkdag' in (await browser.get(page)).text
        answer = await post(browser, f"{page}/sluimering", page, tot="2026-11-25", lijst="")
        assert answer.headers["location"] == "/"
        html = (await browser.get("/")).text
        assert f'action="{page}/wekking"' in html
        assert "Er wacht niets op beoordeling." in html
        assert "sluimert tot 25-11-2026" in (await browser.get("/?vak=gesluimerd")).text
        assert "Gesluimerd" in (await browser.get(page)).text
    room.clock.now += timedelta(days=5)
    async with room.logged_in("lotte") as browser:
        assert "terug van uitstel" in (await browser.get("/")).text
        assert "teruggekomen uit de sluimer" in (await browser.get(page)).text
        assert (await post(browser, f"{page}/wekking", page)).status_code == 409
        await post(browser, f"{page}/sluimering", page, datum="2026-12-20")
        assert (await post(browser, f"{page}/wekking", page)).status_code == 303
        assert await room.desk.worklist.snoozed_until(number) is None


@pytest.mark.parametrize("day", ["", "morgen", "2026-11-20", "2026-01-01", "2028-01-01", "2026-13-40"])
async def test_a_day_on_which_nothing_returns_is_refused(room: Room, day: str) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        assert (await post(browser, f"{page}/sluimering", page, datum=day, lijst="")).status_code == 422


def ticks(html: str) -> list[str]:
    return re.findall(r'name="bericht" value="([^"]+)"', html)


async def test_several_messages_are_closed_at_once_and_opened_again(room: Room) -> None:
    first, second, third = await three(room)
    async with room.logged_in("lotte") as browser:
        chosen = ticks((await browser.get("/")).text)
        assert chosen == [f"{number}.awaiting_review.1" for number in (first, second, third)]
        ask = await browser.get("/sluitingen", params={"bericht": chosen[:2], "lijst": "vak=alles"})
        assert "Op deze 2 berichten gaat geen antwoord uit." in ask.text
        done = await post(browser, "/sluitingen", bericht=ticks(ask.text), reden="Nieuwsbrief", lijst="vak=alles")
        assert "2 berichten zijn gesloten zonder antwoord." in done.text
        assert 'href="/?vak=alles"' in done.text
        assert await status_of(room, first) is await status_of(room, second) is Status.CLOSED
        history = await room.desk.store.history((await room.desk.store.message(first)).thread_id)
        assert [(line.event, line.note) for line in history if line.becomes == "closed"] == [("close", "Nieuwsbrief")]
        again = await post(browser, "/heropeningen", bericht=ticks(done.text), lijst="")
        assert "2 berichten zijn heropend." in again.text
    assert await status_of(room, first) is Status.AWAITING_REVIEW


async def test_what_changed_since_it_was_ticked_is_left_alone_and_told(room: Room) -> None:
    first, second, _ = await three(room)
    async with room.logged_in("lotte") as browser:
        chosen = ticks((await browser.get("/")).text)
        page = f"/berichten/{first}"
        await post(browser, f"{page}/concept", page, versie="1", onderwerp="Re: x", tekst="Nieuwe tekst")
        ask = await browser.get("/sluitingen", params={"bericht": chosen[:2]})
        assert ticks(ask.text) == chosen[:2], "as they were ticked, not as they are now"
        done = await post(browser, "/sluitingen", bericht=[*chosen[:2], "9999.awaiting_review.1"], reden="Weg")
        assert done.status_code == 409
        assert "1 bericht is gesloten zonder antwoord. 2 berichten zijn intussen veranderd" in done.text
        assert "Bericht 9999 bestaat niet." in done.text
    assert await status_of(room, first) is Status.AWAITING_REVIEW
    assert await status_of(room, second) is Status.CLOSED


@pytest.mark.parametrize("mark", ["", "x", "1", "1.onzin.1", "1.sent", "-1.sent.1", f"{'9' * 40}.sent.1"])
async def test_ticks_that_no_page_made_do_nothing(room: Room, mark: str) -> None:
    async with room.logged_in("lotte") as browser:
        assert (await browser.get("/sluitingen", params={"bericht": mark})).status_code == 200
        answer = await post(browser, "/sluitingen", bericht=mark)
        assert answer.status_code in {303, 409}
        assert (await post(browser, "/heropeningen", bericht=mark)).status_code in {303, 409}


async def keep(browser: httpx.AsyncClient, page: str, text: str, version: str = "1") -> httpx.Response:
    return await post(browser, f"{page}/bewaring", page, versie=version, onderwerp="Re: Mijn", tekst=text)


async def test_what_was_typed_comes_back_after_a_lost_session_for_who_typed_it(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        answer = await keep(browser, page, "Half <af>")
        assert answer.text == "Uw tekst is bewaard om 11.05.00 uur, nog niet verstuurd."
    await room.desk.people.end_sessions_of("lotte", "lotte", NOW)
    async with room.logged_in("lotte") as browser, room.logged_in("els") as colleague:
        html = (await browser.get(page)).text
        assert "Half &lt;af&gt;</textarea>" in html
        assert "Dit is de tekst die u eerder typte" in html
        assert "Half" not in (await colleague.get(page)).text
        await post(browser, f"{page}/weggooiing", page)
        assert "Half" not in (await browser.get(page)).text


async def test_what_was_typed_at_an_older_draft_is_shown_beside_the_new_one(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser, room.logged_in("els") as colleague:
        await keep(browser, page, "Mijn eigen tekst")
        await post(colleague, f"{page}/concept", page, versie="1", onderwerp="Re: x", tekst="De tekst van Els")
        html = (await browser.get(page)).text
        assert "De tekst van Els</textarea>" in html
        assert '<div class="mail-text">Mijn eigen tekst</div>' in html
        answer = await keep(browser, page, "Nog meer")
        assert answer.status_code == 409
        assert "intussen veranderd" in answer.text


async def test_saving_forgets_what_was_kept(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        await keep(browser, page, "Half af")
        await post(browser, f"{page}/concept", page, versie="1", onderwerp="Re: x", tekst="Half af en klaar")
    assert await room.desk.worklist.kept_text(number, "lotte") is None


async def test_of_two_colleagues_who_take_a_message_one_sees_who_was_first(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as first, room.logged_in("els") as second:
        assert "Neem op mij" in (await second.get(page)).text
        await post(first, f"{page}/behandelaar", page, was="", behandelaar="lotte")
        assert (await post(second, f"{page}/behandelaar", page, was="", behandelaar="els")).status_code == 409
        assert "Overnemen van Lotte de Wit" in (await second.get(page)).text
        await post(second, f"{page}/behandelaar", page, was="lotte", behandelaar="els")
    assert (await room.desk.store.message(room.messages[Status.AWAITING_REVIEW])).owner == "els"


async def test_the_page_tells_who_looks_at_the_message_now(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as first, room.logged_in("els") as second:
        assert "bekijkt dit bericht nu" not in (await first.get(page)).text
        assert "Lotte de Wit bekijkt dit bericht nu." in (await second.get(page)).text
        assert (await first.get(f"{page}/aanwezig")).text == "Els Mulder bekijkt dit bericht nu."
        await post(second, f"{page}/goedkeuring", **FORM)
        assert (await first.get(f"{page}/aanwezig")).text == ""
        room.clock.now += LASTS
        assert (await second.get(f"{page}/aanwezig")).text == ""


def test_presence_says_so_of_one_and_of_more_and_forgets() -> None:
    presence = Presence()
    for name in ("a", "b", "c"):
        others = presence.look(1, name, NOW)
    assert told(others, {"a": "Ada"}) == "Ada en b bekijken dit bericht nu."
    assert presence.look(2, "a", NOW) == ()
    assert presence.look(1, "a", NOW + LASTS) == ()
    assert told((), {}) == ""


async def test_the_keys_stand_on_a_page_of_their_own_and_in_every_page_of_staff(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        assert "Antwoord goedkeuren" in (await browser.get("/sneltoetsen")).text
        assert '<dialog class="paper" id="toetsen"' in (await browser.get("/kennis")).text


@pytest.mark.parametrize(
    ("until", "asleep", "awake"),
    [
        ("2026-11-25", datetime(2026, 11, 24, 22, 59, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ("2027-06-15", datetime(2027, 6, 14, 21, 59, tzinfo=UTC), datetime(2027, 6, 14, 22, 0, tzinfo=UTC)),
        ("2027-03-28", datetime(2027, 3, 27, 22, 59, tzinfo=UTC), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
        ("2027-03-29", datetime(2027, 3, 28, 21, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
    ],
)
async def test_a_sleeper_returns_at_midnight_in_amsterdam(
    room: Room, until: str, asleep: datetime, awake: datetime
) -> None:
    """In winter and in summer time, and on the days around the change of the clock."""
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in("lotte") as browser:
        await post(browser, f"/berichten/{number}/sluimering", f"/berichten/{number}", datum=until)
    for moment, seen in ((asleep, False), (awake, True)):
        room.clock.now = moment
        async with room.logged_in("lotte") as browser:
            assert ("terug van uitstel" in (await browser.get("/")).text) is seen
