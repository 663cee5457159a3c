"""A site of somebody else that shows the chat: another origin, and as strict a policy as a webmaster can wish for."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.demo.visitor import TEMPLATES
from bot.web.page import environment

POLICY = (
    "default-src 'none'; style-src 'self'; script-src {home}; frame-src {home}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
STYLE = "body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.6 Georgia, serif; }"


def create_site_app(home: str = "") -> Starlette:
    """The site; ``home`` is the address of the chat, which may be set later as ``app.state.home``."""
    app = Starlette(routes=[Route("/", _show), Route("/stijl.css", _style)])
    app.state.home = home
    return app


async def _show(request: Request) -> Response:
    home: str = request.app.state.home
    html = environment(TEMPLATES).get_template("site.html").render(home=home)
    return Response(html, media_type="text/html", headers={"Content-Security-Policy": POLICY.format(home=home)})


async def _style(_request: Request) -> Response:
    return PlainTextResponse(STYLE, media_type="text/css")
