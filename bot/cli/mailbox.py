"""``status``, ``reconcile``, ``digest``, ``import`` and ``backup``: the state of the mailbox."""

import argparse
import asyncio
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import settings as configuration
from bot.app import DATABASE, imap_of, make_data_dir, open_desk
from bot.cli.environment import Commands, environment, now
from bot.cli.files import read_mails
from bot.errors import SettingsError, StorageError
from bot.lifecycle import WAITS_FOR, Status
from bot.model import FetchedMail, Located
from bot.pipeline import digest as digests
from bot.pipeline.alerts import about_the_account, alerts
from bot.pipeline.digest_forms import as_csv, as_text
from bot.pipeline.pulse import about_the_service
from bot.pipeline.reconcile import Account, FolderAccount
from bot.pipeline.reconcile import reconcile as reconcile_account
from bot.settings import Settings
from bot.store import open_store

UID_BYTES = 7
"""Of the hash that gives an imported mail its place: two mails in one place would be taken for one."""
DOUBTFUL = (Status.FAILED, Status.UNCONFIRMED, Status.UNDELIVERABLE, Status.BOUNCED)


def add_commands(commands: Commands) -> None:
    """What a colleague or an operator asks of the mailbox."""
    statusing = commands.add_parser("status", help="how many messages wait where, and what needs attention")
    statusing.add_argument("--json", action="store_true", help="as one JSON object")
    statusing.set_defaults(command=status)
    reconciling = commands.add_parser("reconcile", help="account for every mail of the mailbox")
    reconciling.set_defaults(command=reconcile)
    digesting = commands.add_parser("digest", help="show this week's digest; the service sends it")
    digesting.add_argument("--csv", action="store_true", help="the open requests as CSV")
    digesting.set_defaults(command=digest)
    importing = commands.add_parser("import", help="take mails from files into the store, as if they had arrived")
    importing.add_argument("paths", nargs="+", metavar="PATH", help=".eml file, folder of them, or mbox file")
    importing.set_defaults(command=import_mails)
    copying = commands.add_parser("backup", help="copy the database while the service runs")
    copying.add_argument("target", type=Path, help="file to write")
    copying.set_defaults(command=backup)


def status(options: argparse.Namespace) -> int:
    """The counts per status; exit 1 when something failed, is in doubt or is about to fail."""
    settings = configuration.load(environment())
    counts, warnings = asyncio.run(_counted(settings))
    for warning in warnings:
        print(warning, file=sys.stderr)
    if options.json:
        print(json.dumps({status: counts.get(status, 0) for status in Status}))
    else:
        for each in Status:
            waits = f"  wacht op: {WAITS_FOR[each]}" if each in WAITS_FOR else ""
            print(f"{each:16} {counts.get(each, 0):6}{waits}")
    return 1 if warnings or any(counts.get(each) for each in DOUBTFUL) else 0


async def _counted(settings: Settings) -> tuple[Mapping[Status, int], tuple[str, ...]]:
    store = await open_store(_database(settings))
    try:
        troubles = about_the_service(await store.pulse.last(), now())
        return await store.counts(), await alerts(store, settings, now(), troubles=troubles)
    finally:
        await store.close()


def reconcile(_: argparse.Namespace) -> int:
    """Every mail on the server against the store, taking in what was missed; exit 1 unless all was well."""
    settings = configuration.load(environment())
    if not settings.imap_host:
        raise SettingsError(["THORBECKE_IMAP_HOST: set the IMAP server to reconcile with"])
    account = asyncio.run(_reconcile(settings))
    for folder in account.folders:
        print(_spoken(folder))
    for sentence in about_the_account([account.proof], account.proof.at):
        print(sentence, file=sys.stderr)
    return 0 if account.sound else 1


async def _reconcile(settings: Settings) -> Account:
    _database(settings)
    async with open_desk(settings) as desk:
        inbox = imap_of(settings)
        try:
            return await reconcile_account(desk, inbox)
        finally:
            await inbox.close()


def _spoken(account: FolderAccount) -> str:
    held = ", ".join(f"{status} {number}" for status, number in sorted(account.accounted.items())) or "niets"
    late = [f"alsnog opgehaald: UID {', '.join(map(str, account.late))}"] if account.late else []
    verdict = "klopt" if account.complete else f"ontbreekt: UID {', '.join(map(str, account.missing))}"
    return "; ".join([
        f"{account.folder}: {account.on_server} op de server",
        held,
        f"{account.moved} verplaatst",
        f"{account.gone} verwijderd of in een andere map",
        *late,
        verdict,
    ])  # fmt: skip


def digest(options: argparse.Namespace) -> int:
    """This week's digest as it would go out now."""
    settings = configuration.load(environment())

    async def show() -> str:
        async with open_desk(settings) as desk:
            made = await digests.build(desk)
            return as_csv(made) if options.csv else as_text(made)

    print(asyncio.run(show()), end="")
    return 0


def import_mails(options: argparse.Namespace) -> int:
    """Put mails from files where mails from the server go; the service reads them. Doubles are refused."""
    settings = configuration.load(environment())
    mails = read_mails(options.paths)
    make_data_dir(settings.data_dir)

    async def bring_in() -> tuple[int, int]:
        store = await open_store(settings.data_dir / DATABASE)
        new = seen = 0
        try:
            for _, raw in mails:
                seen += 1
                uid = int.from_bytes(hashlib.sha256(raw).digest()[:UID_BYTES], "big")
                mail = FetchedMail(Located("import", 1, uid), raw)
                new += await store.receive(settings.mailbox_address, mail, now()) is not None
        finally:
            await store.close()
        return seen, new

    seen, new = asyncio.run(bring_in())
    print(f"{seen} gelezen, {new} nieuw")
    return 0


def backup(options: argparse.Namespace) -> int:
    """Write a whole and checked copy of the database."""
    settings = configuration.load(environment())

    async def copy() -> None:
        store = await open_store(_database(settings))
        try:
            await store.backup(options.target)
        finally:
            await store.close()

    asyncio.run(copy())
    print(f"Reservekopie geschreven: {options.target}")
    return 0


def _database(settings: Settings) -> Path:
    """The database file; a clear error where there is none yet, since reading must not make one."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        raise StorageError(f"Er is nog geen database in {settings.data_dir}. Start eerst de dienst (thorbecke run).")
    return path
