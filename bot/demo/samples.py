"""The sample mailbox of ``thorbecke demo``: fictional mails of October and November 2026, as bytes off the wire.

``index.json`` beside them says what each means (kind, requests, municipalities); only tests and benchmarks read it.
"""

from pathlib import Path

MAILBOX = Path(__file__).parent / "mailbox"


def sample_mails() -> tuple[tuple[str, bytes], ...]:
    """Every sample mail as (file name, raw bytes), the oldest first; the names begin with their place in that order."""
    return tuple((file.name, file.read_bytes()) for file in sorted(MAILBOX.glob("*.eml")))
