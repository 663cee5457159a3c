"""One request of a message, answered: its template, the words that fill it, and the knowledge it may say."""

from dataclasses import dataclass, field, replace

from bot.content.provenance import without_marks
from bot.model import EntryStatus, Prediction, RequestRow
from bot.model.dutch import listed
from bot.pipeline.drafting.case import Case, running
from bot.pipeline.drafting.dates import in_words, past_date
from bot.pipeline.drafting.knowledge import Found, found_for
from bot.pipeline.drafting.planned import planned
from bot.pipeline.drafting.signals import (
    asks_whether_still,
    has_a_whole_group,
    has_signed_up,
    is_about_the_neighbourhood,
    names_kick_off,
    signs_off,
    speaks_of_its_own,
    wants_a_chair,
    wants_mailings,
)
from bot.pipeline.drafting.slots import Asked
from bot.pipeline.drafting.wording import SERVICES, TOPICS, asked_before

SHORT = 12
"""A change in fewer words than this does not tell what must change."""
FOUR = 4
"""More municipalities than this are a whole group."""
JOINING = frozenset({"aanmelden", "aanbieden"})
"""The first of these in a mail names the municipality; a letter does not say it time and again."""
UNSURE = "shared/onzeker.txt.j2"
ADDITION = "shared/aanvulling.txt.j2"
"""Who writes on about a sign-up of the same thread adds to it, and does not sign up again."""


@dataclass(frozen=True, slots=True)
class Block:
    """The answer to one request and the step that follows, both marked with their sources.

    ``found`` is what the knowledge base had for a question.
    """

    template: str
    answer: str
    next_step: str
    found: Found = field(default_factory=Found)


def block(case: Case, request: Prediction, *, sure: bool) -> Block:
    """The answer to one request; where we are not sure, only that a colleague reads it."""
    name = _template(case, request) if sure else UNSURE
    found = found_for(case, request) if sure else Found()
    words = case.words() | _about(case, request, case.sure) | _known(case, found) | planned(case, request)
    return replace(_rendered(case, name, words), found=found)


def _known(case: Case, found: Found) -> dict[str, object]:
    statuses = {case.library.entries[entry_id].status for entry_id in found.entries}
    return {
        "kennis": list(found.entries),
        "kennis_is_verlopen": EntryStatus.VERLOPEN in statuses,
        "algemene_vraag": found.general,
        "nog_onbekend": listed(found.untold),
        "meer_gevraagd": not found.complete,
    }


def receipt(case: Case) -> Block:
    """For a message in which no request was recognised."""
    words = case.words() | {"eerste": True, "niets_zeker": True}
    return _rendered(case, UNSURE, words)


def _rendered(case: Case, name: str, words: dict[str, object]) -> Block:
    answer = case.library.replies.render_marked(name, **words, deel="antwoord")
    step = case.library.replies.render_marked(name, **words, deel="vervolg").strip()
    return Block(name, answer, step if without_marks(step).strip() else "")


def _template(case: Case, request: Prediction) -> str:
    if request.act == "aanmelden" and running(case, request):
        return ADDITION
    return case.library.replies.first_of(f"{request.service}/{request.act}.txt.j2", f"shared/{request.act}.txt.j2")


def _about(case: Case, request: Prediction, sure: tuple[Prediction, ...]) -> dict[str, object]:
    """What a template may use about this one request."""
    text = request.text or case.new_text
    requests = case.understanding.requests
    before = requests[: requests.index(request)]
    opened = _opened(case, request)
    return {
        **({"gemeente": ""} if any(other.act in JOINING for other in before) else {}),
        "dienst": SERVICES.get(request.service, ""),
        "aanvraag": asked_before(request.service, signed_up=request.act != "status" or has_signed_up(text)),
        "loopt": bool(opened) or has_signed_up(text) or speaks_of_its_own(text),
        "onderwerp": _topic(case, request),
        "eerste": request == (sure or requests)[0],
        "niets_zeker": not sure,
        "voor_eigen_gemeente": _is_resident(case, request),
        "alleen": len(requests) == 1,
        "zelfde_dienst": request.service in {other.service for other in before},
        "kort": len(text.split()) < SHORT,
        "afmelding": signs_off(text),
        "kickoff": names_kick_off(text),
        "compleet": has_a_whole_group(text) or len(case.understanding.municipalities) > FOUR,
        "voorzitter": wants_a_chair(text),
        "bestaat_nog": asks_whether_still(text),
        "verzendlijst": wants_mailings(text),
        "voorbij": past_date(text, case.today),
        "open_sinds": in_words(opened.opened_at.date()) if opened else "",
    }


def _is_resident(case: Case, request: Prediction) -> bool:
    """Whether somebody who writes for himself has a matter for his own municipality."""
    read = case.understanding
    if read.role != "onbekend" or read.municipalities:
        return read.role == "inwoner"
    return request.act == "klacht" or is_about_the_neighbourhood(request.text or case.new_text)


def _topic(case: Case, request: Prediction) -> str:
    """The topics in words, where it is clear that they belong to this request."""
    topics = [topic for topic in case.understanding.topics if topic in TOPICS]
    if len(case.understanding.requests) > 1 and (len(topics) > 1 or request != case.understanding.requests[0]):
        return ""
    return listed([TOPICS[topic] for topic in topics if topic != request.service][:2])


def _opened(case: Case, request: Prediction) -> RequestRow | None:
    """The open request of this thread that somebody asks about."""
    return running(case, request) if request.act == "status" else None


def question(case: Case, asked: Asked) -> str:
    """The words of one question."""
    name = f"vragen/{asked.slot.name}.txt.j2"
    words = case.words() | {"service": asked.request.service, "act": asked.request.act}
    return case.library.replies.render_marked(name, **words).rstrip()
