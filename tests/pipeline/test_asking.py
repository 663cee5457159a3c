"""Who is meant by @naam, and what cannot be asked."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.pipeline.asking import can_answer, mentioned
from bot.pipeline.ports import User

USERS = (
    User("lotte", "Lotte de Wit", "reviewer", ""),
    User("els.m@vng.nl", "Els Mulder", "manager", ""),
    User("sam1", "Sam Bos", "reviewer", ""),
    User("sam2", "Sam Kok", "reviewer", ""),
    User("kim", "Kim Visser", "reader", ""),
    User("weg", "Wil Vos", "reviewer", "", disabled=True),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Weet jij dit, @lotte?", ("lotte",)),
        ("@LOTTE, @Els. En @lotte nog eens", ("lotte", "els.m@vng.nl")),
        ("@els.m@vng.nl: kijk je even?", ("els.m@vng.nl",)),
        ("(@sam2)", ("sam2",)),
        ("mail naar info@lotte.nl of m.bos@zaltbommel.nl", ()),
        ("niemand, ook niet @ losse tekens of @", ()),
    ],
)
def test_a_name_is_the_account_or_the_first_name_of_one_colleague(text: str, names: tuple[str, ...]) -> None:
    assert mentioned(text, USERS) == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@piet?", "U kunt @piet niets vragen. Kies een van deze namen: @lotte, @els.m@vng.nl, @sam1, @sam2."),
        ("@kim", "U kunt @kim niets vragen."),
        ("@weg", "U kunt @weg niets vragen."),
        ("@sam", "Meer collega's heten @sam. Kies een van deze namen: @sam1, @sam2."),
    ],
)
def test_who_cannot_be_asked_is_told_with_who_can(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words.replace("?", r"\?").replace("(", r"\(")):
        mentioned(text, USERS)


def test_who_only_reads_or_left_is_not_offered() -> None:
    assert [user.name for user in can_answer(USERS)] == ["lotte", "els.m@vng.nl", "sam1", "sam2"]


@given(st.text(alphabet=st.sampled_from("@ .-+aels\n\u00e9")))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    known = {user.name for user in USERS}
    with suppress(InvalidInput):
        assert set(mentioned(text, USERS)) <= known
