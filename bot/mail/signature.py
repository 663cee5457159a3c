"""Where the sender's words end and the closing begins: formula, name and function, disclaimer, phone footer.

A closing formula is the surest sign. Without one, the block at the end that reads like a name card counts. A postscript
below the signature belongs to the words.
"""

from bot.mail import postscript
from bot.mail.closing import closing, closing_inside, is_formula
from bot.mail.footers import footers
from bot.mail.lines import bare as bare_line
from bot.mail.namecard import MOST_LINES, above_rule, card, is_name, names_of, names_sender
from bot.model import Address


def split(lines: list[str], sender: Address | None, *, opens: bool = True) -> tuple[str, str]:
    """The sender's words and what stands below them. A postscript below the signature goes with the words.

    A mail cannot open with its closing; the lines below a quote can be nothing but that, which ``opens`` tells.
    """
    names = names_of(sender)
    cut, tail_of_line = _cut(lines, names, opens=opens)
    if cut is None:
        return "\n".join(lines).strip("\n"), ""
    words = lines[:cut]
    below = lines[cut:]
    if tail_of_line:
        words = [*words, lines[cut][: -len(tail_of_line)].rstrip()]
        below = [tail_of_line, *lines[cut + 1 :]]
    said_below, below = postscript.take(below)
    pieces = ["\n".join(words).strip("\n").rstrip(), "\n".join(said_below).strip("\n").rstrip()]
    return "\n\n".join(piece for piece in pieces if piece.strip()), "\n".join(below).strip("\n")


def _cut(lines: list[str], names: frozenset[str], *, opens: bool) -> tuple[int | None, str]:
    """The line at which the closing begins, and the end of that line when it begins inside it."""
    bare = [_plain(line) for line in lines]
    first = next((n for n, line in enumerate(bare) if line), len(bare)) if opens else -1
    marks = [_dashes(lines, bare), closing(bare, first, names)]
    found = [mark for mark in marks if mark is not None]
    if found:
        cut = min(found)
        inside = "" if is_formula(bare[cut]) or bare[cut].startswith("--") else closing_inside(bare[cut], names)
        return (_above_name(bare, above_rule(bare, cut), first, names) if not inside else cut), inside
    end = postscript.start(bare)
    below, legal = footers(bare[:end])
    cut_at = card(bare[:end], first, names, below)
    return (cut_at if legal is None or legal <= first or cut_at is not None else above_rule(bare, legal)), ""


def _plain(line: str) -> str:
    """What is looked at of a line, without the stars of a bold one."""
    plain = bare_line(line)
    return plain.strip("*") if plain[:1] == "*" == plain[-1:] else plain


def _above_name(bare: list[str], cut: int, first: int, names: frozenset[str]) -> int:
    """The sender's name right above the formula belongs to it; a place below a name may look like a formula."""
    return cut - 1 if cut - 1 > first and is_name(bare[cut - 1]) and names_sender(bare[cut - 1], names) else cut


def _dashes(lines: list[str], bare: list[str]) -> int | None:
    """The mark of RFC 3676 section 4.3; the last one that has no more than a name card below it."""
    for at in range(len(bare) - 1, max(-1, len(bare) - 1 - MOST_LINES), -1):
        if bare[at] in {"--", "—"} and (lines[at].startswith(("-- ", "--")) or bare[at] == "—"):
            return at
    return None
