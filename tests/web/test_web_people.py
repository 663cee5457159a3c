"""The pages about colleagues: their own sessions, the page of the managers, links for a password, and the log."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.people import AccountEvent, AuditKind, AuditQuestion, Identity
from bot.pipeline.ports import User
from bot.web import audit
from bot.web.device import device_of
from bot.web.invitation import DIFFERENT, TOO_SHORT
from bot.web.people import LINK_LASTS
from tests.web.room import NOW, PASSWORD, WRITES, Room, form_token, post

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def enter(browser: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    data = {"naam": name, "wachtwoord": password}
    return await browser.post("/inloggen", data=data, headers={**WRITES, "User-Agent": FIREFOX})


async def test_a_session_ends_when_nobody_works_and_lasts_while_somebody_does(room: Room) -> None:
    async with room.browser() as browser:
        await enter(browser, "lotte")
        for _ in range(4):
            room.clock.now += timedelta(hours=1, minutes=50)
            assert (await browser.get("/kennis")).status_code == 200
        room.clock.now += timedelta(hours=2, minutes=1)
        assert (await browser.get("/kennis")).status_code == 303


async def test_what_the_browser_asks_by_itself_is_no_work(room: Room) -> None:
    async with room.browser() as browser:
        await enter(browser, "lotte")
        for _ in range(2):
            room.clock.now += timedelta(minutes=50)
            assert (await browser.get("/berichten/1/aanwezig")).status_code == 200
        room.clock.now += timedelta(minutes=50)
        assert (await browser.get("/")).status_code == 303


async def test_a_session_that_somebody_planted_is_not_taken_over_at_log_in(room: Room) -> None:
    """Session fixation: the token of before means nothing after, also when it was a live session of the attacker."""
    async with room.logged_in("kim") as attacker, room.browser() as victim:
        planted = attacker.cookies["thorbecke"]
        victim.cookies.set("thorbecke", planted, domain="thorbecke.test", path="/")
        await enter(victim, "lotte")
        assert victim.cookies["thorbecke"] != planted
        assert (await attacker.get("/")).status_code == 303
        victim.cookies.set("thorbecke", "verzonnen", domain="thorbecke.test", path="/")
        assert (await victim.get("/")).status_code == 303


async def test_the_form_token_of_one_session_is_no_use_in_another(room: Room) -> None:
    async with room.browser() as first, room.browser() as second:
        for browser in (first, second):
            await enter(browser, "lotte")
        tokens = [form_token((await browser.get("/account")).text) for browser in (first, second)]
        assert tokens[0] != tokens[1]
        answer = await second.post("/account/sessies/einde", data={"csrf": tokens[0]}, headers=WRITES)
        assert answer.status_code == 403


async def test_a_colleague_sees_the_own_devices_and_logs_one_out(room: Room) -> None:
    async with room.browser() as here, room.browser() as there, room.logged_in("kim") as other:
        await enter(there, "lotte")
        await enter(here, "lotte")
        page = (await here.get("/account")).text
        assert page.count("Firefox op Linux") == 3
        assert page.count("dit apparaat") == 1
        (path,) = re.findall(r'action="(/account/sessies/\d+/einde)"', page)
        assert (await post(other, path, "/account")).status_code == 404
        assert (await there.get("/")).status_code == 200
        assert (await post(here, path, "/account")).status_code == 303
        assert (await there.get("/")).status_code == 303
        assert (await here.get("/")).status_code == 200


async def test_logging_out_everywhere_else_leaves_this_browser(room: Room) -> None:
    async with room.browser() as here, room.logged_in("lotte") as there, room.logged_in("kim") as other:
        await enter(here, "lotte")
        await post(here, "/account/sessies/einde", "/account")
        statuses = [(await browser.get("/")).status_code for browser in (here, there, other)]
        assert statuses == [200, 303, 200]


async def test_no_network_address_is_kept_with_a_session(room: Room) -> None:
    async with room.browser() as browser:
        await enter(browser, "lotte")
    (session,) = await room.desk.people.sessions_of("lotte", room.clock.now)
    assert session.device == "Firefox op Linux"
    assert "127.0.0.1" not in repr(session)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (FIREFOX, "Firefox op Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome op Android"),
        ("curl/8.0 (Windows)", "Een browser op Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_a_few_words_of_ours(header: str, words: str) -> None:
    assert device_of(header) == words


async def test_a_manager_adds_a_colleague_who_chooses_a_password_once(room: Room) -> None:
    async with room.logged_in("els") as manager, room.browser() as browser:
        answer = await post(manager, "/mensen", "/mensen", naam=" Noor@VNG.nl ", weergavenaam="Noor", rol="reviewer")
        (link,) = re.findall(r'value="http://thorbecke\.test(/wachtwoord/[^"]+)"', answer.text)
        assert "nog geen wachtwoord" in (await manager.get("/mensen")).text
        assert (await enter(browser, "noor@vng.nl", "")).status_code == 401
        assert (await enter(browser, "noor@vng.nl", "nobody has this password")).status_code == 401
        assert 'value="noor@vng.nl"' in (await browser.get(link)).text
        for words, said in ((("kort", "kort"), TOO_SHORT), ((PASSWORD, f"{PASSWORD}!"), DIFFERENT)):
            refused = await browser.post(link, data=dict(zip(("wachtwoord", "nogmaals"), words, strict=True)))
            assert refused.status_code == 422
            assert said in refused.text
        chosen = await browser.post(link, data={"wachtwoord": PASSWORD, "nogmaals": PASSWORD}, headers=WRITES)
        assert chosen.headers["location"] == "/inloggen"
        assert (await browser.get(link)).status_code == 404
        again = await browser.post(link, data={"wachtwoord": "iets-heel-anders", "nogmaals": "iets-heel-anders"})
        assert again.status_code == 404
        assert (await enter(browser, "noor@vng.nl")).status_code == 303
        assert "Noor <small>(behandelaar)" in (await browser.get("/")).text


async def test_a_link_for_a_password_ends_and_points_at_our_own_public_address(room: Room) -> None:
    settings = replace(room.desk.settings, base_url="https://assistent.example/")
    room.app.state.desk = replace(room.desk, settings=settings)
    async with room.logged_in("els") as manager, room.browser() as browser:
        answer = await post(manager, "/mensen/kim/uitnodiging", "/mensen")
        (link,) = re.findall(r'value="https://assistent\.example(/wachtwoord/[^"]+)"', answer.text)
        assert (await enter(browser, "kim")).status_code == 303
        room.clock.now += LINK_LASTS
        assert "Deze link werkt niet meer" in (await browser.get(link)).text


@pytest.mark.parametrize("name", ["", "a b", "../x", "a/b", "<b>", "é", "-x", "x" * 101])
async def test_a_name_that_cannot_be_used_is_told(room: Room, name: str) -> None:
    async with room.logged_in("els") as manager:
        answer = await post(manager, "/mensen", "/mensen", naam=name, rol="reader")
        assert answer.status_code == 422
        assert "letters zonder accenten" in answer.text
    assert len(await room.desk.accounts.users()) == 3


async def test_a_name_that_is_taken_and_a_role_that_is_none_are_told(room: Room) -> None:
    async with room.logged_in("els") as manager:
        taken = await post(manager, "/mensen", "/mensen", naam="Kim", rol="manager")
        assert (taken.status_code, "Er is al een account" in taken.text) == (422, True)
        for page, form in (("/mensen", {"naam": "noor"}), ("/mensen/kim/rol", {})):
            assert (await post(manager, page, "/mensen", rol="baas", **form)).status_code == 422
        assert (await post(manager, "/mensen/niemand/rol", "/mensen", rol="reader")).status_code == 404
    assert [user.role for user in await room.desk.accounts.users()] == ["manager", "reader", "reviewer"]


async def test_a_role_counts_from_the_next_page_on(room: Room) -> None:
    async with room.logged_in("els") as manager, room.logged_in("kim") as browser:
        assert (await browser.get("/mensen")).status_code == 403
        await post(manager, "/mensen/kim/rol", "/mensen", rol="manager")
        assert (await browser.get("/mensen")).status_code == 200
        await post(browser, "/mensen/els/rol", "/mensen", rol="reader")
        assert (await manager.get("/mensen")).status_code == 403


async def test_the_last_manager_is_not_locked_out(room: Room) -> None:
    async with room.logged_in("els") as manager:
        for path, form in (("rol", {"rol": "reader"}), ("toegang", {"stand": "uit"})):
            answer = await post(manager, f"/mensen/els/{path}", "/mensen", **form)
            assert answer.status_code == 409
            assert "laatste beheerder" in answer.text
        assert (await manager.get("/mensen")).status_code == 200


async def test_who_leaves_is_out_at_once_and_stays_in_the_history(room: Room) -> None:
    async with room.logged_in("els") as manager, room.logged_in("lotte") as browser:
        await post(manager, "/mensen/lotte/toegang", "/mensen", stand="uit")
        assert (await browser.get("/")).status_code == 303
        assert (await enter(browser, "lotte")).status_code == 401
        assert "Lotte de Wit" in (await manager.get("/logboek?persoon=lotte&soort=antwoorden")).text
        await post(manager, "/mensen/lotte/toegang", "/mensen", stand="misschien")
        await post(manager, "/mensen/lotte/toegang", "/mensen", stand="aan")
        assert (await enter(browser, "lotte")).status_code == 303


async def test_a_manager_logs_somebody_out_everywhere(room: Room) -> None:
    async with room.logged_in("els") as manager, room.logged_in("lotte") as browser:
        await post(manager, "/mensen/lotte/sessies/einde", "/mensen")
        assert (await browser.get("/")).status_code == 303
        assert (await manager.get("/")).status_code == 200


async def test_the_organisation_says_the_role_of_its_accounts(room: Room) -> None:
    anna = Identity("https://wie.example", "1", "anna#ext#@vng.nl", "Anna", "reader")
    await room.desk.people.identified(anna, NOW)
    async with room.logged_in("els") as manager:
        page = (await manager.get("/mensen")).text
        assert "/mensen/anna%23ext%23%40vng.nl/toegang" in page
        assert "/mensen/anna%23ext%23%40vng.nl/rol" not in page
        answer = await post(manager, "/mensen/anna%23ext%23%40vng.nl/rol", "/mensen", rol="manager")
        assert answer.status_code == 422
        await post(manager, "/mensen/anna%23ext%23%40vng.nl/toegang", "/mensen", stand="uit")
    user = await room.desk.accounts.user("anna#ext#@vng.nl")
    assert user is not None
    assert user.disabled


async def test_a_manager_links_the_two_accounts_of_a_colleague(room: Room) -> None:
    work = Identity("https://wie.example", "1", "lotte@vng.nl", "Lotte de Wit", "reviewer")
    await room.desk.people.identified(work, NOW)
    path = "/mensen/lotte%40vng.nl/koppeling"
    async with room.logged_in("els") as manager, room.logged_in("lotte") as lotte:
        page = (await manager.get("/mensen")).text
        assert page.count("Werkaccount koppelen") == 1
        assert '<option value="lotte">Lotte de Wit (lotte)</option>' in page
        assert (await manager.post(path, data={"account": "lotte"}, headers=WRITES)).status_code == 403  # no token
        assert (await post(manager, path, "/mensen")).status_code == 422
        assert (await post(manager, path, "/mensen", account="lotte@vng.nl")).status_code == 422
        assert (await lotte.get("/")).status_code == 200
        assert (await post(manager, path, "/mensen", account="lotte")).status_code == 303
        assert (await lotte.get("/")).status_code == 303
        assert (await enter(room.browser(), "lotte")).status_code == 401
        log = (await manager.get("/logboek?persoon=els&soort=mensen")).text
        assert "Werkaccount gekoppeld" in log
        assert "lotte@vng.nl" in log
        assert "Werkaccount koppelen" in (await manager.get("/mensen")).text
    assert (await room.desk.people.identified(work, NOW)).name == "lotte"


async def test_names_of_colleagues_are_inert(room: Room) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    await room.desk.people.add(User("boef", evil, "reader", ""), "els", NOW)
    async with room.logged_in("els") as manager:
        for page in ("/mensen", "/logboek", "/account"):
            assert "<img" not in (await manager.get(page)).text


async def test_the_log_tells_what_people_did_and_nothing_of_the_machine(room: Room) -> None:
    async with room.logged_in("els") as browser:
        await browser.get("/gemeenten.csv")
        await post(browser, "/chat-beheer", "/chat-beheer", stand="uit")
        await enter(room.browser(), "els", "fout")
        page = (await browser.get("/logboek")).text
        told = ("Goedgekeurd", "Gesloten zonder antwoord", "Kring vastgelegd", "Bestand gedownload", "/gemeenten.csv",
                "Chat geschakeld", "Ingelogd", "1 mislukte inlogpoging op deze dag")  # fmt: skip
        for said in told:
            assert said in page, said
        for unsaid in ("Gelezen en klaargezet", "Versturen begonnen", "assistent<", "verzender", "Al gebeld"):
            assert unsaid not in page, unsaid


async def test_the_log_is_narrowed_by_address_and_walked_in_pages(room: Room) -> None:
    for number in range(120):
        at = NOW + timedelta(minutes=number)
        await room.desk.people.note(AccountEvent.EXPORTED, "lotte", at, note=f"/bestand-{number}")
    async with room.logged_in("els") as browser:
        seen, path = [], "/logboek?soort=bestanden&persoon=lotte&van=2026-11-20&tot=2026-11-20"
        while path:
            page = (await browser.get(path)).text
            seen += re.findall(r"/bestand-(\d+)", page)
            older = re.search(r'href="([^"]+)">Oudere regels', page)
            path = older.group(1).replace("&amp;", "&") if older else ""
        assert seen == [str(number) for number in reversed(range(120))]
        assert "geen regels" in (await browser.get("/logboek?soort=bestanden&van=2026-11-21")).text


@pytest.mark.parametrize(
    "query",
    [
        "soort=onzin&van=gisteren&tot=9999-12-31&na=x",
        "van=0001-01-01&na=0001-01-01T00:00:00%2B14:00,0,0",
        "na=2026-11-20T10:00:00,0,1",
        "na=2026-11-20T10:00:00%2B00:00,99999999999999999999,1",
        "persoon=%00'--",
    ],
)
async def test_an_address_of_the_log_that_makes_no_sense_is_no_fault(room: Room, query: str) -> None:
    async with room.logged_in("els") as browser:
        assert (await browser.get(f"/logboek?{query}")).status_code == 200


async def test_every_line_of_the_log_has_words(room: Room) -> None:
    assert set(audit.KIND_LABELS) == set(AuditKind)
    assert set(AccountEvent) <= set(audit.EVENT_LABELS)
    lines = await room.desk.people.audit(AuditQuestion(), size=200)
    assert {line.kind for line in lines} >= {AuditKind.REPLIES, AuditKind.PROGRAMME}
    assert all("_" not in audit.label(line) for line in lines)
