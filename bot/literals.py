"""Words without which a regular expression cannot match, read from the expression itself.

The way of code search (Russ Cox, 2012), on the tree of the standard library's own parser: a part either stands for few
strings, which join with those beside it, or for any number, of which only a needed word is remembered.
"""

import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_PARSER: Any = importlib.import_module("re._parser")  # the only one there is; its tree is documented nowhere
_NAMES: Any = importlib.import_module("re._constants")
MOST = 16
"""Strings that a part may stand for; more are too many to look for."""
LONG = 4
"""Letters from which on a longer word is no rarer."""
ASCII = 128
Strings = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """``all``: every string that a part can be, if these are few; ``one_of``: one of these stands in any match."""

    all: Strings | None = None
    one_of: Strings | None = None


_ANYTHING = _Part()


def needed_words(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """One of these stands in every text that the pattern matches; empty when no words say so much.

    They are in lower case when the pattern ignores case.
    """
    tree = _PARSER.parse(pattern, flags)
    words = _sequence(tree.data, ignore_case=bool(tree.state.flags & re.IGNORECASE)).one_of or ()
    kept: list[str] = []
    for word in sorted(set(words), key=len):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return tuple(kept)


def _sequence(items: Iterable[tuple[Any, Any]], *, ignore_case: bool) -> _Part:
    run: Strings = [""]
    broken = False
    candidates: list[Strings | None] = []
    for operation, argument in items:
        if operation is _NAMES.LITERAL and (argument < ASCII or not ignore_case):  # nearly always, so without a call
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
    """A single letter or space stands in every text."""
    return len(word) > 1 or not (word.isalnum() or word.isspace() or not word)


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
    """Letters beyond ASCII have more than one other case, so that they are not looked for where case is ignored."""
    if len(codes) > LONG or (ignore_case and max(codes) >= ASCII):
        return _ANYTHING
    letters = {chr(code).lower() if ignore_case else chr(code) for code in codes}
    return _Part(list(letters))


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
