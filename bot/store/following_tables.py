"""The tables of the follow-up.

A reply is looked through for promises once: ``promises_read`` says which. A reminder is made once: its question and its
number are unique, and so is the number for each request that it reminds of. Replies of before these tables are not
looked through; their promises were kept elsewhere.
"""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE closing_days (
    day TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE promises_read (outgoing_id INTEGER PRIMARY KEY REFERENCES outgoing(id)) STRICT;
INSERT INTO promises_read (outgoing_id) SELECT id FROM outgoing;

CREATE TABLE promises (
    id INTEGER PRIMARY KEY,
    outgoing_id INTEGER NOT NULL REFERENCES outgoing(id),
    message_id INTEGER NOT NULL REFERENCES messages(id),
    number INTEGER NOT NULL,
    words TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'removed')),
    UNIQUE (outgoing_id, number)
) STRICT;
CREATE INDEX promises_message ON promises (message_id);
CREATE INDEX promises_open ON promises (day) WHERE state = 'open';

CREATE TABLE reminders (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    question_id INTEGER NOT NULL REFERENCES messages(id),
    outgoing_id INTEGER NOT NULL REFERENCES outgoing(id),
    number INTEGER NOT NULL CHECK (number > 0),
    made_at TEXT NOT NULL,
    ended TEXT NOT NULL DEFAULT '',
    UNIQUE (outgoing_id, number)
) STRICT;
CREATE INDEX reminders_running ON reminders (message_id) WHERE ended = '';

CREATE TABLE reminded_requests (
    request_id INTEGER NOT NULL REFERENCES requests(id),
    number INTEGER NOT NULL CHECK (number > 0),
    reminder_id INTEGER NOT NULL REFERENCES reminders(message_id),
    PRIMARY KEY (request_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders_stopped (
    question_id INTEGER PRIMARY KEY REFERENCES messages(id),
    actor TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER promises_are_erased AFTER UPDATE OF status ON messages WHEN new.status = 'purged'
BEGIN
    DELETE FROM promises WHERE message_id = new.id;
    DELETE FROM reminders_stopped WHERE question_id = new.id;
END;
"""


def work_is_followed_up(db: Database) -> None:
    """Make the tables; what they say of a message goes when it is erased."""
    run_script(db, TABLES)
