"""Expressions that are compiled later behave as compiled ones, and every one that is written can be compiled."""

import importlib
import pkgutil
import re

import pytest

import bot
from bot.patterns import FACE, WRITTEN, compiled_later


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


def test_every_written_expression_compiles() -> None:
    """A mistake in one would otherwise wait for the mail that needs it."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)
    assert len(WRITTEN) > 100
    for later in WRITTEN:
        if later.text != "(":
            assert all(hasattr(later, name) for name in FACE), later.text
