"""The one write at the end of preparing: the step, what was found, the thread, the requests, the first draft.

A delivery failure marks our mail that failed in the same transaction: a crash in between would lose the news for good.
So does an answer from Outlook that was seen before its mail was read.
"""

from datetime import datetime

from sqlite_utils import Database

from bot.errors import IllegalTransition
from bot.lifecycle import Event, Status
from bot.model import Change
from bot.pipeline.ports import Prepared
from bot.store.absences import note_absence
from bot.store.answers import take_answer
from bot.store.delivery import bounced
from bot.store.drafts import write_version
from bot.store.expert_answers import take_expert_answer
from bot.store.messages import message, move
from bot.store.outlook import settle_answered
from bot.store.record import record, set_values
from bot.store.requests import open_requests_of


def prepare(db: Database, message_id: int, prepared: Prepared, change: Change, at: datetime) -> None:
    """The step itself, what was found, the thread, the requests and the first draft."""
    if change.event not in {Event.PREPARE, Event.IGNORE}:
        raise IllegalTransition(f"preparing cannot {change.event}")
    received_at = message(db, message_id).received_at
    becomes = record(db, message_id, Status.RECEIVED, change, at)
    if prepared.thread_id is not None:
        move(db, message_id, prepared.thread_id)
    if prepared.forgotten:
        record(db, message_id, becomes, Change(Event.PURGE, change.actor, change.note), at)
        return
    set_values(db, message_id, _found(prepared))
    prepared = take_expert_answer(db, message_id, prepared)
    requests = take_answer(db, message_id, prepared, change.actor, at)
    open_requests_of(db, message_id, requests, received_at, change.actor, at)
    if prepared.draft:
        write_version(db, message_id, prepared.draft, change.actor, at)
    if prepared.failed_message_id is not None:
        bounced(db, prepared.failed_message_id, message_id, prepared.failure_note, at)
    if prepared.absence is not None:
        note_absence(db, message_id, prepared, change.actor, at)
    settle_answered(db, message_id, at)


FOUND = ("rfc_message_id", "in_reply_to", "references", "subject", "sender", "reply_address", "sent_at", "text",
         "new_text", "html", "attachments", "defects", "kind", "kind_reason", "understanding", "absence")  # fmt: skip


def _found(prepared: Prepared) -> dict[str, object]:
    return {name: getattr(prepared, name) for name in FOUND}
