"""A token service on loopback that speaks as Entra ID does to an application with a secret (RFC 6749 section 4.4)."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TENANT = "gemeente"
Answer = tuple[int, dict[str, Any]]


def token(text: str, seconds: int = 3600) -> Answer:
    """An answer with a token that lives so long."""
    return 200, {"token_type": "Bearer", "access_token": text, "expires_in": seconds}


@dataclass
class TokenService:
    """Gives ``answers`` one by one; the last one stays. ``asked`` holds the forms that came in."""

    answers: list[Answer]
    authority: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, form: dict[str, str]) -> Answer:
        self.asked.append(form)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def token_service(tls: ssl.SSLContext, *answers: Answer) -> Iterator[TokenService]:
    """A running service; its certificate is that of ``tls``."""
    service = TokenService(list(answers))

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, {
                "issuer": f"{service.authority}/v2.0",
                "authorization_endpoint": f"{service.authority}/oauth2/v2.0/authorize",
                "token_endpoint": f"{service.authority}/oauth2/v2.0/token",
            })  # fmt: skip

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(*service.answer({name: values[0] for name, values in form.items()}))

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Requests) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        service.authority = f"https://127.0.0.1:{server.server_port}/{TENANT}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield service
        server.shutdown()
