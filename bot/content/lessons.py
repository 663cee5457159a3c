"""Reads ``knowledge/lessons/``: texts that teach how many people come (``aantallen.yaml``) or the topics."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from bot.content.examples import load_examples
from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import TOPIC_LABELS, Lessons

T = TypeVar("T")
NOBODY = "null"
"""What is written where a text does not say how many people come."""


def load_lessons(knowledge: Path) -> Lessons:
    """Every lesson of both files; ``ContentError`` lists everything that is broken."""
    problems: list[str] = []
    texts = {example.id: example.text for example in load_examples(knowledge)}
    folder = knowledge / "lessons"
    found = Lessons(
        tuple(_lessons(folder / "aantallen.yaml", "participants", _number, texts, problems)),
        tuple(_lessons(folder / "onderwerpen.yaml", "topics", _topics, texts, problems)),
    )
    if problems:
        raise ContentError(problems)
    return found


def _lessons(
    path: Path, field: str, read: Callable[[Node], T], texts: Mapping[str, str], problems: list[str]
) -> Iterator[tuple[str, T]]:
    """The lessons of one file: a text of its own, or that of an example, and the field."""
    try:
        items = read_yaml(path).value if path.exists() else []
    except ContentError as error:
        problems.extend(error.problems)
        return
    for item in items if isinstance(items, list) else [Node("", 1)]:
        try:
            yield _lesson(item, field, read, texts)
        except ValueError as fault:
            problems.append(f"{path}:{item.line}: {fault}")


def _lesson(item: Node, field: str, read: Callable[[Node], T], texts: Mapping[str, str]) -> tuple[str, T]:
    fields = item.value if isinstance(item.value, dict) else {}
    if set(fields) not in ({"text", field}, {"example", field}):
        message = f"een les heeft twee velden: text (of example) en {field}"
        raise ValueError(message)
    (source,) = set(fields) - {field}
    said = fields[source].value
    text = said.strip() if source == "text" and isinstance(said, str) else texts.get(str(said), "")
    if not text:
        message = f"het voorbeeld '{said}' bestaat niet" if source == "example" else "de tekst is leeg"
        raise ValueError(message)
    return text, read(fields[field])


def _number(node: Node) -> int | None:
    if node.value == NOBODY:
        return None
    if not isinstance(node.value, str) or not node.value.isdecimal() or node.value == "0":
        message = "participants is een aantal, of null als de tekst het niet zegt"
        raise ValueError(message)
    return int(node.value)


def _topics(node: Node) -> tuple[str, ...]:
    topics = strings(node)
    if topics is None or any(topic not in TOPIC_LABELS for topic in topics):
        message = "topics is een lijst van onderwerpen; die van een tekst zonder onderwerp is leeg"
        raise ValueError(message)
    return topics
