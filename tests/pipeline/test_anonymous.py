"""What is kept as an example holds nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.anonymous import anonymous, known_words
from tests.pipeline.desks import mind

KNOWN = known_words(mind().library)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Bel mij op 06-12 34 56 78.", "Bel mij op [nummer]."),
        ("Mail naar jan.devries@heerde.nl graag.", "Mail naar [mailadres] graag."),
        ("Wij zitten op Kerkstraat 12a, 8181 AB Heerde.", "Wij zitten op [adres], [postcode] Heerde."),
        ("Peter Paul van Dongen neemt mijn plaats in.", "[naam] neemt mijn plaats in."),
        (
            "Wij melden wethouder Yildirim en de heer J. Bosma aan.",
            "Wij melden wethouder [naam] en de heer [naam] aan.",
        ),
        ("Ik sprak Marieke gisteren in Zwolle.", "Ik sprak [naam] gisteren in Zwolle."),
        ("Komt Lucas de Man ook naar 's-Hertogenbosch?", "Komt Lucas de Man ook naar 's-Hertogenbosch?"),
        ("Wat zegt de VNG over Right to Challenge?", "Wat zegt de VNG over Right to Challenge?"),
        ("Rekening NL91 ABNA 0417 1643 00 graag.", "Rekening [rekening] graag."),
    ],
)
def test_people_numbers_and_addresses_are_replaced_and_the_rest_stays(text: str, becomes: str) -> None:
    assert anonymous(text, (), KNOWN) == becomes


def test_the_name_of_the_sender_goes_wherever_it_stands() -> None:
    text = "Hanneke hier. Groeten van Hanneke Wolters uit Bronckhorst"
    assert anonymous(text, ("Hanneke Wolters",), KNOWN) == "[naam] hier. Groeten van [naam] uit Bronckhorst"


@given(st.text(), st.text())
def test_no_text_breaks_it(text: str, name: str) -> None:
    assert isinstance(anonymous(text, (name,), KNOWN), str)
