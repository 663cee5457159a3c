"""Intakes on the whole road: read from each mail of a conversation, asked two at a time, filled in by colleagues."""

from datetime import timedelta

import pytest

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model.intake import Intake, Known
from bot.pipeline import review
from bot.pipeline.desk import Desk
from bot.pipeline.dialogue.errands import STEP_LABELS, STEPS
from bot.pipeline.filling import LONGEST, fill
from bot.pipeline.intakes import intakes_of
from bot.pipeline.intakes_port import Filling
from bot.pipeline.prepare import prepare_received
from tests.pipeline.desks import Clockwork, eml, fetched, mind

FIRST = """Beste collega's,

Onze gemeente wil graag een toekomstverkenning aanvragen. Kunnen jullie ons daarbij helpen?

Hanneke Wolters
"""
SECOND = """Beste collega,

De aanleiding is de herindeling. Het is bedoeld voor de gemeenteraad, ongeveer 35 mensen.

Hanneke Wolters
"""
THIRD = """Beste collega,

Nog een aanvulling op onze aanvraag voor een toekomstverkenning: het mag in maart 2027. We willen nog graag
meedoen.

Hanneke Wolters
"""
SUBJECT = "Aanvraag toekomstverkenning"


async def arrive(desk: Desk, number: int, text: str, subject: str = SUBJECT) -> int:
    """A mail, the later ones as answers to the first."""
    first = "<1@gemeente.example>"
    names = {"In_Reply_To": first, "References": first} if number > 1 else {}
    raw = eml(number, subject=subject, text=text, **names)
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, number), desk.now)
    assert message_id is not None
    await prepare_received(desk)
    return message_id


async def intake(desk: Desk, message_id: int) -> Intake:
    message = await desk.store.message(message_id)
    requests = await desk.store.requests_of(message.thread_id)
    return next(iter((await intakes_of(desk, requests)).values()))


async def known(desk: Desk, message_id: int, name: str) -> Known:
    return next(each for each in (await intake(desk, message_id)).facts if each.fact.name == name)


async def asked(desk: Desk, message_id: int) -> tuple[str, ...]:
    draft = await desk.store.draft(message_id)
    assert draft is not None
    return draft.draft.missing


async def send_off(desk: Desk, message_id: int) -> None:
    await review.approve(desk, message_id, (await desk.store.message(message_id)).draft_version, "lotte")


async def test_a_reply_asks_two_facts_and_a_later_mail_fills_them_in(desk: Desk, clock: Clockwork) -> None:
    first = await arrive(desk, 1, FIRST)
    assert await asked(desk, first) == ("de aanleiding", "voor wie het is")
    assert (await known(desk, first, "gemeente")).value == "Bronckhorst"
    waiting = (await known(desk, first, "aanleiding")).asked
    assert waiting is not None
    assert not waiting.sent
    await send_off(desk, first)
    clock.move(days=2)
    second = await arrive(desk, 2, SECOND)
    occasion = await known(desk, second, "aanleiding")
    assert (occasion.value, occasion.message_id, occasion.quoted) == ("De aanleiding is de herindeling.", second, True)
    assert (await known(desk, second, "deelnemers")).value == "35 mensen"


async def test_nothing_is_asked_twice_and_nothing_that_an_earlier_mail_told(desk: Desk, clock: Clockwork) -> None:
    first = await arrive(desk, 1, FIRST)
    await send_off(desk, first)
    clock.move(days=2)
    third = await arrive(desk, 2, THIRD)
    assert await asked(desk, third) == ("het onderwerp", "of er budget is")
    draft = await desk.store.draft(third)
    assert draft is not None
    assert "aanleiding" not in draft.draft.text
    occasion = await known(desk, third, "aanleiding")
    assert (occasion.value, occasion.asked is not None and occasion.asked.sent) == ("", True)
    await send_off(desk, third)
    clock.move(days=2)
    fourth = await arrive(desk, 3, THIRD)
    assert await asked(desk, fourth) == ()


async def test_a_question_that_a_reviewer_took_out_was_not_asked(desk: Desk, clock: Clockwork) -> None:
    first = await arrive(desk, 1, FIRST)
    draft = await desk.store.draft(first)
    assert draft is not None
    text = "\n".join(line for line in draft.draft.text.splitlines() if "aanleiding" not in line)
    await review.edit(desk, first, draft.version, draft.draft.subject, text, "lotte")
    await send_off(desk, first)
    clock.move(days=2)
    second = await arrive(desk, 2, THIRD)
    assert (await asked(desk, second))[0] == "de aanleiding"


