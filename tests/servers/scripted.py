"""A mail server that does what a test wrote down: the faults that real servers show once a year.

An answer is bytes (``%T`` stands for the tag of the command), one of the two faults below, a function of the line that
was heard, or a list of these, of which each use takes the next and the last one stays.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial


class Fault(Enum):
    """What a server does instead of answering."""

    HANG_UP = "closes the connection"
    SILENCE = "says nothing, and keeps the connection"


HANG_UP, SILENCE = Fault.HANG_UP, Fault.SILENCE


@dataclass(frozen=True, slots=True)
class ThenHangUp:
    """The last words before the connection closes."""

    words: bytes


Plain = bytes | Fault | ThenHangUp
Answer = Plain | Callable[[bytes], Plain] | list["Plain | Callable[[bytes], Plain]"]


@dataclass
class Script:
    """What to answer, what was heard, and how often somebody connected. ``port`` is known once it runs."""

    answers: dict[str, Answer] = field(default_factory=dict)
    port: int = 0
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    mails: list[bytes] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, line: bytes) -> None:
        self.heard.append(line.rstrip())
        self.news.set()

    async def until(self, word: bytes) -> None:
        """Wait until a line with this word was heard."""
        while not any(word in line for line in self.heard):
            self.news.clear()
            await self.news.wait()

    def answer(self, step: str, line: bytes, otherwise: Mapping[str, bytes]) -> Plain:
        found = self.answers.get(step, otherwise.get(step, b""))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found(line) if callable(found) else found

    async def say(self, writer: asyncio.StreamWriter, said: Plain, tag: bytes = b"") -> bool:
        """Give one answer; False when the conversation is over."""
        if said is SILENCE:
            return True
        if said is HANG_UP:
            writer.transport.abort()
            return False
        words = said.words if isinstance(said, ThenHangUp) else said
        writer.write(words.replace(b"%T", tag))
        await writer.drain()
        if isinstance(said, ThenHangUp):
            writer.close()
            return False
        return True


@asynccontextmanager
async def imap_server(
    answers: dict[str, Answer] | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Script]:
    """IMAP. Steps: ``greeting``, the commands in capitals (``UID FETCH``), ``DONE``, and none for an empty line."""
    async with _listening(Script(dict(answers or {})), _imap, tls) as script:
        yield script


@asynccontextmanager
async def smtp_server(
    answers: dict[str, Answer] | None = None, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> AsyncIterator[Script]:
    """SMTP. Steps: ``greeting``, the commands in capitals, ``body`` for the first line of the mail, ``dot``."""
    async with _listening(Script(dict(answers or {})), partial(_smtp, starttls), tls) as script:
        yield script


@asynccontextmanager
async def _listening(
    script: Script, talk: Callable[..., Awaitable[None]], tls: ssl.SSLContext | None
) -> AsyncIterator[Script]:
    sessions: list[asyncio.Task[object]] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            sessions.append(task)
        script.connections += 1
        script.writers.append(writer)
        try:
            await talk(script, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return

    server = await asyncio.start_server(session, "127.0.0.1", 0, ssl=tls)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        for writer in script.writers:
            writer.transport.abort()
        if sessions:
            await asyncio.wait(sessions, timeout=5)


IMAP_ANSWERS = {
    "greeting": b"* OK ready\r\n",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n%T OK done\r\n",
    "LOGIN": b"%T OK in\r\n",
    "SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\n* OK [UIDNEXT 8] x\r\n%T OK [READ-WRITE] open\r\n",
    "NOOP": b"%T OK\r\n",
    "UID SEARCH": b"* SEARCH 7\r\n%T OK done\r\n",
    "UID FETCH": b"%T OK done\r\n",
    "LIST": b"%T OK done\r\n",
    "APPEND": b"%T OK done\r\n",
    "IDLE": b"+ idling\r\n",
    "DONE": b"%T OK idled\r\n",
    "LOGOUT": b"* BYE\r\n%T OK out\r\n",
}


async def _imap(script: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if not await script.say(writer, script.answer("greeting", b"", IMAP_ANSWERS)):
        return
    tag = b""
    while line := await reader.readline():
        script.hear(line)
        words = line.split()
        if len(words) < 2:  # DONE, or the empty line that ends a refused AUTHENTICATE
            step = line.strip().decode().upper()
        else:
            tag, step = words[0], words[1].decode().upper()
            step = f"{step} {words[2].decode().upper()}" if step == "UID" else step
        if not await script.say(writer, script.answer(step, line, IMAP_ANSWERS), tag):
            return


SMTP_ANSWERS = {
    "greeting": b"220 ready\r\n",
    "EHLO": b"250-here\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    "MAIL": b"250 2.1.0 OK\r\n",
    "RCPT": b"250 2.1.5 OK\r\n",
    "DATA": b"354 go\r\n",
    "dot": b"250 2.0.0 queued\r\n",
    "QUIT": b"221 bye\r\n",
}


async def _smtp(
    starttls: ssl.SSLContext | None, script: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    if not await script.say(writer, script.answer("greeting", b"", SMTP_ANSWERS)):
        return
    while line := await reader.readline():
        script.hear(line)
        step = line.split()[0].decode().upper()
        said = script.answer(step, line, SMTP_ANSWERS)
        if not await script.say(writer, said or b"250 OK\r\n"):
            return
        if step == "STARTTLS" and starttls is not None:
            await writer.start_tls(starttls)
        mail_follows = step == "DATA" and isinstance(said, bytes) and said.startswith(b"354")
        if mail_follows and not await _mail(script, reader, writer):
            return


async def _mail(script: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    lines: list[bytes] = []
    while (line := await reader.readline()) and line != b".\r\n":
        if not lines and not await script.say(writer, script.answer("body", line, SMTP_ANSWERS)):
            return False
        lines.append(line.removeprefix(b"."))
    script.mails.append(b"".join(lines))
    return await script.say(writer, script.answer("dot", b"", SMTP_ANSWERS))
