"""The tables of the screen of a message: first approvals, what colleagues ask each other, and the files of replies."""

from sqlite_utils import Database

from bot.store.sql import run_script

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

COMMENTS = """
CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    colleague TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX comments_message ON comments (message_id);

CREATE TABLE colleague_questions (
    id INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comments(id),
    message_id INTEGER NOT NULL REFERENCES messages(id),
    colleague TEXT NOT NULL,
    at TEXT NOT NULL,
    settled_at TEXT,
    settled_by TEXT
) STRICT;
CREATE INDEX colleague_questions_comment ON colleague_questions (comment_id);
CREATE INDEX colleague_questions_message ON colleague_questions (message_id);
CREATE UNIQUE INDEX colleague_questions_once ON colleague_questions (message_id, colleague) WHERE settled_at IS NULL;
CREATE INDEX colleague_questions_open ON colleague_questions (colleague, at, message_id) WHERE settled_at IS NULL;
CREATE TRIGGER comments_go_with_the_message AFTER UPDATE OF status ON messages WHEN new.status = 'purged' BEGIN
    DELETE FROM colleague_questions WHERE message_id = new.id;
    DELETE FROM comments WHERE message_id = new.id;
END;
"""

ENCLOSURES = """
CREATE TABLE enclosures (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    content BLOB NOT NULL,
    colleague TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX enclosures_message ON enclosures (message_id);
CREATE TRIGGER enclosures_are_never_changed BEFORE UPDATE ON enclosures
BEGIN SELECT RAISE(ABORT, 'a file that was added is never changed'); END;
CREATE TRIGGER enclosures_go_with_the_message AFTER UPDATE OF status ON messages WHEN new.status = 'purged'
BEGIN DELETE FROM enclosures WHERE message_id = new.id; END;
"""


def two_colleagues_approve(db: Database) -> None:
    """Where four eyes are asked, the first approval waits here for the second."""
    run_script(db, APPROVALS)


def colleagues_are_asked(db: Database) -> None:
    """Comments, and the questions in them."""
    run_script(db, COMMENTS)


def replies_have_files(db: Database) -> None:
    """The bytes of what goes along with a reply."""
    run_script(db, ENCLOSURES)
