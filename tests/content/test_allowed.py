"""The allow-list: which addresses and links may be given out."""

from pathlib import Path

import pytest

from bot.content.allowed import load_allow_list
from bot.content.location import content_root
from bot.errors import ContentError
from tests.content.broken import ALLOWED, folder_with


@pytest.mark.parametrize(
    "text",
    [
        "Mail naar Thorbecke2024@VNG.nl.",
        "Kijk op www.aeno.nl/subsidies.",
        "Kijk op https://www.aeno.nl/subsidies/, of mail.",
        "Op 29 januari 2020 om 13.30 uur, Taxandriaweg 6. Er waren 24 deelnemers en 5.000 euro.",
        "In Search of Democracy 3.0",
    ],
)
def test_what_is_on_the_list_may_be_said(tmp_path: Path, text: str) -> None:
    """Capitals, a scheme and the punctuation of a sentence make no difference."""
    assert load_allow_list(folder_with(tmp_path)).permits(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mail naar iemand@vng.nl.",
        "Kijk op https://www.aeno.nl/subsidies/2020.pdf",
        "Kijk op voorbeeld.nl voor meer",
        "Bel 06-11794403",
        "Bel 06 11 79 44 03",
        "Bel +31 6 54618595",
        "Bel 070-373 83 93",
        "Bel 14030",
    ],
)
def test_everything_else_is_refused(tmp_path: Path, text: str) -> None:
    """A person's address, an unchecked link and every telephone number stay inside."""
    assert len(load_allow_list(folder_with(tmp_path)).permits(text)) == 1


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("    note: De mailbox.\n", "", ":2: een regel heeft precies de velden"),
        ("status: actueel", "status: goed", "onbekende status 'goed'"),
        ("last_checked: 2026-11-20\n    note: De", "last_checked: gisteren\n    note: De", "moet een datum zijn"),
        ("links:", "sites:", "de lijsten 'addresses' en 'links'"),
        ("links:", "links: [", "geen geldige YAML"),
    ],
)
def test_a_broken_list_is_refused_in_dutch(tmp_path: Path, was: str, becomes: str, words: str) -> None:
    """The same strictness as for entries."""
    knowledge = folder_with(tmp_path)
    (knowledge / "allowed.yaml").write_text(ALLOWED.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_allow_list(knowledge)
    assert words in str(caught.value)


def test_the_list_of_the_product_holds_no_person() -> None:
    """Only functional mailboxes."""
    assert load_allow_list(content_root() / "knowledge").addresses == {
        "thorbecke2024@vng.nl",
        "woordvoerders@vng.nl",
        "subsidies@aeno.nl",
        "diaservicepunt@vng.nl",
        "middelgrotegemeenten@zeist.nl",
    }
