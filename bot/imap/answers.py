"""What an IMAP server says, read out of the lines that aioimaplib hands over (text as bytes, literals as bytearray).

Only what we asked for is looked at, and always by UID: a server may put unsolicited FETCH data, without a UID, into any
answer (RFC 3501 section 7).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from bot.model import Located

Line = bytes | bytearray
Attributes = Mapping[bytes, bytes | None]
"""Upper-case name of a FETCH item to its value; None is NIL. Every ``BODY[...]`` stands under ``BODY``."""

_ITEM = re.compile(rb"\d+ FETCH \(", re.IGNORECASE)
_TOKEN = re.compile(
    rb'(?P<body>BODY\[[^\]]*\](?:<\d+>)?)|(?P<literal>\{\d+\}\Z)|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<paren>[()])'
    rb'|(?P<atom>[^\s()"]+)',
    re.IGNORECASE,
)
_NUMBER = re.compile(rb"\d{1,20}")
_CODE = re.compile(rb"\[([A-Z][A-Z0-9-]*)", re.IGNORECASE)
_MOMENT = re.compile(rb"\s*(\d{1,2})-([A-Z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.IGNORECASE)
_MONTHS = (b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC")

TEMPORARY = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "TIMEOUT"})
"""Response codes of a NO that says nothing against us (RFC 5530)."""

_CROWDED = re.compile(r"too many (?:\w{1,20} ){0,2}(?:connection|session|log-?in)|connections? limit", re.IGNORECASE)


def words_of(lines: Sequence[Line]) -> str:
    """The tagged answer as text, to be searched for what it says of our pace and for nothing else."""
    return bytes(lines[-1]).decode("ascii", "replace") if lines else ""


def response_code(lines: Sequence[Line]) -> str:
    """The bracketed code of the tagged answer, or ''; the words behind it may be personal and are not read."""
    found = _CODE.match(bytes(lines[-1])) if lines else None
    return found[1].decode("ascii").upper() if found else ""


def crowded(words: str) -> bool:
    """Whether the server has enough connections of this account; that says nothing against the others."""
    return _CROWDED.search(words) is not None


def searched(lines: Sequence[Line]) -> tuple[int, ...]:
    """The ascending UIDs of a SEARCH answer; its last line is the tagged one."""
    return tuple(sorted({int(word) for line in lines[:-1] for word in bytes(line).split() if _NUMBER.fullmatch(word)}))


def number(lines: Sequence[Line], name: bytes) -> int | None:
    """A number of a SELECT answer: ``[UIDVALIDITY 7]`` or ``12 EXISTS``."""
    pattern = re.compile(rb"\A(\d{1,20}) %s\b|\[%s (\d{1,20})\]" % (name, name), re.IGNORECASE)
    for line in lines:
        if found := pattern.search(bytes(line)):
            return int(found[1] or found[2])
    return None


def fetched(lines: Sequence[Line]) -> dict[int, Attributes]:
    """UID to its attributes; items without a UID are unsolicited and left out, parts of one message are joined."""
    by_uid: dict[int, dict[bytes, bytes | None]] = {}
    for parts in _items(lines[:-1]):
        attributes = dict(_attributes(parts))
        uid = attributes.get(b"UID")
        if uid is not None and _NUMBER.fullmatch(uid):
            by_uid.setdefault(int(uid), {}).update(attributes)
    return dict(by_uid)


def _items(lines: Sequence[Line]) -> Iterator[list[Line]]:
    item: list[Line] = []
    for line in lines:
        if isinstance(line, bytes) and _ITEM.match(line):
            if item:
                yield item
            item = []
        item.append(line)
    if item:
        yield item


def _attributes(parts: Sequence[Line]) -> Iterator[tuple[bytes, bytes | None]]:
    """Name and value in turn; a parenthesised value is passed over."""
    depth, name = 0, None
    for kind, value in _tokens(parts):
        if kind == "paren":
            depth += 1 if value == b"(" else -1
            if depth == 1:
                name = None  # a list has ended
        elif depth == 1:
            if name is None:
                name = b"BODY" if kind == "body" else (value or b"").upper()
            else:
                yield name, None if kind == "atom" and value == b"NIL" else value
                name = None


def _tokens(parts: Sequence[Line]) -> Iterator[tuple[str, bytes | None]]:
    for part in parts:
        if isinstance(part, bytearray):
            yield "string", bytes(part)
            continue
        start = found.end() - 1 if (found := _ITEM.match(part)) else 0
        for token in _TOKEN.finditer(part, start):
            kind = token.lastgroup or ""
            if kind == "quoted":
                yield "string", re.sub(rb"\\(.)", rb"\1", token["quoted"])
            elif kind != "literal":
                yield kind, token[0]


def size_of(item: Attributes) -> int:
    """RFC822.SIZE, 0 when it is not told; servers may be wrong about it, so it only plans."""
    told = item.get(b"RFC822.SIZE")
    return int(told) if told is not None and _NUMBER.fullmatch(told) else 0


def with_crlf(raw: bytes) -> bytes:
    """The mail with the line ends of RFC 5322, so that the same mail has the same hash on every server.

    A mail without a single CRLF comes from a server that hands out its own file; a bare LF beside CRLFs is the sender's
    and stays.
    """
    return raw if b"\r\n" in raw else raw.replace(b"\n", b"\r\n")


def unreadable(place: Located, header: bytes | None) -> bytes:
    """A note for the staff in the place of a mail that the server has but cannot give; no two are the same bytes."""
    head = with_crlf(header) if header else b"Subject: Onleesbare mail\r\n\r\n"
    where = f"{place.folder}, UIDVALIDITY {place.uidvalidity}, UID {place.uid}"
    return head + f"[De mailserver geeft deze mail niet. Open hem in Outlook. Plaats: {where}]\r\n".encode()


def search_date(day: date) -> str:
    """A day as SEARCH wants it (RFC 3501 section 9), whatever the language of this machine."""
    return f"{day.day}-{_MONTHS[day.month - 1].decode().title()}-{day.year:04}"


def moment(internal_date: bytes | None) -> datetime | None:
    """INTERNALDATE as an aware UTC time; None when it is no date."""
    found = _MOMENT.match(internal_date or b"")
    if found is None or found[2].upper() not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[group]) for group in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == b"-" else 1)
    try:
        zone = timezone(offset)
        return datetime(year, _MONTHS.index(found[2].upper()) + 1, day, hour, minute, second, tzinfo=zone).astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        return None
