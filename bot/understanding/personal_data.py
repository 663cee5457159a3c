"""What looks like personal data in a question, so that the chat can ask to leave it out."""

import re
from collections.abc import Callable

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])(?:(?:\+|00)31[\s-]?\(?0?\)?|0)[1-9](?:[\s-]?\d){8}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
NINE_DIGITS = re.compile(r"(?<!\d)(?:\d[\s.]?){8}\d(?!\d)")
HEALTH = re.compile(
    r"\b(?:ik|mijn|me|mij|hij|zij|haar|hem|wij|onze|moeder|vader|zoon|dochter|kind|buurman|buurvrouw|collega|man|vrouw)\b[^.?!]{0,60}"
    r"\b(?:diagnose|ziek(?:te)?|depressie\w*|depressief|burn-?out|kanker|tumor|medicijn\w*|medicatie|psychose|psychiater|psycholoog|"
    r"diabetes|hiv|epilepsie|autisme|autistisch|adhd|dementie|alzheimer|zwanger|miskraam|chemo\w*|huisarts|ziekenhuis\w*|"
    r"arbeidsongeschikt|verslaafd|verslaving|hartaanval|beroerte|ggz)\b",
    re.IGNORECASE,
)
"""A word about health that is said of a person; a question about policy has none."""
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(digits: str) -> bool:
    """The test by eleven that every citizen service number passes."""
    return sum(int(d) * w for d, w in zip(digits, BSN_WEIGHTS, strict=True)) % 11 == 0 and int(digits) > 0


def is_iban(text: str) -> bool:
    """The test by 97 of ISO 13616."""
    code = re.sub(r"\s", "", text).upper()
    number = "".join(str(int(c, 36)) for c in code[4:] + code[:4])
    return int(number) % 97 == 1


def _has_bsn(text: str) -> bool:
    return any(is_bsn(re.sub(r"\D", "", found)) for found in NINE_DIGITS.findall(text))


def _has_iban(text: str) -> bool:
    return any(is_iban(found) for found in IBAN.findall(text))


EMAIL_LABEL = "een e-mailadres"
LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("een burgerservicenummer", _has_bsn),
    ("een rekeningnummer", _has_iban),
    ("een telefoonnummer", lambda text: PHONE.search(text) is not None),
    ("medische gegevens", lambda text: HEALTH.search(text) is not None),
    (EMAIL_LABEL, lambda text: EMAIL.search(text) is not None),
)


def personal_data(text: str) -> tuple[str, ...]:
    """What the text seems to hold, in Dutch words; empty when nothing looks personal."""
    return tuple(label for label, found in LOOKS if found(text))
