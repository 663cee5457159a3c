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
    OFTEN = "vaak"
    PLACE = "plaats"
    WHO = "wie"
    FOR = "voor wie"
    NAMES = "namen"
    TELEPHONE = "telefoon"
    LAW = "artikel"
    DUTY = "verplicht"
    CAPACITY = "plek"
    ORDER = "bestellen"
    OPINION = "oordeel"
    STILL = "nu"
    HOW = "hoe"
    WHY = "waarom"
    JOIN = "aanmelden"
    ABOUT = "onderwerp"
    PRACTICAL = "praktisch"
    BECOME = "worden"


class Concern(StrEnum):
    """Why a colleague, and not the knowledge base, answers."""

    MISUSE = "misbruik"
    PRIVACY = "privacy"
    COMPLAINT = "klacht"
    CHANGE = "wijzigen"
    STATUS = "status"


INVENTED_EASILY = frozenset(
    (
        Ask.COST,
        Ask.COMING,
        Ask.TELEPHONE,
        Ask.LAW,
        Ask.CAPACITY,
        Ask.ORDER,
        Ask.OPINION,
        Ask.NAMES,
        Ask.STILL,
        Ask.PRACTICAL,
        Ask.BECOME,
    )
)
"""Facts that are invented most easily and do most harm."""
MUST_BE_CURATED = INVENTED_EASILY | {Ask.DURATION, Ask.NUMBER, Ask.OFTEN, Ask.TIME, Ask.DUTY}
"""An entry without a curated question of this sort does not hold such a fact."""

