"""Where each sentence of a draft comes from, in the order of the text, for the preview beside the editor."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model import DraftText, KnowledgeEntry, SentenceEvidence
from bot.pipeline.drafting.planned import SOURCE


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences with one source."""

    text: str
    entry: KnowledgeEntry | None
    """The knowledge entry that says this; None for what a colleague wrote, and where the entry is no longer there."""
    written: bool
    """Whether a colleague wrote this: it stands in no source."""
    overdue: bool
    meeting: int | None = None
    """The meeting that this is told of, as it was planned when the draft was made."""


FIXED = "template:"
"""The source of what the assistant put there and no entry is known for, as in drafts of earlier versions."""


def passages(
    draft: DraftText, made_by_assistant: str, entries: Mapping[str, KnowledgeEntry], today: date
) -> tuple[Passage, ...]:
    """The whole text of the draft as passages; neighbours with the same source are one.

    ``made_by_assistant`` is the text before a colleague changed it: what stands there too, no colleague wrote.
    """
    found: list[tuple[str, str]] = []
    position = 0
    for start, stop, source in _located(draft.text, draft.evidence):
        if start < position:
            continue
        found += [*_without_source(draft.text[position:start], made_by_assistant), (draft.text[start:stop], source)]
        position = stop
    found += _without_source(draft.text[position:], made_by_assistant)
    return tuple(_passage(text, source, entries, today) for text, source in _joined(found))


def _without_source(text: str, made_by_assistant: str) -> list[tuple[str, str]]:
    """Paragraph by paragraph: what the assistant wrote, or the words of a colleague (no source)."""
    paragraphs = re.split(r"(?<=\n\n)", text)
    return [(part, FIXED if part.strip() in made_by_assistant else "") for part in paragraphs]


def _located(text: str, evidence: tuple[SentenceEvidence, ...]) -> list[tuple[int, int, str]]:
    """(start, stop, source) of each sentence that is still in the text, whatever its line breaks are."""
    places = []
    position = 0
    for piece in evidence:
        pattern = re.compile(r"\s+".join(re.escape(word) for word in piece.sentence.split()))
        match = pattern.search(text, position) or pattern.search(text)
        if match and match.group():
            places.append((match.start(), match.end(), piece.entry))
            position = match.end()
    return sorted(places)


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs of one source; what is only white space or punctuation belongs to the sentence before it."""
    joined: list[tuple[str, str]] = []
    for text, source in pieces:
        nothing_said = not re.search(r"\w", text)
        if joined and (nothing_said or joined[-1][1] == source or (_fixed(source) and _fixed(joined[-1][1]))):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif not nothing_said:
            joined.append((text, source))
    return joined


def _fixed(source: str) -> bool:
    return source.startswith(FIXED)


def _passage(text: str, source: str, entries: Mapping[str, KnowledgeEntry], today: date) -> Passage:
    entry = entries.get(source.removeprefix("entry:")) if source.startswith("entry:") else None
    number = source.removeprefix(SOURCE)
    meeting = int(number) if source.startswith(SOURCE) and number.isdecimal() else None
    overdue = entry is not None and entry.overdue(today)
    return Passage(text.strip(), entry, written=not source, overdue=overdue, meeting=meeting)
