"""Reads ``knowledge/examples/*.yaml``: labelled examples of what people write, kept by the content editor."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import ACT_LABELS, ROLES, SERVICE_LABELS, TOPIC_LABELS, Example, Kind

FIELDS = frozenset({"id", "subject", "text", "kind", "requests", "topics", "role"})


def load_examples(knowledge: Path) -> tuple[Example, ...]:
    """Every example of every file, in the order of the file names; ``ContentError`` lists everything that is broken."""
    problems: list[str] = []
    found: dict[str, Example] = {}
    for path in sorted((knowledge / "examples").glob("*.yaml")):
        for item in _items(path, problems):
            example = _example(item, f"{path}:{item.line}", problems)
            if example is not None and example.id in found:
                problems.append(f"{path}:{item.line}: het id '{example.id}' bestaat al")
            elif example is not None:
                found[example.id] = example
    if problems:
        raise ContentError(problems)
    return tuple(found.values())


def as_yaml(examples: Iterable[Example]) -> str:
    """The examples in the form that ``load_examples`` reads; empty when there are none."""
    items = [_as_item(example) for example in examples]
    return (
        yaml.safe_dump(items, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110) if items else ""
    )


def _as_item(example: Example) -> dict[str, object]:
    fields = {
        "id": example.id,
        "subject": example.subject,
        "text": example.text,
        "kind": "" if example.kind is Kind.VERZOEK else example.kind.value,
        "requests": [list(pair) for pair in example.requests],
        "topics": list(example.topics),
        "role": example.role,
    }
    return {name: value for name, value in fields.items() if value}


def _items(path: Path, problems: list[str]) -> list[Node]:
    try:
        root = read_yaml(path)
    except ContentError as error:
        problems.extend(error.problems)
        return []
    if isinstance(root.value, list):
        return root.value
    problems.append(f"{path}:{root.line}: dit bestand moet een lijst van voorbeelden zijn")
    return []


def _example(item: Node, where: str, problems: list[str]) -> Example | None:
    if not isinstance(item.value, dict):
        problems.append(f"{where}: een voorbeeld heeft velden zoals id, text en requests")
        return None
    fields = item.value
    text = {name: _text(fields.get(name)) for name in ("id", "subject", "text", "kind", "role")}
    faults = [f"het veld '{name}' is onbekend" for name in fields if name not in FIELDS]
    faults += [f"het veld '{name}' ontbreekt" for name in ("id", "text") if not text[name]]
    kind = text["kind"] or Kind.VERZOEK
    if kind not in set(Kind):
        faults.append(f"'{kind}' is geen soort bericht")
    requests = _requests(fields.get("requests"), faults)
    topics = strings(fields["topics"]) if "topics" in fields else ()
    faults += [f"'{topic}' is geen onderwerp" for topic in topics or () if topic not in TOPIC_LABELS]
    if text["role"] and text["role"] not in ROLES:
        faults.append(f"'{text['role']}' is geen rol")
    if bool(requests) != (kind == Kind.VERZOEK):
        faults.append("een verzoek heeft minstens één paar in requests, een ander bericht geen")
    if faults or topics is None:
        problems.extend(f"{where}: {fault}" for fault in faults or ["topics moet een lijst zijn"])
        return None
    return Example(text["id"], text["text"], Kind(kind), requests, topics, text["subject"], text["role"] or None)


def _text(node: Node | None) -> str:
    return node.value.strip() if node is not None and isinstance(node.value, str) else ""


def _requests(node: Node | None, faults: list[str]) -> tuple[tuple[str, str], ...]:
    if node is None:
        return ()
    pairs = []
    for item in node.value if isinstance(node.value, list) else [node]:
        pair = strings(item) or ()
        if len(pair) != 2 or pair[0] not in SERVICE_LABELS or pair[1] not in ACT_LABELS:
            faults.append(f"'{', '.join(pair)}' is geen paar van dienst en handeling")
        else:
            pairs.append((pair[0], pair[1]))
    return tuple(pairs)
