"""Words that mean the same to whoever asks: everyday Dutch, dialect, English, and the names of the programme.

Phrases are replaced in the folded text before it is cut into words; ``CONCEPTS`` map a word to the one that stands
for its group. Both are applied to the curated questions and to what people ask, so the chosen word itself is free.
"""

import re
from collections.abc import Mapping

_PHRASES = (
    (r"right[ -]?(?:to|2)[ -]?challenge|\br2c\b|\brtc\b|uitdaag recht|uitdagingsrecht|buurtrechten", "uitdaagrecht"),
    (r"qu?i?ck?[ -]?scans?\b|\bqslds?\b|quiekscan", "quickscan"),
    (r"kick[ -]?off?s?\b", "kickoff"),
    (r"(?:leer|learning)[ -]?(?:cirkel|circle)s?|leer[ -]kring|leekring|leerring", "leerkring"),
    (r"peer review|inter[ -]?visi?tati?e\w*|visitatietraject|intercollegiale (?:toets\w*|evaluatie)", "intervisitatie"),
    (r"in search of democracy(?: 3\.0)?|\bisod\b", "isod"),
    (r"democratie in actie", "dia"),
    (r"\ba ?(?:&|\+|en|and) ?o(?:[ -]?fonds| fund)?\b|\bao[ -]?fonds\b|\baeno\b", "aofonds"),
    (r"open stad", "openstad"),
    (r"participatory budget\w*|burger ?begroting\w*|democratisch begroten", "burgerbegroting"),
    (r"l[uü][ck]as de mann?\b|\blucas\b", "lucasdeman"),
    (r"nieuwe helden", "nieuwehelden"),
    (r"tour de vloer", "tourdevloer"),
    (r"future exploration|toekomst ?verkenn\w*|toekomst verkennen|vooruit ?kijken|look ahead", "toekomstverkenning"),
    (r"thorbecke[ -]?experiment\w*", "experiment"),
    (r"ruimte in (?:de )?regels|regelruimte", "regelruimte"),
    (r"redesign (?:atelier|studio)s?|her[ -]?ontwerp[ -]?ateliers?|ontwerpateliers?", "atelier"),
    (r"rules of the game", "spelregels"),
    (r"development tracks?", "ontwikkeltraject"),
    (r"citizens'? assembl(?:y|ies)", "burgerberaad"),
    (r"thorbecke[ -]?lezing", "thorbeckelezing"),
    (r"common eye", "commoneye"),
    (r"e-?mail ?adres\w*|mail ?adres\w*|e-mail", "mailadres"),
    (r"vng[ -]?congres", "vngcongres"),
    (r"checks ?(?:&|and|en) ?balances", "verantwoording"),
    (r"peer-to-peer", "samen"),
)
PHRASES = re.compile("|".join(f"(?P<p{number}>{pattern})" for number, (pattern, _) in enumerate(_PHRASES)))
_WORDS = {f"p{number}": f" {word} " for number, (_, word) in enumerate(_PHRASES)}


def with_phrases(folded: str) -> str:
    """The folded text with every known phrase replaced by its one word."""
    return PHRASES.sub(lambda found: _WORDS[found.lastgroup or ""], folded)


