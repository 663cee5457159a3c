"""Which requests a mail holds: the learned services and acts, and the rules for several requests in one mail."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import ACT_LABELS, SERVICE_LABELS, Prediction
from bot.understanding.classify import LinearModel
from bot.understanding.features import act_features, service_features
from bot.understanding.normalise import Words
from bot.understanding.observe import NEGATED, Mailtext, Observed
from bot.understanding.segment import Sentence

SERVICES = tuple(SERVICE_LABELS)
ACTS = tuple(ACT_LABELS)
MORE = re.compile(
    r"\b(?:daarnaast|verder|ook nog|nog iets|nog een|en nog|tevens|bovendien|overigens|terzijde|tweede|voorts|trouwens|bijvraag|vraagje|"
    r"ps|ten slotte|tot slot|daarbij|eveneens|ook|en dan|dan nog|mocht u|mochten jullie|andere vraag|los daarvan|alvast|en zet)\b",
    re.IGNORECASE,
)
"""Words that announce one more request."""
REAL_QUESTION = re.compile(
    r"\b(?:wat (?:kost|kosten|is het verschil|houdt|zijn de kosten|zijn de voorwaarden|voor)|hoeveel (?:tijd|uur|dagen|dagdelen|kost|geld)|hoe (?:lang|vaak|werkt|groot|gaat)|"
    r"welke (?:eisen|voorwaarden|kosten|gemeenten)|wie (?:begeleidt|zit|zitten|betaalt)|waar (?:is|zijn|vind|kan)|zijn er kosten|kost (?:het|dat|deelname)|"
    r"is (?:er|het) (?:gratis|verplicht|kosten)|aan verbonden|mag (?:er|een|dat|je)|klopt het dat|kun(?:t|nen) (?:u|jullie|je) (?:mij|ons|me)?.{0,20}(?:vertellen|uitleggen))\b",
    re.IGNORECASE,
)
MIN_SHARE = 0.04
"""The share that the learned model must give a named second service."""
LOCAL_SHARE = 0.3
"""The share that a block of sentences by itself must give the service that it names."""
AFTERTHOUGHT = 0.06
"""A service with a smaller share than this comes after the others, wherever it stands in the mail."""
UNNAMED_SHARE = 0.7
"""The same for a service that is only described."""


UNUSUAL = frozenset(
    {("pers", "aanmelden"), ("pers", "aanbieden"), ("pers", "wijzigen"), ("privacy", "aanbieden"), ("privacy", "wijzigen"),
     ("buiten-bereik", "wijzigen"), ("buiten-bereik", "status")}
)  # fmt: skip
"""Pairs that the product has no use for: a press request is a question, a wrong datum is a right to correct."""


@dataclass(frozen=True, slots=True)
class Request:
    """One service asked for and the sentences in which it stands."""

    service: str
    sentences: tuple[Observed, ...]


@dataclass(frozen=True)
class RequestFinder:
    """Finds the requests with two learned models."""

    services: LinearModel
    acts: LinearModel

    def find(self, mail: Mailtext, role: str | None) -> tuple[Prediction, ...]:
        """The requests, the most important first; at least one."""
        features = service_features(mail, role)
        shares = self.services.probabilities(features)
        first = max(shares, key=lambda service: shares[service])
        chosen = self._services(mail, shares, first)
        attached = attach(mail, chosen)
        found: list[Prediction] = []
        for request in attached:
            if len(attached) > 1:
                near = self.services.probabilities(service_features(Mailtext(silent(), request.sentences), role))
                own = {service: max(share, near[service]) for service, share in shares.items()}
            else:
                own = shares
            found.extend(self._acts(mail, request, own, alone=len(attached) == 1))
        return tuple(found)

    def _services(self, mail: Mailtext, shares: dict[str, float], first: str) -> tuple[str, ...]:
        """The services that are asked for, in the order of the text."""
        places = {first: self._first_place(mail, first)}
        for block in _blocks(mail) if first not in _ONLY_ONE else ():
            service = self._asked_in(block, shares, first)
            if service is not None and service not in places:
                places[service] = block[0].sentence.number
        ordered = sorted(places, key=lambda one: (shares[one] < AFTERTHOUGHT, places[one], one != first))
        return tuple(ordered[:4])

    def _first_place(self, mail: Mailtext, service: str) -> int:
        return next((observed.sentence.number for observed in mail.body if observed.asking and service in observed.named()),
                    min((o.sentence.number for o in mail.body if service in o.named()), default=0))  # fmt: skip

    def _asked_in(self, block: tuple[Observed, ...], shares: dict[str, float], first: str) -> str | None:
        """One more service that a block of sentences asks for, and does not only mention."""
        named = {service for observed in block for service in observed.named()} - _ONLY_FIRST
        asking = [observed for observed in block if observed.asking]
        if not asking:
            return None
        local = self.services.probabilities(service_features(Mailtext(silent(), block), None))
        best = max(local, key=lambda service: local[service])
        question = any(observed.sentence.question for observed in block)
        more = any(MORE.search(observed.sentence.text) for observed in block[:1])
        others = sorted(named - {first}, key=lambda service: (-local[service], service))
        if not others:
            described = more and question and local[best] > UNNAMED_SHARE and best not in {first, *_ONLY_FIRST}
            return best if described else None
        best = others[0]
        naming = next(observed for observed in block if best in observed.named())
        if not question and not more and (naming.past or NEGATED.search(naming.sentence.text)):
            return None
        if first in naming.named() and not more and not question:
            return None
        return best if local[best] > LOCAL_SHARE and (shares[best] > MIN_SHARE or more or question) else None

    def _acts(self, mail: Mailtext, request: Request, shares: dict[str, float], *, alone: bool) -> list[Prediction]:
        subject = mail.subject if alone or request.service in mail.subject.named() else None
        likely = self.acts.probabilities(act_features(request.sentences, subject, request.service))
        act = max(likely, key=lambda name: likely[name] * ((request.service, name) not in UNUSUAL))
        text = " ".join(observed.sentence.text for observed in request.sentences)
        found = [self._prediction(mail, request, act, shares, likely, "" if alone else text)]
        if act == "aanmelden" and request.service not in _NO_QUESTION_TOO:
            asked = [o for o in request.sentences if o.sentence.question and REAL_QUESTION.search(o.sentence.text)]
            if asked and any(not o.sentence.question and o.asking for o in request.sentences):
                extra = Request(request.service, tuple(asked))
                found.append(
                    self._prediction(
                        mail, extra, "informatie", shares, likely, " ".join(o.sentence.text for o in asked)
                    )
                )
        return found

    def _prediction(
        self, mail: Mailtext, request: Request, act: str, shares: dict[str, float], likely: dict[str, float], text: str
    ) -> Prediction:
        pairs = sorted(((service, other, shares[service] * likely[other]) for service in shares for other in likely
                        if (service, other) != (request.service, act)), key=lambda item: -item[2])  # fmt: skip
        return Prediction(
            service=request.service,
            act=act,
            confidence=round(shares[request.service] ** 0.5 * likely[act] ** 0.5, 3),
            evidence=self._evidence(mail, request, act),
            ranking=tuple((service, other, round(share, 3)) for service, other, share in pairs[:4]),
            text=text,
        )

    def _evidence(self, mail: Mailtext, request: Request, act: str) -> tuple[str, ...]:
        """The sender's own words that named the service and the act; else the words that weighed most."""
        shown: list[str] = []
        for observed in (mail.subject, *request.sentences):
            shown += [
                observed.words.shown(hit.start, hit.end) for hit in observed.services if hit.label == request.service
            ]
        for observed in request.sentences:
            shown += [
                observed.words.shown(hit.start, hit.end)
                for hit in observed.acts
                if hit.label == act and observed.asking
            ]
        for observed in request.sentences if not shown else ():
            shown += [
                observed.words.shown(hit.start, hit.end) for hit in observed.hints if hit.label == request.service
            ]
        if not shown:
            shown = self._weighty(mail, request)
        return tuple(dict.fromkeys(shown))[:6]

    def _weighty(self, mail: Mailtext, request: Request) -> list[str]:
        reasons = self.services.reasons(service_features(mail, None), request.service)
        plain = [feature[2:] for feature, _ in reasons if feature[:2] == "w:"][:3]
        return [observed.words.shown(at, at + 1) for observed in mail.all for at, word in enumerate(observed.words.folded)
                if word in plain][:3]  # fmt: skip


