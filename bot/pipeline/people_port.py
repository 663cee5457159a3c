"""The port of people: accounts and their sessions, the log-in of the organisation, and who did what.

Every method that writes is one transaction with its line of history inside. Whoever would take the last manager away
who can still log in gets ``Conflict``, and nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.people import (
    AccountEvent,
    AuditLine,
    AuditPlace,
    AuditQuestion,
    Identity,
    NewSession,
    Person,
    Session,
)
from bot.pipeline.ports import User


class People(Protocol):
    """Sessions, changes of accounts, and the audit."""

    async def start_session(self, new: NewSession) -> None:
        """Begin a session of an existing user; the sign-in is written down."""

    async def session(self, token_hash: str, now: datetime) -> tuple[User, str, Session] | None:
        """The user, the CSRF token and the session, while it lives and the user may log in."""

    async def use_session(self, token_hash: str, at: datetime, idle_until: datetime) -> None:
        """Somebody worked in it, so it lives until ``idle_until`` (and never longer than it was to last)."""

    async def log_out(self, token_hash: str, at: datetime) -> None: ...
    async def drop_session(self, token_hash: str) -> None:
        """End it without a word: another one takes its place."""

    async def sessions_of(self, user: str, now: datetime) -> tuple[Session, ...]:
        """The live ones, what was used last first."""

    async def end_session(self, session_id: int, user: str, actor: str, at: datetime) -> None:
        """End one session of this user; ``NotFound`` when the user has no such session."""

    async def end_sessions_of(self, user: str, actor: str, at: datetime, *, but: int | None = None) -> int:
        """Log out everywhere, ``but`` for one session; returns how many ended."""

    async def people(self, now: datetime) -> tuple[Person, ...]: ...
    async def add(self, user: User, actor: str, at: datetime) -> None:
        """Raises ``InvalidInput`` when the name is taken."""

    async def change_role(self, name: str, role: str, actor: str, at: datetime) -> None:
        """Raises ``InvalidInput`` for an account of which the organisation says the role."""

    async def switch(self, name: str, actor: str, at: datetime, *, on: bool) -> None:
        """Let in again, or refuse log-ins and end every session."""

    async def invite(self, name: str, token_hash: str, until: datetime, actor: str, at: datetime) -> None:
        """A link for a password that works once; earlier links of this user are void."""

    async def invited(self, token_hash: str, now: datetime) -> User | None:
        """Whom this link is for, while it works."""

    async def accept_invitation(self, token_hash: str, password_hash: str, at: datetime) -> User | None:
        """Use the link: set the password and end every session; None when it does not work (any more)."""

    async def set_password(self, name: str, password_hash: str, actor: str, at: datetime) -> None: ...
    async def identified(self, identity: Identity, at: datetime) -> User:
        """The account of somebody whom the organisation vouches for: made at the first time, then brought up to date.

        Raises ``Conflict`` when the name belongs to somebody else here.
        """

    async def link(self, work: str, local: str, actor: str, at: datetime) -> None:
        """Whoever logs in at the organisation as ``work`` comes into the account ``local`` from now on.

        ``local`` loses its password and follows the organisation, ``work`` is switched off, and the sessions of both
        end. Raises ``InvalidInput`` unless both can be used and just ``work`` is of the organisation.
        """

    async def note(self, event: AccountEvent, actor: str, at: datetime, *, person: str = "", note: str = "") -> None:
        """Write a line of history that goes with no other change."""

    async def note_failed_login(self, person: str, at: datetime) -> None:
        """Count a failure of this account on this day; an unknown name is never kept, and counts as ''."""

    async def audit(self, asked: AuditQuestion, *, size: int, after: AuditPlace | None = None) -> tuple[AuditLine, ...]:
        """Up to ``size`` lines, the latest first; ``after`` goes on below that place."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A log-in at the organisation that has begun: where the browser goes, and what must come back."""

    address: str
    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """The log-in service of the organisation (OpenID Connect)."""

    async def begin(self) -> SignIn:
        """Raises ``IdentityUnavailable`` when the service cannot be reached or its own description is wrong."""

    async def leaving(self) -> str:
        """Where a browser logs out there, and comes back to our log-in page; '' when the service has no such page.

        Raises ``IdentityUnavailable`` when the service cannot be reached.
        """

    async def finish(self, begun: SignIn, answer: Mapping[str, str], now: datetime) -> Identity:
        """Who came back, by the parameters of the callback.

        Raises ``IdentityRefused`` for whatever is not exactly what was asked, ``NoRole`` for somebody without a role of
        ours, ``IdentityUnavailable`` when the service gives no answer.
        """
