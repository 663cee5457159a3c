"""Mails of many programs with their parts in the margin (see margin/README.md): each part comes out as marked."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.body import split
from bot.mail.parse import parse
from bot.model import ParsedMail

FOLDER = Path(__file__).parent / "margin"


@dataclass(frozen=True)
class Marked:
    """A mail as bytes, and its lines with the letter in the margin."""

    name: str
    raw: bytes
    lines: list[tuple[str, str]]

    def part(self, letters: str) -> str:
        """The words of the lines with one of these letters."""
        return words("\n".join(line for letter, line in self.lines if letter in letters))


def words(text: str) -> str:
    return " ".join(text.split())


def read(path: Path) -> list[Marked]:
    sections = path.read_text(encoding="utf-8").split("=== ")[1:]
    return [mail(path.stem, *section.split("\n", 1)) for section in sections]


def mail(file: str, title: str, rest: str) -> Marked:
    head, _, body = rest.partition("\n\n")
    html, _, below = body.removeprefix("<<<\n").partition("\n>>>\n") if body.startswith("<<<\n") else ("", "", body)
    lines = list[tuple[str, str]]()
    for line in below.rstrip("\n").split("\n"):
        margin, text = line[:2], line[3:].replace("␣", " ")
        assert margin in {"", "n|", "s|", "q|", "f|", "x|", "s+"}, f"{file}: {line}"
        lines.append((margin[:1], text))
    source = html or below_as_text(below)
    kind = "html" if html else "plain"
    raw = f"{head}\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{source}\n"
    return Marked(f"{file}: {title}", raw.encode(), lines)


def below_as_text(below: str) -> str:
    text = ""
    for line in below.rstrip("\n").split("\n"):
        text = text.rstrip("\n") + " " + line[3:] + "\n" if line.startswith("s+") else text + line[3:] + "\n"
    return text.replace("␣", " ")


def got(found: ParsedMail) -> dict[str, str]:
    return {
        "new": words(found.new_text),
        "unquoted": words(found.unquoted_text),
        "forwarded": words(found.forwarded_text),
        "signature": words(found.signature),
    }


def wanted(marked: Marked) -> dict[str, str]:
    """As a reader marked it; forwarded lines come without the ``>`` that some programs put before them."""
    forwarded = [line.removeprefix(">") for letter, line in marked.lines if letter == "f"]
    return {
        "new": marked.part("n"),
        "unquoted": marked.part("ns"),
        "forwarded": words("\n".join(forwarded)),
        "signature": marked.part("s"),
    }


MAILS = [marked for path in sorted(FOLDER.glob("*.txt")) for marked in read(path)]


@pytest.mark.parametrize("marked", MAILS, ids=[marked.name for marked in MAILS])
def test_every_line_goes_where_a_careful_reader_puts_it(marked: Marked) -> None:
    assert got(parse(marked.raw)) == wanted(marked)


LINES = sorted({line for marked in MAILS for _, line in marked.lines} | {"", "> ", "-- ", "_" * 32})


@given(st.lists(st.sampled_from(LINES), max_size=40), st.sampled_from(["", "Re: zaal", "FW: zaal"]))
def test_whatever_the_lines_no_word_is_made_up_or_counted_twice(lines: list[str], subject: str) -> None:
    text = "\n".join(lines)
    body = split(text, subject=subject)
    everything = Counter(text.replace(">", " ").split())
    assert Counter(body.unquoted.replace(">", " ").split()) <= everything
    if body.new and body.unquoted.replace("\n", "") != text.replace("\n", ""):
        assert Counter(body.new.split()) <= Counter(body.unquoted.split())
    if body.signature and body.new != body.unquoted:  # a mail of a signature alone is shown whole
        assert Counter(body.new.split()) + Counter(body.signature.split()) == Counter(body.unquoted.split())
