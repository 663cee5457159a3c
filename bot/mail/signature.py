"""Where the sender's words end and the closing begins: formula, name and function, disclaimer, phone footer.

A closing formula is the surest sign, dialects included. Without one, the block at the end that reads like a name card
counts, above all when it begins with the sender's own name. A postscript below the signature belongs to the words.
"""

import re
import unicodedata

from bot.mail.phrases import (
    ADJECTIVES,
    DISCLAIMER,
    FOOTER,
    FORMULAS,
    GREETINGS,
    ORGANISATIONS,
    PARTICLES,
    PHRASES,
    SHORT_GREETINGS,
    THANKS,
    TITLES,
)
from bot.model import Address
from bot.patterns import compiled_later

_LOOK = 300
_CARD_LINES = 40
"""A name card with its disclaimer is not longer than this; a dash line further up is no signature mark."""

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
_DAYS = compiled_later(r"\b(?:ma|di|wo|do|vr|maandag|dinsdag|woensdag|donderdag|vrijdag)\b", re.IGNORECASE)
_SENTENCE_END = compiled_later(r"(?<=[.!?])\s+")
_POSTSCRIPT = compiled_later(
    r"\W{0,3}(?:p\.?\s?s\.?|n\.?\s?b\.?|pps|o ja|nagekomen|naschrift|postscriptum)(?:[\s:,.!-]|$)", re.IGNORECASE
)
_RULE = compiled_later(r"[-_=*~#\s]{2,}$")
_LETTERS = compiled_later(r"[^\W\d_]+")


def split(lines: list[str], sender: Address | None) -> tuple[str, str]:
    """The sender's words and what stands below them. A postscript below the signature goes with the words."""
    names = _names(sender)
    cut, tail_of_line = _cut(lines, names)
    if cut is None:
        return "\n".join(lines).strip("\n"), ""
    words = lines[:cut]
    below = lines[cut:]
    if tail_of_line:
        words = [*words, lines[cut][: -len(tail_of_line)].rstrip()]
        below = [tail_of_line, *lines[cut + 1 :]]
    postscript, below = _postscript(below)
    pieces = ["\n".join(words).strip("\n").rstrip(), "\n".join(postscript).strip("\n").rstrip()]
    return "\n\n".join(piece for piece in pieces if piece.strip()), "\n".join(below).strip("\n")


def _cut(lines: list[str], names: frozenset[str]) -> tuple[int | None, str]:
    """The line at which the closing begins, and the end of that line when it begins inside it."""
    bare = [line[:_LOOK].replace("\xa0", " ").strip() for line in lines]
    first = next((n for n, line in enumerate(bare) if line), len(bare))
    marks = [_dashes(lines, bare), _formula(bare, first, names)]
    found = [mark for mark in marks if mark is not None]
    if found:
        cut = min(found)
        inside = "" if _is_formula(bare[cut]) or bare[cut].startswith("--") else _closing_inside(bare[cut], names)
        return (_above_rule(bare, cut) if not inside else cut), inside
    end = _postscript_start(bare)
    return _name_line(bare[:end], first, names) or _card(bare[:end], first, names), ""


def _above_rule(bare: list[str], cut: int) -> int:
    while cut > 0 and (not bare[cut - 1] or _RULE.fullmatch(bare[cut - 1])):
        cut -= 1
    return cut


def _dashes(lines: list[str], bare: list[str]) -> int | None:
    """The mark of RFC 3676 section 4.3; the last one that has no more than a name card below it."""
    for at in range(len(bare) - 1, max(-1, len(bare) - 1 - _CARD_LINES), -1):
        if bare[at] in {"--", "—"} and (lines[at].startswith(("-- ", "--")) or bare[at] == "—"):
            return at
    return None


# --- the closing formula ----------------------------------------------------------------------------------------------


def _formula(bare: list[str], first: int, names: frozenset[str]) -> int | None:
    """The first line that is a closing formula with nothing but a closing below it, else the last one."""
    found = None
    for at in range(first, len(bare)):
        if not bare[at]:
            continue
        if at > first and (_is_formula(bare[at]) or _leads_to_name(bare, at)):
            if _closes(bare, at, names):
                return at
            found = at if _ends_soon(bare, at) else found
        elif _closing_inside(bare[at], names) and _closes(bare, at, names):
            return at
    return found


def _closes(bare: list[str], at: int, names: frozenset[str]) -> bool:
    """Whether the line below a formula can be a name: short, or the sender's, or nothing at all."""
    below = next((line for line in bare[at + 1 : at + 6] if line), "")
    return not below or len(below.split()) <= 9 or _is_footer(below) or bool(_words(below) & names)


def _leads_to_name(bare: list[str], at: int) -> bool:
    """A few words and a comma with a name alone below them: a closing in whatever dialect (``Sjuus,``)."""
    words = _LETTERS.findall(_folded(bare[at]))
    below = next((line for line in bare[at + 1 : at + 4] if line), "")
    if not 1 <= len(words) <= 4 or not bare[at].endswith(",") or words[0] in THANKS or _opens(words):
        return False
    return bool(below) and _is_name(below) and len(below.split()) > 1


