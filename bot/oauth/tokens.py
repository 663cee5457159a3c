"""Access tokens by client credentials (RFC 6749 section 4.4), as Microsoft 365 wants them for a mailbox without a user.

MSAL keeps the token, asks for a new one five minutes before the old one ends, and speaks to the token service with
blocking calls, so those run in a thread. What the token service says against us is told by its codes alone: its
sentences hold identifiers of the tenant.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.errors import MailboxError, MailboxRefused
from bot.setting_values import Secret

TEMPORARY = frozenset({"temporarily_unavailable", "server_error", "service_unavailable"})
"""Errors that say nothing against us (RFC 6749 section 4.1.2.1)."""


class ClientCredentials:
    """Tokens for one application at one authority.

    ``authority`` is the tenant's address at Entra ID (``https://login.microsoftonline.com/TENANT``), or of another
    service that has the same addresses below it. ``scope`` names what the token is for. ``timeout`` is the seconds
    that one call to the token service may take.
    """

    def __init__(self, authority: str, client_id: str, secret: Secret, scope: str, *, timeout: float = 30) -> None:
        self._authority, self._client_id, self._secret, self._scope = authority, client_id, secret, scope
        self._timeout = timeout
        self._application: Any = None
        self._lock = asyncio.Lock()

    async def access_token(self) -> str:
        """A token out of the cache, or a new one; callers that come at once share the call."""
        async with self._lock:
            try:
                answer = await asyncio.to_thread(self._ask)
            except Exception as error:  # noqa: BLE001  (MSAL raises what requests raises, and ValueError)
                raise MailboxError(f"the token service cannot be used ({type(error).__name__})") from None
        token = answer.get("access_token")
        if isinstance(token, str) and token:
            return token
        raise _refusal(answer)

    def forget(self) -> None:
        """Ask for a new token next time."""
        if self._application is not None:
            self._application.remove_tokens_for_client()

    def _ask(self) -> Mapping[str, Any]:
        if self._application is None:
            self._application = self._make()
        answer: Mapping[str, Any] = self._application.acquire_token_for_client(scopes=[self._scope])
        return answer

    def _make(self) -> Any:
        """The first call to the authority is made here: its addresses are looked up."""
        import msal  # noqa: PLC0415  (with requests and cryptography it is heavy, and most set-ups use a password)

        return msal.ConfidentialClientApplication(
            self._client_id,
            client_credential=self._secret.reveal(),
            authority=self._authority,
            instance_discovery=False,  # the authority is the operator's own word, nobody else needs to vouch for it
            timeout=self._timeout,
        )


def _refusal(answer: Mapping[str, Any]) -> MailboxError:
    """The error of a token service that answers without a token, with its codes (``AADSTS7000222``) and no more."""
    error = str(answer.get("error", "no error code"))
    codes = [f"AADSTS{code}" for code in answer.get("error_codes", ()) if isinstance(code, int)]
    said = ", ".join([_word(error), *codes])
    if error in TEMPORARY:
        return MailboxError(f"the token service has no token for us just now: {said}")
    return MailboxRefused(f"the token service refuses us (client id, secret, its expiry, or consent): {said}")


def _word(text: str) -> str:
    """An error code of the protocol; anything else is somebody's text and is not repeated."""
    return text if text.replace("_", "").isalpha() and len(text) < 50 else "an unknown error"
