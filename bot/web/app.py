"""The pages: every address in one table, with who may see it.

A browser's form becomes a noun below the thing that it changes (``POST /berichten/7/goedkeuring``) and ends in a
redirect to the page that shows the result.
"""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.errors import NotFound, StorageError
from bot.pipeline.desk import Desk
from bot.web import (
    about,
    conversation,
    corrections,
    decisions,
    digest,
    errors,
    inbox,
    knowledge,
    login,
    message,
    places,
    report,
    request,
)
from bot.web.chat import Chat
from bot.web.decisions import Step, decision
from bot.web.page import HERE
from bot.web.security import Guard
from bot.web.session import staff


def create_app(desk: Desk) -> Starlette:
    """The web application of this desk."""
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Guard, refuse=_refuse)],
        exception_handlers={
            HTTPException: errors.http_error,
            NotFound: errors.not_found,
            StorageError: errors.storage_error,
            Exception: errors.server_error,
        },
    )
    app.state.desk = desk
    return app


def routes() -> list[BaseRoute]:
    """Every address of the product."""
    chat = Chat()
    return [
        # for everybody
        Route("/inloggen", login.show, methods=["GET"]),
        Route("/inloggen", login.log_in, methods=["POST"]),
        Route("/chat", chat.show, methods=["GET"]),
        Route("/chat", chat.ask, methods=["POST"]),
        Route("/chat/overdracht", chat.hand_over, methods=["POST"]),
        Route("/chat/doorgegeven", chat.handed_over, methods=["GET"]),
        Route("/toegankelijkheid", about.accessibility, methods=["GET"]),
        Route("/privacy", about.privacy, methods=["GET"]),
        Route("/gezondheid", about.health, methods=["GET"]),
        Mount("/static", Assets(directory=HERE / "static")),
        # for colleagues
        Route("/", staff("reader", inbox.show), methods=["GET"]),
        Route("/uitloggen", staff("reader", login.log_out), methods=["POST"]),
        Route("/berichten/{id:int}", staff("reader", message.show), methods=["GET"]),
        Route("/berichten/{id:int}/origineel", staff("reader", message.original), methods=["GET"]),
        Route("/berichten/{id:int}/bron", staff("reader", message.source), methods=["GET"]),
        Route("/berichten/{id:int}/opmaak", staff("reader", message.layout), methods=["GET"]),
        Route("/weekoverzicht", staff("reader", digest.show), methods=["GET"]),
        Route("/weekoverzicht.csv", staff("reader", digest.spreadsheet), methods=["GET"]),
        Route("/weekoverzicht/voorbeeld", staff("reader", digest.preview), methods=["GET"]),
        Route("/weekoverzicht/mail", staff("reader", digest.mail), methods=["GET"]),
        Route("/rapport", staff("reader", report.show), methods=["GET"]),
        Route("/rapport/{figure}.csv", staff("reader", report.spreadsheet), methods=["GET"]),
        Route("/gemeenten", staff("reader", places.show_all), methods=["GET"]),
        Route("/gemeenten.csv", staff("reader", places.spreadsheet), methods=["GET"]),
        Route("/gemeenten/{name:path}/aanvragen.csv", staff("reader", places.requests_file), methods=["GET"]),
        Route("/gemeenten/{name:path}", staff("reader", places.show), methods=["GET"]),
        Route("/kennis", staff("reader", knowledge.show_all), methods=["GET"]),
        Route("/kennis/{entry}", staff("reader", knowledge.show), methods=["GET"]),
        Route("/correcties", staff("reader", corrections.show), methods=["GET"]),
        Route("/correcties.yaml", staff("reader", corrections.as_file), methods=["GET"]),
        # for reviewers
        Route("/correcties/{id:int}/oordeel", staff("reviewer", corrections.verdict), methods=["POST"]),
        _decision("concept", decisions.draft),
        _decision("goedkeuring", decisions.approval),
        _decision("terughaling", decisions.recall),
        _decision("afkeuring", decisions.rejection),
        _decision("sluiting", decisions.closing),
        _decision("heropening", decisions.reopening),
        _decision("herkansing", decisions.retry),
        _decision("overname", decisions.takeover),
        _decision("oordeel", decisions.verdict),
        _decision("behandelaar", decisions.owner),
        _decision("indeling", decisions.correction),
        _decision("losmaking", conversation.split),
        _decision("samenvoeging", conversation.join),
        _decision("terugzetting", conversation.undo),
        Route("/aanvragen/{id:int}/stand", staff("reviewer", request.state), methods=["POST"]),
    ]


def _decision(noun: str, step: Step) -> Route:
    return Route(f"/berichten/{{id:int}}/{noun}", staff("reviewer", decision(step)), methods=["POST"])


class Assets(StaticFiles):
    """Our own files; a browser may keep them and asks each time whether they changed."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    response = await errors.refused(Request(scope, receive))
    await response(scope, receive, send)
