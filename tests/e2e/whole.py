"""The whole service in this process, on the embedded mail servers: loops, store, pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.app import Nudge, Service, open_desk, serve, smtp_of
from bot.demo.servers import Servers
from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline.desk import Desk
from bot.pipeline.mind import Mind, build_mind
from bot.setting_values import Secret
from bot.settings import Settings
from bot.web.app import create_app
from tests.pipeline.desks import mind

SHARED = "thorbecke2024@vng.nl"


@dataclass(frozen=True)
class Whole:
    """A running service and where its pages are."""

    desk: Desk
    address: str

    async def subjects(self, status: Status) -> set[str]:
        """The subjects of the messages in one status."""
        return {row.subject for row in await self.rows(status)}

    async def rows(self, status: Status) -> tuple[MessageRow, ...]:
        return (await self.desk.store.queue((status,), size=1000)).rows

    async def health(self) -> int:
        """What the health page answers."""
        async with httpx.AsyncClient() as client:
            return (await client.get(f"{self.address}/gezondheid")).status_code


def settings(folder: Path, servers: Servers, **changes: object) -> Settings:
    """Quick ones, for a service on these servers."""
    values: dict[str, Any] = {
        "data_dir": folder,
        "mailbox_address": SHARED,
        "imap_host": "127.0.0.1",
        "imap_port": servers.imap_port,
        "imap_security": "none",
        "imap_user": servers.shared_user,
        "imap_password": Secret(servers.password),
        "imap_poll_seconds": 1,
        "imap_timeout_seconds": 10,
        "smtp_host": "127.0.0.1",
        "smtp_port": servers.smtp_port,
        "smtp_security": "none",
        "undo_seconds": 0,
        "sweep_seconds": 0.2,
        "secure_cookies": False,
        **changes,
    }
    return Settings(**values)


def known(content_dir: Path | None) -> Mind:
    """The content of the checkout, loaded once for all tests, unless a test brings its own."""
    return mind() if content_dir is None else build_mind(content_dir)


@asynccontextmanager
async def running(chosen: Settings) -> AsyncIterator[Whole]:
    """Run the service until the end of the context, and see that it stops in time."""
    nudge = Nudge()
    async with open_desk(chosen, nudge=nudge, load=known) as desk, serve(create_app(desk), "127.0.0.1", 0) as port:
        service = Service(desk, smtp_of(chosen), nudge)
        task = asyncio.create_task(service.run())
        try:
            yield Whole(desk, f"http://127.0.0.1:{port}")
        finally:
            service.stop()
            await asyncio.wait_for(task, 10)


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Wait until something is so; fails when it never is."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110  (the service tells nobody)
            await asyncio.sleep(0.05)
