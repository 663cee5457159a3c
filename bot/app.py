"""The composition root: builds everything with plain calls and runs it in one process and one event loop.

Who runs what: one loop per folder brings mail in, ``_prepare`` has it read and drafted, ``_deliver`` sends what was
approved, ``_keep_copies`` puts it into Sent, ``_outlook`` follows what colleagues do there, ``_account`` counts the
mailbox at night, ``_upkeep`` sweeps and sends the digest, ``_follow_up`` remembers promises and drafts reminders,
``_pulse`` writes down how the service fares, uvicorn serves the pages. A loop that fails logs the name of the error
(never the words of a mail), waits longer each time, and goes on. On stop, nothing new is begun and what is being sent
may finish within ``GRACE_SECONDS``; after that we hang up, which has an outcome, too.
"""

import asyncio
import contextlib
import fcntl
import logging
import secrets
import signal
import socket
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import uvicorn
from starlette.types import ASGIApp

from bot.clock import Clock, system_clock
from bot.content.experts import load_experts
from bot.credentials import Credential
from bot.errors import MailboxBusy, MailboxError, MailboxRefused, ReadingUnavailable, SettingsError, StorageError
from bot.imap.mailbox import ImapMailbox
from bot.lifecycle import Status
from bot.oauth.openid import Client, OpenIdConnect
from bot.oauth.tokens import ClientCredentials
from bot.pace import Pace
from bot.pipeline import digest, office, pulse, reconcile, upkeep
from bot.pipeline.alerts import trouble
from bot.pipeline.deliver import deliver_due, keep_sent_copies, write_what_was_heard
from bot.pipeline.desk import Desk
from bot.pipeline.draft_copies import keep_drafts, notice_changes
from bot.pipeline.intake import catch_up
from bot.pipeline.mind import Mind, build_mind
from bot.pipeline.ports import Mailbox, Transport
from bot.pipeline.prepare import prepare_received
from bot.pipeline.reading import ReadMails
from bot.pipeline.sent_items import read_sent
from bot.setting_values import Secret
from bot.settings import Settings
from bot.smtp.transport import SmtpTransport
from bot.store import SqliteStore, open_store
from bot.web.app import create_app
from bot.web.work_account import CALLBACK, LOG_IN
from bot.worker.process import command
from bot.worker.room import ReadingRoom

log = logging.getLogger("thorbecke")
T = TypeVar("T")
U = TypeVar("U")

GRACE_SECONDS, LAST_SECONDS, PAGE_SECONDS = 6.0, 1.0, 1
FIRST_PAUSE, LONGEST_PAUSE, REFUSED_PAUSE = 1.0, 300.0, 900.0
DATABASE = "thorbecke.sqlite3"
DISK_PAUSE = 30.0
MOST_DOUBLED = 20
"""After some days without a mail server, two to the power of the failures would be no number any more."""
AHEAD = 2
"""Batches of mail that are read while the one before them is written."""
LOOK_AT_THE_CLOCK = 60.0
EXPECTED = (MailboxError, StorageError, ReadingUnavailable, TimeoutError, OSError)
LEASE_USED = 0.8
"""The part of a claim's lease in which an attempt to send must end, so that its outcome is written in time."""


def make_data_dir(data_dir: Path) -> None:
    """Make the folder of the database, open to its owner only; ``SettingsError`` when that cannot be."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError([_unusable(data_dir, error)]) from None


def _unusable(data_dir: Path, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"THORBECKE_DATA_DIR: {data_dir} cannot be used ({reason})"


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the lock of the data folder: two services on one database would both think that they are the only one."""
    make_data_dir(data_dir)
    try:
        lock = (data_dir / "lock").open("w")
    except OSError as error:
        raise SettingsError([_unusable(data_dir, error)]) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError([f"THORBECKE_DATA_DIR: another service works in {data_dir}; stop it first"]) from None
        yield


