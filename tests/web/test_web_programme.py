"""The pages of leerkringen and intervisitaties, as colleagues use them without scripts."""

import pytest

from bot.lifecycle import Status
from bot.model.programme import CircleState, PlaceState
from tests.web.room import Room, add_circle, add_place, post

FIVE = ("Asten", "Deurne", "Someren", "Gemert-Bakel", "Helmond")


async def test_the_board_shows_who_waits_since_when_in_which_role_and_where(room: Room) -> None:
    await add_place(room, "Ede", "leerkring")
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/programma")).text
    for words in ("Inclusie", "Ede", "19 werkdagen", "Griffier", "Gelderland", "Gemeente of onderwerp ontbreekt"):
        assert words in html
    assert "Gemeente toevoegen" not in html


async def test_a_proposal_is_kept_swapped_and_confirmed_into_drafts(room: Room) -> None:
    for name in (*FIVE, "Ede"):
        await add_place(room, name, "leerkring")
    async with room.logged_in("lotte") as browser:
        html = (await browser.get("/programma/voorstellen")).text
        assert "Alle vijf liggen in Noord-Brabant." in html
        assert "Ede in plaats van" in html
        assert "beste verdeling die er is" in html
        waiting = [one for one in (await room.desk.circles.board()).places if one.topics == ("inclusie",)]
        chosen = [str(one.id) for one in waiting if one.municipality in FIVE]
        made = await post(browser, "/programma/kringen", dienst="leerkring", onderwerp="inclusie", plaats=chosen)
        assert made.status_code == 303
        path = made.headers["location"]
        ede = next(str(one.id) for one in waiting if one.municipality == "Ede")
        swapped = await post(browser, f"{path}/wissel", eruit=chosen[0], erin=ede)
        assert swapped.headers["location"] == path
        assert (await post(browser, f"{path}/bevestiging")).status_code == 303
        html = (await browser.get(path)).text
        assert html.count("Uitgenodigd") == 5
        again = await post(browser, f"{path}/bevestiging")
        assert again.status_code == 409
        assert "Iemand anders was u voor" in again.text
    circle = await room.desk.circles.circle(int(path.rsplit("/", 1)[1]))
    assert {seat.place.municipality for seat in circle.seats} == {"Ede", *FIVE[1:]}
    assert {seat.invitation_status for seat in circle.seats} == {Status.AWAITING_REVIEW}


async def test_answers_by_telephone_fill_the_board_and_the_seat_that_is_free(room: Room) -> None:
    number = await add_circle(room, "leerkring", FIVE)
    spare = await add_place(room, "Ede", "leerkring")
    path = f"/programma/kringen/{number}"
    async with room.logged_in("lotte") as browser:
        await post(browser, f"{path}/bevestiging")
        seats = (await room.desk.circles.circle(number)).seats
        for seat in seats:
            step = "decline" if seat is seats[0] else "accept"
            fields = {"was": "invited", "stap": step, "kring": str(number), "notitie": "Gebeld"}
            assert (await post(browser, f"/programma/plaatsen/{seat.place.id}/stand", **fields)).status_code == 303
        html = (await browser.get(path)).text
        assert "1 plaats is vrij" in html
        assert "De beste vervanger van de wachtlijst is <strong>Ede</strong>" in html
        assert (await post(browser, f"{path}/uitnodiging", plaats=str(spare))).status_code == 303
        fields = {"was": "invited", "stap": "accept", "kring": str(number)}
        await post(browser, f"/programma/plaatsen/{spare}/stand", **fields)
        assert "Compleet" in (await browser.get(path)).text
    assert (await room.desk.circles.circle(number)).state is CircleState.COMPLETE
    board = await room.desk.circles.board()
    assert len([pair for pair in board.refused if FIVE[0] in (pair.first, pair.second)]) == 4


