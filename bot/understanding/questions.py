"""What a question asks for, and whether it is one that nobody may answer from the knowledge base.

Two families. ``Ask`` is the sort of fact that is wanted (a number, a time, a price): an entry may answer a price
question only when somebody curated a price question for it. ``Concern`` is a question about somebody's own case, a
change, a complaint, personal data or an attempt to misuse the assistant: a colleague answers those, whatever the
entries say.
"""

import re

from bot.patterns import Several, compiled_later
from bot.understanding.normalise import fold
from bot.understanding.question_words import ASKS, CONCERNS, Ask, Concern

_ASKS = {ask: compiled_later("|".join(phrases)) for ask, phrases in ASKS.items()}
_WAYS_TO_ASK = {compiled_later(phrase): ask for ask, phrases in ASKS.items() for phrase in phrases}
_WAYS = Several(_WAYS_TO_ASK)
_CONCERNS = {concern: compiled_later("|".join(phrases)) for concern, phrases in CONCERNS.items()}
PERSONAL_DATA = compiled_later(
    r"\b(?:burgerservicenummer|bsn)\b[^.?!]*\d"
    r"|(?<!\d)\d{9}(?!\d)"
    r"|\b[a-z]{2}\d{2} ?[a-z]{4} ?(?:\d ?){10}\b"
    r"|(?<!\d)0(?:6[- ]?(?:\d[- ]?){8}|[1-9]\d{1,2}[- ]?(?:\d[- ]?){6,7})(?!\d)"
    r"|[\w.+-]+@(?!vng\.nl|aeno\.nl|zeist\.nl)[\w-]+(?:\.[\w-]+)+"
)


MONEY_ASKED = compiled_later(
    r"\b(?:geld|euro'?s?|prij[sz]\w*|kosten|tarie\w+|gratis|betal\w+|goedkoop|budget|price|costs?|fee)\b|\bhoe duur\b"
    r"|\b(?:wat|hoeveel) kost(?:en|te)?\b"
)
TIME_ASKED = compiled_later(r"\b(?:tijd|uur|uren|dagen|weken|maanden|time|days|weeks)\b")
MONEY_NAMED = compiled_later(
    r"€|\b(?:euro|geld|bedrag|gratis|kost(?:en|prijs)?\b|kosteloos|betaa?l|budget|subsidie|vergoed|prij[sz]|financi|bijdrage|fonds|menskracht)"
)

