"""Who to talk to: the name of the contact and that person's telephone number (E.164, Dutch numbers)."""

# ruff: noqa: E501, RUF001, ISC004
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from functools import lru_cache

from bot.patterns import Several, compiled_later
from bot.understanding.normalise import fold

_TITLES = compiled_later(
    r"^(?:(?:drs|mr|dr|ir|ing|prof|dhr|mw|mevr|mevrouw|de heer|meneer|msc|ma|bc)\.?\s+)+", re.IGNORECASE
)
_FUNCTIONAL = compiled_later(
    r"\b(?:\w*griffier?|gemeentesecretaris|raadslid|rekenkamer|gemeente|\w*secretariaat|team|afdeling|fractie|info|communicatie|raad|bewonersbedrijf|stichting|"
    r"vereniging|dorpsraad|wijkraad|college|kabinet|bestuur|redactie|nieuwsbrief|namens|postbus|postvak|beheer|organisatie|"
    r"evenementen|dorpsbelang\w*|wijkplatform|buurtvereniging|bewonersgroep|jongerenraad|adviesraad|rekenkamercommissie|bibliotheek|"
    r"\w*ondersteuning|klantcontactcentrum|inkoop|directie|administratie|receptie|planning|staf|bv|"
    r"provincie|burgemeester|wethouders?|vng|via|bureau|programma|project|werkgroep|out of office|mailer|daemon|helpdesk|"
    r"participatie|burgerzaken|klantcontact|servicepunt|office|hr|mail|netwerk|platform|cooperatie|coöperatie|update)\b",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽ]"
