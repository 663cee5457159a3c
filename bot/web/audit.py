"""The log (logboek): who did what and when, for managers; narrowed by person, sort and period, the latest first."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from urllib.parse import urlencode

from starlette.responses import Response

from bot.model.people import AccountEvent, AuditKind, AuditLine, AuditPlace, AuditQuestion
from bot.web import meeting_words, programme_words, words
from bot.web.session import Visit

PAGE_SIZE = 50

KIND_LABELS: Mapping[AuditKind, str] = MappingProxyType(
    {
        AuditKind.REPLIES: "Antwoorden",
        AuditKind.WORK: "Verdelen en opvolgen",
        AuditKind.PROGRAMME: "Leerkringen en intervisitaties",
        AuditKind.MEETINGS: "Bijeenkomsten",
        AuditKind.KNOWLEDGE: "Correcties",
        AuditKind.PEOPLE: "Accounts en instellingen",
        AuditKind.LOGINS: "Inloggen",
        AuditKind.FAILED: "Mislukte inlogpogingen",
        AuditKind.FILES: "Gedownloade bestanden",
    }
)

EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        AccountEvent.LOGGED_IN: "Ingelogd",
        AccountEvent.LOGGED_OUT: "Uitgelogd",
        AccountEvent.SESSIONS_ENDED: "Sessies beëindigd",
        AccountEvent.ADDED: "Account toegevoegd",
        AccountEvent.ROLE_CHANGED: "Rol gewijzigd",
        AccountEvent.SWITCHED_OFF: "Account uitgezet",
        AccountEvent.SWITCHED_ON: "Account aangezet",
        AccountEvent.INVITED: "Link voor een wachtwoord gemaakt",
        AccountEvent.LINKED: "Werkaccount gekoppeld",
        AccountEvent.PASSWORD_SET: "Wachtwoord gekozen",
        AccountEvent.EXPORTED: "Bestand gedownload",
        AccountEvent.CHAT_SWITCHED: "Chat geschakeld",
        AccountEvent.CLOSING_DAY_ADDED: "Sluitingsdag toegevoegd",
        AccountEvent.CLOSING_DAY_REMOVED: "Sluitingsdag weggehaald",
        "corrected": "Indeling verbeterd",
        "aangenomen": "Correctie aangenomen",
        "afgewezen": "Correctie afgewezen",
        "wacht": "Correctie teruggezet",
    }
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for."""

    asked: AuditQuestion
    after: AuditPlace | None

    def link(self, after: AuditPlace | None) -> str:
        """The same question, below this place."""
        values = {
            "persoon": self.asked.person,
            "soort": self.asked.kind or "",
            "van": self.asked.since or "",
            "tot": self.asked.until or "",
            "na": f"{after.at.isoformat()},{after.source},{after.id}" if after else "",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/logboek?{query}" if query else "/logboek"


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read what can be read; anything else asks for nothing."""
    kind = query.get("soort", "")
    asked = AuditQuestion(
        person=query.get("persoon", "")[:200],
        kind=AuditKind(kind) if kind in set(AuditKind) else None,
        since=_day(query.get("van", "")),
        until=_day(query.get("tot", "")),
    )
    return Filters(asked, _place(query.get("na", "")))


def _day(text: str) -> date | None:
    """A day that has a midnight before and after it."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if 1 < day.year < date.max.year else None
    return None


def _place(text: str) -> AuditPlace | None:
    at, _, rest = text.partition(",")
    source, _, number = rest.partition(",")
    with suppress(ValueError, OverflowError):
        if source.isascii() and source.isdigit() and number.isascii() and number.isdigit() and len(rest) < 20:
            moment = datetime.fromisoformat(at)
            return AuditPlace(moment.astimezone(UTC), int(source), int(number)) if moment.tzinfo else None
    return None


async def show(visit: Visit) -> Response:
    """One page of lines."""
    filters, desk = filters_of(visit.request.query_params), visit.desk
    found = await desk.people.audit(filters.asked, size=PAGE_SIZE + 1, after=filters.after)
    lines = found[:PAGE_SIZE]
    users = await desk.accounts.users()
    return visit.render(
        "audit.html",
        filters=filters,
        lines=lines,
        older=filters.link(lines[-1].place) if len(found) > PAGE_SIZE else "",
        newest=filters.link(None) if filters.after else "",
        users=users,
        names={user.name: user.display_name for user in users},
        kinds=KIND_LABELS,
        label=label,
    )


def label(line: AuditLine) -> str:
    """What happened, in words."""
    if line.kind is AuditKind.FAILED:
        return f"{line.times} mislukte {'inlogpoging' if line.times == 1 else 'inlogpogingen'} op deze dag"
    if line.kind is AuditKind.PROGRAMME:
        return programme_words.EVENT_LABELS.get(line.event, words.event_label(line.event))
    if line.kind is AuditKind.MEETINGS:
        return meeting_words.EVENT_LABELS[line.event]
    if line.kind in {AuditKind.REPLIES, AuditKind.WORK}:
        return words.event_label(line.event, line.becomes)
    return EVENT_LABELS[line.event]
