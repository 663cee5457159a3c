"""A log-in service on loopback that speaks OpenID Connect: discovery, codes with PKCE, signed identity tokens.

It lets everybody in at once, as whoever ``person`` says, and can be told to answer wrongly in one way or another.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT_ID, CLIENT_SECRET = "thorbecke-paginas", "het geheim van de toepassing"


@cache
def signing_key(kid: str = "sleutel-1", name: str = "van de dienst") -> RSAKey:
    """A key of this ``kid``; making one takes longer than a test, so each name has one."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def _nothing(_: dict[str, Any]) -> None:
    """Answer as it should be."""


@dataclass
class Provider:
    """The service, and how it answers."""

    issuer: str
    now: Callable[[], float]
    key: RSAKey = field(default_factory=signing_key)
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "a-1", "preferred_username": "Anna@VNG.nl", "name": "Anna de Vries",
                                 "roles": ["Behandelaar"]}
    )  # fmt: skip
    spoil: Callable[[dict[str, Any]], None] = _nothing
    """Changes the claims before they are signed."""
    algorithm: str = "RS256"
    signs_with: Any = None
    """Another key than the one that the service publishes."""
    description: dict[str, Any] = field(default_factory=dict)
    """Changes what discovery says."""
    sends: dict[str, str] = field(default_factory=dict)
    """Changes the parameters with which the browser comes back; empty takes one away."""
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            **self.description,
        }

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Where the browser goes with its code."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer, **self.sends}
        return f"{asked['redirect_uri']}?{urlencode({name: value for name, value in answer.items() if value})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """The tokens for a code: once, to who began, and with our secret."""
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        known = form.get("client_secret") == CLIENT_SECRET or authorization == f"Basic {basic}"
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if not known:
            return {"error": "invalid_client", "error_description": "Anna de Vries mag dit niet"}
        if asked is None or proven != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        return {"access_token": "toegang", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(self.now())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        self.spoil(claims)
        key = self.signs_with or self.key
        registry = JWSRegistry(algorithms=[self.algorithm])
        return jwt.encode({"alg": self.algorithm, "kid": key.kid or "sleutel-1"}, claims, key, registry=registry)


@contextmanager
def provider(now: Callable[[], float]) -> Iterator[Provider]:
    """A service that runs until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made = Provider(f"http://127.0.0.1:{server.server_address[1]}", now)
    server.provider = made  # type: ignore[attr-defined]  # the handler finds it there
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shared_secret_key() -> OctKey:
    """Our own secret as a key: what who confuses the two kinds of signature would accept."""
    return OctKey.import_key(CLIENT_SECRET)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]  # put there above
        parts = urlsplit(self.path)
        provider.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._json(provider.discovery())
        elif parts.path == "/keys":
            self._json({"keys": [provider.key.as_dict(private=False)]})
        else:
            self._redirect(provider.authorize({name: value[0] for name, value in parse_qs(parts.query).items()}))

    def do_POST(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]  # put there above
        provider.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value[0] for name, value in parse_qs(body).items()}
        answer = provider.token(form, self.headers.get("Authorization", ""))
        self._json(answer, 400 if "error" in answer else 200)

    def _json(self, answer: Mapping[str, Any], status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is the base class's)
        """Say nothing."""