_PART = rf"(?:{_CAPITAL}[\w'’-]+|{_CAPITAL}\.(?:\s?{_CAPITAL}\.)*)"
_PARTICLE = r"(?:van|de|der|den|het|ter|ten|te|'t|’t|el|la|op|in|v\.?d\.?|von|di|da|le|Van|De|Der|Den|Ter|Ten|Te|El|Al)"
NAME = rf"{_PART}(?:[ ](?:{_PARTICLE}[ ])*{_PART}){{1,3}}"
_FULL_NAME = compiled_later(
    rf"^(?:(?:drs|mr|dr|ir|ing|dhr|mw|mevr|de heer|mevrouw)\.? )*({NAME})(?=\s*(?:$|[,|/(:–-]|\s{{2,}}|\d))"
)
_ANY_NAME = compiled_later(rf"^{_CAPITAL}[\w'’-]+$")
_TITLED = r" (?:(?:de heer|mevrouw|dhr\.?|mw\.?|mevr\.?|mijn collega|collega|onze|mijn|[\w-]*(?:adviseur|medewerker|griffier|secretaresse|leider|chef|assistente?|secretaris|manager|regisseur)),? )*"
_PASSED_ON = compiled_later(
    rf"\b[Nn]amens (?:onze |de |mijn )?(?:heer |mevrouw )?(?:[Ww]ethouder|[Bb]urgemeester|[Gg]emeentesecretaris|[Gg]riffier|[Dd]irecteur),? ({NAME})"
)
_WRITES_HERSELF = compiled_later(
    r"\b(?:kunt (?:u )?mij|mij bereiken|ik ben (?:te bereiken|bereikbaar)|ondergetekende|met mij)\b", re.IGNORECASE
)
_APPOINTED = Several(
    compiled_later(pattern)
    for pattern in (
        rf"(?:[Cc]ontactpersoon|[Aa]anspreekpunt|[Cc]ontact)(?: voor [^.\n]{{0,40}}?)? (?:is|wordt|blijft|van ons is|hiervoor is|bij ons is|namens \w+ is)"
        rf"(?: (?:vanaf nu|voortaan|nu|per [^,.\n]{{3,20}}|mijn collega|collega|onze griffier|onze|mijn|[\w-]+adviseur|[\w-]+medewerker))* ({NAME})",
        rf"(?:[Cc]ontactpersoon|[Aa]anspreekpunt)\s*:\s*({NAME})",
        rf"({NAME})(?: \([^)]*\))? (?:is|wordt)(?: (?:dan|nu|voortaan|vanaf nu|vanaf [^,.\n]{{3,20}}|per [^,.\n]{{3,20}}))?"
        r" (?:de |onze |het |ons |jullie |uw )?(?:nieuwe )?(?:contactpersoon|aanspreekpunt|opvolger|vervanger)",
        rf"overgenomen door (?:mijn collega |collega )?({NAME})",
        rf"(?:kunt|kan|kunnen|mag) (?:u|je|jullie) (?:zich |daarvoor |hiervoor )*(?:wenden tot|terecht bij|contact opnemen met|bellen met|mailen met)"
        rf"{_TITLED}({NAME})",
        rf"(?:[Vv]ragen|[Dd]e rest|[Aa]fspraken|[Dd]etails) (?:kunt|kan|kunnen|mag) (?:u|je|jullie) (?:\w+ ){{0,2}}(?:aan|met|bij) (?:de|onze|mijn) [\w-]+ (?:stellen|maken|doorspreken|kwijt|afstemmen)\s*[:,]\s*({NAME})",
        rf"(?:[Mm]ijn|[Mm]ien|[Mm]yn|[Oo]nze) (?:collega|opvolger|opvolgster) ({NAME})\b[^.?!\n]{{0,90}}\b(?:hij|zij|ze|hai|hy|sy|hee) n(?:ee|e|i)mt [^.?!\n]{{0,25}}\bover\b",
        rf"(?:mijn|onze) (?:collega |opvolger )+({NAME})(?: \([^)]*\))? neemt (?:het|dit|mijn|de)[^.\n]{{0,40}} over",
        rf"({NAME})(?: \([^)]*\))? neemt (?:het|dit|mijn \w+|de \w+)(?: van mij)? over",
        rf"({NAME})(?: \([^)]*\))? neemt [^.?!\n]{{1,40}} van (?:me|mij) over\b",
        rf"\bneemt (?:mevrouw |de heer |mijn collega |collega |mijn opvolger |mijn opvolgster )?({NAME})(?: \([^)]*\)|, [\w -]{{2,30}},)? [^.?!\n]{{1,40}} van (?:me|mij) over\b",
        rf"\b(?:[Ww]ilt?|[Kk]unt?|[Gg]elieve|[Gg]raag|[Vv]erzoek)\b[^.?!\n]{{0,60}}\bcontact (?:op te nemen|opnemen|op) met{_TITLED}({NAME})",
        rf"\b(?:kabinetschef|secretaresse|assistente?|collega|medewerker|adviseur|projectleider) ({NAME})(?: \([^)]*\))? (?:stemt|regelt|maakt|neemt|plant|handelt)\b",
        rf"(?:[Mm]ijn|[Hh]et) werk wordt (?:gedaan|opgepakt|voortgezet) door (?:mijn collega |collega )?({NAME})",
        rf"vervangen door (?:die van |mijn collega |collega )?({NAME})",
        rf"voortaan (?:aan |naar |met |graag |bij )?(?:mijn collega |collega )?({NAME})",
        rf"({NAME})(?: \([^)]*\))? (?:volgt mij op|neemt mijn plek over|doet (?:dit|het) voortaan)",
        rf"(?:[Oo]nze|[Mm]ijn) (?:[\w-]*projectleider|[\w-]*adviseur|[\w-]*medewerker)[^.\n]{{0,10}} ({NAME}),? is (?:uw|jullie|je|het) (?:contactpersoon|aanspreekpunt)",
        rf"[Oo]pvolger(?: is| wordt|:) ({NAME})",
        rf"({NAME})(?: \([^)]*\))? neemt (?:mijn (?:plek|plaats|rol)|het (?:stokje|dossier))\b[^.?!\n]{{0,25}} over\b",
        rf"\b({NAME}) (?:te )?zetten in plaats van mij\b",
        rf"\bwordt (?:vanaf nu|voortaan|nu) (?:mijn collega |collega |mijn opvolger |mijn opvolgster )?({NAME})",
        rf"\b(?:draag|dragen|droeg) [^.?!\n]{{1,40}} over aan (?:mijn collega |collega )?({NAME})",
        rf"\b(?:[Hh]ij|[Zz]ij|[Zz]e) heet ({NAME})\b[^.?!\n]{{0,60}}\b(?:bereik|bel|mail|nummer|aanspreek|contact)",
        rf"\((?:de heer |mevrouw |dhr\.? |mw\.? )?({NAME})\b[^)\n]{{0,40}}\) (?:is|blijft) (?:het|de|uw|ons|onze|mijn) (?:aanspreekpunt|contactpersoon)",
        rf"({NAME}) (?:het|de|ons|onze|uw|jullie) (?:vaste |nieuwe |eerste )?(?:contact|aanspreekpunt|contactpersoon)\b",
        rf"(?:nieuwe|andere) contactpersoon (?:is |wordt |voor [^.\n]{{0,30}} (?:is|wordt) )?(?:mijn collega )?({NAME})",
        rf"(?:(?:kunnen |mogen )?(?:lopen|gaan) via|contact (?:graag )?(?:via|met|opnemen met)|[Nn]eem(?:t u)? (?:graag |gerust |dan )?contact op met|afspraken? (?:graag )?(?:via|met)|"
        rf"(?:stemmen|afstemmen|regelen) (?:graag )?(?:via|met)|te bereiken via)(?: mijn| onze| de| collega| [\w-]*adviseur| [\w-]*medewerker)* ({NAME})",
    )
)
_BY_NUMBER = compiled_later(
    rf"({NAME})(?:,? [\w-]+| van (?:mijn|onze|het|de) [\w-]+)?(?:\s*\(|,? (?:te bellen |bereikbaar |te bereiken |bellen )?(?:op|via|onder|tel(?:efoon)?\.?(?:nummer)?|T|nr\.?|mobiel)\b)[\s:(]*"
    r"(?:tel\.?|T|M|telefoon)?[\s:]*(?=\(?(?:\+|0)\d[\d\s().\-–/]{6,17}\d)"
)
"""Somebody named with a number of their own, in a text that gives no other: ``de uitvoering berust bij X (045-...)``."""
_FOREIGN = compiled_later(r"(?:\+|00)(?:32|33|44|49)[\d\s().\-–/]{7,16}$")
_NUMBER = compiled_later(
    r"(?<![\w.,/:=-])(?:(?:\+|00)(?:32|33|44|49)|\+\s?31|0031|\(?\+31\)?|\(?0\d)[\d\s().\-–/]{6,17}\d(?![\w@])"
)


