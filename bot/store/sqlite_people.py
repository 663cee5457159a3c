"""``pipeline.people_port.People`` on SQLite, beside the store and on the same one writer."""

from datetime import datetime

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
from bot.store import audit, people, sessions
from bot.store.account_events import count_failure, tell
from bot.store.database import Connections


class SqlitePeople:
    """Accounts, sessions and the audit; every method is one transaction of the module that it names."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def start_session(self, new: NewSession) -> None:
        await self._file.write(lambda db: sessions.start(db, new))

    async def session(self, token_hash: str, now: datetime) -> tuple[User, str, Session] | None:
        return await self._file.read(lambda db: sessions.current(db, token_hash, now))

    async def use_session(self, token_hash: str, at: datetime, idle_until: datetime) -> None:
        await self._file.write(lambda db: sessions.use(db, token_hash, at, idle_until))

    async def log_out(self, token_hash: str, at: datetime) -> None:
        await self._file.write(lambda db: sessions.log_out(db, token_hash, at))

    async def drop_session(self, token_hash: str) -> None:
        await self._file.write(lambda db: sessions.drop(db, token_hash))

    async def sessions_of(self, user: str, now: datetime) -> tuple[Session, ...]:
        return await self._file.read(lambda db: sessions.of(db, user, now))

    async def end_session(self, session_id: int, user: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: sessions.end(db, session_id, user, actor, at))

    async def end_sessions_of(self, user: str, actor: str, at: datetime, *, but: int | None = None) -> int:
        return await self._file.write(lambda db: sessions.end_all(db, user, actor, at, but))

    async def people(self, now: datetime) -> tuple[Person, ...]:
        return await self._file.read(lambda db: people.people(db, now))

    async def add(self, user: User, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: people.add(db, user, actor, at))

    async def change_role(self, name: str, role: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: people.change_role(db, name, role, actor, at))

    async def switch(self, name: str, actor: str, at: datetime, *, on: bool) -> None:
        await self._file.write(lambda db: people.switch(db, name, actor, at, on=on))

    async def invite(self, name: str, token_hash: str, until: datetime, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: people.invite(db, name, token_hash, until, actor, at))

    async def invited(self, token_hash: str, now: datetime) -> User | None:
        return await self._file.read(lambda db: people.invited(db, token_hash, now))

    async def accept_invitation(self, token_hash: str, password_hash: str, at: datetime) -> User | None:
        return await self._file.write(lambda db: people.accept_invitation(db, token_hash, password_hash, at))

    async def set_password(self, name: str, password_hash: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: people.set_password(db, name, password_hash, actor, at))

    async def identified(self, identity: Identity, at: datetime) -> User:
        return await self._file.write(lambda db: people.identified(db, identity, at))

    async def link(self, work: str, local: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: people.link(db, work, local, actor, at))

    async def note(self, event: AccountEvent, actor: str, at: datetime, *, person: str = "", note: str = "") -> None:
        await self._file.write(lambda db: tell(db, event, actor, at, person=person, note=note))

    async def note_failed_login(self, person: str, at: datetime) -> None:
        await self._file.write(lambda db: count_failure(db, person, at))

    async def audit(self, asked: AuditQuestion, *, size: int, after: AuditPlace | None = None) -> tuple[AuditLine, ...]:
        return await self._file.read(lambda db: audit.lines(db, asked, size=size, after=after))
