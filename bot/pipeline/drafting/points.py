"""What a question is about, beside the service that it names, and whether an entry is about that too.

'Kan zo'n verkenning in één avond?' is about an evening. An entry on the verkenning that says nothing of evenings shares
its service with the question and not its point, and is no answer.
"""

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from bot.model import EntryMatch
from bot.patterns import compiled_later
from bot.understanding.match import Retriever, curated
from bot.understanding.question_words import MUST_BE_CURATED, Ask
from bot.understanding.questions import asks
from bot.understanding.terms import meant, terms

SHARE = 0.51
"""The part of the point that an entry must speak of: more than half."""

PARTLY = 0.5
"""What the question as a whole must score where an entry speaks of a part of its point only."""

HALF = 0.5
CLEAR = 0.6
"""Half of it will do where the question as a whole scores at least this."""

SPOKEN = 0.8
"""What a word is worth that stands in the answer alone: nobody curated a question about it."""

CERTAIN = 0.95
"""From this score on a question is the curated one in nearly the same words."""

CLOSE = 0.75
"""A question without words of its own ('voor wie is het bedoeld?') needs this score, and its sort of fact."""

SORTS = MUST_BE_CURATED | {Ask.FOR, Ask.WHO}
"""Sorts of fact that an entry holds only where a curated question asks for them."""

NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        service: frozenset(terms(words))
        for service, words in (
            ("leerkring", "leerkring kring"),
            ("intervisitatie", "intervisitatie visitatie"),
            ("expert", "expert deskundige democratie-expert democratieexpert expertpool pool bestand"),
            ("toekomstverkenning", "toekomstverkenning verkenning toekomst"),
            ("experiment", "experiment thorbecke proef"),
            ("herontwerpatelier", "atelier herontwerp herontwerpatelier"),
            ("theater", "lucas de man theater voorstelling optreden nieuwe helden"),
            ("subsidie", "a&o fonds subsidie potje aanvraag"),
            ("quickscan", "quick scan enquete vragenlijst lokale democratie"),
            ("uitdaagrecht", "right to challenge uitdaagrecht recht"),
            ("digitale-participatie", "digitale participatie online"),
            ("academie", "dia academie webinar"),
            ("ontwikkeltraject", "ontwikkeltraject traject"),
            ("bijeenkomst", "bijeenkomst kick-off werksessie waalwijk m50 februari 2020"),
            ("programma", "programma programme thorbecke2024 thorbecke vng"),
        )
    }
)
"""What a service is called: that a question and an entry share this tells nothing."""

SAYS_LITTLE = frozenset(
    terms(
        "gemeente ons onderwerp thema vijf iemand daarmee twee tweede elke daarom vandaar uitleg bedoeld bedoeling"
        " goedendag hoi vraag naam natuurlijk daarvan daarover gelof precies project collega's informatie toelichting"
        " vertellen graag ontvang krijgen aanvraag gebruiken eind vraagt aangeven nieuw beter antwoord gebied moment"
    )
)
"""Words that nearly every question of a municipality has."""

OF_THE_PROGRAMME = frozenset(terms("onderwerp vijf"))
"""What is said in passing elsewhere is the point where it is about the programme itself."""

LEAD = compiled_later(
    r"^.*?\b(?:vraagt|vragen|vroeg|vroegen|weten|benieuwd|af|uitleggen|vertellen)\b,?(?: mij| ons)?"
    r"(?= (?:of|wat|wie|waar\w*|wanneer|hoe|hoeveel|welke?|voor wie)\b)|^.*:(?=(?: \S+){4})"
    r"|^.*?\b(?:know|wonder(?:ing)?|ask|tell (?:me|us))(?= (?:what|who|where|when|how|which|whether|if)\b)",
    re.IGNORECASE,
)
"""Who asks and why, in front of what is asked."""

GENERAL = compiled_later(
    r"\b(?:wat (?:is|zijn|houdt|houden|doet|doen|behelst|inhoudt|wil)|wat .{0,60}\b(?:inhoudt|in)\b|hoe werkt|hoe gaat"
    r"|hoe ziet|hoe .{0,60}\b(?:in elkaar|werkt)|uitleg|uitleggen|toelichting|(?:informatie|info|meer weten) over"
    r"|meer informatie|informeren over|vertellen over|wat .{0,30}\bdoe[nt]|iets (?:voor|zijn))\b",
    re.IGNORECASE,
)
"""Somebody wants to know what it is, and no more than that."""

EXAMPLES = compiled_later(
    r"voorbeeld|publicatie|(?:welke|andere|er|zijn er) gemeenten\b|gemeenten (?:die|waar)\b", re.IGNORECASE
)
"""Somebody wants to see how others did it."""


def without_lead(text: str) -> str:
    """What is asked, without who asks it and why."""
    return LEAD.sub("", text)


@lru_cache(maxsize=256)
def point(text: str, service: str) -> tuple[str, ...]:
    """The words that a question is about, without those that nearly every question about the service has."""
    plain = NAMES.get(service, frozenset()) | SAYS_LITTLE - (
        OF_THE_PROGRAMME if service == "programma" else frozenset()
    )
    words = meant(without_lead(text))
    return tuple(word for word in words if word not in plain and not word.rstrip("e").isdigit())


def names(text: str, service: str, other: str) -> bool:
    """Whether a question of one service is about nothing but another one."""
    words = frozenset(point(text, service))
    return bool(words) and words <= NAMES.get(other, frozenset())


@lru_cache(maxsize=256)
def sorts(text: str) -> frozenset[Ask]:
    """The sorts of fact that a question wants; each candidate entry is held against them."""
    return asks(without_lead(text))


def is_general(text: str, service: str) -> bool:
    """Whether somebody wants to know what the service is, rather than one thing about it."""
    if service == "bijeenkomst":
        return False
    if service == "inspiratie":
        return bool(EXAMPLES.search(text))
    return bool(GENERAL.search(text)) and not point(text, service) and not sorts(text) & SORTS


def answers(retriever: Retriever, match: EntryMatch, text: str, service: str) -> float:
    """How much of the point of a question an entry speaks of (0..1); 0 where that is too little for an answer."""
    entry = match.entry
    lacks = sorts(text) & SORTS - retriever.holds(entry)
    if lacks and (match.score < CERTAIN or not lacks <= {Ask.COMING, Ask.NAMES}):
        return 0.0
    wanted = point(text, service)
    if not wanted:
        return 1.0 if sorts(text) and match.score >= CLOSE else 0.0
    questions, whole = _words(curated(entry)), _words((*curated(entry), entry.answer))
    forms = [{word, *retriever.like(word)} for word in wanted]
    held = [SPOKEN * (not whole.isdisjoint(words)) if questions.isdisjoint(words) else 1.0 for words in forms]
    share = sum(held) / len(wanted)
    return share if 1.0 in held and match.score >= _least(share) else 0.0


def _least(share: float) -> float:
    """The score that an entry needs which speaks of this share of the point; no score makes up for too little."""
    if share < HALF:
        return math.inf
    return 0.0 if share == 1.0 else PARTLY if share >= SHARE else CLEAR


@lru_cache(maxsize=1024)
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in terms(text))
