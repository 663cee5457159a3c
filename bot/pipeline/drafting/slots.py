"""What the team needs to know for a request, and whether the mail has told it already.

A reply asks two things at most, the most useful first, and never what the sender has written down: where the words of
the mail may hold the answer, we do not ask. The words of each question stand in ``replies/vragen/``. Where a service
has an intake (``knowledge/intakes.yaml``), its facts say what is needed, and what the conversation told or was asked
before is not asked again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.model import Prediction, RequestRow, Understanding
from bot.model.intake import SIGN_UP, Fact, Intakes, Reading
from bot.patterns import compiled_later
from bot.pipeline.drafting.signals import has_a_whole_group, signs_off
from bot.understanding.facts import audience, may_tell
from bot.understanding.segment import sentences

MOST = 2
"""More questions in one mail go unanswered."""

OUTSIDE = frozenset({"inwoner", "student", "journalist", "adviseur", "partner"})
"""Roles that do not write on behalf of a municipality."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to know: the template of its question, what the reviewer reads, and whether the mail tells it."""

    name: str
    label: str
    told: Callable[[Understanding, str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A slot that is asked, for which request."""

    slot: Slot
    request: Prediction


def _says(pattern: str) -> Callable[[Understanding, str], bool]:
    compiled = compiled_later(pattern, re.IGNORECASE)
    return lambda _, text: bool(compiled.search(text))


def _words(count: int) -> Callable[[Understanding, str], bool]:
    return lambda _, text: len(text.split()) >= count


def _below_greeting(test: Callable[[Understanding, str], bool]) -> Callable[[Understanding, str], bool]:
    """'Beste collega's' does not tell for whom something is."""
    return lambda understanding, text: test(understanding, "\n".join(each.text for each in sentences(text)))


def _either(*tests: Callable[[Understanding, str], bool]) -> Callable[[Understanding, str], bool]:
    return lambda understanding, text: any(test(understanding, text) for test in tests)


MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
PERIOD = (
    rf"\b(?:{MONTHS}|jan|feb|apr|aug|sept?|okt|nov|dec|voorjaar|najaar|zomer\w*|herfst\w*|winter|kerst|pasen|pinksteren"
    r"|kwartaal|q[1-4]|week|weken|maanden?|volgend jaar|komend jaar|dit jaar|20[2-4]\d|spoed|zo snel mogelijk"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|verkiezingen|recess?\w*|jaarwisseling|\d{1,2}[-/]\d{1,2})\b"
)
PEOPLE = (
    r"\b(?:raad|raadsleden|college|medewerkers|ambtenaren|inwoners|bewoners|personeel|leidinggevenden|publiek|collega.?s"
    r"|jongeren|mensen|wethouders|bestuurders|griffie\w*|scholieren|managers|directie|deelnemers|presidium|zaal)\b"
)
OCCASION = (
    r"\b(?:aanleiding|vanwege|in verband met|i\.?v\.?m\.?|omdat|doordat|herindeling\w*|fusie|coalitieakkoord"
    r"|collegeprogramma|toekomstvisie|verkiezingen)(?!\w)"
)
STRUGGLE = (
    r"\b(?:worstel\w*|(?:vraag|benieuwd|weten) (?:hoe|of|waarom|welke)|hoe (?:we|wij|kunnen|krijgen|zorgen)"
    r"|lopen vast)\b"
)
LEADER = (
    r"\b(?:raad|college|presidium|trekker|kartrekker|trekt|projectleid\w*|aanspreekpunt|contactpersoon|wethouder"
    r"|co[öo]rdin\w+|verantwoordelijk)\b"
)
SUPPORT = (
    r"\b(?:hulp|helpen|steun\w*|begeleid\w*|meekijk\w*|meedenk\w*|regelruimte|juridisch\w*|expertise|kennis\w*|advies"
    r"|geld|budget|subsidie|bekendheid|podium|onderzoek\w*|evalu\w*|ruimte|nodig|volgt|volgen|meekijkt|meedenkt"
    r"|kijkt mee|denkt mee|mee (?:wil(?:len)? )?bewegen|meebeweg\w*"
    r"|hoogleraar|promov\w*|universiteit\w*|wetenschap\w*|jurist\w*)\b"
)
COUNT = r"\b(?:\d{1,3}|een|één|twee|drie|vier|vijf|zes|zeven|acht|tien|met z.n|samen met|ikzelf|mijn collega)\b"
NEIGHBOURS = (
    r"\b(?:vijf gemeenten|vier gemeenten|drie gemeenten|twee gemeenten|andere gemeenten|buurgemeenten?|samen met"
    r"|compleet|alle vijf|nog geen|zoeken jullie|kunnen jullie .{0,30}zoeken|bij elkaar|partners)\b"
)

SEATS = (
    r"\b(?:\d+ (?:mensen|personen|plaatsen|plekken|deelnemers|stoelen|zitplaatsen|man|pers)|plaats voor|ruimte voor)\b"
)
NAMED = (
    r"(?:leerkring|leercirkel|intervisitatie|expert|toekomstverkenning|experiment|atelier|bundel|voorstelling|theater"
    r"|quick ?scan|webinar|traject|bijeenkomst|werksessie|congres)"
)
LINKED = r"https?://|www\.|bijlage|bijgaand|bijgevoegd|meegestuurd|link"

_ALL = (
    Slot("gemeente", "welke gemeente", lambda u, _: bool(u.municipalities) or u.role in OUTSIDE),
    Slot("onderwerp", "het onderwerp", _either(lambda u, _: bool(u.topics), _words(60))),
    Slot("vraag", "de vraag in een of twee zinnen", _either(lambda u, _: bool(u.topics), _words(40), _says(STRUGGLE))),
    Slot("deelnemers", "wie er meedoen", _either(lambda u, _: u.participants is not None, _says(COUNT))),
    Slot("periode", "de gewenste periode", _either(lambda u, _: bool(u.wished_dates), _says(PERIOD))),
    Slot(
        "publiek", "voor wie het is", _either(lambda u, _: u.participants is not None, _below_greeting(_says(PEOPLE)))
    ),
    Slot("aanleiding", "de aanleiding", _either(_words(45), _says(OCCASION))),
    Slot(
        "andere-gemeenten",
        "of er al andere gemeenten zijn",
        _either(lambda u, _: len(u.municipalities) > 1, _says(NEIGHBOURS), lambda _, text: has_a_whole_group(text)),
    ),
    Slot("steun", "welke hulp nodig is", _says(SUPPORT)),
    Slot("trekker", "wie het trekt", _either(_says(LEADER), _words(60))),
    Slot("casus", "om welk plan het gaat", _words(20)),
    Slot(
        "bijeenkomst",
        "om welke bijeenkomst het gaat",
        _either(_says(PERIOD), _says(r"kick-?off|congres|werksessie"), _words(40)),
    ),
    Slot("dagen", "wanneer er plaats is", _either(_says(PERIOD), _words(60))),
    Slot("plaatsen", "hoeveel mensen er passen", _either(_says(SEATS), _words(60))),
    Slot("wijziging", "wat er moet veranderen", _either(lambda _, text: signs_off(text), _words(12))),
    Slot("welke-aanvraag", "om welke aanvraag het gaat", _either(_words(12), _says(NAMED))),
    Slot("voorbeeld", "waar het voorbeeld te vinden is", _either(_says(LINKED), _words(40))),
    Slot("ervaring", "met welke onderwerpen ervaring is", _either(lambda u, _: bool(u.topics), _words(40))),
    Slot("telefoon", "een telefoonnummer", lambda u, _: u.phone is not None),
    Slot(
        "publicatie",
        "welke publicatie",
        _either(_says(r"bundel|pamflet|vlugschrift|magazine|longread|film|serie"), _words(25)),
    ),
)
SLOTS: Mapping[str, Slot] = MappingProxyType({slot.name: slot for slot in _ALL})

NEEDED: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("leerkring", "aanmelden"): ("gemeente", "onderwerp", "deelnemers"),
        ("intervisitatie", "aanmelden"): ("gemeente", "onderwerp", "andere-gemeenten"),
        ("herontwerpatelier", "aanmelden"): ("gemeente", "vraag"),
        ("inspiratie", "aanmelden"): ("publicatie",),
        ("uitdaagrecht", "aanmelden"): ("gemeente", "casus"),
        ("digitale-participatie", "aanmelden"): ("gemeente", "vraag"),
        ("academie", "aanmelden"): ("onderwerp",),
        ("ontwikkeltraject", "aanmelden"): ("gemeente", "onderwerp"),
        ("bijeenkomst", "aanmelden"): ("bijeenkomst",),
        ("bijeenkomst", "aanbieden"): ("gemeente", "dagen", "plaatsen"),
        ("expert", "aanbieden"): ("ervaring",),
        ("inspiratie", "aanbieden"): ("voorbeeld",),
        ("experiment", "aanbieden"): ("gemeente", "voorbeeld"),
    }
)
"""What the team needs for a request of this service and act that has no intake, the most useful first."""

