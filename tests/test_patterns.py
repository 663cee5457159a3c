"""Expressions that are compiled later behave as compiled ones, and every one that is written can be compiled."""

import importlib
import pkgutil
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.patterns import FACE, LONGEST, WRITTEN, Several, compiled_later


def test_an_expression_answers_as_the_compiled_one() -> None:
    later, now = compiled_later(r"(\w+)kring", re.IGNORECASE), re.compile(r"(\w+)kring", re.IGNORECASE)
    assert later.sub(r"\1", "Leerkring") == now.sub(r"\1", "Leerkring") == "Leer"
    assert [found.group() for found in later.finditer("leerkring KENNISKRING")] == ["leerkring", "KENNISKRING"]
    assert {name: getattr(later, name) for name in ("pattern", "flags", "groups")} == {
        name: getattr(now, name) for name in ("pattern", "flags", "groups")
    }


def test_what_no_expression_has_is_missing_here_too() -> None:
    with pytest.raises(AttributeError):
        compiled_later("x").kaas  # type: ignore[attr-defined]  # noqa: B018


def test_a_broken_expression_is_told_at_its_first_use() -> None:
    broken = compiled_later("(")
    with pytest.raises(re.error):
        broken.search("x")


WORDS = (
    "leerkring",
    "LEERKRING",
    "leerK\u0131ng",
    "lee",
    "rk",
    "een",
    "kring",
    "ke",
    "\u212aring",
    "\u017fpijt",
    "spijt",
    "\n",
    "1",
)
EXPRESSIONS = (
    (r"\b(?:leerkring|spijt|geen)\b", 0),
    (r"\b(?:leerkring|spijt|geen)\b", re.IGNORECASE),
    (r"(?:leer)?kring(?=e)|\d+", re.IGNORECASE),
    (r"^lee.*spijt|(een) \1", re.IGNORECASE | re.DOTALL),
    (r"[ks](?:pij|ring)t?", re.IGNORECASE),
)


@pytest.mark.parametrize(("text", "flags"), EXPRESSIONS)
@given(words=st.lists(st.sampled_from(WORDS)), gap=st.sampled_from(("", " ")))
def test_looking_for_words_first_finds_the_same(text: str, flags: int, words: Sequence[str], gap: str) -> None:
    later, now, read = compiled_later(text, flags), re.compile(text, flags), gap.join(words)
    assert str(later.search(read)) == str(now.search(read))
    assert later.findall(read) == now.findall(read)
    assert [one.span() for one in later.finditer(read, 1)] == [one.span() for one in now.finditer(read, 1)]
    assert later.sub("x", read, count=1) == now.sub("x", read, count=1)


def test_a_very_long_text_is_searched_at_once() -> None:
    assert compiled_later("kring$", re.IGNORECASE).search("leer" * LONGEST + "KRING")


def test_every_written_expression_compiles() -> None:
    """A mistake in one would otherwise wait for the mail that needs it."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)
    assert len(WRITTEN) > 100
    for later in WRITTEN:
        if later.text != "(":
            assert all(hasattr(later, name) for name in FACE), later.text


@given(words=st.lists(st.sampled_from(WORDS)), gap=st.sampled_from(("", " ")))
def test_of_several_expressions_none_that_matches_is_passed_over(words: Sequence[str], gap: str) -> None:
    expressions = [compiled_later(text, flags) for text, flags in EXPRESSIONS]
    read = gap.join(words)
    chosen = Several(expressions).that_may_match(read)
    assert [one for one in expressions if one in chosen] == list(chosen)
    assert all(one in chosen for one in expressions if one.search(read))


def test_several_expressions_are_all_tried_on_a_very_long_text() -> None:
    expressions = [compiled_later("kring$"), compiled_later("spijt")]
    assert list(Several(expressions).that_may_match("leer" * LONGEST)) == expressions
