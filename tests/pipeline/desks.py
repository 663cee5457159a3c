"""Desks for tests: the real store and the real content, a clock that stands where the test puts it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from bot.model import DeliveryResult, FetchedMail, Located, Outcome, Outgoing
from bot.pipeline.desk import Desk
from bot.pipeline.mind import Mind, build_mind
from bot.settings import Settings
from tests.empty_database import open_empty

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@cache
def mind() -> Mind:
    """The content of the checkout, read once for all tests."""
    return build_mind(None)


@dataclass
class Clockwork:
    """A clock that only moves when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@asynccontextmanager
async def open_test_desk(
    folder: Path, *, clock: Clockwork | None = None, settings: Settings | None = None
) -> AsyncIterator[Desk]:
    """A desk on a database file in ``folder``, which may be opened again after a crash."""
    store = await open_empty(folder / "thorbecke.sqlite3")
    numbers: Iterator[int] = count(1)
    stamp = f"{(clock or Clockwork()).now:%H%M%S}"
    desk = Desk(
        settings=settings or Settings(data_dir=folder, undo_seconds=0, digest_to=("team@vng.nl",)),
        store=store,
        preparing=store,
        accounts=store,
        people=store.people,
        talks=store,
        chat_questions=store.chat_questions,
        following=store.following,
        pulse=store.pulse,
        circles=store.circles,
        meetings=store.meetings,
        experts=store.experts,
        intakes=store.intakes,
        worklist=store.worklist,
        figures=store.figures,
        screen=store.screen,
        inquiries=store.inquiries,
        mind=mind(),
        clock=clock or Clockwork(),
        new_token=lambda: f"t{stamp}{next(numbers)}",
    )
    try:
        yield desk
    finally:
        await store.close()


def eml(
    number: int = 1,
    *,
    sender: str = "Hanneke Wolters <h.wolters@bronckhorst.nl>",
    subject: str = "Meedoen met een leerkring",
    text: str = "Beste collega's,\n\nGraag doen wij met twee mensen mee aan een leerkring over inclusie.\n",
    **headers: str,
) -> bytes:
    """A small mail as raw bytes."""
    lines = [
        f"From: {sender}",
        "To: thorbecke2024@vng.nl",
        f"Subject: {subject}",
        "Date: Mon, 23 Nov 2026 09:00:00 +0100",
        f"Message-ID: <{number}@gemeente.example>",
        *[f"{name.replace('_', '-')}: {value}" for name, value in headers.items()],
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text.split("\n"),
    ]
    return "\r\n".join(lines).encode()


def fetched(raw: bytes, uid: int = 1, folder: str = "INBOX", uidvalidity: int = 1) -> FetchedMail:
    """The mail as the mailbox would give it."""
    return FetchedMail(Located(folder, uidvalidity, uid), raw, START)


@dataclass
class ScriptedTransport:
    """A road out that answers what the test says, and remembers what it was given."""

    answers: list[Outcome] = field(default_factory=list)
    taken: list[Outgoing] = field(default_factory=list)

    def hang_up(self) -> None:
        """Nothing takes time here."""

    async def deliver(self, outgoing: Outgoing) -> DeliveryResult:
        outcome = self.answers.pop(0) if self.answers else Outcome.ACCEPTED
        if outcome in {Outcome.ACCEPTED, Outcome.LOST}:
            self.taken.append(outgoing)
        code = {Outcome.ACCEPTED: 250, Outcome.DEFERRED: 451, Outcome.REFUSED: 550, Outcome.LOST: None}[outcome]
        return DeliveryResult(outcome, code, None, "")
