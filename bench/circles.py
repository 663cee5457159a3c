"""Planning circles: how long it takes, and how far from the best the plan can be."""

import statistics
import time
from collections.abc import Iterator

from bot.programme.circles import SHAPES, plan
from tests.programme.boards import board

SEEDS = range(2024, 2029)


def rows() -> Iterator[tuple[str, str]]:
    """120 sign-ups of 90 municipalities over 12 topics, ten times."""
    for service, shape in SHAPES.items():
        times, gaps, seated = [], [], []
        for seed in SEEDS:
            begin = time.process_time()
            made = plan(board(seed), shape, clock=time.process_time)
            times.append(time.process_time() - begin)
            gaps.append(1 - made.score / made.most_score)
            seated.append(made.most_seats - made.seats)
        proven = sum(gap == 0 for gap in gaps)
        boards = f"circles ({service}) for 120 sign-ups of 90 municipalities over 12 topics, {len(SEEDS)} boards"
        yield f"{boards}: processor time of the plan, median and slowest", _seconds(times)
        yield (
            f"{boards}: proven the best; how far from it a plan can be; municipalities left out needlessly",
            f"{proven} of {len(SEEDS)}; {max(gaps) * 100:.1f}% of the points; {max(seated)}",
        )


def _seconds(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} / {max(times):.2f} s"
