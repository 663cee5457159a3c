"""The figures of quality count what they say."""

import pytest

from bot.understanding.measures import (
    Bin,
    calibration_error,
    confusion,
    coverage_at,
    macro_f1,
    micro_f1,
    per_label,
    per_label_of_sets,
    precision_from,
    reliability,
    right_among_surest,
)

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


def test_labels_that_come_together_are_counted_each() -> None:
    (one, other) = per_label_of_sets([(frozenset({"a", "b"}), frozenset({"a"})), (frozenset({"a"}), frozenset({"a"}))])
    assert (one.label, one.precision, one.recall, one.support) == ("a", 1.0, 1.0, 2)
    assert (other.label, other.f1, other.support) == ("b", 0.0, 1)


def test_a_bin_says_how_sure_and_how_often_right() -> None:
    assert reliability([(0.72, True), (0.78, False), (1.0, True)]) == (
        Bin(0.7, 0.8, 2, pytest.approx(0.75), 0.5),  # type: ignore[arg-type]
        Bin(0.9, 1.0, 1, 1.0, 1.0),
    )


def test_perfect_calibration_has_no_error_and_false_certainty_has() -> None:
    assert calibration_error(reliability([(1.0, True), (0.0, False)])) == 0.0
    assert calibration_error(reliability([(1.0, False)])) == 1.0
    assert calibration_error(()) == 0.0


RANKED = [(0.9, True), (0.8, True), (0.7, False), (0.6, False)]


def test_coverage_is_the_share_that_can_be_trusted_and_where_it_ends() -> None:
    assert coverage_at(RANKED, 0.97) == (0.5, 0.8)
    assert coverage_at([(0.9, False)], 0.97) == (0.0, 1.0)
    assert coverage_at([], 0.97) == (0.0, 1.0)


def test_a_threshold_leaves_a_share_with_its_precision() -> None:
    assert precision_from(RANKED, 0.7) == (0.75, pytest.approx(2 / 3))
    assert precision_from(RANKED, 0.95) == (0.0, 1.0)


def test_the_surest_part_is_judged_by_itself() -> None:
    assert right_among_surest(RANKED, 0.5) == 1.0
    assert right_among_surest(RANKED, 0.75) == pytest.approx(2 / 3)
    assert right_among_surest([], 0.8) == 1.0
