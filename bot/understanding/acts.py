"""The acts of one request: what is wanted of a service, and what else is said of it in the same breath."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.patterns import compiled_later
from bot.understanding.classify import LinearModel
from bot.understanding.features import act_features
from bot.understanding.observe import Observed
from bot.understanding.speech import speech_acts

REAL_QUESTION = compiled_later(
    r"\b(?:wat (?:kost|kosten|is het verschil|houdt|zijn de kosten|zijn de voorwaarden|voor)|hoeveel (?:tijd|uur|dagen|dagdelen|kost|geld)|hoe (?:lang|vaak|werkt|groot|gaat)|"
    r"welke (?:eisen|voorwaarden|kosten|gemeenten)|wie (?:begeleidt|zit|zitten|betaalt)|waar (?:is|zijn|vind|kan)|zijn er kosten|kost (?:het|dat|deelname)|"
    r"is (?:er|het) (?:gratis|verplicht|kosten)|aan verbonden|mag (?:er|een|dat|je)|klopt het dat|komt er .{0,12}(?:opname|verslag|vervolg|lunch)|is er .{0,15}(?:parkeer\w*|opname|lunch|vergoeding|programma|verslag|begeleiding)|"
    r"krijg(?:en|t)? (?:we|wij|ik|je|deelnemers|iedereen) .{0,40}(?:programma|stukken|certificaat|verslag|opname|vooraf)|staat .{0,40}\bopen (?:voor)?|wie (?:levert|leidt|komt)|kunnen (?:ook )?(?:raadsleden|inwoners|griffiers|bestuurders)|"
    r"(?:een|één|twee|drie|laatste|korte|praktische|bij)? ?vra(?:ag|gen)(?: (?:daarbij|hierbij|nog|vooraf|daarover))?:|moet(?:en)? (?:de|het|een|die) |betaal(?:t|en)? (?:je|jullie|u|we|wij|de|iedere|elke)|zoekt (?:de|het) |hoeveel (?:bijeenkomsten|keer|plekken|mensen)|wordt (?:het|er|de|dat|die) .{0,40}(?:bekend\w*|opgenomen|gefilmd|opname)|"
    r"geschikt voor|terug ?te ?kijken|terugkijken|opgenomen|hoe laat|duurt|moet(?:en)? (?:we|wij|ik|je) .{0,25}(?:voorbereiden|meenemen|betalen|inleveren)|kun(?:t|nen) (?:u|jullie|je) (?:mij|ons|me)?.{0,20}(?:vertellen|uitleggen))\b",
    re.IGNORECASE,
)
UNUSUAL = frozenset(
    {("pers", "aanmelden"), ("pers", "aanbieden"), ("pers", "wijzigen"), ("privacy", "aanbieden"), ("privacy", "wijzigen"),
     ("buiten-bereik", "wijzigen"), ("buiten-bereik", "status")}
)  # fmt: skip
"""Pairs that the product has no use for: a press request is a question, a wrong datum is a right to correct."""
_WITH_QUESTION = frozenset({"aanmelden", "wijzigen", "aanbieden"})
"""Acts beside which a question about the same service is a request of its own."""
_NO_QUESTION_TOO = frozenset({"privacy", "pers", "buiten-bereik", "programma", "subsidie"})
_TENTATIVE = compiled_later(
    r"\b(?:eerst|neigen|overwegen|overweegt|misschien|wellicht|denken (?:erover|aan|na)|twijfel\w*|nog geen|nog niet|nog niets|voordat)\b",
    re.IGNORECASE,
)
_WANTS_TO_KNOW = compiled_later(
    r"\b(?:wil|willen|zou|zouden|wilt)\b.{0,40}\bweten (?:hoeveel|hoe|wat|wie|waar|wanneer|welke|of)\b", re.IGNORECASE
)
_ORDERS = compiled_later(
    r"\b(?:stuur|sturen|bestel\w*|graag|ontvang\w*|krijg\w*|toesturen|opsturen|doe mij|nodig)\b(?:.{0,60}[^\w])?(?:\d+|een paar|(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|vijftien|twintig|\w+tig))"
    r" (?:\w+ ){0,2}(?:exemplaren|bundels|boekjes|stuks|inspiratiebundels)|\b(?:\d+|\w+) (?:\w+ ){0,2}(?:exemplaren|bundels|boekjes|stuks|inspiratiebundels)\b.{0,50}\b(?:sturen|bestellen|ontvangen|krijgen|toesturen|opsturen|nodig)",
    re.IGNORECASE,
)
"""Orders copies of what is printed."""
_SIGNS_UP = compiled_later(
    r"\b(?:meld\w*|aan ?meld\w*|aangemeld|aan te melden|doen? .{0,40}\bmee|doet .{0,40}\bmee|mee ?doen|mee te doen|deelne\w+|deel te nemen|neemt? .{0,30}\bdeel|schrijf|schrijven|inschrijv\w*|"
    r"geef|geven|opgeven|op te geven|zet|noteer|plek|plaats|aanvra\w+|aan te vragen|vra(?:ag|gen) .{0,40}\baan|hierbij|verzoek|draag|dragen|bestel\w*|graag)\b",
    re.IGNORECASE,
)
"""Says to take part, beside the questions."""
_NOT_YET = compiled_later(
    r"\b(?:(?:vraag|vragen|meld|melden|zeg|zeggen|schrijf|schrijven) (?:ik|wij|we) (?:\w+ ){0,2}(?:nog |nu )*(?:niks|niets|niet) (?:\w+ )?(?:aan|toe|in)\b"
    r"|(?:ik|wij|we) (?:vraag|vragen|meld|melden|zeg|zeggen|schrijf|schrijven) (?:\w+ ){0,2}(?:nog |nu )*(?:niks|niets|niet) (?:\w+ )?(?:aan|toe|in)\b"
    r"|nog geen (?:aanmelding|aanvraag|opgave|inschrijving)|(?:aanmelding|aanvraag|opgave) is (?:dit|het) nog niet|geen aanmelding"
    r"|(?:wil|willen) het (?:\w+ )?(?:eerst|alleen) (?:snappen|weten|begrijpen))\b",
    re.IGNORECASE,
)
"""Says outright that this is no sign-up yet."""
_CLAIMS_A_RIGHT = compiled_later(
    r"\bartikel(?:en)? (?:15|16|17|18|20|21)\b|\b(?:welke|wat voor) (?:persoons)?(?:gegevens|informatie)\b[^.?!]{0,50}\b(?:van|over) (?:mij|me|ons)\b"
    r"|\binzage\b|\bop grond van de (?:avg|privacywet)\b",
    re.IGNORECASE,
)
"""Exercises a right over data: a request, however much it is put as a question."""
SURE_OF_SIGNING_UP = 0.9
"""How sure the sentences beside a question must be to make it a sign-up with a question."""
BOTH = 0.6
"""How sure the sentences of a complaint, and those that ask how it stands, must be to count as two requests."""
OTHER_QUESTION = 0.75
"""How sure a question beside a change or an offer must be."""
CLOSING = 4
"""Words of a sentence that only closes: ``hoor graag van je``."""


@dataclass(frozen=True, slots=True)
class Request:
    """One service asked for and the sentences in which it stands."""

    service: str
    sentences: tuple[Observed, ...]

    @property
    def text(self) -> str:
        return " ".join(observed.sentence.text for observed in self.sentences)


@dataclass(frozen=True, slots=True)
class Act:
    """One act, the sentences that it is read from, and the shares of all acts there."""

    name: str
    request: Request
    likely: dict[str, float]


@dataclass(frozen=True)
class ActReader:
    """Reads acts with a learned model, and with rules for two acts about one service."""

    model: LinearModel

    def read(self, request: Request, subject: Observed | None) -> Iterator[Act]:
        """The acts in the order in which they are answered; at least one."""
        likely = self._shares(request, subject)
        barred = _barred(request, subject)
        act = max(
            likely, key=lambda name: likely[name] * (name not in barred and (request.service, name) not in UNUSUAL)
        )
        signing = None if barred else self._sign_up_beside(request, act, subject)
        if signing is not None:
            act, likely = "aanmelden", signing
        yield from self._complaint_and_status(request, act) or (Act(act, request, likely),)
        if ordered := _order_beside(request, act):
            yield Act("aanmelden", ordered, likely)
        yield from self._question_beside(request, act, subject)

    def _shares(self, request: Request, subject: Observed | None) -> dict[str, float]:
        return self.model.probabilities(act_features(request.sentences, subject, request.service))

    def _sign_up_beside(self, request: Request, act: str, subject: Observed | None) -> dict[str, float] | None:
        """The shares of the acts without the questions, when those say that the sender signs up as well."""
        asked = [o for o in request.sentences if o.sentence.question]
        told = tuple(o for o in request.sentences if not o.sentence.question and _SIGNS_UP.search(o.sentence.text))
        if any(_TENTATIVE.search(o.sentence.text) for o in request.sentences):
            return None
        if act != "informatie" or not asked or not any(o.asking for o in told) or request.service in _NO_QUESTION_TOO:
            return None
        likely = self._shares(Request(request.service, told), subject)
        return likely if likely["aanmelden"] > SURE_OF_SIGNING_UP else None

    def _complaint_and_status(self, request: Request, act: str) -> tuple[Act, ...]:
        """Both, for a mail that complains and asks how its matter stands; nothing for any other."""
        told = tuple(
            o for o in request.sentences if not o.sentence.question and "klacht" in speech_acts(o.sentence.text)
        )
        asked = tuple(o for o in request.sentences if o not in told and (o.sentence.question or o.direct))
        if act != "status" or not told or not asked:
            return ()
        complaint, question = Request(request.service, told), Request(request.service, asked)
        heard, wanted = self._shares(complaint, None), self._shares(question, None)
        if min(heard["klacht"], wanted["status"]) < BOTH:
            return ()
        return Act("klacht", complaint, heard), Act("status", question, wanted)

    def _question_beside(self, request: Request, act: str, subject: Observed | None) -> Iterator[Act]:
        """The real questions about a service for which the same mail signs up, or changes or offers something."""
        asked = tuple(o for o in request.sentences if _really_asks(o))
        told = any(not o.sentence.question and o.asking for o in request.sentences)
        if act not in _WITH_QUESTION or request.service in _NO_QUESTION_TOO or not asked or not told:
            return
        question = Request(request.service, asked)
        likely = self._shares(question, subject)
        if likely["informatie"] > (0.0 if act == "aanmelden" else OTHER_QUESTION):
            yield Act("informatie", question, likely)


def _barred(request: Request, subject: Observed | None) -> frozenset[str]:
    """The acts that a request cannot be, by what it says outright."""
    if request.service == "privacy" and _CLAIMS_A_RIGHT.search(request.text):
        return frozenset({"informatie"})
    return frozenset({"aanmelden"}) if _asks_only(request, subject) else frozenset()


def _really_asks(observed: Observed) -> bool:
    said = observed.sentence.text
    return bool((observed.sentence.question or _WANTS_TO_KNOW.search(said)) and REAL_QUESTION.search(said))


def _order_beside(request: Request, act: str) -> Request | None:
    """The order of printed copies beside a question about examples."""
    if (request.service, act) != ("inspiratie", "informatie"):
        return None
    ordering = tuple(o for o in request.sentences if not o.past and _ORDERS.search(o.sentence.text))
    return Request(request.service, ordering) if ordering and len(ordering) < len(request.sentences) else None


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
