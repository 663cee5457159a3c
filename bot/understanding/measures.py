"""Figures of quality: precision, recall and F1 per label, confusion, calibration. Pure counting."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How well one label is recognised; all but ``support`` are shares (0..1)."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    """How often the label is right."""


def f1_of(precision: float, recall: float) -> float:
    """The harmonic mean; 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def per_label(pairs: Iterable[tuple[str, str]]) -> tuple[LabelFigures, ...]:
    """Figures for every label that is ever right, from (right, said) pairs; the most frequent first."""
    pairs = list(pairs)
    right, said = Counter(gold for gold, _ in pairs), Counter(answer for _, answer in pairs)
    hit = Counter(gold for gold, answer in pairs if gold == answer)
    figures = []
    for label, support in right.most_common():
        precision = hit[label] / said[label] if said[label] else 0.0
        recall = hit[label] / support
        figures.append(LabelFigures(label, precision, recall, f1_of(precision, recall), support))
    return tuple(figures)


def macro_f1(figures: Sequence[LabelFigures]) -> float:
    """The mean F1 over the labels, each as heavy as the other."""
    return sum(each.f1 for each in figures) / len(figures) if figures else 0.0


def micro_f1(pairs: Iterable[tuple[frozenset[Hashable], frozenset[Hashable]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over sets of labels, from (right, said) pairs of sets."""
    hit = right = said = 0
    for gold, answer in pairs:
        hit, right, said = hit + len(gold & answer), right + len(gold), said + len(answer)
    precision, recall = (hit / said if said else 1.0), (hit / right if right else 1.0)
    return precision, recall, f1_of(precision, recall)


def confusion(pairs: Iterable[tuple[str, str]], *, limit: int = 15) -> tuple[tuple[str, str, int], ...]:
    """The mistakes that are made most: (right, said, times)."""
    wrong = Counter((gold, answer) for gold, answer in pairs if gold != answer)
    return tuple((gold, answer, times) for (gold, answer), times in wrong.most_common(limit))


def calibration_error(judged: Iterable[tuple[float, bool]], *, bins: int = 10) -> float:
    """Expected calibration error over equal bins: how far confidence lies from being right, weighted (Naeini 2015)."""
    judged = list(judged)
    if not judged:
        return 0.0
    total = 0.0
    for number in range(bins):
        inside = [(sure, right) for sure, right in judged if min(int(sure * bins), bins - 1) == number]
        if inside:
            sure = sum(each for each, _ in inside) / len(inside)
            right = sum(each for _, each in inside) / len(inside)
            total += abs(sure - right) * len(inside)
    return total / len(judged)


def coverage_at(judged: Iterable[tuple[float, bool]], precision: float) -> float:
    """The largest share of cases, surest first, among which at least ``precision`` are right."""
    ranked = sorted(judged, key=lambda each: -each[0])
    right, best = 0, 0
    for number, (_, is_right) in enumerate(ranked, start=1):
        right += is_right
        if right / number >= precision:
            best = number
    return best / len(ranked) if ranked else 0.0
