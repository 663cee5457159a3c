"""The library: everything together, and the hash that tells which content a draft was made of."""

from pathlib import Path

import pytest

from bot.content.handovers import REASONS, load_handovers
from bot.content.library import content_hash, load_library
from bot.content.location import content_root
from bot.errors import ContentError
from tests.content.broken import SOUND, folder_with


def test_the_library_holds_every_part() -> None:
    """One call gives the whole product its content."""
    library = load_library(content_root())
    assert library.entries["leerkring-wat"].services == ("leerkring",)
    assert library.municipalities
    assert library.vocabulary.services
    assert library.allowed.addresses
    assert set(library.handovers) == set(REASONS)
    assert len(library.content_hash) == 64


def test_the_hash_follows_every_byte_and_every_name(tmp_path: Path) -> None:
    """Two contents with the same hash are the same content."""
    folder_with(tmp_path, leerkring_wat=SOUND)
    first = content_hash(tmp_path)
    assert content_hash(tmp_path) == first
    path = tmp_path / "knowledge" / "entries" / "leerkring-wat.md"
    path.write_text(SOUND + " ", encoding="utf-8")
    second = content_hash(tmp_path)
    path.rename(path.with_name("anders.md"))
    assert len({first, second, content_hash(tmp_path)}) == 3


@pytest.mark.parametrize("text", ["", "onbekend: tekst", "onbekend: [", "extra: tekst"])
def test_a_hand_over_without_its_text_is_refused(tmp_path: Path, text: str) -> None:
    """Every reason has words, or the service does not start."""
    knowledge = folder_with(tmp_path)
    (knowledge / "handover.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"handover\.yaml:\d"):
        load_handovers(knowledge)