def _opens(words: list[str]) -> bool:
    return words[0] in {"goede", "goeie", "goeden", "lieve", "collega", "ha", "hi", "hey", "dear"}


def _ends_soon(bare: list[str], at: int) -> bool:
    return sum(bool(line) for line in bare[at + 1 : at + 2 + _CARD_LINES]) <= _CARD_LINES


def _is_formula(line: str) -> bool:
    """Whether a whole line is a closing formula, with or without the name behind it."""
    if not line or len(line) > 120 or line.endswith("?") or line.startswith((">", "|")):
        return False
    words = _LETTERS.findall(_folded(line).replace(".", ""))
    if not 1 <= len(words) <= 14:
        return False
    if words[0] in {"x", "xx", "xxx", "xxxx"}:
        return len(words) <= 3
    return (len(words) <= 9 and " ".join(words).startswith(PHRASES)) or _greets(line, words)


def _greets(line: str, words: list[str]) -> bool:
    """A greeting with nothing before it but what belongs to the formula."""
    at = next((n for n, word in enumerate(words[:6]) if word in GREETINGS or word in SHORT_GREETINGS), None)
    if at is None or words[0] == "doe" or words[at + 1 : at + 2] == ["aan"]:
        return False
    if words[at] in SHORT_GREETINGS and (len(words) > 5 or line[-1:].isdigit() or _says_more(line, words[at])):
        return False
    return all(word in FORMULAS or _is_adjective(word) for word in words[:at])


def _says_more(line: str, greeting: str) -> bool:
    """``Best urgent.``: a plain word behind a short greeting makes it a remark; a name has a capital."""
    behind = _LETTERS.findall(line)[1:]
    return _folded(line).startswith(greeting) and line.endswith(".") and bool(behind) and behind[0].islower()


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or (word.endswith(("e", "lijke", "ige")) and len(word) > 4)


def _closing_inside(line: str, names: frozenset[str]) -> str:
    """A formula behind the last sentence of a line ("... alvast dank! Groetjes, Kim"); '' when there is none."""
    pieces = _SENTENCE_END.split(line)
    for back in range(1, min(4, len(pieces))):
        tail = " ".join(pieces[-back:])
        if _is_formula(tail) and len(tail) < len(line) and line.endswith(tail):
            return tail
    return _closing_without_stop(line, names)


def _closing_without_stop(line: str, names: frozenset[str]) -> str:
    """Dictated mail: "... kun je me bellen groetjes Henk". Only with the sender's own name at the very end."""
    words = line.split()
    for back in range(2, min(7, len(words))):
        tail = words[-back:]
        if _folded(tail[0]).strip(".,") in GREETINGS and _words(" ".join(tail[1:])) & names:
            start = len(words) - back
            while (
                start > 1 and _folded(words[start - 1]) in ADJECTIVES | {"met", "mei"} and start > len(words) - back - 3
            ):
                start -= 1
            text = " ".join(words[start:])
            return text if line.endswith(text) and start > 0 else ""
    return ""


# --- a name card without a formula ------------------------------------------------------------------------------------


def _card(bare: list[str], first: int, names: frozenset[str]) -> int | None:
    """Where a trailing name card begins: at the sender's name, else at the last paragraph that is a card as a whole."""
    best, at = None, len(bare) - 1
    top = max(first, len(bare) - _CARD_LINES)
    crossed = named = False
    while at >= top:
        line = bare[at]
        if not line or _RULE.fullmatch(line):
            crossed = True
        elif _is_footer(line):
            best, crossed = at, False
        elif not _like_card(line, names) or (crossed and named and not _names_sender(line, names)):
            break
        elif _begins_card(line, names) and _stands_apart(bare, at, first):
            best, crossed, named = at, False, named or _names_sender(line, names)
        at -= 1
    if best is None or best <= first:
        return None
    return _above_rule(bare, best)


def _name_line(bare: list[str], first: int, names: frozenset[str]) -> int | None:
    """The sender's name on a line of its own with nothing but short lines below it, whatever these say."""
    filled = [n for n, line in enumerate(bare) if line][-_NAME_CARD_LINES:]
    for at in filled:
        below = [bare[n] for n in filled if n > at]
        if (
            _is_name(bare[at].partition("|")[0].partition(",")[0].strip() or "-")
            and _names_sender(bare[at], names)
            and _stands_apart(bare, at, first)
            and (
                all(_is_footer(line) or _like_card(line, names) or _is_no_sentence(line) for line in below)
                or (len(names & _words(bare[at])) > 1 and _is_footer(below[-1]))
            )
        ):
            return _above_rule(bare, at)
    return None


def _stands_apart(bare: list[str], at: int, first: int) -> bool:
    """Whether the text above is finished: a blank line, the end of a sentence, or another line of the card."""
    if at <= first:
        return False
    above = bare[at - 1]
    thanks = len(above.split()) <= 3 and _folded(above.split()[0]).strip(",.!") in THANKS if above else False
    return (
        not above or thanks or above.endswith((".", "!", "?", ")", ":-)", ";-)", "…")) or bool(_RULE.fullmatch(above))
    )


