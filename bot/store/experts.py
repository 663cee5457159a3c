"""``pipeline.experts_port.ExpertBook`` on SQLite: asking, introducing, and the request that goes along."""

from datetime import date, datetime

from sqlite_utils import Database

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import Event, RequestState, Status
from bot.model import Change
from bot.model.experts import SERVICE, SIGN_UP, Ask, AskState, AskStep, ExpertSaid
from bot.pipeline.experts_port import ExpertMail
from bot.programme.next_steps import AFTER_EXPERT, next_step
from bot.store import expert_asks
from bot.store.database import Connections
from bot.store.expert_asks import ask
from bot.store.messages import message
from bot.store.own_drafts import put_before_reviewers
from bot.store.record import record, write_event
from bot.store.requests import change_request, request
from bot.store.sql import insert, moment, number, one, run

ASKED = "expert_asked"
ENDED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})
TAKEN_IN = "Het antwoord van de expert is verwerkt."


class SqliteExperts:
    """Beside the store and on the same one writer; every write is one transaction."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def asks(self) -> tuple[Ask, ...]:
        return await self._file.read(expert_asks.asks)

    async def ask(self, ask_id: int) -> Ask:
        return await self._file.read(lambda db: ask(db, ask_id))

    async def ask_of(self, message_id: int) -> Ask | None:
        return await self._file.read(lambda db: expert_asks.ask_of(db, message_id))

    async def put(
        self, request_id: int, expert_id: str, at_once: int, mail: ExpertMail, actor: str, at: datetime
    ) -> int:
        return await self._file.write(lambda db: put(db, request_id, expert_id, at_once, mail, actor, at))

    async def accept(
        self, ask_id: int, was: AskState, introduction: ExpertMail, actor: str, at: datetime, *, note: str
    ) -> None:
        await self._file.write(lambda db: accept(db, ask_id, was, introduction, actor, at, note))

    async def step(self, ask_id: int, was: AskState, step: AskStep, actor: str, at: datetime, *, note: str) -> None:
        def taken(db: Database) -> None:
            take(db, ask_id, was, step, actor, at, note)

        await self._file.write(taken)


def put(db: Database, request_id: int, expert_id: str, at_once: int, mail: ExpertMail, actor: str, at: datetime) -> int:
    """The hard rules hold here once more: two colleagues may choose at the same time."""
    asked = request(db, request_id)
    if (asked.service, asked.act) != (SERVICE, SIGN_UP) or asked.state in ENDED:
        raise InvalidInput("Deze aanvraag vraagt niet (meer) om een expert.")
    mine = "SELECT 1 FROM expert_asks WHERE request_id = ?"
    if one(db, f"{mine} AND state IN ('asked', 'accepted')", (request_id,)):
        raise Conflict("Een collega heeft voor deze aanvraag al een expert gekozen. Laad de pagina opnieuw.")
    if one(db, f"{mine} AND state = 'declined' AND expert = ?", (request_id, expert_id)):
        raise InvalidInput("Deze expert zei al nee tegen deze vraag.")
    open_now = "SELECT count(*) FROM expert_asks WHERE expert = ? AND state IN ('asked', 'accepted')"
    if number(db, open_now, (expert_id,)) >= at_once:
        raise InvalidInput("Deze expert heeft intussen al genoeg vragen. Kies een andere.")
    ask_id = insert(
        db,
        "expert_asks",
        {
            "request_id": request_id,
            "expert": expert_id,
            "state": AskState.ASKED,
            "asked_by": actor,
            "asked_at": moment(at),
            "question_id": put_before_reviewers(db, mail, actor, at),
        },
    )
    write_event(db, ASKED, actor, at, request_id=request_id)
    _tell_request(db, request_id, RequestState.WAITING, AFTER_EXPERT["asked"], actor, at, mail.due_on)
    return ask_id


def accept(
    db: Database, ask_id: int, was: AskState, introduction: ExpertMail, actor: str, at: datetime, note: str
) -> None:
    """The expert said yes, a person says; only now there is a draft that names the expert to the municipality."""
    expert_asks.take(db, ask_id, was, AskStep.ACCEPT, actor, at, note=note)
    message_id = put_before_reviewers(db, introduction, actor, at)
    run(db, "UPDATE expert_asks SET introduction_id = ? WHERE id = ?", (message_id, ask_id))
    row = ask(db, ask_id)
    _close_answer(db, row, actor, at)
    _tell_request(db, row.request_id, RequestState.WAITING, AFTER_EXPERT["accepted"], actor, at, introduction.due_on)


def take(db: Database, ask_id: int, was: AskState, step: AskStep, actor: str, at: datetime, note: str) -> None:
    """A step after which this expert has nothing to do with the request any more."""
    if step is AskStep.ACCEPT:
        raise InvalidInput("Bij een ja hoort een introductie.")
    before = ask(db, ask_id)
    if step is AskStep.FINISH and was is before.state is AskState.ACCEPTED and not before.introduced:
        raise InvalidInput("De introductie is nog niet verstuurd. Keur die eerst goed, of stop de vraag.")
    expert_asks.take(db, ask_id, was, step, actor, at, note=note)
    row = ask(db, ask_id)
    _close_answer(db, row, actor, at)
    if step is AskStep.FINISH:
        _tell_request(db, row.request_id, RequestState.SETTLED, "", actor, at)
    else:
        _tell_request(db, row.request_id, RequestState.OPEN, next_step(SERVICE, SIGN_UP), actor, at)


def _close_answer(db: Database, row: Ask, actor: str, at: datetime) -> None:
    """A plain yes or no needs no reply of its own; what asks more stays in the queue."""
    if row.answer_id is None or row.said in {None, ExpertSaid.UNCLEAR}:
        return
    if message(db, row.answer_id).status is Status.AWAITING_REVIEW:
        record(db, row.answer_id, Status.AWAITING_REVIEW, Change(Event.CLOSE, actor, TAKEN_IN), at)


def _tell_request(
    db: Database,
    request_id: int,
    becomes: RequestState,
    words: str,
    actor: str,
    at: datetime,
    due_on: date | None = None,
) -> None:
    """The request goes along, unless somebody ended it by hand."""
    asked = request(db, request_id)
    if asked.state not in ENDED:
        change_request(db, request_id, asked.state, becomes, actor, at, due_on=due_on, next_step=words, note=words)
