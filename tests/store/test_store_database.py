"""The bad days of a database: full disk, wrong file, other programs, cancelled waiting, a killed process."""

import asyncio
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import StorageError
from bot.lifecycle import Status
from bot.pipeline.ports import Held
from bot.store import SqliteStore, open_store
from bot.store import database as database_module
from bot.store.database import storage_error
from tests.store.samples import ACCOUNT, NOW, look, mail, received, waiting


async def test_a_full_disk_leaves_everything_as_it_was_and_work_goes_on_later(
    store: SqliteStore, database: Path
) -> None:
    message = await store.message(await waiting(store))
    history = await store.history(message.thread_id)
    await limit_pages(store, 0)
    with pytest.raises(StorageError, match=r"schijf is vol.*niets gewijzigd.*SQLITE_FULL"):
        await store.receive(ACCOUNT, mail(2, os.urandom(3_000_000)), NOW)
    assert await store.counts() == {Status.AWAITING_REVIEW: 1}
    assert await store.held(ACCOUNT, "INBOX") == {1: Held(message.id, Status.AWAITING_REVIEW)}
    position = await store.position(ACCOUNT, "INBOX")
    assert position is not None
    assert position.last_uid == 1
    assert await store.history(message.thread_id) == history
    await limit_pages(store, 1_000_000)
    assert await store.receive(ACCOUNT, mail(2, os.urandom(3_000_000)), NOW) is not None
    assert look(database, "PRAGMA integrity_check") == [("ok",)]


async def limit_pages(store: SqliteStore, pages: int) -> None:
    """SQLite takes the present size when ``pages`` is smaller."""

    def limit(db: Database) -> None:
        db.execute(f"PRAGMA max_page_count = {pages or 1}").fetchall()

    await store._file.write(limit)


async def test_a_file_that_is_no_database_is_refused(database: Path) -> None:
    words = b"Beste mensen, dit is geen database. " * 100
    await asyncio.to_thread(database.write_bytes, words)
    with pytest.raises(StorageError, match="geen database"):
        await open_store(database)
    assert await asyncio.to_thread(database.read_bytes) == words


async def test_the_database_of_another_program_is_refused(database: Path) -> None:
    with sqlite3.connect(database) as other:
        other.execute("CREATE TABLE kaas (id INTEGER)")
    other.close()
    with pytest.raises(StorageError, match="ander programma"):
        await open_store(database)


async def test_a_newer_schema_is_refused_and_left_alone(store: SqliteStore, database: Path) -> None:
    await received(store)
    await store.close()
    with sqlite3.connect(database) as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('thorbecke', '2030-01 x', '')"
        )
    newer.close()
    with pytest.raises(StorageError, match="nieuwere versie"):
        await open_store(database)


async def test_a_folder_that_does_not_exist_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="niet te openen"):
        await open_store(tmp_path / "nergens" / "db")


async def test_another_program_that_holds_the_lock_is_a_clear_error(
    store: SqliteStore, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.close()
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    impatient = await open_store(database)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="ander programma"):
        await impatient.receive(ACCOUNT, mail(1), NOW)
    assert await impatient.counts() == {}  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    assert await impatient.receive(ACCOUNT, mail(1), NOW) is not None
    await impatient.close()


def test_an_unknown_error_still_is_a_sentence() -> None:
    assert "gaf een fout" in str(storage_error(sqlite3.OperationalError("no such table: kaas")))


async def test_after_closing_every_call_says_so(store: SqliteStore) -> None:
    await store.close()
    with pytest.raises(StorageError, match="gesloten"):
        await store.counts()


async def test_a_database_opens_again_with_everything_in_it(store: SqliteStore, database: Path) -> None:
    message_id = await waiting(store)
    before = await store.message(message_id)
    await store.close()
    again = await open_store(database)
    assert await again.message(message_id) == before
    await again.close()


async def test_two_may_open_a_new_database_at_the_same_moment(database: Path) -> None:
    stores = await asyncio.gather(*(open_store(database) for _ in range(3)))
    for uid, store in enumerate(stores, 1):
        await received(store, uid)
    for store in stores:
        assert await store.counts() == {Status.RECEIVED: 3}
        await store.close()


async def test_the_file_is_for_its_owner_only(store: SqliteStore, database: Path) -> None:
    await received(store)
    for file in database.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


