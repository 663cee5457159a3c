"""Due dates count Dutch working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.working_days import add_working_days, holidays, is_working_day, working_days_between

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 14), "Ascension Day"),
        (date(2026, 5, 25), "Whit Monday"),
        (date(2026, 4, 27), "King's Day"),
        (date(2025, 4, 26), "King's Day moves to Saturday when 27 April is a Sunday"),
        (date(2025, 5, 5), "Liberation Day in its five-yearly year"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 1, 1), "New Year's Day"),
    ],
)
def test_the_office_is_closed_on(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 3), "Good Friday is a working day unless the settings close it"),
        (date(2026, 5, 5), "Liberation Day outside its five-yearly year"),
        (date(2026, 11, 23), "an ordinary Monday"),
        (date(2026, 12, 24), "the day before Christmas"),
    ],
)
def test_the_office_works_on(day: date, why: str) -> None:
    assert is_working_day(day), why


def test_a_closing_day_of_the_settings_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 4, 3), [date(2026, 4, 3)])


def test_five_working_days_over_christmas_skip_both_days_and_the_weekends() -> None:
    assert add_working_days(date(2026, 12, 22), 5) == date(2026, 12, 30)


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_days_that_were_added(start: date, days: int) -> None:
    end = add_working_days(start, days)
    assert working_days_between(start, end) == days
    assert days == 0 or is_working_day(end)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0


@given(st.integers(2000, 2090))
def test_every_year_has_its_seven_or_eight_holidays(year: int) -> None:
    assert len(holidays(year)) in {6, 7, 8}
