"""The Dutch words of the pages: statuses, events, roles, confidence, age. Every enum member has its label here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from bot.clock import in_amsterdam
from bot.lifecycle import Event, RequestState, Status
from bot.model import ACT_LABELS, KIND_LABELS, SERVICE_LABELS, THEMES, TOPIC_LABELS, TRUSTED, EntryStatus, Kind, Outcome
from bot.model.following import Promise, PromiseState
from bot.programme.working_days import working_days_between

STATUS_LABELS: Mapping[Status, str] = MappingProxyType(
    {
        Status.RECEIVED: "Binnengekomen",
        Status.IGNORED: "Genegeerd",
        Status.FAILED: "Lezen mislukt",
        Status.AWAITING_REVIEW: "Te beoordelen",
        Status.CLOSED: "Gesloten",
        Status.APPROVED: "Goedgekeurd",
        Status.SENDING: "Wordt verstuurd",
        Status.SENT: "Verstuurd",
        Status.UNDELIVERABLE: "Geweigerd door de mailserver",
        Status.UNCONFIRMED: "In twijfel",
        Status.BOUNCED: "Niet bezorgd",
        Status.PURGED: "Gewist",
    }
)

STATUS_TONES: Mapping[Status, str] = MappingProxyType(
    {
        Status.RECEIVED: "neutral",
        Status.IGNORED: "inactive",
        Status.FAILED: "error",
        Status.AWAITING_REVIEW: "neutral",
        Status.CLOSED: "inactive",
        Status.APPROVED: "success",
        Status.SENDING: "success",
        Status.SENT: "success",
        Status.UNDELIVERABLE: "error",
        Status.UNCONFIRMED: "warning",
        Status.BOUNCED: "error",
        Status.PURGED: "inactive",
    }
)
"""The appearance of the badge; the label says the same in words."""

EVENT_LABELS: Mapping[Event, str] = MappingProxyType(
    {
        Event.ARRIVED: "Binnengekomen",
        Event.IGNORE: "Genegeerd: er is geen antwoord nodig",
        Event.PREPARE: "Gelezen en klaargezet",
        Event.CRASH: "Lezen mislukt",
        Event.RETRY: "Opnieuw geprobeerd",
        Event.GIVE_UP: "Overgenomen zonder concept",
        Event.EDIT: "Concept bewerkt",
        Event.REJECT: "Concept afgekeurd",
        Event.APPROVE: "Goedgekeurd",
        Event.RECALL: "Teruggehaald",
        Event.CLOSE: "Gesloten zonder antwoord",
        Event.ANSWERED_ELSEWHERE: "Beantwoord vanuit Outlook",
        Event.SENT_FROM_OUTLOOK: "Goedgekeurd en verstuurd vanuit Outlook",
        Event.REOPEN: "Heropend",
        Event.SNOOZE: "Gesluimerd",
        Event.WAKE: "Uit de sluimer gehaald",
        Event.CLAIM: "Versturen begonnen",
        Event.ACCEPT: "Verstuurd: de mailserver heeft het bericht aangenomen",
        Event.DEFER: "Nog niet aangenomen door de mailserver",
        Event.REFUSE: "Geweigerd door de mailserver",
        Event.LOSE: "De verbinding viel weg tijdens het versturen",
        Event.CONFIRM_SENT: "Vastgesteld: het antwoord is aangekomen",
        Event.CONFIRM_UNSENT: "Vastgesteld: het antwoord is niet aangekomen",
        Event.BOUNCE: "Teruggekomen als niet bezorgd",
        Event.PURGE: "Persoonsgegevens gewist",
    }
)

OTHER_EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "promise_noted": "Toezegging onthouden",
        "promise_changed": "Toezegging bijgewerkt",
        "reminded": "Herinnering klaargezet",
        "reminding_stopped": "Geen herinnering nodig",
        "reminding_again": "Wacht weer op antwoord",
        "afwezigheid": "Automatisch antwoord: afwezig",
        "asked": "Vraag aan een collega",
        "comment": "Opmerking geplaatst",
        "expert_accepted": "Een expert zei ja",
        "expert_asked": "Een expert gekozen om te vragen",
        "expert_declined": "Een expert zei nee",
        "expert_finished": "De hulp van een expert is afgerond",
        "expert_stopped": "Gestopt met een expert",
        "first_approval": "Eerste goedkeuring (vier ogen)",
        "first_approval_withdrawn": "Eerste goedkeuring ingetrokken",
        "joined": "Samengevoegd met een ander gesprek",
        "left": "Een bericht is uit dit gesprek gehaald",
        "moved_back": "Teruggezet in het vorige gesprek",
        "outlook": "Gezien in Outlook",
        "question_settled": "Vraag aan een collega afgehandeld",
        "split": "Losgemaakt van het gesprek",
        "taken": "Behandelaar aangepast",
    }
)
"""What stands in the history and is no step of the life cycle."""

REQUEST_LABELS: Mapping[RequestState, str] = MappingProxyType(
    {
        RequestState.OPEN: "Open",
        RequestState.WAITING: "Wacht",
        RequestState.SETTLED: "Afgehandeld",
        RequestState.WITHDRAWN: "Ingetrokken",
    }
)

REQUEST_STANDINGS: Mapping[RequestState, str] = MappingProxyType(
    {
        RequestState.OPEN: "In behandeling bij een collega",
        RequestState.WAITING: "We wachten op antwoord of op andere deelnemers",
        RequestState.SETTLED: "Afgehandeld",
        RequestState.WITHDRAWN: "Ingetrokken",
    }
)
"""How the state of a request reads for who asked it."""

REQUEST_VERBS: Mapping[RequestState, str] = MappingProxyType(
    {
        RequestState.OPEN: "Heropenen",
        RequestState.WAITING: "Laten wachten",
        RequestState.SETTLED: "Afgehandeld",
        RequestState.WITHDRAWN: "Ingetrokken",
    }
)
"""The words on the button that leads to this state."""

REQUEST_TONES: Mapping[RequestState, str] = MappingProxyType(
    {
        RequestState.OPEN: "neutral",
        RequestState.WAITING: "warning",
        RequestState.SETTLED: "success",
        RequestState.WITHDRAWN: "inactive",
    }
)

OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.ACCEPTED: "Aangenomen",
        Outcome.DEFERRED: "Uitgesteld door de mailserver",
        Outcome.REFUSED: "Geweigerd door de mailserver",
        Outcome.LOST: "Verbinding weggevallen",
    }
)

ENTRY_TONES: Mapping[EntryStatus, str] = MappingProxyType(
    {
        EntryStatus.ACTUEEL: "success",
        EntryStatus.TE_BEVESTIGEN: "warning",
        EntryStatus.VERLOPEN: "error",
        EntryStatus.HISTORISCH: "inactive",
    }
)

CHANNEL_LABELS: Mapping[str, str] = MappingProxyType(
    {"mail": "E-mail", "chat": "Chat", "own": "Eigen bericht"},
)

FOUND_IN: Mapping[str, str] = MappingProxyType(
    {
        "onderwerp": "onderwerp",
        "afzender": "afzender",
        "adres": "adres van de afzender",
        "tekst": "bericht",
        "gemeente": "gemeente",
        "concept": "concept",
    }
)
"""Where a search found something."""

KEYS = (
    ("j", "Volgende bericht"),
    ("k", "Vorige bericht"),
    ("Enter", "Gekozen bericht openen"),
    ("x", "Vinkje zetten of weghalen in de werkvoorraad"),
    ("a", "Antwoord goedkeuren; het gaat dan weg"),
    ("e", "Antwoord bewerken; Esc verlaat het veld"),
    ("r", "Concept afkeuren"),
    ("s", "Laten sluimeren"),
    ("u", "Terugdraaien: terughalen, heropenen of wekken"),
    ("/", "Zoeken"),
    ("?", "Deze lijst tonen"),
)
"""The keys of ``staff.js``."""

USER_ROLES: Mapping[str, str] = MappingProxyType(
    {"reader": "Lezer", "reviewer": "Behandelaar", "manager": "Beheerder"},
)


def service_label(service: str) -> str:
    """The Dutch label of a service; an unknown identifier stays as it is."""
    return SERVICE_LABELS.get(service, service)


def mark_labels(marks: Iterable[str]) -> str:
    """What asks for four eyes, in words: ``klacht en persvraag``."""
    return " en ".join(SERVICE_LABELS.get(mark, ACT_LABELS.get(mark, mark)).lower() for mark in marks)


def act_label(act: str) -> str:
    """The Dutch label of an act."""
    return ACT_LABELS.get(act, act)


def kind_label(kind: Kind) -> str:
    """The Dutch label of a kind of message."""
    return KIND_LABELS[kind]


def topic_label(topic: str) -> str:
    """The Dutch label of a topic."""
    return TOPIC_LABELS.get(topic, topic)


def theme_label(theme: str) -> str:
    """The Dutch label of a theme."""
    return THEMES[theme][0] if theme in THEMES else theme


def promise_label(promise: Promise, today: date) -> tuple[str, str]:
    """What the badge of a promise says, and its appearance."""
    if promise.state is PromiseState.KEPT:
        return "nagekomen", "success"
    if promise.state is PromiseState.REMOVED:
        return "geen toezegging", "inactive"
    if promise.day < today:
        return "voorbij", "error"
    return ("vandaag", "warning") if promise.day == today else ("open", "neutral")


def event_label(event: str, becomes: str | None = None) -> str:
    """The words for a line of the history; the line of a request says what the request became."""
    if event in set(Event):
        return EVENT_LABELS[Event(event)]
    if becomes in set(RequestState):
        return f"Aanvraag: {REQUEST_LABELS[RequestState(becomes)].lower()}"
    return OTHER_EVENT_LABELS.get(event, event.replace("_", " ").capitalize())


def sureness(confidence: float) -> str:
    """A confidence between 0 and 1 in words."""
    if confidence >= 0.9:
        return "zeer zeker"
    return "waarschijnlijk" if confidence >= TRUSTED else "twijfel"


def sureness_tone(confidence: float) -> str:
    """The appearance of the badge beside those words."""
    return {"zeer zeker": "success", "waarschijnlijk": "neutral"}.get(sureness(confidence), "warning")


def age(since: datetime, now: datetime, closing_days: Iterable[date] = ()) -> str:
    """How long something waits, in working days of the office."""
    days = working_days_between(in_amsterdam(since).date(), in_amsterdam(now).date(), closing_days)
    return "vandaag" if days == 0 else f"{days} werkdag{'' if days == 1 else 'en'}"


def short_moment(moment: datetime) -> str:
    """``22-11-2026 14.05``, for tables."""
    return f"{in_amsterdam(moment):%d-%m-%Y %H.%M}"


def exact_time(moment: datetime) -> str:
    """``14.05.20 uur``, for what happens within a minute."""
    return f"{in_amsterdam(moment):%H.%M.%S} uur"


def short_date(day: date) -> str:
    """``22-11-2026``."""
    return f"{day:%d-%m-%Y}"


def file_size(size: int) -> str:
    """A size in bytes as people read it: ``12 kB``, ``3,4 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def excerpt(text: str, length: int = 150) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
