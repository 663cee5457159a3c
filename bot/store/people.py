"""Accounts change here, each change with its line of history; the last manager who can log in is never taken away."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict, InvalidInput, NotFound
from bot.model.people import AccountEvent, Identity, Person
from bot.pipeline.ports import User
from bot.store import accounts, sessions
from bot.store.account_events import tell
from bot.store.four_eyes import same_colleague
from bot.store.sql import every, moment, number, one, run

LAST_MANAGER = (
    "Dit is de laatste beheerder die kan inloggen. Maak eerst iemand anders beheerder. Er is niets gewijzigd."
)
TAKEN = "Er is al een account met deze naam. Kies een andere naam."
FROM_ELSEWHERE = "De rol van dit account komt van uw organisatie. Laat die daar aanpassen."
NO_SUCH_PERSON = "Er is geen account met deze naam."
NO_LINK = "Koppel een werkaccount aan een lokaal account. Beide accounts moeten aanstaan. Er is niets gewijzigd."
SOMEBODY_ELSE = "Er is hier al een ander account met deze naam."

PEOPLE = """
SELECT u.*, i.until, d.user IS NOT NULL AS from_organisation,
    (SELECT count(*) FROM sessions s WHERE s.user = u.name AND s.expires > :now AND s.idle_until > :now) AS sessions,
    (SELECT max(at) FROM account_events WHERE person = u.name AND event = 'logged_in') AS last_login
