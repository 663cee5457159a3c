"""Where every piece of a rendered text comes from: marks inside the text while it is rendered, spans afterwards.

The marks are characters of the Unicode private use area; ``clean`` takes them out of everything that a sender wrote,
so that nobody can claim a source that is not there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

OPEN, CLOSE, BACK = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}|{BACK}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and its source: ``template:<name>`` or ``entry:<id>``."""

    source: str
    text: str


class Provenance(Extension):
    """Names the template at its start and before every literal piece, so that inheritance and includes keep working."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        mark = f"{OPEN}template:{stream.name}{CLOSE}"
        yield Token(1, "data", mark)
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", mark + token.value)
            else:
                yield token


def marked(source: str, text: str) -> str:
    """A text that says its own source; what follows it belongs to the template again."""
    return f"{OPEN}{source}{CLOSE}{text}{BACK}"


def spans(rendered: str) -> tuple[Span, ...]:
    """The pieces of a marked text in order, each with its source; nothing is lost and nothing is empty."""
    found: list[Span] = []
    template = source = "template:"
    end = 0
    for mark in _MARK.finditer(rendered):
        if piece := rendered[end : mark.start()]:
            found.append(Span(source, piece))
        end = mark.end()
        source = mark[1] or template
        template = source if source.startswith("template:") else template
    if piece := rendered[end:]:
        found.append(Span(source, piece))
    return tuple(found)


def without_marks(rendered: str) -> str:
    """The text as people read it."""
    return _MARK.sub("", rendered)


def clean(text: str, *, longest: int = 80) -> str:
    """What a sender wrote, as one short line without controls, invisible characters or marks of ours."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
