"""The service's side of the process that reads mail: started when it is needed, thrown away when it fails."""

import asyncio
import contextlib
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import bot
from bot.errors import ReadingFailed, ReadingTooLong
from bot.model import ParsedMail
from bot.worker.wire import LENGTH, LONGEST, QUESTION, READY, unpack

COMMAND = (sys.executable, "-P", "-m", "bot.worker")
ENVIRONMENT = {"PYTHONPATH": str(Path(bot.__file__).parents[1])}
"""All that the child knows of ours: where this package lies."""
START_SECONDS = 60.0
OWN_END = 5
"""Seconds that the child has more than we wait, before it ends itself."""


class ReadingProcess:
    """Reads one mail at a time, each within ``seconds``. Call it with the bytes and the most bytes to look at."""

    def __init__(
        self, seconds: float, *, start_seconds: float = START_SECONDS, command: Sequence[str] = COMMAND
    ) -> None:
        self._seconds, self._start_seconds = seconds, start_seconds
        self._command = tuple(command)
        self._lock = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._dying: list[asyncio.subprocess.Process] = []

    async def __call__(self, raw: bytes, max_bytes: int) -> ParsedMail:
        """Raises ``ReadingTooLong``, or ``ReadingFailed`` when the process broke; the next mail gets a new one."""
        async with self._lock:
            try:
                child = self._running() or await self._start()
                return await self._ask(child, raw, max_bytes)
            except (OSError, EOFError, ValueError, TypeError) as error:
                self._end()
                raise ReadingFailed(f"the process that reads mail ended ({type(error).__name__})") from None
            except BaseException:  # nobody waits for the answer, and it must not be taken for the next one's
                self._end()
                raise

    def _running(self) -> asyncio.subprocess.Process | None:
        return self._child if self._child is not None and self._child.returncode is None else None

    async def _start(self) -> asyncio.subprocess.Process:
        """A child in a session of its own, without our environment."""
        self._child = child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback may show words of a mail
            env=ENVIRONMENT,
            start_new_session=True,
        )
        async with asyncio.timeout(
            self._start_seconds
        ):  # TimeoutError is an OSError: the process failed, and not the mail
            if await _output(child).readexactly(len(READY)) != READY:
                raise ValueError("not our child")
        return child

    async def _ask(self, child: asyncio.subprocess.Process, raw: bytes, max_bytes: int) -> ParsedMail:
        try:
            async with asyncio.timeout(self._seconds):
                return unpack(await self._answer(child, raw, max_bytes))
        except TimeoutError:
            raise ReadingTooLong(f"reading took more than {self._seconds:g} seconds") from None

    async def _answer(self, child: asyncio.subprocess.Process, raw: bytes, max_bytes: int) -> bytes:
        assert child.stdin is not None  # noqa: S101  (it was started with a pipe)
        child.stdin.write(QUESTION.pack(math.ceil(self._seconds) + OWN_END, max_bytes, len(raw)))
        child.stdin.write(raw)
        await child.stdin.drain()
        (length,) = LENGTH.unpack(await _output(child).readexactly(LENGTH.size))
        if length > LONGEST:
            raise ValueError("an answer that no mail has")
        return await _output(child).readexactly(length)

    def _end(self) -> None:
        """Whatever the child does, it does it no longer."""
        child, self._child = self._child, None
        if child is not None:
            self._dying = [*(one for one in self._dying if one.returncode is None), child]
            with contextlib.suppress(ProcessLookupError):
                child.kill()

    async def close(self) -> None:
        """End the child and wait until it and those before it are gone."""
        self._end()
        for child in self._dying:
            await child.wait()


def _output(child: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert child.stdout is not None  # noqa: S101  (it was started with a pipe)
    return child.stdout
