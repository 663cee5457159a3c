"""The words by which a person's mail asks, thanks or says goodbye, and what the kind of a mail is learned from."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from bot.patterns import compiled_later
from bot.understanding.classify import Features
from bot.understanding.normalise import words
from bot.understanding.segment import Sentence
from bot.understanding.speech import speech_acts

_THANKS = compiled_later(
    r"\b(?:dank|bedankt|dankjewel|dankuwel|dankje|thanks?|thnx|thx|tof|fijn|top|prima|helemaal goed|akkoord|ontvangen|super|"
    r"duidelijk|geweldig|leuk gesprek|genoten|geslaagd|mooi|tige tank|tank|merci|in orde|genoteerd|begrepen|tot dan|tot de|tot volgende|"
    r"fijne feestdagen|complimenten?|waardeer|gewaardeerd|chapeau|hulde|oke|ok|goed om te horen|goed om te weten|geregeld|gelukt)\b",
    re.IGNORECASE,
)
_ASKS = compiled_later(
    r"\b(?:graag|wil(?:len)? (?:wij|we|ik|jullie|u|je)|(?:wij|we|ik) wil(?:len)?|zou(?:den)? (?:wij|we|ik|u|jullie|je)|(?:wij|we|ik) zou(?:den)?|kun(?:nen|t)? (?:u|je|jullie|wij|we|ik)|"
    r"kan (?:ik|je|u|er|het)|verzoek(?:en)?|zoek(?:en)?|vra(?:ag|gen)|aanmeld\w*|afmeld\w*|opgeven|inschrijven|meld(?:en)?\b|"
    r"hoor(?:t)? (?:ik|graag)|laat (?:u |je )?(?:maar |iets |graag )*horen|gastheer|gastgemeente|zie (?:hieronder|onder|bijlage)|onderstaand\w*|laat (?:het )?(?:me|mij|ons|maar)? ?weten|stuur|schrap|toevoeg\w*|doorgeven|ontbreekt|ontbreken|mis(?:sen)? (?:ik|we|wij)|(?:ik|we|wij) mis(?:sen)?|alleen nog|rest (?:nog|mij)|toesturen|alsnog|helaas|bedankt voor niets|lekker dan|fijn is dat|mooi is dat|doe ons|van de partij|(?:gebruik(?:t|maakt)|maakt gebruik) van (?:uw|jullie|de) uitnodiging|(?:dat|het) moet zijn|tikfout|(?:het|dat) (?:zijn|worden) er|"
    r"(?:mijn|onze) (?:plek|plaats) (?:gaat|kan|mag)|(?:mag|kan) (?:van (?:tafel|de lijst)|vervallen)|hoef(?:t|ven) niet meer|van de (?:verzend|mailing)?lijst|doorgeschoven|schuift|verhuist|uitstel zou|wijzig\w*|klacht|verhinderd|"
    r"contactpersoon|bied\w*|nog geen|nog niet|wanneer|waarom|hoeveel|welke|zet (?:ons|mij|me)|noteer|bel (?:mij|me|gerust))\b",
    re.IGNORECASE,
)
_HARMLESS = compiled_later(
    r"\b(?:graag gedaan|heel graag tot|tot (?:dan|ziens|gauw|snel|de|volgende|binnenkort|maandag|dinsdag|woensdag|donderdag|vrijdag)|graag tot|"
    r"geen (?:verdere )?vra(?:ag|gen)|mijn vra(?:ag|gen) (?:is|zijn) (?:hiermee |daarmee )?beantwoord|(?:mijn|onze|alle|de) vra(?:ag|gen)|"
    r"hoef(?:t|ven)? (?:u|je|jullie|ik|niets|niet te|niks|geen|verder)|ik (?:wil|wilde)(?: \w+){0,3} (?:bedanken|dankzeggen|danken|laten weten)|"
    r"(?:wil|willen|wilde|wilden) (?:ik|wij|we) (?:\w+ ){0,5}(?:bedanken|danken)|wij willen (?:\w+ ){0,6}bedanken|dat zocht ik|zocht ik|"
    r"laat (?:\w+ ){1,5}van (?:me|mij|ons) horen|meld (?:ik )?me (?:dan |weer )|graag gelezen|graag gebruik van|daar (?:kan|kunnen) (?:ik|we|wij)|"
    r"hier (?:kan|kunnen) (?:ik|we|wij)|kan (?:ik|het) (?:\w+ ){0,3}(?:verder|vooruit|mee)|kunnen (?:we|wij) (?:\w+ ){0,3}(?:verder|vooruit|mee))\b",
    re.IGNORECASE,
)
KINDS = ("verzoek", "bedankje", "spam")
"""What a mail of a person, or of somebody who plays one, can be."""
STEM = 6
"""Letters after which forms of one word part: ``gewaardeerd`` and ``gewaardeerde`` share the first six."""
_WEIGHT = 2.0
_DIGITS = compiled_later(r"\d+")
_MONEY = compiled_later(r"[€$%]|\beuro\b|\bdollars?\b", re.IGNORECASE)
_LINK = compiled_later(r"https?://|www\.|\b[\w-]+\.(?:com|example|net|info)\b", re.IGNORECASE)
_LENGTHS = (6, 12, 25, 50, 90)


@lru_cache(maxsize=64)
def asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question or holds a word that asks, offers, signs up, changes or complains."""
    return sentence.question or bool(_ASKS.search(_HARMLESS.sub(" ", sentence.text)))


@lru_cache(maxsize=64)
def thanks(text: str) -> str | None:
    """The first word of thanks, praise or consent."""
    found = _THANKS.search(text)
    return found.group() if found else None


def kind_features(sentences: Sequence[Sentence]) -> Features:
    """What a mail's kind is learned from: its words, how sentences begin and end, and what they do.

    The words together weigh as much in a short mail as in a long one. The subject of an answer is that of the mail
    before it, so it does not count.
    """
    said: set[str] = set()
    for sentence in sentences:
        said |= _wording(sentence)
    share = _WEIGHT / math.sqrt(len(said) + 1)
    return Features({**dict.fromkeys(sorted(said), share), **_doing(sentences)})


def _wording(sentence: Sentence) -> set[str]:
    found = [word if word.isalpha() else _DIGITS.sub("0", word) for word in words(sentence.text).folded]
    if not found:
        return set()
    edges = {f"^{found[0]}", f"{found[-1]}$", f"^{'_'.join(found[:2])}"}
    return edges | set(found) | {f"<{word[:STEM]}" for word in found if len(word) > STEM}


def _doing(sentences: Sequence[Sentence]) -> dict[str, float]:
    length = sum(len(sentence.text.split()) for sentence in sentences)
    thanking = sum(thanks(sentence.text) is not None for sentence in sentences)
    asking = any(asks(sentence) for sentence in sentences)
    acts = {act for sentence in sentences for act in speech_acts(sentence.text)}
    text = " ".join(sentence.text for sentence in sentences)
    told = {
        "?": any(sentence.question for sentence in sentences),
        "acts-none": not acts,
        "money": bool(_MONEY.search(text)),
        "link": bool(_LINK.search(text)),
        **{f"act-{act}": True for act in sorted(acts)},
        **{f"length-{least}": length > least for least in _LENGTHS},
        f"sentences-{min(len(sentences), 6)}": True,
    }
    told |= {
        "asks" if asking else "asks-not": True,
        f"thanks-{bool(thanking)}-{2 * thanking >= len(sentences)}": True,
        "thanks-only": bool(thanking) and not asking,
    }
    return dict.fromkeys(("always", *(name for name, holds in told.items() if holds)), 1.0)
