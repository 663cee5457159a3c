"""How a knowledge entry is said in a mail: in its own sentences, once, and with its reservation right behind it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.content.forms import in_form
from bot.content.provenance import marked
from bot.errors import ContentError
from bot.model import EntryKind, EntryStatus, KnowledgeEntry
from bot.patterns import compiled_later
from bot.pipeline.drafting.markdown import plain
from bot.pipeline.drafting.sentences import Line, Text, read

RESERVATION = compiled_later(
    r"^((?:Zo|Dit|Dat) stond (?:het |er )?(.*)); een collega (?:controleert|bevestigt) of", re.IGNORECASE
)
"""In the chat it ends with the colleague who checks; of a mail that colleague is the reviewer, who has checked."""
CHECKED = compiled_later(r"\bcollega (?:controleert|bevestigt)\b")
GOES_ON = ("Zet in ", "Schrijf ", "Beschrijf ", "Dat is ", "Die ", "Thorbecke2024 zoekt daar ")
"""How the sentence after our address begins when it makes no sense without it."""
FOLLOWS_FROM_IT = compiled_later(r"^Een collega \w+ (?:daarna|dan)\b")
"""What happens after somebody mailed us; without our address in front of it nobody knows after what."""
YES_OR_NO = ("Ja.", "Nee.")
LISTED = compiled_later(r"\s*(?:[-*]|\d{1,2}[.)])\s")
OWN_MAILBOX = "thorbecke2024@vng.nl"


@dataclass(slots=True)
class Said:
    """What one mail has said so far: the entries, and the reservations behind those that are not confirmed.

    ``qualify`` words a reservation: how the entry puts it ('Zo stond het in het aanbod van 2020'), its place in that
    ('in het aanbod van 2020') and how many the mail has made already, so that it does not read like a parrot.
    """

    entries: Mapping[str, KnowledgeEntry]
    qualify: Callable[[str, str, int], str]
    polite: bool = True
    ids: set[str] = field(default_factory=set)
    reservations: list[str] = field(default_factory=list)

    def say(self, entry_id: str, zinnen: int = 0, laatste: int = 0) -> str:
        """The entry's answer, or only its first ``zinnen`` or last ``laatste`` sentences; '' when it was said already.

        Raises ``ContentError`` for an entry that does not exist or that is an agreement, which nobody says.
        """
        entry = self.entries.get(entry_id)
        if entry is None:
            raise ContentError([f"het kennisitem '{entry_id}' bestaat niet"])
        if entry.kind is EntryKind.AFSPRAAK:
            raise ContentError([f"het kennisitem '{entry_id}' is een afspraak; die komt niet letterlijk in een mail"])
        if entry_id in self.ids:
            return ""
        self.ids.add(entry_id)
        spoken = self._answer if entry.kind is EntryKind.ANTWOORD else self._fixed
        return marked(f"entry:{entry_id}", spoken(entry, zinnen, laatste))

    def _fixed(self, entry: KnowledgeEntry, first: int, last: int) -> str:
        text = in_form(entry.answer, polite=self.polite)
        return str(_part(read(text), first, last)) if first or last else text

    def _answer(self, entry: KnowledgeEntry, first: int, last: int) -> str:
        """The answer with the reservation of what is not confirmed, whichever part of it is said."""
        text = _read(entry.answer)
        if entry.status is not EntryStatus.TE_BEVESTIGEN:
            return str(_part(_fit_for_mail(text), first, last))
        found = RESERVATION.match(text.sentences[-1].sentence)
        if not found or len(text.sentences) == 1:
            return str(_fit_for_mail(text))
        said = str(_part(_fit_for_mail(_shorter(text, 1)), first, last))
        self.reservations.append(self.qualify(found[1], found[2], len(self.reservations)))
        gap = "\n\n" if LISTED.match(said.rsplit("\n", 1)[-1]) else " "
        return said + gap + self.reservations[-1]


@lru_cache(maxsize=512)
def _read(answer: str) -> Text:
    """Mails say the same entries again and again."""
    return read(plain(answer))


def _fit_for_mail(text: Text) -> Text:
    """Without what only fits a chat: a bare yes or no in front, and the advice to mail us."""
    sentences = [item.sentence for item in text.sentences]
    if len(sentences) > 1 and sentences[0] in YES_OR_NO:
        return _fit_for_mail(_later(text, 1))
    ours = next((n for n, sentence in enumerate(sentences) if _only_names_us(sentence, sentences[n + 1 :])), None)
    if ours is None or len(sentences) == 1:
        return text
    lead = 1 if ours and sentences[ours - 1].endswith("?") and len(sentences) > 2 else 0
    tail = 1 if FOLLOWS_FROM_IT.match("".join(sentences[ours + 1 : ours + 2])) else 0
    kept = [n for n in range(len(sentences)) if not ours - lead <= n <= ours + tail]
    return _fit_for_mail(_keep(text, kept)) if kept else text


def _only_names_us(sentence: str, after: list[str]) -> bool:
    if OWN_MAILBOX not in sentence or CHECKED.search(sentence):
        return False  # a reservation stays, whatever address it names
    return not (after and after[0].startswith(GOES_ON))


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
