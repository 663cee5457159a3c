"""Cross-validation on the curated examples: each is read by a model that has not seen it.

Every fold is a piece of work for a process of its own: training takes seconds, and machines have several cores.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from bot.cli.labelled import Item, Judged
from bot.content.examples import load_examples
from bot.content.lessons import load_lessons
from bot.content.library import Library, load_library
from bot.content.location import content_root
from bot.model import Address, Example, Kind, ParsedMail, Screening
from bot.understanding.learned import Taught, learn, taught_by
from bot.understanding.observe import Observer
from bot.understanding.reader import Reader, build_reader

FOLDS = 4
"""Even, so that two cores end together."""

ADDRESSES = {
    "inwoner": "iemand@hetnet.nl",
    "journalist": "redactie@dagblad.example",
    "student": "iemand@student.uu.nl",
    "adviseur": "iemand@adviesbureau.example",
    "partner": "iemand@provincie.example",
    "onbekend": "iemand@bedrijf.example",
}
"""Where somebody of this role mails from; everybody else mails from a municipality. Examples hold no addresses."""


def cross_validated(content_dir: Path | None) -> Iterator[Judged]:
    """Every example with what a reader, trained on the other folds, makes of it."""
    with ProcessPoolExecutor() as processes:
        for judged in processes.map(partial(read_fold, content_dir), range(FOLDS)):
            yield from judged


def read_fold(content_dir: Path | None, fold: int) -> list[Judged]:
    """The examples of one fold, read by what the others teach."""
    library, taught = _taught(content_dir)
    reader = _trained(library, [samples for example, samples in taught if _fold_of(example) != fold])
    held_out = [example for example, _ in taught if _fold_of(example) == fold]
    return [Judged(_labels(each), reader.read(_as_mail(each), Screening(None, "")), each.text) for each in held_out]


@cache
def _taught(content_dir: Path | None) -> tuple[Library, list[tuple[Example, Taught]]]:
    """Every example with what it teaches, made once in a process that takes several folds."""
    library = load_library(content_root(content_dir))
    observer = Observer(library.vocabulary)
    return library, [(each, taught_by(each, observer)) for each in load_examples(library.root / "knowledge")]


def _fold_of(example: Example) -> int:
    """By its identifier, so that an example stays in its fold when others come and go."""
    return sha256(example.id.encode()).digest()[0] % FOLDS


def _trained(library: Library, taught: Sequence[Taught]) -> Reader:
    learned = learn(taught, load_lessons(library.root / "knowledge"), Observer(library.vocabulary))
    return build_reader(
        vocabulary=library.vocabulary,
        municipalities=library.municipalities,
        shared_organisations=library.shared_organisations,
        learned=learned.plain(),
    )


def _as_mail(example: Example) -> ParsedMail:
    role = "onbekend" if example.kind is Kind.SPAM else example.role or ""
    sender = Address("", ADDRESSES.get(role, "iemand@zeist.nl"))
    return ParsedMail.of_words(example.subject, example.text, sender=sender)


def _labels(example: Example) -> Item:
    return {
        "kind": example.kind,
        "requests": [{"service": service, "act": act} for service, act in example.requests],
        "topics": list(example.topics),
    }
