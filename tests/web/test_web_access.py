"""Who may see and do what, and what every answer carries."""

import re

import pytest
from starlette.routing import Mount, Route

from bot.lifecycle import Status
from bot.web.app import routes
from tests.web.room import WRITES, Room

PUBLIC = {
    "/inloggen",
    "/inloggen/werkaccount",
    "/inloggen/werkaccount/terug",
    "/wachtwoord/{token}",
    "/chat",
    "/chat/einde",
    "/chat/oordeel",
    "/inloggen/werkaccount/uit",
    "/widget",
    "/widget.js",
    "/widget/einde",
    "/widget/oordeel",
    "/chat/bevestigen/{token}",
    "/chat/doorgegeven",
    "/toegankelijkheid",
    "/privacy",
    "/gezondheid",
}
FOR_EVERY_COLLEAGUE = {"/", "/vragen", "/uitloggen", "/account", "/account/sessies/einde",
                       "/account/sessies/{id:int}/einde",
                       "/berichten/{id:int}", "/berichten/{id:int}/origineel",
                       "/berichten/{id:int}/bron", "/berichten/{id:int}/opmaak", "/berichten/{id:int}/aanwezig",
                       "/sneltoetsen", "/weekoverzicht", "/weekoverzicht.csv", "/kennis", "/kennis/{entry}",
                       "/correcties", "/correcties.yaml", "/kennis/vragen", "/kennis/vragen.yaml", "/kennis/taken",
                       "/programma", "/programma/voorstellen",
                       "/programma/kringen/{id:int}", "/programma/plaatsen/{id:int}",
                       "/experts", "/experts/aanvragen/{id:int}",
                       "/weekoverzicht/voorbeeld", "/weekoverzicht/mail", "/rapport", "/rapport/{figure}.csv",
                       "/bijeenkomsten", "/bijeenkomsten/{id:int}", "/bijeenkomsten/{id:int}/agenda.ics",
                       "/bijeenkomsten/{id:int}/deelnemers.csv",
                       "/gemeenten", "/gemeenten.csv", "/gemeenten/{name:path}",
                       "/gemeenten/{name:path}/aanvragen.csv",
                       "/berichten/{id:int}/bijlagen/{file:int}"}  # fmt: skip

FOR_REVIEWERS = {
    "/aanvragen/{id:int}/intake",
    "/kennis/vragen/besluit",
    "/kennis/voorstel",
    "/kennis/voorstel/bestand",
    *(f"/berichten/{{id:int}}/{noun}" for noun in (
        "concept", "bewaring", "weggooiing", "goedkeuring", "terughaling", "afkeuring", "sluiting", "sluimering",
        "wekking", "heropening", "herkansing", "overname", "oordeel", "behandelaar", "indeling", "losmaking",
        "samenvoeging", "terugzetting", "intrekking", "opmerking", "beantwoording", "antwoord", "wachten",
        "sjabloon", "sjabloonkeuze", "versie")),
    *(f"/programma/kringen/{{id:int}}/{noun}" for noun in (
        "wissel", "bevestiging", "uitnodiging", "einde", "commissie", "stappen")),
    "/programma/kringen", "/programma/plaatsen", "/programma/plaatsen/nieuw", "/programma/plaatsen/{id:int}/gegevens",
    "/programma/plaatsen/{id:int}/stand", "/programma/niet-samen", "/programma/weer-samen",
    "/bijeenkomsten/nieuw", "/bijeenkomsten/aanmeldingen",
    *(f"/bijeenkomsten/{{id:int}}/{noun}" for noun in (
        "gegevens", "stand", "aanmelding", "deelnemers", "deelname", "aantal", "berichten", "verteld")),
    "/experts/aanvragen/{id:int}/keuze", "/experts/aanvragen/{id:int}/stand",
    "/correcties/{id:int}/oordeel", "/sluitingen", "/heropeningen", "/aanvragen/{id:int}/stand",
    "/toezeggingen/{id:int}",
}  # fmt: skip
FOR_MANAGERS = {"/sluitingsdagen", "/sluitingsdagen/einde", "/chat-beheer", "/logboek", "/mensen",
                "/mensen/{person}/rol", "/mensen/{person}/toegang",
                "/mensen/{person}/uitnodiging", "/mensen/{person}/koppeling",
                "/mensen/{person}/sessies/einde"}  # fmt: skip


def table() -> list[tuple[str, str]]:
    """(method, path) of every page."""
    return [
        (method, route.path)
        for route in routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    ]


def address(room: Room, path: str) -> str:
    number = room.messages[Status.AWAITING_REVIEW]
    path = path.replace("{file:int}", "1").replace("{person}", "kim")
    path = path.replace("{figure}", "stroom").replace("{name:path}", "Zaltbommel")
    return path.replace("{id:int}", str(number)).replace("{entry}", next(iter(room.desk.library.entries)))


POSTS = sorted({path for method, path in table() if method == "POST"})
GETS = sorted({path for method, path in table() if method == "GET"})


def test_every_page_stands_on_the_list_of_who_may_see_it() -> None:
    """A new page without a line here fails: whose page it is, is decided by somebody who thinks about it."""
    lists = (PUBLIC, FOR_EVERY_COLLEAGUE, FOR_REVIEWERS, FOR_MANAGERS)
    assert {path for _, path in table()} == set().union(*lists)
    assert sum(len(each) for each in lists) == len(set().union(*lists))
    assert {type(route) for route in routes()} == {Route, Mount}
    assert [route.path for route in routes() if isinstance(route, Mount)] == ["/static"]


