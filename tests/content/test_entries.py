"""Loading knowledge entries: what is read, and what is refused with its file and line."""

from datetime import date
from pathlib import Path

import pytest

from bot.content.entries import load_entries, read_entry
from bot.content.location import content_root
from bot.errors import ContentError
from bot.model import EntryKind, EntryStatus
from tests.content.broken import SOUND, folder_with


def refusal(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        read_entry(Path("leerkring-wat.md"), text)
    return str(caught.value)


def test_a_sound_entry_is_read_whole(tmp_path: Path) -> None:
    """Every field of the front matter arrives, and the answer is what stands below it."""
    (entry,) = load_entries(folder_with(tmp_path, leerkring_wat=SOUND))
    assert (entry.id, entry.services, entry.topics) == ("leerkring-wat", ("leerkring",), ("inclusie",))
    assert entry.status is EntryStatus.TE_BEVESTIGEN
    assert (entry.valid_from, entry.valid_until) == (date(2020, 9, 1), None)
    assert entry.answer.startswith("Vijf gemeenten")
    assert entry.answer.endswith("of het nog zo is.")
    assert entry.file == "entries/leerkring-wat.md"


def test_all_curated_entries_load_and_every_one_has_questions() -> None:
    """The content of the product itself is sound."""
    entries = load_entries(content_root() / "knowledge")
    assert len(entries) > 200
    assert all(entry.answer and bool(entry.questions) == (entry.kind is EntryKind.ANTWOORD) for entry in entries)


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("services: [leerkring]", "services: [leerkringen]", ":4: onbekende waarde 'leerkringen'"),
        ("topics: [inclusie]", "topics: [alles]", ":5: onbekende waarde 'alles'"),
        ("status: te bevestigen", "status: misschien", ":11: onbekende status 'misschien'"),
        ("valid_from: 2020-09-01", "valid_from: september", ":12: 'valid_from' moet een datum zijn"),
        ("valid_from: 2020-09-01", "valid_from: 2020-09-01\nvalid_until: 2019-01-01", ":13: 'valid_until' ligt voor"),
        ("owner: team Thorbecke2024\n", "", "het veld 'owner' ontbreekt"),
        ("sources: ['seed:004']", "sources: []", ":15: het veld 'sources' ontbreekt"),
        ("owner:", "eigenaar: ik\nowner:", ":13: onbekend veld 'eigenaar'"),
        ("id: leerkring-wat", "id: iets-anders", ":2: de id 'iets-anders' is niet gelijk"),
        ("services: [leerkring]", "services: leerkring", ":4: 'services' moet een lijst met teksten zijn"),
        ("title: 'Wat is een leerkring?'", "title: 'Wat", "geen geldige YAML"),
        ("owner:", "kind: verhaal\nowner:", ":13: onbekende soort 'verhaal'; kies uit antwoord, vaste tekst, afspraak"),
        ("owner:", "kind: afspraak\nowner:", ":6: alleen een antwoord heeft vragen"),
        ("---\nid", "id", ":1: het bestand begint niet met"),
    ],
)
def test_what_is_broken_is_named_with_its_line(was: str, becomes: str, words: str) -> None:
    """The editor reads in Dutch which line of which file to mend."""
    assert words in refusal(SOUND.replace(was, becomes, 1))


def test_how_we_write_and_work_needs_no_service_and_no_question(tmp_path: Path) -> None:
    """A fixed text or an agreement lies in a folder of its own and is not found by a question."""
    folder = folder_with(tmp_path) / "entries" / "werkwijze"
    folder.mkdir()
    head, _, rest = SOUND.partition("services:")
    text = f"{head}kind: afspraak\nstatus:{rest.partition('status:')[2]}"
    (folder / "leerkring-wat.md").write_text(text, encoding="utf-8")
    (entry,) = load_entries(tmp_path / "knowledge")
    assert (entry.kind, entry.services, entry.questions) == (EntryKind.AFSPRAAK, (), ())
    assert entry.file == "werkwijze/leerkring-wat.md"


def test_an_entry_without_an_answer_is_refused() -> None:
    """An answer that is not there cannot be said."""
    assert "het antwoord ontbreekt" in refusal(SOUND.split("Vijf gemeenten")[0])


def test_every_broken_file_is_reported_at_once(tmp_path: Path) -> None:
    """The editor mends everything in one go."""
    other = SOUND.replace("id: leerkring-wat", "id: tweede").replace("[leerkring]", "[niets]")
    knowledge = folder_with(tmp_path, leerkring_wat=SOUND.replace("[leerkring]", "[iets]"), tweede=other)
    with pytest.raises(ContentError) as caught:
        load_entries(knowledge)
    assert len(caught.value.problems) == 2


def test_a_folder_without_knowledge_is_no_content_root(tmp_path: Path) -> None:
    """A wrong THORBECKE_CONTENT_DIR is said at once."""
    with pytest.raises(ContentError, match="geen map 'knowledge'"):
        content_root(tmp_path)
    folder_with(tmp_path)
    assert content_root(tmp_path) == tmp_path
