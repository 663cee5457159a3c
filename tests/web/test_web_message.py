"""The page of a message: what it shows, what each button does, and what happens when somebody else was first."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.lifecycle import Event, RequestState, Status
from bot.model import Absence, Address, Change, Composed, FetchedMail, Kind, Located, Prediction
from bot.web import message
from tests.web.room import DRAFT, NOW, Room, a_request, post


async def status_of(room: Room, message_id: int) -> Status:
    return (await room.desk.store.message(message_id)).status


async def test_one_screen_shows_the_mail_the_draft_its_sources_and_why(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    entry = next(iter(room.desk.library.entries.values()))
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
    for words in ("graag meedoen", "zeer zeker", "twijfel", "Of misschien: Subsidie", "plan.pdf", "348 kB",
                  "De tekenset klopte niet.", "Zaltbommel", "+31612345678", "Dit aanbod moet nog worden bevestigd.",
                  "telefoonnummer", f'href="/kennis/{entry.id}"', 'href="/kennis/huisstijl-dank"', "Plaats zoeken",
                  "Goedkeuren en versturen", 'name="versie" value="1"', "Gelezen en klaargezet"):  # fmt: skip
        assert words in html, words


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event.ANSWERED_ELSEWHERE, "heeft dit bericht beantwoord vanuit Outlook."),
        (Event.SENT_FROM_OUTLOOK, "heeft het concept vanuit Outlook verstuurd en daarmee goedgekeurd."),
    ],
)
async def test_what_a_colleague_did_in_outlook_stands_at_the_top(room: Room, event: Event, words: str) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    change = Change(event, "Joost <Bakker>", "Verstuurd op 20 november 2026 om 11.00 uur.")
    await room.desk.store.record(number, Status.AWAITING_REVIEW, change, NOW)
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
    assert f"<strong>Joost &lt;Bakker&gt;</strong> {words} Verstuurd op 20 november 2026" in html
    assert "zonder antwoord" not in html
    assert "Goedkeuren en versturen" not in html


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.PURGED, Status.SENDING}])
async def test_every_status_has_a_page_that_says_what_it_asks(room: Room, status: Status) -> None:
    expected = {
        Status.AWAITING_REVIEW: "Goedkeuren en versturen",
        Status.APPROVED: "Terughalen",
        Status.UNCONFIRMED: "Niet aangekomen",
        Status.FAILED: "Opnieuw proberen",
        Status.UNDELIVERABLE: "Heropenen",
        Status.BOUNCED: "Heropenen",
        Status.CLOSED: "Heropenen",
        Status.IGNORED: "Heropenen",
        Status.RECEIVED: "Stand vernieuwen",
        Status.SENT: "Pogingen om te versturen",
    }
    async with room.logged_in("lotte") as browser:
        page = await browser.get(f"/berichten/{room.messages[status]}")
        assert page.status_code == 200
        assert expected[status] in page.text


class Silent:
    """A mailbox that never answers."""

    async def special_folder(self, _use: str) -> str | None:
        await asyncio.Event().wait()
        return None


async def test_a_mailbox_that_does_not_answer_does_not_hold_up_the_page(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message, "LOOK_SECONDS", 0.05)
    room.app.state.desk = replace(room.desk, mailbox=Silent())  # type: ignore[arg-type]
    async with room.logged_in("lotte") as browser:
        page = await browser.get(f"/berichten/{room.messages[Status.UNCONFIRMED]}")
    assert "kon niet worden gekeken" in page.text
    assert "Pogingen" in page.text


async def test_our_own_mail_and_a_purged_message_have_a_page_too(room: Room) -> None:
    store = room.desk.store
    outgoing = Composed(
        "<digest@thorbecke2024.vng.nl>", "thorbecke2024@vng.nl", ("team@vng.nl",), b"Subject: x\r\n\r\n"
    )
    digest = await store.compose_own("Weekoverzicht", outgoing, "weekoverzicht:2026-W47", "assistent", room.clock.now)
    joke = Address("Joke Bakker", "j.bakker@venray.nl")
    gone = await room.arrive(sender=joke, reply_address=joke)
    assert await store.forget_person(joke.addr_spec, "beheerder", NOW, really=True) == (gone,)
    async with room.logged_in("lotte") as browser:
        assert "Eigen bericht" in (await browser.get(f"/berichten/{digest}")).text
        purged = await browser.get(f"/berichten/{gone}")
        assert "Gewist" in purged.text
        assert "Joke" not in purged.text


async def test_a_mail_that_is_being_sent_cannot_be_taken_back(room: Room) -> None:
    number, later = room.messages[Status.APPROVED], room.clock.now + timedelta(minutes=1)
    await room.desk.store.claim(number, later + timedelta(minutes=10), "verzender", later)
    async with room.logged_in("lotte") as browser:
        assert "Het antwoord wordt nu verstuurd" in (await browser.get(f"/berichten/{number}")).text
        answer = await post(browser, f"/berichten/{number}/terughaling", f"/berichten/{number}")
        assert answer.status_code == 409


async def test_a_reader_gets_no_buttons(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        for number in room.messages.values():
            html = (await browser.get(f"/berichten/{number}")).text
            assert html.count("<form") == 1, "only the form to log out"


async def test_saving_makes_a_new_version_and_marks_what_a_colleague_wrote(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    text = DRAFT.replace("\n\nMet vriendelijke", "\n\nIk bel je morgen.\n\nMet vriendelijke")
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"{page}/concept", page, versie="1", onderwerp="Re: Nieuw", tekst=text)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        html = (await browser.get(page)).text
        assert "Het concept is opgeslagen." in html
        assert 'name="versie" value="2"' in html
        assert html.count("Geschreven door een collega, zonder bron") == 1
        assert "Het concept is opgeslagen." not in (await browser.get(page)).text


async def test_what_stands_in_the_form_is_what_is_approved(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        form = {"versie": "1", "onderwerp": "Re: Leerkring", "tekst": "Beste Marieke,\n\nDat kan."}
        assert (await post(browser, f"{page}/goedkeuring", page, **form)).status_code == 303
        html = (await browser.get(page)).text
        assert "Het antwoord is goedgekeurd" in html
        assert "Het antwoord gaat weg om 11.05.20 uur. Tot dan kunt u het terughalen." in html
    outgoing = await room.desk.store.outgoing(number)
    assert outgoing is not None
    assert b"Dat kan." in outgoing.raw
    assert (await room.desk.store.message(number)).approved_by == "lotte"


async def test_an_approval_can_be_taken_back(room: Room) -> None:
    number = room.messages[Status.APPROVED]
    async with room.logged_in("lotte") as browser:
        await post(browser, f"/berichten/{number}/terughaling", f"/berichten/{number}")
        assert await status_of(room, number) is Status.AWAITING_REVIEW
        assert await room.desk.store.outgoing(number) is None


async def test_the_second_of_two_reviewers_sees_what_happened_and_keeps_the_text(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as first, room.logged_in("els") as second:
        form = {"versie": "1", "onderwerp": "Re: Leerkring"}
        await post(first, f"{page}/goedkeuring", page, tekst="De tekst van Lotte", **form)
        answer = await post(second, f"{page}/goedkeuring", page, tekst="Mijn <eigen> tekst", **form)
        assert answer.status_code == 409
        for words in ("Iemand was u voor", "Goedgekeurd", "Lotte de Wit", "Mijn &lt;eigen&gt; tekst", f'href="{page}"'):
            assert words in answer.text
    outgoing = await room.desk.store.outgoing(number)
    assert outgoing is not None
    assert b"De tekst van Lotte" in outgoing.raw


async def test_an_empty_text_is_explained_and_the_rest_is_kept(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        form = {"versie": "1", "onderwerp": "Mijn onderwerp", "tekst": " "}
        answer = await post(browser, f"{page}/goedkeuring", page, **form)
        assert answer.status_code == 422
        assert "Het antwoord is leeg" in answer.text
        assert 'value="Mijn onderwerp"' in answer.text


async def test_a_mistake_in_an_old_form_does_not_hide_that_it_is_old(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as first, room.logged_in("els") as second:
        await post(first, f"{page}/concept", page, versie="1", onderwerp="Re: x", tekst="Nieuwe tekst")
        answer = await post(second, f"{page}/concept", page, versie="1", onderwerp="", tekst="Oude tekst")
        assert 'name="versie" value="1"' in answer.text


async def test_a_rejected_draft_is_gone_and_the_reason_is_in_the_history(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        await post(browser, f"{page}/afkeuring", page, versie="1", reden="Verkeerde dienst")
        html = (await browser.get(page)).text
        assert "Er is geen concept." in html
        assert "Verkeerde dienst" in html


@pytest.mark.parametrize(
    ("was", "noun", "fields", "becomes"),
    [
        (Status.AWAITING_REVIEW, "sluiting", {"reden": "Al gebeld"}, Status.CLOSED),
        (Status.CLOSED, "heropening", {}, Status.AWAITING_REVIEW),
        (Status.IGNORED, "heropening", {}, Status.AWAITING_REVIEW),
        (Status.UNDELIVERABLE, "heropening", {}, Status.AWAITING_REVIEW),
        (Status.BOUNCED, "sluiting", {"reden": "Adres bestaat niet"}, Status.CLOSED),
        (Status.FAILED, "herkansing", {}, Status.RECEIVED),
        (Status.FAILED, "overname", {}, Status.AWAITING_REVIEW),
        (Status.UNCONFIRMED, "oordeel", {"oordeel": "aangekomen"}, Status.SENT),
        (Status.UNCONFIRMED, "oordeel", {"oordeel": "niet-aangekomen"}, Status.AWAITING_REVIEW),
    ],
)
async def test_each_button_makes_its_step(
    room: Room, was: Status, noun: str, fields: dict[str, str], becomes: Status
) -> None:
    number = room.messages[was]
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"/berichten/{number}/{noun}", f"/berichten/{number}", **fields)
        assert answer.status_code == 303
        assert await status_of(room, number) is becomes


async def test_a_step_that_the_life_cycle_does_not_have_is_a_conflict(room: Room) -> None:
    number = room.messages[Status.SENT]
    async with room.logged_in("lotte") as browser:
        for noun, fields in (("heropening", {}), ("terughaling", {}), ("oordeel", {"oordeel": "aangekomen"})):
            answer = await post(browser, f"/berichten/{number}/{noun}", f"/berichten/{number}", **fields)
            assert answer.status_code == 409, noun
        assert await status_of(room, number) is Status.SENT


async def test_a_message_can_be_taken_and_given_to_a_colleague(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        await post(browser, f"{page}/behandelaar", page, behandelaar="els")
        assert "Els Mulder" in (await browser.get("/")).text
        answer = await post(browser, f"{page}/behandelaar", page, behandelaar="niemand-van-ons")
        assert answer.status_code == 422


async def test_a_correction_makes_a_new_draft_and_new_requests(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    page = f"/berichten/{number}"
    async with room.logged_in("lotte") as browser:
        pairs = {"dienst": ["quickscan", ""], "soort": ["informatie", ""], "gemeenten": "zaltbommel, Amersfoort"}
        answer = await post(browser, f"{page}/indeling", page, **pairs)
        assert answer.status_code == 303
    message = await room.desk.store.message(number)
    assert message.understanding is not None
    assert [(p.service, p.act) for p in message.understanding.requests] == [("quickscan", "informatie")]
    assert message.understanding.municipalities == ("Zaltbommel", "Amersfoort")


@pytest.mark.parametrize(
    "fields",
    [
        {"dienst": ["quickscan"], "soort": [""], "gemeenten": ""},
        {"dienst": ["tovenarij"], "soort": ["informatie"], "gemeenten": ""},
        {"dienst": ["quickscan"], "soort": ["informatie"], "gemeenten": "Atlantis"},
    ],
)
async def test_a_correction_outside_the_lists_is_refused(room: Room, fields: dict[str, str]) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        assert (await post(browser, f"{page}/indeling", page, **fields)).status_code == 422


async def test_a_request_is_settled_once(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    (request, _) = await room.desk.store.requests_of((await room.desk.store.message(number)).thread_id)
    form = {"bericht": str(number), "was": "open", "wordt": "settled", "notitie": "Geplaatst in kring 3"}
    async with room.logged_in("lotte") as browser:
        path = f"/aanvragen/{request.id}/stand"
        assert (await post(browser, path, **form)).headers["location"] == f"/berichten/{number}"
        assert (await room.desk.store.request(request.id)).state is RequestState.SETTLED
        assert "Geplaatst in kring 3" in (await browser.get(f"/berichten/{number}")).text
        assert (await post(browser, path, **form)).status_code == 409
        assert (await post(browser, path, **{**form, "wordt": "onzin"})).status_code == 400


async def test_the_original_is_a_download_and_never_a_page(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        answer = await browser.get(f"/berichten/{room.messages[Status.AWAITING_REVIEW]}/origineel")
        assert answer.headers["content-type"] == "message/rfc822"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content.startswith(b"Subject:")


async def test_the_original_can_be_seen_as_text_that_is_never_a_page(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message, "MOST_SOURCE", 60)
    raw = b"Subject: <script>alert(1)</script>\r\n\r\nCaf\xe9 \xe2\x80\xae" + b"x" * 100
    place = FetchedMail(Located("INBOX", 1, 900), raw)
    number = await room.desk.store.receive(room.desk.settings.mailbox_address, place, NOW)
    async with room.logged_in("kim") as browser:
        answer = await browser.get(f"/berichten/{number}/bron")
        assert (await browser.get("/berichten/99999/bron")).status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("Subject: <script>alert(1)</script>\n\nCafé")
    assert "\u202e" not in answer.text
    assert answer.text.endswith("Sla het origineel op om alles te zien.]\n")


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}'


async def test_markup_in_a_mail_stays_text_everywhere(room: Room) -> None:
    found = a_request(90)
    assert found.understanding.requests
    number = await room.arrive(
        subject=EVIL,
        text=EVIL,
        new_text=EVIL,
        defects=(EVIL,),
        html=f"<p>{EVIL}</p><script>alert(3)</script><iframe src=//x></iframe>",
        kind_reason=EVIL,
        understanding=type(found.understanding)(
            kind=found.kind,
            kind_confidence=0.5,
            requests=(Prediction("leerkring", "aanmelden", 0.9, (EVIL,)),),
            contact_name=EVIL,
            municipality_evidence=EVIL,
        ),
    )
    async with room.logged_in("els") as browser:
        for path in ("/", f"/berichten/{number}", "/weekoverzicht", f"/?zoek={EVIL}", "/chat"):
            html = (await browser.get(path)).text
            assert "<script>" not in html, path
            assert "<img" not in html, path
            assert "{{ 7*7 }}" in html or path not in {"/", f"/berichten/{number}"}
        layout = await browser.get(f"/berichten/{number}/opmaak")
        assert layout.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert not any(piece in layout.text for piece in ("<script", "onerror", "<iframe"))


async def away(room: Room, thread_id: int, absence: Absence, **found: Any) -> int:
    """An out-of-office in this conversation; each one is a day older than the one before."""
    return await room.arrive(
        Event.IGNORE, kind=Kind.AUTOREPLY, draft=None, requests=(), thread_id=thread_id, absence=absence, **found
    )


MARIEKE = Address("Marieke <b>", "m.vandenberg@zaltbommel.nl")


async def test_who_is_away_and_who_stands_in_stand_at_the_top(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    thread_id = (await room.desk.store.message(number)).thread_id
    stand_in = Address("Kim de Boer", "k.deboer@zaltbommel.nl")
    await away(room, thread_id, Absence(MARIEKE, date(2026, 12, 3), None, stand_in=stand_in))
    async with room.logged_in("kim") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
    assert "<strong>Marieke &lt;b&gt; &lt;m.vandenberg@zaltbommel.nl&gt;</strong>" in html
    assert "Afwezig tot en met 3 december; vervanger: Kim de Boer (k.deboer@zaltbommel.nl)." in html


@pytest.mark.parametrize(
    ("absence", "shown"),
    [
        (Absence(MARIEKE, NOW.date(), None), "Afwezig tot en met 20 november."),
        (Absence(MARIEKE, None, NOW.date()), ""),
        (Absence(MARIEKE, date(2026, 11, 19), None), ""),
        (Absence(MARIEKE, None, None, stand_in=Address("", "info@zaltbommel.nl")), "Afwezig, einddatum onbekend"),
        (Absence(MARIEKE, None, None, gone=True), "Werkt hier niet meer."),
    ],
)
async def test_an_absence_that_is_over_is_not_shown(room: Room, absence: Absence, shown: str) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    await away(room, (await room.desk.store.message(number)).thread_id, absence)
    async with room.logged_in("kim") as browser:
        html = (await browser.get(f"/berichten/{number}")).text
    assert shown in html
    assert ('aria-label="Afwezig"' in html) is bool(shown)
