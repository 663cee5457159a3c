"""Answers the questions of one message, each by ``ANSWER_STEPS`` and with what was said before where it leans on that.

What is said is what ``answer`` gives: the text of entries, or the curated reason why a colleague answers. A follow-up
is put into words that stand on their own first, so that a price asked with 'en wat kost dat?' needs a curated price
as much as one that is asked in full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.dialogue import Move
from bot.model import Answer, AnswerStatus, KnowledgeEntry, Said, Subject, Talk
from bot.pipeline.answer import answer, source
from bot.pipeline.asked import Question, is_door, is_sayable
from bot.pipeline.dialogue.errands import LABELS
from bot.pipeline.dialogue.means import COLLEAGUE, Means
from bot.understanding.follow_ups import (
    MOST,
    asked_again,
    asks_for_more,
    leans,
    leans_hard,
    questions_in,
    readings,
    service_named,
    within,
    without_lead,
)
from bot.understanding.form import language
from bot.understanding.normalise import words
from bot.understanding.spelling import mended

SURE_ALONE = 0.85
"""The confidence from which a question is taken as it stands, whatever was said before."""
SAME_AGAIN = 0.7
"""The confidence from which the entry that was said just now is said again."""
FINAL = frozenset({"personen", "juridisch", "mening", "bestellen", "klacht", "wijzigen"})
"""Reasons of a question as it stands that no conversation changes."""
SURE_TO_ASK = 0.75
"""The confidence from which asking which of two services is meant makes sense."""
RELATED = 2
MOST_TOLD = 12
ENGLISH = frozenset(
    {
        "what",
        "how",
        "who",
        "where",
        "when",
        "which",
        "can",
        "is",
        "are",
        "does",
        "do",
        "you",
        "your",
        "the",
        "a",
        "for",
        "to",
        "we",
        "i",
        "hello",
        "please",
        "much",
        "many",
        "about",
        "sign",
        "up",
        "it",
    }
)
LEAST_ENGLISH = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back on a message that asks, and what the conversation is about from then on."""

    move: Move
    said: tuple[Said, ...]
    choices: tuple[str, ...]
    subject: Subject
    reason: str = ""
    """Why a colleague answers: a key of ``handover.yaml``."""
    pending: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message as it was understood, and its answer."""

    question: str
    answer: Answer
    reason: str


def reply(talk: Talk, text: str, means: Means) -> Reply:
    """Answer every question of the message, three at most, each after the one before it."""
    asked = questions_in(text)
    parts, subject = [], talk.subject
    for one in asked[:MOST]:
        part = understood(one, subject, means, talk.pending)
        subject = about(part, subject)
        parts.append(part)
    move = max((move_of(part) for part in parts), key=GRAVEST.index)
    said = [*_in_their_language(talk, text, means), *_told(parts, means)]
    if len(asked) > MOST:
        said.append(means.say("meer-vragen", talk.form))
    last = parts[-1]
    if move is Move.NOT_KNOW and means.may_mail:
        said.append(means.say("collega-aanbieden", talk.form))
    choices = choices_after(move, last, subject, means)
    return Reply(
        move,
        tuple(said),
        choices,
        subject,
        reason=next((part.reason for part in parts if part.reason), ""),
        pending=last.question if move is Move.ASK_BACK else "",
        offer=_offer(move, subject, means),
    )


def not_ours(talk: Talk, means: Means) -> Reply:
    """Something that only a person can do: the curated text for it, and a colleague."""
    said = (Said(means.knowledge.library.handovers["onbekend"]), means.say("collega-aanbieden", talk.form))
    return Reply(Move.NOT_KNOW, said, (COLLEAGUE,), talk.subject, "onbekend", offer=COLLEAGUE)


GRAVEST = (Move.NOT_KNOW, Move.ANSWER, Move.ASK_BACK, Move.ASK_STATUS, Move.CHAT, Move.REFUSE)
"""Of several questions in one message, the move that stands last here is the move of the message."""
REASONS = {"status": Move.ASK_STATUS, "misbruik": Move.REFUSE, "gegevens-in-vraag": Move.REFUSE, "leeg": Move.CHAT}


def move_of(part: Part) -> Move:
    """What an answer means for the conversation."""
    if part.answer.status is AnswerStatus.ANSWERED:
        return Move.ANSWER
    if part.answer.status is AnswerStatus.CLARIFY:
        return Move.ASK_BACK if part.answer.confidence >= SURE_TO_ASK else Move.NOT_KNOW
    return REASONS.get(part.reason, Move.NOT_KNOW)


def _asks_back_in_vain(part: Part) -> bool:
    """Whether two services are so far off that to ask which of them is meant would only confuse."""
    return part.answer.status is AnswerStatus.CLARIFY and move_of(part) is not Move.ASK_BACK


def understood(text: str, subject: Subject, means: Means, pending: str) -> Part:
    """A question and its answer, read after what was said where it leans on that."""
    if pending:
        return _asked(f"{pending} {text}", means, asked_back=True)
    alone = _asked(text, means)
    if is_elsewhere(alone) or alone.reason in {*REASONS, *FINAL}:
        return alone
    if not subject.question or not leans(text):
        return alone if is_answered(alone) else _mended(text, alone, means)
    if asks_for_more(text) and (more := next(related(subject, means), None)):
        return Part(_title_question(more), _of(more), "")
    again = asked_again(text, subject.question)
    if not again and is_answered(alone) and alone.answer.confidence >= SURE_ALONE and _may_stand(text, alone, subject):
        return alone
    return _after(text, subject, means, alone, again)


def is_elsewhere(part: Part) -> bool:
    """Whether somebody else answers, and we know who."""
    return part.answer.status is AnswerStatus.HANDOVER and not part.reason


def _may_stand(text: str, alone: Part, subject: Subject) -> bool:
    """Whether an answer without the conversation is about its subject, or the question clearly about another."""
    return not subject.service or alone.answer.service == subject.service or not leans_hard(text)


def _mended(text: str, alone: Part, means: Means) -> Part:
    """The question with its typing errors mended, or with its own subject put in the place of 'dat'."""
    tried = (
        _asked(each, means) for each in dict.fromkeys([mended(text), without_lead(text), *within(text)]) if each != text
    )
    return next((part for part in tried if is_answered(part)), alone)


def _after(text: str, subject: Subject, means: Means, alone: Part, again: str) -> Part:
    """The first reading that is answered about the subject, and not with what was said just now."""
    ways = readings(text, subject.service, subject.question)
    tried = [_asked(way, means, service=None if way == again else subject.service or None) for way in ways]
    fitting = [part for part in tried if is_answered(part) and _is_about(part, subject, again)]
    fresh = [part for part in fitting if part.answer.sources[0].id != subject.entry]
    if fresh:
        return fresh[0]
    repeated = next((part for part in fitting if part.answer.confidence >= SAME_AGAIN), None)
    if repeated or (is_answered(alone) and _may_stand(text, alone, subject)):
        return repeated or alone
    return next((part for part in [*tried, alone] if part.reason not in {"", "onbekend"}), tried[0] if tried else alone)


def _is_about(part: Part, subject: Subject, again: str) -> bool:
    """Whether an answer stays with the subject, or is about what the question names instead."""
    wanted = service_named(part.question) or ("" if part.question == again else subject.service)
    return not wanted or part.answer.service == wanted


def is_answered(part: Part) -> bool:
    """Whether the knowledge answers."""
    return part.answer.status is AnswerStatus.ANSWERED


def _asked(text: str, means: Means, *, asked_back: bool = False, service: str | None = None) -> Part:
    found = answer(Question(text, service=service, asked_back=asked_back), means.knowledge)
    handovers = means.knowledge.library.handovers
    reason = next((key for key, said in handovers.items() if said == found.text), "")
    return Part(text, found, reason)


def _of(entry: KnowledgeEntry) -> Answer:
    return Answer(AnswerStatus.ANSWERED, entry.answer, (source(entry),), 1.0, entry.services[0])


def about(part: Part, subject: Subject) -> Subject:
    """What the conversation is about after an answer; what nobody could answer leaves it where it was."""
    if not is_answered(part):
        named = service_named(part.question)
        return (
            replace(subject, service=named or subject.service, question=part.question)
            if named or not subject.question
            else subject
        )
    told = tuple(dict.fromkeys([*subject.told, *(each.id for each in part.answer.sources)]))[-MOST_TOLD:]
    return Subject(part.answer.service or "", part.answer.sources[0].id, part.question, told)


def related(subject: Subject, means: Means) -> Iterator[KnowledgeEntry]:
    """The entries of the same service that were not said yet, those nearest to the question first."""
    if not subject.service:
        return
    rows = means.knowledge.retriever.scored(subject.question, service=subject.service)
    entries = [row.entry for row in rows if subject.service in row.entry.services]
    entries += [entry for entry in means.knowledge.retriever.entries if entry.services[0] == subject.service]
    fresh = {entry.id: entry for entry in entries if entry.id not in subject.told and not is_door(entry)}
    for entry in fresh.values():
        if is_sayable(entry, means.knowledge.today) and _title_question(entry):
            yield entry


def _title_question(entry: KnowledgeEntry) -> str:
    """A curated question that reads well on a button."""
    return next((each for each in entry.questions if each.endswith("?") and each[0].isupper() and len(each) < 70), "")


def choices_after(move: Move, part: Part, subject: Subject, means: Means) -> tuple[str, ...]:
    """What the visitor may say next with one click."""
    if move is Move.ASK_BACK:
        return part.answer.options
    if move is Move.NOT_KNOW:
        return (COLLEAGUE,) if means.may_mail else ()
    if move is not Move.ANSWER:
        return ()
    label = LABELS.get(subject.service, "") if means.may_mail else ""
    return (
        *(_title_question(entry) for entry in islice(related(subject, means), RELATED)),
        *([label] if label else []),
    )


def _offer(move: Move, subject: Subject, means: Means) -> str:
    if not means.may_mail:
        return ""
    if move is Move.NOT_KNOW:
        return COLLEAGUE
    return LABELS.get(subject.service, "") if move is Move.ANSWER else ""


def _told(parts: Sequence[Part], means: Means) -> list[Said]:
    """The answers, each once."""
    unknown = means.knowledge.library.handovers["onbekend"]
    texts = [unknown if _asks_back_in_vain(part) else part.answer.text for part in parts]
    told = {text: Said(text, part.answer.sources) for text, part in zip(texts, parts, strict=True)}
    return list(told.values())


def _in_their_language(talk: Talk, text: str, means: Means) -> list[Said]:
    """One line in English or Frisian for who writes so."""
    spoken = language(words(text))
    if spoken == "nl" and len(ENGLISH.intersection(words(text).folded)) >= LEAST_ENGLISH:
        spoken = "en"
    occasion = {"en": "engels", "fy": "fries"}.get(spoken)
    return [means.say(occasion, talk.form)] if occasion else []


def without_offers(found: Reply) -> Reply:
    """The same in the middle of something else: what was asked is answered, nothing new is begun."""
    return replace(found, choices=(), offer="", pending="")
