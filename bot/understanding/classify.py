"""A linear model: softmax over the labels, trained with AdaGrad, the same result every time."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

PIECES = (3, 4)
"""Letters of a piece of a word; its edges count as letters."""
_BORDER = "_"
_PLACES = np.array([4, 19, 34, 49], np.uint64)
"""Where the letters of a piece stand in the number that it is while a mail is read. Only pieces with letters from
beyond the first 32,768 can share a number."""
_MARK = np.uint64(0b1111)
"""Below them is room for which of at most sixteen weights a word has."""
LEAST = 0.05
"""Features with no weight of this size are left out: they change nothing and make the file large."""
UNIT = 100
"""Trained weights are whole hundredths."""
SHARE_UNIT = 1000
"""Weights of a model of shares are whole thousandths, which halves the file that keeps them."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of a text: features with their values, and words whose pieces are features as well.

    A piece counts as much as the heaviest word that has it (``c:`` and its letters); all pieces together weigh as much
    in a short text as in a long one. They see through typos, compounds and endings.
    """

    plain: Mapping[str, float]
    words: Mapping[str, float] = field(default_factory=dict)
    strength: float = 0.0

    def in_full(self) -> dict[str, float]:
        """All of them by name, as a model learns them."""
        bag: dict[str, float] = {}
        for word, weight in self.words.items():
            for piece in pieces(word):
                bag[piece] = max(bag.get(piece, 0.0), weight)
        scale = _scale(self.strength, len(bag))
        return {**{piece: weight * scale for piece, weight in bag.items()}, **self.plain}


def scaled(bag: Mapping[str, float], strength: float) -> dict[str, float]:
    """The same weight together for a short mail as for a long one."""
    scale = _scale(strength, len(bag))
    return {feature: value * scale for feature, value in bag.items()}


def _scale(strength: float, number: int) -> float:
    return strength / math.sqrt(max(9, number))


def pieces(word: str) -> tuple[str, ...]:
    """The pieces of letters of a word."""
    edged = f"{_BORDER}{word}{_BORDER}"
    return tuple(f"c:{edged[at : at + size]}" for size in PIECES for at in range(max(1, len(edged) - size + 1)))


def _as_numbers(names: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each piece, which leaves room for a mark."""
    letters = np.array(names, f"U{len(_PLACES)}").view(np.uint32).reshape(-1, len(_PLACES))
    numbers: NDArray[np.uint64] = np.bitwise_or.reduce(letters.astype(np.uint64) << _PLACES, axis=1)
    return numbers


