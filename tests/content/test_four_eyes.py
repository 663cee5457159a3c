"""The marking of what two colleagues must approve is content, and is checked as content."""

from pathlib import Path

import pytest

from bot.content.four_eyes import load_four_eyes
from bot.content.location import content_root
from bot.errors import ContentError
from bot.model import FourEyes


def test_press_privacy_and_complaints_ask_for_two_colleagues() -> None:
    marking = load_four_eyes(content_root(None) / "knowledge")
    assert marking.marks([("pers", "informatie"), ("leerkring", "aanmelden")]) == ("pers",)
    assert marking.marks([("privacy", "klacht")]) == ("klacht", "privacy")
    assert marking.marks([("leerkring", "aanmelden")]) == ()


def test_empty_lists_mark_nothing(tmp_path: Path) -> None:
    (tmp_path / "vier-ogen.yaml").write_text("diensten: []\nsoorten: []\n", encoding="utf-8")
    assert load_four_eyes(tmp_path) == FourEyes()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("diensten: [pers]\n", "de lijst 'soorten' ontbreekt"),
        ("diensten: [perz]\nsoorten: []\n", "'perz' staat niet in de woordenlijst van 'diensten'"),
        ("diensten: []\nsoorten: [pers]\n", "'pers' staat niet in de woordenlijst van 'soorten'"),
        ("diensten: []\nsoorten: []\nandere: []\n", "onbekende lijst 'andere'"),
        ("diensten: [pers\n", "dit is geen geldige YAML"),
        ("- pers\n", "de lijst 'diensten' ontbreekt"),
        ("diensten: [{a: b}]\nsoorten: []\n", "staat niet in de woordenlijst"),
        (None, "het bestand ontbreekt"),
    ],
)
def test_a_broken_marking_is_told_with_its_file(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / "vier-ogen.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_four_eyes(tmp_path)
    assert words in error.value.problems[0]
    assert "vier-ogen.yaml" in error.value.problems[0]
