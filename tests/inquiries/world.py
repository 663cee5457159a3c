"""A database of fixed content with a colleague at the desk, and short names for its rows."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import yaml

from bot.lifecycle import Event, RequestState, Status
from bot.model import (
    Address,
    Change,
    DraftText,
    FetchedMail,
    Kind,
    Located,
    Outcome,
    Prediction,
    RequestRow,
    SentenceEvidence,
)
from bot.model.following import ClosingDay, Promise
from bot.model.meetings import Meeting
from bot.model.programme import Circle, NewPlace, Place, PlaceState, PlaceStep
from bot.pipeline import circles
from bot.pipeline.findings import BOT
from bot.pipeline.inquiries.agenda_rows import Asked, Guest
from bot.pipeline.inquiries.circles import AlmostReady
from bot.pipeline.inquiries.port import FoundMessage, FoundReminder
from bot.pipeline.ports import NewRequest, Prepared, User
from tests.inquiries.agenda_world import fill_agenda
from tests.web.room import NOW, USERS, Room, a_request, open_room, password_hash

HERE = Path(__file__).parent
CIRCLES_MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OUTCOMES = {"sent": Outcome.ACCEPTED, "bounced": Outcome.ACCEPTED, "unconfirmed": Outcome.LOST, "approved": None}


@dataclass
class World:
    """The room, and the names of its rows."""

    room: Room
    messages: dict[int, str] = field(default_factory=dict)
    requests: dict[int, str] = field(default_factory=dict)
    circles: dict[int, str] = field(default_factory=dict)
    meetings: dict[int, str] = field(default_factory=dict)

    def name(self, row: object) -> str:
        """What the tests call a row."""
        return next(named(self, row) for kind, named in NAMES.items() if isinstance(row, kind))


NAMES: Mapping[type, Callable[[World, Any], str]] = {
    RequestRow: lambda world, row: world.requests[row.id],
    FoundMessage: lambda world, row: world.messages.get(row.id, f"eigen {row.id}"),
    Meeting: lambda world, row: world.meetings[row.id],
    Guest: lambda world, row: f"{world.meetings[row.meeting.id]} {row.registration.municipality}",
    Asked: lambda world, row: f"{row.ask.expert_id} {world.requests[row.request.id]}",
    FoundReminder: lambda world, row: (
        f"herinnering {world.messages[row.question_id]}" + (f" {row.number}" if row.number > 1 else "")
    ),
    Promise: lambda world, row: f"toezegging {world.messages[row.message_id]}",
    ClosingDay: lambda _, row: row.day.isoformat(),
    Circle: lambda world, row: world.circles[row.id],
    AlmostReady: lambda _, row: f"{row.service} {row.topic}",
    Place: lambda _, row: row.municipality,
}
"""By the kind of row."""


@asynccontextmanager
async def open_world(folder: Path, file: str = "world") -> AsyncIterator[World]:
    """Fill a fresh database in this folder with what stands in one of the files of content."""
    content = yaml.safe_load((HERE / f"{file}.yaml").read_text(encoding="utf-8"))
    async with open_room(folder) as room:
        world = World(room)
        for name, display_name, role in USERS:
            await room.desk.accounts.save_user(User(name, display_name, role, password_hash()), NOW)
        for mail in content["mails"]:
            await _mail(world, mail)
        await _circles(world, content)
        await fill_agenda(world, content)
        room.clock.now = NOW
        _by_chat(folder, world, content)
        yield world


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), UTC)


async def _mail(world: World, mail: Mapping[str, Any]) -> None:
    desk, number, at = world.room.desk, len(world.messages) + 1, _morning(mail["at"])
    world.room.clock.now = at
    fetched = FetchedMail(Located("INBOX", 1, number), f"Subject: {mail['name']}\r\n\r\n".encode(), at)
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched, at)
    assert message_id is not None
    world.messages[message_id] = mail["name"]
    if mail.get("crash"):
        await desk.store.record(message_id, Status.RECEIVED, Change(Event.CRASH, BOT, "ValueError"), at)
        return
    found, event = _prepared(number, mail), Event.IGNORE if mail.get("kind") else Event.PREPARE
    (failed,) = await desk.preparing.in_turn([lambda known: known.prepare(message_id, found, Change(event, BOT), at)])
    assert failed is None, failed
    if mail.get("owner"):
        await desk.worklist.hand_over(message_id, None, mail["owner"], "els", at)
    await _requests(world, mail, message_id)
    await _end(world, mail, message_id)


def _prepared(number: int, mail: Mapping[str, Any]) -> Prepared:
    sender, plain = Address(*parseaddr(mail["from"])), a_request(number)
    asked = mail["requests"]
    assert plain.understanding
    understanding = replace(
        plain.understanding,
        kind=Kind(mail.get("kind", "verzoek")),
        requests=tuple(Prediction(each["service"], each["act"], 0.9, ()) for each in asked),
        municipalities=tuple(mail["places"]),
        topics=tuple(topic for each in asked for topic in each.get("topics", ())),
        role=mail.get("role", "onbekend"),
        contact_name=sender.display_name,
    )
    return replace(
        plain,
        rfc_message_id=f"<{mail['name']}@tests.example>",
        subject=f"Bericht {mail['name']}",
        sender=sender,
        reply_address=sender,
        new_text=mail.get("text", "Goedendag."),
        kind=understanding.kind,
        understanding=understanding,
        draft=None if mail.get("kind") else _draft(plain, mail),
        requests=tuple(
            NewRequest(
                each["service"], each["act"], tuple(mail["places"]), tuple(each.get("topics", ())), each["due"], "Stap"
            )
            for each in asked
        ),
    )


def _draft(plain: Prepared, mail: Mapping[str, Any]) -> DraftText | None:
    """With the question that it asks, where the file says one."""
    if plain.draft is None or "asks" not in mail:
        return plain.draft
    asked = SentenceEvidence("Wat is de aanleiding?", f"entry:{mail['asks']}")
    return replace(plain.draft, text=f"{plain.draft.text}\n\n{asked.sentence}", evidence=(*plain.draft.evidence, asked))


async def _requests(world: World, mail: Mapping[str, Any], message_id: int) -> None:
    store = world.room.desk.store
    rows = await store.requests_of((await store.message(message_id)).thread_id)
    for count, (row, each) in enumerate(zip(rows, mail["requests"], strict=True), 1):
        world.requests[row.id] = mail["name"] if count == 1 else f"{mail['name']} {count}"
        if each.get("state"):
            becomes = RequestState(each["state"])
            await store.change_request(row.id, RequestState.OPEN, becomes, "els", _morning(each["since"]))


async def _end(world: World, mail: Mapping[str, Any], message_id: int) -> None:
    room, end = world.room, mail.get("end")
    if mail.get("asleep"):
        await room.desk.worklist.snooze(message_id, mail["asleep"], "lotte", room.clock.now, "Later")
    if end is None:
        return
    room.clock.now = _morning(mail["ended"])
    if end == "closed":
        closing = Change(Event.CLOSE, "lotte", "Al gebeld")
        await room.desk.store.record(message_id, Status.AWAITING_REVIEW, closing, room.clock.now)
        return
    await room.send(message_id, OUTCOMES[end])
    if end == "bounced":
        failed = f"<antwoord-{message_id}@thorbecke2024.vng.nl>"
        assert await room.desk.store.bounced(failed, message_id, "Adres onbekend", room.clock.now)


async def _circles(world: World, content: Mapping[str, Any]) -> None:
    room = world.room
    room.clock.now = CIRCLES_MADE
    for waiting in content["waiting"]:
        for name in waiting["places"]:
            await _place(room, name, waiting)
    for each in content["circles"]:
        places = {name: await _place(room, name, each) for name in each["places"]}
        made = await room.desk.circles.make(
            each["service"], each["topic"], tuple(places.values()), (len(places),), "lotte", room.clock.now
        )
        world.circles[made] = each["name"]
        if each.get("stopped"):
            await circles.stop(room.desk, made, "Te weinig tijd", "lotte")
        if each.get("invited"):
            await circles.confirm(room.desk, made, "lotte")
            for seat in (await room.desk.circles.circle(made)).seats:
                assert seat.invitation_id
                await room.send(seat.invitation_id, Outcome.ACCEPTED)
        for step, names in ((PlaceStep.ACCEPT, each.get("accept", ())), (PlaceStep.DECLINE, each.get("decline", ()))):
            for name in names:
                await circles.step(room.desk, places[name], PlaceState.INVITED, step, "lotte", "Gebeld")


async def _place(room: Room, name: str, each: Mapping[str, Any]) -> int:
    contact = Address("Jan Bos", f"j.bos@{name.casefold()}.nl")
    day = (CIRCLES_MADE - timedelta(days=7)).date()
    new = NewPlace(each["service"], name, (each["topic"],), contact, "griffier", day)
    return await room.desk.circles.add_place(new, "lotte", room.clock.now)


def _by_chat(folder: Path, world: World, content: Mapping[str, Any]) -> None:
    """What came by the chat, without holding a conversation for it."""
    chats = [mail["name"] for mail in content["mails"] if mail.get("channel") == "chat"]
    with sqlite3.connect(folder / "thorbecke.sqlite3") as file:
        for message_id, name in world.messages.items():
            if name in chats:
                file.execute("UPDATE messages SET channel = 'chat' WHERE id = ?", (message_id,))
    file.close()
