"""Users, sessions and failed log-ins."""

from dataclasses import replace
from datetime import timedelta

from bot.pipeline.ports import User
from bot.store import SqliteStore
from tests.store.samples import LATER, NOW

ELS = User("els", "Els Bakker", "reviewer", "argon2id-hash")


async def test_a_user_is_saved_and_changed(store: SqliteStore) -> None:
    assert await store.user("els") is None
    await store.save_user(ELS, NOW)
    await store.save_user(User("bo", "Bo", "reader", "x"), NOW)
    manager = replace(ELS, role="manager")
    await store.save_user(manager, LATER)
    assert await store.user("els") == manager
    assert [user.name for user in await store.users()] == ["bo", "els"]


async def test_a_session_lives_until_it_expires_or_ends(store: SqliteStore) -> None:
    await store.save_user(ELS, NOW)
    await store.start_session("hash", "els", "csrf", LATER)
    assert await store.session("hash", NOW) == (ELS, "csrf")
    assert await store.session("hash", LATER) is None
    assert await store.session("ander", NOW) is None
    await store.end_session("hash")
    assert await store.session("hash", NOW) is None


async def test_logging_out_everywhere_ends_all_sessions_of_that_user_only(store: SqliteStore) -> None:
    for user in (ELS, replace(ELS, name="bo")):
        await store.save_user(user, NOW)
        await store.start_session(f"hash-{user.name}", user.name, "csrf", LATER)
    await store.end_sessions_of("els")
    assert await store.session("hash-els", NOW) is None
    assert await store.session("hash-bo", NOW) is not None


async def test_a_disabled_user_has_no_session(store: SqliteStore) -> None:
    await store.save_user(ELS, NOW)
    await store.start_session("hash", "els", "csrf", LATER)
    await store.save_user(replace(ELS, disabled=True), NOW)
    assert await store.session("hash", NOW) is None


async def test_failures_are_counted_per_key_and_since_a_moment(store: SqliteStore) -> None:
    for minutes in (0, 1, 2):
        await store.note_login_failure("els", NOW + timedelta(minutes=minutes))
    await store.note_login_failure("bo", NOW)
    assert await store.login_failures("els", NOW) == 3
    assert await store.login_failures("els", NOW + timedelta(minutes=1)) == 2
    await store.clear_login_failures("els")
    assert await store.login_failures("els", NOW) == 0
    assert await store.login_failures("bo", NOW) == 1


async def test_failures_of_long_ago_are_forgotten(store: SqliteStore) -> None:
    await store.note_login_failure("els", NOW)
    await store.note_login_failure("els", NOW + timedelta(days=2))
    assert await store.login_failures("els", NOW) == 1
