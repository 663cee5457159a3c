"""Who says to be there on a day signs up for a meeting, also without its name: ``ik ben er de 30e bij``."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.patterns import compiled_later
from bot.understanding.observe import Mailtext, Observed
from bot.understanding.phrases import Hit

_ATTENDS = compiled_later(
    r"\b(?:(?:ik|wij|we) (?:ben|zijn|kom|komen) (?:er |dan |graag |ook |die dag |met \w+ )*(?:(?:op )?(?:de )?\d{1,2}(?:e|ste)?(?: \w+)? )?(?:graag |ook )?(?:bij\b|erbij\b|naar\b|langs op\b)"
    r"|(?:zijn|ben|kom|komen) (?:ik|wij|we)\b.{0,50}\b(?:bij|erbij|naar)\b"
    r"|voor (?:mij|ons|\w+ personen) (?:graag )?(?:een|één|\w+) plek\w*|(?:zet|schrijf|noteer) (?:je |jullie |u )?(?:mij|me|ons) .{0,30}\b(?:de )?\d{1,2}(?:e|ste)?\b"
    r"|\b(?:mag|mogen|kun|kunt|kunnen) (?:je|u|jullie) (?:mij|me|ons)\b.{0,60}(?:inschrijven|aanmelden|opgeven|lijst zetten|noteren|bijschrijven))",
    re.IGNORECASE,
)
_ON_A_DAY = compiled_later(
    r"\bde \d{1,2}(?:e|ste)\b|\b\d{1,2} (?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)", re.IGNORECASE
)
_COMING = "erbij zijn"
"""The phrase of the vocabulary that stands for being there on a day."""
_SESSIONS = frozenset({"bijeenkomst", "academie", "leerkring", "intervisitatie", "ontwikkeltraject", "herontwerpatelier", "theater",
                       "privacy", "pers", "buiten-bereik"})  # fmt: skip
"""Services beside which being there on a day is being at one of theirs."""


def with_attendance(mail: Mailtext, first: str) -> Mailtext:
    """The mail with a meeting named where somebody says to be there on a day: ``ik ben er de 30e bij``.

    What is said after the name of a service that has sessions of its own is about one of those.
    """
    if not any(_ON_A_DAY.search(observed.sentence.text) for observed in mail.all):
        return mail
    named = first in mail.subject.named()
    body: list[Observed] = []
    for observed in mail.body:
        named = named or first in observed.named()
        body.append(
            observed if named and first in _SESSIONS and "bijeenkomst" not in observed.named() else _attending(observed)
        )
    return Mailtext(mail.subject, tuple(body))


def _attending(observed: Observed) -> Observed:
    others = set(observed.named()) - {"bijeenkomst"}
    said = None if observed.past or others else _ATTENDS.search(observed.words.text)
    if said is None:
        return observed
    within = [at for at, (begin, end) in enumerate(observed.words.spans) if begin < said.end() and end > said.start()]
    named = Hit("bijeenkomst", _COMING, within[0], within[-1] + 1)
    return replace(observed, services=(*observed.services, named), wish=True)


def comes(block: Sequence[Observed]) -> bool:
    """Whether somebody comes, as ``with_attendance`` found."""
    return any(hit.phrase == _COMING for observed in block for hit in observed.services)
