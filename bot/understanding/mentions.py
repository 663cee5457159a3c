"""Where a mail turns to another request, and whether a service that it names is asked for or only spoken of."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.patterns import compiled_later
from bot.understanding.normalise import Words
from bot.understanding.observe import NEGATED, Mailtext, Observed
from bot.understanding.speech import speech_acts

MORE = compiled_later(
    r"\b(?:daarnaast|verder|ook nog|nog iets|nog een|en nog|tevens|bovendien|overigens|terzijde|tweede|voorts|trouwens|bijvraag|vraagje|"
    r"ps|ten slotte|tot slot|daarbij|eveneens|ook|en dan|dan nog|mocht u|mochten jullie|andere vraag|los (?:daarvan|hiervan)|alvast|en zet|iets anders|tussendoor|kleine vraag|ander punt|apart hiervan)\b",
    re.IGNORECASE,
)
"""Words that announce one more request."""
_ADDS = compiled_later(
    r"^\W*en (?:hebben|heeft|heb|is|zijn|kan|kunnen|kun|kunt|wat|wie|waar|weten|weet|kennen|kent|mogen|mag|doen|hoe|zou|zouden|wanneer)\b",
    re.IGNORECASE,
)
"""A question that adds one more thing: ``en hebben jullie iemand die``."""
_AS_TOPIC = compiled_later(
    r"\b(?:over|rond|rondom|inzake|omtrent|betreffende|thema|onderwerp|van|voor|met|bij|in|tijdens|via|naar aanleiding van)\s+(?:[\w'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = compiled_later(
    r"(?:\b(?:en|én|plus|alsook|evenals|of)\b|[;&+]|\(\w\))\s*(?:\(?\w\)\s*)?(?:(?!over\b|met\b|rond\b)[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
ONLY_ONE = frozenset({"pers", "buiten-bereik"})
"""Services whose mails mention others without asking for them."""
_WITH_MEETINGS = frozenset({"leerkring", "ontwikkeltraject", "intervisitatie", "toekomstverkenning", "herontwerpatelier", "privacy",
                            "quickscan", "academie", "experiment", "theater"})  # fmt: skip
"""Services that have meetings of their own: only one with a date is a request beside them."""
_DATED = compiled_later(
    r"\d|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|gepland)\b",
    re.IGNORECASE,
)
_APART = compiled_later(
    r"\b(?:iets anders|tussendoor|kleine vraag|and(?:er|ere) (?:punt|vraag|kwestie)|apart hiervan|los (?:daarvan|hiervan)|terzijde|trouwens|landelijke|regionale)\b",
    re.IGNORECASE,
)
"""Says that what follows has nothing to do with what stood before; ``ook`` and ``verder`` do not."""
_WANTS = compiled_later(
    r"\b(?:graag|dringend|nodig|zoek(?:en)?|(?:ik|wij|we) wil(?:len)?|wil(?:len)? (?:ik|wij|we))\b", re.IGNORECASE
)
"""Says what is wanted now, whatever else the sentence tells of the past."""


def blocks(mail: Mailtext) -> list[tuple[Observed, ...]]:
    """Runs of sentences: a new one begins where another service is named or one more thing is announced."""
    blocks: list[list[Observed]] = []
    names: set[str] = set()
    for observed in mail.body:
        named = set(observed.named())
        opening = " ".join(observed.sentence.text.split()[:4])
        if not blocks or observed.sentence.opens_item or (named - names and names) or _announces(opening, observed):
            blocks.append([])
            names = set()
        blocks[-1].append(observed)
        names |= named
    return [tuple(block) for block in blocks]


def _announces(opening: str, observed: Observed) -> bool:
    """Whether a sentence opens one more thing; ``is die ook geschikt`` goes on with the last."""
    if _ADDS.search(opening) and observed.sentence.question:
        return True
    return bool(MORE.search(re.sub(r"(?<=\w) ook\b", "", opening)))


def one_more(block: Sequence[Observed]) -> bool:
    """Whether a block opens with words that announce one more thing."""
    opening = block[0].sentence.text
    return bool(_ADDS.search(opening) or MORE.search(opening))


def only_mentioned(block: Sequence[Observed], service: str, first: str) -> bool:
    """Whether a block tells about a service, or names it inside what it says of the first one."""
    naming = next(observed for observed in block if service in observed.named())
    inside = not naming.sentence.question or _as_topic(naming, service)
    return (
        (service == "bijeenkomst" and first in _WITH_MEETINGS and not _of_its_own(block))
        or _told(block, naming)
        or (first in naming.named() and not _coordinated(naming, first, service) and inside)
    )


def _of_its_own(block: Sequence[Observed]) -> bool:
    """Whether a meeting is another one than those of the service beside it: it has a date, or is another matter."""
    return bool(_APART.search(block[0].sentence.text)) or any(
        _DATED.search(each.sentence.text) and not each.past for each in block
    )


def _told(block: Sequence[Observed], naming: Observed) -> bool:
    """Whether a service is named as something of the past, or as something that is not wanted."""
    told = (naming.past and not _WANTS.search(naming.sentence.text)) or bool(NEGATED.search(naming.sentence.text))
    withdrawn = "wijzigen" in speech_acts(naming.sentence.text)
    return told and not withdrawn and not one_more(block) and not _asks_on(block, naming)


def _asks_on(block: Sequence[Observed], naming: Observed) -> bool:
    """Whether the sentence that names a service, or the one behind it, is a question; or a later one asks how it is."""
    at = naming.sentence.number
    later = [observed for observed in block if observed.sentence.question and observed.sentence.number >= at]
    return any(o.sentence.number <= at + 1 or "status" in speech_acts(o.sentence.text) for o in later)


def _as_topic(observed: Observed, service: str) -> bool:
    """Whether a service is only what another one is about: ``een leerkring over digitale participatie``."""
    hit = next(hit for hit in observed.services if hit.label == service)
    return bool(_AS_TOPIC.search(observed.words.text[: observed.words.spans[hit.start][0]]))


def _coordinated(observed: Observed, first: str, second: str) -> bool:
    """Whether a sentence names two services side by side: ``de leerkring en de intervisitatie``, ``(1) … (2) …``."""
    places = {name: [hit for hit in observed.services if hit.label == name] for name in (first, second)}
    left, right = sorted((places[first][0], places[second][0]), key=lambda hit: hit.start)
    spans = observed.words.spans
    between = observed.words.text[spans[left.end - 1][1] : spans[right.start][0]] if left.end <= right.start else ""
    return bool(_SIDE_BY_SIDE.search(between))


def beside_in_subject(subject: Observed, first: str) -> tuple[str, ...]:
    """What the subject asks for beside the first service: ``Leerkring en Quick Scan``."""
    named = subject.named()
    if first not in named or first in ONLY_ONE:
        return ()
    return tuple(other for other in named if other != first and _coordinated(subject, first, other))


def blanked(observed: Observed, service: str) -> Observed:
    """A sentence without the name of one service, to hear what the rest of it says."""
    hidden = {at for hit in observed.services if hit.label == service for at in range(hit.start, hit.end)}
    kept = [at for at in range(len(observed.words.folded)) if at not in hidden]
    words = Words(
        observed.words.text,
        tuple(observed.words.folded[at] for at in kept),
        tuple(observed.words.spans[at] for at in kept),
    )
    return replace(observed, words=words, services=tuple(hit for hit in observed.services if hit.label != service),
                   hints=tuple(hit for hit in observed.hints if hit.label != service))  # fmt: skip