async def test_who_is_not_logged_in_only_sees_the_public_pages(room: Room) -> None:
    async with room.browser() as browser:
        for method, path in table():
            answer = await browser.request(method, address(room, path), headers=WRITES)
            if path in PUBLIC:
                assert answer.status_code in {200, 303, 401, 404, 422}, path
            elif method == "GET":
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/inloggen?verder=%2F")
            else:
                assert answer.status_code == 401, path


@pytest.mark.parametrize("name", ["kim", "lotte", "els"])
async def test_a_reader_sees_everything_and_decides_nothing(room: Room, name: str) -> None:
    for method, path in table():
        if path in PUBLIC:
            continue
        async with room.logged_in(name) as browser:
            form = {"csrf": f"formulier-van-{name}", "versie": "1", "bericht": "1", "was": "open", "wordt": "settled"}
            form["gesprek"] = form["vraag"] = "1"
            data = form if method == "POST" else None
            answer = await browser.request(method, address(room, path), headers=WRITES, data=data)
            too_low = name == "kim" and path not in FOR_EVERY_COLLEAGUE
            if too_low or (name != "els" and path in FOR_MANAGERS):
                assert answer.status_code == 403, path
            else:
                assert answer.status_code in {200, 303, 409, 422} | ({404} if "{file:int}" in path else set()), path


async def test_every_form_of_staff_needs_the_token_of_the_session(room: Room) -> None:
    before = await room.desk.store.counts()
    async with room.logged_in("els") as browser:
        for path in set(POSTS) - PUBLIC:
            for token in ("", "verkeerd", "formulier-van-kim"):
                answer = await browser.post(address(room, path), data={"csrf": token, "reden": "x"}, headers=WRITES)
                assert answer.status_code == 403, path
        assert (await browser.get("/")).status_code == 200
    assert await room.desk.store.counts() == before


async def test_every_form_that_staff_sees_carries_the_token(room: Room) -> None:
    async with room.logged_in("els") as browser:
        for path in set(GETS) - PUBLIC:
            html = (await browser.get(address(room, path))).text
            for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL):
                assert 'name="csrf" value="formulier-van-els"' in form, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
    ],
)
async def test_a_form_on_another_site_is_refused(room: Room, headers: dict[str, str]) -> None:
    async with room.logged_in("els") as browser:
        for path in POSTS:
            data = {"csrf": "formulier-van-els"}
            assert (await browser.post(address(room, path), data=data, headers=headers)).status_code == 403, path


async def test_a_form_of_our_own_page_is_taken_from_browsers_without_fetch_metadata(room: Room) -> None:
    async with room.browser() as browser:
        headers = {"Origin": "http://thorbecke.test"}
        assert (
            await browser.post("/chat", data={"vraag": "Wat is een leerkring?"}, headers=headers)
        ).status_code == 303


async def test_every_answer_carries_the_security_headers(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        for path in [*GETS, "/bestaat-niet"]:
            headers = (await browser.get(address(room, path))).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy, path
            framed = path.endswith(("opmaak", "/mail"))
            assert "unsafe" not in policy or framed
            if path == "/widget.js":
                assert headers["cross-origin-resource-policy"] == "cross-origin"
                continue
            assert "frame-ancestors 'self'" in policy if framed else "frame-ancestors 'none'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["cache-control"] == "no-store"


async def test_no_page_holds_inline_code(room: Room) -> None:
    """The policy would switch it off, so its presence is a fault."""
    async with room.logged_in("els") as browser:
        for method, path in table():
            if method == "GET" and not path.endswith(("origineel", "bron", "csv", "ics", "opmaak")):
                html = (await browser.get(address(room, path))).text
                assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=|<style", html), path


async def test_a_form_that_is_too_large_is_refused(room: Room) -> None:
    async with room.browser() as browser:
        answer = await browser.post("/chat", data={"vraag": "x" * 1_100_000}, headers=WRITES)
        assert answer.status_code == 413
        assert "te groot" in answer.text


async def test_unknown_pages_and_messages_are_a_dutch_404(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        for path in ("/bestaat-niet", "/berichten/99999", f"/berichten/{10**30}", "/kennis/onbekend", "/berichten/x"):
            answer = await browser.get(path)
            assert answer.status_code == 404
            assert "Deze pagina bestaat niet" in answer.text


async def test_a_crash_is_a_dutch_500_without_its_reason(room: Room) -> None:
    """The database goes away under the pages."""
    async with room.browser() as browser:
        await room.desk.store.close()
        answer = await browser.get("/gezondheid")
        assert answer.status_code in {500, 503}
        assert "Traceback" not in answer.text
        assert "probeer het straks opnieuw" in answer.text.casefold()
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_health_counts_the_messages_without_naming_anybody(room: Room) -> None:
    async with room.browser() as browser:
        body = (await browser.get("/gezondheid")).json()
        assert body["ok"] is True
        assert body["counts"]["unconfirmed"] == 1
        (alert,) = body["alerts"]
        assert alert.startswith("1 mail wacht al langer dan een uur")