_ONLY_FIRST = frozenset({"pers", "buiten-bereik", "privacy"})
"""Services that are never a second request because another mail mentions their words."""
_ONLY_ONE = frozenset({"pers", "buiten-bereik"})
"""Services whose mails mention others without asking for them."""
_NO_QUESTION_TOO = frozenset({"privacy", "pers", "buiten-bereik", "programma", "subsidie"})


def silent() -> Observed:
    """A subject that says nothing."""
    return Observed(Sentence("", question=False, number=-1), Words("", (), ()), (), (), (), (), wish=False, past=False)


def _blocks(mail: Mailtext) -> list[tuple[Observed, ...]]:
    """Runs of sentences: a new one begins where another service is named or one more thing is announced."""
    blocks: list[list[Observed]] = []
    names: set[str] = set()
    for observed in mail.body:
        named = set(observed.named())
        opening = " ".join(observed.sentence.text.split()[:4])
        if not blocks or (named - names and names) or MORE.search(opening):
            blocks.append([])
            names = set()
        blocks[-1].append(observed)
        names |= named
    return [tuple(block) for block in blocks]


def attach(mail: Mailtext, services: Sequence[str]) -> tuple[Request, ...]:
    """The sentences of each service: those that name it and those that follow until another one is named."""
    if len(services) == 1:
        return (Request(services[0], mail.body),)
    parts: dict[str, list[Observed]] = {service: [] for service in services}
    current = services[0]
    for observed in mail.body:
        named = [service for service in observed.named() if service in parts]
        if named:
            current = named[-1]
        for service in dict.fromkeys([*named, current]) if named else (current,):
            parts[service].append(observed)
    return tuple(Request(service, tuple(found)) for service, found in parts.items())
