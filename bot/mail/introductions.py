"""The line by which a mail program announces a quote: "Op 3 november schreef Lotte:", in a dozen languages."""

import re

from bot.mail.lines import LOOK, MOMENT, bare, next_filled
from bot.patterns import compiled_later

_INTRO_LINES = 4
VERBS = compiled_later(
    r"(?:\bschreef\b|\bgeschreven\b|\bschreven\b|\bwrote\b|\bwrites\b|\bschrieb\b|\ba écrit\b|\bha scritto\b"
    r"|\bescribió\b|\bskrev\b|\bhat geschrieben\b|\bskreau\b|\bskreaun\b|\bwritten\b|\bnapisał|\bescreveu\b"
    r"|\bantwoordde\b|\bkirjoitti\b)",
    re.IGNORECASE,
)
_OWN_SENTENCE = compiled_later(
    r"\b(?:schreef|wrote|schrieb)\s+(?:ik|jij|je|u|hij|zij|ze|we|wij|jullie|men|de|het|een|mijn|onze|you|i|he|she)\b",
    re.IGNORECASE,
)
_INTRO_STARTS = compiled_later(
    r"(?:op|on|am|le|il|den|el|em|pada|dnia|oan|at|in)\s|\d{1,4}[-/.]\d{1,2}[-/.]|[a-z]{2,3},? \d", re.IGNORECASE
)
_INLINE_INTRO = compiled_later(r"[^<>]{1,200}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s?:\s+\S")
"""Yahoo on a phone goes on with the quote on the line that announces it."""
GROUPWISE = compiled_later(r">>> ?[^>].{0,300}(?:>>>|\d{1,2}[:.]\d{2}.{0,40})$")


def intro_end(lines: list[str], at: int, line: str) -> int:
    """Where "Op ... schreef ...:" ends when it begins here, possibly wrapped; 0 when it does not."""
    starts = _INTRO_STARTS.match(line) is not None
    if not starts and not (line.endswith(":") and VERBS.search(line)):
        return 0
    joined = ""
    for end in range(at, min(at + _INTRO_LINES, len(lines))):
        part = bare(lines[end])
        if not part or (end > at and part.startswith(">")):
            return 0
        joined = f"{joined} {part}".strip()
        if len(joined) > LOOK:
            return 0
        if VERBS.search(joined) and (part.endswith(":") or _ends_in_intro(lines, end, part)):
            return end + 1 if _is_intro(lines, end, joined, starts=starts) else 0
        if starts and VERBS.search(joined) and _INLINE_INTRO.match(joined) and MOMENT.search(joined):
            return end + 1
    return 0


def announces(lines: list[str], at: int, line: str) -> bool:
    """Whether an address and a time, or date and time, stand before a colon right above ``>``: in any language."""
    return line.endswith(":") and len(MOMENT.findall(line)) >= 2 and _is_quoted(lines, at + 1)


def _is_quoted(lines: list[str], at: int) -> bool:
    following = next_filled(lines, at)
    return following < len(lines) and bare(lines[following]).startswith(">")


def _ends_in_intro(lines: list[str], end: int, part: str) -> bool:
    """Some programs leave the colon out; then the quote must follow at once."""
    return not part.endswith((".", "?", "!")) and _is_quoted(lines, end + 1)


def _is_intro(lines: list[str], end: int, joined: str, *, starts: bool) -> bool:
    if _is_quoted(lines, end + 1):
        return True
    if _OWN_SENTENCE.search(joined) and "<" not in joined:
        return False
    return MOMENT.search(joined) is not None and (starts or "@" in joined or any(c.isdigit() for c in joined))
