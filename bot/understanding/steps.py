"""What a visitor gave for one step of an errand: a municipality, a number, a name, an address, or words of their own."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.patterns import compiled_later
from bot.understanding.municipality import find_municipalities
from bot.understanding.normalise import fold, words
from bot.understanding.numbers import WORDS
from bot.understanding.personal_data import EMAIL
from bot.understanding.places import Register
from bot.understanding.wishes import skips

UNKNOWN = "nog niet bekend"
MAY_BE_SKIPPED = frozenset(
    {"onderwerp", "deelnemers", "rol", "andere-gemeenten", "periode", "fase", "aanleiding", "publiek"}
)
LONGEST = {"naam": 80, "rol": 80, "periode": 120, "e-mail": 254}
LONGEST_TEXT = 300
MOST_PEOPLE = 500
PEOPLE = r"(?:mensen|personen|persoon|deelnemers?|collega'?s|man|plekken|plaatsen)"
COUNTED = compiled_later(rf"\b(\d{{1,3}}|[a-z]+)\s+{PEOPLE}\b|\bmet (?:z'?n|ons) ([a-z]+)\b")
TOGETHER = {"tweeen": 2, "tweetjes": 2, "beiden": 2, "drieen": 3, "drietjes": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7,
            "achten": 8}  # fmt: skip
ALONE = compiled_later(r"\b(?:alleen|in mijn eentje|ikzelf|ik zelf|just me)\b")
ME_AND = compiled_later(r"\A(?:ik en|mijn collega en ik|wij tweeen)\b")
NAME_LEAD = compiled_later(r"\A(?:(?:mijn naam is|ik ben|ik heet|naam|dit is)[: ]+)", re.IGNORECASE)
PLACE_LEAD = compiled_later(
    r"\A(?:(?:grapje|oh|eh+|nou|wij zijn|we zijn|ik kom uit|ik werk (?:voor|bij)|voor|uit|namens|van|de|het|is|toch|wacht|gemeente|gemeentes|gemeenten|raad|in)\b[,:. ]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a message gives for a step: a value, or the choices between which nobody may guess, or neither."""

    value: str = ""
    choices: tuple[str, ...] = ()


def given(step: str, text: str, register: Register) -> Given:
    """Read a message as the answer to a step."""
    said = " ".join(text.split()).strip(" \"'")
    if step in MAY_BE_SKIPPED and skips(said):
        return Given(UNKNOWN)
    if step == "gemeente":
        return municipality(said, register)
    readers = {"deelnemers": people, "naam": name, "e-mail": address}
    return Given(readers.get(step, words_of)(said)[: LONGEST.get(step, LONGEST_TEXT)])


def municipality(said: str, register: Register) -> Given:
    """An official current name; several together count when each is certain."""
    bare = PLACE_LEAD.sub("", said).strip(" .!?,") or said
    for text in (f"gemeente {bare}", f"gemeente {bare.title()}"):
        found = find_municipalities(
            register, domain="", display_name="", subject="", text=text, signature="", role="ambtenaar"
        )
        if found.names:
            return Given(_joined(_listed(register, text) or found.names))
        if found.candidates:
            return Given(choices=found.candidates[:6])
    return Given(choices=_nearly(bare, register))


def _listed(register: Register, text: str) -> tuple[str, ...]:
    """Every municipality of an enumeration, when each is certain: 'Olst-Wijhe en Raalte'."""
    mentions = register.mentions(words(re.sub(r" (?:en|&) |, ?", " en gemeente ", text)))
    options = [{now for code in mention.codes for now in register.current(code)} for mention in mentions]
    certain = len(options) > 1 and all(len(codes) == 1 for codes in options)
    return register.names(code for codes in options for code in codes) if certain else ()


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def _nearly(said: str, register: Register) -> tuple[str, ...]:
    """Names that differ from what was typed by a letter or two."""
    names = {fold(row.name): row.name for row in register.rows.values() if row.current}
    return tuple(names[close] for close in get_close_matches(fold(said), names, 3, 0.8))


def named_municipality(text: str, register: Register) -> str:
    """The one municipality that a longer text names for certain; else empty."""
    found = find_municipalities(
        register, domain="", display_name="", subject="", text=text, signature="", role="ambtenaar"
    )
    return found.names[0] if len(found.names) == 1 else ""


def people(said: str) -> str:
    """A number of people as digits, or a short text with a number in it; empty when there is none."""
    counted = counted_people(said)
    if counted:
        return counted
    folded = fold(said)
    numbers = [
        word for word in re.findall(r"\d+|[a-z]+", folded) if word.isdigit() or (word in WORDS and word != "een")
    ]
    values = [int(word) if word.isdigit() else WORDS[word] for word in numbers]
    if not values or not all(0 < value <= MOST_PEOPLE for value in values):
        return "1" if folded.strip(" .") == "een" else ""
    return str(values[0]) if len(values) == 1 else said[:40]


