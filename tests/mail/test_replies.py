"""Real shapes of answers and forwards: each .eml beside the words that the sender typed."""

import re
from pathlib import Path

import pytest

from bot.mail.parse import parse

REPLIES = sorted((Path(__file__).parent / "replies").glob("*.eml"))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("path", REPLIES, ids=[path.stem for path in REPLIES])
def test_only_the_senders_own_words_are_new(path: Path) -> None:
    mail = parse(path.read_bytes())
    assert words(mail.new_text) == words(path.with_suffix(".txt").read_text(encoding="utf-8"))
    assert mail.defects == ()


@pytest.mark.parametrize("name", ["forward-outlook", "forward-apple"])
def test_a_forward_keeps_what_came_along(name: str) -> None:
    mail = parse((Path(__file__).parent / "replies" / f"{name}.eml").read_bytes())
    assert "Wij willen het dorpshuis overnemen" in mail.forwarded_text.replace("wij", "Wij")
    assert "k.post@dorp.example" in mail.forwarded_text
    assert not any(line.startswith(">") for line in mail.forwarded_text.split("\n"))


def test_the_signature_stays_in_the_unquoted_text() -> None:
    mail = parse((Path(__file__).parent / "replies" / "outlook-nl.eml").read_bytes())
    assert "Adviseur participatie" in mail.unquoted_text
    assert "Verzonden:" not in mail.unquoted_text
    assert mail.signature.startswith("Met vriendelijke groet")
