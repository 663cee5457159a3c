"""A mail that we begin ourselves: it waits for a reviewer like every draft."""

from dataclasses import dataclass

from bot.model import Address, DraftText, Enclosure


@dataclass(frozen=True, slots=True)
class OwnMail:
    """The first version of it, and the conversation in which it stands."""

    recipient: Address
    draft: DraftText
    unique_key: str
    """Tells it from every other mail of ours; the same one twice is refused."""
    thread_id: int | None = None
    """None begins a conversation."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    files: tuple[tuple[Enclosure, bytes], ...] = ()
    """What goes along, not kept yet."""
