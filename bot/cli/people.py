"""``users``, ``export``, ``forget`` and ``purge``: the people in and around the mailbox."""

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from bot import settings as configuration
from bot.app import DATABASE, make_data_dir
from bot.cli.environment import Commands, environment, now
from bot.errors import InvalidInput
from bot.model.people import RANKS, AccountEvent
from bot.pipeline.ports import User
from bot.settings import Settings
from bot.store import SqliteStore, open_store
from bot.web.passwords import SHORTEST, hash_password

T = TypeVar("T")

OPERATOR = "beheerder"


def add_commands(commands: Commands) -> None:
    """Colleagues who may log in, and the rights of everybody whose data is held."""
    users = commands.add_parser("users", help="colleagues who may log in").add_subparsers(required=True, metavar="DO")
    listing = users.add_parser("list", help="who may log in")
    listing.set_defaults(command=list_users)
    adding = users.add_parser("add", help="add a colleague or set a new password (read from standard input)")
    adding.add_argument("name", help="log-in name")
    adding.add_argument("--display-name", default="", help="name that others see")
    adding.add_argument("--role", choices=RANKS, default="reviewer")
    adding.set_defaults(command=add_user)
    disabling = users.add_parser("disable", help="refuse further log-ins and end every session")
    disabling.add_argument("name")
    disabling.set_defaults(command=disable_user)

    exporting = commands.add_parser("export", help="everything that is held about one address, as JSON")
    exporting.add_argument("address", help="mail address of the person")
    exporting.set_defaults(command=export)
    forgetting = commands.add_parser("forget", help="remove the personal data of one address")
    forgetting.add_argument("address", help="mail address of the person")
    forgetting.add_argument("--really", action="store_true", help="do it; without this nothing is changed")
    forgetting.set_defaults(command=forget)
    purging = commands.add_parser("purge", help="remove the personal data of settled mail older than keep_days")
    purging.add_argument("--really", action="store_true", help="do it; without this nothing is changed")
    purging.set_defaults(command=purge)


def list_users(_: argparse.Namespace) -> int:
    """Names, roles and whether they are switched off."""
    for user in _with_store(lambda store: store.users()):
        print(f"{user.name:20} {user.role:10} {user.display_name}{'  (uitgezet)' if user.disabled else ''}")
    return 0


def add_user(options: argparse.Namespace) -> int:
    """Add or renew; the password never stands on the command line, where others can see it."""
    password = getpass.getpass("Wachtwoord: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST:
        raise InvalidInput(f"Kies een wachtwoord van minstens {SHORTEST} tekens.")
    name = options.name.strip().casefold()
    user = User(name, options.display_name or options.name, options.role, hash_password(password))

    async def save(store: SqliteStore) -> None:
        known, people = await store.user(name), store.people
        if known is None:
            await people.add(user, OPERATOR, now())
            return
        await people.change_role(name, user.role, OPERATOR, now())
        await people.switch(name, OPERATOR, now(), on=True)
        await store.save_user(user, now())
        await people.set_password(name, user.password_hash, OPERATOR, now())

    _with_store(save)
    print(f"{user.name} kan nu inloggen als {user.role}.")
    return 0


def disable_user(options: argparse.Namespace) -> int:
    """Switch a colleague off at once."""

    async def disable(store: SqliteStore) -> None:
        await store.people.switch(options.name.strip().casefold(), OPERATOR, now(), on=False)

    _with_store(disable)
    print(f"{options.name} kan niet meer inloggen.")
    return 0


def export(options: argparse.Namespace) -> int:
    """Article 15 of the GDPR: a copy of everything about one person; the log says that there was one, not of whom."""

    async def written_down(store: SqliteStore) -> Mapping[str, object]:
        held = await store.export_person(options.address)
        await store.people.note(AccountEvent.EXPORTED, OPERATOR, now(), note="thorbecke export")
        return held

    held = _with_store(written_down)
    print(json.dumps(held, ensure_ascii=False, indent=2, default=str))
    return 0


def forget(options: argparse.Namespace) -> int:
    """Article 17 of the GDPR; a dry run unless ``--really``."""
    touched = _with_store(lambda store: store.forget_person(options.address, OPERATOR, now(), really=options.really))
    return _told(len(touched), really=options.really)


def purge(options: argparse.Namespace) -> int:
    """Retention; a dry run unless ``--really``."""
    before = now() - timedelta(days=_settings().keep_days)
    touched = _with_store(lambda store: store.purge_before(before, OPERATOR, now(), really=options.really))
    return _told(len(touched), really=options.really)


def _told(number: int, *, really: bool) -> int:
    print(f"{number} berichten gewist." if really else f"{number} berichten zouden worden gewist (--really doet het).")
    return 0


def _settings() -> Settings:
    return configuration.load(environment())


def _with_store(work: Callable[[SqliteStore], Awaitable[T]]) -> T:
    settings = _settings()
    make_data_dir(settings.data_dir)

    async def do() -> T:
        store = await open_store(settings.data_dir / DATABASE)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(do())
