"""Measure the chat with 200 visitors at once while mail comes in: rows for ``docs/benchmarks.md``.

The service runs as users run it, on a real mailbox. Half of the visitors sit at the page of the chat, half at the
frame on another site. Each asks questions of ``tests/evaluation`` and follow-ups, and thinks a few seconds after every
answer (people need longer). An answer is timed from the opening of the connection to the last byte of the page that
shows it, so that the page of the chat counts its redirect, too. The visitors run in this process on the same cores,
which makes the figures worse than they would be over a network.
"""

import asyncio
import math
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.mailbox import ADDRESS, fill, mails, serving
from bench.running import Running, cpu_of, labelled
from tests.servers import dovecot

VISITORS = int(os.environ.get("BENCH_VISITORS", "200"))
ASKED = 8
"""Questions of each visitor."""
THINKING = (4.0, 8.0)
"""Seconds between an answer and the next question: 200 visitors ask about 33 questions a second."""
MOST_MAILS = 1_000
MAIL_EVERY = 2.0
"""Seconds between two mails that come in."""
FOLLOW_UPS = ("en wat kost dat?", "en hoe lang duurt dat?", "Hoe melden wij ons aan?", "en wie kan ik bellen?")


@dataclass(slots=True)
class Visitor:
    """Somebody with an address of his own."""

    number: int
    port: int
    dice: random.Random
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    page: str = ""
    cookie: str = ""

    @property
    def path(self) -> str:
        return "/widget" if self.number % 2 else "/chat"

    async def visit(self, questions: list[str]) -> None:
        """Open the page, and ask everything with time to think in between, each time on a new connection."""
        await asyncio.sleep(self.dice.uniform(0, THINKING[1]))
        async with self._connection() as line:
            await self._request(*line, "GET", self.path)
        for question in questions:
            await asyncio.sleep(self.dice.uniform(*THINKING))
            begin = time.perf_counter()
            async with self._connection() as line:
                await self._ask(*line, question)
            self.waits.append(time.perf_counter() - begin)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        address = (f"127.1.{self.number // 250}.{self.number % 250 + 1}", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=address)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, question: str) -> None:
        found = re.findall(r'type="hidden" name="(gesprek|stand|formulier)" value="([^"]*)"', self.page)
        status = await self._request(reader, writer, "POST", self.path, urlencode({**dict(found), "vraag": question}))
        if status == "303":
            status = await self._request(reader, writer, "GET", self.path)
        if status != "200":
            self.failures.append(status)

    async def _request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str, body: str = ""
    ) -> str:
        """The status of the answer; its page and its cookie are kept."""
        head = [
            f"{method} {path} HTTP/1.1",
            "Host: bench",
            "Sec-Fetch-Site: same-origin",
            f"Content-Length: {len(body)}",
        ]
        head += ["Content-Type: application/x-www-form-urlencoded"] if body else []
        head += [f"Cookie: {self.cookie}"] if self.cookie else []
        writer.write("\r\n".join([*head, "", body]).encode())
        said = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", said, re.IGNORECASE)
        text = (await reader.readexactly(int(length[1]))).decode() if length else ""
        if cookie := re.search(r"set-cookie: (gesprek=[^;]+)", said, re.IGNORECASE):
            self.cookie = cookie[1]
        self.page = text or self.page
        return said.split(" ", 2)[1]


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """What the page of benchmarks says of it."""
    if why := dovecot.missing():
        yield "200 visitors of the chat at once", f"not measured: {why}"
        return
    with dovecot.running() as server:
        fill(server, mails(1, 0), datetime.now(tz=UTC))
        more = {"THORBECKE_SECURE_COOKIES": "off", "THORBECKE_BASE_URL": "http://bench"}
        with serving(server, folder / "chat", more) as running:
            yield from _measured(server, running)


def _measured(server: dovecot.Dovecot, running: Running) -> Iterator[tuple[str, str]]:
    port = urlsplit(running.address).port or 0
    asyncio.run(_visitor(VISITORS, port).visit(["Wat is een leerkring?"]))  # the index is built for the first question
    visitors = [_visitor(number, port) for number in range(VISITORS)]
    before, own, begin = cpu_of(running.process), time.process_time(), time.monotonic()
    delivered = asyncio.run(_visits(visitors, server))
    seconds, cpu = time.monotonic() - begin, cpu_of(running.process) - before
    waits = sorted(wait for each in visitors for wait in each.waits)
    failures = [failure for each in visitors for failure in each.failures]
    print(
        f"  {len(waits)} answers in {seconds:.0f} s, {cpu:.1f} s of the service, {time.process_time() - own:.1f} s here"
    )
    rate = f"{len(waits) / seconds:.0f} answers and {delivered / seconds:.1f} mails a second"
    what = f"{VISITORS} visitors of the chat at once, {rate}"
    shown = (statistics.median(waits), waits[math.ceil(len(waits) * 0.99) - 1], waits[-1])
    yield (
        f"{what}: median, 99th percentile and slowest answer",
        f"{' / '.join(f'{each * 1e3:.0f}' for each in shown)} ms",
    )
    yield "processor time of the service for an answer of those, mail included", f"{cpu / len(waits) * 1e3:.1f} ms"
    yield "answers of those that failed", f"{len(failures)} of {len(waits)}"


def _visitor(number: int, port: int) -> Visitor:
    return Visitor(number, port, random.Random(number))  # noqa: S311  (a seed, no secret)


async def _visits(visitors: list[Visitor], server: dovecot.Dovecot) -> int:
    """All visitors at once, while mail comes in; returns how many mails came."""
    texts = [item["question"] for item in labelled("questions")]
    came: list[bytes] = []
    arriving = asyncio.create_task(_arrive(server, came))
    try:
        await asyncio.gather(*(each.visit(_questions(each.dice, texts)) for each in visitors))
    finally:
        arriving.cancel()
    return len(came)


async def _arrive(server: dovecot.Dovecot, came: list[bytes]) -> None:
    """Mail after mail."""
    for raw in mails(MOST_MAILS, 0, "nieuw"):
        await asyncio.to_thread(server.deliver, raw, ADDRESS)
        came.append(raw)
        await asyncio.sleep(MAIL_EVERY)


def _questions(dice: random.Random, texts: list[str]) -> list[str]:
    return [dice.choice(FOLLOW_UPS) if place % 3 == 2 else dice.choice(texts) for place in range(ASKED)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_:
        for what_, value in rows(Path(place_)):
            print(f"{what_}: {value}")
