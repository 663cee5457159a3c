# ruff: noqa: S608  (the statements are put together of constants; what people type is bound)
"""``pipeline.inquiries.port.Inquiries`` on SQLite: one statement a subject, on the readers, which cannot write."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from sqlite_utils import Database

from bot.clock import AMSTERDAM
from bot.lifecycle import Status
from bot.model import Address, RequestRow
from bot.model.inquiry import NOBODY, Inquiry, Moment, Order, Per, Span, Subject
from bot.pipeline.inquiries.port import FoundMessage, FoundReminder, FoundRows
from bot.store import rows as rows_of
from bot.store.database import Connections
from bot.store.requests import SELECT
from bot.store.search import Vocabulary, renewed, understood
from bot.store.sql import Value, every, moment, number

OF = "IN (SELECT value FROM json_each(:{}))"
ANSWERED_AT = "(SELECT answered_at FROM answers WHERE message_id = m.id)"
REQUEST_OF_MESSAGE = "EXISTS (SELECT 1 FROM requests q WHERE q.message_id = m.id AND {})"
WRITTEN_BY = (
    "(m.sender_name LIKE :person ESCAPE '!' OR m.sender_addr LIKE :person ESCAPE '!'"
    " OR m.understanding ->> 'contact_name' LIKE :person ESCAPE '!')"
)
ASKED_IN_IT = "json_each(m.understanding, '$.requests')"
MESSAGES = (
    "SELECT m.id, m.subject, m.sender_name, m.sender_addr, m.received_at, m.status, m.owner,"
    " coalesce(json_extract(m.understanding, '$.municipalities'), '[]') AS places FROM messages m"
)
DATES: Mapping[Subject, Mapping[Moment, str]] = MappingProxyType(
    {
        Subject.REQUESTS: {
            Moment.ARRIVED: "r.opened_at",
            Moment.DUE: "r.due_on",
            Moment.SETTLED: "r.settled_at",
            Moment.ANSWERED: ANSWERED_AT,
        },
        Subject.MESSAGES: {Moment.ARRIVED: "m.received_at", Moment.ANSWERED: ANSWERED_AT},
    }
)
ORDERS: Mapping[Subject, Mapping[Order, str]] = MappingProxyType(
    {
        Subject.REQUESTS: {
            Order.NEWEST: "{moment} DESC, r.id",
            Order.OLDEST: "{moment}, r.id",
            Order.DUE: "r.due_on, r.opened_at, r.id",
        },
        Subject.MESSAGES: {Order.NEWEST: "{moment} DESC, m.id", Order.OLDEST: "{moment}, m.id"},
    }
)
PER: Mapping[tuple[Subject, Per], tuple[str, str]] = MappingProxyType(
    {
        (Subject.REQUESTS, Per.SERVICE): ("r.service", ""),
        (Subject.REQUESTS, Per.OWNER): ("coalesce(r.owner, '')", ""),
        (Subject.REQUESTS, Per.MUNICIPALITY): ("coalesce(x.value, '')", "LEFT JOIN json_each(r.municipalities) x"),
        (Subject.REQUESTS, Per.TOPIC): ("coalesce(x.value, '')", "LEFT JOIN json_each(r.topics) x"),
        (Subject.MESSAGES, Per.OWNER): ("coalesce(m.owner, '')", ""),
        (Subject.MESSAGES, Per.SERVICE): (
            "coalesce(json_extract(x.value, '$.service'), '')",
            "LEFT JOIN json_each(m.understanding, '$.requests') x",
        ),
        (Subject.MESSAGES, Per.MUNICIPALITY): (
            "coalesce(x.value, '')",
            "LEFT JOIN json_each(m.understanding, '$.municipalities') x",
        ),
        (Subject.MESSAGES, Per.TOPIC): (
            "coalesce(x.value, '')",
            "LEFT JOIN json_each(m.understanding, '$.topics') x",
        ),
    }
)
"""What a row is counted under, and the values that it has of it."""


class SqliteInquiries:
    """Every method reads one snapshot."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections
        self._vocabulary = Vocabulary()

    async def rows(self, inquiry: Inquiry, names: Sequence[str], today: date, *, most: int) -> FoundRows:
        def read(db: Database) -> FoundRows:
            if inquiry.text:
                self._vocabulary = renewed(db, self._vocabulary)
            return found(db, inquiry, names, today, most=most, words=self._vocabulary)

        return await self._file.read(read)

    async def reminders(self) -> tuple[FoundReminder, ...]:
        return await self._file.read(reminders)


