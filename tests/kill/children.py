"""What the killed processes do: take mail in, or send it, until the parent or they themselves pull the plug.

They run in children of a fork server that has the content loaded, so that two hundred of them cost seconds.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.app import ahead
from bot.imap.mailbox import ImapMailbox
from bot.pipeline.deliver import deliver, keep_sent_copies
from bot.pipeline.desk import Desk
from bot.pipeline.draft_copies import keep_drafts
from bot.pipeline.intake import catch_up
from bot.pipeline.prepare import prepare_received
from bot.pipeline.reading import Terms, Unread, outcome_of
from bot.pipeline.reminders import draft_reminders
from bot.pipeline.sent_items import read_sent
from bot.settings import Settings
from bot.smtp.transport import SmtpTransport
from bot.worker.child import FIRST
from tests.pipeline.desks import Clockwork, mind, open_test_desk

mind().warm()  # once, in the fork server
outcome_of(mind(), Unread(FIRST, Terms(len(FIRST), (), "", date.min)))  # what a first mail makes ready, as well


class Plug:
    """Kills this very process at the n-th suspension of any task, before what is awaited is done."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **options: Any) -> Any:
        """A task factory: every task of the loop is counted, those that libraries make as well."""
        return asyncio.Task(self._counted(work), loop=loop, **options)

    async def _counted(self, work: Coroutine[Any, Any, Any]) -> Any:
        return await _Counted(work, self.suspended)

    def suspended(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class _Counted:
    """Runs a coroutine and calls ``suspended`` whenever it begins to wait."""

    def __init__(self, work: Coroutine[Any, Any, Any], suspended: Callable[[], None]) -> None:
        self.work = work
        self.suspended = suspended

    def __await__(self) -> Generator[Any, Any, Any]:
        awaiting = self.work.__await__()
        try:
            waited_for = next(awaiting)
            while True:
                self.suspended()
                try:
                    answer = yield waited_for
                except BaseException as error:  # noqa: BLE001  (a timeout or a cancellation, passed on as it is)
                    waited_for = awaiting.throw(error)
                else:
                    waited_for = awaiting.send(answer)
        except StopIteration as done:
            return done.value


async def _killed_at(step: int, work: Coroutine[Any, Any, object]) -> None:
    """Do the work in a task of a loop whose tasks are all counted from now on."""
    asyncio.get_running_loop().set_task_factory(Plug(step))
    await asyncio.create_task(work)


def mailbox(port: int, user: str, password: str) -> ImapMailbox:
    """A connection to the embedded server."""
    return ImapMailbox(host="127.0.0.1", port=port, security="none", user=user, credential=password, timeout=20)


def take_in(folder: str, port: int, user: str, password: str) -> None:
    """Bring everything in and prepare it, a few mails at a time so that both go on side by side."""

    async def work() -> None:
        inbox = mailbox(port, user, password)
        async with open_test_desk(Path(folder)) as desk:

            async def read() -> None:
                while await prepare_received(replace(desk, ahead=ahead), limit=60) or not done.is_set():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(done.wait(), 0.005)

            done = asyncio.Event()
            reading = asyncio.create_task(read())
            await catch_up(desk, inbox, "INBOX")
            done.set()
            await reading
        await inbox.close()

    asyncio.run(work())


def prepare_all(folder: str, step: int) -> None:
    """Prepare what was received, as the service does, and die at the n-th await of it."""

    async def work() -> None:
        async with open_test_desk(Path(folder)) as desk:
            await _killed_at(step, prepare_received(replace(desk, ahead=ahead)))

    asyncio.run(work())


def send(folder: str, smtp_port: int, message_id: int, step: int) -> None:
    """Send one approved message and die at the n-th await of it; exit 0 when it ended before that."""

    async def work() -> None:
        async with open_test_desk(Path(folder)) as desk:
            transport = SmtpTransport(
                host="127.0.0.1", port=smtp_port, security="none", user="", credential="", timeout=20
            )
            await _killed_at(step, deliver(desk, transport, message_id))

    asyncio.run(work())


def copy_to_sent(folder: str, imap_port: int, user: str, password: str, step: int) -> None:
    """Keep the copy in Sent and die at the n-th await of it."""

    async def work() -> None:
        async with open_test_desk(Path(folder), clock=Clockwork()) as desk:
            box = mailbox(imap_port, user, password)
            await _killed_at(step, keep_sent_copies(desk, box))
            await box.close()

    asyncio.run(work())


def drafting_desk(folder: str, minute: int) -> AbstractAsyncContextManager[Desk]:
    """A desk that puts drafts into the mailbox; each minute makes other Message-IDs."""
    clock = Clockwork()
    clock.move(minutes=minute)
    return open_test_desk(Path(folder), clock=clock, settings=Settings(data_dir=Path(folder), drafts=True))


def keep_in_drafts(folder: str, imap_port: int, user: str, password: str, step: int) -> None:
    """Bring the Drafts folder up to date and die at the n-th await of it."""

    async def work() -> None:
        async with drafting_desk(folder, 1) as desk:
            box = mailbox(imap_port, user, password)
            await _killed_at(step, keep_drafts(desk, box))
            await box.close()

    asyncio.run(work())


def look_into_sent(folder: str, imap_port: int, user: str, password: str, step: int) -> None:
    """Read what colleagues sent and die at the n-th await of it."""

    async def work() -> None:
        async with open_test_desk(Path(folder)) as desk:
            box = mailbox(imap_port, user, password)
            await _killed_at(step, read_sent(desk, box))
            await box.close()

    asyncio.run(work())


def remind(folder: str, at: str, step: int) -> None:
    """Draft the reminders that are due at this moment, and die at the n-th await of it."""

    async def work() -> None:
        async with open_test_desk(Path(folder), clock=Clockwork(datetime.fromisoformat(at))) as desk:
            await _killed_at(step, draft_reminders(desk))

    asyncio.run(work())
