"""Bulk mail by its headers: newsletters and mailing lists (RFC 2369, RFC 2919)."""

import re
from collections.abc import Mapping

from bot.patterns import compiled_later

_ANSWER = compiled_later(r"(?:re|aw|antw|sv|fwd?)\s?\.?:", re.IGNORECASE)


def is_bulk(headers: Mapping[str, tuple[str, ...]], subject: str) -> bool:
    """Whether a mail is sent to a list and is no answer in a conversation there."""
    precedence = " ".join(headers.get("precedence", ())).casefold()
    listed = any(name in headers for name in ("list-unsubscribe", "list-id")) or precedence in {"bulk", "list", "junk"}
    return listed and not _ANSWER.match(subject) and "auto-submitted" not in headers
