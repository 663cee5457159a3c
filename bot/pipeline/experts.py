"""Democratie-experts: who could help with a request, asking one, and the introduction when a person confirms the yes.

Everything may raise ``Conflict`` (somebody else was first) and ``InvalidInput`` (with a Dutch text). Nothing is sent
here: each mail is a draft like any other, and goes out when a reviewer approves it. The name of an expert is in no
draft to a municipality but the introduction, and that one is made when a person confirms that the expert said yes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.lifecycle import Status
from bot.model import MessageRow, RequestRow
from bot.model.experts import OPEN, SERVICE, SIGN_UP, Ask, AskState, AskStep, Expert
from bot.model.following import OpenQuestion
from bot.pipeline.anonymous import anonymous
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.expert import Seeker, draft_introduction, draft_question
from bot.pipeline.drafting.own_letter import NOTHING_KNOWN
from bot.pipeline.experts_port import ExpertMail
from bot.pipeline.intakes import intakes_of
from bot.pipeline.office import days_late, due_after
from bot.programme.experts import Question, Ranking, Workload, ranking

ANSWER_DAYS = 10
"""Working days that an expert gets to answer, and a municipality to come together with the expert."""
NO_LONGER_THERE = "Deze expert staat niet (meer) in de lijst."
QUESTION = "vraag"
"""The fact of the intake that goes along to the expert."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A request for an expert, with everybody who was asked for it, oldest first."""

    request: RequestRow
    asks: tuple[Ask, ...]

    @property
    def open(self) -> Ask | None:
        """The ask that goes on; None while nobody is asked."""
        return next((each for each in self.asks if each.state in OPEN), None)


async def sought(desk: Desk) -> tuple[Sought, ...]:
    """The requests for an expert that are not settled, oldest first."""
    asks = await desk.experts.asks()
    rows = [row for row in await desk.store.open_requests() if (row.service, row.act) == (SERVICE, SIGN_UP)]
    return tuple(Sought(row, tuple(each for each in asks if each.request_id == row.id)) for row in rows)


def workloads(asks: Sequence[Ask]) -> Mapping[str, Workload]:
    """What each expert has open, and when the last introduction was over; by the id of the expert."""
    busy = Counter(each.expert_id for each in asks if each.state in OPEN)
    done: dict[str, date] = {}
    for each in asks:
        if each.state is AskState.DONE and each.ended_at:
            day = in_amsterdam(each.ended_at).date()
            done[each.expert_id] = max(day, done.get(each.expert_id, day))
    return {expert_id: Workload(busy[expert_id], done.get(expert_id)) for expert_id in {*busy, *done}}


async def ranked(desk: Desk, request: RequestRow, asks: Sequence[Ask]) -> Ranking:
    """Who could help with this request; ``asks`` are all of them."""
    declined = {each.expert_id for each in asks if each.request_id == request.id and each.state is AskState.DECLINED}
    mail = await _mail_of(desk, request)
    role = mail.understanding.role if mail and mail.understanding else "onbekend"
    question = Question(request.topics, _province(desk, request), role, frozenset(declined))
    return ranking(question, desk.directory.values(), workloads(asks), in_amsterdam(desk.now).date())


def _province(desk: Desk, request: RequestRow) -> str:
    """Where the first municipality of the request lies; '' when that is not known."""
    return next((each.province for name in request.municipalities for each in desk.library.municipalities
                 if each.current and each.name == name), "")  # fmt: skip


async def _mail_of(desk: Desk, request: RequestRow) -> MessageRow | None:
    """The message of the request, while it is not erased."""
    mail = await desk.store.message(request.message_id)
    return None if mail.status is Status.PURGED else mail


# --- decisions ---


