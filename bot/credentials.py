"""What a log-in at the mail server is proven with: a password, or an access token that is renewed (OAuth 2.0).

And what is kept of the tokens that we give out ourselves.
"""

from hashlib import sha256
from typing import Protocol


class TokenSource(Protocol):
    """Where access tokens come from. One source may serve several connections at once."""

    async def access_token(self) -> str:
        """A token that is valid for some minutes yet; ``MailboxError`` or ``MailboxRefused`` when there is none."""

    def forget(self) -> None:
        """The server refused the last token: the next one must be new."""


Credential = str | TokenSource
"""A password as text, or a source of tokens."""


def digest_of(token: str) -> str:
    """What the store keeps of a token of ours: a copy of the database opens nothing."""
    return sha256(token.encode()).hexdigest()
