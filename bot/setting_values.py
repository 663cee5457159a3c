"""What the text of a setting means. Each reader gives the value, or raises ``ValueError`` with what it must be.

The message never repeats the text: it may be a secret in the wrong place.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Reader = Callable[[str], T]

WHOLE = re.compile(r"[0-9]{1,15}")
YES, NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
YEAR_OF_SECONDS = 31_536_000

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no log and no message shows; ``reveal`` gives it to what must send it."""

    _text: str = field(default="", repr=False)

    def reveal(self) -> str:
        return self._text


def secret(text: str) -> Secret:
    """Any text, kept out of sight."""
    return Secret(text)


def words(text: str) -> str:
    """Any text, as it is."""
    return text


def folder(text: str) -> Path:
    """A folder; whether it can be used is seen when it is."""
    if not text:
        raise ValueError("must be a folder")
    return Path(text)


def whole(least: int, most: int) -> Reader[int]:
    """A whole number of these limits."""

    def read(text: str) -> int:
        if not WHOLE.fullmatch(text.strip()) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def seconds(text: str) -> float:
    """A time of more than nothing and at most a year."""
    return _number(text, lambda value: 0 < value <= YEAR_OF_SECONDS, "must be a number of seconds, above 0")


def seconds_or_none(text: str) -> float:
    """A time that may be nothing."""
    return _number(text, lambda value: 0 <= value <= YEAR_OF_SECONDS, "must be a number of seconds, 0 or more")


def hours(text: str) -> float:
    """A time in hours, of more than nothing and at most a year."""
    return _number(text, lambda value: 0 < value <= YEAR_OF_SECONDS / 3600, "must be a number of hours, above 0")


def _number(text: str, fits: Callable[[float], bool], message: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(message) from None
    if not math.isfinite(value) or not fits(value):
        raise ValueError(message)
    return value


def one_of(*choices: T) -> Reader[T]:
    """One of these words."""

    def read(text: str) -> T:
        for choice in choices:
            if choice == text:
                return choice
        raise ValueError(f"must be one of {', '.join(map(str, choices))}")

    return read


def yes_or_no(text: str) -> bool:
    """True or false, in any of the usual ways to say so."""
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError("must be true or false")


def day(text: str) -> date:
    """A day such as 2026-11-22."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day such as 2026-11-22") from None


def mail_address(text: str) -> str:
    """An address that can stand in a mail of ours as it is."""
    if not re.fullmatch(f"{_LOCAL}@{_DOMAIN}", text):
        raise ValueError("must be a mail address")
    return text


def domain(text: str) -> str:
    """The name of a domain."""
    if not re.fullmatch(_DOMAIN, text):
        raise ValueError("must be the name of a domain")
    return text


def optional(read: Reader[T]) -> Reader[T | None]:
    """Nothing for an empty text."""
    return lambda text: read(text) if text else None


def listed(read: Reader[T], least: int = 0) -> Reader[tuple[T, ...]]:
    """Several with commas between them."""

    def read_all(text: str) -> tuple[T, ...]:
        found = tuple(read(part.strip()) for part in text.split(",") if part.strip())
        if len(found) < least:
            raise ValueError(f"must have at least {least}")
        return found

    return read_all


def pair(*meanings: str) -> Reader[tuple[str, str]]:
    """A text of others and what it means here: ``VALUE=MEANING``; the value may have an equals sign itself."""

    def read(text: str) -> tuple[str, str]:
        value, _, meaning = text.rpartition("=")
        if not value.strip() or meaning.strip() not in meanings:
            raise ValueError(f"must be VALUE=MEANING, with a meaning of {', '.join(meanings)}")
        return value.strip(), meaning.strip()

    return read
