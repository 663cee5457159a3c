"""What colleagues keep on the screen of a message, beside the mail and its draft."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FirstApproval:
    """The approval of a version that waits for that of another colleague."""

    version: int
    colleague: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What a colleague said about a message to the others; it never leaves the pages."""

    id: int
    message_id: int
    colleague: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ColleagueQuestion:
    """A question to one colleague about a message, open until it is answered or somebody settles it."""

    id: int
    comment_id: int
    message_id: int
    colleague: str
    """Who is asked."""
    at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
