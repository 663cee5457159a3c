"""The figures of quality count what they say."""

import pytest

from bot.understanding.measures import calibration_error, confusion, coverage_at, macro_f1, micro_f1, per_label

PAIRS = [("leerkring", "leerkring"), ("leerkring", "expert"), ("expert", "expert"), ("theater", "expert")]


def test_precision_and_recall_per_label() -> None:
    by_label = {each.label: each for each in per_label(PAIRS)}
    assert by_label["leerkring"].precision == 1.0
    assert by_label["leerkring"].recall == 0.5
    assert by_label["expert"].precision == pytest.approx(1 / 3)
    assert by_label["theater"].f1 == 0.0
    assert macro_f1(per_label(PAIRS)) == pytest.approx((2 / 3 + 0.5 + 0) / 3)


def test_micro_f1_counts_over_sets() -> None:
    figures = micro_f1([(frozenset({"a", "b"}), frozenset({"a"})), (frozenset(), frozenset({"c"}))])
    assert figures == (0.5, 0.5, 0.5)


def test_confusion_lists_mistakes_by_frequency() -> None:
    assert confusion([*PAIRS, ("theater", "expert")])[0] == ("theater", "expert", 2)


def test_perfect_calibration_has_no_error_and_false_certainty_has() -> None:
    assert calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert calibration_error([(1.0, False)]) == 1.0
    assert calibration_error([]) == 0.0


def test_coverage_is_the_share_that_can_be_trusted() -> None:
    assert coverage_at([(0.9, True), (0.8, True), (0.7, False), (0.6, False)], 0.97) == 0.5
