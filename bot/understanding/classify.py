"""A linear model in plain Python: softmax over the labels, trained with AdaGrad, the same result every time."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

Features = Mapping[str, float]
LEAST = 0.05
"""Features with no weight of this size are left out: they change nothing and make the file large."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Features with the shares of the labels that are right (one label, or several that share)."""

    features: Features
    target: Mapping[str, float]


@dataclass(frozen=True)
class LinearModel:
    """Weights per feature, one for each label, in the order of ``labels``."""

    labels: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]
    sharpness: float = 1.0
    """What the scores are multiplied with before they become shares."""

    def probabilities(self, features: Features) -> dict[str, float]:
        """The share of each label (0..1, together 1)."""
        weights = self.weights
        known = [(weights[feature], value) for feature, value in features.items() if feature in weights]
        rows, values = [row for row, _ in known], [value for _, value in known]
        scores = [self.sharpness * sum(map(mul, column, values), 0.0) for column in zip(*rows, strict=True)]
        return dict(zip(self.labels, _softmax(scores or [0.0] * len(self.labels)), strict=True))

    def reasons(self, features: Features, label: str) -> list[tuple[str, float]]:
        """The features that spoke for a label, the strongest first."""
        at = self.labels.index(label)
        pushed = [(feature, self.weights[feature][at] * value) for feature, value in features.items()
                  if feature in self.weights]  # fmt: skip
        return sorted((item for item in pushed if item[1] > 0), key=lambda item: -item[1])


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores, default=0.0)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) or 1.0
    return [power / total for power in powers]


def train(
    samples: Sequence[Sample],
    labels: tuple[str, ...],
    *,
    rounds: int = 14,
    rate: float = 0.35,
    decay: float = 2e-4,
    seed: int = 1848,
) -> LinearModel:
    """A model of the samples; features that occur once are left out, the order is shuffled with a fixed seed.

    The weights are the mean over the later rounds, which evens out what the last samples happened to be.
    """
    counts: dict[str, int] = {}
    for sample in samples:
        for feature in sample.features:
            counts[feature] = counts.get(feature, 0) + 1
    weights = {feature: [0.0] * len(labels) for feature, count in counts.items() if count > 1}
    squares = {feature: [1e-2] * len(labels) for feature in weights}
    chance = random.Random(seed)  # noqa: S311  (an order of training, no secret)
    order = list(samples)
    sums = {feature: [0.0] * len(labels) for feature in weights}
    for number in range(rounds):
        chance.shuffle(order)
        for sample in order:
            _step(sample, labels, weights, squares, rate, decay)
        if number >= rounds // 2:
            _add(sums, weights)
    later = rounds - rounds // 2
    rounded = {feature: [round(total / later, 2) for total in row] for feature, row in sorted(sums.items())}
    return LinearModel(labels, {feature: row for feature, row in rounded.items() if any(abs(w) >= LEAST for w in row)})


def _add(sums: dict[str, list[float]], weights: Mapping[str, Sequence[float]]) -> None:
    for feature, row in weights.items():
        total = sums[feature]
        for index, weight in enumerate(row):
            total[index] += weight


def _step(
    sample: Sample,
    labels: tuple[str, ...],
    weights: dict[str, list[float]],
    squares: dict[str, list[float]],
    rate: float,
    decay: float,
) -> None:
    known = [
        (weights[feature], squares[feature], value) for feature, value in sample.features.items() if feature in weights
    ]
    scores = [0.0] * len(labels)
    for row, _, value in known:
        for index, weight in enumerate(row):
            scores[index] += weight * value
    errors = [share - sample.target.get(label, 0.0) for share, label in zip(_softmax(scores), labels, strict=True)]
    wrong = [(index, error) for index, error in enumerate(errors) if abs(error) > 0.01]
    for row, square, value in known:
        for index, error in wrong:
            slope = error * value + decay * row[index]
            square[index] += slope * slope
            row[index] -= rate * slope / math.sqrt(square[index])
