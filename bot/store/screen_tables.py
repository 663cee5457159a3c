"""The tables of the screen of a message: who approved first where two must."""

from sqlite_utils import Database

APPROVALS = """
CREATE TABLE first_approvals (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    version INTEGER NOT NULL CHECK (version > 0),
    colleague TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER first_approvals_end_with_the_second AFTER UPDATE OF status ON messages
WHEN new.status <> old.status AND new.status IN ('awaiting_review', 'purged')
BEGIN DELETE FROM first_approvals WHERE message_id = new.id; END;
CREATE TRIGGER one_colleague_is_not_two BEFORE UPDATE OF approved_by ON messages
WHEN new.status = 'approved' AND EXISTS
    (SELECT 1 FROM first_approvals WHERE message_id = new.id AND version = new.draft_version
    AND colleague = new.approved_by)
BEGIN SELECT RAISE(ABORT, 'the second approval is of another colleague'); END;
"""
"""What is taken back, reopened or in doubt begins with the first approval again."""


def two_colleagues_approve(db: Database) -> None:
    """Where four eyes are asked, the first approval waits here for the second."""
    db.executescript(APPROVALS)
