"""A copy of the whole database while the service runs; the target appears complete and checked, or not at all."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.errors import StorageError
from bot.store.database import connect_reader, translated

NEVER = "9999-12-31T00:00:00.000000+00:00"
"""When the approvals of a copy go out: once it is put back, nobody knows which of them went out meanwhile."""


def back_up(source: Path, target: Path) -> None:
    """Copy one moment of ``source`` into ``target``; raises ``StorageError`` and leaves an older copy in place."""
    if target.exists() and target.samefile(source):
        raise StorageError(f"{target} is de database zelf. Kies een ander bestand voor de reservekopie.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise StorageError(
            f"De reservekopie is niet gemaakt: schrijven in {target.parent} lukt niet ({error.strerror})."
        ) from error
    unfinished = Path(name)
    try:
        _copy(source, unfinished)
        _settle(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(source: Path, copy: Path) -> None:
    """All pages in one step: a backup in several steps begins again whenever somebody writes."""
    with translated(), closing(connect_reader(source)) as live, closing(sqlite3.connect(copy)) as target:
        live.conn.backup(target)
        target.execute("UPDATE messages SET send_after = ? WHERE status = 'approved'", (NEVER,))
        target.commit()
        target.execute("PRAGMA journal_mode = DELETE")
        verdict = target.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise StorageError("De database is beschadigd; de reservekopie is niet gemaakt. Zet een oudere kopie terug.")


def _settle(copy: Path, target: Path) -> None:
    """Have the copy on disk before its name says that it is there."""
    _sync(copy)
    try:
        copy.replace(target)
    except OSError as error:
        raise StorageError(f"De reservekopie is niet gemaakt: {target} is geen bestand ({error.strerror}).") from error
    _sync(target.parent)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