def contact_name(display_name: str, addr_spec: str, own_text: str, signature: str) -> str | None:
    """The contact that the mail appoints, else the sender: from the From line, or the signature when that is no person."""
    appointed = appointed_contact(own_text)
    if appointed:
        return appointed
    sender = _person(display_name)
    behalf = spoken_for(display_name, own_text)
    if behalf:
        return behalf
    signed = _signed(signature)
    if sender is None or _ANY_NAME.match(sender):
        same = sender is None or (signed and fold(signed).startswith(fold(sender)))
        return signed if signed and same else sender or signed or _from_local_part(addr_spec)
    if signed and _spelled_out(signed, sender):
        return signed
    if signed and _initials_only(sender) and _surname(signed) == _surname(sender) and not _initials_only(signed):
        return signed
    return sender


def _spelled_out(signed: str, sender: str) -> bool:
    """Whether people sign with their own spelling or a longer surname: ``Desiree`` for ``Désirée``, ``Jo Smit-Bos``."""
    return fold(signed) == fold(sender) or fold(signed).startswith(f"{fold(sender)}-")


def spoken_for(display_name: str, own_text: str) -> str | None:
    """Whose message a secretariat passes on, when it does not put itself forward; its number is theirs, too."""
    passed = _PASSED_ON.search(own_text[:400]) if _person(display_name) is None else None
    return None if passed is None or _WRITES_HERSELF.search(own_text) else _TITLES.sub("", passed.group(1)).strip()


def appointed_contact(own_text: str) -> str | None:
    """Somebody else whom the mail names as the contact."""
    for pattern in _APPOINTED.that_may_match(own_text):
        match = pattern.search(own_text)
        if match:
            return _TITLES.sub("", match.group(1)).strip()
    reached = {_TITLES.sub("", match.group(1)).strip() for match in _BY_NUMBER.finditer(own_text)}
    return reached.pop() if len(reached) == 1 else None


@lru_cache(maxsize=16)
def _person(display_name: str) -> str | None:
    name = re.sub(r"\([^)]*\)|\[[^\]]*\]|\"", "", display_name).strip(" '\t,")
    pieces = [piece.strip() for piece in re.split(r"\s+[|/–]\s+|\s+-\s+", name)]
    people = [piece for piece in pieces if not _FUNCTIONAL.search(piece)]
    name = next((piece for piece in people if " " in piece), (people or pieces)[0])
    if "@" in name or not name:
        return None
    if "," in name:
        last, first = (part.strip() for part in name.split(",", 1))
        if _FUNCTIONAL.search(last):
            return _person(first)
        first = re.split(r",", first)[0].strip()
        behind = re.sub(rf"\b{_PARTICLE}\b", lambda particle: particle.group().lower(), last)
        name = last if _FUNCTIONAL.search(first) else f"{first} {behind}"
    name = _TITLES.sub("", name).strip()
    namens = re.match(r"(?:.*\bnamens)\s+(.+)$", name)
    if namens:
        return _person(namens.group(1))
    return None if _FUNCTIONAL.search(name) or not re.search(r"[^\W\d_]", name) else name


