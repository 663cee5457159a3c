"""The questions in a mail, one by one: 'met hoeveel gemeenten, hoe vaak, en wat kost dat?' are three."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.patterns import compiled_later
from bot.understanding.questions import FEWEST, parts_of

SENTENCE_END = compiled_later(r"(?<=[.?!])[)\"']?\s+|\n\s*\n|\n(?=\s*(?:[-*]|\d[.)]))")
ASKS = compiled_later(
    r"\?\W*$|\b(?:vraag is|weten(?! (?:we|wij|ik)\b)|benieuwd|vraag me af|vraag mij af|afvragen)\b"
    r"|\b(?:vra(?:agt|gen)|vroe?gen?)(?: (?:zich|ons|me|mij))?(?: af)? (?:of|wat|wie|waar|wanneer|hoe|hoeveel|welke?)\b"
    r"|^\W*(?:wat|wie|waar|wanneer|hoe|hoeveel|welke?|mag|bestaat|what|who|how|which)\b(?!\s*:)"
    r"|\b(?:to know|wonder(?:ing)?|to ask|tell (?:me|us)) (?:what|who|where|when|how|which|whether|if)\b",
    re.IGNORECASE,
)
WANTS_DONE = compiled_later(
    r"^\W*(?:kun|kunt|kunnen|wil|willen|wilt|zou|zouden) (?:je|jullie|u) (?:mij|me|ons|onze|mijn|hem|haar)\b"
    r"(?!.*\b(?:vertellen|uitleggen|zeggen|weten|informeren|adviseren)\b)",
    re.IGNORECASE,
)
"""Somebody is asked to do something; no entry answers that."""

SIGNS_UP = compiled_later(
    r"\b(?<!geen )(?:aan(?:ge)?meld|meld|op(?:ge)?ge[ev]|in(?:ge)?schr|aan(?:ge)?vra"
    r"|boek|reserv|deelne(?:em|m)|waar kan ik)",
    re.IGNORECASE,
)
"""How to sign up: only who asks that wants to be told where to write."""

JOINS = compiled_later(
    r"\b(?:aan(?:ge)?meld|meld\w* .{0,30}\baan\b|inschrij|schrijf|note(?:er|ren)\b|opgeven"
    r"|(?:wij|we|ik|ons)\b.{0,40}\bmeedoen"
    r"|meemaken|aansluit|aanhaken|instappen|is er (?:binnenkort|nog|al)\b|plek(?:je)?\b|regelen|in gang|in orde"
    r"|helpen|hulp|ondersteun|hieraan|hiermee|hierbij|iets mee|zo iemand|iemand|koppel|vind(?:en)? jullie"
    r"|volgende stap|vervolg|formulier|gegevens|mogelijkhe|wat is er mogelijk|mogelijk is|contact|bel(?:len)?\b"
    r"|terugbel|bericht|doorzet|toestuur|toe te sturen|sturen|kan dat|kan dit|meedenk|meekijk|boek|reserv|op zetten"
    r"|iets voor|past dat|past een|komen kijken|langs|bij jullie terecht|tips|nodig van)",
    re.IGNORECASE,
)
"""What only repeats the wish of a sign-up: 'kunnen jullie ons aanmelden?', 'hebben jullie zo iemand?'."""

ABOUT_US = compiled_later(
    r"\b(?:jullie|u|leerkring|leercirkel|kring|intervisitatie|expert|atelier|scan|voorstelling|bijeenkomst|werksessie"
    r"|webinar|toekomstverkenning|traject|programma|subsidie|deelname|kost|kosten|duurt|vng|thorbecke)\w*\b",
    re.IGNORECASE,
)
"""A question for us, and not the question that somebody wants to bring into a leerkring or put to an expert."""


@lru_cache(maxsize=16)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences that are long enough to mean something; several questions in one are taken apart.

    A question of a word or two ('Klopt dat?') is about the sentence before it, and asks that. Remembered for a moment,
    because a request is looked at from several sides.
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    before = ""
    for piece in SENTENCE_END.split(text):
        sentence = " ".join(piece.split())
        if len(sentence.split()) >= FEWEST:
            yield from parts_of(sentence) if ASKS.search(sentence) else (sentence,)
            before = sentence
        elif before and sentence.endswith("?") and not ASKS.search(before):
            yield f"{before} {sentence}"


@lru_cache(maxsize=16)
def questions(text: str) -> tuple[str, ...]:
    """The sentences that ask something."""
    return tuple(sentence for sentence in sentences(text) if ASKS.search(sentence))


def side_questions(text: str) -> tuple[str, ...]:
    """What a sign-up asks besides the sign-up itself."""
    return tuple(
        found for found in questions(text) if "?" in found and ABOUT_US.search(found) and not JOINS.search(found)
    )
