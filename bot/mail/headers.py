"""Header fields: split out of the bytes in one pass, decoded on demand, every read safe.

The e-mail package of the standard library reads some hostile headers in quadratic time or by recursion, and lets a
display name win over the address; so the few headers that we need are read here, with caps.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from bot.mail.charset import clean, clean_line, decode
from bot.patterns import compiled_later

MAX_HEADERS = 1_000
MAX_HEADER_BLOCK = 256 * 1024
MAX_PART_HEADER_BLOCK = 32 * 1024
MAX_VALUE = 100_000
MAX_PARAMETERS = 100

_NAME = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_WORD = compiled_later(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_MESSAGE_ID = compiled_later(r"<([^<>\s]{1,990})>")
_PARAMETER_NAME = compiled_later(r"([^*]{1,40})(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block as (lower-case name, unfolded raw bytes), in their order."""

    fields: tuple[tuple[str, bytes], ...] = ()
    truncated: bool = False

    def raw(self, name: str) -> str:
        """The first value with this name as text, encoded words untouched; '' when there is none."""
        return next((_text(value) for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value with this name, decoded, each on one line."""
        return tuple(clean_line(decode_words(_text(value))) for key, value in self.fields if key == name)

    def line(self, name: str) -> str:
        """The first value with this name, decoded, on one line."""
        return clean_line(decode_words(self.raw(name)))

    def message_ids(self, name: str) -> tuple[str, ...]:
        """The ids in angle brackets of the first field with this name, also out of encoded words, each once."""
        text = clean(decode_words(self.raw(name)))
        found = _MESSAGE_ID.findall(text) or _MESSAGE_ID.findall("".join(text.split()))
        return tuple(dict.fromkeys(f"<{one}>" for one in found))

    def date(self) -> datetime | None:
        """The Date field in UTC, None where it makes no sense."""
        try:
            moment = parsedate_to_datetime(self.line("date")[:100])
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None


def split_headers(source: bytes, start: int, end: int, limit: int = MAX_HEADER_BLOCK) -> tuple[Headers, int]:
    """Read the header block that begins at ``start``; returns it and the offset of the body.

    A line that is no header ends the block, as in RFC 5322 section 3.5 read leniently.
    """
    fields: list[tuple[str, list[bytes]]] = []
    position, stop, too_many = start, min(end, start + limit), False
    for line_start, line_end, line in _lines(source, start, stop):
        position = line_end
        if not line.strip():
            break
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
            continue
        match = _NAME.match(line)
        if match is None:
            if line.startswith((b"From ", b">From ")) and not fields:
                continue  # the envelope line of an mbox
            position = line_start
            break
        if len(fields) >= MAX_HEADERS:
            too_many = True
            continue
        name = match[0][:-1].decode("ascii").strip().lower()
        fields.append((name, [line[match.end() :]]))
    over = position >= stop < end
    return Headers(tuple((name, b" ".join(p.strip() for p in parts)) for name, parts in fields), too_many or over), (
        position
    )


def _lines(source: bytes, start: int, stop: int) -> Iterator[tuple[int, int, bytes]]:
    while start < stop:
        found = source.find(b"\n", start, stop)
        end = stop if found < 0 else found + 1
        yield start, end, source[start:end].rstrip(b"\r\n")
        start = end


def _text(value: bytes) -> str:
    return decode(value[:MAX_VALUE]).strip()


# --- RFC 2047 ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Neighbouring encoded words of one charset: a character may be cut in two between them."""

    charset: str = ""
    data: list[bytes] = field(default_factory=list)

    def flush(self) -> str:
        text = decode(b"".join(self.data), self.charset) if self.data else ""
        self.data.clear()
        return text


def decode_words(value: str) -> str:
    """Decode encoded words once; what they decode to is never decoded again."""
    if "=?" not in value:
        return value
    out: list[str] = []
    run, position = _Run(), 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        charset = match[1].partition("*")[0].lower()
        if between.strip() or charset != run.charset or not run.data:
            glue = between if between.strip() or not run.data else ""
            out += [run.flush(), glue]
        run.charset = charset
        run.data.append(_word_bytes(match[2], match[3]))
        position = match.end()
    return "".join([*out, run.flush(), value[position:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"===")
    except binascii.Error:
        return raw


# --- parameters (RFC 2045 section 5.1, RFC 2231) ----------------------------------------------------------------------


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """``text/plain; charset=x`` as its lower-case value and its parameters with lower-case names."""
    first, *rest = _semicolons(value[:MAX_VALUE])
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for chunk in rest[:MAX_PARAMETERS]:
        name, equals, text = chunk.partition("=")
        match = _PARAMETER_NAME.fullmatch(name.strip().lower())
        if not equals or match is None:
            continue
        text = _unquoted(text.strip())
        if match[2] is None and match[3] is None:
            plain.setdefault(match[1], clean_line(decode_words(text)))
        else:
            pieces.setdefault(match[1], {})[int(match[2] or 0)] = (text, bool(match[3]))
    extended = {name: _joined(parts) for name, parts in pieces.items()}
    return first.strip().lower(), plain | extended


def _semicolons(value: str) -> list[str]:
    chunks, quoted, start, escaped = [], False, 0, False
    for index, character in enumerate(value):
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            chunks.append(value[start:index])
            start = index + 1
    return [*chunks, value[start:]]


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        inside = text[1:].rpartition('"')[0] if text.endswith('"') and len(text) > 1 else text[1:]
        return re.sub(r"\\(.)", r"\1", inside)
    return text.partition(" ")[0] if text.isascii() and "(" in text else text


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    charset, data = "", b""
    for number in sorted(parts):
        text, encoded = parts[number]
        if number == min(parts) and encoded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return clean_line(decode(data, charset))
