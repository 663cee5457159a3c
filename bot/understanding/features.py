"""What the learned models look at: the words, the vocabulary's findings and the shape of the asking sentences."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.patterns import compiled_later
from bot.understanding.classify import Features, scaled
from bot.understanding.observe import Mailtext, Observed
from bot.understanding.speech import speech_acts

STOP = frozenset(
    ["de", "het", "een", "en", "van", "in", "te", "dat", "die", "is", "op", "aan", "met", "voor", "er", "om", "als", "bij", "ook", "dan", "maar", "naar", "uit", "nog", "zo", "wel", "al", "tot", "dit", "deze", "ons", "onze", "wij", "we", "ik", "u", "uw", "je", "jij", "jullie", "jouw", "mij", "me", "mijn", "hij", "zij", "ze", "hun", "hem", "haar", "zijn", "was", "waren", "heeft", "hebben", "heb", "had", "wordt", "worden", "of", "door", "over", "niet", "geen", "wat", "daar", "hier", "dus", "want", "omdat", "zich"]
)  # fmt: skip
OUTSIDE_ROLES = frozenset({"inwoner", "journalist", "student", "adviseur", "partner", "onbekend"})
STEM = 6
STORY = 0.6
"""What a word weighs, for the service, in a sentence that asks nothing."""
SERVICE_WORDS = 0.8
"""How much all plain words of a mail weigh together, against the vocabulary's findings (1 each)."""
SERVICE_PIECES = 0.7
ACT_WORDS = 2.0
ACT_PIECES = 0.4
ACT_TURNS = 0.4
RARE_SERVICE = frozenset({"w:", "p:", "b:", "c:"})
"""Beginnings of the features of a service that say more the less they occur: words, stems, pairs, pieces."""
RARE_ACT = frozenset({"c:", "m:"})
"""The same for an act: pieces and turns."""

_TO_US = compiled_later(
    r"\b(?:u|uw|jullie|je|jij|kun(?:nen|t)?|kan|mag|mogen|is er|zijn er|bestaat|kost(?:en)?|hoe (?:lang|laat|vaak|werkt)|hoeveel|wanneer|waar (?:vind|is|kan)|klopt|"
    r"nog plek|is (?:dat|het|die) (?:al|ook|nog))\b",
    re.IGNORECASE,
)
Bag = dict[str, float]


def service_features(mail: Mailtext, role: str | None) -> Features:
    """For the service of a mail: its words, the pieces of its words, and what the vocabulary finds."""
    said = [observed.words.folded for observed in mail.all]
    wanted = [observed.words.folded for observed in mail.all if observed.asking or observed.sentence.number < 0]
    bag = _weighed(map(lexical, said), map(lexical, wanted))
    words = _weighed(said, wanted)
    found = scaled(bag, SERVICE_WORDS)
    _add_vocabulary(found, mail)
    if role in OUTSIDE_ROLES:
        found[f"R:{role}"] = 1.0
    found["bias"] = 1.0
    return Features(found, words, SERVICE_PIECES)


def _weighed(said: Iterable[Sequence[str]], wanted: Iterable[Sequence[str]]) -> Bag:
    """Everything that is said, in its order; what is also among the wanted weighs most."""
    return dict.fromkeys(itertools.chain.from_iterable(said), STORY) | dict.fromkeys(
        itertools.chain.from_iterable(wanted), 1.0
    )


@lru_cache(maxsize=64)
def lexical(plain: tuple[str, ...]) -> tuple[str, ...]:
    """The features of one sentence's words; remembered, because a sentence is read with the mail and on its own."""
    content = [word for word in plain if word not in STOP and not word.isdigit()]
    features = [f"w:{word}" for word in content]
    features += [f"p:{word[:STEM]}" for word in content if len(word) > STEM]
    features += [f"b:{left} {right}" for left, right in itertools.pairwise(plain)
                 if not (left in STOP and right in STOP)]  # fmt: skip
    return tuple(features)


def _add_vocabulary(found: Bag, mail: Mailtext) -> None:
    now = {hit.label for observed in mail.all if _place(observed) != "past" for hit in observed.services}
    for observed in mail.all:
        where = _place(observed)
        for hit in observed.services:
            found[f"S:{hit.label}"] = 1.0 if hit.label in now or not now else 0.4
            found[f"S:{where}:{hit.label}"] = 1.0
        for hit in observed.hints:
            found[f"H:{hit.label}"] = min(1.2, found.get(f"H:{hit.label}", 0.0) + (0.2 if where == "past" else 0.4))
        for hit in observed.topics:
            found[f"T:{hit.label}"] = 0.5
    first = next(
        (observed.named()[0] for observed in mail.body if observed.named() and _place(observed) == "ask"), None
    )
    if first:
        found[f"S:first:{first}"] = 1.0


