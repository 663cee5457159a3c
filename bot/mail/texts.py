"""The words of a mail out of its parts: which part is the body, in which order, from plain text or HTML.

Of alternatives the plain text is taken when it says anything. Enclosed mails become forwarded text below the body;
the parts of a delivery report follow it as they are, so that ``screen`` can read them.
"""

import re
from dataclasses import dataclass, field

from bot.mail.charset import clean, decode, known
from bot.mail.html import to_text
from bot.mail.mime import HOLDS_PARTS, OUTLOOK, WRAPPED, Part
from bot.patterns import compiled_later

MAX_TEXT_BYTES = 4_000_000
MAX_TEXT = 500_000
"""Characters of body text; what is longer is no letter, and the raw mail stays whole."""
MAX_REPORT = 20_000

_PLAIN = {"text/plain", "text/enriched", "text/markdown", "text/x-markdown", "text/richtext", "text/rfc822-headers"}
_STUB = compiled_later(r"(?:html|browser|e-?mail ?(?:client|programma)|view(?:er)?)", re.IGNORECASE)
_ENRICHED = compiled_later(r"</?[a-zA-Z]{1,30}>")
_FORWARDED = "---------- Doorgestuurd bericht ----------"


@dataclass(slots=True)
class _Words:
    """What a part came to: plain text, the HTML beside it, whether the plain text was made from it."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class _Reading:
    defects: list[str] = field(default_factory=list)
    enclosed: list[str] = field(default_factory=list)
    outlook: list[_Words] = field(default_factory=list)
    """What only stands in Outlook's own wrapping; it counts when the mail says nothing else."""


def read(root: Part) -> tuple[str, str, list[str]]:
    """The plain text of the mail, its HTML ('' when there is none), and what was odd about them."""
    reading = _Reading()
    words = _read(root, reading)
    if not words.text.strip():
        words = next((one for one in reading.outlook if one.text.strip()), words)
    text = "\n\n".join(one for one in [words.text.strip("\n"), *reading.enclosed] if one.strip())
    if len(text) > MAX_TEXT:
        reading.defects.append("De tekst van deze mail is erg lang; alleen het begin is gelezen.")
    return text[:MAX_TEXT].strip(), words.html, reading.defects


def is_body(part: Part) -> bool:
    """Whether a leaf is text to read rather than a file that came along."""
    if part.content_type not in _PLAIN and part.content_type != "text/html":
        return False
    return part.disposition != "attachment" and not (part.filename and part.depth > 0)


def _read(part: Part, reading: _Reading) -> _Words:
    """Depth is capped by ``mime``, so this recursion is."""
    if part.content_type == "multipart/alternative":
        return _best([_read(child, reading) for child in part.children])
    if part.content_type == "multipart/report":
        return _report(part, reading)
    if part.content_type in {"multipart/signed", "multipart/related"} and part.children:
        return _first_that_speaks(part, reading)
    if part.maintype == "multipart":
        return _joined([_read(child, reading) for child in part.children])
    return _held(part, reading) if part.content_type in HOLDS_PARTS else _leaf(part, reading)


def _held(part: Part, reading: _Reading) -> _Words:
    """A part that holds others and is no multipart: Outlook's wrapping, a signature, a mail."""
    if part.content_type == OUTLOOK:
        reading.outlook.append(_best([_leaf(child, reading) for child in part.children if is_body(child)]))
        return _Words()
    if part.content_type == WRAPPED and part.children:
        return _read(part.children[0], reading)
    if part.children:
        reading.enclosed.append(_enclosed(part, reading))
        return _Words()
    return _leaf(part, reading)


def _best(found: list[_Words]) -> _Words:
    html = next((one.html for one in found if one.html), "")
    plain = next((one.text for one in found if one.text.strip() and not one.html), "")
    rich = next((one.text for one in found if one.html and one.text.strip()), "")
    if plain and rich and len(plain) < 200 and len(rich) > 2 * len(plain) and _STUB.search(plain):
        return _Words(rich, html)
    return _Words(plain or rich or next((one.text for one in found if one.text.strip()), ""), html)


