"""What the chat itself says in a conversation: ``knowledge/gesprek.yaml``, one text per occasion.

``{u-vorm|je-vorm}`` stands where the form of address decides, and ``<name>`` where the dialogue fills something in.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.content.forms import form_problems
from bot.errors import ContentError
from bot.patterns import compiled_later

OCCASIONS = (
    "groet", "dank", "afscheid", "instemming", "wie", "wat", "bewaren", "wachten", "niet-begrepen",
    "onvriendelijk", "opnieuw",
    "gegevens", "gegevens-stap", "engels", "fries", "collega-aanbieden", "meer-vragen", "aanmelden-waarvoor",
    "geen-mail", "begin-leerkring", "begin-intervisitatie", "begin-bijeenkomst", "begin-expert",
    "begin-toekomstverkenning", "stap-gemeente", "stap-onderwerp", "stap-onderwerp-intervisitatie",
    "stap-onderwerp-bijeenkomst", "stap-deelnemers", "stap-deelnemers-bijeenkomst", "stap-rol",
    "stap-andere-gemeenten", "stap-periode", "stap-vraag", "stap-fase", "stap-aanleiding", "stap-publiek",
    "stap-naam", "stap-e-mail", "overslaan", "gewijzigd", "samenvatting", "klopt", "wat-anders", "opnieuw-gemeente",
    "opnieuw-gemeente-keuze", "opnieuw-deelnemers", "opnieuw-naam", "opnieuw-e-mail", "opnieuw-tekst",
    "opnieuw-samenvatting", "opnieuw-vraag", "terug-naar", "overdracht", "overdracht-vraag", "stand",
    "stand-e-mail", "verstuurd", "verstuurd-stand", "te-vaak", "geen-adres", "droog", "mail-onderwerp",
    "mail-onderwerp-stand", "mail-aanhef", "mail-aanmelding", "mail-overdracht", "mail-stand", "mail-anders",
    "mail-slot",
)  # fmt: skip
GAPS = frozenset({"wat", "dagen"})
"""What may stand between < and >."""
GAP = compiled_later(r"<([^<>]*)>")


def load_sayings(knowledge: Path) -> Mapping[str, str]:
    """Occasion to text; raises ``ContentError`` with every text that is missing, unknown or cannot be said."""
    path = knowledge / "gesprek.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise ContentError([f"{path}:1: het bestand ontbreekt"]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError([f"{path}:{mark.line + 1 if mark else 1}: dit is geen geldige YAML"]) from None
    rows = content if isinstance(content, dict) else {}
    problems = [f"{path}:1: de tekst voor '{key}' ontbreekt" for key in OCCASIONS if not isinstance(rows.get(key), str)]
    problems += [f"{path}:1: onbekende tekst '{key}'" for key in rows if key not in OCCASIONS]
    problems += [f"{path}:1: '{key}': {words}" for key, text in rows.items() for words in _problems(str(text))]
    if problems:
        raise ContentError(problems)
    return MappingProxyType({key: str(rows[key]).strip() for key in OCCASIONS})


def _problems(text: str) -> list[str]:
    unknown = [name for name in GAP.findall(text) if name not in GAPS]
    return [f"<{name}> kan niet worden ingevuld" for name in unknown] + (form_problems(text) if "|" in text else [])


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """The text with its gaps filled."""
    return re.sub(r"<(\w+)>", lambda found: gaps.get(found[1], ""), text)
