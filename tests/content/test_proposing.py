"""A proposed text is the file that the editor takes over, and is ready only when the content check would take it."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.entries import read_entry
from bot.content.proposing import Typed, propose, typed_of
from tests.web.room import library

TODAY = date(2026, 11, 22)
FRESH = Typed(
    item="",
    title="Mag een waterschap meedoen aan een léérkring?",
    services=("leerkring",),
    questions=(
        "Mag een waterschap meedoen?",
        "kan ons waterschap ook",
        "zijn leerkringen er voor 'waterschappen'?",
        "x",
    ),
    status="actueel",
    sources=("huisregels",),
    answer="Leerkringen zijn er voor gemeenten.\r\n\r\nEen collega denkt graag mee.",
)


def test_every_entry_stays_byte_for_byte_what_it_is_when_nothing_is_changed() -> None:
    for entry in library().entries.values():
        made = propose(library(), typed_of(entry), entry.last_checked)
        assert made.text == made.before
        assert made.ready, (entry.id, made.problems)
        assert made.patch == ""


def test_still_right_changes_only_the_day_on_which_somebody_looked() -> None:
    made = propose(library(), typed_of(library().entries["leerkring-wat"]), TODAY)
    changed = [line for line in made.patch.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    assert changed == ["-last_checked: 2026-11-20", "+last_checked: 2026-11-22"]


def test_a_new_question_at_an_entry_is_a_patch_of_one_line(tmp_path: Path) -> None:
    entry = library().entries["leerkring-wat"]
    made = propose(library(), replace(typed_of(entry), questions=(*entry.questions, "Wat is zo'n ding?")), TODAY)
    assert "+  - 'Wat is zo''n ding?'" in made.patch
    file = tmp_path / made.path
    file.parent.mkdir(parents=True)
    file.write_text(made.before, encoding="utf-8")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=made.patch.encode(), check=True)
    assert file.read_text(encoding="utf-8") == made.text


def test_a_new_entry_gets_a_name_out_of_its_title_and_can_be_read_back() -> None:
    made = propose(library(), FRESH, TODAY)
    assert made.ready, made.problems
    assert made.path == "knowledge/entries/mag-een-waterschap-meedoen-aan-een-leerkring.md"
    entry = read_entry(Path(made.path), made.text)
    assert entry.questions == FRESH.questions
    assert entry.answer == "Leerkringen zijn er voor gemeenten.\n\nEen collega denkt graag mee."
    assert (entry.owner, entry.last_checked) == ("team Thorbecke2024", TODAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "het veld 'Titel' ontbreekt"),
        ({"questions": ()}, "het veld 'Vragen' ontbreekt"),
        ({"answer": "  "}, "het antwoord ontbreekt"),
        ({"sources": ("mijn hoofd",)}, "de bron 'mijn hoofd' is niet te herleiden"),
        ({"status": "zeker"}, "onbekende status 'zeker'"),
        ({"status": "verlopen"}, "het antwoord noemt geen jaar"),
        ({"answer": "Bel 06 12345678."}, "het telefoonnummer 06 12345678 mag niet in een antwoord"),
        ({"answer": "Zie https://voorbeeld.example/x."}, "staat niet op de lijst"),
        ({"title": "Leerkring: wat?"}, "er is al een kennisitem met deze naam"),
    ],
)
def test_what_the_content_check_refuses_is_told_in_dutch(change: dict[str, str], words: str) -> None:
    made = propose(library(), replace(FRESH, **change), TODAY)
    assert not made.ready
    assert any(words in problem for problem in made.problems), made.problems


def test_what_is_worth_a_look_is_no_hindrance() -> None:
    made = propose(library(), replace(FRESH, questions=("Wat is een leerkring?",)), TODAY)
    assert made.ready
    assert [words[:4] for words in made.remarks] == ["er z", "de v"]


LINES = st.lists(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30), max_size=4
)


@given(st.text(max_size=60), LINES, st.text(max_size=200), LINES)
def test_no_words_break_the_form_and_none_get_out_of_their_field(
    title: str, questions: list[str], answer: str, sources: list[str]
) -> None:
    typed = replace(
        FRESH, title=" ".join(title.split()), questions=tuple(questions), answer=answer, sources=tuple(sources)
    )
    made = propose(library(), typed, TODAY)
    if made.ready:
        entry = read_entry(Path(made.path), made.text)
        assert entry.title == typed.title
        assert entry.questions == typed.questions
        assert entry.services == ("leerkring",)