def _first_that_speaks(part: Part, reading: _Reading) -> _Words:
    """The signed part of a signature, the root of a related group; other text only when that one is silent."""
    for child in part.children:
        words = _read(child, reading)
        if words.text.strip() or words.html:
            return words
    return _Words()


def _joined(found: list[_Words]) -> _Words:
    text = "\n\n".join(one.text.strip("\n") for one in found if one.text.strip())
    return _Words(text, "<hr>".join(one.html for one in found if one.html))


def _leaf(part: Part, reading: _Reading) -> _Words:
    if part.content_type == "text/calendar":
        return _Words(_appointment(part)) if part.depth == 0 else _Words()
    if not is_body(part) and not (part.depth == 0 and part.maintype == "text"):
        return _Words()
    content = part.content(MAX_TEXT_BYTES)
    if part.end - part.start > MAX_TEXT_BYTES:
        reading.defects.append("De tekst van deze mail is erg lang; alleen het begin is gelezen.")
    label = part.parameters.get("charset")
    if not known(label):
        reading.defects.append("De mail noemt een onbekende tekencodering; leestekens kunnen verkeerd zijn.")
    decoded = decode(content, label)
    if part.content_type == "text/html":
        return _Words(to_text(decoded), decoded)
    text = clean(decoded)
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = _ENRICHED.sub("", text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, joined_without_space=part.parameters.get("delsp", "").lower() == "yes")
    return _Words(text)


def unflow(text: str, *, joined_without_space: bool) -> str:
    """Put the soft line breaks of format=flowed back together (RFC 3676 section 4.2)."""
    out: list[str] = []
    pending, pending_depth = list[str](), 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        if pending and (depth != pending_depth or content == "-- "):
            out.append(_quoted("".join(pending), pending_depth))
            pending = []
        pending_depth = depth
        pending.append(content[:-1] if soft and joined_without_space else content)
        if not soft:
            out.append(_quoted("".join(pending), depth))
            pending = []
    return "\n".join([*out, _quoted("".join(pending), pending_depth)] if pending else out)


def _quoted(line: str, depth: int) -> str:
    return ">" * depth + (" " if depth else "") + line


def _enclosed(part: Part, reading: _Reading) -> str:
    """An attached mail as a forwarded block, with the headings that ``quotes`` knows."""
    inner = part.children[0]
    words = _read(inner, reading)
    heading = [
        f"{name}: {value[:300]}"
        for name, value in (
            ("Van", inner.headers.line("from")),
            ("Datum", inner.headers.line("date")),
            ("Onderwerp", inner.headers.line("subject")),
            ("Aan", inner.headers.line("to")),
        )
        if value
    ]
    return "\n".join([_FORWARDED, *heading, "", words.text.strip("\n")])


def _report(part: Part, reading: _Reading) -> _Words:
    """A delivery report (RFC 6522): the words for people, then the fields for machines, then the returned headers."""
    if not part.children:
        return _Words()
    words = _read(part.children[0], reading)
    pieces = [words.text.strip("\n")]
    for child in part.children[1:]:
        if child.content_type in {"message/rfc822", "message/global"} and child.children:
            pieces.append(_returned(child.children[0]))
        elif child.maintype in {"message", "text"}:
            pieces.append(clean(decode(child.content(MAX_REPORT))).strip("\n"))
    return _Words("\n\n".join(piece for piece in pieces if piece.strip()), words.html)


def _returned(inner: Part) -> str:
    """The headers of the mail that came back, by which we know which one it was."""
    names = ("from", "to", "subject", "date", "message-id", "x-thorbecke-mail", "x-thorbecke-id")
    return "Original message headers:\n" + "\n".join(
        f"{name.title()}: {inner.headers.line(name)[:300]}" for name in names if inner.headers.line(name)
    )


def _appointment(part: Part) -> str:
    """The words of an invitation that has no other body (RFC 5545 section 3.8.1)."""
    lines = clean(decode(part.content(MAX_REPORT), part.parameters.get("charset"))).replace("\n ", "").split("\n")
    found = []
    for line in lines:
        name, _, value = line.partition(":")
        if name.partition(";")[0] in {"SUMMARY", "LOCATION", "DESCRIPTION"} and value.strip():
            found.append(value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").strip())
    return "\n".join(found)
