"""From a rendered template to the text of a mail, sentence by sentence with its source.

The text is put together out of the sentences, so that no word of a reply can be without a source. Rendered text is read
as Markdown reads it: a blank line ends a paragraph, a single line break does not, a backslash at the end keeps it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.provenance import spans
from bot.model import SentenceEvidence
from bot.patterns import compiled_later

Chars = list[tuple[str, str]]
"""Every character with its source."""

ITEM = compiled_later(r"(?:[-*]|\d{1,2}[.)])\s+\S")
ABBREVIATIONS = (
    "bijv|bv|o\\.a|t\\.a\\.v|m\\.b\\.t|i\\.v\\.m|d\\.w\\.z|t/m|e\\.d|a\\.s|i\\.p\\.v|z\\.s\\.m|enz|etc|dhr|mevr|mw|drs|mr|dr|ir|ing"
    "|prof|ca|nr|jl|blz|art|incl|excl|max|min|resp|vgl|zgn|evt|wnd|plv|st"
)
NO_END = compiled_later(rf"(?:^|[\s(])(?:{ABBREVIATIONS}|[A-Z])\.$|^\d{{1,2}}\.$|\([A-Z]{{1,2}}\.\)$", re.IGNORECASE)
QUOTES = "\"'\u2018\u2019\u201c\u201d"
END = compiled_later(rf"[.?!…]+[{QUOTES})\]]*(?=\s+[{QUOTES}(]?[A-Z0-9À-Þ])")


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


def read(rendered: str) -> Text:
    """The text that a marked rendering says."""
    chars = [(char, span.source) for span in spans(rendered) for char in span.text]
    paragraphs = (tuple(tuple(_sentences(line)) for line in lines) for lines in _paragraphs(chars))
    return Text(tuple(paragraph for paragraph in paragraphs if paragraph))


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


def _paragraphs(chars: Chars) -> Iterator[list[Chars]]:
    lines: list[Chars] = []
    kept_break = False
    for line in _lines(chars):
        text = _string(line)
        if not text:
            if lines:
                yield lines
            lines, kept_break = [], False
            continue
        if lines and not kept_break and not ITEM.match(text):
            lines[-1] = [*lines[-1], (" ", line[0][1]), *line]
        else:
            lines.append(line)
        kept_break = text.endswith("\\")
        if kept_break:
            lines[-1] = _stripped(lines[-1][:-1])
    if lines:
        yield lines


def _lines(chars: Chars) -> Iterator[Chars]:
    line: Chars = []
    for char in chars:
        if char[0] == "\n":
            yield _stripped(line)
            line = []
        else:
            line.append(char)
    yield _stripped(line)


def _stripped(line: Chars) -> Chars:
    """Without white space at both ends, and with one space where there were several."""
    kept: Chars = []
    for char, source in line:
        if not char.isspace():
            kept.append((char, source))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", source))
    return kept[:-1] if kept and kept[-1][0] == " " else kept


def _string(chars: Chars) -> str:
    return "".join(char for char, _ in chars)


def _sentences(line: Chars) -> Iterator[SentenceEvidence]:
    text = _string(line)
    start = 0
    for found in END.finditer(text):
        if not NO_END.search(text[start : found.end()]):
            yield _sentence(line[start : found.end()])
            start = found.end()
    if text[start:].strip():
        yield _sentence(line[start:])


def _sentence(chars: Chars) -> SentenceEvidence:
    """A sentence comes from the source that says the most of it; the others only lead up to it."""
    sources = Counter(source for char, source in chars if not char.isspace())
    return SentenceEvidence(_string(_stripped(chars)), sources.most_common(1)[0][0])
