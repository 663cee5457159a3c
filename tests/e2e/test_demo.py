"""``thorbecke demo``: one command shows everything, keeps its state, and accounts for every mail that it gets."""

import imaplib
import json
import os
import re
import smtplib
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.cli.labelled import as_eml
from bot.content.library import load_library
from bot.content.location import content_root
from bot.demo.samples import sample_mails
from bot.demo.show import COLLEAGUES, PASSWORD, SHARED
from tests.e2e.service import THORBECKE, thorbecke

LABELLED = Path(__file__).parents[1] / "evaluation" / "dev" / "mails.jsonl"


class Demo:
    """A running demo, known by what it printed."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        assert process.stdout is not None
        self.folder = folder
        said = ""
        while "Gegevens" not in said:
            line = process.stdout.readline()
            assert line, f"the demo stopped: {said}"
            said += line
        self.said = said
        self.address = re.findall(r"Chat +(http://\S+)/chat", said)[0]
        self.imap_port = int(re.findall(r"IMAP +127\.0\.0\.1:(\d+)", said)[0])
        self.smtp_port = int(re.findall(r"SMTP +127\.0\.0\.1:(\d+)", said)[0])
        self.imap_user = re.findall(r"gebruiker (\S+)", said)[0]

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of an operator, with the settings of the demo."""
        ours = {
            "DATA_DIR": str(self.folder / "dienst"),
            "IMAP_HOST": "127.0.0.1",
            "IMAP_PORT": str(self.imap_port),
            "IMAP_SECURITY": "none",
            "IMAP_USER": self.imap_user,
            "IMAP_PASSWORD": PASSWORD,
        }
        return thorbecke({**os.environ, **{f"THORBECKE_{name}": value for name, value in ours.items()}}, *arguments)

    def in_concepten(self) -> int:
        """How many drafts a colleague finds in the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as box:
            box.login(self.imap_user, PASSWORD)
            (number,) = box.select("Concepten", readonly=True)[1]
        return int(number or 0)

    def counts(self) -> dict[str, int]:
        return dict(json.loads(self.command("status", "--json").stdout))

    def looked_up(self) -> Counter[str]:
        """The same from the database: one process after the other that asks would work harder than the demo."""
        with closing(sqlite3.connect(self.folder / "dienst" / "thorbecke.sqlite3")) as database:
            return Counter(dict(database.execute("SELECT status, count(*) FROM messages GROUP BY status")))


@contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    """Start it, and see that it stops when it is told to."""
    command = [*THORBECKE, "demo", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Demo(process, folder)
        finally:
            process.terminate()
            assert process.wait(20) == 0


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.3)


def asked(folder: Path, sql: str) -> list[str]:
    """The first column of what the database of the demo answers."""
    with closing(sqlite3.connect(folder / "dienst" / "thorbecke.sqlite3")) as database:
        return [str(row[0]) for row in database.execute(sql)]


def sources_of_drafts(folder: Path) -> set[str]:
    """The sources of all sentences of all drafts that the demo made."""
    drafts = [json.loads(draft) for draft in asked(folder, "SELECT draft FROM drafts")]
    assert drafts
    return {piece["entry"] for draft in drafts for piece in draft["evidence"]}


def known_sources(folder: Path) -> set[str]:
    """What a sentence may rest on: an entry of the knowledge base, or a meeting that a colleague planned."""
    entries = {f"entry:{entry}" for entry in load_library(content_root()).entries}
    return entries | {f"meeting:{meeting}" for meeting in asked(folder, "SELECT id FROM meetings")}


@pytest.mark.timeout(300)
def test_the_demo_accounts_for_every_mail_and_keeps_its_state(tmp_path: Path) -> None:
    """The samples and the labelled set go in by SMTP; all are read, and no sentence of a draft is without a source."""
    items = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").split("\n") if line.strip()]
    total = len(sample_mails()) + len(items)
    with demo(tmp_path) as shown:
        assert httpx.get(f"{shown.address}/chat").status_code == 200
        assert httpx.get(f"{shown.address}/demo/").status_code == 200
        assert COLLEAGUES[0][0] in shown.said
        with smtplib.SMTP("127.0.0.1", shown.smtp_port) as road:
            for item in items:
                road.sendmail("iemand@gemeente.example", [SHARED], as_eml(item))

        def all_read() -> bool:
            counts = shown.looked_up()
            return sum(counts.values()) - counts["sent"] == total and not counts["received"]

        wait_until(all_read, 180)
        account = shown.command("reconcile")
        assert account.returncode == 0, account.stdout
        assert f"{total} op de server" in account.stdout
        wait_until(lambda: bool(shown.in_concepten()))
        before = shown.counts()
        assert sum(before.values()) - before["sent"] == total
        assert not before["failed"]
        assert sources_of_drafts(tmp_path) <= known_sources(tmp_path)
    with demo(tmp_path) as again:
        time.sleep(2)
        assert again.counts() == before
        assert again.command("reconcile").returncode == 0
