"""Intakes: the facts that the team needs of a request, read from its conversation and corrected by colleagues.

Facts of mail are read anew each time, so that a better reader, a correction or an erased mail counts at once. What a
colleague says is kept, and stands above what mail says: when a colleague says that a fact is not known, only later mail
can tell it. A sentence is taken of the first mail that has one, what the reader finds of the last: dates and numbers
change, and what somebody wants is told at the start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.lifecycle import RequestState
from bot.model import RequestRow
from bot.model.intake import SIGN_UP, Fact, Intake, Intakes, Known, Question, Told, ToldMail, Word
from bot.pipeline.desk import Desk
from bot.understanding.facts import value_in

Values = tuple[ToldMail, Mapping[str, str]]
"""A mail with what it says of each fact."""


def has_intake(request: RequestRow, intakes: Intakes) -> bool:
    """Whether the team needs facts of a request."""
    return request.act == SIGN_UP and request.service in intakes


def intake_of(request: RequestRow, intakes: Intakes, told: Told) -> Intake:
    """How each fact of a request stands."""
    words = tuple(word for word in told.words if word.request_id == request.id)
    facts = intakes[request.service]
    parents = {fact.name: fact for fact in facts}
    values = [(mail, {fact.name: value_in(mail, request.service, fact) for fact in facts}) for mail in told.mails]
    last = (max((word.id for word in words), default=0), max((mail.message_id for mail in told.mails), default=0))
    return Intake(
        request.id,
        tuple(_known(fact, parents.get(fact.comes_with), words, values, told.questions) for fact in facts),
        "-".join(str(number) for number in last),
        words,
    )


def _known(
    fact: Fact,
    parent: Fact | None,
    words: Sequence[Word],
    values: Sequence[Values],
    questions: Sequence[Question],
) -> Known:
    said = next((word for word in reversed(words) if word.fact == fact.name), None)
    if said is not None and said.value:
        return Known(fact, said.value, actor=said.actor, at=said.at)
    later = [each for each in values if said is None or each[0].message_id > said.seen]
    if found := _told_by_mail(fact, later):
        return found
    asked = next((each for each in reversed(questions) if _asks(each, fact, parent)), None)
    return Known(fact, actor=said.actor if said else "", at=said.at if said else None, asked=asked)


def _told_by_mail(fact: Fact, values: Sequence[Values]) -> Known | None:
    """The first mail that tells it in a sentence; the last one for what the reader finds."""
    for mail, told in values if fact.read is None else reversed(values):
        if value := told[fact.name]:
            return Known(fact, value, quoted=fact.read is None, message_id=mail.message_id, at=mail.at)
    return None


def _asks(question: Question, fact: Fact, parent: Fact | None) -> bool:
    """Whether a question is about this fact, or about the one with which it comes along."""
    names = {f"vraag-{each.question}" for each in (fact, parent) if each is not None and each.question}
    return any(question.entry == name or question.entry.startswith(f"{name}-") for name in names)


def with_told(requests: Sequence[RequestRow], intakes: Intakes, told: Told) -> tuple[RequestRow, ...]:
    """The requests with the facts that nobody needs to ask any more: they are known, or a reply asked them."""
    return tuple(
        replace(row, told=_settled(intake_of(row, intakes, told))) if has_intake(row, intakes) else row
        for row in requests
    )


def _settled(intake: Intake) -> tuple[str, ...]:
    return tuple(
        known.fact.name for known in intake.facts if known.value or (known.asked is not None and known.asked.sent)
    )


async def intakes_of(desk: Desk, requests: Sequence[RequestRow]) -> Mapping[int, Intake]:
    """The intakes of the requests of one conversation that have one and were not withdrawn, by request."""
    intakes = desk.library.intakes
    with_one = [row for row in requests if has_intake(row, intakes) and row.state is not RequestState.WITHDRAWN]
    if not with_one:
        return {}
    told = await desk.intakes.told(with_one[0].thread_id)
    return {row.id: intake_of(row, intakes, told) for row in with_one}


async def requests_told(desk: Desk, thread_id: int, but: int) -> tuple[RequestRow, ...]:
    """The requests of a conversation, with what it told without the message ``but``, which is being answered."""
    requests = await desk.store.requests_of(thread_id)
    if not any(has_intake(row, desk.library.intakes) for row in requests):
        return requests
    return with_told(requests, desk.library.intakes, await desk.intakes.told(thread_id, but))
