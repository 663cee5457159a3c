"""Reads ``knowledge/floors.yaml``: what the figures of ``thorbecke evaluate`` must reach, per set of labelled items."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.yaml_lines import Node, read_yaml
from bot.errors import ContentError

FILE = "floors.yaml"
ANY_FOLDER = "map"
"""The set whose floors hold for every folder, unless its own name stands in the file."""
EXAMPLES = "voorbeelden"
"""The set of the cross-validation on ``knowledge/examples/``."""
AT_LEAST = ("kind", "first_service", "first_service_macro_f1", "first_act", "first_act_macro_f1", "requests_f1",
            "surest_services", "trusted_services", "trusted_share", "municipalities", "topics_f1", "role",
            "contact_name", "phone", "participants", "new_text", "chat_right")  # fmt: skip
AT_MOST = ("lost_requests", "automatic_as_request", "service_calibration_error", "chat_wrong", "chat_asked_back",
           "chat_handed_over", "chat_invented", "chat_without_source")  # fmt: skip
SECTIONS = {"minstens": AT_LEAST, "hoogstens": AT_MOST}


@dataclass(frozen=True, slots=True)
class Floors:
    """The bounds of one set, by the name of the figure."""

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]

    def below(self, figures: Mapping[str, float]) -> tuple[tuple[str, float, float], ...]:
        """(name, figure, bound) of each figure on the wrong side of its bound; what was not measured is not judged."""
        low = [
            (name, figures[name], floor) for name, floor in self.at_least.items() if figures.get(name, floor) < floor
        ]
        high = [(name, figures[name], most) for name, most in self.at_most.items() if figures.get(name, most) > most]
        return (*low, *high)


def load_floors(knowledge: Path) -> Mapping[str, Floors]:
    """The floors of every set; empty without a file, ``ContentError`` when it is broken.

    A set that is named takes what it does not say itself from the floors for every folder.
    """
    path = knowledge / FILE
    if not path.exists():
        return {}
    root, problems = read_yaml(path), list[str]()
    said = {name: _sections(node, f"{path}", problems) for name, node in _fields(root, path, problems).items()}
    if problems:
        raise ContentError(problems)
    general = said.get(ANY_FOLDER, {})
    return {
        name: _floors(sections if name == EXAMPLES else _joined(general, sections)) for name, sections in said.items()
    }


def floors_of(floors: Mapping[str, Floors], name: str) -> Floors:
    """The floors of the set with this name."""
    nothing = Floors({}, {})
    return floors.get(name, floors.get(ANY_FOLDER, nothing) if name != EXAMPLES else nothing)


Sections = Mapping[str, Mapping[str, float]]


def _fields(node: Node, path: Path, problems: list[str]) -> Mapping[str, Node]:
    if isinstance(node.value, dict):
        return node.value
    problems.append(f"{path}:{node.line}: hier moeten namen met waarden staan")
    return {}


def _sections(node: Node, where: str, problems: list[str]) -> Sections:
    sections: dict[str, dict[str, float]] = {}
    for section, bounds in _fields(node, Path(where), problems).items():
        if section not in SECTIONS:
            problems.append(f"{where}:{bounds.line}: '{section}' moet 'minstens' of 'hoogstens' zijn")
            continue
        for name, bound in _fields(bounds, Path(where), problems).items():
            if name not in SECTIONS[section]:
                problems.append(f"{where}:{bound.line}: '{name}' is geen cijfer met een grens '{section}'")
            try:
                sections.setdefault(section, {})[name] = float(str(bound.value))
            except ValueError:
                problems.append(f"{where}:{bound.line}: '{name}' moet een getal zijn")
    return sections


def _joined(general: Sections, own: Sections) -> Sections:
    return {section: {**general.get(section, {}), **own.get(section, {})} for section in SECTIONS}


def _floors(sections: Sections) -> Floors:
    return Floors(sections.get("minstens", {}), sections.get("hoogstens", {}))
