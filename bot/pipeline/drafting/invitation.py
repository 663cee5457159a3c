"""The invitation to a leerkring or intervisitatie, from its template and the knowledge base alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.content.library import Library
from bot.content.provenance import clean
from bot.model import SERVICE_LABELS, Address, AddressForm, DraftText, Kind, Prediction, Understanding
from bot.model.dutch import listed, number
from bot.pipeline.drafting.case import Case
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.notes import warnings
from bot.pipeline.drafting.reply import qualifier
from bot.pipeline.drafting.saying import Said
from bot.pipeline.drafting.sentences import read, said_once
from bot.pipeline.drafting.subject import reply_subject
from bot.pipeline.drafting.wording import TOPICS
from bot.understanding.match import Retriever

NOTHING_KNOWN = Understanding(Kind.VERZOEK, 1.0)
"""Of a place that a colleague entered there is no mail."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, to what, with whom."""

    service: str
    topic: str
    municipality: str
    others: Sequence[str]
    contact: Address
    role: str
    subject: str = ""
    """Of the sign-up; '' without one."""
    understanding: Understanding = NOTHING_KNOWN


def draft_invitation(guest: Guest, *, library: Library, retriever: Retriever, today: date) -> DraftText:
    """The text for one municipality; the others are named, their people are not.

    Raises ``ContentError`` for a broken template.
    """
    asked = (Prediction(guest.service, "aanmelden", 1.0),)
    understood = replace(guest.understanding, requests=asked, municipalities=(guest.municipality,), role=guest.role)
    polite = understood.address_form is AddressForm.U
    said = Said(library.entries, qualifier(library), polite=polite)
    case = Case(understood, guest.subject, "", library, retriever, today, "mail", (), said)
    template = library.replies.first_of(f"uitnodigingen/{guest.service}.txt.j2")
    rendered = library.replies.render_marked(
        template,
        **case.words(),
        aanhef=salutation(understood.address_form, contact=None, sender=guest.contact, new_text="", role=guest.role),
        onderwerp=TOPICS[guest.topic],
        gemeenten=clean(listed(sorted([guest.municipality, *guest.others])), longest=400),
        hoeveel=number(len(guest.others) + 1),
    )
    text = said_once(read(rendered), keep=frozenset(said.reservations))
    subject = f"Uitnodiging {SERVICE_LABELS[guest.service].lower()} over {TOPICS[guest.topic]}"
    return DraftText(
        template=template,
        subject=reply_subject(guest.subject) if guest.subject else subject,
        text=str(text),
        evidence=text.sentences,
        content_hash=library.content_hash,
        warnings=warnings(understood, asked, text.sentences, library, today),
    )
