"""The conversation of the chat: what can be said next, in words and as one table.

A conversation begins at **question**. What a visitor types is answered from the knowledge (**answered**), asked back
once (**clarifying**), met with a word of courtesy (**small_talk**), refused (**refused**: personal data, misuse), or
nobody curated an answer (**unanswered**), and then a colleague is offered.

Business is done by talking: **signing_up** waits for the next step, **summary** for a yes, **handing_over** for a
question and an address, **status_asked** for an address. None of these sends anything by itself: the move ``send``
mails a link to the address (**mailed**), and only who opens it makes a request of it. A question in between is
answered (``aside``) and the step asked again, so nothing that was given is lost.

From every state a colleague is one move away, and none is an end: after every answer the visitor can go on.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.transitions import follow


class State(StrEnum):
    """Where a conversation stands."""

    QUESTION = "question"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CLARIFYING = "clarifying"
    SMALL_TALK = "small_talk"
    REFUSED = "refused"
    SIGNING_UP = "signing_up"
    SUMMARY = "summary"
    HANDING_OVER = "handing_over"
    STATUS_ASKED = "status_asked"
    MAILED = "mailed"


class Move(StrEnum):
    """What one message of the visitor leads to."""

    ANSWER = "answer"
    NOT_KNOW = "not_know"
    ASK_BACK = "ask_back"
    CHAT = "chat"
    REFUSE = "refuse"
    BEGIN = "begin"
    FILL = "fill"
    CORRECT = "correct"
    REOPEN = "reopen"
    ASK_AGAIN = "ask_again"
    ASIDE = "aside"
    SUM_UP = "sum_up"
    ABANDON = "abandon"
    HAND_OVER = "hand_over"
    ASK_STATUS = "ask_status"
    SEND = "send"


S, M = State, Move

FREE = (S.QUESTION, S.ANSWERED, S.UNANSWERED, S.CLARIFYING, S.SMALL_TALK, S.REFUSED, S.MAILED)
"""Nothing is being arranged: any question, wish or courtesy may follow."""
BUSY = (S.SIGNING_UP, S.SUMMARY, S.HANDING_OVER, S.STATUS_ASKED)
"""Something is being arranged; what does not fit leaves the state as it is."""

MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        **{
            (state, move): becomes
            for state in FREE
            for move, becomes in (
                (M.ANSWER, S.ANSWERED),
                (M.NOT_KNOW, S.UNANSWERED),
                (M.ASK_BACK, S.CLARIFYING),
                (M.CHAT, S.SMALL_TALK),
                (M.REFUSE, S.REFUSED),
            )
            if (state, move) != (S.CLARIFYING, M.ASK_BACK)  # one question back at most
        },
        **{
            (state, move): becomes
            for state in (*FREE, *BUSY)
            for move, becomes in (
                (M.BEGIN, S.SIGNING_UP),
                (M.HAND_OVER, S.HANDING_OVER),
                (M.ASK_STATUS, S.STATUS_ASKED),
            )
        },
        **{(state, move): state for state in BUSY for move in (M.ASK_AGAIN, M.ASIDE, M.REFUSE)},
        **{(state, M.ABANDON): S.QUESTION for state in BUSY},
        (S.SIGNING_UP, M.FILL): S.SIGNING_UP,
        (S.SIGNING_UP, M.CORRECT): S.SIGNING_UP,
        (S.SIGNING_UP, M.REOPEN): S.SIGNING_UP,  # one step back
        (S.SIGNING_UP, M.SUM_UP): S.SUMMARY,
        (S.SUMMARY, M.CORRECT): S.SUMMARY,
        (S.SUMMARY, M.REOPEN): S.SIGNING_UP,  # one step is asked again
        (S.SUMMARY, M.SEND): S.MAILED,
        (S.HANDING_OVER, M.FILL): S.HANDING_OVER,  # the question is known, the address is asked
        (S.HANDING_OVER, M.SEND): S.MAILED,
        (S.STATUS_ASKED, M.SEND): S.MAILED,
    }
)


def after(state: State, move: Move) -> State:
    """The state that follows; raises ``IllegalTransition`` where the table has no such move."""
    return follow(MOVES, state, move, of="a conversation")


def diagram() -> str:
    """The table as a Mermaid state diagram, for ``docs/dialogue.md``; the states where nothing is arranged are one."""
    lines = ["stateDiagram-v2", "    [*] --> free", '    state "free: ' + ", ".join(FREE) + '" as free']
    for (was, move), becomes in MOVES.items():
        if was is S.QUESTION or was in BUSY:
            begin, end = (("free" if state in FREE else state) for state in (was, becomes))
            ending = f" ({becomes})" if end == "free" else ""
            lines.append(f"    {begin} --> {end}: {move}{ending}")
    return "\n".join(lines) + "\n"
