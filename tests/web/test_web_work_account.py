"""Logging in with a work account, against a log-in service on loopback."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.app import organisation_of
from bot.errors import IdentityRefused, SettingsError
from bot.model.people import AuditKind, AuditQuestion
from bot.oauth.claims import display_name_in, name_in, role_in
from bot.oauth.openid import OpenIdConnect
from bot.pipeline.ports import User
from bot.settings import Settings, load
from bot.web.work_account import LASTS, LOST, NO_ROLE, NO_WAY_OUT, OFF, REFUSED, TAKEN, UNAVAILABLE
from tests.servers.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider, shared_secret_key, signing_key
from tests.web.room import NOW, PASSWORD, WRITES, Room, post

ROLES = (("Lezer", "reader"), ("Behandelaar", "reviewer"), ("/thorbecke/beheer", "manager"))


@pytest.fixture
def service(room: Room) -> Iterator[Provider]:
    """The log-in service, by the clock of the room."""
    with provider(lambda: room.clock().timestamp()) as running:
        yield running


@pytest.fixture
async def browser(room: Room, service: Provider) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at pages that know the service."""
    environment = {
        "THORBECKE_OIDC_ISSUER": service.issuer,
        "THORBECKE_OIDC_CLIENT_ID": CLIENT_ID,
        "THORBECKE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "THORBECKE_OIDC_ROLES": ", ".join(f"{value}={role}" for value, role in ROLES),
        "THORBECKE_BASE_URL": "http://thorbecke.test/",
    }
    room.app.state.desk = replace(room.desk, organisation=organisation_of(load(environment)))
    async with room.browser() as made:
        yield made


async def there(browser: httpx.AsyncClient, onward: str = "/") -> str:
    """To the service and nearly back; returns the path with which the browser would come back."""
    begun = await browser.get("/inloggen/werkaccount", params={"verder": onward})
    assert begun.status_code == 303, begun.text
    async with httpx.AsyncClient() as outside:
        back = (await outside.get(begun.headers["location"])).headers["location"]
    assert back.startswith("http://thorbecke.test/inloggen/werkaccount/terug?")
    return back.removeprefix("http://thorbecke.test")


async def log_in(browser: httpx.AsyncClient, onward: str = "/") -> httpx.Response:
    return await browser.get(await there(browser, onward))


async def test_a_colleague_logs_in_and_comes_back_where_the_way_began(
    browser: httpx.AsyncClient, service: Provider
) -> None:
    asked = await browser.get("/berichten/1?x=1")
    form = (await browser.get(asked.headers["location"])).text
    assert 'href="/inloggen/werkaccount?verder=/berichten/1%3Fx%3D1"' in form
    answer = await log_in(browser, "/berichten/1?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/berichten/1?x=1")
    page = (await browser.get("/")).text
    assert "Anna de Vries <small>(behandelaar)" in page
    assert [cookie for cookie in browser.cookies if cookie.endswith("heen")] == []
    assert service.asked.count("/.well-known/openid-configuration") == 1


async def test_what_is_asked_has_pkce_state_and_nonce_that_are_new_each_time(browser: httpx.AsyncClient) -> None:
    seen: list[str] = []
    for _ in range(2):
        begun = await browser.get("/inloggen/werkaccount")
        asked = {name: value[0] for name, value in parse_qs(urlsplit(begun.headers["location"]).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["redirect_uri"] == "http://thorbecke.test/inloggen/werkaccount/terug"
        assert "client_secret" not in asked
        seen += [asked["state"], asked["nonce"], asked["code_challenge"]]
    assert len(set(seen)) == 6
    assert min(len(each) for each in seen) >= 43


GIVEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"roles": ["Lezer"]}, "lezer"),
    ({"roles": [], "groups": ["/thorbecke/beheer"]}, "beheerder"),
    ({"groups": [], "realm_access": {"roles": ["offline_access", "Behandelaar"]}}, "behandelaar"),
    ({"realm_access": {}, "resource_access": {CLIENT_ID: {"roles": ["Lezer"]}}}, "lezer"),
    ({"roles": ["Lezer", "/thorbecke/beheer", "Behandelaar"]}, "beheerder"),
)


async def test_claims_of_entra_id_and_keycloak_give_a_role(browser: httpx.AsyncClient, service: Provider) -> None:
    for claims, role in GIVEN:
        service.person |= claims
        assert (await log_in(browser)).status_code == 303
        assert f"<small>({role})" in (await browser.get("/account")).text


