"""Which replies two colleagues must approve: ``knowledge/vier-ogen.yaml``, by service and by the kind of request."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import ACT_LABELS, SERVICE_LABELS, FourEyes

LISTS: Mapping[str, Mapping[str, str]] = {"diensten": SERVICE_LABELS, "soorten": ACT_LABELS}


def load_four_eyes(knowledge: Path) -> FourEyes:
    """The marking; raises ``ContentError`` when the file is missing, broken, or names what does not exist."""
    path = knowledge / "vier-ogen.yaml"
    root = read_yaml(path).value
    rows = root if isinstance(root, dict) else {}
    problems = [(row.line, f"onbekende lijst '{name}'") for name, row in rows.items() if name not in LISTS]
    problems += [problem for name, known in LISTS.items() for problem in _problems(name, rows.get(name), known)]
    if problems:
        raise ContentError([f"{path}:{line}: {words}" for line, words in problems])
    return FourEyes(*(frozenset(strings(rows[name]) or ()) for name in LISTS))


def _problems(name: str, listed: Node | None, known: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    if listed is None or not isinstance(listed.value, list):
        yield 1, f"de lijst '{name}' ontbreekt; laat hem leeg met []"
        return
    for one in listed.value:
        if not isinstance(one.value, str) or one.value not in known:
            yield one.line, f"'{one.value}' staat niet in de woordenlijst van '{name}'"
