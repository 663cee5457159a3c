"""Turns of phrase that give an act away by their build, where single words would not: ``u zou … terugbellen``."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

from collections.abc import Mapping
from functools import lru_cache

from bot.patterns import Several, compiled_later

_PATTERNS: dict[str, tuple[str, ...]] = {
    "klacht": (
        r"klacht|beneden (?:de maat|peil)|onder de maat|ondermaats|teleurgesteld|teleurstellend|ontevreden|onacceptabel|schand",
        r"slordig|slechte? (?:service|ervaring|georganiseerd|voorbereid|verlopen)|geen manier van doen|in de steek|ronduit",
        r"niet (?:serieus genomen|gehoord|blij mee|zorgvuldig|netjes)|kwalijk|\berger|ergernis|rectificatie|kan echt niet",
        r"waardeloos|excuses|\bboos\b|woedend|ontstemd|tijdverspilling|zonde van|belachelijk|nul op het rekest|tekortkoming",
        r"laten? .{0,25}vallen|geen enkele (?:reactie|moeite)|viel (?:erg )?tegen|tegenvaller|vind (?:ik|wij) .{0,40}(?:slecht|vreemd)",
        r"\bmisser\b|bescham|beter gekund|had beter|voor gezien|niet (?:zo )?voorgesteld|doe .{0,20}iets aan|foutmelding|(?:doet|doen|werkt|werken) (?:het )?(?:al \w+ )?niet\b|blamage|triest|treurig",
        r"\b(?:links?|video\w*|site|film\w*|pagina|geluid|verbinding)\b .{0,40}(?:dood|kapot|stuk|weg|viel|valt)\b|niemand .{0,15}(?:antwoordt|antwoordde|reageer|belt|belde|neemt)|afgeraffeld|puinhoop|rommel|onbegrijpelijk|frustr|geschrokken",
        r"(?:viel|valt) (?:mij|me|ons) .{0,12}tegen|storend|niet wat .{0,20}(?:beloofd|afgesproken)|kwam(?:en)? niet opdagen|las voor|te laat .{0,30}(?:begon|kregen|gestuurd)|niets? (?:van|mee) gedaan|ver onder (?:de|het|peil|verwachting)",
        r"niet te spreken over|onbehoorlijk|\b(?:sta|staan) (?:(?:ik|wij|we) )?voor (?:gek|schut|paal)|\bnoem(?:en|t)? (?:jullie|u|je) (?:dat|dit)|(?:dat|dit) noem(?:en|t)? (?:jullie|u|je)|als (?:een )?klacht|pijnlijk|dode (?:links?|verwijzing\w*)|haal het weg|schiet (?:echt )?tekort|zo ga je niet|niet de bedoeling|ongehoord|mis(?:ser|lukt)|vervelend dat|jammer dat (?:jullie|u)",
    ),
    "status": (
        r"(?:nog(?: steeds)?|nooit|tot nu toe) .{0,30}(?:niet|niets|niks|geen) .{0,25}(?:gehoord|ontvangen|vernomen|bericht|reactie|antwoord|gezien|gebeurd|gekregen|binnen)|sindsdien|tot op heden|\bstil\b",
        r"(?:niets|niks|geen) .{0,25}(?:gehoord|ontvangen|vernomen|bericht|reactie|antwoord|bevestiging)",
        r"hoe (?:staat|ver|zit|is) .{0,12}(?:het|met).{0,12}(?:ermee|ervoor|daarmee|met)|stand van zaken|herinnering|rappel|voortgang",
        r"\b(?:is|zijn|hebben|weet|weten|heeft|wordt|kunnen) (?:\w+ ){0,5}(?:al(?! eens)|inmiddels)\b.{0,60}\?|wachtlijst|in behandeling",
        r"\b(?:u|jullie|je|jij|collega|er|iemand) zou(?:den)? .{0,60}(?:terug|sturen|stuurt|weten|kijken|zoeken|navragen|bellen|contact|overleg|komen)",
        r"goed (?:ontvangen|aangekomen)|(?:mail|bericht|aanmelding|brief) .{0,40}(?:ontvangen|gezien|aangekomen|binnengekomen)|nakijken|nagaan",
        r"(?:weken|maanden|week|maand|dagen) (?:geleden|terug)|(?:hebben|heb|had|hadden) .{0,40}(?:aangemeld|ingeschreven|opgegeven|ingediend|gevraagd)",
        r"wanneer (?:horen|hoor|krijgen|krijg) (?:we|wij|ik)|komt (?:die|het|er) nog|(?:nog|ook) niet gebeurd|termijn .{0,30}(?:voorbij|verstreken)",
        r"\bnieuws\b .{0,15}(?:over|van|rond|omtrent)|\bwaar (?:[\w-]+ ){0,5}blij(?:ft|ven)|\bgebleven|antwoord verwachten|zou(?:den)? (?:\w+ ){0,3}(?:volgen|komen|krijgen|horen)|\bupdate\b|hoe (?:loopt|vordert)",
        r"al (?:iets|wat|meer) (?:over |te )?(?:bekend|melden|zeggen|besloten)|schiet .{0,12}op\b|staan (?:we|wij) (?:nog|al|wel)\b|vernemen of|\bingedeeld|of (?:wij|we|ik) (?:zijn|ben) (?:toegelaten|geplaatst|ingedeeld)|nog niet gezien|komt dat nog|(?:aan|van) ons gedacht|niet vergeten|hangen|in de (?:wacht|la)\b|neat (?:mear )?heard|any news|not heard|haven't heard",
        r"toezegging|hoe het (?:er ?mee|daarmee|hiermee|met .{0,40}) (?:staat|zit|gaat|loopt|ervoor)|zoek ?geraakt|op (?:een|de) stapel|geen van beide|geen woord (?:terug|gehoord)|(?:derde|vierde) (?:mail|poging|keer)|\b(?:al|inmiddels) (?:iets|wat) (?:gehoord|vernomen)|blijven liggen|\bmee bezig\b|onderweg\?|\brond\?|compleet\?|(?:al|intussen|inmiddels|ondertussen) .{0,40}(?:rond|compleet|bekend|onderweg|geregeld|ingepland|gevonden)\b|is (?:daar|er) (?:al |inmiddels |intussen )?een (?:kandidaat|match|datum|besluit)|wachten (?:we|wij|nog)|wacht ik (?:nog )?|gaat die (?:nog )?door|doorgestuurd naar",
    ),
    "wijzigen": (
        r"afmeld|afzeg|annul|verhinderd|intrek|terugtrek|\btrek(?:t|ken)? .{0,60}(?:terug|\bin\b)|uitschrijven|van de (?:\w+)?lijst",
        r"niet (?:langer|meer|verder) .{0,20}(?:mee|deel|ontvangen|nodig|gaan)|verzet(?:ten)?\b|verplaats|verschuiv|uitstel|uitgesteld|opgeschoven",
        r"(?:andere?|nieuwe) (?:datum|dag|tijd|adres|mailadres|deelnemer|contactpersoon|mogelijkheid|moment)|kan .{0,25}niet (?:doorgaan|komen|naar|op de)",
        r"gaat niet door|niet (?:\w+ )?bij (?:zijn|kunnen)|(?:niet|ook niet) bij de|in (?:mijn|zijn|haar|diens) (?:plaats|plek)|neemt .{0,40}over|opvolg",
        r"aanspreekpunt|veranderen|veranderd|wijzig|aanpassen|pas je|haken af|stappen uit|stoppen|zien .{0,25}af\b|vervallen|overgezet",
        r"(?:week|maand|uur|half uur|dag) (?:later|eerder|op)\b|toch niet|liever .{0,25}(?:anders|iemand|in dat)|(?:moeten|had|hadden) .{0,20}zijn|in plaats van \w+ (?:komen|we)",
        r"kan .{0,40} naar \d|mag het \d|wordt .{0,30}(?:september|januari|\d+)|ziek\b|griep|redden? .{0,20}niet|lukt .{0,20}niet|komt .{0,20}niet uit",
        r"wordt gedaan door|yn (?:myn|syn|har) plak|blijft (?:wel )?staan|vervangen door|neemt (?:het|dat) van (?:mij|me) over|kan dat \S+@\S+ worden|oude .{0,15}adres|haal (?:me|mij|ons) .{0,15}(?:af|weg)|inschrijving .{0,30}vervallen|(?:kan|mag) van (?:de|jullie|uw) lijst|stekker|komt .{0,25}net út|voortaan|aanschrijven|aan te schrijven|schrap|(?:vanaf|per) .{0,25}\b(?:mij|hem|haar)\b|(?:weken|week|dagen|maand(?:en)?|dag) (?:langer|later|eerder|korter)|verleng|(?:grotere|kleinere|andere) (?:zaal|groep|ruimte|collega)",
        r"(?:worden|komen|zijn) (?:het |het er |er )?(?:nu |toch |geen \w+ maar )\d|(?:mag|kan|moet) (?:er)?af\b|verlof|niet meer werkzaam|opgevolgd|vertrek|pensioen|werk ik (?:bij|elders|niet)|stokje|\bruil|omwissel|omzetten|overzetten|can't make|cancel|\bofmeld|ôfmeld",
    ),
    "aanbieden": (
        r"\b(?:bied|stel)(?:en|t|len)? .{0,70}(?:\baan\b|beschikbaar|\bopen\b)|ter beschikking|beschikbaar (?:te )?stellen",
        r"\b(?:mag|mogen) (?:u|jullie|je|het|hem|ze|die|wat ons betreft|gratis|\w+ )?.{0,30}(?:gebruiken|hebben|erover|rondsturen|plaatsen|meekijken|meelopen|bij ons)",
        r"(?:delen|vertellen|verzorgen|leiden|geven|toelichten)\b.{0,30}\bgraag|graag .{0,50}(?:delen|vertellen|verzorgen|leiden|optreden|toelichten|kijkje)|wel .{0,30}verzorgen",
        r"iets voor (?:de|jullie|uw) (?:\w+)?(?:bundel|site|website|voorbeelden)|gastgemeente|gastheer|hosten|\bwelkom\b|staa[nt]? .{0,15}open|bereid\b",
        r"voorzitten|als (?:onafhankelijk )?voorzitter|(?:lijst|pool|bestand|overzicht) (?:met|van) [\w-]*\s?[\w-]*(?:experts|deskundigen)|expertpool|als expert|expert worden",
        r"offerte (?:op)?(?:maken|sturen)|\bdemo\b|handen ineen|samen ?werking|partner (?:van|worden)|in (?:jullie|uw) netwerk|ons bedrijf|ons bureau|bel me gerust|tarieven|korting",
        r"(?:mogen|mag|kunnen) .{0,60}(?:meekijken|meelopen|overnemen|afkijken|hergebruiken)|staat .{0,30}leeg|klaarliggen|(?:schrijf|licht|vertel|deel) (?:ik|we|wij)? ?.{0,15}graag|graag (?:uit|toe)lichten|mag in (?:de|jullie)|inspireren|stuur .{0,20}op als|hebben jullie (?:daar )?iets aan|kracht(?:en)? (?:te )?bundel|samen optrekken|deel ik graag|van harte welkom|zet het gerust|mensen nodig voor|samen iets (?:kunnen )?betekenen|elkaar .{0,15}(?:versterken|aanvullen)|mag komen kijken|leiden (?:\w+ )?rond|vrijblijvend|verzorgen (?:wij|we)|\binteresse\?",
        r"terug ?(?:te )?doen|\b(?:jullie|u) mo?gen? .{0,40}(?:uitdelen|verspreiden|publiceren|op de site|inzetten|delen|doorgeven|overnemen)|\bmo?gen? (?:jullie|u) .{0,45}(?:uitdelen|verspreiden|publiceren|op de site|inzetten|delen|doorgeven|overnemen)",
        r"ontvangen? (?:(?:wij|we|ik) )?(?:jullie|u|de groep|iedereen|collega's) .{0,20}graag|\bmogen? .{0,50}(?:langskomen|komen kijken|op bezoek|bij ons aanschuiven)|\bop (?:zich|mij|me|ons) (?:te )?nemen\b",
        r"\bmeld(?:en)? .{0,15}(?:mij|me|ons|zich) .{0,20}\bals\b|uit handen|\bals (?:jullie|u) (?:er|daar|hier) .{0,15}gebruik|(?:doen|zetten) (?:wij|we) (?:er)?bij|voor (?:onze|eigen|mijn) rekening|is (?:dan |die dag |\w+ )?(?:vrij|beschikbaar)|\bzijn jullie (?:bij ons )?welkom|(?:u|jullie) (?:er )?(?:iets|wat) aan|wie (?:er )?interesse heeft|deuren? .{0,20}\bopen",
    ),
    "aanmelden": (
        r"\b(?:meld|geef|schrijf|zet|noteer|noteert|geven|melden|schrijven) .{0,45}\b(?:aan|op|in|lijst|erbij|bij|ons|vast)\b|aanmelden|opgeven|inschrijven|op te geven",
        r"\bdo(?:en|e|et) .{0,30}\bmee\b|mee ?(?:te )?doen|deelneem|deelnem|neem(?:t|en)? .{0,30}deel|aansluiten|aanhaken|aanschuiven|schuiven .{0,20}aan|instappen|sluit .{0,20}aan",
        r"\bbestel|graag .{0,15}(?:\w+ )?(?:exemplaren|bundels|stuks|boekjes)|ontvang ik .{0,25}(?:exemplaren|bundels)|boeken|vastleggen|reserveren|afnemen",
        r"koppelen|matchen|in contact brengen|langs(?:komen| te komen|komt|gaan)|\biemand\b .{0,60}(?:die|met|uit)|kan er (?:iemand|een)|wie kan .{0,20}(?:langs|ons|er)|meedenken|meekijk",
        r"\bvra(?:ag|gen) .{0,40}\baan\b|aangevraagd|aan te vragen|aanvragen|\bdien(?:en)? .{0,40}\bin\b|verzoek ik u|verwijder|weghalen|verbeteren|wissen|sollicit|\bcv\b|stageplek|vacature",
        r"(?:wil(?:len)?|zou(?:den)?) .{0,25}(?:graag )?.{0,40}(?:bij|uitvoeren|organiseren|ontvangen|hebben|kandidaat|proberen)|kandidaat|dragen .{0,30}voor|inbrengen|daar(?:bij| .{0,15}\bbij\b)",
        r"\b(?:ik|wij|we) (?:kom|komen|ben erbij|zijn erbij|zijn aanwezig)\b|met (?:z'n|zn|zijn) \w+en\b",
        r"op (?:de|jullie|uw) \w*lijst (?:te )?zetten|(?:jullie|u|je) dat (?:voor ons )?(?:doen|regelen|inplannen)|is er (?:nog |dan nog )?(?:ruimte|plek|plaats)|\b(?:\d+|vijf|tien|twaalf|vijftien|\w+tig) (?:stuks|exemplaren|bundels|boekjes)|schuif ik|uitnodigen voor|meidwaan|oanmeld|oanjaan|metdo|mitdo|meedoun|\bsign (?:us |me )?up|\bregister\b|would like to (?:join|take part|attend|book)|(?:count|put) us (?:in|down)|graach .{0,30}(?:bestelle|hawwe|krije)",
        r"(?:nemen|neemt) (?:beide|beiden|allebei|allen|samen)? ?deel|bevestig\w* .{0,15}(?:mijn|onze|de) (?:deelname|komst|aanwezigheid)|wie kun(?:nen|t) (?:u|jullie) .{0,15}sturen|sturen jullie",
    ),
    "informatie": (
        r"nog geen (?:aanvraag|aanmelding|toezegging)|alleen (?:weten|maar weten)|nieuwsgierig|benieuwd|ori[eë]nt|vragen nu nog niets|voordat",
        r"(?:voorbeelden|praktijken|cijfers|ervaringen|publicaties?|verhalen|stukken|model\w*|verslag|overzicht|flyer|brochure|programma|deelnemerslijst|opname|slides)\b.{0,40}",
        r"wat (?:kost|houdt|doet|is|zijn|voor|wordt|verstaat|vindt|moet)|hoe (?:lang|werkt|vaak|laat|gaat|doen|ga|groot|hoog|ziet|zorg|begin)|hoeveel|welke|waar (?:vind|is|kan|moet|staat)",
        r"wie (?:zit|begeleidt|zijn|doet|is|gaat)|\b(?:mag|mogen) (?:ik|we|wij|een|het|dat|je)|klopt|bestaat|verplicht|gratis|aan verbonden|komt .{0,30}in aanmerking|geldt|is (?:het|dat|er|de|die) .{0,60}\?",
        r"meer (?:weten|informatie|vertellen)|(?:wil|willen|wilde|zou|zouden) .{0,15}(?:graag )?weten|kunt u .{0,20}(?:uitleggen|vertellen|aangeven)|kun je .{0,20}(?:uitleggen|vertellen)",
        r"voor wie|bedoeld|inhoudt?|verschil|onderscheid|nog niets? besloten|niks besloten|eerst (?:weten|begrijpen)|overwegen|twijfel|like to know|how (?:much|does|long)|hoefolle|wat kostet|what is|what are",
        r"(?:geen|nog geen|niet als) (?:aanmelding|aanvraag|inschrijving)|(?:beslissen|besluiten) (?:we|wij)\b|nemen (?:we|wij) (?:een|het) besluit|eventueel later|ter ori[eë]ntatie|kort antwoord|uit ?(?:te )?zoeken|als (?:we|wij) ooit|ooit gebruik|zeker weet|antwoord(?:en)? op",
    ),
}  # fmt: skip
_ACTS = {compiled_later(pattern): act for act, patterns in _PATTERNS.items() for pattern in patterns}
_TURNS = Several(_ACTS)


@lru_cache(maxsize=4096)
def speech_acts(sentence: str) -> Mapping[str, int]:
    """How many turns of phrase of each act a sentence holds; acts without any are left out."""
    plain = sentence.lower()
    found: dict[str, int] = {}
    for turn in _TURNS.that_may_match(plain):
        if turn.search(plain):
            found[_ACTS[turn]] = found.get(_ACTS[turn], 0) + 1
    return found
