"""Which requests a mail holds: the learned services, the rules for several requests in one mail, and their acts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice

from bot.model import ACT_LABELS, SERVICE_LABELS, Prediction
from bot.patterns import compiled_later
from bot.understanding.acts import Act, ActReader, Request
from bot.understanding.attendance import comes, with_attendance
from bot.understanding.classify import LinearModel
from bot.understanding.features import service_features
from bot.understanding.mentions import ONLY_ONE, beside_in_subject, blanked, blocks, one_more, only_mentioned
from bot.understanding.normalise import Words
from bot.understanding.observe import Mailtext, Observed
from bot.understanding.segment import Sentence

SERVICES = tuple(SERVICE_LABELS)
ACTS = tuple(ACT_LABELS)
MIN_SHARE = 0.01
"""The share that the learned model must give a named second service."""
LOCAL_SHARE = 0.3
"""The share that a block of sentences by itself must give the service that it names."""
AFTERTHOUGHT = 0.15
"""A service with a smaller share comes after the others, wherever it stands; a list has its own order."""
UNNAMED_SHARE = 0.7
"""The same for a service that is only described."""
BESIDE = 0.85
"""How much the sentences of one of several requests count for its confidence: which is the first is less certain."""
OF_A_JOURNALIST = 0.9
"""The least share of ``pers`` where a journalist writes, whatever it is about."""
_ONLY_FIRST = frozenset({"pers", "buiten-bereik", "privacy"})
"""Services that are never a second request because another mail mentions their words."""
_LIST = compiled_later(r"lijst|nieuwsbrief|mailing|berichten|op de hoogte", re.IGNORECASE)


@dataclass(frozen=True)
class RequestFinder:
    """Finds the requests with two learned models."""

    services: LinearModel
    acts: ActReader

    def find(self, mail: Mailtext, role: str | None) -> tuple[Prediction, ...]:
        """The requests, the most important first; at least one."""
        features = service_features(mail, role)
        shares = self.services.probabilities(features)
        if role == "journalist":
            shares = _raised(shares, "pers", OF_A_JOURNALIST)
        first = max(shares, key=lambda service: shares[service])
        mail = with_attendance(mail, first)
        chosen = self._services(mail, shares, first)
        attached = attach(mail, chosen)
        found: list[Prediction] = []
        for asked in attached:
            request = asked if asked.sentences else replace(asked, sentences=mail.body)  # only the subject names it
            if len(attached) > 1:
                others = {each.service for each in attached} - {request.service}
                sentences = tuple(reduce(blanked, sorted(others), observed) for observed in request.sentences)
                near = self.services.probabilities(service_features(Mailtext(silent(), sentences), role))
                own = {service: max(share, BESIDE * near[service]) for service, share in shares.items()}
            else:
                own = shares
            found.extend(self._acts(mail, request, own, alone=len(attached) == 1))
        return tuple(found)[:1] + tuple(each for each in found[1:] if not _only_ours(each))

    def _services(self, mail: Mailtext, shares: dict[str, float], first: str) -> tuple[str, ...]:
        """The services that are asked for, in the order of the text."""
        places, listed = {first: self._first_place(mail, first)}, set[str]()
        for block in blocks(mail) if first not in ONLY_ONE else ():
            service = self._asked_in(block, shares, first)
            if service is not None and service not in places:
                places[service] = block[0].sentence.number
                listed |= {service} if block[0].sentence.opens_item or comes(block) else set()
        for service in beside_in_subject(mail.subject, first):
            places.setdefault(service, len(mail.body))
        ordered = sorted(
            places, key=lambda one: (shares[one] < AFTERTHOUGHT and one not in listed, places[one], one != first)
        )
        return tuple(ordered[:4])

    def _first_place(self, mail: Mailtext, service: str) -> int:
        naming = [observed for observed in mail.body if service in observed.named()]
        return next((o.sentence.number for o in naming if o.asking), naming[0].sentence.number if naming else 0)

    def _asked_in(self, block: tuple[Observed, ...], shares: dict[str, float], first: str) -> str | None:
        """One more service that a block of sentences asks for, and does not only mention."""
        others = {service for observed in block for service in observed.named()} - _ONLY_FIRST - {first}
        if not any(observed.asking for observed in block):
            return None
        if comes(block):
            return "bijeenkomst"
        if not others:
            return self._described_in(block, first) if any(observed.hints for observed in block) else None
        beside = any(first in observed.named() for observed in block)
        read = tuple(blanked(observed, first) for observed in block) if beside else block
        local = self._local(read)
        best = max(sorted(others), key=lambda service: local[service])
        if only_mentioned(block, best, first) or local[best] <= LOCAL_SHARE:
            return None
        question = any(observed.sentence.question for observed in block)
        likely = shares[best] > MIN_SHARE or local[best] > UNNAMED_SHARE
        return best if likely or question or one_more(block) else None

    def _described_in(self, block: tuple[Observed, ...], first: str) -> str | None:
        """A service that a block of sentences does not name, but that its words point at."""
        local = self._local(block)
        best = max(local, key=lambda service: local[service])
        hinted = any(hit.label == best for observed in block for hit in observed.hints)
        described = hinted and local[best] > UNNAMED_SHARE
        return best if described and best not in {first, "programma", *_ONLY_FIRST} else None

    def _local(self, sentences: tuple[Observed, ...]) -> dict[str, float]:
        """The shares of the services when these sentences were the whole mail."""
        return self.services.probabilities(service_features(Mailtext(silent(), sentences), None))

    def _acts(self, mail: Mailtext, request: Request, shares: dict[str, float], *, alone: bool) -> list[Prediction]:
        subject = mail.subject if alone or request.service in mail.subject.named() else None
        return [
            self._prediction(mail, act, shares, "" if alone and act.request is request else act.request.text)
            for act in self.acts.read(request, subject)
        ]

    def _prediction(self, mail: Mailtext, act: Act, shares: dict[str, float], text: str) -> Prediction:
        request, likely = act.request, act.likely
        pairs = sorted(((service, other, shares[service] * likely[other]) for service in shares for other in likely
                        if (service, other) != (request.service, act.name)), key=lambda item: -item[2])  # fmt: skip
        # The service decides what is answered, so it weighs more than the act.
        sure = shares[request.service] ** 0.8 * likely[act.name] ** 0.2
        return Prediction(
            service=request.service,
            act=act.name,
            confidence=round(sure, 3),
            evidence=self._evidence(mail, request, act.name),
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
        found = (
            observed.words.shown(at, at + 1)
            for observed in mail.all
            for at, word in enumerate(observed.words.folded)
            if word in plain
        )
        return list(islice(found, 3))


def _raised(shares: dict[str, float], service: str, least: float) -> dict[str, float]:
    """The shares with that of one service at least this large, and the others smaller by as much."""
    if shares[service] >= least:
        return shares
    rest = (1 - least) / (1 - shares[service])
    return {each: least if each == service else share * rest for each, share in shares.items()}


def _only_ours(request: Prediction) -> bool:
    """Whether a second request is only the name of the programme: one signs up for what it offers, or for its list."""
    return (request.service, request.act) == ("programma", "aanmelden") and not _LIST.search(request.text)


def silent() -> Observed:
    """A subject that says nothing."""
    nothing = Sentence("", question=False, number=-1)
    return Observed(nothing, Words("", (), ()), (), (), (), (), wish=False, past=False, direct=False)


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
