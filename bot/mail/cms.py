"""The mail inside an opaque signature (``smime.p7m``): taken out of its wrapping, the signature unchecked.

Only as much of ASN.1 (BER, ITU-T X.690) is read as it takes to reach the content of CMS SignedData (RFC 5652 section
5.1). What is encrypted, or is no SignedData, gives None.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OCTETS, _CONSTRUCTED_OCTETS, _OID, _EXPLICIT = 0x30, 0x04, 0x24, 0x06, 0xA0
_MOST_PIECES = 100_000
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    """Where its contents begin."""
    end: int
    """Where they end; with an indefinite length that is only known when they were read."""
    indefinite: bool


def signed_content(data: bytes) -> bytes | None:
    """The MIME entity that was signed. Never raises."""
    try:
        return _signed_content(data)
    except (ValueError, IndexError, StopIteration):
        return None


def _signed_content(data: bytes) -> bytes | None:
    outer = _inside(data, _element(data, 0, len(data)), _SEQUENCE)
    kind = next(outer)
    if kind.tag != _OID or data[kind.start : kind.end] != _SIGNED_DATA:
        return None
    signed = _inside(data, _only(data, next(outer), _EXPLICIT), _SEQUENCE)
    next(signed)  # the version
    next(signed)  # the digest algorithms
    content = _inside(data, next(signed), _SEQUENCE)
    next(content)  # what the content is: data
    return b"".join(_octets(data, _only(data, next(content), _EXPLICIT), 0))


def _element(data: bytes, at: int, stop: int) -> _Element:
    """The element at this place; tags of one byte are all that SignedData needs."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        return _Element(tag, start, stop, indefinite=True)
    if length > 0x80:
        size = length & 0x7F
        if size > 8:
            raise ValueError("a length that no mail has")
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > stop:
        raise ValueError("cut off")
    return _Element(tag, start, start + length, indefinite=False)


def _inside(data: bytes, element: _Element, tag: int) -> Iterator[_Element]:
    if element.tag != tag:
        raise ValueError("another element")
    return _children(data, element)


def _children(data: bytes, element: _Element) -> Iterator[_Element]:
    at = element.start
    while at < element.end and not (element.indefinite and data[at : at + 2] == b"\0\0"):
        child = _element(data, at, element.end)
        yield child
        at = _after(data, child, 0)


def _after(data: bytes, element: _Element, depth: int) -> int:
    """Where the next element begins; an indefinite length is found by reading what is inside."""
    if not element.indefinite:
        return element.end
    if depth > _DEEPEST:
        raise ValueError("too deep")
    at = element.start
    while data[at : at + 2] != b"\0\0":
        at = _after(data, _element(data, at, element.end), depth + 1)
    return at + 2


def _only(data: bytes, element: _Element, tag: int) -> _Element:
    return next(_inside(data, element, tag))


def _octets(data: bytes, element: _Element, depth: int) -> Iterator[bytes]:
    """An OCTET STRING, in one piece or in many (X.690 section 8.7)."""
    if element.tag == _OCTETS and not element.indefinite:
        yield data[element.start : element.end]
    elif element.tag == _CONSTRUCTED_OCTETS and depth < _DEEPEST:
        for number, piece in enumerate(_children(data, element)):
            if number > _MOST_PIECES:
                raise ValueError("too many pieces")
            yield from _octets(data, piece, depth + 1)
    else:
        raise ValueError("no content")
