"""What the sender still says below the signature: a postscript by name, or a question put to the reader."""

import re

from bot.mail.closing import is_formula
from bot.mail.footers import is_footer
from bot.mail.namecard import is_name
from bot.patterns import compiled_later

_POSTSCRIPT = compiled_later(
    r"\W{0,3}(?:p\.?\s?s\.?|n\.?\s?b\.?|pps|oh?,? (?:ja|en|nog|ik|we|wij)|trouwens|nagekomen|naschrift|postscriptum"
    r"|nog (?:één|een|1) (?:ding|vraag|vraagje|punt)|nog iets)(?:[\s:,.!-]|$)",
    re.IGNORECASE,
)
_ASKS = compiled_later(
    r"(?:en |maar )?(?:kun(?:t|nen)?|kan|wil(?:t|len)?|zou(?:den)?|mag|mogen|heb(?:ben|t)?|weet|weten)"
    r"\s(?:je|jij|jullie|u|ik|wij|we)\b.{0,290}\?$",
    re.IGNORECASE,
)
_OFFER_OF_ALL_MAILS = compiled_later(r"https?:|www\.|\bvragen\b", re.IGNORECASE)
_LAST_LINES = 8


def take(below: list[str]) -> tuple[list[str], list[str]]:
    """Take the postscript out of what stands below the words; it ends where a footer or another card begins."""
    start = next((n for n, line in enumerate(below) if n and _begins(below, n)), None)
    if start is None:
        return [], below
    end = start + 1
    while end < len(below) and not is_footer(below[end].strip()) and below[end].strip() not in {"--", "—"}:
        if not below[end].strip() and _only_card(below[end + 1 :]):
            break
        end += 1
    return below[start:end], below[:start] + below[end:]


def _begins(below: list[str], at: int) -> bool:
    line = below[at].strip()[:300]
    if _POSTSCRIPT.match(line):
        return True
    apart = not below[at - 1].strip()
    return apart and _ASKS.match(line) is not None and not _OFFER_OF_ALL_MAILS.search(line)


def start(bare: list[str]) -> int:
    """Where a last paragraph that is a postscript begins, else the end."""
    for at in range(len(bare) - 1, max(0, len(bare) - _LAST_LINES), -1):
        if _POSTSCRIPT.match(bare[at]) and not bare[at - 1] and not _signed_below(bare, at):
            return at
    return len(bare)


def _signed_below(bare: list[str], at: int) -> bool:
    """Whether a name opens a paragraph below: what looked like a postscript stands above the signature."""
    return any(bare[n] and not bare[n - 1] and is_name(bare[n]) for n in range(at + 1, len(bare)))


def _only_card(lines: list[str]) -> bool:
    """Whether the next line is a formula, a name or a footer, so that the postscript is over."""
    following = next((line.strip() for line in lines if line.strip()), "")
    return not following or is_formula(following) or is_footer(following) or is_name(following)
