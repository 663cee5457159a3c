"""Where every piece of a rendered text comes from: marks inside the text while it is rendered, spans afterwards.

The marks are characters of the Unicode private use area; ``clean`` takes them out of everything that a sender wrote,
so that nobody can claim a source that is not there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

OPEN, CLOSE, BACK = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}|{BACK}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and its source: ``entry:<id>``, or ``template:<name>`` where no entry is named."""

    source: str
    text: str


RESTS_ON = "volgens"
"""``{% volgens "werkwijze-ontvangst" %}``: on which entry the sentences rest that follow in this file."""


class Provenance(Extension):
    """Names the source before every piece, literal or filled in, so that inheritance and includes keep working.

    The source is the entry that the last ``volgens`` above the piece names; without one it is the template itself.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        mark = f"{OPEN}template:{stream.name}{CLOSE}"
        yield Token(1, "data", mark)
        said = True
        for token in stream:
            if token.type == "block_begin" and stream.current.test(f"name:{RESTS_ON}"):
                mark = f"{OPEN}entry:{_named(stream)}{CLOSE}"
                said = False
                continue
            if token.type == "data":
                yield Token(token.lineno, "data", mark + token.value)
            elif token.type == "variable_begin" and not said:
                yield Token(token.lineno, "data", mark)
                yield token
            else:
                yield token
            said = token.type == "data"


def _named(stream: TokenStream) -> str:
    """Read ``volgens "id" %}`` and give the id."""
    next(stream)
    entry = stream.expect("string").value
    if not stream.current.test("block_end"):
        raise TemplateSyntaxError(
            f"achter '{RESTS_ON}' staat één kennisitem tussen aanhalingstekens",
            stream.current.lineno,
            stream.name,
            stream.filename,
        )
    next(stream)
    return str(entry)


def marked(source: str, text: str) -> str:
    """A text that says its own source; what follows it has the source of what stood before."""
    return f"{OPEN}{source}{CLOSE}{text}{BACK}"


def spans(rendered: str) -> tuple[Span, ...]:
    """The pieces of a marked text in order, each with its source; nothing is lost and nothing is empty."""
    found: list[Span] = []
    source = around = "template:"
    end = 0
    for mark in _MARK.finditer(rendered):
        if piece := rendered[end : mark.start()]:
            found.append(Span(source, piece))
        end = mark.end()
        source, around = (mark[1], source) if mark[1] else (around, around)
    if piece := rendered[end:]:
        found.append(Span(source, piece))
    return tuple(found)


def sources(rendered: str) -> tuple[str, ...]:
    """The sources that a marked text names, in order."""
    return tuple(source for source in _MARK.findall(rendered) if source)


def without_marks(rendered: str) -> str:
    """The text as people read it."""
    return _MARK.sub("", rendered)


def clean(text: str, *, longest: int = 80) -> str:
    """What a sender wrote, as one short line without controls, invisible characters or marks of ours."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
