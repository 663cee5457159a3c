"""Measure what people wait for, on this machine, and write ``docs/benchmarks.md``: ``make bench``.

Everything runs as users run it: the installed command in processes of its own, real sockets, real SQLite. The sample
mailbox of the demo is the load; where one command is timed, the mails and questions of ``tests/evaluation`` as well.

Wall time is what people wait. Processor time stands beside it: where the two differ much, the machine was busy.
"""

import email
import email.policy
import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from bench import chat, circles, mailbox, worklist
from bench.running import Running, cpu_of, first_page, labelled, megabytes, most_megabytes, thorbecke
from bot.cli.labelled import as_eml
from bot.cli.reading import understood
from bot.demo.samples import MAILBOX, sample_mails
from bot.demo.show import COLLEAGUES, PASSWORD
from bot.pipeline.asked import to_look_up
from bot.pipeline.mind import build_mind
from bot.settings import Settings
from bot.understanding.match import Retriever

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PATIENCE = 240
VIEWS = 100
STARTS = 5
STARTING = 100
"""Mails that are read before the others are timed."""
ROUNDS = 5
"""Times that all mails go through the command."""
FIRST = 5
"""Questions that are not timed: the index is built for the first."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds and processor seconds to the first page, and the memory then, in megabytes."""

    seconds: float
    cpu: float
    memory: float


