"""A reply to an invitation is a yes, a no, or for a person; it is never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Prediction
from bot.programme.answers import Said, said_in

SIGN_UP = (Prediction("leerkring", "aanmelden", 0.98),)

YES = (
    "Ja graag, wij doen mee!", "Zeg maar ja.", "Akkoord, zet ons er maar bij.", "Wij doen graag mee met de leerkring.",
    "Namens Lochem: wij nemen graag deel.", "We zijn erbij.", "Tel op ons!", "Top! Doen we.", "We sluiten graag aan.",
    "Wij willen hier heel graag aan deelnemen.", "Wij accepteren de uitnodiging.", "Yes, count us in!",
    "Ja, wij doen mee. Wel de vraag of het op dinsdag kan?",
)  # fmt: skip
NO = (
    "Helaas kunnen wij niet.", "Nee, dank je.", "Wij zien er van af.", "Op dit moment past het ons niet.",
    "We hebben er geen capaciteit voor.", "Graag een volgende keer, nu lukt het ons niet.",
    "Wij doen dit jaar niet mee.", "Wij trekken ons terug.",
    "Wij nemen nu niet deel.", "We slaan deze ronde over.", "Unfortunately we cannot join.",
)  # fmt: skip
UNCLEAR = (
    "Ik overleg dit eerst met mijn wethouder.", "Wanneer begint het en wat kost het?", "Ja, mits het op dinsdag is.",
    "Wij weten het nog niet.", "Ja, maar pas in maart.", "Misschien.", "Dank voor de uitnodiging.", "",
    "Ik laat het weten.", "Ja, maar mijn collega kan helaas niet.", "We doen mee, onder voorbehoud van het college.",
)  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_a_clear_yes_is_a_yes(text: str) -> None:
    assert said_in(text, (), "leerkring") is Said.YES


@pytest.mark.parametrize("text", NO)
def test_a_clear_no_is_a_no_also_where_the_reader_thinks_of_a_sign_up(text: str) -> None:
    assert said_in(text, SIGN_UP, "leerkring") is Said.NO


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_for_a_person(text: str) -> None:
    assert said_in(text, SIGN_UP, "leerkring") is Said.UNCLEAR


def test_a_pleased_answer_counts_where_the_reader_is_sure_of_a_sign_up() -> None:
    assert said_in("Graag!", SIGN_UP, "leerkring") is Said.YES
    assert said_in("Graag!", SIGN_UP, "intervisitatie") is Said.UNCLEAR
    assert said_in("Graag!", (Prediction("leerkring", "aanmelden", 0.6),), "leerkring") is Said.UNCLEAR


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert said_in(text, SIGN_UP, "leerkring") in Said
