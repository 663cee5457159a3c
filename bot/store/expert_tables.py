"""The table of asking experts. Unique indexes see to it that a request has one open ask, and an expert says no once.

Of the expert there is only the id of the directory, gone when the person is forgotten; what happened stands with the
events of the request.
"""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE expert_asks (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES requests(id),
    expert TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'stopped', 'done')),
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    question_id INTEGER NOT NULL REFERENCES messages(id),
    answer_id INTEGER REFERENCES messages(id),
    said TEXT CHECK (said IN ('yes', 'no', 'unclear')),
    introduction_id INTEGER REFERENCES messages(id),
    ended_at TEXT
) STRICT;
CREATE INDEX expert_asks_question ON expert_asks (question_id);
CREATE INDEX expert_asks_answer ON expert_asks (answer_id);
CREATE INDEX expert_asks_introduction ON expert_asks (introduction_id);
CREATE UNIQUE INDEX expert_asks_one_each ON expert_asks (request_id) WHERE state IN ('asked', 'accepted');
CREATE UNIQUE INDEX expert_asks_declined_once ON expert_asks (request_id, expert)
WHERE state = 'declined' AND expert <> '';
"""


def experts_are_asked(db: Database) -> None:
    """Make the table."""
    run_script(db, TABLES)
