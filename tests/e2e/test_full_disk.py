"""A disk that takes no byte more, as the operating system tells it: nothing lost, an alert, and on by itself.

The limit on the size of files stands for a full disk: every write beyond it fails, in the database, its WAL and its
index alike.
"""

import asyncio
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo.servers import Servers
from bot.lifecycle import Status
from bot.pipeline import review
from tests.e2e import service
from tests.pipeline.desks import Clockwork, eml, open_test_desk


@dataclass
class Running:
    """The service in a process of its own, and what its health page says."""

    address: str
    pid: int
    client: httpx.AsyncClient

    async def health(self) -> Any:
        answer = await self.client.get(f"{self.address}/gezondheid")
        assert answer.status_code == 200
        return answer.json()

    async def until(self, is_so: Callable[[Any], bool]) -> None:
        async with asyncio.timeout(60):
            while not is_so(await self.health()):  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0.1)

    def fill_the_disk(self) -> None:
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@asynccontextmanager
async def running(environment: dict[str, str]) -> AsyncIterator[Running]:
    process = await service.beside(environment, "run")
    try:
        assert process.stdout is not None
        address = (await process.stdout.readline()).decode().strip()
        async with httpx.AsyncClient() as client:
            yield Running(address, process.pid, client)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()


@pytest.fixture
def environment(tmp_path: Path, embedded: Servers) -> dict[str, str]:
    made = service.settings(
        tmp_path, imap_port=embedded.imap_port, smtp_port=embedded.smtp_port, password=embedded.password
    )
    return {**made, "THORBECKE_DIGEST_TO": "", "THORBECKE_IMAP_POLL_SECONDS": "1"}


def drafts(number: int) -> Callable[[Any], bool]:
    return lambda body: body["counts"].get("awaiting_review") == number and not body["counts"].get("received")


def tells_of_the_disk(body: Any) -> bool:
    return any("schijf" in alert for alert in body["alerts"])


async def test_mail_that_comes_while_the_disk_is_full_is_read_when_there_is_room(
    environment: dict[str, str], embedded: Servers
) -> None:
    await embedded.deliver(eml(1), service.SHARED)
    async with running(environment) as running_service:
        await running_service.until(drafts(1))
        assert not tells_of_the_disk(await running_service.health())
        running_service.fill_the_disk()
        for number in (2, 3):
            await embedded.deliver(eml(number), service.SHARED)
        await running_service.until(tells_of_the_disk)
        assert (await running_service.health())["counts"] == {"awaiting_review": 1}
        running_service.make_room()
        await running_service.until(drafts(3))
        await running_service.until(lambda body: body["alerts"] == [])


async def test_a_reply_is_never_sent_twice_because_the_disk_was_full(
    tmp_path: Path, environment: dict[str, str], embedded: Servers
) -> None:
    """The claim cannot be written, or its outcome cannot: the reply goes out once, and is known to have gone."""
    full = asyncio.Event()
    running_services: list[Running] = []

    def fill(_envelope: Any) -> None:
        running_services[0].fill_the_disk()  # after the claim, before its outcome
        full.set()

    embedded.answer_to_data = fill
    await embedded.deliver(eml(1), service.SHARED)
    async with running(environment) as first:
        await first.until(drafts(1))
    async with open_test_desk(tmp_path / "data", clock=Clockwork()) as desk:
        desk.clock.now = (await desk.store.message(1)).received_at  # type: ignore[attr-defined]
        await review.approve(desk, 1, 1, "lotte")
    async with running(environment) as again:
        running_services.append(again)
        async with asyncio.timeout(30):
            await full.wait()
        await again.until(tells_of_the_disk)
        assert (await again.health())["counts"] == {"sending": 1}
        again.make_room()
        await again.until(lambda body: body["counts"] == {"sent": 1})
        await again.until(lambda body: body["alerts"] == [])
    assert len(await embedded.mails_of("h.wolters@bronckhorst.nl")) == 1
    async with open_test_desk(tmp_path / "data") as desk:
        assert (await desk.store.message(1)).status is Status.SENT
