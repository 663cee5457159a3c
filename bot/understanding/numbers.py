"""Numbers in digits and in words: ``34``, ``12.900``, ``vijfendertig``, ``met z'n vieren``."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.normalise import Words

_ONES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
         "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_COMPANIES = (
    "tweeen",
    "drieen",
    "vieren",
    "vijven",
    "zessen",
    "zevenen",
    "achten",
    "negenen",
    "tienen",
    "elven",
    "twaalven",
)
"""Behind ``met z'n``."""
_ELSEWHERE = {
    "beiden": 2, "tweetjes": 2, "drietjes": 3, "viertjes": 4, "twiee": 2, "twije": 2, "twaen": 2, "twa": 2, "trijen": 3,
    "trije": 3, "drij": 3, "dreei": 3, "vief": 5, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
"""Some of the regions, and a little English; ``ten`` is no number in Dutch."""


def _number_words() -> dict[str, int]:
    low = {word: value for value, word in enumerate(_ONES, 1)}
    for ten, word in enumerate(_TENS, 2):
        low |= {f"{one}en{word}": 10 * ten + value for value, one in enumerate(_ONES[:9], 1)} | {word: 10 * ten}
    found = dict(low)
    for value, hundred in enumerate(("", *_ONES[1:9]), 1):
        found |= {
            f"{hundred}honderd{link}{word}": 100 * value + rest for word, rest in low.items() for link in ("", "en")
        }
        found[f"{hundred}honderd"] = 100 * value
    return found | {word: value for value, word in enumerate(_COMPANIES, 2)} | _ELSEWHERE | {"duizend": 1000}


WORDS = _number_words()
"""Number words without accents, as ``normalise.words`` folds them."""
_MOST_DIGITS = 4
_INSIDE_NUMBER = frozenset(".,:/-+ ")
"""With a digit on its other side it makes a time, a date or a telephone number."""
_MONEY = frozenset("€$%")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is said, from word ``start`` up to, not including, word ``end``."""

    value: int
    start: int
    end: int


def numbers(text: Words) -> Iterator[Number]:
    """Every whole number but the article ``een``; no times, dates, sums of money or pieces of longer numbers."""
    for at, word in enumerate(text.folded):
        if word in WORDS and not (word == "een" and text.text[text.spans[at][0]] in "eE"):
            yield Number(WORDS[word], at, at + 1)
        elif word.isdecimal() and word.isascii():
            value, end = _in_digits(text, at)
            if value:
                yield Number(value, at, end)


def _in_digits(text: Words, at: int) -> tuple[int, int]:
    """The value (0 for none) and where it ends; ``12.900`` is two words and one number."""
    start, end = text.spans[at]
    before, after = text.text[max(0, start - 2) : start], text.text[end : end + 2]
    if text.folded[at][0] == "0" or _joined(before[::-1]) or not _MONEY.isdisjoint(before + after[:1]):
        return 0, at + 1
    if after[:1] == "." and after[1:].isdecimal():
        thousands = text.folded[at + 1] if len(text.folded[at]) < _MOST_DIGITS else ""
        return (int(text.folded[at] + thousands), at + 2) if len(thousands) == 3 else (0, at + 1)
    if _joined(after) or len(text.folded[at]) > _MOST_DIGITS:
        return 0, at + 1
    return int(text.folded[at]), at + 1


def _joined(beside: str) -> bool:
    return beside[:1] in _INSIDE_NUMBER and beside[1:].isdecimal()