def _begins_card(line: str, names: frozenset[str]) -> bool:
    return _names_sender(line, names) or _is_name(line) or (_has_organisation(line) and _is_short(line))


def _like_card(line: str, names: frozenset[str]) -> bool:
    if line[:1] in "-*•" or re.match(r"\d{1,2}[.)]\s", line):
        return False
    if _CONTACT.match(line) or _WEB.match(line) or _PHONE.search(line) or _POSTCODE.search(line):
        return len(line.split()) <= 14 and not line.endswith("?")
    if _is_name(line) or _names_sender(line, names):
        return True
    return _is_short(line) and (
        _has_organisation(line) or "|" in line or bool(_DAYS.search(line) and line[:1] in "(ma")
    )


def _names_sender(line: str, names: frozenset[str]) -> bool:
    """Whether a short line holds the sender's own name and is no sentence."""
    initials = line.replace(".", "").casefold()
    if initials.isalpha() and len(initials) <= 3 and initials not in THANKS:
        return set(initials) <= {name[0] for name in names}
    return bool(names & _words(line)) and _is_short(line) and "://" not in line


def _is_no_sentence(line: str) -> bool:
    return len(line.split()) <= 12 and not line.endswith(("?", "!", ".", ":"))


def _is_short(line: str) -> bool:
    words = line.split()
    sentence = line.endswith(("?", "!", ":")) or (line.endswith(".") and len(words) > 4)
    return len(words) <= 11 and not sentence and (line[:1].isupper() or line[:1] in "('\"" or len(words) <= 6)


def _is_name(line: str) -> bool:
    """One to five words that all look like parts of a name, initials and particles included."""
    words = line.rstrip(",.").replace("/", " ").split()
    if not 1 <= len(words) <= 5 or line.endswith(("?", "!", ":")) or any(c.isdigit() for c in line):
        return False
    if _folded(words[0]).strip(",.") in THANKS:
        return False
    if words[0].casefold() in {"mevr.", "mevrouw", "dhr.", "de", "mw.", "drs.", "mr.", "ir.", "ing.", "dr."}:
        words = words[1:]
    capitals = [word for word in words if word[:1].isupper() or word[:2] in {"'t", "'s"}]
    small = [word for word in words if word not in capitals]
    return bool(capitals) and all(word.casefold().strip(",") in PARTICLES for word in small) and len(words[-1]) > 1


def _has_organisation(line: str) -> bool:
    words = _words(line)
    return bool(words & ORGANISATIONS) or bool(words & TITLES) or any(word.startswith(_TITLE_STEMS) for word in words)


_TITLE_STEMS = ("beleids", "bestuurs", "project", "programma", "communicatie", "gebieds", "wijk", "raads", "griffi")


def _is_footer(line: str) -> bool:
    """Phone footers, disclaimers, requests not to print."""
    low = _folded(line)
    return any(low.lstrip("*_ ").startswith(start) for start in FOOTER) or any(part in low for part in DISCLAIMER)


# --- a postscript -----------------------------------------------------------------------------------------------------


def _postscript(below: list[str]) -> tuple[list[str], list[str]]:
    """Take the postscript out of what stands below the words; it ends where a footer or another card begins."""
    start = next((n for n, line in enumerate(below) if n and _POSTSCRIPT.match(line.strip())), None)
    if start is None:
        return [], below
    end = start + 1
    while end < len(below) and not _is_footer(below[end].strip()) and below[end].strip() not in {"--", "—"}:
        if not below[end].strip() and _only_card(below[end + 1 :]):
            break
        end += 1
    return below[start:end], below[:start] + below[end:]


def _postscript_start(bare: list[str]) -> int:
    """Where a last paragraph that is a postscript begins, else the end."""
    for at in range(len(bare) - 1, max(0, len(bare) - 8), -1):
        if _POSTSCRIPT.match(bare[at]) and not bare[at - 1]:
            return at
    return len(bare)


def _only_card(lines: list[str]) -> bool:
    """Whether the next line is a formula, a name or a footer, so that the postscript is over."""
    following = next((line.strip() for line in lines if line.strip()), "")
    return not following or _is_formula(following) or _is_footer(following) or _is_name(following)


# --- words ------------------------------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _words(text: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(_folded(text[:_LOOK])))


def _names(sender: Address | None) -> frozenset[str]:
    """The words of the sender's name and of the part before the @, without particles and single letters."""
    if sender is None:
        return frozenset()
    found = _words(sender.display_name) | _words(sender.addr_spec.partition("@")[0].replace(".", " "))
    return frozenset(word for word in found if len(word) > 1 and word not in PARTICLES | _NO_NAMES)


_NO_NAMES = {"info", "mail", "de", "het", "een", "en", "namens", "gemeente", "onbekend", "team", "postbus", "contact"}
