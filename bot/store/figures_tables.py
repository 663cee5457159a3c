# ruff: noqa: S608  (the statements are put together of constants of this file)
"""The tables that the report and the pages of municipalities read; triggers alone write them.

``answers`` and ``fates`` hold for each message the first reply, and what became of the draft of the assistant;
``readings`` what the assistant read at first, and whether reviewers kept it. They hold labels and times only, so that
they may stay when a message is purged. The two tables of places say which request and which message is about which
name.

A message counts as stock from its arrival until it is ignored, closed, sent or purged. Each event that takes it in or
out stands in ``events_ways``, so that what came in less what went out is what is left, in any period.
"""

from sqlite_utils import Database

from bot.store.sql import run_script

BOT = "assistent"
SETTLED = "('ignored', 'closed', 'sent', 'purged')"
CROSSES = f"message_id IS NOT NULL AND (coalesce(was, 'sent') IN {SETTLED}) <> (becomes IN {SETTLED})"
"""Whether an event takes a message into the stock or out of it; the query must say it as the index does."""

TABLES = f"""
CREATE INDEX events_crossing ON events (at, message_id, was, becomes, event) WHERE {CROSSES};
CREATE INDEX messages_own ON messages (id) WHERE channel = 'own';

CREATE TABLE answers (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    answered_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    service TEXT NOT NULL
) STRICT;
CREATE INDEX answers_time ON answers (answered_at, received_at, service);

CREATE TABLE fates (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    decided_at TEXT NOT NULL,
    service TEXT NOT NULL,
    fate TEXT NOT NULL CHECK (fate IN ('unchanged', 'edited', 'rejected', 'unused'))
) STRICT;
CREATE INDEX fates_time ON fates (decided_at, service, fate);

CREATE TABLE readings (
    message_id INTEGER NOT NULL REFERENCES messages(id),
    place INTEGER NOT NULL,
    service TEXT NOT NULL,
    act TEXT NOT NULL,
    confidence REAL NOT NULL,
    kept INTEGER NOT NULL DEFAULT 1,
    judged_at TEXT,
    PRIMARY KEY (message_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_judged ON readings (judged_at, confidence, kept) WHERE judged_at IS NOT NULL;
CREATE INDEX readings_act ON readings (act, message_id);

CREATE TABLE request_places (
    name TEXT NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests(id),
    PRIMARY KEY (name, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_places_request ON request_places (request_id);

CREATE TABLE message_places (
    name TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    PRIMARY KEY (name, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_places_message ON message_places (message_id);
"""

SERVICE = "coalesce(json_extract(m.understanding, '$.requests[0].service'), '')"
IS_ANSWER = "(e.becomes = 'sent' OR e.event = 'answered_elsewhere')"
IS_DECISION = "(e.becomes IN ('sent', 'closed') OR e.event = 'reject')"
HAS_DRAFT = f"EXISTS (SELECT 1 FROM drafts WHERE message_id = m.id AND author = '{BOT}')"
FATE = (
    "CASE WHEN e.event = 'reject' THEN 'rejected' WHEN e.becomes = 'closed' THEN 'unused'"
    " WHEN EXISTS (SELECT 1 FROM events x WHERE x.message_id = m.id AND +x.id < e.id AND x.event = 'edit')"
    " THEN 'edited' ELSE 'unchanged' END"
)
"""What became of a draft with the first decision about it; a corrected reading made another draft: an edit. The plus
keeps SQLite from going through all events before this one, where those of the message will do."""


def _answered(events: str) -> str:
    return (
        "INSERT OR IGNORE INTO answers (message_id, answered_at, received_at, service)"
        f" SELECT m.id, e.at, m.received_at, {SERVICE} FROM {events} e JOIN messages m ON m.id = e.message_id"
        f" WHERE m.channel <> 'own' AND {IS_ANSWER} ORDER BY e.id;"
    )


def _decided(events: str) -> str:
    return (
        "INSERT OR IGNORE INTO fates (message_id, decided_at, service, fate)"
        f" SELECT m.id, e.at, {SERVICE}, {FATE} FROM {events} e JOIN messages m ON m.id = e.message_id"
        f" WHERE m.channel <> 'own' AND {IS_DECISION} AND {HAS_DRAFT} ORDER BY e.id;"
    )


def _read(understanding: str, message: str, of: str = "") -> str:
    """``of`` are tables that the first two are columns of."""
    return (
        "INSERT OR IGNORE INTO readings (message_id, place, service, act, confidence)"
        f" SELECT {message}, r.key, json_extract(r.value, '$.service'), json_extract(r.value, '$.act'),"
        f" json_extract(r.value, '$.confidence') FROM {of} json_each({understanding}, '$.requests') r"
    )


