"""What always goes with an event, whoever records it, so that no status stands without it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlite_utils import Database

from bot.lifecycle import Event
from bot.model import Outcome
from bot.store.contacts import forget_contacts, forget_expert, forget_guests
from bot.store.sameness import remember
from bot.store.sql import run

Consequence = Callable[[Database, int, str], None]
"""Takes the message and the moment (as text)."""

OUTCOMES: Mapping[Event, Outcome] = MappingProxyType(
    {
        Event.ACCEPT: Outcome.ACCEPTED,
        Event.DEFER: Outcome.DEFERRED,
        Event.REFUSE: Outcome.REFUSED,
        Event.LOSE: Outcome.LOST,
    }
)
"""How an attempt ends with each event that ends ``sending``."""


def _end_attempt(outcome: Outcome) -> Consequence:
    def end(db: Database, message_id: int, at: str) -> None:
        """Close the claim, and the attempt if nobody wrote down yet what came of it."""
        run(
            db,
            "UPDATE attempts SET finished_at = ?, outcome = ? WHERE finished_at IS NULL"
            " AND outgoing_id IN (SELECT id FROM outgoing WHERE message_id = ?)",
            (at, outcome, message_id),
        )
        run(db, "UPDATE messages SET lease_until = NULL WHERE id = ?", (message_id,))

    return end


def withdraw(db: Database, message_id: int, at: str) -> None:
    """Take the frozen bytes off the road for good; a new approval freezes new ones."""
    run(
        db,
        "UPDATE outgoing SET withdrawn_at = ? WHERE message_id = ? AND withdrawn_at IS NULL",
        (at, message_id),
    )
    run(db, "UPDATE messages SET approved_by = NULL, send_after = NULL WHERE id = ?", (message_id,))


def drop_draft(db: Database, message_id: int, _at: str) -> None:
    """The message has no current draft any more; the versions stay."""
    run(db, "UPDATE messages SET draft_version = 0 WHERE id = ?", (message_id,))


def erase(db: Database, message_id: int, _at: str) -> None:
    """Remove what is or may be about a person.

    What stays: the counts, the requests, the events without their notes, the place in the folder, and the hashes of the
    bytes and of what identifies the mail, by which it is refused when the server offers it again.
    """
    remember(db, message_id)
    run(
        db,
        "DELETE FROM verdicts WHERE correction_id IN (SELECT id FROM corrections WHERE message_id = ?)",
        (message_id,),
    )
    run(
        db,
        "DELETE FROM outlook_replies WHERE answers = (SELECT rfc_message_id FROM messages WHERE id = ?)",
        (message_id,),
    )
    for table in ("raws", "drafts", "corrections", "other_ids", "kept_texts"):
        db.table(table).delete_where("message_id = ?", [message_id])
    run(
        db,
        "UPDATE messages SET rfc_message_id = NULL, in_reply_to = NULL, reference_ids = '[]', sender_name = '',"
        " sender_addr = NULL, reply_name = '', reply_addr = NULL, kind_reason = '', subject = '', municipalities = '',"
        " understanding = NULL, attachments = '[]', defects = '[]', new_text = '', text = '', html = NULL,"
        " absence = NULL, draft_version = 0 WHERE id = ?",
        (message_id,),
    )
    run(
        db,
        "UPDATE attempts SET text = '' WHERE outgoing_id IN (SELECT id FROM outgoing WHERE message_id = ?)",
        (message_id,),
    )
    run(
        db,
        "UPDATE events SET note = '' WHERE note <> ''"
        " AND (message_id = :id OR request_id IN (SELECT id FROM requests WHERE message_id = :id))",
        {"id": message_id},
    )
    run(
        db,
        "DELETE FROM intake_words WHERE request_id IN (SELECT id FROM requests WHERE message_id = ?)",
        (message_id,),
    )
    forget_expert(db, message_id)
    forget_contacts(db, "request_id IN (SELECT id FROM requests WHERE message_id = ?)", message_id)
    forget_guests(db, "request_id IN (SELECT id FROM requests WHERE message_id = ?)", (message_id,))
    run(
        db,
        "UPDATE outgoing SET rcpt_to = '[]', raw = x'', bounce_note = '' WHERE message_id = ?",
        (message_id,),
    )


CONSEQUENCES: Mapping[Event, Consequence] = MappingProxyType(
    {
        **{event: _end_attempt(outcome) for event, outcome in OUTCOMES.items()},
        Event.REJECT: drop_draft,
        Event.RECALL: withdraw,
        Event.CONFIRM_UNSENT: withdraw,
        Event.PURGE: erase,
    }
)
