"""The tables of leerkringen and intervisitaties. A unique index sees to it that a place sits in one circle at most."""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL CHECK (service IN ('leerkring', 'intervisitatie')),
    municipality TEXT NOT NULL DEFAULT '',
    topics TEXT NOT NULL DEFAULT '[]',
    contact_name TEXT NOT NULL DEFAULT '',
    contact_addr TEXT,
    role TEXT NOT NULL DEFAULT 'onbekend',
    received_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'proposed', 'invited', 'accepted', 'declined', 'withdrawn')),
    request_id INTEGER REFERENCES requests(id),
    by_hand INTEGER NOT NULL DEFAULT 0,
    question INTEGER REFERENCES messages(id)
) STRICT;
CREATE INDEX places_request ON places (request_id);

CREATE TABLE circles (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    topic TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'inviting', 'complete', 'stopped')),
    size INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    steps_done INTEGER NOT NULL DEFAULT 0,
    committee TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE seats (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circles(id),
    place_id INTEGER NOT NULL REFERENCES places(id),
    taken_at TEXT NOT NULL,
    left_at TEXT,
    invitation_id INTEGER REFERENCES messages(id)
) STRICT;
CREATE INDEX seats_circle ON seats (circle_id);
CREATE INDEX seats_invitation ON seats (invitation_id);
CREATE UNIQUE INDEX seats_one_each ON seats (place_id) WHERE left_at IS NULL;

CREATE TABLE refused_pairs (
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (first, second)
) STRICT;

CREATE TABLE municipality_sizes (
    municipality TEXT PRIMARY KEY,
    size TEXT NOT NULL CHECK (size IN ('klein', 'middelgroot', 'groot'))
) STRICT;

CREATE TABLE circle_events (
    id INTEGER PRIMARY KEY,
    place_id INTEGER REFERENCES places(id),
    circle_id INTEGER REFERENCES circles(id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    was TEXT,
    becomes TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX circle_events_circle ON circle_events (circle_id);
CREATE INDEX circle_events_place ON circle_events (place_id);
CREATE TRIGGER circle_events_are_never_changed BEFORE UPDATE ON circle_events
WHEN NEW.note <> '' OR (NEW.id, NEW.place_id, NEW.circle_id, NEW.at, NEW.actor, NEW.event, NEW.was, NEW.becomes)
    IS NOT (OLD.id, OLD.place_id, OLD.circle_id, OLD.at, OLD.actor, OLD.event, OLD.was, OLD.becomes)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER circle_events_are_never_deleted BEFORE DELETE ON circle_events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""

SIGNED_UP_BEFORE = """
INSERT INTO places (service, municipality, topics, contact_name, contact_addr, role, received_at, state, request_id)
SELECT r.service, coalesce(g.value, ''), r.topics, coalesce(m.understanding ->> 'contact_name', m.sender_name),
    m.reply_addr, coalesce(m.understanding ->> 'role', 'onbekend'), r.opened_at, 'waiting', r.id
FROM requests r JOIN messages m ON m.id = r.message_id
LEFT JOIN json_each(r.municipalities) g
WHERE r.service IN ('leerkring', 'intervisitatie') AND r.act = 'aanmelden' AND r.state IN ('open', 'waiting')
ORDER BY r.id, g.key
"""
"""Sign-ups of before there were places."""


def circles_are_formed(db: Database) -> None:
    """The tables, and a place for every sign-up that is still open."""
    run_script(db, TABLES)
    db.execute(SIGNED_UP_BEFORE)
