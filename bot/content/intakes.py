"""What the team must know of a request, per service: ``knowledge/intakes.yaml``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import SERVICE_LABELS
from bot.model.intake import Fact, Intakes, Reading

FIELDS = frozenset({"naam", "uit", "woorden", "vraag", "gevraagd", "valt-onder"})
SERVICES = frozenset({"toekomstverkenning", "expert", "experiment", "theater", "quickscan", "subsidie"})
"""The services that have an intake; each must be there."""


def load_intakes(knowledge: Path) -> Intakes:
    """The intakes of the folder; ``ContentError`` with everything that is broken, by file and line."""
    path = knowledge / "intakes.yaml"
    root = read_yaml(path)
    parts = root.value if isinstance(root.value, dict) else {}
    facts, services = (_table(parts.get(name)) for name in ("gegevens", "diensten"))
    problems = [*_fact_problems(facts), *_service_problems(services, facts)]
    problems += [(1, f"onbekend deel '{name}'") for name in parts if name not in {"gegevens", "diensten"}]
    problems += [(1, f"de dienst '{name}' ontbreekt") for name in sorted(SERVICES - services.keys())]
    if problems:
        raise ContentError([f"{path}:{line}: {words}" for line, words in problems])
    known = {name: _fact(name, node) for name, node in facts.items()}
    return MappingProxyType(
        {service: tuple(known[name] for name in strings(node) or ()) for service, node in services.items()}
    )


def _table(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _fact_problems(facts: Mapping[str, Node]) -> Iterator[tuple[int, str]]:
    for name, node in facts.items():
        fields = _table(node)
        yield from ((node.line, f"'{name}' heeft een onbekend veld '{key}'") for key in fields if key not in FIELDS)
        if not _text(fields, "naam"):
            yield node.line, f"'{name}' heeft geen naam"
        if "uit" in fields and _text(fields, "uit") not in set(Reading):
            yield node.line, f"'{name}' komt uit iets dat niet bestaat; kies uit {', '.join(Reading)}"
        if ("uit" in fields) == ("woorden" in fields):
            yield node.line, f"'{name}' heeft 'uit' of 'woorden' nodig, en niet allebei"
        if "woorden" in fields and not strings(fields["woorden"]):
            yield node.line, f"bij '{name}' hoort een lijst met woorden"
        if ("vraag" in fields) != ("gevraagd" in fields):
            yield node.line, f"bij '{name}' horen 'vraag' en 'gevraagd' bij elkaar"
        if "valt-onder" in fields and _text(fields, "valt-onder") not in facts:
            yield node.line, f"'{name}' valt onder een gegeven dat niet bestaat"


def _service_problems(services: Mapping[str, Node], facts: Mapping[str, Node]) -> Iterator[tuple[int, str]]:
    for service, node in services.items():
        names = strings(node)
        if service not in SERVICE_LABELS:
            yield node.line, f"onbekende dienst '{service}'"
        if not names:
            yield node.line, f"onder '{service}' hoort een lijst met gegevens"
        for name in names or ():
            if name not in facts:
                yield node.line, f"'{service}' noemt een gegeven dat niet bestaat: '{name}'"
        if len({*(names or ())}) < len(names or ()):
            yield node.line, f"'{service}' noemt een gegeven twee keer"


def _fact(name: str, node: Node) -> Fact:
    fields = _table(node)
    return Fact(
        name=name,
        label=_text(fields, "naam"),
        read=Reading(_text(fields, "uit")) if "uit" in fields else None,
        words=tuple(word.casefold() for word in strings(fields["woorden"]) or ()) if "woorden" in fields else (),
        question=_text(fields, "vraag"),
        asked_as=_text(fields, "gevraagd"),
        comes_with=_text(fields, "valt-onder"),
    )


def _text(fields: Mapping[str, Node], key: str) -> str:
    node = fields.get(key)
    return node.value if node is not None and isinstance(node.value, str) else ""


def question_problems(intakes: Intakes, templates: tuple[str, ...]) -> list[str]:
    """Questions that no template asks."""
    asked = {fact.question for facts in intakes.values() for fact in facts if fact.question}
    missing = sorted(name for name in asked if f"vragen/{name}.txt.j2" not in templates)
    return [f"intakes.yaml: er is geen sjabloon vragen/{name}.txt.j2" for name in missing]
