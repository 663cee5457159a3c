"""A meeting as a calendar file (iCalendar, RFC 5545; the method as in RFC 5546).

The identifier of a meeting never changes and its sequence number goes up with every change, so that a calendar that
took the file before moves or removes the appointment in place of adding a second one.
"""

from datetime import datetime

from bot.clock import in_amsterdam
from bot.model.mail import Address
from bot.model.meetings import Meeting, MeetingState

CONTENT_TYPE = "text/calendar"
PRODUCT = "-//VNG//Thorbecke2024//NL"


def as_calendar(meeting: Meeting, organiser: Address, now: datetime) -> bytes:
    """The file, as UTF-8 with the lines that the standard asks; ``now`` is when it is made (aware UTC)."""
    from icalendar import Calendar, Event, vCalAddress  # noqa: PLC0415  (a tenth of a second, for who asks a file)

    plan, off = meeting.plan, meeting.state is MeetingState.CANCELLED
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", in_amsterdam(plan.starts_at))
    event.add("dtend", in_amsterdam(plan.ends_at))
    event.add("summary", plan.title)
    event.add("location", where(meeting))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if plan.host:
        event.add("description", f"Gastgemeente: {plan.host}")
    sender = vCalAddress(f"mailto:{organiser.addr_spec}")
    sender.params["CN"] = organiser.display_name
    event["organizer"] = sender
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def where(meeting: Meeting) -> str:
    """The place in words."""
    plan = meeting.plan
    if not plan.online:
        return plan.place
    return f"Online: {plan.place}" if plan.place else "Online"