_GROUPS: Mapping[str, str] = {
    "aanmelden": "aanmelding aangemeld aanmeldt opgeven opgegeven geef inschrijven inschrijving meedoen meedoet mee doen "
    "deelnemen deelneemt deelname aansluiten aanhaken intekenen sign register join participate apply",
    "aanvragen": "aanvraag boeken boek reserveren inhuren inschakelen request book bestellen",
    "mailadres": "mail mailen email contact contactpersoon contactgegevens bereiken bereikbaar terecht contacten "
    "contactadres",
    "inwoner": "inwoners bewoner bewoners burger burgers residents citizens inwoonsters",
    "onderwerp": "onderwerpen thema themas thema's topic topics theme themes",
    "voorbeeld": "voorbeelden example examples praktijkvoorbeeld praktijkvoorbeelden",
    "gemeente": "gemeenten gemeentes municipality municipalities",
    "kickoff": "werksessie startbijeenkomst bijeenkomst meeting",
    "stap": "stappen step steps",
    "fase": "fases fasen phase phases",
    "hulpmiddel": "hulpmiddelen tool tools gereedschap",
    "steun": "ondersteuning ondersteunen hulp helpen helpt support help steunen ondersteunt",
    "opbrengst": "resultaat resultaten uitkomst uitkomsten eindproduct eindresultaat oplevert levert opleveren result "
    "outcome uitkomen product",
    "doel": "bedoeling goal purpose",
    "begeleiding": "begeleider begeleiders begeleidde begeleidden begeleid begeleidt begeleiden leidde leidden "
    "facilitator guided",
    "film": "films filmpje filmpjes video videos video's aflevering afleveringen episode episodes gefilmd",
    "commissie": "committee",
    "voorzitter": "chair chairman chairperson",
    "deskundige": "deskundigen",
    "expert": "experts",
    "samenwerken": "samenwerking samenwerkt samenwerken",
    "partner": "partners partnerorganisaties",
    "stichting": "foundation gezelschap",
    "voorstelling": "show theatervoorstelling theater performance theatershow",
    "subsidie": "grant grants subsidies financiering bijdrage geld",
    "vragenlijst": "questionnaire enquete survey",
    "minister": "bewindspersoon",
    "ministerie": "ministry",
    "bzk": "binnenlandse",
    "uitgangspunt": "uitgangspunten principe principes principle principles",
    "traject": "trajecten track tracks",
    "terugkijken": "terugzien terug watch bekijken gemist nakijken",
    "website": "site webpagina internet webadres",
    "duur": "duurt doorlooptijd lang",
    "groep": "groepen group groups",
    "oordeel": "beoordeling beoordeeld cijfer judge judgement vonnis beoordelen",
    "leeftijd": "age",
    "citaat": "quote zei gezegd citeerde uitspraak",
    "deelnemer": "deelnemers participants aanwezigen aanwezig bezoekers",
    "bundel": "inspiratiebundel bundle inspiratiebundels",
    "uitleg": "betekenis betekent betekenen inhoud houdt meaning bedoelen bedoeld",
    "opgave": "opgaven",
    "toekomst": "future",
    "scenario": "scenario's scenarios toekomstscenario toekomstscenario's toekomstscenarios",
    "kernen": "kern dorp dorpen dorps wijk wijken wijkniveau",
    "leiding": "leidinggevenden",
    "borrel": "drankje drinks",
    "digitaal": "digitale online digital",
    "participatie": "participation inwonerparticipatie burgerparticipatie",
    "democratie": "democracy democratisch democratische",
    "verordening": "by-law bylaw",
    "bureau": "adviesbureau",
    "organiseren": "organiseert organiseerde organisator georganiseerd",
    "starten": "start gestart beginnen begint begon begin",
    "laatste": "eind einde afloop afgelopen last",
    "jongeren": "jeugd young",
    "stemmen": "kiezen voting vote",
}
CONCEPTS: Mapping[str, str] = {word: concept for concept, group in _GROUPS.items() for word in group.split()}

STOPWORDS = frozenset(
    ["de", "het", "een", "en", "of", "in", "op", "te", "ten", "ter", "van", "voor", "met", "aan", "bij", "om", "over", "door", "naar", "uit", "tot", "als", "dan", "dat", "die", "dit", "deze", "der", "des", "is", "zijn", "was", "waren", "wordt", "worden", "werd", "werden", "ben", "bent", "heeft", "hebben", "had", "hadden", "kan", "kun", "kunnen", "kon", "konden", "mag", "mogen", "moet", "moeten", "zou", "zouden", "zal", "zullen", "wil", "willen", "wilt", "ga", "gaat", "gaan", "doe", "doet", "doen", "deed", "ik", "je", "jij", "jou", "jouw", "jullie", "u", "uw", "wij", "we", "ons", "onze", "zij", "ze", "hij", "haar", "hem", "hun", "men", "mij", "me", "mijn", "er", "daar", "hier", "waar", "wat", "wie", "welke", "welk", "wanneer", "hoe", "hoeveel", "waarom", "waarover", "waarop", "waarmee", "waarvoor", "waardoor", "ook", "nog", "al", "wel", "niet", "geen", "maar", "want", "dus", "eens", "even", "graag", "zo", "zoal", "zo'n", "zulke", "toch", "eigenlijk", "precies", "alleen", "iets", "iemand", "alle", "alles", "ander", "andere", "anders", "eerst", "eerste", "zelf", "echt", "nou", "nu", "toen", "daarna", "daarvoor", "weer", "meer", "veel", "heel", "erg", "mee", "zich", "via", "per", "tijdens", "tussen", "zonder", "onder", "zoals", "namelijk", "hoor", "hallo", "goedemorgen", "goedemiddag", "beste", "dag", "hoi", "groet", "groeten", "dank", "bedankt", "dankjewel", "alvast", "vraag", "vragen", "weten", "weet", "vertel", "vertellen", "zeg", "zeggen", "noem", "noemen", "geef", "kunt", "komt", "komen", "kom", "krijg", "krijgt", "krijgen", "kreeg", "zit", "zitten", "staat", "staan", "stond", "maak", "maakt", "maken", "gebruik", "wa", "da", "ge", "gij", "zeik", "ff", "effe", "n", "t", "s", "m'n", "z'n", "the", "a", "an", "of", "to", "in", "on", "at", "is", "are", "was", "were", "do", "does", "did", "i", "we", "you", "your", "our", "us", "it", "that", "this", "what", "who", "where", "when", "how", "which", "why", "can", "could", "would", "for", "from", "with", "about", "there", "have", "has", "any", "some", "please", "eentje", "soort", "manier", "keer", "jaar", "mensen", "stuk", "lijst", "heet", "heten", "naam", "genoemd", "wordt", "bestaat", "bestaan", "beetje", "binnen", "buiten", "vind", "vinden", "vindt", "zoek", "zoeken", "zoekt", "hè", "he", "ja", "nee", "oke", "ok", "mogelijk", "wilde", "gaf", "uitleggen", "aub", "svp", "thanks", "tell"]
)
