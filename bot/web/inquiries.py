"""Questions of colleagues about the work: asked in Dutch, answered with rows and links, and nothing is changed."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.model import ACT_LABELS
from bot.model.dutch import counted
from bot.model.following import Promise
from bot.model.inquiry import Inquiry, Per, Subject
from bot.model.meetings import Meeting
from bot.pipeline.inquiries.agenda_rows import Guest
from bot.pipeline.inquiries.answering import EXAMPLES, Answer, answer
from bot.pipeline.inquiries.circles import AlmostReady
from bot.pipeline.inquiries.reading import LONGEST, AskBack
from bot.programme import seating
from bot.programme.working_days import working_days_between
from bot.web import experts_words, meeting_words, programme_words, words
from bot.web.session import Visit

SHOWN_EXAMPLES = 3
ONE_OR_MORE: Mapping[Subject, tuple[str, str]] = MappingProxyType(
    {
        Subject.REQUESTS: ("aanvraag", "aanvragen"),
        Subject.MESSAGES: ("bericht", "berichten"),
        Subject.CIRCLES: ("kring", "kringen"),
        Subject.PLACES: ("gemeente", "gemeenten"),
        Subject.MEETINGS: ("bijeenkomst", "bijeenkomsten"),
        Subject.REGISTRATIONS: ("gemeente", "gemeenten"),
        Subject.ASKS: ("vraag aan een expert", "vragen aan experts"),
        Subject.REMINDERS: ("herinnering", "herinneringen"),
        Subject.CLOSING: ("sluitingsdag", "sluitingsdagen"),
    }
)
COLUMNS: Mapping[Subject, tuple[str, ...]] = MappingProxyType(
    {
        Subject.REQUESTS: ("Aanvraag", "Gemeente", "Stand", "Binnen sinds", "Uiterlijk", "Behandelaar"),
        Subject.MESSAGES: ("Bericht", "Gemeente", "Stand", "Binnen sinds", "Behandelaar"),
        Subject.CIRCLES: ("Kring", "Stand", "Gemeenten"),
        Subject.PLACES: ("Gemeente", "Stand", "Aangemeld"),
        Subject.MEETINGS: ("Bijeenkomst", "Wanneer", "Plaatsen"),
        Subject.REGISTRATIONS: ("Gemeente", "Stand", "Bijeenkomst"),
        Subject.ASKS: ("Expert", "Stand", "Aanvraag", "Gevraagd op"),
        Subject.REMINDERS: ("Herinnering", "Gemeente", "Stand", "Gemaakt op", "Behandelaar"),
        Subject.CLOSING: ("Dag", "Reden"),
    }
)


async def show(visit: Visit) -> Response:
    """The question, and what came of it."""
    asked = " ".join(visit.request.query_params.get("vraag", "").split())[: LONGEST + 1]
    earlier = " ".join(visit.request.query_params.get("eerder", "").split())[:LONGEST]
    if not asked:
        return _page(visit)
    if len(asked) > LONGEST:
        return _page(visit, asked=asked[:LONGEST], problem=f"Gebruik hooguit {LONGEST} tekens.", status=422)
    found = await answer(visit.desk, asked, visit.user.name, earlier)
    if isinstance(found, Answer):
        return _page(visit, asked=asked, answer=found, number=number_of(found))
    if isinstance(found, AskBack):
        return _page(visit, asked=asked, earlier=earlier, doubt=found)
    return _page(visit, asked=asked, unknown=found.words, misunderstood=True)


def number_of(found: Answer) -> str:
    """``3 aanvragen``."""
    one, more = ONE_OR_MORE[found.inquiry.subject]
    if promised := sum(isinstance(row, Promise) for row in found.rows):
        told = counted(promised, "toezegging", "toezeggingen")
        return f"{told} en {counted(found.total - promised, one, more)}" if found.total > promised else told
    people = sum(row.registration.people for row in found.rows if isinstance(row, Guest))
    told = counted(found.total, one, more)
    return f"{told}, samen {counted(people, 'persoon', 'personen')}" if people and not _board(found) else told


def _board(found: Answer) -> bool:
    return found.inquiry.subject is Subject.PLACES


def _page(visit: Visit, *, status: int = 200, **context: object) -> Response:
    desk = visit.desk
    today, closed = in_amsterdam(desk.now).date(), desk.closing_days
    shown: dict[str, object] = {
        "asked": "",
        "earlier": "",
        "problem": "",
        "answer": None,
        "doubt": None,
        "misunderstood": False,
        "unknown": (),
        "number": "",
    }
    return visit.render(
        "inquiries.html",
        status,
        examples=EXAMPLES,
        few=EXAMPLES[:SHOWN_EXAMPLES],
        longest=LONGEST,
        Subject=Subject,
        columns=COLUMNS,
        late=lambda row: working_days_between(row.due_on, today, closed) if row.state in {"open", "waiting"} else 0,
        is_almost_ready=lambda row: isinstance(row, AlmostReady),
        is_promise=lambda row: isinstance(row, Promise),
        is_guest=lambda row: isinstance(row, Guest),
        seats=_seats,
        now=desk.now,
        today=today,
        asked_labels=experts_words,
        guest_labels=meeting_words,
        per_label=_per_label,
        acts=ACT_LABELS,
        labels=programme_words,
        **{**shown, **context},
    )


def _seats(meeting: Meeting) -> str:
    """``23 van de 30 vrij``."""
    if meeting.plan.places is None:
        return f"{seating.taken(meeting.registrations)} bezet, geen maximum"
    waiting = seating.waiting(meeting.registrations)
    told = f"{seating.free(meeting.plan.places, meeting.registrations)} van de {meeting.plan.places} vrij"
    return f"{told}, {counted(len(waiting), 'gemeente wacht', 'gemeenten wachten')}" if waiting else told


def _per_label(inquiry: Inquiry, value: str, names: Mapping[str, str]) -> str:
    """What one line of a count is called."""
    if not value:
        return "Nog niemand" if inquiry.per is Per.OWNER else "Onbekend"
    if inquiry.per is Per.OWNER:
        return names.get(value, value)
    if inquiry.per is Per.TOPIC:
        return words.topic_label(value)
    return words.service_label(value) if inquiry.per is Per.SERVICE else value
