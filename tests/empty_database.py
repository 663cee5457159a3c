"""A database with every table and no row, made once for this process: most tests begin with one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import SqliteStore, open_store
from bot.store.database import connect_writer


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        connect_writer(path).close()
        return path.read_bytes()


async def open_empty(path: Path) -> SqliteStore:
    """The store on a copy of it; a database that lies there already is opened as it is."""
    _lay_down(path)
    return await open_store(path)


def _lay_down(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_empty())
        path.chmod(0o600)
