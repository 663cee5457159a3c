"""The to-dos of the knowledge base, and the form that turns one into a file for the editor."""

import html
from datetime import UTC, datetime, time, timedelta

from bot.lifecycle import Status
from tests.web.room import Room, post

FORM = {
    "item": "",
    "titel": "Mag een waterschap meedoen?",
    "dienst": "leerkring",
    "vragen": "Mag een waterschap meedoen?\r\nkan ons waterschap ook",
    "status": "actueel",
    "bronnen": "huisregels",
    "tekst": "Leerkringen zijn er voor gemeenten.",
}


async def test_a_rejected_draft_is_a_to_do_until_one_of_its_entries_is_looked_at(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    await room.desk.store.reject_draft(number, 1, "lotte", room.clock.now, "Dit aanbod <b>bestaat</b> niet meer")
    async with room.logged_in("lotte") as browser:
        page = (await browser.get("/kennis/taken")).text
        assert "Dit aanbod &lt;b&gt;bestaat&lt;/b&gt; niet meer" in page
        assert f'href="/berichten/{number}"' in page
        entry = next(iter(room.desk.library.entries.values()))
        assert f'href="/kennis/voorstel?item={entry.id}"' in page
    room.clock.now += timedelta(weeks=14)
    async with room.logged_in("lotte") as browser:
        assert "Er is niets afgekeurd" in (await browser.get("/kennis/taken")).text


async def test_a_to_do_is_done_when_an_entry_of_the_draft_was_looked_at_later(room: Room) -> None:
    entry = next(iter(room.desk.library.entries.values()))
    number = await room.arrive()
    before = datetime.combine(entry.last_checked - timedelta(days=1), time(9), UTC)
    await room.desk.store.reject_draft(number, 1, "lotte", before, "Dit klopt niet meer")
    (found,) = await room.desk.figures.rejected(before)
    assert f"entry:{entry.id}" in found.sources
    async with room.logged_in("lotte") as browser:
        assert "Dit klopt niet meer" not in (await browser.get("/kennis/taken")).text


async def test_the_form_is_filled_with_the_entry_and_the_question(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        address = "/kennis/voorstel?item=leerkring-wat&vraag=Wat+is+een+leerkring%3F&vraag=Wat+is+%3Cdat%3E%3F"
        page = html.unescape((await browser.get(address)).text)
        last = room.desk.library.entries["leerkring-wat"].questions[-1]
        assert f"{last}\nWat is <dat>?</textarea>" in page
        assert (await browser.get("/kennis/voorstel?item=bestaat-niet")).status_code == 404


async def test_a_sound_proposal_is_shown_and_given_as_a_file_and_as_a_patch(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        shown = (await post(browser, "/kennis/voorstel", "/kennis/voorstel", **FORM)).text
        assert "Klaar om over te nemen" in shown
        assert "knowledge/entries/mag-een-waterschap-meedoen.md" in shown
        assert "minder dan 4 vragen" in shown
        file = await post(browser, "/kennis/voorstel/bestand", "/kennis/voorstel", **FORM)
        assert file.headers["content-disposition"] == 'attachment; filename="mag-een-waterschap-meedoen.md"'
        assert file.text.startswith("---\nid: mag-een-waterschap-meedoen\n")
        patch = await post(browser, "/kennis/voorstel/bestand", "/kennis/voorstel", **FORM, als="patch")
        assert patch.text.startswith("--- /dev/null\n+++ b/knowledge/entries/mag-een-waterschap-meedoen.md\n")
    assert "mag-een-waterschap-meedoen" not in room.desk.library.entries


async def test_what_is_not_ready_is_never_given_as_a_file(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        wrong = {**FORM, "tekst": "Bel 06 12345678 <script>"}
        answer = await post(browser, "/kennis/voorstel/bestand", "/kennis/voorstel", **wrong)
        assert answer.status_code == 422
        assert "Dit voorstel is nog niet klaar." in answer.text
        assert "Het telefoonnummer 06 12345678 mag niet in een antwoord." in answer.text
        assert "12345678 &lt;script&gt;</textarea>" in answer.text
        gone = await post(browser, "/kennis/voorstel", "/kennis/voorstel", **{**FORM, "item": "weg"})
        assert gone.status_code == 400
