"""The facts of an intake in one mail: what the reader found already, and the sentences that tell the rest.

A sentence is given as the sender wrote it, never in words of ours: whether it says enough is for a colleague to judge.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from bot.model import TOPIC_LABELS
from bot.model.dutch import listed
from bot.model.intake import Fact, Reading, ToldMail
from bot.patterns import compiled_later
from bot.understanding.segment import sentences

LONGEST = 300
MOST_TEXT = 8_000
"""Letters of a mail that are looked at; what the team must know stands in front."""

LABELLED = compiled_later(r"^[ \t>*-]{0,4}([^\W\d][^:\n]{1,40}?)[ \t]*:[ \t]*(\S[^\n]*)$", re.MULTILINE)
"""'Aanleiding: de nieuwe raad', as the chat writes it down and as forms do."""

AUDIENCE = compiled_later(
    r"\b\d{1,4}(?: (?:tot|à|a|-) \d{1,4})? (?:\w+ )?(?:raadsleden|collegeleden|inwoners|bewoners|ambtenaren|medewerkers"
    r"|collega.?s|jongeren|leidinggevenden|bestuurders|bezoekers|gasten|personen|mensen|deelnemers|man)\b",
    re.IGNORECASE,
)
"""Who does not take part but comes: '80 raadsleden'."""

FOUND: Mapping[Reading, Callable[[ToldMail], str]] = MappingProxyType(
    {
        Reading.MUNICIPALITY: lambda mail: ", ".join(mail.understanding.municipalities),
        Reading.TOPICS: lambda mail: listed([TOPIC_LABELS.get(topic, topic) for topic in mail.understanding.topics]),
        Reading.DATES: lambda mail: listed(mail.understanding.wished_dates),
        Reading.PARTICIPANTS: lambda mail: str(mail.understanding.participants or "") or audience(mail.text),
        Reading.CONTACT: lambda mail: (
            mail.understanding.contact_name or (mail.sender.display_name if mail.sender else "")
        ),
        Reading.PHONE: lambda mail: mail.understanding.phone or "",
        Reading.ROLE: lambda mail: (
            "" if mail.understanding.role == "onbekend" else mail.understanding.role.capitalize()
        ),
    }
)


def value_in(mail: ToldMail, service: str, fact: Fact) -> str:
    """What a mail says of a fact of a request for this service; '' when it does not."""
    read = FOUND[fact.read](mail) if fact.read is not None else ""
    labelled = _labelled(mail.text[:MOST_TEXT]).get(fact.label.casefold(), "")
    return read or labelled or (_sentence(fact.words, _about(mail, service)) if fact.words else "")


def audience(text: str) -> str:
    """A number of people as the mail has it, '80 raadsleden'; '' when there is none."""
    found = AUDIENCE.search(text[:MOST_TEXT])
    return found[0] if found else ""


def may_tell(fact: Fact, text: str) -> bool:
    """Whether a mail has words, or a line, that may tell a fact."""
    text = text[:MOST_TEXT]
    return fact.label.casefold() in _labelled(text) or bool(fact.words and _pattern(fact.words).search(text))


def _about(mail: ToldMail, service: str) -> str:
    """The sentences about this service, where a mail asks for several."""
    parts = [request.text for request in mail.understanding.requests if request.service == service]
    return "\n".join(parts) if parts and all(parts) else mail.text


def _sentence(words: tuple[str, ...], text: str) -> str:
    """The first sentence that has one of the words."""
    pattern, text = _pattern(words), text[:MOST_TEXT]
    if not pattern.search(text):
        return ""
    found = next((each.text for each in sentences(text) if pattern.search(each.text)), "")
    return found if len(found) <= LONGEST else found[: LONGEST - 1].rstrip() + "…"


@lru_cache(maxsize=8)
def _labelled(text: str) -> Mapping[str, str]:
    """The lines that begin with a name and a colon; the last of the same name counts."""
    return {found[1].strip().casefold(): found[2].strip()[:LONGEST] for found in LABELLED.finditer(text)}


@lru_cache(maxsize=128)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)
