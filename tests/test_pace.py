"""How fast we may go: never above the limit, never stopped for good, and quiet when a server asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import FIRST_REST, FORGOTTEN, LONGEST_REST, Pace, complains, hinted

STEPS = st.lists(st.floats(0, 200, allow_subnormal=False), max_size=60)


@given(st.integers(1, 200), STEPS)
def test_no_minute_holds_more_than_the_limit(per_minute: int, steps: list[float]) -> None:
    """Each step takes all that it can get."""
    pace, now, taken = Pace(per_minute), 1000.0, []
    for step in steps:
        now += step
        while not pace.take(now):
            taken.append(now)
    assert all(sum(1 for at in taken if start <= at < start + 59.999) <= per_minute for start in taken)


@given(st.integers(1, 200), STEPS)
def test_who_waits_as_long_as_told_gets_a_turn(per_minute: int, steps: list[float]) -> None:
    pace, now = Pace(per_minute), 1000.0
    for step in steps:
        now += step
        wait = pace.take(now)
        assert wait <= 60
        assert not wait or pace.take(now + wait + 1e-6) == 0


def test_a_few_at_once_do_not_wait() -> None:
    pace = Pace(30)
    assert [pace.take(0) for _ in range(10)] == [0] * 10
    assert 0 < pace.take(0) < 3


def test_without_a_limit_nothing_waits() -> None:
    pace = Pace(0)
    assert not any(pace.take(0) for _ in range(10_000))


def test_a_clock_that_is_set_back_stops_nobody_for_long() -> None:
    pace = Pace(1)
    assert pace.take(1_000_000) == 0
    assert pace.take(0) == pytest.approx(60)
    assert pace.take(61) == 0
    pace.rest(1_000_000, 30)
    assert pace.resting(0) <= LONGEST_REST


def test_a_server_that_says_how_long_is_left_alone_for_so_long() -> None:
    pace = Pace(0)
    assert pace.rest(100, 299.961) == pytest.approx(299.961)
    assert pace.take(200) == pytest.approx(199.961)
    assert pace.take(400) == 0


def test_a_server_that_complains_again_is_left_alone_for_longer() -> None:
    pace, now, rests = Pace(0), 0.0, []
    for _ in range(10):
        rests.append(pace.rest(now))
        now += rests[-1]
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == LONGEST_REST
    assert pace.rest(now + FORGOTTEN + 1) == FIRST_REST


def test_work_that_was_taken_makes_the_next_complaint_a_first_one() -> None:
    pace = Pace(0)
    for now in (0, 30, 90):
        pace.rest(now)
    pace.went_well()
    assert pace.rest(300) == FIRST_REST


def test_a_second_complaint_about_the_same_haste_shortens_no_rest() -> None:
    pace = Pace(0)
    pace.rest(0, 300)
    pace.rest(1, 5)
    assert pace.resting(1) == 299


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("A1 BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds", 299.961),
        ("* BYE too fast, try again in 5 minutes", 300),
        ("* BYE Retry after: 90", 90),
        ("wait 999999999 minutes", LONGEST_REST),
        ("Please try again later", 0),
        ("version 30 seconds to none", 0),
    ],
)
def test_the_length_of_a_rest_is_read_out_of_the_words(words: str, seconds: float) -> None:
    assert hinted(words) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("words", "so"),
    [
        ("Request is throttled.", True),
        ("[THROTTLED] Account exceeded command limits", True),
        ("4.7.500 Server busy. Please try again later", True),
        ("STOREDRV.ClientSubmit; sender thread limit exceeded", True),
        ("Too many messages sent", True),
        ("Too many recipients", False),
        ("Mailbox full", False),
        ("Authentication failed", False),
    ],
)
def test_a_complaint_about_our_haste_is_told_from_others(words: str, so: bool) -> None:  # noqa: FBT001
    assert complains(words) is so


@given(st.text())
def test_no_words_of_a_server_break_anything(words: str) -> None:
    assert 0 <= hinted(words) <= LONGEST_REST
    assert complains(words) in {True, False}
