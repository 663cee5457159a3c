"""A mail on its way out, and how a delivery ended."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What an attempt to send came to."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """The server's answer as a value: the outcome, reply code (RFC 5321), enhanced code (RFC 3463), its words."""

    outcome: Outcome
    reply_code: int | None = None
    enhanced_code: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished mail: what the transport needs and the very bytes that go out."""

    rfc_message_id: str
    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an approval froze. ``raw`` are the very bytes that go out."""

    id: int
    message_id: int
    rfc_message_id: str
    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes
    attempts: int = 0
    sent_copy: bool = False
    """Whether the copy in the Sent folder is known to be there."""
