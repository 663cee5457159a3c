"""Which knowledge entries answer what a request asks: one per question, of the request's own service.

A question in a mail is short on context ('en wat kost dat?'), so an entry of another service that happens to share its
words is no answer. Where nothing fits, the template of the service says
what is generally known and a colleague answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import EntryMatch, Prediction
from bot.pipeline.answer import is_sayable
from bot.pipeline.drafting.aspects import untold
from bot.pipeline.drafting.saying import OWN_MAILBOX, YES_OR_NO
from bot.understanding.match import terms

if TYPE_CHECKING:
    from bot.pipeline.drafting.blocks import Case

ANSWERS = 0.42
"""From this score on an entry answers a question."""

WITHOUT_QUESTION = 0.5
"""A sentence that is no question must resemble an entry more before the entry is taken for an answer."""

DOOR = 0.6
"""A wrong door is worse than none, and a narrow entry must really be asked for."""

WORDS = 2
"""A question with fewer words that carry meaning resembles anything."""

MOST = 3
"""More entries make a letter that nobody reads; a mail with several requests gets one less for each."""

BY_STAFF = frozenset({"pers", "privacy"})
"""Services whose questions the knowledge base does not answer."""

SENTENCE_END = re.compile(r"(?<=[.?!])[)\"']?\s+|\n\s*\n|\n(?=\s*(?:[-*]|\d[.)]))")
ASKS = re.compile(
    r"\?\W*$|\b(?:vraag is|weten|benieuwd|vraag me af|vraag mij af|afvragen)\b"
    r"|^\W*(?:wat|wie|waar|wanneer|hoe|hoeveel|welke?|mag|bestaat)\b(?!\s*:)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Identifiers of entries in the order of the questions, what is asked that they leave open, and whether more is."""

    entries: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    complete: bool = True


def found_for(case: "Case", request: Prediction) -> Found:
    """The entries for one request; none for what is only noted or what a colleague answers."""
    pair = (request.service, request.act)
    if request.service == "buiten-bereik" or pair == ("inspiratie", "aanmelden"):
        return Found(_answers(case, request, DOOR)[:1])
    if request.service in BY_STAFF or request.act not in {"aanmelden", "informatie"}:
        return Found()
    questions = [text for text in _sentences(_text(case, request)) if ASKS.search(text)]
    if request.act == "aanmelden":
        asked = [text for text in questions if "?" in text]
        return Found(untold=() if _asked_elsewhere(case, request) else untold(asked, ()))
    entries = _answers(case, request, ANSWERS)
    open_points = untold(questions, (case.library.entries[entry_id].answer for entry_id in entries))
    answered = len(entries) + len(open_points)
    return Found(entries, open_points, complete=not entries or len(questions) <= max(1, answered))


def _asked_elsewhere(case: "Case", request: Prediction) -> bool:
    """Whether the questions about this service are a request of their own."""
    return any(other.act == "informatie" for other in case.understanding.requests if other != request)


def _answers(case: "Case", request: Prediction, least: float) -> tuple[str, ...]:
    """The best entry for each question; without questions the entry that the closest sentence resembles."""
    sentences = list(_sentences(_text(case, request)))
    questions = [text for text in sentences if ASKS.search(text)]
    found = [match for text in questions if (match := _best(case, request, text, least))]
    if not found:
        others = [
            match
            for text in (case.subject, *sentences)
            if (match := _best(case, request, text, max(least, WITHOUT_QUESTION)))
        ]
        found = sorted(others, key=lambda match: -match.score)[:1]
    most = max(1, MOST + 1 - len(case.understanding.requests))
    return tuple(dict.fromkeys(match.entry.id for match in found))[:most]


def _text(case: "Case", request: Prediction) -> str:
    return request.text or case.new_text


def _sentences(text: str) -> Iterator[str]:
    for piece in SENTENCE_END.split(text):
        sentence = " ".join(piece.split())
        if len(sentence.split()) > 2:
            yield sentence


def _best(case: "Case", request: Prediction, text: str, least: float) -> EntryMatch | None:
    matches = case.retriever.match(text, service=request.service, act=request.act, limit=20)
    if len(terms(text)) < WORDS:
        return None
    own = (m for m in matches if request.service in m.entry.services and is_sayable(m.entry, case.today))
    return next((match for match in own if match.score >= (max(least, DOOR) if _is_narrow(match) else least)), None)


def _is_narrow(match: EntryMatch) -> bool:
    """Whether the entry only fits the very question that it was written for: yes or no, or how to mail us."""
    entry = match.entry
    return entry.answer.startswith(YES_OR_NO) or ("aanmelden" in entry.acts and OWN_MAILBOX in entry.answer)
