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
    account,
    audit,
    chat_questions,
    chat_switch,
    colleagues,
    conversation,
    corrections,
    decisions,
    digest,
    errors,
    experts,
    following,
    inbox,
    inquiries,
    intake,
    invitation,
    knowledge,
    login,
    meetings,
    message,
    office,
    people,
    places,
    programme,
    proposals,
    report,
    request,
    switching,
    together,
)
from bot.web import meeting_decisions as meeting
from bot.web import programme_decisions as forming
from bot.web.chat import Chat
from bot.web.chat_links import ChatLinks
from bot.web.decisions import Step, decision
from bot.web.page import HERE
from bot.web.presence import Presence
from bot.web.security import Guard
from bot.web.session import staff
from bot.web.widget import Widget, script
from bot.web.work_account import CALLBACK, WorkAccount, leave

MOST_PICKED = 20
"""Files that a form may hold; the reviewer is told in words that fewer go with a reply."""


def create_app(desk: Desk) -> Starlette:
    """The web application of this desk."""
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Guard, refuse=_refuse, widget_origins=desk.settings.widget_origins)],
        exception_handlers={
            HTTPException: errors.http_error,
            NotFound: errors.not_found,
            StorageError: errors.storage_error,
            Exception: errors.server_error,
        },
    )
    app.state.desk = desk
    app.state.presence = Presence()
    return app


