"""``thorbecke evaluate``: figures for people and machines, and an exit status that says whether the floors hold."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli.entry import main
from bot.cli.figures import question_report
from bot.cli.labelled import ask_questions, questions_of
from bot.errors import ContentError
from bot.pipeline.asked import Knowledge
from tests.pipeline.desks import mind

MAIL = {
    "from": "Jan Bosma <j.bosma@heerde.nl>",
    "subject": "Leerkring",
    "date": "Mon, 23 Nov 2026 09:00:00 +0100",
    "body": "Graag melden wij ons met drie mensen aan voor de leerkring over inclusie.\n\nMet groet,\nJan Bosma",
    "kind": "verzoek",
    "requests": [{"service": "leerkring", "act": "aanmelden"}],
    "municipalities": ["Heerde"],
    "topics": ["inclusie"],
}
QUESTION = {
    "question": "Met hoeveel gemeenten zit je in een leerkring?",
    "service": "leerkring",
    "answerable": True,
    "answer_keys": ["vijf|5 gemeenten"],
}


def folder(at: Path, mail: Any = (), question: Any = ()) -> str:
    for name, item in (("mails", mail), ("questions", question)):
        if item:
            (at / f"{name}.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    return str(at)


def test_a_set_above_its_floors_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", folder(tmp_path, MAIL, QUESTION)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for words in ("dienst (eerste verzoek): 1.000 goed", "fout van de ijking (ECE)", "met 97% precisie",
                  "vanaf de drempel", "chat: goed beantwoord", "Geen cijfer is onder zijn grens."):  # fmt: skip
        assert words in out


def test_a_figure_below_its_floor_fails_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {**MAIL, "requests": [{"service": "theater", "act": "klacht"}]}
    assert main(["evaluate", folder(tmp_path, wrong)]) == 1
    out, err = capsys.readouterr()
    assert "verward: theater gelezen als leerkring, 1 keer" in out
    assert "ONDER DE GRENS  eerste dienst goed: 0.000, dat moet minstens 0.93 zijn" in err


def test_a_lost_request_is_above_the_most_that_is_allowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", folder(tmp_path, {**MAIL, "headers": {"Auto-Submitted": "auto-replied"}})]) == 1
    assert "verzoeken die geen antwoord zouden krijgen: 1, dat moet hoogstens 0 zijn" in capsys.readouterr().err


def test_machines_get_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {**QUESTION, "answer_keys": ["honderd"]}
    assert main(["evaluate", "--json", folder(tmp_path, MAIL, wrong)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["set"] == tmp_path.name
    assert report["figures"]["first_service"] == 1.0
    assert {"kind", "service", "act", "municipalities", "topics"} <= set(report["classes"])
    assert report["classes"]["service"]["labels"][0]["label"] == "leerkring"
    assert {each["figure"] for each in report["below_floor"]} == {"chat_right", "chat_wrong"}


def test_what_a_set_does_not_label_is_not_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--json", folder(tmp_path, MAIL)]) == 0
    assert not {"role", "phone", "new_text", "chat_right"} & set(json.loads(capsys.readouterr().out)["figures"])


def test_a_set_without_a_request_is_measured_on_its_kinds_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = {**MAIL, "kind": "autoreply", "requests": [], "headers": {"Auto-Submitted": "auto-replied"}}
    assert main(["evaluate", folder(tmp_path, away)]) == 0
    assert "eerste dienst" not in capsys.readouterr().out.partition("samengevat")[2]


def test_the_questions_of_the_content_are_read_with_what_they_expect() -> None:
    (first, *others) = questions_of(mind().library)
    assert first["answerable"]
    assert set(first["expected"]) <= set(mind().library.entries)
    assert [each for each in others if not each["answerable"]]
    assert question_report(list(ask_questions(Knowledge(mind().library, mind().retriever), [first])))["answerable"] == 1


def test_a_question_without_an_expectation_is_a_problem_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "questions.yaml").write_text("- question: Wat is een leerkring?\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"questions\.yaml:1"):
        questions_of(replace(mind().library, root=tmp_path))
