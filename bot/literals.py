"""What a regular expression says of the texts that it matches: words that they must hold, and whether case is in it.

The words are found in the way of code search (Russ Cox, 2012), on the tree of the standard library's own parser: a part
either stands for few strings, which join with those beside it, or for any number, of which only a needed word is
remembered. The parser is private to the library; a Python that keeps it elsewhere gets to know nothing, which costs
time and is never wrong.
"""

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

MOST = 16
"""Strings that a part may stand for; more are too many to look for."""
LONG = 4
"""Letters from which on a longer word is no rarer."""
ASCII = 128
LATIN = 0x250
"""Beyond these letters some have more than two cases."""
Strings = Sequence[str]


_TWINS = {"\u00b5", "\u0131", "\u017f"}
"""Small letters that are equal to another small letter where case is ignored."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an expression; nothing when it could not be read."""

    words: tuple[str, ...] = ()
    """One of these stands in every text that it matches; in lower case when it ignores case. Empty: no words say so."""
    in_lower_case: bool = False
    """Whether without ignoring case it matches in a lower-case text where it matches in the text when it does."""


@dataclass(frozen=True, slots=True)
class _Part:
    """``all``: every string that a part can be, if these are few; ``one_of``: one of these stands in any match."""

    all: Strings | None = None
    one_of: Strings | None = None


_ANYTHING = _Part()


def library(name: str) -> Any:
    """A module of the standard library; None when this Python has none of that name."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_PARSER = library("re._parser")  # the only one there is; its tree is documented nowhere
_NAMES = library("re._constants")


def told(pattern: str, flags: int = 0, parser: Any = _PARSER) -> Told:
    """What the expression says of the texts that it matches."""
    if parser is None:
        return Told()
    try:
        tree = parser.parse(pattern, flags)
        return Told(_words(tree), _is_lower_case(tree.data))
    except (AttributeError, LookupError, TypeError, ValueError):  # a tree of another shape
        return Told()


def _words(tree: Any) -> tuple[str, ...]:
    words = _sequence(tree.data, ignore_case=bool(tree.state.flags & re.IGNORECASE)).one_of or ()
    kept: list[str] = []
    for word in sorted(set(words), key=len):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return tuple(kept)


def _is_lower_case(items: Iterable[tuple[Any, Any]]) -> bool:
    """Whether all letters are small ones with one capital, and nothing switches the case inside."""
    return all(map(_has_one_capital, _letters_in(items)))


def _letters_in(items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """Every letter that is written; a capital for a part that cannot be read."""
    for operation, argument in items:
        if operation in {_NAMES.LITERAL, _NAMES.NOT_LITERAL}:
            yield chr(argument)
        elif operation is _NAMES.RANGE:
            yield from map(chr, range(argument[0], argument[1] + 1)) if argument[1] < LATIN else "A"
        elif operation is _NAMES.IN:
            yield from _letters_in(argument)
        elif operation in {_NAMES.ASSERT, _NAMES.ASSERT_NOT}:
            yield from _letters_in(argument[1].data)
        elif operation is _NAMES.SUBPATTERN and not any(argument[1:3]):
            yield from _letters_in(argument[3].data)
        elif operation is _NAMES.BRANCH:
            yield from chain.from_iterable(_letters_in(branch.data) for branch in argument[1])
        elif operation in {_NAMES.MAX_REPEAT, _NAMES.MIN_REPEAT}:
            yield from _letters_in(argument[2].data)
        elif operation not in {_NAMES.AT, _NAMES.ANY, _NAMES.CATEGORY, _NAMES.NEGATE}:
            yield "A"


def _has_one_capital(letter: str) -> bool:
    return letter.lower() == letter and letter not in _TWINS and (ord(letter) < LATIN or letter.upper() == letter)


def _sequence(items: Iterable[tuple[Any, Any]], *, ignore_case: bool) -> _Part:
    run: Strings = [""]
    broken = False
    candidates: list[Strings | None] = []
    for operation, argument in items:
        if operation is _NAMES.LITERAL and (argument < ASCII or _is_sure(argument, ignore_case=ignore_case)):
            letter = chr(argument).lower() if ignore_case else chr(argument)
            run = [before + letter for before in run]
            continue
        part = _part(operation, argument, ignore_case=ignore_case)
        candidates.append(part.one_of)
        if part.all is not None and len(run) * len(part.all) <= MOST:
            run = [before + after for before in run for after in part.all]
        else:
            broken = True
            candidates.append(run)
            run = part.all or [""]
    return _Part(None if broken else run, _rarest([*candidates, run]))


def _rarest(candidates: Sequence[Strings | None]) -> Strings | None:
    telling = [words for words in candidates if words and all(map(_tells, words))]
    return max(telling, key=lambda words: (min(LONG, *map(len, words)), -len(words)), default=None)


def _tells(word: str) -> bool:
    """A single letter, space or stop stands in every text."""
    return len(word) > 1


def _part(operation: Any, argument: Any, *, ignore_case: bool) -> _Part:
    if operation in {_NAMES.AT, _NAMES.ASSERT, _NAMES.ASSERT_NOT}:
        stands = operation is _NAMES.ASSERT
        return _Part([""], _sequence(argument[1].data, ignore_case=ignore_case).one_of if stands else None)
    if operation is _NAMES.SUBPATTERN and not any(argument[1:3]):
        return _sequence(argument[3].data, ignore_case=ignore_case)
    if operation is _NAMES.BRANCH:
        return _either([_sequence(branch.data, ignore_case=ignore_case) for branch in argument[1]])
    if operation in {_NAMES.MAX_REPEAT, _NAMES.MIN_REPEAT}:
        return _repeated(_sequence(argument[2].data, ignore_case=ignore_case), argument[0], argument[1])
    if operation is _NAMES.IN and all(kind is _NAMES.LITERAL for kind, _ in argument):
        return _letters([letter for _, letter in argument], ignore_case=ignore_case)
    return _ANYTHING


def _letters(codes: Sequence[int], *, ignore_case: bool) -> _Part:
    if len(codes) > LONG or not all(_is_sure(code, ignore_case=ignore_case) for code in codes):
        return _ANYTHING
    letters = {chr(code).lower() if ignore_case else chr(code) for code in codes}
    return _Part(list(letters))


def _is_sure(code: int, *, ignore_case: bool) -> bool:
    """Some letters beyond ASCII have more than one other case; they are not looked for where case is ignored."""
    return not ignore_case or _has_one_capital(chr(code).lower())


def _either(branches: Sequence[_Part]) -> _Part:
    whole = [string for branch in branches for string in branch.all or ()]
    needed = [word for branch in branches for word in branch.one_of or ()]
    return _Part(
        whole if len(whole) <= MOST and all(branch.all for branch in branches) else None,
        needed if all(branch.one_of for branch in branches) else None,
    )


def _repeated(part: _Part, least: int, most: Any) -> _Part:
    if least == 0:
        return _Part([*part.all, ""]) if part.all and most == 1 else _ANYTHING
    return part if most == 1 else _Part(None, part.one_of)