def routes() -> list[BaseRoute]:
    """Every address of the product."""
    chat, links, work_account = Chat(), ChatLinks(), WorkAccount()
    widget = Widget(chat)
    return [
        # for everybody
        Route("/inloggen", login.show, methods=["GET"]),
        Route("/inloggen", login.log_in, methods=["POST"]),
        Route("/inloggen/werkaccount", work_account.begin, methods=["GET"]),
        Route("/inloggen/werkaccount/uit", leave, methods=["GET"]),
        Route(CALLBACK, work_account.finish, methods=["GET"]),
        Route("/wachtwoord/{token}", invitation.show, methods=["GET"]),
        Route("/wachtwoord/{token}", invitation.choose, methods=["POST"]),
        Route("/chat", chat.show, methods=["GET"]),
        Route("/chat", chat.say, methods=["POST"]),
        Route("/chat/einde", chat.end, methods=["POST"]),
        Route("/chat/oordeel", chat.judge, methods=["POST"]),
        Route("/widget.js", script, methods=["GET"]),
        Route("/widget", widget.show, methods=["GET"]),
        Route("/widget", widget.say, methods=["POST"]),
        Route("/widget/einde", widget.end, methods=["POST"]),
        Route("/widget/oordeel", widget.judge, methods=["POST"]),
        Route("/chat/bevestigen/{token}", links.show, methods=["GET"]),
        Route("/chat/bevestigen/{token}", links.use, methods=["POST"]),
        Route("/chat/doorgegeven", links.done, methods=["GET"]),
        Route("/toegankelijkheid", about.accessibility, methods=["GET"]),
        Route("/privacy", about.privacy, methods=["GET"]),
        Route("/gezondheid", about.health, methods=["GET"]),
        Mount("/static", Assets(directory=HERE / "static")),
        # for colleagues
        Route("/", staff("reader", inbox.show), methods=["GET"]),
        Route("/vragen", staff("reader", inquiries.show), methods=["GET"]),
        Route("/uitloggen", staff("reader", login.log_out), methods=["POST"]),
        Route("/account", staff("reader", account.show), methods=["GET"]),
        Route("/account/sessies/{id:int}/einde", staff("reader", account.end_one), methods=["POST"]),
        Route("/account/sessies/einde", staff("reader", account.end_others), methods=["POST"]),
        Route("/berichten/{id:int}", staff("reader", message.show), methods=["GET"]),
        Route("/berichten/{id:int}/aanwezig", staff("reader", message.present, works=False), methods=["GET"]),
        Route("/sneltoetsen", staff("reader", about.keys), methods=["GET"]),
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
        Route("/kennis/vragen", staff("reader", chat_questions.show), methods=["GET"]),
        Route("/kennis/vragen.yaml", staff("reader", chat_questions.as_file), methods=["GET"]),
        Route("/kennis/taken", staff("reader", proposals.todos), methods=["GET"]),
        Route("/kennis/voorstel", staff("reviewer", proposals.new), methods=["GET"]),
        Route("/kennis/voorstel", staff("reviewer", proposals.check), methods=["POST"]),
        Route("/kennis/voorstel/bestand", staff("reviewer", proposals.as_file), methods=["POST"]),
        Route("/kennis/{entry}", staff("reader", knowledge.show), methods=["GET"]),
        Route("/correcties", staff("reader", corrections.show), methods=["GET"]),
        Route("/correcties.yaml", staff("reader", corrections.as_file), methods=["GET"]),
        Route("/programma", staff("reader", programme.show), methods=["GET"]),
        Route("/programma/voorstellen", staff("reader", programme.proposals), methods=["GET"]),
        Route("/programma/kringen/{id:int}", staff("reader", programme.circle), methods=["GET"]),
        Route("/programma/plaatsen/{id:int}", staff("reader", programme.place), methods=["GET"]),
        Route("/experts", staff("reader", experts.show), methods=["GET"]),
        Route("/experts/aanvragen/{id:int}", staff("reader", experts.request), methods=["GET"]),
        Route("/bijeenkomsten", staff("reader", meetings.show_all), methods=["GET"]),
        Route("/bijeenkomsten/{id:int}", staff("reader", meetings.show), methods=["GET"]),
        Route("/bijeenkomsten/{id:int}/agenda.ics", staff("reader", meetings.calendar), methods=["GET"]),
        Route("/bijeenkomsten/{id:int}/deelnemers.csv", staff("reader", meetings.spreadsheet), methods=["GET"]),
        # for reviewers
        Route("/bijeenkomsten/nieuw", staff("reviewer", meetings.new), methods=["GET"]),
        _forming("/bijeenkomsten/nieuw", meeting.plan, meeting.new_again),
        _forming("/bijeenkomsten/aanmeldingen", meeting.place_from_overview, meeting.overview_again),
        _forming("/bijeenkomsten/{id:int}/gegevens", meeting.change, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/stand", meeting.state, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/aanmelding", meeting.place, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/deelnemers", meeting.add, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/deelname", meeting.step, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/aantal", meeting.people, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/berichten", meeting.letters, meetings.meeting_page),
        _forming("/bijeenkomsten/{id:int}/verteld", meeting.told, meetings.meeting_page),
        _forming("/experts/aanvragen/{id:int}/keuze", experts.choose, experts.request_page),
        _forming("/experts/aanvragen/{id:int}/stand", experts.decide, experts.request_page),
        Route("/programma/plaatsen/nieuw", staff("reviewer", programme.new_place), methods=["GET"]),
        _forming("/programma/plaatsen", forming.add_place, forming.new_place_again),
        _forming("/programma/plaatsen/{id:int}/gegevens", forming.correct_place, programme.place_page),
        _forming("/programma/plaatsen/{id:int}/stand", forming.step, programme.place_page),
        _forming("/programma/kringen", forming.make, forming.proposals_again),
        _forming("/programma/kringen/{id:int}/wissel", forming.exchange, programme.circle_page),
        _forming("/programma/kringen/{id:int}/bevestiging", forming.confirm, programme.circle_page),
        _forming("/programma/kringen/{id:int}/uitnodiging", forming.invite, programme.circle_page),
        _forming("/programma/kringen/{id:int}/einde", forming.stop, programme.circle_page),
        _forming("/programma/kringen/{id:int}/commissie", forming.committee, programme.circle_page),
        _forming("/programma/kringen/{id:int}/stappen", forming.steps, programme.circle_page),
        _forming("/programma/niet-samen", forming.keep_apart, forming.board_again),
        _forming("/programma/weer-samen", forming.allow_together, forming.board_again),
        Route("/kennis/vragen/besluit", staff("reviewer", chat_questions.decide), methods=["POST"]),
        Route("/correcties/{id:int}/oordeel", staff("reviewer", corrections.verdict), methods=["POST"]),
        _decision("concept", decisions.draft, files=MOST_PICKED),
        Route("/berichten/{id:int}/bijlagen/{file:int}", staff("reader", message.enclosure), methods=["GET"]),
        Route("/berichten/{id:int}/bewaring", staff("reviewer", message.keep), methods=["POST"]),
        _decision("weggooiing", decisions.discarding),
        _decision("goedkeuring", decisions.approval, onward=True, files=MOST_PICKED),
        _decision("terughaling", decisions.recall),
        _decision("intrekking", decisions.withdrawal),
        _decision("afkeuring", decisions.rejection, onward=True),
        _decision("sluiting", decisions.closing, onward=True),
        _decision("sluimering", decisions.snoozing, onward=True),
        _decision("wekking", decisions.waking),
        _decision("heropening", decisions.reopening),
        _decision("herkansing", decisions.retry),
        _decision("overname", decisions.takeover),
        _decision("oordeel", decisions.verdict),
        _decision("behandelaar", decisions.owner),
        _decision("opmerking", colleagues.comment),
        _decision("beantwoording", colleagues.settle),
        _decision("indeling", decisions.correction),
        _decision("antwoord", following.answered),
        _decision("wachten", following.wait_again),
        _decision("losmaking", conversation.split),
        _decision("samenvoeging", conversation.join),
        _decision("terugzetting", conversation.undo),
        Route("/sluitingen", staff("reviewer", together.ask), methods=["GET"]),
        Route("/sluitingen", staff("reviewer", together.close), methods=["POST"]),
        Route("/heropeningen", staff("reviewer", together.reopen), methods=["POST"]),
        Route("/aanvragen/{id:int}/intake", staff("reviewer", intake.filling), methods=["POST"]),
        Route("/aanvragen/{id:int}/stand", staff("reviewer", request.state), methods=["POST"]),
        Route("/berichten/{id:int}/sjabloon", staff("reviewer", switching.show), methods=["GET"]),
        Route("/berichten/{id:int}/sjabloon", staff("reviewer", switching.take_over), methods=["POST"]),
        Route(
            "/berichten/{id:int}/sjabloonkeuze", staff("reviewer", switching.begin, files=MOST_PICKED), methods=["POST"]
        ),
        Route("/berichten/{id:int}/versie", staff("reviewer", switching.put_back), methods=["POST"]),
        Route("/toezeggingen/{id:int}", staff("reviewer", following.promise), methods=["POST"]),
        # for managers
        Route("/chat-beheer", staff("manager", chat_switch.show), methods=["GET"]),
        Route("/chat-beheer", staff("manager", chat_switch.switch), methods=["POST"]),
        Route("/sluitingsdagen", staff("manager", office.show), methods=["GET"]),
        _of_office("/sluitingsdagen", office.add),
        _of_office("/sluitingsdagen/einde", office.remove),
        Route("/logboek", staff("manager", audit.show), methods=["GET"]),
        Route("/mensen", staff("manager", people.show), methods=["GET"]),
        _of_people("/mensen", people.add),
        _of_people("/mensen/{person}/rol", people.change_role),
        _of_people("/mensen/{person}/toegang", people.switch),
        _of_people("/mensen/{person}/uitnodiging", people.invite),
        _of_people("/mensen/{person}/koppeling", people.link),
        _of_people("/mensen/{person}/sessies/einde", people.log_out),
    ]


def _decision(noun: str, step: Step, *, onward: bool = False, files: int = 0) -> Route:
    page = staff("reviewer", decision(step, onward=onward), files=files)
    return Route(f"/berichten/{{id:int}}/{noun}", page, methods=["POST"])


def _forming(path: str, decide: forming.Decision, again: forming.Page) -> Route:
    return Route(path, staff("reviewer", forming.decision(decide, again)), methods=["POST"])


def _of_people(path: str, decide: people.Decision) -> Route:
    return Route(path, staff("manager", people.decision(decide)), methods=["POST"])


def _of_office(path: str, step: office.Change) -> Route:
    return Route(path, staff("manager", office.change(step)), methods=["POST"])


class Assets(StaticFiles):
    """Our own files; a browser may keep them and asks each time whether they changed."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    response = await errors.refused(Request(scope, receive))
    await response(scope, receive, send)
