"""The life cycle itself: complete, reachable, documented; and no status in which a message is forgotten."""

import re
from pathlib import Path

import pytest

from bot.errors import IllegalTransition
from bot.lifecycle import (
    INITIAL,
    REQUEST_TRANSITIONS,
    TRANSITIONS,
    WAITS_FOR,
    Event,
    RequestState,
    Status,
    after,
    diagram,
)
from bot.store.schema import MAIL, WORK

PAGE = (Path(__file__).parents[1] / "docs" / "lifecycle.md").read_text(encoding="utf-8")
RESTING = {Status.IGNORED, Status.CLOSED, Status.SENT, Status.PURGED}
"""What waits for nothing."""


def test_the_diagram_on_the_page_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in PAGE


@pytest.mark.parametrize("status", Status)
def test_the_page_says_what_a_status_waits_for(status: Status) -> None:
    (who,) = re.findall(rf"^\| `{status}` \| (\w+)", PAGE, re.MULTILINE)
    assert who == WAITS_FOR.get(status, "nothing")


@pytest.mark.parametrize("event", [event for event in Event if event is not Event.ARRIVED])
def test_the_page_names_every_event_in_its_diagram(event: Event) -> None:
    assert f": {event}\n" in PAGE


@pytest.mark.parametrize("state", RequestState)
def test_the_page_names_every_state_of_a_request(state: RequestState) -> None:
    assert f"**{state}**" in PAGE


def test_every_status_waits_for_somebody_or_is_at_rest() -> None:
    assert set(WAITS_FOR) | RESTING == set(Status)
    assert not set(WAITS_FOR) & RESTING


@pytest.mark.parametrize("status", WAITS_FOR)
def test_what_waits_can_go_on(status: Status) -> None:
    assert [event for was, event in TRANSITIONS if was is status and event is not Event.PURGE]


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_reached(status: Status) -> None:
    reached = set(INITIAL)
    while new := {becomes for (was, _), becomes in TRANSITIONS.items() if was in reached} - reached:
        reached |= new
    assert status in reached


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.PURGED])
def test_everything_can_come_to_rest(status: Status) -> None:
    reached = {status}
    while new := {becomes for (was, _), becomes in TRANSITIONS.items() if was in reached} - reached:
        reached |= new
    assert Status.PURGED in reached


def test_only_the_approval_leads_to_the_road_and_only_a_certain_refusal_leads_back() -> None:
    """Nothing goes out unseen, nothing goes out twice."""
    assert {event for (_, event), becomes in TRANSITIONS.items() if becomes is Status.APPROVED} == {
        Event.APPROVE,
        Event.DEFER,
    }
    assert {was for (was, _), becomes in TRANSITIONS.items() if becomes is Status.SENDING} == {Status.APPROVED}


def test_doubt_is_never_followed_by_sending() -> None:
    assert {becomes for (was, _), becomes in TRANSITIONS.items() if was is Status.UNCONFIRMED} == {
        Status.SENT,
        Status.AWAITING_REVIEW,
        Status.BOUNCED,
    }


@pytest.mark.parametrize("status", [Status.APPROVED, Status.SENDING, Status.UNCONFIRMED, Status.RECEIVED])
def test_what_is_on_its_way_is_never_purged(status: Status) -> None:
    with pytest.raises(IllegalTransition, match=status):
        after(status, Event.PURGE)


def test_the_table_alone_says_what_follows() -> None:
    for status in Status:
        for event in Event:
            if (status, event) in TRANSITIONS:
                assert after(status, event) is TRANSITIONS[status, event]
            else:
                with pytest.raises(IllegalTransition):
                    after(status, event)


def test_a_request_can_always_be_taken_up_again() -> None:
    assert set(REQUEST_TRANSITIONS) == set(RequestState)
    for state in set(RequestState) - {RequestState.OPEN}:
        assert RequestState.OPEN in REQUEST_TRANSITIONS[state]


def test_the_database_knows_the_same_statuses_and_states() -> None:
    def checked(script: str, column: str) -> set[str]:
        match = re.search(rf"{column} IN \(([^)]*)\)", script)
        assert match is not None
        return set(re.findall(r"'(\w+)'", match.group(1)))

    assert checked(MAIL, "CHECK \\(status") == set(Status)
    assert checked(WORK, "CHECK \\(state") == set(RequestState)
