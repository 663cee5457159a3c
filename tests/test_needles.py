"""Which pieces stand in a text: never one too few, also when pieces are added while somebody reads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from bot.needles import LONGEST, REMEMBERED, Needles

TEXTS = st.text("abé? \t\n\u00a0", max_size=LONGEST * 3)


@given(st.lists(st.text("abé?", min_size=1, max_size=6)), TEXTS, st.text())
def test_the_bits_of_the_pieces_that_stand_in_a_text_are_set(pieces: Sequence[str], text: str, earlier: str) -> None:
    """Whatever was read before the pieces were looked for."""
    needles = Needles()
    needles.standing_in(f"{earlier} {text}")
    bits = {piece: needles.bit(piece) for piece in pieces}
    standing = needles.standing_in(text)
    assert {piece for piece in pieces if standing & bits[piece]} == {piece for piece in pieces if piece in text}


def test_a_piece_has_one_bit_of_its_own() -> None:
    needles = Needles()
    assert needles.bit("graag") == needles.bit("graag") != needles.bit("gra")


def test_a_piece_that_is_added_later_is_found_in_words_that_were_read_before() -> None:
    needles = Needles()
    needles.bit("kring")
    assert needles.standing_in("leerkring") == 1
    needles.add(("kring", "leer", "graag", "leer"))
    assert (needles.bit("leer"), needles.bit("graag")) == (2, 4)
    assert needles.standing_in("leerkring") == 3


def test_more_words_than_are_remembered_are_still_read() -> None:
    needles = Needles()
    bit = needles.bit("7")
    for number in range(0, REMEMBERED * 2, 10):
        standing = needles.standing_in(" ".join(map(str, range(number, number + 10))))
        assert standing == bit


def test_pieces_may_be_added_while_others_read() -> None:
    needles = Needles()
    pieces = [left + right for left in "abcdefgh" for right in "abcdefgh"]
    text = " ".join(pieces)

    def added(piece: str) -> bool:
        bit = needles.bit(piece)
        return bool(needles.standing_in(text) & bit)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(added, pieces))
