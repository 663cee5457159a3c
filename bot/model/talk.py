"""A conversation of the chat, as the server keeps it for a short while, and what a visitor wants to be confirmed."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogue import BUSY, Move, State, after
from bot.model.answers import Source
from bot.model.labels import AddressForm

MOST_TURNS = 40
"""Turns that are kept; of a longer conversation the oldest go."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the assistant says, in Markdown, with where it comes from."""

    text: str
    sources: tuple[Source, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    """Label and value of what the visitor gave, below the text; never Markdown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the visitor typed (empty when it may not be kept), the move that it was, and what came back."""

    asked: str
    move: Move
    said: tuple[Said, ...]
    choices: tuple[str, ...] = ()
    """What the visitor may say next with one click."""
    verdict: str = ""
    """What the visitor found of the answer; empty when that was not said."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about, so that 'en wat kost dat?' can be understood."""

    service: str = ""
    entry: str = ""
    """The id of the entry that was said last."""
    question: str = ""
    """The last question in a form that stands on its own."""
    told: tuple[str, ...] = ()
    """The ids of the entries that were said, the last one last."""


class Purpose(StrEnum):
    """What an address is asked for."""

    SIGN_UP = "aanmelding"
    HAND_OVER = "overdracht"
    STATUS = "stand"


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that is being arranged, step by step."""

    purpose: Purpose
    service: str = ""
    filled: tuple[tuple[str, str], ...] = ()
    """Step to what was given, in the order in which it was given."""
    asking: str = ""
    """The step that the visitor is asked for now; empty in the summary."""

    def given(self, step: str) -> str:
        """What was given for a step; empty when nothing was."""
        return dict(self.filled).get(step, "")

    def fill(self, step: str, value: str) -> "Errand":
        """The same with a value; one that was there before keeps its place."""
        return replace(self, filled=tuple({**dict(self.filled), step: value}.items()))

    def without(self, step: str) -> "Errand":
        """The same with that step open again."""
        return replace(self, filled=tuple(each for each in self.filled if each[0] != step), asking=step)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation. Holds no name and no address but what somebody gave to arrange something."""

    state: State = State.QUESTION
    turns: tuple[Turn, ...] = ()
    subject: Subject = Subject()
    errand: Errand | None = None
    pending: str = ""
    """The question that was asked back, or what is to be signed up for."""
    offer: str = ""
    """What a bare 'ja' means now: the words of the choice that was offered."""
    form: AddressForm = AddressForm.U

    def go(self, turn: Turn, **changes: object) -> "Talk":
        """The conversation after one turn more. Raises ``IllegalTransition`` for a move that is not in the table."""
        state = after(self.state, turn.move)
        errand = self.errand if state in BUSY or state is State.MAILED else None
        fresh: dict[str, object] = {"pending": "", "offer": "", "errand": errand, **changes}
        return replace(self, state=state, turns=(*self.turns, turn)[-MOST_TURNS:], **fresh)  # type: ignore[arg-type]  # each is a field


@dataclass(frozen=True, slots=True)
class Wanted:
    """What waits until the owner of an address confirms it."""

    purpose: Purpose
    addr_spec: str
    name: str = ""
    service: str = ""
    subject: str = ""
    question: str = ""
    """What becomes the text of the message."""
    municipality: str = ""
    transcript: str = ""