def _place(observed: Observed) -> str:
    """Where a name stands: what is told of the past proves little about what is wanted now."""
    if observed.sentence.number < 0:
        return "subject"
    if observed.sentence.question or observed.direct:
        return "ask"
    return "past" if observed.past else "rest"


def act_features(sentences: Sequence[Observed], subject: Observed | None, service: str) -> Features:
    """For the act of one request: its sentences by how much they say what is wanted, the subject, the service."""
    found: Bag = {}
    weights = attention(sentences, service)
    for observed, weight in zip(sentences, weights, strict=True):
        mark = "q" if observed.sentence.question else "s"
        words = _act_words(observed, mark)
        scale = ACT_WORDS * weight / max(4.0, len(words)) ** 0.5
        for feature in words:
            found[feature] = found.get(feature, 0.0) + scale
        _add_cues(found, observed, mark, weight)
    if subject is not None:
        _add_cues(found, subject, "subject", 0.5)
    _add_shape(found, sentences, service)
    said = sentences if subject is None else (subject, *sentences)
    found.update(scaled(dict.fromkeys(itertools.chain.from_iterable(map(_turns, sentences)), 1.0), ACT_TURNS))
    return Features(found, dict.fromkeys((word for each in said for word in each.words.folded), 1.0), ACT_PIECES)


def _turns(observed: Observed) -> Iterator[str]:
    """Runs of up to three words; names of services and topics are blank, for it counts what is said of them."""
    blank = {at for hit in (*observed.services, *observed.topics) for at in range(hit.start, hit.end)}
    plain = ["§" if at in blank else word for at, word in enumerate(observed.words.folded)]
    plain.append("?" if observed.sentence.question else ".")
    yield from (f"m:{word}" for word in plain)
    yield from (f"m:{left} {right}" for left, right in itertools.pairwise(plain))
    yield from (f"m:{left} {middle} {right}" for left, middle, right in zip(plain, plain[1:], plain[2:], strict=False))


def attention(sentences: Sequence[Observed], service: str) -> list[float]:
    """The share of each sentence (together 1): much for questions and wishes that name the service, little for story."""
    last = max(1, len(sentences) - 1)
    powers = [
        math.exp(
            1.2 * (service in observed.named())
            + (1.2 if _addressed(observed, service) else 0.2) * observed.sentence.question
            + 1.2 * observed.direct
            + 0.5 * observed.wish
            + 0.5 * bool(observed.acts)
            + 0.5 * at / last
            - 0.8 * (observed.past and not observed.sentence.question)
        )
        for at, observed in enumerate(sentences)
    ]
    total = sum(powers) or 1.0
    return [power / total for power in powers]


def _addressed(observed: Observed, service: str) -> bool:
    """Whether a question is put to us; ``wie is er dan de baas?`` is part of the story."""
    return service in observed.named() or bool(_TO_US.search(observed.sentence.text))


def _add_cues(found: Bag, observed: Observed, mark: str, weight: float) -> None:
    """The cues and turns of phrase of a sentence; where only one act speaks, it speaks louder."""
    speech = speech_acts(observed.sentence.text)
    for act in {hit.label for hit in observed.acts}:
        for feature in (f"A:{act}", f"A:{mark}:{act}"):
            found[feature] = found.get(feature, 0.0) + 1.5 * weight
    for act, count in speech.items():
        for feature in (f"X:{act}", f"X:{mark}:{act}", *((f"X:only:{act}",) if len(speech) == 1 else ())):
            found[feature] = found.get(feature, 0.0) + weight * (1.0 + 0.4 * count)


def _act_words(observed: Observed, mark: str) -> list[str]:
    plain = observed.words.folded
    features = [f"{mark}:{word}" for word in plain] + [f"w:{word}" for word in plain]
    features += [f"b:{left} {right}" for left, right in itertools.pairwise(plain)]
    if plain and mark == "q":
        features.append(f"q1:{' '.join(plain[:2])}")
    return features


def _add_shape(found: Bag, sentences: Sequence[Observed], service: str) -> None:
    asking = [observed for observed in sentences if observed.asking]
    questions = sum(observed.sentence.question for observed in sentences)
    found["bias"] = 1.0
    found[f"V:{service}"] = 0.7
    if questions:
        found["questions"] = 1.0
    if asking and questions == len(asking):
        found["only questions"] = 1.0
    if not questions:
        found["no question"] = 1.0
    if any(observed.past for observed in sentences):
        found["past"] = 0.5
    if asking and asking[-1].sentence.question:
        found["ends asking"] = 0.5
