"""Outlook's own wrapping (``winmail.dat``): its text and its files, as far as people need them (MS-OXTNEF).

The body may stand there three times: as plain text, as HTML, and as compressed RTF. Checksums are not looked at: what
can be read is read. Nothing here raises, and all lengths are held against what is there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.mail.charset import decode
from bot.mail.rtf import decompressed, html_of, text_of

MAX_FILES = 200
MAX_PROPERTIES = 2_000

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTE = struct.Struct("<BHHI")
_BODY, _MESSAGE, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_NEW_FILE, _FILE_TITLE, _FILE_DATA, _FILE = 0x9002, 0x8010, 0x800F, 0x9005

_PLAIN, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_DATA, _SHORT_NAME, _LONG_NAME, _MIME_TYPE = 0x3701, 0x3704, 0x3707, 0x370E
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a value by its type; values begin at multiples of four."""
_OBJECT, _EIGHT_BIT, _UNICODE, _BINARY = 0x0D, 0x1E, 0x1F, 0x102
_MANY = 0x1000


@dataclass(slots=True)
class File:
    """One attachment."""

    name: str = ""
    content_type: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Opened:
    """What was inside. Of the texts those are empty that are not there."""

    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Property:
    kind: int
    name: int
    data: bytes

    def text(self, code_page: str) -> str:
        if self.kind == _UNICODE:
            return self.data.decode("utf-16-le", "replace").partition("\0")[0]
        return decode(self.data, code_page).partition("\0")[0]


def opened(data: bytes) -> Opened | None:
    """None for what is no such wrapping."""
    return _opened(data) if data.startswith(_SIGNATURE) else None


def _opened(data: bytes) -> Opened:
    found, code_page, rtf = Opened(), "", b""
    for name, value in _attributes(data):
        if name == _CODE_PAGE and len(value) >= 4:
            code_page = f"windows-{struct.unpack_from('<I', value)[0]}"
        elif name == _BODY:
            found.text = found.text or decode(value, code_page).partition("\0")[0]
        elif name == _MESSAGE:
            for one in _properties(value):
                if one.name == _PLAIN:
                    found.text = one.text(code_page) or found.text
                elif one.name == _HTML:
                    found.html = one.text(code_page)
                elif one.name == _RTF:
                    rtf = one.data
        else:
            _read_file(found.files, name, value, code_page)
    if rtf and not (found.text and found.html):
        _add_rich_text(found, decompressed(rtf))
    return found


def _add_rich_text(found: Opened, rtf: bytes) -> None:
    """RTF is the least of the three: Outlook also puts HTML and plain text into it."""
    found.html = found.html or html_of(rtf)
    found.text = found.text or ("" if found.html else text_of(rtf))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(identifier, contents) one after the other; a last one that is cut off counts as far as it goes."""
    at = len(_SIGNATURE) + 2
    while at + _ATTRIBUTE.size <= len(data):
        _, name, _, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        yield name, data[at : at + length]
        at += length + 2


def _read_file(files: list[File], name: int, value: bytes, code_page: str) -> None:
    if name == _NEW_FILE and len(files) < MAX_FILES:
        files.append(File())
    elif not files:
        return
    elif name == _FILE_TITLE:
        files[-1].name = files[-1].name or decode(value, code_page).partition("\0")[0]
    elif name == _FILE_DATA:
        files[-1].data = value
    elif name == _FILE:
        _describe(files[-1], value, code_page)


def _describe(file: File, value: bytes, code_page: str) -> None:
    names = {}
    for one in _properties(value):
        if one.name in {_LONG_NAME, _SHORT_NAME}:
            names[one.name] = one.text(code_page)
        elif one.name == _MIME_TYPE:
            file.content_type = one.text(code_page).strip().lower()
        elif one.name == _DATA:
            file.data = file.data or (one.data[16:] if one.kind == _OBJECT else one.data)
    file.name = names.get(_LONG_NAME) or file.name or names.get(_SHORT_NAME, "")


def _properties(data: bytes) -> Iterator[_Property]:
    """The properties up to the first that makes no sense."""
    try:
        yield from _all_properties(data)
    except struct.error:
        return


def _all_properties(data: bytes) -> Iterator[_Property]:
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, MAX_PROPERTIES)):
        kind, name = struct.unpack_from("<HH", data, at)
        at = _after_name(data, at + 4) if name >= 0x8000 else at + 4
        plain = kind & ~_MANY
        values, at = _values(data, at, plain, many=kind != plain)
        if values is None:
            return
        yield _Property(plain, name, values[0] if values else b"")


def _after_name(data: bytes, at: int) -> int:
    """Named properties tell their set, and a number or a name in it."""
    (kind,) = struct.unpack_from("<I", data, at + 16)
    (value,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + (_padded(value) if kind else 0)


def _values(data: bytes, at: int, kind: int, *, many: bool) -> tuple[list[bytes] | None, int]:
    """The values of a property and where the next one begins; None for a type that we do not know."""
    varies = kind in {_OBJECT, _EIGHT_BIT, _UNICODE, _BINARY}
    count = 1
    if many or varies:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    if not varies:
        size = _SIZES.get(kind, 0)
        return ([data[at : at + size]], at + size * count) if size else (None, at)
    values = []
    for _ in range(min(count, MAX_PROPERTIES)):
        (length,) = struct.unpack_from("<I", data, at)
        values.append(data[at + 4 : at + 4 + length])
        at += 4 + _padded(length)
    return values, at


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
