"""What others wrote: quoted lines, the blocks that Outlook puts above an old mail, forwarded mail, failure reports.

Recognised in Dutch, English, German, French, and Frisian where clients speak it: Outlook, Outlook on the web, Gmail,
Apple Mail, Thunderbird, GroupWise, Notes, Samsung and other phones.
"""

import re
from dataclasses import dataclass, field

from bot.patterns import compiled_later

_LOOK = 400
"""Characters of a line that are looked at."""
_INTRO_LINES = 4
_BLOCK_LINES = 14

_FORWARD_SUBJECT = compiled_later(
    r"(?:(?:re|aw|antw|sv)\s?\.?:\s*){0,5}(?:fwd?|doorst|doorgest|tr|wg|vs|rv|enc)\s?\.?:", re.IGNORECASE
)

_LABELS = {
    "from": "van from von de da fra afzender ôfstjoerder expéditeur fan",
    "sent": "verzonden datum date sent gesendet envoyé verstuurd verstjoerd datum/tijd skickat",
    "to": "aan to an à naar geadresseerde oan recipient",
    "subject": "onderwerp subject betreft betreff objet titel ûnderwerp re",
    "cc": "cc kopie bcc copie",
    "other": "reply-to beantwoorden bijlagen attachments prioriteit importance urgentie organisatie",
}
_FIELDS: dict[str, str] = {}
for _category, _words in _LABELS.items():
    for _word in _words.split():
        _FIELDS.setdefault(_word, _category)
_FIELDS |= {"verzonden op": "sent", "antwoord aan": "other", "kopie (cc)": "cc", "sent at": "sent"}

_FORWARD_WORDS = {
    "forwarded message", "doorgestuurd bericht", "begin doorgestuurd bericht", "begin forwarded message",
    "begin van doorgestuurd bericht", "doorgestuurde bericht", "forwarded by", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transféré", "début du message transféré",
    "doorgestuurde e-mail", "forwarded mail", "start forwarded message", "bericht doorgestuurd",
    "trochstjoerd berjocht", "begin doorgestuurde bericht", "doorgestuurd door",
}  # fmt: skip
_REPLY_WORDS = {
    "oorspronkelijk bericht", "original message", "ursprüngliche nachricht", "message d'origine", "origineel bericht",
    "oorspronkelijke bericht", "original-nachricht", "original nachricht", "originele bericht", "message original",
    "oorspronkelijke mail", "oarspronklik berjocht", "reply message", "original email", "original mail",
    "original appointment", "oorspronkelijke afspraak", "oorspronkelijk e-mailbericht", "antwoord bericht",
}  # fmt: skip
_REPORT_STARTS = (
    "reporting-mta:", "final-recipient:", "original-recipient:", "original-envelope-id:", "diagnostic-code:",
    "diagnostische gegevens voor beheerders", "diagnostische informatie voor beheerders",
    "diagnostic information for administrators", "oorspronkelijke berichtkoppen", "oorspronkelijke berichtkopteksten",
    "original message headers", "------ this is a copy of", "--- below this line is a copy of",
    "diagnoseinformationen für administratoren", "----- transcript of session follows", "message headers follow",
)  # fmt: skip

