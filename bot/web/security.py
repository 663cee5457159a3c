"""What every answer of the pages gets and every form must pass, whatever the page is.

The content security policy allows our own style sheets, scripts, pictures and fonts and nothing else: no inline
code, no other host, no frame around us (but at the addresses of the widget, where the listed sites may). A POST
that a page of another site sends is refused before it is read (Sec-Fetch-Site, or Origin for browsers that do not send
it); the forms of staff carry a token besides.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1_000_000
"""The longest form; the largest text that a reviewer may write is far below it."""

NOBODY = "frame-ancestors 'none'"
MAX_FILES_BYTES = 12_000_000
"""The longest form with files, of somebody who is logged in."""
LIMIT = "thorbecke.longest"

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    f"connect-src 'self'; frame-src 'self'; form-action 'self'; {NOBODY}; base-uri 'none'"
)
WIDGET = "/widget"
"""The address of the chat that other sites show in a frame, and the beginning of those below it."""
FRAMED_MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""For the HTML of a mail: no scripts, no forms, no network, an origin of its own; only our own page may frame it."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-store",
    }
)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def in_frame(path: str) -> bool:
    """Whether other sites may show this address in a frame, if any site may."""
    return path == WIDGET or path.startswith(f"{WIDGET}/")


def framed_policy(origins: Sequence[str]) -> str:
    """The same policy, but the pages of these sites may show ours in a frame."""
    return POLICY.replace(NOBODY, f"frame-ancestors {' '.join(origins)}") if origins else POLICY


def add_headers(headers: MutableHeaders) -> None:
    """Set what the page itself did not set."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of another site sent this request."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()


class Guard:
    """The outermost middleware: refuses what another site sends and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, refuse: ASGIApp, widget_origins: Sequence[str] = ()) -> None:
        self._app = app
        self._refuse = refuse
        self._framed = framed_policy(widget_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if in_frame(scope["path"]):
                    headers["Content-Security-Policy"] = self._framed
                add_headers(headers)
            await send(message)

        foreign = scope["method"] not in SAFE_METHODS and from_elsewhere(Headers(scope=scope))
        scope[LIMIT] = MAX_BODY_BYTES
        await (self._refuse if foreign else self._app)(scope, _limited(scope, receive), send_with_headers)


def allow_files(scope: Scope) -> None:
    """Let the body of this request hold files; to be called once it is known who sends it."""
    scope[LIMIT] = MAX_FILES_BYTES


def _limited(scope: Scope, receive: Receive) -> Receive:
    """The body of the request, cut off with 413 where it is longer than its form may be."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > scope[LIMIT]:
            raise HTTPException(413)
        return message

    return receive_some
