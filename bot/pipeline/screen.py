"""The port of the screen of a message: what colleagues keep beside the mail and its draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import ColleagueQuestion, Comment, DraftText, Enclosure, FirstApproval, FourEyes


class Screen(Protocol):
    """Every method is one transaction; ``Conflict`` when somebody else was first."""

    # --- four eyes ---
    async def marks(self, message_id: int, marking: FourEyes) -> tuple[str, ...]:
        """The services and acts for which two must approve the reply to this message; empty when one is enough."""

    async def first_approval(self, message_id: int) -> FirstApproval | None:
        """The approval of the present version that waits for a second one, or was followed by it."""

    async def first_approvals(self, message_ids: Sequence[int]) -> Mapping[int, FirstApproval]:
        """The same of several messages, of those that have one."""

    async def withdraw_first(self, message_id: int, version: int, actor: str, at: datetime) -> None:
        """Take back a first approval, one's own or that of a colleague."""

    # --- recipients ---
    async def head(self, message_id: int) -> bytes:
        """The beginning of the raw mail, with its headers; empty when there is no raw mail."""

    # --- files of a reply ---
    async def save_reply(
        self,
        message_id: int,
        expected_version: int,
        draft: DraftText,
        new: Sequence[tuple[Enclosure, bytes]],
        actor: str,
        at: datetime,
    ) -> int:
        """As ``Store.save_draft``, with new files, which the version names behind its own."""

    async def contents(self, ids: Sequence[int]) -> Mapping[int, bytes]:
        """The bytes of files. Raises ``NotFound``."""

    # --- asking a colleague ---
    async def comment(self, message_id: int, text: str, asked: Sequence[str], actor: str, at: datetime) -> int:
        """Add a comment and ask these accounts, of whom each has one open question on a message at most.

        Open questions to ``actor`` on this message are answered by it. ``Conflict`` when the message was purged.
        """

    async def settle_question(self, message_id: int, question_id: int, actor: str, at: datetime) -> None:
        """Close a question of this message that nobody needs to answer any more."""

    async def comments(self, thread_id: int) -> tuple[Comment, ...]:
        """Of all messages of the conversation, the oldest first."""

    async def questions(self, thread_id: int) -> tuple[ColleagueQuestion, ...]:
        """Of all messages of the conversation, settled ones too, the oldest first."""
