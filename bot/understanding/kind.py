"""A person's mail that asks nothing (bedankje), and the unwanted or automatic mail that its headers did not give away.

A request must never be lost: whatever holds a question or a wish stays a ``verzoek``.
"""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from dataclasses import dataclass

from bot.model import Kind
from bot.patterns import Several, compiled_later
from bot.understanding.asking import asks, kind_features, thanks
from bot.understanding.classify import LinearModel
from bot.understanding.segment import Sentence
from bot.understanding.speech import speech_acts

_SPAM = Several(
    compiled_later(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:wachtwoord|password|inloggegevens)\b", r"\bpostvak\b|\bmailbox\b|\bemail account\b", r"https?://|www\.",
        r"\b(?:klik|click) (?:hier|here|op)", r"\b(?:binnen \d+ uur|onmiddellijk|met spoed|laatste waarschuwing|geblokkeerd|opgeschort|verlopen)\b",
        r"\b(?:begunstigde|erfenis|miljoen|bankrekening|iban|bitcoin|crypto|lening|loterij|gewonnen|cadeaubon|prijswinnaar)\b",
        r"\b(?:gegarandeerd|100%|exclusieve? aanbieding|korting|actie|nu bestellen|bestel (?:nu|voor|vóór)|gratis proef\w*|actieprijs|aanbieding)\b",
        r"\b(?:black friday|halve prijs|op=op|bestel vandaag|price list|prijslijst|money back|niet goed,? geld terug)|\b\d+\s?% korting", r"\bdear (?:site|website|business|sir/madam|customer|user)|\breply yes\b|\bfirst page\b|\bon page 1\b",
        r"\b(?:guarantee|ranking|promo\w*|gratis \w+ (?:bij|erbij)|ontvang een gratis)\b",
        r"\b(?:seo|backlinks?|google ranking|leads|zoekmachine\w*|omzet|nieuwe klanten|websitebezoekers)\b",
        r"\b(?:unsubscribe|uitschrijven|niet meer mailen|afmelden voor deze|stop)\b", r"!{2,}|€\s?\d+[.,]?-|\b(?:beste|geachte) (?:ondernemer|klant|gebruiker|relatie|debiteur|accounthouder|heer en mevrouw)",
        r"\bpaspoort\b|\blegitimatie\b|\bverif(?:y|ieer|iëren|icatie)\b", r"\b(?:factuur|betaling|pakket|openstaand\w*|incasso\w*|aanmaning|betaalherinnering|achterstallig\w*)\b",
        r"\bbetaal\b|\b(?:bijgevoegde|onderstaande|volgende|deze) (?:link|knop|bijlage)\b|\bvia de (?:link|knop)\b|\blog (?:hier|nu) in\b",
    )
)  # fmt: skip
_AUTOMATIC = compiled_later(
    r"^(?:automatisch antwoord|automatic reply|afwezigheids(?:bericht|melding|assistent)|out of office|auto:)|"
    r"(?:deze e-?mail is automatisch (?:verzonden|verstuurd|gegenereerd)|dit is een automatisch (?:gegenereerd|antwoord|bericht))",
    re.IGNORECASE | re.MULTILINE,
)
_ABSENT_SUBJECT = compiled_later(r"^(?:afwezig|niet aanwezig|vakantie|met verlof|out of office)", re.IGNORECASE)
_ABSENT = compiled_later(
    r"\b(?:ik ben|ben ik|ik ga|ben momenteel|wij zijn) (?:\w+ ){0,6}(?:afwezig|niet aanwezig|niet bereikbaar|op vakantie|met verlof|vrij)\b",
    re.IGNORECASE,
)
_NOTICE = compiled_later(
    r"\b(?:dringend\w*|spoed\w*|urgent\w*|vervang\w*|tijdens mijn afwezigheid|mail wordt niet|lees (?:ik )?(?:mijn|geen|je|uw)|weer (?:terug|bereikbaar|aanwezig)|"
    r"neem (?:dan )?contact op|contact opnemen met|kunt u (?:terecht|zich wenden)|na mijn (?:terugkomst|vakantie|verlof))\b",
    re.IGNORECASE,
)
_PLAN = compiled_later(
    r"\b(?:kan (?:dus |daarom |helaas |dan )*niet|ik wil|wij willen|we willen|meedoen|aanmeld\w*|afmeld\w*|leerkring\w*|bijeenkomst\w*|webinar\w*|intervisitatie\w*|"
    r"experiment\w*|voorstelling|in mijn plaats|mijn plek|collega \w+ (?:komt|gaat|neemt))\b",
    re.IGNORECASE,
)
"""What somebody says who writes about a meeting of ours, and no machine."""
_AGENDA = compiled_later(
    r"^(?:geaccepteerd|geweigerd|voorlopig|geannuleerd|bijgewerkt|uitnodiging|accepted|declined|tentative):",
    re.IGNORECASE,
)
_AGENDA_BODY = compiled_later(
    r"^\s*(?:wanneer|waar|locatie|when|where):|teams-vergadering|heeft (?:deze vergadering|voorlopig)|vergadering-id",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWER = compiled_later(r"\s*(?:re|antw|aw|sv)\s*:", re.IGNORECASE)
_BULK = compiled_later(
    r"bekijk (?:deze nieuwsbrief|online)|u ontvangt deze (?:nieuwsbrief|mail|e-mail)|je krijgt deze mail omdat|afmelden voor deze nieuwsbrief|(?:u|je) (?:ontvangt|krijgt) deze [\w-]+ omdat|uitschrijven kan\b|uitschrijven \|",
    re.IGNORECASE,
)


_THANKED = compiled_later(
    r"^(?:(?:nogmaals|heel|erg|zeer|hartelijk|veel|duizendmaal) )*(?:dank|bedankt|dankjewel|thanks)\b(?: (?:je|u)(?: wel)?)? (?:voor|for)\b"
    r".*?(?=[,;:.!]| en (?:ik|wij|we|graag)\b| maar\b|$)|^wat een (?:\w+ ){1,5}was dat\b",
    re.IGNORECASE,
)
"""What somebody gives thanks for: it was done, and is not asked for."""
_JOINS = compiled_later(
    r"\b(?:wij|we|ik) doen? (?:\w+ ){0,3}mee\b|\bdoen? (?:wij|we|ik) (?:\w+ ){0,3}mee\b"
    r"|\bschrij(?:f|ven) (?:ik |wij |we )?(?:ons|mij|me) (?:\w+ ){0,3}in\b",
    re.IGNORECASE,
)
"""Somebody joins; however grateful, that has to be noted."""


@dataclass(frozen=True, slots=True)
class KindVerdict:
    """The kind, how sure (0..1), and one Dutch sentence why."""

    kind: Kind
    confidence: float
    reason: str


SIGNS = 3
"""Sorts of words of unwanted mail from which on nothing more is needed."""
SURE_SPAM = 0.8
SURE_THANKS = 0.6
SURE_WITHOUT_THANKS = 0.75
SURE_BESIDE_AN_ACT = 0.8
"""Shares from which on a mail is no request: a lost request is worse than a thanks that a colleague reads."""


def find_kind(
    subject: str, text: str, sentences: tuple[Sentence, ...], model: LinearModel, *, from_municipality: bool
) -> KindVerdict:
    """The kind of a mail that looked like a person's by its headers; ``model`` was learned from ``kind_features``."""
    if _AUTOMATIC.search(subject) or _AUTOMATIC.search(text) or _is_absence_notice(subject, text):
        return KindVerdict(Kind.AUTOREPLY, 0.9, "De tekst zegt dat dit bericht automatisch is.")
    if _AGENDA.match(subject.strip()) and _AGENDA_BODY.search(text) and not any(s.question for s in sentences):
        return KindVerdict(Kind.AGENDA, 0.85, "Onderwerp en tekst zijn die van een agendabericht.")
    if not from_municipality:
        if _BULK.search(text):
            return KindVerdict(Kind.NIEUWSBRIEF, 0.85, "De tekst is die van een nieuwsbrief.")
        signs = spam_signs(subject, text)
        if signs >= SIGNS:
            return KindVerdict(Kind.SPAM, min(0.6 + 0.1 * signs, 0.97), "De tekst heeft kenmerken van ongewenste mail.")
    return _learned(subject, sentences, model, may_be_spam=not from_municipality)


def spam_signs(subject: str, text: str) -> int:
    """How many sorts of words of unwanted mail there are; ``SIGNS`` make it spam."""
    read = f"{subject}\n{text}"
    return sum(bool(pattern.search(read)) for pattern in _SPAM.that_may_match(read))


def _is_absence_notice(subject: str, text: str) -> bool:
    """Whether the text itself is a notice of absence; a subject alone never loses what a person writes."""
    if "?" in text or _PLAN.search(text) or not _ABSENT.search(text):
        return False
    return bool(_NOTICE.search(text)) or (bool(_ABSENT_SUBJECT.search(subject)) and len(text.split()) < 60)


def _learned(subject: str, sentences: tuple[Sentence, ...], model: LinearModel, *, may_be_spam: bool) -> KindVerdict:
    """A person's mail by what was learned; when in doubt somebody asks something."""
    shares = model.probabilities(kind_features(sentences))
    if may_be_spam and shares["spam"] >= SURE_SPAM:
        return KindVerdict(Kind.SPAM, shares["spam"], "De tekst lijkt op ongewenste mail.")
    asking = any(asks(sentence) or _JOINS.search(sentence.text) for sentence in sentences)
    thanking = next((word for text in (*(each.text for each in sentences), subject) if (word := thanks(text))), None)
    answer = bool(_ANSWER.match(subject))
    if not asking and shares["bedankje"] >= _least(sentences, grateful=thanking is not None, answer=answer):
        return KindVerdict(Kind.BEDANKJE, shares["bedankje"], _why(thanking))
    return KindVerdict(
        Kind.VERZOEK, max(shares["verzoek"], 0.6), "Er wordt iets gevraagd." if asking else "Dit lijkt een verzoek."
    )


def _least(sentences: tuple[Sentence, ...], *, grateful: bool, answer: bool) -> float:
    """The share that a thanks needs; more than 1, which none has, where something may be asked without a word of asking.

    Without a word of thanks only an answer can be a mere consent: ``Zie onderwerp svp`` begins something.
    """
    if not sentences:
        return 2.0
    acts = any(speech_acts(_THANKED.sub("", sentence.text)) for sentence in sentences)
    if grateful:
        return SURE_BESIDE_AN_ACT if acts else SURE_THANKS
    return SURE_WITHOUT_THANKS if answer and not acts else 2.0


def _why(thanking: str | None) -> str:
    return f"Er staat '{thanking}' en er wordt niets gevraagd." if thanking else "Dit bevestigt iets en vraagt niets."
