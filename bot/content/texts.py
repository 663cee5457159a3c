"""Files of texts by name, such as ``knowledge/gesprek.yaml``: each name that is asked for has one, and no others."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.content.yaml_lines import Node, read_yaml
from bot.errors import ContentError


def load_texts(
    path: Path, names: Collection[str], problems_of: Callable[[str], list[str]] = lambda _: []
) -> Mapping[str, str]:
    """Name to text; raises ``ContentError`` with every text that is missing, unknown, or has one of its problems."""
    root = read_yaml(path).value
    rows = root if isinstance(root, dict) else {}
    problems = [*_missing(rows, names), *_wrong(rows, names, problems_of)]
    if problems:
        raise ContentError([f"{path}:{line}: {words}" for line, words in problems])
    return MappingProxyType({name: str(rows[name].value).strip() for name in names})


def _missing(rows: Mapping[str, Node], names: Collection[str]) -> Iterator[tuple[int, str]]:
    for name in names:
        if name not in rows or not isinstance(rows[name].value, str) or not rows[name].value:
            yield (rows[name].line if name in rows else 1), f"de tekst voor '{name}' ontbreekt"


def _wrong(
    rows: Mapping[str, Node], names: Collection[str], problems_of: Callable[[str], list[str]]
) -> Iterator[tuple[int, str]]:
    for name, row in rows.items():
        if name not in names:
            yield row.line, f"onbekende tekst '{name}'"
        if isinstance(row.value, str):
            yield from ((row.line, f"'{name}': {words}") for words in problems_of(row.value))
