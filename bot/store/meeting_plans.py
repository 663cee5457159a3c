"""What colleagues say of a meeting: planned, changed, called off, each only by who saw how it stood."""

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict
from bot.lifecycle import RequestState
from bot.model.meetings import Meeting, MeetingPlan, MeetingState
from bot.programme import seating
from bot.store.meeting_lists import OVERTAKEN, tell_request
from bot.store.meetings import meeting
from bot.store.registrations import tell
from bot.store.sql import insert, moment, update

PLANNED, CHANGED, CALLED_OFF, GOES_ON = "planned", "changed", "called_off", "goes_on"
"""Events of meetings."""


def plan(db: Database, uid: str, new: MeetingPlan, actor: str, at: datetime) -> int:
    """A meeting without anybody."""
    values = {"uid": uid, "state": MeetingState.PLANNED, "made_by": actor, "changed_at": moment(at)}
    meeting_id = insert(db, "meetings", {**values, **_said(new)})
    tell(db, PLANNED, actor, at, meeting_id)
    return meeting_id


def _said(new: MeetingPlan) -> dict[str, str | int | None]:
    return {
        "title": new.title,
        "starts_at": moment(new.starts_at),
        "ends_at": moment(new.ends_at),
        "place": new.place,
        "online": int(new.online),
        "places": new.places,
        "host": new.host,
    }


def change(db: Database, meeting_id: int, version: int, new: MeetingPlan, actor: str, at: datetime) -> None:
    """The next version; the calendar only counts what stands in it."""
    before = _as_it_was(db, meeting_id, version)
    seating.must_hold(new.places, before.registrations)
    moved = replace(before.plan, places=new.places) != new
    _write(db, before, {**_said(new), "sequence": before.sequence + moved}, at)
    tell(db, CHANGED, actor, at, meeting_id)


def set_state(db: Database, meeting_id: int, version: int, state: MeetingState, actor: str, at: datetime) -> None:
    """Who has waited for a place does not wait for a meeting that is called off."""
    before = _as_it_was(db, meeting_id, version)
    if before.state is state:
        raise Conflict(OVERTAKEN)
    _write(db, before, {"state": state, "sequence": before.sequence + 1}, at)
    off = state is MeetingState.CANCELLED
    tell(db, CALLED_OFF if off else GOES_ON, actor, at, meeting_id)
    if off:
        for each in before.registrations:
            tell_request(db, each.request_id, RequestState.SETTLED, "", actor, at)


def _as_it_was(db: Database, meeting_id: int, version: int) -> Meeting:
    before = meeting(db, meeting_id)
    if before.version != version:
        raise Conflict(OVERTAKEN)
    return before


def _write(db: Database, before: Meeting, values: dict[str, str | int | None], at: datetime) -> None:
    update(db, "meetings", before.id, {**values, "version": before.version + 1, "changed_at": moment(at)})