def _kept(understanding: str) -> str:
    """Whether a pair of the first reading is among those that the reviewer said."""
    return (
        f"EXISTS (SELECT 1 FROM json_each({understanding}, '$.requests') r"
        " WHERE json_extract(r.value, '$.service') = readings.service"
        " AND json_extract(r.value, '$.act') = readings.act)"
    )


def _request_places(request: str, names: str, of: str = "") -> str:
    return (
        "INSERT OR IGNORE INTO request_places (name, request_id)"
        f" SELECT g.value, {request} FROM {of} json_each({names}) g"
    )


def _message_places(message: str, understanding: str, of: str = "") -> str:
    return (
        "INSERT OR IGNORE INTO message_places (name, message_id)"
        f" SELECT g.value, {message} FROM {of} json_each({understanding}, '$.municipalities') g"
    )


THIS = "(SELECT NEW.id AS id, NEW.message_id AS message_id, NEW.at AS at, NEW.event AS event, NEW.becomes AS becomes)"

TRIGGERS = f"""
CREATE TRIGGER answers_follow_events AFTER INSERT ON events
WHEN NEW.message_id IS NOT NULL AND (NEW.becomes IN ('sent', 'closed') OR NEW.event = 'reject') BEGIN
    {_answered(THIS)}
    {_decided(THIS)}
    UPDATE readings SET judged_at = NEW.at
    WHERE message_id = NEW.message_id AND judged_at IS NULL AND NEW.becomes = 'sent';
END;
CREATE TRIGGER fates_follow_outlook AFTER INSERT ON drafts
WHEN NEW.author <> '{BOT}' AND (SELECT status FROM messages WHERE id = NEW.message_id) = 'sent' BEGIN
    UPDATE fates SET fate = 'edited' WHERE message_id = NEW.message_id AND fate = 'unchanged';
END;
CREATE TRIGGER readings_follow_messages AFTER UPDATE OF understanding ON messages
WHEN OLD.understanding IS NULL AND NEW.understanding IS NOT NULL BEGIN
    {_read("NEW.understanding", "NEW.id")};
END;
CREATE TRIGGER readings_follow_corrections AFTER INSERT ON corrections BEGIN
    UPDATE readings SET kept = {_kept("NEW.understanding")}, judged_at = coalesce(judged_at, NEW.at)
    WHERE message_id = NEW.message_id;
END;
CREATE TRIGGER places_follow_new_requests AFTER INSERT ON requests BEGIN
    {_request_places("NEW.id", "NEW.municipalities")};
END;
CREATE TRIGGER places_follow_requests AFTER UPDATE OF municipalities ON requests BEGIN
    DELETE FROM request_places WHERE request_id = NEW.id;
    {_request_places("NEW.id", "NEW.municipalities")};
END;
CREATE TRIGGER places_follow_messages AFTER UPDATE OF understanding ON messages BEGIN
    DELETE FROM message_places WHERE message_id = NEW.id;
    {_message_places("NEW.id", "NEW.understanding")};
END;
"""


CORRECTED = "SELECT message_id, min(id) AS first, max(id) AS last FROM corrections WHERE was <> '' GROUP BY message_id"
READ_BY_A_PERSON = "SELECT message_id FROM corrections"
BEFORE = (
    _answered("events"),
    _decided("events"),
    _read("c.was", "c.message_id", f"({CORRECTED}) f JOIN corrections c ON c.id = f.first,"),
    _read("m.understanding", "m.id", f"(SELECT * FROM messages WHERE id NOT IN ({READ_BY_A_PERSON})) m,"),
    (
        "UPDATE readings SET judged_at = a.answered_at FROM answers a WHERE a.message_id = readings.message_id"
        " AND EXISTS (SELECT 1 FROM events e WHERE e.message_id = a.message_id AND e.becomes = 'sent')"
    ),
    (
        f"UPDATE readings SET kept = {_kept('c.understanding')}, judged_at = coalesce(judged_at, c.at)"
        f" FROM ({CORRECTED}) f JOIN corrections c ON c.id = f.last WHERE readings.message_id = c.message_id"
    ),
    _request_places("q.id", "q.municipalities", "requests q,"),
    _message_places("m.id", "m.understanding", "messages m,"),
)
"""What happened before the tables were there; how a corrected message was read at first stands with its correction."""


def the_history_is_counted(db: Database) -> None:
    """Make the tables, and fill them with what happened before."""
    run_script(db, TABLES)
    for statement in BEFORE:
        db.execute(statement)
    run_script(db, TRIGGERS)


COUNTED_ALONG = f"""
DROP INDEX events_crossing;
CREATE INDEX events_ways ON events (was, becomes, event, at, message_id) WHERE {CROSSES};
CREATE INDEX requests_standing ON requests (state, opened_at) WHERE state IN ('open', 'waiting');
"""


def the_report_counts_along_indexes(db: Database) -> None:
    """What the report counts lies together, so that nothing is sorted for it."""
    run_script(db, COUNTED_ALONG)
