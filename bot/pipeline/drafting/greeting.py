"""The salutation: the sender's name as far as we know it, and never a guess at a gender."""

import re

from bot.content.provenance import clean
from bot.model import Address, AddressForm
from bot.patterns import compiled_later

TITLES = frozenset({"drs", "dr", "mr", "ir", "ing", "prof", "bc", "ba", "ma", "msc", "bsc", "mba", "llm", "phd", "jhr"})
HONORIFICS = {"mevrouw": "mevrouw", "mevr": "mevrouw", "mw": "mevrouw", "heer": "heer", "dhr": "heer", "meneer": "heer"}
PARTICLES = frozenset(
    {"van", "de", "der", "den", "ter", "ten", "te", "het", "'t", "in", "op", "aan", "la", "le", "el", "al", "von", "di"}
)
FUNCTIONS = frozenset({"raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "statenlid", "commissielid"})
"""Before a name these are no part of it: 'Raadslid Van 't Hof'."""
ADDRESSED = frozenset({"burgemeester", "wethouder"})
"""Who is greeted by office where the name alone would leave the gender open."""
COLLEAGUES = frozenset({"griffier", "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "ambtenaar"})
NO_PERSON = compiled_later(
    r"\d|[@:/\\<>{}]|\b(gemeente|griffie|griffier|secretariaat|bestuurssecretariaat|kabinet|college|raad|gemeenteraad|"
    r"raadsgriffie|statengriffie|bestuursondersteuning|gemeentehuis|stadhuis|directie|managementassistent\w*|"
    r"(?:beleids|communicatie|gebieds|wijk|dorpen|project)?(?:adviseur|co\u00f6rdinator|medewerker|leider|regisseur|manager)|"
    r"redactie|verkoop|sales|bv|b\.v|nv|info|postbus|team|afdeling|bureau|stichting|vereniging|vng|thorbecke\w*|provincie|waterschap|fractie|"
    r"bewonersgroep|dorpsraad|wijkraad|\w*belang(?:en)?|bestuur|buurt\w*|\w*platform|netwerk|co\u00f6peratie|comit\u00e9|werkgroep"
    r"|hogeschool|universiteit|servicedesk|noreply|beheer|wethouders|b&w)\b",
    re.IGNORECASE,
)
WORD = compiled_later(r"['\u2019]?[^\W\d_]+(?:[.'\u2019-][^\W\d_]*)*")
"""Letters with the points, hyphens and apostrophes inside a name: P.J., Anne-Fleur, d'Hondt, 't."""


def salutation(
    form: AddressForm,
    *,
    contact: str | None,
    sender: Address | None,
    new_text: str,
    role: str,
) -> str:
    """The first line of the reply, without its comma.

    ``contact`` may be somebody whom the mail appoints. We greet the person who wrote: the contact when that is the
    sender's own name or when the mail's text does not mention it (so that it came from the signature), else the
    sender's display name.
    """
    name = _writer(contact, sender, new_text)
    given, family, honorific = _parts(name)
    if form is AddressForm.JE and given:
        return f"Beste {given}"
    if form is AddressForm.JE:
        return "Beste collega" if role in COLLEAGUES else "Goedendag"
    if honorific and family:
        return f"Geachte {honorific} {_upper_first(family)}"
    if given and family:
        return f"Geachte {given} {family}"
    if family and role in ADDRESSED:
        return f"Geachte {role} {_upper_first(family)}"
    return f"Geachte heer, mevrouw {_upper_first(family)}" if family else "Geachte heer, mevrouw"


def _writer(contact: str | None, sender: Address | None, new_text: str) -> str:
    shown = sender.display_name if sender else ""
    if contact and (_same_person(contact, sender) or contact.casefold() not in new_text.casefold()):
        return contact
    return shown


def _same_person(contact: str, sender: Address | None) -> bool:
    """Whether the family name of the contact stands in the sender's name or address."""
    if sender is None:
        return False
    words = [word for word in _words(contact) if word.casefold() not in PARTICLES]
    place = f"{sender.display_name} {sender.addr_spec.partition('@')[0]}".casefold()
    return bool(words) and words[-1].casefold() in place


def _parts(name: str) -> tuple[str, str, str]:
    """Given name ('' for initials), the rest of the name and a stated honorific; all empty for no person."""
    line = re.sub(r"\(.*?\)|\[.*?\]|[|\u2013\u2014].*| - .*", "", clean(name, longest=60)).strip(" \"',;\u201c\u201d")
    if not line or NO_PERSON.search(line) or len(line.split()) > 6:
        return "", "", ""
    if "," in line:
        last, _, first = line.partition(",")
        line = f"{first.strip()} {last.strip()}"
    words = _words(line)
    honorific = next((HONORIFICS[word.rstrip(".").casefold()] for word in words if _is_honorific(word)), "")
    words = [
        word for word in words if not _is_honorific(word) and word.rstrip(".").casefold() not in TITLES | FUNCTIONS
    ]
    if honorific and words and words[0].casefold() == "de":
        words = words[1:]  # "de heer F. Hamelink"
    if not words:
        return "", "", ""
    given = "" if _is_initials(words[0]) or words[0].casefold() in PARTICLES else _cased(words[0])
    family = _family(words)
    if given and len(words) == 1:
        return ("", given, honorific) if honorific else (given, "", "")
    return given, family, honorific


def _family(words: list[str]) -> str:
    rest = words if words[0].casefold() in PARTICLES else words[1:]
    named = [word for word in rest if not _is_initials(word)]
    return " ".join(word.casefold() if word.casefold() in PARTICLES else _cased(word) for word in named)


def _words(line: str) -> list[str]:
    return [word for word in line.replace(",", " ").split() if WORD.fullmatch(word)]


def _is_honorific(word: str) -> bool:
    return word.rstrip(".").casefold() in HONORIFICS


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "")
    return len(letters) == 1 or (letters.isupper() and ("." in word or len(letters) == 2))


def _cased(word: str) -> str:
    """'WOLTERS' and 'wolters' as a name; mixed case stays as the person writes it ('McDonald', 'Anne-Fleur')."""
    return word if not (word.isupper() or word.islower()) else "-".join(part.capitalize() for part in word.split("-"))


def _upper_first(family: str) -> str:
    """Without a given name before it, the first letter of a Dutch family name is a capital ('Van den Akker')."""
    return family[:1].upper() + family[1:]
