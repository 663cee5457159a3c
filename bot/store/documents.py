"""What is stored as JSON in one column: nested dataclasses that are only ever read whole.

A field that is added later takes its default when an old row is read; a field that is gone is ignored.
"""

import json
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.model import Attachment, DraftText, Understanding
from bot.store.sql import clean

T = TypeVar("T")


class Document(Generic[T]):
    """One type to its JSON text and back."""

    def __init__(self, of: Any) -> None:
        self._type: TypeAdapter[T] = TypeAdapter(of)

    def write(self, value: T) -> str:
        """The value as JSON, with U+FFFD for what SQLite cannot hold."""
        return json.dumps(_cleaned(self._type.dump_python(value, mode="json")), ensure_ascii=False)

    def read(self, text: str) -> T:
        """The value that ``write`` wrote."""
        return self._type.validate_python(json.loads(text))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


UNDERSTANDING: Document[Understanding] = Document(Understanding)
DRAFT: Document[DraftText] = Document(DraftText)
ATTACHMENTS: Document[tuple[Attachment, ...]] = Document(tuple[Attachment, ...])
STRINGS: Document[tuple[str, ...]] = Document(tuple[str, ...])