@lru_cache(maxsize=4)
def _signed(signature: str) -> str | None:
    """Who signed; remembered for a moment, because a mail is asked for it with its own words and without."""
    for line in [line.strip(" *_\t>-–|") for line in signature.splitlines()][:12]:
        if _FUNCTIONAL.search(line.split(",")[0].split("|")[0]):
            continue
        match = _FULL_NAME.match(line)
        if match and not re.match(
            r"(?:Met|Mvg|Vriendelijke|Hartelijke|Groet|Groeten|Groetjes|Hoogachtend|Verzonden|Verstuurd)\b", line
        ):
            return _TITLES.sub("", match.group(1)).strip()
    for line in [line.strip(" *_\t,>") for line in signature.splitlines()][:5]:
        greeting = re.match(
            rf"^(?:\w+ )*(?:[Gg]roet(?:en|jes)?|[Gg]r|[Mm]vg|[Gg]rt)\.?,? (?:van )?({NAME}|{_PART})$", line
        )
        if greeting:
            return greeting.group(1)
    return None


def _from_local_part(addr_spec: str) -> str | None:
    local = addr_spec.partition("@")[0]
    parts = [part for part in re.split(r"[._]", local) if part.isalpha() and len(part) > 1]
    if len(parts) < 2 or _FUNCTIONAL.search(" ".join(parts)):
        return None
    return " ".join(part.capitalize() for part in parts)


def _initials_only(name: str) -> bool:
    return bool(re.match(r"^(?:[^\W\d_]\.?\s?)+\s", name)) and len(re.split(r"[.\s]", name)[0]) <= 2


def _surname(name: str) -> str:
    return fold(name.rsplit(maxsplit=1)[-1]) if name.split() else ""


def phone(own_text: str, signature: str, contact: str | None, sender: str | None) -> str | None:
    """The number of the contact, or of a secretariat given for that person; ``own_text`` goes before the signature."""
    if contact and sender and fold(contact) != fold(sender) and _surname(contact) != _surname(sender):
        return _number_behind(own_text, contact) or _number_in_own_signature(signature, contact)
    for line in own_text.splitlines():
        for match in _NUMBER.finditer(line):
            number = e164(match.group())
            bracket = match.group().startswith("(")
            if number and not _of_somebody_else(line[: match.start() + bracket], sender):
                return number
    return _best_of(signature)


def _number_behind(text: str, name: str) -> str | None:
    at = text.find(name)
    if at < 0:
        return None
    match = _NUMBER.search(text, at, at + 220)
    return e164(match.group()) if match else None


def _number_in_own_signature(signature: str, name: str) -> str | None:
    """A number of the signature counts for an appointed contact when that name stands there."""
    return _best_of(signature[signature.find(name) :]) if name in signature else None


_OTHER = compiled_later(rf"(?i:collega|bel (?:dan )?(?:met )?|bereik(?:en|baar)? (?:via )?|van|griffie|voorganger|hun|zijn|haar)\W+(?:\w+\W+){{0,3}}$|"
                    rf"{_CAPITAL}[\w'’-]+(?: (?:{_PARTICLE} )*{_CAPITAL}[\w'’-]+)?\s*[(,:]\s*(?:[\w.+-]+@[\w.-]+,?\s*)?(?:tel\.?:?|T|M|mobiel:?)?\s*$")  # fmt: skip
_MINE = compiled_later(
    r"\b(?:mij|me|mijn|ik|ons|m'n|secretari\w+|secretaresse \w+|kabinet|nummer|tel|bellen|bel|t|m)\b\W*(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)


_GENERAL = compiled_later(
    r"\b(?:algemeen|receptie|centrale|fax|f|balie|kvk|iban|btw|klantcontact\w*)\b[^\d+]*$", re.IGNORECASE
)


def _of_somebody_else(before: str, sender: str | None) -> bool:
    if sender and _surname(sender) and fold(before).find(_surname(sender)) >= 0:
        return False
    return bool(_OTHER.search(before)) and not _MINE.search(before[-35:])


def _best_of(signature: str) -> str | None:
    found: list[tuple[bool, bool, str]] = []
    for line in signature.splitlines():
        for match in _NUMBER.finditer(line):
            number = e164(match.group())
            if number:
                found.append((bool(_GENERAL.search(line[: match.start()])), not number.startswith("+316"), number))
    return min(found, key=lambda item: item[:2])[2] if found else None


def e164(written: str) -> str | None:
    """A number as ``+31`` and nine digits, or with the code of a neighbouring country when that is written.

    None for anything else: 14-numbers, service numbers, too short.
    """
    if _FOREIGN.match(written.strip()):
        return "+" + re.sub(r"\D", "", written.replace("(0)", "")).removeprefix("00")
    digits = re.sub(r"\D", "", written.replace("(0)", "") if "31" in written[:6] else written)
    if digits.startswith("0031"):
        digits = digits[4:]
    elif digits.startswith("31") and "+" in written:
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = digits[1:]
    else:
        return None
    digits = digits.removeprefix("0") if len(digits) == 10 else digits
    return f"+31{digits}" if len(digits) == 9 and digits[0] in "12345678" else None
