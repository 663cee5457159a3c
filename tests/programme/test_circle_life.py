"""The lives of places and circles are tables, and the page about them says the same."""

from pathlib import Path

import pytest

from bot.errors import IllegalTransition
from bot.model.programme import (
    CIRCLE_STEPS,
    PLACE_STEPS,
    CircleState,
    PlaceState,
    PlaceStep,
    place_after,
)
from bot.web.programme_words import CIRCLE_LABELS, CIRCLE_TONES, EVENT_LABELS, PLACE_LABELS, PLACE_TONES

PAGE = Path(__file__).parents[2] / "docs" / "circles.md"


def test_every_state_can_be_reached_and_every_place_can_wait_again() -> None:
    assert {PlaceState.WAITING, *PLACE_STEPS.values()} == set(PlaceState)
    for state in set(PlaceState) - {PlaceState.WAITING}:
        assert place_after(state, PlaceStep.RELEASE) is PlaceState.WAITING


def test_a_step_that_the_table_does_not_have_is_refused() -> None:
    for state in PlaceState:
        for step in PlaceStep:
            if (state, step) not in PLACE_STEPS:
                with pytest.raises(IllegalTransition):
                    place_after(state, step)
    assert CIRCLE_STEPS[CircleState.STOPPED] == frozenset()


def test_every_state_and_step_has_its_words_and_its_line_in_the_documents() -> None:
    assert set(PLACE_LABELS) == set(PLACE_TONES) == set(PlaceState)
    assert set(CIRCLE_LABELS) == set(CIRCLE_TONES) == set(CircleState)
    assert set(PlaceStep) <= set(EVENT_LABELS)
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*PlaceState, *PlaceStep, *CircleState) if f"`{name}`" not in text] == []
