"""Regular expressions that are compiled when they are first needed, and passed over where they cannot match.

Reading mail takes some five hundred of them, and compiling those costs half a second: too much for a start, and most
commands use a few.

Most are lists of phrases, and most texts hold none of them. The engine tries every phrase at every letter, which takes
many times as long as to look whether any of a few words stands in the text. So the words without which an expression
cannot match are looked for first, for all expressions at once, and an expression is only for the texts that have one.

Comparing without case takes the engine three times as long as comparing letters. So an expression that ignores case
looks for its place in the text in lower case, and is tried as it is written only there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Any, cast
from weakref import WeakSet

from bot.literals import Told, told
from bot.needles import Needles

WRITTEN: "WeakSet[_Later]" = WeakSet()
"""Every expression that is held by somebody, so that a test can compile them all."""

FACE = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups",
        "groupindex")  # fmt: skip
LONGEST = 20_000
"""A longer text is searched at once, so that no second copy of it is made and kept."""
REMEMBERED = 256
"""Texts of which is remembered what was seen; several expressions are tried on each, one after the other."""
_PER_LETTER = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u03a3": "\u03c3"})
"""What ``re.IGNORECASE`` takes for an i or an s and ``lower`` does not, and the letter that looks at its neighbours."""
_NEEDLES = Needles()


class _Later:
    """Stands in for a compiled expression; each of its methods is put together when it is asked for first."""

    def __init__(self, text: str, flags: int) -> None:
        self.text = text
        self.wanted_flags = flags
        self._ignores_case = bool(flags & re.IGNORECASE)

    def __getattr__(self, name: str) -> Any:
        if name not in FACE:
            raise AttributeError(name)
        looking_first = {"search": self._search, "finditer": self._finditer, "findall": self._findall, "sub": self._sub}
        found = looking_first[name]() if name in looking_first else getattr(self._compiled, name)
        setattr(self, name, found)
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.wanted_flags)

    @cached_property
    def _in_lower_case(self) -> re.Pattern[str]:
        return re.compile(self.text, self.wanted_flags & ~re.IGNORECASE)

    @cached_property
    def _told(self) -> Told:
        return told(self.text, self.wanted_flags)

    @cached_property
    def phrases(self) -> dict[int, list[tuple[int, str]]]:
        """The needed words by the bit of their longest piece, each with the bits of all its pieces.

        A word of one piece needs no second look and is left out. Nothing when one of them is only white space.
        """
        cut = {word: lowered(word).split() for word in self._told.words}
        if not all(cut.values()):
            return {}
        _look_for(chain.from_iterable(cut.values()))
        found: dict[int, list[tuple[int, str]]] = {}
        for word, pieces in cut.items():
            bits = (reduce(or_, map(_NEEDLES.bit, pieces)), "" if pieces == [word] else word)
            found.setdefault(_NEEDLES.bit(max(pieces, key=len)), []).append(bits)
        return found

    @cached_property
    def any_of(self) -> int:
        """The bits of which one stands in every text that holds a needed word; none when no words say so much."""
        return reduce(or_, self.phrases, 0)

    def _may_match(self, text: str) -> bool:
        if not self.any_of or len(text) > LONGEST:
            return True
        small, standing = _seen[text]
        return self._stands_in(small if self._ignores_case else text, standing)

    def _stands_in(self, read: str, standing: int) -> bool:
        """Whether one of the needed words stands in a text that holds these pieces."""
        standing_here = standing & self.any_of
        while standing_here:
            bit = standing_here & -standing_here
            for bits, phrase in self.phrases[bit]:
                if standing & bits == bits and phrase in read:
                    return True
            standing_here ^= bit
        return False

    def _search(self) -> Callable[..., re.Match[str] | None]:
        any_of, in_lower_case = self.any_of, self._ignores_case and self._told.in_lower_case
        if not any_of and not in_lower_case:
            return self._compiled.search

        def search(text: str, *rest: int) -> re.Match[str] | None:
            if len(text) > LONGEST:
                return self._compiled.search(text, *rest)
            small, standing = _seen[text]
            if any_of and not (standing & any_of and self._stands_in(small if self._ignores_case else text, standing)):
                return None
            if rest or not in_lower_case:
                return self._compiled.search(text, *rest)
            found = self._in_lower_case.search(small)
            return None if found is None else self._compiled.match(text, found.start())

        return search

    def _finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        find = self._compiled.finditer
        if not self.any_of:
            return find
        return lambda text, *rest: find(text, *rest) if self._may_match(text) else iter(())

    def _findall(self) -> Callable[..., list[Any]]:
        find = self._compiled.findall
        if not self.any_of:
            return find
        return lambda text, *rest: find(text, *rest) if self._may_match(text) else []

    def _sub(self) -> Callable[..., str]:
        replace = self._compiled.sub
        if not self.any_of:
            return replace
        return lambda new, text, *rest, **more: replace(new, text, *rest, **more) if self._may_match(text) else text


class Several:
    """Expressions that are tried on the same texts: those that need words that a text lacks cost nothing."""

    def __init__(self, expressions: Iterable[re.Pattern[str]]) -> None:
        self._all = tuple(expressions)

    def that_may_match(self, text: str) -> Sequence[re.Pattern[str]]:
        """The expressions, in their order, without those of which no needed word stands in the text."""
        if len(text) > LONGEST:
            return self._all
        numbers = set(self._without_words)
        needed = self._needed  # asked for first: it may begin to look for more words
        standing = _seen[text][1] & needed
        while standing:
            bit = standing & -standing
            numbers.update(self._needing[bit])
            standing ^= bit
        return [self._all[number] for number in sorted(numbers)]

    @cached_property
    def _needing(self) -> dict[int, list[int]]:
        """The numbers of the expressions by the bits of which they need one."""
        found: dict[int, list[int]] = {}
        for number, one in enumerate(self._all):
            for bit in cast("_Later", one).phrases:
                found.setdefault(bit, []).append(number)
        return found

    @cached_property
    def _needed(self) -> int:
        return reduce(or_, self._needing, 0)

    @cached_property
    def _without_words(self) -> frozenset[int]:
        return frozenset(range(len(self._all))).difference(*self._needing.values())


class _Seen(dict[str, tuple[str, int]]):
    """Texts in lower case, letter by letter, with the pieces of needed words that stand in them; only the latest."""

    def __missing__(self, text: str) -> tuple[str, int]:
        small = lowered(text)
        found = (small, self[small][1] if small != text else _NEEDLES.standing_in(small))
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = found
        return found


_seen = _Seen()


def _look_for(pieces: Iterable[str]) -> None:
    """Look for more pieces; what was seen before they were looked for is old, also for who is seeing it now."""
    global _seen  # noqa: PLW0603  (a new one instead of an empty one: another thread may be filling the old one)
    _NEEDLES.add(pieces)
    _seen = _Seen()


def lowered(text: str) -> str:
    """The text in small letters, each for one of the text, and none by its neighbours as in ``lower``."""
    return text.lower() if text.isascii() else text.translate(_PER_LETTER).lower()


def compiled_later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but at the first need."""
    later = _Later(text, flags)
    WRITTEN.add(later)
    return cast("re.Pattern[str]", later)
