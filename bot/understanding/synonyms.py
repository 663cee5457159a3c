"""Words that mean the same to whoever asks: everyday Dutch, dialect, English, and the names of the programme.

Phrases are replaced in the folded text before it is cut into words; ``CONCEPTS`` map a word to the one that stands
for its group. Both are applied to the curated questions and to what people ask, so the chosen word itself is free.
"""

from collections.abc import Mapping

from bot.patterns import Several, compiled_later

_PHRASES: Mapping[str, tuple[str, ...]] = {
    "uitdaagrecht": (r"right[ -]?(?:to|2)[ -]?challenge|\br2c\b|\brtc\b|uitdaag recht|uitdagingsrecht|buurtrechten",),
    "quickscan": (r"(?:qu?i?ck?|kwi[ck]{1,2})[ -]?s[ck]ans?\b|\bqslds?\b|quiekscan",),
    "kickoff": (r"kick[ -]?off?s?\b",),
    "leerkring": (
        r"leerkring(?:en|etjes?)\b",
        r"(?:leer|learning)[ -]?(?:cirkel|circle)s?|leer[ -]kring|leekring|leerring",
        r"leergroep\w*|leernetwerk|kenniskring\w*|lerend netwerk|community of practice",
    ),
    "partner": (r"welke partij(?:en)?(?= (?:samen|bied|werk|heb|doe|organ))",),
    "opbrengst": (r"komt(?= er\b(?: \w+){0,2} uit\b)", r"levert(?= (?:[\w-]+ ){0,4}?op\b)"),
    "opvallen": (r"viel(?:en)?(?= (?:er |jullie )?op\b)|valt(?= (?:er )?op\b)|opvallend\w*|stood out",),
    "aanmelden": (r"(?:inschrijf|aanmeld)(?:adres|formulier|ing)\w*",),
    "intervisitatie": (r"peer review|inter[ -]?visi?tati?es?|visitatietraject|intercollegiale (?:toets\w*|evaluatie)",),
    "isod": (r"in search of democracy(?: 3\.0)?|\bisod\b",),
    "dia": (r"democratie in actie",),
    "aofonds": (r"a ?(?:&|\+|en|and) ?o(?:[ -]?fonds| fund)?\b", r"ao[ -]?fonds\b", r"aeno\b"),
    "openstad": (r"open stad",),
    "burgerbegroting": (r"participatory budget\w*|burger ?begroting\w*|democratisch begroten",),
    "lucasdeman": (r"l[uü][ck]as de mann?\b|\blucas\b",),
    "nieuwehelden": (r"nieuwe helden",),
    "tourdevloer": (r"tour de vloer",),
    "toekomstverkenning": (r"future exploration|toekomst ?verkenn\w*|toekomst verkennen|vooruit ?kijken|look ahead",),
    "experiment": (r"thorbecke[ -]?experiment\w*",),
    "regelruimte": (r"ruimte in (?:de )?regels|regelruimte",),
    "atelier": (r"redesign (?:atelier|studio)s?|her[ -]?ontwerp[ -]?ateliers?|ontwerpateliers?",),
    "spelregels": (r"rules of the game",),
    "ontwikkeltraject": (r"development tracks?",),
    "burgerberaad": (r"citizens'? assembl(?:y|ies)",),
    "thorbeckelezing": (r"thorbecke[ -]?lezing",),
    "thorbecke": (r"thorbecke ?2024",),
    "organisatie": (r"(?:zit|zitten|zat|zaten|staat|staan)(?= (?:er )?achter\b)",),
    "regiodemocratie": (r"regional democracy",),
    "digitaal democratie": (r"digital democracy",),
    "commoneye": (r"common eye",),
    "mailadres": (r"e-?mail ?adres\w*|mail ?adres\w*|e-mail",),
    "vngcongres": (r"vng[ -]?congres",),
    "verantwoording": (r"checks ?(?:&|and|en) ?balances",),
    "samen": (r"peer-to-peer",),
    "inwoner initiatief": (r"bewoners ?initiatie(?:f|ven)",),
}
"""Each word, and the phrases that it replaces."""
_WORDS = {compiled_later(rf"\b(?:{phrase})"): word for word, phrases in _PHRASES.items() for phrase in phrases}
PHRASES = Several(_WORDS)
COMPOUND = compiled_later(r"\b(leerkring|leercirkel|quickscan|webinar|experiment|subsidie|expert)s?(?=[a-z]{5,})")
"""The head of a compound of our own (leerkringaanmelding), which becomes two words."""


