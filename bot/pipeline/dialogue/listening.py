"""The road of one message through a conversation.

``LISTENING`` is the whole road. Each step looks at the same frozen ``Heard`` and either gives the conversation that
follows or leaves it to the next step; the last one always answers. Which moves a state has is said by the table of
``bot.dialogue``, and a move that is not in it raises.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dialogue import BUSY, Move, State
from bot.model import AddressForm, Errand, Purpose, Said, Talk, Turn
from bot.pipeline.dialogue import arranging
from bot.pipeline.dialogue.errands import IN_THEIR_WORDS, LABELS, begun, choices_for, next_step, question_for
from bot.pipeline.dialogue.means import COLLEAGUE, Means
from bot.pipeline.dialogue.questions import Reply, not_ours, reply
from bot.understanding.courtesy import courtesy, without_courtesy
from bot.understanding.form import stated_form
from bot.understanding.normalise import fold, words
from bot.understanding.personal_data import EMAIL, personal_data
from bot.understanding.question_words import Concern
from bot.understanding.questions import concerns, holds_personal_data, questions_of
from bot.understanding.wishes import (
    agrees,
    declines,
    gives_an_order,
    service_in,
    sign_up,
    stops,
    wants_colleague,
    wants_state,
)

LONGEST = 500
"""Characters of a message; the pages refuse a longer one, and here the rest is not read."""
TO_ARRANGE = "aanmelden"
"""Pending: somebody wants to sign up and has not said for what."""
SERVICE_CHOICES = tuple(LABELS.values())


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation, what was just typed, and what it is held with."""

    talk: Talk
    text: str
    means: Means

    @property
    def busy(self) -> bool:
        """Whether something is being arranged."""
        return self.talk.state in BUSY

    def say(self, occasion: str, what: str = "") -> Said:
        """A curated text in the form of this conversation."""
        return self.means.say(occasion, self.talk.form, what)

    def turn(self, move: Move, *said: Said, choices: tuple[str, ...] = (), kept: bool = True) -> Turn:
        """One turn; what may not be kept leaves no words."""
        return Turn(self.text if kept else "", move, said, choices)


Step = Callable[[Heard], Talk | None]


def hear(talk: Talk, text: str, means: Means) -> Talk:
    """The conversation after one message. Never raises, whatever was typed."""
    said = " ".join(text.split())[:LONGEST]
    heard = Heard(replace(talk, form=_form(talk, said)), said, means)
    return next(after for step in LISTENING if (after := step(heard)) is not None)


def _form(talk: Talk, said: str) -> AddressForm:
    """As the visitor writes to us; ``hoe bereik je jongeren`` as the topic of a sign-up is not said to us."""
    told = talk.errand is not None and talk.errand.asking in IN_THEIR_WORDS and talk.state in BUSY
    return talk.form if told else stated_form(words(said)) or talk.form


# --- the steps, in their order ----------------------------------------------------------------------------------------


def refuse_personal_data(heard: Heard) -> Talk | None:
    """What nobody needs to know here is refused and not kept. An address is no such thing where it was asked for."""
    wanted = heard.busy and heard.talk.errand is not None
    text = EMAIL.sub(" ", heard.text) if wanted else heard.text
    found = personal_data(text)
    if not found and not holds_personal_data(text):
        return None
    what = " en ".join(found) or "een persoonlijk gegeven"
    said = [heard.say("gegevens-stap" if heard.busy else "gegevens", what)]
    return _refused(heard, said, kept=False)


def refuse_misuse(heard: Heard) -> Talk | None:
    """Orders to the assistant itself, insults, and work that is not its own."""
    if courtesy(heard.text) == "onvriendelijk":
        return _refused(heard, [heard.say("onvriendelijk")])
    if Concern.MISUSE not in concerns(heard.text):
        return None
    return _refused(heard, [Said(heard.means.knowledge.library.handovers["misbruik"])])


