"""What others wrote: quoted lines, the blocks that Outlook puts above an old mail, forwarded mail, failure reports.

Recognised in Dutch, English, German, French, and Frisian where clients speak it: Outlook, Outlook on the web, Gmail,
Apple Mail, Thunderbird, GroupWise, Notes, Samsung and other phones.
"""

import re
from dataclasses import dataclass, field

from bot.mail.headings import (
    FORWARD_WORDS,
    REPLY_WORDS,
    REPORT_STARTS,
    asks_to_answer_above,
    delimiter,
    field_of,
    heads_block,
    words_of_rule,
)
from bot.mail.introductions import GROUPWISE, VERBS, announces, intro_end
from bot.mail.lines import MOMENT, bare, next_filled
from bot.patterns import compiled_later

_FORWARD_SUBJECT = compiled_later(r"(?:fwd?|doorst|doorgest|tr|wg|vs|rv|enc)\s?\.?:", re.IGNORECASE)
"""The outermost prefix decides: ``Re: Fwd:`` answers a forward."""
_REPLY_SUBJECT = compiled_later(r"(?:re|aw|antw|sv|betr|ri|odp|ynt)\s?\.?:", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """The sender's own runs of lines, and the text of what was forwarded."""

    own: list[list[str]] = field(default_factory=list)
    forwarded: str = ""


def is_forward(subject: str) -> bool:
    """Whether the subject says that the mail passes another one on."""
    return _FORWARD_SUBJECT.match(subject.strip()[:200]) is not None


def find(lines: list[str], subject: str) -> Found:
    """Separate own lines from quoted ones; the subject tells whether an unmarked block is quoted or passed on."""
    forwarding, fresh = is_forward(subject), _is_fresh(subject)
    found, segment, position = Found(), list[str](), _below_request(lines)
    while position < len(lines):
        line = bare(lines[position])
        kind, end = _begins(lines, position, line)
        if kind and fresh and (own := _own_after_all(lines, position, kind, end)):
            kind, end = "", own
        if not kind:
            end = max(end, position + 1)
            segment += lines[position:end]
            position = end
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


def _is_fresh(subject: str) -> bool:
    """Whether the subject is that of a first mail, neither answer nor forward."""
    return not is_forward(subject) and not _REPLY_SUBJECT.match(subject.strip()[:200])


def _below_request(lines: list[str]) -> int:
    """Where the text begins when a helpdesk asks at its top to answer above this line: below that line."""
    first = next_filled(lines, 0)
    return first + 1 if first < len(lines) and asks_to_answer_above(bare(lines[first])) else 0


def _own_after_all(lines: list[str], at: int, kind: str, end: int) -> int:
    """Where lines end that look quoted in a first mail but are not: points, the head of a memo at the top; else 0."""
    if kind == "quoted":
        return end if _is_arrow_list(lines, at, end) else 0
    memo = kind == "block" and field_of(lines[at]) and next_filled(lines, 0) == at
    return next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines)) if memo else 0


def _is_arrow_list(lines: list[str], start: int, end: int) -> bool:
    """A few short ``>`` points below a line with a colon, in a mail that answers nobody."""
    above = next((line for line in reversed(lines[max(0, start - 2) : start]) if line.strip()), "").rstrip()
    points = [_unquoted(line).strip() for line in lines[start:end] if line.strip()]
    return (
        above.endswith(":")
        and not VERBS.search(bare(above))
        and 2 <= len(points) <= 15
        and all(point and len(point) < 70 and not point.startswith(">") and not field_of(point) for point in points)
        and not any(VERBS.search(point) and MOMENT.search(point) for point in points)
    )


def _begins(lines: list[str], at: int, line: str) -> tuple[str, int]:
    """What begins at this line: '' for own text, else its kind and where it ends (exclusive)."""
    if not line:
        return "", at
    if GROUPWISE.fullmatch(line):
        return _below_intro(lines, at + 1)
    if line.startswith(">"):
        return "quoted", _end_of_quoted(lines, at)
    if line.casefold().lstrip("* ").startswith(REPORT_STARTS):
        return "report", len(lines)
    marked = delimiter(lines, at, line) or ("block" if heads_block(lines, at, line) else "")
    return (marked, len(lines)) if marked else _introduced(lines, at, line)


def _introduced(lines: list[str], at: int, line: str) -> tuple[str, int]:
    """The quote below "Op ... schreef ...:": its ``>`` lines, or everything when it has none."""
    intro = at + 1 if announces(lines, at, line) else intro_end(lines, at, line)
    return _below_intro(lines, intro) if intro else ("", at)


def _below_intro(lines: list[str], at: int) -> tuple[str, int]:
    following = next_filled(lines, at)
    if following < len(lines) and bare(lines[following]).startswith(">"):
        return "quoted", _end_of_quoted(lines, following)
    return "block", len(lines)


def _end_of_quoted(lines: list[str], at: int) -> int:
    """The run of ``>`` lines, with blank lines between them and tails that a mail program wrapped."""
    end = at
    while end < len(lines):
        line = bare(lines[end])
        if line.startswith(">") and not (GROUPWISE.fullmatch(line) and end > at):
            end += 1
        elif not line:
            following = next_filled(lines, end)
            if following >= len(lines) or not bare(lines[following]).startswith(">"):
                return end
            end = following
        elif _is_wrapped_tail(lines, end):
            end += 1
        else:
            return end
    return end


def _is_wrapped_tail(lines: list[str], at: int) -> bool:
    """A short line between two quoted ones that goes on in lower case where a long line stopped."""
    line, before = bare(lines[at]), bare(lines[at - 1])
    after = bare(lines[at + 1]) if at + 1 < len(lines) else ""
    return (
        before.startswith(">") and after.startswith(">") and len(before) > 60 and line[:1].islower() and len(line) < 40
    )


def _unquoted(line: str) -> str:
    bare = line.lstrip()
    return bare[1:].removeprefix(" ") if bare.startswith(">") else line


def _without_rule(segment: list[str]) -> None:
    """Drop the rule that Outlook draws above a quote."""
    while segment and not segment[-1].strip(" \t\xa0_-*=>"):
        segment.pop()


def _forwarded_inside(block: list[str]) -> str:
    """Apple Mail puts ``>`` before forwarded mail too; its heading tells it from a quote."""
    for at, line in enumerate(block[:40]):
        if delimiter(block, at, bare(line)) == "forward":
            return _forwarded_text(block[at:])
    return ""


def _forwarded_text(block: list[str]) -> str:
    """The block without the rule or the words that announce it, and without the ``>`` that all its lines have."""
    heading = words_of_rule(bare(block[0])) if block else "-"
    start = 1 if not heading or heading in FORWARD_WORDS | REPLY_WORDS else 0
    rest = block[start:]
    quoted = [line for line in rest if line.strip()]
    if quoted and all(line.lstrip().startswith(">") for line in quoted):
        rest = [_unquoted(line) for line in rest]
    return "\n".join(rest).strip()