async def test_a_place_is_added_and_corrected_by_a_person(room: Room) -> None:
    fields = {"dienst": "leerkring", "sinds": "2026-11-02", "gemeente": "den bosch", "eerste": "jongeren",
              "onderwerp": ["inclusie", "jongeren"], "naam": "Jan Bos", "adres": "j.bos@s-hertogenbosch.nl",
              "rol": "griffier", "grootte": "groot"}  # fmt: skip
    async with room.logged_in("lotte") as browser:
        added = await post(browser, "/programma/plaatsen", **fields)
        path = added.headers["location"]
        place = await room.desk.circles.place(int(path.rsplit("/", 1)[1]))
        assert (place.municipality, place.topics) == ("'s-Hertogenbosch", ("jongeren", "inclusie"))
        assert (place.size, place.received_at.day) == ("groot", 2)
        assert (await post(browser, f"{path}/gegevens", **{**fields, "gemeente": "Vught"})).status_code == 303
        assert "Vught" in (await browser.get(path)).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"gemeente": "Nergenshuizen"}, "staat niet in de lijst"),
        ({"gemeente": "Asten, Deurne"}, "Elke gemeente heeft een eigen plaats"),
        ({"onderwerp": "onzin"}, "Kies onderwerpen uit de lijst"),
        ({"adres": "geen adres"}, "geen e-mailadres"),
        ({"rol": "koning"}, "Kies een rol"),
        ({"sinds": "2030-01-01"}, "ligt in de toekomst"),
        ({"sinds": "gisteren"}, "Vul de datum"),
        ({"dienst": "pers"}, "Kies leerkring of intervisitatie"),
        ({"grootte": "reusachtig"}, "Kies een grootte"),
    ],
)
async def test_what_cannot_be_used_is_said_and_the_form_is_kept(
    room: Room, changed: dict[str, str], words: str
) -> None:
    fields = {"dienst": "leerkring", "gemeente": "Asten", "naam": "Jan Bos", "rol": "griffier", **changed}
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, "/programma/plaatsen", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Jan Bos" in answer.text


async def test_an_intervisitatie_has_a_committee_with_an_independent_chair_and_six_steps(room: Room) -> None:
    path = "/programma/kringen/1"
    async with room.logged_in("lotte") as browser:
        html = (await browser.get(path)).text
        assert html.count('<option value="Lochem"') == 5
        assert "Stap 6: verbeteracties gemaakt" in html
        refused = await post(browser, f"{path}/commissie", voorzitter="Burgemeester van Lochem")
        assert refused.status_code == 422
        assert "De voorzitter is onafhankelijk" in refused.text
        await post(browser, f"{path}/commissie", voorzitter="Oud-griffier van elders", gs="Lochem")
        await post(browser, f"{path}/stappen", was="0", gedaan="2")
        html = (await browser.get(path)).text
    assert "Oud-griffier van elders" in html
    assert html.count("klaar</span>") == 2


async def test_two_municipalities_are_kept_apart_until_somebody_allows_it(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        await post(browser, "/programma/niet-samen", eerste="lochem", tweede="Zutphen", reden="Buren")
        assert "Lochem en Zutphen" in (await browser.get("/programma")).text
        await post(browser, "/programma/weer-samen", eerste="Lochem", tweede="Zutphen")
        assert "Lochem en Zutphen" not in (await browser.get("/programma")).text
        wrong = await post(browser, "/programma/niet-samen", eerste="Lochem", tweede="Lochem")
        assert "twee verschillende gemeenten" in wrong.text


async def test_what_people_typed_is_shown_inert(room: Room) -> None:
    attack = "<script>alert(1)</script>"
    async with room.logged_in("lotte") as browser:
        place = await add_place(room, "Asten", "leerkring")
        fields = {"dienst": "leerkring", "gemeente": "Asten", "naam": attack, "adres": "j@asten.nl", "rol": "griffier"}
        await post(browser, f"/programma/plaatsen/{place}/gegevens", **fields)
        await post(browser, "/programma/niet-samen", eerste="Asten", tweede="Deurne", reden=attack)
        await post(browser, "/programma/kringen/1/commissie", voorzitter=attack)
        await post(browser, "/programma/kringen/1/einde", reden=attack)
        for path in ("/programma", f"/programma/plaatsen/{place}", "/programma/kringen/1"):
            assert attack not in (await browser.get(path)).text
    assert (await room.desk.circles.circle(1)).state is CircleState.STOPPED
    waiting = [one for one in (await room.desk.circles.board()).places if one.municipality == "Lochem"]
    assert [one.state for one in waiting] == [PlaceState.WAITING]
