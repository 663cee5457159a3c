"""The port of the screen of a message: what colleagues keep beside the mail and its draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import FirstApproval, FourEyes


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
