"""One SQLite file: a single writer thread with a connection of its own, and a few readers beside it.

Every write is one ``BEGIN IMMEDIATE`` on the writer's thread, so it happens whole or not at all, also when the
coroutine that waits for it is cancelled: work that has begun is finished by the thread, work that has not begun is
dropped. WAL lets the readers go on meanwhile; ``synchronous=FULL`` has a commit on disk before anybody hears of it,
because a claim that is forgotten would send a reply twice. Whatever SQLite cannot do becomes a ``StorageError`` that
says what to do.
"""

import asyncio
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from bot.errors import StorageError
from bot.store.schema import bring_up_to_date

T = TypeVar("T")
Work = Callable[[Database], T]

READERS = 3
BUSY_SECONDS = 10.0

ADVICE = {
    "SQLITE_FULL": "De schijf is vol. Maak ruimte vrij in de gegevensmap en probeer het opnieuw.",
    "SQLITE_BUSY": "Een ander programma houdt de database bezet. Sluit dat programma en probeer het opnieuw.",
    "SQLITE_LOCKED": "De database is even bezet. Probeer het opnieuw.",
    "SQLITE_READONLY": "De database is alleen te lezen. Geef deze dienst schrijfrechten op de gegevensmap.",
    "SQLITE_IOERR": "Lezen of schrijven op de schijf mislukt. Controleer de schijf van de gegevensmap.",
    "SQLITE_CANTOPEN": "De database is niet te openen. Controleer of de gegevensmap bestaat en de rechten kloppen.",
    "SQLITE_CORRUPT": "De database is beschadigd. Stop de dienst en zet een reservekopie terug.",
    "SQLITE_NOTADB": "Dit bestand is geen database. Zet een reservekopie terug of stel een andere gegevensmap in.",
}
"""What to do about an error, by its SQLite name without the extended part."""


FAULTS_OF_THE_CALLER = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError,
                        sqlite3.NotSupportedError, sqlite3.DataError)  # fmt: skip
"""What waiting does not mend. A value that is too big is one of them: it is counted as a crash of its message."""


def storage_error(error: sqlite3.Error) -> StorageError:
    """What SQLite said, as a Dutch sentence for the person who can do something about it."""
    name = getattr(error, "sqlite_errorname", None) or "onbekend"
    advice = next((text for known, text in ADVICE.items() if name.startswith(known)), "De database gaf een fout.")
    return StorageError(f"{advice} Er is niets gewijzigd. ({name})")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite cannot do now into ``StorageError``; broken constraints and wrong use stay what they are."""
    try:
        yield
    except FAULTS_OF_THE_CALLER:
        raise
    except sqlite3.Error as error:
        raise storage_error(error) from error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Everything inside, or nothing; the write lock is taken at once, so no read inside can be overtaken."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:  # some errors, a full disk among them, have rolled back already
            db.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Several reads of one and the same moment."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")


def connect_writer(path: Path) -> Database:
    """Open or make the file, readable for its owner only, and bring its tables up to date."""
    with translated():
        _make_private(path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            db = Database(connection)
            with transaction(db):
                bring_up_to_date(db, path)
        except BaseException:
            connection.close()
            raise
        return db


def _make_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"{ADVICE['SQLITE_CANTOPEN']} ({path}: {error.strerror})") from error


def connect_reader(path: Path) -> Database:
    """A connection that cannot write."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return Database(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False))


class Connections:
    """The writer and the readers of one file; made by ``open_connections``, ended by ``close``."""

    def __init__(self, path: Path, writer: Database, thread: ThreadPoolExecutor) -> None:
        self.path = path
        self._writer = writer
        self._write_thread = thread
        self._read_threads = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._own = threading.local()
        self._readers: list[Database] = []

    async def write(self, work: Work[T]) -> T:
        """Do the work in one transaction on the writer's thread."""
        return await self._in(self._write_thread, lambda: self._write(work))

    async def read(self, work: Work[T]) -> T:
        """Do the work on one snapshot, beside the writer; it sees everything that was committed before."""
        return await self._in(self._read_threads, lambda: self._read(work))

    async def compact(self) -> None:
        """Remove what was erased from the search index and the WAL file as well, so that no byte of it stays."""
        await self._in(self._write_thread, self._compact)

    def room(self) -> int:
        """Bytes that the disk has left."""
        try:
            return shutil.disk_usage(self.path.parent).free
        except OSError as error:
            raise StorageError(f"{ADVICE['SQLITE_CANTOPEN']} ({self.path}: {error.strerror})") from error

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        await asyncio.to_thread(self._close)

    async def _in(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            waiting = asyncio.get_running_loop().run_in_executor(threads, work)
        except RuntimeError as error:
            raise StorageError("De database is gesloten. Start de dienst opnieuw.") from error
        return await waiting

    def _write(self, work: Work[T]) -> T:
        with translated(), transaction(self._writer):
            return work(self._writer)

    def _read(self, work: Work[T]) -> T:
        with translated():
            reader = self._reader()
            with snapshot(reader):
                return work(reader)

    def _reader(self) -> Database:
        """This thread's own connection."""
        if not hasattr(self._own, "db"):
            self._own.db = connect_reader(self.path)
            self._readers.append(self._own.db)
        reader: Database = self._own.db
        return reader

    def _compact(self) -> None:
        with translated():
            with transaction(self._writer):
                self._writer.execute("INSERT INTO message_search (message_search) VALUES ('optimize')")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _close(self) -> None:
        self._write_thread.shutdown(wait=True)
        self._read_threads.shutdown(wait=True)
        for db in (*self._readers, self._writer):
            db.close()


async def open_connections(path: Path) -> Connections:
    """Open the file on the thread that will write to it."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
    try:
        writer = await asyncio.get_running_loop().run_in_executor(thread, connect_writer, path)
    except BaseException:
        thread.shutdown(wait=False)
        raise
    return Connections(path, writer, thread)