@lru_cache(maxsize=8)
def _numbered(words: tuple[str, ...], marks: tuple[int, ...]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The pieces of all words as such numbers, each once, and of each the highest mark that a word with it has.

    Remembered for a moment, because several models look at the words of a mail.
    """
    text = f"{_BORDER}{_BORDER.join(words)}{_BORDER}".encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(text, np.uint32).astype(np.uint64)
    first, second, third, fourth = _PLACES
    of_word = np.repeat(np.array(marks, np.uint64), [len(word) + 1 for word in words])[:-1]
    three = letters[:-2] << first | letters[1:-1] << second | letters[2:] << third | of_word
    four = three[:-1] | letters[3:] << fourth
    inside = letters != ord(_BORDER)
    marked = np.sort(np.concatenate((three[inside[1:-1]], four[inside[1:-2] & inside[2:-1]])))
    numbers = marked & ~_MARK
    last = np.append(numbers[1:] != numbers[:-1], [True])
    return numbers[last], (marked & _MARK)[last]


@dataclass(frozen=True, slots=True)
class Sample:
    """Features in full with the shares of the labels that are right (one label, or several that share)."""

    features: Mapping[str, float]
    target: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Weights per feature, one for each label, in the order of ``labels``."""

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: NDArray[np.int16]
    """A row for each feature, a column for each label."""
    sharpness: float = 1.0
    """What the scores are multiplied with before they become shares."""

    @classmethod
    def of_rows(cls, labels: tuple[str, ...], rows: Mapping[str, Sequence[int]], sharpness: float) -> "LinearModel":
        """A model of the weights per feature."""
        weights = np.array(list(rows.values()), np.int16).reshape(len(rows), len(labels))
        return cls(labels, tuple(rows), weights, sharpness)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {feature: row for row, feature in enumerate(self.features)}

    @cached_property
    def _scaled(self) -> NDArray[np.float32]:
        """The weights with the sharpness in them; the last row is that of every unknown feature."""
        nothing = np.zeros((1, len(self.labels)), np.float32)
        return np.vstack([self.weights * np.float32(self.sharpness), nothing])

    @cached_property
    def _known_pieces(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The pieces that the model knows, as numbers in their order, and their rows; the last number is no piece."""
        found = [(row, feature.removeprefix("c:")) for row, feature in enumerate(self.features) if feature[:2] == "c:"]
        numbers = _as_numbers([piece for _, piece in found])
        rows = np.array([row for row, _ in found], np.int64)
        order = numbers.argsort()
        return np.append(numbers[order], ~np.uint64(0)), np.append(rows[order], len(self.features))

    def probabilities(self, features: Features) -> dict[str, float]:
        """The share of each label (0..1, together 1)."""
        return dict(zip(self.labels, _softmax(self._scores(features)), strict=True))

    def shares(self, features: Features) -> dict[str, float]:
        """What a model of ``ridge.fit`` makes of each label by itself, where several can be right (about 0..1)."""
        even = 1 / len(self.labels)
        return {
            label: score / self.sharpness / SHARE_UNIT + even
            for label, score in zip(self.labels, self._scores(features), strict=True)
        }

    def _scores(self, features: Features) -> list[float]:
        rows, values = self._plain(features)
        if features.words:
            of_pieces, shared = self._in_pieces(features)
            rows, values = np.concatenate((of_pieces, rows)), np.concatenate((shared, values))
        scores: list[float] = (values @ self._scaled.take(rows, axis=0)).tolist()
        return scores

    def _plain(self, features: Features) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found, number = features.plain, len(features.plain)
        rows = np.fromiter(map(self._rows.get, found, repeat(len(self.features))), np.int64, number)
        return rows, np.fromiter(found.values(), np.float32, number)

    def _in_pieces(self, features: Features) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows of the pieces that the model knows, and their values: that of the heaviest word that has it."""
        weights = sorted(set(features.words.values()))
        numbers, heaviness = _numbered(tuple(features.words), tuple(map(weights.index, features.words.values())))
        known, rows = self._known_pieces
        places = known.searchsorted(numbers)
        found = known[places] == numbers
        share = np.float32(_scale(features.strength, len(numbers)))
        return rows[places[found]], np.array(weights, np.float32)[heaviness[found]] * share

    def reasons(self, features: Features, label: str) -> list[tuple[str, float]]:
        """The features that spoke for a label, the strongest first."""
        column = self._scaled[:, self.labels.index(label)]
        pushed = [(feature, float(column[self._rows[feature]]) * value) for feature, value in features.in_full().items()
                  if feature in self._rows]  # fmt: skip
        return sorted((item for item in pushed if item[1] > 0), key=lambda item: -item[1])


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores, default=0.0)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) or 1.0
    return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class Row:
    """The known features of a sample: the places of their weights, and their values."""

    places: NDArray[np.intp]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, known: Iterable[tuple[int, float]]) -> "Row":
        """A row of the pairs of a place and a value."""
        places, values = tuple(zip(*known, strict=True)) or ((), ())
        return cls(np.array(places, np.intp), np.array(values, np.float64))


def targets(samples: Sequence[Sample], labels: tuple[str, ...]) -> NDArray[np.float64]:
    """The right share of each label, a row for each sample."""
    shares = [[sample.target.get(label, 0.0) for label in labels] for sample in samples]
    return np.array(shares, np.float64).reshape(len(samples), len(labels))


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
    counts = Counter(feature for sample in samples for feature in sample.features)
    features = sorted(feature for feature, count in counts.items() if count > 1)
    places = {feature: place for place, feature in enumerate(features)}
    rows = [Row.of((places[name], value) for name, value in sample.features.items() if name in places)
            for sample in samples]  # fmt: skip
    wanted = targets(samples, labels)
    weights = np.zeros((len(features), len(labels)))
    squares = np.full_like(weights, 1e-2)
    sums = np.zeros_like(weights)
    order = list(range(len(samples)))
    chance = random.Random(seed)  # noqa: S311  (an order of training, no secret)
    for number in range(rounds):
        chance.shuffle(order)
        for at in order:
            _step(rows[at], wanted[at], weights, squares, rate, decay)
        if number >= rounds // 2:
            sums += weights
    mean = sums / (rounds - rounds // 2)
    return pruned(labels, features, np.rint(mean * UNIT), round(LEAST * UNIT), 1 / UNIT)


def _step(
    row: Row,
    wanted: NDArray[np.float64],
    weights: NDArray[np.float64],
    squares: NDArray[np.float64],
    rate: float,
    decay: float,
) -> None:
    own = weights[row.places]
    errors = np.array(_softmax((row.values @ own).tolist())) - wanted
    errors[np.abs(errors) <= 0.01] = 0.0
    slopes = (np.outer(row.values, errors) + decay * own) * (errors != 0)
    squares[row.places] += slopes * slopes
    weights[row.places] -= rate * slopes / np.sqrt(squares[row.places])


def pruned(
    labels: tuple[str, ...], features: Sequence[str], weights: NDArray[np.float64], least: int, sharpness: float
) -> LinearModel:
    """A model of whole weights, without the features of which none reaches ``least``."""
    kept = np.flatnonzero(np.abs(weights).max(axis=1, initial=0) >= least).tolist()
    return LinearModel(labels, tuple(features[at] for at in kept), weights[kept].astype(np.int16), sharpness)
