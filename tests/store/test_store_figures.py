"""What the store counts, over a history that was made by hand; and every count runs along an index."""

import json
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.lifecycle import Event, Status
from bot.model import Change, Prediction, SentenceEvidence
from bot.pipeline.figures import Answered, Fate, Flow, Judged, Standing, Tally
from bot.store import SqliteStore, figures, open_store
from bot.store.figures_tables import BEFORE
from tests.store.samples import (
    ACCEPTED,
    NOW,
    SIGN_UP,
    approved,
    draft,
    look,
    outgoing,
    reading,
    received,
    sent,
    waiting,
)

EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
THIS_WEEK = (NOW - timedelta(days=6), NOW + timedelta(days=1))
HOUR = NOW.replace(minute=0)
ASK = replace(SIGN_UP, act="informatie")


async def test_what_came_and_what_went_is_counted_in_its_period(store: SqliteStore) -> None:
    await sent(store)
    await waiting(store, 2)
    ignored = await received(store, 3)
    await store.record(ignored, Status.RECEIVED, Change(Event.IGNORE, "assistent"), NOW)
    await store.record(ignored, Status.IGNORED, Change(Event.REOPEN, "lotte"), NOW + timedelta(days=7))
    await store.compose_own("Weekoverzicht", outgoing("eigen"), "week", "assistent", NOW)
    next_week = (THIS_WEEK[1], THIS_WEEK[1] + timedelta(days=7))
    found = await store.figures.flows([THIS_WEEK, next_week])
    assert set(found) == {
        Flow(0, None, "received", "arrived", 3),
        Flow(0, "received", "ignored", "ignore", 1),
        Flow(0, "sending", "sent", "accept", 1),
        Flow(1, "ignored", "awaiting_review", "reopen", 1),
    }
    assert await store.figures.flows([]) == ()


async def test_in_less_out_is_the_stock_whatever_happened(store: SqliteStore) -> None:
    """The invariant of the report."""
    await sent(store)
    await waiting(store, 2)
    await approved(store, 3)
    closed = await waiting(store, 4)
    await store.record(closed, Status.AWAITING_REVIEW, Change(Event.CLOSE, "lotte", "gebeld"), NOW)
    await store.record(closed, Status.CLOSED, Change(Event.PURGE, "beheer"), NOW)
    waits = await waiting(store, 5)
    await store.record(waits, Status.AWAITING_REVIEW, Change(Event.PURGE, "beheer"), NOW)
    flows = await store.figures.flows([EVER])
    stock = sum(flow.number if flow.becomes not in {"sent", "closed", "ignored", "purged"} else -flow.number
                for flow in flows)  # fmt: skip
    counts = await store.counts()
    assert stock == counts[Status.AWAITING_REVIEW] + counts[Status.APPROVED] == 2


async def test_what_stands_open_is_told_by_the_period(store: SqliteStore) -> None:
    await waiting(store)
    periods = [(EVER[0], HOUR), (HOUR, EVER[1]), EVER]
    assert set(await store.figures.standing(periods)) == {
        Standing(number, pile, 1) for number in (1, 2) for pile in ("open", "review")
    }


async def test_only_the_first_answer_counts(store: SqliteStore) -> None:
    message_id, frozen = await sent(store)
    await store.bounced(frozen.rfc_message_id, await received(store, 2), "Adres onbekend", NOW)
    await store.record(message_id, Status.BOUNCED, Change(Event.REOPEN, "lotte"), NOW)
    await store.approve(message_id, 1, outgoing("nog-eens"), "els", NOW + timedelta(days=1), NOW + timedelta(days=1))
    again = await store.claim(message_id, NOW + timedelta(days=2), "verzender", NOW + timedelta(days=1))
    await store.finish(message_id, again.id, ACCEPTED, NOW + timedelta(days=1))
    assert await store.figures.answered(EVER) == (Answered(HOUR, HOUR, "leerkring", 1),)
    assert await store.figures.answered((NOW + timedelta(hours=1), EVER[1])) == ()


