"""From a rendered template to the text of a mail, sentence by sentence with its source.

The text is put together out of the sentences, so that no word of a reply can be without a source. Rendered text is read
as Markdown reads it: a blank line ends a paragraph, a single line break does not, a backslash at the end keeps it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.content.provenance import spans
from bot.model import SentenceEvidence
from bot.patterns import compiled_later

ITEM = compiled_later(r"(?:[-*]|\d{1,2}[.)])\s+\S")
ABBREVIATIONS = (
    "bijv|bv|o\\.a|t\\.a\\.v|m\\.b\\.t|i\\.v\\.m|d\\.w\\.z|t/m|e\\.d|a\\.s|i\\.p\\.v|z\\.s\\.m|enz|etc|dhr|mevr|mw|drs|mr|dr|ir|ing"
    "|prof|ca|nr|jl|blz|art|incl|excl|max|min|resp|vgl|zgn|evt|wnd|plv|st"
)
NO_END = compiled_later(rf"(?:^|[\s(])(?:{ABBREVIATIONS}|[A-Z])\.$|^\d{{1,2}}\.$|\([A-Z]{{1,2}}\.\)$", re.IGNORECASE)
QUOTES = "\"'\u2018\u2019\u201c\u201d"
END = compiled_later(rf"[.?!…]+[{QUOTES})\]]*(?=\s+[{QUOTES}(]?[A-Z0-9À-Þ])")
WORD = compiled_later(r"\S+")
FIRST_MARK = 0x100
"""Marks are letters from here on; none is white space."""
LONGEST_ABBREVIATION = 12
"""Letters at the end of a sentence that show whether it ends there."""

Line = tuple[SentenceEvidence, ...]
"""The sentences of one line: a whole paragraph, or one item of a list."""


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs of lines of sentences."""

    paragraphs: tuple[tuple[Line, ...], ...]

    def __str__(self) -> str:
        return "\n\n".join(
            "\n".join(" ".join(sentence.sentence for sentence in line) for line in paragraph)
            for paragraph in self.paragraphs
        )

    @property
    def sentences(self) -> tuple[SentenceEvidence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for line in paragraph for sentence in line)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with a mark beneath every letter that stands for its source; beneath white space stands a space."""

    text: str
    marks: str

    def __getitem__(self, part: slice) -> "Piece":
        return Piece(self.text[part], self.marks[part])

    def stripped(self) -> "Piece":
        """Without white space at both ends, and with one space where there were several."""
        text = " ".join(self.text.split())
        return Piece(text, self.marks) if text == self.text else Piece(text, " ".join(self.marks.split()))


def read(rendered: str) -> Text:
    """The text that a marked rendering says."""
    found = spans(rendered)
    sources = tuple({span.source: None for span in found})
    marks = {source: chr(FIRST_MARK + number) for number, source in enumerate(sources)}
    whole = Piece(
        "".join(span.text for span in found),
        "".join(_marked(span.text, marks[span.source]) for span in found),
    )
    paragraphs = (tuple(tuple(_sentences(line, sources)) for line in lines) for lines in _paragraphs(whole))
    return Text(tuple(paragraph for paragraph in paragraphs if paragraph))


@lru_cache(maxsize=1024)
def _marked(text: str, mark: str) -> str:
    """Remembered, because templates say the same words again and again."""
    return WORD.sub(lambda word: mark * len(word[0]), text)


def said_once(text: Text, keep: frozenset[str] = frozenset()) -> Text:
    """Without the sentences that were said before: two requests can lead to the same words.

    What is in ``keep`` stays however often it is said: each fact keeps its own reservation.
    """
    said: set[str] = set()
    paragraphs = (tuple(_new(line, said, keep) for line in paragraph) for paragraph in text.paragraphs)
    kept = (tuple(line for line in paragraph if line) for paragraph in paragraphs)
    return Text(tuple(paragraph for paragraph in kept if paragraph))


def _new(line: Line, said: set[str], keep: frozenset[str]) -> Line:
    new = tuple(item for item in line if item.sentence in keep or item.sentence.removeprefix("- ") not in said)
    said.update(item.sentence.removeprefix("- ") for item in line)
    return new


def _paragraphs(whole: Piece) -> Iterator[list[Piece]]:
    lines: list[Piece] = []
    kept_break = False
    for line in _lines(whole):
        if not line.text:
            if lines:
                yield lines
            lines, kept_break = [], False
            continue
        if lines and not kept_break and not ITEM.match(line.text):
            lines[-1] = Piece(f"{lines[-1].text} {line.text}", f"{lines[-1].marks} {line.marks}")
        else:
            lines.append(line)
        kept_break = line.text.endswith("\\")
        if kept_break:
            lines[-1] = lines[-1][:-1].stripped()
    if lines:
        yield lines


def _lines(whole: Piece) -> Iterator[Piece]:
    start = 0
    for line in whole.text.split("\n"):
        yield whole[start : start + len(line)].stripped()
        start += len(line) + 1


def _sentences(line: Piece, sources: Sequence[str]) -> Iterator[SentenceEvidence]:
    start = 0
    for found in END.finditer(line.text):
        if not NO_END.search(line.text[max(start, found.end() - LONGEST_ABBREVIATION) : found.end()]):
            yield _sentence(line[start : found.end()], sources)
            start = found.end()
    if line.text[start:].strip():
        yield _sentence(line[start:], sources)


def _sentence(piece: Piece, sources: Sequence[str]) -> SentenceEvidence:
    """A sentence comes from the source that says the most of it; the others only lead up to it."""
    marks = piece.marks.replace(" ", "")
    mark = max(dict.fromkeys(marks), key=marks.count)
    return SentenceEvidence(piece.stripped().text, sources[ord(mark) - FIRST_MARK])