_VERBS = compiled_later(
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
_MOMENT = compiled_later(
    r"\d{1,2}[:.]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\b(?:19|20)\d\d\b|<[^<>\s]{3,200}@[^<>\s]{3,200}>"
)
_GROUPWISE = compiled_later(r">>> ?[^>].{0,300}(?:>>>|\d{1,2}[:.]\d{2}.{0,40})$")


@dataclass(slots=True)
class Found:
    """The sender's own runs of lines, and the text of what was forwarded."""

    own: list[list[str]] = field(default_factory=list)
    forwarded: str = ""


def is_forward(subject: str) -> bool:
    """Whether the subject says that the mail passes another one on."""
    return _FORWARD_SUBJECT.match(subject.strip()[:200]) is not None


def find(lines: list[str], *, forwarding: bool) -> Found:
    """Separate own lines from quoted ones; ``forwarding`` makes an unmarked block below a forwarded mail."""
    found, segment, position = Found(), list[str](), 0
    while position < len(lines):
        line = _bare(lines[position])
        kind, end = _begins(lines, position, line)
        if not kind:
            segment.append(lines[position])
            position += 1
            continue
        _without_rule(segment)
        found.own.append(segment)
        segment = []
        if kind == "quoted":
            block = [_unquoted(one) for one in lines[position:end]]
            found.forwarded = found.forwarded or _forwarded_inside(block)
        elif kind == "forward" or (kind == "block" and forwarding and not found.forwarded):
            found.forwarded = found.forwarded or _forwarded_text(lines[position:end])
        position = end
    found.own.append(segment)
    return found


def _begins(lines: list[str], at: int, line: str) -> tuple[str, int]:
    """What begins at this line: '' for own text, else its kind and where it ends (exclusive)."""
    if not line:
        return "", at
    if line.startswith(">"):
        return ("block", len(lines)) if _GROUPWISE.fullmatch(line) else ("quoted", _end_of_quoted(lines, at))
    if line.casefold().lstrip("* ").startswith(_REPORT_STARTS):
        return "report", len(lines)
    marked = _delimiter(lines, at, line) or ("block" if is_header_block(lines, at) else "")
    return (marked, len(lines)) if marked else _introduced(lines, at, line)


def _introduced(lines: list[str], at: int, line: str) -> tuple[str, int]:
    """The quote below "Op ... schreef ...:": its ``>`` lines, or everything when it has none."""
    intro = _intro_end(lines, at, line)
    if not intro:
        return "", at
    following = _next_filled(lines, intro)
    if following < len(lines) and _bare(lines[following]).startswith(">"):
        return "quoted", _end_of_quoted(lines, following)
    return "block", len(lines)


def _bare(line: str) -> str:
    return line[:_LOOK].replace("\xa0", " ").strip()


def _next_filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _end_of_quoted(lines: list[str], at: int) -> int:
    """The run of ``>`` lines, with blank lines between them and tails that a mail program wrapped."""
    end = at
    while end < len(lines):
        line = _bare(lines[end])
        if line.startswith(">") and not (_GROUPWISE.fullmatch(line) and end > at):
            end += 1
        elif not line:
            following = _next_filled(lines, end)
            if following >= len(lines) or not _bare(lines[following]).startswith(">"):
                return end
            end = following
        elif _is_wrapped_tail(lines, end):
            end += 1
        else:
            return end
    return end


def _is_wrapped_tail(lines: list[str], at: int) -> bool:
    """A short line between two quoted ones that goes on in lower case where a long line stopped."""
    line, before = _bare(lines[at]), _bare(lines[at - 1])
    after = _bare(lines[at + 1]) if at + 1 < len(lines) else ""
    return (
        before.startswith(">") and after.startswith(">") and len(before) > 60 and line[:1].islower() and len(line) < 40
    )


def _unquoted(line: str) -> str:
    bare = line.lstrip()
    return bare[1:].removeprefix(" ") if bare.startswith(">") else line


def _words_of_rule(line: str) -> str:
    return line.strip("-_*=~> \t:").casefold().replace("`", "'")


def _delimiter(lines: list[str], at: int, line: str) -> str:
    """A ruled line of words (----- Oorspronkelijk bericht -----), or those words above a header block."""
    words = _words_of_rule(line[:90])
    kind = "forward" if words in _FORWARD_WORDS else "block" if words in _REPLY_WORDS else ""
    if not kind and line.startswith("--") and words.startswith(("forwarded by ", "doorgestuurd door ")):
        kind = "forward"
    if not kind:
        return ""
    ruled = line[:1] in "-_*=~" or line.endswith(":") or line.startswith("[")
    following = _next_filled(lines, at + 1)
    return kind if ruled or (following < len(lines) and _field_of(lines[following])) else ""


def _field_of(line: str) -> str:
    """The category of a header line such as ``Verzonden: ...``, '' when it is none."""
    head, colon, _ = _bare(line)[:60].partition(":")
    return _FIELDS.get(head.strip(" *_\t>").casefold(), "") if colon else ""


def is_header_block(lines: list[str], at: int) -> bool:
    """Whether the lines from here are the From, Sent, To, Subject of an older mail."""
    first = _field_of(lines[at])
    if first not in {"from", "subject", "sent"}:
        return False
    if first == "from" and _on_one_line(_bare(lines[at])):
        return True
    seen = {first}
    for line in lines[at + 1 : at + _BLOCK_LINES]:
        if not line.strip():
            if len(seen) >= 2:
                break
            continue
        category = _field_of(line)
        if category:
            seen.add(category)
    return "from" in seen and len(seen & {"from", "sent", "to", "subject", "cc"}) >= (3 if first == "from" else 4)


def _on_one_line(line: str) -> bool:
    """Outlook's block after a conversion that lost its line breaks."""
    low = line.casefold()
    return (" verzonden: " in low or " sent: " in low or " datum: " in low or " gesendet: " in low) and (
        " aan: " in low or " to: " in low or " onderwerp: " in low or " subject: " in low or " an: " in low
    )


def _intro_end(lines: list[str], at: int, line: str) -> int:
    """Where "Op ... schreef ...:" ends when it begins here, possibly wrapped; 0 when it does not."""
    starts = _INTRO_STARTS.match(line) is not None
    if not starts and not (line.endswith(":") and _VERBS.search(line)):
        return 0
    joined = ""
    for end in range(at, min(at + _INTRO_LINES, len(lines))):
        part = _bare(lines[end])
        if not part or (end > at and part.startswith(">")):
            return 0
        joined = f"{joined} {part}".strip()
        if len(joined) > _LOOK:
            return 0
        if _VERBS.search(joined) and (part.endswith(":") or _ends_in_intro(lines, end, part)):
            return end + 1 if _is_intro(lines, end, joined, starts=starts) else 0
    return 0


def _ends_in_intro(lines: list[str], end: int, part: str) -> bool:
    """Some programs leave the colon out; then the quote must follow at once."""
    following = _next_filled(lines, end + 1)
    return not part.endswith((".", "?", "!")) and following < len(lines) and _bare(lines[following]).startswith(">")


def _is_intro(lines: list[str], end: int, joined: str, *, starts: bool) -> bool:
    following = _next_filled(lines, end + 1)
    quoted = following < len(lines) and _bare(lines[following]).startswith(">")
    if quoted:
        return True
    if _OWN_SENTENCE.search(joined) and "<" not in joined:
        return False
    return _MOMENT.search(joined) is not None and (starts or "@" in joined or any(c.isdigit() for c in joined))


def _without_rule(segment: list[str]) -> None:
    """Drop the rule that Outlook draws above a quote."""
    while segment and not segment[-1].strip(" \t\xa0_-*=>"):
        segment.pop()


def _forwarded_inside(block: list[str]) -> str:
    """Apple Mail puts ``>`` before forwarded mail too; its heading tells it from a quote."""
    for at, line in enumerate(block[:40]):
        if _delimiter(block, at, _bare(line)) == "forward":
            return _forwarded_text(block[at:])
    return ""


def _forwarded_text(block: list[str]) -> str:
    start = 1 if block and _words_of_rule(_bare(block[0])) in _FORWARD_WORDS | _REPLY_WORDS else 0
    rest = block[start:]
    quoted = [line for line in rest if line.strip()]
    if quoted and all(line.lstrip().startswith(">") for line in quoted):
        rest = [_unquoted(line) for line in rest]
    return "\n".join(rest).strip()
