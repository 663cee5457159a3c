"""The nouns of the product as frozen dataclasses; every room speaks in these.

Identifiers of services, acts, topics and roles are those of the product's vocabulary (``labels`` below); unknown is
``None`` or empty, never a guess. All times are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.lifecycle import Event, RequestState, Status

# --- labels -----------------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What sort of mail a message is; only ``verzoek`` gets a draft."""

    VERZOEK = "verzoek"
    BEDANKJE = "bedankje"
    AUTOREPLY = "autoreply"
    BOUNCE = "bounce"
    AGENDA = "agenda"
    NIEUWSBRIEF = "nieuwsbrief"
    SPAM = "spam"


AUTOMATIC = frozenset({Kind.AUTOREPLY, Kind.BOUNCE, Kind.NIEUWSBRIEF, Kind.SPAM})
"""Kinds that are never answered."""

KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.VERZOEK: "Verzoek",
        Kind.BEDANKJE: "Bedankje",
        Kind.AUTOREPLY: "Automatisch antwoord",
        Kind.BOUNCE: "Niet bezorgd",
        Kind.AGENDA: "Agenda",
        Kind.NIEUWSBRIEF: "Nieuwsbrief",
        Kind.SPAM: "Ongewenste mail",
    }
)

SERVICE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "leerkring": "Leerkring",
        "intervisitatie": "Intervisitatie",
        "expert": "Democratie-expert",
        "toekomstverkenning": "Toekomstverkenning",
        "experiment": "Thorbecke-experiment",
        "herontwerpatelier": "Herontwerp-atelier",
        "inspiratie": "Inspiratie en voorbeelden",
        "theater": "Lucas de Man op maat",
        "subsidie": "Subsidie A&O fonds",
        "quickscan": "Quick Scan Lokale Democratie",
        "uitdaagrecht": "Right to Challenge",
        "digitale-participatie": "Digitale participatie",
        "academie": "DiA Academie",
        "ontwikkeltraject": "Ontwikkeltraject",
        "bijeenkomst": "Bijeenkomst",
        "programma": "Programma Thorbecke2024",
        "privacy": "Privacyverzoek",
        "pers": "Persvraag",
        "buiten-bereik": "Buiten bereik",
    }
)

ACT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "aanmelden": "Aanmelden",
        "informatie": "Informatie",
        "wijzigen": "Wijzigen",
        "status": "Stand van zaken",
        "aanbieden": "Aanbieden",
        "klacht": "Klacht",
    }
)

ROLES = ("griffier", "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "ambtenaar", "inwoner",
         "journalist", "adviseur", "student", "partner", "onbekend")  # fmt: skip

THEMES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "democratische-schaal": (
            "Democratische schaal",
            ("kernendemocratie", "regiodemocratie", "taakdifferentiatie"),
        ),
        "inclusieve-democratie": ("Inclusieve democratie", ("burgerraden", "inclusie", "jongeren")),
        "directe-democratie": ("Directe democratie", ("referenda", "kiesvernieuwing", "burgerbegroting")),
        "digitale-democratie": ("Digitale democratie", ("digitale-middelen", "digitaal-vergaderen")),
        "burgerbestuur": ("Burgerbestuur", ("uitdaagrecht", "bewonersinitiatieven", "zeggenschap")),
    }
)
"""Theme id to its Dutch label and its topics, in the order of the programme."""

TOPIC_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "kernendemocratie": "Kernendemocratie",
        "regiodemocratie": "Regiodemocratie",
        "taakdifferentiatie": "Taakdifferentiatie",
        "burgerraden": "Burgerraden en burgerberaden",
        "inclusie": "Inclusie",
        "jongeren": "Jongeren",
        "referenda": "Referenda",
        "kiesvernieuwing": "Anders kiezen",
        "burgerbegroting": "Burgerbegroting",
        "digitale-middelen": "Digitale middelen",
        "digitaal-vergaderen": "Digitaal vergaderen",
        "uitdaagrecht": "Uitdaagrecht",
        "bewonersinitiatieven": "Bewonersinitiatieven",
        "zeggenschap": "Zeggenschap",
        "rol-van-de-raad": "Rol van de raad",
        "organisatieontwikkeling": "Organisatieontwikkeling",
        "spelregels": "Spelregels voor participatie",
        "verantwoording": "Verantwoording",
        "lokale-pers": "Lokale pers",
        "burgerschap": "Burgerschap",
        "politieke-partijen": "Politieke partijen",
        "omgevingswet": "Omgevingswet",
    }
)


