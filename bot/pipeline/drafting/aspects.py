"""What people ask about every service and no document tells: the price, the dates, the time it takes.

Where a mail asks one of these and no entry that we say speaks of it, the reply says that a colleague will tell.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.patterns import compiled_later

ASPECTS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = MappingProxyType(
    {
        words: (compiled_later(rf"\b(?:{asked})\b", re.IGNORECASE), compiled_later(rf"\b(?:{told})\b", re.IGNORECASE))
        for words, asked, told in (
            (
                "wat het kost",
                "(?<!tijd )kost|kosten|prijs|prijzen|tarief|tarieven|bedrag|gratis|betalen|prijskaartje",
                "kost|kosten|gratis|euro|prijs",
            ),
            ("of het op papier te krijgen is", "op papier|gedrukte?|papieren", "papier|gedrukt"),
            ("waar het te vinden is", "downloaden|waar vind|te vinden|ergens te", r"https?://|www\.|youtube"),
            ("wie de contactpersoon is", "contactpersoon|contactpersonen|met wie", "contactpersoon|mail"),
            (
                "wanneer het is",
                "wanneer|welke (?:datum|data|dag|dagen|periode)|een datum|eerstvolgende|startdatum",
                r"(?:19|20)\d\d|wanneer",
            ),
            (
                "hoeveel tijd het vraagt",
                (
                    "hoeveel (?:tijd|uur|uren|dagen|avonden|bijeenkomsten)|tijdsinvestering|aan tijd|"
                    r"hoe vaak (?:kom|je|we|wij|u|jullie|zit|per|is|moet)\w*"
                ),
                "dagdeel|weken|minuten|maanden|uur",
            ),
            (
                "hoelang het duurt",
                "hoe ?lang(?! van|[^?.]*\bbewa)|doorlooptijd",
                "duurt|dagdeel|weken|minuten|maanden|uur",
            ),
            (
                "of het ook korter kan",
                "in (?:1|een|één) (?:avond|dag|dagdeel|middag|ochtend)|korter",
                "duurt|dagdeel|weken|minuten|maanden|uur",
            ),
        )
    }
)
"""The words of the reply, with what asks for it in a mail and what tells it in an entry."""


def untold(questions: Iterable[str], answers: Iterable[str]) -> tuple[str, ...]:
    """The aspects that the questions ask and the answers leave open, as the reply names them."""
    asked, told = " ".join(questions), " ".join(answers)
    return tuple(words for words, (asks, tells) in ASPECTS.items() if asks.search(asked) and not tells.search(told))
