"""Cross-validation on the curated examples: each is read by a model that has not seen it."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from bot.content.examples import load_examples
from bot.model import Address, Example, ParsedMail, Screening, Understanding
from bot.pipeline.mind import Mind
from bot.understanding.learned import learn
from bot.understanding.observe import Observer
from bot.understanding.reader import Reader, build_reader

FOLDS = 5

ADDRESSES = {
    "inwoner": "iemand@hetnet.nl",
    "journalist": "redactie@dagblad.example",
    "student": "iemand@student.uu.nl",
    "adviseur": "iemand@adviesbureau.example",
    "partner": "iemand@provincie.example",
    "onbekend": "iemand@bedrijf.example",
}
"""Where somebody of this role mails from; everybody else mails from a municipality. Examples hold no addresses."""


def cross_validated(mind: Mind) -> Iterator[tuple[dict[str, Any], ParsedMail, Understanding]]:
    """Every example with what a reader, trained on the other folds, makes of it."""
    examples = load_examples(mind.library.root / "knowledge")
    for fold in range(FOLDS):
        held_out = [example for example in examples if _fold_of(example) == fold]
        reader = _trained(mind, [example for example in examples if _fold_of(example) != fold])
        for example in held_out:
            mail = _as_mail(example)
            yield _labels(example), mail, reader.read(mail, Screening(None, ""))


def _fold_of(example: Example) -> int:
    """By its identifier, so that an example stays in its fold when others come and go."""
    return sha256(example.id.encode()).digest()[0] % FOLDS


def _trained(mind: Mind, examples: Sequence[Example]) -> Reader:
    library = mind.library
    learned = learn(examples, Observer(library.vocabulary))
    return build_reader(
        vocabulary=library.vocabulary,
        municipalities=library.municipalities,
        shared_organisations=library.shared_organisations,
        learned=learned.plain(),
    )


def _as_mail(example: Example) -> ParsedMail:
    sender = Address("", ADDRESSES.get(example.role or "", "iemand@zeist.nl"))
    return ParsedMail.of_words(example.subject, example.text, sender=sender)


def _labels(example: Example) -> dict[str, Any]:
    return {
        "kind": example.kind,
        "requests": [{"service": service, "act": act} for service, act in example.requests],
        "topics": list(example.topics),
    }