FROM users u
LEFT JOIN invitations i ON i.user = u.name AND i.until > :now
LEFT JOIN identities d ON d.user = u.name
ORDER BY u.disabled, u.display_name, u.name
"""

CAN_MANAGE = """
SELECT count(*) FROM users u WHERE role = 'manager' AND NOT disabled
AND (password_hash <> '' OR EXISTS (SELECT 1 FROM identities WHERE user = u.name))
"""


def people(db: Database, now: datetime) -> tuple[Person, ...]:
    """All accounts, those that are switched off last."""
    return tuple(_person(row) for row in every(db, PEOPLE, {"now": moment(now)}))


def _person(row: sqlite3.Row) -> Person:
    return Person(
        name=row["name"],
        display_name=row["display_name"],
        role=row["role"],
        disabled=bool(row["disabled"]),
        has_password=bool(row["password_hash"]),
        from_organisation=bool(row["from_organisation"]),
        invited_until=_time(row["until"]),
        sessions=row["sessions"],
        last_login=_time(row["last_login"]),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def add(db: Database, user: User, actor: str, at: datetime) -> None:
    """A new account."""
    if accounts.user(db, user.name):
        raise InvalidInput(TAKEN)
    accounts.save_user(db, user, at)
    tell(db, AccountEvent.ADDED, actor, at, person=user.name, note=user.role)


def change_role(db: Database, name: str, role: str, actor: str, at: datetime) -> None:
    """What this colleague may do from the next page on."""
    if _is_of_organisation(db, name):
        raise InvalidInput(FROM_ELSEWHERE)
    if _known(db, name).role == role:
        return
    managers = number(db, CAN_MANAGE)
    _set(db, name, "role", role, at)
    _keep_a_manager(db, managers)
    tell(db, AccountEvent.ROLE_CHANGED, actor, at, person=name, note=role)


def switch(db: Database, name: str, actor: str, at: datetime, *, on: bool) -> None:
    """Let in again, or send away at once; a link for a password that is still on its way dies."""
    if _known(db, name).disabled is not on:
        return
    managers = number(db, CAN_MANAGE)
    _set(db, name, "disabled", int(not on), at)
    _keep_a_manager(db, managers)
    tell(db, AccountEvent.SWITCHED_ON if on else AccountEvent.SWITCHED_OFF, actor, at, person=name)
    if not on:
        run(db, "DELETE FROM invitations WHERE user = ?", (name,))
        sessions.end_all(db, name, actor, at)


def _known(db: Database, name: str) -> User:
    known = accounts.user(db, name)
    if known is None:
        raise NotFound(NO_SUCH_PERSON)
    return known


def _set(db: Database, name: str, column: str, value: str | int, at: datetime) -> None:
    statement = f"UPDATE users SET {column} = ?, saved_at = ? WHERE name = ?"  # noqa: S608  (the names are ours)
    run(db, statement, (value, moment(at), name))


def _keep_a_manager(db: Database, before: int) -> None:
    """The transaction of the caller is undone by this error."""
    if before and not number(db, CAN_MANAGE):
        raise Conflict(LAST_MANAGER)


def invite(db: Database, name: str, token_hash: str, until: datetime, actor: str, at: datetime) -> None:
    """A link that works once; it replaces an earlier one. The old password works until the new one is set."""
    if _known(db, name).disabled:
        raise InvalidInput("Dit account staat uit. Zet het eerst aan.")
    if _is_of_organisation(db, name):
        raise InvalidInput("Dit account logt in via uw organisatie en heeft hier geen wachtwoord.")
    run(db, "DELETE FROM invitations WHERE user = ?", (name,))
    values = (token_hash, name, moment(until))
    run(db, "INSERT INTO invitations (token_hash, user, until) VALUES (?, ?, ?)", values)
    tell(db, AccountEvent.INVITED, actor, at, person=name)


def invited(db: Database, token_hash: str, now: datetime) -> User | None:
    """Whom the link is for, while it works."""
    values = (token_hash, moment(now))
    row = one(db, "SELECT user FROM invitations WHERE token_hash = ? AND until > ?", values)
    return accounts.user(db, row["user"]) if row else None


def accept_invitation(db: Database, token_hash: str, password_hash: str, at: datetime) -> User | None:
    """Use the link up."""
    user = invited(db, token_hash, at)
    if user is None:
        return None
    set_password(db, user.name, password_hash, user.name, at)
    return accounts.user(db, user.name)


def set_password(db: Database, name: str, password_hash: str, actor: str, at: datetime) -> None:
    """A new password ends every session and every link."""
    _known(db, name)
    _set(db, name, "password_hash", password_hash, at)
    run(db, "DELETE FROM invitations WHERE user = ?", (name,))
    tell(db, AccountEvent.PASSWORD_SET, actor, at, person=name)
    sessions.end_all(db, name, actor, at)


def identified(db: Database, identity: Identity, at: datetime) -> User:
    """The account behind an identity. A name alone opens no account: names can be given to somebody else."""
    row = one(db, "SELECT user FROM identities WHERE issuer = ? AND subject = ?", (identity.issuer, identity.subject))
    known = _known(db, row["user"]) if row else _newcomer(db, identity, at)
    if known.role != identity.role:
        _set(db, known.name, "role", identity.role, at)
        tell(db, AccountEvent.ROLE_CHANGED, known.name, at, person=known.name, note=identity.role)
    if identity.display_name and known.display_name != identity.display_name:
        _set(db, known.name, "display_name", identity.display_name, at)
    return _known(db, known.name)


def _newcomer(db: Database, identity: Identity, at: datetime) -> User:
    if accounts.user(db, identity.name):
        raise Conflict(SOMEBODY_ELSE)
    user = User(identity.name, identity.display_name or identity.name, identity.role, "")
    accounts.save_user(db, user, at)
    values = (identity.issuer, identity.subject, identity.name)
    run(db, "INSERT INTO identities (issuer, subject, user) VALUES (?, ?, ?)", values)
    tell(db, AccountEvent.ADDED, user.name, at, person=user.name, note=user.role)
    return user


def link(db: Database, work: str, local: str, actor: str, at: datetime) -> None:
    """Give the identity of one account to another one; what was done stays under the name that did it.

    The password goes: who leaves the organisation would come in by it. Its role counts at once, also downwards.
    """
    from_there, here = _known(db, work), _known(db, local)
    if not _is_of_organisation(db, work) or _is_of_organisation(db, local) or from_there.disabled or here.disabled:
        raise InvalidInput(NO_LINK)
    managers = number(db, CAN_MANAGE)
    run(db, "UPDATE identities SET user = ? WHERE user = ?", (local, work))
    _set(db, work, "disabled", 1, at)
    _set(db, local, "role", from_there.role, at)
    _set(db, local, "password_hash", "", at)
    _keep_a_manager(db, managers)
    run(db, "DELETE FROM invitations WHERE user = ?", (local,))
    same_colleague(db, work, local)
    tell(db, AccountEvent.LINKED, actor, at, person=local, note=work)
    tell(db, AccountEvent.SWITCHED_OFF, actor, at, person=work)
    if here.role != from_there.role:
        tell(db, AccountEvent.ROLE_CHANGED, actor, at, person=local, note=from_there.role)
    for name in (work, local):
        sessions.end_all(db, name, actor, at)


def _is_of_organisation(db: Database, name: str) -> bool:
    return one(db, "SELECT 1 FROM identities WHERE user = ?", (name,)) is not None
