"""Measure the road from a real mailbox (Dovecot) to drafts: rows for ``docs/benchmarks.md``.

The yardstick stands in the same table: fetching the same mails with imaplib and parsing them with the standard library,
in the same run on the same server. Mails are those of ``tests/evaluation``, each with a Message-ID of its own.
"""

import email
import email.policy
import imaplib
import os
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from bench.running import Running, cpu_of_all, first_page, labelled, megabytes, thorbecke
from bot.app import DATABASE
from bot.cli.labelled import as_eml
from tests.servers import dovecot

ADDRESS = "thorbecke2024@vng.nl"
OLD = int(os.environ.get("BENCH_OLD_MAILS", "100000"))
"""Mails from before the start date in the large mailbox."""
TYPICAL, TYPICAL_BYTES = 1_000, 18_000
ARRIVALS = 40
PATIENCE = 3_600
LINE = b"Dit is een regel uit een eerder bericht in dezelfde draad, zoals die onder een antwoord staat.\r\n"


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """What is measured here; a row that says why when Dovecot is not there."""
    if why := dovecot.missing():
        yield "a real mailbox", f"not measured: {why}"
        return
    with dovecot.running() as server:
        yield from typical(server, folder / "typical")
    with dovecot.running() as server:
        yield from large(server, folder / "large")


def typical(server: dovecot.Dovecot, data: Path) -> Iterator[tuple[str, str]]:
    """A thousand mails of 18 kB: the standard library beside our whole road, drafts included."""
    fill(server, mails(TYPICAL, TYPICAL_BYTES), datetime.now(tz=UTC))
    plain = TYPICAL / fetched_and_parsed(server)
    with serving(server, data, {}) as running:
        ours = TYPICAL / until(data, "SELECT count(*) FROM messages WHERE status <> 'received'", TYPICAL)
        yield f"{TYPICAL:,} mails of 18 kB: fetched by imaplib, parsed by the standard library", f"{plain:.0f} a second"
        yield (
            "the same mails: fetched, stored, read, drafted and in the queue, start included",
            f"{ours:.0f} a second, {ours / plain:.2f} of that",
        )
        yield "memory after that", f"{megabytes(running):.0f} MB"


