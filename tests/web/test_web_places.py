"""The pages of municipalities: the map, the table, each municipality, and names that come from mail."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.lifecycle import Status
from bot.pipeline.municipalities import Atlas, PlaceRow, overview
from bot.pipeline.ports import NewRequest
from bot.web.places import COLUMNS, filters_of
from bot.web.tiles import LEVELS, PROVINCES, blocks, short
from tests.web.room import NOW, Room, a_request, library

EVIL = "<script>alert('x')</script>"


def about(*names: str, **other: str) -> dict[str, object]:
    """What preparing finds in a mail about these municipalities."""
    read = a_request(1).understanding
    asked = NewRequest(other.get("service", "leerkring"), "aanmelden", names, (), date(2026, 11, 13), "Plaats zoeken")
    return {"understanding": replace(read, municipalities=names), "requests": (asked,),
            **{name: value for name, value in other.items() if name == "subject"}}  # fmt: skip


def test_the_map_has_a_tile_for_each_of_the_342_municipalities_in_its_province() -> None:
    made = blocks(overview(Atlas(library()), ()))
    assert [block.name for block in made] == list(PROVINCES)
    assert sum(len(block.tiles) for block in made) == 342
    assert {block.name: len(block.tiles) for block in made}["Flevoland"] == 6
    for block in made:
        labels = [tile.short for tile in block.tiles]
        assert len(set(labels)) == len(labels), block.name
        assert all(2 <= len(label) <= 5 for label in labels), labels


@pytest.mark.parametrize(
    ("name", "label"),
    [("Zaltbommel", "Zaltb"), ("Aa en Hunze", "AaHun"), ("'s-Gravenhage", "Grave"), ("Bergen (L.)", "BeL"),
     ("Bergen op Zoom", "BeZoo"), ("Urk", "Urk")],
)  # fmt: skip
def test_a_tile_says_the_name_in_five_letters(name: str, label: str) -> None:
    assert short(name) == label


def test_the_shade_of_a_tile_tells_the_number_of_requests() -> None:
    numbers = {0: 0, 1: 1, 2: 2, 4: 2, 5: 3, 99: 3}
    place = Atlas(library()).current[0]
    rows = [PlaceRow(place.name, place, requests=number) for number in numbers]
    levels = [tile.level for block in blocks(rows) for tile in block.tiles]
    assert sorted(levels) == sorted(numbers.values())
    assert len(LEVELS) == 4


def test_a_name_is_found_however_it_is_written_and_a_former_one_leads_to_its_successor() -> None:
    atlas = Atlas(library())
    hague = atlas.find("den  haag")
    assert hague is not None
    assert hague.name == "'s-Gravenhage"
    former = atlas.find("Aalburg")
    assert former is not None
    assert not former.current
    assert atlas.today(former).name == "Altena"
    assert "Aalburg" in atlas.names(atlas.today(former))
    split = atlas.find("Haaren")
    assert split is not None
    assert len(atlas.successors(split)) == 4
    assert atlas.find("Verweggistan") is None
    assert [shared.name for shared in atlas.organisations(atlas.find("Heiloo") or hague)] == ["BUCH"]


async def test_the_map_and_the_table_say_the_same(room: Room) -> None:
    await room.arrive(**about("Urk"))
    await room.arrive(**about("Urk", "Dronten", service="theater"))
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/gemeenten")).text
        assert html.count('class="tile tile--0"') == 342 - 3  # Zaltbommel is in the room
        assert re.search(r'title="Urk: 2 aanvragen"', html)
        assert "3 van de 342 gemeenten vroegen iets" in html
        csv = (await browser.get("/gemeenten.csv?sorteer=aanvragen")).text.splitlines()
        assert csv[0] == "\ufeffgemeente;code;provincie;aanvragen;open;te laat;laatste aanvraag"
        assert csv[1].startswith("Zaltbommel;GM0297;Gelderland;")
        assert csv[2].startswith("Urk;GM0184;Flevoland;2;2;2;")
        assert len(csv) == 343
        theater = (await browser.get("/gemeenten?dienst=theater")).text
        assert "2 van de 342 gemeenten vroegen iets over Lucas de Man op maat; 340 nog niet." in theater
        assert 'title="Zaltbommel: 0 aanvragen"' in theater


async def test_white_spots_are_listed(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/gemeenten")).text
        spots = html[html.index("Witte vlekken: 341") :].partition("</details>")[0]
        assert "Flevoland (6 van 6)" in spots
        assert "Gelderland (50 van 51)" in spots
        assert 'href="/gemeenten/Urk"' in spots
        assert "Zaltbommel" not in spots


async def test_the_table_is_searched_and_sorted_by_its_address(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        found = (await browser.get("/gemeenten?zoek=den+haag")).text
        assert "1 gemeente gevonden" in found
        assert 'href="/gemeenten/%27s-Gravenhage"' in found
        assert "Geen gemeente gevonden" in (await browser.get("/gemeenten?zoek=xyz")).text
        assert "is geen gemeente meer" in (await browser.get("/gemeenten?zoek=aalburg")).text
        sorted_page = (await browser.get("/gemeenten?sorteer=aanvragen")).text
        assert 'aria-sort="descending">Aanvragen' in sorted_page
        assert 'href="/gemeenten?sorteer=-aanvragen#tabel"' in sorted_page
        names = re.findall(
            r'class="places__name"><a[^>]*>([^<]+)', (await browser.get("/gemeenten?sorteer=-naam&lijst=alle")).text
        )
        assert names[0].startswith("Zw")
        assert names[-1] == "Aa en Hunze"


@pytest.mark.parametrize("query", [{"sorteer": "onzin"}, {"dienst": "onzin"}, {"sorteer": "--naam"}, {}])
def test_a_strange_address_shows_the_list_by_name(query: dict[str, str]) -> None:
    found = filters_of(query)
    assert (found.column, found.service, found.link(dienst="")) in {
        (COLUMNS["naam"], "", ""),
        (COLUMNS["naam"], "", "?sorteer=-naam"),
    }


async def test_a_municipality_shows_what_it_asked_what_is_promised_and_its_mail(room: Room) -> None:
    number = await room.arrive(**about("Urk", subject="Wij doen mee"))
    await room.desk.worklist.hand_over(number, None, "lotte", "els", NOW)
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/gemeenten/urk")).text
        for words in ("<h1", "Flevoland", "GM0184", "Plaats zoeken", "13-11-2026", "5 werkdagen te laat",
                      "Lotte de Wit", "Wij doen mee", f'href="/berichten/{number}"', "Te beoordelen"):  # fmt: skip
            assert words in html, words
        csv = (await browser.get("/gemeenten/Urk/aanvragen.csv")).text
        assert ";Leerkring;Aanmelden;Open;" in csv
        empty = (await browser.get("/gemeenten/Dronten")).text
        assert "Er staat niets open voor deze gemeente." in empty
        assert "Er zijn geen berichten van deze gemeente." in empty


async def test_a_former_name_points_to_the_successor_which_shows_what_was_filed_under_it(room: Room) -> None:
    number = await room.arrive(**about("Aalburg"))
    async with room.logged_in("kim") as browser:
        former = (await browser.get("/gemeenten/Aalburg")).text
        assert "is geen gemeente meer sinds 2019" in former
        assert 'href="/gemeenten/Altena"' in former
        assert f'href="/berichten/{number}"' in (await browser.get("/gemeenten/Altena")).text
        assert 'title="Altena: 1 aanvraag"' in (await browser.get("/gemeenten")).text
        assert "Leerkring" in (await browser.get("/gemeenten/Aalburg/aanvragen.csv")).text
        split = (await browser.get("/gemeenten/Haaren")).text
        assert "Een deel ging naar" in split


async def test_a_shared_organisation_leads_to_its_other_municipalities(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/gemeenten/Heiloo")).text
        assert "BUCH" in html
        assert 'href="/gemeenten/Castricum"' in html


async def test_a_name_on_no_list_has_a_page_only_when_something_is_filed_under_it(room: Room) -> None:
    await room.arrive(**about(EVIL, subject=f"<img src=x onerror=alert(1)>{EVIL}"))
    async with room.logged_in("kim") as browser:
        assert (await browser.get("/gemeenten/Verweggistan")).status_code == 404
        assert (await browser.get("/gemeenten/")).status_code == 404
        pages = ["/gemeenten", "/gemeenten/%3Cscript%3Ealert(%27x%27)%3C%2Fscript%3E", "/weekoverzicht",
                 "/weekoverzicht/mail", "/weekoverzicht/voorbeeld", "/rapport", "/"]  # fmt: skip
        for path in pages:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            assert "<script>" not in answer.text, path
            assert "<img src=x" not in answer.text, path
        assert "staat niet in de lijst van gemeenten" in (await browser.get(pages[1])).text
        assert "&lt;script&gt;" in (await browser.get("/gemeenten")).text


async def test_a_municipality_is_reached_from_every_place_where_its_name_stands(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in("lotte") as browser:
        for path in ("/", f"/berichten/{number}", "/weekoverzicht", "/gemeenten"):
            assert 'href="/gemeenten/Zaltbommel"' in (await browser.get(path)).text, path
