"""When a municipality is reminded of a question: ``knowledge/herinneringen.yaml``."""

from pathlib import Path

from bot.content.yaml_lines import Node, read_yaml
from bot.errors import ContentError
from bot.model.following import ReminderRules

LIMITS = {"na_werkdagen": (1, 60), "hoogstens": (0, 2)}


def load_reminder_rules(knowledge: Path) -> ReminderRules:
    """The rules; raises ``ContentError`` when the file is missing, broken, or says what cannot be."""
    path = knowledge / "herinneringen.yaml"
    root = read_yaml(path).value
    rows = root if isinstance(root, dict) else {}
    problems = [(row.line, f"onbekende regel '{name}'") for name, row in rows.items() if name not in LIMITS]
    problems += [problem for name in LIMITS if (problem := _problem(name, rows.get(name)))]
    if problems:
        raise ContentError([f"{path}:{line}: {words}" for line, words in problems])
    numbers = {name: int(str(rows[name].value)) for name in LIMITS}
    return ReminderRules(numbers["na_werkdagen"], numbers["hoogstens"])


def _problem(name: str, row: Node | None) -> tuple[int, str] | None:
    least, most = LIMITS[name]
    if row is None:
        return 1, f"de regel '{name}' ontbreekt"
    if not isinstance(row.value, str) or not row.value.isdecimal() or not least <= int(row.value) <= most:
        return row.line, f"'{name}' moet een heel getal zijn van {least} tot en met {most}"
    return None