def _refused(heard: Heard, said: list[Said], *, kept: bool = True) -> Talk:
    errand = heard.talk.errand
    if heard.busy and errand is not None:
        said.append(arranging.asked_now(errand, heard.talk.form, heard.means))
    choices = choices_for(errand) if heard.busy and errand else (COLLEAGUE,) if heard.means.may_mail else ()
    return heard.talk.go(heard.turn(Move.REFUSE, *said, choices=choices, kept=kept))


def take_the_offer(heard: Heard) -> Talk | None:
    """A bare yes to what was offered, or a no."""
    if heard.busy or not heard.talk.offer:
        return None
    if agrees(heard.text):
        offered = replace(heard, text=heard.talk.offer)
        after = hand_over(offered) or arrange(offered)
        return after and replace(after, turns=(*after.turns[:-1], replace(after.turns[-1], asked=heard.text)))
    return heard.talk.go(heard.turn(Move.CHAT, heard.say("instemming"))) if declines(heard.text) else None


def leave_off(heard: Heard) -> Talk | None:
    """Somebody does not want to go on with this."""
    if not stops(heard.text):
        return None
    if heard.busy:
        return heard.talk.go(heard.turn(Move.ABANDON, heard.say("opnieuw")))
    return None if sign_up(heard.text) else heard.talk.go(heard.turn(Move.CHAT, heard.say("instemming")))


def hand_over(heard: Heard) -> Talk | None:
    """Somebody would rather have a colleague."""
    before = heard.talk.errand if heard.talk.state is State.HANDING_OVER else None
    if not wants_colleague(heard.text) or (before and before.asking == "vraag"):
        return None
    if not heard.means.may_mail:
        return _cannot(heard)
    question = before.given("vraag") if before else _question_for_colleague(heard.talk)
    errand = next_step(Errand(Purpose.HAND_OVER, filled=(("vraag", question),) if question else ()))
    said = (heard.say("overdracht"), question_for(errand, heard.talk.form, heard.means))
    return heard.talk.go(heard.turn(Move.HAND_OVER, *said), errand=errand)


def _question_for_colleague(talk: Talk) -> str:
    """The question that was asked last, or what was being arranged; empty when there is neither."""
    if talk.errand is not None and talk.state in {State.SIGNING_UP, State.SUMMARY}:
        given = [f"{step}: {value}" for step, value in talk.errand.filled if step != "e-mail"]
        return "\n".join([LABELS[talk.errand.service], *given])
    asked = [
        turn.asked for turn in talk.turns if turn.asked and turn.move in {Move.ANSWER, Move.NOT_KNOW, Move.ASK_BACK}
    ]
    return asked[-1] if asked else ""


def ask_for_state(heard: Heard) -> Talk | None:
    """Somebody asks how their own request is doing."""
    if heard.talk.state is State.STATUS_ASKED or not wants_state(heard.text):
        return None
    return _state_asked(heard)


def _state_asked(heard: Heard) -> Talk:
    if not heard.means.may_mail:
        return _cannot(heard)
    errand = Errand(Purpose.STATUS, asking="e-mail")
    said = (heard.say("stand"), heard.say("stand-e-mail"))
    return heard.talk.go(heard.turn(Move.ASK_STATUS, *said), errand=errand)


def go_on(heard: Heard) -> Talk | None:
    """What is being arranged takes what it was waiting for, or asks again."""
    if not heard.busy or heard.talk.errand is None:
        return None
    errand, text = heard.talk.errand, heard.text
    other = sign_up(text) or arranging.other_service(errand, text)
    if other and other != errand.service:
        return _begin(heard, other)
    outcome = arranging.take(heard.talk.state, errand, text, heard.talk.form, heard.means)
    if outcome is None:
        return _aside(heard, errand)
    return heard.talk.go(heard.turn(outcome.move, *outcome.said, choices=outcome.choices), errand=outcome.errand)


