"""The errors that callers sort by what to do next.

Every message is written for the person who reads it: Dutch where a colleague or the content editor sees it
(``Conflict``, ``ContentError``), English where only an operator or a developer does.
"""

from collections.abc import Sequence


class ThorbeckeError(Exception):
    """Everything that this product raises on purpose."""


class SettingsError(ThorbeckeError):
    """The settings cannot be used; the message lists every problem, one a line, and prints no secret."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class ContentError(ThorbeckeError):
    """Something in ``knowledge/`` or ``replies/`` is broken; one Dutch line per problem, with file and line."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Conflict(ThorbeckeError):  # noqa: N818  (the field's word is Conflict, as in HTTP 409)
    """Somebody else was first: the status or the version is no longer what the caller saw."""


class NotFound(ThorbeckeError):  # noqa: N818
    """No row with this identifier exists."""


class IllegalTransition(ThorbeckeError):  # noqa: N818
    """The life cycle has no such step; a bug in the caller, never a race."""


class InvalidInput(ThorbeckeError):  # noqa: N818
    """A person filled in something that cannot be used; the Dutch message says what to do."""


class MailboxError(ThorbeckeError):
    """The IMAP server could not be used just now; the connection is gone and the caller backs off."""


class MailboxBusy(MailboxError):  # noqa: N818
    """The IMAP server asks us to go slower; nothing is asked of it for ``seconds``."""

    def __init__(self, message: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(message)


class MailboxRefused(MailboxError):  # noqa: N818
    """The IMAP server refused us for good (password, rights, folder): alarm and a long back-off."""


class StorageError(ThorbeckeError):
    """The database could not write (disk full, file locked by another program); nothing was changed."""


class ReadingFailed(ThorbeckeError):  # noqa: N818
    """A mail could not be read; the message is the name of the error. The next mail is read as if nothing happened."""


class ReadingTooLong(ThorbeckeError):  # noqa: N818
    """A mail took longer to read than a mail may; it goes to a person."""


class ReadingUnavailable(ThorbeckeError):  # noqa: N818
    """The process that reads mail does not start; no mail is to blame, and each waits where it is."""


class IdentityUnavailable(ThorbeckeError):  # noqa: N818
    """The log-in service of the organisation gives no answer that can be used; nobody did anything wrong."""


class IdentityRefused(ThorbeckeError):  # noqa: N818
    """What came back from the log-in service of the organisation is not what was asked for; nobody is let in."""


class NoRole(IdentityRefused):
    """The organisation knows this person, and gives no role that means something here."""
