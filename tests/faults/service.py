"""The child process: the service of ``bot.app`` with robots for reviewers, on a clock that runs faster.

All time limits are those of the product; a minute of them takes a second here. What this machine has to compute takes
as long as ever, so the limit for reading one mail is larger.
"""

import asyncio
import logging
import os
import selectors
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random

from bot.app import DATABASE, Nudge, Service, alone, desk_of, imap_of, smtp_of, told_to_stop
from bot.lifecycle import Status
from bot.pipeline.prepare import prepare_received
from bot.pipeline.review import approve
from bot.setting_values import Secret
from bot.settings import Settings
from bot.store import open_store
from bot.worker.room import ReadingRoom
from tests.faults.mailbox import SENT
from tests.faults.mails import letters
from tests.faults.reviewers import review_all
from tests.pipeline.desks import START, fetched, mind, open_test_desk

SPEED = 60.0
"""Seconds of the service in one second of the world."""

TEAM = "team@vng.nl"
WARM = 30
SWITCH_SECONDS = 0.0005
"""How long a thread that reads a mail may hold up the others; the default is a third of the service's second."""
log = logging.getLogger("reviewers")


@dataclass(frozen=True)
class Job:
    """What a child needs to know."""

    folder: Path
    imap_port: int
    smtp_port: int
    started: float
    """``time.monotonic()`` of the bench, so that the service's clock goes on over a restart."""
    seed: str


def settings_of(job: Job) -> Settings:
    """Production settings but for the servers and ``prepare_seconds``."""
    return Settings(
        data_dir=job.folder,
        imap_host="127.0.0.1",
        imap_port=job.imap_port,
        imap_security="none",
        imap_user="thorbecke",
        imap_password=Secret("geheim"),
        sent_folder=SENT,
        digest_to=(TEAM,),
        smtp_host="127.0.0.1",
        smtp_port=job.smtp_port,
        smtp_security="none",
        prepare_seconds=30 * SPEED,
    )


class _HurriedSelector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else timeout / SPEED)


class _HurriedLoop(asyncio.SelectorEventLoop):
    def time(self) -> float:
        return super().time() * SPEED


def hurried_loop() -> asyncio.AbstractEventLoop:
    """A loop on which time passes ``SPEED`` times faster."""
    return _HurriedLoop(_HurriedSelector())


async def _warm_up() -> None:
    """Read and answer a few mails, so that no child needs to make what the first ones need."""
    mind().warm()
    with tempfile.TemporaryDirectory() as folder:
        async with open_test_desk(Path(folder)) as desk:
            for uid, raw in enumerate(letters(WARM, Random(1)), 1):
                await desk.store.receive(desk.settings.mailbox_address, fetched(raw, uid), desk.now)
            await prepare_received(desk, limit=WARM)
            for message_id in await desk.store.ids_in(Status.AWAITING_REVIEW):
                await approve(desk, message_id, 1, "lotte")


asyncio.run(_warm_up())  # once, in the fork server


def serve(job: Job, listening: Event) -> None:
    """Run until SIGTERM, which ``listening`` says that it hears, or a pulled plug. Logs in ``service.log``."""
    sys.setswitchinterval(SWITCH_SECONDS)
    logging.basicConfig(filename=job.folder / "service.log", level=logging.WARNING, format="%(levelname)s %(message)s")
    with asyncio.Runner(loop_factory=hurried_loop) as runner:
        runner.run(_serve(job, listening))


async def _serve(job: Job, listening: Event) -> None:
    def clock() -> datetime:
        return START + timedelta(seconds=(time.monotonic() - job.started) * SPEED)

    stopping = told_to_stop()
    asyncio.get_running_loop().set_exception_handler(_note_of_the_background)
    listening.set()
    settings, nudge = settings_of(job), Nudge()
    with alone(settings.data_dir):
        store = await open_store(settings.data_dir / DATABASE)
        box = imap_of(settings)
        reading = ReadingRoom(settings.prepare_seconds, start_seconds=60 * SPEED)
        desk = desk_of(settings, mind(), store, clock=clock, mailbox=box, nudge=nudge, read_mails=reading)
        service = Service(desk, smtp_of(settings), nudge, stopping)
        dice = Random(f"{job.seed} {os.getpid()}")
        robots = [asyncio.create_task(review_all(desk, name, Random(dice.random()))) for name in ("lotte", "daan")]
        for robot in robots:
            robot.add_done_callback(_tell_of_an_end)
        await service.run()
        for robot in robots:
            robot.cancel()
        await asyncio.gather(*robots, return_exceptions=True)
        await box.close()
        await reading.close()
        await store.close()


def _note_of_the_background(_: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    what = (type(context.get("exception")).__name__, context["message"], context.get("task", ""))
    log.error("background %s: %s %s", *what)


def _tell_of_an_end(robot: asyncio.Task[None]) -> None:
    if not robot.cancelled():
        log.error("unexpected %s", type(robot.exception()).__name__)