NEEDED_BY_ACT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"wijzigen": ("gemeente", "wijziging"), "status": ("gemeente", "welke-aanvraag"), "klacht": ("telefoon",)}
)
ASKS_NOTHING = frozenset({"pers", "privacy", "buiten-bereik", "subsidie"})
"""Services that another desk handles; it asks what it needs itself."""


def asked(
    requests: Sequence[Prediction],
    understanding: Understanding,
    text: str,
    intakes: Intakes,
    of_thread: Sequence[RequestRow] = (),
) -> tuple[Asked, ...]:
    """The questions of a reply: turn by turn through the requests, each slot once, ``MOST`` in all."""
    turns = [_missing(request, understanding, text, intakes, of_thread) for request in requests]
    found: dict[str, Asked] = {}
    for turn in range(max((len(slots) for slots in turns), default=0)):
        for request, slots in zip(requests, turns, strict=True):
            if turn < len(slots):
                found.setdefault(slots[turn].name, Asked(slots[turn], request))
    return tuple(found.values())[:MOST]


def _missing(
    request: Prediction,
    understanding: Understanding,
    text: str,
    intakes: Intakes,
    of_thread: Sequence[RequestRow],
) -> tuple[Slot, ...]:
    if request.service in ASKS_NOTHING:
        return ()
    if request.act == SIGN_UP and request.service in intakes:
        slots = _of_intake(intakes[request.service], understanding, text, _told_before(request, of_thread))
    else:
        slots = tuple(SLOTS[name] for name in _needed(request))
    if len(understanding.municipality_candidates) > 1:
        slots = tuple(dict.fromkeys((SLOTS["gemeente"], *slots)))
    return tuple(slot for slot in slots if not slot.told(understanding, text))


