"""Names in small letters leave a question before it is kept; what it asks stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.anonymous import NAME, anonymous, known_words
from bot.pipeline.names_typed_small import FIRST_NAMES, without_small_names
from tests.dialogue.scripts import means, scripts

KNOWN = known_words(means().knowledge.library)


def kept(text: str) -> str:
    """As a question is kept for the editor."""
    return without_small_names(anonymous(text, (), KNOWN), KNOWN)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ik ben jan de vries van gemeente ommen en wil weten hoe lang een leerkring duurt", "vries"),
        ("mijn naam is fatima el amrani, wanneer begint het", "amrani"),
        ("kunnen jullie sjoukje dijkstra bellen over de leerkring", "dijkstra"),
        ("wat vindt wethouder pietersen van burgerberaden", "pietersen"),
        ("hoe zit het met parkeren in zwolle groeten karel", "karel"),
        ("waar meld ik me aan? mvg m. bakker", "bakker"),
        ("kan yilmaz van dam meedoen", "yilmaz"),
        ("ik ben mo", "mo"),
        ("Ik ben Jan", "Jan"),
    ],
)
def test_a_name_in_small_letters_is_not_kept(typed: str, name: str) -> None:
    assert name not in kept(typed).replace(NAME, "").split()
    assert NAME in kept(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ik ben raadslid en wil meedoen",
        "ik ben benieuwd naar de kosten",
        "ik ben op zoek naar subsidie voor windmolens",
        "is er een leerkring over bijstand van jongeren",
        "wat doet lucas de man",
        "wie is thorbecke",
        "kan de griffier mee naar de bijeenkomst van 3 december",
    ],
)
def test_what_is_asked_stays(typed: str) -> None:
    assert kept(typed) == typed


def test_the_questions_of_the_conversations_keep_their_words() -> None:
    asked = [line.says for script in scripts() for line in script.lines if line.says.endswith("?")]
    hidden = [
        text for text in asked if without_small_names(anonymous(text, (), KNOWN), KNOWN) != anonymous(text, (), KNOWN)
    ]
    assert len(hidden) <= len(asked) // 50, hidden


@given(st.sampled_from(sorted(FIRST_NAMES - KNOWN)), st.sampled_from(["dijkstra", "van der zwan", "el khatib"]))
def test_a_first_name_takes_the_surname_along(first: str, last: str) -> None:
    assert kept(f"wanneer komt {first} {last}") == f"wanneer komt {NAME}"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    without_small_names(text, KNOWN)
