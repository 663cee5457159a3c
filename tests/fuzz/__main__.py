"""``python -m tests.fuzz parse|body|compose [MINUTES] [SEED]``: let atheris look for inputs that break a target.

The corpus that it grows and what it found stay in ``build/fuzz``, so that the next run goes on from there. An input
that takes more than ten seconds, or the process beyond 400 MB (100 of them are the interpreter, the fuzzer and its
corpus), is a find as well. Whatever is found becomes a test in ``test_targets.py``.
"""

import hashlib
import sys
import time
from importlib.util import find_spec
from pathlib import Path

HOME = Path("build/fuzz")
DICTIONARY = Path(__file__).parent / "mail.dict"
SECONDS, MEGABYTES, LARGEST = 10, 400, 65_536


def main(name: str, minutes: float, seed: int) -> None:
    """Never returns: the fuzzer ends the process, with status 0 when it found nothing."""
    import atheris  # noqa: PLC0415  (no dependency of ours: see the Makefile)

    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.seeds import seeds  # noqa: PLC0415  (instrumented only here)
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    corpus, found = HOME / name, HOME / f"{name}-found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for data in seeds(name):
        (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)
    limits = (f"-max_total_time={minutes * 60:.0f}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}")
    shown = (f"-seed={seed}", f"-max_len={LARGEST}", f"-artifact_prefix={found}/", "-print_final_stats=1",
             f"-dict={DICTIONARY}")  # fmt: skip
    atheris.Setup([sys.argv[0], *limits, *shown, str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if find_spec("atheris") is None:
        sys.exit(
            "The fuzzer is not installed here. It is no dependency of ours: pip install atheris (Python 3.11 to 3.13)."
        )
    chosen = sys.argv[1:]
    main(chosen[0], float(chosen[1]) if chosen[1:] else 10, int(chosen[2]) if chosen[2:] else int(time.time()))
