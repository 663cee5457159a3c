"""The real content of the repository and made-up understandings, for the tests of the replies."""

from datetime import date
from pathlib import Path

from bot.content.library import Library
from bot.model import Address, AddressForm, DraftText, Kind, Prediction, Understanding
from bot.pipeline.drafting import draft_reply
from bot.understanding.match import Retriever
from tests.pipeline.desks import mind

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
KIM = Address("Kim Verstappen", "kim.verstappen@asten.nl")


def library() -> Library:
    return mind().library


def retriever() -> Retriever:
    return mind().retriever


def understood(*pairs: tuple[str, str], form: AddressForm = AddressForm.U, **more: object) -> Understanding:
    """What the reader would say of a mail with these requests; confidence 0.9 unless ``confidence`` says otherwise."""
    confidence = float(str(more.pop("confidence", 0.9)))
    facts: dict[str, object] = {"municipalities": ("Asten",), "role": "ambtenaar"} | more
    requests = tuple(Prediction(service, act, confidence) for service, act in pairs)
    return Understanding(Kind.VERZOEK, 1.0, requests=requests, address_form=form, **facts)  # type: ignore[arg-type]


def drafted(understanding: Understanding, text: str = "Hallo.", **more: object) -> DraftText:
    options: dict[str, object] = {"subject": "Vraag", "sender": KIM} | more
    return draft_reply(
        understanding=understanding,
        new_text=text,
        library=library(),
        retriever=retriever(),
        today=TODAY,
        **options,  # type: ignore[arg-type]
    )
