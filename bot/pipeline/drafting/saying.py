"""How a knowledge entry is said in a mail: in its own sentences, each entry once, each reservation once per mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.provenance import marked
from bot.errors import ContentError
from bot.model import EntryStatus, KnowledgeEntry
from bot.pipeline.drafting.markdown import plain
from bot.pipeline.drafting.sentences import Line, Text, read

RESERVATION = re.compile(r"^(?:Zo|Dit|Dat) stond .*een collega (?:controleert|bevestigt) of", re.IGNORECASE)
YES_OR_NO = ("Ja.", "Nee.")
OWN_MAILBOX = "thorbecke2024@vng.nl"


@dataclass(slots=True)
class Said:
    """What one mail has said so far: the entries, and the reservations that wait until they are said."""

    entries: Mapping[str, KnowledgeEntry]
    ids: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)

    def say(self, entry_id: str, zinnen: int = 0, laatste: int = 0) -> str:
        """The entry's answer, or only its first ``zinnen`` or last ``laatste`` sentences; '' when it was said already.

        Raises ``ContentError`` for an entry that does not exist.
        """
        entry = self.entries.get(entry_id)
        if entry is None:
            raise ContentError([f"het kennisitem '{entry_id}' bestaat niet"])
        if entry_id in self.ids:
            return ""
        self.ids.add(entry_id)
        text = self._without_reservation(entry, read(plain(entry.answer)))
        return marked(f"entry:{entry_id}", str(_part(_fit_for_mail(text), zinnen, laatste)))

    def reservations(self) -> tuple[str, ...]:
        """What the entries since the last call have to be qualified with, each sentence once, with its source."""
        found = tuple(self.waiting.values())
        self.waiting.clear()
        return found

    def _without_reservation(self, entry: KnowledgeEntry, text: Text) -> Text:
        """The reservation is kept apart, so that a mail with three answers makes it once."""
        last = text.sentences[-1].sentence
        if entry.status is EntryStatus.TE_BEVESTIGEN and RESERVATION.match(last) and len(text.sentences) > 1:
            self.waiting[last] = marked(f"entry:{entry.id}", last)
            return _shorter(text, 1)
        return text


def _fit_for_mail(text: Text) -> Text:
    """Without what only fits a chat: a bare yes or no in front, and at the end the advice to mail us."""
    sentences = [item.sentence for item in text.sentences]
    if len(sentences) > 1 and sentences[0] in YES_OR_NO:
        return _fit_for_mail(_later(text, 1))
    if len(sentences) > 1 and OWN_MAILBOX in sentences[-1]:
        return _shorter(text, 2 if len(sentences) > 2 and sentences[-2].endswith("?") else 1)
    return text


def _part(text: Text, first: int, last: int) -> Text:
    count = len(text.sentences)
    if first:
        return _shorter(text, max(count - first, 0))
    return _later(text, max(count - last, 0)) if last else text


def _shorter(text: Text, by: int) -> Text:
    """Without its last ``by`` sentences."""
    return _keep(text, range(len(text.sentences) - by))


def _later(text: Text, by: int) -> Text:
    """Without its first ``by`` sentences."""
    return _keep(text, range(by, len(text.sentences)))


def _keep(text: Text, numbers: range) -> Text:
    number = -1
    paragraphs: list[tuple[Line, ...]] = []
    for paragraph in text.paragraphs:
        lines: list[Line] = []
        for line in paragraph:
            kept = []
            for sentence in line:
                number += 1
                if number in numbers:
                    kept.append(sentence)
            if kept:
                lines.append(tuple(kept))
        if lines:
            paragraphs.append(tuple(lines))
    return Text(tuple(paragraphs))
