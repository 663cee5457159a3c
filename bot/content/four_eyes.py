"""Which replies two colleagues must approve: ``knowledge/vier-ogen.yaml``, by service and by the kind of request."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.errors import ContentError
from bot.model import ACT_LABELS, SERVICE_LABELS, FourEyes

LISTS: Mapping[str, Mapping[str, str]] = {"diensten": SERVICE_LABELS, "soorten": ACT_LABELS}


def load_four_eyes(knowledge: Path) -> FourEyes:
    """The marking; raises ``ContentError`` when the file is missing, broken, or names what does not exist."""
    path = knowledge / "vier-ogen.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise ContentError([f"{path}:1: het bestand ontbreekt"]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError([f"{path}:{mark.line + 1 if mark else 1}: dit is geen geldige YAML"]) from None
    rows = content if isinstance(content, dict) else {}
    problems = [f"{path}:1: onbekende lijst '{name}'" for name in rows if name not in LISTS]
    problems += [f"{path}:1: {words}" for name, known in LISTS.items() for words in _problems(name, rows, known)]
    if problems:
        raise ContentError(problems)
    return FourEyes(frozenset(rows["diensten"]), frozenset(rows["soorten"]))


def _problems(name: str, rows: Mapping[str, object], known: Mapping[str, str]) -> list[str]:
    listed = rows.get(name)
    if not isinstance(listed, list):
        return [f"de lijst '{name}' ontbreekt; laat hem leeg met []"]
    return [f"'{one}' staat niet in de woordenlijst van '{name}'" for one in listed if str(one) not in known]