async def test_every_draft_has_one_fate(store: SqliteStore) -> None:
    await sent(store)
    edited = await waiting(store, 2)
    await store.save_draft(edited, 1, draft("Anders"), "els", NOW)
    rejected = await waiting(store, 3)
    await store.reject_draft(rejected, 1, "els", NOW, "Klopt niet")
    unused = await waiting(store, 4)
    await store.record(unused, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els", "gebeld"), NOW)
    without = await waiting(store, 5, draft=None)
    await store.record(without, Status.AWAITING_REVIEW, Change(Event.CLOSE, "els", "gebeld"), NOW)
    await send(store, edited, 2)
    await store.save_draft(rejected, 0, draft("Zelf"), "els", NOW)
    await send(store, rejected, 2)
    assert Counter(await store.figures.fates(EVER)) == Counter(
        Fate("leerkring", fate, 1) for fate in ("unchanged", "edited", "rejected", "unused")
    )


async def send(store: SqliteStore, message_id: int, version: int) -> None:
    await store.approve(message_id, version, outgoing(f"antwoord-{message_id}"), "els", NOW, NOW)
    claimed = await store.claim(message_id, NOW + timedelta(hours=1), "verzender", NOW)
    await store.finish(message_id, claimed.id, ACCEPTED, NOW)


async def test_a_reading_is_kept_until_a_reviewer_says_otherwise(store: SqliteStore) -> None:
    await sent(store)
    await waiting(store, 2)  # nobody has looked yet
    wrong = await waiting(store, 3)
    said = reading(requests=(Prediction("expert", "aanmelden", 1.0),))
    await store.correct(wrong, said, (replace(SIGN_UP, service="expert"),), None, "els", NOW)
    place = await waiting(store, 4)
    await store.correct(place, reading(municipalities=("Zeist",)), (SIGN_UP,), None, "els", NOW)
    assert set(await store.figures.judged(EVER)) == {Judged(0.94, True, 2), Judged(0.94, False, 1)}


async def test_what_is_purged_still_counts_but_leaves_no_words(store: SqliteStore, database: Path) -> None:
    message_id, _ = await sent(store)
    before = [await store.figures.answered(EVER), await store.figures.fates(EVER), await store.figures.judged(EVER)]
    await store.record(message_id, Status.SENT, Change(Event.PURGE, "beheer"), NOW)
    after = [await store.figures.answered(EVER), await store.figures.fates(EVER), await store.figures.judged(EVER)]
    assert after == before
    assert await store.figures.messages_about(["Zaltbommel"]) == ()
    assert look(database, "SELECT count(*) FROM message_places") == [(0,)]


async def test_a_question_is_open_when_no_answer_of_the_knowledge_base_is_in_its_draft(store: SqliteStore) -> None:
    asks = reading(requests=(Prediction("leerkring", "informatie", 0.9),))
    answered = replace(draft(), evidence=(SentenceEvidence("Zo is het.", "entry:leerkring-wat"),))
    polite = replace(draft(), evidence=(SentenceEvidence("Dank je wel.", "entry:huisstijl-dank"),))
    first = await waiting(store, 1, understanding=asks, requests=(ASK,), draft=polite, new_text="Wat kost het?")
    await waiting(store, 2, understanding=asks, requests=(ASK,), draft=answered, new_text="Wat is het?")
    await waiting(store, 3, new_text="Wij doen mee.")
    last = await waiting(store, 4, understanding=asks, requests=(ASK,), draft=None, new_text="En waar?")
    await store.save_draft(first, 1, answered, "els", NOW)  # the answer of a colleague is no entry
    found = await store.figures.open_questions(["leerkring-wat"], EVER[0])
    assert [(row.message_id, row.text, row.service) for row in found] == [
        (last, "En waar?", "leerkring"),
        (first, "Wat kost het?", "leerkring"),
    ]
    assert await store.figures.open_questions(["leerkring-wat"], NOW + timedelta(hours=1)) == ()


async def test_requests_and_messages_are_found_by_the_name_of_their_municipality(store: SqliteStore) -> None:
    both = ("Zaltbommel", "Zeist")
    first = await waiting(store, 1, understanding=reading(municipalities=both),
                          requests=(replace(SIGN_UP, municipalities=both),))  # fmt: skip
    second = await waiting(store, 2)
    assert [row.id for row in await store.figures.messages_about(["Zeist"])] == [first]
    assert await store.figures.messages_total(both) == 2
    assert {row.message_id for row in await store.figures.requests_about(["Zaltbommel"])} == {first, second}
    tallies = await store.figures.tallies(date(2026, 12, 1))
    assert set(tallies) == {Tally("Zaltbommel", 2, 2, 2, NOW), Tally("Zeist", 1, 1, 1, NOW)}
    assert await store.figures.tallies(date(2026, 12, 1), "theater") == ()
    await store.correct(second, reading(municipalities=("Epe",)), (replace(SIGN_UP, municipalities=("Epe",)),), None,
                        "els", NOW)  # fmt: skip
    assert {row.name: row.requests for row in await store.figures.tallies(date(2026, 11, 1))} == {
        "Zaltbommel": 1,
        "Zeist": 1,
        "Epe": 1,
    }
    assert [row.id for row in await store.figures.messages_about(["Epe"])] == [second]


async def test_a_name_with_quotes_and_tags_is_only_a_name(store: SqliteStore) -> None:
    name = """<b>'"; DROP TABLE requests; --"""
    await waiting(store, requests=(replace(SIGN_UP, municipalities=(name,)),))
    (row,) = await store.figures.requests_about([name])
    assert row.municipalities == (name,)


COUNTED = ("answers", "fates", "readings", "request_places", "message_places")


async def test_an_older_database_is_counted_as_if_the_tables_had_always_been_there(
    store: SqliteStore, database: Path
) -> None:
    """The triggers and the migration say the same."""
    await sent(store)
    wrong = await waiting(store, 2)
    said = reading(requests=(Prediction("expert", "aanmelden", 1.0),))
    await store.correct(wrong, said, (replace(SIGN_UP, service="expert"),), draft("Anders"), "els", NOW)
    await send(store, wrong, 2)
    rejected = await waiting(store, 3)
    await store.reject_draft(rejected, 1, "els", NOW, "Klopt niet")
    by_triggers = counted(database)
    await store.close()
    with sqlite3.connect(database) as connection:
        for table in COUNTED:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  (a name of this file)
        for statement in BEFORE:
            connection.execute(statement)
    by_migration = counted(database)
    connection.close()
    assert by_migration == by_triggers
    assert all(by_triggers.values())
    await (await open_store(database)).close()


def counted(database: Path) -> dict[str, list[object]]:
    """Every row of the tables that triggers write."""
    return {table: look(database, f"SELECT * FROM {table} ORDER BY 1, 2") for table in COUNTED}  # noqa: S608  (a name)


PLANS = {
    "FLOWS": ("events_ways", {"periods": json.dumps([["a", "b"]])}),
    "ANSWERED": ("answers_time", {"since": "a", "until": "b"}),
    "FATES": ("fates_time", {"since": "a", "until": "b"}),
    "JUDGED": ("readings_judged", {"since": "a", "until": "b"}),
    "OPEN_QUESTIONS": ("readings_act", {"answers": "[]", "since": "a", "candidates": 1, "most": 1}),
    "STANDING": ("requests_standing", {"periods": json.dumps([["a", "b"]])}),
    "REQUESTS": ("request_places", {"names": "[]"}),
    "MESSAGES": ("message_places", {"names": "[]", "limit": 1}),
}


@pytest.mark.parametrize("name", PLANS)
async def test_every_count_runs_along_its_index(store: SqliteStore, database: Path, name: str) -> None:
    index, values = PLANS[name]
    with sqlite3.connect(database) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {getattr(figures, name)}", values)]
    connection.close()
    assert any(index in step or f"SEARCH {index}" in step for step in plan), plan
    scanned = [step for step in plan if step.startswith(("SCAN messages", "SCAN m", "SCAN events", "SCAN drafts"))]
    assert [step for step in scanned if "USING" not in step] == []
