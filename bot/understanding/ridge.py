"""Ridge regression in plain Python: how the models of the services and the acts are learned (ADR 7)."""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from bot.understanding.classify import Features, LinearModel, Sample

UNIT = 1000
"""Weights are whole thousandths, which halves the file that keeps them."""
LEAST = 5
"""Features with no weight of this size are left out: they change nothing and make the file large."""
DAMPING = 0.25
"""How much large weights cost, against the mean square of a sample."""
ROUNDS = 8
STILL = 1e-4
"""A step smaller than this is not made: it changes nothing."""
SHARPNESS = 10.0
SHARPNESSES = tuple(range(5, 21))
"""What may be found to give confidences that mean what they say."""


def fit(
    samples: Sequence[Sample], labels: tuple[str, ...], *, rare: frozenset[str] = frozenset(), seed: int = 1848
) -> LinearModel:
    """A model of the samples by ridge regression of each label's share; what occurs once is left out.

    Features that begin with one of the pairs of characters in ``rare`` weigh by how seldom they occur (inverse document
    frequency), from three times on; their weights hold that. Squared errors read better here than a softmax does, and
    need no rate of learning (ADR 7).
    """
    counts = Counter(feature for sample in samples for feature in sample.features)
    seldom = {feature: 1 + math.log((1 + len(samples)) / (1 + count)) if feature[:2] in rare else 1.0
              for feature, count in sorted(counts.items()) if count > (feature[:2] in rare) + 1}  # fmt: skip
    places = {feature: place for place, feature in enumerate(seldom)}
    rows = [_row(sample.features, places, seldom) for sample in samples]
    slack = DAMPING * sum(row.square for row in rows) / max(1, len(rows))
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)  # noqa: S311  (an order of training, no secret)
    columns = []
    for label in labels:
        wanted = [samples[at].target.get(label, 0.0) - 1 / len(labels) for at in order]
        columns.append(_fitted([rows[at] for at in order], wanted, len(places), slack))
    found = {feature: [round(column[place] * seldom[feature] * UNIT) for column in columns]
             for feature, place in places.items()}  # fmt: skip
    kept = {feature: row for feature, row in found.items() if any(abs(weight) >= LEAST for weight in row)}
    return LinearModel(labels, kept, SHARPNESS / UNIT)


@dataclass(frozen=True, slots=True)
class _Row:
    """The known features of a sample: the places of their weights, their values, the sum of the squares of those."""

    places: tuple[int, ...]
    values: tuple[float, ...]
    square: float


def _row(features: Features, places: Mapping[str, int], seldom: Mapping[str, float]) -> _Row:
    known = [(places[feature], value * seldom[feature]) for feature, value in features.items() if feature in places]
    values = tuple(value for _, value in known)
    return _Row(tuple(place for place, _ in known), values, sum(value * value for value in values))


def _fitted(rows: Sequence[_Row], wanted: Sequence[float], size: int, slack: float) -> list[float]:
    """The weights of one label by dual coordinate ascent (Shalev-Shwartz and Zhang 2013): each step fits one sample."""
    weights = [0.0] * size
    shares = [0.0] * len(rows)
    for _ in range(ROUNDS):
        for number, row in enumerate(rows):
            said = sum(map(mul, map(weights.__getitem__, row.places), row.values))
            step = (wanted[number] - said - slack * shares[number]) / (row.square + slack)
            if abs(step) > STILL:
                shares[number] += step
                for place, value in zip(row.places, row.values, strict=True):
                    weights[place] += step * value
    return weights


def sharpest(samples: Sequence[Sample], labels: tuple[str, ...], *, rare: frozenset[str], parts: int = 2) -> float:
    """The sharpness with which models of the other parts give samples that they have not seen the likeliest shares."""
    loss = dict.fromkeys(SHARPNESSES, 0.0)
    for part in range(parts):
        model = fit([each for at, each in enumerate(samples) if at % parts != part], labels, rare=rare)
        for sample in samples[part::parts]:
            for sharpness in loss:
                shares = replace(model, sharpness=sharpness / UNIT).probabilities(sample.features)
                loss[sharpness] -= sum(share * math.log(max(shares[label], 1e-9))
                                       for label, share in sample.target.items())  # fmt: skip
    return min(loss, key=lambda sharpness: loss[sharpness]) / UNIT
