"""Looking at the lines of a body: never further than what a writer would put on one."""

import unicodedata
from functools import lru_cache

from bot.patterns import compiled_later

LOOK = 400
"""Characters of a line that are looked at."""
LETTERS = compiled_later(r"[^\W\d_]+")
MOMENT = compiled_later(
    r"\d{1,2}[:.]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\b(?:19|20)\d\d\b|<[^<>\s]{3,200}@[^<>\s]{3,200}>"
)


def bare(line: str) -> str:
    """What is looked at of a line, without the space around it."""
    return line[:LOOK].replace("\xa0", " ").strip()


def next_filled(lines: list[str], at: int) -> int:
    """The next line from here that is not blank, else the number of lines."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Lower case without accents; remembered for a moment, because each line is looked at from several sides."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def words_in(text: str) -> frozenset[str]:
    """The words, folded, without figures."""
    return frozenset(LETTERS.findall(folded(text[:LOOK])))
