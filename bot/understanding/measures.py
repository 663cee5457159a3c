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
    return per_label_of_sets((frozenset({gold}), frozenset({answer})) for gold, answer in pairs)


def per_label_of_sets(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> tuple[LabelFigures, ...]:
    """The same where several labels may be right at once, from (right, said) pairs of sets."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for gold, answer in pairs:
        right.update(sorted(gold))
        said.update(answer)
        hit.update(gold & answer)
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


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases with a confidence from ``low`` up to ``high``: how sure they are on average, and how often right."""

    low: float
    high: float
    cases: int
    sure: float
    right: float


def reliability(judged: Iterable[tuple[float, bool]], *, bins: int = 10) -> tuple[Bin, ...]:
    """The equal bins of confidence that hold a case, from (confidence, whether right) pairs."""
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in judged:
        sorted_in.setdefault(min(int(sure * bins), bins - 1), []).append((sure, right))
    return tuple(
        Bin(
            number / bins,
            (number + 1) / bins,
            len(inside),
            sum(sure for sure, _ in inside) / len(inside),
            sum(right for _, right in inside) / len(inside),
        )
        for number, inside in sorted(sorted_in.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence lies from being right, weighted by cases (Naeini 2015)."""
    cases = sum(each.cases for each in bins)
    return sum(abs(each.sure - each.right) * each.cases for each in bins) / cases if cases else 0.0


def coverage_at(judged: Iterable[tuple[float, bool]], precision: float) -> tuple[float, float]:
    """The largest share of cases, surest first, of which at least ``precision`` are right, and its least confidence."""
    ranked = sorted(judged, key=lambda each: -each[0])
    right, best = 0, 0
    for number, (_, is_right) in enumerate(ranked, start=1):
        right += is_right
        if right / number >= precision:
            best = number
    return (best / len(ranked), ranked[best - 1][0]) if best else (0.0, 1.0)


def precision_from(judged: Iterable[tuple[float, bool]], least: float) -> tuple[float, float]:
    """The share of cases that are at least so sure, and how many of those are right (1 when there are none)."""
    judged = list(judged)
    sure = [right for confidence, right in judged if confidence >= least]
    return (len(sure) / len(judged) if judged else 0.0), (sum(sure) / len(sure) if sure else 1.0)


def right_among_surest(judged: Iterable[tuple[float, bool]], share: float) -> float:
    """How many of the surest ``share`` of the cases are right; 1 when there are none."""
    ranked = sorted(judged, reverse=True)
    chosen = ranked[: max(1, int(len(ranked) * share))]
    return sum(right for _, right in chosen) / len(chosen) if chosen else 1.0
