"""The port of the chat: conversations that are kept for a short while, what waits to be confirmed, and the switch.

``store`` implements it. Every method is one transaction. A token is only ever given as its SHA-256.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Composed, RequestRow, Talk, Wanted

KEPT_MINUTES = 60
"""How long a conversation is kept after its last message."""
LINK_HOURS = 24
"""How long a link of a mail works."""
MAILS_PER_ADDRESS = 3
"""Mails with a link that one address gets within ``LINK_HOURS``."""
MAILS_PER_HOUR = 60
"""Mails with a link that go out in an hour, to everybody together."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mail with a link that is to go out, and what the link confirms."""

    token_hash: str
    wanted: Wanted
    subject: str
    mail: Composed


class Talks(Protocol):
    """What the chat keeps."""

    async def talk(self, token_hash: str, now: datetime) -> tuple[Talk, int] | None:
        """A conversation that has not ended, with its version."""

    async def keep_talk(self, token_hash: str, talk: Talk, was: int, ends_at: datetime) -> None:
        """Write a conversation down; ``was`` is the version that was read, 0 for a new one.

        ``Conflict`` when another message of the same visitor came first.
        """

    async def end_talk(self, token_hash: str) -> None: ...

    async def ask_to_confirm(self, link: Link, at: datetime) -> bool:
        """Put the mail with the link on the road, once. False when too many went to that address, or in all."""

    async def is_link_mail(self, ids: Sequence[str]) -> bool:
        """Whether one of these Message-IDs is that of a mail with a link."""

    async def wanted(self, token_hash: str, now: datetime) -> Wanted | None:
        """What a link confirms; None when it was used or has ended."""

    async def confirm(self, token_hash: str, at: datetime) -> int | None:
        """Use the link: the message that it becomes. None when it was used, has ended, or is about the state."""

    async def show_state(self, token_hash: str, at: datetime) -> tuple[RequestRow, ...] | None:
        """Use the link: the requests of the address, the latest first. None when the link does not work (any more)."""

    async def forget_talks(self, now: datetime) -> int:
        """Delete what has ended: conversations, links, and the mails with those links; how many of all."""

    async def chat_is_on(self) -> bool: ...

    async def switch_chat(self, *, on: bool, actor: str, at: datetime) -> None: ...
