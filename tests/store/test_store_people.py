"""Sessions, changes of accounts and what is written down about them."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict, InvalidInput, NotFound
from bot.model import FourEyes
from bot.model.people import AccountEvent, AuditKind, AuditQuestion, Identity, NewSession
from bot.pipeline.ports import User
from bot.store import SqliteStore
from bot.store.people import LAST_MANAGER
from tests.store.samples import LATER, NOW, look, outgoing, waiting

ELS = User("els", "Els Bakker", "manager", "argon2id-hash")
BO = User("bo", "Bo", "reviewer", "x")
HOUR = timedelta(hours=1)
ANNA = Identity("https://wie.example", "a1", "anna@vng.nl", "Anna", "reviewer")


def session(token: str, user: str = "els", at: datetime = NOW) -> NewSession:
    return NewSession(token, user, f"csrf-{token}", at, at + HOUR, at + 10 * HOUR, "Firefox op Windows")


@pytest.fixture
async def people(store: SqliteStore) -> SqliteStore:
    """A manager and a reviewer."""
    for user in (ELS, BO):
        await store.people.add(user, "beheerder", NOW)
    return store


async def told(store: SqliteStore, person: str) -> list[str]:
    lines = await store.people.audit(AuditQuestion(person=person), size=50)
    return [line.event for line in reversed(lines)]


async def test_a_session_ends_when_nobody_works_in_it_and_in_any_case_at_its_end(people: SqliteStore) -> None:
    await people.people.start_session(session("een"))
    found = await people.people.session("een", NOW)
    assert found is not None
    assert found[:2] == (ELS, "csrf-een")
    assert await people.people.session("ander", NOW) is None
    assert await people.people.session("een", NOW + HOUR) is None
    at = NOW
    for _ in range(9):
        at += HOUR / 2
        await people.people.use_session("een", at, at + HOUR)
    used = await people.people.session("een", at + HOUR / 2)
    assert used is not None
    assert used[2].used_at == at
    await people.people.use_session("een", at, at + 20 * HOUR)
    assert await people.people.session("een", NOW + 10 * HOUR) is None


async def test_a_person_sees_and_ends_sessions_of_nobody_else(people: SqliteStore) -> None:
    for token, user in (("een", "els"), ("twee", "els"), ("drie", "bo")):
        await people.people.start_session(session(token, user))
    await people.people.use_session("een", NOW + HOUR / 2, NOW + 2 * HOUR)
    mine = await people.people.sessions_of("els", NOW)
    assert [each.device for each in mine] == ["Firefox op Windows"] * 2
    assert mine[0].used_at == NOW + HOUR / 2
    (theirs,) = await people.people.sessions_of("bo", NOW)
    with pytest.raises(NotFound):
        await people.people.end_session(theirs.id, "els", "els", NOW)
    await people.people.end_session(mine[1].id, "els", "els", NOW)
    assert await people.people.session("twee", NOW) is None
    assert await people.people.session("een", NOW) is not None
    assert await people.people.session("drie", NOW) is not None


async def test_logging_out_everywhere_spares_the_session_that_says_so(people: SqliteStore) -> None:
    for token in ("een", "twee", "drie"):
        await people.people.start_session(session(token))
    (keep,) = (each.id for each in await people.people.sessions_of("els", NOW) if each.id == 1)
    assert await people.people.end_sessions_of("els", "els", NOW, but=keep) == 2
    assert [each.id for each in await people.people.sessions_of("els", NOW)] == [keep]
    assert await people.people.end_sessions_of("els", "els", NOW) == 1
    assert await people.people.end_sessions_of("els", "els", NOW) == 0
    assert await told(people, "els") == ["added", *["logged_in"] * 3, "sessions_ended", "sessions_ended"]


async def test_logging_out_is_written_down_once(people: SqliteStore) -> None:
    await people.people.start_session(session("een"))
    await people.people.log_out("een", LATER)
    await people.people.log_out("een", LATER)
    assert await told(people, "els") == ["added", "logged_in", "logged_out"]


async def test_who_is_switched_off_is_out_at_once_and_a_link_on_its_way_is_dead(people: SqliteStore) -> None:
    await people.people.start_session(session("een", "bo"))
    await people.people.invite("bo", "link", LATER, "els", NOW)
    await people.people.switch("bo", "els", NOW, on=False)
    assert await people.people.session("een", NOW) is None
    assert await people.people.invited("link", NOW) is None
    with pytest.raises(InvalidInput):
        await people.people.invite("bo", "link", LATER, "els", NOW)
    await people.people.switch("bo", "els", NOW, on=True)
    assert await people.people.session("een", NOW) is None
    assert (await people.people.people(NOW))[0].can_log_in


async def test_the_last_manager_who_can_log_in_stays(people: SqliteStore, database: Path) -> None:
    await people.people.add(User("zonder", "Nog zonder wachtwoord", "manager", ""), "els", NOW)
    await people.people.add(User("uit", "Uit", "manager", "x"), "els", NOW)
    await people.people.switch("uit", "els", NOW, on=False)
    for attempt in (
        people.people.change_role("els", "reviewer", "els", NOW),
        people.people.switch("els", "els", NOW, on=False),
    ):
        with pytest.raises(Conflict, match="laatste beheerder"):
            await attempt
    assert LAST_MANAGER.endswith("Er is niets gewijzigd.")
    assert await people.user("els") == ELS
    await people.people.set_password("zonder", "hash", "zonder", NOW)
    await people.people.change_role("els", "reader", "zonder", NOW)
    assert look(database, "SELECT role FROM users WHERE name = 'els'") == [("reader",)]


async def test_without_any_manager_the_others_can_still_be_changed(store: SqliteStore) -> None:
    await store.people.add(BO, "beheerder", NOW)
    await store.people.change_role("bo", "reader", "beheerder", NOW)
    await store.people.switch("bo", "beheerder", NOW, on=False)
    assert [(each.role, each.disabled) for each in await store.people.people(NOW)] == [("reader", True)]


async def test_a_name_is_given_once(people: SqliteStore) -> None:
    with pytest.raises(InvalidInput):
        await people.people.add(User("bo", "Ander", "manager", ""), "els", NOW)
    assert await people.user("bo") == BO
    with pytest.raises(NotFound):
        await people.people.change_role("niemand", "reader", "els", NOW)


async def test_a_link_for_a_password_works_once_and_only_the_last_one(people: SqliteStore) -> None:
    await people.people.start_session(session("een", "bo"))
    await people.people.invite("bo", "eerste", LATER, "els", NOW)
    await people.people.invite("bo", "tweede", LATER, "els", NOW)
    assert await people.people.accept_invitation("eerste", "nieuw", NOW) is None
    assert await people.people.accept_invitation("tweede", "nieuw", LATER) is None
    accepted = await people.people.accept_invitation("tweede", "nieuw", NOW)
    assert accepted is not None
    assert accepted.password_hash == "nieuw"
    assert await people.people.accept_invitation("tweede", "weer", NOW) is None
    assert await people.people.session("een", NOW) is None
    assert (await told(people, "bo"))[-2:] == ["password_set", "sessions_ended"]


async def test_an_identity_gets_an_account_of_which_the_organisation_says_the_role(people: SqliteStore) -> None:
    anna = await people.people.identified(ANNA, NOW)
    assert (anna.name, anna.role, anna.password_hash) == ("anna@vng.nl", "reviewer", "")
    again = Identity(ANNA.issuer, ANNA.subject, "anna.nieuw@vng.nl", "Anna de Vries", "manager")
    assert await people.people.identified(again, LATER) == User("anna@vng.nl", "Anna de Vries", "manager", "")
    with pytest.raises(InvalidInput):
        await people.people.change_role("anna@vng.nl", "reader", "els", NOW)
    with pytest.raises(InvalidInput):
        await people.people.invite("anna@vng.nl", "link", LATER, "els", NOW)
    assert await told(people, "anna@vng.nl") == ["added", "role_changed"]


async def test_an_identity_never_takes_an_account_by_its_name(people: SqliteStore) -> None:
    await people.people.identified(ANNA, NOW)
    for other in (
        Identity(ANNA.issuer, "b2", "anna@vng.nl", "Iemand anders", "manager"),
        Identity("https://elders.example", ANNA.subject, "anna@vng.nl", "Iemand anders", "manager"),
        Identity(ANNA.issuer, "c3", "els", "Els", "manager"),
    ):
        with pytest.raises(Conflict):
            await people.people.identified(other, NOW)
    assert [user.name for user in await people.users()] == ["anna@vng.nl", "bo", "els"]


async def test_a_linked_work_account_opens_the_local_one_and_nothing_else_does(people: SqliteStore) -> None:
    await people.people.identified(ANNA, NOW)
    for token, user in (("hier", "bo"), ("daar", "anna@vng.nl"), ("els", "els")):
        await people.people.start_session(session(token, user))
    await people.people.invite("bo", "link", LATER, "els", NOW)
    await people.people.link("anna@vng.nl", "bo", "els", NOW)
    assert [await people.people.session(token, NOW) is None for token in ("hier", "daar", "els")] == [True, True, False]
    assert await people.people.accept_invitation("link", "nieuw", NOW) is None
    bo, before = await people.user("bo"), await people.user("anna@vng.nl")
    assert bo == User("bo", "Bo", "reviewer", "")
    assert before is not None
    assert before.disabled
    assert (await people.people.identified(ANNA, LATER)).name == "bo"
    with pytest.raises(InvalidInput):
        await people.people.change_role("bo", "manager", "els", NOW)
    assert await told(people, "bo") == ["added", "logged_in", "invited", "linked", "sessions_ended"]
    assert (await told(people, "anna@vng.nl"))[-2:] == ["switched_off", "sessions_ended"]
    (line,) = [each for each in await people.people.audit(AuditQuestion(person="bo"), size=9) if each.event == "linked"]
    assert (line.actor, line.person, line.note, line.kind) == ("els", "bo", "anna@vng.nl", AuditKind.PEOPLE)


async def test_one_person_is_no_second_colleague_under_another_name(people: SqliteStore) -> None:
    two = FourEyes(frozenset({"leerkring"}))
    await people.people.identified(ANNA, NOW)
    message_id = await waiting(people)
    assert await people.approve(message_id, 1, outgoing("een"), "anna@vng.nl", NOW, NOW, two) is None
    await people.people.link("anna@vng.nl", "bo", "els", NOW)
    with pytest.raises(InvalidInput, match="al goedgekeurd"):
        await people.approve(message_id, 1, outgoing("een"), "bo", NOW, NOW, two)
    assert await people.approve(message_id, 1, outgoing("een"), "els", NOW, NOW, two)


async def test_a_wrong_link_is_undone_by_linking_back(people: SqliteStore) -> None:
    await people.people.identified(ANNA, NOW)
    await people.people.link("anna@vng.nl", "bo", "els", NOW)
    await people.people.switch("anna@vng.nl", "els", NOW, on=True)
    await people.people.link("bo", "anna@vng.nl", "els", NOW)
    assert (await people.people.identified(ANNA, NOW)).name == "anna@vng.nl"
    await people.people.switch("bo", "els", NOW, on=True)
    await people.people.invite("bo", "link", LATER, "els", NOW)
    assert await people.people.accept_invitation("link", "nieuw", NOW) is not None


async def test_only_a_work_account_is_linked_and_only_to_a_local_one_that_is_on(people: SqliteStore) -> None:
    other = Identity(ANNA.issuer, "b2", "bert@vng.nl", "Bert", "reader")
    for identity in (ANNA, other):
        await people.people.identified(identity, NOW)
    for work, local in (("bo", "els"), (ANNA.name, other.name), (ANNA.name, ANNA.name)):
        with pytest.raises(InvalidInput):
            await people.people.link(work, local, "els", NOW)
    with pytest.raises(NotFound):
        await people.people.link(ANNA.name, "niemand", "els", NOW)
    for off in (ANNA.name, "bo"):
        await people.people.switch(off, "els", NOW, on=False)
        with pytest.raises(InvalidInput):
            await people.people.link(ANNA.name, "bo", "els", NOW)
        await people.people.switch(off, "els", NOW, on=True)
    assert (await people.people.identified(ANNA, NOW)).name == ANNA.name
    assert "linked" not in await told(people, "bo")


async def test_a_link_takes_the_role_of_the_organisation_but_not_from_the_last_manager(people: SqliteStore) -> None:
    await people.people.identified(ANNA, NOW)
    with pytest.raises(Conflict):
        await people.people.link(ANNA.name, "els", "els", NOW)
    assert await people.user("els") == ELS
    assert (await people.people.identified(ANNA, NOW)).name == ANNA.name
    await people.people.add(User("noor", "Noor", "manager", "y"), "els", NOW)
    await people.people.link(ANNA.name, "els", "noor", NOW)
    assert await people.user("els") == User("els", "Els Bakker", "reviewer", "")
    assert (await told(people, "els"))[-1] == "role_changed"


async def test_failures_are_counted_a_day_and_unknown_names_are_not_kept(people: SqliteStore, database: Path) -> None:
    for name in ("els", "els", "Welkom-2026!", "ook geen naam"):
        await people.people.note_failed_login(name, NOW)
    await people.people.note_failed_login("els", NOW + timedelta(days=1))
    lines = await people.people.audit(AuditQuestion(kind=AuditKind.FAILED), size=10)
    assert [(line.person, line.times) for line in lines] == [("els", 1), ("", 2), ("els", 2)]
    assert "Welkom" not in str(look(database, "SELECT * FROM failed_logins"))


async def test_the_history_of_accounts_cannot_be_rewritten(people: SqliteStore, database: Path) -> None:
    with sqlite3.connect(database) as other:
        for statement in ("UPDATE account_events SET actor = 'bo'", "DELETE FROM account_events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                other.execute(statement)


async def test_the_audit_can_be_asked_by_person_kind_and_day_and_paged(people: SqliteStore) -> None:
    for number in range(30):
        at = NOW + timedelta(days=number)
        await people.people.note(AccountEvent.EXPORTED, "els" if number % 2 else "bo", at, note=f"/{number}.csv")
    everything = AuditQuestion(kind=AuditKind.FILES)
    first = await people.people.audit(everything, size=20)
    rest = await people.people.audit(everything, size=20, after=first[-1].place)
    assert [line.note for line in (*first, *rest)] == [f"/{number}.csv" for number in reversed(range(30))]
    mine = await people.people.audit(AuditQuestion(person="bo", kind=AuditKind.FILES), size=50)
    assert {line.actor for line in mine} == {"bo"}
    day = (NOW + timedelta(days=3)).date()
    some = await people.people.audit(AuditQuestion("", AuditKind.FILES, day, day), size=50)
    assert [line.note for line in some] == ["/3.csv"]
    assert {line.event for line in await people.people.audit(AuditQuestion(), size=50)} == {"added", "exported"}
