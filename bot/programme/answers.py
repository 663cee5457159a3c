"""What a reply to an invitation says: yes, no, or something that a person must read.

A wrong yes puts a municipality in a circle that it does not want, so anything doubtful goes to a person: conditions,
talks with others first, a yes and a no in one mail, and what only the classifier thinks with less than full confidence.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.model import Prediction
from bot.patterns import compiled_later


class Said(StrEnum):
    """The answer to an invitation."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


def _any(*patterns: str) -> re.Pattern[str]:
    return compiled_later("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


YES = _any(
    r"ja\b",
    r"jazeker",
    r"akkoord",
    r"(?:doen|doe|doet) (?:(?!niet\b)\w+ ){0,4}mee\b",
    r"(?:willen|wil) (?:(?!niet\b)\w+ ){0,6}(?:meedoen|deelnemen|aansluiten)",
    r"(?:nemen|neem|neemt) (?:(?!niet\b)\w+ ){0,4}deel\b",
    r"(?:zijn|ben) (?:\w+ ){0,2}(?:erbij|er bij|van de partij)\b",
    r"(?:sluiten|sluit) (?:(?!niet\b)\w+ ){0,3}aan\b",
    r"(?:accepteren|aanvaarden|nemen) (?:\w+ ){0,3}uitnodiging",
    r"zet (?:ons|mij|me) (?:\w+ ){0,3}(?:bij|op)\b",
    r"(?:reken|tel) (?:maar )?op (?:ons|mij)",
    r"doen (?:we|wij)\b(?! niet| helaas)",
    r"(?:we|wij|ik) (?:komen|kom) graag",
    r"(?:yes|count us in|we (?:would|will) (?:gladly )?(?:join|take part))\b",
)
PLEASED = _any(r"graag\b", r"prima\b", r"leuk", r"mooi", r"top\b", r"goed idee", r"uiteraard", r"natuurlijk")
"""Words of a yes that stand in a kind no as well."""
NO = _any(
    r"nee\b",
    r"helaas",
    r"(?:kan|kunnen|lukt|past|komt|gaat|willen|wil|zullen) (?:[\w']+ ){0,7}niet\b",
    r"doen (?:\w+ ){0,4}niet (?:\w+ ){0,3}mee\b",
    r"niet (?:\w+ ){0,4}(?:mee|meedoen|deelnemen|deel|haalbaar|mogelijk|aansluiten)\b",
    r"zie(?:n|t)? (?:\w+ ){0,3}(?:van )?af\b",
    r"afzien\b",
    r"(?:terug|in)trekken\b",
    r"trek(?:ken|t)? (?:\w+ ){0,5}(?:terug|in)\b",
    r"af(?:melden|zeggen|haken)\b",
    r"(?:haken|haak|melden|meld|zeggen|zeg) (?:\w+ ){0,4}af\b",
    r"sla(?:an|at)? (?:\w+ ){0,5}over\b",
    r"geen (?:\w+ ){0,2}(?:tijd|capaciteit|ruimte|menskracht|prioriteit|gelegenheid|behoefte)\b",
    r"(?:no\b|unfortunately|we (?:can ?not|can't|are unable))",
)
DOUBT = _any(
    r"overleg",
    r"bespre(?:ek|ken)",
    r"(?:weten|weet) (?:\w+ ){0,4}nog niet",
    r"nog (?:niet|geen) (?:\w+ ){0,3}(?:zeker|besluit|besloten|duidelijk|akkoord)",
    r"onder voorbehoud",
    r"misschien",
    r"mits\b",
    r"ja,? maar\b",
    r"kom(?:en)? (?:\w+ ){0,3}(?:op )?terug\b",
    r"(?:laat|laten) (?:\w+ ){0,5}weten\b",
    r"(?:alleen|pas) als\b",
    r"twijfel",
)
HELPS = _any(
    r"(?:help|doe|kom|denk|werk) (?:(?!niet\b)\w+ ){0,6}graag",
    r"graag (?:\w+ ){0,5}(?:help|doe|mee|helpen|meedenken)\b",
    r"(?:wil|kan) (?:(?!niet\b)\w+ ){0,6}(?:helpen|meedenken|ondersteunen|adviseren)\b",
    r"ik heb (?:(?!geen\b)\w+ ){0,3}(?:tijd|ruimte|zin)\b",
)
"""More words of a yes, of somebody who is asked to help."""
SURE = 0.9
LONGEST = 4000


def said_in(text: str, requests: Iterable[Prediction], service: str) -> Said:
    """What the new text of a reply says; ``requests`` are what the reader found in it."""
    words = text[:LONGEST]
    if DOUBT.search(words):
        return Said.UNCLEAR
    no, yes = bool(NO.search(words)), bool(YES.search(words))
    if no or yes:
        return Said.UNCLEAR if no and yes else Said.NO if no else Said.YES
    signs_up = any((each.service, each.act) == (service, "aanmelden") and each.confidence >= SURE for each in requests)
    return Said.YES if PLEASED.search(words) and signs_up and "?" not in words else Said.UNCLEAR


def said_by_expert(text: str) -> Said:
    """What an expert answers who was asked to help; a person confirms it anyway, so a request for more is unclear."""
    words = text[:LONGEST]
    if DOUBT.search(words) or "?" in words:
        return Said.UNCLEAR
    no, yes = bool(NO.search(words)), bool(YES.search(words) or HELPS.search(words))
    if no == yes:
        return Said.UNCLEAR
    return Said.NO if no else Said.YES
