"""Frisian questions read as Dutch ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.frisian import in_dutch, mail_in_dutch


@pytest.mark.parametrize(
    ("frisian", "dutch"),
    [
        ("Hoefolle gemeenten dogge mei oan in learkring?", "hoeveel gemeenten doen met aan in leerkring?"),
        ("Wy wolle ynwenners mei prate litte mei in foarbyld", "wij willen inwoners mee praten laten met in voorbeeld"),
        ("wêr kin ik my oanmelde foar de Quick Scan", "waar kan ik my aanmelden voor de Quick Scan"),
        ("Is der in foarbyld fan sa\u2019n ferordening?", "Is der in voorbeeld van zo'n verordening?"),
    ],
)
def test_the_words_that_matter_become_dutch(frisian: str, dutch: str) -> None:
    """Names and what is the same in both stay as they are."""
    assert in_dutch(frisian).casefold() == dutch.casefold()


@pytest.mark.parametrize(
    "dutch", ["In mei is er een bijeenkomst", "Een net van wol", "wa kost da, ha jullie ne prijs?"]
)
def test_a_word_that_dutch_has_too_is_dutch_by_itself(dutch: str) -> None:
    """A month stays a month without Frisian beside it."""
    assert in_dutch(dutch) == dutch


def test_a_mail_is_changed_only_when_it_is_written_in_frisian() -> None:
    """A greeting or a name in it is not enough."""
    frisian = "Wy wolle mei trije doarpen meidwaan oan in learkring. Kinne jim ús oanmelde?"
    assert "kunnen jullie ons aanmelden?" in mail_in_dutch(frisian)
    greeted = "Goeie! Jo wil weten wat een learkring kost. Oant sjen, Jo"
    assert mail_in_dutch(greeted) == greeted


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever is typed comes back as text."""
    assert isinstance(in_dutch(text), str)
