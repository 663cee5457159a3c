"""Address lists (RFC 5322 section 3.4), read in one pass so that the display part can never pass for the address.

Structure is read from the raw text; encoded words are decoded afterwards and only for display. What cannot be read in
one way only is left out and reported, never guessed (the shapes of CVE-2023-27043).
"""

import re
from dataclasses import dataclass, field

from bot.mail.charset import clean_line
from bot.mail.headers import decode_words
from bot.model import Address
from bot.patterns import compiled_later

MAX_ADDRESSES = 500
MAX_ADDRESS_LENGTH = 254

_LOCAL = r"(?:[^\s@<>()\[\]:;,\\\"=]|=(?!\?))+"
_DOMAIN = r"(?:[^\s@<>()\[\]:;,\\\"=]+|\[[0-9A-Fa-f:.]+\])"
_ADDR_SPEC = compiled_later(rf"(?:{_LOCAL}|\"[^\"\\@<>]{{1,64}}\")@{_DOMAIN}")


@dataclass(frozen=True, slots=True)
class AddressList:
    """The addresses that could be read, and whether something was left out or could be read in two ways."""

    addresses: tuple[Address, ...] = ()
    doubtful: bool = False
    truncated: bool = False


@dataclass(slots=True)
class _Chunk:
    """One entry of the list while it is being read."""

    phrase: list[str] = field(default_factory=list)
    angles: list[list[str]] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    unbalanced: bool = False
    at_sign: bool = False

    def empty(self) -> bool:
        return not (self.angles or self.comment or "".join(self.phrase).strip())


def read_addresses(value: str) -> AddressList:
    """Every address of a From, To, Cc or Reply-To value (raw text, unfolded)."""
    addresses: list[Address] = []
    doubtful = truncated = False
    for chunk in _Reader().read(value):
        if len(addresses) >= MAX_ADDRESSES:
            truncated = True
            break
        address, sure = _address(chunk)
        doubtful = doubtful or not sure
        if address:
            addresses.append(address)
    if not addresses and "=?" in value and "@" not in re.sub(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=", "", value):
        return _from_encoded_whole(value)
    return AddressList(tuple(addresses), doubtful, truncated)


def _from_encoded_whole(value: str) -> AddressList:
    """Some senders encode the whole field, address and all; there is no other address that it could hide."""
    decoded = clean_line(decode_words(value)).replace("=?", "= ?")
    inner = read_addresses(decoded)
    return AddressList(inner.addresses[:1], doubtful=True)


class _Reader:
    """Reads a list character by character; one method per state."""

    def __init__(self) -> None:
        self._done: list[_Chunk] = []
        self._chunk = _Chunk()
        self._comments = 0
        self._quoted = self._angle = self._escaped = False

    def read(self, value: str) -> list[_Chunk]:
        for character in value:
            if self._escaped:
                self._escaped = False
                self._target.append(character)
            elif character == "\\" and (self._quoted or self._comments):
                self._escaped = True
            elif self._comments:
                self._in_comment(character)
            elif character == '"':
                self._quoted = not self._quoted
                self._target.append(character)
            elif self._quoted:
                self._target.append(character)
            else:
                self._in_structure(character)
        return [chunk for chunk in [*self._done, self._chunk] if not chunk.empty()]

    @property
    def _target(self) -> list[str]:
        if self._comments:
            return self._chunk.comment
        return self._chunk.angles[-1] if self._angle else self._chunk.phrase

    def _in_comment(self, character: str) -> None:
        self._comments += {"(": 1, ")": -1}.get(character, 0)
        if self._comments:
            self._chunk.comment.append(character)

    def _in_structure(self, character: str) -> None:
        chunk = self._chunk
        if character == "(":
            self._comments = 1
        elif character == "<" and not self._angle:
            self._angle = True
            chunk.angles.append([])
        elif character == ">" and self._angle:
            self._angle = False
        elif character in ",;" and not self._angle:
            self._done.append(chunk)
            self._chunk = _Chunk()
        elif character == ":" and not self._angle and not chunk.at_sign:
            chunk.phrase.clear()  # the name of a group
        else:
            chunk.unbalanced = chunk.unbalanced or character in ")>"
            chunk.at_sign = chunk.at_sign or character == "@"
            self._target.append(character)


def _address(chunk: _Chunk) -> tuple[Address | None, bool]:
    """The address of one entry, and whether there is only one way to read it."""
    phrase = "".join(chunk.phrase).strip()
    if chunk.angles:
        spec = _addr_spec("".join(chunk.angles[-1]))
        name = _display(phrase or "".join(chunk.comment))
        return (Address(name, spec) if spec else None), len(chunk.angles) == 1 and (bool(spec) or not phrase)
    words = phrase.split()
    with_at = [word for word in words if "@" in word] if not phrase.startswith('"') else [phrase]
    if chunk.unbalanced or len(with_at) != 1:
        return None, not with_at and not chunk.unbalanced
    spec = _addr_spec(with_at[0])
    rest = " ".join(word for word in words if word != with_at[0]) if with_at[0] in words else ""
    return (Address(_display(rest or "".join(chunk.comment)), spec) if spec else None), bool(spec)


def _addr_spec(text: str) -> str:
    spec = clean_line(text.strip()).removeprefix("mailto:")
    spec = spec.rpartition(":")[2] if spec.startswith("@") else spec  # an obsolete route
    return spec if len(spec) <= MAX_ADDRESS_LENGTH and _ADDR_SPEC.fullmatch(spec) else ""


def _display(phrase: str) -> str:
    return clean_line(decode_words(phrase.strip().strip("\"'")).replace('"', ""))[:200].strip(" '\"")
