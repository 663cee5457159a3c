"""What is stored as JSON in one column: nested dataclasses that are only ever read whole.

A field that is added later takes its default when an old row is read; a field that is gone is ignored.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from bot.model import Absence, Attachment, DraftText, Understanding
from bot.store.sql import clean

T = TypeVar("T")
Reader = Callable[[Any], Any]


class Document(Generic[T]):
    """One type to its JSON text and back."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def write(self, value: T) -> str:
        """The value as JSON, with U+FFFD for what SQLite cannot hold."""
        return json.dumps(plain(value), ensure_ascii=False)

    def read(self, text: str) -> T:
        """The value that ``write`` wrote."""
        return cast("T", self._reader(json.loads(text)))

    @cached_property
    def _reader(self) -> Reader:
        return _reader_of(self._of)


def plain(value: Any) -> Any:
    """Dataclasses, tuples and times as JSON knows them, every text without what SQLite cannot hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _reader_of(of: Any) -> Reader:
    """How a value of this type is made of what JSON gives back."""
    if is_dataclass(of):
        return _dataclass_reader(of)
    if get_origin(of) is tuple:
        return _tuple_reader(get_args(of))
    if get_origin(of) is UnionType:
        return _optional_reader(_reader_of(get_args(of)[0]))
    if of is date:
        return date.fromisoformat
    if isinstance(of, type) and issubclass(of, Enum):
        return of
    return lambda value: value


def _dataclass_reader(of: Any) -> Reader:
    readers = {name: _reader_of(hint) for name, hint in get_type_hints(of).items()}

    def read(value: Any) -> Any:
        return of(**{name: readers[name](part) for name, part in value.items() if name in readers})

    return read


def _optional_reader(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _tuple_reader(items: tuple[Any, ...]) -> Reader:
    if items[-1] is Ellipsis:
        one = _reader_of(items[0])
        return lambda value: tuple(one(item) for item in value)
    readers = tuple(_reader_of(item) for item in items)
    return lambda value: tuple(read(item) for read, item in zip(readers, value, strict=True))


UNDERSTANDING: Document[Understanding] = Document(Understanding)
DRAFT: Document[DraftText] = Document(DraftText)
ABSENCE: Document[Absence] = Document(Absence)
ATTACHMENTS: Document[tuple[Attachment, ...]] = Document(tuple[Attachment, ...])
STRINGS: Document[tuple[str, ...]] = Document(tuple[str, ...])
NUMBERS: Document[tuple[int, ...]] = Document(tuple[int, ...])