def with_phrases(folded: str) -> str:
    """The folded text with every known phrase replaced by its one word.

    As ``re.sub`` with all of them as alternatives: from left to right, and the first of them where two begin together.
    """
    folded = COMPOUND.sub(r"\1 ", folded)
    nearest = [
        (_WORDS[phrase], phrase, found) for phrase in PHRASES.that_may_match(folded) if (found := phrase.search(folded))
    ]
    pieces, end = [], 0
    while nearest:
        word, _, found = min(nearest, key=lambda one: one[2].start())
        pieces += [folded[end : found.start()], f" {word} "]
        end = found.end()
        nearest = [
            (word, phrase, later)
            for word, phrase, found in nearest
            if (later := found if found.start() >= end else phrase.search(folded, end))
        ]
    return "".join([*pieces, folded[end:]])


_GROUPS: Mapping[str, str] = {
    "gebaseerd": "gestoeld based basis baseren geent",
    "medewerkers": "werknemers werknemer personeel staf staff employees",
    "zelfbeheer": "runnen beheren beheer beheert",
    "eerste": "1 first",
    "verbeteracties": "verbeterpunten verbeterpunt improvement improvements verbeteractie verbetering "
    "verbeteringen actions",
    "taak": "taken task tasks",
    "overnemen": "overpakken overneemt overgenomen neem take-over takeover",
    "toepassen": "toegepast toepast toepasbaar gebruiken apply",
    "clubs": "organisaties organisatie club instanties instantie organisation organisations",
    "koppelen": "toewijst aanwijzen aanwijst matchen match koppelt matcht uitkiezen uitkiest gekoppeld toewijzen "
    "matching",
    "raadslid": "raadsleden councillor councillors gemeenteraadslid gemeenteraadsleden volksvertegenwoordiger",
    "raad": "gemeenteraad raden gemeenteraden",
    "ambtenaar": "ambtenaren officials official civil",
    "experiment": "pilot pilots proef proefproject proeftuin experimenten experimenteren experiments",
    "idee": "ideeen plan plannen idea ideas",
    "flyer": "leesvoer folder foldertje folders brochure leaflet flyers",
    "verslag": "terugblikken report rapportage samenvatting terugblik",
    "uitnodiging": "uitgenodigd invited invitation",
    "week": "weken weeks weekje",
    "dag": "dagen day days dagdeel",
    "zelfanalyse": "zelfevaluatie self-analysis selfassessment",
    "wet": "wetgeving law act wettelijk",
    "documentaire": "documentaires documentaireserie documentary docu",
    "onderzoek": "research study onderzoeken onderzoekt",
    "reis": "reizen reist journey travel",
    "geld": "money euro funding financieren",
    "opname": "opnames recording recordings opgenomen",
    "burgemeester": "mayor mayors burgemeesters",
    "wethouder": "alderman aldermen wethouders",
    "aanmelden": "aanschuiven instappen meedraaien aangesloten inschrijft opgeeft intekent enrol enroll "
    "aanmelding aangemeld aanmeldt opgeven opgegeven geef inschrijven inschrijving meedoen meedoet deelnemen "
    "deelneemt deelname aansluiten aanhaken intekenen sign register join participate apply",
    "aanvragen": "inhuurt geboekt aanvraag boeken boek reserveren inhuren inschakelen request book bestellen "
    "verzoek verzoeken",
    "mailadres": "mailtje gemaild mail mailen email contact contactpersoon contactgegevens bereiken bereikbaar "
    "terecht contactadres",
    "inwoner": "inwoners bewoner bewoners burger burgers residents citizens inwoonsters buurtbewoners "
    "buurtbewoner wijkbewoners dorpsbewoners resident",
    "onderwerp": "onderwerpen thema themas thema's topic topics theme themes",
    "voorbeeld": "praktijkverhalen praktijkverhaal voorbeelden example examples praktijkvoorbeeld praktijkvoorbeelden",
    "gemeente": "gemeenten gemeentes municipality municipalities town towns city cities council",
    "aanbod": "krijg krijgt krijgen kreeg kregen biedt bood bieden aangeboden levert offered offers",
    "aanbieden": "offer aanbied bied",
    "invullen": "answer invult ingevuld vullen vult",
    "twee": "2 tweede second two",
    "drie": "3 derde third three",
    "vier": "4 vierde fourth four",
    "vijf": "5 vijfde fifth five",
    "zes": "6 zesde sixth six",
    "zeven": "7 zevende seven",
    "tien": "10 tiende ten",
    "verschil": "onderscheiden vergelijking verschilt verschillen difference different onderscheid",
    "regels": "rules",
    "bezoek": "bezoekt bezoeken visit visits bezocht langskomt",
    "kickoff": "werksessie",
    "stap": "stappen step steps",
    "fase": "fases fasen phase phases",
    "hulpmiddel": "middel middelen hulpmiddelen tool tools gereedschap instrument instrumenten",
    "steun": "hielp hielpen geholpen assistentie bijstaan ondersteuning ondersteunen hulp helpen helpt "
    "support help steunen ondersteunt",
    "opbrengst": "overhouden overhoud output resultaat resultaten uitkomst uitkomsten eindproduct eindresultaat "
    "oplevert opleveren result outcome uitkomen product",
    "doel": "bedoeling goal purpose",
    "begeleiding": "begeleide procesbegeleider coach gids begeleider begeleiders begeleidde begeleidden begeleid "
    "begeleidt begeleiden leidde leidden facilitator guided leidt leiden guides guide",
    "film": "filmserie videoserie videoreeks filmreeks clips clip films filmpje filmpjes video videos video's "
    "aflevering afleveringen episode episodes gefilmd",
    "commissie": "committee",
    "voorzitter": "chair chairman chairperson",
    "expert": "vakman vakmens experts deskundige deskundigen specialist specialisten",
    "samenwerken": "optrekken samenwerking samenwerkt samenwerken",
    "partner": "partners partnerorganisaties samenwerkingspartner",
    "stichting": "foundation gezelschap",
    "voorstelling": "optreden toneelstuk toneel theateravond show theatervoorstelling theater performance theatershow",
    "subsidie": "grant grants subsidies financiering bijdrage",
    "vragenlijst": "questionnaire enquete survey",
    "minister": "bewindspersoon",
    "ministerie": "ministry",
    "bzk": "binnenlandse",
    "uitgangspunt": "uitgangspunten principe principes principle principles",
    "traject": "trajecten track tracks",
    "terugkijken": "terugzien watch gemist nakijken",
    "website": "site webpagina internet webadres",
    "duur": "tijdsduur duren duurde duurt doorlooptijd lang",
    "groep": "groepen group groups",
    "oordeel": "onvoldoende getoetst toetsen toets keuring examen rapportcijfer rapportcijfers cijfers score "
    "scores afrekenen afgerekend beoordeling beoordeeld cijfer judge judgement vonnis beoordelen",
    "leeftijd": "age",
    "citaat": "quote zei gezegd citeerde uitspraak",
    "deelnemer": "deelnemers participants aanwezigen aanwezig bezoekers",
    "bundel": "inspiratiebundel bundle inspiratiebundels",
    "uitleg": "uitleggen uitgelegd toelichten toelichting betekenis betekent betekenen inhoud houdt meaning "
    "bedoelen bedoeld",
    "opgave": "opgaven",
    "bijeenkomst": "meeting meetings bijeenkomsten",
    "toekomst": "future",
    "scenario": "scenario's scenarios toekomstscenario toekomstscenario's toekomstscenarios",
    "kernen": "kern dorp dorpen dorps wijk wijken wijkniveau",
    "leiding": "leidinggevenden",
    "borrel": "drankje drinks",
    "gastgemeente": "gastheer gastvrouw host",
    "digitaal": "digitale online digital",
    "participatie": "participation inwonerparticipatie burgerparticipatie",
    "democratie": "democracy democratisch democratische",
    "verordening": "by-law bylaw",
    "bureau": "adviesbureau",
    "organiseren": "organiseert organiseerde organisator georganiseerd",
    "starten": "startte aanvang start gestart beginnen begint begon begin",
    "laatste": "eind einde afloop afgelopen last",
    "jongeren": "jongere jeugdigen jeugd young",
    "ervaren": "experienced ervaring experience",
    "praktijk": "practice praktisch praktische",
    "vernieuwing": "vernieuwen vernieuwend vernieuwende innovatief innovatieve innovatie renewal innovation",
    "vastlopen": "vastgelopen vastzitten stilligt loopt stokt",
    "verbeteragenda": "verbeterlijst verbeterlijstje verbeterplan",
    "gestopt": "stoppen stopte ophouden opgehouden opgeheven beeindigd ended stopped",
    "stemmen": "voting vote stem",
}
CONCEPTS: Mapping[str, str] = {word: concept for concept, group in _GROUPS.items() for word in group.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOPWORDS = _words(
    """
    a aan about al alle alleen alles als alvast an ander andere anders any are at aub be bedankt been beetje ben
    bent bestaan bestaat beste bij bijna can could da daar daarna daarvoor dag dan dank dankjewel dat de deed
    der des deze did die dit do doe doen does doet door dus echt een eens eentje eerst effe eigenlijk en er erg
    even ff for from ga gaan gaat gaf ge gebruik geef geen genoemd gij ging gingen goedemiddag goedemorgen graag
    groet groeten haar had hadden hallo has have he hebben heeft heel heen heet hem hen het heten hier hierover
    hij hoe hoeveel hoi hoor how hun hè i i'd iemand iets ik in is it ja je jij jou jouw jullie kan keer kom
    komen komt kon konden kun kunnen kunt kwam kwamen m'n maak maakt maar mag maken manier me mee meer men met
    mien mij mijn moet moeten mogen n naam naar namelijk nee niet noem noemen nog nou nu of ok oke om on onder
    ons onszelf onze ook op our over per please precies s some soort staan staat stond stonden stuk svp t te
    tell ten ter thanks that the there this tijdens to toch toen tot tussen u uit us uw van veel vertel
    vertellen veur via vind vinden vindt voor vraag vragen wa waar waardoor waarmee waarom waarop waarover
    waarvoor wanneer want waren was wat we weej weer weet wel welk welke werd werden were weten what when where
    which who why wie wij wil wilde willen wilt with woar word worden wordt would you your z'n zal ze zeg zeggen
    an and as been by come comes from if not or our out so they us were yes
    eraan zelf zich zij zijn zit zitten zo zo'n zoal zoals zoek zoeken zoekt zonder zou zouden zulke zullen
    """
)
"""Words that say nothing about what is asked."""
LIGHT = _words(
    """
    aanleveren aanmerking aanpakken aantal absoluut achter achteraf achterop actually af afgelopen after afvragen
    afvroeg allebei allemaal allerlei alleszins already also althans altijd altoos anybody anyone anything bang
    basically beetje beetjes before begreep begrepen begrijp begrijpen behalve behandeld behandelen behandelt
    behoorlijk beide bekend bekijken belang belangrijk benieuwd beoogd bepaald bepaalde bepaalt bepalen beschrijf
    beschrijven besloten best beste bestond betekenen betreft betrokken between beweert bezig bezitten bieden biedt
    bijna bijv bijvoorbeeld binnen blij blijft blijkbaar blijven bood both boven bovendien breng brengen brengt
    buiten circa clubje clubjes concreet daaraan daarbij daarin daarmee daarnaast daarop daarover daaruit dacht
    dachten dadelijk danwel dear deel deelnemend deelnemende denk denken denkt dergelijk dergelijke dezelfde
    dichtbij dien dienen dient dik dikke ding dingen dingetje dingetjes direct diverse doelen doorgaans draaien
    draait draw draws duidelijk during eerder eerlijk efkens efkes eigen eigenlijk eindelijk eindigen eindigt elkaar
    elkaars else enig enige enkel enkele enthousiast enthousiaste erachter eraf erbij ergens erin ermee erna ernaar
    ernaartoe ernaast eromheen erop erover ertegen ertoe eruit ervan ervoor etc eve eventueel every everyone
    everything evt exact exactly explain expliciet fijn fijne fijnst gaande gaf gang geacht gebeurd gebeurde
    gebeuren gebeurt gebruikelijk gedaan gedacht gegeven geheten gehoord gekregen gelden geldt gelezen gelukkig
    gemaakt gemerkt gemiddeld genoeg genoemd geregeld gesteld get gets getting geval geven gevonden gevraagd gewone
    gewoon gezamenlijk gezien gezocht gister gisteren give given gives goed goede goeie goeiemorgen going got graog
    grappig groepje groepjes grofweg gullie haal halen hallo halve handig handigst hartelijk heard heb hebt heen
    heette helaas hele heleboel helemaal hello here heten hetzelfde heus hi hieraan hierin hiermee hierop hieruit
    hiervan hiervoor hoef hoeft hoekje hoelang hoeneer hoevaak hoevult hoezo hoofdzakelijk hooguit hoop hoorde
    hoorden hoort hopelijk hopen horen hou houd houden houdt ieder iedere iedereen iemands immers inderdaad indien
    info informatie ingezet inhield inhoudelijk inhouden inhoudt inmiddels interessant interested into inzake itself
    ivm jaar jammer jawel jezelf jongens juist juiste just ken kennelijk kennen kennis kent kiezen kijk kijken kijkt
    kind kindly klaar kletsen klopt knew know komend kort korte kortom krijg kwam kwamen kwijt kwijtraken laat
    laatst langs langskomen langskomt las laten later leek legde leggen legt let leuk leuke leuker liefst liep
    liever ligt lijken lijkt lijst lijstje lijstjes like links look loopt lopen luisteren made mag magen main make
    making makkelijk many maybe mbt mean means meedenk meegekregen meekrijgen meestal mekaar mensen merk merken
    meteen mezelf middels mien might min minder minstens misschien moeilijk moesten mogelijk momenteel mooi mooie
    mooiste more most mot much must myself naartoe naast nadat nader nadere nagenoeg namens need needed neem neemt
    neer neerkomt nemen nergens net netjes new niemand nieuwsgierig niks nodig noem noemde noemden noemt nogal
    nogmaals noodzakelijk nooit now nut oa ofwel ofzo onderling ongetwijfeld ongeveer only onszelf ooit oons
    oorspronkelijk opeens opnieuw opzet opzoeken orde other overal overigens paar pak pakken pakt passend passende
    people plaats plek praat praatje prachtig prachtige praten precieze probeert proberen punt puntje put puts qua
    quick quite raar rather read really rechtstreeks redelijk reeds regards regel regelen regelt respectievelijk
    rond rondom ronduit said same samen say says schijnbaar schijnt several shall should simply since sinds slechts
    snap snappen snel snelle someone something soms soorten soortgelijke sort sowieso spannend speciaal speelt
    spelen spoedig sta stapje steeds steekt steken stellen stelt stiekem still straks stukje sturen stuur stuurt
    such tafel take taking tamelijk tav tegelijk tegen tegenkomen tegenkwam telde telkenmale telkens telt tenminste
    terwijl their them themselves then these thing things those thuis toe toegevoegd together told too trouwens
    twijfel twijfelen uitdeelt uitdelen uiteindelijk uiteraard uitgevoerd uitvoerig uitzoeken ulder under vaak
    vallen valt vanaf vandaag vandaan vanmiddag vanmorgen vanochtend vanuit vanzelf vast vastleggen veelal verder
    verdere verhaaltje verloopt verlopen vermoedelijk verschillend verschillende versta verstaan verstaat verteld
    vertelde vertelt vervolgens verwacht verwachten very viel voert voldoende volgens volledig vond vonden vooraf
    voorafgaand vooral voordat voorgesteld voorgestelde voornamelijk voorstellen voortaan vraagje vraagstelling
    vraagt vrij vrijwel vroeg vroegen waaraan waarbij waarheen waarin waarna waarnaar waarschijnlijk waartoe waaruit
    waarvan wanted wants way weej weg weinig weleens well wellicht welnee wens wensen werkelijk werken werkgroepje
    werkt weze wezen what's whether while who's wijst wijze wijzelf wijzen wilden will within without wonder
    wondering woord woorden wou yes yet zaak zaken zegt zeiden zeker zelfde zelfs zet zetten zgn zichzelf zien ziet
    zin zinvol zochten zodat zogeheten zogenaamde zoiets zojuist zolang zomaar zouden zover zowat zowel zulk
    """
)
"""Words that say little: a question is hardly about something else when it holds one that no entry has."""
NAMES = _words(
    """
    academie aofonds atelier bundel burgerbegroting burgerberaad dia digitaal experiment expert intervisitatie
    isod kernendemocratie kickoff leerkring lucasdeman m50 menukaart ontwikkeltraject organisatieontwikkeling
    participatieverordening quickscan referendum spelregels subsidie toekomstverkenning uitdaagrecht webinar
    """
)
"""What the programme calls its own things: an entry that lacks one that the question names is about something else."""
