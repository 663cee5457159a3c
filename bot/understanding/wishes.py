"""What a visitor of the chat wants to do, beside asking: sign up, reach a colleague, hear the state, stop, agree."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

from bot.patterns import compiled_later
from bot.understanding.normalise import fold
from bot.understanding.question_words import Concern
from bot.understanding.questions import concerns
from bot.understanding.spelling import mended

SERVICES = {
    "leerkring": compiled_later(r"\b(?:leer ?(?:kring|cirkel|groep)\w*|learning circles?|learkring\w*)"),
    "intervisitatie": compiled_later(r"\b(?:inter[ -]?visi?ta\w*|visitatie\w*|peer review)"),
    "toekomstverkenning": compiled_later(r"\b(?:toekomst ?verken\w*|takomstferkenning|future exploration)"),
    "bijeenkomst": compiled_later(r"\b(?:bijeenkomst\w*|gearkomst\w*)"),
    "expert": compiled_later(r"\b(?:democratie-?)?(?:experts?|deskundigen?)\b"),
}
"""What can be arranged in a conversation, by what people call it."""
ASKING = compiled_later(
    r"\A(?:(?:en|maar|dus|oke?|hoi|hallo|dag|goede\w+|goeie\w+|zeg|nou|ja|nee|haha|hm+)[,. ]+)*"
    r"(?:hoe\w*|wat|waar\w*|wanneer|wie|welke?|is|zijn|was|moet|moeten|mag|mogen|kost|kosten|duurt|heeft|hebben|heb|kun|kunt|kunnen|kan|"
    r"komt|komen|doen|doet|gaat|gaan|krijg\w*|bestaat|how|what|when|who|where|why|which|can|could|is|are|do|does|will|wa|wer|"
    r"wannear|hoefolle|hokker|kinne)\b"
)
"""The beginning of a question, whether or not a question mark ends it."""
POLITE = compiled_later(
    r"\b(?:kan|kun|kunt|kunnen|wil|wilt|willen) (?:je|u|jij|jullie) (?:me|mij|ons|onze \w+|mijn \w+)\b[^?]*\b(?:aanmelden|inschrijven|opgeven)"
)
JOIN = compiled_later(
    r"\b(?:aan ?meld(?:en)?|aan te (?:melden|vragen)|inschrijven|in te schrijven|opgeven|op te geven|mee ?doen|mee te doen|deelnemen|"
    r"deel te nemen|aanvragen|meld(?:en)?\b[^.?]*\baan|schrijf\b[^.?]*\bin|geef (?:ons|me|mij|onze)\b[^.?]*\bop\b(?! (?:de|het|een)\b)|do(?:e|en|et)\b[^.?]*\bmee|boeken|"
    r"meidwaan|sign up|join|naar (?:een|de|die|jullie) \w+)\b"
)
WANT = compiled_later(
    r"\b(?:wil|willen|wou|zou|zouden|graag|meld|melden|schrijf|geef (?:ons|mij|me|onze)|wij doen|we doen|doe|aanmelden|opgeven|inschrijven|"
    r"toch wel|wol|wolle|want|would like)\b"
)
ORDER = compiled_later(
    r"\b(?:wil|willen|wou|zou|zouden|graag|zoek|zoeken|doe (?:mij|ons|maar)|vraag|vragen|neem|want|need)\b"
)
ORDERED = frozenset({"expert", "toekomstverkenning"})
"""What one asks for, rather than signs up for."""
LEARN = compiled_later(
    r"\b(?:weten|horen|lezen|informatie|info|uitleg|vertel\w*|begrijpen|vraag stellen|vragen (?:over|stellen)|meer over|know|spreken|"
    r"worden|aanbieden|mening|verslag)\b"
)
OTHER = frozenset({Concern.CHANGE, Concern.STATUS, Concern.COMPLAINT, Concern.MISUSE, Concern.PRIVACY})
BARE = compiled_later(
    r"\A\W*(?:ik wil (?:me |mij |ons )?)?(?:aanmelden|inschrijven|opgeven|meedoen|meld (?:me|mij|ons) aan)\W*\Z"
)
THAT_ONE = compiled_later(r"\bdoe (?:mij|ons)?\s*(?:maar )?(?:die|dat|de (?:eerste|laatste|tweede))\b")

PERSON = r"(?:collega|medewerker|medewerkster|mens|iemand|persoon|human|person|someone|colleague)"
TALK = r"(?:spreken|praten|mailen|bellen|terug ?mailen|terug ?bellen|antwoorden|contact|krijgen|chatten|overleggen|vragen|talk|speak|email)"
COLLEAGUE = compiled_later(
    rf"\b{PERSON}\b[^.?]{{0,40}}\b{TALK}\b|\b{TALK}\b[^.?]{{0,25}}\b{PERSON}\b|\bverbind\w*|\bdoorverbind\w*"
    rf"|\b(?:vraag|stel|leg|geef|stuur)\b[^.?]{{0,40}}\b(?:aan|door|voor|naar|bij)\b[^.?]{{0,25}}\b{PERSON}\b"
    r"|\bweet (?:iemand|een collega|een ander) (?:anders )?(?:dat|het|dit)\b"
    r"|\b(?:geef|stuur)(?: (?:het|dit|dat|deze vraag|de vraag|mijn vraag|maar|hem))* door\b|\bliever (?:een |met een )?(?:echt )?(?:mens|collega|medewerker)"
)
PASS_ON = compiled_later(r"\b(?:stuur|geef|speel|zet)\b[^.?]{0,40}\bdoor\b(?! (?:middel|te))")
NO_COLLEAGUE = compiled_later(
    r"\b(?:mijn|onze|ervaren|een ervaren|welke) (?:collega|medewerker)|collega-|\bwie (?:kan|moet|mag) ik\b|\biemand (?:van jullie )?(?:die|bij ons)\b"
)
ORDERS = compiled_later(
    r"\A\W*(?:open|garandeer|bevestig|beloof|teken|verklaar|verleng|keur|reserveer|regel|bel|wacht|zeg|maak|schrijf|stuur|zet|wijs|plan|"
    r"verander|haal|bestel|schakel|voer|toon|print|geef (?:me|mij|ons) (?:toegang|korting|alle|de|je|je geheime|vrijstelling)|meld (?:mijn|alle))\b"
)
STATE = compiled_later(
    r"\b(?:hoe (?:staat|zit) het (?:met|er)|(?:stand|status|voortgang)(?: van zaken)? van)\b[^?]*"
    r"\b(?:aanmelding|aanvraag|verzoek|vraag|inschrijving|mail|onze|mijn|ons)\b"
    r"|\b(?:is|zijn|staan|heeft|hebben|of)\b[^?]*\bal (?:is |zijn |staan |heeft |hebben )?(?:aangemeld|opgegeven|ingeschreven)\b|\bal (?:iets )?bekend over (?:mijn|onze)\b"
)
STOP = compiled_later(
    r"\b(?:stop(?:pen)?(?: maar| ermee)?|laat (?:toch |het )?(?:maar|zitten)|annuleer|annuleren|cancel|afbreken|vergeet het|toch (?:maar )?niet|"
    r"(?:ok[e]? )?dan (?:maar )?niet|hoeft niet(?: meer)?|ik haak af|quit)\b"
)
OVER = compiled_later(r"\b(?:(?:begin|start)(?: maar| weer)? opnieuw|opnieuw beginnen|van voren af aan)\b")
BACK = compiled_later(r"\A\W*(?:vorige(?: (?:vraag|stap))?|terug|een stap terug|ga terug)\W*\Z")
SKIP = compiled_later(
    r"\A\W*(?:(?:dat )?weet ik (?:\w+ )?niet\b.*|weet (?:ik )?(?:nog )?niet|geen idee|geen voorkeur|maakt niet (?:zoveel |veel )?uit|(?:sla(?: deze)? )?over(?:slaan)?|"
    r"skip|later|nog niet bekend|n\.?v\.?t\.?|onbekend|-+|nog onduidelijk)\W*\Z"
)
AGREES = frozenset(
    [
        "ja",
        "jaa",
        "jazeker",
        "jawel",
        "zeker",
        "graag",
        "ok",
        "oke",
        "okay",
        "prima",
        "goed",
        "klopt",
        "akkoord",
        "doe",
        "yes",
        "yep",
        "jep",
        "correct",
        "versturen",
        "verstuur",
        "verzenden",
        "verzend",
        "stuur",
        "perfect",
        "sure",
        "top",
        "please",
    ]
)
"""A yes by itself."""
AGREEING = AGREES | frozenset(
    [
        "maar",
        "dat",
        "is",
        "alsjeblieft",
        "alstublieft",
        "aub",
        "heel",
        "helemaal",
        "het",
        "zo",
        "nu",
        "wel",
        "bevestigen",
        "op",
        "hoor",
        "dit",
        "alles",
        "mooi",
        "fijn",
    ]
)
"""What a mere yes consists of."""
DECLINING = frozenset(
    {
        "nee",
        "neen",
        "no",
        "nope",
        "niet",
        "nog",
        "hoor",
        "dank",
        "je",
        "u",
        "bedankt",
        "toch",
        "liever",
        "hoeft",
        "dat",
        "klopt",
        "het",
        "dit",
    }
)
LONGEST_NOD = 7


def service_in(text: str) -> str:
    """The service of those that can be arranged here which the text names last; empty when it names none."""
    folded = fold(mended(text))
    found = [(match.start(), service) for service, name in SERVICES.items() for match in name.finditer(folded)]
    return max(found)[1] if found else ""


def asks_something(text: str) -> bool:
    """Whether a text reads as a question."""
    return "?" in text or bool(ASKING.search(fold(text)))


def sign_up(text: str) -> str | None:
    """The service that somebody wants, empty when they do not say which; None when they want no such thing."""
    folded = fold(mended(text))
    if POLITE.search(folded) or BARE.search(folded) or THAT_ONE.search(folded):
        return service_in(text)
    if asks_itself(text) or LEARN.search(folded) or OTHER.intersection(concerns(text)):
        return None
    service = service_in(text)
    joins = JOIN.search(folded) and (
        WANT.search(folded) or folded.lstrip().startswith(("aanmeld", "inschrij", "opgev"))
    )
    orders = service in ORDERED and ORDER.search(folded)
    return service if joins or orders else None


def asks_itself(text: str) -> bool:
    """Whether the whole message asks; a wish with a question behind it does not."""
    first = text.replace("!", ".").split(".")[0]
    only = "." not in text and text.rstrip().endswith("?")
    return only or bool(ASKING.search(fold(text))) or ("?" in first and len(first) < len(text))


def wants_colleague(text: str) -> bool:
    """Whether somebody would rather have a person."""
    folded = fold(mended(text))
    return bool(PASS_ON.search(folded) or (COLLEAGUE.search(folded) and not NO_COLLEAGUE.search(folded)))


def gives_an_order(text: str) -> bool:
    """Whether somebody wants something done that only a person can do, or nobody."""
    return bool(ORDERS.search(fold(text)))


def wants_state(text: str) -> bool:
    """Whether somebody asks how their own request is doing."""
    return bool(STATE.search(fold(mended(text))))


def stops(text: str) -> bool:
    """Whether somebody wants to leave off; a long message says more than that."""
    return len(text.split()) <= LONGEST_NOD and bool(STOP.search(fold(text)))


def starts_over(text: str) -> bool:
    """Whether somebody wants to do the steps again from the first."""
    return bool(OVER.search(fold(text)))


def goes_back(text: str) -> bool:
    """Whether somebody wants the step before this one."""
    return bool(BACK.search(fold(text)))


def skips(text: str) -> bool:
    """Whether somebody does not know, or does not care."""
    return bool(SKIP.search(fold(mended(text))))


def agrees(text: str) -> bool:
    """A yes and nothing else."""
    said = _nod(text)
    return bool(said & AGREES) and said <= AGREEING


def declines(text: str) -> bool:
    """A no and nothing else."""
    said = _nod(text)
    return bool(said & {"nee", "neen", "no", "nope"}) and said <= DECLINING


def _nod(text: str) -> frozenset[str]:
    said = fold(mended(text)).replace(",", " ").replace(".", " ").replace("!", " ").split()
    return frozenset(said) if len(said) <= LONGEST_NOD else frozenset()
