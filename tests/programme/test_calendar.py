"""The calendar file of a meeting, read back by the library that other calendars use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.model import Address
from bot.model.meetings import Meeting, MeetingPlan, MeetingState
from bot.programme.calendar import as_calendar

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEAM = Address("Thorbecke2024", "thorbecke2024@vng.nl")


def meeting(begin: datetime = datetime(2027, 1, 14, 12, 0, tzinfo=UTC), **said: Any) -> Meeting:
    plan = MeetingPlan("Werksessie inclusie", begin, begin + timedelta(hours=3), "Raadhuis, Weert", False, 30, "Weert")
    return Meeting(1, "b-1@vng.nl", 1, 0, MeetingState.PLANNED, replace(plan, **said), "lotte", NOW)


def read_back(of: Meeting) -> tuple[Any, Any]:
    """The calendar and its one event."""
    calendar = Calendar.from_ical(as_calendar(of, TEAM, NOW))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_the_file_says_when_where_and_by_whom() -> None:
    calendar, event = read_back(meeting())
    assert (calendar["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]) == (
        "PUBLISH",
        "CONFIRMED",
        "b-1@vng.nl",
        0,
    )
    assert event["SUMMARY"] == "Werksessie inclusie"
    assert event["LOCATION"] == "Raadhuis, Weert"
    assert event["DESCRIPTION"] == "Gastgemeente: Weert"
    assert event["ORGANIZER"] == "mailto:thorbecke2024@vng.nl"
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].dt.astimezone(UTC) == meeting().plan.starts_at
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=3)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


@pytest.mark.parametrize(("month", "offset"), [(1, 1), (7, 2)])
def test_the_time_is_that_of_the_clock_in_amsterdam_in_winter_and_in_summer(month: int, offset: int) -> None:
    begin = datetime(2027, month, 14, 11, 0, tzinfo=UTC)
    text = as_calendar(meeting(begin), TEAM, NOW).decode()
    assert f"DTSTART;TZID=Europe/Amsterdam:2027{month:02}14T{11 + offset}0000" in text
    assert read_back(meeting(begin))[1]["DTSTART"].dt.utcoffset() == timedelta(hours=offset)


def test_a_meeting_that_is_off_takes_itself_out_of_the_calendar() -> None:
    off = replace(meeting(), state=MeetingState.CANCELLED, sequence=3)
    calendar, event = read_back(off)
    assert (calendar["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]) == (
        "CANCEL",
        "CANCELLED",
        "b-1@vng.nl",
        3,
    )


def test_a_link_of_an_online_meeting_is_its_place() -> None:
    assert (
        read_back(meeting(online=True, place="https://vng.example/zaal"))[1]["LOCATION"]
        == "Online: https://vng.example/zaal"
    )
    assert read_back(meeting(online=True, place=""))[1]["LOCATION"] == "Online"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_a_title_cannot_break_out_of_its_line(title: str) -> None:
    """Semicolons, backslashes, quotes and long lines are escaped and folded."""
    _, event = read_back(meeting(title=title))
    assert event["SUMMARY"] == title
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION",
                          "STATUS", "DESCRIPTION", "ORGANIZER"}  # fmt: skip
