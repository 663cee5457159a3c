"""A command of ours as a process that serves pages, and what it costs; the labelled sets that are its load."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

COMMAND = Path(sys.executable).with_name("thorbecke")
SETS = Path(__file__).resolve().parents[1] / "tests" / "evaluation"


def thorbecke(*arguments: str) -> list[str]:
    """The installed command."""
    return [str(COMMAND), *arguments]


@dataclass(frozen=True, slots=True)
class Running:
    """A service that has shown its first page: its process and address, the seconds and processor seconds it took."""

    process: psutil.Process
    address: str
    seconds: float
    cpu: float


@contextmanager
def first_page(arguments: list[str], ours: Mapping[str, str]) -> Iterator[Running]:
    """Start a command that serves pages, and wait for the first of them."""
    begin = time.monotonic()
    with subprocess.Popen(
        arguments, env=os.environ | ours, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 (it is a pipe)
        try:
            address = next(m[0] for line in process.stdout if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
            httpx.get(f"{address}/inloggen").raise_for_status()
            seconds, watched = time.monotonic() - begin, psutil.Process(process.pid)
            yield Running(watched, address, seconds, cpu_of(watched))
        finally:
            process.terminate()


def cpu_of(process: psutil.Process) -> float:
    """Processor seconds so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def cpu_of_all(running: Running) -> float:
    """Processor seconds so far of the service and its children, those that have ended included."""
    times = running.process.cpu_times()
    return float(times.children_user + times.children_system) + sum(cpu_of(each) for each in _all(running))


def _all(running: Running) -> list[psutil.Process]:
    """The service, with pages and embedded servers, and the children that read mail."""
    return [running.process, *running.process.children()]


def megabytes(running: Running) -> float:
    """Resident memory of all processes together."""
    return sum(float(each.memory_info().rss) for each in _all(running)) / 1e6


def most_megabytes(running: Running) -> str:
    """The most resident memory so far of the processes that run now, where the system says it."""
    pages = [Path(f"/proc/{each.pid}/status") for each in _all(running)]
    found = [re.search(r"^VmHWM:\s+(\d+) kB$", page.read_text(), re.MULTILINE) for page in pages if page.exists()]
    return f"{sum(int(one[1]) for one in found if one) * 1024 / 1e6:.0f}" if all(found) and found else "?"


def labelled(name: str) -> Iterator[dict[str, Any]]:
    """The mails or questions of the sets that measure the quality."""
    for path in sorted(SETS.glob(f"*/{name}.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
