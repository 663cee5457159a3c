"""What was learned from the examples: models of services, acts, kinds, people and topics, and how they come to be."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.model import Example, Kind, Lessons
from bot.understanding.asking import KINDS, kind_features
from bot.understanding.classify import LinearModel, Sample, train
from bot.understanding.counting import JUDGEMENTS
from bot.understanding.counting import samples as count_samples
from bot.understanding.features import RARE_ACT, RARE_SERVICE, act_features, service_features
from bot.understanding.observe import Mailtext, Observer
from bot.understanding.requests import ACTS, SERVICES, attach
from bot.understanding.ridge import MEMBERS, fit, fit_together, leaning, sharpest
from bot.understanding.topics import TOPICS, lesson_samples, topic_samples

VERSION = 6
"""Goes up when the features change, so that old weights are recognised as stale."""


ORDINARY = {"aanmelden": 0.38, "informatie": 0.35, "aanbieden": 0.09, "wijzigen": 0.08, "status": 0.07, "klacht": 0.03}
"""Roughly how often each act is asked for in ordinary mail. The examples hold more of the rare ones, to teach them."""
LEANING = 0.5
"""How far a reading leans to what is asked often: 0 not at all, 1 as if the examples told nothing of how often."""

MODELS = ("services", "acts", "kinds", "counts", "topics")


@dataclass(frozen=True)
class Learned:
    """The models, with what ``knowledge/learned.npz`` holds of them."""

    services: LinearModel
    acts: LinearModel
    kinds: LinearModel
    counts: LinearModel
    topics: LinearModel

    def plain(self) -> dict[str, Any]:
        """As tuples, arrays and dicts, for the file."""
        models = {name: getattr(self, name) for name in MODELS}
        return {name: {"labels": model.labels, "features": model.features, "weights": model.weights,
                       "sharpness": model.sharpness} for name, model in models.items()}  # fmt: skip


def from_plain(plain: Mapping[str, Any]) -> Learned:
    """The models out of what the file holds."""
    return Learned(*(LinearModel(**plain[name]) for name in MODELS))


@dataclass(frozen=True)
class Taught:
    """What one example teaches the models that learn from examples."""

    services: tuple[Sample, ...]
    acts: tuple[Sample, ...]
    kinds: tuple[Sample, ...]
    topics: tuple[Sample, ...]


def taught_by(example: Example, observer: Observer) -> Taught:
    """The samples of an example: a reading of its own, which does not depend on the other examples."""
    mail = observer.observe(example.subject, example.text)
    is_request = example.kind is Kind.VERZOEK
    features = kind_features([observed.sentence for observed in mail.body])
    return Taught(
        (Sample(service_features(mail, example.role).in_full(), _shares(example)),) if is_request else (),
        tuple(_act_samples(example, mail)) if is_request else (),
        (Sample(features.in_full(), {example.kind.value: 1.0}),) if example.kind.value in KINDS else (),
        topic_samples(example, mail),
    )


def learn(taught: Sequence[Taught], lessons: Lessons, observer: Observer) -> Learned:
    """Train the models, one of each; the same examples in the same order give the same weights."""
    learned = _learned(taught, lessons, observer, members=1)
    return replace(learned, acts=_leaning(learned.acts, _all_acts(taught)))


def learn_sharply(taught: Sequence[Taught], lessons: Lessons, observer: Observer) -> Learned:
    """The same with several of each model, and confidences that mean what they say on what was held out; more work."""
    learned = _learned(taught, lessons, observer, members=MEMBERS)
    services, acts = _all_services(taught), _all_acts(taught)
    sharp_acts = replace(learned.acts, sharpness=sharpest(acts, ACTS, rare=RARE_ACT))
    return replace(
        learned,
        services=replace(learned.services, sharpness=sharpest(services, SERVICES, rare=RARE_SERVICE)),
        acts=_leaning(sharp_acts, acts),
    )


def _learned(taught: Sequence[Taught], lessons: Lessons, observer: Observer, *, members: int) -> Learned:
    kinds = [sample for each in taught for sample in each.kinds]
    counts = [sample for text, count in lessons.participants for sample in count_samples(text, count)]
    topics = [*lesson_samples(lessons, observer), *(sample for each in taught for sample in each.topics)]
    return Learned(
        fit_together(_all_services(taught), SERVICES, rare=RARE_SERVICE, members=members),
        fit_together(_all_acts(taught), ACTS, rare=RARE_ACT, members=members),
        train(kinds, KINDS, rounds=10),
        train(counts, JUDGEMENTS, rounds=6),
        fit(topics, TOPICS, rare=RARE_SERVICE),
    )


def _all_services(taught: Sequence[Taught]) -> list[Sample]:
    return [sample for each in taught for sample in each.services]


def _all_acts(taught: Sequence[Taught]) -> list[Sample]:
    return [sample for each in taught for sample in each.acts]


def _leaning(acts: LinearModel, samples: Sequence[Sample]) -> LinearModel:
    """The model of the acts, leaning to what ordinary mail asks."""
    taught = Counter(act for sample in samples for act in sample.target)
    return leaning(acts, {act: LEANING * math.log(ORDINARY[act] * len(samples) / taught[act]) for act in taught})


def _shares(example: Example) -> dict[str, float]:
    """The first request counts most."""
    services = list(dict.fromkeys(service for service, _ in example.requests))
    if len(services) == 1:
        return {services[0]: 1.0}
    return {service: 0.6 if service == services[0] else 0.4 / (len(services) - 1) for service in services}


def _act_samples(example: Example, mail: Mailtext) -> list[Sample]:
    services = tuple(dict.fromkeys(service for service, _ in example.requests))
    samples = []
    for request in attach(mail, services):
        acts = [act for service, act in example.requests if service == request.service]
        subject = mail.subject if len(services) == 1 or request.service in mail.subject.named() else None
        if len(acts) == 1:
            samples.append(Sample(act_features(request.sentences, subject, request.service).in_full(), {acts[0]: 1.0}))
        else:
            told = [observed for observed in request.sentences if not observed.sentence.question]
            samples.append(Sample(act_features(told, subject, request.service).in_full(), {acts[0]: 1.0}))
    return samples
