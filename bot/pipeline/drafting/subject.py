"""The subject of a reply: one ``Re:`` whatever stood before it."""

import re

from bot.content.provenance import clean
from bot.patterns import compiled_later

PREFIX = compiled_later(
    r"^\s*(?:(?:re|antw|aw|fw|fwd|betr|betreft|doorst|tr|wg|vs)\s*(?:\[\d+\])?\s*[:.]+\s*:?|\[(?:extern|external|ext)\]:?)\s*",
    re.IGNORECASE,
)
UNKNOWN = "Uw bericht aan Thorbecke2024"
LONGEST = 200


def reply_subject(subject: str) -> str:
    """``Re:`` and the sender's subject without the prefixes that mail programs and people put before it."""
    line = clean(subject, longest=LONGEST)
    while (shorter := PREFIX.sub("", line, count=1)) != line:
        line = shorter
    return f"Re: {line or UNKNOWN}"
