"""The invitation to a leerkring or intervisitatie."""

from collections.abc import Sequence
from datetime import date

from bot.content.library import Library
from bot.content.provenance import clean
from bot.model import SERVICE_LABELS, DraftText
from bot.model.dutch import listed, number
from bot.pipeline.drafting.own_letter import Occasion, draft_letter
from bot.pipeline.drafting.wording import TOPICS
from bot.understanding.match import Retriever


def invitation_subject(service: str, topic: str) -> str:
    """Of an invitation that answers no mail."""
    return f"Uitnodiging {SERVICE_LABELS[service].lower()} over {TOPICS[topic]}"


def draft_invitation(
    of: Occasion, topic: str, others: Sequence[str], *, library: Library, retriever: Retriever, today: date
) -> DraftText:
    """The text for one municipality; the others are named, their people are not.

    Raises ``ContentError`` for a broken template.
    """
    words: dict[str, object] = {
        "onderwerp": TOPICS[topic],
        "gemeenten": clean(listed(sorted([*of.municipalities, *others])), longest=400),
        "hoeveel": number(len(others) + 1),
    }
    template = f"uitnodigingen/{of.service}.txt.j2"
    return draft_letter(of, template, words, library=library, retriever=retriever, today=today)
