# ruff: noqa: S608  (the statements are put together of constants of this file)
"""Questions of ours that nobody answered, and the reminders that were made of them.

A question is the last reply of a conversation that went out, when it asks something (a sentence of it is a question of
the knowledge base, or the reviewer kept what it asks) and a request of it is not settled, or an expert is still asked
by it. An answer is any mail of the conversation that came later; automatic mail is none. Whatever is decided here is
decided again inside the transaction that writes the reminder, and the tables refuse the second one.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.clock import dutch_date
from bot.errors import Conflict
from bot.lifecycle import Event, RequestState, Status
from bot.model import Absence, Address, Change
from bot.model.experts import AskState
from bot.model.following import NewReminder, OpenQuestion, Reminder
from bot.store.documents import ABSENCE, DRAFT, STRINGS
from bot.store.own_drafts import put_before_reviewers
from bot.store.record import OVERTAKEN, record, write_event
from bot.store.sql import every, insert, moment, one, run

REMINDED, STOPPED, AGAIN = "reminded", "reminding_stopped", "reminding_again"
"""The events of reminders, in the history of the question."""

AUTOMATIC = "('autoreply', 'bounce', 'nieuwsbrief', 'spam')"
QUESTIONS = "entry:vraag-"

SENT = (
    "SELECT m.id, m.thread_id, m.channel, m.reference_ids, m.rfc_message_id AS theirs, m.in_reply_to, m.reply_name,"
    " m.reply_addr, m.status, d.draft, o.id AS outgoing_id, o.rfc_message_id AS ours, o.approved_at"
    " FROM outgoing o JOIN messages m ON m.id = o.message_id"
    " JOIN drafts d ON d.message_id = m.id AND d.version = m.draft_version"
    " WHERE o.withdrawn_at IS NULL AND +m.status = 'sent' AND m.reply_addr IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM reminders WHERE message_id = m.id)"
)
"""What went out and is no reminder itself; found by its time or its conversation, not among all that was ever sent."""

ON_THE_ROAD = frozenset({Status.AWAITING_REVIEW, Status.APPROVED, Status.SENDING, Status.UNCONFIRMED})

NO_LATER_REPLY = (
    " AND NOT EXISTS (SELECT 1 FROM messages l JOIN outgoing p ON p.message_id = l.id"
    " WHERE l.thread_id = m.thread_id AND p.withdrawn_at IS NULL AND p.id > o.id"
    " AND NOT EXISTS (SELECT 1 FROM reminders WHERE message_id = l.id))"
)
NO_ANSWER = (
    " AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.thread_id = m.thread_id AND a.channel <> 'own' AND a.id <> m.id"
    f" AND a.received_at > o.approved_at AND coalesce(a.kind, '') NOT IN {AUTOMATIC})"
)
HOPES = (
    " AND (EXISTS (SELECT 1 FROM requests WHERE thread_id = m.thread_id AND state IN ('open', 'waiting'))"
    " OR EXISTS (SELECT 1 FROM seats WHERE invitation_id = m.id AND left_at IS NULL)"
    " OR EXISTS (SELECT 1 FROM expert_asks WHERE question_id = m.id))"
)


def open_questions(db: Database, asked_after: datetime, asked_before: datetime) -> tuple[OpenQuestion, ...]:
    """Oldest first."""
    found = every(
        db,
        f"{SENT} AND o.approved_at > ? AND o.approved_at <= ?{NO_LATER_REPLY}{NO_ANSWER}{HOPES} ORDER BY o.id",
        (moment(asked_after), moment(asked_before)),
    )
    return tuple(question for row in found if (question := _question(db, row)))


def open_question(db: Database, thread_id: int) -> OpenQuestion | None:
    """Of a conversation the last one."""
    rows = every(
        db, f"{SENT} AND m.thread_id = ?{NO_LATER_REPLY}{NO_ANSWER}{HOPES} ORDER BY o.id DESC LIMIT 1", (thread_id,)
    )
    return _question(db, rows[0]) if rows else None


def _of(db: Database, outgoing_id: int) -> OpenQuestion | None:
    rows = every(db, f"{SENT} AND o.id = ?{NO_LATER_REPLY}{NO_ANSWER}{HOPES}", (outgoing_id,))
    return _question(db, rows[0]) if rows else None


def _question(db: Database, row: sqlite3.Row) -> OpenQuestion | None:
    """None when nothing is asked, or nothing of it waits for the answer any more."""
    draft = DRAFT.read(row["draft"])
    if not any(piece.entry.startswith(QUESTIONS) for piece in draft.evidence) and not (
        draft.missing and "?" in draft.text
    ):
        return None
    seats = every(
        db,
        "SELECT s.left_at, p.state, p.request_id, r.message_id FROM seats s JOIN places p ON p.id = s.place_id"
        " LEFT JOIN requests r ON r.id = p.request_id WHERE s.invitation_id = ?",
        (row["id"],),
    )
    if seats and not any(seat["left_at"] is None and seat["state"] == "invited" for seat in seats):
        return None
    ask = one(db, "SELECT request_id, state, answer_id FROM expert_asks WHERE question_id = ?", (row["id"],))
    if ask and (ask["state"] != AskState.ASKED or ask["answer_id"] is not None):
        return None
    asked_for = _asked_for(db, row, seats)
    waiting = tuple(each["id"] for each in asked_for if each["state"] in {RequestState.OPEN, RequestState.WAITING})
    if asked_for and not waiting:
        return None
    before = _reminders(db, row["outgoing_id"])
    pending = next((each for each in before if each["status"] != Status.SENT), None)
    since = max([row["approved_at"], *(each["approved_at"] for each in before if each["approved_at"])])
    stopped = one(db, "SELECT actor FROM reminders_stopped WHERE question_id = ?", (row["id"],))
    return OpenQuestion(
        message_id=row["id"],
        outgoing_id=row["outgoing_id"],
        thread_id=row["thread_id"],
        rfc_message_id=row["ours"],
        references=_chain(row),
        recipient=Address(row["reply_name"], row["reply_addr"]),
        draft=draft,
        asked_at=datetime.fromisoformat(row["approved_at"]),
        since=datetime.fromisoformat(since),
        reminders=max(len(before), _reminded(db, waiting)),
        request_ids=waiting,
        original_id=row["id"] if row["channel"] != "own" else next((seat["message_id"] for seat in seats), None),
        invitation=bool(seats),
        expert_for=ask["request_id"] if ask else None,
        absence=_absence(db, row["thread_id"], since),
        pending_id=pending["message_id"] if pending else None,
        pending_waits=pending is not None and pending["status"] in ON_THE_ROAD,
        stopped=stopped["actor"] if stopped else "",
    )


def _asked_for(db: Database, row: sqlite3.Row, seats: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """The requests that the question is about: of its own mail, else those that were open in the conversation."""
    if seats:
        numbers = json.dumps([seat["request_id"] for seat in seats if seat["request_id"] is not None])
        return every(db, "SELECT id, state FROM requests WHERE id IN (SELECT value FROM json_each(?))", (numbers,))
    own = every(db, "SELECT id, state FROM requests WHERE message_id = ? ORDER BY id", (row["id"],))
    return own or every(
        db,
        "SELECT id, state FROM requests WHERE thread_id = ? AND opened_at <= ? ORDER BY id",
        (row["thread_id"], row["approved_at"]),
    )


def _reminders(db: Database, outgoing_id: int) -> list[sqlite3.Row]:
    return every(
        db,
        "SELECT r.message_id, m.status, (SELECT max(approved_at) FROM outgoing WHERE message_id = m.id"
        " AND withdrawn_at IS NULL) AS approved_at FROM reminders r JOIN messages m ON m.id = r.message_id"
        " WHERE r.outgoing_id = ? ORDER BY r.number",
        (outgoing_id,),
    )


def _reminded(db: Database, request_ids: Sequence[int]) -> int:
    row = one(
        db,
        "SELECT coalesce(max(number), 0) AS most FROM reminded_requests"
        " WHERE request_id IN (SELECT value FROM json_each(?))",
        (json.dumps(request_ids),),
    )
    return int(row["most"]) if row else 0


def _absence(db: Database, thread_id: int, since: str) -> Absence | None:
    row = one(
        db,
        "SELECT absence FROM messages WHERE thread_id = ? AND absence IS NOT NULL AND received_at > ?"
        " ORDER BY received_at DESC, id DESC LIMIT 1",
        (thread_id, since),
    )
    return ABSENCE.read(row["absence"]) if row else None


def _chain(row: sqlite3.Row) -> tuple[str, ...]:
    """The Message-IDs before the question; of a message of our own, the mail that it goes on from stands in them."""
    before = STRINGS.read(row["reference_ids"])
    last = row["in_reply_to"] if row["channel"] == "own" else row["theirs"]
    return tuple(dict.fromkeys((*before, *((last,) if last else ()))))


# --- writing ---


def remind(db: Database, new: NewReminder, most: int, actor: str, at: datetime) -> int | None:
    """A message of our own in the conversation, with its first version; None when the question is another by now."""
    asked = new.question
    if _of(db, asked.outgoing_id) != asked or asked.pending_id or asked.stopped or asked.reminders >= most:
        return None
    message_id = put_before_reviewers(db, new, actor, at)
    _owned_alike(db, message_id, asked)
    insert(
        db,
        "reminders",
        {
            "message_id": message_id,
            "question_id": asked.message_id,
            "outgoing_id": asked.outgoing_id,
            "number": new.number,
            "made_at": moment(at),
        },
    )
    for request_id in asked.request_ids:
        insert(db, "reminded_requests", {"request_id": request_id, "number": new.number, "reminder_id": message_id})
    note = f"Herinnering {new.number} aan de vraag van {dutch_date(asked.asked_at)} staat klaar."
    write_event(db, REMINDED, actor, at, message_id=asked.message_id, note=note)
    return message_id


def _owned_alike(db: Database, message_id: int, asked: OpenQuestion) -> None:
    """Who handles the request sees the reminder in the own work."""
    run(
        db,
        "UPDATE messages SET owner = coalesce((SELECT owner FROM messages WHERE id = :question), (SELECT owner"
        " FROM requests WHERE id IN (SELECT value FROM json_each(:requests)) AND owner IS NOT NULL LIMIT 1))"
        " WHERE id = :id",
        {"question": asked.message_id, "requests": json.dumps(asked.request_ids), "id": message_id},
    )


def reminder(db: Database, message_id: int) -> Reminder | None:
    """None when the message is no reminder."""
    found = every(
        db,
        "SELECT r.*, o.approved_at FROM reminders r JOIN outgoing o ON o.id = r.outgoing_id WHERE r.message_id = ?",
        (message_id,),
    )
    if not found:
        return None
    row = found[0]
    asked_at = datetime.fromisoformat(row["approved_at"])
    ended = row["ended"] or _why_ended(db, row) or ""
    overtaken = bool(ended) and not row["ended"]
    return Reminder(message_id, row["question_id"], row["number"], asked_at, ended, overtaken)


def some_wait(db: Database) -> bool:
    """Whether a reminder may still go out."""
    return bool(_waiting(db))


def end_reminders(db: Database, actor: str, at: datetime) -> tuple[int, ...]:
    """Once each: what a colleague opens again after that is left alone."""
    ended = []
    for row in _waiting(db):
        if why := _why_ended(db, row):
            status = Status(row["status"])
            if status is Status.APPROVED:
                status = record(db, row["message_id"], status, Change(Event.RECALL, actor, why), at)
            record(db, row["message_id"], status, Change(Event.CLOSE, actor, why), at)
            run(db, "UPDATE reminders SET ended = ? WHERE message_id = ?", (why, row["message_id"]))
            ended.append(row["message_id"])
    return tuple(ended)


def _waiting(db: Database) -> list[sqlite3.Row]:
    return every(
        db,
        "SELECT r.*, m.status FROM reminders r INDEXED BY reminders_running JOIN messages m ON m.id = r.message_id"
        " WHERE r.ended = '' AND m.status IN ('awaiting_review', 'approved')",
    )


def _why_ended(db: Database, row: sqlite3.Row) -> str | None:
    if one(db, "SELECT 1 FROM reminders_stopped WHERE question_id = ?", (row["question_id"],)):
        return "Een collega weet dat deze herinnering niet nodig is."
    if _of(db, row["outgoing_id"]) is not None:
        return None
    unanswered = one(
        db,
        f"SELECT 1 FROM outgoing o JOIN messages m ON m.id = o.message_id WHERE o.id = ?{NO_ANSWER}",
        (row["outgoing_id"],),
    )
    if not unanswered:
        return "Er is intussen antwoord gekomen. Deze herinnering is niet meer nodig."
    return "De aanvraag wacht niet meer op dit antwoord. Deze herinnering is niet meer nodig."


def stop_reminding(db: Database, question_id: int, note: str, actor: str, at: datetime) -> None:
    """``Conflict`` when somebody said so before."""
    written = run(
        db,
        "INSERT OR IGNORE INTO reminders_stopped (question_id, actor, at) VALUES (?, ?, ?)",
        (question_id, actor, moment(at)),
    )
    if not written.rowcount:
        raise Conflict(OVERTAKEN)
    write_event(db, STOPPED, actor, at, message_id=question_id, note=note)


def remind_again(db: Database, question_id: int, actor: str, at: datetime) -> None:
    """``Conflict`` when it was taken back before."""
    if not run(db, "DELETE FROM reminders_stopped WHERE question_id = ?", (question_id,)).rowcount:
        raise Conflict(OVERTAKEN)
    write_event(db, AGAIN, actor, at, message_id=question_id)
