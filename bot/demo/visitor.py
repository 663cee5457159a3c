"""The other side of the demo: a page that plays the municipalities.

It sends a mail to the shared mailbox as anybody, and shows the inbox of that sender, where the answer arrives once a
colleague has approved it. It exists in the demo only.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock, in_amsterdam, system_clock
from bot.errors import InvalidInput
from bot.mail.parse import parse
from bot.model import Address, ParsedMail
from bot.patterns import compiled_later
from bot.understanding.personal_data import EMAIL
from bot.web.page import environment

Send = Callable[[str, bytes], Awaitable[None]]
"""Takes the sender's address (the reverse-path) and the raw mail, and sends it to the shared mailbox; ``InvalidInput``
when the server did not take it."""
Inbox = Callable[[str], Awaitable[list[bytes]]]
"""Gives every raw mail in the inbox of an address, the oldest first."""

TEMPLATES = Path(__file__).parent / "templates"
SHARED = "thorbecke2024@vng.nl"
MESSAGE_ID = compiled_later(r"<[!-;=?-~]+@[!-;=?-~]+>")
MAX_SUBJECT = 300
MAX_TEXT = 20_000

SENDERS = (
    Address("Marloes Terpstra", "m.terpstra@gemeentenoordenveld.nl"),
    Address("Griffie Schouwen-Duiveland", "griffie@schouwen-duiveland.nl"),
    Address("Bas Ooijevaar", "b.ooijevaar@etten-leur.nl"),
    Address("Yvette Brandsma", "y.brandsma@venray.nl"),
    Address("Tjeerd Wiersma", "t.wiersma@gemeentesudwestfryslan.nl"),
    Address("Fatima el Bakkali", "f.elbakkali@zutphen.nl"),
)
EXAMPLE = (
    "Goedemiddag,\n\nOnze gemeente wil graag meedoen aan een leerkring over burgerberaden. "
    "Wanneer kan dat, en met hoeveel gemeenten zitten we dan aan tafel?\n\nMet vriendelijke groet,\n"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the visitor fills in."""

    sender: str
    subject: str
    text: str
    answers: str = ""
    """The Message-ID of the mail that it answers; '' for a new one."""

    def check(self) -> None:
        """Raises ``InvalidInput`` with what must be filled in differently."""
        if not EMAIL.fullmatch(self.sender):
            raise InvalidInput("Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl.")
        if not self.text:
            raise InvalidInput("Schrijf eerst een tekst.")
        if self.answers and not MESSAGE_ID.fullmatch(self.answers):
            raise InvalidInput("Deze mail kan niet worden beantwoord.")


NEW = Letter(SENDERS[0].addr_spec, "Leerkring burgerberaden", EXAMPLE)


def create_visitor_app(send: Send, inbox: Inbox, clock: Clock = system_clock) -> Starlette:
    """The sub-application of the demo; mount it under any path."""

    async def show(request: Request) -> Response:
        asked = request.query_params
        answers = asked.get("antwoord", "")[:MAX_SUBJECT]
        letter = Letter(asked.get("van", "")[:254], asked.get("onderwerp", "")[:MAX_SUBJECT], "", answers)
        return _page(request, "visitor.html", letter=letter if answers else NEW)

    async def post(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        letter = Letter(
            sender=str(form.get("van", "")).strip()[:254],
            subject=" ".join(str(form.get("onderwerp", "")).split())[:MAX_SUBJECT],
            text=str(form.get("tekst", "")).replace("\r\n", "\n").strip()[:MAX_TEXT],
            answers=str(form.get("antwoord", "")).strip()[:MAX_SUBJECT],
        )
        try:
            letter.check()
            await send(letter.sender, compose(letter, clock))
        except InvalidInput as error:
            return _page(request, "visitor.html", 422, letter=letter, problem=str(error))
        return RedirectResponse(f"{request.scope['root_path']}/postvak?adres={quote(letter.sender)}", 303)

    async def received(request: Request) -> Response:
        address = request.query_params.get("adres", "").strip()[:254]
        mails = [parse(raw) for raw in await inbox(address)] if EMAIL.fullmatch(address) else []
        return _page(request, "visitor_inbox.html", address=address, mails=_newest_first(mails))

    return Starlette(
        routes=[
            Route("/", show, methods=["GET"]),
            Route("/berichten", post, methods=["POST"]),
            Route("/postvak", received, methods=["GET"]),
        ]
    )


def compose(letter: Letter, clock: Clock) -> bytes:
    """The letter as a mail that came from outside."""
    name = next((known.display_name for known in SENDERS if known.addr_spec == letter.sender), "")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = HeaderAddress(name, addr_spec=letter.sender)
    mail["To"] = SHARED
    mail["Subject"] = letter.subject or "(geen onderwerp)"
    mail["Date"] = format_datetime(in_amsterdam(clock()))
    mail["Message-ID"] = make_msgid(domain=letter.sender.rsplit("@", 1)[1])
    if letter.answers:
        mail["In-Reply-To"] = mail["References"] = letter.answers
    mail.set_content(letter.text)
    return mail.as_bytes()


def _newest_first(mails: list[ParsedMail]) -> list[ParsedMail]:
    return mails[::-1]


def _page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    values = {"problem": "", **context, "senders": SENDERS, "base": request.scope["root_path"], "mailbox": SHARED}
    html = environment(TEMPLATES).get_template(template).render(visit=None, note="", path=request.url.path, **values)
    return HTMLResponse(html, status)
