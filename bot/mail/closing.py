"""The closing formula, the surest sign that the words are over: of the whole country, dialects included."""

from functools import lru_cache

from bot.mail.footers import is_footer
from bot.mail.lines import LETTERS, folded, words_in
from bot.mail.namecard import MOST_LINES, is_name, names_sender
from bot.mail.phrases import ADJECTIVES, FORMULAS, GREETINGS, PHRASES, SHORT_GREETINGS, THANKS
from bot.patterns import compiled_later

_SENTENCE_END = compiled_later(r"(?<=[.!?])\s+")
_NAME_LINES = 5
"""How far below a formula the name may stand."""


def closing(bare: list[str], first: int, names: frozenset[str]) -> int | None:
    """The first line that is a closing formula with nothing but a closing below it, else the last one."""
    found, letter = None, _end_of_letter_inside(bare, names)
    for at in range(max(first, 0), len(bare)):
        if not bare[at]:
            continue
        if at > first and (is_formula(bare[at]) or _leads_to_name(bare, at, names)):
            if _closes(bare, at, names) and (at > letter or _signed(bare, at, names)):
                return at
            found = at if _ends_soon(bare, at) else found
        elif closing_inside(bare[at], names) and _closes(bare, at, names):
            return at
    return found


def _end_of_letter_inside(bare: list[str], names: frozenset[str]) -> int:
    """The last sentence above the formula that the sender signs: a formula above it, signed by another, is quoted."""
    filled = [n for n, line in enumerate(bare) if line][-MOST_LINES:]
    own = next((n for n in reversed(filled) if is_formula(bare[n]) and _signed(bare, n, names)), -1)
    return next((n for n in reversed(filled) if n < own and _is_sentence(bare[n])), -1)


def _signed(bare: list[str], at: int, names: frozenset[str]) -> bool:
    return any(words_in(line) & names for line in bare[at : at + _NAME_LINES])


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 5 and line.endswith((".", "?", "!")) and not is_footer(line)


def _closes(bare: list[str], at: int, names: frozenset[str]) -> bool:
    """Whether the line below a formula can be a name: short, or the sender's, or nothing at all."""
    below = next((line for line in bare[at + 1 : at + 1 + _NAME_LINES] if line), "")
    return not below or len(below.split()) <= 9 or is_footer(below) or bool(words_in(below) & names)


def _leads_to_name(bare: list[str], at: int, names: frozenset[str]) -> bool:
    """A few words and a comma with a name alone below them: a closing in whatever dialect (``Sjuus,``)."""
    words = LETTERS.findall(folded(bare[at]))
    below = next((line for line in bare[at + 1 : at + 4] if line), "")
    if len(words) == 1 and words[0] in _THX:
        return names_sender(below, names)
    if not 1 <= len(words) <= 4 or not bare[at].endswith(",") or not THANKS.isdisjoint(words) or _opens(words):
        return False
    return is_name(below) and (len(below.split()) > 1 or names_sender(below, names))


_THX = {"thx", "thnx", "tnx", "thanx"}
"""Thanks so short that they are no words of their own above a name."""


def _opens(words: list[str]) -> bool:
    return words[0] in {"goede", "goeie", "goeden", "lieve", "collega", "ha", "hi", "hey", "dear"}


def _ends_soon(bare: list[str], at: int) -> bool:
    return sum(bool(line) for line in bare[at + 1 : at + 2 + MOST_LINES]) <= MOST_LINES


@lru_cache(maxsize=64)
def is_formula(line: str) -> bool:
    """Whether a whole line is a closing formula, with or without the name behind it."""
    if not line or len(line) > 120 or line.endswith("?") or line.startswith((">", "|")):
        return False
    words = LETTERS.findall(folded(line).replace(".", ""))
    if not 1 <= len(words) <= 14:
        return False
    if words[0] in {"x", "xx", "xxx", "xxxx"}:
        return len(words) <= 3
    return (len(words) <= 9 and " ".join(words).startswith(PHRASES)) or _greets(line, words) or _remains(words)


def _remains(words: list[str]) -> bool:
    """``In afwachting van uw antwoord verblijf ik,`` and Frisian ``Oant moandei!``."""
    return tuple(words[-2:]) in _REMAINING or (words[0] == "oant" and len(words) <= 3)


_REMAINING = {
    (verb, person) for verb in ("verblijf", "verblijven", "teken", "tekenen", "groet") for person in ("ik", "wij", "we")
}


def _greets(line: str, words: list[str]) -> bool:
    """A greeting with nothing before it but what belongs to the formula."""
    at = next((n for n, word in enumerate(words[:6]) if word in GREETINGS or word in SHORT_GREETINGS), None)
    if at is None or words[0] == "doe" or words[at + 1 : at + 2] == ["aan"] or _goes_on(line, words[at + 1 :]):
        return False
    if words[at] in SHORT_GREETINGS:
        if (
            len(words) > (8 if at == 0 and line.endswith(",") else 5)
            or line[-1:].isdigit()
            or _says_more(line, words[at])
        ):
            return False
        return all(word in FORMULAS or word in ADJECTIVES for word in words[:at])
    return all(word in FORMULAS or _is_adjective(word) for word in words[:at]) or _joins(words, at)


_BEHIND = {
    "uit",
    "van",
    "namens",
    "en",
    "fan",
    "ut",
    "uut",
    "vanuit",
    "from",
    "aus",
    "mede",
    "ook",
    "and",
    "und",
    "voor",
}


def _goes_on(line: str, behind: list[str]) -> bool:
    """``Groeten doet hij niet meer.``: plain words behind the greeting, up to a full stop, make it a sentence."""
    return len(behind) >= 3 and line.endswith(".") and behind[0] not in _BEHIND and f" {behind[0]}" in line


def _joins(words: list[str], at: int) -> bool:
    """``Tot dan en groetjes``: a wish and a greeting, joined, and nothing behind it but a name."""
    return 1 < at <= 4 and words[at - 1] in {"en", "and", "und"} and len(words) <= at + 3


def _says_more(line: str, greeting: str) -> bool:
    """``Best urgent.``: a plain word behind a short greeting makes it a remark; a name has a capital."""
    behind = LETTERS.findall(line)[1:]
    return folded(line).startswith(greeting) and line.endswith(".") and bool(behind) and behind[0].islower()


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or (word.endswith(("e", "lijke", "ige")) and len(word) > 4)


def closing_inside(line: str, names: frozenset[str]) -> str:
    """A formula behind the last sentence of a line ("... alvast dank! Groetjes, Kim"); '' when there is none."""
    pieces = _SENTENCE_END.split(line)
    for back in range(1, min(4, len(pieces))):
        tail = " ".join(pieces[-back:])
        if is_formula(tail) and len(tail) < len(line) and line.endswith(tail):
            return tail
    return _closing_without_stop(line, names)


def _closing_without_stop(line: str, names: frozenset[str]) -> str:
    """Dictated mail: "... kun je me bellen groetjes Henk". Only with the sender's own name at the very end."""
    words = line.split()
    for back in range(2, min(7, len(words))):
        tail = words[-back:]
        if folded(tail[0]).strip(".,") in GREETINGS and words_in(" ".join(tail[1:])) & names:
            start = len(words) - back
            while (
                start > 1 and folded(words[start - 1]) in ADJECTIVES | {"met", "mei"} and start > len(words) - back - 3
            ):
                start -= 1
            text = " ".join(words[start:])
            return text if line.endswith(text) and start > 0 else ""
    return ""
