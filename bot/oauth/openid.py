"""Log-in at the organisation by OpenID Connect Core 1.0: authorization code with PKCE, state and nonce.

authlib makes the requests and checks the claims, joserfc the signature. Both block, so they run in a thread. The
issuer's own description (discovery) is read at the first log-in and again after anything went wrong. What the service
says against us is told by the names of errors alone: its sentences hold identifiers of people and tenants.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from bot.errors import IdentityRefused, IdentityUnavailable
from bot.model.people import Identity
from bot.oauth.claims import display_name_in, name_in, role_in
from bot.pipeline.people_port import SignIn
from bot.setting_values import Secret

T = TypeVar("T")

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a public key. ``none`` and those with a shared secret are not among them, whatever a token says."""
LEEWAY = 60
"""Seconds that the clocks may differ."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Client:
    """How the organisation's service knows us, and what its words mean here.

    ``roles`` has pairs of a value in the claims and a role of ours.
    """

    issuer: str
    client_id: str
    secret: Secret
    scope: str
    redirect_uri: str
    log_in_page: str
    """Where somebody comes back who logged out there."""
    roles: tuple[tuple[str, str], ...]


class OpenIdConnect:
    """One client at one issuer. ``timeout`` is the seconds that one call may take."""

    def __init__(self, client: Client, *, timeout: float = 10) -> None:
        self._client, self._timeout = client, timeout
        self._described: Mapping[str, Any] | None = None
        self._keys: Any = None

    async def begin(self) -> SignIn:
        """Where the browser goes; fresh state, nonce and verifier."""
        return await self._beside(self._begin)

    async def leaving(self) -> str:
        """The page of RP-Initiated Logout 1.0, where the service has one that is as safe as its others.

        We keep no identity token, so there is none to send along: the service may ask whether somebody means it.
        """
        described = await self._beside(self._description)
        address = described.get("end_session_endpoint")
        if not isinstance(address, str) or not self._is_safe(address):
            return ""
        asked = {"client_id": self._client.client_id, "post_logout_redirect_uri": self._client.log_in_page}
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

    async def finish(self, begun: SignIn, answer: Mapping[str, str], now: datetime) -> Identity:
        """Who came back with these parameters."""
        code = self._code_in(begun, answer)
        try:
            claims = await self._beside(lambda: self._claims(begun, code, now))
            return self._identity(claims)
        except IdentityRefused:
            self._forget()
            raise

    async def _beside(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except (IdentityRefused, IdentityUnavailable):
            raise
        except Exception as error:  # noqa: BLE001  (requests, JSON and the service's own errors)
            self._forget()
            raise IdentityUnavailable(f"the log-in service cannot be used ({type(error).__name__})") from None

    def _forget(self) -> None:
        """The service may have moved or changed its keys."""
        self._described = self._keys = None

    def _begin(self) -> SignIn:
        description = self._description()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._session() as session:
            address, _ = session.create_authorization_url(
                description["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return SignIn(address, state, nonce, verifier)

    def _session(self) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415  (heavy, and few set-ups use it)

        supported = self._description().get("token_endpoint_auth_methods_supported", ())
        session = OAuth2Session(
            client_id=self._client.client_id,
            client_secret=self._client.secret.reveal(),
            token_endpoint_auth_method=_method(supported),
            scope=self._client.scope,
            redirect_uri=self._client.redirect_uri,
            code_challenge_method="S256",
            default_timeout=self._timeout,
        )
        session.max_redirects = 0
        return session

    def _description(self) -> Mapping[str, Any]:
        """What the issuer says of itself; an issuer that calls itself by another name is not the one we trust."""
        if self._described is None:
            described = self._get(self._client.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if described.get("issuer") != self._client.issuer:
                raise IdentityUnavailable("the log-in service calls itself by another name than THORBECKE_OIDC_ISSUER")
            if not all(self._is_safe(described.get(name)) for name in ENDPOINTS):
                raise IdentityUnavailable("the log-in service lacks an address, or has one without TLS")
            self._described = described
        return self._described

    def _is_safe(self, address: object) -> bool:
        """As safe as the issuer's own address, which the settings have checked."""
        return isinstance(address, str) and urlsplit(address).scheme in {"https", urlsplit(self._client.issuer).scheme}

    def _get(self, address: str) -> Mapping[str, Any]:
        import requests  # noqa: PLC0415  (as above)

        response = requests.get(address, timeout=self._timeout, allow_redirects=False)
        if response.status_code != 200:
            raise IdentityUnavailable(f"the log-in service answers {response.status_code}")
        found = response.json()
        if not isinstance(found, dict):
            raise IdentityUnavailable("the log-in service answers with no JSON object")
        return found

    def _code_in(self, begun: SignIn, answer: Mapping[str, str]) -> str:
        """The code, when the answer belongs to what was asked (state), and to this issuer (RFC 9207)."""
        if not secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise IdentityRefused("another state")
        if answer.get("iss", self._client.issuer) != self._client.issuer:
            raise IdentityRefused("another issuer")
        if "error" in answer or not answer.get("code"):
            raise IdentityRefused("no code")
        return answer["code"]

    def _claims(self, begun: SignIn, code: str, now: datetime) -> Mapping[str, Any]:
        """The claims of the identity token, all of them checked."""
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415  (as above)

        try:
            with self._session() as session:
                address = self._description()["token_endpoint"]
                token = session.fetch_token(address, code=code, code_verifier=begun.verifier)
        except AuthlibBaseError as error:
            raise IdentityRefused(f"the token service refuses the code ({_word(str(error.error))})") from None
        return self._checked(token, begun.nonce, now)

    def _checked(self, token: Mapping[str, Any], nonce: str, now: datetime) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415  (as above)
        from joserfc.errors import JoseError  # noqa: PLC0415  (as above)

        try:
            found = self._decoded(str(token.get("id_token", "")))
            claims = CodeIDToken(
                found.claims,
                found.header,
                {
                    "iss": {"essential": True, "value": self._client.issuer},
                    "sub": {"essential": True},
                    "aud": {"essential": True, "value": self._client.client_id},
                },
                {"nonce": nonce, "client_id": self._client.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise IdentityRefused(f"the identity token is wrong ({type(error).__name__})") from None
        checked: Mapping[str, Any] = claims
        return checked

    def _decoded(self, id_token: str) -> Any:
        """A token with a key that we do not know is tried once more with the keys of now."""
        from joserfc.errors import InvalidKeyIdError  # noqa: PLC0415  (as above)

        try:
            return self._decoded_with(self._keys or self._fetched_keys(), id_token)
        except InvalidKeyIdError:
            return self._decoded_with(self._fetched_keys(), id_token)

    def _decoded_with(self, keys: Any, id_token: str) -> Any:
        from joserfc import jwt  # noqa: PLC0415  (as above)
        from joserfc.jws import JWSRegistry  # noqa: PLC0415  (as above)

        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS), registry=registry)

    def _fetched_keys(self) -> Any:
        from joserfc.jwk import KeySet  # noqa: PLC0415  (as above)

        self._keys = KeySet.import_key_set(self._get(self._description()["jwks_uri"]))
        return self._keys

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        role = role_in(claims, self._client.client_id, self._client.roles)
        subject, name = str(claims["sub"]), name_in(claims)
        return Identity(self._client.issuer, subject, name, display_name_in(claims), role)


def _method(supported: object) -> str:
    """In the body of the request where that is known to work: in the header, services differ in how they escape."""
    return (
        "client_secret_post"
        if isinstance(supported, list) and "client_secret_post" in supported
        else ("client_secret_basic")
    )


def _word(text: str) -> str:
    """An error code of the protocol; anything else is somebody's text and is not repeated."""
    return text if text.replace("_", "").isalpha() and len(text) < 50 else "an unknown error"
