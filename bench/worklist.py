"""The queue with a hundred thousand requests in it: how long its pages take.

``python -m bench.worklist`` prints the rows alone. The database is generated with a fixed seed; the mails in it are
short, for no page of the queue reads a long one. The first rows go through the triggers of the piles and the search;
the others are added without them, and piled and indexed at the end by the statements of the migration.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
from sqlite_utils import Database

from bot.app import desk_of
from bot.clock import system_clock
from bot.content.library import load_library
from bot.content.location import content_root
from bot.credentials import digest_of
from bot.lifecycle import Status
from bot.model import SERVICE_LABELS, DraftText, Kind, Prediction, Understanding
from bot.model.people import NewSession
from bot.pipeline.mind import Mind
from bot.pipeline.ports import User
from bot.pipeline.reading import Outcome, Unread
from bot.settings import Settings
from bot.store import open_store
from bot.store.database import connect_writer, transaction
from bot.store.documents import DRAFT, UNDERSTANDING
from bot.store.sql import moment
from bot.store.worklist_tables import piled
from bot.web.app import create_app

REQUESTS = 100_000
TRIGGERED = 1_000
TRIGGERS = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND (name LIKE 'piles%' OR name LIKE 'message_search%')"
)
TIMES = 15
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
OWNERS = ("lotte", "samir", "els", None, None, None)
STATUSES = {
    Status.AWAITING_REVIEW: 60, Status.SENT: 25, Status.CLOSED: 8, Status.IGNORED: 4, Status.UNCONFIRMED: 1,
    Status.FAILED: 1, Status.BOUNCED: 1,
}  # fmt: skip
"""Far more that waits than any team could bear: the worst case for a queue."""
PAGES = {
    "te beoordelen": "/",
    "mijn werk": "/?vak=mijn",
    "te laat": "/?vak=laat",
    "wacht op ons": "/?vak=ons",
    "alles": "/?vak=alles",
    "two filters": "/?dienst=leerkring&gemeente={municipality}",
    "three filters": "/?vak=laat&dienst=expert&gemeente={municipality}&behandelaar=els",
    "far on": "/?na=2026-06-01T00%3A00%3A00.000000%2B00%3A00~50000",
}
ENDED = frozenset({Status.SENT, Status.CLOSED, Status.IGNORED})
"""What is out of the stock; the report counts it."""
OVERVIEWS = {
    "rapport": "/rapport?weken=52",
    "gemeenten": "/gemeenten",
    "een gemeente": "/gemeenten/{municipality}",
}
SEARCHES = {
    "a rare word": "/?vak=alles&zoek=woord77777",
    "a common word": "/?zoek=leerkring",
    "a slip": "/?vak=alles&zoek=leerkirng",
    "a part of compounds, a filter": "/?zoek=kring&gemeente={municipality}",
}


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """What the page of benchmarks says of it."""
    names = [each.name for each in load_library(content_root(None)).municipalities if each.current]
    each = generate(folder / "thorbecke.sqlite3", names)
    size = (folder / "thorbecke.sqlite3").stat().st_size / 1e6
    yield "processor time for a message in piles and search, its draft and request included", f"{each * 1e3:.1f} ms"
    yield f"size of a generated database with {REQUESTS:,} requests", f"{size:.0f} MB"
    pages, first, searches, overviews = asyncio.run(_measured(folder, names[0]))
    middle, worst = sorted(pages)[len(pages) // 2], max(pages)
    yield (
        f"its queue pages ({len(PAGES)} views and filters, counts included): processor time, median and slowest",
        f"{middle * 1e3:.0f} / {worst * 1e3:.0f} ms",
    )
    yield "its first search, when the words of the index are read", f"{first:.2f} s"
    middle, worst = sorted(searches)[len(searches) // 2], max(searches)
    yield f"its searches ({len(SEARCHES)}) after that, median and slowest", f"{middle * 1e3:.0f} / {worst * 1e3:.0f} ms"
    told = " / ".join(f"{each * 1e3:.0f}" for each in overviews)
    yield f"its overviews: {', '.join(OVERVIEWS)}", f"{told} ms"


def generate(path: Path, municipalities: list[str]) -> float:
    """Fill a fresh file, the same every time; returns the processor seconds of one of the rows with triggers."""
    db = connect_writer(path)
    dice = random.Random(2024)  # noqa: S311  (a seed, no secret)
    with transaction(db):
        begin = time.process_time()
        for number in range(1, TRIGGERED + 1):
            _add(db, dice, number, municipalities)
        each = (time.process_time() - begin) / TRIGGERED
    for trigger in [name for (name,) in db.execute(TRIGGERS).fetchall()]:
        db.execute(f"DROP TRIGGER {trigger}")
    with transaction(db):
        for number in range(TRIGGERED + 1, REQUESTS + 1):
            _add(db, dice, number, municipalities)
        db.execute("DELETE FROM piles")
        db.execute(piled())
        db.execute("INSERT INTO message_search (message_search) VALUES ('rebuild')")
    db.close()
    return each


def _add(db: Database, dice: random.Random, number: int, municipalities: list[str]) -> None:
    at = START - timedelta(minutes=5 * dice.randrange(REQUESTS))
    status = dice.choices(list(STATUSES), list(STATUSES.values()))[0]
    service, place = dice.choice(list(SERVICE_LABELS)), dice.choice(municipalities)
    asked = (Prediction(service, "aanmelden", 0.9),)
    read = Understanding(kind=Kind.VERZOEK, kind_confidence=0.9, requests=asked, municipalities=(place,))
    words = " ".join(f"woord{int(dice.paretovariate(0.7)) % 100_000}" for _ in range(30))
    drafted = status not in {Status.IGNORED, Status.FAILED}
    if drafted:
        text = DraftText("leerkring", "Re: Vraag", f"Dank voor uw bericht over de {service}. {words[:80]}")
        values = (number, DRAFT.write(text), moment(at))
    db.execute("INSERT INTO threads (id) VALUES (?)", (number,))
    db.execute(
        "INSERT INTO messages (id, status, received_at, thread_id, owner, channel, account, sender_name, sender_addr,"
        " kind, subject, municipalities, understanding, new_text)"
        " VALUES (?, ?, ?, ?, ?, 'mail', 'x', ?, ?, 'verzoek', ?, ?, ?, ?)",
        (number, status, moment(at), number, dice.choice(OWNERS), f"Griffier {number}", f"griffie@g{number % 342}.nl",
         f"Vraag over {service}", place, UNDERSTANDING.write(read), f"Wij doen graag mee aan een leerkring. {words}"),
    )  # fmt: skip
    if drafted:
        db.execute("INSERT INTO drafts VALUES (?, 1, ?, 'assistent', ?)", values)
        db.execute("UPDATE messages SET draft_version = 1 WHERE id = ?", (number,))
    state = dice.choices(("open", "waiting", "settled"), (60, 20, 20))[0]
    due = date(2026, 11, 20) - timedelta(days=dice.randrange(-20, 300))
    db.execute(
        "INSERT INTO requests (thread_id, message_id, service, act, state, municipalities, topics, opened_at, due_on,"
        " next_step) VALUES (?, ?, ?, 'aanmelden', ?, ?, '[]', ?, ?, '')",
        (number, number, service, state, f'["{place}"]', moment(at), due.isoformat()),
    )
    _remember(db, number, at, status)


def _remember(db: Database, number: int, at: datetime, status: Status) -> None:
    """What the report counts: when it came in, and when it went out."""
    arrived = ("receive", None, Status.RECEIVED, at)
    left = ("settle", Status.SENDING, status, at + timedelta(days=number % 9))
    for event, was, becomes, when in (arrived, left) if status in ENDED else (arrived,):
        db.execute(
            "INSERT INTO events (message_id, event, was, becomes, actor, at) VALUES (?, ?, ?, ?, 'els', ?)",
            (number, event, was, becomes, moment(when)),
        )


async def _reads_nothing(mails: Sequence[Unread]) -> tuple[Outcome, ...]:
    """No mail comes in while pages are measured."""
    raise AssertionError(mails)


async def _measured(folder: Path, municipality: str) -> tuple[list[float], float, list[float], list[float]]:
    """Processor seconds of the pages, of the first search, of the other searches, and of the overviews.

    Each is the middle of several, without the network.
    """
    store = await open_store(folder / "thorbecke.sqlite3")
    library = load_library(content_root(None))
    settings = Settings(data_dir=folder, secure_cookies=False)
    desk = desk_of(
        settings,
        Mind(library),
        store,
        clock=system_clock,
        mailbox=None,
        nudge=lambda: None,
        read_mails=_reads_nothing,
    )
    try:
        await store.save_user(User("els", "Els", "reviewer", ""), START)
        ends = system_clock() + timedelta(days=1)
        await store.people.start_session(NewSession(digest_of("t"), "els", "f", system_clock(), ends, ends))
        transport = httpx.ASGITransport(create_app(desk))
        cookies = {"thorbecke": "t"}
        async with httpx.AsyncClient(transport=transport, base_url="http://bench", cookies=cookies) as browser:

            async def cost(path: str) -> float:
                begin = time.process_time()
                (await browser.get(path.format(municipality=municipality))).raise_for_status()
                return time.process_time() - begin

            await cost("/")
            pages = [await _middle(cost, name, path) for name, path in PAGES.items()]
            first = await cost(SEARCHES["a rare word"])
            searches = [await _middle(cost, name, path) for name, path in SEARCHES.items()]
            return pages, first, searches, [await _middle(cost, name, path) for name, path in OVERVIEWS.items()]
    finally:
        await store.close()


async def _middle(cost: Callable[[str], Awaitable[float]], name: str, path: str) -> float:
    times = sorted([await cost(path) for _ in range(TIMES)])
    print(f"  {name}: {times[TIMES // 2] * 1e3:.0f} ms")
    return times[TIMES // 2]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_:
        for what, value in rows(Path(place_)):
            print(f"{what}: {value}")
