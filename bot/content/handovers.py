"""What the chat says when a colleague must answer: ``knowledge/handover.yaml``, one text per reason."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.errors import ContentError

REASONS = (
    "onbekend",
    "kosten",
    "planning",
    "personen",
    "juridisch",
    "mening",
    "bestellen",
    "status",
    "wijzigen",
    "klacht",
    "misbruik",
    "gegevens-in-vraag",
    "leeg",
)


def load_handovers(knowledge: Path) -> Mapping[str, str]:
    """Reason to text; raises ``ContentError`` when a reason is missing, unknown or has no text."""
    path = knowledge / "handover.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise ContentError([f"{path}:1: het bestand ontbreekt"]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError([f"{path}:{mark.line + 1 if mark else 1}: dit is geen geldige YAML"]) from None
    rows = content if isinstance(content, dict) else {}
    problems = [f"{path}:1: de tekst voor '{key}' ontbreekt" for key in REASONS if not isinstance(rows.get(key), str)]
    problems += [f"{path}:1: onbekende reden '{key}'" for key in rows if key not in REASONS]
    if problems:
        raise ContentError(problems)
    return MappingProxyType({key: str(rows[key]).strip() for key in REASONS})
