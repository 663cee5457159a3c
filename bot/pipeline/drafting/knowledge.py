"""Which knowledge entries answer what a request asks: one per question, of the request's own service.

A question in a mail is short on context ('en wat kost dat?'), so an entry of another service that happens to share its
words is no answer. Where nothing fits, the template of the service says
what is generally known and a colleague answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.model import EntryMatch, EntryStatus, KnowledgeEntry, Prediction
from bot.patterns import compiled_later
from bot.pipeline.asked import is_sayable
from bot.pipeline.drafting.asking import SIGNS_UP, WANTS_DONE, questions, sentences, side_questions
from bot.pipeline.drafting.aspects import untold
from bot.pipeline.drafting.case import Case
from bot.pipeline.drafting.points import answers, is_general, names, without_lead
from bot.pipeline.drafting.saying import OWN_MAILBOX, YES_OR_NO
from bot.pipeline.drafting.signals import asks_whether_still, wants_to_study_us
from bot.understanding.terms import terms

ANSWERS = 0.42
"""From this score on an entry answers a question."""

WITHOUT_QUESTION = 0.5
"""A sentence that is no question must resemble an entry more before the entry is taken for an answer."""

DOOR = 0.6
"""A wrong door is worse than none, and a narrow entry must really be asked for."""

WORDS = 2
FEW_WORDS = 0.45
"""A question with fewer words that carry meaning ('kan er een vervolg komen?') resembles more than it should."""

PLAIN = 0.75
"""From this score on an entry answers what a sign-up asks besides."""

MOST = 3
"""More entries make a letter that nobody reads; a mail with several requests gets one less for each."""

MOST_QUESTIONS = 20
"""Of a mail with more questions a colleague reads the rest; each one costs a search."""

MOST_BESIDES = 2
"""A sign-up is not turned into a leaflet either."""

OVER = frozenset({EntryStatus.HISTORISCH, EntryStatus.VERLOPEN})

STOPPED = frozenset({"ontwikkeltraject", "herontwerpatelier"})
"""Of these the template itself says that they were of years ago."""

POINTS_ELSEWHERE = frozenset({"subsidie"})
"""Where nothing answers, it still helps to know that another office does."""

EXAMPLES_KNOWN = "welke voorbeelden we kennen"
"""What stays open for who asks for examples: we only know where they are collected."""

BY_STAFF = frozenset({"pers", "privacy"})
"""Services whose questions the knowledge base does not answer."""

TOPIC = 0.05
"""What an entry gains when it is about a topic of the mail."""

POINT = 1.0
"""What an entry gains that speaks of all that a question is about."""

PAST = compiled_later(r"\b(?:m50|waalwijk|kick-?off|utrecht|congres|20(?:19|2[0-4]))\b", re.IGNORECASE)
"""The meetings of the past are told to who names them, and not to who asks when the next one is."""


@dataclass(frozen=True, slots=True)
class Found:
    """Identifiers of entries in the order of the questions, what is asked that they leave open, and whether more is.

    ``general`` is for who wants to know what the service is: the template of the service says that.
    """

    entries: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    complete: bool = True
    general: bool = False

    @property
    def answers(self) -> bool:
        """Whether there is something to say."""
        return self.general or bool(self.entries)

    @property
    def settles(self) -> bool:
        """Whether nothing is left for a colleague."""
        return self.answers and self.complete and not self.untold

    @property
    def leaves_unnamed(self) -> bool:
        """Whether a question stays open and nothing that stays open is named."""
        return not self.complete and not self.untold


def found_for(case: Case, request: Prediction) -> Found:
    """The entries for one request; none for what is only noted or what a colleague answers."""
    pair = (request.service, request.act)
    if request.service == "buiten-bereik":
        return Found(_closest(case, request, DOOR)[:1])
    if pair == ("inspiratie", "aanmelden"):
        return Found(_to_download(case, request, _closest(case, request, DOOR)))
    if request.act not in {"aanmelden", "informatie"} or _is_for_staff(case, request):
        return Found()
    if request.act == "aanmelden":
        return _besides(case, request)
    return _informed(case, request)


def _informed(case: Case, request: Prediction) -> Found:
    """What answers each question; a question that nothing answers, and that has no name of its own, stays open."""
    every = [text for text in _questions(case, request) if not is_general(text, request.service)]
    asked = every[:MOST_QUESTIONS]
    general = _is_general(case, request)
    found = {text: match for text in asked if (match := _best(case, request, text, ANSWERS))}
    matches = list(found.values())
    if not matches and not general and (not _asks(case, request) or case.understanding.language == "en"):
        matches = _to_sentences(case, request, ANSWERS)  # our questions are Dutch
    entries = _ids(case, matches)
    told = tuple(_told(case, entries))
    stays_open = [text for text in asked if text not in found and not untold((text,), told)] + every[MOST_QUESTIONS:]
    if request.service in STOPPED:
        stays_open = [text for text in stays_open if not asks_whether_still(text)]
    general = general or (request.service in POINTS_ELSEWHERE and bool(stays_open or not matches))
    open_points = untold(asked, told)
    if request.service == "inspiratie" and general:
        open_points = (EXAMPLES_KNOWN, *open_points)
    return Found(entries, open_points, complete=not stays_open and bool(matches or asked or general), general=general)


def _asks(case: Case, request: Prediction) -> bool:
    """Whether the text of a request asks anything, of this service or of another one."""
    return bool(questions(_text(case, request)))


def _is_general(case: Case, request: Prediction) -> bool:
    """Whether somebody wants to know what the service is; a wish ('graag meer informatie') is as good as a question."""
    return any(is_general(text, request.service) for text in sentences(_text(case, request)))


def _is_for_staff(case: Case, request: Prediction) -> bool:
    """Whether a colleague decides: the press, privacy, and a student who wants to study the programme."""
    studies = request.service == "programma" and case.understanding.role == "student"
    return request.service in BY_STAFF or (studies and wants_to_study_us(case.new_text))


def _besides(case: Case, request: Prediction) -> Found:
    """What a sign-up asks as well, where that is no request of its own."""
    if _asked_elsewhere(case, request):
        return Found()
    asked = side_questions(_text(case, request))
    found = [match for text in asked if (match := _best(case, request, text, PLAIN))]
    entries = tuple(dict.fromkeys(match.entry.id for match in found))[:MOST_BESIDES]
    open_points = untold(asked, _told(case, entries))
    return Found(entries, open_points, complete=len(asked) <= len(found) + len(open_points))


def _to_download(case: Case, request: Prediction, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Who orders something wants to know where it is, not what it is, nor where something else is."""
    ordered = set(terms(_text(case, request)))
    found = (case.library.entries[entry_id] for entry_id in entries)
    return tuple(entry.id for entry in found if "http" in entry.answer and ordered & set(terms(entry.title)))[:1]


