"""Reads ``knowledge/vocabulary/``: the words that people use for services, topics, acts and roles."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import ACT_LABELS, ROLES, SERVICE_LABELS, TOPIC_LABELS, Vocabulary

LABELS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "services": frozenset(SERVICE_LABELS),
        "hints": frozenset(SERVICE_LABELS),
        "topics": frozenset(TOPIC_LABELS),
        "acts": frozenset(ACT_LABELS),
        "roles": frozenset(ROLES),
    }
)
"""Each file of the folder (without ``.yaml``) and the labels that it may use."""


def load_vocabulary(knowledge: Path) -> Vocabulary:
    """The vocabulary of the folder ``knowledge``; ``ContentError`` lists everything that is broken."""
    folder = knowledge / "vocabulary"
    problems: list[str] = []
    tables = {name: _phrases(folder / f"{name}.yaml", labels, problems) for name, labels in LABELS.items()}
    false_friends = _reasons(folder / "false_friends.yaml", problems)
    if problems:
        raise ContentError(problems)
    return Vocabulary(**tables, false_friends=false_friends)


def _phrases(path: Path, labels: frozenset[str], problems: list[str]) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for label, node in _entries(path, problems).items():
        phrases = strings(node)
        if label not in labels:
            problems.append(f"{path}:{node.line}: '{label}' is geen bekend label")
        elif phrases is None:
            problems.append(f"{path}:{node.line}: onder '{label}' hoort een lijst met woorden")
        else:
            problems.extend(
                f"{path}:{node.line}: '{phrase}' moet in kleine letters"
                for phrase in phrases
                if phrase != phrase.lower()
            )
            found[label] = phrases
    return MappingProxyType(found)


def _reasons(path: Path, problems: list[str]) -> Mapping[str, str]:
    found = {}
    for phrase, node in _entries(path, problems).items():
        if isinstance(node.value, str) and node.value:
            found[phrase] = node.value
        else:
            problems.append(f"{path}:{node.line}: achter '{phrase}' hoort één zin met de reden")
    return MappingProxyType(found)


def _entries(path: Path, problems: list[str]) -> dict[str, Node]:
    try:
        root = read_yaml(path)
    except ContentError as error:
        problems.extend(error.problems)
        return {}
    if not isinstance(root.value, dict):
        problems.append(f"{path}:{root.line}: dit bestand moet uit labels met woorden bestaan")
        return {}
    return root.value
