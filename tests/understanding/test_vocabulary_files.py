"""The curated word lists and tables load, and what is broken is named with its file and line."""

from pathlib import Path

import pytest

from bot.content.examples import load_examples
from bot.content.lessons import load_lessons
from bot.content.municipalities import load_municipalities, load_shared_organisations
from bot.content.vocabulary import load_vocabulary
from bot.errors import ContentError
from bot.model import ROLES, SERVICE_LABELS, TOPIC_LABELS

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def test_every_service_topic_and_role_has_words() -> None:
    vocabulary = load_vocabulary(KNOWLEDGE)
    assert set(vocabulary.services) == set(SERVICE_LABELS)
    assert set(vocabulary.topics) == set(TOPIC_LABELS)
    assert set(vocabulary.roles) == set(ROLES) - {"onbekend"}


def test_there_are_342_current_and_90_former_municipalities() -> None:
    rows = load_municipalities(KNOWLEDGE)
    assert sum(row.current for row in rows) == 342
    assert sum(not row.current for row in rows) == 90


def test_a_split_municipality_has_all_its_successors() -> None:
    haaren = next(row for row in load_municipalities(KNOWLEDGE) if row.name == "Haaren")
    assert haaren.successors == ("GM0824", "GM0865", "GM0757", "GM0855")


def test_shared_organisations_name_current_municipalities() -> None:
    names = {row.name for row in load_municipalities(KNOWLEDGE) if row.current}
    organisations = load_shared_organisations(KNOWLEDGE, load_municipalities(KNOWLEDGE))
    assert len(organisations) >= 12
    assert all(set(row.municipalities) <= names and len(row.municipalities) > 1 for row in organisations)


def test_an_unknown_label_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    for path in (KNOWLEDGE / "vocabulary").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "topics.yaml").write_text("burgerraden: [loting]\nvoetbal: [bal]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"topics\.yaml:2: 'voetbal' is geen bekend label"):
        load_vocabulary(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: x, text: hoi, requests: [[leerkring, dansen]]}", "geen paar van dienst en handeling"),
        ("- {id: x, text: hoi}", "minstens één paar"),
        ("- {id: x, text: dank, kind: bedankje, requests: [[pers, informatie]]}", "een ander bericht geen"),
        ("- {id: x, text: hoi, kind: brief}", "geen soort bericht"),
        ("- {id: x, tekst: hoi}", "het veld 'tekst' is onbekend"),
        ("- {id: x, text: a, kind: spam}\n- {id: x, text: b, kind: spam}", "bestaat al"),
        ("a: [", "geen geldige YAML"),
        ("los", "een lijst van voorbeelden"),
    ],
)
def test_a_broken_example_is_refused_in_dutch(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_examples(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {text: hoi, participants: veel}", "een aantal, of null"),
        ("- {text: hoi, participants: 0}", "een aantal, of null"),
        ("- {text: '', participants: 2}", "de tekst is leeg"),
        ("- {text: hoi}", "een les heeft twee velden"),
        ("- {example: zoek, participants: 2}", "het voorbeeld 'zoek' bestaat niet"),
        ("los", "een les heeft twee velden"),
        ("a: [", "geen geldige YAML"),
    ],
)
def test_a_broken_lesson_is_refused_in_dutch(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "aantallen.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_lessons(tmp_path)


def test_a_lesson_about_an_unknown_topic_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "onderwerpen.yaml").write_text("- {text: hoi, topics: [weer]}", encoding="utf-8")
    with pytest.raises(ContentError, match="topics is een lijst van onderwerpen"):
        load_lessons(tmp_path)


def test_a_lesson_borrows_the_text_of_an_example(tmp_path: Path) -> None:
    for folder, text in (
        ("examples", "- {id: x, text: wij komen, requests: [[leerkring, aanmelden]]}"),
        ("lessons", "- {example: x, participants: null}"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "aantallen.yaml").write_text(text, encoding="utf-8")
    assert load_lessons(tmp_path).participants == (("wij komen", None),)


def test_a_municipality_without_a_known_successor_is_refused(tmp_path: Path) -> None:
    lines = (KNOWLEDGE / "municipalities.csv").read_text(encoding="utf-8").splitlines()
    lines.append("GM9999,Nergenshuizen,Utrecht,,,former,GM0000,2020,,,")
    (tmp_path / "municipalities.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ContentError, match="de opvolger GM0000 van Nergenshuizen bestaat niet"):
        load_municipalities(tmp_path)
