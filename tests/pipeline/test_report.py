"""The report counts a made-up history right: the numbers here were counted by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import in_amsterdam
from bot.pipeline.figures import Answered, Fate, Flow, Judged, Standing
from bot.pipeline.report import (
    AGES,
    AgeBand,
    DraftShares,
    WorkingDays,
    age_periods,
    ages,
    all_drafts,
    calibration_error,
    draft_shares,
    first_answers,
    quantile,
    reliability,
    weekly,
    weeks_until,
    whole,
)
from bot.programme.working_days import working_days_between

FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_the_weeks_end_with_the_one_that_was_asked_for_and_begin_on_monday_in_amsterdam() -> None:
    weeks = weeks_until(FRIDAY, 5)
    assert [(week.year, week.number) for week in weeks] == [(2026, n) for n in range(43, 48)]
    assert weeks[-1].monday == date(2026, 11, 16)
    assert weeks[-1].period == (datetime(2026, 11, 15, 23, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC))
    summer_ends = weeks_until(date(2026, 10, 25), 1)[0]
    assert summer_ends.period == (datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC))
    assert whole(weeks) == (weeks[0].period[0], weeks[-1].period[1])


def test_the_weeks_of_a_new_year_have_the_year_of_their_thursday() -> None:
    assert [(week.year, week.number) for week in weeks_until(date(2027, 1, 4), 3)] == [
        (2026, 52),
        (2026, 53),
        (2027, 1),
    ]


def test_what_comes_in_and_goes_out_is_told_apart() -> None:
    weeks = weeks_until(FRIDAY, 2)
    flows = [
        Flow(0, None, "received", "arrived", 7),
        Flow(0, "received", "ignored", "ignore", 2),
        Flow(1, "awaiting_review", "closed", "close", 1),
        Flow(1, "awaiting_review", "closed", "answered_elsewhere", 1),
        Flow(1, "sending", "sent", "accept", 2),
        Flow(1, "unconfirmed", "sent", "confirm_sent", 1),
        Flow(1, "sent", "bounced", "bounce", 1),
        Flow(1, "ignored", "awaiting_review", "reopen", 1),
        Flow(1, "awaiting_review", "purged", "purge", 1),
    ]
    first, second = weekly(flows, weeks)
    assert (first.new, first.again, first.ignored, first.came, first.went) == (7, 0, 2, 7, 2)
    assert (second.new, second.again, second.answered, second.closed, second.ignored) == (0, 2, 4, 2, 0)


def test_a_week_without_mail_is_there_with_zeros() -> None:
    assert [row.came for row in weekly([], weeks_until(FRIDAY, 26))] == [0] * 26


def test_age_is_in_working_days_and_every_pile_has_its_own_number() -> None:
    def band(at: datetime, closed: Sequence[date] = ()) -> int:
        periods = age_periods(NOW, closed)
        (found,) = [number for number, (since, until) in enumerate(periods) if since <= at < until]
        return found

    tuesday = datetime(2026, 11, 17, 8, tzinfo=UTC)
    standing = [
        Standing(band(datetime(2026, 11, 20, 8, tzinfo=UTC)), "open", 3),  # today: 0
        Standing(band(tuesday), "review", 2),  # 3
        Standing(band(datetime(2026, 11, 12, 23, tzinfo=UTC)), "waiting", 1),  # Friday 13 in Amsterdam: 5
        Standing(band(datetime(2026, 11, 12, 22, tzinfo=UTC)), "waiting", 1),  # Thursday 12: 6
        Standing(band(datetime(2025, 1, 1, 8, tzinfo=UTC)), "open", 1),
    ]
    assert ages(standing) == (
        AgeBand(0, 2, open=3),
        AgeBand(3, 5, waiting=1, review=2),
        AgeBand(6, 10, waiting=1),
        AgeBand(11, 20),
        AgeBand(21, None, open=1),
    )
    assert band(tuesday, [date(2026, 11, 18)]) == 0


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 22), timezones=st.just(UTC)))  # noqa: DTZ001
def test_each_moment_lies_in_the_band_of_its_age(at: datetime) -> None:
    closed = (date(2026, 11, 18), date(2026, 10, 30))
    age = working_days_between(in_amsterdam(at).date(), in_amsterdam(NOW).date(), closed)
    (number,) = [number for number, (since, until) in enumerate(age_periods(NOW, closed)) if since <= at < until]
    first, last = AGES[number]
    assert first <= age
    assert last is None or age <= last


def test_the_time_to_the_first_answer_is_a_median_and_what_nine_in_ten_did_not_exceed() -> None:
    weeks = weeks_until(FRIDAY, 2)
    monday = datetime(2026, 11, 9, 9, tzinfo=UTC)
    answered = [
        Answered(monday, monday.replace(hour=15), "leerkring", 5),  # 0
        Answered(monday, datetime(2026, 11, 10, 9, tzinfo=UTC), "leerkring", 3),  # 1
        Answered(monday, datetime(2026, 11, 16, 9, tzinfo=UTC), "", 1),  # over the weekend: 5
        Answered(monday, datetime(2026, 11, 20, 9, tzinfo=UTC), "expert", 1),  # 9
    ]
    found = first_answers(answered, weeks)
    assert (found.whole.number, found.whole.median, found.whole.most) == (10, 0, 5)
    assert [(waited.number, waited.median, waited.most) for _, waited in found.weeks] == [(8, 0, 1), (2, 5, 9)]
    assert [(w.label, w.number, w.median, w.most) for w in found.services] == [
        ("leerkring", 8, 0, 1),
        ("", 1, 5, 5),
        ("expert", 1, 9, 9),
    ]


def test_a_period_without_answers_has_no_median() -> None:
    found = first_answers([], weeks_until(FRIDAY, 4))
    assert (found.whole.number, found.whole.median, found.whole.most, found.services) == (0, None, None, ())


@pytest.mark.parametrize(
    ("took", "share", "value"),
    [({}, 0.5, None), ({3: 1}, 0.5, 3), ({3: 1}, 0.9, 3), ({1: 1, 2: 1}, 0.5, 1), ({1: 9, 8: 1}, 0.9, 1),
     ({1: 8, 8: 2}, 0.9, 8), ({0: 2, 1: 1}, 0.5, 0)],
)  # fmt: skip
def test_a_quantile_is_the_smallest_value_that_holds_the_share(
    took: dict[int, int], share: float, value: int | None
) -> None:
    assert quantile(took, share) == value


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_counting_once_says_what_counting_each_time_says(start: date, end: date) -> None:
    closed = (date(2026, 5, 1), date(2026, 12, 24))
    days = WorkingDays(closed)
    assert max(0, days.until(end) - days.until(start)) == working_days_between(start, end, closed)


def test_drafts_are_shared_out_per_service_with_the_busiest_first() -> None:
    rows = draft_shares(
        [
            Fate("expert", "unchanged", 1),
            Fate("leerkring", "unchanged", 6),
            Fate("leerkring", "edited", 3),
            Fate("leerkring", "rejected", 1),
            Fate("expert", "unused", 1),
        ]
    )
    assert rows == (DraftShares("leerkring", 6, 3, 1, 0), DraftShares("expert", 1, 0, 0, 1))
    assert [rows[0].share(fate) for fate in ("unchanged", "edited", "rejected", "unused")] == [0.6, 0.3, 0.1, 0.0]
    assert all_drafts(rows) == DraftShares("", 7, 3, 1, 1)
    assert DraftShares("").share("edited") == 0.0


def test_confidence_is_held_against_what_reviewers_kept() -> None:
    rows = reliability([Judged(0.95, True, 18), Judged(0.9, False, 2), Judged(0.55, True, 1), Judged(0.55, False, 1)])
    by_band = {(row.low, row.number, row.kept) for row in rows if row.number}
    assert by_band == {(0.9, 20, 18), (0.5, 2, 1)}
    sure = rows[-1]
    assert (sure.right, round(sure.promised, 3), sure.high) == (0.9, 0.945, 1.0)
    assert calibration_error(rows) == pytest.approx((0.045 * 20 + 0.05 * 2) / 22)
    assert reliability([Judged(1.0, True, 1)])[-1].number == 1
    assert calibration_error(reliability([])) == 0.0


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 14, 22), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_answer_at_any_hour_counts_in_the_week_and_from_the_day_of_amsterdam(at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    day = in_amsterdam(hour).date()
    answered = datetime(2026, 11, 20, 9, tzinfo=UTC)
    found = first_answers([Answered(hour, hour, "", 1), Answered(hour, answered, "", 1)], weeks_until(FRIDAY, 365))
    assert found.whole.most == working_days_between(day, FRIDAY)
    assert next(week for week, waited in found.weeks if waited.number).monday == day - timedelta(days=day.weekday())