async def test_a_linked_colleague_comes_into_the_account_of_before(
    browser: httpx.AsyncClient, service: Provider, room: Room
) -> None:
    service.person["roles"] = ["Behandelaar"]
    await log_in(browser)
    await room.desk.people.link("anna@vng.nl", "lotte", "els", room.clock.now)
    assert (await browser.get("/")).status_code == 303
    assert (await log_in(browser)).status_code == 303
    assert "<dd>lotte</dd>" in (await browser.get("/account")).text


async def test_a_role_that_the_organisation_takes_away_is_gone_at_the_next_log_in(
    browser: httpx.AsyncClient, service: Provider, room: Room
) -> None:
    await log_in(browser)
    service.person["roles"] = ["Lezer"]
    await log_in(browser)
    assert "<small>(lezer)" in (await browser.get("/")).text
    service.person["roles"] = ["iets anders", "resource"]
    answer = await log_in(browser)
    assert (answer.status_code, NO_ROLE in answer.text) == (403, True)
    lines = await room.desk.people.audit(AuditQuestion(person="anna@vng.nl"), size=20)
    assert [line.event for line in lines] == ["logged_in", "role_changed", "logged_in", "added"]


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.pop(name)


def _with(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(changed)


def _later(seconds: int, *names: str) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update({name: claims[name] + seconds for name in names})


WRONG: dict[str, Callable[[dict[str, Any]], None]] = {
    "another issuer": _with(iss="https://elders.example"),
    "no issuer": _without("iss"),
    "another audience": _with(aud="iemand-anders"),
    "our audience among others, for another party": _with(aud=[CLIENT_ID, "iemand-anders"], azp="iemand-anders"),
    "our audience among others, for nobody": _with(aud=[CLIENT_ID, "iemand-anders"]),
    "no audience": _without("aud"),
    "another nonce": _with(nonce="van een ander"),
    "no nonce": _without("nonce"),
    "expired": _later(-400, "exp", "iat"),
    "never expires": _without("exp"),
    "an end that is no number": _with(exp="morgen"),
    "of the future": _later(3600, "exp", "iat"),
    "not valid yet": _with(nbf=NOW.timestamp() + 3600),
    "no subject": _without("sub"),
    "an empty subject": _with(sub=""),
    "another access token": _with(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no name": _without("preferred_username"),
    "a name that is a path": _with(preferred_username="../mensen"),
}


async def test_an_identity_token_with_anything_wrong_lets_nobody_in(
    browser: httpx.AsyncClient, service: Provider, room: Room
) -> None:
    for wrong, service.spoil in WRONG.items():
        answer = await log_in(browser)
        assert (answer.status_code, REFUSED in answer.text) == (403, True), wrong
        assert "thorbecke" not in browser.cookies, wrong
    assert len(await room.desk.accounts.users()) == 3


SIGNED: dict[str, tuple[str, Any]] = {
    "by nobody": ("none", None),
    "with the secret that we share": ("HS256", shared_secret_key()),
    "with a foreign key": ("RS256", signing_key("sleutel-2", "van een ander")),
    "with a foreign key under the name of the right one": ("RS256", signing_key(name="van een ander")),
}


@pytest.mark.filterwarnings("ignore:JWS algorithm")
async def test_a_signature_that_is_not_the_services_own_lets_nobody_in(
    browser: httpx.AsyncClient, service: Provider
) -> None:
    for how, (service.algorithm, service.signs_with) in SIGNED.items():
        answer = await log_in(browser)
        assert (answer.status_code, REFUSED in answer.text) == (403, True), how


async def test_a_service_that_changed_its_keys_is_understood(browser: httpx.AsyncClient, service: Provider) -> None:
    assert (await log_in(browser)).status_code == 303
    service.key = signing_key("sleutel-2", "van een ander")
    assert (await log_in(browser)).status_code == 303


SENT: tuple[dict[str, str], ...] = (
    {"state": "geraden"},
    {"state": ""},
    {"code": ""},
    {"error": "access_denied"},
    {"iss": "https://elders.example"},
    {"code": "geraden"},
)


async def test_an_answer_that_was_not_asked_for_lets_nobody_in(browser: httpx.AsyncClient, service: Provider) -> None:
    for service.sends in SENT:
        answer = await log_in(browser)
        assert (answer.status_code, REFUSED in answer.text) == (403, True), service.sends
        assert "thorbecke" not in browser.cookies


async def test_an_answer_works_once_in_the_browser_that_began_and_not_for_long(
    browser: httpx.AsyncClient, room: Room
) -> None:
    path = await there(browser)
    async with room.browser() as other:
        answer = await other.get(path)
        assert (answer.status_code, LOST in answer.text) == (400, True)
    assert (await browser.get(path)).status_code == 303
    assert (await browser.get(path)).status_code == 400
    late = await there(browser)
    room.clock.now += LASTS
    assert (await browser.get(late)).status_code == 400


async def test_logging_in_replaces_the_session_that_was_planted(browser: httpx.AsyncClient, room: Room) -> None:
    async with room.logged_in("kim") as attacker:
        planted = attacker.cookies["thorbecke"]
        browser.cookies.set("thorbecke", planted, domain="thorbecke.test", path="/")
        await log_in(browser)
        assert browser.cookies["thorbecke"] != planted
        assert (await attacker.get("/")).status_code == 303


async def test_the_way_on_is_never_another_site(browser: httpx.AsyncClient) -> None:
    for onward in ("//elders.example", "https://elders.example", "/\\elders.example", "javascript:x"):
        assert (await log_in(browser, onward)).headers["location"] == "/"


async def test_an_account_that_is_switched_off_stays_out(browser: httpx.AsyncClient, room: Room) -> None:
    await log_in(browser)
    await room.desk.people.switch("anna@vng.nl", "els", NOW, on=False)
    assert (await browser.get("/")).status_code == 303
    answer = await log_in(browser)
    assert (answer.status_code, OFF in answer.text) == (403, True)


async def test_a_name_that_somebody_has_here_opens_no_account(browser: httpx.AsyncClient, room: Room) -> None:
    await room.desk.people.add(User("anna@vng.nl", "Lokale Anna", "manager", "x"), "els", NOW)
    answer = await log_in(browser)
    assert (answer.status_code, TAKEN in answer.text) == (409, True)


async def test_an_account_of_the_organisation_has_no_password(browser: httpx.AsyncClient) -> None:
    await log_in(browser)
    for password in ("", PASSWORD, "nobody has this password"):
        data = {"naam": "anna@vng.nl", "wachtwoord": password}
        assert (await browser.post("/inloggen", data=data, headers=WRITES)).status_code == 401


DESCRIBED: tuple[dict[str, Any], ...] = (
    {"issuer": "https://elders.example"},
    {"token_endpoint": "ftp://127.0.0.1/token"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"jwks_uri": None},
)


async def test_a_service_that_describes_itself_wrongly_is_not_used(
    browser: httpx.AsyncClient, service: Provider
) -> None:
    for service.description in DESCRIBED:
        answer = await browser.get("/inloggen/werkaccount")
        assert (answer.status_code, UNAVAILABLE in answer.text) == (503, True), service.description
    service.description = {}
    assert (await log_in(browser)).status_code == 303


async def test_local_accounts_work_while_the_service_is_away(browser: httpx.AsyncClient, room: Room) -> None:
    away = replace(room.app.state.desk.organisation._client, issuer="http://127.0.0.1:9")
    room.app.state.desk = replace(room.desk, organisation=OpenIdConnect(away))
    assert (await browser.get("/inloggen/werkaccount")).status_code == 503
    data = {"naam": "lotte", "wachtwoord": PASSWORD}
    assert (await browser.post("/inloggen", data=data, headers=WRITES)).status_code == 303


async def test_a_service_that_takes_the_secret_in_the_header_gets_it_there(
    browser: httpx.AsyncClient, service: Provider
) -> None:
    service.description = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    assert (await log_in(browser)).status_code == 303


async def test_what_the_service_says_of_people_is_not_logged(
    browser: httpx.AsyncClient, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    path = await there(browser)
    organisation = room.app.state.desk.organisation
    stranger = replace(organisation._client, secret=type(organisation._client.secret)("verkeerd"))
    room.app.state.desk = replace(room.app.state.desk, organisation=OpenIdConnect(stranger))
    assert (await browser.get(path)).status_code == 403
    assert "invalid_client" in caplog.text
    assert "Anna" not in caplog.text
    assert "verkeerd" not in caplog.text
    lines = await room.desk.people.audit(AuditQuestion(kind=AuditKind.FAILED), size=5)
    assert [(line.person, line.times) for line in lines] == [("", 1)]


async def test_beginning_again_and_again_is_slowed_down(browser: httpx.AsyncClient, room: Room) -> None:
    statuses = [(await browser.get("/inloggen/werkaccount")).status_code for _ in range(31)]
    assert statuses == [303] * 30 + [429]
    room.clock.now += timedelta(minutes=16)
    assert (await browser.get("/inloggen/werkaccount")).status_code == 303


async def test_without_a_service_its_pages_do_not_exist(room: Room) -> None:
    async with room.browser() as browser:
        for path in ("/inloggen/werkaccount", "/inloggen/werkaccount/terug?code=x&state=y"):
            assert (await browser.get(path)).status_code == 404
        assert "werkaccount" not in (await browser.get("/inloggen")).text
    assert organisation_of(Settings()) is None


WHOLE = {
    "THORBECKE_OIDC_ISSUER": "https://wie.example",
    "THORBECKE_OIDC_CLIENT_ID": "x",
    "THORBECKE_OIDC_CLIENT_SECRET": "y",
    "THORBECKE_OIDC_ROLES": "a=b=reader",
    "THORBECKE_BASE_URL": "https://assistent.example",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"THORBECKE_OIDC_ROLES": ""}, "THORBECKE_OIDC_ROLES"),
        ({"THORBECKE_OIDC_CLIENT_SECRET": ""}, "THORBECKE_OIDC_CLIENT_SECRET"),
        ({"THORBECKE_BASE_URL": ""}, "THORBECKE_BASE_URL"),
        ({"THORBECKE_OIDC_ISSUER": "http://wie.example"}, "https://"),
        ({"THORBECKE_OIDC_ROLES": "groep=baas"}, "VALUE=MEANING"),
        ({"THORBECKE_OIDC_ROLES": "=reader"}, "VALUE=MEANING"),
        ({"THORBECKE_OIDC_SCOPE": "profile"}, "openid"),
    ],
)
def test_half_a_log_in_service_is_told_at_the_start(changed: dict[str, str], said: str) -> None:
    assert load(WHOLE).oidc_roles == (("a=b", "reader"),)
    with pytest.raises(SettingsError, match=said):
        load(WHOLE | changed)


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    some.dictionaries(
        some.sampled_from(
            ("roles", "groups", "realm_access", "resource_access", "preferred_username", "upn", "email", "name")
        ),
        ANYTHING,
    )
)
def test_no_claims_of_any_form_do_more_than_refuse(claims: dict[str, Any]) -> None:
    assert isinstance(display_name_in(claims), str)
    for read in (name_in, lambda given: role_in(given, CLIENT_ID, ROLES)):
        with suppress(IdentityRefused):
            assert read(claims)