FOCUS = compiled_later(
    r"\b(?:hoeveel|aantal|how many|(?:is|zijn|was|waren) er|hebben jullie|heb je|heeft u) "
    r"(?:(?:ook|nog|een|de|het|al|iets|ergens|die|twee|drie|vier|vijf|zes|nieuwe|eerste|andere|mogelijke) )*"
    r"([a-z'-]{4,})"
    r"|\bwie (?:is|was|zijn|waren) (?:de|het|jullie|die) ([a-z'-]{4,})"
    r"|\bwelke? (wethouder|burgemeester|raadslid|griffier|minister|stad|provincie|partij|bedrijf|land)\b"
)
THE_WAY = compiled_later(
    r"\b(?:bij|naar) wie (?:moet|kan|kunnen|moeten|mail|stuur)\b|\bwaar (?:kan|moet|kunnen|moeten|mail|stuur)\b"
    r"|\b(?:welk|wat is het|het) (?:e-?)?(?:mail ?)?adres\b|\b(?:e-?)?mail ?adres (?:voor|van)\b"
    r"|\bwho (?:do|can|should) (?:i|we) (?:e-?mail|contact|ask)\b"
)
TO_WHOM = compiled_later(
    r"\b(?:bij|naar|aan) wie (?:\w+ ){0,2}?(?:kan|kunnen|mag|moet|moeten|mail|stuur|meld|geef|vraag|klop)\b"
    r"|\bwie (?:(?:moet|kan|kunnen|moeten) (?:ik|we|wij) (?:mailen|benaderen|hebben)|(?:mail|stuur) (?:ik|we|wij))\b"
    r"|\bhoe (?:kom|komen) (?:ik|we|wij) er ?(?:in|bij)\b"
    r"|\b(?:welk|wat is het|het) (?:e-?)?mail ?adres\b"
    r"|\b(?:waar|hoe) (?:mail|meld|melden|geef|geven|vraag|vragen|schrijf|schrijven|dien|dienen|boek|boeken|stuur|"
    r"sturen) (?:ik|we|wij)\b"
    r"|\bwaar (?:kan|kunnen|mag|mogen|moet|moeten)\b[^?.]*"
    r"\b(?:heen|naartoe|kwijt|doorgeven|inbrengen|indienen|insturen|melden|aanmelden|aanvragen|opgeven|inschrijven|zijn|terecht|wezen)\b"
    r"|\bwaar kan (?:dat|het)\W*\Z"
    r"|\bhow (?:do|can) (?:we|i) (?:sign up|apply|join|register|request|book)\b"
    r"|\bwhom? (?:do|can|should) (?:we|i) (?:e-?mail|contact|ask)\b"
)
"""Somebody wants to bring or ask something and needs the address, not a fact."""
PAST = compiled_later(
    r"\b(?:was|waren|had|hadden|kon|konden|kreeg|kregen|werd|werden|begon|zat|zaten|gaf|gaven|bood|mocht|kostten?|"
    r"startte|startten|telde|ontving|ontvingen|destijds|toen|vroeger|20(?:1\d|2[0-5])|did|were)\b"
)
CLAUSE = compiled_later(
    r"[,;:.?!](?=\s)|\s(?:dus|maar|want|en nu|en dan)\s|\sen (?=(?:ik |wij |we )?(?:wil|willen|zoek|zoeken|zouden)\b)"
)
CONDITION = compiled_later(r"\A\s*(?:als|indien|stel(?: dat)?|wanneer|if) [^,?.]+, ", re.IGNORECASE)
"""A story that only sets the scene: 'als we meedoen, '."""
NEXT_QUESTION = compiled_later(
    r"(?:,\s*(?:en\s+|of\s+)?(?:zo ja:?,?\s+)?|\s+en\s+|,?\s+and\s+)"
    r"(?=(?:(?:met|voor|bij|van|uit|over|aan)\s+)?(?:wat|wie|waar\w*|wanneer|hoe|hoeveel|welke?|what|who|when|how|which)\b"
    r"|(?:is|zijn|heeft|hebben|mag|moet|krijgt|komen|kan|kun|kunt|kunnen)\s)",
    re.IGNORECASE,
)
"""Where the next question of the same sentence begins."""
FEWEST = 3
"""A part of a question with fewer words than this is no question of its own."""
POINTS_BACK = compiled_later(r"\b(?:daar|dat|dit|zoiets|hen|hun|ze|hiervoor|daarvoor|daarbij|erbij|hem|haar)\b")
"""Words in a question that stand for what was said before it."""
SENTENCE = compiled_later(r"[^.?!\n]+(?:\.(?=[a-z0-9])[^.?!\n]+)*[.?!]*")
LONGEST = 2000
"""Characters of a text that are read as a question."""
PROPER_NAME = compiled_later(r"[A-Z](?<=[a-z0-9,;:')] [A-Z])[a-zà-ÿ]{3,}")


_DESCRIBING = (
    "verschillende|concrete|andere|soorten|nieuwe|korte|lange|losse|kleine|grote|middelgrote|gelote|deelnemende|"
    "nederlandse|eigen|extra|ervaren|of|ongeveer"
)
COUNTED = compiled_later(
    rf"\b(?:hoeveel|aantal|how many) (?:(?:{_DESCRIBING}) )*([a-z'-]{{3,}})"
    r"|\bhoe (oud|snel|hoog|zwaar|rijk|bekend|populair|succesvol|ervaren|moeilijk|streng|goed|veilig|betrouwbaar)\b"
)


def counted(text: str) -> tuple[str, ...]:
    """What a question wants the number or the measure of, folded: 'weken' in 'hoeveel weken', 'oud' in 'hoe oud'."""
    return tuple(word for found in COUNTED.findall(fold(text)) for word in found if word)


def focus(text: str) -> tuple[str, ...]:
    """The words for what a question counts or chooses from, folded: 'inwoners' in 'hoeveel inwoners'."""
    return tuple(word for found in FOCUS.findall(fold(text)) for word in found if word)


