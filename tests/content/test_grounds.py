"""Every sentence of a template rests on a knowledge entry, or ``check`` says where one does not."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.entries import read_entry
from bot.content.forms import form_problems, in_form
from bot.content.grounds import NO_GROUND, ground_problems
from bot.content.templates import Replies
from bot.model import EntryKind, KnowledgeEntry
from tests.content.broken import SOUND

FACT = read_entry(Path("leerkring-wat.md"), SOUND)
STEP = replace(FACT, id="stap", kind=EntryKind.VASTE_TEKST, answer="{U hoort|Je hoort} het.", file="werkwijze/stap.md")
AGREED = replace(FACT, id="dank", kind=EntryKind.AFSPRAAK, file="werkwijze/dank.md")


def problems(folder: Path, text: str, *entries: KnowledgeEntry) -> list[str]:
    (folder / "brief.txt.j2").write_text(text, encoding="utf-8")
    known = {entry.id: entry for entry in (FACT, *entries)}
    return [line.removeprefix(f"{folder}/brief.txt.j2:") for line in ground_problems(folder, Replies(folder), known)]


@pytest.mark.parametrize(
    "text",
    [
        '{% volgens "dank" %}\nDank voor {{ uw }} mail.',
        '{% volgens "dank" %}\n{% if x %}{{ kies("U.", "Je.") }}{% endif %}\n{% block b %}{{ u }}{% endblock %}',
        '{% volgens "dank" %}{{ zeg("leerkring-wat", zinnen=1) }}',
        '{% for stap in vervolg %}- {{ stap }}\n{% endfor %}{{ vervolg[0] }}{{ super() }}{% volgens "dank" %}Dag.',
    ],
)
def test_words_below_an_entry_and_what_is_said_or_passed_on_have_a_ground(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text, AGREED) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Dank voor je mail.", 1),
        ('{% if x %}\n{{ kies("Dank u.", "Dank je.") }}\n{% endif %}', 2),
        ('{{ zeg("leerkring-wat") }}\nEn dit ook.', 1),
        ("\n\n{{ naam }}", 3),
    ],
)
def test_words_without_an_entry_are_named_with_their_line(tmp_path: Path, text: str, line: int) -> None:
    assert problems(tmp_path, text) == [f"{line}: {NO_GROUND}"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{% volgens "weg" %}Dag.{{ zeg("stap") }}', "1: het kennisitem 'weg' bestaat niet"),
        ('{{ zeg("weg") }}{{ zeg("stap") }}', "1: het kennisitem 'weg' bestaat niet"),
        ('{% set item = "weg" %}{{ zeg("stap") }}', "1: het kennisitem 'weg' bestaat niet"),
        (
            '{{ zeg("stap") }}{% volgens "leerkring-wat" %}Dag.',
            "1: 'leerkring-wat' is een antwoord; een zin rust op een vaste tekst of een afspraak",
        ),
        ('{{ zeg("leerkring-wat") }}', "werkwijze/stap.md: geen sjabloon gebruikt dit item"),
    ],
)
def test_an_entry_that_is_named_in_the_wrong_way_is_an_error(tmp_path: Path, text: str, words: str) -> None:
    assert problems(tmp_path, text, STEP) == [words]


def test_an_agreement_is_not_said(tmp_path: Path) -> None:
    assert problems(tmp_path, '{{ zeg("dank") }}', AGREED) == [
        "1: 'dank' is een afspraak; die komt niet letterlijk in een mail"
    ]


def test_a_fixed_text_has_two_sound_forms() -> None:
    assert in_form(STEP.answer, polite=True) == "U hoort het."
    assert in_form(STEP.answer, polite=False) == "Je hoort het."
    assert form_problems(STEP.answer) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dat hoor je.", "in de u-vorm staat 'je'"),
        ("Dat {hoort u|hoort u}.", "in de je-vorm staat 'u'"),
        ("Dat {hoort u.", "hier klopt een accolade niet"),
    ],
)
def test_a_fixed_text_that_mixes_the_forms_is_an_error(text: str, words: str) -> None:
    assert any(words in problem for problem in form_problems(text))