@asynccontextmanager
async def open_desk(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    nudge: Callable[[], None] = lambda: None,
    load: Callable[[Path | None], Mind] = build_mind,
) -> AsyncIterator[Desk]:
    """A desk on the database of the data folder, with a mailbox connection when an account is set.

    ``load`` gives what is known from a content folder; who opens many desks need not load it for each.
    """
    make_data_dir(settings.data_dir)
    mind = load(settings.content_dir)
    directory = load_experts(mind.library.root, settings.experts_dir)
    store = await open_store(settings.data_dir / DATABASE)
    mailbox = imap_of(settings) if settings.imap_host else None
    reading = ReadingRoom(settings.prepare_seconds, command=command(settings.content_dir))
    try:
        desk = desk_of(settings, mind, store, clock=clock, mailbox=mailbox, nudge=nudge, read_mails=reading)
        await office.read_closing_days(desk)
        yield replace(desk, directory=directory)
    finally:
        await reading.close()
        if mailbox is not None:
            await mailbox.close()
        await store.close()


async def beside(work: Callable[[], T]) -> T:
    """Do the work in a thread of its own that no stop waits for: what hangs must not keep the service alive."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(outcome: Callable[[], None]) -> None:
        if not done.done():  # nobody waits any more when the time was over
            outcome()

    def run() -> None:
        try:
            value = work()
            outcome = partial(done.set_result, value)
        except BaseException as error:  # noqa: BLE001  (it belongs to who waits for the work)
            outcome = partial(done.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the service has stopped meanwhile
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=run, name="beside", daemon=True).start()
    return await done


async def ahead(items: AsyncIterator[T], work: Callable[[T], Awaitable[U]]) -> AsyncGenerator[U, None]:
    """Work on the next items while the caller is busy with what came of those before; all in order."""
    begun: deque[asyncio.Future[U]] = deque()
    try:
        async for item in items:
            begun.append(asyncio.ensure_future(work(item)))
            if len(begun) > AHEAD:
                yield await begun.popleft()
        while begun:
            yield await begun.popleft()
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


def desk_of(
    settings: Settings,
    mind: Mind,
    store: SqliteStore,
    *,
    clock: Clock,
    mailbox: Mailbox | None,
    nudge: Callable[[], None],
    read_mails: ReadMails,
) -> Desk:
    """Put the parts together."""

    async def offload(work: Callable[[], T]) -> T:
        async with asyncio.timeout(settings.prepare_seconds):
            return await beside(work)

    return Desk(
        settings=settings,
        store=store,
        preparing=store,
        accounts=store,
        people=store.people,
        talks=store,
        chat_questions=store.chat_questions,
        following=store.following,
        pulse=store.pulse,
        circles=store.circles,
        meetings=store.meetings,
        experts=store.experts,
        intakes=store.intakes,
        worklist=store.worklist,
        figures=store.figures,
        screen=store.screen,
        inquiries=store.inquiries,
        mind=mind,
        clock=clock,
        new_token=lambda: secrets.token_hex(12),
        mailbox=mailbox,
        offload=offload,
        ahead=ahead,
        read_mails=read_mails,
        organisation=organisation_of(settings),
        mail_pace=Pace(settings.smtp_mails_per_minute),
        nudge=nudge,
    )


def imap_of(settings: Settings) -> ImapMailbox:
    """A connection to the account; every caller that must not wait for another has its own ``beside`` it."""
    return ImapMailbox(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=settings.imap_user,
        credential=_credential(settings, settings.imap_password),
        timeout=settings.imap_timeout_seconds,
        commands_per_minute=settings.imap_commands_per_minute,
        logins_per_minute=settings.imap_logins_per_minute,
    )


def smtp_of(settings: Settings) -> SmtpTransport:
    """The road out."""
    return SmtpTransport(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        credential=_credential(settings, settings.smtp_password),
        timeout=settings.smtp_timeout_seconds,
        limit=settings.lease_seconds * LEASE_USED,
    )


def _credential(settings: Settings, password: Secret) -> Credential:
    """Tokens when there is a token service; each connection keeps its own, which is a call an hour."""
    if not settings.oauth_authority:
        return password.reveal()
    if find_spec("msal") is None:
        raise SettingsError(
            ["THORBECKE_OAUTH_AUTHORITY: log-in with tokens needs the extra 'oauth' (the package msal)"]
        )
    return ClientCredentials(
        settings.oauth_authority, settings.oauth_client_id, settings.oauth_client_secret, settings.oauth_scope
    )


def organisation_of(settings: Settings) -> OpenIdConnect | None:
    """The log-in service of colleagues; None where there are local accounts only."""
    if not settings.oidc_issuer:
        return None
    if find_spec("authlib") is None:
        raise SettingsError(
            ["THORBECKE_OIDC_ISSUER: log-in at the organisation needs the extra 'oauth' (the package authlib)"]
        )
    return OpenIdConnect(
        Client(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret,
            settings.oidc_scope,
            settings.base_url.rstrip("/") + CALLBACK,
            settings.base_url.rstrip("/") + LOG_IN,
            settings.oidc_roles,
        )
    )


class Nudge:
    """Wakes the loops that wait for work."""

    def __init__(self) -> None:
        self._bells: list[asyncio.Event] = []

    def __call__(self) -> None:
        for bell in self._bells:
            bell.set()

    def bell(self) -> asyncio.Event:
        """An event of its own for each loop, so that none takes another's call."""
        self._bells.append(asyncio.Event())
        return self._bells[-1]


