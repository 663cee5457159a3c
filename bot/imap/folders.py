r"""Names of folders: as people write them, as the wire wants them, and which one is Sent or Drafts.

The wire has modified UTF-7 (RFC 3501 section 5.1.3); inside the product a folder is called what Outlook calls it.
"""

import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aioimaplib.aioimaplib import quoted

NAMES = {
    "\\sent": (
        "verzonden items",
        "verzonden",
        "verzonden berichten",
        "sent items",
        "sent",
        "sent messages",
        "sent mail",
        "gesendete elemente",
        "gesendet",
        "gesendete objekte",
        "éléments envoyés",
        "envoyés",
        "messages envoyés",
    ),
    "\\drafts": ("concepten", "drafts", "entwürfe", "brouillons"),
}
"""What Outlook, Exchange and Dovecot call these folders in Dutch, English, German and French."""

_LISTED = re.compile(rb'\((?P<attributes>[^)]*)\) (?:NIL|"(?P<delimiter>\\?.)") (?P<name>.*)', re.DOTALL)
_LITERAL = re.compile(rb"\{\d+\}\Z")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_TO_SHIFT = re.compile(r"[^\x20-\x7e]+|&")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST: the attributes in lower case, the delimiter, the name as people write it."""

    attributes: frozenset[str]
    delimiter: str
    name: str

    @property
    def selectable(self) -> bool:
        return not self.attributes & {"\\noselect", "\\nonexistent"}

    @property
    def leaf(self) -> str:
        return self.name.rsplit(self.delimiter, 1)[-1] if self.delimiter else self.name


def wire_name(folder: str) -> str:
    """The folder as an argument of a command: modified UTF-7 in quotes."""
    return str(quoted(encode(folder)))


def encode(name: str) -> str:
    """Into modified UTF-7."""
    return _TO_SHIFT.sub(lambda run: "&-" if run[0] == "&" else f"&{_base64(run[0])}-", name)


def _base64(text: str) -> str:
    octets = text.encode("utf-16-be", "surrogatepass")
    return binascii.b2a_base64(octets, newline=False).rstrip(b"=").replace(b"/", b",").decode("ascii")


def decode(name: str) -> str:
    """Out of modified UTF-7; what is not valid stays as it is."""
    return _SHIFTED.sub(lambda run: _unshifted(run[1]) if run[1] else "&", name)


def _unshifted(text: str) -> str:
    try:
        padded = text.replace(",", "/") + "=" * (-len(text) % 4)
        return binascii.a2b_base64(padded.encode("ascii")).decode("utf-16-be")
    except ValueError:
        return f"&{text}-"


def listed(lines: Sequence[bytes | bytearray]) -> tuple[Listed, ...]:
    """Read the lines of a LIST answer; a name may stand in quotes, bare, or in a literal on the next line."""
    return tuple(folder for line, following in _pairs(lines) if (folder := _read(line, following)) is not None)


def _pairs(lines: Sequence[bytes | bytearray]) -> Iterable[tuple[bytes, bytes | None]]:
    for index, line in enumerate(lines):
        if isinstance(line, bytearray):
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        yield line, bytes(following) if isinstance(following, bytearray) else None


def _read(line: bytes, literal: bytes | None) -> Listed | None:
    found = _LISTED.match(line)
    if found is None:
        return None
    name = literal if literal is not None and _LITERAL.search(line) else _unquoted(found["name"])
    attributes = found["attributes"].decode("ascii", "replace").lower().split()
    delimiter = (found["delimiter"] or b"").decode("ascii", "replace")[-1:]
    return Listed(frozenset(attributes), delimiter, decode(name.decode("utf-8", "replace")))


def _unquoted(name: bytes) -> bytes:
    if name[:1] == b'"' and name[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return name


def special(use: str, folders: Iterable[Listed]) -> str | None:
    r"""The folder for ``\Sent`` or ``\Drafts``: by its attribute (RFC 6154), else the best known name."""
    usable = [folder for folder in folders if folder.selectable]
    for folder in usable:
        if use.lower() in folder.attributes:
            return folder.name
    by_leaf: dict[str, str] = {}
    for folder in usable:
        by_leaf.setdefault(folder.leaf.casefold(), folder.name)
    return next((by_leaf[name] for name in NAMES.get(use.lower(), ()) if name in by_leaf), None)
