"""The block at the end that reads like a name card: name, function, organisation, telephone, address, working days.

It counts where no formula closes the mail, above all when it begins with the sender's own name.
"""

import re

from bot.mail.lines import folded, words_in
from bot.mail.phrases import ORGANISATIONS, PARTICLES, THANKS, TITLES
from bot.model import Address
from bot.patterns import compiled_later

MOST_LINES = 40
"""A name card with its disclaimer is not longer than this."""
_NAME_CARD_LINES = 9

_PHONE = compiled_later(r"(?:\+\d{2}|\(?\b0)\(?\d?\)?(?:[\s./()-]{0,3}\d){7,10}\b|\b14\s?0\d{2,3}\b")
_CONTACT = compiled_later(
    r"^(?:t|tel|telefoon|m|mob|mobiel|f|fax|e|e-mail|mail|w|i|web|website|bezoekadres|postadres|postbus|adres|kvk"
    r"|twitter|linkedin|instagram|facebook|volg|werkdagen|aanwezig|bereikbaar|kabinet|secretariaat|secretaresse|a)"
    r"\s?[.:|(]",
    re.IGNORECASE,
)
_POSTCODE = compiled_later(r"\b[1-9]\d{3}\s?[A-Z]{2}\b|\bpostbus \d", re.IGNORECASE)
_WEB = compiled_later(
    r"^(?:https?://|www\.)\S+$|^<?\S+@\S+\.\w+>?$|^\S+\.(?:nl|frl|com|org|eu)(?:/\S*)?$", re.IGNORECASE
)
_PICTURE = compiled_later(r"^(?:\[(?:cid:|image|logo|afbeelding)[^\]]{0,200}\]|<?cid:\S+>?)$", re.IGNORECASE)
_DAYS = compiled_later(
    r"\b(?:ma|di|wo|do|vr|(?:maan|dins|woens|donder|vrij)dag(?:en|s|(?:och|mid|avon)\w+|morgens?)?|monday|tuesday|wednesday|thursday|friday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag)\b",
    re.IGNORECASE,
)
_AT_WORK = compiled_later(
    r"\b(?:werk|werkzaam|aanwezig|afwezig|bereikbaar|vrij|werkdagen?|available|erreichbar)\b", re.IGNORECASE
)
_OUT_OF_HOURS = compiled_later(
    r"\bbuiten (?:de |mijn )?(?:werktijd|werkuren|kantoortijd|kantooruren)"
    r"|\boutside (?:my |normal |office |working ){1,3}hours",
    re.IGNORECASE,
)
_SPEAKS = compiled_later(r"\b(?:ik|mij|mijn|je|jij|jullie|u|uw|graag|i|my|you)\b", re.IGNORECASE)
_RULE = compiled_later(r"[-_=*~#\s]{2,}$")
_TITLE_STEMS = ("beleids", "bestuurs", "project", "programma", "communicatie", "gebieds", "wijk", "raads", "griffi")
_NO_NAMES = {"info", "mail", "de", "het", "een", "en", "namens", "gemeente", "onbekend", "team", "postbus", "contact"}


def names_of(sender: Address | None) -> frozenset[str]:
    """The words of the sender's name and of the part before the @, without particles and single letters."""
    if sender is None:
        return frozenset()
    found = words_in(sender.display_name) | words_in(sender.addr_spec.partition("@")[0].replace(".", " "))
    return frozenset(word for word in found if len(word) > 1 and word not in PARTICLES | _NO_NAMES)


def card(bare: list[str], first: int, names: frozenset[str], footers: frozenset[int]) -> int | None:
    """Where a trailing name card begins: at the sender's name, else at the last paragraph that is a card as a whole."""
    start = _name_line(bare, first, names, footers)
    if start is None:
        start = _lowest_card(bare, first, names, footers)
    if start is None or start <= first or (first < 0 and _may_be_an_answer(bare, start, names, footers)):
        return None
    return above_rule(bare, start)


def _may_be_an_answer(bare: list[str], start: int, names: frozenset[str], footers: frozenset[int]) -> bool:
    """Below a quote a name alone can be the answer to it, unless it is the sender's."""
    return not any(bare[:start]) and start not in footers and not names_sender(bare[start], names)


def above_rule(bare: list[str], cut: int) -> int:
    """The end of the words above a card: blank lines and rules between them belong to neither."""
    while cut > 0 and (not bare[cut - 1] or _RULE.fullmatch(bare[cut - 1])):
        cut -= 1
    return cut


def _lowest_card(bare: list[str], first: int, names: frozenset[str], footers: frozenset[int]) -> int | None:
    best, at = None, len(bare) - 1
    top = max(first, 0, len(bare) - MOST_LINES)
    crossed = named = False
    while at >= top:
        line = bare[at]
        if not line or _RULE.fullmatch(line):
            crossed = True
        elif at in footers:
            best, crossed = at, False
        elif not _like_card(line, names) or (crossed and named and not names_sender(line, names)):
            break
        elif _begins_card(line, names) and _stands_apart(bare, at, first):
            best, crossed, named = at, False, named or names_sender(line, names)
        at -= 1
    return best if best is not None and (best in footers or not _is_led_in(bare, best)) else None


