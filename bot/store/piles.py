# ruff: noqa: S608  (the statements are put together of constants; what people type is bound)
"""Reading the queue: every list is one stretch of an index, so a page costs what it shows and not what is in the file.

The plans, as ``EXPLAIN QUERY PLAN`` tells them: a list of statuses is a ``MERGE`` of ``SEARCH piles USING PRIMARY KEY``
(pile, mark, value and the place in the list), one for each status, without a sort; what has returned from its sleep
stands before them, sorted by itself. Of several filters the rarest is the
one that is walked along; the others are looked up in ``piles_message``, a covering index. What sleeps is read along
``snoozes_until``, what a colleague is asked along ``colleague_questions_open``. A search walks the index of FTS5
backwards, the newest first, and looks each message up in ``piles_message``. Counting stops at ``MOST_COUNTED``.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from datetime import date

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.model import Counted, Hit, QueueKey, QueueQuery, QueueRow, QueueRows
from bot.store import rows as rows_of
from bot.store.search import Search
from bot.store.sql import Value, every, number, one

MOST_COUNTED = 1000
MOST_SIZE = 500
SNIPPET_WORDS = 24
FOUND = re.compile("[\x02\x03]")
FIELDS = ("onderwerp", "afzender", "adres", "tekst", "gemeente", "concept")
"""The columns of the index, by the words for people."""

MESSAGE = (
    "SELECT id, status, channel, thread_id, received_at, rfc_message_id, in_reply_to, reference_ids, subject,"
    " sender_name, sender_addr, reply_name, reply_addr, sent_at, kind, kind_reason, understanding,"
    " substr(new_text, 1, 1000) AS new_text, '' AS text, NULL AS html, '[]' AS attachments, '[]' AS defects,"
    " draft_version, owner, crashes, approved_by, send_after, lease_until, raw_sha256, NULL AS absence,"
    " (SELECT min(due_on) FROM requests WHERE message_id = m.id AND state IN ('open', 'waiting')) AS due_on,"
    " (SELECT until FROM snoozes WHERE message_id = m.id) AS snoozed_until"
    " FROM messages m WHERE id = ?"
)
"""What a line shows; the whole text and the HTML of a mail may be megabytes."""

NAMES_IN_A_PILE = (
    "WITH RECURSIVE names (name) AS"
    " (SELECT min(value) FROM piles WHERE pile = :pile AND mark = 'gemeente'"
    " UNION SELECT (SELECT min(value) FROM piles WHERE pile = :pile AND mark = 'gemeente' AND value > name)"
    " FROM names WHERE name IS NOT NULL) SELECT name FROM names WHERE name IS NOT NULL"
)
"""A step along the primary key for each name, however many messages it has."""
NOTHING = "SELECT '' AS since, 0 AS message_id WHERE 0"
QUESTIONS = "SELECT message_id FROM colleague_questions WHERE colleague = :asked_of AND settled_at IS NULL"
TOP = "'!' || until"
"""The place of what has returned from its sleep: before every moment, the first that returned first."""
ASLEEP = "SELECT message_id FROM snoozes WHERE until > :today"
SNIPPET = f", snippet(message_search, {{n}}, char(2), char(3), ' … ', {SNIPPET_WORDS}) AS found{{n}}"


SLEPT = f"SELECT {TOP} AS since FROM snoozes WHERE message_id = ?"


def returns_first(asked: QueueQuery) -> bool:
    """Whether what has returned from its sleep stands at the top of this list: those in which sleepers are missing."""
    return asked.asleep is False and Status.AWAITING_REVIEW in asked.statuses and not asked.newest_first


def page(
    db: Database,
    asked: QueueQuery,
    search: Search | None,
    today: date,
    *,
    size: int,
    after: QueueKey | None,
    before: QueueKey | None,
) -> QueueRows:
    """One piece of a list; see ``pipeline.worklist.Worklist.rows``."""
    if search is not None and not search.match:
        return QueueRows((), Counted(0))
    size = min(max(size, 1), MOST_SIZE)
    lines = _Lines(db, asked, search, today)
    backwards = before is not None
    found = lines.read(before if backwards else after, size + 1, backwards=backwards)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return QueueRows(
        tuple(_row(db, line) for line in found),
        lines.count(),
        before=more if backwards else after is not None,
        after=backwards or more,
        instead=search.instead if search and found else {},
    )


def count(db: Database, asked: QueueQuery, today: date) -> Counted:
    """How long a list is, without searching."""
    return _Lines(db, asked, None, today).count()


def key(db: Database, asked: QueueQuery, message_id: int) -> QueueKey:
    """Where a message stands in the list; by its arrival when it is not in it (any more)."""
    number(db, "SELECT id FROM messages WHERE id = ?", (message_id,))
    if asked.search:
        return QueueKey("", message_id)
    if asked.asked_of:
        sql = f"SELECT at AS since FROM colleague_questions WHERE message_id = :id AND message_id IN ({QUESTIONS})"
        found = one(db, sql, {"id": message_id, "asked_of": asked.asked_of})
    elif asked.asleep:
        found = one(db, "SELECT until AS since FROM snoozes WHERE message_id = ?", (message_id,))
    elif returns_first(asked) and (slept := one(db, SLEPT, (message_id,))):
        found = slept
    else:
        found = one(
            db,
            "SELECT since FROM piles WHERE message_id = :id AND mark = ''"
            " AND pile IN (SELECT value FROM json_each(:piles)) ORDER BY since LIMIT 1",
            {"id": message_id, "piles": json.dumps([*asked.statuses, *asked.promised])},
        )
    found = found or one(db, "SELECT received_at AS since FROM messages WHERE id = ?", (message_id,))
    return QueueKey(found["since"] if found else "", message_id)


def municipalities(db: Database, asked: QueueQuery) -> tuple[str, ...]:
    """Distinct names, each found by one step along the primary key; what sleeps awaits review."""
    found: set[str] = set()
    for pile in (*asked.statuses, *asked.promised) or (Status.AWAITING_REVIEW,):
        found |= {row["name"] for row in every(db, NAMES_IN_A_PILE, {"pile": pile})}
    return tuple(sorted(found))


class _Lines:
    """The statement of one list, and what is bound in it: names of columns are constants, all else is a parameter."""

    def __init__(self, db: Database, asked: QueueQuery, search: Search | None, today: date) -> None:
        self._db = db
        self._asked = asked
        self._search = search
        self._piles = tuple(dict.fromkeys((*asked.statuses, *asked.promised)))
        self._values: dict[str, Value] = {f"pile{n}": pile for n, pile in enumerate(self._piles)}
        self._values |= {"today": today.isoformat(), "day": asked.before.isoformat() if asked.before else None}
        self._values |= {"search": search.match if search else None, "asked_of": asked.asked_of}
        self._marks = self._rarest_first()
        for n, (mark, value) in enumerate(self._marks):
            self._values |= {f"mark{n}": mark, f"value{n}": value}
        self._down = asked.newest_first or search is not None
        self._beyond = ""

    def read(self, key: QueueKey | None, size: int, *, backwards: bool) -> list[sqlite3.Row]:
        """The next lines from this key on, in the direction that is asked."""
        down = self._down != backwards
        order = "DESC" if down else "ASC"
        self._beyond = ("<" if down else ">") if key else ""
        by = f"message_id {order}" if self._search else f"since {order}, message_id {order}"
        at: dict[str, Value] = {"since": key.since, "id": key.message_id} if key else {}
        sql = f"{self._list(shown=True)} ORDER BY {by} LIMIT :size"
        return every(self._db, sql, self._values | at | {"size": size})

    def count(self) -> Counted:
        """Stops where counting further tells nothing."""
        self._beyond = ""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({self._list()}) LIMIT :most)"
        found = number(self._db, sql, self._values | {"most": MOST_COUNTED})
        return Counted(found, at_least=found == MOST_COUNTED)

    def _rarest_first(self) -> list[tuple[str, str]]:
        """The filters that say something; the list is walked along the first."""
        asked = self._asked
        filters = (("dienst", asked.service), ("gemeente", asked.municipality), ("behandelaar", asked.owner))
        marks = [(mark, value) for mark, value in filters if value] or [("", "")]
        return marks if len(marks) == 1 else sorted(marks, key=self._how_many)

    def _how_many(self, mark: tuple[str, str]) -> int:
        arms = self._arms("SELECT 1 FROM piles WHERE pile = :pile{n} AND mark = :mark AND value = :value")
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({arms}) LIMIT :most)"
        return number(self._db, sql, self._values | {"mark": mark[0], "value": mark[1], "most": 20 * MOST_COUNTED})

    def _list(self, *, shown: bool = False) -> str:
        if self._search:
            return self._found(shown=shown)
        if self._asked.asked_of:
            return self._questions()
        if self._asked.asleep:
            return self._sleepers()
        return f"{self._returned()} UNION ALL {self._piled()}" if returns_first(self._asked) else self._piled()

    def _piled(self) -> str:
        days = "AND since < :day" if self._asked.before else ""
        return self._arms(
            "SELECT since, message_id FROM piles l WHERE pile = :pile{n} AND mark = :mark0 AND value = :value0"
            f" {days} {self._from('since', 'message_id')} {self._awake('l.message_id')}"
            f" {self._marked('l.message_id', 1, 'AND pile = l.pile')}"
        )

    def _arms(self, arm: str) -> str:
        """One arm for each pile; SQLite merges them in their order."""
        return " UNION ALL ".join(arm.replace("{n}", str(n)) for n, _ in enumerate(self._piles)) or NOTHING

    def _questions(self) -> str:
        return (
            "SELECT at AS since, message_id FROM colleague_questions l WHERE colleague = :asked_of"
            f" AND settled_at IS NULL {self._from('at', 'message_id')} {self._marked('l.message_id')}"
        )

    def _returned(self) -> str:
        """What slept until today or before; it awaits review, or it would not be among the sleepers."""
        return (
            f"SELECT {TOP} AS since, message_id FROM snoozes l WHERE until <= :today"
            f" {self._from(TOP, 'message_id')} {self._marked('l.message_id')}"
        )

    def _sleepers(self) -> str:
        return (
            "SELECT until AS since, message_id FROM snoozes l WHERE until > :today"
            f" {self._from('until', 'message_id')} {self._marked('l.message_id')}"
        )

    def _found(self, *, shown: bool) -> str:
        """What FTS5 finds, the newest first; it belongs to a list when it sleeps, or lies in one of the piles."""
        snippets = "".join(SNIPPET.format(n=n) for n, _ in enumerate(FIELDS)) if shown else ""
        place = f"AND l.rowid {self._beyond} :id" if self._beyond else ""
        inside = self._inside()
        return (
            f"SELECT '' AS since, l.rowid AS message_id{snippets} FROM message_search l"
            f" WHERE message_search MATCH :search {place} {inside} {self._marked('l.rowid')}"
        )

    def _inside(self) -> str:
        if self._asked.asked_of:
            return f"AND l.rowid IN ({QUESTIONS})"
        return f"AND l.rowid IN ({ASLEEP})" if self._asked.asleep else self._in_a_pile() + self._awake("l.rowid")

    def _in_a_pile(self) -> str:
        names = ", ".join(f":pile{n}" for n, _ in enumerate(self._piles)) or "''"
        days = "AND since < :day" if self._asked.before else ""
        return (
            "AND EXISTS (SELECT 1 FROM piles WHERE message_id = l.rowid AND mark = '' AND value = ''"
            f" AND pile IN ({names}) {days})"
        )

    def _from(self, since: str, message: str) -> str:
        return f"AND ({since}, {message}) {self._beyond} (:since, :id)" if self._beyond else ""

    def _marked(self, message: str, start: int = 0, same: str = "") -> str:
        """The filters that the list is not walked along."""
        marks = [] if self._marks == [("", "")] else range(start, len(self._marks))
        return " ".join(
            f"AND EXISTS (SELECT 1 FROM piles WHERE message_id = {message}"
            f" AND mark = :mark{n} AND value = :value{n} {same})"
            for n in marks
        )

    def _awake(self, message: str) -> str:
        """Not what sleeps; and not what has returned, where that stands at the top."""
        if self._asked.asleep is None:
            return ""
        first = returns_first(self._asked) and not self._search
        return f" AND {message} NOT IN ({'SELECT message_id FROM snoozes' if first else ASLEEP})"


def _row(db: Database, line: sqlite3.Row) -> QueueRow:
    row = every(db, MESSAGE, (line["message_id"],))[0]
    return QueueRow(
        rows_of.message(row),
        QueueKey(line["since"], line["message_id"]),
        _day(row["due_on"]),
        _day(row["snoozed_until"]),
        _hits(line),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _hits(line: sqlite3.Row) -> tuple[Hit, ...]:
    names = set(line.keys())
    texts = [(column, line[f"found{n}"]) for n, column in enumerate(FIELDS) if f"found{n}" in names]
    return tuple(Hit(column, tuple(FOUND.split(text))) for column, text in texts if text and "\x02" in text)


def counts(db: Database, lists: Mapping[str, QueueQuery], today: date) -> dict[str, Counted]:
    """All lists of one moment."""
    return {name: count(db, asked, today) for name, asked in lists.items()}