class Service:
    """The running service: the loops and the pages around one desk."""

    def __init__(
        self, desk: Desk, transport: Transport | None, nudge: Nudge, stopping: asyncio.Event | None = None
    ) -> None:
        self.desk = desk
        self.transport = transport
        self.nudge = nudge
        self.stopping = stopping or asyncio.Event()
        self._inboxes: list[Mailbox] = []

    def stop(self) -> None:
        """Begin nothing new."""
        self.stopping.set()

    async def run(self) -> None:
        """Run every loop until ``stop``; what is being sent then may finish."""
        settings = self.desk.settings
        self.desk.condition.began = self.desk.now
        warming = asyncio.create_task(self._warm_up())
        tasks = [self._start("prepare", self._prepare), self._start("upkeep", self._upkeep)]
        tasks.append(self._start("follow-up", self._follow_up))
        tasks.append(self._start("pulse", self._pulse))
        if self.transport is not None:
            tasks.append(self._start("deliver", self._deliver))
        else:
            log.warning("THORBECKE_SMTP_HOST is not set: what is approved waits")
        if (mailbox := self.desk.mailbox) is not None:
            tasks.append(self._start("sent copies", self._keep_copies))
            tasks.append(self._start("Outlook", self._outlook()))
            tasks.append(self._start("reconcile", self._account(mailbox.beside())))
            intakes = ((folder, self._intake(mailbox.beside(), folder)) for folder in settings.imap_folders)
            tasks += [self._start(_intake_of(folder), bring_in) for folder, bring_in in intakes]
        else:
            log.warning("THORBECKE_IMAP_HOST is not set: no mail is read")
        await self.stopping.wait()
        self.nudge()
        _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        if late and self.transport is not None:
            self.transport.hang_up()
            _, late = await asyncio.wait(late, timeout=LAST_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(StorageError):  # a disk that is still full keeps its doubt
            await write_what_was_heard(self.desk)
            await pulse.stop(self.desk)
        await asyncio.gather(*(inbox.close() for inbox in self._inboxes), return_exceptions=True)
        warming.cancel()  # a stop waits for nobody who gets ready
        with contextlib.suppress(asyncio.CancelledError):
            await warming  # what is broken in the content ends the service

    async def _warm_up(self) -> None:
        """Make what reading needs, beside the first pages; a service whose content is broken stops at once."""
        try:
            await asyncio.gather(beside(self.desk.mind.warm), self._get_ready_to_read())
        except Exception:
            self.stop()
            raise

    async def _get_ready_to_read(self) -> None:
        """Have the process that reads mail ready before the first mail comes."""
        with contextlib.suppress(ReadingUnavailable):  # with the first mail, it is told
            await self.desk.read(())

    def _start(self, name: str, work: Callable[[], Awaitable[float | None]]) -> asyncio.Task[None]:
        return asyncio.create_task(self._again(name, work), name=name)

    async def _again(self, name: str, work: Callable[[], Awaitable[float | None]]) -> None:
        """Do the work whenever the bell rings or its pause is over; back off while it fails."""
        bell, failures = self.nudge.bell(), 0
        while not self.stopping.is_set():
            bell.clear()
            try:
                pause = await work()
                failures = 0
                self.desk.condition.recovers(name)
            except MailboxBusy as error:
                log.warning("%s: %s", name, error)
                await self._rest(self.stopping, error.seconds)
                continue
            except MailboxRefused as error:
                log.error("%s: the server refuses us: %s", name, error)  # noqa: TRY400  (no traceback for operators)
                self._tell(name, error, failures)
                await self._rest(self.stopping, REFUSED_PAUSE)  # no bell: wrong passwords lock an account
                continue
            except Exception as error:  # noqa: BLE001  (one loop must not end the service)
                failures += 1
                pause = self._failed(name, error, failures)
            if pause:
                await self._rest(bell, pause)

    def _failed(self, name: str, error: Exception, failures: int) -> float:
        """Log what is no news of a mail, tell what lasts; returns the seconds until the next try."""
        if isinstance(error, EXPECTED):
            log.warning("%s: %s: %s", name, type(error).__name__, error)
        else:
            log.error("%s: unexpected %s", name, type(error).__name__)  # the words may be those of a mail
        self._tell(name, error, failures)
        longest = DISK_PAUSE if isinstance(error, StorageError) else LONGEST_PAUSE
        return min(FIRST_PAUSE * 2.0 ** min(failures, MOST_DOUBLED), longest)

    def _tell(self, name: str, error: Exception, failures: int) -> None:
        if told := trouble(error, failures):
            self.desk.condition.suffers(name, told, self.desk.now)

    async def _rest(self, bell: asyncio.Event, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), seconds)

    def _intake(self, inbox: Mailbox, folder: str) -> Callable[[], Awaitable[float | None]]:
        self._inboxes.append(inbox)
        desk, name = self.desk, _intake_of(folder)

        async def bring_in() -> float | None:
            """A line that breaks after it brought mail is soon tried again, or a long catch-up would take days."""
            here = await desk.store.position(desk.settings.mailbox_address, folder)
            try:
                if await catch_up(desk, inbox, folder):
                    log.info("intake: new mail in a folder")
                desk.condition.recovers(name)  # the wait below may take minutes
                await self._unless_stopping(inbox.wait(folder, desk.settings.imap_poll_seconds))
            except MailboxError as error:
                stuck = here == await desk.store.position(desk.settings.mailbox_address, folder)
                if stuck or isinstance(error, MailboxRefused | MailboxBusy):
                    raise
                log.warning("%s: %s; what came is safe", name, error)
                return FIRST_PAUSE
            return None

        return bring_in

    async def _unless_stopping(self, waiting: Awaitable[None]) -> None:
        """Wait, but not past the stop, and leave nobody waiting behind."""
        wait = asyncio.ensure_future(waiting)
        stop = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait({wait, stop}, return_when=asyncio.FIRST_COMPLETED)
            if wait.done():
                wait.result()
        finally:
            wait.cancel()
            stop.cancel()
            await asyncio.gather(wait, stop, return_exceptions=True)

    async def _prepare(self) -> float:
        taken = await prepare_received(self.desk, going_on=lambda: not self.stopping.is_set())
        return 0.0 if taken else self.desk.settings.sweep_seconds

    async def _deliver(self) -> float:
        if self.transport is not None:
            await deliver_due(self.desk, self.transport, going_on=lambda: not self.stopping.is_set())
        return 1.0  # the undo time ends between two nudges

    async def _keep_copies(self) -> float:
        """A loop of its own: trouble with the mailbox must not hold up the mail that goes out."""
        if self.desk.mailbox is not None:
            await keep_sent_copies(self.desk, self.desk.mailbox)
        return 1.0

    def _outlook(self) -> Callable[[], Awaitable[float]]:
        """Sent first, then Drafts, one after the other: a draft that was sent is gone from Drafts, too."""
        look_at = 0.0

        async def follow() -> float:
            nonlocal look_at
            settings, now = self.desk.settings, asyncio.get_running_loop().time()
            if self.desk.mailbox is not None:
                if now >= look_at or await self.desk.store.ids_in(Status.APPROVED, limit=1):
                    await read_sent(self.desk, self.desk.mailbox)  # a colleague may have been first
                    await notice_changes(self.desk, self.desk.mailbox)
                    look_at = now + settings.imap_poll_seconds
                await keep_drafts(self.desk, self.desk.mailbox)
            return settings.sweep_seconds

        return follow

    def _account(self, mailbox: Mailbox) -> Callable[[], Awaitable[float]]:
        """Every night the proof that no mail is missing, on a connection that is closed by day."""
        self._inboxes.append(mailbox)
        began = self.desk.now

        async def prove() -> float:
            if await reconcile.is_due(self.desk, began):
                account = await reconcile.reconcile(self.desk, mailbox)
                await mailbox.close()
                if account.sound:
                    log.info("reconcile: every mail is accounted for")
                else:
                    log.error("reconcile: not every mail was accounted for; thorbecke status tells more")
            return LOOK_AT_THE_CLOCK

        return prove

    async def _upkeep(self) -> float:
        await upkeep.sweep(self.desk)
        await digest.send_digest(self.desk)
        await upkeep.keep_no_longer(self.desk)
        return self.desk.settings.sweep_seconds

    async def _follow_up(self) -> float:
        await upkeep.follow(self.desk)
        return self.desk.settings.sweep_seconds

    async def _pulse(self) -> float:
        await pulse.beat(self.desk)
        return pulse.LOOK


