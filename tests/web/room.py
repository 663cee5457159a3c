"""A room with the pages in it: the real store and content, three colleagues, and a message in every status."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.content.library import Library
from bot.credentials import digest_of
from bot.lifecycle import Event, Status
from bot.model import (
    Address,
    AddressForm,
    Attachment,
    Change,
    Composed,
    DeliveryResult,
    DraftText,
    FetchedMail,
    Kind,
    Located,
    Outcome,
    Prediction,
    SentenceEvidence,
    Understanding,
)
from bot.model.meetings import MeetingPlan
from bot.model.people import NewSession
from bot.model.programme import NewPlace
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT
from bot.pipeline.ports import NewRequest, Prepared, User
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.passwords import hash_password
from tests.empty_database import open_empty
from tests.pipeline.desks import mind

NOW = datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
PASSWORD = "een-lang-wachtwoord"
USERS = (("kim", "Kim Visser", "reader"), ("lotte", "Lotte de Wit", "reviewer"), ("els", "Els Mulder", "manager"))
WRITES = {"Sec-Fetch-Site": "same-origin"}
"""What a browser adds to the form of our own page."""


def library() -> Library:
    """The content of the checkout, read once."""
    return mind().library


@cache
def password_hash() -> str:
    return hash_password(PASSWORD)


@dataclass
class Clockwork:
    """A clock that only moves when it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Room:
    """The desk, the pages, and the number of a message per status."""

    desk: Desk
    app: Starlette
    clock: Clockwork
    messages: dict[Status, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def browser(self, **options: Any) -> httpx.AsyncClient:
        """A browser without scripts that nobody is logged in on."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://thorbecke.test", **options)

    @asynccontextmanager
    async def logged_in(self, name: str) -> AsyncIterator[httpx.AsyncClient]:
        """The browser of this colleague."""
        async with self.browser() as browser:
            token = f"sessie-{next(self.numbers)}-van-{name}"
            ends = self.clock.now + timedelta(hours=self.desk.settings.session_hours)
            new = NewSession(digest_of(token), name, f"formulier-van-{name}", self.clock.now, ends, ends)
            await self.desk.people.start_session(new)
            browser.cookies.set("thorbecke", token)
            yield browser

    async def arrive(self, change: Event = Event.PREPARE, **found: Any) -> int:
        """A mail that was received and prepared."""
        number = next(self.numbers)
        at = NOW - timedelta(days=number, hours=number)
        fetched = FetchedMail(Located("INBOX", 1, number), f"Subject: {number}\r\n\r\n".encode(), at)
        message_id = await self.desk.store.receive(self.desk.settings.mailbox_address, fetched, at)
        assert message_id is not None
        if change is Event.ARRIVED:
            return message_id
        if change is Event.CRASH:
            await self.desk.store.record(message_id, Status.RECEIVED, Change(Event.CRASH, BOT, "ValueError"), at)
            return message_id
        prepared = replace(a_request(number), **found)
        await self.desk.preparing.in_turn(
            [lambda known: known.prepare(message_id, prepared, Change(change, BOT, ""), at)]
        )
        return message_id

    async def send(self, message_id: int, outcome: Outcome | None) -> None:
        """Approve the draft, and come to this outcome of sending it; None leaves it approved."""
        store, version = self.desk.store, (await self.desk.store.message(message_id)).draft_version
        rfc_message_id = f"<antwoord-{message_id}@thorbecke2024.vng.nl>"
        outgoing = Composed(rfc_message_id, "thorbecke2024@vng.nl", ("m@zaltbommel.nl",), b"Subject: x\r\n\r\n")
        later = self.clock.now + timedelta(seconds=20)
        await store.approve(message_id, version, outgoing, "lotte", self.clock.now, later)
        if outcome is None:
            return
        claimed = await store.claim(message_id, later + timedelta(minutes=10), "verzender", later)
        result = DeliveryResult(outcome, 550 if outcome is Outcome.REFUSED else None, None, "zo ging het")
        await store.finish(message_id, claimed.id, result, later)


TEXT = """Beste collega's,

Wij willen met onze gemeente graag meedoen aan een leerkring over kernendemocratie.

Wat kost meedoen?"""

DRAFT = """Beste Marieke,

Dank je wel voor je bericht.

In een leerkring leren ongeveer vijf gemeenten samen.

Met vriendelijke groet,
Thorbecke2024"""


def a_request(number: int) -> Prepared:
    """What preparing finds in an ordinary mail."""
    entry = next(iter(library().entries))
    sender = Address("Marieke van den Berg", "m.vandenberg@zaltbommel.nl")
    understanding = Understanding(
        kind=Kind.VERZOEK,
        kind_confidence=0.98,
        requests=(
            Prediction("leerkring", "aanmelden", 0.94, ("graag meedoen",)),
            Prediction("leerkring", "informatie", 0.5, ("wat kost",), (("subsidie", "informatie", 0.3),)),
        ),
        municipalities=("Zaltbommel",),
        municipality_evidence="Het maildomein zaltbommel.nl hoort bij Zaltbommel.",
        topics=("kernendemocratie",),
        role="ambtenaar",
        contact_name="Marieke van den Berg",
        phone="+31612345678",
        participants=2,
        wished_dates=("begin februari",),
        address_form=AddressForm.JE,
    )
    draft = DraftText(
        "leerkring",
        "Re: Leerkring",
        DRAFT,
        ("telefoonnummer",),
        (
            SentenceEvidence("Dank je wel voor je bericht.", "entry:huisstijl-dank"),
            SentenceEvidence("In een leerkring leren ongeveer vijf gemeenten samen.", f"entry:{entry}"),
        ),
        warnings=("Dit aanbod moet nog worden bevestigd.",),
    )
    return Prepared(
        rfc_message_id=f"<{number}@zaltbommel.nl>",
        in_reply_to=None,
        references=(),
        subject=f"Leerkring kernendemocratie, vraag {number}",
        sender=sender,
        reply_address=sender,
        sent_at=NOW,
        text=f"{TEXT}\n\nMet vriendelijke groet,\nMarieke",
        new_text=TEXT,
        html="<p>Beste collega's</p>",
        attachments=(Attachment("plan.pdf", "application/pdf", 348_123, inline=False),),
        defects=("De tekenset klopte niet.",),
        kind=Kind.VERZOEK,
        kind_reason="",
        understanding=understanding,
        thread_id=None,
        draft=draft,
        requests=(
            NewRequest("leerkring", "aanmelden", ("Zaltbommel",), (), date(2026, 11, 13), "Plaats zoeken"),
            NewRequest("leerkring", "informatie", ("Zaltbommel",), (), date(2026, 11, 27), "Antwoord geven"),
        ),
    )


@asynccontextmanager
async def open_room(folder: Path, **settings: Any) -> AsyncIterator[Room]:
    """The pages on a fresh database with the three colleagues."""
    store = await open_empty(folder / "thorbecke.sqlite3")
    clock, tokens = Clockwork(), count(1)
    desk = Desk(
        settings=Settings(data_dir=folder, secure_cookies=False, **settings),
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
        clock=clock,
        new_token=lambda: f"t{next(tokens)}",
    )
    try:
        yield Room(desk, create_app(desk), clock)
    finally:
        await store.close()


MUNICIPALITIES = ("Aalten", "Bronckhorst", "Lochem", "Winterswijk", "Zutphen")


async def add_circle(
    room: Room, service: str = "intervisitatie", names: Sequence[str] = MUNICIPALITIES, topic: str = "inclusie"
) -> int:
    """A circle of municipalities that a colleague entered, not confirmed yet; returns its number."""
    places = [await add_place(room, name, service, topic) for name in names]
    return await room.desk.circles.make(service, topic, places, (len(places),), "lotte", room.clock.now)


async def add_place(room: Room, name: str, service: str = "intervisitatie", topic: str = "inclusie") -> int:
    """A municipality that waits."""
    contact = Address("Jan Bos", f"j.bos@{name.casefold().replace(' ', '')}.nl")
    new = NewPlace(service, name, (topic,), contact, "griffier", date(2026, 10, 26))
    return await room.desk.circles.add_place(new, "lotte", room.clock.now)


async def add_meeting(room: Room, title: str = "Werksessie inclusie", places: int | None = 30, days: int = 14) -> int:
    """A meeting in Weert at 13.00 hours, so many days from now; returns its number."""
    begin = datetime(2026, 11, 20, 12, 0, tzinfo=UTC) + timedelta(days=days)
    plan = MeetingPlan(
        title, begin, begin + timedelta(hours=3), "Raadhuis, Weert", online=False, places=places, host=""
    )
    return await room.desk.meetings.plan(f"{next(room.numbers)}@thorbecke.test", plan, "lotte", room.clock.now)


async def fill(room: Room) -> None:
    """Three colleagues, a message in every status that a page can show, a circle and a meeting."""
    for name, display_name, role in USERS:
        await room.desk.accounts.save_user(User(name, display_name, role, password_hash()), NOW)
    outcomes = {
        Status.APPROVED: None,
        Status.SENT: Outcome.ACCEPTED,
        Status.UNDELIVERABLE: Outcome.REFUSED,
        Status.UNCONFIRMED: Outcome.LOST,
    }
    room.messages[Status.AWAITING_REVIEW] = await room.arrive()
    for status, outcome in outcomes.items():
        room.messages[status] = await room.arrive()
        await room.send(room.messages[status], outcome)
    room.messages[Status.RECEIVED] = await room.arrive(Event.ARRIVED)
    room.messages[Status.FAILED] = await room.arrive(Event.CRASH)
    room.messages[Status.IGNORED] = await room.arrive(Event.IGNORE, kind=Kind.AUTOREPLY, draft=None, requests=())
    room.messages[Status.CLOSED] = await room.arrive()
    closing = Change(Event.CLOSE, "lotte", "Al gebeld")
    await room.desk.store.record(room.messages[Status.CLOSED], Status.AWAITING_REVIEW, closing, NOW)
    room.messages[Status.BOUNCED] = await room.arrive()
    await room.send(room.messages[Status.BOUNCED], Outcome.ACCEPTED)
    report = await room.arrive(Event.IGNORE, kind=Kind.BOUNCE, draft=None, requests=())
    await add_circle(room)
    await add_meeting(room)
    failed = f"<antwoord-{room.messages[Status.BOUNCED]}@thorbecke2024.vng.nl>"
    assert await room.desk.store.bounced(failed, report, "Adres onbekend", NOW)


def form_token(html: str) -> str:
    """The token in the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found, "this page has no form"
    return found.group(1)


async def post(browser: httpx.AsyncClient, path: str, page: str = "/", **fields: Any) -> httpx.Response:
    """Send a form as the page that it stands on would."""
    token = form_token((await browser.get(page)).text)
    return await browser.post(path, data={"csrf": token, **fields}, headers=WRITES)
