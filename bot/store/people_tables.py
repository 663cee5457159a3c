"""The tables of people: sessions that can be listed and ended, links for a password, identities, and who did what."""

from sqlite_utils import Database

from bot.store.sql import run_script

SESSIONS = """
CREATE TABLE sessions_listed (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    user TEXT NOT NULL REFERENCES users(name),
    csrf TEXT NOT NULL,
    started_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    idle_until TEXT NOT NULL,
    expires TEXT NOT NULL,
    device TEXT NOT NULL DEFAULT ''
) STRICT;
DROP TABLE sessions;
ALTER TABLE sessions_listed RENAME TO sessions;
CREATE INDEX sessions_user ON sessions (user);
"""
"""Sessions of before did not know when they began, so everybody logs in once more after this migration."""

BY_PEOPLE = "actor NOT IN ('assistent', 'verzender', 'chat') AND event <> 'arrived'"
"""What machines write into a history is no part of the audit; the indexes hold the rest."""

TABLES = f"""
CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY,
    user TEXT NOT NULL UNIQUE REFERENCES users(name),
    until TEXT NOT NULL
) STRICT;

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user TEXT NOT NULL UNIQUE REFERENCES users(name),
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE TABLE failed_logins (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    person TEXT NOT NULL,
    times INTEGER NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (day, person)
) STRICT;
CREATE INDEX failed_logins_at ON failed_logins (at);

CREATE TABLE account_events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX account_events_at ON account_events (at);
CREATE INDEX account_events_person ON account_events (person, event, at);
CREATE TRIGGER account_events_are_never_changed BEFORE UPDATE ON account_events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER account_events_are_never_deleted BEFORE DELETE ON account_events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE INDEX events_by_people ON events (at) WHERE {BY_PEOPLE};
CREATE INDEX events_by_person ON events (actor, at) WHERE {BY_PEOPLE};
CREATE INDEX circle_events_by_people ON circle_events (at) WHERE {BY_PEOPLE};
CREATE INDEX verdicts_at ON verdicts (at);
CREATE INDEX corrections_at ON corrections (at);
"""


def people_have_sessions(db: Database) -> None:
    """Make the tables."""
    run_script(db, SESSIONS)
    run_script(db, TABLES)
