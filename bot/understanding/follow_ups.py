"""Questions that lean on what was said before: which of them do, and how they read when they stand on their own.

Nothing here decides on an answer. ``readings`` gives the ways in which a message may have been meant, the likeliest
first; whoever answers tries them in that order, by the same steps as any other question.
"""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Iterator

from bot.patterns import compiled_later
from bot.understanding.normalise import fold
from bot.understanding.questions import POINTS_BACK, asks, proper_names
from bot.understanding.spelling import mended
from bot.understanding.terms import NAME_STEMS, meant, stem, terms
from bot.understanding.wishes import ASKING, SERVICES

CALLED = {
    "leerkring": "leerkring",
    "intervisitatie": "intervisitatie",
    "expert": "expert",
    "toekomstverkenning": "toekomstverkenning",
    "experiment": "Thorbecke-experiment",
    "herontwerpatelier": "herontwerp-atelier",
    "theater": "Lucas de Man",
    "subsidie": "subsidie van het A&O fonds",
    "quickscan": "Quick Scan",
    "uitdaagrecht": "uitdaagrecht",
    "digitale-participatie": "digitale participatie",
    "academie": "DiA Academie",
    "ontwikkeltraject": "ontwikkeltraject",
}
"""How the subject of a conversation is put into a question."""
NAMES = {
    **{service: name for service, name in SERVICES.items() if service in CALLED},
    "quickscan": compiled_later(r"\bqu?ick? ?scan\w*"),
    "experiment": compiled_later(r"\b(?:thorbecke-?)?experiment\w*"),
    "herontwerpatelier": compiled_later(r"\b(?:herontwerp-?)?atelier\w*"),
    "theater": compiled_later(r"\blucas de man\b|\btheater\w*"),
    "subsidie": compiled_later(r"\bsubsidie\w*"),
    "uitdaagrecht": compiled_later(r"\buitdaagrecht|\bright to challenge"),
    "digitale-participatie": compiled_later(r"\bdigitale participatie"),
    "academie": compiled_later(r"\b(?:dia[- ])?academie\b"),
}
NAMED = compiled_later("|".join(f"(?:{name.pattern})" for name in NAMES.values()))
"""A name of the programme in a folded text."""
LEAD = compiled_later(
    r"\A(?:(?:en|maar|dus|oke?|hm+|haha|aha|jammer|iets anders|ja|nee|nou|fijn|goed|prima|trouwens|terug naar|dan|ook)\b[,.:;]* *)+",
    re.IGNORECASE,
)
TAIL = compiled_later(r"(?:\s+(?:dan|nou|nu|eigenlijk|ook|wel))*\W*\Z")
FRAGMENT = compiled_later(r"\A(?:(?:voor|bij|van|aan|met|over|in)\s+)?(?:(?:een|de|het|die|dat|zo'n|onze)\s+)?")
"""What may stand before the noun of half a question: 'voor een', 'de'."""
THIS = compiled_later(
    r"\b(?:(?:zo'n|die|dat|deze|dit|de) (?:traject|ding|scan|kring|vorm|leerkring|expert)|dat|die|dit|deze|hem|het|ze|hij|zij|t)\b",
    re.IGNORECASE,
)
WITH_THIS = compiled_later(r"\b(?:daar|hier|er)(aan|voor|mee|bij|over|van|in|uit|na|naar|op|toe)\b", re.IGNORECASE)
ORDINAL = compiled_later(
    r"\b(?:eerste|tweede|derde|vierde|vijfde|zesde|laatste)\b|\b(?:stap|fase) (?:een|twee|drie|vier|vijf|zes|\d)\b"
)
MORE = compiled_later(
    r"\b(?:vertel|zeg|leg|weet)\b[^?]*\b(?:meer|verder|uit)\b|\A\W*(?:meer|nog meer|en verder|verder|ga door|wat nog meer)\W*\Z|\bmeer (?:daar)?over\b"
)
CAPITAL = compiled_later(r"\A[A-Z][\w-]+(?: [A-Z(][\w.)-]+){0,2}\Z")
SHORT_NAME = 2
SHORT = 3
"""Words with meaning up to which a question without a name of the programme is about what was talked of."""
MOST = 3
"""Questions of one message that are answered."""

