"""What a mail says by itself: parsed, screened, understood and answered, without looking at any other mail.

All of it is pure, so that it can be done in a process of its own and done again after a crash. What only the database
knows (the conversation, the corrections of colleagues) comes afterwards, in ``prepare``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.errors import ReadingFailed, ReadingTooLong
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import DraftText, Kind, ParsedMail, RequestRow, Screening, Understanding
from bot.model.meetings import Meeting
from bot.pipeline.drafting import draft_reply
from bot.pipeline.mind import Mind


@dataclass(frozen=True, slots=True)
class Terms:
    """What must be known of us to read a mail."""

    max_bytes: int
    """The most bytes to look at."""
    addresses: tuple[str, ...]
    """Ours, casefolded."""
    message_id_domain: str
    today: date
    understanding: bool = True
    """Whether it matters what the mail says; of one that we or a colleague sent only the parts do."""
    drafting: bool = True
    """Whether a request gets a draft; mail from before the start date gets none."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that nobody looked at yet."""

    raw: bytes
    terms: Terms


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of one mail. ``draft`` answers it as the first mail of a conversation."""

    mail: ParsedMail
    screening: Screening
    understanding: Understanding
    draft: DraftText | None


Outcome = Reading | ReadingTooLong | ReadingFailed
"""Failures are values here: one mail that cannot be read must not take the others along."""


class ReadMails(Protocol):
    """A way to read mails, each by itself; answers in the order of the mails. No mails: only get ready.

    Raises ``ReadingUnavailable`` when nothing can be read just now, which is no fault of these mails.
    """

    async def __call__(self, mails: Sequence[Unread]) -> tuple[Outcome, ...]: ...


def read_one(mind: Mind, unread: Unread) -> Reading:
    """Read a mail from its bytes."""
    mail = parse(unread.raw, max_bytes=unread.terms.max_bytes)
    return understood(mind, unread.terms, mail) if unread.terms.understanding else not_understood(mail)


def outcome_of(mind: Mind, unread: Unread) -> Outcome:
    """Read a mail; what goes wrong is told by the name of the error, never in the words of the mail."""
    try:
        return read_one(mind, unread)
    except MemoryError:  # nobody knows what is left of a process that ran out of it
        raise
    except Exception as error:  # noqa: BLE001  (no mail ever breaks the reading of the others)
        return ReadingFailed(type(error).__name__)


def understood(mind: Mind, terms: Terms, mail: ParsedMail, channel: str = "mail") -> Reading:
    """What a parsed mail, or a chat in the form of one, says and how it is answered."""
    screening = screen(mail, own_addresses=frozenset(terms.addresses), own_message_id_domain=terms.message_id_domain)
    understanding = mind.reader.read(mail, screening)
    draft = draft_for(mind, mail, understanding, terms.today, channel) if terms.drafting else None
    return Reading(mail, screening, understanding, draft)


def not_understood(mail: ParsedMail) -> Reading:
    """A mail of which nobody knows what it says, or needs to know."""
    return Reading(mail, Screening(None, ""), Understanding(Kind.VERZOEK, 0.0), None)


def draft_for(
    mind: Mind,
    mail: ParsedMail,
    understanding: Understanding,
    today: date,
    channel: str,
    running: tuple[RequestRow, ...] = (),
    meeting: Meeting | None = None,
) -> DraftText | None:
    """The reply to a request; None for every other kind of mail."""
    if understanding.kind is not Kind.VERZOEK or mail.unreadable:
        return None
    return draft_reply(
        subject=mail.subject,
        understanding=understanding,
        new_text=mail.new_text,
        library=mind.library,
        retriever=mind.retriever,
        today=today,
        channel=channel,
        sender=mail.sender,
        open_requests=running,
        meeting=meeting,
    )
