"""Names of municipalities as colleagues type them."""

import re
from collections.abc import Iterable

from bot.model import Municipality


def official_names(typed: str, municipalities: Iterable[Municipality]) -> list[str]:
    """The names between the commas (or on the lines), each in its official spelling where it is known."""
    official = {name.casefold(): m.name for m in municipalities if m.current for name in (*m.aliases, m.name)}
    names = [" ".join(part.split()) for part in re.split(r"[,;\n]", typed)]
    return [official.get(name.casefold(), name) for name in names if name]