async def choose(desk: Desk, request_id: int, expert_id: str, actor: str) -> int:
    """A person chose this expert: put the question to the expert before the reviewers; returns its message."""
    request = await desk.store.request(request_id)
    expert = _known(desk, expert_id)
    found = await ranked(desk, request, await desk.experts.asks())
    if why := next((each.why for each in found.unfit if each.expert.id == expert_id), ""):
        raise InvalidInput(f"{expert.name} kan nu niet worden gevraagd. {why}")
    draft = draft_question(
        expert,
        await _seeker(desk, request),
        library=desk.library,
        retriever=desk.retriever,
        today=in_amsterdam(desk.now).date(),
    )
    key = f"expert-vraag:{request_id}:{expert_id}:{desk.now.isoformat()}"
    mail = ExpertMail(expert.address, draft, key, due_after(desk, desk.now, ANSWER_DAYS))
    ask_id = await desk.experts.put(request_id, expert_id, expert.at_once, mail, actor, desk.now)
    return (await desk.experts.ask(ask_id)).question_id


def _known(desk: Desk, expert_id: str) -> Expert:
    if expert_id not in desk.directory:
        raise InvalidInput(NO_LONGER_THERE)
    return desk.directory[expert_id]


async def _seeker(desk: Desk, request: RequestRow) -> Seeker:
    """What the municipality asks; its question without names, as the intake has it."""
    mail = await _mail_of(desk, request)
    understanding = mail.understanding if mail and mail.understanding else NOTHING_KNOWN
    facts = (await intakes_of(desk, await desk.store.requests_of(request.thread_id))).get(request.id)
    words = next((known.value for known in facts.facts if known.fact.name == QUESTION), "") if facts else ""
    sender = mail.sender.display_name if mail and mail.sender else ""
    people = [name for name in (understanding.contact_name, sender) if name]
    return Seeker(
        municipalities=request.municipalities,
        topics=request.topics,
        question=anonymous(words, people, desk.mind.known_words) if words else "",
        contact=mail.reply_address if mail else None,
        subject=request.subject,
        understanding=understanding,
    )


async def decide(desk: Desk, ask_id: int, was: AskState, step: AskStep, actor: str, note: str = "") -> Ask:
    """What a person says of an ask; a yes puts the introduction before the reviewers."""
    note = " ".join(note.split())[:300]
    if step is AskStep.ACCEPT:
        await _introduce(desk, await desk.experts.ask(ask_id), was, actor, note)
    else:
        await desk.experts.step(ask_id, was, step, actor, desk.now, note=note)
    return await desk.experts.ask(ask_id)


async def _introduce(desk: Desk, ask: Ask, was: AskState, actor: str, note: str) -> None:
    request = await desk.store.request(ask.request_id)
    expert, mail = _known(desk, ask.expert_id), await _mail_of(desk, request)
    seeker = await _seeker(desk, request)
    if mail is None or seeker.contact is None:
        raise InvalidInput("Van deze aanvraag is geen e-mailadres bekend. Stel de expert zelf voor en stop deze vraag.")
    draft = draft_introduction(
        expert, seeker, library=desk.library, retriever=desk.retriever, today=in_amsterdam(desk.now).date()
    )
    introduction = ExpertMail(
        recipient=seeker.contact,
        draft=draft,
        unique_key=f"expert-introductie:{ask.id}",
        due_on=due_after(desk, desk.now, ANSWER_DAYS),
        thread_id=request.thread_id,
        in_reply_to=mail.rfc_message_id,
        references=(*mail.references, *((mail.rfc_message_id,) if mail.rfc_message_id else ())),
    )
    await desk.experts.accept(ask.id, was, introduction, actor, desk.now, note=note)


# --- follow-up ---


def answer_due(desk: Desk, ask: Ask) -> date | None:
    """By when the expert should have answered; None while the question is not approved or is answered."""
    if ask.approved_at is None or ask.state is not AskState.ASKED or ask.answer_id is not None:
        return None
    return due_after(desk, ask.approved_at, ANSWER_DAYS)


def answer_late(desk: Desk, ask: Ask) -> int:
    """Working days past that day; 0 when it is not late."""
    return days_late(desk, answer_due(desk, ask))


async def unanswered(desk: Desk, ask: Ask) -> OpenQuestion | None:
    """Our question to the expert with its reminders; None while it is not sent, and once it waits for no answer."""
    question = await desk.following.open_question((await desk.store.message(ask.question_id)).thread_id)
    return question if question and question.message_id == ask.question_id else None
