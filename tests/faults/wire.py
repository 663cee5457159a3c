"""One line to the service, on which answers are cut, delayed, doubled and garbled."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.faults.weather import Fault, Weather

# none of it is a yes: 250 alone would be one (RFC 5321 section 4.2)
NONSENSE = (b"\r\n", b"999 what\r\n", b"* \r\n", b"+\r\n", b"25\r\n", b"hello\r\n", b"A1 OK\r\n", b"\xff\xfe\x00\r\n")
ENDS = frozenset({Fault.CUT, Fault.CLOSING})
PIECE_SECONDS = 0.002
LONGEST_LINE = 1_000_000


class Gone(Exception):  # noqa: N818  (no error: this is how most conversations end here)
    """The conversation is over."""


@dataclass(frozen=True)
class Manners:
    """How a server says no, and what it says unasked, in its own language."""

    server: str
    instead: Mapping[Fault, Sequence[bytes]]
    """What may be said in the place of an answer; ``%T`` stands for the tag of the command."""
    noise: Sequence[bytes] = ()


class Line:
    """A connection as the server sees it. ``late`` is the seconds after which a client has surely given up."""

    def __init__(
        self, manners: Manners, weather: Weather, late: float, reader: StreamReader, writer: StreamWriter
    ) -> None:
        self.manners, self.weather, self.late = manners, weather, late
        self.reader, self.writer = reader, writer

    async def hear(self) -> bytes:
        """The next line of the client."""
        if not (line := await self.reader.readline()):
            raise Gone
        return line

    def hang_up(self) -> None:
        """Like a cable that is cut."""
        self.writer.transport.abort()

    async def say(self, step: str, *answer: bytes, tag: bytes = b"") -> Fault | None:
        """Give an answer of one or more responses, the last of which ends it; returns what happened to it."""
        fault = self.weather.draw(self.manners.server, step)
        await self.give(fault, *answer, tag=tag)
        return fault

    async def give(self, fault: Fault | None, *answer: bytes, tag: bytes = b"") -> None:
        """The answer as it comes out of this fault. ``tag`` takes the place of ``%T`` in refusals."""
        if fault is Fault.SILENCE:
            return
        if fault is Fault.LATE:
            await asyncio.sleep(self.late)
        words = self._words(fault, answer).replace(b"%T", tag)
        await self._write(words, pieces=20 if fault is Fault.SLOW else 1)
        if fault in ENDS:
            await self._end()

    def _words(self, fault: Fault | None, answer: Sequence[bytes]) -> bytes:
        """What is said in the end."""
        dice, said = self.weather.dice, b"".join(answer)
        if instead := self.manners.instead.get(fault) if fault else None:
            return dice.choice(instead)
        match fault:
            case Fault.CUT:
                said = said[: dice.randrange(len(said))]  # never the whole: that would be an answer
            case Fault.GARBAGE:
                said = dice.randbytes(dice.randint(1, 60)).replace(b"\n", b"") + b"\r\n" + said
            case Fault.NOISE:
                said = b"".join(self._unasked() + each for each in answer)
            case Fault.TWICE:
                said *= 2
            case Fault.WITHHELD:
                said = answer[-1]
        return said

    def _unasked(self) -> bytes:
        return b"".join(self.weather.dice.choices(self.manners.noise, k=self.weather.dice.randint(0, 3)))

    async def _write(self, words: bytes, pieces: int = 1) -> None:
        size = max(1, -(-len(words) // pieces))
        for start in range(0, len(words), size):
            self.writer.write(words[start : start + size])
            await self.writer.drain()
            if pieces > 1:
                await asyncio.sleep(PIECE_SECONDS)

    async def _end(self) -> None:
        """Politely or with a reset."""
        if self.weather.dice.random() < 0.5:
            self.hang_up()
        else:
            self.writer.close()
        raise Gone


@asynccontextmanager
async def listening(
    manners: Manners, weather: Weather, late: float, talk: Callable[[Line], Awaitable[None]]
) -> AsyncIterator[int]:
    """Serve on a free port of this machine, which is yielded; whoever still talks at the end is cut off."""
    sessions: set[asyncio.Task[object]] = set()

    async def session(reader: StreamReader, writer: StreamWriter) -> None:
        if task := asyncio.current_task():
            sessions.add(task)
            task.add_done_callback(sessions.discard)
        try:
            await talk(Line(manners, weather, late, reader, writer))
        except (Gone, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(session, "127.0.0.1", 0, limit=LONGEST_LINE)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(sessions):
            task.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)
