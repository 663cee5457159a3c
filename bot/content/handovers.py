"""What the chat says when a colleague must answer: ``knowledge/handover.yaml``, one text per reason."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.texts import load_texts

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
    return load_texts(knowledge / "handover.yaml", REASONS)