def _needed(request: Prediction) -> tuple[str, ...]:
    return NEEDED.get((request.service, request.act)) or NEEDED_BY_ACT.get(request.act, ())


def _told_before(request: Prediction, of_thread: Sequence[RequestRow]) -> frozenset[str]:
    """The facts that the conversation told, or was asked, for a request of this service that is open."""
    return frozenset(name for row in of_thread if row.service == request.service for name in row.told)


def _of_intake(
    facts: Sequence[Fact], understanding: Understanding, text: str, told_before: frozenset[str]
) -> tuple[Slot, ...]:
    """The questions that an intake still has; a fact that another question asks along waits for that one."""
    open_facts = {
        fact.name: fact
        for fact in facts
        if fact.question and fact.name not in told_before and not _slot_of(fact).told(understanding, text)
    }
    return tuple(_slot_of(fact) for fact in open_facts.values() if fact.comes_with not in open_facts)


def _slot_of(fact: Fact) -> Slot:
    """A slot that has rules of its own, or one that goes by the words of the fact."""
    known = SLOTS.get(fact.question)
    if known is not None and not fact.comes_with:
        return known
    return Slot(fact.question, fact.asked_as, lambda read, text: _tells(fact, read, text))


def _tells(fact: Fact, read: Understanding, text: str) -> bool:
    counted = fact.read is Reading.PARTICIPANTS and (read.participants is not None or audience(text))
    return bool(counted) or may_tell(fact, text)
