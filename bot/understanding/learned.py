"""What was learned from the examples: a model of the services and one of the acts, and how they come to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import Example, Kind
from bot.understanding.classify import LinearModel, Sample, train
from bot.understanding.features import act_features, service_features
from bot.understanding.observe import Mailtext, Observer
from bot.understanding.requests import ACTS, SERVICES, attach

VERSION = 2
"""Goes up when the features change, so that old weights are recognised as stale."""


@dataclass(frozen=True)
class Learned:
    """The two models, with what ``knowledge/learned.json`` holds of them."""

    services: LinearModel
    acts: LinearModel

    def plain(self) -> dict[str, Any]:
        """As lists and dicts, for a JSON file."""
        return {name: {"labels": list(model.labels), "weights": model.weights} for name, model in
                (("services", self.services), ("acts", self.acts))}  # fmt: skip


def from_plain(plain: Mapping[str, Any]) -> Learned:
    """The models out of a JSON file."""
    return Learned(
        *(LinearModel(tuple(plain[name]["labels"]), plain[name]["weights"]) for name in ("services", "acts"))
    )


def learn(examples: Sequence[Example], observer: Observer) -> Learned:
    """Train both models on the examples; the same examples give the same weights."""
    asked = [
        (example, observer.observe(example.subject, example.text))
        for example in examples
        if example.kind is Kind.VERZOEK
    ]
    services = [Sample(service_features(mail, example.role), _shares(example)) for example, mail in asked]
    acts = [sample for example, mail in asked for sample in _act_samples(example, mail)]
    return Learned(train(services, SERVICES), train(acts, ACTS))


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
            samples.append(Sample(act_features(request.sentences, subject, request.service), {acts[0]: 1.0}))
        else:
            told = [observed for observed in request.sentences if not observed.sentence.question]
            samples.append(Sample(act_features(told, subject, request.service), {acts[0]: 1.0}))
    return samples
