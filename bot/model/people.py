"""The colleagues who work with the pages: their sessions, and what is written down about their accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

RANKS = ("reader", "reviewer", "manager")
"""The roles of colleagues; each may do what the roles before it may do."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """A log-in that begins. ``device`` says in a few Dutch words what browser it is; no address is kept."""

    token_hash: str
    user: str
    csrf: str
    started_at: datetime
    idle_until: datetime
    expires: datetime
    device: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner sees it; the number says which, and opens nothing."""

    id: int
    user: str
    started_at: datetime
    used_at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as the page of the managers shows one."""

    name: str
    display_name: str
    role: str
    disabled: bool
    has_password: bool
    from_organisation: bool
    """Logs in at the organisation, which also says what the role is."""
    invited_until: datetime | None
    """The end of a link for a password that was not used yet."""
    sessions: int
    last_login: datetime | None

    @property
    def can_log_in(self) -> bool:
        return not self.disabled and (self.has_password or self.from_organisation)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the organisation's log-in service says that somebody is; issuer and subject never change."""

    issuer: str
    subject: str
    name: str
    display_name: str
    role: str


class AccountEvent(StrEnum):
    """What happens to an account, or is done with one and stands in no other history."""

    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    SESSIONS_ENDED = "sessions_ended"
    ADDED = "added"
    ROLE_CHANGED = "role_changed"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    INVITED = "invited"
    LINKED = "linked"
    PASSWORD_SET = "password_set"  # noqa: S105  (the name of an event)
    EXPORTED = "exported"
    CHAT_SWITCHED = "chat_switched"
    CLOSING_DAY_ADDED = "closing_day_added"
    CLOSING_DAY_REMOVED = "closing_day_removed"


class AuditKind(StrEnum):
    """The sorts of lines that a manager can ask for."""

    REPLIES = "antwoorden"
    WORK = "verdeling"
    PROGRAMME = "leerkringen"
    MEETINGS = "bijeenkomsten"
    KNOWLEDGE = "correcties"
    PEOPLE = "mensen"
    LOGINS = "inloggen"
    FAILED = "mislukt"
    FILES = "bestanden"


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Which lines of the audit page; days are of Europe/Amsterdam and both count."""

    person: str = ""
    kind: AuditKind | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Where a page of lines ends: the next one goes on with what is older."""

    at: datetime
    source: int
    id: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that a person did. ``about`` is the account, message, circle, place or meeting that it was done to."""

    place: AuditPlace
    kind: AuditKind
    actor: str
    event: str
    person: str = ""
    message_id: int | None = None
    circle_id: int | None = None
    place_id: int | None = None
    meeting_id: int | None = None
    becomes: str | None = None
    """What a request became."""
    note: str = ""
    """The role, path or stand that belongs to the event; no words of a colleague."""
    times: int = 1

    @property
    def at(self) -> datetime:
        return self.place.at