def large(server: dovecot.Dovecot, data: Path) -> Iterator[tuple[str, str]]:
    """A mailbox of many old mails, of which none is answered; then new ones, which wait for a draft."""
    fill(server, mails(OLD, 0), datetime.now(tz=UTC) - timedelta(days=400))
    start = {"THORBECKE_START_DATE": f"{datetime.now(tz=UTC) - timedelta(days=7):%Y-%m-%d}"}
    with serving(server, data, start) as running:
        settled = "SELECT count(*) FROM messages WHERE status = 'ignored'"
        seconds = until(data, settled, OLD // 2)
        half = megabytes(running)
        seconds += until(data, settled, OLD)
        yield (
            f"first sync of a mailbox with {OLD:,} old mails",
            f"{seconds / 60:.1f} minutes, {OLD / seconds:.0f} a second",
        )
        yield "processor time of that, the processes that read included", f"{cpu_of_all(running) / 60:.1f} minutes"
        yield "memory half-way and at the end of it", f"{half:.0f} / {megabytes(running):.0f} MB"
        waits = sorted(arrival(server, data, raw) for raw in mails(ARRIVALS, 0, "nieuw"))
        yield (
            f"a new mail in that mailbox until its draft, median and slowest of {ARRIVALS}",
            f"{statistics.median(waits):.2f} / {waits[-1]:.2f} s",
        )


def mails(number: int, size: int, mark: str = "oud") -> Iterator[bytes]:
    """So many requests, each different, at least ``size`` bytes long."""
    requests = [item for item in labelled("mails") if item["kind"] == "verzoek"]
    for at, item in enumerate(islice(cycle(requests), number)):
        headers = {**(item.get("headers") or {}), "Message-ID": f"<{mark}-{at}@bench.example>"}
        raw = as_eml({**item, "headers": headers, "body": f"{item['body']}\n\nKenmerk {mark} {at}."})
        quoted = b"> " + LINE
        yield raw + b"\r\n" + quoted * max(0, (size - len(raw)) // len(quoted))


def fill(server: dovecot.Dovecot, raws: Iterator[bytes], arrived: datetime) -> None:
    """Lay mails into the Maildir as old ones; Dovecot takes the file's time for the time of arrival."""
    maildir = server.maildir(ADDRESS)
    for folder in (maildir.parent, maildir, *(maildir / name for name in ("tmp", "new", "cur"))):
        folder.mkdir(exist_ok=True)
        os.chown(folder, server.uid, server.gid)
    for at, raw in enumerate(raws):
        path = maildir / "cur" / f"{int(arrived.timestamp())}.{at}.test:2,S"
        path.write_bytes(raw)
        os.chown(path, server.uid, server.gid)
        os.utime(path, (arrived.timestamp(), arrived.timestamp()))
    fetch_headers_once(server)


def fetch_headers_once(server: dovecot.Dovecot) -> None:
    """Let Dovecot build its index, which is no work of ours."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port) as line:
        line.login(ADDRESS, server.password)
        line.select("INBOX", readonly=True)
        line.fetch("1:*", "(UID RFC822.SIZE)")


def fetched_and_parsed(server: dovecot.Dovecot) -> float:
    """Seconds for the standard library to fetch every mail and get its text."""
    begin = time.monotonic()
    with imaplib.IMAP4("127.0.0.1", server.imap_port) as line:
        line.login(ADDRESS, server.password)
        line.select("INBOX", readonly=True)
        for uid in line.uid("search", "ALL")[1][0].split():
            raw = line.uid("fetch", uid, "(BODY.PEEK[])")[1][0][1]
            message = email.message_from_bytes(raw, policy=email.policy.default)
            body = message.get_body(("plain",))
            assert body is not None  # noqa: S101 (we wrote it)
            body.get_content()
    return time.monotonic() - begin


@contextmanager
def serving(server: dovecot.Dovecot, data: Path, more: dict[str, str]) -> Iterator[Running]:
    """``thorbecke run`` on this mailbox, from nothing."""
    data.mkdir()
    ours = {
        "THORBECKE_DATA_DIR": str(data),
        "THORBECKE_WEB_PORT": "0",
        "THORBECKE_IMAP_HOST": "127.0.0.1",
        "THORBECKE_IMAP_PORT": str(server.imap_port),
        "THORBECKE_IMAP_SECURITY": "none",
        "THORBECKE_IMAP_USER": ADDRESS,
        "THORBECKE_IMAP_PASSWORD": server.password,
        "THORBECKE_MAILBOX_ADDRESS": ADDRESS,
    }
    with first_page(thorbecke("run"), ours | more) as running:
        yield running


def until(data: Path, count: str, wanted: int, look_every: float = 0.1) -> float:
    """Seconds until a count in the database reaches a number."""
    begin = time.monotonic()
    while _count(data, count) < wanted:
        if time.monotonic() - begin > PATIENCE:
            raise SystemExit(f"no {wanted} in time: {count}")
        time.sleep(look_every)
    return time.monotonic() - begin


def _count(data: Path, count: str) -> int:
    with closing(sqlite3.connect(f"file:{data / DATABASE}?mode=ro", uri=True, timeout=30)) as db:
        return int(db.execute(count).fetchone()[0])


def arrival(server: dovecot.Dovecot, data: Path, raw: bytes) -> float:
    """Seconds from the delivery of one mail until it waits for a reviewer."""
    newest = _count(data, "SELECT coalesce(max(id), 0) FROM messages")
    new = f"id > {newest}"  # what is old is not counted at each look: that would take the service's processor
    server.deliver(raw, ADDRESS)
    ready = f"SELECT count(*) FROM messages WHERE {new} AND status NOT IN ('received', 'ignored')"  # noqa: S608  (a number)
    waited = until(data, ready, 1, look_every=0.01)
    time.sleep(0.3)  # the next one finds us idling
    return waited
