"""Nested dataclasses as JSON and back: what is kept in one column, and what the process that reads mail answers.

A field that is added later takes its default when an older text is read; a field that is gone is ignored.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from types import MappingProxyType, UnionType
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]

UNSAFE = re.compile("[\ud800-\udfff\x00]")
"""Lone surrogates cannot be written as UTF-8, and SQLite's text functions stop at a NUL."""


def clean(text: str) -> str:
    """The text with U+FFFD for what cannot be stored or sent."""
    return text if text.isascii() and "\0" not in text else UNSAFE.sub("\ufffd", text)


class Document(Generic[T]):
    """One type to its JSON text and back."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def write(self, value: T) -> str:
        """The value as JSON, with U+FFFD for what cannot be stored or sent."""
        return json.dumps(plain(value), ensure_ascii=False)

    def read(self, text: str | bytes) -> T:
        """The value that ``write`` wrote; ``ValueError``, ``TypeError`` and the like for another text."""
        return cast("T", self._reader(json.loads(text)))

    @cached_property
    def _reader(self) -> Reader:
        return _reader_of(self._of)


def plain(value: Any) -> Any:
    """Dataclasses, tuples, mappings and times as JSON knows them, every text without what cannot be stored."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    parts = value if isinstance(value, Mapping) else _fields_of(value)
    return value if parts is None else {clean(name): plain(part) for name, part in parts.items()}


def _fields_of(value: Any) -> Mapping[str, Any] | None:
    return {each.name: getattr(value, each.name) for each in fields(value)} if is_dataclass(value) else None


def _reader_of(of: Any) -> Reader:
    """How a value of this type is made of what JSON gives back."""
    if is_dataclass(of):
        return _dataclass_reader(of)
    if get_origin(of) in _OF_PARTS:
        return _OF_PARTS[get_origin(of)](get_args(of))
    if of in {date, datetime}:
        return cast("Reader", of.fromisoformat)
    if isinstance(of, type) and issubclass(of, Enum):
        return of
    return lambda value: value


def _dataclass_reader(of: Any) -> Reader:
    readers = {name: _reader_of(hint) for name, hint in get_type_hints(of).items()}

    def read(value: Any) -> Any:
        return of(**{name: readers[name](part) for name, part in value.items() if name in readers})

    return read


def _mapping_reader(parts: tuple[Any, ...]) -> Reader:
    read = _reader_of(parts[1])
    return lambda value: MappingProxyType({name: read(item) for name, item in value.items()})


def _optional_reader(parts: tuple[Any, ...]) -> Reader:
    read = _reader_of(parts[0])
    return lambda value: None if value is None else read(value)


def _tuple_reader(items: tuple[Any, ...]) -> Reader:
    if items[-1] is Ellipsis:
        one = _reader_of(items[0])
        return lambda value: tuple(one(item) for item in value)
    readers = tuple(_reader_of(item) for item in items)
    return lambda value: tuple(read(item) for read, item in zip(readers, value, strict=True))


_OF_PARTS: Mapping[Any, Callable[[tuple[Any, ...]], Reader]] = MappingProxyType(
    {tuple: _tuple_reader, Mapping: _mapping_reader, UnionType: _optional_reader}
)
