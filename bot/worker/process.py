"""One process that reads mail, from the service's side: started when it is needed, thrown away when it fails."""

import asyncio
import contextlib
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import bot
from bot.errors import ReadingFailed, ReadingTooLong, ReadingUnavailable
from bot.pipeline.reading import Outcome, Unread
from bot.worker.wire import ANSWER, LONGEST, READY, question, unpack

COMMAND = (sys.executable, "-P", "-m", "bot.worker")
ENVIRONMENT = {"PYTHONPATH": str(Path(bot.__file__).parents[1]), "OPENBLAS_NUM_THREADS": "1"}
"""All that the child knows of ours: where this package lies. And it needs no threads: there are other children."""
START_SECONDS = 60.0
OWN_END = 5
"""Seconds that the child has more than we wait, before it ends itself."""


def command(content_dir: Path | None) -> tuple[str, ...]:
    """The child with the content of this folder."""
    return (*COMMAND, *([str(content_dir.absolute())] if content_dir else []))


class ReadingProcess:
    """A child that answers questions in their order; ``seconds`` are what one mail may take."""

    def __init__(
        self, seconds: float, *, start_seconds: float = START_SECONDS, command: Sequence[str] = COMMAND
    ) -> None:
        self._seconds, self._start_seconds = seconds, start_seconds
        self._command = tuple(command)
        self._child: asyncio.subprocess.Process | None = None
        self._dying: list[asyncio.subprocess.Process] = []

    async def start(self) -> None:
        """Make sure that somebody is there to be asked; ``ReadingUnavailable`` when nobody comes."""
        if self._child is not None and self._child.returncode is None:
            return
        try:
            await self._start()
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise ReadingUnavailable(f"the process that reads mail does not start ({type(error).__name__})") from None
        except BaseException:
            self.end()
            raise

    async def _start(self) -> None:
        """A child in a session of its own, without our environment."""
        self._child = child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback may show words of a mail
            env=ENVIRONMENT,
            start_new_session=True,
        )
        async with asyncio.timeout(self._start_seconds):  # TimeoutError is an OSError
            if await _output(child).readexactly(len(READY)) != READY:
                raise ValueError("not our child")

    def ask(self, mail: Unread) -> None:
        """Hand over a mail; the child takes it up when it has answered for those before it."""
        assert self._child is not None  # noqa: S101  (it was started)
        assert self._child.stdin is not None  # noqa: S101  (with a pipe)
        self._child.stdin.writelines(question(mail, math.ceil(self._seconds) + OWN_END))

    async def answer(self) -> Outcome:
        """What became of the first mail that is not answered yet; after a failure none of the others ever is."""
        assert self._child is not None  # noqa: S101  (it was asked)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answer(_output(self._child))
        except TimeoutError:
            failure: Outcome = ReadingTooLong(f"reading took more than {self._seconds:g} seconds")
        except (OSError, EOFError, ValueError, TypeError, AttributeError, KeyError) as error:
            failure = ReadingFailed(type(error).__name__)
        except BaseException:  # nobody waits for the answer, and it must not be taken for the next one's
            self.end()
            raise
        self.end()
        return failure

    async def _answer(self, output: asyncio.StreamReader) -> Outcome:
        was_read, length = ANSWER.unpack(await output.readexactly(ANSWER.size))
        if length > LONGEST:
            raise ValueError("an answer that no mail has")
        return unpack(await output.readexactly(length), was_read=was_read)

    @property
    def running(self) -> bool:
        """Whether the child is there, as far as we know."""
        return self._child is not None

    def end(self) -> None:
        """Whatever the child does, it does it no longer."""
        child, self._child = self._child, None
        if child is not None:
            self._dying = [*(one for one in self._dying if one.returncode is None), child]
            with contextlib.suppress(ProcessLookupError):
                child.kill()

    async def close(self) -> None:
        """End the child and wait until it and those before it are gone."""
        self.end()
        for child in self._dying:
            await child.wait()


def _output(child: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert child.stdout is not None  # noqa: S101  (it was started with a pipe)
    return child.stdout
