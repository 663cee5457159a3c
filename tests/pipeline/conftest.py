"""A desk on a clock that the test moves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pipeline.desk import Desk
from tests.pipeline.desks import Clockwork, open_test_desk


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clockwork) -> AsyncIterator[Desk]:
    async with open_test_desk(tmp_path, clock=clock) as opened:
        yield opened
