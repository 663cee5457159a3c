"""The loops of the service: one that fails must not hold up another, and a stop leaves nothing claimed."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.app import DISK_PAUSE, FIRST_PAUSE, LONGEST_PAUSE, Nudge, Service, beside, imap_of, make_data_dir, run, serve
from bot.errors import MailboxBusy, MailboxError, MailboxRefused, SettingsError, StorageError
from bot.lifecycle import RequestState, Status
from bot.model import DeliveryResult, Outcome, Outgoing
from bot.pipeline import prepare, review, upkeep
from bot.pipeline.alerts import alerts
from bot.pipeline.desk import Desk
from bot.pipeline.intake import BATCH
from bot.settings import Settings
from tests.faults.mailbox import Account
from tests.faults.weather import Weather
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk
from tests.pipeline.folder import Folder

FETCHES_OF_A_BATCH = 2
"""The sizes of all, and the mails."""


@dataclass
class LockedOut:
    """Counts the log-ins."""

    refusal: MailboxError
    tries: int = 0

    def beside(self) -> "LockedOut":
        return self

    async def close(self) -> None:
        """Nothing was opened."""

    async def special_folder(self, _use: str) -> str | None:
        self.tries += 1
        raise self.refusal


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


def without_intake(desk: Desk) -> Settings:
    return replace(desk.settings, imap_folders=())


async def is_sent(desk: Desk, message_id: int) -> bool:
    return (await desk.store.message(message_id)).status is Status.SENT


async def test_mail_goes_out_while_the_sent_folder_cannot_be_reached(tmp_path: Path) -> None:
    """The long pause after a refused log-in is for the copies, not for the next reply."""
    async with open_test_desk(tmp_path) as plain:
        mailbox = LockedOut(MailboxRefused("the log-in"))
        desk = replace(plain, mailbox=mailbox, settings=without_intake(plain))  # type: ignore[arg-type]
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


class FullDisk:
    """The real store, without room for an outcome as long as it is ``full``."""

    full = True

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def finish(self, *arguments: Any) -> Any:
        if self.full:
            raise StorageError("De schijf is vol.")
        return await self._store.finish(*arguments)


async def test_a_stop_writes_down_what_the_server_said_while_the_disk_was_full(tmp_path: Path) -> None:
    """After the stop nobody remembers it, and a person would have to decide."""
    async with open_test_desk(tmp_path) as plain:
        store = FullDisk(plain.store)
        desk = replace(plain, store=store)  # type: ignore[arg-type]
        message_id = await drafted(desk, 1)
        await review.approve(desk, message_id, 1, "lotte")
        async with running(desk, ScriptedTransport()):

            async def heard() -> bool:
                return bool(desk.heard)

            await until(heard)
            store.full = False
        assert await is_sent(desk, message_id)


async def test_work_that_hangs_keeps_nobody_from_stopping() -> None:
    """Python waits for every thread at its end but for daemons."""
    assert await beside(lambda: threading.current_thread().daemon)
    release = threading.Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await beside(release.wait)
    release.set()
    with pytest.raises(ZeroDivisionError):
        await beside(lambda: 1 // 0)


async def test_who_is_told_to_stop_while_still_starting_stops_in_good_order(tmp_path: Path) -> None:
    running = asyncio.create_task(run(Settings(data_dir=tmp_path, web_port=0)))
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(30):
        await running


async def test_a_loop_that_is_cut_off_leaves_nobody_waiting_for_mail(tmp_path: Path) -> None:
    """Else the end of that wait is told by nobody, and the connection is used by somebody who is gone."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with open_test_desk(tmp_path) as desk:
        loop = asyncio.create_task(Service(desk, None, Nudge())._unless_stopping(wait()))
        await begun.wait()
        loop.cancel()
        await asyncio.wait({loop})
    assert ended.is_set()
    assert loop.cancelled()


async def test_a_page_that_takes_for_ever_does_not_hold_up_the_stop() -> None:
    asked = asyncio.Event()

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        asked.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(5):
        async with serve(app, "127.0.0.1", 0) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await asked.wait()
        writer.close()


