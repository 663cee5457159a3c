"""``pipeline.figures.Figures`` on SQLite, beside the store and on its readers; each query runs along one index."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime

from sqlite_utils import Database

from bot.documents import clean
from bot.model import MessageRow, RequestRow
from bot.pipeline.figures import Answered, Fate, Flow, Judged, OpenQuestion, Period, Rejected, Standing, Tally
from bot.store import rows
from bot.store.database import Connections
from bot.store.figures_tables import CROSSES
from bot.store.requests import SELECT
from bot.store.sql import Value, every, moment, number, run

MOST_CANDIDATES = 3_000
"""Questions that are looked at for gaps, the latest ones."""
MOST_QUESTIONS = 300
MOST_REJECTED = 50

PERIODS = (
    "periods AS (SELECT key AS period, json_extract(value, '$[0]') AS since, json_extract(value, '$[1]') AS until"
    " FROM json_each(:periods))"
)

FLOWS = f"""
WITH {PERIODS}, ways AS (SELECT DISTINCT was, becomes, event FROM events INDEXED BY events_ways WHERE {CROSSES})
SELECT period, was, becomes, event, (
    SELECT count(*) FROM events INDEXED BY events_ways
    WHERE events.was IS ways.was AND events.becomes = ways.becomes AND events.event = ways.event
    AND at >= since AND at < until AND {CROSSES}
    AND message_id NOT IN (SELECT id FROM messages WHERE channel = 'own')
) AS number
FROM periods CROSS JOIN ways WHERE number
"""  # noqa: S608  (a constant)
"""Counted along the index for each way that there is: to group them would sort every event of the periods."""

STANDING = f"""
WITH {PERIODS}, piles (pile) AS (VALUES ('open'), ('waiting'))
SELECT period, pile, (
    SELECT count(*) FROM requests INDEXED BY requests_standing
    WHERE state IN ('open', 'waiting') AND state = pile AND opened_at >= since AND opened_at < until
) AS number
FROM periods CROSS JOIN piles WHERE number
UNION ALL
SELECT period, 'review', (
    SELECT count(*) FROM messages INDEXED BY messages_queue
    WHERE status = 'awaiting_review' AND received_at >= since AND received_at < until
) AS number
FROM periods WHERE number
"""  # noqa: S608  (a constant)

ANSWERED = """
SELECT substr(received_at, 1, 13), substr(answered_at, 1, 13), service FROM answers
WHERE answered_at >= :since AND answered_at < :until
"""
"""Not grouped here, where that is a sort."""

FATES = """
SELECT service, fate, count(*) AS number FROM fates WHERE decided_at >= :since AND decided_at < :until GROUP BY 1, 2
"""

JUDGED = """
SELECT round(confidence, 2) AS confidence, kept, count(*) AS number FROM readings INDEXED BY readings_judged
WHERE judged_at IS NOT NULL AND judged_at >= :since AND judged_at < :until GROUP BY 1, 2
"""

OPEN_QUESTIONS = """
WITH asked AS (
    SELECT DISTINCT r.message_id FROM readings r WHERE r.act = 'informatie' ORDER BY r.message_id DESC LIMIT :candidates
)
SELECT m.id, m.received_at, m.channel, m.subject, m.new_text, m.sender_name,
    json_extract(m.understanding, '$.requests[0].service') AS service
FROM asked JOIN messages m ON m.id = asked.message_id LEFT JOIN drafts d ON d.message_id = m.id AND d.version = 1
WHERE m.received_at >= :since AND m.understanding IS NOT NULL AND m.new_text <> ''
    AND EXISTS (SELECT 1 FROM json_each(m.understanding, '$.requests') r
        WHERE json_extract(r.value, '$.act') = 'informatie')
    AND NOT EXISTS (SELECT 1 FROM json_each(d.draft, '$.evidence') p
        WHERE json_extract(p.value, '$.entry') IN (SELECT value FROM json_each(:answers)))
ORDER BY m.id DESC LIMIT :most
"""
"""A question counts with the first draft, which the assistant made: what a colleague wrote below is its answer."""

REJECTED = """
SELECT f.message_id, e.at, e.note, f.service, (
    SELECT json_group_array(DISTINCT p.value ->> '$.entry') FROM json_each((
        SELECT d.draft FROM drafts d WHERE d.message_id = f.message_id AND d.created_at <= e.at
        ORDER BY d.version DESC LIMIT 1
    ), '$.evidence') p
) AS sources
FROM fates f
JOIN events e ON e.id = (SELECT max(r.id) FROM events r WHERE r.message_id = f.message_id AND r.event = 'reject')
WHERE f.fate = 'rejected' AND f.decided_at >= :since AND e.note <> '' ORDER BY e.id DESC LIMIT :most
"""

TALLIES = """
SELECT p.name, count(*) AS requests, sum(r.state IN ('open', 'waiting')) AS open,
    sum(r.state IN ('open', 'waiting') AND r.due_on < :today) AS late, max(r.opened_at) AS last
