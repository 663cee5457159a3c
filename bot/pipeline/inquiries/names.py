"""Names that a question may hold: municipalities by any name that they had, provinces, colleagues."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Municipality
from bot.pipeline.ports import User
from bot.understanding.normalise import Words, words

CUES = frozenset(
    {"gemeente", "gemeenten", "gem", "van", "uit", "voor", "in", "bij", "met", "aan", "door", "namens", "naar"}
)
"""Words that lead to a name; a name that is also a word counts behind one of them, or with a capital letter."""
OTHER_PROVINCES = {"Friesland": "Fryslân", "Brabant": "Noord-Brabant"}
"""What else people call a province."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a question, and whom it may mean; more than one of them is a question back."""

    start: int
    end: int
    means: tuple[str, ...]
    """Official names of today, or accounts of colleagues."""


class Gazetteer:
    """The municipalities, found in small letters, in their old names, and written as one word."""

    def __init__(self, rows: Sequence[Municipality]) -> None:
        self._by_code = {row.code: row for row in rows}
        provinces = {row.province for row in rows if row.province}
        self._provinces = {tuple(words(name).folded): name for name in provinces} | {
            words(other).folded: name for other, name in OTHER_PROVINCES.items() if name in provinces
        }
        owners: dict[tuple[str, ...], list[Municipality]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: not row.current):
            for name in {row.name, re.sub(r"\s*\(.*\)$", "", row.name), *row.aliases}:
                parts = words(name).folded
                for written in {parts, ("".join(parts),)}:
                    if row not in owners[written]:
                        owners[written].append(row)
        self._means = {parts: self._today(found) for parts, found in owners.items()}
        self._words = frozenset(
            parts for parts, found in owners.items() if any("word" in row.ambiguous for row in found)
        )
        self.parts = frozenset(part for parts in owners for part in parts if len(part) > 3)
        """Single words of names, for mending slips."""

    def _today(self, found: Sequence[Municipality]) -> tuple[str, ...]:
        """Current ones win over former ones; one that was split means any of what came of it."""
        chosen = [row for row in found if row.current] or found
        codes = [code for row in chosen for code in ((row.code,) if row.current else row.successors)]
        return tuple(dict.fromkeys(self._by_code[code].name for code in codes))

    def in_province(self, province: str) -> tuple[str, ...]:
        """The municipalities of today in it."""
        return tuple(row.name for row in self._by_code.values() if row.current and row.province == province)

    def find(self, text: Words) -> Iterator[Name]:
        """Every name, the longest at each word."""
        for at in range(len(text.folded)):
            for end in range(min(len(text.folded), at + 6), at, -1):
                means = self._means.get(tuple(text.folded[at:end]))
                if means and self._is_name(text, at, end):
                    yield Name(at, end, means)
                    break

    def _is_name(self, text: Words, at: int, end: int) -> bool:
        """Whether a name that is also an ordinary word, or very short, is meant as a name."""
        parts = tuple(text.folded[at:end])
        if parts not in self._words and len("".join(parts)) > 3:
            return True
        capital = text.text[text.spans[at][0]].isupper() and at > 0
        return capital or before(text.folded, at) in CUES or len(text.folded) == end - at

    def find_provinces(self, text: Words) -> Iterator[Name]:
        """Provinces; one that is also a municipality must be called a province."""
        for parts, province in self._provinces.items():
            for at in range(len(text.folded) - len(parts) + 1):
                called = before(text.folded, at) == "provincie"
                if tuple(text.folded[at : at + len(parts)]) == parts and (called or parts not in self._means):
                    yield Name(at - called, at + len(parts), (province,))


def before(folded: Sequence[str], at: int) -> str:
    """The word before, past articles."""
    at -= 1
    while at > 0 and folded[at] in {"de", "het", "den"}:
        at -= 1
    return folded[at] if at >= 0 else ""


class Colleagues:
    """The accounts, by full name, first name, surname and account."""

    def __init__(self, users: Iterable[User]) -> None:
        self.names: Mapping[str, str] = {user.name: user.display_name for user in users}
        means: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for account, shown in self.names.items():
            parts = words(shown).folded
            for written in {parts, parts[:1], parts[1:], parts[-1:], words(account).folded}:
                if written:
                    means[written].append(account)
        self._means = means
        self.parts = frozenset(part for parts in means for part in parts if len(part) > 3)

    def find(self, text: Words) -> Iterator[Name]:
        """Every name, the longest at each word; ``lotte's`` is one too."""
        folded = [word.removesuffix("'s") for word in text.folded]
        for at in range(len(folded)):
            for end in range(min(len(folded), at + 6), at, -1):
                if found := self._means.get(tuple(folded[at:end])):
                    yield Name(at, end, tuple(found))
                    break
