"""The phrases by which a question shows what it wants (``Ask``) or why a colleague must answer it (``Concern``).

Each line is one alternative, a regular expression over folded text (no capitals, no accents).
"""

from collections.abc import Mapping
from enum import StrEnum


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
    ABOUT = "onderwerp"


class Concern(StrEnum):
    """Why a colleague, and not the knowledge base, answers."""

    MISUSE = "misbruik"
    PRIVACY = "privacy"
    COMPLAINT = "klacht"
    CHANGE = "wijzigen"
    STATUS = "status"


INVENTED_EASILY = frozenset(
    (Ask.COST, Ask.COMING, Ask.TELEPHONE, Ask.LAW, Ask.CAPACITY, Ask.ORDER, Ask.OPINION, Ask.NAMES, Ask.STILL)
)
"""Facts that are invented most easily and do most harm."""
MUST_BE_CURATED = INVENTED_EASILY | {Ask.DURATION, Ask.NUMBER, Ask.TIME}
"""An entry without a curated question of this sort does not hold such a fact."""

ASKS: Mapping[Ask, tuple[str, ...]] = {
    Ask.COST: (
        r"\b(?:wat|hoeveel|wa) (?:\w+ ){0,4}?kost(?:en|te)?\b",
        r"\bkost(?:en|te)?\b(?! het om)",
        r"\bkosteloos",
        r"\bprij[sz]",
        r"\btarie[fv]",
        r"\bhoe duur\b",
        r"\bgratis\b",
        r"\bbtw\b",
        r"\bhoeveel (?:\w+ )?(?:geld|euro|subsidie|budget)",
        r"\bbedrag",
        r"\bvergoeding",
        r"\bbetal(?:en|ing)",
        r"\beigen bijdrage",
        r"\bbegroot",
        r"\bduur(?:der|ste)\b",
        r"\bhow much\b",
        r"\bcosts?\b",
        r"\bprice",
        r"\bfee\b",
        r"\bfree of charge",
        r"\bwat rekenen jullie",
        r"\bmaximum ?bedrag",
        r"\bmaximale subsidie",
        r"\bvergoed\w*",
        r"\bverdien\w*",
        r"\breiskosten",
        r"\bsalaris",
        r"\buurloon",
        r"\bhoogte van",
        r"\bgoedkoop",
        r"\bdagtarief",
        r"\buurtarief",
        r"\bprijskaartje",
        r"\binvestering",
    ),
    Ask.TIME: (
        r"\bwanneer\b(?! (?:inwoners|bewoners|een|de gemeente))",
        r"\bhow late\b",
        r"\bwelke (?:dag|datum|maand|data)\b",
        r"\bdatum\b",
        r"\bdata\b(?! voor mijn)",
        r"\bhoe laat\b",
        r"\bwelk(?:e)? (?:jaar|tijd|tijdstip)",
        r"\bwhen\b",
        r"\bwhat (?:time|date)",
        r"\bdeadline",
        r"\btijdstip",
        r"\buiterlijk\b",
        r"\buiterste datum",
        r"\btot wanneer\b",
        r"\bsinds wanneer",
        r"\btijden\b",
        r"\bbegintijd",
    ),
    Ask.COMING: (
        r"\b(?:eerst)?volgende?\b(?! uit\b)(?! m50)",
        r"\baankomende?\b",
        r"\b(?:vorig|afgelopen) jaar\b",
        r"\bkomend(?:e)? (?:jaar|maand|week|voorjaar|najaar|periode|tijd)",
        r"\bdi[te]s? (?:na|voor)?jaar\b",
        r"\bdeze (?:maand|week|zomer|winter)",
        r"\bvolgend (?:jaar|voorjaar|najaar)",
        r"\b202[789]\b",
        r"\bmorgen\b",
        r"\bnext (?:one|year|session|webinar|meeting)",
        r"\bupcoming\b",
        r"\bwanneer (?:start|begint|is|komt|gaat)\b[^?]*\b(?:volgende|nieuwe)\b",
        r"\bnieuwe ronde\b",
        r"\bop korte termijn terecht",
    ),
    Ask.DURATION: (
        r"\bhoe ?lang\b(?! geleden)",
        r"\bhoeveel (?:\w+ )?(?:weken|dagen|tijd|uur|uren|maanden|minuten|jaren)\b",
        r"\bdoorlooptijd",
        r"\btijdsinvestering",
        r"\bduurt\b",
        r"\bduur\b(?! is)",
        r"\blooptijd\b",
        r"\bhow long\b",
        r"\bhow many (?:weeks|days|hours|months)",
        r"\btijdsbeslag",
        r"\bhoeveel tijd",
    ),
    Ask.NUMBER: (
        r"\bhoeveel\b",
        r"\bhoevelen\b",
        r"\baantal\b",
        r"\bhow many\b",
        r"\bhoe groot\b",
        r"\bhoe vaak\b",
        r"\bhowmany\b",
    ),
    Ask.PLACE: (
        r"\bwaar (?:is|was|waren|vindt|vond|wordt|werd|ligt|zijn)\b",
        r"\bwelke? (?:stad|plaats|zaal|gebouw|stadhuis|dorp|adres)\b",
        r"\badres\b",
        r"\blocatie",
        r"\bwhere (?:is|was|were)\b",
        r"\bvenue\b",
        r"\bwelke plek",
    ),
    Ask.WHO: (
        r"\bwie\b",
        r"\bdoor welke?\b",
        (
            r"\bwelk(?:e)? (?:organisatie|bureau|partij|universiteit|ministerie|minister|fonds|netwerk|stichting|"
            r"gezelschap)"
        ),
        r"\bwho\b",
        r"\bwhom\b",
        r"\bwhich (?:ministry|minister|organi[sz]ation|foundation|agency)",
    ),
    Ask.NAMES: (
        r"\bhoe heten\b",
        r"\bwelke gemeenten (?:krijgen|kregen|ontvangen|ontvingen)\b",
        r"\bwie is (?:de|jullie) (?:project|programma)\w*",
        r"\b(?:deelnemers|presentie|adressen|namen)lijst",
        r"\bscenario (?:een|twee|drie|vier|vijf|\d)",
        r"\bnamen\b",
        r"\bwat zijn de namen",
        r"\bhoe heet (?:de|die|deze) (?:expert|begeleider|contactpersoon|ambtenaar|medewerker|adviseur)",
        (
            r"\bnaam van (?:de|een|die|jullie) (?:expert|begeleider|contactpersoon|ambtenaar|medewerker|adviseur|"
            r"collega)"
        ),
        r"\bnames\b",
        r"\bwelke experts\b",
        r"\bwie (?:is|zijn) (?:de|jullie|die) (?:experts?|begeleiders?|professional|medewerkers?|collega'?s)\b",
        r"\blijst (?:van|met) (?:alle )?(?:deelnemers|experts|namen)",
        (
            r"\bwelke (?:\w+ )?gemeenten (?:doen|deden|zitten|zijn|hebben|werken)(?! (?:al )?een (?:burger|"
            r"participatie|quick))[^?]*\b(?:nu|al|momenteel|mee|leerkring|intervisitatie|experiment)\b"
        ),
    ),
    Ask.TELEPHONE: (
        r"\btelefoon\w*",
        r"\bmobiele? nummer",
        r"\b06[- ]?nummer",
        r"\bnummer van\b",
        r"\bphone\b",
        r"\bbelnummer",
        r"\bdoorkiesnummer",
        r"\b06\b(?![ -]?\d)",
        r"\brekeningnummer",
        r"\biban\b",
    ),
    Ask.LAW: (
        r"\bartikel(?:en)? (?:\d|van de|in de|staat|lid)",
        r"\bwelk(?:e)? (?:wets)?artikel",
        r"\bwetsartikel",
        r"\bin de gemeentewet\b",
        r"\bwettelijk (?:verplicht|recht)",
        r"\bjuridisch",
        r"\brechtsgeldig",
        r"\bjurisprudentie",
        r"\blegally\b",
        r"\bwhich article",
    ),
    Ask.CAPACITY: (
        r"\bnog (?:\w+ )?(?:plek|plaats|plaatsen|plekken)\b",
        r"\bvol(?:geboekt|zet)?\b(?= \?|\?|$| of)",
        r"\bwachtlijst",
        r"\bmaximum aantal",
        r"\bmaximaal\b",
        r"\bminimaal\b",
        r"\bvrije (?:plek|plaats|stoel)\w*",
        r"\bkaartjes",
        r"\btickets?\b",
        r"\bcapaciteit",
        r"\bhoeveel (?:stoelen|plekken|plaatsen|bezoekers|toeschouwers)",
        r"\bwaiting list",
        r"\bplaces left",
    ),
    Ask.ORDER: (
        r"\bop papier\b",
        r"\bexempla(?:ar|ren)\b",
        r"\b\d+ stuks\b",
        r"\bgedrukt",
        r"\btoesturen\b",
        r"\btoegestuurd\b",
        r"\bopsturen\b",
        r"\bper post\b",
        r"\bafdruk",
    ),
    Ask.OPINION: (
        r"\braden jullie\b",
        r"\baan te raden\b",
        r"\badviseren jullie\b",
        r"\bwat vinden jullie van\b",
        r"\bwelke is (?:het )?bet(?:er|st)",
        r"\bbeste\b(?= (?:platform|tool|partij|keuze|leverancier|bureau))",
        r"\brecommend\b",
        r"\bwelk(?:e)? (?:platform|tool|leverancier|software|bureau) (?:is|raden|moeten|kunnen)",
        r"\bzijn jullie (?:voor|tegen)\b",
        r"\bop welke partij",
        r"\bsterker of zwakker",
        r"\bmening van",
    ),
    Ask.STILL: (
        r"\b(?:loopt|bestaat|draait|geldt|werkt)\b[^?.]{0,60}\b(?:nog|steeds|nu)\b",
        r"\bnog (?:steeds )?(?:geldig|actief|beschikbaar|open)\b",
        r"\bstill (?:running|open|available|exist)",
        r"\bis (?:er|het)\b[^?.]{0,40}\bnog steeds\b",
        r"\bop dit moment\b",
        r"\bmomenteel\b",
        r"\btegenwoordig\b",
        r"\bin 2026\b",
    ),
    Ask.HOW: (
        r"\bhoe (?:werkt|gaat|verloopt|ziet|zit|doe|doen)\b",
        r"\bhow does\b",
    ),
    Ask.WHY: (
        r"\bwaarom\b",
        r"\bwhy\b",
        r"\baanleiding\b",
        r"\breden\b",
        r"\bwaarvoor\b",
    ),
    Ask.JOIN: (
        r"\bmeedoen\b",
        r"\b(?:wij|we) zoeken\b",
        r"\bik zoek\b",
        r"\bmee te doen\b",
        r"\baan ?melden\b",
        r"\bopgeven\b",
        r"\binschrijven\b",
        r"\bsign up\b",
        r"\bdeelnemen\b",
        r"\bmeld\b[^?.]*\baan\b",
        r"\bgeef\b[^?.]*\bop\b",
        r"\baanvragen\b",
        r"\bboeken\b",
        r"\bvra(?:ag|gen)\b[^?.]*\baan\b",
        r"\bhoe regel(?:en)?\b",
        r"\bjoin\b",
        r"\bmeld(?:en)? (?:ik|wij|we)\b",
    ),
    Ask.ABOUT: (
        r"\bwaar(?:over)? (?:gaat|ging|gaan|gingen|zou|zouden)\b",
        r"\bwaar kan\b[^?.]*\bover gaan\b",
        r"\bover welke?\b",
        r"\bonderwerp",
        r"\bwhat\b[^?.]*\babout\b",
    ),
}

