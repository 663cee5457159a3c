"""The words that an expression cannot match without: few, telling, and never one too many."""

import re

import pytest

from bot.literals import needed_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:graag|wil(?:len)? wij)\b", {"graag", "wil wij", "willen wij"}),
        (r"(?:e-?)?mails?\b", {"mail"}),
        (r"verifi[eë]ren", {"verifieren", "verifiëren"}),
        (r"nog .{0,20}(?:niets|geen)", {"nog "}),
        (r"(?:leer)*kring(?!s)", {"kring"}),
        (r"(?:stuur)+ (\w+) op", {"stuur"}),
        (r"\?|\bgraag", {"?", "graag"}),
        (r"staat(?= er achter)|\w(?<=kring)", {" er achter", "kring"}),
    ],
)
def test_one_of_them_stands_in_every_match(pattern: str, words: set[str]) -> None:
    assert set(needed_words(pattern)) == words


@pytest.mark.parametrize("pattern", [r"\d{4}", r"\b(?:u|jullie)\b", r"(?:graag)?", r"graag|\w+", "", r"[a-z]+ .*"])
def test_an_expression_that_matches_nearly_anything_needs_none(pattern: str) -> None:
    assert needed_words(pattern) == ()


def test_they_are_small_letters_where_case_is_ignored() -> None:
    assert needed_words("Graag", re.IGNORECASE) == ("graag",)
    assert needed_words("Graag") == ("Graag",)


def test_letters_with_several_other_cases_are_left_out_where_case_is_ignored() -> None:
    assert needed_words("één keer", re.IGNORECASE) == ("n keer",)


def test_a_part_that_handles_case_by_itself_says_nothing() -> None:
    assert needed_words("(?i:graag) ja") == (" ja",)
