"""Logging in and out."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.pipeline.ports import User
from bot.web.app import create_app
from bot.web.login import MAX_PER_ADDRESS, MAX_PER_NAME, TOO_OFTEN, WRONG
from bot.web.page import own_path
from bot.web.passwords import hash_password, is_right
from tests.web.room import NOW, PASSWORD, WRITES, Room, password_hash, post


async def test_the_right_password_leads_to_the_page_that_was_asked_for(room: Room) -> None:
    async with room.browser() as browser:
        asked = await browser.get("/berichten/1?x=1")
        form = await browser.get(asked.headers["location"])
        assert 'value="/berichten/1?x=1"' in form.text
        data = {"naam": "Lotte ", "wachtwoord": PASSWORD, "verder": "/berichten/1?x=1"}
        answer = await browser.post("/inloggen", data=data, headers=WRITES)
        assert (answer.status_code, answer.headers["location"]) == (303, "/berichten/1?x=1")
        assert (await browser.get("/inloggen")).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("lotte", "fout"), ("niemand", PASSWORD), ("", ""), ("lotte", "")])
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(room: Room, name: str, password: str) -> None:
    async with room.browser() as browser:
        answer = await browser.post("/inloggen", data={"naam": name, "wachtwoord": password}, headers=WRITES)
        assert answer.status_code == 401
        assert WRONG in answer.text
        assert "thorbecke" not in browser.cookies


async def test_an_account_that_is_switched_off_cannot_log_in_and_its_session_ends(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        off = User("kim", "Kim Visser", "reader", password_hash(), disabled=True)
        await room.desk.accounts.save_user(off, NOW)
        assert (await browser.get("/")).status_code == 303
        answer = await browser.post("/inloggen", data={"naam": "kim", "wachtwoord": PASSWORD}, headers=WRITES)
        assert answer.status_code == 401


async def test_guessing_is_slowed_down_per_name(room: Room) -> None:
    async with room.browser() as browser:
        for _ in range(MAX_PER_NAME - 1):
            await room.desk.accounts.note_login_failure("name:lotte", room.clock.now)
        await browser.post("/inloggen", data={"naam": "lotte", "wachtwoord": "fout"}, headers=WRITES)
        right = {"naam": "lotte", "wachtwoord": PASSWORD}
        answer = await browser.post("/inloggen", data=right, headers=WRITES)
        assert answer.status_code == 429
        assert TOO_OFTEN in answer.text
        room.clock.now += timedelta(minutes=16)
        assert (await browser.post("/inloggen", data=right, headers=WRITES)).status_code == 303


async def test_guessing_many_names_is_slowed_down_per_address(room: Room) -> None:
    for _ in range(MAX_PER_ADDRESS):
        await room.desk.accounts.note_login_failure("address:127.0.0.1", room.clock.now)
    async with room.browser() as browser:
        answer = await browser.post("/inloggen", data={"naam": "els", "wachtwoord": PASSWORD}, headers=WRITES)
        assert answer.status_code == 429


async def test_logging_in_gives_a_fresh_token_of_which_the_store_only_has_the_hash(room: Room, tmp_path: Path) -> None:
    async with room.browser() as browser:
        data = {"naam": "lotte", "wachtwoord": PASSWORD}
        await browser.post("/inloggen", data=data, headers=WRITES)
        first = browser.cookies["thorbecke"]
        await browser.post("/inloggen", data=data, headers=WRITES)
        second = browser.cookies["thorbecke"]
        assert first != second
        hashes = [sha256(token.encode()).hexdigest() for token in (first, second)]
        assert await room.desk.people.session(hashes[0], NOW) is None
        assert await room.desk.people.session(hashes[1], NOW) is not None
        await room.desk.store.backup(tmp_path / "kopie")
        stored = (tmp_path / "kopie").read_bytes()
        assert second.encode() not in stored


async def test_logging_out_ends_the_session_at_the_server(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        token = browser.cookies["thorbecke"]
        answer = await post(browser, "/uitloggen")
        assert answer.headers["location"] == "/inloggen"
        assert "U bent uitgelogd." in (await browser.get("/inloggen")).text
        browser.cookies.set("thorbecke", token)
        assert (await browser.get("/")).status_code == 303


async def test_a_session_ends_after_its_hours(room: Room) -> None:
    async with room.logged_in("lotte") as browser:
        room.clock.now += timedelta(hours=room.desk.settings.session_hours, minutes=1)
        assert (await browser.get("/")).status_code == 303


async def test_over_https_the_cookie_is_bound_to_this_host(room: Room) -> None:
    secure = replace(room.desk, settings=replace(room.desk.settings, secure_cookies=True))
    room.app = create_app(secure)
    async with room.browser() as browser:
        answer = await browser.post("/inloggen", data={"naam": "kim", "wachtwoord": PASSWORD}, headers=WRITES)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-thorbecke=")
        assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
        assert "Domain" not in cookie


@pytest.mark.parametrize(
    "path",
    ["//elders.example", "https://elders.example", "/\\elders.example", "\\/x", "javascript:alert(1)", "", "/\n/x"],
)
def test_the_way_on_after_logging_in_is_never_another_site(path: str) -> None:
    assert own_path(path) == "/"


async def test_a_session_that_ended_gives_the_typed_text_back(room: Room) -> None:
    async with room.browser() as browser:
        text = {"tekst": "Mijn <b>mooie</b> antwoord", "versie": "1"}
        answer = await browser.post("/berichten/1/goedkeuring", data=text, headers=WRITES)
        assert answer.status_code == 401
        assert "Mijn &lt;b&gt;mooie&lt;/b&gt; antwoord" in answer.text


def test_a_hash_that_is_no_hash_is_never_right() -> None:
    assert is_right(PASSWORD, hash_password(PASSWORD))
    assert not is_right(PASSWORD, "geen hash")
    assert not is_right("", None)