CONCERNS: Mapping[Concern, tuple[str, ...]] = {
    Concern.MISUSE: (
        r"\bnegeer\b[^.?!]*\b(?:instructie|opdracht|regel|alles|vorige)",
        r"\bsysteem ?prompt",
        r"\bsystem prompt",
        r"\bje (?:bent|speelt) (?:nu|vanaf nu) een\b",
        r"\bdoe alsof\b",
        r"\bignore\b[^.?!]*\b(?:instruction|previous|prompt|rules)",
        r"\bjailbreak",
        r"\bdeveloper mode",
        r"\bjouw (?:instructies|opdracht|prompt)\b",
        r"\bje instructies\b",
        r"\bprompt\b",
        (
            r"\bschrijf (?:een|mij|eens)\b[^.?!]*\b(?:gedicht|verhaal|liedje|limerick|sinterklaas|code|script|essay|"
            r"mop|rap|sonnet)"
        ),
        r"\bvertel (?:een|eens een) (?:mop|grap|verhaal)",
        r"\bwrite (?:me )?(?:a|an)\b",
        r"\bpretend\b",
        r"\bact as\b",
        r"\bdrop table\b",
        r"\bwachtwoord",
        r"\bpassword",
        r"\bvertaal\b",
        r"\btranslate\b",
        r"\bkeur\b[^.?!]*\bgoed\b",
        r"\bben jij een (?:robot|mens|bot)\b",
    ),
    Concern.PRIVACY: (
        r"\bpersoonsgegevens\b",
        r"\b(?:hebben|bewaren|weten|heeft) jullie\b[^.?!]*\bover (?:mij|me|ons)\b",
        r"\bopgeslagen\b",
        r"\bmijn (?:persoonlijke )?gegevens\b",
        r"\bgegevens\b[^.?!]*\bvan (?:mij|mezelf|ons)\b",
        r"\bavg\b",
        r"\bgdpr\b",
        r"\bpersonal data\b",
        r"\bmy data\b",
        r"\bdatalek",
        r"\bbewaren jullie\b",
        r"\bbewaartermijn",
        r"\bprivacy\w*",
        r"\binzageverzoek",
        r"\brecht op vergetelheid",
        r"\bbewaard\b[^.?!]*\bmij\b",
        r"\bgegevens (?:laten )?(?:verwijderen|wissen)",
    ),
    Concern.COMPLAINT: (
        r"\bklacht\b",
        r"\bklagen\b",
        r"\bschandalig",
        r"\bbelachelijk",
        r"\bwaardeloos",
        r"\bonacceptabel",
        r"\bschande\b",
        r"\bteleurgesteld",
        r"\bontevreden",
        r"\b(?:derde|zoveelste|vierde|tweede) keer dat\b",
        r"\bnooit (?:word|werd|een) \w*\s?(?:ik |terug|antwoord|reactie)",
        r"\bboos\b",
        r"\bwoedend\b",
        r"\bcomplain",
        r"\bbeneden alle peil",
        r"\bslecht geregeld",
        r"\birritant",
        r"\bergerlijk",
        r"\bte gek voor woorden",
    ),
    Concern.CHANGE: (
        r"\bverzet(?:ten)?\b",
        r"\bongedaan\b",
        r"\bgewijzigd\b",
        r"\buit dienst\b",
        r"\bverplaatsen\b",
        r"\bverschuiven\b",
        r"\bannuleren\b",
        r"\bafmelden\b",
        r"\bafzeggen\b",
        r"\buitschrijven\b",
        r"\bintrekken\b",
        r"\bstopgezet\b",
        r"\bvan de (?:\w*lijst|verzendlijst)\b",
        (
            r"\b(?:mijn|onze) (?:aanmelding|inschrijving|aanvraag|afspraak|deelname) (?:wijzigen|aanpassen|veranderen|"
            r"stopzetten|terugtrekken)"
        ),
        r"\bwijzig(?:en|ing)?\b",
        r"\bnieuwe contactpersoon",
        r"\blanger open\b",
        r"\bin plaats van (?:mij|mijn)",
        r"\bmijn collega vervangt",
        r"\bkan(?:cel|celen)\b",
        r"\breschedule",
        r"\bwithdraw\b",
        r"\bandere datum\b",
        r"\bgaat (?:bij ons )?niet door\b",
        r"\bik ben verhinderd",
        r"\bkan (?:toch )?niet komen\b",
        r"\btoch niet (?:mee|komen|doorgaan)",
        r"\bniet meer mee\b",
        r"\btrekken (?:wij|we) ons terug",
    ),
    Concern.STATUS: (
        (
            r"\b(?:mijn|onze|my|our|mn|m'n) (?:\w+ ){0,2}?(?:\w*aanvraag|\w*aanmelding|mail|mailtje|bericht|vraag|"
            r"verzoek|inschrijving|\w*application|request|voorstel|inzending|idee van)\b[^.?!]*\b(?:al|ontvangen|"
            r"behandeld|binnen|beoordeeld|goedgekeurd|gelezen|status|stand|nog|antwoord|gehoord|received|yet|"
            r"toegewezen|reactie)\b"
        ),
        (
            r"\b(?:is|zijn|hebben|heeft|waar blijft|status van)\b[^.?!]*\b(?:mijn|onze) (?:\w+ ){0,2}?(?:\w*aanvraag|"
            r"\w*aanmelding|mail|mailtje|inschrijving|verzoek|bericht|antwoord|reactie|inzending)\b"
        ),
        r"\bnog (?:\w+ ){0,2}?(?:niets|niks|geen (?:antwoord|reactie|bericht))\b",
        r"\bwacht(?:en)? (?:\w+ )?(?:nog|al)\b",
        r"\bstand van zaken\b",
        r"\bhoe staat het (?:met|ervoor)\b",
        (
            r"\b(?:ik|wij|we) (?:heb|hebben) (?:ons|me|mij)?\b[^.?!]*\b(?:geleden|terug|vorige (?:week|maand)|"
            r"gisteren)\b"
        ),
        r"\b(?:maanden|weken|dagen|maand|week) (?:terug|geleden)\b",
        r"\bal (?:aan de beurt|bekend wie)\b",
        r"\bwanneer (?:hoor|horen|krijg|krijgen) (?:ik|wij|we)\b",
        r"\bal (?:een )?(?:match|koppeling) gevonden",
        r"\bis (?:hij|zij|het) al\b[^.?!]*\bgoedgekeurd",
    ),
}
