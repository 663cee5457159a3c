"""Comments and questions to colleagues in the store: one open question each, and nothing of it after a purge."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.lifecycle import Event, Status
from bot.model import Change, QueueKey, QueueQuery
from bot.store import SqliteStore
from tests.store.samples import NOW, waiting

LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()


def asked_of(name: str) -> QueueQuery:
    return QueueQuery(asked_of=name)


async def listed(store: SqliteStore, asked: QueueQuery) -> list[int]:
    found = await store.worklist.rows(asked, TODAY, size=10)
    assert (await store.worklist.counts({"een": asked}, TODAY))["een"].number == len(found.rows)
    return [row.message.id for row in found.rows]


async def test_a_question_stands_with_who_is_asked_until_that_colleague_says_something(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.screen.comment(message_id, "Weet jij dit?", ("els", "kim"), "lotte", NOW)
    assert await listed(store, asked_of("els")) == await listed(store, asked_of("kim")) == [message_id]
    await store.screen.comment(message_id, "Ja, dat mag.", (), "els", LATER)
    assert (await listed(store, asked_of("els")), await listed(store, asked_of("kim"))) == ([], [message_id])
    thread = (await store.message(message_id)).thread_id
    assert [(each.colleague, each.text) for each in await store.screen.comments(thread)] == [
        ("lotte", "Weet jij dit?"),
        ("els", "Ja, dat mag."),
    ]
    els, kim = await store.screen.questions(thread)
    assert (els.settled_at, els.settled_by, kim.settled_at) == (LATER, "els", None)


async def test_a_colleague_has_one_open_question_on_a_message(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await asyncio.gather(*(store.screen.comment(message_id, f"{n}?", ("els",), "lotte", NOW) for n in range(5)))
    assert await listed(store, asked_of("els")) == [message_id]
    thread = (await store.message(message_id)).thread_id
    assert len(await store.screen.comments(thread)) == 5
    (open_one,) = await store.screen.questions(thread)
    await store.screen.settle_question(message_id, open_one.id, "lotte", LATER)
    assert await listed(store, asked_of("els")) == []
    await store.screen.comment(message_id, "Toch nog iets?", ("els",), "lotte", LATER)
    assert await listed(store, asked_of("els")) == [message_id]


async def test_a_question_is_settled_once_and_on_its_own_message(store: SqliteStore) -> None:
    message_id, other = await waiting(store), await waiting(store, 2, rfc_message_id="<2@x.nl>")
    await store.screen.comment(message_id, "Weet jij dit?", ("els",), "lotte", NOW)
    (question,) = await store.screen.questions((await store.message(message_id)).thread_id)
    with pytest.raises(Conflict):
        await store.screen.settle_question(other, question.id, "kim", NOW)
    results = await asyncio.gather(
        *(store.screen.settle_question(message_id, question.id, name, NOW) for name in ("kim", "lotte")),
        return_exceptions=True,
    )
    assert [type(result) for result in results if result is not None] == [Conflict]


async def test_the_history_says_who_was_asked_and_not_what(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.screen.comment(message_id, "Een geheim", ("els",), "lotte", NOW)
    await store.screen.comment(message_id, "Een geheim", (), "lotte", NOW)
    lines = await store.history((await store.message(message_id)).thread_id)
    assert [(line.event, line.actor, line.note) for line in lines[-2:]] == [
        ("asked", "lotte", "Gevraagd: els."),
        ("comment", "lotte", ""),
    ]


async def test_comments_are_told_in_the_whole_conversation(store: SqliteStore) -> None:
    first = await waiting(store)
    thread = (await store.message(first)).thread_id
    second = await waiting(store, 2, thread_id=thread, requests=(), rfc_message_id="<2@x.nl>")
    await store.screen.comment(second, "Zie ook het eerste.", ("els",), "lotte", NOW)
    assert [each.message_id for each in await store.screen.comments(thread)] == [second]
    assert await listed(store, asked_of("els")) == [second]


async def test_the_list_of_questions_is_walked_searched_and_filtered(store: SqliteStore) -> None:
    numbers = [await waiting(store, uid, rfc_message_id=f"<{uid}@x.nl>") for uid in range(1, 6)]
    for hour, number in enumerate(reversed(numbers)):
        await store.screen.comment(number, "?", ("els",), "lotte", NOW + timedelta(hours=hour))
    asked = asked_of("els")
    assert await listed(store, asked) == numbers[::-1]
    key = await store.worklist.key(asked, numbers[2])
    assert key == QueueKey(key.since, numbers[2])
    after = await store.worklist.rows(asked, TODAY, size=10, after=key)
    before = await store.worklist.rows(asked, TODAY, size=10, before=key)
    assert [row.message.id for row in after.rows] == numbers[1::-1]
    assert [row.message.id for row in before.rows] == numbers[:2:-1]
    found = await store.worklist.rows(replace(asked, search="burgerraden"), TODAY, size=10)
    assert [row.message.id for row in found.rows] == numbers[::-1]
    assert await listed(store, replace(asked, service="leerkring", municipality="Zaltbommel")) == numbers[::-1]
    assert await listed(store, replace(asked, service="expert")) == []
    assert await store.worklist.key(asked_of("kim"), numbers[0])


async def test_a_question_stays_where_the_message_is_sent_or_closed(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.screen.comment(message_id, "Nog even bellen?", ("els",), "lotte", NOW)
    await store.record(message_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, "kim", "Gebeld."), NOW)
    assert await listed(store, asked_of("els")) == [message_id]


async def test_words_about_a_person_are_exported_and_purged(store: SqliteStore, database: Path) -> None:
    message_id = await waiting(store)
    await store.screen.comment(message_id, "Anna belt vaak", ("els",), "lotte", NOW)
    (told,) = (await store.export_person("a.dewit@zaltbommel.nl"))["berichten"]  # type: ignore[misc]
    assert told["overleg"][0]["text"] == "Anna belt vaak"  # type: ignore[index]
    await store.forget_person("a.dewit@zaltbommel.nl", "kim", NOW, really=True)
    with sqlite3.connect(database) as other:
        assert other.execute("SELECT count(*) FROM comments").fetchone() == (0,)
        assert other.execute("SELECT count(*) FROM colleague_questions").fetchone() == (0,)
    with pytest.raises(Conflict):
        await store.screen.comment(message_id, "Nog iets", (), "lotte", NOW)


async def test_comments_are_not_found_by_the_search(store: SqliteStore) -> None:
    message_id = await waiting(store)
    await store.screen.comment(message_id, "olifantenpaadje", ("els",), "lotte", NOW)
    found = await store.worklist.rows(QueueQuery(tuple(Status), search="olifantenpaadje"), TODAY, size=10)
    assert found.rows == ()
