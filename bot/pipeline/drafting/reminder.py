"""The reminder of a question or an invitation that nobody answered: the same question once more, in the same words.

An expert who did not say whether to help is reminded in the same way, in the form in which experts are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import dutch_date
from bot.content.library import Library
from bot.content.provenance import marked
from bot.model import Address, AddressForm, DraftText, Kind, Prediction, SentenceEvidence, Understanding
from bot.model.dutch import listed
from bot.pipeline.drafting.expert import ASKED
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.own_letter import case_of, drafted
from bot.pipeline.drafting.subject import reply_subject
from bot.pipeline.drafting.wording import SERVICES, asked_before
from bot.understanding.match import Retriever

QUESTIONS = "entry:vraag-"
THE_PROGRAMME = "Thorbecke2024"
ABOUT_US = ("programma", "informatie")
"""What it is about when no request is left that says so: an invitation of a place that was entered by hand."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Who did not answer what."""

    question: DraftText
    """As it went out."""
    asked_on: date
    today: date
    number: int
    """1 for the first reminder."""
    last: bool
    understanding: Understanding
    """Of the mail that began it, for the form of address; nothing of it but that is used."""
    contact: Address
    new_text: str = ""
    asked_for: Sequence[tuple[str, str]] = ()
    """(service, act) of the requests that wait."""
    invitation: str = ""
    """The service of an invitation; '' for any other question."""
    helping: tuple[str, ...] | None = None
    """The municipalities that an expert was asked to help; None when it was no question to an expert."""

    @property
    def to(self) -> str:
        """Which of the three reminders it is: its template."""
        return "expert" if self.helping is not None else "uitnodiging" if self.invitation else "vraag"


def draft_reminder(silence: Silence, *, library: Library, retriever: Retriever) -> DraftText:
    """The text for one person. Raises ``ContentError`` for a broken template."""
    read_as = _read_as(silence)
    words = {
        "aanhef": salutation(
            read_as.address_form,
            contact=read_as.contact_name,
            sender=silence.contact,
            new_text=silence.new_text,
            role=read_as.role,
        ),
        "gevraagd_op": dutch_date(silence.asked_on, year=silence.asked_on.year != silence.today.year),
        "waarover": _about(silence, polite=read_as.address_form is AddressForm.U),
        "vragen": _questions(silence.question.evidence) if silence.to == "vraag" else [],
        "tweede": silence.number > 1,
        "laatste": silence.last,
        **({"gemeente": "een gemeente"} if silence.helping == () else {}),
    }
    case = case_of(read_as, silence.question.subject, library, retriever, silence.today)
    name = f"herinneringen/{silence.to}.txt.j2"
    drafted_again = drafted(name, reply_subject(silence.question.subject), case, words)
    return replace(drafted_again, missing=silence.question.missing)


def _read_as(silence: Silence) -> Understanding:
    if silence.helping is not None:
        return replace(
            silence.understanding,
            kind=Kind.VERZOEK,
            requests=ASKED,
            role="ambtenaar",
            municipalities=silence.helping,
            address_form=AddressForm.JE,
        )
    requests = tuple(Prediction(service, act, 1.0) for service, act in silence.asked_for or [ABOUT_US])
    return replace(silence.understanding, kind=Kind.VERZOEK, requests=requests, wished_dates=())


def _questions(evidence: Sequence[SentenceEvidence]) -> list[str]:
    """What was asked, in the words in which it went out, with its source; an entry of two sentences is one question."""
    found: dict[str, list[str]] = {}
    for piece in evidence:
        if piece.entry.startswith(QUESTIONS):
            found.setdefault(piece.entry, []).append(piece.sentence.removeprefix("- "))
    return [marked(entry, " ".join(sentences)) for entry, sentences in found.items()]


def _about(silence: Silence, *, polite: bool) -> str:
    if silence.invitation:
        return SERVICES[silence.invitation].replace("de ", "een ", 1)
    whose = "uw" if polite else "je"
    first = dict(reversed(silence.asked_for))  # of one service the first request is enough to know it by
    known = [asked_before(service, signed_up=first[service] == "aanmelden") for service, _ in silence.asked_for]
    return listed([f"{whose} {words}" for words in dict.fromkeys(known)][:2]) or THE_PROGRAMME
