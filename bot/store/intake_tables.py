"""The table of what colleagues said of the facts of a request. The last word of a fact counts; the others are history.

What mail says is in no table: it is read from the mail itself.
"""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE intake_words (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES requests(id),
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_words_request ON intake_words (request_id, id);
CREATE TRIGGER intake_words_are_never_changed BEFORE UPDATE ON intake_words
BEGIN SELECT RAISE(ABORT, 'what was said of an intake is never changed'); END;
"""


def intakes_are_filled_in(db: Database) -> None:
    """Make the table; it is erased with the message of its request."""
    run_script(db, TABLES)
