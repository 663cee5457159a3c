"""A mail that we begin ourselves, from its template and the knowledge base alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.content.library import Library
from bot.model import Address, AddressForm, DraftText, Kind, Prediction, Understanding
from bot.pipeline.drafting.case import Case
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.notes import warnings
from bot.pipeline.drafting.reply import qualifier
from bot.pipeline.drafting.saying import Said
from bot.pipeline.drafting.sentences import read, said_once
from bot.pipeline.drafting.subject import reply_subject
from bot.understanding.match import Retriever

NOTHING_KNOWN = Understanding(Kind.VERZOEK, 1.0)
"""Of a sign-up that a colleague entered there is no mail."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """To whom we write, about which sign-up, and with what subject when there is no mail to answer."""

    service: str
    municipalities: tuple[str, ...]
    contact: Address
    role: str
    subject: str
    answered: str = ""
    """The subject of the mail that signed up; '' without one."""
    understanding: Understanding = NOTHING_KNOWN


def draft_letter(
    of: Occasion, template: str, words: Mapping[str, object], *, library: Library, retriever: Retriever, today: date
) -> DraftText:
    """The text of this template for one reader. Raises ``ContentError`` for a broken template."""
    asked = (Prediction(of.service, "aanmelden", 1.0),)
    understood = replace(of.understanding, requests=asked, municipalities=of.municipalities, role=of.role)
    case = case_of(understood, of.answered, library, retriever, today)
    greeting = salutation(understood.address_form, contact=None, sender=of.contact, new_text="", role=of.role)
    subject = reply_subject(of.answered) if of.answered else of.subject
    return drafted(template, subject, case, {"aanhef": greeting, **words})


def case_of(understood: Understanding, subject: str, library: Library, retriever: Retriever, today: date) -> Case:
    """What a template of ours works with when there is no question to answer."""
    said = Said(library.entries, qualifier(library), polite=understood.address_form is AddressForm.U)
    return Case(understood, subject, "", library, retriever, today, "mail", (), said)


def drafted(name: str, subject: str, case: Case, words: Mapping[str, object]) -> DraftText:
    """This template with the words of the case and these on top. Raises ``ContentError`` for a broken template."""
    library, understood = case.library, case.understanding
    template = library.replies.first_of(name)
    rendered = library.replies.render_marked(template, **{**case.words(), **words})
    text = said_once(read(rendered), keep=frozenset(case.said.reservations))
    return DraftText(
        template=template,
        subject=subject,
        text=str(text),
        evidence=text.sentences,
        content_hash=library.content_hash,
        warnings=warnings(understood, understood.requests, text.sentences, library, case.today),
    )
