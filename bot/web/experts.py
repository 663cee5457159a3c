"""Democratie-experts: who they are and what they do now, who waits for one, and who could help with a request."""

from collections.abc import Mapping

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.lifecycle import RequestState
from bot.model.experts import OPEN, SERVICE, SIGN_UP, AskState, AskStep, Expert
from bot.pipeline import experts
from bot.pipeline.desk import Desk
from bot.pipeline.reminders import reminder_due
from bot.programme.experts import IDLE, Workload, hindrance
from bot.web import experts_words
from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit

ENDED = frozenset({RequestState.SETTLED, RequestState.WITHDRAWN})


async def show(visit: Visit) -> Response:
    """The directory, and who waits for an expert."""
    desk = visit.desk
    found, asks = await experts.sought(desk), await desk.experts.asks()
    work, today = experts.workloads(asks), in_amsterdam(desk.now).date()
    return visit.render(
        "experts.html",
        200,
        sought=found,
        alone=sum(one.open is None for one in found),
        to_confirm=sum(one.open is not None and one.open.to_confirm for one in found),
        directory=_directory(desk, work),
        hindered={each.id: hindrance(each, work.get(each.id, IDLE), today) for each in desk.directory.values()},
        **_shared(desk),
    )


def _directory(desk: Desk, work: Mapping[str, Workload]) -> list[tuple[Expert, Workload]]:
    """By name, each with what there is to do."""
    by_name = sorted(desk.directory.values(), key=lambda each: (each.name.casefold(), each.id))
    return [(each, work.get(each.id, IDLE)) for each in by_name]


def _shared(desk: Desk) -> dict[str, object]:
    """What every page about experts uses."""
    return {
        "labels": experts_words,
        "named": lambda expert_id: _name(desk, expert_id),
        "now": desk.now,
        "closing_days": desk.closing_days,
        "due": lambda ask: experts.answer_due(desk, ask),
        "late": lambda ask: experts.answer_late(desk, ask),
    }


def _name(desk: Desk, expert_id: str) -> str:
    """Who was asked, also when the file of the expert is gone."""
    if not expert_id:
        return "Gewiste expert"
    return (
        desk.directory[expert_id].name if expert_id in desk.directory else f"Expert {expert_id} (niet meer in de lijst)"
    )


async def request(visit: Visit) -> Response:
    """The page of one request for an expert."""
    return await request_page(visit, message_id_of(visit.request))


async def request_page(visit: Visit, request_id: int, status: int = 200, error: str = "") -> Response:
    """Who could help and why, who was asked, and what can be decided now; another request shows its message."""
    desk = visit.desk
    row = await desk.store.request(request_id)
    if (row.service, row.act) != (SERVICE, SIGN_UP):
        return see_other(f"/berichten/{row.message_id}")
    asks = await desk.experts.asks()
    mine = [each for each in asks if each.request_id == request_id]
    users = await desk.accounts.users()
    history = await desk.store.history(row.thread_id)
    open_ask = next((each for each in mine if each.state in OPEN), None)
    question = await experts.unanswered(desk, open_ask) if open_ask else None
    return visit.render(
        "expert_request.html",
        status,
        error=error,
        row=row,
        open=open_ask,
        question=question,
        reminder_due=reminder_due(desk, question) if question else None,
        earlier=[each for each in mine if each.state not in OPEN],
        ranking=await experts.ranked(desk, row, asks),
        ended=row.state in ENDED,
        history=[line for line in history if line.request_id == request_id],
        names={user.name: user.display_name for user in users},
        AskState=AskState,
        AskStep=AskStep,
        **_shared(desk),
    )


# --- decisions ---


async def choose(visit: Visit, request_id: int) -> tuple[str, str]:
    """Deze expert vragen."""
    await experts.choose(visit.desk, request_id, visit.field("expert"), visit.user.name)
    return f"/experts/aanvragen/{request_id}", "expert-gevraagd"


async def decide(visit: Visit, request_id: int) -> tuple[str, str]:
    """De expert zegt ja, De expert zegt nee, Niet verder, Afgerond."""
    try:
        was, step = AskState(visit.field("was")), AskStep(visit.field("stap"))
    except ValueError:
        raise InvalidInput("Kies wat de expert zegt.") from None
    ask = await visit.desk.experts.ask(visit.number("vraag"))
    if ask.request_id != request_id:
        raise InvalidInput("Deze vraag hoort bij een andere aanvraag.")
    await experts.decide(visit.desk, ask.id, was, step, visit.user.name, visit.field("notitie"))
    note = "expert-ja" if step is AskStep.ACCEPT else "expert-bijgewerkt"
    return f"/experts/aanvragen/{request_id}", note
