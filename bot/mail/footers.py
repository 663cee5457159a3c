"""What programs and organisations put below a mail: phone footers, disclaimers, requests not to print."""

from bot.mail.lines import folded
from bot.mail.phrases import DISCLAIMER, FOOTER
from bot.patterns import compiled_later

_MOST_LINES = 40
_LIST_LINES = 8
_LIST_RULE = 40
_PROSE = 60
"""A line of this length goes on with the next one, so that a disclaimer covers its paragraph."""

_ABOUT_MAIL = compiled_later(
    r"mail|bericht|message|nachricht|courriel|disclaimer|print|afdruk|privileged|rechten (?:worden )?ontle"
    r"|aansprakelijk|informatie verzonden"
)
_SPEAKS = compiled_later(r"\b(?:ik|mijn|mij|me|jullie|ich|i|my)\b")
_PROGRAM = compiled_later(
    r"outlook (?:voor|for|fur|pour|para|per) \w+"
    r"|^(?:deze mail is |dit bericht is )?(?:getikt|getypt|gestuurd|verstuurd|verzonden|geschreven|gedicteerd|typed"
    r"|sent|written|gesendet|getippt|geschrieben)\s(?:met|vanaf|vanuit|op|via|from|on|with|von|mit|aus)\b.{0,60}"
    r"(?:telefoon|mobiel|phone|tablet|scherm|screen|duim|thumb|toestel|galaxy|android|handy|ipad|laptop|\bmail\b)"
)


def is_footer(line: str) -> bool:
    """Whether this line is one of those, by itself."""
    low = folded(line).lstrip("*_ ")
    return low.startswith(FOOTER) or _disclaims(low) or (len(low) < 100 and _PROGRAM.search(low) is not None)


def _disclaims(low: str) -> bool:
    """The words of a lawyer about the mail itself; nobody says I in them."""
    return any(part in low for part in DISCLAIMER) and _ABOUT_MAIL.search(low) is not None and not _SPEAKS.search(low)


def footers(bare: list[str]) -> tuple[frozenset[int], int | None]:
    """The lines near the end that are footers, whole paragraphs of prose included, and where the first prose begins."""
    found, legal = set[int](), None
    at = max(0, len(bare) - _MOST_LINES)
    while at < len(bare):
        end = next((n for n in range(at, len(bare)) if not bare[n]), len(bare))
        prose = _prose(bare, at, end, below=legal is not None)
        legal = prose if legal is None else legal
        found.update(range(prose, end) if prose is not None else ())
        found.update(n for n in range(at, end) if is_footer(bare[n]))
        at = end + 1
    found.update(_list_footer(bare))
    return frozenset(found), legal


def _list_footer(bare: list[str]) -> range:
    """The name and addresses of a mailing list below the long rule that its software draws."""
    start = max(0, len(bare) - _LIST_LINES)
    rules = [n for n in range(start, len(bare)) if len(bare[n]) >= _LIST_RULE and not bare[n].strip("_")]
    below = [line for line in bare[rules[-1] + 1 :] if line] if rules else []
    named = any("://" in line or "@" in line for line in below) and all(len(line.split()) <= 8 for line in below)
    return range(rules[-1], len(bare)) if named else range(0)


def _prose(bare: list[str], start: int, end: int, *, below: bool) -> int | None:
    """Where a disclaimer begins in a paragraph; ``below`` another one, all prose that asks nothing is one."""
    if below and start < end and len(bare[start]) >= _PROSE and not bare[end - 1].endswith("?"):
        return start
    for at in range(start, end):
        if len(bare[at]) >= _PROSE and _disclaims(folded(" ".join(bare[at:end]))):
            return _sentence_start(bare, start, at)
    return None


def _sentence_start(bare: list[str], start: int, at: int) -> int:
    """The first line of the sentence that this line goes on with."""
    while at > start and len(bare[at - 1]) >= _PROSE and not bare[at - 1].endswith((".", "?", "!", ":")):
        at -= 1
    return at