REMINDERS = (
    "SELECT r.*, m.status, m.owner, m.reply_name, m.reply_addr, coalesce((SELECT q.municipalities FROM requests q"
    " JOIN reminded_requests x ON x.request_id = q.id WHERE x.reminder_id = r.message_id LIMIT 1), '[]') AS places"
    " FROM reminders r JOIN messages m ON m.id = r.message_id WHERE m.status <> 'purged'"
    " ORDER BY r.made_at, r.message_id"
)


def reminders(db: Database) -> tuple[FoundReminder, ...]:
    """See ``Inquiries.reminders``."""
    return tuple(
        FoundReminder(
            message_id=row["message_id"],
            question_id=row["question_id"],
            number=row["number"],
            made_at=datetime.fromisoformat(row["made_at"]),
            status=Status(row["status"]),
            ended=row["ended"],
            recipient=Address(row["reply_name"], row["reply_addr"]) if row["reply_addr"] else None,
            municipalities=tuple(json.loads(row["places"])),
            owner=row["owner"],
        )
        for row in every(db, REMINDERS)
    )


def found(
    db: Database, inquiry: Inquiry, names: Sequence[str], today: date, *, most: int, words: Vocabulary
) -> FoundRows:
    """See ``Inquiries.rows``; ``words`` forgive slips in what is looked for in the text."""
    asked = _Asked(inquiry, names, today, words)
    source, read = SOURCES[inquiry.subject]
    orders = ORDERS[inquiry.subject]
    order = orders.get(inquiry.order, orders[Order.OLDEST]).format(moment=_column(inquiry))
    shown = min(most, inquiry.limit if inquiry.limit is not None else most)
    listed = every(db, f"{source} {asked.where} ORDER BY {order} LIMIT :most", asked.values | {"most": shown})
    counted = f"SELECT count(*) FROM ({source} {asked.where} LIMIT :most)"
    total = number(db, counted, asked.values | {"most": inquiry.limit if inquiry.limit is not None else -1})
    return FoundRows(tuple(read(row) for row in listed), total, _per(db, inquiry, asked))


def _message(row: sqlite3.Row) -> FoundMessage:
    return FoundMessage(
        id=row["id"],
        subject=row["subject"],
        sender=Address(row["sender_name"], row["sender_addr"]) if row["sender_addr"] is not None else None,
        received_at=datetime.fromisoformat(row["received_at"]),
        status=Status(row["status"]),
        municipalities=tuple(json.loads(row["places"])),
        owner=row["owner"],
    )


SOURCES: Mapping[Subject, tuple[str, Callable[[sqlite3.Row], RequestRow | FoundMessage]]] = MappingProxyType(
    {Subject.REQUESTS: (SELECT, rows_of.request), Subject.MESSAGES: (MESSAGES, _message)}
)


def _per(db: Database, inquiry: Inquiry, asked: "_Asked") -> tuple[tuple[str, int], ...]:
    if inquiry.per is None:
        return ()
    value, joined = PER[inquiry.subject, inquiry.per]
    tables = (
        "requests r JOIN messages m ON m.id = r.message_id" if inquiry.subject is Subject.REQUESTS else "messages m"
    )
    counted = f"SELECT {value} AS value, count(*) AS number FROM {tables} {joined} {asked.where}"
    sql = f"{counted} GROUP BY 1 ORDER BY 2 DESC, 1"
    return tuple((row["value"], row["number"]) for row in every(db, sql, asked.values))