def _name_line(bare: list[str], first: int, names: frozenset[str], footers: frozenset[int]) -> int | None:
    """The sender's name on a line of its own with nothing but short lines below it, and a slogan or footer last."""
    filled = [n for n, line in enumerate(bare) if line]
    for at in [n for n in filled if n not in footers][-_NAME_CARD_LINES:]:
        below = [n for n in filled if n > at]
        if (
            is_name(bare[at].partition("|")[0].partition(",")[0].partition("(")[0].strip() or "-")
            and names_sender(bare[at], names)
            and _stands_apart(bare, at, first)
            and not _is_led_in(bare, at)
            and (
                all(n in footers or _like_card(bare[n], names) or _is_no_sentence(bare[n]) for n in below)
                or (len(names & words_in(bare[at])) > 1 and _ends_in_slogan(bare, below, names))
                or (len(names & words_in(bare[at])) > 1 and below[-1] in footers)
            )
        ):
            return at
    return None


def _ends_in_slogan(bare: list[str], below: list[int], names: frozenset[str]) -> bool:
    """A card with, apart from it and last, a few words that speak for an organisation."""
    *others, last = below
    slogan = len(bare[last].split()) <= 8 and not bare[last].endswith("?") and not _SPEAKS.search(bare[last])
    return slogan and not bare[last - 1] and all(_like_card(bare[n], names) or _is_no_sentence(bare[n]) for n in others)


def _is_led_in(bare: list[str], at: int) -> bool:
    """Whether a colon announces these lines, so that they are what the mail is about."""
    above = next((line for line in reversed(bare[max(0, at - 3) : at]) if line), "")
    return above.endswith(":")


def _stands_apart(bare: list[str], at: int, first: int) -> bool:
    """Whether the text above is finished: a blank line, the end of a sentence, or another line of the card."""
    if at <= first or at == 0:
        return at > first
    above = bare[at - 1]
    thanks = len(above.split()) <= 3 and folded(above.split()[0]).strip(",.!") in THANKS if above else False
    return (
        not above or thanks or above.endswith((".", "!", "?", ")", ":-)", ";-)", "…")) or bool(_RULE.fullmatch(above))
    )


def _begins_card(line: str, names: frozenset[str]) -> bool:
    return names_sender(line, names) or is_name(line) or (_has_organisation(line) and _is_short(line))


def _like_card(line: str, names: frozenset[str]) -> bool:
    if line[:1] in "-*•" or re.match(r"\d{1,2}[.)]\s", line):
        return False
    if _CONTACT.match(line) or _WEB.match(line) or _PHONE.search(line) or _POSTCODE.search(line):
        return len(line.split()) <= 14 and not line.endswith("?")
    if is_name(line) or names_sender(line, names) or _PICTURE.match(line) or _says_when_at_work(line):
        return True
    return _is_short(line) and (
        _has_organisation(line) or "|" in line or bool(_DAYS.search(line) and line[:1] in "(ma")
    )


def _says_when_at_work(line: str) -> bool:
    if len(line.split()) > 12 or line.endswith("?"):
        return False
    return bool(_DAYS.search(line) and _AT_WORK.search(line)) or _OUT_OF_HOURS.search(line) is not None


def names_sender(line: str, names: frozenset[str]) -> bool:
    """Whether a short line holds the sender's own name and is no sentence."""
    initials = line.replace(".", "").casefold()
    if initials.isalpha() and len(initials) <= 3 and initials not in THANKS:
        return set(initials) <= {name[0] for name in names}
    return bool(names & words_in(line)) and _is_short(line) and "://" not in line


def _is_no_sentence(line: str) -> bool:
    return len(line.split()) <= 12 and not line.endswith(("?", "!", ".", ":"))


def _is_short(line: str) -> bool:
    words = line.split()
    sentence = line.endswith(("?", "!", ":")) or (line.endswith(".") and len(words) > 4)
    return len(words) <= 11 and not sentence and (line[:1].isupper() or line[:1] in "('\"" or len(words) <= 6)


def is_name(line: str) -> bool:
    """One to five words that all look like parts of a name, initials and particles included."""
    words = line.rstrip(",.").replace("/", " ").split()
    if not 1 <= len(words) <= 5 or line.endswith(("?", "!", ":")) or any(c.isdigit() for c in line):
        return False
    if folded(words[0]).strip(",.") in THANKS:
        return False
    if words[0].casefold() in {"mevr.", "mevrouw", "dhr.", "de", "mw.", "drs.", "mr.", "ir.", "ing.", "dr."}:
        words = words[1:]
    capitals = [word for word in words if word[:1].isupper() or word[:2] in {"'t", "'s"}]
    small = [word for word in words if word not in capitals]
    return bool(capitals) and all(word.casefold().strip(",") in PARTICLES for word in small) and len(words[-1]) > 1


def _has_organisation(line: str) -> bool:
    words = words_in(line)
    return bool(words & ORGANISATIONS) or bool(words & TITLES) or any(word.startswith(_TITLE_STEMS) for word in words)
