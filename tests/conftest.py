"""Fixtures for every test: mail servers that really run."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.demo import servers
from tests.servers import dovecot as dovecot_server
from tests.servers import postfix as postfix_server

settings.register_profile("untimed", deadline=None)  # the first example also makes what the others need
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def dovecot() -> Iterator[dovecot_server.Dovecot]:
    """A private Dovecot: anybody logs in with ``dovecot.password``; ``dovecot.deliver(raw, address)``."""
    if reason := dovecot_server.missing():
        pytest.skip(reason)
    with dovecot_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def postfix(dovecot: dovecot_server.Dovecot) -> Iterator[postfix_server.Postfix]:
    """A private Postfix on ``postfix.smtp_port``; what it takes lies in ``dovecot``."""
    if reason := postfix_server.missing():
        pytest.skip(reason)
    with postfix_server.running(dovecot) as server:
        yield server


@pytest.fixture
async def embedded() -> AsyncIterator[servers.Servers]:
    """The servers of the demo, in memory."""
    running = await servers.start()
    yield running
    await running.stop()


@pytest.fixture
async def embedded_maildir(tmp_path: Path) -> AsyncIterator[servers.Servers]:
    """The servers of the demo, with Maildirs."""
    running = await servers.start(tmp_path / "mail")
    yield running
    await running.stop()
