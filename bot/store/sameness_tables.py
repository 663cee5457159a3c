"""The table of hashes by which a mail that was erased is known when it comes back under other bytes."""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE fingerprints (
    fingerprint TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    PRIMARY KEY (fingerprint, message_id)
) STRICT, WITHOUT ROWID;
"""


def erased_mail_is_known_again(db: Database) -> None:
    """Make the table; mail that was erased before is known by its bytes alone."""
    run_script(db, TABLES)
