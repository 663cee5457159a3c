"""What is told of an expression: the words it cannot match without, never one too many, and whether case is in it."""

import re
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.literals import Told, library, told
from bot.patterns import lowered


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:graag|wil(?:len)? wij)\b", {"graag", "wil wij", "willen wij"}),
        (r"(?:e-?)?mails?\b", {"mail"}),
        (r"verifi[eë]ren", {"verifieren", "verifiëren"}),
        (r"nog .{0,20}(?:niets|geen)", {"nog "}),
        (r"(?:leer)*kring(?!s)", {"kring"}),
        (r"(?:stuur)+ (\w+) op", {"stuur"}),
        (r"\?!|\bgraag", {"?!", "graag"}),
        (r"staat(?= er achter)|\w(?<=kring)", {" er achter", "kring"}),
    ],
)
def test_one_of_them_stands_in_every_match(pattern: str, words: set[str]) -> None:
    assert set(told(pattern).words) == words


@pytest.mark.parametrize(
    "pattern", [r"\d{4}", r"\?|graag", r"\b(?:u|jullie)\b", r"(?:graag)?", r"graag|\w+", "", r"[a-z]+ .*"]
)
def test_an_expression_that_matches_nearly_anything_needs_none(pattern: str) -> None:
    assert told(pattern).words == ()


def test_they_are_small_letters_where_case_is_ignored() -> None:
    assert told("Graag", re.IGNORECASE).words == ("graag",)
    assert told("Graag").words == ("Graag",)


def test_letters_with_several_other_cases_are_left_out_where_case_is_ignored() -> None:
    assert told("µ keer één", re.IGNORECASE).words == (" keer één",)


def test_a_part_that_handles_case_by_itself_says_nothing() -> None:
    assert told("(?i:graag) ja") == Told((" ja",), in_lower_case=False)


@pytest.mark.parametrize(
    "pattern", [r"\b(?:graag|één)\W+[a-z€]{2,}(?<!\d)(?=[^x]|\Z)", r"^(wij) \w*?\s$", r"[!-/].[à-ÿ]"]
)
def test_small_letters_are_found_in_a_text_of_small_letters(pattern: str) -> None:
    assert told(pattern).in_lower_case


@pytest.mark.parametrize(
    "pattern", ["Graag", "[A-Z]", "[!-~]", "[^B]", "(?i:graag)", "µ", "[ά-ώ]", r"(?-i:x)y", r"(a)\1"]
)
def test_capitals_and_letters_with_several_other_cases_are_not(pattern: str) -> None:
    assert not told(pattern, re.IGNORECASE).in_lower_case


def test_letters_in_lower_case_match_what_they_match_where_case_is_ignored() -> None:
    """All of Unicode, because an expression is looked for in the text in lower case instead."""
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    small = lowered(everything)
    assert len(small) == len(everything)
    for pattern in (r"\w", r"\d", r"\s"):
        assert list(places(pattern, small)) == list(places(pattern, everything)), pattern
    cased = "".join(letter for letter in everything if letter.swapcase() != letter or ord(letter) < 0x250)
    small = lowered(cased)
    for pattern in filter(told_in_lower_case, map(re.escape, [*map(chr, range(0x250)), "\u2019", "\u20ac"])):
        assert list(places(pattern, small)) == list(places(pattern, cased, re.IGNORECASE)), pattern


def places(pattern: str, text: str, flags: int = 0) -> Iterator[int]:
    return (found.start() for found in re.finditer(pattern, text, flags))


def told_in_lower_case(pattern: str) -> bool:
    return told(pattern, re.IGNORECASE).in_lower_case


def test_nothing_is_told_where_python_keeps_its_parser_elsewhere() -> None:
    assert library("re._not_there") is None
    assert told("graag", parser=None) == Told()
    assert told("graag", parser=SimpleNamespace(parse=lambda *_: ["a tree of another shape"])) == Told()
