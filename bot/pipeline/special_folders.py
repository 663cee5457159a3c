"""Where sent mail and drafts lie in the account: the folder of the settings, else the one that the server shows."""

from bot.errors import MailboxRefused
from bot.pipeline.desk import Desk
from bot.pipeline.ports import Mailbox


async def sent_folder(desk: Desk, mailbox: Mailbox) -> str:
    """Verzonden items; ``MailboxRefused`` when the account has no such folder."""
    return desk.settings.sent_folder or await _shown(mailbox, "\\Sent", "sent mail", "THORBECKE_SENT_FOLDER")


async def drafts_folder(desk: Desk, mailbox: Mailbox) -> str:
    """Concepten; ``MailboxRefused`` when the account has no such folder."""
    return desk.settings.drafts_folder or await _shown(mailbox, "\\Drafts", "drafts", "THORBECKE_DRAFTS_FOLDER")


async def _shown(mailbox: Mailbox, use: str, what: str, setting: str) -> str:
    if (folder := await mailbox.special_folder(use)) is None:
        raise MailboxRefused(f"there is no folder for {what}; set {setting}")
    return folder
