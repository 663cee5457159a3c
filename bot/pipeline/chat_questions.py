"""What the chat learns: questions that it answered badly or not at all, in clusters, for who keeps the knowledge.

Nothing of it changes an answer by itself. The content editor decides what becomes of a cluster, and the decisions make
a file of proposals for ``knowledge/entries``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

import yaml

from bot.dialogue import Move
from bot.model import ChatQuestion, EntryKind, KnowledgeEntry, Remedy, Talk, Turn, Verdict
from bot.pipeline.anonymous import anonymous
from bot.pipeline.desk import Desk
from bot.pipeline.gaps import alike
from bot.pipeline.names_typed_small import without_small_names
from bot.understanding.match import Retriever
from bot.understanding.personal_data import personal_data

NEAR = 5
"""Entries that a cluster offers for its questions."""
KEPT = timedelta(weeks=26)
"""How long a question is kept, decided about or not."""
ANSWERS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.USEFUL: "Ja",
        Verdict.WRONG: "Nee, het klopt niet",
        Verdict.PARTIAL: "Nee, het is niet volledig",
        Verdict.UNCLEAR: "Nee, het is onduidelijk",
        Verdict.BESIDE: "Nee, ik vroeg iets anders",
    }
)
"""What a visitor can say of an answer, in words."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that are alike, the latest first, and the entries that are near them, the nearest first."""

    questions: tuple[ChatQuestion, ...]
    near: tuple[KnowledgeEntry, ...]

    @property
    def latest(self) -> datetime:
        return self.questions[0].at

    @property
    def wordings(self) -> tuple[str, ...]:
        """Each wording once, the latest first."""
        return tuple(dict.fromkeys(each.question for each in self.questions))

    def number(self, verdict: Verdict) -> int:
        """How many of them have this verdict."""
        return sum(each.verdict is verdict for each in self.questions)


# --- what visitors leave ----------------------------------------------------------------------------------------------


async def note_unanswered(desk: Desk, talk: Talk) -> None:
    """Keep the last question when nobody curated an answer to it."""
    turn = talk.turns[-1]
    if turn.move is Move.NOT_KNOW and turn.asked:
        await _note(desk, turn.asked, "", Verdict.UNANSWERED)


def may_be_judged(turn: Turn) -> bool:
    """Whether to ask what the visitor found of it."""
    return turn.move is Move.ANSWER and not turn.verdict


def judged(talk: Talk, verdict: str) -> Talk:
    """The conversation with a verdict on its last answer; the same where there is none to give or it is no verdict."""
    if not talk.turns or not may_be_judged(talk.turns[-1]) or verdict not in set(ANSWERS):
        return talk
    return replace(talk, turns=(*talk.turns[:-1], replace(talk.turns[-1], verdict=verdict)))


async def note_verdict(desk: Desk, talk: Talk) -> None:
    """Keep what was found of the last answer; of a useful one only that it was."""
    verdict = Verdict(talk.turns[-1].verdict)
    if verdict is Verdict.USEFUL:
        await desk.chat_questions.add("", talk.subject.entry, verdict, desk.now)
    else:
        await _note(desk, talk.subject.question or talk.turns[-1].asked, talk.subject.entry, verdict)


async def _note(desk: Desk, asked: str, entry: str, verdict: Verdict) -> None:
    """The chat refuses personal data; a name that slipped through is taken out here, before anything is written."""
    if not personal_data(asked):
        known = desk.mind.known_words
        question = without_small_names(anonymous(" ".join(asked.split()), (), known), known)
        await desk.chat_questions.add(question, entry, verdict, desk.now)


# --- what the editor does about it ------------------------------------------------------------------------------------


async def clusters(desk: Desk) -> tuple[Cluster, ...]:
    """What waits for the content editor, the most asked first."""
    waiting, retriever = await desk.chat_questions.waiting(), desk.retriever
    return await desk.offload(lambda: clustered(waiting, retriever)) if waiting else ()


def clustered(questions: Iterable[ChatQuestion], retriever: Retriever) -> tuple[Cluster, ...]:
    """The same questions in the same order always make the same clusters."""
    groups = alike((each.question, each) for each in questions)
    made = [Cluster(tuple(group), near(words, retriever)) for words, group in groups]
    return tuple(sorted(made, key=lambda one: (-len(one.questions), -one.latest.timestamp())))


def near(question: str, retriever: Retriever) -> tuple[KnowledgeEntry, ...]:
    """The entries that come closest, however little that is; none when nothing is like it."""
    return tuple(row.entry for row in retriever.scored(question)[:NEAR])


async def decide(desk: Desk, ids: Sequence[int], remedy: Remedy, target: str, actor: str) -> None:
    """What becomes of a cluster. ``ValueError`` for a variant of an entry that is not there, ``Conflict``."""
    entry = desk.library.entries.get(target)
    if remedy is Remedy.VARIANT and (entry is None or entry.kind is not EntryKind.ANTWOORD):
        raise ValueError(target)
    await desk.chat_questions.decide(ids, remedy, target if remedy is Remedy.VARIANT else "", actor, desk.now)


def proposals(decided: Iterable[ChatQuestion]) -> str:
    """A file that says which questions go below which entry, and which need an entry; empty when there are none."""
    variants: dict[str, dict[str, None]] = {}
    fresh: dict[str, None] = {}
    for each in decided:
        into = variants.setdefault(each.target, {}) if each.remedy is Remedy.VARIANT else fresh
        into[each.question] = None
    parts = {
        "varianten": [{"id": entry, "questions": list(found)} for entry, found in sorted(variants.items())],
        "nieuw": [{"questions": group} for group in _grouped(fresh)],
    }
    said = {name: part for name, part in parts.items() if part}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110) if said else ""


def _grouped(questions: Iterable[str]) -> list[list[str]]:
    return [group for _, group in alike((each, each) for each in questions)]
