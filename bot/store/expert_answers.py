"""The answer of an expert to our question: noted in the transaction that files the mail, for a person to confirm."""

from dataclasses import replace

from sqlite_utils import Database

from bot.model import AUTOMATIC
from bot.model.experts import ExpertSaid
from bot.pipeline.ports import Prepared
from bot.programme.answers import said_by_expert
from bot.store.sql import every, run


def take_expert_answer(db: Database, message_id: int, prepared: Prepared) -> Prepared:
    """Note what a mail in the conversation with an expert seems to say.

    A colleague may have put that conversation together with the one of a municipality: then only the expert's own
    address counts. Returns what was prepared without requests and draft: an expert who answers us asks for nothing,
    and a reply to a municipality would be wrong.
    """
    if prepared.kind in AUTOMATIC:
        return prepared
    asked = every(
        db,
        "SELECT a.id FROM messages m JOIN messages q ON q.thread_id = m.thread_id"
        " JOIN expert_asks a ON a.question_id = q.id WHERE m.id = ? AND (lower(m.sender_addr) = lower(q.reply_addr)"
        " OR NOT EXISTS (SELECT 1 FROM requests WHERE thread_id = m.thread_id)) ORDER BY a.id DESC LIMIT 1",
        (message_id,),
    )
    if not asked:
        return prepared
    said = ExpertSaid(said_by_expert(prepared.new_text))
    run(
        db,
        "UPDATE expert_asks SET answer_id = ?, said = ? WHERE id = ? AND state = 'asked'",
        (message_id, said, asked[0]["id"]),
    )
    return replace(prepared, requests=(), draft=None)
