"""The tables of what the running service says of itself: one row for the service, and one for each trouble."""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE sign_of_life (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    started_at TEXT NOT NULL,
    at TEXT NOT NULL,
    stopped INTEGER NOT NULL
) STRICT;
CREATE TABLE troubles (part TEXT PRIMARY KEY, text TEXT NOT NULL, since TEXT NOT NULL) STRICT;
"""


def the_service_has_a_pulse(db: Database) -> None:
    """Make the tables."""
    run_script(db, TABLES)
