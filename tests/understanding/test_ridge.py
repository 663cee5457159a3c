"""The linear model: what it learns, what its shares are worth, and what it leaves out."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.classify import Features, LinearModel, Sample, pieces
from bot.understanding.ridge import fit, sharpest

LABELS = ("x", "y")


def samples(*rows: tuple[Mapping[str, float], str]) -> list[Sample]:
    return [Sample(features, {label: 1.0}) for features, label in rows]


def clear(number: int) -> list[Sample]:
    x, y = samples(({"a": 1.0, "bias": 1.0}, "x"), ({"b": 1.0, "bias": 1.0}, "y"))
    return [x, x, y, y] * number


def test_a_feature_speaks_for_the_label_that_it_was_seen_with() -> None:
    shares = fit(clear(4), LABELS).probabilities(Features({"a": 1.0}))
    assert shares["x"] > 0.9
    assert abs(sum(shares.values()) - 1.0) < 1e-9


def test_a_text_without_a_known_feature_gets_equal_shares() -> None:
    assert fit(clear(4), LABELS).probabilities(Features({"z": 1.0})) == {"x": 0.5, "y": 0.5}


def test_what_occurs_once_teaches_nothing() -> None:
    assert "seldom" not in fit([*clear(4), *samples(({"seldom": 1.0}, "x"))], LABELS).features


def test_of_two_features_that_tell_the_same_the_rare_one_weighs_more_where_asked() -> None:
    seen = samples(({"c:common": 1.0, "c:rare": 1.0}, "x")) * 3 + samples(({"c:common": 1.0}, "y")) * 9
    models = (fit(seen, LABELS, rare=rare) for rare in (frozenset[str](), frozenset({"c:"})))
    plain, by_rarity = (dict(model.reasons(Features({"c:rare": 1.0}), "x"))["c:rare"] for model in models)
    assert by_rarity > plain


def test_a_second_label_with_a_smaller_share_comes_second() -> None:
    both = [Sample({"a": 1.0}, {"x": 0.6, "y": 0.4})] * 6
    shares = fit([*both, *samples(({"b": 1.0}, "z")) * 6], ("x", "y", "z")).probabilities(Features({"a": 1.0}))
    assert shares["x"] > shares["y"] > shares["z"]


def test_labels_that_cannot_be_told_apart_make_the_model_less_sharp() -> None:
    rare: frozenset[str] = frozenset()
    wrong = samples(({"a": 1.0, "bias": 1.0}, "y"), ({"b": 1.0, "bias": 1.0}, "x"))
    assert sharpest([*clear(4), *wrong], LABELS, rare=rare) < sharpest(clear(5), LABELS, rare=rare)


def test_a_sharper_model_is_surer_of_the_same_label() -> None:
    models = (LinearModel.of_rows(LABELS, {"a": (3, -3)}, sharpness) for sharpness in (0.1, 0.5, 2.0))
    shares = [model.probabilities(Features({"a": 1.0}))["x"] for model in models]
    assert 0.5 < shares[0] < shares[1] < shares[2]


@given(st.dictionaries(st.text("abéß'", min_size=1, max_size=6), st.sampled_from([0.6, 1.0]), min_size=1))
def test_the_pieces_of_words_count_while_reading_as_they_did_while_learning(words: Mapping[str, float]) -> None:
    known = sorted({piece for word in words for piece in pieces(word)})[::2]
    rows = {piece: (number, -number) for number, piece in enumerate(known)}
    model = LinearModel.of_rows(LABELS, {"bias": (1, 0), **rows}, 0.1)
    features = Features({"bias": 1.0}, words, 0.7)
    learned = model.probabilities(Features(features.in_full()))
    assert model.probabilities(features) == pytest.approx(learned, rel=1e-3)