async def test_who_logs_out_here_may_log_out_at_the_organisation_and_comes_back(
    browser: httpx.AsyncClient, service: Provider
) -> None:
    service.description["end_session_endpoint"] = f"{service.issuer}/uit?taal=nl"
    await log_in(browser)
    await post(browser, "/uitloggen")
    page = (await browser.get("/inloggen")).text
    assert "Bij uw organisatie bent u nog ingelogd." in page
    assert 'href="/inloggen/werkaccount/uit"' in page
    assert "werkaccount/uit" not in (await browser.get("/inloggen")).text, "the offer is made once"
    left = await browser.get("/inloggen/werkaccount/uit")
    assert left.status_code == 303
    address = urlsplit(left.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{service.issuer}/uit"
    assert parse_qs(address.query) == {
        "taal": ["nl"],
        "client_id": [CLIENT_ID],
        "post_logout_redirect_uri": ["http://thorbecke.test/inloggen"],
    }


@pytest.mark.parametrize("address", [None, "", 7, "javascript:alert(1)", "ftp://elders.example/uit"])
async def test_a_service_without_a_safe_way_out_is_told_in_words(
    browser: httpx.AsyncClient, service: Provider, address: object
) -> None:
    service.description["end_session_endpoint"] = address
    answer = await browser.get("/inloggen/werkaccount/uit")
    assert (answer.status_code, NO_WAY_OUT in answer.text) == (200, True)


async def test_a_local_account_hears_nothing_of_the_organisation(browser: httpx.AsyncClient, room: Room) -> None:
    await browser.post("/inloggen", data={"naam": "kim", "wachtwoord": PASSWORD}, headers=WRITES)
    await post(browser, "/uitloggen")
    page = (await browser.get("/inloggen")).text
    assert "U bent uitgelogd." in page
    assert "werkaccount/uit" not in page
    room.app.state.desk = room.desk
    assert (await browser.get("/inloggen/werkaccount/uit")).status_code == 404
