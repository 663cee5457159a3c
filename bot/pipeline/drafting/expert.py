"""The mails about a democratie-expert: the question to the expert, and later the introduction to the municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.content.library import Library
from bot.content.provenance import clean
from bot.model import Address, AddressForm, DraftText, Kind, Prediction, Understanding
from bot.model.dutch import listed
from bot.model.experts import SERVICE, SIGN_UP, Expert
from bot.pipeline.drafting.case import Case
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.own_letter import NOTHING_KNOWN, case_of, drafted
from bot.pipeline.drafting.subject import reply_subject
from bot.pipeline.drafting.wording import TOPICS
from bot.understanding.match import Retriever

ASKED = (Prediction(SERVICE, SIGN_UP, 1.0),)
"""Of a request whose mail is gone."""
SUBJECT = "Wil je een gemeente helpen?"
NO_QUESTION = "De vraag van de gemeente staat er niet in. Vul die zelf in, zonder namen van mensen."
LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Seeker:
    """What a municipality asks. ``question`` has no names or addresses of people in it."""

    municipalities: tuple[str, ...]
    topics: tuple[str, ...]
    question: str = ""
    contact: Address | None = None
    """Who asked; only the introduction goes there, and greets them."""
    subject: str = ""
    understanding: Understanding = NOTHING_KNOWN


def draft_question(expert: Expert, seeker: Seeker, *, library: Library, retriever: Retriever, today: date) -> DraftText:
    """To the expert, in a conversation of its own; nobody of the municipality is named.

    Raises ``ContentError`` for a broken template.
    """
    understood = Understanding(
        Kind.VERZOEK,
        1.0,
        requests=ASKED,
        municipalities=seeker.municipalities,
        wished_dates=seeker.understanding.wished_dates,
        address_form=AddressForm.JE,
    )
    case = case_of(understood, SUBJECT, library, retriever, today)
    words = {
        "aanhef": salutation(AddressForm.JE, contact=None, sender=expert.address, new_text="", role="ambtenaar"),
        "vraag_gemeente": clean(seeker.question, longest=LONGEST_QUESTION),
        **({} if seeker.municipalities else {"gemeente": "een gemeente"}),
    }
    draft = _drafted("kennismaking/expert.txt.j2", SUBJECT, case, seeker.topics, words)
    return draft if seeker.question else replace(draft, warnings=(NO_QUESTION, *draft.warnings))


def draft_introduction(
    expert: Expert, seeker: Seeker, *, library: Library, retriever: Retriever, today: date
) -> DraftText:
    """To the municipality, with the expert in copy. Only for who said yes."""
    understood = replace(seeker.understanding, requests=ASKED, municipalities=seeker.municipalities)
    form = understood.address_form
    case = case_of(understood, seeker.subject, library, retriever, today)
    greeting = salutation(form, contact=None, sender=seeker.contact, new_text="", role=understood.role)
    words = {"aanhef": greeting, "expert": clean(expert.name), "organisatie": clean(expert.organisation, longest=120)}
    draft = _drafted("kennismaking/introductie.txt.j2", reply_subject(seeker.subject), case, seeker.topics, words)
    return replace(draft, cc=(expert.address,))


def _drafted(name: str, subject: str, case: Case, topics: Sequence[str], words: Mapping[str, str]) -> DraftText:
    about = {"onderwerp": listed([TOPICS[topic] for topic in topics if topic in TOPICS])}
    return drafted(name, subject, case, {**about, **words})
