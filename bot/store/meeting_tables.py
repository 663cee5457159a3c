"""The tables of meetings. A unique index sees to it that a sign-up is on one list at most."""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE meetings (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    sequence INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
    title TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL CHECK (ends_at > starts_at),
    place TEXT NOT NULL,
    online INTEGER NOT NULL CHECK (online IN (0, 1)),
    places INTEGER CHECK (places > 0),
    host TEXT NOT NULL,
    made_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX meetings_start ON meetings (starts_at);

CREATE TABLE registrations (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings(id),
    municipality TEXT NOT NULL,
    contact_name TEXT NOT NULL DEFAULT '',
    contact_addr TEXT,
    people INTEGER NOT NULL CHECK (people > 0),
    state TEXT NOT NULL CHECK (state IN ('registered', 'waiting', 'cancelled')),
    turn INTEGER NOT NULL,
    registered_at TEXT NOT NULL,
    request_id INTEGER REFERENCES requests(id),
    letter_id INTEGER REFERENCES messages(id),
    told TEXT NOT NULL DEFAULT '',
    UNIQUE (meeting_id, turn)
) STRICT;
CREATE INDEX registrations_address ON registrations (lower(contact_addr));
CREATE UNIQUE INDEX registrations_one_each ON registrations (request_id) WHERE state <> 'cancelled';

CREATE TABLE meeting_events (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings(id),
    registration_id INTEGER REFERENCES registrations(id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_events_meeting ON meeting_events (meeting_id);
CREATE INDEX meeting_events_by_people ON meeting_events (at)
    WHERE actor NOT IN ('assistent', 'verzender', 'chat') AND event <> 'arrived';
CREATE TRIGGER meeting_events_are_never_changed BEFORE UPDATE ON meeting_events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER meeting_events_are_never_deleted BEFORE DELETE ON meeting_events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""


def meetings_are_held(db: Database) -> None:
    """Make the tables. Sign-ups of before stand beside the meetings, as they have no place yet."""
    run_script(db, TABLES)