def _aside(heard: Heard, errand: Errand) -> Talk:
    """Answer a question in between, and ask the step again."""
    now = arranging.asked_now(errand, heard.talk.form, heard.means)
    service = errand.service or heard.talk.subject.service
    subject = replace(
        heard.talk.subject, service=service, question=heard.talk.subject.question or LABELS.get(service, "")
    )
    asking = replace(heard.talk, subject=subject, pending="")
    kind = courtesy(heard.text)
    found = None if kind else reply(asking, heard.text, heard.means)
    said = (heard.say(kind),) if kind else found.said[:1] if found else ()
    move = Move.ASK_AGAIN if kind in {"groet", "dank", "instemming", "afscheid"} else Move.ASIDE
    return heard.talk.go(heard.turn(move, *said, now, choices=choices_for(errand)), errand=errand)


def arrange(heard: Heard) -> Talk | None:
    """Somebody wants to sign up for something, or to have an expert or a verkenning."""
    pending = service_in(heard.text) if heard.talk.pending == TO_ARRANGE else ""
    named = next((key for key, label in LABELS.items() if fold(label) == fold(heard.text)), None)
    wanted = named or pending or sign_up(without_courtesy(heard.text))
    if wanted is None:
        return None
    service = wanted or (heard.talk.subject.service if heard.talk.subject.service in LABELS else "")
    if not heard.means.may_mail:
        return _cannot(heard)
    if service:
        return _begin(heard, service)
    if heard.talk.state is State.CLARIFYING:
        return None
    turn = heard.turn(Move.ASK_BACK, heard.say("aanmelden-waarvoor"), choices=SERVICE_CHOICES)
    return heard.talk.go(turn, pending=TO_ARRANGE)


def _begin(heard: Heard, service: str) -> Talk:
    """The first step that the wish itself does not fill; questions beside the wish are answered first."""
    errand = begun(service, heard.text, heard.means, heard.talk.errand)
    beside = questions_of(heard.text)
    answered = reply(replace(heard.talk, pending=""), beside, heard.means).said[:1] if beside else ()
    said = (*answered, heard.say(f"begin-{service}"), arranging.asked_now(errand, heard.talk.form, heard.means))
    subject = replace(heard.talk.subject, service=service)
    return heard.talk.go(heard.turn(Move.BEGIN, *said, choices=choices_for(errand)), errand=errand, subject=subject)


def _cannot(heard: Heard) -> Talk:
    """Nothing can be arranged here now: the mailbox can."""
    move = Move.NOT_KNOW if not heard.busy else Move.ASK_AGAIN
    return heard.talk.go(heard.turn(move, heard.say("geen-mail")))


def be_courteous(heard: Heard) -> Talk | None:
    """A greeting, thanks, a nod, or a question about the assistant itself."""
    kind = courtesy(heard.text)
    if not kind and any(letter.isalnum() for letter in heard.text):
        return None
    return heard.talk.go(heard.turn(Move.CHAT, heard.say(kind or "niet-begrepen")))


def answer_it(heard: Heard) -> Talk:
    """A question, by the knowledge and what was said before."""
    asked = without_courtesy(heard.text)
    found = not_ours(heard.talk, heard.means) if gives_an_order(asked) else reply(heard.talk, asked, heard.means)
    if found.move is Move.ASK_STATUS:
        return _state_asked(heard)
    if found.move is Move.REFUSE:
        return _refused(heard, list(found.said), kept=found.reason != "gegevens-in-vraag")
    if found.move is Move.ASK_BACK and heard.talk.state is State.CLARIFYING:
        found = replace(found, move=Move.NOT_KNOW)
    return _answered(heard, found)


def _answered(heard: Heard, found: Reply) -> Talk:
    turn = heard.turn(found.move, *found.said, choices=found.choices)
    return heard.talk.go(turn, subject=found.subject, pending=found.pending, offer=found.offer)


LISTENING: tuple[Step, ...] = (
    refuse_personal_data,
    refuse_misuse,
    take_the_offer,
    leave_off,
    hand_over,
    ask_for_state,
    go_on,
    arrange,
    be_courteous,
    answer_it,
)