async def test_a_commit_is_on_disk_before_anybody_hears_of_it(store: SqliteStore) -> None:
    def settings(db: Database) -> list[object]:
        names = ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
        return [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await store._file.write(settings) == [2, "wal", 1, 1]


async def test_readers_cannot_write(store: SqliteStore) -> None:
    with pytest.raises(StorageError, match="alleen te lezen"):
        await store._file.read(lambda db: db.execute("DELETE FROM messages").rowcount)


async def test_a_page_is_not_held_up_by_a_long_write(store: SqliteStore) -> None:
    go_on = threading.Event()

    def slow(db: Database) -> None:
        db.execute("INSERT INTO threads DEFAULT VALUES")
        go_on.wait(30)

    writing = asyncio.create_task(store._file.write(slow))
    await asyncio.sleep(0)
    assert await store.counts() == {}
    go_on.set()
    await writing


async def test_a_cancelled_wait_leaves_a_whole_transaction(store: SqliteStore, database: Path) -> None:
    """What had begun is finished by the thread; what had not begun never happens."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Database) -> None:
        db.execute("INSERT INTO threads (id) VALUES (1)")
        begun.set()
        go_on.wait(30)
        db.execute("INSERT INTO threads (id) VALUES (2)")

    running = asyncio.create_task(store._file.write(slow))
    queued = asyncio.create_task(
        store._file.write(lambda db: db.execute("INSERT INTO threads (id) VALUES (3)").rowcount)
    )
    await asyncio.to_thread(begun.wait, 30)
    for task in (running, queued):
        task.cancel()
    await asyncio.gather(running, queued, return_exceptions=True)
    go_on.set()
    await received(store)
    assert look(database, "SELECT id FROM threads ORDER BY id") == [(1,), (2,), (3,)]
    assert len(look(database, "SELECT id FROM messages")) == 1


async def test_an_error_inside_rolls_everything_back(store: SqliteStore, database: Path) -> None:
    def broken(db: Database) -> None:
        db.execute("INSERT INTO threads DEFAULT VALUES")
        raise KeyError("kaas")

    with pytest.raises(KeyError):
        await store._file.write(broken)
    assert look(database, "SELECT * FROM threads") == []
    assert await received(store)


CHILD = """
import asyncio, sys
from pathlib import Path
from bot.store import open_store
from tests.store.samples import ACCOUNT, NOW, mail

async def main():
    store = await open_store(Path(sys.argv[1]))
    for uid in range(1, 100_000):
        message_id = await store.receive(ACCOUNT, mail(uid, b"%d " % uid * 20_000), NOW)
        print(message_id, flush=True)

asyncio.run(main())
"""


def _killed_after(mails: int, database: Path) -> list[int]:
    """Run the child until it has reported so many mails, kill it, and return everything that it reported."""
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(database)],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    reported = [int(child.stdout.readline()) for _ in range(mails)]
    child.send_signal(signal.SIGKILL)
    reported += [int(line) for line in child.stdout.read().split()]
    child.stdout.close()
    child.wait()
    return reported


async def test_a_process_killed_while_writing_loses_nothing_that_it_reported(database: Path) -> None:
    """SIGKILL in the middle: every reported mail is there, whole, with its event, place and position."""
    reported = _killed_after(40, database)
    store = await open_store(database)
    kept = await store.ids_in(Status.RECEIVED, limit=100_000)
    assert set(reported) <= set(kept)
    assert len(kept) - len(reported) in {0, 1}
    position = await store.position(ACCOUNT, "INBOX")
    assert position is not None
    assert sorted(await store.held(ACCOUNT, "INBOX")) == list(range(1, position.last_uid + 1))
    assert len(kept) == position.last_uid
    assert await store.raw(kept[-1]) == b"%d " % position.last_uid * 20_000
    assert look(database, "SELECT count(*) FROM events") == [(len(kept),)]
    assert look(database, "PRAGMA integrity_check") == [("ok",)]
    await store.close()


async def test_a_backup_while_writing_is_a_whole_database(store: SqliteStore, tmp_path: Path) -> None:
    for uid in range(1, 20):
        await received(store, uid)
    target = tmp_path / "kopie.sqlite3"
    await asyncio.gather(store.backup(target), *(received(store, uid) for uid in range(20, 40)))
    copy = await open_store(target)
    assert 19 <= (await copy.counts())[Status.RECEIVED] <= 39
    await copy.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_a_backup_replaces_an_older_one_and_leaves_nothing_else(store: SqliteStore, tmp_path: Path) -> None:
    folder = tmp_path / "kopieen"
    folder.mkdir()
    target = folder / "kopie.sqlite3"
    await store.backup(target)
    await received(store)
    await store.backup(target)
    assert [file.name for file in folder.iterdir()] == [target.name]
    assert look(target, "SELECT count(*) FROM messages") == [(1,)]


async def test_a_backup_onto_the_database_itself_is_refused(store: SqliteStore, database: Path) -> None:
    with pytest.raises(StorageError, match="database zelf"):
        await store.backup(database)


async def test_a_backup_that_cannot_be_written_says_so(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="reservekopie"):
        await store.backup(tmp_path / "nergens" / "kopie")


async def test_times_are_kept_in_utc_and_in_order(store: SqliteStore) -> None:
    """Text order is time order, so every time has the same width."""
    ids = [
        await store.receive(ACCOUNT, mail(uid, at=NOW - timedelta(microseconds=uid * 500_000)), NOW)
        for uid in range(1, 6)
    ]
    assert await store.ids_in(Status.RECEIVED) == tuple(reversed([i for i in ids if i]))
    assert json.dumps([str((await store.message(i)).received_at.tzinfo) for i in ids if i]) == json.dumps(["UTC"] * 5)
