"""Charts as SVG without scripts and styles: this module places, ``charts.html`` draws, the style sheet colours.

Each series has a pattern of its own beside its colour, and the numbers stand in a table below, so a chart never is the
only way to know. Lengths are units of the view box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 16, 34
ROW, GAP = 34, 10
NAMES = 240
"""Room for the names beside lying bars."""
MOST_LABELS = 13
TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle of a series."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Label:
    """A text; ``anchor`` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: bars, the lines of the scale with their labels, the names of groups and of series."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    labels: tuple[Label, ...]
    series: tuple[str, ...]
    newest_last: bool = False
    """Whether it goes on in time, so that its end is what a narrow screen shows first."""


def columns(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    top: float = 0,
    stacked: bool = False,
    newest_last: bool = False,
) -> Chart:
    """Standing bars: for each name one of every series, side by side or on top of each other.

    ``top`` is the end of the scale; 0 takes the one that fits.
    """
    values = [list(numbers) for _, numbers in series]
    heights = [sum(group) if stacked else max(group) for group in zip(*values, strict=True)] if names else []
    top = top or scale(max(heights, default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(names))
    inner = min(step * 0.76, 96)
    place = _stack if stacked else _side_by_side
    bars: list[Bar] = []
    for at in range(len(names)):
        left = LEFT + step * at + (step - inner) / 2
        bars += place(left, inner, [row[at] for row in values], top)
    every = -(-len(names) // MOST_LABELS) or 1
    shown = [
        Label(LEFT + step * (at + 0.5), HEIGHT - 12, name)
        for at, name in enumerate(names)
        if (len(names) - 1 - at) % every == 0
    ]
    ticks = [top * n / TICKS for n in range(TICKS + 1)]
    lines = tuple((LEFT, _y(tick, top), WIDTH - RIGHT, _y(tick, top)) for tick in ticks)
    marks = [Label(LEFT - 8, _y(tick, top) + 5, f"{tick:g}", "end") for tick in ticks]
    return Chart(WIDTH, HEIGHT, tuple(bars), lines, (*marks, *shown), tuple(name for name, _ in series), newest_last)


STEPS = (4, 8, 12, 20, 40, 60)
"""Ends of a scale that four ticks divide into whole numbers; their tenfolds are, too."""


def scale(most: float) -> float:
    """The end of the scale: the least of the steps and their tenfolds that holds the largest value."""
    size = 1
    while most > STEPS[-1] * size:
        size *= 10
    return float(next(step * size for step in STEPS if most <= step * size))


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _side_by_side(left: float, inner: float, values: Sequence[float], top: float) -> list[Bar]:
    width = inner / len(values)
    return [_standing(left + width * n, width * 0.9, 0, value, top, n) for n, value in enumerate(values) if value]


def _stack(left: float, inner: float, values: Sequence[float], top: float) -> list[Bar]:
    below, bars = 0.0, []
    for n, value in enumerate(values):
        if value:
            bars.append(_standing(left, inner, below, value, top, n))
        below += value
    return bars


def _standing(x: float, width: float, below: float, value: float, top: float, series: int) -> Bar:
    y, foot = _y(below + value, top), _y(below, top)
    return Bar(round(x, 1), y, round(width, 1), round(foot - y, 1), series)


def shares(names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> Chart:
    """Lying bars of the same length: for each name how the whole is divided over the series."""
    room = WIDTH - NAMES - RIGHT
    bars: list[Bar] = []
    labels: list[Label] = []
    for at, name in enumerate(names):
        y, left = TOP + at * (ROW + GAP), float(NAMES)
        labels.append(Label(NAMES - 12, y + ROW / 2 + 5, name, "end"))
        whole = sum(numbers[at] for _, numbers in series)
        for n, (_, numbers) in enumerate(series):
            width = room * numbers[at] / whole if whole else 0
            if width:
                bars.append(Bar(round(left, 1), y, round(width, 1), ROW, n))
            left += width
    foot = TOP + len(names) * (ROW + GAP)
    ticks = [(NAMES + room * n / TICKS, 100 * n // TICKS) for n in range(TICKS + 1)]
    lines = tuple((round(x, 1), TOP - 4, round(x, 1), foot) for x, _ in ticks)
    labels += [Label(round(x, 1), foot + 20, f"{share} %", "end" if share == 100 else "middle") for x, share in ticks]
    return Chart(WIDTH, foot + 30, tuple(bars), lines, tuple(labels), tuple(name for name, _ in series))
