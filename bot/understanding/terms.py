"""Cuts a question into terms: the words that carry meaning, as stems of the concept that they belong to."""

import re
from functools import lru_cache

from bot.patterns import compiled_later
from bot.understanding.normalise import fold
from bot.understanding.synonyms import CONCEPTS, LIGHT, NAMES, STOPWORDS, with_phrases

LONG_NUMBER = compiled_later(r"\d{5,}\Z")
"""A telephone number or a file number says nothing about what is asked."""
WORD = compiled_later(r"[a-z0-9]+(?:'[a-z]+)*(?:[.@][a-z0-9]+)*")
PARTICIPLE = compiled_later(r"\A(aan|af|op|uit|in|mee|toe|door|over|voor|na|bij|terug|samen)ge([a-z]{3,}?)[dt]?\Z")
"""A verb that is split and done (aangemeld), which meets the verb itself (aanmelden)."""
LONGEST = 2000
"""Characters of the question that are read; nobody asks one thing in more."""
LONG_HEAD = 8
"""Letters of a last part that may stand for a concept by another name; shorter ones (openluchttheater) mislead."""


@lru_cache(maxsize=64)
def terms(text: str) -> tuple[str, ...]:
    """The words that carry meaning, each once, as stems of their concept, in the order in which they stand.

    Remembered for a moment: one question is looked at from several sides.
    """
    found = dict.fromkeys(map(meaning, WORD.findall(with_phrases(fold(text[:LONGEST])))))
    return tuple(filter(None, found))


@lru_cache(maxsize=20000)
def meaning(word: str) -> str:
    """The term that a folded word is; '' when it carries no meaning."""
    if word in STOPWORDS or LONG_NUMBER.match(word):
        return ""
    found = term(word)
    return found if len(found) > 1 else ""


@lru_cache(maxsize=20000)
def term(word: str) -> str:
    """The stem of the concept that a folded word belongs to."""
    bare = stem(word)
    return CONCEPT_STEMS.get(bare, bare)


def stem(word: str) -> str:
    """A light Dutch stem: endings off, double letters single, so that ``vraag`` and ``vragen`` meet."""
    bare = word.removesuffix("'s")
    for ending in ("heden", "eren", "en", "es", "s", "e"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            bare = bare.removesuffix(ending)
            break
    bare = PARTICIPLE.sub(r"\1\2", bare)
    return re.sub(r"([a-z])\1", r"\1", bare)


CONCEPT_STEMS = {stem(word): stem(concept) for word, concept in CONCEPTS.items()}
LIGHT_STEMS = frozenset(map(stem, LIGHT)) - CONCEPT_STEMS.keys() - set(CONCEPT_STEMS.values())
NAME_STEMS = frozenset(map(term, NAMES))


def names_in(text: str) -> tuple[str, ...]:
    """What the text calls by a name of the programme (leerkring, Quick Scan)."""
    return tuple(word for word in terms(text) if word in NAME_STEMS)


def meant(text: str) -> tuple[str, ...]:
    """The terms that are not light: what the text is about."""
    return tuple(word for word in terms(text) if word not in LIGHT_STEMS)


@lru_cache(maxsize=16)
def all_words(text: str) -> frozenset[str]:
    """The folded words of a text, small ones too."""
    return frozenset(WORD.findall(fold(text[:LONGEST])))


def heads(word: str) -> tuple[str, ...]:
    """The concept that the last part of an unknown compound stands for: ``meetinstrument`` is an instrument."""
    parts = (word[start:] for start in range(3, len(word) - LONG_HEAD + 1))
    return tuple(dict.fromkeys(CONCEPT_STEMS[part] for part in parts if part in CONCEPT_STEMS))[:1]
