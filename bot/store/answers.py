"""Answers to invitations: a reply in the conversation changes the place, in the transaction that files the mail."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.model import AUTOMATIC
from bot.model.programme import PlaceState, PlaceStep
from bot.pipeline.ports import NewRequest, Prepared
from bot.programme.answers import Said, said_in
from bot.store.circles import step
from bot.store.messages import message
from bot.store.places import fill_in, tell
from bot.store.sql import every, moment, run

UNCLEAR = "unclear"
"""The event of an answer that a person must read."""

ANSWERS = frozenset({"aanmelden", "wijzigen", "klacht"})
"""Acts as which the reader may take a yes or a no."""

STEPS = {
    (Said.YES, PlaceState.INVITED): PlaceStep.ACCEPT,
    (Said.NO, PlaceState.INVITED): PlaceStep.DECLINE,
    (Said.NO, PlaceState.ACCEPTED): PlaceStep.DECLINE,
}


def take_answer(db: Database, message_id: int, prepared: Prepared, actor: str, at: datetime) -> tuple[NewRequest, ...]:
    """Let a mail say what a place still lacks, and count as the answer to the invitation that it follows.

    Returns the requests that the mail still opens: a yes or a no is no request of its own, a question beside it is.
    """
    if prepared.kind in AUTOMATIC:
        return prepared.requests
    row = message(db, message_id)
    asked = _asked(db, row.thread_id, row.received_at)
    if not asked:
        fill_in(db, row.thread_id, prepared.understanding)
        return prepared.requests
    said = {said_in(prepared.new_text, prepared.understanding.requests, place["service"]) for place in asked}
    answer = said.pop() if len(asked) == 1 else Said.UNCLEAR
    for place in asked:
        _count(db, place, answer, message_id, actor, at)
    if answer is Said.UNCLEAR:
        return prepared.requests
    return tuple(each for each in prepared.requests if each.act not in ANSWERS)


def _asked(db: Database, thread_id: int, received_at: datetime) -> list[sqlite3.Row]:
    """The places of this conversation that were invited before the mail came, and did not say no yet.

    A mail server tells in whole seconds when a mail came, so it came after what we wrote in that same second.
    """
    return every(
        db,
        "SELECT p.* FROM seats s JOIN places p ON p.id = s.place_id JOIN messages m ON m.id = s.invitation_id"
        " WHERE m.thread_id = ? AND s.left_at IS NULL AND p.state IN ('invited', 'accepted') AND m.status IN"
        " ('sending', 'sent', 'unconfirmed', 'bounced') AND m.received_at <= ? ORDER BY p.id",
        (thread_id, moment(received_at.replace(microsecond=999_999))),
    )


def _count(db: Database, place: sqlite3.Row, said: Said, message_id: int, actor: str, at: datetime) -> None:
    state = PlaceState(place["state"])
    if taken := STEPS.get((said, state)):
        step(db, place["id"], state, taken, actor, at, note="Uit de mail gelezen.")
    elif said is Said.UNCLEAR:
        run(db, "UPDATE places SET question = ? WHERE id = ?", (message_id, place["id"]))
        tell(db, UNCLEAR, actor, at, place_id=place["id"])
