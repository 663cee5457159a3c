"""Regular expressions that are compiled when they are first used.

Reading mail takes some five hundred of them, and compiling those costs half a second: too much for a start, and most
commands use a few. The first use pays for its own; after that the methods are those of the compiled expression itself.
"""

import re
from typing import Any, cast
from weakref import WeakSet

WRITTEN: "WeakSet[_Later]" = WeakSet()
"""Every expression that is held by somebody, so that a test can compile them all."""

FACE = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups",
        "groupindex")  # fmt: skip


class _Later:
    """Stands in for a compiled expression until somebody asks it something."""

    def __init__(self, text: str, flags: int) -> None:
        self.text = text
        self.wanted_flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in FACE:
            raise AttributeError(name)
        compiled = re.compile(self.text, self.wanted_flags)
        for each in FACE:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def compiled_later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but at the first use."""
    later = _Later(text, flags)
    WRITTEN.add(later)
    return cast("re.Pattern[str]", later)
