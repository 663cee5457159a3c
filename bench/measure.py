"""Measure what people wait for, on this machine, and write ``docs/benchmarks.md``: ``make bench``.

Everything runs as users run it: the installed command in processes of its own, real sockets, real SQLite. The sample
mailbox of the demo is the load.
"""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from bot.cli.reading import understood
from bot.demo.samples import MAILBOX, sample_mails
from bot.demo.show import COLLEAGUES, PASSWORD
from bot.pipeline.mind import build_mind
from bot.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
COMMAND = Path(sys.executable).with_name("thorbecke")
PATIENCE = 120
VIEWS = 100
STARTS = 5


@dataclass(frozen=True, slots=True)
class Running:
    """A demo that serves: its process, address, and how long it took to show its first page."""

    process: psutil.Process
    address: str
    seconds: float


def main() -> None:
    """Measure everything and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [*shown(Path(folder)), *started(Path(folder) / "dienst")]
    rows += [*triage_command(), *triage_inside()]
    PAGE.write_text(page(rows), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def shown(folder: Path) -> Iterator[tuple[str, str]]:
    """The demo, from an empty folder."""
    with demo(folder) as running:
        yield "`thorbecke demo`: start to first page, embedded mail servers included", f"{running.seconds:.2f} s"
        yield "memory at the first page", f"{megabytes(running):.0f} MB"
        read = until_read(folder, running)
        yield f"start until all {len(sample_mails())} sample mails are read and drafted", f"{read:.1f} s"
        yield "memory after that", f"{megabytes(running):.0f} MB"
        yield from pages(running)


def started(data_dir: Path) -> Iterator[tuple[str, str]]:
    """The service on the database that the demo left."""
    times = sorted(service_start(data_dir) for _ in range(STARTS))
    yield (
        f"`thorbecke run` with the sample mailbox: start to first page, median and slowest of {STARTS}",
        f"{statistics.median(times):.2f} / {times[-1]:.2f} s",
    )


@contextmanager
def demo(folder: Path) -> Iterator[Running]:
    """Start ``thorbecke demo`` and wait for its first page."""
    begin = time.monotonic()
    arguments = [COMMAND, "demo", "--port", "0", "--data", folder]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 (it is a pipe)
        try:
            address = next(m[0] for line in process.stdout if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
            httpx.get(f"{address}/inloggen").raise_for_status()
            yield Running(psutil.Process(process.pid), address, time.monotonic() - begin)
        finally:
            process.terminate()


def service_start(data_dir: Path) -> float:
    """Seconds from the start of the service to its first page."""
    ours = {"DATA_DIR": str(data_dir), "WEB_PORT": "0"}
    environment = os.environ | {f"THORBECKE_{name}": value for name, value in ours.items()}
    begin = time.monotonic()
    with subprocess.Popen(
        [COMMAND, "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 (it is a pipe)
        try:
            httpx.get(f"{process.stdout.readline().strip()}/inloggen").raise_for_status()
            return time.monotonic() - begin
        finally:
            process.terminate()


def megabytes(running: Running) -> float:
    """Resident memory of the whole process: service, pages and embedded servers."""
    return float(running.process.memory_info().rss) / 1e6


def until_read(folder: Path, running: Running) -> float:
    """Seconds from the start until no sample mail waits for the bot."""
    environment = os.environ | {"THORBECKE_DATA_DIR": str(folder / "dienst")}
    begin = time.monotonic()
    while time.monotonic() - begin < PATIENCE:
        result = subprocess.run(
            [COMMAND, "status", "--json"], env=environment, capture_output=True, text=True, check=False
        )
        counts = json.loads(result.stdout)
        if sum(counts.values()) >= len(sample_mails()) and not counts["received"]:
            return running.seconds + time.monotonic() - begin
        time.sleep(0.2)
    raise SystemExit("the sample mailbox was not read in time")


def pages(running: Running) -> Iterator[tuple[str, str]]:
    """How long a colleague and a visitor wait for a page."""
    with httpx.Client(base_url=running.address, headers={"Origin": running.address}) as browser:
        browser.post("/inloggen", data={"naam": COLLEAGUES[0][0], "wachtwoord": PASSWORD})
        for name, path in (("queue", "/"), ("chat", "/chat")):
            times = sorted(_view(browser, path) for _ in range(VIEWS))
            middle, worst = statistics.median(times), times[int(VIEWS * 0.95)]
            yield f"{name} page, median and 95th percentile of {VIEWS}", f"{middle * 1e3:.0f} / {worst * 1e3:.0f} ms"


def _view(browser: httpx.Client, path: str) -> float:
    begin = time.monotonic()
    browser.get(path).raise_for_status()
    return time.monotonic() - begin


def triage_command() -> Iterator[tuple[str, str]]:
    """The command line, start included."""
    begin = time.monotonic()
    subprocess.run([COMMAND, "triage", "--json", MAILBOX], stdout=subprocess.DEVNULL, check=True)
    yield f"`thorbecke triage` of {len(sample_mails())} mails, start included", f"{time.monotonic() - begin:.2f} s"


def triage_inside() -> Iterator[tuple[str, str]]:
    """Reading and drafting alone, on one core."""
    begin = time.monotonic()
    mind = build_mind(None)
    yield "loading knowledge and replies, building the reader", f"{time.monotonic() - begin:.2f} s"
    settings = Settings()
    times = []
    for name, raw in sample_mails():
        begin = time.monotonic()
        understood(mind, settings, name, raw)
        times.append(time.monotonic() - begin)
    yield (
        "reading and drafting one mail, median and slowest",
        f"{statistics.median(times) * 1e3:.0f} / {max(times) * 1e3:.0f} ms",
    )
    yield "mails read and drafted per second, one core", f"{len(times) / sum(times):.0f}"


def page(rows: list[tuple[str, str]]) -> str:
    """The document, with the machine it was made on."""
    table = "\n".join(f"| {what} | {value} |" for what, value in rows)
    return (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {datetime.now(tz=UTC):%Y-%m-%d}: {machine()}.\n"
        "Figures of one run on a machine that did other work, too; good for comparing, not for promising.\n\n"
        f"| what | measured |\n|---|---|\n{table}\n"
    )


def machine() -> str:
    """Processor, cores, memory and Python of this machine."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model[1] if model else platform.processor() or platform.machine()}, {psutil.cpu_count()} cores, "
        f"{memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
