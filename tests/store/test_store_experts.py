"""Asking experts, on a real file: the rules that hold when two colleagues choose at once, and answers that count."""

import asyncio
import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from bot.lifecycle import RequestState, Status
from bot.model import Address, DraftText, Kind
from bot.model.experts import ASK_STEPS, AskState, AskStep, ExpertSaid
from bot.pipeline.experts_port import ExpertMail
from bot.store import SqliteStore
from tests.store.samples import ANNA, LATER, NOW, SIGN_UP, waiting

SEEKS = replace(SIGN_UP, service="expert", next_step="Passende democratie-expert zoeken")
FENNA = Address("Fenna Fictief", "fenna@experts.example")


def to_expert(key: str, recipient: Address = FENNA) -> ExpertMail:
    return ExpertMail(recipient, DraftText("vraag", "Wil je helpen?", "Beste Fenna,"), key, date(2026, 12, 4))


async def sought(store: SqliteStore, uid: int = 1) -> int:
    """A request for an expert."""
    message_id = await waiting(store, uid, requests=(SEEKS,))
    return (await store.requests_of((await store.message(message_id)).thread_id))[0].id


async def put(store: SqliteStore, request_id: int, expert: str = "expert-01", at_once: int = 1) -> int:
    return await store.experts.put(request_id, expert, at_once, to_expert(f"{request_id}-{expert}"), "lotte", NOW)


async def answered(store: SqliteStore, uid: int, ask_id: int, **found: Any) -> int:
    """A mail of the expert in the conversation of an ask."""
    question = await store.message((await store.experts.ask(ask_id)).question_id)
    mail = {"sender": FENNA, "new_text": "Ja!", "requests": (SIGN_UP,), "rfc_message_id": f"<{uid}@experts.example>"}
    return await waiting(store, uid, thread_id=question.thread_id, **(mail | found))


async def test_a_choice_is_a_draft_in_a_conversation_of_its_own_and_the_request_waits(store: SqliteStore) -> None:
    request_id = await sought(store)
    ask = await store.experts.ask(await put(store, request_id))
    question = await store.message(ask.question_id)
    request = await store.request(request_id)
    assert (question.status, question.channel, question.reply_address) == (Status.AWAITING_REVIEW, "own", FENNA)
    assert question.thread_id != request.thread_id
    assert (request.state, request.due_on) == (RequestState.WAITING, date(2026, 12, 4))
    assert await store.experts.asks() == (ask,)
    assert await store.experts.ask_of(ask.question_id) == ask
    assert await store.experts.ask_of(request.message_id) is None


async def test_two_colleagues_who_choose_at_once_ask_one_expert(store: SqliteStore) -> None:
    request_id = await sought(store)
    outcomes = await asyncio.gather(
        put(store, request_id, "expert-01"), put(store, request_id, "expert-02"), return_exceptions=True
    )
    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert len(await store.experts.asks()) == 1


async def test_an_expert_never_has_more_open_than_the_directory_says(store: SqliteStore) -> None:
    numbers = [await sought(store, uid) for uid in (1, 2, 3)]
    outcomes = await asyncio.gather(*(put(store, number, at_once=2) for number in numbers), return_exceptions=True)
    assert sum(isinstance(outcome, InvalidInput) for outcome in outcomes) == 1


async def test_only_an_open_request_for_an_expert_can_have_one(store: SqliteStore) -> None:
    message = await store.message(await waiting(store, 1))
    other = (await store.requests_of(message.thread_id))[0].id
    with pytest.raises(InvalidInput):
        await put(store, other)
    request_id = await sought(store, 2)
    await store.change_request(request_id, RequestState.OPEN, RequestState.SETTLED, "els", NOW)
    with pytest.raises(InvalidInput):
        await put(store, request_id)
    with pytest.raises(NotFound):
        await put(store, 999)
    assert await store.experts.asks() == ()


async def step_of(store: SqliteStore, ask_id: int, was: AskState, step: AskStep) -> None:
    if step is AskStep.ACCEPT:
        await store.experts.accept(ask_id, was, to_expert(f"voorstel-{ask_id}"), "lotte", NOW, note="")
    else:
        await store.experts.step(ask_id, was, step, "lotte", NOW, note="")


async def test_an_ask_takes_only_the_steps_of_its_table_from_where_it_is(store: SqliteStore) -> None:
    ask_id = await put(store, await sought(store))
    before = await store.experts.ask(ask_id)
    for was, step in itertools.product(AskState, AskStep):
        if was is not AskState.ASKED or (was, step) not in ASK_STEPS:
            with pytest.raises((Conflict, IllegalTransition)):
                await step_of(store, ask_id, was, step)
    assert await store.experts.asks() == (before,)
    assert len(await store.thread((await store.request(before.request_id)).thread_id)) == 1
    for uid, step in enumerate((AskStep.ACCEPT, AskStep.DECLINE, AskStep.STOP), start=2):
        ask_id = await put(store, await sought(store, uid), f"expert-{uid}")
        await step_of(store, ask_id, AskState.ASKED, step)
        assert (await store.experts.ask(ask_id)).state is ASK_STEPS[AskState.ASKED, step]


async def test_an_answer_is_noted_for_a_person_and_changes_nothing_by_itself(store: SqliteStore) -> None:
    ask_id = await put(store, await sought(store))
    message_id = await answered(store, 20, ask_id, new_text="Nee, helaas.")
    ask = await store.experts.ask(ask_id)
    assert (ask.state, ask.answer_id, ask.said, ask.to_confirm) == (AskState.ASKED, message_id, ExpertSaid.NO, True)
    assert await store.draft(message_id) is None
    assert await store.requests_of((await store.message(message_id)).thread_id) == ()
    latest = await answered(store, 21, ask_id, new_text="Toch ja!")
    assert ((ask := await store.experts.ask(ask_id)).answer_id, ask.said) == (latest, ExpertSaid.YES)
    assert await store.experts.ask_of(latest) == ask


async def test_where_conversations_were_put_together_only_the_expert_answers(store: SqliteStore) -> None:
    request_id = await sought(store)
    thread_id = (await store.request(request_id)).thread_id
    together = replace(to_expert("samen"), thread_id=thread_id)
    ask_id = await store.experts.put(request_id, "expert-01", 1, together, "lotte", NOW)
    municipality = await answered(store, 20, ask_id, sender=ANNA, new_text="Ja, graag!")
    assert (await store.experts.ask(ask_id)).answer_id is None
    assert await store.draft(municipality)
    expert = await answered(store, 21, ask_id)
    assert (await store.experts.ask(ask_id)).answer_id == expert


async def test_what_a_machine_answers_is_no_answer(store: SqliteStore) -> None:
    ask_id = await put(store, await sought(store))
    await answered(store, 20, ask_id, kind=Kind.AUTOREPLY, new_text="Ja, ik ben afwezig.")
    assert (await store.experts.ask(ask_id)).answer_id is None


async def test_a_purged_question_takes_the_expert_along(store: SqliteStore) -> None:
    request_id = await sought(store)
    ask_id = await put(store, request_id)
    await store.experts.step(ask_id, AskState.ASKED, AskStep.DECLINE, "lotte", NOW, note="Fenna belde")
    await store.purge_before(LATER.replace(year=2030), "assistent", LATER.replace(year=2030), really=True)
    ask = await store.experts.ask(ask_id)
    assert (ask.expert_id, ask.state) == ("", AskState.DECLINED)
    assert "Fenna belde" not in {line.note for line in await store.history((await store.request(request_id)).thread_id)}