SENTENCE = compiled_later(r"[^?!.\n]+(?:\.(?=\w)[^?!.\n]+)*[?!.]*")
AND = compiled_later(
    r",? (?:en|and|,)? ?(?=(?:hoe|wat|waar|wanneer|wie|welke|hoeveel|what|how|when|who|where)\b)", re.IGNORECASE
)


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a message, each with the story before it; one when it holds one or none, three at most."""
    found: list[str] = []
    story = ""
    for sentence in (match[0].strip() for match in SENTENCE.finditer(text)):
        if sentence.endswith("?"):
            parts = _halves(sentence)
            found += [f"{story} {parts[0]}".strip(), *parts[1:]]
            story = ""
        else:
            story = f"{story} {sentence}".strip()
    if len(found) > 1:
        return tuple(found)
    halves = found or _halves(text)
    return tuple(halves) if len(halves) > 1 else (text,)


def _halves(sentence: str) -> list[str]:
    """'Wat kost het en hoe lang duurt het' as two questions; a sentence that asks once is left whole."""
    parts = [part.strip(" ,") for part in AND.split(sentence) if part.strip(" ,")]
    asking = [bool(ASKING.match(fold(LEAD.sub("", part))) and len(part.split()) > 1) for part in parts]
    return parts if len(parts) > 1 and all(asking) else [sentence]


def leans(text: str) -> bool:
    """Whether a question may need what was said before it."""
    if leans_hard(text):
        return True
    bare = fold(mended(text))
    return not (_says_a_name(bare) or proper_names(text)) and len(meant(bare)) <= SHORT


def leans_hard(text: str) -> bool:
    """Whether a question says itself that it goes on with something: 'en', 'dat', 'daarvoor', 'meer'."""
    folded = fold(mended(text))
    bare = LEAD.sub("", folded)
    if MORE.search(folded):
        return True
    if _only_a_name(bare):
        return bare != folded
    if _says_a_name(bare):
        return False
    return bare != folded or bool(POINTS_BACK.search(bare) or THIS.search(bare)) or len(meant(bare)) <= 1


def _says_a_name(folded: str) -> bool:
    """Whether a text holds a name of the programme itself; 'online' only resembles one."""
    return bool(NAMED.search(folded)) or any(stem(word) in NAME_STEMS for word in folded.split())


def service_named(text: str) -> str:
    """The service that a question names, also of those that cannot be arranged here; empty when it names none."""
    folded = fold(mended(text))
    return next((service for service, name in NAMES.items() if name.search(folded)), "")


def within(text: str) -> tuple[str, ...]:
    """'Ik lees over leerkringen, wat zijn dat?': the last clause with the name that stands before it."""
    folded = fold(mended(text))
    clauses = [clause.strip() for clause in re.split(r"[,.;:]\s", folded) if clause.strip(" ?!.")]
    service = service_named(text)
    if len(clauses) < 2 or not service or not THIS.search(clauses[-1]):
        return ()
    clause = re.sub(r"\bzijn\b", "is", clauses[-1])
    return (THIS.sub(_with_article(CALLED[service]), clause, count=1),)


def asks_for_more(text: str) -> bool:
    """Whether somebody wants to hear more of the same, and says nothing else."""
    return bool(MORE.search(fold(text)))


def readings(text: str, service: str, question: str) -> tuple[str, ...]:
    """The ways in which a message may be meant after ``question``, about ``service``; none that adds an answer."""
    return tuple(dict.fromkeys(_readings(text, CALLED.get(service, "") or _subject_of(question), question)))


def _readings(text: str, called: str, question: str) -> Iterator[str]:
    bare = without_lead(text)
    if again := asked_again(text, question):
        yield again
    if _only_a_name(fold(bare)):
        yield f"Wat is {TAIL.sub('', bare)}?"
    elif called:
        yield from _with_the_subject(bare, called)


def _with_the_subject(bare: str, called: str) -> Iterator[str]:
    """The question with the subject in the place of 'dat', or behind it."""
    if WITH_THIS.search(bare):
        yield WITH_THIS.sub(rf"\1 {_with_article(called)}", bare, count=1)
    if THIS.search(bare):
        yield THIS.sub(_with_article(called), bare, count=1)
    yield f"{bare.rstrip('?! .')} {called}?"


def without_lead(text: str) -> str:
    """The message without the words that tie it to what was said before: 'en', 'jammer', 'iets anders'."""
    return LEAD.sub("", mended(text)).strip() or text


def _subject_of(question: str) -> str:
    """The word that a question is about: a name of the programme, else the last word with meaning."""
    found = [word for word in re.findall(r"[\w'-]{4,}", question) if set(terms(word)) & set(meant(question))]
    named = [word for word in found if set(terms(word)) & NAME_STEMS]
    return next(iter([*named, *reversed(found)]), "")


def _with_article(name: str) -> str:
    return name if name[0].isupper() else f"een {name}"


def asked_again(text: str, question: str) -> str:
    """The question before, about what stands here instead: 'en voor een intervisitatie?', 'en Ommen?', 'de tweede?'."""
    noun = without_lead(text).strip(" ?!.")
    folded, before = fold(noun), fold(question)
    if _only_a_name(folded) and (old := NAMED.search(before)):
        return before[: old.start()] + (found[0] if (found := NAMED.search(folded)) else folded) + before[old.end() :]
    if (new := ORDINAL.search(folded)) and (old := ORDINAL.search(before)) and len(folded.split()) <= SHORT:
        return before[: old.start()] + new[0] + before[old.end() :]
    if CAPITAL.match(noun) and (place := re.search(r"(?<=[a-z,] )[A-Z][\w-]+(?: [A-Z(][\w.)-]+)*", question)):
        return question[: place.start()] + noun + question[place.end() :]
    return ""


def _only_a_name(folded: str) -> bool:
    """Whether a text is a name of the programme and nothing else."""
    rest = FRAGMENT.sub("", TAIL.sub("", folded).strip(" ?!."), count=1)
    short = len(rest.split()) <= SHORT_NAME
    named = NAMED.fullmatch(rest) or (short and terms(rest) and set(terms(rest)) <= NAME_STEMS)
    return bool(named) and not asks(rest)