FROM request_places p JOIN requests r ON r.id = p.request_id
WHERE :service IN ('', r.service) GROUP BY p.name
"""

OF_NAMES = "IN (SELECT value FROM json_each(:names))"
REQUESTS = (
    f"{SELECT} WHERE r.id IN (SELECT request_id FROM request_places WHERE name {OF_NAMES})"  # noqa: S608  (a constant)
    " ORDER BY r.state IN ('settled', 'withdrawn'), CASE WHEN r.state IN ('open', 'waiting') THEN r.due_on END,"
    " r.opened_at DESC, r.id"
)
MESSAGES = (
    f"SELECT * FROM messages WHERE id IN (SELECT message_id FROM message_places WHERE name {OF_NAMES})"  # noqa: S608  (a constant)
    " ORDER BY received_at DESC, id DESC LIMIT :limit"
)
TOTAL = f"SELECT count(DISTINCT message_id) FROM message_places WHERE name {OF_NAMES}"  # noqa: S608  (a constant)


class SqliteFigures:
    """Every method reads one snapshot."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def flows(self, periods: Sequence[Period]) -> tuple[Flow, ...]:
        return await self._file.read(lambda db: _flows(db, periods))

    async def standing(self, periods: Sequence[Period]) -> tuple[Standing, ...]:
        return await self._file.read(lambda db: _standing(db, periods))

    async def answered(self, period: Period) -> tuple[Answered, ...]:
        return await self._file.read(lambda db: _answered(db, period))

    async def fates(self, period: Period) -> tuple[Fate, ...]:
        return await self._file.read(
            lambda db: tuple(
                Fate(row["service"], row["fate"], row["number"]) for row in every(db, FATES, _between(period))
            )
        )

    async def judged(self, period: Period) -> tuple[Judged, ...]:
        return await self._file.read(
            lambda db: tuple(
                Judged(row["confidence"], bool(row["kept"]), row["number"])
                for row in every(db, JUDGED, _between(period))
            )
        )

    async def open_questions(self, answers: Collection[str], since: datetime) -> tuple[OpenQuestion, ...]:
        return await self._file.read(lambda db: _open_questions(db, answers, since))

    async def rejected(self, since: datetime) -> tuple[Rejected, ...]:
        return await self._file.read(lambda db: _rejected(db, since))

    async def tallies(self, today: date, service: str = "") -> tuple[Tally, ...]:
        return await self._file.read(lambda db: _tallies(db, today, service))

    async def requests_about(self, names: Collection[str]) -> tuple[RequestRow, ...]:
        return await self._file.read(
            lambda db: tuple(rows.request(row) for row in every(db, REQUESTS, {"names": _listed(names)}))
        )

    async def messages_about(self, names: Collection[str], *, limit: int = 50) -> tuple[MessageRow, ...]:
        return await self._file.read(
            lambda db: tuple(
                rows.message(row) for row in every(db, MESSAGES, {"names": _listed(names), "limit": limit})
            )
        )

    async def messages_total(self, names: Collection[str]) -> int:
        return await self._file.read(lambda db: number(db, TOTAL, {"names": _listed(names)}))


def _flows(db: Database, periods: Sequence[Period]) -> tuple[Flow, ...]:
    return tuple(
        Flow(row["period"], row["was"], row["becomes"], row["event"], row["number"])
        for row in every(db, FLOWS, _asked(periods))
    )


def _standing(db: Database, periods: Sequence[Period]) -> tuple[Standing, ...]:
    return tuple(Standing(row["period"], row["pile"], row["number"]) for row in every(db, STANDING, _asked(periods)))


def _asked(periods: Sequence[Period]) -> dict[str, Value]:
    return {"periods": json.dumps([[moment(since), moment(until)] for since, until in periods])}


def _answered(db: Database, period: Period) -> tuple[Answered, ...]:
    hours, counted = _Hours(), Counter(map(tuple, run(db, ANSWERED, _between(period))))
    return tuple(
        Answered(hours[received], hours[answered], service, times)
        for (received, answered, service), times in counted.items()
    )


class _Hours(dict[str, datetime]):
    """The moment of each hour; there are few hours and many rows."""

    def __missing__(self, text: str) -> datetime:
        self[text] = _hour(text)
        return self[text]


def _open_questions(db: Database, answers: Collection[str], since: datetime) -> tuple[OpenQuestion, ...]:
    values: dict[str, Value] = {
        "answers": _listed(f"entry:{entry}" for entry in answers),
        "since": moment(since),
        "candidates": MOST_CANDIDATES,
        "most": MOST_QUESTIONS,
    }
    return tuple(
        OpenQuestion(
            message_id=row["id"],
            received_at=datetime.fromisoformat(row["received_at"]),
            channel=row["channel"],
            subject=row["subject"],
            text=row["new_text"],
            sender_name=row["sender_name"],
            service=row["service"] or "",
        )
        for row in every(db, OPEN_QUESTIONS, values)
    )


def _rejected(db: Database, since: datetime) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(
            row["message_id"],
            datetime.fromisoformat(row["at"]),
            row["note"],
            row["service"],
            tuple(json.loads(row["sources"])),
        )
        for row in every(db, REJECTED, {"since": moment(since), "most": MOST_REJECTED})
    )


def _tallies(db: Database, today: date, service: str) -> tuple[Tally, ...]:
    found = every(db, TALLIES, {"today": today.isoformat(), "service": service})
    return tuple(
        Tally(row["name"], row["requests"], row["open"], row["late"], datetime.fromisoformat(row["last"]))
        for row in found
    )


def _between(period: Period) -> dict[str, Value]:
    return {"since": moment(period[0]), "until": moment(period[1])}


def _hour(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)


def _listed(names: Iterable[str]) -> str:
    return json.dumps([clean(name) for name in names])
