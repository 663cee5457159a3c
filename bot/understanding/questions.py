"""What a question asks for, and whether it is one that nobody may answer from the knowledge base.

Two families. ``Ask`` is the sort of fact that is wanted (a number, a time, a price): an entry may answer a price
question only when somebody curated a price question for it. ``Concern`` is a question about somebody's own case, a change, a
complaint, personal data or an attempt to misuse the assistant: a colleague answers those, whatever the entries say.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.understanding.normalise import fold


class Ask(StrEnum):
    """The sort of fact that a question wants."""

    COST = "kosten"
    TIME = "tijd"
    COMING = "komend"
    DURATION = "duur"
    NUMBER = "aantal"
    PLACE = "plaats"
    WHO = "wie"
    NAMES = "namen"
    TELEPHONE = "telefoon"
    LAW = "artikel"
    CAPACITY = "plek"
    ORDER = "bestellen"
    OPINION = "oordeel"
    STILL = "nu"
    HOW = "hoe"
    WHY = "waarom"
    JOIN = "aanmelden"


class Concern(StrEnum):
    """Why a colleague, and not the knowledge base, answers."""

    MISUSE = "misbruik"
    PRIVACY = "privacy"
    COMPLAINT = "klacht"
    CHANGE = "wijzigen"
    STATUS = "status"


MUST_BE_CURATED = frozenset(
    {
        Ask.COST,
        Ask.COMING,
        Ask.DURATION,
        Ask.TELEPHONE,
        Ask.LAW,
        Ask.CAPACITY,
        Ask.ORDER,
        Ask.OPINION,
        Ask.NAMES,
        Ask.STILL,
    }
)
"""Facts that are invented most easily: an entry without a curated question of this sort does not hold them."""

_ASKS: Mapping[Ask, str] = {
    Ask.COST: r"\b(?:wat|hoeveel|wa) (?:\w+ ){0,4}?kost(?:en|te)?\b|\bkost(?:en|te)?\b(?! het om)|\bkosteloos|\bprij[sz]|\btarie[fv]"
    r"|\bhoe duur\b|\bgratis\b|\bhoeveel (?:\w+ )?(?:geld|euro|subsidie|budget)|\bbedrag|\bvergoeding|\bbetal(?:en|ing)|\beigen bijdrage"
    r"|\bbegroot|\bduur(?:der|ste)\b|\bhow much\b|\bcosts?\b|\bprice|\bfee\b|\bfree of charge|\bwat rekenen jullie|\bmaximum ?bedrag"
    r"|\bgoedkoop|\bdagtarief|\buurtarief|\bprijskaartje|\binvestering",
    Ask.TIME: r"\bwanneer\b|\bwelke (?:dag|datum|maand|data)\b|\bdatum\b|\bdata\b(?! voor mijn)|\bhoe laat\b|\bwelk(?:e)? (?:jaar|tijd|tijdstip)"
    r"|\bwhen\b|\bwhat (?:time|date)|\bdeadline|\btijdstip|\buiterlijk\b|\buiterste datum|\btot wanneer\b|\bsinds wanneer|\btijden\b|\bbegintijd",
    Ask.COMING: r"\b(?:eerst)?volgende?\b(?! uit\b)(?! m50)|\baankomende?\b|\bkomend(?:e)? (?:jaar|maand|week|voorjaar|najaar|periode|tijd)"
    r"|\bdi[te]s? (?:na|voor)?jaar\b|\bdeze (?:maand|week|zomer|winter)|\bvolgend (?:jaar|voorjaar|najaar)|\b202[789]\b|\bmorgen\b"
    r"|\bnext (?:one|year|session|webinar|meeting)|\bupcoming\b|\bwanneer (?:start|begint|is|komt|gaat)\b[^?]*\b(?:volgende|nieuwe)\b"
    r"|\bnieuwe ronde\b|\bop korte termijn terecht",
    Ask.DURATION: r"\bhoe ?lang\b(?! geleden)|\bhoeveel (?:\w+ )?(?:weken|dagen|tijd|uur|uren|maanden|minuten|jaren)\b|\bdoorlooptijd|\btijdsinvestering"
    r"|\bduurt\b|\bduur\b(?! is)|\blooptijd\b|\bhow long\b|\bhow many (?:weeks|days|hours|months)|\btijdsbeslag|\bhoeveel tijd",
    Ask.NUMBER: r"\bhoeveel\b|\bhoevelen\b|\baantal\b|\bhow many\b|\bhoe groot\b|\bhoe vaak\b|\bhowmany\b",
    Ask.PLACE: r"\bwaar (?:is|was|waren|vindt|vond|wordt|werd|ligt|zijn)\b|\bwelke? (?:stad|plaats|zaal|gebouw|stadhuis|dorp|adres)\b|\badres\b|\blocatie"
    r"|\bwhere (?:is|was|were)\b|\bvenue\b|\bwelke plek",
    Ask.WHO: r"\bwie\b|\bdoor welke?\b|\bwelk(?:e)? (?:organisatie|bureau|partij|universiteit|ministerie|minister|fonds|netwerk|stichting|gezelschap)"
    r"|\bwho\b|\bwhom\b|\bwhich (?:ministry|minister|organi[sz]ation|foundation|agency)",
    Ask.NAMES: r"\bhoe heten\b|\bnamen\b|\bwat zijn de namen|\bhoe heet (?:de|die|deze) (?:expert|begeleider|contactpersoon|ambtenaar|medewerker|adviseur)"
    r"|\bnaam van (?:de|een|die|jullie) (?:expert|begeleider|contactpersoon|ambtenaar|medewerker|adviseur|collega)|\bnames\b|\bwelke experts\b"
    r"|\bwie (?:is|zijn) (?:de|jullie|die) (?:experts?|begeleiders?|professional|medewerkers?|collega'?s)\b|\blijst (?:van|met) (?:alle )?(?:deelnemers|experts|namen)"
    r"|\bwelke gemeenten (?:doen|deden|zitten|zijn|hebben|werken)(?! (?:al )?een (?:burger|participatie|quick))[^?]*\b(?:nu|al|momenteel|mee|leerkring|intervisitatie|experiment)\b",
    Ask.TELEPHONE: r"\btelefoon\w*|\bmobiele? nummer|\b06[- ]?nummer|\bnummer van\b|\bphone\b|\bbelnummer|\bdoorkiesnummer|\b06\b",
    Ask.LAW: r"\bartikel(?:en)? (?:\d|van de|in de|staat|lid)|\bwelk(?:e)? (?:wets)?artikel|\bwetsartikel|\bwettelijk (?:verplicht|recht)|\bjuridisch|\brechtsgeldig"
    r"|\bjurisprudentie|\blegally\b|\bwhich article",
    Ask.CAPACITY: r"\bnog (?:\w+ )?(?:plek|plaats|plaatsen|plekken)\b|\bvol(?:geboekt|zet)?\b(?= \?|\?|$| of)|\bwachtlijst|\bmaximum aantal|\bmaximaal\b|\bminimaal\b|\bvrije plek"
    r"|\bcapaciteit|\bhoeveel (?:stoelen|plekken|plaatsen|bezoekers|toeschouwers)|\bwaiting list|\bplaces left",
    Ask.ORDER: r"\bop papier\b|\bexempla(?:ar|ren)\b|\b\d+ stuks\b|\bgedrukt|\btoesturen\b|\btoegestuurd\b|\bopsturen\b|\bper post\b|\bafdruk",
    Ask.OPINION: r"\braden jullie\b|\baan te raden\b|\badviseren jullie\b|\bwat vinden jullie van\b|\bwelke is (?:het )?bet(?:er|st)|\bbeste\b(?= (?:platform|tool|partij|keuze|leverancier|bureau))"
    r"|\brecommend\b|\bwelk(?:e)? (?:platform|tool|leverancier|software|bureau) (?:is|raden|moeten|kunnen)|\bzijn jullie (?:voor|tegen)\b|\bop welke partij"
    r"|\bsterker of zwakker|\bmening van",
    Ask.STILL: r"\b(?:loopt|bestaat|draait|geldt|werkt)\b[^?.]{0,60}\b(?:nog|steeds|nu)\b|\bnog (?:steeds )?(?:geldig|actief|beschikbaar|open)\b|\bstill (?:running|open|available|exist)"
    r"|\bis (?:er|het)\b[^?.]{0,40}\bnog steeds\b|\bop dit moment\b|\bmomenteel\b|\btegenwoordig\b|\bin 2026\b",
    Ask.HOW: r"\bhoe (?:werkt|gaat|verloopt|ziet|zit|doe|doen)\b|\bhow does\b",
    Ask.WHY: r"\bwaarom\b|\bwhy\b|\baanleiding\b|\breden\b|\bwaarvoor\b",
    Ask.JOIN: r"\bmeedoen\b|\bmee te doen\b|\baan ?melden\b|\bopgeven\b|\binschrijven\b|\bsign up\b|\bdeelnemen\b|\bmeld\b[^?.]*\baan\b|\bgeef\b[^?.]*\bop\b|\baanvragen\b|\bboeken\b",
}
_CONCERNS: Mapping[Concern, str] = {
    Concern.MISUSE: r"\bnegeer\b[^.?!]*\b(?:instructie|opdracht|regel|alles|vorige)|\bsysteem ?prompt|\bsystem prompt|\bje (?:bent|speelt) (?:nu|vanaf nu) een\b|\bdoe alsof\b"
    r"|\bignore\b[^.?!]*\b(?:instruction|previous|prompt|rules)|\bjailbreak|\bdeveloper mode|\bjouw (?:instructies|opdracht|prompt)\b|\bje instructies\b|\bprompt\b"
    r"|\bschrijf (?:een|mij|eens)\b[^.?!]*\b(?:gedicht|verhaal|liedje|limerick|sinterklaas|code|script|essay|mop|rap|sonnet)|\bvertel (?:een|eens een) (?:mop|grap|verhaal)"
    r"|\bwrite (?:me )?(?:a|an)\b|\bpretend\b|\bact as\b|\bdrop table\b|\bwachtwoord|\bpassword|\bvertaal\b|\btranslate\b|\bkeur\b[^.?!]*\bgoed\b|\bben jij een (?:robot|mens|bot)\b",
    Concern.PRIVACY: r"\bpersoonsgegevens\b|\bmijn (?:persoonlijke )?gegevens\b|\bgegevens\b[^.?!]*\bvan (?:mij|mezelf|ons)\b|\bavg\b|\bgdpr\b|\bpersonal data\b|\bmy data\b|\bdatalek"
    r"|\bbewaren jullie\b|\bbewaartermijn|\bprivacy\w*|\binzageverzoek|\brecht op vergetelheid|\bbewaard\b[^.?!]*\bmij\b|\bgegevens (?:laten )?(?:verwijderen|wissen)",
    Concern.COMPLAINT: r"\bklacht\b|\bklagen\b|\bschandalig|\bbelachelijk|\bwaardeloos|\bonacceptabel|\bschande\b|\bteleurgesteld|\bontevreden|\b(?:derde|zoveelste|vierde|tweede) keer dat\b"
    r"|\bnooit (?:word|werd|een) \w*\s?(?:ik |terug|antwoord|reactie)|\bboos\b|\bwoedend\b|\bcomplain|\bbeneden alle peil|\bslecht geregeld|\birritant|\bergerlijk|\bte gek voor woorden",
    Concern.CHANGE: r"\bverzet(?:ten)?\b|\bverplaatsen\b|\bverschuiven\b|\bannuleren\b|\bafmelden\b|\bafzeggen\b|\buitschrijven\b|\bintrekken\b|\bstopgezet\b|\bvan de (?:\w*lijst|verzendlijst)\b"
    r"|\b(?:mijn|onze) (?:aanmelding|inschrijving|aanvraag|afspraak|deelname) (?:wijzigen|aanpassen|veranderen|stopzetten|terugtrekken)|\bwijzig(?:en|ing)?\b|\bnieuwe contactpersoon"
    r"|\blanger open\b|\bin plaats van (?:mij|mijn)|\bmijn collega vervangt|\bkan(?:cel|celen)\b|\breschedule|\bwithdraw\b|\bandere datum\b|\bgaat (?:bij ons )?niet door\b|\bik ben verhinderd|\bkan (?:toch )?niet komen\b"
    r"|\btoch niet (?:mee|komen|doorgaan)|\bniet meer mee\b|\btrekken (?:wij|we) ons terug",
    Concern.STATUS: r"\b(?:mijn|onze|my|our|mn|m'n) (?:\w+ ){0,2}?(?:\w*aanvraag|\w*aanmelding|mail|mailtje|bericht|vraag|verzoek|inschrijving|\w*application|request|voorstel|inzending|idee van)\b[^.?!]*\b(?:al|ontvangen|behandeld|binnen|beoordeeld|goedgekeurd|gelezen|status|stand|nog|antwoord|gehoord|received|yet|toegewezen|reactie)\b"
    r"|\b(?:is|zijn|hebben|heeft|waar blijft|status van)\b[^.?!]*\b(?:mijn|onze) (?:\w+ ){0,2}?(?:\w*aanvraag|\w*aanmelding|mail|mailtje|inschrijving|verzoek|bericht|antwoord|reactie|inzending)\b"
    r"|\bnog (?:\w+ ){0,2}?(?:niets|niks|geen (?:antwoord|reactie|bericht))\b|\bwacht(?:en)? (?:\w+ )?(?:nog|al)\b|\bstand van zaken\b|\bhoe staat het (?:met|ervoor)\b|\b(?:ik|wij|we) (?:heb|hebben) (?:ons|me|mij)?\b[^.?!]*\b(?:geleden|terug|vorige (?:week|maand)|gisteren)\b"
    r"|\b(?:maanden|weken|dagen|maand|week) (?:terug|geleden)\b|\bal (?:aan de beurt|bekend wie)\b|\bwanneer (?:hoor|horen|krijg|krijgen) (?:ik|wij|we)\b|\bal (?:een )?(?:match|koppeling) gevonden|\bis (?:hij|zij|het) al\b[^.?!]*\bgoedgekeurd",
}
ASKS = {ask: re.compile(pattern) for ask, pattern in _ASKS.items()}
CONCERNS = {concern: re.compile(pattern) for concern, pattern in _CONCERNS.items()}
PERSONAL_DATA = re.compile(
    r"\bburgerservicenummer\b[^.?!]*\d|\bbsn\b[^.?!]*\d|(?<!\d)\d{9}(?!\d)|\b[a-z]{2}\d{2} ?[a-z]{4} ?(?:\d ?){10}\b"
    r"|(?<!\d)0(?:6[- ]?(?:\d[- ]?){8}|[1-9]\d{1,2}[- ]?(?:\d[- ]?){6,7})(?!\d)|[\w.+-]+@(?!vng\.nl|aeno\.nl|zeist\.nl)[\w-]+(?:\.[\w-]+)+"
)


def asks(text: str) -> frozenset[Ask]:
    """The sorts of fact that a text wants; empty for keywords and for a plain 'what is'."""
    folded = fold(text)
    return frozenset(ask for ask, pattern in ASKS.items() if pattern.search(folded))


def concerns(text: str) -> tuple[Concern, ...]:
    """Why a colleague must answer, the gravest first; empty when the knowledge base may try."""
    folded = fold(text)
    return tuple(concern for concern, pattern in CONCERNS.items() if pattern.search(folded))


def holds_personal_data(text: str) -> bool:
    """Whether somebody typed a citizen number, bank account, telephone number or private address into the question."""
    return bool(PERSONAL_DATA.search(fold(text)))
