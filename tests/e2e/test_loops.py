"""The loops of the service: one that fails must not hold up another, and a stop leaves nothing claimed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.app import Nudge, Service
from bot.errors import MailboxRefused
from bot.lifecycle import Status
from bot.model import DeliveryResult, Outcome, Outgoing
from bot.pipeline import prepare, review
from bot.pipeline.desk import Desk
from tests.pipeline.desks import ScriptedTransport, eml, fetched, open_test_desk


class LockedMailbox:
    """An account whose password was changed."""

    async def special_folder(self, _use: str) -> str | None:
        raise MailboxRefused("the log-in")


async def drafted(desk: Desk, number: int) -> int:
    """A message with a draft."""
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(eml(number), number), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return message_id


@asynccontextmanager
async def running(desk: Desk, transport: Any) -> AsyncIterator[Service]:
    service = Service(desk, transport, Nudge())
    task = asyncio.create_task(service.run())
    try:
        yield service
    finally:
        service.stop()
        await asyncio.wait_for(task, 10)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(8):
        while not await is_so():  # noqa: ASYNC110  (the service tells nobody)
            await asyncio.sleep(0.02)


async def is_sent(desk: Desk, message_id: int) -> bool:
    return (await desk.store.message(message_id)).status is Status.SENT


async def test_mail_goes_out_while_the_sent_folder_cannot_be_reached(tmp_path: Path) -> None:
    """The long pause after a refused log-in is for the copies, not for the next reply."""
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, mailbox=LockedMailbox())  # type: ignore[arg-type]
        first, second = [await drafted(desk, number) for number in (1, 2)]
        async with running(desk, ScriptedTransport()):
            await review.approve(desk, first, 1, "lotte")
            await until(lambda: is_sent(desk, first))
            await asyncio.sleep(1.5)
            await review.approve(desk, second, 1, "lotte")
            await until(lambda: is_sent(desk, second))


@dataclass
class SlowTransport:
    """A server that lets the first mail wait until we hang up."""

    tried: int = 0
    hung_up: asyncio.Event | None = None

    async def deliver(self, _outgoing: Outgoing) -> DeliveryResult:
        self.tried += 1
        self.hung_up = asyncio.Event()
        await self.hung_up.wait()
        return DeliveryResult(Outcome.DEFERRED)

    def hang_up(self) -> None:
        if self.hung_up is not None:
            self.hung_up.set()


async def test_a_stop_begins_no_other_mail_and_leaves_nothing_claimed(tmp_path: Path, monkeypatch: Any) -> None:
    """A slow server is hung up on; what was certain before DATA waits for the next start."""
    monkeypatch.setattr("bot.app.GRACE_SECONDS", 0.2)
    async with open_test_desk(tmp_path) as desk:
        ids = [await drafted(desk, number) for number in (1, 2)]
        for message_id in ids:
            await review.approve(desk, message_id, 1, "lotte")
        transport = SlowTransport()
        async with running(desk, transport):

            async def trying() -> bool:
                return transport.hung_up is not None

            await until(trying)
        assert transport.tried == 1
        assert [(await desk.store.message(each)).status for each in ids] == [Status.APPROVED, Status.APPROVED]