def _told(case: Case, entries: tuple[str, ...]) -> Iterator[str]:
    return (case.library.entries[entry_id].answer for entry_id in entries)


def _asked_elsewhere(case: Case, request: Prediction) -> bool:
    """Whether the questions about this service are a request of their own."""
    return any(other.act == "informatie" for other in case.understanding.requests if other != request)


def _closest(case: Case, request: Prediction, least: float) -> tuple[str, ...]:
    """The entries for the questions, or for the sentence that comes closest to one."""
    return _ids(case, _to_questions(case, request, least) or _to_sentences(case, request, least))


def _to_questions(case: Case, request: Prediction, least: float) -> list[EntryMatch]:
    """The best entry for each question that has one."""
    return [match for text in _questions(case, request) if (match := _best(case, request, text, least))]


def _to_sentences(case: Case, request: Prediction, least: float) -> list[EntryMatch]:
    """The one entry that a sentence of the mail, or its subject, resembles most."""
    whole = (case.subject, *sentences(_text(case, request)))
    found = [match for text in whole if (match := _best(case, request, text, max(least, WITHOUT_QUESTION)))]
    return sorted(found, key=lambda match: -match.score)[:1]


def _ids(case: Case, matches: list[EntryMatch]) -> tuple[str, ...]:
    """The entries, each once, and not more than a letter can hold."""
    most = max(1, MOST + 1 - len(case.understanding.requests))
    return tuple(dict.fromkeys(match.entry.id for match in matches))[:most]


def _questions(case: Case, request: Prediction) -> tuple[str, ...]:
    """What this request asks to be told; what stands in the shorter text of another one is asked there."""
    text = _text(case, request)
    others = [
        " ".join(other.text.split())
        for other in case.understanding.requests
        if other.text and len(other.text) < len(text)
    ]
    return tuple(
        asked
        for asked in dict.fromkeys(questions(text))
        if not WANTS_DONE.search(asked)
        and not any(asked.rstrip("?") in other for other in others)
        and not any(names(asked, request.service, other.service) for other in case.understanding.requests)
    )


def _text(case: Case, request: Prediction) -> str:
    return request.text or case.new_text


def _best(case: Case, request: Prediction, text: str, least: float) -> EntryMatch | None:
    """The entry of this service that fits best and may be said."""
    if not (words := len(terms(text))) or WANTS_DONE.search(text):
        return None
    least = least if words >= WORDS else max(least, FEW_WORDS)
    matches = case.retriever.match(without_lead(text), service=request.service, act=request.act, limit=20)
    topics = set(case.understanding.topics)
    fitting = [
        (match.score + TOPIC * bool(topics & set(match.entry.topics)) + POINT * share, match)
        for match in matches
        if _fits(case, request, text, match, least) and (share := _share(case, request, text, match))
    ]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def _share(case: Case, request: Prediction, text: str, match: EntryMatch) -> float:
    """How much of the point of a text an entry speaks of; a door to another office is found by its resemblance."""
    return 1.0 if request.service == "buiten-bereik" else answers(case.retriever, match, text, request.service)


def _fits(case: Case, request: Prediction, text: str, match: EntryMatch, least: float) -> bool:
    entry = match.entry
    if match.score < least:
        return False
    if request.service not in entry.services or not is_sayable(entry, case.today) or entry.acts == ("aanbieden",):
        return False
    if untold((text,), (entry.answer,)):
        return False
    if _tells_where_to_write(entry) and not SIGNS_UP.search(text):
        return False
    if request.service == "bijeenkomst" and entry.status in OVER and not PAST.search(_text(case, request)):
        return False
    return match.score >= DOOR or not _is_narrow(entry)


def _is_narrow(entry: KnowledgeEntry) -> bool:
    """Whether the entry only fits the very question that it was written for: yes or no, or how to mail us."""
    return entry.answer.startswith((*YES_OR_NO, "Ja,", "Nee,")) or _tells_where_to_write(entry)


def _tells_where_to_write(entry: KnowledgeEntry) -> bool:
    """Whether the entry was written for who wants to sign up; whoever mails us has found the way."""
    return "aanmelden" in entry.acts and OWN_MAILBOX in entry.answer and _ask_how_to_sign_up(entry.questions)


@lru_cache(maxsize=1024)
def _ask_how_to_sign_up(questions: tuple[str, ...]) -> bool:
    """Whether more than one in four do; remembered, because the same entries come up again and again."""
    return 4 * sum(bool(SIGNS_UP.search(question)) for question in questions) > len(questions)
