"""Embedded mail servers on loopback, for the demo and the tests: IMAP by pymap, SMTP by aiosmtpd.

Nothing leaves this machine. Every address has a mailbox of its own, made when the first mail comes: mail to the shared
address lies in the inbox that the assistant reads, mail to anybody else in the inbox of that visitor, so that an answer
can be seen to arrive. All mailboxes have one password; SMTP asks for none.

The listeners are our own, because pymap's lose connections on Python 3.13 (its proxy-protocol keeps no reference to the
task) and hang on stopping from 3.12 on (``Server.wait_closed`` waits for clients that stay).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP
from proxyprotocol.sock import SocketInfoLocal
from pymap.exceptions import MailboxConflict, UserNotFound
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata

from bot.clock import Clock, system_clock
from bot.demo.backends import Backend, maildirs, memory, user_name
from bot.imap.mailbox import ImapMailbox

LOOPBACK = "127.0.0.1"
FOLDERS = ("Verzonden items", "Concepten")
LARGEST_MAIL = 40_000_000
MAILS_AT_ONCE = 50

Answer = Callable[[Any], str | None]
"""Gets aiosmtpd's envelope; a reply such as ``451 4.3.0 Later`` is given instead of taking the mail."""


class Servers:
    """The running pair. ``answer_to_rcpt`` and ``answer_to_data`` let a test refuse; both may be set at any time."""

    def __init__(self, backend: Backend, shared_user: str, password: str, clock: Clock) -> None:
        self.shared_user = user_name(shared_user)
        self.password = password
        self.imap_port = 0
        self.smtp_port = 0
        self.answer_to_rcpt: Callable[[str], str | None] | None = None
        self.answer_to_data: Answer | None = None
        self._backend = backend
        self._clock = clock
        self._lock = asyncio.Lock()
        self._known: set[str] = set()
        self._listeners: list[asyncio.Server] = []
        self._transports: set[asyncio.WriteTransport] = set()
        self._sessions: set[asyncio.Task[Any]] = set()

    async def listen(self, imap_port: int, smtp_port: int) -> None:
        self._backend.config.apply_context()
        imap = await asyncio.start_server(self._imap_session(), LOOPBACK, imap_port)
        self._listeners.append(imap)
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(lambda: _SmtpSession(self, self._transports), LOOPBACK, smtp_port)
        self._listeners.append(smtp)
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in (imap, smtp))

    def _imap_session(self) -> Any:
        serve = IMAPServer(self._backend.login, self._backend.config)

        async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101  (asyncio runs this in a task)
            self._sessions.add(task)
            self._transports.add(writer.transport)
            try:
                await serve(reader, writer, SocketInfoLocal(writer, unique_id=uuid4().bytes, dnsbl=None))
            except (ConnectionError, EOFError):
                return  # the client hung up in the middle
            finally:
                self._sessions.discard(task)
                self._transports.discard(writer.transport)

        return session

    async def add_mailbox(self, address: str) -> str:
        """Make the mailbox of an address when it is not there; returns its log-in name."""
        user = user_name(address)
        async with self._lock:
            if user not in self._known:
                await self._create(user)
                self._known.add(user)
        return user

    async def _create(self, user: str) -> None:
        config, identity = self._backend.config, self._backend.identity(user)
        password = await Passwords(config).hash_password(self.password)
        await identity.set(UserMetadata(config, user, password=password))
        async with identity.new_session() as session:
            for folder in FOLDERS:
                try:
                    await session.create_mailbox(folder)
                except (MailboxConflict, KeyError):  # kept from an earlier run
                    continue

    async def deliver(self, raw: bytes, to: str, at: datetime | None = None) -> None:
        """Put a mail into the inbox of an address, as if it had come by SMTP; ``at`` (default: now) is when."""
        user = await self.add_mailbox(to)
        async with self._lock, self._backend.identity(user).new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, at or self._clock())])

    async def mails_of(self, address: str) -> list[bytes]:
        """Every mail in the inbox of an address, the oldest first."""
        try:
            await self._backend.identity(user_name(address)).get()
        except UserNotFound:
            return []
        mailbox = ImapMailbox(LOOPBACK, self.imap_port, "none", user_name(address), self.password, timeout=20)
        try:
            uids = await mailbox.uids_after("INBOX", 0)
            starts = range(0, len(uids), MAILS_AT_ONCE)
            return [
                mail.raw
                for start in starts
                for mail in await mailbox.fetch("INBOX", uids[start : start + MAILS_AT_ONCE])
            ]
        finally:
            await mailbox.close()

    async def stop(self) -> None:
        """Hang up on everybody and return soon, whatever the clients are doing."""
        for listener in self._listeners:
            listener.close()
        for transport in tuple(self._transports):
            transport.abort()
        sessions = tuple(self._sessions)
        if sessions:
            await asyncio.wait(sessions, timeout=0.2)
            for session in sessions:
                session.cancel()
            await asyncio.gather(*sessions, return_exceptions=True)


class _SmtpSession(SMTP):  # type: ignore[misc]  # aiosmtpd has no types
    """One SMTP connection; its event handler delivers into the mailboxes."""

    def __init__(self, servers: Servers, transports: set[asyncio.WriteTransport]) -> None:
        super().__init__(
            _Deliveries(servers),
            loop=asyncio.get_running_loop(),
            hostname="localhost",
            ident="Thorbecke2024 demo",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_MAIL,
        )
        self._transports = transports
        self._line: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if isinstance(transport, asyncio.WriteTransport):
            self._line = transport
            self._transports.add(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._line is not None:
            self._transports.discard(self._line)
        super().connection_lost(error)


class _Deliveries:
    """The hooks that aiosmtpd calls by name."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802  (aiosmtpd calls it so)
        answer = self._servers.answer_to_rcpt
        if answer is not None and (reply := answer(address)) is not None:
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self._servers.answer_to_data
        if answer is not None and (reply := answer(envelope)) is not None:
            return reply
        for address in envelope.rcpt_tos:
            await self._servers.deliver(envelope.content, address)
        return "250 2.0.0 OK"


async def start(
    folder: Path | None = None,
    *,
    shared_user: str = "thorbecke2024@vng.nl",
    password: str = "demo",  # noqa: S107  (of a demo on loopback)
    imap_port: int = 0,
    smtp_port: int = 0,
    clock: Clock = system_clock,
) -> Servers:
    """Start both servers on loopback, on free ports unless told otherwise.

    With ``folder`` the mail lies there as Maildirs and outlives a restart; a client hears of new mail within a second,
    as pymap polls. Without it everything is in memory, and new mail is pushed at once.
    """
    servers = Servers(memory() if folder is None else maildirs(folder), shared_user, password, clock)
    try:
        await servers.add_mailbox(shared_user)
        await servers.listen(imap_port, smtp_port)
    except BaseException:
        await servers.stop()
        raise
    return servers
