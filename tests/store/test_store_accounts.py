"""Users and failed log-ins."""

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
