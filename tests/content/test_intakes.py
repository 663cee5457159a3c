"""``knowledge/intakes.yaml``: what is there serves every service that has an intake, and what is broken is found."""

from pathlib import Path

import pytest

from bot.content.intakes import SERVICES, load_intakes, question_problems
from bot.errors import ContentError
from tests.drafting_content import library

FACTS = """gegevens:
  gemeente: {naam: Gemeente, uit: gemeente, vraag: gemeente, gevraagd: welke gemeente}
  plek: {naam: Plek, woorden: [zaal, schouwburg*], vraag: plek, gevraagd: waar, valt-onder: gemeente}
diensten:
"""
SOUND = FACTS + "".join(f"  {service}: [gemeente, plek]\n" for service in sorted(SERVICES))


def problems(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "intakes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_intakes(tmp_path)
    return error.value.problems


def test_every_service_with_an_intake_asks_for_the_municipality_first() -> None:
    intakes = library().intakes
    assert intakes.keys() == SERVICES
    assert {facts[0].name for facts in intakes.values()} == {"gemeente"}
    assert all(fact.read or fact.words for facts in intakes.values() for fact in facts)


def test_what_comes_with_another_fact_stands_behind_it() -> None:
    for facts in library().intakes.values():
        names = [fact.name for fact in facts]
        for fact in facts:
            assert not fact.comes_with or names.index(fact.comes_with) < names.index(fact.name)


def test_a_sound_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "intakes.yaml").write_text(SOUND, encoding="utf-8")
    place = load_intakes(tmp_path)["theater"][1]
    assert (place.label, place.words, place.comes_with) == ("Plek", ("zaal", "schouwburg*"), "gemeente")


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("naam: Plek, ", "", "'plek' heeft geen naam"),
        ("uit: gemeente", "uit: lucht", "'gemeente' komt uit iets dat niet bestaat"),
        ("woorden: [zaal, schouwburg*], ", "", "'plek' heeft 'uit' of 'woorden' nodig"),
        ("woorden: [zaal, schouwburg*]", "woorden: []", "bij 'plek' hoort een lijst met woorden"),
        (", gevraagd: waar", "", "bij 'plek' horen 'vraag' en 'gevraagd' bij elkaar"),
        ("valt-onder: gemeente", "valt-onder: provincie", "'plek' valt onder een gegeven dat niet bestaat"),
        ("naam: Plek", "naam: Plek, kleur: rood", "'plek' heeft een onbekend veld 'kleur'"),
        ("  theater: [gemeente, plek]\n", "", "de dienst 'theater' ontbreekt"),
        (
            "theater: [gemeente, plek]",
            "theater: [gemeente, plak]",
            "'theater' noemt een gegeven dat niet bestaat: 'plak'",
        ),
        ("theater: [gemeente, plek]", "theater: [plek, plek]", "'theater' noemt een gegeven twee keer"),
        ("theater: [gemeente, plek]", "theater: []", "onder 'theater' hoort een lijst met gegevens"),
        ("diensten:\n", "diensten:\n  bakkerij: [plek]\n", "onbekende dienst 'bakkerij'"),
        ("gegevens:", "feiten: {}\ngegevens:", "onbekend deel 'feiten'"),
    ],
)
def test_what_is_broken_is_told_with_its_place(tmp_path: Path, was: str, becomes: str, words: str) -> None:
    found = problems(tmp_path, SOUND.replace(was, becomes))
    assert any(words in problem and "intakes.yaml:" in problem for problem in found), found


def test_a_missing_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load_intakes(tmp_path)


def test_a_question_needs_its_template() -> None:
    assert question_problems(library().intakes, library().replies.names) == []
    (problem,) = question_problems({"theater": library().intakes["theater"][:1]}, ())
    assert problem == "intakes.yaml: er is geen sjabloon vragen/gemeente.txt.j2"
