"""Meetings, experts, reminders, promises and closing days in the world of these tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from bot.model import Address, DraftText, Outcome
from bot.model.experts import AskState, AskStep, Expert
from bot.model.following import Promised, PromiseState
from bot.model.meetings import MeetingPlan, MeetingState, RegistrationStep
from bot.pipeline.experts_port import ExpertMail
from bot.pipeline.findings import BOT
from bot.pipeline.meetings_port import Guest
from bot.pipeline.reminders import draft_reminders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.inquiries.world import World

DUE = date(2026, 12, 15)


async def fill_agenda(world: World, content: Mapping[str, Any]) -> None:
    """What the file says of them; a file that says nothing adds nothing."""
    await _promises(world, content["mails"])
    await _reminders(world, content.get("reminders", ()))
    await _experts(world, content)
    for each in content.get("closing", ()):
        await world.room.desk.following.close_office([each["day"]], each["reason"], "els", world.room.clock.now)
    world.room.clock.now = _at(date(2026, 10, 1))  # before the first meeting, so that it could be signed up for
    for each in content.get("meetings", ()):
        await _meeting(world, each)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def _message(world: World, name: str) -> int:
    return next(number for number, known in world.messages.items() if known == name)


async def _promises(world: World, mails: list[Mapping[str, Any]]) -> None:
    following = world.room.desk.following
    for mail in mails:
        outgoing = await world.room.desk.store.outgoing(_message(world, mail["name"]))
        for each in mail.get("promises", ()):
            assert outgoing is not None
            at = world.room.clock.now
            await following.note_promises(outgoing.id, [Promised(each["words"], each["day"])], BOT, at)
        for found in await following.open_promises():
            if (
                mail.get("promises")
                and mail["promises"][0].get("state")
                and found.words == mail["promises"][0]["words"]
            ):
                kept = PromiseState(mail["promises"][0]["state"])
                await following.change_promise(found.id, PromiseState.OPEN, kept, None, "els", world.room.clock.now)


async def _reminders(world: World, looks: list[Mapping[str, Any]]) -> None:
    room = world.room
    for each in looks:
        room.clock.now = _at(each["at"])
        await draft_reminders(room.desk)
        if each.get("send"):
            for reminder in await room.desk.inquiries.reminders():
                await room.send(reminder.message_id, Outcome.ACCEPTED)


async def _experts(world: World, content: Mapping[str, Any]) -> None:
    room = world.room
    people = {
        key: Expert(key, name, Address(name, f"{key}@experts.example"), ("inclusie",), at_once=3)
        for key, name in content.get("experts", {}).items()
    }
    room.desk = replace(room.desk, directory=people)
    for each in content.get("asks", ()):
        await _ask(world, each)


async def _ask(world: World, each: Mapping[str, Any]) -> None:
    room, experts = world.room, world.room.desk.experts
    request = next(number for number, known in world.requests.items() if known == each["request"])
    key = f"{each['expert']} {each['request']}"
    room.clock.now = _at(each["at"])
    mail = ExpertMail(Address(each["expert"], f"{each['expert']}@experts.example"), _words(), key, DUE)
    ask_id = await experts.put(request, each["expert"], 3, mail, "lotte", room.clock.now)
    if each.get("sent"):
        await room.send((await experts.ask(ask_id)).question_id, Outcome.ACCEPTED)
    if not each.get("step"):
        return
    at = _at(each["stepped"])
    if each["step"] == "accept":
        introduction = replace(mail, unique_key=f"{key} introductie")
        await experts.accept(ask_id, AskState.ASKED, introduction, "lotte", at, note="Gebeld")
    else:
        await experts.step(ask_id, AskState.ASKED, AskStep(each["step"]), "lotte", at, note="Gebeld")


def _words() -> DraftText:
    return DraftText("vraag", "Wil je helpen?", "Beste expert,")


async def _meeting(world: World, each: Mapping[str, Any]) -> None:
    room, meetings = world.room, world.room.desk.meetings
    plan = MeetingPlan(
        title=each["title"],
        starts_at=_at(each["day"], 12),
        ends_at=_at(each["day"], 15),
        place=each.get("place", ""),
        online=each.get("online", False),
        places=each.get("places"),
        host=each.get("host", ""),
    )
    number = await meetings.plan(f"{each['name']}@tests.example", plan, "lotte", room.clock.now)
    world.meetings[number] = each["name"]
    for name, people in each["guests"].items():
        await meetings.register(number, Guest(name, None, people), "lotte", room.clock.now)
    for one in (await meetings.meeting(number)).registrations:
        if one.municipality in each.get("left", ()):
            await meetings.step(one.id, one.state, RegistrationStep.CANCEL, "lotte", room.clock.now)
    if each.get("cancelled"):
        version = (await meetings.meeting(number)).version
        await meetings.set_state(number, version, MeetingState.CANCELLED, "lotte", room.clock.now)