def proper_names(text: str) -> tuple[str, ...]:
    """Words with a capital inside a sentence, folded: places, languages, people."""
    return tuple(map(fold, PROPER_NAME.findall(text)))


def core(text: str) -> str:
    """What asks, when the rest only tells: who asks, why, and in which case says nothing about what is wanted."""
    sentences = [found.strip() for found in SENTENCE.findall(text[:LONGEST])]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    told = " ".join(asking) if asking and len(asking) < len(sentences) else text
    return CONDITION.sub("", told)


def points(text: str) -> tuple[str, ...]:
    """Where the point of a long question may stand: after its last comma, stop or turn; nothing for a short one.

    A question that points back ('waar vraag ik dat aan?') comes with what stands before it.
    """
    clauses = [clause.strip() for clause in CLAUSE.split(text[:LONGEST]) if clause.strip(" .?!")]
    if len(clauses) < 2:
        return ()
    last = clauses[-1]
    return (f"{clauses[-2]} {last}", last) if points_back(last) else (last,)


def points_back(text: str) -> bool:
    """Whether a text holds a word that stands for what was said before."""
    return bool(POINTS_BACK.search(fold(text)))


def parts_of(sentence: str) -> tuple[str, ...]:
    """Every part of a question that is a question itself; a part that is too short stays with the one before it.

    'Wanneer is het en wie mogen er komen?' are two, each with the question mark of the whole.
    """
    parts, start = [], 0
    for found in NEXT_QUESTION.finditer(sentence):
        rest = sentence[found.end() :]
        if len(sentence[start : found.start()].split()) >= FEWEST and len(rest.split()) >= FEWEST:
            parts.append(sentence[start : found.start()].strip() + ("?" if sentence.endswith("?") else ""))
            start = found.end()
    return (*parts, sentence[start:].strip())


def asks_the_way(text: str) -> bool:
    """Whether somebody wants to know where to go with a question, rather than its answer."""
    return bool(THE_WAY.search(fold(text)))


def asks_to_whom(text: str) -> bool:
    """Whether somebody wants an address to bring something to: an idea, a sign-up, a request."""
    return bool(TO_WHOM.search(fold(text)))


def is_of_the_past(text: str) -> bool:
    """Whether a question is about how it was, so that an old amount answers it."""
    return bool(PAST.search(fold(text)))


def about_money(text: str) -> bool:
    """Whether a question is about money, and not about what something costs in time."""
    folded = fold(text)
    return bool(MONEY_ASKED.search(folded)) and not TIME_ASKED.search(folded)


def names_money(text: str) -> bool:
    """Whether a text says anything about money, so that it can answer such a question."""
    return bool(MONEY_NAMED.search(fold(text)))


def asks(text: str, among: frozenset[Ask] = frozenset(Ask)) -> frozenset[Ask]:
    """The sorts of fact that a text wants; empty for keywords and for a plain 'what is'."""
    folded = fold(text)
    found: set[Ask] = set()
    for way in _WAYS.that_may_match(folded):
        ask = _WAYS_TO_ASK[way]
        if ask in among and ask not in found and way.search(folded):
            found.add(ask)
    return frozenset(found)


def without_asks(text: str, among: frozenset[Ask]) -> str:
    """The folded text without the words that say which sorts of fact it wants: what the price or the date is of.

    The last sort first, a number before a duration, so that what is counted ('weken') stays.
    """
    folded = fold(text)
    for ask in sorted(among, key=list(ASKS).index, reverse=True):
        folded = _ASKS[ask].sub(" ", folded)
    return folded


def concerns(text: str) -> tuple[Concern, ...]:
    """Why a colleague must answer, the gravest first; empty when the knowledge base may try."""
    folded = fold(text)
    return tuple(concern for concern, pattern in _CONCERNS.items() if pattern.search(folded))


def holds_personal_data(text: str) -> bool:
    """Whether somebody typed a citizen number, bank account, telephone number or private address into the question."""
    return bool(PERSONAL_DATA.search(fold(text)))


def questions_of(text: str) -> str:
    """The sentences of a text that end in a question mark, when others do not; empty when all or none do."""
    sentences = [found.strip() for found in SENTENCE.findall(text[:LONGEST])]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    return " ".join(asking) if len(asking) < len(sentences) else ""
