"""The facts of an intake in one mail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Address, Kind, Prediction, Understanding
from bot.model.intake import Fact, ToldMail
from bot.understanding.facts import LONGEST, audience, may_tell, value_in
from tests.drafting_content import library

SERVICES = sorted(library().intakes)


def fact(service: str, name: str) -> Fact:
    return next(fact for fact in library().intakes[service] if fact.name == name)


def mail(text: str, sender: Address | None = None, **read: object) -> ToldMail:
    understanding = Understanding(Kind.VERZOEK, 1.0, **read)  # type: ignore[arg-type]
    return ToldMail(1, datetime(2026, 11, 20, tzinfo=UTC), understanding, text, sender)


@pytest.mark.parametrize(
    ("service", "name", "text", "value"),
    [
        ("toekomstverkenning", "aanleiding", "Wij willen dit graag. Dank.", ""),
        (
            "toekomstverkenning",
            "aanleiding",
            "Hoi. Dat is vanwege de herindeling. Dag.",
            "Dat is vanwege de herindeling.",
        ),
        ("expert", "fase", "Wij willen iets. We zijn net begonnen met het plan.", "We zijn net begonnen met het plan."),
        ("expert", "verwachting", "Kan iemand een dagdeel meedenken?", "Kan iemand een dagdeel meedenken?"),
        ("experiment", "trekker", "Karin Vos is de projectleider.", "Karin Vos is de projectleider."),
        (
            "theater",
            "locatie",
            "Het theater komt in de Schouwburg van Ede.",
            "Het theater komt in de Schouwburg van Ede.",
        ),
        ("theater", "locatie", "Wij houden van theater.", ""),
        ("theater", "deelnemers", "Er komen 80 raadsleden.", "80 raadsleden"),
        ("subsidie", "bedrag", "Het kost 15.000 euro. Dank.", "Het kost 15.000 euro."),
        ("quickscan", "draagvlak", "Het college heeft ja gezegd.", "Het college heeft ja gezegd."),
    ],
)
def test_a_sentence_tells_a_fact_in_the_words_of_the_sender(service: str, name: str, text: str, value: str) -> None:
    assert value_in(mail(text), service, fact(service, name)) == value


def test_what_the_reader_finds_is_taken_from_it() -> None:
    read = mail(
        "Hallo.",
        municipalities=("Berg en Dal", "Ede"),
        topics=("inclusie",),
        wished_dates=("in maart",),
        participants=3,
        role="griffier",
        phone="+31612345678",
    )
    names = ("gemeente", "thema", "periode", "rol", "telefoon")
    found = [value_in(read, "expert", fact("expert", name)) for name in names]
    assert found == ["Berg en Dal, Ede", "Inclusie", "in maart", "Griffier", "+31612345678"]
    assert value_in(read, "theater", fact("theater", "deelnemers")) == "3"


def test_the_contact_is_who_is_named_or_else_who_wrote() -> None:
    kim = Address("Kim Verstappen", "kim@asten.nl")
    contact = fact("expert", "contact")
    assert value_in(mail("Hoi", kim, contact_name="Jan Bos"), "expert", contact) == "Jan Bos"
    assert value_in(mail("Hoi", kim), "expert", contact) == "Kim Verstappen"
    assert value_in(mail("Hoi"), "expert", contact) == ""


def test_a_line_with_the_name_of_a_fact_tells_it() -> None:
    """The chat writes its sign-ups down like this."""
    text = "Wij willen een toekomstverkenning.\n\nAanleiding: de nieuwe raad\nDoelgroep: Inwoners\nPeriode: na de zomer"
    names = ("aanleiding", "publiek", "periode")
    found = [value_in(mail(text), "toekomstverkenning", fact("toekomstverkenning", name)) for name in names]
    assert found == ["de nieuwe raad", "Inwoners", "na de zomer"]
    assert may_tell(fact("toekomstverkenning", "periode"), text)


def test_of_a_mail_with_two_requests_each_has_its_own_sentences() -> None:
    requests = (
        Prediction("expert", "aanmelden", 0.9, text="Een expert zou online kunnen meedenken."),
        Prediction("experiment", "aanmelden", 0.9, text="Ons experiment heet Groen."),
    )
    read = mail("Een expert zou online kunnen meedenken. Ons experiment heet Groen.", requests=requests)
    assert value_in(read, "experiment", fact("experiment", "casus")) == "Ons experiment heet Groen."
    assert value_in(read, "experiment", fact("experiment", "steun")) == ""
    assert value_in(read, "expert", fact("expert", "vorm")) == "Een expert zou online kunnen meedenken."


def test_a_long_sentence_is_cut() -> None:
    found = value_in(mail("Vanwege de fusie " + "en nog iets " * 100), "toekomstverkenning",
                     fact("toekomstverkenning", "aanleiding"))  # fmt: skip
    assert len(found) <= LONGEST
    assert found.endswith("…")


def test_an_audience_is_a_number_of_people() -> None:
    assert [audience(text) for text in ("80 raadsleden", "30 tot 40 mensen", "in 2027", "")] == [
        "80 raadsleden", "30 tot 40 mensen", "", ""]  # fmt: skip


@given(st.text(max_size=300), st.sampled_from(SERVICES))
def test_no_text_breaks_the_reading_of_facts(text: str, service: str) -> None:
    for each in library().intakes[service]:
        value = value_in(mail(text), service, each)
        assert len(value) <= LONGEST
        assert "\n" not in value
