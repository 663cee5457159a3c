"""What goes between the service and the process that reads mail: a question in bytes, an answer as JSON.

JSON, so that whatever a mail does to the child, its answer can be no more to the service than words.
"""

import json
import struct
from dataclasses import asdict, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.model import Address, Attachment, ParsedMail

READY = b"ready\n"
"""What the child says when it can be asked."""
QUESTION = struct.Struct(">IQQ")
"""Seconds after which the child ends itself, the most bytes to look at, how many bytes follow."""
LENGTH = struct.Struct(">Q")
"""Stands before an answer."""
LONGEST = 100_000_000
"""Bytes of an answer; no mail that was read within the caps comes near."""


def pack(mail: ParsedMail) -> bytes:
    """A parsed mail as JSON."""
    values = {each.name: getattr(mail, each.name) for each in fields(mail)}
    return json.dumps(values, default=_plain, ensure_ascii=False).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, MappingProxyType) else asdict(value)


def unpack(data: bytes) -> ParsedMail:
    """The mail that ``pack`` packed; ``ValueError`` or ``TypeError`` when it is none."""
    values: dict[str, Any] = json.loads(data)
    for name in ("reply_to", "to", "cc"):
        values[name] = tuple(Address(**one) for one in values[name])
    for name in ("references", "defects", "content_types"):
        values[name] = tuple(values[name])
    values["sender"] = Address(**values["sender"]) if values["sender"] else None
    values["attachments"] = tuple(Attachment(**one) for one in values["attachments"])
    values["headers"] = MappingProxyType({name: tuple(found) for name, found in values["headers"].items()})
    values["date"] = datetime.fromisoformat(values["date"]) if values["date"] else None
    return ParsedMail(**values)
