"""YAML of the content editor as plain values plus the line on which each stands, so that an error can point there."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import ContentError

Value = str | list["Node"] | dict[str, "Node"]


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML value: a string (every scalar stays the text that was written), a list or a mapping, and its line."""

    value: Value
    line: int


def read_yaml(path: Path) -> Node:
    """The content of a YAML file; ``ContentError`` (file, line) when it cannot be read or is not YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast, but not in every build
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except UnicodeDecodeError:
        raise ContentError([f"{path}: dit bestand is geen UTF-8-tekst"]) from None
    except FileNotFoundError:
        raise ContentError([f"{path}:1: het bestand ontbreekt"]) from None
    except OSError as error:
        raise ContentError([f"{path}: kan dit bestand niet lezen ({type(error).__name__})"]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError([f"{path}:{line}: dit is geen geldige YAML ({error.problem})"]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError([f"{path}:1: dit is geen geldige YAML ({type(error).__name__})"]) from None
    return _node(root, path) if root is not None else Node({}, 1)


def _node(node: yaml.Node, path: Path) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Node(str(node.value), line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(child, path) for child in node.value], line)
    return Node(_mapping(node, path), line)


def _mapping(node: yaml.Node, path: Path) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in found:
            raise ContentError([f"{path}:{key.start_mark.line + 1}: '{name}' staat er twee keer"])
        found[name] = _node(value, path)
    return found


def strings(node: Node) -> tuple[str, ...] | None:
    """The strings of a list; a single string counts as a list of one; None when it is something else."""
    if isinstance(node.value, str):
        return (node.value,) if node.value else ()
    if isinstance(node.value, list) and all(isinstance(item.value, str) for item in node.value):
        return tuple(str(item.value) for item in node.value)
    return None
