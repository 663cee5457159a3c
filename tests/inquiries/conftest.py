"""The world of the tests of colleagues' questions, each made once: nothing that is asked changes it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.inquiries.world import World, open_world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def agenda(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The same room with meetings, experts, reminders, promises and closing days."""
    async with open_world(tmp_path_factory.mktemp("agenda"), "agenda") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Rows with names, and Lotte at the desk."""
    async with open_world(tmp_path_factory.mktemp("wereld")) as opened:
        yield opened
