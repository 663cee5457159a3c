"""Kinds, form, language, dates; and that no text can break the reader."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.learned import is_fresh
from bot.mail.parse import parse
from bot.model import AddressForm, Kind, Screening
from bot.understanding.classify import Sample, train
from bot.understanding.learned import VERSION
from bot.understanding.reader import Reader
from tests.understanding.conftest import KNOWLEDGE, Write


@pytest.mark.parametrize("kind", [Kind.AUTOREPLY, Kind.BOUNCE, Kind.AGENDA, Kind.NIEUWSBRIEF, Kind.SPAM])
def test_the_verdict_on_the_headers_goes_before_the_text(write: Write, kind: Kind) -> None:
    found = write("Wij willen meedoen aan een leerkring.", screening=Screening(kind, "reden", 0.9))
    assert (found.kind, found.kind_reason, found.requests) == (kind, "reden", ())


@pytest.mark.parametrize(
    "text",
    [
        "Helemaal goed, tot de 3e!",
        "Dank voor de snelle reactie, hier kunnen we mee verder.",
        "Akkoord. Dank u.",
        "Uw toelichting heb ik ontvangen. Dank voor de beantwoording van onze vragen.",
        "Wat een leuk gesprek was dat. Ik laat na de kerst van me horen.",
    ],
)
def test_thanks_without_a_question_is_a_bedankje(write: Write, text: str) -> None:
    found = write(text, subject="Re: gesprek")
    assert (found.kind, found.requests) == (Kind.BEDANKJE, ())


@pytest.mark.parametrize(
    "text",
    [
        "Dank voor de snelle reactie. Kunt u ook de flyer sturen?",
        "Bedankt! Graag melden we ons aan voor de leerkring.",
        "Top, dank! Wel moet ik me afmelden voor donderdag.",
        "Zie hieronder, er is akkoord om gastheer te zijn. Laat maar horen!",
        "?",
        "",
    ],
)
def test_a_request_is_never_lost_as_thanks(write: Write, text: str) -> None:
    found = write(text)
    assert found.kind is Kind.VERZOEK
    assert found.requests


def test_spam_that_passed_the_headers_is_caught_by_its_text(write: Write) -> None:
    text = "Geachte gebruiker, uw postvak is vol. Bevestig uw wachtwoord binnen 24 uur: https://vng-update.example/x"
    assert write(text, sender="Helpdesk <x@vng-update.example>", subject="Actie vereist").kind is Kind.SPAM


def test_a_municipality_never_sends_spam(write: Write) -> None:
    text = "De link https://example.nl in uw postvak werkt niet, klik hier staat er. Kunt u een wachtwoord sturen?"
    assert write(text).kind is Kind.VERZOEK


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Kunt u mij uw flyer sturen?", AddressForm.U),
        ("Kunnen jullie je flyer sturen?", AddressForm.JE),
        ("Geachte heer, graag een flyer.", AddressForm.U),
        ("Hoi, graag een flyer.", AddressForm.JE),
    ],
)
def test_u_or_je_follows_the_sender(write: Write, text: str, form: AddressForm) -> None:
    assert write(text).address_form is form


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wij willen graag meer weten over de leerkring.", "nl"),
        ("Could you please send us the report about the online tools that we have seen?", "en"),
        ("Wy wolle graach meidwaan oan de learkring fan jimme foar doarpen.", "fy"),
    ],
)
def test_the_language_is_recognised(write: Write, text: str, language: str) -> None:
    assert write(text).language == language


def test_wished_dates_are_the_senders_words_and_do_not_look_back(write: Write) -> None:
    text = "Vorig jaar spraken wij elkaar op 3 maart. Graag een avond eind mei of op 12 juni 2026."
    assert write(text).wished_dates == ("eind mei", "12 juni 2026")


def test_the_learned_weights_belong_to_the_examples() -> None:
    """Run ``python -m bot.pipeline.training`` after a change of examples or vocabulary."""
    assert is_fresh(KNOWLEDGE, VERSION)


def test_training_twice_gives_the_same_weights() -> None:
    samples = [Sample({"a": 1.0, "b": 0.5}, {"x": 1.0}), Sample({"a": 0.2, "c": 1.0}, {"y": 1.0})] * 3
    one, other = (train(samples, ("x", "y")) for _ in range(2))
    assert one.features == other.features == ("a", "b", "c")
    assert one.weights.tolist() == other.weights.tolist()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=400), subject=st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs")), max_size=60)
)
def test_no_text_breaks_the_reader(write: Write, text: str, subject: str) -> None:
    assert write(text.encode("utf-8", "ignore").decode(), subject=" ".join(subject.split())).kind in set(Kind)


def test_a_mail_without_a_sender_is_read(reader: Reader) -> None:
    found = reader.read(parse(b"Subject: leerkring\n\nWij willen graag meedoen."), Screening(None, ""))
    assert found.kind is Kind.VERZOEK
    assert found.contact_name is None
