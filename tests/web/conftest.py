"""The room of the tests of the pages."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.lifecycle import Status
from tests.web.browser import one_browser
from tests.web.room import Room, fill, open_room


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one process that need a browser share it, so they run on one event loop."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def _shared_browser() -> AsyncIterator[None]:
    async with one_browser():
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Status, int]]:
    """A database with a message in every status, made once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("filled")

    async def make() -> dict[Status, int]:
        async with open_room(folder) as opened:
            await fill(opened)
            return opened.messages

    return folder, asyncio.run(make())


@pytest.fixture
async def room(filled: tuple[Path, dict[Status, int]], tmp_path: Path) -> AsyncIterator[Room]:
    """The pages with a message in every status."""
    folder, messages = filled
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    async with open_room(tmp_path) as opened:
        opened.messages.update(messages)
        for _ in range(20):
            next(opened.numbers)
        yield opened