class _Asked:
    """The conditions of an inquiry, and what is bound in them."""

    def __init__(self, inquiry: Inquiry, names: Sequence[str], today: date, words: Vocabulary) -> None:
        self._inquiry = inquiry
        self.values: dict[str, Value] = {"today": today.isoformat()}
        of_requests = inquiry.subject is Subject.REQUESTS
        own = self._of_requests(names) if of_requests else self._of_messages(names)
        conditions = [*own, *self._of_sender(), *self._of_text(words), *self._in_span()]
        self.where = f"WHERE {' AND '.join(conditions)}" if conditions else ""

    def _one_of(self, name: str, values: Collection[str]) -> str:
        self.values[name] = json.dumps(list(values))
        return OF.format(name)

    def _of_requests(self, names: Sequence[str]) -> Iterator[str]:
        asked = self._inquiry
        if asked.states:
            yield f"r.state {self._one_of('states', asked.states)}"
        if asked.late:
            yield "r.state IN ('open', 'waiting') AND r.due_on < :today"
        if asked.statuses:
            yield f"m.status {self._one_of('statuses', asked.statuses)}"
        if asked.services:
            yield f"r.service {self._one_of('services', asked.services)}"
        if asked.acts:
            yield f"r.act {self._one_of('acts', asked.acts)}"
        if names:
            yield f"r.id IN (SELECT request_id FROM request_places WHERE name {self._one_of('names', names)})"
        if asked.topics:
            yield f"EXISTS (SELECT 1 FROM json_each(r.topics) t WHERE t.value {self._one_of('topics', asked.topics)})"
        yield from self._of_owner("r.owner")

    def _of_messages(self, names: Sequence[str]) -> Iterator[str]:
        """What we write of our own accord counts where somebody asks how messages stand, not among what came in."""
        asked = self._inquiry
        yield f"m.status {self._one_of('statuses', asked.statuses)}" if asked.statuses else "m.status <> 'purged'"
        if not (asked.statuses or asked.asleep or asked.owners):
            yield "m.channel <> 'own'"
        if asked.asleep:
            yield "m.id IN (SELECT message_id FROM snoozes WHERE until > :today)"
        if asked.late:
            yield REQUEST_OF_MESSAGE.format("q.state IN ('open', 'waiting') AND q.due_on < :today")
        for name, values in (("service", asked.services), ("act", asked.acts)):
            if values:
                among = self._one_of(f"{name}s", values)
                yield f"EXISTS (SELECT 1 FROM {ASKED_IN_IT} t WHERE t.value ->> '{name}' {among})"
        if names:
            yield f"m.id IN (SELECT message_id FROM message_places WHERE name {self._one_of('names', names)})"
        if asked.topics:
            among = self._one_of("topics", asked.topics)
            yield f"EXISTS (SELECT 1 FROM json_each(m.understanding, '$.topics') t WHERE t.value {among})"
        yield from self._of_owner("m.owner")

    def _of_owner(self, column: str) -> Iterator[str]:
        if self._inquiry.owners:
            handled = f"{column} {self._one_of('owners', self._inquiry.owners)}"
            yield f"({handled} OR {column} IS NULL)" if NOBODY in self._inquiry.owners else handled

    def _of_sender(self) -> Iterator[str]:
        asked = self._inquiry
        if asked.roles:
            yield f"m.understanding ->> 'role' {self._one_of('roles', asked.roles)}"
        if asked.channel:
            self.values["channel"] = asked.channel
            yield "m.channel = :channel"
        if asked.person:
            self.values["person"] = f"%{_literally(asked.person)}%"
            yield WRITTEN_BY

    def _of_text(self, words: Vocabulary) -> Iterator[str]:
        if not self._inquiry.text:
            return
        match = understood(self._inquiry.text, words).match
        if match:
            self.values["match"] = match
            yield "m.id IN (SELECT rowid FROM message_search WHERE message_search MATCH :match)"
        else:
            yield "0"

    def _in_span(self) -> Iterator[str]:
        column = _column(self._inquiry)
        first, until = _bounds(self._inquiry.span, as_days=column == "r.due_on")
        if first is not None:
            self.values["first"] = first
            yield f"{column} >= :first"
        if until is not None:
            self.values["until"] = until
            yield f"{column} < :until"


def _column(inquiry: Inquiry) -> str:
    """The date that the question is about."""
    dates = DATES[inquiry.subject]
    return dates.get(inquiry.moment, dates[Moment.ARRIVED])


def _bounds(span: Span, *, as_days: bool) -> tuple[str | None, str | None]:
    """From the first day up to and without the day after the last."""
    after = span.last + timedelta(days=1) if span.last and span.last < date.max else None
    return _bound(span.first, as_days=as_days), _bound(after, as_days=as_days)


def _bound(day: date | None, *, as_days: bool) -> str | None:
    """The day itself, or its first moment in Amsterdam as the tables write moments."""
    if day is None or as_days:
        return day.isoformat() if day else None
    return moment(datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC))


def _literally(text: str) -> str:
    """For ``LIKE``: signs that stand for others stand for themselves."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
