"""Ridge regression: how the models of the services and the acts are learned (ADR 7)."""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.understanding.classify import SHARE_UNIT as UNIT
from bot.understanding.classify import Features, LinearModel, Row, Sample, pruned, targets

LEAST = 20
"""Features with no weight of this size are left out: they change nothing and make the file large."""
MEMBERS = 5
"""Models of which the mean is taken, each of a part of the samples."""
SEEN = 0.7
MEAN_LEAST = 5
"""The same as ``LEAST`` for the mean of models; a feature that few of them know weighs less in it."""
BIAS = "bias"
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
    slack = DAMPING * sum(map(_square, rows)) / max(1, len(rows))
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)  # noqa: S311  (an order of training, no secret)
    weights = _fitted([rows[at] for at in order], targets(samples, labels)[order] - 1 / len(labels), len(places), slack)
    rarity = np.array([*seldom.values()]).reshape(-1, 1)
    return pruned(labels, list(seldom), np.rint(weights * rarity * UNIT), LEAST, SHARPNESS / UNIT)


def fit_together(
    samples: Sequence[Sample], labels: tuple[str, ...], *, rare: frozenset[str], members: int = MEMBERS
) -> LinearModel:
    """The mean of models that each saw a part of the samples: what one of them happened to see counts less.

    Bagging (Breiman 1996); the mean of linear models is a linear model, so reading takes no longer. One member is a
    model of all samples.
    """
    if members == 1:
        return fit(samples, labels, rare=rare)
    models = []
    for member in range(members):
        chance = random.Random(member)  # noqa: S311  (a choice of samples, no secret)
        seen = [sample for sample in samples if chance.random() < SEEN]
        models.append(fit(seen, labels, rare=rare, seed=member))
    return _mean(models)


def _mean(members: Sequence[LinearModel]) -> LinearModel:
    features = sorted({feature for member in members for feature in member.features})
    places = {feature: place for place, feature in enumerate(features)}
    weights = np.zeros((len(features), len(members[0].labels)))
    for member in members:
        weights[[places[feature] for feature in member.features]] += member.weights
    return pruned(members[0].labels, features, np.rint(weights / len(members)), MEAN_LEAST, members[0].sharpness)


def _row(features: Mapping[str, float], places: Mapping[str, int], seldom: Mapping[str, float]) -> Row:
    return Row.of(
        (places[feature], value * seldom[feature]) for feature, value in features.items() if feature in places
    )


def _square(row: Row) -> float:
    return float(row.values @ row.values)


def _fitted(rows: Sequence[Row], wanted: NDArray[np.float64], size: int, slack: float) -> NDArray[np.float64]:
    """The weights by dual coordinate ascent (Shalev-Shwartz and Zhang 2013): each step fits one sample."""
    weights = np.zeros((size, wanted.shape[1]))
    shares = np.zeros_like(wanted)
    for _ in range(ROUNDS):
        for number, row in enumerate(rows):
            own = weights[row.places]
            step = (wanted[number] - row.values @ own - slack * shares[number]) / (_square(row) + slack)
            step[np.abs(step) <= STILL] = 0.0
            if not step.any():
                continue
            shares[number] += step
            weights[row.places] = own + np.outer(row.values, step)
    return weights


def leaning(model: LinearModel, offsets: Mapping[str, float]) -> LinearModel:
    """The model with another ``bias``, which every text has: the score of each label goes up by its offset."""
    features = model.features if BIAS in model.features else (*model.features, BIAS)
    weights = np.zeros((len(features), len(model.labels)), np.int16)
    weights[: len(model.features)] = model.weights
    up = [offsets.get(label, 0.0) / model.sharpness for label in model.labels]
    weights[features.index(BIAS)] += np.rint(up).astype(np.int16)
    return replace(model, features=features, weights=weights)


def sharpest(samples: Sequence[Sample], labels: tuple[str, ...], *, rare: frozenset[str], parts: int = 2) -> float:
    """The sharpness with which models of the other parts give samples that they have not seen the likeliest shares."""
    loss = dict.fromkeys(SHARPNESSES, 0.0)
    for part in range(parts):
        blunt = fit([each for at, each in enumerate(samples) if at % parts != part], labels, rare=rare)
        for sharpness in loss:
            model = replace(blunt, sharpness=sharpness / UNIT)
            for sample in samples[part::parts]:
                shares = model.probabilities(Features(sample.features))
                loss[sharpness] -= sum(share * math.log(max(shares[label], 1e-9))
                                       for label, share in sample.target.items())  # fmt: skip
    return min(loss, key=lambda sharpness: loss[sharpness]) / UNIT