ASKS: Mapping[Ask, tuple[str, ...]] = {
    Ask.COST: (
        r"\b(?:wat|hoeveel|wa) (?:\w+ ){0,4}?kost(?:en|te)?\b",
        r"\bkost(?:en|te)?\b(?! het om)",
        r"\bkosteloos",
        r"\bprij[sz]",
        r"\btarie[fv]",
        r"\bhoe duur\b",
        r"\bhoe hoog (?:is|zijn|wordt)\b",
        r"\bgratis\b",
        r"\bbtw\b",
        r"\bhoeveel (?:\w+ )?(?:geld|euro|subsidie|budget)",
        r"\b\d[\d.]* euro\b",
        r"\bbedrag",
        r"vergoeding",
        r"\bwat (?:vraag|vraagt|vragen|reken|rekent|rekenen)\b[^?.]*\b(?:voor|per)\b",
        r"\b(?:per|an?) (?:uur|avond|persoon|keer|hour)\b",
        r"\bwat\b[^?.]*\bkwijt\b",
        r"\bhoeveel (?:zijn|ben|is|raken|raak) (?:\w+ ){1,3}?kwijt\b",
        r"\b(?:hourly|daily) (?:rate|fee)",
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
        r"\bfactu(?:ur|ren)\b",
        r"\brekening\b",
        r"\bsalaris",
        r"\buurloon",
        r"\bhoogte van",
        r"\bgoedkoop",
        r"\bdagtarief",
        r"\buurtarief",
        r"\bprijskaartje",
        r"\binvestering",
        r"\bbetaa?l\w*",
        r"\bkosten\w*",
        r"\bgeld kwijt",
        r"\bsponsor",
        r"\bdeclar\w+",
        r"\bdraait? (?:er )?(?:\w+ ){0,2}op voor",
        r"\bafford\b",
        r"\bpa(?:y|id)\b",
        r"\bhonorarium",
        r"\bkorting",
        r"\breken(?:t|en|de)\b[^?.]*\b(?:per|voor|jullie|aan)\b",
        r"\bomzet\b",
        r"\bwinst\b",
        r"\bcharge\b",
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
        r"\bop welke? (?:dag|datum)\b",
        r"\bper wanneer\b",
        r"\bvanaf wanneer\b",
        r"\bhoe ?lang geleden\b",
        r"\bwelke dagen\b",
    ),
    Ask.COMING: (
        r"\b(?:eerst)?volgende?\b(?! uit\b)(?! m50)",
        r"\bherdruk",
        r"\booit (?:terug|weer|nog)\b",
        r"\b(?:tweede|derde|nieuwe) (?:serie|druk|seizoen|reeks|deel|editie|uitgave)\b",
        r"\baankomende?\b",
        r"\b(?:vorig|afgelopen) jaar\b",
        r"\bkomend(?:e)? (?:jaar|maand|week|voorjaar|najaar|periode|tijd)",
        r"\bdi[te]s? (?:na|voor)?jaar\b",
        r"\bdeze (?:maand|week|zomer|winter)",
        r"\bvolgend (?:jaar|voorjaar|najaar)",
        r"\b202[789]\b",
        r"(?<!we kunnen )(?<!wij kunnen )\bmorgen\b",
        r"\bkomt er (?:nog )?(?:een )?(?:opvolger|vervolg)\b(?! op de (?:kick|bijeenkomst))",
        r"\bnext (?:one|year|session|webinar|meeting)",
        r"\bupcoming\b",
        r"\bwanneer (?:start|begint|is|komt|gaat)\b[^?]*\b(?:volgende|nieuwe)\b(?! (?:wet|verordening|participatie))",
        r"\bnieuwe ronde\b",
        r"\bop korte termijn terecht",
        r"\bbinnenkort\b(?! verscheen)",
        r"\bwanneer (?:komt|komen|verschijnt|verschijnen)\b",
        r"\bnieuwe (?:data|datum|lichting|editie|ronde|reeks|leerkring|intervisitatie|serie|quick ?scan)\b",
        r"\bbeschikbaar\b[^?]*\b\d{1,2} [a-z]+",
        r"\bdit (?:kwartaal|seizoen)",
        r"\bscheduled\b",
        r"\bnext\b(?! step)",
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
        r"\bhowmany\b",
    ),
    Ask.OFTEN: (
        r"\bhoe (?:vaak|regelmatig)\b",
        r"\bom de hoeveel\b",
        r"\bhoeveel keer\b",
        r"\bhow many times\b",
        r"\bhow often\b",
        r"\bfrequentie\b",
    ),
    Ask.PLACE: (
        r"\bwaar (?:is|was|waren|vindt|vond|wordt|werd|ligt|zijn)\b",
        r"\bwelke? (?:stad|plaats|zaal|gebouw|stadhuis|dorp|adres)\b",
        r"\badres\b",
        r"\blocatie",
        r"\bwhere (?:is|was|were)\b",
        r"\bvenue\b",
        r"\bwelke plek",
        r"\bwaar (?:in|op|te|precies|kwam|kwamen|ergens|heeft|hield|hielden)\b",
        r"\bin welke? (?:stad|plaats|gebouw|gemeente|zaal|stadhuis)\b",
        r"\bwhere did\b",
    ),
    Ask.WHO: (
        r"(?<!voor )(?<!aan )\bwie\b",
        r"\bdoor welke?\b",
        (
            r"\bwelk(?:e)? (?:organisatie|bureau|partij|universiteit|ministerie|minister|fonds|netwerk|stichting|"
            r"gezelschap)"
        ),
        r"\bwho\b",
        r"\bwhom\b",
        r"\bwhich (?:ministry|minister|organi[sz]ation|foundation|agency)",
        r"\bvan wie\b",
        r"\bwiens\b",
    ),
    Ask.FOR: (
        r"\bvoor wie\b",
        r"\bvoor (?:welke?|wat voor) (?:soort )?(?:gemeenten|mensen|bestuurders|functies|publiek|doelgroep)\b",
        r"\bdoelgroep",
        r"\bfor whom\b",
        r"\bwho (?:is|are) [^?]*\bfor\b",
        r"\bbedoeld voor\b",
    ),
    Ask.NAMES: (
        r"\bhoe heten\b",
        r"\bwaar woon(?:t|de)\b",
        r"\b(?:haar|zijn|hun) (?:e-?mail\w*|nummer|adres|telefoon\w*)\b",
        r"\b(?:heeft|is|zijn|hebben)\b[^?.]*\b(?:kinderen|getrouwd|gescheiden|familie)\b",
        r"\bhoe oud is\b",
        r"\bgegevens van (?:de |alle |andere )?(?:deelnemers|aanwezigen|gemeenten|experts|leden)\b",
        r"\bwie (?:is|zijn|wordt|worden) (?:mijn|onze)\b",
        (
            r"\bwelke (?:burgemeester|wethouder|raadslid|griffier|ambtenaar|gemeentesecretaris|adviseur|"
            r"directeur|collega)\b"
        ),
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
        (
            r"\bwie (?:is|zijn) (?:nu |momenteel |thans |op dit moment |eigenlijk )?(?:de |het |jullie |"
            r"onze |uw |een )?(?:nieuwe |huidige )?(?:minister|staatssecretaris|premier|directeur|"
            r"coordinator|programma\w+|project\w+|team\w*|manager|baas|secretaris|portefeuillehouder|"
            r"wethouder|burgemeester|griffier|leider|hoofd)\b(?! (?:die|van ommen|uit ommen))"
        ),
        (
            r"\b(?:huidige|nieuwe|tegenwoordige) (?:minister|staatssecretaris|voorzitter|directeur|"
            r"coordinator|programmamanager|wethouder|burgemeester)"
        ),
        r"\b(?:e-?)?mail ?adressen\b",
        r"\bcontactgegevens van\b",
        r"\bwie (?:werken|werkt) er (?:bij|aan|in|voor)\b",
        r"\bwho is (?:the |your )?(?:current |new )?(?:minister|director|coordinator|head|manager|chair of the vng)\b",
        (
            r"\bhoe heet(?:te)? (?:de|die|deze|jullie|onze) (?:[\w-]+ )?(?:voorzitter|expert|adviseur|"
            r"professional|coordinator|collega|begeleider|medewerker)"
        ),
        r"\bhun namen\b",
        r"\bwie\b[^?.]*\bin (?:het|de) (?:bestuur|directie|redactie|jury)\b",
        r"\bwie (?:was|waren) (?:de|het) voorzitters?\b",
    ),
    Ask.TELEPHONE: (
        r"\btelefoon\w*",
        r"\b(?:prive|gsm|mobiel|tel)-?nummer",
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
        r"\bjuridisch",
        r"\brechtsgeldig",
        r"\bjurisprudentie",
        r"\blegally\b",
        r"\bwhich article",
        r"(?<!voor een )(?<!voor mijn )(?<!voor ons )\bartikel\b(?! (?:in|over|voor) )",
        r"\bkrachtens\b",
        r"\b(?:wettelijke )?grondslag\b",
        r"\bin strijd met\b",
        r"\bboetes?\b",
        r"\b(?:welke|wat voor|krijg\w*)\b[^?.]*\bstraf",
        r"\bdwangsom",
        r"\buitstel\b",
        r"\bwat (?:gebeurt|als)\b[^?.]*\bniet (?:halen|haalt|doen|lukt|op tijd)\b",
        r"\b(?:gevolgen|consequenties)\b",
        r"\bstrafbaar",
        r"\bsanctie",
        r"\brechter\b",
        r"\baansprakelijk",
        r"\bbezwaartermijn",
        r"\blid \d",
        r"\bstaatsblad",
        r"\bkamerstuk",
        r"\blegal(?:ly)?\b",
    ),
    Ask.DUTY: (
        r"\bverplicht",
        r"\bwettelijk recht",
        r"\bmandatory\b",
        r"\bcompulsory\b",
        r"\brequired\b",
        r"\bobliged\b",
    ),
    Ask.CAPACITY: (
        r"\bnog (?:\w+ )?(?:plek|plaats|plaatsen|plekken)\b",
        r"\bvol(?:geboekt|zet)?\b(?= \?|\?|$| of)",
        r"\bwachtlijst",
        r"\bhoe(?:veel| ?lang)\b[^?.]*\bwacht(?:en|t)?\b",
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
        r"\bplek\w* (?:vrij|over|beschikbaar)",
        r"\bplaats\w* (?:vrij|over|beschikbaar)",
        r"\bnog bij\b",
        r"\bte laat om\b",
        r"\bzit\w* (?:\w+ ){0,3}vol\b",
        r"\bhoeveel (?:mensen|man|personen) (?:kunnen|mogen|passen)",
        r"\bfull(?:y booked)?\b",
        r"\bspots?\b",
    ),
    Ask.ORDER: (
        r"\bop papier\b(?! (?:te )?(?:ge)?zet)",
        r"\bexempla(?:ar|ren)\b",
        r"\b\d+ stuks\b",
        r"\bgedrukt",
        r"\btoesturen\b",
        r"\btoegestuurd\b",
        r"\bopsturen\b",
        r"\bper post\b",
        (
            r"\b(?:hebben|heeft|kan|kunnen|mag|krijg) (?:jullie|u|ik|wij|we)\b[^?.]*\b(?:presentaties?|slides|sheets|"
            r"powerpoint)\b"
        ),
        r"\bafdruk",
        r"(?:\A|[.!?,] ?)(?:stuur|mail|send|e-mail) (?:mij|me|ons|het|de|alle|het)\b",
        (
            r"\b(?:kun je|kan je|kunnen jullie|kunt u|wil je|willen jullie|wilt u|could you|can you)\b[^?.]*"
            r"\b(?:sturen|opsturen|doorsturen|mailen|send|forward)\b"
        ),
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
        r"\b(?:beter|slechter|effectiever|goedkoper|zinvoller|nuttiger|leuker) (?:dan|of)\b",
        (
            r"\b(?:wat|welke?|wie) (?:[\w-]+ ){0,4}?(?:beste|slechtste|succesvolste|mooiste|leukste|"
            r"populairste|goedkoopste)\b"
        ),
        r"\b(?:moet|moeten|zal) (?:ik|we|wij|de raad|onze raad|mijn raad)\b[^?.]*\b(?:stemmen|kiezen voor)\b",
        (
            r"\bis (?:het|dit|dat|een|zo\'n) (?:[\w-]+ ){0,4}?(?:slim|verstandig|zinvol|nuttig|wijs|"
            r"goed idee|de moeite waard)\b"
        ),
        r"\bzou(?:den)? (?:jij|je|jullie|u) (?:[\w-]+ ){0,4}?(?:kiezen|doen|aanraden|adviseren|nemen)\b",
        r"\b(?:jullie|uw|jouw) (?:mening|standpunt|oordeel|voorkeur)\b",
        r"\b(?:voor- en )?nadelen\b",
        r"\beens met\b",
        (
            r"\b(?!meer|minder|verder|eerder|later|ander|langer|onder|over|achter|zonder|ouder|groter|"
            r"kleiner|atelier)[a-z]{4,}er dan\b"
        ),
        r"\bwat (?:vindt|vinden|vond|vonden)\b(?! (?:de|die) (?:deelnemers?|aanwezigen|wethouder van)\b)[^?.]*\bvan\b",
        r"\bbetter (?:than|choice)\b",
        r"\b(?:the )?best (?:platform|tool|option|choice|expert)\b",
        r"\badvise us\b",
        (
            r"\b(?:kun|kan|kunnen|kunt|wil|willen|wilt) (?:je|jullie|u)\b[^?.]*\b(?:ons|onze|mijn)\b[^?.]*"
            r"\b(?:nakijken|beoordelen|controleren|toetsen|doorlezen|redigeren)\b"
        ),
        r"\bwie (?:heeft|had) (?:er )?gelijk",
        r"\bmislukt",
        r"\b(?:(?<!een )geslaagd|gelukt|bevallen|spijt|succesvol)\b",
        r"\bwerkt (?:dat|het|zo\'n [\w-]+|een [\w-]+) (?:echt|wel)\b",
        r"\bwat (?:vindt|vinden|denkt|denken) (?:de |het )?(?:vng|jullie|je|jij|u|men|minister|kabinet|bzk)\b",
        r"\b(?:meest|minst) [a-z]{5,}",
        r"\b(?:de|het) (?:grootste|kleinste|slimste|sterkste|zwakste|duurste|leukste|meeste) [a-z]+",
        r"\btevreden\b",
        r"\bpopulair\b",
        r"\bwerkt? (?:het )?beste?\b",
        r"\bafdwingbaar\b",
    ),
    Ask.STILL: (
        r"\b(?:loopt|bestaat|draait|geldt|werkt)\b[^?.]{0,60}\b(?:nog|steeds|nu(?! vooral\b))\b",
        r"\b(?:zit|zitten|ligt|is|over|resteert)\b[^?.]*\bnu nog\b[^?.]*\b(?:in|van) (?:de|het|jullie)\b",
        r"\bwelke? gemeenten?\b[^?.]*\bnog (?:niet|geen)\b",
        r"\bnog (?:in (?:de |het |jullie )?(?:pot|kas|fonds)|te (?:verdelen|besteden)|geld over)",
        r"\b(?:404|dode link|link (?:werkt|doet))\b",
        r"\bnog (?:steeds )?(?:geldig|actief|beschikbaar|open)\b",
        r"\bstill (?:running|open|available|exist)",
        r"\bis (?:er|het)\b[^?.]{0,40}\bnog steeds\b",
        r"\bop dit moment\b",
        r"\bmomenteel\b",
        r"\btegenwoordig\b",
        r"\bin 2026\b",
        r"\bop (?:dit|het) moment\b",
        r"\bactueel\b",
        r"\bnog (?:altijd|te krijgen|mogelijk|te boeken|aan te vragen|te volgen)\b",
        r"\bcurrently\b",
        r"\bvandaag de dag\b",
        r"\bklopt\b[^?.]*\bnog\b",
        r"\btot nu toe\b",
        r"\btot op heden\b",
        r"\bso far\b",
        r"\bvandaag\b",
        r"\bwerken er (?:bij|aan|voor)\b",
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
        r"\bhoezo\b",
        r"\bwat is het nut\b",
        r"\bbeweegreden",
        r"\bwaartoe\b",
    ),
    Ask.JOIN: (
        r"\bmeedoen\b",
        r"\b(?:aan|in) ?(?:te )?(?:schuiven|stappen)\b",
        r"\bmeedraaien\b",
        r"\b(?:waar|hoe) (?:begin|beginnen|start|starten) (?:ik|we|wij)\b",
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
        r"\bmee (?:\w+ )?(?:willen|wil|wilt|te) (?:\w+ )?doen\b",
        r"\bmee (?:willen|kunnen|mogen)\b",
        r"\bdoen (?:\w+ )?mee\b(?! (?:aan|in|met) )",
        r"\baanmelding\b",
        r"\binschrijving\b",
        r"\baanhaken\b",
        r"\bintekenen\b",
        r"\bwaar (?:moet|kan|kunnen|moeten) (?:ik|we|wij) (?:zijn|wezen|heen|naartoe|terecht)\b",
        r"\bbij wie (?:moet|kan|kunnen|moeten) (?:ik|we|wij) (?:zijn|wezen|heen|naartoe|terecht)\b",
        r"\b(?:apply|register|enrol)\b",
        r"\bwil(?:len)? (?:wel |graag |ook )?mee\b",
        r"\bschrijf\b[^?.]*\bin\b",
        r"\bschrijven (?:ik|wij|we)\b[^?.]*\bin\b",
        r"\bklop(?:pen)? (?:ik|wij|we)\b[^?.]*\baan\b",
        (
            r"\bwaar (?:kan|mag|moet|kunnen) (?:dat|het|die|ons|onze|mijn|we|wij|ik)\b[^?.]*"
            r"\b(?:heen|naartoe|kwijt|doorgeven|inbrengen|indienen|insturen)\b"
        ),
        r"\bwaar kan (?:dat|het)\W*\Z",
    ),
    Ask.PRACTICAL: (
        r"\b(?:certifica\w+|diploma\w*|studiepunt\w*|pe-?punten|permanente educatie|accredit\w+|getuigschrift)",
        r"\b(?:is|zijn|krijg\w*|komt|inclusief|wat|zit)\b[^?.]*\b(?:lunch|eten|diner|catering|maaltijd|koffie|hapjes)\b",
        (
            r"\b(?:parke(?:er|ren)\w*|(?:met|per|gaat|vertrekt) (?:de )?trein|bushalte|ov|"
            r"routebeschrijving|hotels?|overnacht\w*|taxi|fietsenstalling)\b"
        ),
        r"\b(?:rolstoel\w*|toilet\w*|wifi|kinderopvang|gebarentolk|tolk|ringleiding)\b",
        r"\b(?:dresscode|kleding\w*|omkleden)\b",
        r"\b(?:(?:welke|andere|een|meer) (?:taal|talen)|vertaald|vertaling|ondertitel\w*|papiaments|turks|arabisch)\b",
        r"\b(?:software|programmeer\w*|geprogrammeerd|servers?|hosting|broncode|api)\b",
        r"\b(?:auteursrecht\w*|licenties?|rechten (?:op|van)|verzeker\w+|garantie\w*|contractduur)\b",
        r"\bscoor(?:t|de|den)\b",
        r"\buitslag(?:en)?\b",
        r"\bleeftijd",
        r"\bwelke? (?:cijfer|score|oordeel|rapport)\w* (?:kreeg|kregen|heeft|hebben|had|hadden)\b",
        r"\b(?:inlog\w*|link|formulier|knop|site|website)\b[^?.]*\b(?:werkt|werken|doet|lukt)\b[^?.]*\bniet\b",
        r"\bwie\b[^?.]*\b(?:gewonnen|won|wint)\b",
        r"\b(?:weer|temperatuur) (?:morgen|vandaag)\b",
    ),
    Ask.BECOME: (
        r"\bhoe word(?:en|t)? (?:ik|je|jij|we|wij|u) (?:een |zelf )*[a-z-]+\W*\Z",
        r"\bhow (?:do|can) i become\b",
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
        r"\b(?:geef|toon|laat|stuur|noem)\b[^.?!]*\b(?:alle|de) (?:e-?)?mail ?(?:adressen|s van|box)\b",
        r"\bhack",
        r"\b(?:je|jouw|uw) (?:instructies|configuratie|broncode|api)\b",
        r"\bstuur (?:namens|uit naam)",
        r"\bdan ben je ontslagen",
        r"\b(?:alle|de) (?:mails|berichten) (?:van|in) (?:de|jullie|andere)\b",
        r"\b(?:database|admin|beheerder)\b[^.?!]*\b(?:toegang|wachtwoord|inlog)",
        r"\bschrijf (?:een|mijn|voor|mij|eens|de|het|even)\b",
        (
            r"\bmaak (?:een|eens een|mij een|voor (?:mij|ons) een) (?:samenvatting|gedicht|presentatie|brief|"
            r"mail|tekst|logo|plaatje|motie|planning)\b"
        ),
        r"\bstel (?:\w+ ){0,3}(?:brief|mail|tekst|motie|raadsvoorstel|verordening)\b[^.?!]*\bop\b",
        r"\bvat\b[^.?!]*\bsamen\b",
        r"\bsummari[sz]e\b",
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
        (
            r"\bmijn (?:naam|nummer|telefoonnummer|(?:mail|e-mail)?adres|berichten|mails|vragen)\b[^?.]*"
            r"\b(?:doorgeven|doorgegeven|gedeeld|delen|lezen|leest|zien|ziet|inzien|openbaar|zichtbaar|verkocht)\b"
        ),
        (
            r"\b(?:geven|geeft|delen|deelt|lezen|leest|zien|ziet|tonen|kijken)\b[^?.]*"
            r"\bmijn (?:naam|nummer|telefoonnummer|(?:mail|e-mail)?adres|berichten|mails)\b"
        ),
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
        r"\bonder de maat\b",
        r"\b(?:niet|weinig) (?:blij|tevreden|te spreken|serieus)\b",
        r"\bviel (?:\w+ ){0,3}?tegen\b",
        r"\btegengevallen",
        r"\btegenvallend",
        r"\bniet (?:op komen|komen) (?:dagen|opdagen)",
        r"\bonbeschoft",
        r"\bonprofessioneel",
        r"\bslecht(?:e)? (?:\w+ ){0,2}?(?:ervaring|behandeld|begeleid|voorbereid|georganiseerd|bevallen)",
        r"\bhelemaal niks aan\b",
        r"\bniks aan gehad",
        r"\bniets aan gehad",
        r"\bverspilling",
        r"\bgeld terug",
        r"\bwachten al\b",
        r"\breageert (?:niemand|niet)\b",
        r"\b(?:reageren|reageert|antwoorden|antwoordt) (?:\w+ ){0,2}nooit\b",
        r"\bnooit (?:\w+ ){0,2}(?:reactie|antwoord)\b",
        r"\b(?:er|daar) (?:\w+ ){0,2}klaar mee\b",
        r"\bniemand reageert",
        r"\bdisappoint",
        r"\bunacceptable",
        r"\bbeneden (?:de|alle|peil)\b",
        r"\bzwaar balen",
        r"\bkwalijk\b",
        r"\bniet netjes\b",
        r"\b(?:mailen|bellen|schrijven) (?:mij|me|ons) te (?:vaak|veel)\b",
        r"\bechec\b",
        (
            r"\b(?:expert|begeleider|adviseur|collega|professional) (?:was|is|bleek) (?:\w+ ){0,2}?(?:slecht|"
            r"onvoldoende|ongeschikt|niet goed|arrogant|te laat|onkundig)"
        ),
    ),
    Concern.CHANGE: (
        r"\bverzet(?:ten)?\b",
        r"\bongedaan\b",
        r"\bgewijzigd\b",
        r"\buit dienst\b",
        r"\bmet pensioen\b",
        (
            r"\b(?:kun|kan|kunnen|kunt|wil|willen|wilt|zou|zouden) (?:je|jullie|u)\b[^?.]*"
            r"\b(?:toevoegen|bevestigen|inplannen|verlengen|doorschuiven|vervangen|noteren|verwerken|bijschrijven)\b"
        ),
        r"\bverhuisd\b",
        r"\bin mijn plaats\b",
        r"\b(?:adres|naam|nummer) (?:te )?(?:aanpassen|veranderen)\b",
        r"\b(?:mijn|haar|zijn|onze) naa?m(?:en)? (?:er ?op|er ?bij|er ?onder|er ?af)\b",
        r"\bverplaatsen\b",
        r"\bverschuiven\b",
        r"\bannuleren\b",
        r"\bafmelden\b",
        r"\bafzeggen\b",
        r"\buitschrijven\b",
        r"\bintrekken\b",
        r"\bstopgezet\b",
        r"\bvan de (?!gros)\w*lijst\b",
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
        r"\bopschuiven\b",
        r"\buitstellen\b",
        r"\bafblazen\b",
        r"\bdoorschuiven\b",
        r"\bterug ?trekken\b",
        r"\bopzeggen\b",
        r"\bafhaken\b",
        r"\buitstappen\b",
        r"\bvan deelname af",
        r"\bzien (?:\w+ ){0,3}?af van\b",
        r"\bafzien van\b",
        r"\bannuleer",
        r"\bannulering",
        r"\bcancel",
        r"\bpostpone",
        (
            r"\b(?:een|met een) ander(?:e)? (?:naam|mailadres|e-mailadres|contactpersoon|persoon|"
            r"deelnemer)\b[^?.]*\b(?:doorgeven|opgeven|sturen|aanmelden)"
        ),
        r"\bstop(?:pen)? met (?:onze|mijn|de) (?:deelname|aanvraag|aanmelding)",
        (
            r"\b(?:onze|mijn) (?:deelname|aanmelding|aanvraag|afspraak|inschrijving|plaats|plek)\b[^?.]*\b(?:stoppen|"
            r"terug|later|verzetten|eerder|schrappen|aanpassen|veranderen|overdragen|overzetten|vervalt|"
            r"beeindigen)\b"
        ),
        r"\bverhinderd\b",
        r"\bziek\b[^?.]*\b(?:datum|afspraak|expert|bezoek|later)\b",
        r"\bvervangt mij\b",
        r"\b(?:haal|haalt|schrap|verwijder) (?:mij|ons|me)\b",
        r"\b(?:streep|strepen|schrappen|doorstrepen)\b",
        r"\b(?:week|dag|maand|uur|weken) (?:later|eerder|opschuiven|uitstellen)\b",
        r"\bniet meer (?:mee|meedoen|deelnemen|komen)\b",
        r"\bdoet? niet meer mee\b",
    ),
    Concern.STATUS: (
        r"\bwaarom (?:is|zijn|werd|werden) (?:onze?|ons|mijn|wij|we|ik)\b[^?.]*\bniet\b",
        r"\b(?:onze|ons|mijn) [a-z ]{3,25}? (?:al |nu )?(?:onderweg|aangevraagd|verstuurd|ingediend)\b",
        r"\bwat heb (?:ik|je|jij) [^?.]*\bgevraagd\b",
        r"\bwordt (?:mijn|onze|ons) [a-z]+ (?:toegelaten|gekozen|geplaatst|goedgekeurd)\b",
        r"\bwie (?:beslist|besluit|bepaalt) of (?:ons|onze|wij|we|mijn|ik)\b",
        r"\b(?:is|zit|doet|staat|was) (?:mijn|onze|ons|uw) gemeente\b[^?.]*\b(?:lid|al|lijst|mee|bij)\b",
        (
            r"\b(?:is|zijn) (?:mijn|onze|ons) (?!gemeente|raad|college|inwoners)[a-z-]+ (?:al |nu |wel |toch )?"
            r"(?:goed|toe|aan|af|uit|in)?ge[a-z]{3,}(?:d|t|en)\b"
        ),
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
        r"\bal (?:\w+ ){0,4}gevonden (?:voor|bij) (?:ons|onze|mij|mijn)\b",
        r"\b(?:wij|we|ik) wacht(?:en)? (?:al |nu )?sinds\b",
        (
            r"\b(?:ons|onze|mijn) (?:[\w&-]+ ){0,3}?(?:groep\w*|aanvraag|aanmelding|experiment|subsidie)\b[^?.]*"
            r"\b(?:al|inmiddels) (?:\w+ ){0,2}(?:compleet|rond|(?:uit)?betaald|overgemaakt|gestort|geplaatst)\b"
        ),
        r"\bis (?:hij|zij|het) al\b[^.?!]*\bgoedgekeurd",
        (
            r"\b(?:ik|wij|we) (?:heb|hebben|had|hadden) (?:ons|me|mij|jullie|je|u|al|een|het|de|onze|"
            r"mijn)\b[^.?!]*\b(?:opgegeven|aangemeld|gemaild|ingeschreven|ingediend|aangevraagd|doorgegeven|"
            r"ingestuurd|opgestuurd|verstuurd|gestuurd|geboekt|afgesproken|gevraagd|gebeld|ingevuld|"
            r"aangeleverd|voorgelegd)\b"
        ),
        (
            r"\b(?:we|wij|ik) (?:stuurden|stuurde|mailden|mailde|vroegen|vroeg|dienden|"
            r"diende)\b[^.?!]*\b(?:jullie|in|aan|een|ons|mijn)\b"
        ),
        (
            r"\b(?:weten|weet|is er|zijn er|hebben|heeft) (?:jullie|u|je|iemand)? ?(?:er )?al (?:iets|meer|"
            r"wat|nieuws|bekend|uitsluitsel)\b"
        ),
        r"\b(?:hoor|horen|krijg|krijgen) (?:ik|wij|we) (?:nog|al|binnenkort|snel)\b",
        (
            r"\b(?:mijn|onze|ons|mn|m\'n) (?:[\w-]+ ){0,2}?(?:aanvraag|aanmelding|inschrijving|inzending|"
            r"dossier|zaak|verzoek|ticket|subsidieaanvraag|mailtje|bericht)\b(?! (?:doen|indienen|sturen|"
            r"insturen))[^.?!]*\b(?:binnengekomen|aangekomen|toegekend|afgewezen|akkoord|verwerkt|voortgang|"
            r"wacht|duurt|duren|gebleven|hoe ver|opgepakt)\b"
        ),
        r"\b(?:hoe ver|hoever) (?:is|zijn|staat|staan)\b",
        r"\b(?:waar|hoe) (?:blijft|staat) (?:mijn|onze|ons|het met|de reactie)\b",
        (
            r"\bis (?:mijn|ons|onze) (?:[\w-]+ ){0,3}?(?:al|goed|wel)\b[^.?!]*\b(?:ontvangen|aangekomen|"
            r"binnengekomen|goedgekeurd|bekeken|doorgestuurd|ingepland)\b"
        ),
        (
            r"\b(?:my|our) (?:[\w-]+ ){0,2}?(?:application|request|registration|email|mail|"
            r"question)\b[^.?!]*\b(?:status|processed|answered|arrived|approved|heard|received)\b"
        ),
        (
            r"\b(?:zijn|staan) (?:wij|we) (?:al |nu |wel )?(?:ingeschreven|aangemeld|geselecteerd|gekozen|"
            r"toegelaten|op de lijst)\b"
        ),
        r"\b(?:mag|mogen|doen|doe) (?:ik|wij|we) nu (?:wel |al )?mee\b",
        r"\bsta(?:an)? (?:ik|we|wij) (?:\w+ ){0,3}(?:lijst|ingeschreven|genoteerd|aangemeld)\b",
        (
            r"\b(?:die|dat) (?:wij|we|ik) (?:\w+ ){0,4}(?:aangevraagd|ingediend|gemaild|gestuurd|opgegeven|"
            r"aangemeld|ingestuurd|gevraagd)\b"
        ),
        r"\bvoor (?:ons|mij) (?:gevonden|geregeld|ingepland|gereserveerd)\b",
        r"\bhadden? (?:\w+ )?beloofd\b",
        (
            r"\b(?:hebben|heeft|heb) (?:jullie|u|je)\b[^?.]*\b(?:mijn|ons|onze|mn)\b[^?.]*\b(?:gekregen|"
            r"ontvangen|gezien|gelezen|binnen|doorgestuurd|bekeken)\b"
        ),
    ),
}
