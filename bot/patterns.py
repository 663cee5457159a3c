"""Regular expressions that are compiled when they are first needed, and passed over where they cannot match.

Reading mail takes some five hundred of them, and compiling those costs half a second: too much for a start, and most
commands use a few.

Most are lists of phrases, and most texts hold none of them. The engine tries every phrase at every letter, which takes
many times as long as to look whether any of a few words stands in the text. So the words without which an expression
cannot match are looked for first, and the expression is only for the texts that have one.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, cast
from weakref import WeakSet

from bot.literals import needed_words

WRITTEN: "WeakSet[_Later]" = WeakSet()
"""Every expression that is held by somebody, so that a test can compile them all."""

FACE = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups",
        "groupindex")  # fmt: skip
LONGEST = 20_000
"""A longer text is searched at once, so that no second copy of it is made and kept."""
_AS_ASCII = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s"})
"""What ``re.IGNORECASE`` takes for an i or an s, and ``lower`` does not."""


class _Later:
    """Stands in for a compiled expression; the methods that look at every letter look for the needed words first."""

    def __init__(self, text: str, flags: int) -> None:
        self.text = text
        self.wanted_flags = flags
        self._ignores_case = bool(flags & re.IGNORECASE)

    def __getattr__(self, name: str) -> Any:
        if name not in FACE:
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.wanted_flags)

    @cached_property
    def _needed(self) -> tuple[str, ...]:
        return needed_words(self.text, self.wanted_flags)

    def _may_match(self, text: str) -> bool:
        if not self._needed or len(text) > LONGEST:
            return True
        folded = _lowered(text) if self._ignores_case else text
        for word in self._needed:  # noqa: SIM110  (``any`` takes twice as long)
            if word in folded:
                return True
        return False

    def search(self, text: str, *rest: Any, **more: Any) -> re.Match[str] | None:
        return self._compiled.search(text, *rest, **more) if self._may_match(text) else None

    def finditer(self, text: str, *rest: Any, **more: Any) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text, *rest, **more) if self._may_match(text) else iter(())

    def findall(self, text: str, *rest: Any, **more: Any) -> list[Any]:
        return self._compiled.findall(text, *rest, **more) if self._may_match(text) else []

    def sub(self, replacement: Any, text: str, *rest: Any, **more: Any) -> str:
        return self._compiled.sub(replacement, text, *rest, **more) if self._may_match(text) else text


@lru_cache(maxsize=64)
def _lowered(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_AS_ASCII).lower()


def compiled_later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but at the first need."""
    later = _Later(text, flags)
    WRITTEN.add(later)
    return cast("re.Pattern[str]", later)
