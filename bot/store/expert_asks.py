"""Who was asked for which request: the rows, and one function that takes each step of their life."""

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bot.errors import Conflict, NotFound
from bot.lifecycle import RequestState, Status
from bot.model.experts import Ask, AskState, AskStep, ExpertSaid, ask_after
from bot.store.record import write_event
from bot.store.sql import every, moment, one, run
from bot.store.unsent import close_unsent

OVERTAKEN = "Iemand anders was eerder: deze vraag aan een expert is intussen veranderd. Laad de pagina opnieuw."
NOT_NEEDED = "Deze mail is niet meer nodig."

EVENTS = {
    AskStep.ACCEPT: "expert_accepted",
    AskStep.DECLINE: "expert_declined",
    AskStep.STOP: "expert_stopped",
    AskStep.FINISH: "expert_finished",
}
"""Lines of the history of the request; none names the expert."""

SELECT = (
    "SELECT a.*, q.status AS question_status, i.status AS introduction_status,"
    " (SELECT max(approved_at) FROM outgoing WHERE message_id = q.id AND withdrawn_at IS NULL) AS approved_at"
    " FROM expert_asks a JOIN messages q ON q.id = a.question_id LEFT JOIN messages i ON i.id = a.introduction_id"
)


def asks(db: Database) -> tuple[Ask, ...]:
    """All of them, oldest first."""
    return tuple(_ask(row) for row in every(db, f"{SELECT} ORDER BY a.id"))


def ask(db: Database, ask_id: int) -> Ask:
    """Raises ``NotFound``."""
    row = one(db, f"{SELECT} WHERE a.id = ?", (ask_id,))
    if row is None:
        raise NotFound("Deze vraag aan een expert bestaat niet.")
    return _ask(row)


def ask_of(db: Database, message_id: int) -> Ask | None:
    """By a message of the conversation with the expert, or by the introduction; the latest one."""
    row = one(
        db,
        f"{SELECT} JOIN messages m ON m.id = ? WHERE q.thread_id = m.thread_id OR a.introduction_id = m.id"
        " ORDER BY a.id DESC LIMIT 1",
        (message_id,),
    )
    return _ask(row) if row else None


def _ask(row: sqlite3.Row) -> Ask:
    return Ask(
        id=row["id"],
        request_id=row["request_id"],
        expert_id=row["expert"],
        state=AskState(row["state"]),
        asked_by=row["asked_by"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        question_id=row["question_id"],
        question_status=Status(row["question_status"]),
        approved_at=datetime.fromisoformat(row["approved_at"]) if row["approved_at"] else None,
        answer_id=row["answer_id"],
        said=ExpertSaid(row["said"]) if row["said"] else None,
        introduction_id=row["introduction_id"],
        introduction_status=Status(row["introduction_status"]) if row["introduction_status"] else None,
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
    )


def take(
    db: Database, ask_id: int, was: AskState, step: AskStep, actor: str, at: datetime, *, note: str = ""
) -> AskState:
    """The one writer of the state of an ask; ``Conflict`` when it is no longer ``was``.

    Once it is answered nobody needs to approve the question, and once it is over nobody the introduction.
    """
    becomes = ask_after(was, step)
    over = becomes is not AskState.ACCEPTED
    written = run(
        db,
        "UPDATE expert_asks SET state = ?, ended_at = ? WHERE id = ? AND state = ?",
        (becomes, moment(at) if over else None, ask_id, was),
    )
    row = ask(db, ask_id)
    if not written.rowcount:
        raise Conflict(OVERTAKEN)
    write_event(db, EVENTS[step], actor, at, request_id=row.request_id, note=note)
    close_unsent(db, row.question_id, NOT_NEEDED, actor, at)
    if over:
        close_unsent(db, row.introduction_id, NOT_NEEDED, actor, at)
    return becomes


def follow_request(
    db: Database, request_id: int, was: RequestState, becomes: RequestState, actor: str, at: datetime
) -> None:
    """A request that is settled ends its introduction; what is not that far yet does not go on."""
    if was == becomes or becomes not in {RequestState.SETTLED, RequestState.WITHDRAWN}:
        return
    mine = every(db, f"{SELECT} WHERE a.request_id = ? AND a.state IN ('asked', 'accepted')", (request_id,))
    for each in map(_ask, mine):
        over = each.introduced and becomes is RequestState.SETTLED
        take(db, each.id, each.state, AskStep.FINISH if over else AskStep.STOP, actor, at)
