"""Mends the words by which the chat is steered: who types 'anmelden voor een leerkrin' wants to sign up.

Only these few words, and only what is nearly one of them; everything else stays as it was typed.
"""

import re
from difflib import get_close_matches
from functools import lru_cache

from bot.patterns import compiled_later
from bot.understanding.normalise import fold

STEERING = (
    "leerkring", "leerkringen", "intervisitatie", "toekomstverkenning", "bijeenkomst", "expert", "experts",
    "aanmelden", "aanmelding", "inschrijven", "meedoen", "aanvragen", "aanvraag", "opgeven", "hoeveel", "hoelang",
    "collega", "medewerker", "gemeente", "gemeenten", "overslaan", "versturen",
    "opgegeven", "aangemeld", "ingeschreven", "aangevraagd", "inschrijving", "aanmeldingen", "aanvragen", "collegas",
)  # fmt: skip
CLOSE = 0.86
SHORTEST = 6
WORD = compiled_later(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def mended(text: str) -> str:
    """The text with steering words that were nearly written right; every step of the chat asks it of one message."""
    return WORD.sub(_mended_word, text)


def _mended_word(found: re.Match[str]) -> str:
    word = fold(found[0])
    return found[0] if len(word) < SHORTEST or word in STEERING else _nearest(word) or found[0]


@lru_cache(maxsize=5000)
def _nearest(word: str) -> str:
    """The steering word that a folded word nearly is, else empty; people use the same words again and again."""
    close = get_close_matches(word, STEERING, 1, CLOSE)
    return close[0] if close and close[0][0] == word[0] else ""
