"""The tables, as migrations of sqlite-utils: what was released is never edited, a change is a new function.

Duplicates are refused by unique indexes, not by code: the same bytes of an account, the same place in a folder, our own
Message-IDs, the key of our own messages, an identical open request of a thread, a second accepted attempt. History
cannot be rewritten: triggers refuse to change or delete an event, to overwrite a draft, or to alter frozen bytes (only
erasing those bytes and the note of an event is possible).
"""

from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StorageError
from bot.store.chat_question_tables import the_chat_gathers_questions
from bot.store.circle_tables import circles_are_formed
from bot.store.expert_tables import experts_are_asked
from bot.store.figures_tables import the_history_is_counted, the_report_counts_along_indexes
from bot.store.following_tables import work_is_followed_up
from bot.store.intake_tables import intakes_are_filled_in
from bot.store.meeting_tables import meetings_are_held
from bot.store.people_tables import people_have_sessions
from bot.store.pulse_tables import the_service_has_a_pulse
from bot.store.sameness_tables import erased_mail_is_known_again
from bot.store.screen_tables import colleagues_are_asked, replies_have_files, two_colleagues_approve
from bot.store.sql import run_script
from bot.store.worklist_tables import the_queue_has_piles

MIGRATIONS = Migrations("thorbecke")

MAIL = """
CREATE TABLE threads (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('received', 'ignored', 'failed', 'awaiting_review', 'closed', 'approved',
        'sending', 'sent', 'undeliverable', 'unconfirmed', 'bounced', 'purged')),
    received_at TEXT NOT NULL,
    thread_id INTEGER NOT NULL REFERENCES threads(id),
    owner TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'chat', 'own')),
    account TEXT NOT NULL,
    raw_sha256 TEXT,
    unique_key TEXT,
    draft_version INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    approved_by TEXT,
    send_after TEXT,
    lease_until TEXT,
    rfc_message_id TEXT,
    in_reply_to TEXT,
    reference_ids TEXT NOT NULL DEFAULT '[]',
    sender_name TEXT NOT NULL DEFAULT '',
    sender_addr TEXT,
    reply_name TEXT NOT NULL DEFAULT '',
    reply_addr TEXT,
    sent_at TEXT,
    kind TEXT,
    kind_reason TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    municipalities TEXT NOT NULL DEFAULT '',
    understanding TEXT,
    attachments TEXT NOT NULL DEFAULT '[]',
    defects TEXT NOT NULL DEFAULT '[]',
    new_text TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    html TEXT
) STRICT;
CREATE UNIQUE INDEX messages_bytes ON messages (account, raw_sha256);
CREATE UNIQUE INDEX messages_key ON messages (unique_key);
CREATE INDEX messages_queue ON messages (status, received_at, id, thread_id, owner);
CREATE INDEX messages_thread ON messages (thread_id);
CREATE INDEX messages_rfc ON messages (rfc_message_id);
CREATE INDEX messages_sender ON messages (lower(sender_addr));
CREATE INDEX messages_reply ON messages (lower(reply_addr));
CREATE INDEX messages_due ON messages (send_after) WHERE status = 'approved';
CREATE INDEX messages_leased ON messages (lease_until) WHERE status = 'sending';
CREATE INDEX messages_without_draft ON messages (id) WHERE status = 'awaiting_review' AND draft_version = 0;

CREATE TABLE raws (message_id INTEGER PRIMARY KEY REFERENCES messages(id), raw BLOB NOT NULL) STRICT;

CREATE TABLE folders (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    PRIMARY KEY (account, folder)
) STRICT;

CREATE TABLE locations (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT;
CREATE INDEX locations_message ON locations (message_id);
"""

