"""Gaps of the knowledge base: questions that no entry answered, those that are alike together, without people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.content.library import Library
from bot.model import EntryKind
from bot.patterns import compiled_later
from bot.pipeline.anonymous import anonymous, known_words
from bot.pipeline.desk import Desk
from bot.pipeline.figures import OpenQuestion
from bot.understanding.memory import Likeness

T = TypeVar("T")

ALIKE = 0.45
"""Likeness (cosine, 0..1) from which two questions go together."""
LATELY = timedelta(weeks=13)
LONGEST = 200
_SENTENCE = compiled_later(r"[^.!?\n]*[^\s.!?][^.!?\n]*\?")


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike: the words of the latest, without people, and the messages, the latest first."""

    question: str
    service: str
    last: datetime
    messages: tuple[int, ...]

    @property
    def number(self) -> int:
        return len(self.messages)


async def gaps(desk: Desk, since: datetime | None = None) -> tuple[Gap, ...]:
    """What was asked since then (or lately) and not answered by an entry, the most asked first."""
    entries = desk.library.entries.values()
    answers = [entry.id for entry in entries if entry.kind is EntryKind.ANTWOORD]
    found = await desk.figures.open_questions(answers, since or desk.now - LATELY)
    return await desk.offload(lambda: clustered(found, desk.library)) if found else ()


def clustered(questions: Iterable[OpenQuestion], library: Library) -> tuple[Gap, ...]:
    """Each question goes to the first cluster whose latest question it is like."""
    known = known_words(library)
    made = [_gap(words, rows) for words, rows in alike((asked(row, known), row) for row in questions)]
    return tuple(sorted(made, key=lambda gap: (-gap.number, -gap.last.timestamp())))


def alike(items: Iterable[tuple[str, T]]) -> list[tuple[str, list[T]]]:
    """Clusters of what has words that are alike, with the words of the first of each; in the order of the items."""
    clusters: list[tuple[Likeness, str, list[T]]] = []
    for words, item in items:
        likeness = Likeness("", words)
        near = next((cluster for first, _, cluster in clusters if likeness.to(first) >= ALIKE), None)
        if near is None:
            clusters.append((likeness, words, [item]))
        else:
            near.append(item)
    return [(words, cluster) for _, words, cluster in clusters]


def _gap(words: str, rows: Sequence[OpenQuestion]) -> Gap:
    return Gap(words, rows[0].service, max(row.received_at for row in rows), tuple(row.message_id for row in rows))


def asked(row: OpenQuestion, known: frozenset[str]) -> str:
    """The sentences that end in a question mark, or the beginning of the text; without people, on one line."""
    people = (row.sender_name,) if row.sender_name else ()
    sentences = [" ".join(found.split()) for found in _SENTENCE.findall(row.text)]
    words = anonymous(" ".join(sentences) or " ".join(row.text.split()) or row.subject, people, known)
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
