"""What visitors of the chat asked in vain or found badly answered, without people, for who keeps the knowledge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """Why a question is there: nobody could answer it, or what its visitor found of the answer."""

    UNANSWERED = "onbeantwoord"
    USEFUL = "nuttig"
    WRONG = "klopt niet"
    PARTIAL = "niet volledig"
    UNCLEAR = "onduidelijk"
    BESIDE = "andere vraag"


class Remedy(StrEnum):
    """What the content editor does about it."""

    VARIANT = "variant"
    ENTRY = "nieuw"
    NOTHING = "niets"


@dataclass(frozen=True, slots=True)
class ChatQuestion:
    """A question that waits for the content editor, or that one decided about."""

    id: int
    at: datetime
    question: str
    entry: str
    """The id of the entry that was said; empty when none was."""
    verdict: Verdict
    remedy: Remedy | None = None
    target: str = ""
    """The id of the entry that gets the question as a variant."""