def _intake_of(folder: str) -> str:
    """The name of a loop."""
    return f"intake {folder}"


class PageServer(uvicorn.Server):
    """uvicorn inside our loop; the signals are ours, since they stop more than the pages."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve the pages in this event loop; yields the port, which matters when 0 was asked for."""
    listener = listening(host, port)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=PAGE_SECONDS,
    )
    server = PageServer(config)
    running = asyncio.create_task(server.serve(sockets=[listener]), name="pages")
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await running
        listener.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that waits for browsers; ``SettingsError`` when the address is taken or not ours.

    asyncio switches Nagle's algorithm off for sockets of its own only. With it, the second page over one connection
    waits 40 ms for the acknowledgement of its head.
    """
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError([f"THORBECKE_WEB_PORT: cannot listen on {host}:{port} ({reason})"]) from None
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _told_by_name(_: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    """What asyncio would log with the words of the error, which may be those of a mail."""
    log.error("unexpected %s in the background", type(context.get("exception")).__name__)


def told_to_stop() -> asyncio.Event:
    """Set by SIGTERM or SIGINT; asked for first of all, since the first process of a container dies of neither."""
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    return stopping


async def run(settings: Settings, *, started: Callable[[int], None] = lambda _: None) -> None:
    """The whole service until SIGTERM or SIGINT."""
    stopping = told_to_stop()
    asyncio.get_running_loop().set_exception_handler(_told_by_name)
    with alone(settings.data_dir):
        nudge = Nudge()
        async with open_desk(settings, nudge=nudge) as desk:
            service = Service(desk, smtp_of(settings) if settings.smtp_host else None, nudge, stopping)
            async with serve(create_app(desk), settings.web_host, settings.web_port) as port:
                started(port)
                await service.run()