def main() -> None:
    """Measure everything and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [*shown(Path(folder)), *started(Path(folder))]
        rows += [*triage_command(Path(folder))]
        rows += [*triage_inside(), *retrieval(), *circles.rows(), *mailbox.rows(Path(folder))]
        rows += [*worklist.rows(Path(folder)), *chat.rows(Path(folder))]
    PAGE.write_text(page(rows), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def shown(folder: Path) -> Iterator[tuple[str, str]]:
    """The demo, from an empty folder, and what it comes to when all mail is read."""
    data = folder / "demo"
    with demo(data) as running:
        read, number = until_read(data, running), len(sample_mails())
        yield (
            f"`thorbecke demo`: start until all {number} sample mails are read and drafted",
            f"{read:.1f} s",
        )
        yield "memory with the sample mailbox, embedded mail servers included", f"{megabytes(running):.0f} MB"
        yield "the most that it ever took", f"{most_megabytes(running)} MB"
        yield from pages(running)


def started(folder: Path) -> Iterator[tuple[str, str]]:
    """Starts of the service on the database that the demo left, and of the demo from an empty folder."""
    yield from _starts("`thorbecke run` with the sample mailbox", lambda _: service(folder / "demo" / "dienst"))
    yield from _starts("`thorbecke demo` from nothing", lambda number: demo(folder / str(number)))


def _starts(what: str, start: Callable[[int], AbstractContextManager[Running]]) -> Iterator[tuple[str, str]]:
    starts = []
    for number in range(STARTS):
        with start(number) as running:
            starts.append(Start(running.seconds, running.cpu, megabytes(running)))
    seconds = sorted(each.seconds for each in starts)
    cpu = statistics.median(each.cpu for each in starts)
    yield (
        f"{what}: start to first page, median and slowest of {STARTS}",
        f"{statistics.median(seconds):.2f} / {seconds[-1]:.2f} s",
    )
    yield f"{what}: processor time of that", f"{cpu:.2f} s"
    yield f"{what}: memory at the first page", f"{statistics.median(each.memory for each in starts):.0f} MB"


def demo(folder: Path) -> AbstractContextManager[Running]:
    """``thorbecke demo`` with its state in this folder."""
    return first_page(thorbecke("demo", "--port", "0", "--data", str(folder)), {})


def service(data_dir: Path) -> AbstractContextManager[Running]:
    """``thorbecke run`` on this database."""
    return first_page(thorbecke("run"), {"THORBECKE_DATA_DIR": str(data_dir), "THORBECKE_WEB_PORT": "0"})


def until_read(folder: Path, running: Running) -> float:
    """Seconds from the start until no sample mail waits for the bot."""
    environment = os.environ | {"THORBECKE_DATA_DIR": str(folder / "dienst")}
    begin = time.monotonic()
    while time.monotonic() - begin < PATIENCE:
        result = subprocess.run(
            thorbecke("status", "--json"), env=environment, capture_output=True, text=True, check=False
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


def triage_command(folder: Path) -> Iterator[tuple[str, str]]:
    """The command line: with its start for the sample mailbox, without it for everything that we have."""
    begin = time.monotonic()
    subprocess.run(thorbecke("triage", "--json", str(MAILBOX)), stdout=subprocess.DEVNULL, check=True)
    yield (
        f"`thorbecke triage --json` of {len(sample_mails())} mails, start included",
        f"{time.monotonic() - begin:.2f} s",
    )
    post = folder / "post"
    post.mkdir()
    for number, item in enumerate(labelled("mails")):
        (post / f"{number:04}.eml").write_bytes(as_eml(item))
    command = thorbecke("triage", "--json", str(MAILBOX), str(post))
    rounds = [(*_after_the_start(command), _plain_parsing(post)) for _ in range(ROUNDS)]
    number = rounds[0][0]
    rate = statistics.median(number / seconds for _, seconds, _, _ in rounds)
    yield (
        f"mails a second through `thorbecke triage --json`, one core, start-up excluded, {number} mails",
        f"{rate:.0f}",
    )
    yield "mails per processor second of that", f"{statistics.median(number / cpu for _, _, cpu, _ in rounds):.0f}"
    plain = statistics.median(1 / each for *_, each in rounds)
    yield "the same mails parsed by the standard library in between, per processor second", f"{plain:.0f}"
    share = statistics.median(number / cpu * each for _, _, cpu, each in rounds)
    yield f"triage against that parsing, median of {ROUNDS} rounds as the three above", f"{share:.2f} of it"


def _after_the_start(arguments: list[str]) -> tuple[int, float, float]:
    """The lines that a command writes after its first hundred, and the seconds and processor seconds that they took.

    The first ones still compile templates and expressions, which is a late part of the start. It is kept to one core
    where the system can do that.
    """
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 (it is a pipe)
        watched = psutil.Process(process.pid)
        if hasattr(watched, "cpu_affinity"):
            watched.cpu_affinity(watched.cpu_affinity()[:1])
        for _ in range(STARTING):
            process.stdout.readline()
        begin, cpu = time.monotonic(), cpu_of(watched)
        number = sum(1 for _ in process.stdout)
        return number, time.monotonic() - begin, cpu_of(watched) - cpu


def _plain_parsing(post: Path) -> float:
    """Processor seconds that the standard library takes for one of these mails: the yardstick on a busy machine."""
    mails = [path.read_bytes() for path in sorted(post.iterdir())]
    begin = time.process_time()
    for raw in mails:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None  # noqa: S101 (we wrote it)
        body.get_content()
    return (time.process_time() - begin) / len(mails)


def triage_inside() -> Iterator[tuple[str, str]]:
    """Reading and drafting alone, on one core."""
    begin = time.monotonic()
    mind = build_mind(None)
    mind.warm()
    yield (
        "loading knowledge and replies, building reader and index, looking at every template",
        f"{time.monotonic() - begin:.2f} s",
    )
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


def retrieval() -> Iterator[tuple[str, str]]:
    """Finding entries for a question of the chat."""
    retriever = build_mind(None).retriever
    questions = [to_look_up(item["question"]) for item in labelled("questions")]
    for question in questions[:FIRST]:
        retriever.scored(question)
    times = sorted(_retrieved(retriever, question) for question in questions)
    yield (
        f"retrieval for a chat answer, median and 95th percentile of {len(times)}",
        f"{statistics.median(times) * 1e3:.2f} / {times[int(len(times) * 0.95)] * 1e3:.2f} ms",
    )


def _retrieved(retriever: Retriever, question: str) -> float:
    begin = time.monotonic()
    retriever.scored(question)
    return time.monotonic() - begin


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
