"""One logged-in IMAP connection, thrown away at the first sign of trouble.

aioimaplib keeps a command pending after a timeout and gives its late answer to the next one, does not fail commands
when the line drops, and waits for ever when the server says BYE to IDLE. So every command here runs against a time
limit and against the end of the connection, and whatever ends it early also ends the connection.
"""

import asyncio
import contextlib
import logging
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import aioimaplib
from aioimaplib.aioimaplib import Command, quoted

from bot.credentials import Credential, TokenSource
from bot.errors import MailboxBusy, MailboxError, MailboxRefused
from bot.imap.answers import TEMPORARY, Line, crowded, response_code, words_of
from bot.pace import Pace, complains, hinted

if TYPE_CHECKING:
    from bot.pipeline.ports import FolderState

logging.getLogger("aioimaplib").setLevel(logging.WARNING)  # below it, the library logs the text of mails

T = TypeVar("T")
Security = Literal["tls", "none"]

SLOWEST_LINE = 100_000
"""Bytes a second that a large mail is granted on top of the time limit."""

GOODBYE_SECONDS = 1.0
"""A service that stops does not wait for a server that does not."""

_NEWS = re.compile(rb"\d+ (EXISTS|RECENT|EXPUNGE)", re.IGNORECASE)


class Connection:
    """A connection that is logged in; ``selected`` is the folder that the last SELECT opened, at ``selected_at``."""

    def __init__(self, client: Any, host: str, timeout: float, pace: Pace) -> None:
        self.selected: FolderState | None = None
        self.selected_at = 0.0
        self._client = client
        self._host = host
        self._timeout = timeout
        self._pace = pace
        self._farewell = ""
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        client.protocol.conn_lost_cb = self._note_loss  # IMAP4_SSL takes no callback when it is made
        client.protocol.tasks = self._unseen = _Watched(self._not_greeted)
        self._untagged = client.protocol._untagged_response  # noqa: SLF001  (nothing else tells of a BYE)
        client.protocol._untagged_response = self._listen  # noqa: SLF001

    def _note_loss(self, _reason: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    def _not_greeted(self, reason: BaseException) -> None:
        self._farewell = str(reason)
        self.abort()

    def _listen(self, line: bytes) -> Any:
        """Remember why the server ends the connection; it may say so in the middle of any command."""
        if line[:6].upper() == b"* BYE ":
            self._farewell = words_of([line])
        return self._untagged(line)

    @property
    def alive(self) -> bool:
        return not self._lost.done()

    @property
    def has_idle(self) -> bool:
        return "IDLE" in {capability.upper() for capability in self._client.protocol.capabilities}

    @property
    def has_uidplus(self) -> bool:
        return "UIDPLUS" in self._client.protocol.capabilities

    async def log_in(self, user: str, credential: Credential) -> None:
        """Greeting, log-in, and the capabilities again: Exchange tells them in full only after the log-in."""
        await self.run(self._client.wait_hello_from_server())
        if isinstance(credential, str):
            answer = await self.run(self._client.login(quoted(user), credential))
        else:
            answer = await self._authenticate(user, credential)
        if answer.result != "OK":
            raise self.refusal("the log-in (wrong password or token, or no right to this mailbox)", answer)
        await self.run(self._client.protocol.capability())

    async def _authenticate(self, user: str, tokens: TokenSource) -> Any:
        """AUTHENTICATE XOAUTH2 with a token; one that the server refuses is not offered again."""
        token = await tokens.access_token()
        protocol = self._client.protocol
        answer = await self.run(protocol.execute(_XOAuth2(protocol, user, token), scrub=token))
        if answer.result == "OK":
            protocol.state = aioimaplib.AUTH
        else:
            tokens.forget()
        return answer

    async def run(self, command: Coroutine[Any, Any, T], *, size: int = 0) -> T:
        """Await one command of the library; ``size`` bytes of mail on their way lengthen the time limit."""
        await self._turn_of(command)
        task = asyncio.ensure_future(command)
        try:
            async with asyncio.timeout(self._timeout + size / SLOWEST_LINE):
                await self._unless_lost(task)
            answer = task.result()
        except BaseException as reason:
            self._give_up(task)
            if isinstance(reason, Exception):
                raise self._error(reason) from None
            raise
        self._heed(answer)
        return answer

    async def _turn_of(self, command: Coroutine[Any, Any, object]) -> None:
        """Wait until the pace allows one more command; nothing was sent yet, so that a cancellation costs nothing."""
        try:
            while wait := self._pace.take(asyncio.get_running_loop().time()):
                await self.rest(wait)
        except BaseException:
            command.close()
            raise

    async def _unless_lost(self, task: "asyncio.Future[Any]", seconds: float | None = None) -> None:
        """Wait for the task, at most so long; ``MailboxError`` when the connection ends first."""
        either: set[asyncio.Future[Any]] = {task, self._lost}
        await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._lost.done() and not task.done():
            raise self._ended()

    def _give_up(self, task: "asyncio.Future[Any]") -> None:
        task.cancel()
        task.add_done_callback(_forget)
        self.abort()

    def abort(self) -> None:
        """Throw the connection away without a word; nothing of it can be trusted any more."""
        self._note_loss(None)
        for task in (*self._client.tasks, *self._unseen):
            task.cancel()
        transport = self._client.protocol.transport
        if transport is not None:
            transport.abort()

    async def log_out(self) -> None:
        """Say goodbye as far as the server listens, which may take a second; never raises."""
        with contextlib.suppress(MailboxError, TimeoutError):
            if self.alive:
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self.run(self._client.logout())
        self.abort()

    # --- commands ---

    async def no_op(self) -> None:
        """Let the server bring its view of the folder up to date."""
        await self.run(self._client.noop())

    async def select(self, wire_name: str) -> Any:
        self.selected = None
        return await self.run(self._client.select(wire_name))

    async def uid_search(self, *criteria: str) -> Any:
        """Without a charset: Exchange refuses ``CHARSET utf-8``."""
        return await self.run(self._client.uid_search(*criteria, charset=None))

    async def uid_fetch(self, uids: Sequence[int], items: str, *, size: int = 0) -> Any:
        return await self.run(self._client.uid("FETCH", ",".join(map(str, uids)), items), size=size)

    async def uid_delete(self, uid: int) -> Any:
        """Mark one mail as deleted and expunge it alone (RFC 4315); without UIDPLUS the mark has to do."""
        answer = await self.run(self._client.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)"))
        if answer.result != "OK" or not self.has_uidplus:
            return answer
        return await self.run(self._client.uid("EXPUNGE", str(uid)))

    async def list_folders(self, reference: str, pattern: str) -> Any:
        return await self.run(self._client.list(quoted(reference), quoted(pattern)))

    async def append(self, raw: bytes, wire_name: str, flags: str | None, at: Any) -> Any:
        return await self.run(self._client.append(raw, wire_name, flags, at), size=len(raw))

    # --- waiting ---

    async def idle(self, seconds: float) -> bool:
        """IDLE (RFC 2177) until the server tells of a mail that came or went; False when the time is over."""
        _empty(self._client.protocol.idle_queue)
        done = await self.run(self._client.idle_start(seconds + self._timeout))
        news = await self._wait_for_news(seconds)
        self._client.idle_done()
        await self.run(_result(done))
        return news

    async def _wait_for_news(self, seconds: float) -> bool:
        news = asyncio.ensure_future(self._news())
        try:
            await self._unless_lost(news, seconds)
        except BaseException:
            self._give_up(news)
            raise
        told = news.done()
        news.cancel()
        return told

    async def _news(self) -> None:
        while True:  # "OK Still here" and flags that colleagues set are no news
            push = await self._client.protocol.idle_queue.get()
            if any(_NEWS.match(line) for line in push):
                return

    async def rest(self, seconds: float) -> None:
        """For a server without IDLE: do nothing, but notice at once that the connection is gone."""
        await self._unless_lost(asyncio.get_running_loop().create_future(), seconds)

    # --- what went wrong ---

    def _heed(self, answer: object) -> None:
        """``MailboxBusy`` when the server says no because we go too fast, whatever we asked."""
        if isinstance(answer, aioimaplib.Response) and answer.result != "OK" and complains(words_of(answer.lines)):
            raise self._busy(words_of(answer.lines))

    def _ended(self) -> MailboxError:
        if complains(self._farewell) or hinted(self._farewell):
            return self._busy(self._farewell)
        return MailboxError(f"the IMAP server {self._host} ended the connection")

    def _busy(self, words: str) -> MailboxBusy:
        """The server's wish to be left alone holds for every connection at this pace."""
        seconds = self._pace.rest(asyncio.get_running_loop().time(), hinted(words))
        return busy(self._host, seconds)

    def _error(self, reason: Exception) -> MailboxError:
        if isinstance(reason, MailboxError):
            return reason
        if isinstance(reason, TimeoutError | aioimaplib.CommandTimeout):
            return MailboxError(f"the IMAP server {self._host} did not answer in time")
        return MailboxError(f"the IMAP server {self._host} cannot be used ({_kind(reason)})")

    def refusal(self, what: str, answer: Any) -> MailboxError:
        """The error for a NO or BAD: final unless the response code says that the server is in trouble."""
        code = response_code(answer.lines)
        said = f"{answer.result} [{code}]" if code else answer.result
        text = f"the IMAP server {self._host} refused {what}: {said}"
        rightless = any(b"authenticated but not connected" in bytes(line) for line in answer.lines)  # Exchange's BAD
        if rightless or (answer.result == "NO" and code not in TEMPORARY and not crowded(words_of(answer.lines))):
            return MailboxRefused(text)
        return MailboxError(text)


class _XOAuth2(Command):  # type: ignore[misc]  # the library has no types
    """AUTHENTICATE XOAUTH2 with the token at once (RFC 4959). The library's own waits for ever when it is refused."""

    def __init__(self, protocol: Any, user: str, token: str) -> None:
        words = f"user={user}\1auth=Bearer {token}\1\1".encode()
        super().__init__(
            "AUTHENTICATE", protocol.new_tag(), "XOAUTH2", b64encode(words).decode("ascii"), loop=protocol.loop
        )
        self._protocol = protocol

    def append_to_resp(self, line: bytes, result: str = "Pending") -> None:
        """A server that refuses the token says why first, and goes on when it has got an empty line."""
        if line.startswith(b"+"):
            self._protocol.transport.write(b"\r\n")
        else:
            super().append_to_resp(line, result)


class _Watched(set["asyncio.Future[Any]"]):
    """The tasks of the library's protocol, which nobody awaits; a failure is told.

    A greeting that is BYE fails there unseen. After a good one it asks for the capabilities, and holds the lock of the
    connection's state until they come: a line that drops then would leave it waiting for ever.
    """

    def __init__(self, on_failure: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._on_failure = on_failure

    def add(self, task: "asyncio.Future[Any]") -> None:
        super().add(task)
        task.add_done_callback(self._look)

    def _look(self, task: "asyncio.Future[Any]") -> None:
        if not task.cancelled() and (reason := task.exception()) is not None:
            self._on_failure(reason)


async def connect(
    host: str,
    port: int,
    security: Security,
    user: str,
    credential: Credential,
    timeout: float,  # noqa: ASYNC109  (the limit of each later command too)
    pace: Pace,
) -> Connection:
    """Open a connection and log in. A fresh TLS context each time: the library stalls on a shared one."""
    if security == "tls":
        client = aioimaplib.IMAP4_SSL(host, port, timeout=timeout, ssl_context=ssl.create_default_context())
    else:
        client = aioimaplib.IMAP4(host, port, timeout=timeout)
    connection = Connection(client, host, timeout, pace)
    try:
        await connection.log_in(user, credential)
    except BaseException:
        connection.abort()
        raise
    return connection


def busy(host: str, seconds: float) -> MailboxBusy:
    """The error for a server that is to be left alone for a while."""
    return MailboxBusy(f"the IMAP server {host} asks us to go slower; trying again in {seconds:.0f} seconds", seconds)


async def _result(future: "asyncio.Future[T]") -> T:
    return await future


def _empty(queue: "asyncio.Queue[list[Line]]") -> None:
    while not queue.empty():
        queue.get_nowait()


def _forget(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()


def _kind(reason: Exception) -> str:
    """The class of the failure, and the operating system's or OpenSSL's words for it; never the server's."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {reason.verify_message}"
    if isinstance(reason, OSError) and reason.strerror:
        return f"{type(reason).__name__}: {reason.strerror}"
    return type(reason).__name__
