"""The command line with what people and scripts give it: a clear word, a right exit status, never a traceback."""

import argparse
import io
import json
import logging
import os
import shutil
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.cli import main
from bot.cli.entry import ROOMS, parser
from bot.cli.service import DiscreetFormatter
from bot.content.location import content_root
from tests.pipeline.desks import eml


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("THORBECKE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("THORBECKE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def type_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))


def names(said: str) -> list[str]:
    return [json.loads(line)["file"] for line in said.splitlines()]


ALIKE = (5462, 41017)
MBOX = b"From a@x Mon Nov 23\n" + eml(1) + b"\n\nFrom b@x Mon Nov 23\n" + eml(2)


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_commands_holds_the_commands_that_it_is_imported_for(room: str) -> None:
    """A command that is listed under another module would not be found."""
    (choices,) = [each.choices for each in parser([room])._actions if isinstance(each, argparse._SubParsersAction)]
    assert tuple(choices) == ROOMS[room]


def test_an_mbox_may_come_through_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, MBOX)
    assert main(["triage", "--json", "-"]) == 0
    assert names(capsys.readouterr().out) == ["-#1", "-#2"]
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(eml(3, subject="Door een pijp"),))
    writer.start()
    assert main(["triage", "--json", str(pipe)]) == 0
    writer.join()
    assert json.loads(capsys.readouterr().out)["subject"] == "Door een pijp"


def test_a_folder_gives_its_mails_whatever_else_lies_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "post" / "map.eml").mkdir(parents=True)
    (tmp_path / "post" / "lees mij.txt").write_text("niets")
    (tmp_path / "post" / "EEN.EML").write_bytes(eml(1))
    assert main(["triage", "--json", str(tmp_path / "post")]) == 0
    assert names(capsys.readouterr().out) == ["EEN.EML"]


def test_broken_weights_are_no_fault_of_a_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("knowledge", "replies"):
        shutil.copytree(content_root(None) / name, tmp_path / name)
    (tmp_path / "knowledge" / "learned.npz").unlink()
    monkeypatch.setenv("THORBECKE_CONTENT_DIR", str(tmp_path))
    type_in(monkeypatch, eml(1))
    assert main(["triage", "-"]) == 2
    assert "learned.npz" in capsys.readouterr().err


def test_a_question_may_hold_what_no_encoding_can_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, b'{"id": "\\ud800", "question": "Wat is een leerkring?"}\n')
    assert main(["ask", "--jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "answered"


def test_a_conversation_is_held_in_the_terminal_and_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    lines = ["Wat is een leerkring?", "en wat kost dat?", "", "ik wil me daarvoor aanmelden", "Zwolle", "burgerberaden"]
    lines += ["3", "1", "Jan Pol", "jan@zwolle.nl", "1", "einde", "wordt niet gehoord"]
    type_in(monkeypatch, "\n".join(lines).encode())
    assert main(["chat"]) == 0
    said = capsys.readouterr().out
    assert "vijf gemeenten" in said
    assert "Over kosten" in said
    assert "Aantal deelnemers: 3" in said
    assert "Functie: Griffier" in said
    assert "In de terminal wordt niets verstuurd." in said
    assert not data.exists()


@pytest.mark.parametrize("line", [b"\xff\xfe\n", b"[]\n", b"{}\n", b"x\n", b'{"question": 1'])
def test_a_line_that_is_no_question_is_unusable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: bytes
) -> None:
    type_in(monkeypatch, line)
    assert main(["ask", "--jsonl"]) == 2
    assert '"question"' in capsys.readouterr().err


@pytest.mark.parametrize("line", ['{"x": 1}', "[1]", "1", "{"])
def test_labels_that_lack_something_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    (tmp_path / "mails.jsonl").write_text(line + "\n", encoding="utf-8")
    assert main(["evaluate", str(tmp_path)]) == 2
    assert "mails.jsonl" in capsys.readouterr().err


def test_imported_mails_never_share_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second would be lost. These two have the first four bytes of their hash in common."""
    for number in ALIKE:
        (tmp_path / f"{number}.eml").write_bytes(b"Subject: %d\n\nx" % number)
    paths = [str(tmp_path / f"{number}.eml") for number in (*ALIKE, ALIKE[0])]
    assert main(["import", *paths]) == 0
    assert "3 gelezen, 2 nieuw" in capsys.readouterr().out


def test_a_backup_onto_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["users", "list"]) == 0
    assert main(["backup", str(tmp_path)]) == 1
    assert "geen bestand" in capsys.readouterr().err
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []


@pytest.mark.parametrize("command", [["users", "list"], ["import", "-"], ["digest"], ["run"]])
def test_a_data_folder_that_cannot_be_used_is_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("THORBECKE_DATA_DIR", str(tmp_path / "file" / "data"))
    type_in(monkeypatch, b"")
    assert main(command) == 2
    assert "THORBECKE_DATA_DIR" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mails.jsonl").mkdir()
    assert main(["evaluate", str(tmp_path)]) == 2
    assert "mails.jsonl" in capsys.readouterr().err


def test_a_logged_error_has_no_words_of_a_mail() -> None:
    words = "Beste collega's, mijn nummer is 0612345678"
    try:
        int(words)
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, __file__, 1, "fout", (), sys.exc_info())
    line = DiscreetFormatter().format(record)
    assert "ValueError" in line
    assert "test_command_line.py" in line
    assert "0612345678" not in line


def test_a_copy_for_a_person_is_written_in_the_log_without_the_address(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "m.vandenberg@zaltbommel.nl"]) == 0
    assert json.loads(capsys.readouterr().out)["berichten"] == []
    with closing(sqlite3.connect(data / DATABASE)) as database:
        lines = database.execute("SELECT actor, event, person, note FROM account_events").fetchall()
    assert lines == [("beheerder", "exported", "", "thorbecke export")]
