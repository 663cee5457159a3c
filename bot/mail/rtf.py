"""Rich text as Outlook wraps it: compressed (MS-OXRTFCP), often with the HTML of the mail inside (MS-OXRTFEX).

Only words are taken out. Formatting, fonts, pictures and fields are passed over; nothing is run or loaded.
"""

import re
import struct
from dataclasses import dataclass

from bot.mail.charset import decode
from bot.patterns import compiled_later

MAX_RTF = 1_000_000
"""Bytes after decompressing; more is no letter."""

_HEADER = struct.Struct("<II4sI")
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every compressed text may refer to before it wrote anything."""
_WINDOW = 4_096

_TOKEN = compiled_later(r"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_WORDS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t",
          "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
          "rdblquote": "\u201d", "bullet": "\u2022"}  # fmt: skip
_PASSED_OVER = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator",
                "listtable", "listoverridetable", "rsidtbl", "themedata", "fldinst", "datastore"}  # fmt: skip


def decompressed(data: bytes) -> bytes:
    """The RTF; as much as there is when it is cut off, nothing when it is something else."""
    if len(data) < _HEADER.size:
        return b""
    _, raw_size, kind, _ = _HEADER.unpack_from(data)
    if kind == b"MELA":
        return data[_HEADER.size :][: min(raw_size, MAX_RTF)]
    return _inflated(data[_HEADER.size :], min(raw_size, MAX_RTF)) if kind == b"LZFu" else b""


def _inflated(data: bytes, most: int) -> bytes:
    """Runs of eight tokens behind a byte that says which are letters and which refer to the last 4,096 bytes."""
    out, at = bytearray(_DICTIONARY), 0
    end = len(_DICTIONARY) + most
    while at < len(data) and len(out) < end:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(out) >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 2 > len(data):
                return bytes(out[len(_DICTIONARY) :])
            place = int.from_bytes(data[at : at + 2], "big")
            at += 2
            back = (len(out) - (place >> 4)) % _WINDOW
            if back == 0:  # it refers to where we are: the end
                return bytes(out[len(_DICTIONARY) :])
            _repeat(out, back, (place & 0xF) + 2)
    return bytes(out[len(_DICTIONARY) : end])


def _repeat(out: bytearray, back: int, length: int) -> None:
    """What is being written at this moment may be repeated, too; before the dictionary stand zeros."""
    if length <= back <= len(out):
        out += out[-back : len(out) - back + length]
        return
    for _ in range(length):
        out.append(out[-back] if back <= len(out) else 0)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    silent: bool = False
    markup: bool = False
    """Inside the HTML that is wrapped."""
    skip: int = 1
    """How many letters stand in for one of Unicode."""


def text_of(rtf: bytes) -> str:
    """The words of an RTF."""
    return _read(rtf, html=False)


def html_of(rtf: bytes) -> str:
    """The HTML that an RTF wraps; '' when it wraps none."""
    return _read(rtf, html=True) if b"\\fromhtml" in rtf[:2_000] else ""


def _read(rtf: bytes, *, html: bool) -> str:
    page = _CODE_PAGE.search(rtf[:2_000])
    reader = _Reader(f"windows-{page[1].decode()}" if page else "", html=html)
    for token in _TOKEN.finditer(rtf[:MAX_RTF].decode("latin-1")):
        reader.take(token)
    return reader.text()


class _Reader:
    def __init__(self, code_page: str, *, html: bool) -> None:
        self._code_page, self._html = code_page, html
        self._groups = [_Group()]
        self._pieces = list[str]()
        self._bytes = bytearray()
        self._skip = 0
        self._optional = False

    def text(self) -> str:
        """Everything that was said; letters beyond the first 65,536 of Unicode are written as two."""
        self._flush()
        return "".join(self._pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def take(self, token: re.Match[str]) -> None:
        """One word, letter, brace or run of text."""
        word, number, code, symbol, brace, run = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, number)
        elif code:
            self._letters(bytes([int(code, 16)]))
        elif symbol == "*":
            self._optional = True
        elif symbol:
            self._letters({"~": b"\xa0", "_": b"-", "-": b""}.get(symbol, symbol.encode("latin-1", "replace")))
        elif run:
            self._letters(run.encode("latin-1"))

    def _brace(self, brace: str) -> None:
        self._optional, self._skip = False, 0
        if brace == "{" and len(self._groups) < 1_000:
            self._groups.append(self._groups[-1])
        elif brace == "}" and len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        group, optional = self._groups[-1], self._optional
        self._optional = False
        if word == "htmltag":
            self._groups[-1] = _Group(silent=not self._html, markup=True, skip=group.skip)
        elif word in _PASSED_OVER or (optional and word != "mhtmltag") or word == "mhtmltag":
            self._groups[-1] = _Group(silent=True, skip=group.skip)
        elif word == "htmlrtf":
            self._groups[-1] = _Group(silent=self._html and number != "0", markup=group.markup, skip=group.skip)
        elif word == "uc":
            self._groups[-1] = _Group(silent=group.silent, markup=group.markup, skip=int(number or 1))
        elif word == "u" and number:
            self._say(chr(int(number) % 0x10000))
            self._skip = group.skip
        elif word in _WORDS:
            self._say(_WORDS[word])

    def _say(self, text: str) -> None:
        if not self._groups[-1].silent:
            self._flush()
            self._pieces.append(text)

    def _letters(self, data: bytes) -> None:
        """Letters of the code page, but those that only stand in for one of Unicode."""
        left, self._skip = data[self._skip :], max(0, self._skip - len(data))
        if not self._groups[-1].silent:
            self._bytes += left

    def _flush(self) -> None:
        self._pieces.append(decode(bytes(self._bytes), self._code_page))
        self._bytes.clear()
