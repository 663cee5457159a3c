"""What the chat itself says in a conversation: ``knowledge/gesprek.yaml``, one text per occasion.

``{u-vorm|je-vorm}`` stands where the form of address decides, and ``<name>`` where the dialogue fills something in.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.content.forms import form_problems
from bot.content.texts import load_texts
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
    return load_texts(knowledge / "gesprek.yaml", OCCASIONS, _problems)


def _problems(text: str) -> list[str]:
    unknown = [name for name in GAP.findall(text) if name not in GAPS]
    return [f"<{name}> kan niet worden ingevuld" for name in unknown] + (form_problems(text) if "|" in text else [])


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """The text with its gaps filled."""
    return re.sub(r"<(\w+)>", lambda found: gaps.get(found[1], ""), text)
