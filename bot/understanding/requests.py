"""Which requests a mail holds: the learned services and acts, and the rules for several requests in one mail."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from bot.model import ACT_LABELS, SERVICE_LABELS, Prediction
from bot.patterns import compiled_later
from bot.understanding.classify import LinearModel
from bot.understanding.features import act_features, service_features
from bot.understanding.normalise import Words
from bot.understanding.observe import NEGATED, Mailtext, Observed
from bot.understanding.phrases import Hit
from bot.understanding.segment import Sentence
from bot.understanding.speech import speech_acts

SERVICES = tuple(SERVICE_LABELS)
ACTS = tuple(ACT_LABELS)
MORE = compiled_later(
    r"\b(?:daarnaast|verder|ook nog|nog iets|nog een|en nog|tevens|bovendien|overigens|terzijde|tweede|voorts|trouwens|bijvraag|vraagje|"
    r"ps|ten slotte|tot slot|daarbij|eveneens|ook|en dan|dan nog|mocht u|mochten jullie|andere vraag|los (?:daarvan|hiervan)|alvast|en zet|iets anders|tussendoor|kleine vraag|ander punt|apart hiervan)\b",
    re.IGNORECASE,
)
"""Words that announce one more request."""
REAL_QUESTION = compiled_later(
    r"\b(?:wat (?:kost|kosten|is het verschil|houdt|zijn de kosten|zijn de voorwaarden|voor)|hoeveel (?:tijd|uur|dagen|dagdelen|kost|geld)|hoe (?:lang|vaak|werkt|groot|gaat)|"
    r"welke (?:eisen|voorwaarden|kosten|gemeenten)|wie (?:begeleidt|zit|zitten|betaalt)|waar (?:is|zijn|vind|kan)|zijn er kosten|kost (?:het|dat|deelname)|"
    r"is (?:er|het) (?:gratis|verplicht|kosten)|aan verbonden|mag (?:er|een|dat|je)|klopt het dat|komt er .{0,12}(?:opname|verslag|vervolg|lunch)|is er .{0,15}(?:parkeer\w*|opname|lunch|vergoeding|programma|verslag|begeleiding)|"
    r"krijg(?:en|t)? (?:we|wij|ik|je|deelnemers|iedereen) .{0,40}(?:programma|stukken|certificaat|verslag|opname|vooraf)|staat .{0,40}\bopen (?:voor)?|wie (?:levert|leidt|komt)|kunnen (?:ook )?(?:raadsleden|inwoners|griffiers|bestuurders)|"
    r"(?:een|één|twee|drie|laatste|korte|praktische|bij)? ?vra(?:ag|gen)(?: (?:daarbij|hierbij|nog|vooraf|daarover))?:|moet(?:en)? (?:de|het|een|die) |betaal(?:t|en)? (?:je|jullie|u|we|wij|de|iedere|elke)|zoekt (?:de|het) |hoeveel (?:bijeenkomsten|keer|plekken|mensen)|wordt (?:het|er|de|dat|die) .{0,40}(?:bekend\w*|opgenomen|gefilmd|opname)|"
    r"geschikt voor|terug ?te ?kijken|terugkijken|opgenomen|hoe laat|duurt|moet(?:en)? (?:we|wij|ik|je) .{0,25}(?:voorbereiden|meenemen|betalen|inleveren)|kun(?:t|nen) (?:u|jullie|je) (?:mij|ons|me)?.{0,20}(?:vertellen|uitleggen))\b",
    re.IGNORECASE,
)
MIN_SHARE = 0.01
"""The share that the learned model must give a named second service."""
LOCAL_SHARE = 0.3
"""The share that a block of sentences by itself must give the service that it names."""
AFTERTHOUGHT = 0.15
"""A service with a smaller share than this comes after the others, wherever it stands; not in a list, which has an order."""
UNNAMED_SHARE = 0.7
"""The same for a service that is only described."""
BESIDE = 0.85
"""How much the sentences of one of several requests count for its confidence: which is the first is less certain."""


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
        for block in _blocks(mail) if first not in _ONLY_ONE else ():
            service = self._asked_in(block, shares, first)
            if service is not None and service not in places:
                places[service] = block[0].sentence.number
                listed |= {service} if block[0].sentence.opens_item or _comes(block) else set()
        for service in _beside_in_subject(mail.subject, first):
            places.setdefault(service, len(mail.body))
        ordered = sorted(
            places, key=lambda one: (shares[one] < AFTERTHOUGHT and one not in listed, places[one], one != first)
        )
        return tuple(ordered[:4])

    def _first_place(self, mail: Mailtext, service: str) -> int:
        return next((observed.sentence.number for observed in mail.body if observed.asking and service in observed.named()),
                    min((o.sentence.number for o in mail.body if service in o.named()), default=0))  # fmt: skip

    def _asked_in(self, block: tuple[Observed, ...], shares: dict[str, float], first: str) -> str | None:
        """One more service that a block of sentences asks for, and does not only mention."""
        others = {service for observed in block for service in observed.named()} - _ONLY_FIRST - {first}
        if not any(observed.asking for observed in block):
            return None
        if _comes(block):
            return "bijeenkomst"
        if not others:
            return self._described_in(block, first) if any(observed.hints for observed in block) else None
        beside = any(first in observed.named() for observed in block)
        read = tuple(blanked(observed, first) for observed in block) if beside else block
        local = self._local(read)
        best = max(sorted(others), key=lambda service: local[service])
        if _only_mentioned(block, best, first) or local[best] <= LOCAL_SHARE:
            return None
        question = any(observed.sentence.question for observed in block)
        likely = shares[best] > MIN_SHARE or local[best] > UNNAMED_SHARE
        return best if likely or question or _one_more(block) else None

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
        likely = self.acts.probabilities(act_features(request.sentences, subject, request.service))
        barred = {"aanmelden"} if _asks_only(request, subject) else set[str]()
        act = max(
            likely, key=lambda name: likely[name] * (name not in barred and (request.service, name) not in UNUSUAL)
        )
        text = " ".join(observed.sentence.text for observed in request.sentences)
        signing = self._sign_up_beside(request, act, subject)
        if signing is not None:
            act, likely = "aanmelden", signing
        found = [self._prediction(mail, request, act, shares, likely, "" if alone else text)]
        asked = self._question_beside(request, act, subject)
        if asked is not None:
            alone_likely = self.acts.probabilities(act_features(asked.sentences, subject, request.service))
            said = " ".join(observed.sentence.text for observed in asked.sentences)
            found.append(self._prediction(mail, asked, "informatie", shares, alone_likely, said))
        return found

    def _sign_up_beside(self, request: Request, act: str, subject: Observed | None) -> dict[str, float] | None:
        """The shares of the acts without the questions, when those say that the sender signs up as well."""
        asked = [o for o in request.sentences if o.sentence.question]
        told = tuple(
            o for o in request.sentences if not o.sentence.question and "aanmelden" in speech_acts(o.sentence.text)
        )
        if any(_TENTATIVE.search(o.sentence.text) for o in request.sentences):
            return None
        if act != "informatie" or not asked or not any(o.asking for o in told) or request.service in _NO_QUESTION_TOO:
            return None
        likely = self.acts.probabilities(act_features(told, subject, request.service))
        return likely if likely["aanmelden"] > SURE_OF_SIGNING_UP else None

    def _question_beside(self, request: Request, act: str, subject: Observed | None) -> Request | None:
        """The real questions about a service for which the same mail signs up, or changes or offers something."""
        if act not in _WITH_QUESTION or request.service in _NO_QUESTION_TOO:
            return None
        asked = tuple(o for o in request.sentences if o.sentence.question and REAL_QUESTION.search(o.sentence.text))
        told = any(not o.sentence.question and o.asking for o in request.sentences)
        if not asked or not told:
            return None
        likely = self.acts.probabilities(act_features(asked, subject, request.service))
        sure = 0.0 if act == "aanmelden" else OTHER_QUESTION
        return Request(request.service, asked) if likely["informatie"] > sure else None

    def _prediction(
        self, mail: Mailtext, request: Request, act: str, shares: dict[str, float], likely: dict[str, float], text: str
    ) -> Prediction:
        pairs = sorted(((service, other, shares[service] * likely[other]) for service in shares for other in likely
                        if (service, other) != (request.service, act)), key=lambda item: -item[2])  # fmt: skip
        return Prediction(
            service=request.service,
            act=act,
            confidence=round(
                shares[request.service] ** 0.8 * likely[act] ** 0.2, 3
            ),  # the service decides what is answered
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


_ADDS = compiled_later(
    r"^\W*en (?:hebben|heeft|heb|is|zijn|kan|kunnen|kun|kunt|wat|wie|waar|weten|weet|kennen|kent|mogen|mag|doen|hoe|zou|zouden|wanneer)\b",
    re.IGNORECASE,
)
"""A question that adds one more thing: ``en hebben jullie iemand die``."""
_AS_TOPIC = compiled_later(
    r"\b(?:over|rond|rondom|inzake|omtrent|betreffende|thema|onderwerp|van|voor|met|bij|in|tijdens|via|naar aanleiding van)\s+(?:[\w'-]+\s+){0,3}$",
    re.IGNORECASE,
)


_ATTENDS = compiled_later(
    r"\b(?:(?:ik|wij|we) (?:ben|zijn|kom|komen) (?:er |dan |graag |ook |die dag |met \w+ )*(?:(?:op )?(?:de )?\d{1,2}(?:e|ste)?(?: \w+)? )?(?:graag |ook )?(?:bij\b|erbij\b|naar\b|langs op\b)"
    r"|(?:zijn|ben|kom|komen) (?:ik|wij|we)\b.{0,50}\b(?:bij|erbij|naar)\b"
    r"|voor (?:mij|ons|\w+ personen) (?:graag )?(?:een|één|\w+) plek\w*|(?:zet|schrijf|noteer) (?:je |jullie |u )?(?:mij|me|ons) .{0,30}\b(?:de )?\d{1,2}(?:e|ste)?\b"
    r"|\b(?:mag|mogen|kun|kunt|kunnen) (?:je|u|jullie) (?:mij|me|ons)\b.{0,60}(?:inschrijven|aanmelden|opgeven|lijst zetten|noteren|bijschrijven))",
    re.IGNORECASE,
)
_ON_A_DAY = compiled_later(
    r"\bde \d{1,2}(?:e|ste)\b|\b\d{1,2} (?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)", re.IGNORECASE
)


_COMING = "erbij zijn"
"""The phrase of the vocabulary that stands for being there on a day."""


def _comes(block: Sequence[Observed]) -> bool:
    return any(hit.phrase == _COMING for observed in block for hit in observed.services)


def with_attendance(mail: Mailtext, first: str) -> Mailtext:
    """The mail with a meeting named where somebody says to be there on a day: ``ik ben er de 30e bij``.

    What is said after the name of a service that has sessions of its own is about one of those.
    """
    if not any(_ON_A_DAY.search(observed.sentence.text) for observed in mail.all):
        return mail
    named = first in mail.subject.named()
    body: list[Observed] = []
    for observed in mail.body:
        named = named or first in observed.named()
        body.append(
            observed if named and first in _SESSIONS and "bijeenkomst" not in observed.named() else _attending(observed)
        )
    return Mailtext(mail.subject, tuple(body))


def _attending(observed: Observed) -> Observed:
    others = set(observed.named()) - {"bijeenkomst"}
    said = None if observed.past or others else _ATTENDS.search(observed.words.text)
    if said is None:
        return observed
    within = [at for at, (begin, end) in enumerate(observed.words.spans) if begin < said.end() and end > said.start()]
    named = Hit("bijeenkomst", _COMING, within[0], within[-1] + 1)
    return replace(observed, services=(*observed.services, named), wish=True)


def _as_topic(observed: Observed, service: str) -> bool:
    """Whether a service is only what another one is about: ``een leerkring over digitale participatie``."""
    hit = next(hit for hit in observed.services if hit.label == service)
    return bool(_AS_TOPIC.search(observed.words.text[: observed.words.spans[hit.start][0]]))


def blanked(observed: Observed, service: str) -> Observed:
    """A sentence without the name of one service, to hear what the rest of it says."""
    hidden = {at for hit in observed.services if hit.label == service for at in range(hit.start, hit.end)}
    kept = [at for at in range(len(observed.words.folded)) if at not in hidden]
    words = Words(
        observed.words.text,
        tuple(observed.words.folded[at] for at in kept),
        tuple(observed.words.spans[at] for at in kept),
    )
    return replace(observed, words=words, services=tuple(hit for hit in observed.services if hit.label != service),
                   hints=tuple(hit for hit in observed.hints if hit.label != service))  # fmt: skip


def _coordinated(observed: Observed, first: str, second: str) -> bool:
    """Whether a sentence names two services side by side: ``de leerkring en de intervisitatie``, ``(1) … (2) …``."""
    places = {name: [hit for hit in observed.services if hit.label == name] for name in (first, second)}
    left, right = sorted((places[first][0], places[second][0]), key=lambda hit: hit.start)
    spans = observed.words.spans
    between = observed.words.text[spans[left.end - 1][1] : spans[right.start][0]] if left.end <= right.start else ""
    return bool(_SIDE_BY_SIDE.search(between))


_SIDE_BY_SIDE = compiled_later(
    r"(?:\b(?:en|én|plus|alsook|evenals|of)\b|[;&+]|\(\w\))\s*(?:\(?\w\)\s*)?(?:(?!over\b|met\b|rond\b)[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_WITH_QUESTION = frozenset({"aanmelden", "wijzigen", "aanbieden"})
"""Acts beside which a question about the same service is a request of its own."""
_TENTATIVE = compiled_later(
    r"\b(?:eerst|neigen|overwegen|overweegt|misschien|wellicht|denken (?:erover|aan|na)|twijfel\w*|nog geen|nog niet|nog niets|voordat)\b",
    re.IGNORECASE,
)
_NOT_YET = compiled_later(
    r"\b(?:(?:vraag|vragen|meld|melden|zeg|zeggen|schrijf|schrijven) (?:ik|wij|we) (?:\w+ ){0,2}(?:nog |nu )*(?:niks|niets|niet) (?:\w+ )?(?:aan|toe|in)\b"
    r"|(?:ik|wij|we) (?:vraag|vragen|meld|melden|zeg|zeggen|schrijf|schrijven) (?:\w+ ){0,2}(?:nog |nu )*(?:niks|niets|niet) (?:\w+ )?(?:aan|toe|in)\b"
    r"|nog geen (?:aanmelding|aanvraag|opgave|inschrijving)|(?:aanmelding|aanvraag|opgave) is (?:dit|het) nog niet|geen aanmelding"
    r"|(?:wil|willen) het (?:\w+ )?(?:eerst|alleen) (?:snappen|weten|begrijpen))\b",
    re.IGNORECASE,
)
"""Says outright that this is no sign-up yet."""
SURE_OF_SIGNING_UP = 0.9
"""How sure the sentences beside a question must be to make it a sign-up with a question."""
OTHER_QUESTION = 0.75
"""How sure a question beside a change or an offer must be."""
_ONLY_FIRST = frozenset({"pers", "buiten-bereik", "privacy"})
"""Services that are never a second request because another mail mentions their words."""
_ONLY_ONE = frozenset({"pers", "buiten-bereik"})
"""Services whose mails mention others without asking for them."""
_WITH_MEETINGS = frozenset({"leerkring", "ontwikkeltraject", "intervisitatie", "toekomstverkenning", "herontwerpatelier", "privacy",
                            "quickscan", "academie", "experiment", "theater"})  # fmt: skip
"""Services that have meetings of their own: only one with a date is a request beside them."""
_SESSIONS = frozenset({"bijeenkomst", "academie", "leerkring", "intervisitatie", "ontwikkeltraject", "herontwerpatelier", "theater",
                       "privacy", "pers", "buiten-bereik"})  # fmt: skip
"""Services beside which being there on a day is being at one of theirs."""
_DATED = compiled_later(
    r"\d|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|gepland)\b",
    re.IGNORECASE,
)
_APART = compiled_later(
    r"\b(?:iets anders|tussendoor|kleine vraag|and(?:er|ere) (?:punt|vraag|kwestie)|apart hiervan|los (?:daarvan|hiervan)|terzijde|trouwens|landelijke|regionale)\b",
    re.IGNORECASE,
)
"""Says that what follows has nothing to do with what stood before; ``ook`` and ``verder`` do not."""
_NO_QUESTION_TOO = frozenset({"privacy", "pers", "buiten-bereik", "programma", "subsidie"})


def _asks_only(request: Request, subject: Observed | None) -> bool:
    """Whether somebody says not to sign up yet, or only asks real questions."""
    if any(_NOT_YET.search(observed.sentence.text) for observed in request.sentences):
        return True
    asking = [o for o in request.sentences if o.asking and len(o.words.folded) > CLOSING]
    said = (*asking, subject) if subject else asking
    signing = any(
        "aanmelden" in speech_acts(o.sentence.text) or o.direct for o in said if o and not o.sentence.question
    )
    real = sum(bool(REAL_QUESTION.search(o.sentence.text)) for o in asking)
    return real > 1 and not signing and all(o.sentence.question for o in asking)


CLOSING = 4
"""Words of a sentence that only closes: ``hoor graag van je``."""


def _one_more(block: Sequence[Observed]) -> bool:
    """Whether a block opens with words that announce one more thing."""
    opening = block[0].sentence.text
    return bool(_ADDS.search(opening) or MORE.search(opening))


def _only_mentioned(block: Sequence[Observed], service: str, first: str) -> bool:
    """Whether a block tells about a service, or names it inside what it says of the first one."""
    naming = next(observed for observed in block if service in observed.named())
    inside = not naming.sentence.question or _as_topic(naming, service)
    return (
        (service == "bijeenkomst" and first in _WITH_MEETINGS and not _of_its_own(block))
        or _told(block, naming)
        or (first in naming.named() and not _coordinated(naming, first, service) and inside)
    )


def _of_its_own(block: Sequence[Observed]) -> bool:
    """Whether a meeting is another one than those of the service beside it: it has a date, or is another matter."""
    return bool(_APART.search(block[0].sentence.text)) or any(
        _DATED.search(each.sentence.text) and not each.past for each in block
    )


_WANTS = compiled_later(
    r"\b(?:graag|dringend|nodig|zoek(?:en)?|(?:ik|wij|we) wil(?:len)?|wil(?:len)? (?:ik|wij|we))\b", re.IGNORECASE
)
"""Says what is wanted now, whatever else the sentence tells of the past."""


def _told(block: Sequence[Observed], naming: Observed) -> bool:
    """Whether a service is named as something of the past, or as something that is not wanted."""
    told = (naming.past and not _WANTS.search(naming.sentence.text)) or bool(NEGATED.search(naming.sentence.text))
    withdrawn = "wijzigen" in speech_acts(naming.sentence.text)
    return told and not withdrawn and not _one_more(block) and not _asks_on(block, naming)


def _asks_on(block: Sequence[Observed], naming: Observed) -> bool:
    """Whether the sentence that names a service, or the one behind it, is a question; or a later one asks how it is."""
    at = naming.sentence.number
    later = [observed for observed in block if observed.sentence.question and observed.sentence.number >= at]
    return any(o.sentence.number <= at + 1 or "status" in speech_acts(o.sentence.text) for o in later)


def _beside_in_subject(subject: Observed, first: str) -> tuple[str, ...]:
    """What the subject asks for beside the first service: ``Leerkring en Quick Scan``."""
    named = subject.named()
    if first not in named or first in _ONLY_ONE:
        return ()
    return tuple(other for other in named if other != first and _coordinated(subject, first, other))


def silent() -> Observed:
    """A subject that says nothing."""
    nothing = Sentence("", question=False, number=-1)
    return Observed(nothing, Words("", (), ()), (), (), (), (), wish=False, past=False, direct=False)


_LIST = compiled_later(r"lijst|nieuwsbrief|mailing|berichten|op de hoogte", re.IGNORECASE)


def _only_ours(request: Prediction) -> bool:
    """Whether a second request is only the name of the programme: one signs up for what it offers, or for its list."""
    return (request.service, request.act) == ("programma", "aanmelden") and not _LIST.search(request.text)


def _announces(opening: str, observed: Observed) -> bool:
    """Whether a sentence opens one more thing; ``is die ook geschikt`` goes on with the last."""
    if _ADDS.search(opening) and observed.sentence.question:
        return True
    return bool(MORE.search(re.sub(r"(?<=\w) ook\b", "", opening)))


def _blocks(mail: Mailtext) -> list[tuple[Observed, ...]]:
    """Runs of sentences: a new one begins where another service is named or one more thing is announced."""
    blocks: list[list[Observed]] = []
    names: set[str] = set()
    for observed in mail.body:
        named = set(observed.named())
        opening = " ".join(observed.sentence.text.split()[:4])
        if not blocks or observed.sentence.opens_item or (named - names and names) or _announces(opening, observed):
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
