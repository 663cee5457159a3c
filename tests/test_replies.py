"""The templates of ``replies/``: found broken at the start, rendered in a sandbox, every piece with its source."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.provenance import clean, marked, spans, without_marks
from bot.content.templates import Replies, load_replies
from bot.errors import ContentError
from bot.model import ACT_LABELS, SERVICE_LABELS

ROOT = Path(__file__).parents[1]


def replies(folder: Path, **templates: str) -> Replies:
    for name, text in templates.items():
        (folder / f"{name}.txt.j2").write_text(text, encoding="utf-8")
    return load_replies(folder)


def test_every_service_and_act_has_a_template() -> None:
    content = Replies(ROOT / "replies")
    for service in SERVICE_LABELS:
        for act in ACT_LABELS:
            assert content.first_of(f"{service}/{act}.txt.j2", f"shared/{act}.txt.j2")


def test_folders_of_templates_are_known_names() -> None:
    folders = {path.name for path in (ROOT / "replies").iterdir() if path.is_dir()}
    ours = {"shared", "parts", "vragen", "uitnodigingen", "herinneringen", "deelname", "kennismaking"}
    assert folders <= set(SERVICE_LABELS) | ours


def test_templates_below_a_service_are_named_after_an_act() -> None:
    for service in SERVICE_LABELS:
        for path in (ROOT / "replies" / service).glob("*"):
            assert path.name.removesuffix(".txt.j2") in ACT_LABELS


def test_a_broken_template_is_found_at_the_start_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        replies(tmp_path, goed="prima", kapot="eerste regel\n{% if %}\n")
    [problem] = error.value.problems
    assert problem.startswith(f"{tmp_path}/kapot.txt.j2:2: de sjabloontaal klopt hier niet (Expected an expression")


def test_every_broken_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        replies(tmp_path, een="{{ }", twee="{% block x %}")
    assert len(error.value.problems) == 2


def test_a_reference_to_a_missing_template_is_found_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"brief\.txt\.j2:1: verwijst naar parts/weg\.txt\.j2"):
        replies(tmp_path, brief='{% include "parts/weg.txt.j2" %}')


def test_an_unknown_name_says_where_it_stands(tmp_path: Path) -> None:
    content = replies(tmp_path, brief='Hallo\n\n{% include "deel.txt.j2" %}', deel="regel\nregel\n{{ gemeentte }}")
    with pytest.raises(ContentError, match=r"deel\.txt\.j2:3: deze naam is niet bekend"):
        content.render("brief.txt.j2")


def test_a_folder_without_templates_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="geen sjablonen"):
        load_replies(tmp_path)


def test_a_template_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt.j2").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ContentError, match="kan dit sjabloon niet lezen"):
        load_replies(tmp_path)


def test_a_template_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    content = replies(tmp_path, brief="x")
    with pytest.raises(ContentError, match="bestaat niet"):
        content.render("ander.txt.j2")
    with pytest.raises(ContentError, match="bestaat niet"):
        content.first_of("a.txt.j2", "b.txt.j2")


@pytest.mark.parametrize(
    "trick",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ zeg.__globals__ }}",
        "{{ zeg.__init__.__globals__['os'] }}",
        "{{ lijst.append(1) }}",
        "{% for x in range(999999999) %}{% endfor %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ ''|attr('__class__') }}",
    ],
)
def test_the_sandbox_refuses_what_a_template_has_no_business_with(tmp_path: Path, trick: str) -> None:
    content = replies(tmp_path, brief=trick)
    with pytest.raises(ContentError, match=r"brief\.txt\.j2:1"):
        content.render("brief.txt.j2", zeg=lambda: "", lijst=[])


def test_a_sender_cannot_write_template_language(tmp_path: Path) -> None:
    content = replies(tmp_path, brief="Beste {{ naam }}")
    assert content.render("brief.txt.j2", naam="{{ 7 * 7 }}{% raw %}") == "Beste {{ 7 * 7 }}{% raw %}"


def test_each_piece_of_a_text_knows_its_template_through_includes_and_blocks(tmp_path: Path) -> None:
    content = replies(
        tmp_path,
        basis="A {% block x %}B{% endblock %} C",
        kind='{% extends "basis.txt.j2" %}{% block x %}D {{ zeg() }} E{% include "deel.txt.j2" %}{% endblock %}',
        deel="F",
    )
    found = spans(content.render_marked("kind.txt.j2", zeg=lambda: marked("entry:feit", "feit")))
    assert [(span.source, span.text.strip()) for span in found if span.text.strip()] == [
        ("template:basis.txt.j2", "A"),
        ("template:kind.txt.j2", "D"),
        ("entry:feit", "feit"),
        ("template:kind.txt.j2", "E"),
        ("template:deel.txt.j2", "F"),
        ("template:basis.txt.j2", "C"),
    ]


def test_a_variable_after_an_entry_belongs_to_the_template_again(tmp_path: Path) -> None:
    content = replies(tmp_path, brief="{{ zeg }}{{ naam }}")
    found = spans(content.render_marked("brief.txt.j2", zeg=marked("entry:feit", "feit"), naam="Kim"))
    assert [span.source for span in found] == ["entry:feit", "template:brief.txt.j2"]


def test_people_read_no_marks(tmp_path: Path) -> None:
    content = replies(tmp_path, brief="een\n{{ zeg }}")
    assert content.render("brief.txt.j2", zeg=marked("entry:feit", "twee")) == "een\ntwee"


@given(st.text())
def test_no_sender_can_forge_a_source(text: str) -> None:
    line = clean(text)
    assert len(line) <= 80
    assert without_marks(line) == line
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", line)


@given(st.text())
def test_reading_marks_never_raises_and_loses_no_text(text: str) -> None:
    assert "".join(span.text for span in spans(text)) == without_marks(text)
