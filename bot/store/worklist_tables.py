# ruff: noqa: S608  (the statements are put together of constants of this file)
"""The tables of the queue: the piles that its views read, what sleeps, what colleagues were typing, and the search.

A pile is one ordered list of messages: one for each status, by the moment of arrival, and ``open`` and ``waiting`` for
requests, by the earliest date that was promised. A message stands in its piles once without a mark, and once more for
each service, municipality and owner, so that every view with every filter is one stretch of the primary key, whatever
else is in the file. Triggers write them anew from the message and its requests; nothing else does.

The search index holds the subject, the sender, the new text, the municipalities and the present draft, as the view
``searchable`` shows them. FTS5 takes a row out by the very text that it was put in with: versions of a draft are never
overwritten, so the number of the version is enough to know it.
"""

from sqlite_utils import Database

from bot.store.sql import run_script

TABLES = """
CREATE TABLE piles (
    pile TEXT NOT NULL,
    mark TEXT NOT NULL,
    value TEXT NOT NULL,
    since TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (pile, mark, value, since, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX piles_message ON piles (message_id, mark, value, pile);

CREATE TABLE snoozes (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    until TEXT NOT NULL
) STRICT;
CREATE INDEX snoozes_until ON snoozes (until, message_id);

CREATE TRIGGER snoozes_end_with_the_review AFTER UPDATE OF status ON messages
WHEN new.status <> 'awaiting_review' BEGIN DELETE FROM snoozes WHERE message_id = new.id; END;

CREATE TABLE kept_texts (
    message_id INTEGER NOT NULL REFERENCES messages(id),
    colleague TEXT NOT NULL,
    version INTEGER NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (message_id, colleague)
) STRICT, WITHOUT ROWID;

DROP INDEX messages_queue;
CREATE INDEX messages_queue ON messages (status, received_at, id);
"""


def piled(message: str = "") -> str:
    """The statement that puts one message into its piles; ``message`` is its number in SQL, empty for all of them."""
    row = f"(SELECT * FROM messages WHERE id = {message})" if message else "messages"
    which = f"message_id = {message} AND" if message else ""
    marks = (
        f"SELECT m.id AS of, '' AS mark, '' AS value FROM {row} m"
        " UNION SELECT m.id, 'dienst', json_extract(r.value, '$.service')"
        f" FROM {row} m, json_each(m.understanding, '$.requests') r"
        f" UNION SELECT m.id, 'gemeente', g.value FROM {row} m, json_each(m.understanding, '$.municipalities') g"
        f" UNION SELECT m.id, 'behandelaar', m.owner FROM {row} m WHERE m.owner IS NOT NULL"
    )
    lists = (
        f"SELECT m.status AS pile, m.received_at AS since, m.id AS of FROM {row} m WHERE m.status <> 'purged'"
        " UNION ALL SELECT CASE max(state = 'open') WHEN 1 THEN 'open' ELSE 'waiting' END, min(due_on), message_id"
        f" FROM requests WHERE {which} state IN ('open', 'waiting') GROUP BY message_id"
    )
    return (
        "INSERT INTO piles (pile, mark, value, since, message_id)"
        f" SELECT l.pile, m.mark, m.value, l.since, l.of FROM ({lists}) l JOIN ({marks}) m ON m.of = l.of;"
    )


def _anew(name: str, when: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} AFTER {when} BEGIN DELETE FROM piles WHERE message_id = {message};"
        f" {piled(message)} END;"
    )


PILE_TRIGGERS = "\n".join(
    (
        _anew("piles_of_a_new_message", "INSERT ON messages", "new.id"),
        _anew("piles_of_a_message", "UPDATE OF status, owner, understanding ON messages", "new.id"),
        _anew("piles_of_a_new_request", "INSERT ON requests", "new.message_id"),
        _anew("piles_of_a_request", "UPDATE OF state, due_on, message_id ON requests", "new.message_id"),
    )
)

COLUMNS = ("subject", "sender_name", "sender_addr", "new_text", "municipalities", "draft")
NAMES = ", ".join(COLUMNS)


def _draft(message: str, version: str) -> str:
    """The words of one version of a draft; nothing when there is none."""
    return (
        "coalesce((SELECT json_extract(draft, '$.subject') || char(10) || json_extract(draft, '$.text') FROM drafts"
        f" WHERE message_id = {message} AND version = {version}), '')"
    )


def _words(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in COLUMNS[:-1])


SEARCH = f"""
DROP TRIGGER message_search_insert;
DROP TRIGGER message_search_update;
DROP TABLE message_search;
CREATE VIEW searchable AS
    SELECT id, {_words("m")}, {_draft("m.id", "m.draft_version")} AS draft FROM messages m;
CREATE VIRTUAL TABLE message_search USING fts5 (
    {NAMES}, content='searchable', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE search_words USING fts5vocab (message_search, row);
INSERT INTO message_search (message_search) VALUES ('rebuild');
CREATE TRIGGER message_search_insert AFTER INSERT ON messages BEGIN
    INSERT INTO message_search (rowid, {NAMES})
    VALUES (new.id, {_words("new")}, {_draft("new.id", "new.draft_version")});
END;
CREATE TRIGGER message_search_update
AFTER UPDATE OF subject, sender_name, sender_addr, new_text, municipalities, draft_version ON messages BEGIN
    INSERT INTO message_search (message_search, rowid, {NAMES})
    VALUES ('delete', old.id, {_words("old")}, {_draft("old.id", "old.draft_version")});
    INSERT INTO message_search (rowid, {NAMES})
    VALUES (new.id, {_words("new")}, {_draft("new.id", "new.draft_version")});
END;
CREATE TRIGGER message_search_without_draft BEFORE DELETE ON drafts
WHEN old.version = (SELECT draft_version FROM messages WHERE id = old.message_id) BEGIN
    INSERT INTO message_search (message_search, rowid, {NAMES})
    SELECT 'delete', id, {NAMES} FROM searchable WHERE id = old.message_id;
    INSERT INTO message_search (rowid, {NAMES})
    SELECT id, {_words("m")}, '' FROM messages m WHERE id = old.message_id;
END;
"""


def the_queue_has_piles(db: Database) -> None:
    """Make the tables, and fill them from what is there."""
    for script in (TABLES, PILE_TRIGGERS, piled(), SEARCH):
        run_script(db, script)
