"""The table of questions that the chat answered badly or not at all; without people, and for half a year."""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE chat_questions (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    entry TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('onbeantwoord', 'nuttig', 'klopt niet', 'niet volledig', 'onduidelijk',
        'andere vraag')),
    remedy TEXT CHECK (remedy IN ('variant', 'nieuw', 'niets')),
    target TEXT NOT NULL DEFAULT '',
    actor TEXT,
    decided_at TEXT,
    CHECK ((remedy IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE INDEX chat_questions_time ON chat_questions (at);
CREATE INDEX chat_questions_waiting ON chat_questions (id) WHERE remedy IS NULL AND verdict <> 'nuttig';
CREATE INDEX chat_questions_decided ON chat_questions (id) WHERE remedy IN ('variant', 'nieuw');
CREATE INDEX chat_questions_useful ON chat_questions (id) WHERE verdict = 'nuttig';
"""


def the_chat_gathers_questions(db: Database) -> None:
    """Make the table."""
    run_script(db, TABLES)
