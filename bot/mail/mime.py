"""The tree of parts of a mail, read in linear time with a budget instead of trust.

The caps hold before anything is decoded: 500 parts, 50 levels, 256 kB of header block. What lies beyond a cap
is left out and reported; what lies before it is read.
"""

import binascii
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.mail import tnef
from bot.mail.charset import clean_line
from bot.mail.cms import signed_content
from bot.mail.headers import MAX_PART_HEADER_BLOCK, Headers, parameters, split_headers
from bot.patterns import compiled_later

WRAPPED = "application/pkcs7-mime"
"""S/MIME that holds the mail itself (RFC 8551 section 3.2), by whatever name it goes."""
OUTLOOK = "application/ms-tnef"
"""Outlook's own wrapping, by whatever name it goes."""
HOLDS_PARTS = frozenset({"message/rfc822", "message/global", WRAPPED, OUTLOOK})
MAX_PARTS = 500
MAX_DEPTH = 50
MAX_WRAPPINGS = 5
"""Wrappings of Outlook that are opened; a mail has one."""
MAX_COPIED = 100_000_000
"""Bytes of encoded parts that are decoded to look for parts inside, over all levels."""
MAX_DELIMITERS = 20_000
"""Lines that may look like a boundary, over all levels."""

_TYPE = compiled_later(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")
_FIRST_DELIMITER = re.compile(rb"^--([!-~]{1,100})[ \t]*\r?\n", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """One part: its headers, its type, and where its still encoded body lies in ``source``."""

    headers: Headers
    source: bytes
    start: int
    end: int
    depth: int
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    children: list["Part"] = field(default_factory=list)

    @property
    def maintype(self) -> str:
        return self.content_type.partition("/")[0]

    def content(self, limit: int | None = None) -> bytes:
        """The decoded body; ``limit`` caps the encoded bytes that are looked at. Never raises."""
        end = self.end if limit is None else min(self.end, self.start + limit)
        return _transfer_decoded(self.source[self.start : end], self.headers.line("content-transfer-encoding").lower())

    def walk(self) -> Iterator["Part"]:
        """This part and everything below it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting += reversed(part.children)


@dataclass(slots=True)
class _Budget:
    parts: int = MAX_PARTS
    delimiters: int = MAX_DELIMITERS
    too_many: bool = False
    too_deep: bool = False
    broken: bool = False
    copied: int = MAX_COPIED
    wrappings: int = MAX_WRAPPINGS

    def allows_copy(self, part: Part) -> bool:
        """Whether a part may be decoded to look inside: each level of such parts keeps a copy of all that is in it."""
        self.copied -= part.end - part.start
        if self.parts <= 0 or self.copied < 0:
            self.too_many = True
            return False
        return True


@dataclass(frozen=True, slots=True)
class Tree:
    """The root part, and which caps it ran into."""

    root: Part
    too_many: bool
    too_deep: bool
    broken: bool


def read_tree(raw: bytes) -> Tree:
    """Read the structure of a whole mail."""
    budget = _Budget()
    root = _part(raw, 0, len(raw), 0, "text/plain", None)
    waiting = [root]
    while waiting:
        part = waiting.pop()
        part.children = _children(part, budget)
        waiting += reversed(part.children)
    return Tree(root, budget.too_many, budget.too_deep, budget.broken)


def _part(source: bytes, start: int, end: int, depth: int, default: str, limit: int | None) -> Part:
    headers, body = split_headers(source, start, end, limit) if limit else split_headers(source, start, end)
    written, found = parameters(headers.raw("content-type"))
    disposition, more = parameters(headers.raw("content-disposition"))
    content_type = written if _TYPE.fullmatch(written) else default
    filename = more.get("filename") or found.get("name") or ""
    if content_type == "application/x-pkcs7-mime" or filename.casefold() == "smime.p7m":
        content_type = WRAPPED
    if content_type == "application/vnd.ms-tnef" or filename.casefold() == "winmail.dat":
        content_type = OUTLOOK
    return Part(headers, source, body, end, depth, content_type, found, disposition, filename)


def _children(part: Part, budget: _Budget) -> list[Part]:
    if part.maintype != "multipart" and part.content_type not in HOLDS_PARTS:
        return []
    if part.depth >= MAX_DEPTH:
        budget.too_deep = True
        return []
    if part.content_type == WRAPPED:
        return _unwrapped(part, budget)
    if part.content_type == OUTLOOK:
        return _out_of_outlook(part, budget)
    if part.maintype == "message":
        return _enclosed(part, budget)
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = []
    for start, end in _ranges(part, budget):
        if budget.parts <= 0:
            budget.too_many = True
            break
        budget.parts -= 1
        children.append(_part(part.source, start, end, part.depth + 1, default, MAX_PART_HEADER_BLOCK))
    if not children:
        budget.broken = True
        part.content_type = "text/plain"
    return children


def _enclosed(part: Part, budget: _Budget) -> list[Part]:
    """The mail inside message/rfc822; some senders encode it, which RFC 2046 section 5.2.1 forbids."""
    if budget.parts <= 0:
        budget.too_many = True
        return []
    budget.parts -= 1
    encoding = part.headers.line("content-transfer-encoding").lower()
    if encoding in {"base64", "quoted-printable"}:
        if not budget.allows_copy(part):
            return []
        data = part.content()
        return [_part(data, 0, len(data), part.depth + 1, "text/plain", None)]
    start = part.start
    while part.source[start : start + 1] in {b"\r", b"\n"} and start < part.end:
        start += 1
    return [_part(part.source, start, part.end, part.depth + 1, "text/plain", None)]


def _unwrapped(part: Part, budget: _Budget) -> list[Part]:
    """The mail that was signed; nothing when it is encrypted."""
    if not budget.allows_copy(part):
        return []
    data = signed_content(part.content())
    if data is None:
        return []
    inner = _part(data, 0, len(data), part.depth + 1, "text/plain", MAX_PART_HEADER_BLOCK)
    if not inner.headers.raw("content-type"):  # a signed file, and no mail
        return []
    budget.parts -= 1
    return [inner]


def _out_of_outlook(part: Part, budget: _Budget) -> list[Part]:
    """The text, the HTML and the files in Outlook's own wrapping, as if they were parts of the mail."""
    budget.wrappings -= 1
    if budget.wrappings < 0 or not budget.allows_copy(part):
        budget.too_many = True
        return []
    found = tnef.opened(part.content())
    if found is None:
        return []
    bodies = [("text/plain", found.text), ("text/html", found.html)]
    inside = [(kind, "", text.encode()) for kind, text in bodies if text.strip()]
    inside += [(_type_of_file(file), file.name or "bijlage", file.data) for file in found.files]
    if len(inside) > budget.parts:
        budget.too_many = True
    inside = inside[: max(budget.parts, 0)]
    budget.parts -= len(inside)
    utf8 = {"charset": "utf-8"}
    return [Part(Headers(), data, 0, len(data), part.depth + 1, kind, utf8, "", name) for kind, name, data in inside]


def _type_of_file(file: tnef.File) -> str:
    guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return file.content_type if _TYPE.fullmatch(file.content_type) else guessed


def _ranges(part: Part, budget: _Budget) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart begin and end; an unclosed last one runs to the end."""
    delimiter = _delimiter(part)
    began = -1
    for line_start, line_end, closing in _delimiter_lines(part, delimiter, budget) if delimiter else ():
        if began >= 0:
            yield began, _before_line_break(part.source, began, line_start)
        began = -1 if closing else line_end
        if closing:
            return
    if began >= 0:
        yield began, part.end


def _delimiter(part: Part) -> bytes:
    boundary = part.parameters.get("boundary", "")
    if boundary:
        return b"--" + boundary.encode("utf-8", "replace")
    found = _FIRST_DELIMITER.search(part.source, part.start, min(part.end, part.start + 4_000))
    return b"--" + found[1] if found else b""


def _delimiter_lines(part: Part, delimiter: bytes, budget: _Budget) -> Iterator[tuple[int, int, bool]]:
    source, position = part.source, part.start
    while budget.delimiters > 0:
        at = source.find(delimiter, position, part.end)
        if at < 0:
            return
        budget.delimiters -= 1
        after = at + len(delimiter)
        found = source.find(b"\n", after, min(part.end, after + 200))
        line_end = found + 1 if found >= 0 else min(part.end, after + 200)
        rest = source[after:line_end].strip()
        if (at == part.start or source[at - 1 : at] == b"\n") and rest in {b"", b"--"}:
            yield at, line_end, rest == b"--"
        position = after
    budget.too_many = True


def _before_line_break(source: bytes, start: int, end: int) -> int:
    """The line break before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1)."""
    if end > start and source[end - 1 : end] == b"\n":
        end -= 1
    if end > start and source[end - 1 : end] == b"\r":
        end -= 1
    return end


def _transfer_decoded(data: bytes, encoding: str) -> bytes:
    encoding = clean_line(encoding).strip("\"' ;")
    try:
        if encoding == "base64":
            return binascii.a2b_base64(data + b"===")
        if encoding == "quoted-printable":
            return binascii.a2b_qp(data)
        if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
            return _uudecoded(data)
    except (binascii.Error, ValueError):
        return _base64_leniently(data) if encoding == "base64" else data
    return data


def _base64_leniently(data: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def _uudecoded(data: bytes) -> bytes:
    lines = data.splitlines()
    begin = next((n for n, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    out = []
    for line in lines[begin + 1 :]:
        if line.strip() in {b"end", b"`", b""}:
            break
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        out.append(binascii.a2b_uu(line[:length]))
    return b"".join(out)
