"""The table of the dialogue: complete, reachable, printed in the documentation; and no state without a way forward."""

from pathlib import Path

import pytest

from bot.dialogue import BUSY, FREE, MOVES, Move, State, after, diagram
from bot.errors import IllegalTransition
from bot.pipeline.dialogue import LISTENING

PAGE = (Path(__file__).parents[2] / "docs" / "dialogue.md").read_text(encoding="utf-8")


def test_the_diagram_on_the_page_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in PAGE


@pytest.mark.parametrize("state", State)
def test_the_page_says_what_a_state_is(state: State) -> None:
    assert f"\n| `{state}` |" in PAGE


@pytest.mark.parametrize("step", LISTENING)
def test_the_page_names_every_step_of_the_road(step: object) -> None:
    assert f"`{getattr(step, '__name__', '')}`" in PAGE


def test_every_state_is_free_or_busy() -> None:
    assert set(FREE) | set(BUSY) == set(State)
    assert not set(FREE) & set(BUSY)


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached_and_a_colleague_is_one_move_away(state: State) -> None:
    reached = {State.QUESTION}
    while new := {becomes for (was, _), becomes in MOVES.items() if was in reached} - reached:
        reached |= new
    assert state in reached
    assert after(state, Move.HAND_OVER) is State.HANDING_OVER


def test_only_sending_leads_to_mail_and_only_from_what_is_complete() -> None:
    leading = {(was, move) for (was, move), becomes in MOVES.items() if becomes is State.MAILED}
    assert leading == {(state, Move.SEND) for state in (State.SUMMARY, State.HANDING_OVER, State.STATUS_ASKED)}


def test_nobody_is_asked_back_twice() -> None:
    with pytest.raises(IllegalTransition, match="clarifying"):
        after(State.CLARIFYING, Move.ASK_BACK)


@pytest.mark.parametrize("state", BUSY)
def test_what_is_being_arranged_can_be_left_and_outlives_a_question(state: State) -> None:
    assert after(state, Move.ABANDON) is State.QUESTION
    assert after(state, Move.ASIDE) is state
    assert after(state, Move.REFUSE) is state
