"""From a request for an expert to an introduction: chosen, asked, answered, confirmed, introduced, at rest."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model import RequestRow
from bot.model.experts import Ask, AskState, AskStep, ExpertSaid
from bot.pipeline import digest, experts, reminders, review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.desk import Desk
from bot.pipeline.digest_forms import as_text
from bot.pipeline.prepare import prepare_received
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk
from tests.pipeline.experts import expert, with_directory

QUESTION = (
    "Beste collega's,\n\nGraag willen wij een democratie-expert aanvragen over inclusie. Onze vraag is hoe we bewoners"
    " uit de wijk van wethouder Jansma bereiken.\n\nMet vriendelijke groet,\nHanneke Wolters\nGemeente Bronckhorst\n"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return with_directory(desk, expert(1), expert(2, topics=("jongeren",)))


async def receive(desk: Desk, number: int, raw: bytes) -> int:
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, number), desk.now)
    assert message_id is not None
    await prepare_received(desk)
    return message_id


async def asked_for(desk: Desk, number: int = 1) -> RequestRow:
    """A municipality asks for an expert."""
    message_id = await receive(desk, number, eml(number, subject="Expert gezocht", text=QUESTION))
    return next(one.request for one in await experts.sought(desk) if one.request.message_id == message_id)


async def answer(desk: Desk, number: int, text: str, road: ScriptedTransport, **headers: str) -> int:
    """The expert answers the mail that went out last."""
    sent = road.taken[-1]
    raw = eml(number, sender=f"Fenna <{sent.rcpt_to[0]}>", subject="Re: Wil je een gemeente helpen?", text=text,
              In_Reply_To=sent.rfc_message_id, **headers)  # fmt: skip
    return await receive(desk, number, raw)


async def send(desk: Desk, message_id: int, road: ScriptedTransport) -> None:
    """A reviewer approves, and it goes out."""
    await review.approve(desk, message_id, 1, "lotte")
    await deliver_due(desk, road)


async def the_ask(desk: Desk) -> Ask:
    return (await desk.experts.asks())[-1]


async def chosen_and_sent(desk: Desk, road: ScriptedTransport) -> tuple[RequestRow, Ask]:
    request = await asked_for(desk)
    await send(desk, await experts.choose(desk, request.id, "expert-01", "lotte"), road)
    return request, await the_ask(desk)


async def texts_of(desk: Desk, thread_id: int) -> str:
    """Every version of every draft of a conversation, with its recipients."""
    messages = await desk.store.thread(thread_id)
    drafts = [draft for row in messages for draft in await desk.store.drafts(row.id)]
    return " ".join(f"{each.draft.subject} {each.draft.text} {each.draft.cc}" for each in drafts)


async def test_the_expert_is_asked_first_then_introduced_and_then_rests(desk: Desk) -> None:
    road = ScriptedTransport()
    request, ask = await chosen_and_sent(desk, road)
    assert road.taken[-1].rcpt_to == ("fenna1@experts.example",)
    assert b"\r\nSubject: Wil je een gemeente helpen?\r\n" in road.taken[-1].raw  # no Re: to what nobody sent
    message_id = await answer(desk, 20, "Ja, dat doe ik graag!\n", road)
    ask = await the_ask(desk)
    assert (ask.state, ask.said, ask.answer_id) == (AskState.ASKED, ExpertSaid.YES, message_id)
    ask = await experts.decide(desk, ask.id, AskState.ASKED, AskStep.ACCEPT, "lotte")
    assert ask.state is AskState.ACCEPTED
    assert (await desk.store.message(message_id)).status is Status.CLOSED
    await send(desk, ask.introduction_id or 0, road)
    assert set(road.taken[-1].rcpt_to) == {"h.wolters@bronckhorst.nl", "fenna1@experts.example"}
    draft = await desk.store.draft(ask.introduction_id or 0)
    assert draft
    assert "Fenna Fictieb (Gemeente Nergensdam) wil" in draft.draft.text
    assert "fenna1@" not in draft.draft.text
    assert all(piece.entry.startswith("entry:") for piece in draft.draft.evidence)
    assert (await desk.store.message(ask.introduction_id or 0)).thread_id == request.thread_id
    await experts.decide(desk, ask.id, AskState.ACCEPTED, AskStep.FINISH, "lotte")
    assert (await desk.store.request(request.id)).state is RequestState.SETTLED
    second = await asked_for(desk, 2)
    found = await experts.ranked(desk, second, await desk.experts.asks())
    assert [(one.expert.id, one.why) for one in found.unfit] == [("expert-01", "Heeft rust tot 21 december 2026.")]


async def test_nobody_is_named_to_a_municipality_before_a_yes_is_confirmed(desk: Desk) -> None:
    road = ScriptedTransport()
    request, ask = await chosen_and_sent(desk, road)
    await answer(desk, 20, "Ja graag, ik help graag mee.\n", road)
    await receive(desk, 21, eml(21, subject="Re: Expert gezocht", References="<1@gemeente.example>",
                                text="Weten jullie al wie onze expert wordt?\n"))  # fmt: skip
    ask = await the_ask(desk)
    assert ask.introduction_id is None
    said = await texts_of(desk, request.thread_id)
    assert said
    assert "Fenna" not in said
    assert "experts.example" not in said
    assert (await desk.store.message(ask.question_id)).thread_id != request.thread_id
    for step in (AskStep.FINISH, AskStep.ACCEPT):
        with pytest.raises((Conflict, IllegalTransition)):
            await experts.decide(desk, ask.id, AskState.ACCEPTED, step, "lotte")
    assert "Fenna" not in await texts_of(desk, request.thread_id)
    await experts.decide(desk, ask.id, AskState.ASKED, AskStep.ACCEPT, "lotte")
    assert "Fenna" in await texts_of(desk, request.thread_id)


async def test_the_question_tells_the_expert_what_is_asked_and_names_nobody(desk: Desk) -> None:
    request = await asked_for(desk)
    draft = await desk.store.draft(await experts.choose(desk, request.id, "expert-01", "lotte"))
    assert draft
    text = draft.draft.text
    assert text.startswith("Beste Fenna,")
    assert "De gemeente Bronckhorst zoekt een democratie-expert voor een vraag over inclusie." in text
    assert "hoe we bewoners" in text
    for secret in ("Hanneke", "Wolters", "Jansma", "bronckhorst.nl"):
        assert secret not in text
    assert draft.draft.cc == ()
    assert all(piece.entry.startswith("entry:") for piece in draft.draft.evidence)


async def test_a_reviewer_is_told_when_the_question_of_the_municipality_is_not_known(desk: Desk) -> None:
    text = "Beste collega's,\n\nGraag een democratie-expert over inclusie aanvragen.\n\nGroet,\nHanneke Wolters\n"
    await receive(desk, 1, eml(1, subject="Expert", text=text))
    (one,) = await experts.sought(desk)
    draft = await desk.store.draft(await experts.choose(desk, one.request.id, "expert-01", "lotte"))
    assert draft
    assert "In de woorden van de gemeente" not in draft.draft.text
    assert draft.draft.warnings[0].startswith("De vraag van de gemeente staat er niet in.")


async def test_who_says_no_is_not_proposed_again_for_that_request(desk: Desk) -> None:
    road = ScriptedTransport()
    request, ask = await chosen_and_sent(desk, road)
    message_id = await answer(desk, 20, "Helaas, ik kan niet.\n", road)
    ask = await the_ask(desk)
    assert ask.said is ExpertSaid.NO
    await experts.decide(desk, ask.id, AskState.ASKED, AskStep.DECLINE, "lotte")
    assert (await desk.store.message(message_id)).status is Status.CLOSED
    assert (await desk.store.request(request.id)).state is RequestState.OPEN
    found = await experts.ranked(desk, request, await desk.experts.asks())
    assert [one.expert.id for one in found.matches] == ["expert-02"]
    assert [(one.expert.id, one.why) for one in found.unfit] == [("expert-01", "Zei nee tegen deze vraag.")]
    with pytest.raises(InvalidInput, match="Zei nee"):
        await experts.choose(desk, request.id, "expert-01", "els")
    await experts.choose(desk, request.id, "expert-02", "els")
    assert [one.expert_id for one in await desk.experts.asks()] == ["expert-01", "expert-02"]


async def test_an_answer_opens_no_request_and_gets_no_reply_to_a_municipality(desk: Desk) -> None:
    road = ScriptedTransport()
    _, ask = await chosen_and_sent(desk, road)
    message_id = await answer(desk, 20, "Ik wil eerst weten hoeveel tijd een expert hiervoor nodig heeft?\n", road)
    message = await desk.store.message(message_id)
    assert await desk.store.requests_of(message.thread_id) == ()
    assert message.draft_version == 0
    assert (await the_ask(desk)).said is ExpertSaid.UNCLEAR
    await experts.decide(desk, ask.id, AskState.ASKED, AskStep.ACCEPT, "lotte")
    assert (await desk.store.message(message_id)).status is Status.AWAITING_REVIEW


async def test_an_out_of_office_is_no_answer(desk: Desk) -> None:
    road = ScriptedTransport()
    await chosen_and_sent(desk, road)
    await answer(desk, 20, "Ja, ik ben tot 1 december afwezig.\n", road, Auto_Submitted="auto-replied")
    assert (await the_ask(desk)).answer_id is None


async def test_a_request_has_one_expert_at_a_time_and_an_expert_no_more_than_the_directory_says(desk: Desk) -> None:
    first, second = await asked_for(desk), await asked_for(desk, 2)
    await experts.choose(desk, first.id, "expert-01", "lotte")
    with pytest.raises(Conflict):
        await experts.choose(desk, first.id, "expert-02", "els")
    with pytest.raises(InvalidInput, match="het hoogste aantal"):
        await experts.choose(desk, second.id, "expert-01", "els")
    with pytest.raises(InvalidInput, match="staat niet"):
        await experts.choose(desk, second.id, "expert-99", "els")


async def test_a_stopped_ask_leaves_no_draft_and_the_request_open(desk: Desk) -> None:
    request = await asked_for(desk)
    message_id = await experts.choose(desk, request.id, "expert-01", "lotte")
    await review.approve(desk, message_id, 1, "lotte")
    ask = await the_ask(desk)
    await experts.decide(desk, ask.id, AskState.ASKED, AskStep.STOP, "lotte", "Toch niet nodig")
    assert (await desk.store.message(message_id)).status is Status.CLOSED
    assert (await desk.store.request(request.id)).state is RequestState.OPEN
    with pytest.raises((Conflict, IllegalTransition)):
        await experts.decide(desk, ask.id, AskState.ASKED, AskStep.DECLINE, "els")
    events = [line.event for line in await desk.store.history(request.thread_id) if line.request_id == request.id]
    assert [event for event in events if event.startswith("expert")] == ["expert_asked", "expert_stopped"]


async def test_an_introduction_that_was_not_sent_cannot_be_over_and_goes_when_the_expert_cannot_after_all(
    desk: Desk,
) -> None:
    request = await asked_for(desk)
    await experts.choose(desk, request.id, "expert-01", "lotte")
    ask = await experts.decide(desk, (await the_ask(desk)).id, AskState.ASKED, AskStep.ACCEPT, "lotte")
    with pytest.raises(InvalidInput, match="nog niet verstuurd"):
        await experts.decide(desk, ask.id, AskState.ACCEPTED, AskStep.FINISH, "lotte")
    await experts.decide(desk, ask.id, AskState.ACCEPTED, AskStep.DECLINE, "lotte", "Belde af")
    assert (await desk.store.message(ask.introduction_id or 0)).status is Status.CLOSED


@pytest.mark.parametrize("becomes", [RequestState.WITHDRAWN, RequestState.SETTLED])
async def test_a_request_that_ends_takes_the_question_to_the_expert_along(desk: Desk, becomes: RequestState) -> None:
    request = await asked_for(desk)
    message_id = await experts.choose(desk, request.id, "expert-01", "lotte")
    await review.change_request(desk, request.id, RequestState.WAITING, becomes, "lotte")
    assert (await the_ask(desk)).state is AskState.STOPPED
    assert (await desk.store.message(message_id)).status is Status.CLOSED
    with pytest.raises(InvalidInput, match="niet \\(meer\\) om een expert"):
        await experts.choose(desk, request.id, "expert-01", "lotte")


async def test_an_expert_who_does_not_answer_is_late_after_ten_working_days(desk: Desk, clock: Clockwork) -> None:
    _, ask = await chosen_and_sent(desk, ScriptedTransport())
    assert experts.answer_late(desk, ask) == 0
    clock.move(days=20)
    assert experts.answer_late(desk, ask) == 4


async def test_the_digest_tells_who_waits_for_an_expert_and_names_none(desk: Desk) -> None:
    road = ScriptedTransport()
    await asked_for(desk, 2)
    assert "1 aanvraag wacht op een expert" in as_text(await digest.build(desk))
    await chosen_and_sent(desk, road)
    await answer(desk, 20, "Ja, graag!\n", road)
    told = as_text(await digest.build(desk))
    assert "1 antwoord van een expert wacht op bevestiging" in told
    assert "Fenna" not in told


async def test_a_forgotten_expert_leaves_a_count_and_no_name(desk: Desk) -> None:
    road = ScriptedTransport()
    request, ask = await chosen_and_sent(desk, road)
    await answer(desk, 20, "Ja, dat doe ik graag!\n", road)
    ask = await experts.decide(desk, ask.id, AskState.ASKED, AskStep.ACCEPT, "lotte")
    found = await desk.store.export_person("Fenna1@experts.example")
    assert found["vragen aan expert"]
    await desk.store.forget_person("fenna1@experts.example", "els", desk.now, really=True)
    ask = await the_ask(desk)
    assert (ask.expert_id, ask.state) == ("", AskState.STOPPED)
    content = (desk.settings.data_dir / "thorbecke.sqlite3").read_bytes()
    assert b"Fenna" not in content
    assert b"expert-01" not in content
    assert (await desk.store.request(request.id)).state is RequestState.WAITING


async def test_a_request_that_is_settled_by_hand_lets_the_introduced_expert_rest(desk: Desk) -> None:
    road = ScriptedTransport()
    request, ask = await chosen_and_sent(desk, road)
    ask = await experts.decide(desk, ask.id, AskState.ASKED, AskStep.ACCEPT, "lotte", "Gebeld")
    await send(desk, ask.introduction_id or 0, road)
    await review.change_request(desk, request.id, RequestState.WAITING, RequestState.SETTLED, "lotte")
    ask = await the_ask(desk)
    assert ask.state is AskState.DONE
    assert experts.workloads([ask])["expert-01"].last_done == desk.now.date()


async def reminders_of(desk: Desk) -> list[str]:
    """What the reminders say that wait for a reviewer."""
    page = await desk.store.queue((Status.AWAITING_REVIEW,))
    drafts = [await desk.store.draft(row.id) for row in page.rows if await desk.following.reminder(row.id)]
    return [each.draft.text for each in drafts if each]


async def test_an_expert_who_is_silent_is_reminded_twice_until_an_answer_comes(desk: Desk, clock: Clockwork) -> None:
    road = ScriptedTransport()
    _, ask = await chosen_and_sent(desk, road)
    clock.move(days=13)
    await reminders.follow_up(desk)
    assert await reminders_of(desk) == []  # nine working days
    clock.move(days=1)
    assert await reminders.draft_reminders(desk) == 1
    assert await reminders.draft_reminders(desk) == 0
    (text,) = await reminders_of(desk)
    assert text.startswith(
        "Beste Fenna,\n\nOp 23 november vroegen we je of je de gemeente Bronckhorst wilt helpen. We hebben nog geen"
        " antwoord van je gezien. De gemeente wacht op een expert, dus we weten graag waar we aan toe zijn.\n\nWil je"
        " ons met een antwoord op deze mail laten weten of je deze gemeente wilt helpen?"
    )
    (first,) = [row.id for row in (await desk.store.queue((Status.AWAITING_REVIEW,))).rows
                if await desk.following.reminder(row.id)]  # fmt: skip
    await send(desk, first, road)
    assert road.taken[-1].rcpt_to == ("fenna1@experts.example",)
    clock.move(days=15)
    assert await reminders.draft_reminders(desk) == 1
    assert "Dit is onze laatste herinnering." in (await reminders_of(desk))[0]
    message_id = await answer(desk, 20, "Ja, dat doe ik graag!\n", road)
    assert (await the_ask(desk)).answer_id == message_id
    await reminders.follow_up(desk)
    assert await reminders_of(desk) == []
    clock.move(days=30)
    assert await reminders.draft_reminders(desk) == 0
    assert ask.id == (await the_ask(desk)).id


@pytest.mark.parametrize("step", [AskStep.DECLINE, AskStep.STOP])
async def test_who_said_no_by_telephone_is_not_reminded(desk: Desk, clock: Clockwork, step: AskStep) -> None:
    _, ask = await chosen_and_sent(desk, ScriptedTransport())
    clock.move(days=15)
    assert await reminders.draft_reminders(desk) == 1
    await experts.decide(desk, ask.id, AskState.ASKED, step, "lotte", "gebeld")
    await reminders.follow_up(desk)
    assert await reminders_of(desk) == []
    clock.move(days=30)
    assert await reminders.draft_reminders(desk) == 0


async def test_the_reminders_of_an_expert_leave_those_of_the_municipality_their_number(
    desk: Desk, clock: Clockwork
) -> None:
    """Both hang on the same request; each is asked twice at most, and neither takes the turn of the other."""
    road = ScriptedTransport()
    request = await asked_for(desk)
    await send(desk, request.message_id, road)
    await send(desk, await experts.choose(desk, request.id, "expert-01", "lotte"), road)
    clock.move(days=15)
    assert await reminders.draft_reminders(desk) == 2
    assert sorted(text.split(",")[0] for text in await reminders_of(desk)) == ["Beste Fenna", "Beste Hanneke"]


async def test_services_that_race_or_start_again_remind_an_expert_once(
    desk: Desk, clock: Clockwork, tmp_path: Path
) -> None:
    """Two processes on one file, several rounds at once; then one that knows nothing of what was done before."""
    _, ask = await chosen_and_sent(desk, ScriptedTransport())
    clock.move(days=15)
    async with open_test_desk(tmp_path, clock=clock) as other:
        made = await asyncio.gather(*(reminders.draft_reminders(each) for each in (desk, other, desk, other)))
    assert sum(made) == 1
    async with open_test_desk(tmp_path, clock=clock) as started_again:
        assert await reminders.follow_up(started_again) == 0
    thread = await desk.store.thread((await desk.store.message(ask.question_id)).thread_id)
    assert [row.id for row in thread if await desk.following.reminder(row.id)] == [thread[-1].id]


async def test_the_digest_tells_which_reminders_to_experts_stand_ready(desk: Desk, clock: Clockwork) -> None:
    road = ScriptedTransport()
    await chosen_and_sent(desk, road)
    clock.move(days=15)
    ready = "Voor 1 expert staat een herinnering klaar in de werkvoorraad."
    assert ready not in as_text(await digest.build(desk))
    await reminders.draft_reminders(desk)
    told = as_text(await digest.build(desk))
    assert ready in told
    assert "Fenna" not in told
    question = await experts.unanswered(desk, await the_ask(desk))
    assert question is not None
    assert question.pending_id is not None
    await send(desk, question.pending_id, road)
    assert ready not in as_text(await digest.build(desk))
