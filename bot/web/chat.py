"""The public chat: a question in, an answer that a person curated out, with its sources and their dates.

The conversation lives in the page itself: the form carries the questions, and the server answers them again each
time. So nothing is stored, nobody can put words into the assistant's mouth, and a hand-over takes along exactly what
was said. What looks like personal data is refused before anything else looks at it.
"""

from dataclasses import dataclass
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.model import Address, Answer, AnswerStatus
from bot.pipeline.answer import Knowledge, Question, answer
from bot.pipeline.desk import Desk
from bot.understanding.personal_data import EMAIL, personal_data
from bot.web.login import client_address
from bot.web.markdown import to_html
from bot.web.page import desk_of, render, see_other
from bot.web.throttle import Throttle

MAX_QUESTION = 500
MAX_TURNS = 8
MAX_TEXT = 4000
MAX_NAME = 120
QUESTIONS_PER_ADDRESS = (60, timedelta(minutes=5))
HANDOVERS_PER_ADDRESS = (5, timedelta(hours=1))
NEVER_NEEDED = frozenset({"een burgerservicenummer", "een rekeningnummer"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as the visitor typed it, and what the assistant said."""

    question: str
    answer: Answer


def converse(desk: Desk, questions: list[str]) -> list[Turn]:
    """Answer a conversation from its beginning. What comes after a question back belongs to the question before it."""
    knowledge = Knowledge.of(desk.library, desk.retriever, in_amsterdam(desk.now).date())
    turns: list[Turn] = []
    pending = ""
    for question in questions:
        found = answer(Question(f"{pending} {question}".strip(), asked_back=bool(pending)), knowledge)
        pending = question if found.status is AnswerStatus.CLARIFY else ""
        turns.append(Turn(question, found))
    return turns


def transcript(turns: list[Turn]) -> str:
    """The conversation as plain text, for the colleague who takes over."""
    return "\n\n".join(f"Vraag: {turn.question}\nAntwoord: {turn.answer.text}" for turn in turns)


def _questions(form: FormData) -> list[str]:
    asked = [" ".join(value.split())[:MAX_QUESTION] for value in form.getlist("gesteld") if isinstance(value, str)]
    return [question for question in asked if question and not personal_data(question)][-MAX_TURNS:]


def _text(form: FormData, name: str, most: int) -> str:
    value = form.get(name, "")
    return value.replace("\r\n", "\n").strip()[:most] if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The form by which a visitor asks a colleague."""

    text: str = ""
    name: str = ""
    email: str = ""
    municipality: str = ""
    consent: bool = False

    def problems(self) -> dict[str, str]:
        """What must be filled in differently: field to Dutch text."""
        found = {}
        if not self.text:
            found["tekst"] = "Vul uw vraag in."
        elif never := NEVER_NEEDED.intersection(personal_data(self.text)):
            found["tekst"] = f"In uw vraag lijkt {' en '.join(sorted(never))} te staan. Haal dat weg."
        if not EMAIL.fullmatch(self.email):
            found["email"] = "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl."
        if not self.consent:
            found["toestemming"] = "Kruis aan dat we uw gegevens mogen gebruiken om u te antwoorden."
        return found


class Chat:
    """The pages of the chat with their two throttles."""

    def __init__(self) -> None:
        self._asking = Throttle(*QUESTIONS_PER_ADDRESS)
        self._handing_over = Throttle(*HANDOVERS_PER_ADDRESS)

    async def show(self, request: Request) -> Response:
        """An empty conversation."""
        return await self._page(request, [])

    async def ask(self, request: Request) -> Response:
        """One question more."""
        form = await request.form(max_files=0, max_fields=20)
        asked, typed = _questions(form), _text(form, "vraag", MAX_TEXT)
        if problem := _unusable(typed):
            return await self._page(request, asked, typed=typed, problem=problem, status=422)
        if not self._asking.allows(client_address(request), desk_of(request).now):
            return await self._page(request, asked, typed=typed, problem=TOO_MANY, status=429)
        return await self._page(request, [*asked, " ".join(typed.split())][-MAX_TURNS:])

    async def hand_over(self, request: Request) -> Response:
        """Make the question a request in the queue of the team."""
        form = await request.form(max_files=0, max_fields=20)
        asked = _questions(form)
        wanted = HandOver(
            text=_text(form, "tekst", MAX_TEXT),
            name=" ".join(_text(form, "naam", MAX_NAME).split()),
            email=_text(form, "email", MAX_NAME),
            municipality=" ".join(_text(form, "gemeente", MAX_NAME).split()),
            consent=form.get("toestemming") == "ja",
        )
        if _text(form, "website", MAX_NAME):  # a field that people do not see: only a robot fills it in
            return see_other("/chat/doorgegeven")
        if problems := wanted.problems():
            return await self._page(request, asked, hand_over=wanted, problems=problems, status=422)
        desk = desk_of(request)
        if not self._handing_over.allows(client_address(request), desk.now):
            problems = {"tekst": TOO_MANY}
            return await self._page(request, asked, hand_over=wanted, problems=problems, status=429)
        await desk.store.receive_chat(
            wanted.text,
            Address(wanted.name, wanted.email),
            desk.now,
            municipality=wanted.municipality,
            transcript=transcript(converse(desk, asked)),
        )
        desk.nudge()
        return see_other("/chat/doorgegeven")

    async def handed_over(self, request: Request) -> Response:
        """The confirmation."""
        return render(request, "chat_done.html")

    async def _page(
        self,
        request: Request,
        asked: list[str],
        *,
        typed: str = "",
        problem: str = "",
        hand_over: HandOver | None = None,
        problems: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        desk = desk_of(request)
        turns = await desk.offload(lambda: converse(desk, asked))
        return render(
            request,
            "chat.html",
            status,
            turns=turns,
            html=to_html,
            typed=typed,
            problem=problem,
            hand_over=hand_over or HandOver(text="\n".join(asked[-2:])),
            problems=problems or {},
            statuses=AnswerStatus,
            most=MAX_QUESTION,
        )


TOO_MANY = "Er komen te veel vragen achter elkaar binnen. Probeer het over een paar minuten opnieuw."


def _unusable(typed: str) -> str:
    """Why this cannot be answered; empty when it can."""
    if not typed:
        return "Typ eerst uw vraag."
    if len(typed) > MAX_QUESTION:
        return f"Uw vraag is te lang. Gebruik niet meer dan {MAX_QUESTION} tekens."
    if found := personal_data(typed):
        return f"In uw vraag lijkt {' en '.join(found)} te staan. Haal dat weg en stel uw vraag opnieuw."
    return ""
