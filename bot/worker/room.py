"""The reading room: a few processes that read mails side by side, and who gets which.

Each child has a few mails before it, so that it never waits for the service between two. What a child that broke left
unread goes to the next one; only the mail that it was reading is to blame.
"""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import ReadingUnavailable
from bot.pipeline.reading import Outcome, Unread
from bot.worker.process import COMMAND, START_SECONDS, ReadingProcess

MOST = min(2, os.cpu_count() or 1)
"""Children; each holds all that is known in memory, some 100 MB."""
CROWD = 40
"""How many mails must wait for each child before another one is started, which takes as long as to read them."""
AT_HAND = 3
"""Mails that a child has before it."""
IDLE_SECONDS = 60.0
"""After this time without mail every child but the first one is ended."""


@dataclass(slots=True)
class _Job:
    mail: Unread
    answer: asyncio.Future[Outcome | ReadingUnavailable]

    def settle(self, outcome: Outcome | ReadingUnavailable) -> None:
        if not self.answer.done():  # nobody waits any more
            self.answer.set_result(outcome)


@dataclass(slots=True)
class _Seat:
    """A child, and the mails that lie before it."""

    process: ReadingProcess
    asked: deque[_Job] = field(default_factory=deque)
    leaving: asyncio.TimerHandle | None = None


class ReadingRoom:
    """``reading.ReadMails``: each mail within ``seconds``, at most ``most`` of them at the same time."""

    def __init__(
        self,
        seconds: float,
        *,
        most: int = MOST,
        start_seconds: float = START_SECONDS,
        command: Sequence[str] = COMMAND,
    ) -> None:
        processes = (ReadingProcess(seconds, start_seconds=start_seconds, command=command) for _ in range(most))
        self._free = [_Seat(process) for process in processes]
        self._all = tuple(self._free)
        self._waiting: deque[_Job] = deque()
        self._busy: dict[ReadingProcess, asyncio.Task[None]] = {}

    async def __call__(self, mails: Sequence[Unread]) -> tuple[Outcome, ...]:
        """Raises ``ReadingUnavailable``; every other trouble stands in the place of its mail."""
        loop = asyncio.get_running_loop()
        jobs = [_Job(mail, loop.create_future()) for mail in mails]
        self._waiting.extend(jobs)
        self._call_in()
        try:
            outcomes = [await job.answer for job in jobs]
        finally:
            for job in jobs:
                job.answer.cancel()
        for outcome in outcomes:
            if isinstance(outcome, ReadingUnavailable):
                raise outcome
        return tuple(outcome for outcome in outcomes if not isinstance(outcome, ReadingUnavailable))

    def _call_in(self) -> None:
        """Seat as many as the mails that wait are worth; one is ready when there are none."""
        wanted = 1 + (len(self._waiting) - 1) // CROWD if self._waiting else 1
        while self._free and len(self._busy) < wanted:
            seat = self._free.pop(0)
            task = asyncio.create_task(self._read(seat), name="reading")
            self._busy[seat.process] = task

    async def _read(self, seat: _Seat) -> None:
        """Read until nothing waits; a child that broke is replaced as long as something does."""
        if seat.leaving is not None:
            seat.leaving.cancel()
        try:
            await seat.process.start()
            while self._waiting or seat.asked:
                self._hand_out(seat)
                if seat.asked:
                    outcome = await seat.process.answer()
                    seat.asked.popleft().settle(outcome)
                if not seat.process.running:
                    self._hand_back(seat)
                    await seat.process.start()
        except Exception as error:  # noqa: BLE001  (whatever it is, nobody may wait for ever)
            self._hand_back(seat)
            self._give_up(error)
        finally:
            self._leave(seat)

    def _hand_out(self, seat: _Seat) -> None:
        while self._waiting and len(seat.asked) < AT_HAND:
            job = self._waiting.popleft()
            if not job.answer.done():
                seat.process.ask(job.mail)
                seat.asked.append(job)

    def _hand_back(self, seat: _Seat) -> None:
        self._waiting.extendleft(reversed(seat.asked))
        seat.asked.clear()

    def _give_up(self, error: Exception) -> None:
        """No child starts: who waits hears so, unless others still read."""
        told = error if isinstance(error, ReadingUnavailable) else ReadingUnavailable(type(error).__name__)
        if len(self._busy) == 1:
            while self._waiting:
                self._waiting.popleft().settle(told)

    def _leave(self, seat: _Seat) -> None:
        """At once, without waiting for anything: who comes with a mail now must find the seat free."""
        self._hand_back(seat)
        del self._busy[seat.process]
        self._free = sorted([*self._free, seat], key=self._all.index)
        if seat is not self._all[0]:
            seat.leaving = asyncio.get_running_loop().call_later(IDLE_SECONDS, seat.process.end)

    async def close(self) -> None:
        """End every child, whatever it reads."""
        busy = tuple(self._busy.values())
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        for seat in self._all:
            if seat.leaving is not None:
                seat.leaving.cancel()
            await seat.process.close()