async def test_what_a_colleague_fills_in_is_not_asked_any_more(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    assert await fill(desk, first, card.request_id, card.stand, {"aanleiding": " De  herindeling "}, "lotte")
    occasion = await known(desk, first, "aanleiding")
    assert (occasion.value, occasion.actor, occasion.quoted) == ("De herindeling", "lotte", False)
    assert await asked(desk, first) == ("voor wie het is", "de gewenste periode")


async def test_a_draft_that_a_reviewer_wrote_in_stays(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    await review.edit(desk, first, 1, "Re: x", "Mijn eigen woorden.", "lotte")
    card = await intake(desk, first)
    assert not await fill(desk, first, card.request_id, card.stand, {"aanleiding": "De herindeling"}, "lotte")
    draft = await desk.store.draft(first)
    assert draft is not None
    assert draft.draft.text == "Mijn eigen woorden."


async def test_a_colleague_stands_above_mail_and_what_he_empties_only_later_mail_fills(
    desk: Desk, clock: Clockwork
) -> None:
    first = await arrive(desk, 1, FIRST.replace("Kunnen", "De aanleiding is de fusie. Kunnen"))
    card = await intake(desk, first)
    clock.move(minutes=5)
    await fill(desk, first, card.request_id, card.stand, {"aanleiding": "", "duur": "een avond"}, "lotte")
    emptied = await known(desk, first, "aanleiding")
    assert (emptied.value, emptied.actor) == ("", "lotte")
    clock.move(days=1)
    second = await arrive(desk, 2, SECOND.replace("Het is", "Het mag een hele dag duren. Het is"))
    assert (await known(desk, second, "aanleiding")).value == "De aanleiding is de herindeling."
    assert (await known(desk, second, "duur")).value == "een avond"
    assert [(word.fact, word.value) for word in (await intake(desk, first)).words] == [
        ("aanleiding", ""), ("duur", "een avond")]  # fmt: skip


async def test_who_comes_second_is_told(desk: Desk, clock: Clockwork) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    await fill(desk, first, card.request_id, card.stand, {"duur": "een avond"}, "lotte")
    with pytest.raises(Conflict):
        await fill(desk, first, card.request_id, card.stand, {"duur": "een dag"}, "els")
    with pytest.raises(Conflict):
        await desk.intakes.fill(Filling(card.request_id, 0, 1, {"duur": "een dag"}), "els", desk.now)
    fresh = await intake(desk, first)
    clock.move(days=1)
    await arrive(desk, 2, SECOND)
    with pytest.raises(Conflict):
        await fill(desk, first, card.request_id, fresh.stand, {"duur": "een dag"}, "els")
    assert (await known(desk, first, "duur")).value == "een avond"


async def test_only_what_changed_is_written(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    same = {each.fact.name: each.value for each in card.facts} | {"onbekend": "iets"}
    assert not await fill(desk, first, card.request_id, card.stand, same, "lotte")
    assert (await intake(desk, first)).words == ()


async def test_what_cannot_be_kept_is_refused(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    with pytest.raises(InvalidInput, match="staat niet in de lijst: Utopia"):
        await fill(desk, first, card.request_id, card.stand, {"gemeente": "Berg en Dal, Utopia"}, "lotte")
    with pytest.raises(InvalidInput, match="langer dan"):
        await fill(desk, first, card.request_id, card.stand, {"duur": "x" * (LONGEST + 1)}, "lotte")


async def test_a_municipality_that_is_filled_in_stands_with_the_request(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    await fill(desk, first, card.request_id, card.stand, {"gemeente": "Berg en Dal, Ede"}, "lotte")
    (request,) = await desk.store.requests_of((await desk.store.message(first)).thread_id)
    assert request.municipalities == ("Berg en Dal", "Ede")


async def test_a_request_that_was_withdrawn_or_has_no_intake_has_no_card(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    (request,) = await desk.store.requests_of((await desk.store.message(first)).thread_id)
    gone = await review.change_request(desk, request.id, request.state, RequestState.WITHDRAWN, "lotte")
    assert await intakes_of(desk, [gone]) == {}
    with pytest.raises(Conflict):
        await fill(desk, first, request.id, "0-1", {"duur": "een avond"}, "lotte")
    other = await arrive(desk, 4, "Graag doen wij mee aan een leerkring over inclusie.\n", "Leerkring")
    rows = await desk.store.requests_of((await desk.store.message(other)).thread_id)
    assert await intakes_of(desk, [row for row in rows if row.service == "leerkring"]) == {}


async def test_a_correction_asks_what_the_corrected_reading_leaves_open(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    await review.correct(desk, first, review.Labels([("toekomstverkenning", "aanmelden")], []), "lotte")
    assert (await asked(desk, first))[0] == "welke gemeente"


async def test_a_corrected_mail_is_answered_as_the_first_of_its_request(desk: Desk) -> None:
    first = await arrive(desk, 1, FIRST)
    await review.correct(desk, first, review.Labels([("toekomstverkenning", "aanmelden")], ["Ede"]), "lotte")
    draft = await desk.store.draft(first)
    assert draft is not None
    assert draft.draft.template == "toekomstverkenning/aanmelden.txt.j2"


async def test_what_colleagues_said_goes_when_the_mail_goes(desk: Desk, clock: Clockwork) -> None:
    first = await arrive(desk, 1, FIRST)
    card = await intake(desk, first)
    await fill(desk, first, card.request_id, card.stand, {"publiek": "Wilhelmina"}, "lotte")
    export = await desk.store.export_person("h.wolters@bronckhorst.nl")
    assert "Wilhelmina" in str(export["berichten"])
    await review.close(desk, first, "Gebeld", "lotte")
    clock.now += timedelta(days=1)
    await desk.store.forget_person("h.wolters@bronckhorst.nl", "els", desk.now, really=True)
    assert (await desk.store.message(first)).status is Status.PURGED
    thread_id = (await desk.store.message(first)).thread_id
    assert (await desk.intakes.told(thread_id)).words == ()


def test_the_chat_asks_the_same_facts_under_the_same_names() -> None:
    """So that what the chat wrote down fills the intake."""
    for service, facts in mind().library.intakes.items():
        labels = {fact.label for fact in facts}
        steps = [step for step in STEPS.get(service, ()) if step not in {"naam", "e-mail"}]
        assert {STEP_LABELS[step] for step in steps} <= labels