def counted_people(text: str) -> str:
    """A number with people behind it ('vier mensen', 'met z'n tweeen'), as digits; else empty."""
    folded = fold(text)
    if ME_AND.search(folded):
        return "2"
    for digits, company in COUNTED.findall(folded):
        value = TOGETHER.get(company) or (int(digits) if digits.isdigit() else WORDS.get(digits, 0))
        if 0 < value <= MOST_PEOPLE:
            return str(value)
    return "1" if ALONE.search(folded) else ""


def name(said: str) -> str:
    """A name of a person: letters, no digits, no address."""
    bare = NAME_LEAD.sub("", said).strip(" .,!")
    letters = sum(character.isalpha() for character in bare)
    plain = letters >= 2 and not re.search(r"[\d@<>{}\[\]/\\=;?]", bare) and len(bare.split()) <= 8
    return bare if plain else ""


def address(said: str) -> str:
    """An address of mail, also when words stand around it."""
    found = EMAIL.findall(said)
    return found[0].rstrip(".") if len(found) == 1 else ""


def words_of(said: str) -> str:
    """Words of the visitor's own: at least a letter."""
    return said if any(character.isalnum() for character in said) else ""


TOPIC = compiled_later(
    r"\b(?:over|rond|omtrent|rondom)\s+(.{3,120}?)(?=\s+(?:met \w+ (?:mensen|personen|deelnemers|collega)|in onze gemeente|voor onze)|[.,;?!]|\Z)",
    re.IGNORECASE,
)


def topic(text: str) -> str:
    """What a wish is about: the words behind 'over'; empty when it does not say."""
    found = TOPIC.search(text)
    return found[1].strip() if found else ""


CORRECTING = compiled_later(
    r"\A(?:(?:nee|neen|sorry|oeps|oei|fout(?:je)?|foutief|wacht(?: even)?|ho|niet (?:goed|juist)|klopt niet|ik bedoel(?:de)?|bedoel|toch|verkeerd|"
    r"correctie|pardon|het is|het was|het moet|dat moet|moet|zijn|maar|nee toch|dat klopt niet)\b[,.:;!]*\s*)+",
    re.IGNORECASE,
)
INSTEAD = compiled_later(r"\bniet\s+.{1,40}?\s+maar\s+(.+)\Z", re.IGNORECASE)
STEP_NAMES = {
    "e-mail": r"e-?mail ?(?:adres)?|mail ?adres|adres",
    "gemeente": r"gemeente",
    "naam": r"naam",
    "onderwerp": r"onderwerp|thema",
    "deelnemers": r"aantal(?: (?:deelnemers|mensen|personen))?|deelnemers",
    "rol": r"functie|rol",
    "andere-gemeenten": r"andere gemeenten",
    "periode": r"periode|datum|planning",
    "vraag": r"vraag",
    "fase": r"fase",
    "aanleiding": r"aanleiding",
    "publiek": r"doelgroep|publiek",
}
CHANGE = r"(?:wijzig|verander|pas|corrigeer|aanpassen|wijzigen)"


def corrects(text: str) -> bool:
    """Whether a message begins as a correction does."""
    return bool(CORRECTING.match(text) or INSTEAD.search(text))


def corrected(text: str, steps: Sequence[str], register: Register) -> tuple[str, str]:
    """The step that a message changes and its new value; an empty value when only the step is named; else ('', '')."""
    for step in sorted(steps, key=list(STEP_NAMES).index):
        value = _named_change(text, step)
        if value is not None:
            read = given(step, value, register) if value else Given()
            return (step, read.value) if read.value or not value else ("", "")
    if not corrects(text):
        return "", ""
    rest = found[1] if (found := INSTEAD.search(text)) else CORRECTING.sub("", text)
    return _by_kind(rest.strip(" .!"), steps, register)


def _named_change(text: str, step: str) -> str | None:
    """What a step becomes in 'de naam moet X zijn'; empty in 'wijzig naam'; None when the step is not named so."""
    called = STEP_NAMES[step]
    if re.fullmatch(rf"\W*{CHANGE}\s+(?:de |het |mijn )?(?:{called})(?: aan)?\W*", text, re.IGNORECASE):
        return ""
    found = re.search(
        rf"\b(?:de |het |mijn |ons |onze )?(?:{called})\s+(?:\w+ )?(?:is|wordt|moet(?: worden)?|=|:|in|naar)\s+(?:toch |wel )?(.+?)(?:\s+(?:zijn|worden))?[.!]*\Z",
        text,
        re.IGNORECASE,
    )
    return found[1] if found else None


def _by_kind(rest: str, steps: Sequence[str], register: Register) -> tuple[str, str]:
    """The step by what the new value looks like: an address, a number of people, a municipality."""
    if "e-mail" in steps and (value := address(rest)):
        return "e-mail", value
    if "deelnemers" in steps and (value := counted_people(rest) or (people(rest) if len(rest.split()) <= 2 else "")):
        return "deelnemers", value
    if "gemeente" in steps and len(rest.split()) <= 5 and (value := municipality(rest, register).value):
        return "gemeente", value
    return "", ""