@pytest.mark.parametrize("refusal", [MailboxRefused("the log-in"), MailboxBusy("slower, please", 300)])
async def test_a_server_that_sends_us_away_is_not_asked_again_whenever_somebody_works(
    tmp_path: Path, refusal: MailboxError
) -> None:
    """Every nudge would be one more wrong password, until the account is locked, or a longer throttling."""
    async with open_test_desk(tmp_path) as plain:
        mailbox = LockedOut(refusal)
        desk = replace(plain, mailbox=mailbox, settings=without_intake(plain))  # type: ignore[arg-type]
        message_id = await drafted(desk, 1)
        async with running(desk, ScriptedTransport()) as service:
            await review.approve(desk, message_id, 1, "lotte")
            await until(lambda: is_sent(desk, message_id))
            for _ in range(30):
                service.nudge()
                await asyncio.sleep(0.05)
        assert mailbox.tries == 2  # the copies for Sent and the look into Outlook, once each


async def test_what_was_settled_long_ago_goes_by_itself(tmp_path: Path) -> None:
    """Law 7: kept as short as the settings say, also when no operator thinks of it."""
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)
        message_id = await drafted(desk, 1)
        await review.close(desk, message_id, "Telefonisch beantwoord.", "lotte")
        (request,) = await desk.store.open_requests()
        await review.change_request(desk, request.id, request.state, RequestState.SETTLED, "lotte")
        desk.clock.move(days=desk.settings.keep_days - 1)
        assert await upkeep.keep_no_longer(desk) == 0
        desk.clock.move(days=2)
        assert await upkeep.keep_no_longer(desk) == 1
        assert await desk.store.raw(message_id) is None


def test_the_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    make_data_dir(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_data_folder_that_cannot_be_made_is_told_as_a_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="THORBECKE_DATA_DIR"):
        make_data_dir(tmp_path / "file" / "data")


async def test_what_is_not_connected_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise approved mail would wait, and new mail lie unread, without a word."""
    async with open_test_desk(tmp_path) as desk, running(desk, None):
        await asyncio.sleep(0.05)
    assert "THORBECKE_SMTP_HOST" in caplog.text
    assert "THORBECKE_IMAP_HOST" in caplog.text


async def test_a_catch_up_that_brought_mail_before_the_line_broke_is_soon_tried_again(tmp_path: Path) -> None:
    """Else its pauses would double with every break, and a hundred thousand mails over a poor line take days."""
    account = Account(Weather(Random(1), 0), late=0)
    for number in range(2 * BATCH):
        account.inbox.add(eml(number, text="Dag!"))
    fetches = count(1)

    def cut(step: str) -> None:
        if step == "imap UID FETCH" and next(fetches) > FETCHES_OF_A_BATCH:
            for line in account.lines:
                line.hang_up()

    account.weather.watch = cut
    async with account.running() as port, open_test_desk(tmp_path) as plain:
        settings = replace(plain.settings, imap_host="127.0.0.1", imap_port=port, imap_security="none")
        desk = replace(plain, settings=settings)
        bring_in = Service(desk, None, Nudge())._intake(imap_of(settings), "INBOX")
        assert await bring_in() == FIRST_PAUSE
        assert await desk.store.counts() == {Status.RECEIVED: BATCH}
        with pytest.raises(MailboxError):
            await bring_in()


async def test_at_night_the_mailbox_is_counted_and_a_late_mail_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)
        folder = Folder({number: eml(number) for number in (1, 2, 3)}, hidden={2})
        prove = Service(desk, None, Nudge())._account(folder)  # type: ignore[arg-type]
        await prove()
        assert await desk.store.counts() == {}
        desk.clock.move(hours=2)
        await prove()
        assert await desk.store.counts() == {Status.RECEIVED: 2}
        folder.hidden.clear()
        desk.clock.move(hours=24)
        await prove()
        await prove()
        assert await desk.store.counts() == {Status.RECEIVED: 3}
        assert "not every mail was accounted for" in caplog.text
        assert folder.closed == 2
        assert "1 mail was overgeslagen" in " ".join(await alerts(desk.store, desk.settings, desk.now))


async def test_a_part_that_fails_for_weeks_goes_on_trying(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        service = Service(desk, None, Nudge())
        assert service._failed("intake", MailboxError("no"), 100_000) == LONGEST_PAUSE
        assert service._failed("intake", StorageError("vol"), 100_000) == DISK_PAUSE
        assert service._failed("intake", MailboxError("no"), 1) < LONGEST_PAUSE
