"""A real SQLite file for every test; there is no fake store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import SqliteStore
from tests.empty_database import open_empty


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "thorbecke.sqlite3"


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_empty(database)
    yield opened
    await opened.close()
