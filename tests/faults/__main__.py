"""``python -m tests.faults``: a run of the fault bench, with its figures; exit status 1 when anything is wrong."""

import argparse
import asyncio
import math
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.bench import Plan, run

MEMORY = Path("/dev/shm")  # noqa: S108  (kills lose no page of the system; a disk would only be slower)
MOST_SHOWN = 50


def main() -> int:
    """Run, print, judge."""
    options = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=random.randrange(2**32))
    options.add_argument("--rate", type=float, default=0.03, help="share of the answers with a fault")
    options.add_argument("--minutes", type=float, default=math.inf, help="end the storm then, whatever is left")
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="faults") as folder:
        verdict = asyncio.run(run(Plan(**vars(given)), Path(folder)))
    for name, figure in verdict.figures.items():
        print(f"{name}: {figure}")
    print(f"seconds: {time.monotonic() - began:.0f}")
    for line in verdict.wrong[:MOST_SHOWN]:
        print(f"WRONG: {line}")
    print(f"{len(verdict.wrong)} wrong")
    return bool(verdict.wrong)


if __name__ == "__main__":
    sys.exit(main())