def themes_of(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The themes that these topics belong to, in the programme's order, each once."""
    return tuple(theme for theme, (_, members) in THEMES.items() if set(members) & set(topics))


class AddressForm(StrEnum):
    """How the sender addresses us, so how we answer."""

    U = "u"
    JE = "je"


# --- mail -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322 section 3.4: the display name (may be empty) and the addr-spec, both without controls."""

    display_name: str
    addr_spec: str

    def __str__(self) -> str:
        return f"{self.display_name} <{self.addr_spec}>" if self.display_name else self.addr_spec


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part that is no body: a safe file name (no path, no controls), its type, decoded size in bytes."""

    filename: str
    content_type: str
    size: int
    inline: bool


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What ``mail.parse`` reads out of raw bytes. Every string is valid Unicode without surrogates or NUL.

    ``text`` is the whole body as plain text; ``unquoted_text`` is without quotes but with the signature; ``new_text``
    without both. ``forwarded_text`` is the text of forwarded blocks below the sender's own words, else empty.
    ``signature`` is what ``unquoted_text`` has below ``new_text``. ``headers`` maps lower-case names of the few
    headers that screening reads to all their values. ``defects`` are short Dutch sentences for staff.
    """

    rfc_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    text: str
    unquoted_text: str
    new_text: str
    forwarded_text: str
    signature: str
    html: str | None
    attachments: tuple[Attachment, ...]
    headers: Mapping[str, tuple[str, ...]]
    defects: tuple[str, ...]
    content_types: tuple[str, ...] = ()
    """The MIME types of all parts, outermost first, with ``; method=`` or ``; report-type=`` where present."""
    unreadable: bool = False
    """Whether reading failed, so that a person must look, whatever the rest says."""

    @classmethod
    def of_words(
        cls,
        subject: str,
        new_text: str,
        *,
        sender: Address | None,
        to: tuple[Address, ...] = (),
        date: datetime | None = None,
        text: str = "",
    ) -> "ParsedMail":
        """Words that never were a mail (a chat, a curated example) in the form of one; ``text`` is everything said."""
        return cls(
            rfc_message_id=None,
            in_reply_to=None,
            references=(),
            subject=subject,
            sender=sender,
            reply_to=(),
            to=to,
            cc=(),
            date=date,
            text=text or new_text,
            unquoted_text=new_text,
            new_text=new_text,
            forwarded_text="",
            signature="",
            html=None,
            attachments=(),
            headers=MappingProxyType({}),
            defects=(),
        )


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdict on a mail by its headers and shape alone; ``kind`` is None when it looks like a person's mail."""

    kind: Kind | None
    reason: str
    """One Dutch sentence that names the header or the words; '' when ``kind`` is None."""
    confidence: float = 1.0
    failed_message_id: str | None = None
    """For a bounce: the Message-ID of our mail that failed (RFC 3464), when the report shows it."""
    failed_recipients: tuple[str, ...] = ()
    permanent: bool | None = None
    """For a bounce: whether the failure is for good (5.x) or for now (4.x)."""


@dataclass(frozen=True, slots=True)
class Absence:
    """What an out-of-office says. Of the two days one is known at most; neither when its date is not certain."""

    who: Address | None
    last_day: date | None
    """The last day away (tot en met)."""
    back_on: date | None
    """The first day back (tot, weer aanwezig op)."""
    gone: bool = False
    """Whether the person no longer works there."""
    stand_in: Address | None = None
    """Who to turn to; the name or the addr-spec may be empty, not both."""


# --- understanding ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prediction:
    """One request that a message holds: the pair, how sure (0..1), the sender's words that decided, the runners-up."""

    service: str
    act: str
    confidence: float
    evidence: tuple[str, ...] = ()
    ranking: tuple[tuple[str, str, float], ...] = ()
    """Other (service, act, confidence) that were considered, best first."""
    text: str = ""
    """The sentences of the message that this request stands in; empty when it is the whole message."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What we think a message says. Empty or None where unknown."""

    kind: Kind
    kind_confidence: float
    kind_reason: str = ""
    requests: tuple[Prediction, ...] = ()
    municipalities: tuple[str, ...] = ()
    municipality_candidates: tuple[str, ...] = ()
    """Names between which we refuse to guess (Bergen, a shared organisation): a question to ask."""
    municipality_evidence: str = ""
    topics: tuple[str, ...] = ()
    role: str = "onbekend"
    contact_name: str | None = None
    phone: str | None = None
    participants: int | None = None
    wished_dates: tuple[str, ...] = ()
    address_form: AddressForm = AddressForm.U
    language: str = "nl"

    @property
    def themes(self) -> tuple[str, ...]:
        return themes_of(self.topics)


# --- content ----------------------------------------------------------------------------------------------------------


class EntryStatus(StrEnum):
    """How true a knowledge entry is today."""

    ACTUEEL = "actueel"
    TE_BEVESTIGEN = "te bevestigen"
    VERLOPEN = "verlopen"
    HISTORISCH = "historisch"


class EntryKind(StrEnum):
    """What a knowledge entry is for. Only answers are found by a question; the others are about how we write and work.

    A fixed text is said as it stands, with ``{u-vorm|je-vorm}`` where the form of address decides; an agreement is
    never said, but sentences of the templates rest on it.
    """

    ANTWOORD = "antwoord"
    VASTE_TEKST = "vaste tekst"
    AFSPRAAK = "afspraak"


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """One curated piece of ``knowledge/entries/``.

    ``answer`` is the text (Markdown: paragraphs, lists, links) that may be said as it stands; the checks see to it that
    an expired or historic answer says so itself and that one to be confirmed names its year.
    """

    id: str
    title: str
    services: tuple[str, ...]
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    status: EntryStatus
    valid_from: date | None
    valid_until: date | None
    owner: str
    last_checked: date
    sources: tuple[str, ...]
    links: tuple[str, ...]
    answer: str
    file: str
    acts: tuple[str, ...] = ()
    """The acts that this entry answers best (empty: informatie)."""
    kind: EntryKind = EntryKind.ANTWOORD

    def overdue(self, today: date, months: int = 6) -> bool:
        """Whether nobody has looked at this entry for ``months`` months or its validity has ended unnoticed."""
        ended = self.valid_until is not None and self.valid_until < today
        stale = (today.year - self.last_checked.year) * 12 + today.month - self.last_checked.month >= months
        return stale or (ended and self.status in {EntryStatus.ACTUEEL, EntryStatus.TE_BEVESTIGEN})


@dataclass(frozen=True, slots=True)
class EntryMatch:
    """An entry that retrieval found, with its score (0..1, comparable within one question)."""

    entry: KnowledgeEntry
    score: float
    matched_question: str = ""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One row of ``knowledge/municipalities.csv``: a municipality of the CBS list, current or former."""

    code: str
    name: str
    province: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    """Website and mail domains, lower case."""
    current: bool
    successors: tuple[str, ...]
    """Codes of the municipalities that it went into, the main one first; empty for a current one."""
    year: int | None
    ambiguous: tuple[str, ...]
    """Why its name alone proves nothing: word, surname, province, duplicate, lookalike."""


@dataclass(frozen=True, slots=True)
class SharedOrganisation:
    """An organisation whose staff work for several municipalities, so that its domain does not tell which."""

    name: str
    domains: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``knowledge/vocabulary/``: what people write for a label. Phrases are lower case.

    ``services``, ``topics``, ``acts`` and ``roles`` map a label to its phrases. ``false_friends`` maps a phrase to the
    reason why it does not mean what it looks like (Participatiewet, burgerraadslid).
    """

    services: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    false_friends: Mapping[str, str]
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that point to a service without naming it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled example of ``knowledge/examples/``: what somebody wrote and what it meant."""

    id: str
    text: str
    kind: Kind
    requests: tuple[tuple[str, str], ...]
    """(service, act) pairs, the most important first; empty for a mail without a request."""
    topics: tuple[str, ...] = ()
    subject: str = ""
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Lessons:
    """What ``knowledge/lessons/`` teaches about one field at a time: pairs of a text and what it says."""

    participants: tuple[tuple[str, int | None], ...] = ()
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()


class AnswerStatus(StrEnum):
    """What the chat does with a question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer shows beside its sentences."""

    id: str
    title: str
    last_checked: date
    status: EntryStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """The chat's answer, or one informative part of a mail. ``answered`` always has a source."""

    status: AnswerStatus
    text: str
    sources: tuple[Source, ...]
    confidence: float
    service: str | None
    options: tuple[str, ...] = ()
    """For ``clarify``: the short choices that the person can pick."""


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """One sentence of a draft and where it comes from: ``entry:<id>`` or ``template:<name>``."""

    sentence: str
    entry: str


@dataclass(frozen=True, slots=True)
class DraftText:
    """A reply before it is a mail. ``text`` is the plain text without the quoted original; ``html`` is derived."""

    template: str
    subject: str
    text: str
    missing: tuple[str, ...] = ()
    """What the reply asks for, in Dutch; two at most."""
    evidence: tuple[SentenceEvidence, ...] = ()
    content_hash: str = ""
    warnings: tuple[str, ...] = ()
    """What the reviewer should look at first: te bevestigen, sent to staff, low confidence. Dutch sentences."""


# --- delivery ---------------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What an attempt to send came to."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """The server's answer as a value: the outcome, reply code (RFC 5321), enhanced code (RFC 3463), its words."""

    outcome: Outcome
    reply_code: int | None = None
    enhanced_code: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished mail: what the transport needs and the very bytes that go out."""

    rfc_message_id: str
    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an approval froze. ``raw`` are the very bytes that go out."""

    id: int
    message_id: int
    rfc_message_id: str
    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes
    attempts: int = 0
    sent_copy: bool = False
    """Whether the copy in the Sent folder is known to be there."""


# --- rows as the rest of the product reads them -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the reply of a message; versions are never overwritten."""

    message_id: int
    version: int
    draft: DraftText
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as the queue and the pages see it, without its raw bytes."""

    id: int
    status: Status
    channel: str
    """``mail``, ``chat`` or ``own`` (digest and other mail that we start)."""
    thread_id: int
    received_at: datetime
    rfc_message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_address: Address | None
    """Where the reply goes: Reply-To, else From; None when there is nobody to answer."""
    sent_at: datetime | None
    kind: Kind | None
    kind_reason: str
    understanding: Understanding | None
    new_text: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]
    draft_version: int
    """0 when there is no draft."""
    owner: str | None
    crashes: int
    approved_by: str | None
    send_after: datetime | None
    """When the undo time of an approval ends, or the next attempt may start."""
    lease_until: datetime | None
    raw_sha256: str | None
    absence: Absence | None = None
    """What an automatic answer says about the absence of its sender."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request (aanvraag): a (service, act) that somebody asked, open until it is settled."""

    id: int
    thread_id: int
    message_id: int
    service: str
    act: str
    state: RequestState
    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    requester: str | None
    owner: str | None
    opened_at: datetime
    due_on: date
    next_step: str
    subject: str
    message_status: Status
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the append-only history."""

    id: int
    message_id: int | None
    request_id: int | None
    at: datetime
    actor: str
    event: str
    was: str | None
    becomes: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ThreadMove:
    """A message that a person put into another conversation, and that is still there."""

    id: int
    message_id: int
    from_thread: int
    to_thread: int
    at: datetime
    actor: str
    withdrawn: tuple[int, ...] = ()
    """The requests that were withdrawn, as the other conversation had the same ones open."""


class Standing(StrEnum):
    """What the content editor says of a correction; it counts at once, until it is rejected."""

    WAITING = "wacht"
    ACCEPTED = "aangenomen"
    REJECTED = "afgewezen"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer said instead of what was read in one message: an example that counts at once."""

    id: int
    message_id: int
    at: datetime
    actor: str
    subject: str
    text: str
    """The new text of the message."""
    sender: Address | None
    was: Understanding
    """What was read before anybody corrected it; labels only, as in ``becomes``."""
    becomes: Understanding
    standing: Standing = Standing.WAITING


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to send, for the page and the evidence."""

    outgoing_id: int
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome | None
    reply_code: int | None
    enhanced_code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Located:
    """Where a message lies in the account."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """One mail as the mailbox gave it: its place, its bytes, when the server got it (INTERNALDATE)."""

    at: Located
    raw: bytes
    internal_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """One version of our draft as it lies, or is about to lie, in the Drafts folder of the mailbox."""

    id: int
    message_id: int
    version: int
    rfc_message_id: str
    """Known before the copy is put there, so that it is never put there twice."""
    planned_at: datetime
    place: Located | None
    """Where it was last seen; None when it was not seen there yet."""
    raw_sha256: str
    """Of the bytes as the server gives them; '' when it was not seen there yet."""


@dataclass(frozen=True, slots=True)
class SentMail:
    """What the Sent folder tells of one mail, without its text."""

    ids: tuple[str, ...]
    """Its Message-ID, and the ones under which we may know it: a server may have replaced ours."""
    answers: str | None
    """The Message-ID of the mail that it answers."""
    recipients: tuple[str, ...]
    """Casefolded addr-specs of To and Cc."""
    colleague: str
    """Who sent it, as far as its headers tell: a name, else an address."""
    at: datetime


@dataclass(frozen=True, slots=True)
class FolderPosition:
    """How far a folder has been read. ``last_uid`` is the highest UID whose mail is safe in the store."""

    folder: str
    uidvalidity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Change:
    """What goes with a transition, beside the status itself; the store writes it in the same transaction."""

    event: Event
    actor: str
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """Columns of the message to set, by the names of ``MessageRow``."""
