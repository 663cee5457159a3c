"""Who an out-of-office sends us to: a name, an address, or both."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bot.model import Address
from bot.patterns import compiled_later

_CUE = compiled_later(
    r"\b(?:collega|neemt|kollege|kollegin|kollegen|colleague|vervang\w*|plaatsvervang\w*|opvolg\w*|waarne\w*|vertret\w*"
    r"|vertritt|stand-?in|covering|replac\w+|successor|dringend\w*|spoed\w*|haast|urgent\w*|wachten|terecht|contact\w*"
    r"|bereiken|bellen|bel|mailen|mail|e-mail|wenden|richten|stellen|sturen|stuur|schrijf|schrijven|vragen|reach|call"
    r"|please|wait|weet|raad)\b",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:de heer|mevrouw|mevr\.?|mw\.?|dhr\.?|frau|herrn?|mr\.?|mrs\.?|ms\.?|dr\.?|ir\.?|drs\.?)\s)?"
_PART = r"(?:van|de|der|den|het|'t|ten|ter|te|von|zu|zum|op|in|la|le|el|al|bin)"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[a-zà-öø-ÿ'\u2019]{1,30}|\.)(?:-?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'\u2019]{1,30}|[A-Z]\.){0,3}"
_NAME = rf"(?P<name>(?:(?:team|afdeling|bureau) )?{_CAPITAL}(?:\s(?:{_PART}\s){{0,2}}{_CAPITAL}){{0,3}})"
_LEADS = (
    r"(?:collega(?:['\u2019]?s)?|vervang(?:er|ster)|plaatsvervanger|opvolg(?:er|ster)|waarnemer|colleagues?|replacement"
    r"|stand-?in|successor|kolleg(?:e|en|in)|vertretung|nachfolger(?:in)?)(?:\s(?:is|ist|van|of)\b)?"
    r"|(?:bel|mail|bellen|mailen)(?:\s(?:dan|met|naar|aan|gerust|even)){0,3}"
    r"|(?:terecht|contact(?:\sopnemen|\sop)?|wenden|richten|stellen|bereiken)\s(?:dan\s)?(?:bij|met|tot|aan)"
    r"|contact|call|e-?mail|reach(?:\sout\sto)?|sich(?:\sbitte)?\san|vertritt\smich|vertreten\s(?:durch|von)"
    r"|(?:vervangen|waargenomen)\sdoor"
)
_LEADS_TO_NAME = compiled_later(rf"(?i:\b(?:{_LEADS})(?:\s(?:met|de|dan|bitte|please))?[,:]?\s{_TITLE})" + _NAME)
_NAME_THEN = compiled_later(
    _NAME
    + r"(?i:\s(?:neemt\s(?:voor\smij\s)?waar|vervangt\smij|is\smijn\svervang|will\s(?:be\s)?(?:cover|replac|stand)"
    r"|is\s(?:covering|replacing)|vertritt\smich))"
)
_NAME_BEFORE_ADDRESS = compiled_later(_NAME + r"\s?[,(<:\[]{0,2}\s?(?:via\s|op\s|at\s|unter\s)?$")
_ADDRESS = compiled_later(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_NO_NAME = frozenset({
    "u", "ik", "bij", "voor", "het", "de", "uw", "je", "dank", "met", "wilt", "heeft", "heb", "kan", "kunt", "neem",
    "mail", "bel", "is", "urgent", "please", "for", "the", "i", "in", "wenn", "bitte", "sie", "ihre", "spoed", "haast",
    "gemeente", "vragen", "na", "tot", "sinds", "wij", "we", "mijn", "dit", "deze", "beste", "groet", "vanaf",
})  # fmt: skip
"""Words with a capital that begin a sentence, and no name."""


def named_in(text: str, nobody: AbstractSet[str]) -> Address | None:
    """The first person or address that a sentence about a stand-in names; ``nobody`` are casefolded addr-specs."""
    for sentence in _sentences(text):
        if not _CUE.search(sentence):
            continue
        match = next((one for one in _ADDRESS.finditer(sentence) if one[0].casefold().rstrip(".") not in nobody), None)
        name = _named(sentence, match)
        if match or name:
            return Address(name, match[0].rstrip(".") if match else "")
    return None


def _named(sentence: str, address: re.Match[str] | None) -> str:
    found = [_LEADS_TO_NAME.search(sentence), _NAME_THEN.search(sentence)]
    if address:
        found.append(_NAME_BEFORE_ADDRESS.search(sentence[: address.start()]))
    names = (one["name"].strip() for one in found if one)
    return next((name for name in names if name.split()[0].casefold().strip(".") not in _NO_NAME), "")[:100]


def _sentences(text: str) -> Iterator[str]:
    """Sentences; a line break inside one is a space, a blank line ends it."""
    for paragraph in re.split(r"\n\s{0,80}\n", text):
        flat = " ".join(paragraph.split())
        yield from re.split(r"(?<=[a-zà-ÿ0-9)][.!?])\s(?=[A-ZÀ-Þ])", flat)
