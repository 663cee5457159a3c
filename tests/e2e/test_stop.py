"""SIGTERM while everything hangs: the process ends within ten seconds, and no claim outlives it."""

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import make_data_dir
from bot.clock import system_clock
from bot.lifecycle import Status
from bot.pipeline import prepare, review
from tests.e2e import service
from tests.pipeline.desks import Clockwork, eml, fetched, open_test_desk
from tests.servers.scripted import SILENCE, Answer, Script, imap_server, smtp_server

WITHIN = 10


async def two_approved(folder: Path) -> None:
    async with open_test_desk(folder, clock=Clockwork(system_clock() - timedelta(hours=1))) as desk:
        for number in (1, 2):
            await desk.store.receive(desk.settings.mailbox_address, fetched(eml(number), number, "Eerder"), desk.now)
        await prepare.prepare_received(desk)
        for message_id in (1, 2):
            await review.approve(desk, message_id, 1, "lotte")


async def statuses(folder: Path) -> list[Status]:
    async with open_test_desk(folder) as desk:
        return [(await desk.store.message(message_id)).status for message_id in (1, 2)]


async def reached(road: Script, step: bytes) -> None:
    """Wait until the service has said this, or has connected where it cannot say anything."""
    if step:
        await road.until(step)
    while not road.connections:  # noqa: ASYNC110  (nothing tells)
        await asyncio.sleep(0.05)


async def stop_when(road: Script, step: bytes, environment: dict[str, str]) -> None:
    """Start the service, ask for a page and leave it half asked, wait for a step, and stop."""
    process = await service.beside(environment, "run")
    try:
        assert process.stdout is not None
        address = (await process.stdout.readline()).decode().strip()
        _, page = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        page.write(b"POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        async with asyncio.timeout(30):
            await reached(road, step)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WITHIN):
            assert await process.wait() == 0
        page.close()
    finally:
        if process.returncode is None:
            process.kill()


@pytest.mark.parametrize(
    ("imap", "smtp", "step", "expected"),
    [
        # in the middle of DATA nobody can know: a person decides
        ({"UID SEARCH": SILENCE}, {"dot": SILENCE}, b"DATA", [Status.UNCONFIRMED, Status.APPROVED]),
        # before DATA nothing was sent: it waits for the next start
        ({"SELECT": SILENCE}, {"RCPT": SILENCE}, b"RCPT", [Status.APPROVED, Status.APPROVED]),
        ({"greeting": SILENCE}, {"greeting": SILENCE}, b"", [Status.APPROVED, Status.APPROVED]),
        (
            {"LOGOUT": SILENCE, "UID SEARCH": b"* SEARCH\r\n%T OK\r\n"},
            {"EHLO": SILENCE},
            b"EHLO",
            [Status.APPROVED] * 2,
        ),
    ],
    ids=["inside DATA", "before DATA", "at the greeting", "at the goodbye"],
)
async def test_a_service_on_which_everything_hangs_stops_in_time_and_leaves_nothing_claimed(
    tmp_path: Path, imap: dict[str, Answer], smtp: dict[str, Answer], step: bytes, expected: list[Status]
) -> None:
    folder = tmp_path / "data"
    make_data_dir(folder)
    await two_approved(folder)
    async with imap_server(imap) as mailbox, smtp_server(smtp) as road:
        environment = service.settings(tmp_path, imap_port=mailbox.port, smtp_port=road.port, password="geheim")
        environment["THORBECKE_DIGEST_TO"] = ""
        await stop_when(road, step, environment)
        assert mailbox.connections > 0
    assert await statuses(folder) == expected
