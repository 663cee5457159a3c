"""How a knowledge entry is said in a mail: in its own sentences, each entry once, each reservation once per mail."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.content.provenance import marked
from bot.errors import ContentError
from bot.model import EntryStatus, KnowledgeEntry
from bot.patterns import compiled_later
from bot.pipeline.drafting.markdown import plain
from bot.pipeline.drafting.sentences import Line, Text, read

RESERVATION = compiled_later(r"^((?:Zo|Dit|Dat) stond .*); een collega (?:controleert|bevestigt) of", re.IGNORECASE)
"""In the chat it ends with the colleague who checks; of a mail that colleague is the reviewer, who has checked."""
CHECKED = compiled_later(r"\bcollega (?:controleert|bevestigt)\b")
GOES_ON = ("Zet in ", "Schrijf ", "Beschrijf ", "Dat is ", "Die ", "Thorbecke2024 zoekt daar ")
"""How the sentence after our address begins when it makes no sense without it."""
YES_OR_NO = ("Ja.", "Nee.")
OWN_MAILBOX = "thorbecke2024@vng.nl"


@dataclass(slots=True)
class Said:
    """What one mail has said so far: the entries, and the reservations that wait until they are said.

    ``waiting`` holds the words of a reservation ('Zo stond het in het aanbod van 2020') and the entry they come from.
    """

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

    def reservations(self) -> tuple[tuple[str, str], ...]:
        """What the entries since the last call have to be qualified with, each once: the words and their source."""
        found = tuple(self.waiting.items())
        self.waiting.clear()
        return found

    def _without_reservation(self, entry: KnowledgeEntry, text: Text) -> Text:
        """The reservation is kept apart, so that a mail with three answers makes it once."""
        last = text.sentences[-1].sentence
        found = RESERVATION.match(last)
        if entry.status is EntryStatus.TE_BEVESTIGEN and found and len(text.sentences) > 1:
            self.waiting[found[1]] = f"entry:{entry.id}"
            return _shorter(text, 1)
        return text


def _fit_for_mail(text: Text) -> Text:
    """Without what only fits a chat: a bare yes or no in front, and the advice to mail us."""
    sentences = [item.sentence for item in text.sentences]
    if len(sentences) > 1 and sentences[0] in YES_OR_NO:
        return _fit_for_mail(_later(text, 1))
    ours = next((n for n, sentence in enumerate(sentences) if _only_names_us(sentence, sentences[n + 1 :])), None)
    if ours is None or len(sentences) == 1:
        return text
    lead = 1 if ours and sentences[ours - 1].endswith("?") and len(sentences) > 2 else 0
    return _fit_for_mail(_keep(text, [n for n in range(len(sentences)) if not ours - lead <= n <= ours]))


def _only_names_us(sentence: str, after: list[str]) -> bool:
    if CHECKED.search(sentence):
        return False  # a reservation, whatever address it names
    return OWN_MAILBOX in sentence and not (after and after[0].startswith(GOES_ON))


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


def _keep(text: Text, numbers: Collection[int]) -> Text:
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