WORK = """
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL REFERENCES threads(id),
    message_id INTEGER NOT NULL REFERENCES messages(id),
    service TEXT NOT NULL,
    act TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'waiting', 'settled', 'withdrawn')),
    municipalities TEXT NOT NULL,
    topics TEXT NOT NULL,
    owner TEXT,
    opened_at TEXT NOT NULL,
    due_on TEXT NOT NULL,
    next_step TEXT NOT NULL,
    settled_at TEXT
) STRICT;
CREATE UNIQUE INDEX requests_open ON requests (thread_id, service, act) WHERE state IN ('open', 'waiting');
CREATE INDEX requests_oldest ON requests (opened_at, id) WHERE state IN ('open', 'waiting');
CREATE INDEX requests_thread ON requests (thread_id, service);
CREATE INDEX requests_message ON requests (message_id);

CREATE TABLE drafts (
    message_id INTEGER NOT NULL REFERENCES messages(id),
    version INTEGER NOT NULL CHECK (version > 0),
    draft TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (message_id, version)
) STRICT;
CREATE TRIGGER drafts_are_never_overwritten BEFORE UPDATE ON drafts
BEGIN SELECT RAISE(ABORT, 'a version of a draft is never overwritten'); END;

CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    understanding TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_message ON corrections (message_id);

CREATE TABLE outgoing (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    rfc_message_id TEXT NOT NULL UNIQUE,
    mail_from TEXT NOT NULL,
    rcpt_to TEXT NOT NULL,
    raw BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    approved_at TEXT NOT NULL,
    withdrawn_at TEXT,
    sent_copy_at TEXT,
    bounce_report_id INTEGER REFERENCES messages(id),
    bounce_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outgoing_message ON outgoing (message_id);
CREATE INDEX outgoing_without_copy ON outgoing (id) WHERE sent_copy_at IS NULL AND withdrawn_at IS NULL;
CREATE TRIGGER frozen_bytes_stay BEFORE UPDATE OF raw ON outgoing WHEN NEW.raw IS NOT OLD.raw AND length(NEW.raw) > 0
BEGIN SELECT RAISE(ABORT, 'what was approved cannot be altered'); END;

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    outgoing_id INTEGER NOT NULL REFERENCES outgoing(id),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('accepted', 'deferred', 'refused', 'lost')),
    reply_code INTEGER,
    enhanced_code TEXT,
    text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempts_outgoing ON attempts (outgoing_id);
CREATE UNIQUE INDEX attempts_accepted_once ON attempts (outgoing_id) WHERE outcome = 'accepted';
CREATE UNIQUE INDEX attempts_one_at_a_time ON attempts (outgoing_id) WHERE finished_at IS NULL;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    message_id INTEGER REFERENCES messages(id),
    request_id INTEGER REFERENCES requests(id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    was TEXT,
    becomes TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX events_message ON events (message_id, at);
CREATE INDEX events_request ON events (request_id);
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""

SEARCH = """
CREATE VIRTUAL TABLE message_search USING fts5 (
    subject, sender_name, sender_addr, new_text, municipalities,
    content='messages', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER message_search_insert AFTER INSERT ON messages BEGIN
    INSERT INTO message_search (rowid, subject, sender_name, sender_addr, new_text, municipalities)
    VALUES (new.id, new.subject, new.sender_name, new.sender_addr, new.new_text, new.municipalities);
END;
CREATE TRIGGER message_search_update
AFTER UPDATE OF subject, sender_name, sender_addr, new_text, municipalities ON messages BEGIN
    INSERT INTO message_search (message_search, rowid, subject, sender_name, sender_addr, new_text, municipalities)
    VALUES ('delete', old.id, old.subject, old.sender_name, old.sender_addr, old.new_text, old.municipalities);
    INSERT INTO message_search (rowid, subject, sender_name, sender_addr, new_text, municipalities)
    VALUES (new.id, new.subject, new.sender_name, new.sender_addr, new.new_text, new.municipalities);
END;
"""

ACCOUNTS = """
CREATE TABLE users (
    name TEXT PRIMARY KEY,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'manager')),
    password_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user TEXT NOT NULL REFERENCES users(name),
    csrf TEXT NOT NULL,
    expires TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE login_failures (id INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX login_failures_key ON login_failures (key, at);
"""


def _first(db: Database) -> None:
    for script in (MAIL, WORK, SEARCH, ACCOUNTS):
        run_script(db, script)


MIGRATIONS(name="2026-11 first")(_first)


def _notes_can_be_erased(db: Database) -> None:
    """Reviewers write reasons by hand, so a note may name a person; who, when and what stay as they are."""
    db.execute("DROP TRIGGER events_are_never_changed")
    db.execute(
        "CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events"
        " WHEN NEW.note <> '' OR (NEW.id, NEW.message_id, NEW.request_id, NEW.at, NEW.actor, NEW.event, NEW.was,"
        " NEW.becomes) IS NOT (OLD.id, OLD.message_id, OLD.request_id, OLD.at, OLD.actor, OLD.event, OLD.was,"
        " OLD.becomes) BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    )


MIGRATIONS(name="2026-11 notes can be erased")(_notes_can_be_erased)


def _corrections_are_judged(db: Database) -> None:
    """A correction says what was read before, and the content editor accepts or rejects it; both only grow."""
    db.execute("ALTER TABLE corrections ADD COLUMN was TEXT NOT NULL DEFAULT ''")
    db.execute(
        "CREATE TABLE verdicts (id INTEGER PRIMARY KEY, correction_id INTEGER NOT NULL REFERENCES corrections(id),"
        " at TEXT NOT NULL, actor TEXT NOT NULL,"
        " standing TEXT NOT NULL CHECK (standing IN ('wacht', 'aangenomen', 'afgewezen'))) STRICT"
    )
    db.execute("CREATE INDEX verdicts_correction ON verdicts (correction_id)")
    for table in ("corrections", "verdicts"):
        db.execute(
            f"CREATE TRIGGER {table}_are_never_changed BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        )


MIGRATIONS(name="2026-11 corrections are judged")(_corrections_are_judged)


OUTLOOK = """
CREATE TABLE draft_copies (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    version INTEGER NOT NULL CHECK (version > 0),
    rfc_message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('planned', 'placed', 'taken', 'removed', 'sent')),
    planned_at TEXT NOT NULL,
    folder TEXT NOT NULL DEFAULT '',
    uidvalidity INTEGER NOT NULL DEFAULT 0,
    uid INTEGER NOT NULL DEFAULT 0,
    raw_sha256 TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX draft_copies_message ON draft_copies (message_id);
CREATE UNIQUE INDEX draft_copies_once ON draft_copies (message_id, version) WHERE state IN ('planned', 'placed');

CREATE TABLE outlook_replies (
    id INTEGER PRIMARY KEY,
    rfc_message_id TEXT NOT NULL UNIQUE,
    answers TEXT NOT NULL,
    recipients TEXT NOT NULL,
    colleague TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX outlook_replies_answers ON outlook_replies (answers);

CREATE TABLE other_ids (
    rfc_message_id TEXT PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id)
) STRICT;
CREATE INDEX other_ids_message ON other_ids (message_id);
"""
"""Our drafts in the Drafts folder; replies from Outlook that wait for the mail that they answer, or for its road to
end; and the Message-IDs under which a reply went out beside our own."""


def _outlook_is_followed(db: Database) -> None:
    run_script(db, OUTLOOK)


MIGRATIONS(name="2026-11 Outlook is followed")(_outlook_is_followed)


def _messages_are_moved(db: Database) -> None:
    """A person puts a message into another conversation, and may put it back."""
    db.execute(
        "CREATE TABLE thread_moves (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES messages(id),"
        " from_thread INTEGER NOT NULL REFERENCES threads(id), to_thread INTEGER NOT NULL REFERENCES threads(id),"
        " at TEXT NOT NULL, actor TEXT NOT NULL, withdrawn TEXT NOT NULL, undone_at TEXT) STRICT"
    )
    db.execute("CREATE INDEX thread_moves_message ON thread_moves (message_id)")


MIGRATIONS(name="2026-11 messages are moved")(_messages_are_moved)


def _absences_are_noted(db: Database) -> None:
    """What an out-of-office says, with the message that it is."""
    db.execute("ALTER TABLE messages ADD COLUMN absence TEXT")


MIGRATIONS(name="2026-11 absences are noted")(_absences_are_noted)


def _the_account_is_proven(db: Database) -> None:
    """What came of each account of the whole mailbox, for the alerts."""
    db.execute(
        "CREATE TABLE proofs (id INTEGER PRIMARY KEY, at TEXT NOT NULL, late INTEGER NOT NULL,"
        " missing INTEGER NOT NULL, without_bytes TEXT NOT NULL, answered_twice TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX proofs_at ON proofs (at)")


MIGRATIONS(name="2026-11 the account is proven")(_the_account_is_proven)


def _approvals_are_found_by_time(db: Database) -> None:
    """What was sent to somebody lately is asked of every mail that comes in."""
    db.execute("CREATE INDEX outgoing_approved ON outgoing (approved_at)")


MIGRATIONS(name="2026-11 approvals are found by time")(_approvals_are_found_by_time)
MIGRATIONS(name="2026-11 circles are formed")(circles_are_formed)
MIGRATIONS(name="2026-11 the queue has piles")(the_queue_has_piles)
MIGRATIONS(name="2026-11 the history is counted")(the_history_is_counted)
MIGRATIONS(name="2026-11 people have sessions")(people_have_sessions)
MIGRATIONS(name="2026-11 two colleagues approve")(two_colleagues_approve)
MIGRATIONS(name="2026-11 colleagues are asked")(colleagues_are_asked)
MIGRATIONS(name="2026-11 replies have files")(replies_have_files)
MIGRATIONS(name="2026-11 intakes are filled in")(intakes_are_filled_in)
MIGRATIONS(name="2026-11 the chat gathers questions")(the_chat_gathers_questions)
MIGRATIONS(name="2026-11 experts are asked")(experts_are_asked)
MIGRATIONS(name="2026-11 meetings are held")(meetings_are_held)
MIGRATIONS(name="2026-11 work is followed up")(work_is_followed_up)
MIGRATIONS(name="2026-11 the service has a pulse")(the_service_has_a_pulse)
MIGRATIONS(name="2026-11 erased mail is known again")(erased_mail_is_known_again)
MIGRATIONS(name="2026-11 the report counts along indexes")(the_report_counts_along_indexes)


def bring_up_to_date(db: Database, path: Path) -> None:
    """Apply what is pending, in one transaction of the caller; refuse a file that is not ours or is newer than we."""
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    if db.table_names() and not applied:
        raise StorageError(
            f"{path} is een database van een ander programma. Stel met THORBECKE_DATA_DIR een andere map in."
        )
    if applied - {migration.name for migration in MIGRATIONS._migrations}:  # noqa: SLF001  (there is no public list)
        raise StorageError(
            f"{path} is gemaakt door een nieuwere versie van deze dienst. Installeer die versie of zet een "
            "reservekopie van de database terug. Er is niets gewijzigd."
        )
    if MIGRATIONS.pending(db):
        MIGRATIONS.apply(db)
