"""A person's mail that asks nothing (bedankje), and the unwanted or automatic mail that its headers did not give away.

A request must never be lost: whatever holds a question or a wish stays a ``verzoek``.
"""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from dataclasses import dataclass

from bot.model import Kind
from bot.patterns import compiled_later
from bot.understanding.segment import Sentence

_THANKS = compiled_later(
    r"\b(?:dank|bedankt|dankjewel|dankuwel|dankje|thanks?|thnx|thx|tof|fijn|top|prima|helemaal goed|akkoord|ontvangen|super|"
    r"duidelijk|geweldig|leuk gesprek|genoten|geslaagd|mooi|tige tank|tank|merci|in orde|genoteerd|begrepen|tot dan|tot de|tot volgende|"
    r"fijne feestdagen|complimenten?|waardeer|gewaardeerd|chapeau|hulde|oke|ok|goed om te horen|goed om te weten|geregeld|gelukt)\b",
    re.IGNORECASE,
)
_ASKS = compiled_later(
    r"\b(?:graag|wil(?:len)? (?:wij|we|ik|jullie|u|je)|(?:wij|we|ik) wil(?:len)?|zou(?:den)? (?:wij|we|ik|u|jullie|je)|(?:wij|we|ik) zou(?:den)?|kun(?:nen|t)? (?:u|je|jullie|wij|we|ik)|"
    r"kan (?:ik|je|u|er|het)|verzoek(?:en)?|zoek(?:en)?|vra(?:ag|gen)|aanmeld\w*|afmeld\w*|opgeven|inschrijven|meld(?:en)?\b|"
    r"hoor(?:t)? (?:ik|graag)|laat (?:u |je )?(?:maar |iets |graag )*horen|gastheer|gastgemeente|zie (?:hieronder|onder|bijlage)|onderstaand\w*|laat (?:het )?(?:me|mij|ons|maar)? ?weten|stuur|schrap|toevoeg\w*|doorgeven|ontbreekt|ontbreken|mis(?:sen)? (?:ik|we|wij)|(?:ik|we|wij) mis(?:sen)?|alleen nog|rest (?:nog|mij)|toesturen|alsnog|helaas|wijzig\w*|klacht|verhinderd|"
    r"contactpersoon|bied\w*|nog geen|nog niet|wanneer|waarom|hoeveel|welke|zet (?:ons|mij|me)|noteer|bel (?:mij|me|gerust))\b",
    re.IGNORECASE,
)
_HARMLESS = compiled_later(
    r"\b(?:graag gedaan|heel graag tot|tot (?:dan|ziens|gauw|snel|de|volgende|binnenkort|maandag|dinsdag|woensdag|donderdag|vrijdag)|graag tot|"
    r"geen (?:verdere )?vra(?:ag|gen)|mijn vra(?:ag|gen) (?:is|zijn) (?:hiermee |daarmee )?beantwoord|(?:mijn|onze|alle|de) vra(?:ag|gen)|"
    r"hoef(?:t|ven)? (?:u|je|jullie|ik|niets?|niks|geen|verder)|ik (?:wil|wilde)(?: \w+){0,3} (?:bedanken|dankzeggen|danken|laten weten)|"
    r"(?:wil|willen|wilde|wilden) (?:ik|wij|we) (?:\w+ ){0,5}(?:bedanken|danken)|wij willen (?:\w+ ){0,6}bedanken|dat zocht ik|zocht ik|"
    r"laat (?:\w+ ){1,5}van (?:me|mij|ons) horen|meld (?:ik )?me (?:dan |weer )|graag gelezen|graag gebruik van|daar (?:kan|kunnen) (?:ik|we|wij)|"
    r"hier (?:kan|kunnen) (?:ik|we|wij)|kan (?:ik|het) (?:\w+ ){0,3}(?:verder|vooruit|mee)|kunnen (?:we|wij) (?:\w+ ){0,3}(?:verder|vooruit|mee))\b",
    re.IGNORECASE,
)
_SPAM = tuple(
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
_BULK = compiled_later(
    r"bekijk (?:deze nieuwsbrief|online)|u ontvangt deze (?:nieuwsbrief|mail|e-mail)|je krijgt deze mail omdat|afmelden voor deze nieuwsbrief|(?:u|je) (?:ontvangt|krijgt) deze [\w-]+ omdat|uitschrijven kan\b|uitschrijven \|",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KindVerdict:
    """The kind, how sure (0..1), and one Dutch sentence why."""

    kind: Kind
    confidence: float
    reason: str


def find_kind(subject: str, text: str, sentences: tuple[Sentence, ...], *, from_municipality: bool) -> KindVerdict:
    """The kind of a mail that looked like a person's by its headers."""
    if _AUTOMATIC.search(subject) or _AUTOMATIC.search(text) or _is_absence_notice(subject, text):
        return KindVerdict(Kind.AUTOREPLY, 0.9, "De tekst zegt dat dit bericht automatisch is.")
    if _AGENDA.match(subject.strip()) and _AGENDA_BODY.search(text) and not any(s.question for s in sentences):
        return KindVerdict(Kind.AGENDA, 0.85, "Onderwerp en tekst zijn die van een agendabericht.")
    if not from_municipality:
        if _BULK.search(text):
            return KindVerdict(Kind.NIEUWSBRIEF, 0.85, "De tekst is die van een nieuwsbrief.")
        signs = sum(bool(pattern.search(f"{subject}\n{text}")) for pattern in _SPAM)
        if signs >= 3:
            return KindVerdict(Kind.SPAM, min(0.6 + 0.1 * signs, 0.97), "De tekst heeft kenmerken van ongewenste mail.")
    return _thanks_or_request(subject, sentences)


def _is_absence_notice(subject: str, text: str) -> bool:
    """Whether the text itself is a notice of absence; a subject alone never loses what a person writes."""
    if "?" in text or _PLAN.search(text) or not _ABSENT.search(text):
        return False
    return bool(_NOTICE.search(text)) or (bool(_ABSENT_SUBJECT.search(subject)) and len(text.split()) < 60)


def _thanks_or_request(subject: str, sentences: tuple[Sentence, ...]) -> KindVerdict:
    length = sum(len(sentence.text.split()) for sentence in sentences)
    asks = [sentence for sentence in sentences if sentence.question or _ASKS.search(_HARMLESS.sub(" ", sentence.text))]
    thanks = next((match.group() for sentence in sentences if (match := _THANKS.search(sentence.text))), None)
    thanks = thanks or (match.group() if (match := _THANKS.search(subject)) else None)
    if thanks and not asks and 0 < length <= 90:
        return KindVerdict(
            Kind.BEDANKJE, 0.95 if length < 50 else 0.85, f"Er staat '{thanks}' in en er wordt niets gevraagd."
        )
    if thanks and length < 25 and not any(sentence.question for sentence in asks) and len(asks) < 1:
        return KindVerdict(Kind.BEDANKJE, 0.7, f"Er staat '{thanks}' in en er wordt niets gevraagd.")
    return KindVerdict(
        Kind.VERZOEK,
        0.97 if asks else 0.75,
        "Er wordt iets gevraagd." if asks else "Er staat geen dank of bevestiging in.",
    )
