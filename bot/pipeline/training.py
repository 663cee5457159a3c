"""Learns from ``knowledge/examples/`` and ``lessons/``, writes ``learned.npz``: ``python -m bot.pipeline.training``.

The same examples and words always give the same file, so it is kept in the repository; ``thorbecke check`` and a test
tell when it is older than what it was made of.
"""

import sys
from pathlib import Path

from bot.content.examples import load_examples
from bot.content.learned import save_learned
from bot.content.lessons import load_lessons
from bot.content.location import content_root
from bot.content.vocabulary import load_vocabulary
from bot.errors import ContentError
from bot.understanding.learned import VERSION, learn_sharply, taught_by
from bot.understanding.observe import Observer


def train_all(knowledge: Path) -> Path:
    """Train on every example below ``knowledge`` and save the weights; the path of the file."""
    observer = Observer(load_vocabulary(knowledge))
    taught = [taught_by(example, observer) for example in load_examples(knowledge)]
    learned = learn_sharply(taught, load_lessons(knowledge), observer)
    return save_learned(knowledge, learned.plain(), VERSION)


def main() -> int:
    """Train on the content of this checkout; 0 when done, 1 when the content is broken."""
    try:
        path = train_all(content_root(None) / "knowledge")
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
