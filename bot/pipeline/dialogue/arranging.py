"""One message while something is being arranged: which step it fills, corrects, opens again or leaves as it was."""

from dataclasses import dataclass

from bot.dialogue import Move, State
from bot.model import AddressForm, Errand, Purpose, Said
from bot.pipeline.dialogue.errands import (
    IN_THEIR_WORDS,
    begun,
    choices_for,
    next_step,
    question_for,
    steps_of,
    summary,
)
from bot.pipeline.dialogue.means import Means
from bot.understanding.courtesy import courtesy
from bot.understanding.steps import MAY_BE_SKIPPED, Given, corrected, corrects, given
from bot.understanding.wishes import agrees, asks_something, declines, goes_back, service_in, starts_over

SHORT = 8
"""Words up to which a correction that names another service is about the service."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message did to an errand, and what is said about it."""

    move: Move
    errand: Errand
    said: tuple[Said, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranging:
    """An errand with one message about it."""

    state: State
    errand: Errand
    text: str
    form: AddressForm
    means: Means

    def again(self, occasion: str = "", choices: tuple[str, ...] = ()) -> Outcome:
        """The same step once more, with the reason."""
        said = [self.means.say(occasion, self.form)] if occasion else []
        if not choices:
            said.append(asked_now(self.errand, self.form, self.means))
        return Outcome(Move.ASK_AGAIN, self.errand, tuple(said), choices or choices_for(self.errand))

    def goes_on(self, move: Move, errand: Errand, *said: Said) -> Outcome:
        """The next open step, or the summary when there is none."""
        following = next_step(errand)
        if not following.asking:
            said = (*said, *summary(following, self.form, self.means))
            return Outcome(
                move if self.state is State.SUMMARY else Move.SUM_UP, following, said, choices_for(following)
            )
        return Outcome(move, following, (*said, asked_now(following, self.form, self.means)), choices_for(following))


def take(state: State, errand: Errand, text: str, form: AddressForm, means: Means) -> Outcome | None:
    """What a message does to an errand; None when it is a question in between."""
    now = Arranging(state, errand, text, form, means)
    return _in_summary(now) if state is State.SUMMARY else _in_steps(now)


def asked_now(errand: Errand, form: AddressForm, means: Means) -> Said:
    """What is asked for the open step, or whether the summary is right."""
    return question_for(errand, form, means) if errand.asking else means.say("klopt", form)


def other_service(errand: Errand, text: str) -> str:
    """The service that a correction names instead of this one: 'ik bedoel een intervisitatie'."""
    if errand.purpose is not Purpose.SIGN_UP or len(text.split()) > SHORT or not corrects(text):
        return ""
    return service_in(text)


def _in_summary(now: Arranging) -> Outcome | None:
    if agrees(now.text):
        return _sent(now, now.errand)
    if declines(now.text):
        return now.again("wat-anders")
    if moved := _moved(now):
        return moved
    step, value = corrected(now.text, steps_of(now.errand), now.means.register)
    if not step:
        step, value = corrected(f"nee, {now.text}", steps_of(now.errand), now.means.register)
    if value:
        return now.goes_on(Move.CORRECT, now.errand.fill(step, value), now.means.say("gewijzigd", now.form))
    if step:
        return _reopened(now, step)
    return None if asks_something(now.text) or courtesy(now.text) else now.again("opnieuw-samenvatting")


def _in_steps(now: Arranging) -> Outcome | None:
    if now.errand.purpose is Purpose.SIGN_UP and (changed := _moved(now) or _corrected(now)):
        return changed
    step = now.errand.asking
    if _is_question(now, step):
        return None
    found = given(step, now.text, now.means.register)
    if not found.value:
        return _not_given(now, step, found)
    filled = now.errand.fill(step, found.value)
    if now.errand.purpose is not Purpose.SIGN_UP and not next_step(filled).asking:
        return _sent(now, filled)
    return now.goes_on(Move.FILL, filled)


def _moved(now: Arranging) -> Outcome | None:
    """From the start, or one step back."""
    if starts_over(now.text):
        fresh = begun(now.errand.service, "", now.means)
        return Outcome(Move.BEGIN, fresh, (asked_now(fresh, now.form, now.means),), choices_for(fresh))
    if goes_back(now.text) and now.errand.filled:
        return _reopened(now, now.errand.filled[-1][0])
    return None


def _corrected(now: Arranging) -> Outcome | None:
    """A step that was given before gets another value."""
    before = [step for step, _ in now.errand.filled]
    step, value = corrected(now.text, before, now.means.register)
    if value:
        return now.goes_on(Move.CORRECT, now.errand.fill(step, value), now.means.say("gewijzigd", now.form))
    return _reopened(now, step) if step else None


def _reopened(now: Arranging, step: str) -> Outcome:
    errand = now.errand.without(step)
    return Outcome(Move.REOPEN, errand, (asked_now(errand, now.form, now.means),), choices_for(errand))


def _is_question(now: Arranging, step: str) -> bool:
    """Whether a message asks rather than answers; for some steps a question is a good answer."""
    if now.errand.purpose is Purpose.HAND_OVER and step == "vraag":
        return False
    if courtesy(now.text) in {"wie", "wat", "bewaren", "wachten"}:
        return True
    if step in IN_THEIR_WORDS:
        return "?" in now.text
    return asks_something(now.text)


def _not_given(now: Arranging, step: str, found: Given) -> Outcome:
    if found.choices:
        return now.again("opnieuw-gemeente-keuze", found.choices)
    if now.errand.purpose is Purpose.HAND_OVER and step == "vraag":
        return now.again("opnieuw-vraag")
    known = f"opnieuw-{step}"
    occasion = known if known in now.means.knowledge.library.sayings else "opnieuw-tekst"
    outcome = now.again(occasion)
    if step not in MAY_BE_SKIPPED:
        return outcome
    hint = now.means.say("overslaan", now.form)
    return Outcome(outcome.move, outcome.errand, (*outcome.said, hint), outcome.choices)


def _sent(now: Arranging, errand: Errand) -> Outcome:
    """Everything is there: the mail with the link may go."""
    occasion = "verstuurd-stand" if errand.purpose is Purpose.STATUS else "verstuurd"
    return Outcome(Move.SEND, errand, (now.means.say(occasion, now.form),))
