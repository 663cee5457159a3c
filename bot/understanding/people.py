"""People who are told one by one: ``de wethouder, onze griffier en ik``, ``29 raadsleden en 5 collegeleden``."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re

from bot.patterns import compiled_later

WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
    "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "twintig": 20, "vijfentwintig": 25, "dertig": 30, "vijfendertig": 35, "veertig": 40, "vijfenveertig": 45,
    "vijftig": 50, "zestig": 60, "zeventig": 70, "vijfenzeventig": 75, "tachtig": 80, "negentig": 90, "honderd": 100,
    "honderdtwintig": 120, "honderdvijftig": 150, "tweehonderd": 200, "driehonderd": 300, "tweeen": 2, "tweeën": 2, "drieen": 3,
    "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8, "negenen": 9, "tienen": 10, "twaalven": 12,
    "beiden": 2, "tweetjes": 2, "twieë": 2, "twije": 2, "twaen": 2, "twaën": 2, "trijen": 3, "trije": 3, "drij": 3, "vief": 5,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip
"""Dutch, with the forms behind ``met z'n``, some of the regions, and a little English; ``ten`` is no number in Dutch."""
NUMBER = "|".join(["[0-9]{1,4}", *sorted(WORDS, key=len, reverse=True)])
NAME = r"(?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:van|de|der|den|het|ter|ten|te|'t|el|[A-Z]\.?|[A-Z][\w'’-]+)){0,4}"
_MANY = (
    r"(?:(?:wethouder|raadslid|griffier|inwoner|bewoner|bezoeker|deelnemer|ambtenar|ambtena?r|adviseur|medewerker|beleidsmedewerker|bestuurder|ondernemer|"
    r"gast|toehoorder|toeschouwer|genodigde|projectleider|teamleider|manager|vrijwilliger|trainee|jurist|student|jonger|burger|strateg|regisseur|directeur|colleague)(?:s|en|n)?|"
    r"mensen|personen|man|raadsleden|collegeleden|commissieleden|fractieleden|bestuursleden|steunfractieleden|teamleden|leden|collega['’]?s)"
)
_FUNCTION = (
    r"[\w-]*(?:adviseur|medewerk(?:er|ster)|collega|griffier|wethouder|manager|secretar(?:is|esse)|co[oö]rdinator|leider|leidster|genoot|burgemeester|"
    r"regisseur|directeur|controller|raadslid|ambtenaar|voorzitter|fotograaf|jurist|trainee|stagiaire?|chef|strateeg|commissielid|"
    r"baas|verbinder|makelaar|inwoner|ondernemer|lid|conservator|partner|colleague|director|officer|boss)"
)
_SELF = r"(?:ikzelf|ik|mijzelf|mezelf|mij|me|ondergetekende|myself|I|ich|ikke)"
_ONE = (
    rf"(?:(?:[Mm]ijn|[Mm]'n|mien|myn|[Oo]nze|ons|haar|zijn|hun|[Ee]en|[Éé]én|nog een|[Dd]e|[Dd]e heer|[Mm]evrouw|dhr\.?|mw\.?|mevr\.?|[Mm]y|our|a|the|us|collega|wethouder|burgemeester|griffier|raadslid) ){{1,3}}"
    rf"(?:(?:[\w-]+ )?(?i:{_FUNCTION})\b(?: {NAME})?|{NAME})|(?:(?i:{_FUNCTION}) )?{NAME}"
)
_OF = (
    r"(?:,? ?\([^)]{0,40}\))?(?: (?:van|uit|voor|from|of) (?:(?:de|het|'t|the|ons|onze|afdeling) )?[\w-]+(?: ?team)?)?"
)
_ITEM = rf"(?:(?i:(?:{NUMBER})) (?:[\w-]+ )?(?i:{_MANY})\b|\b(?i:{_SELF})\b(?: zelf)?|{_ONE}){_OF}"
_JOINED = r"(?:, (?:en|and) | en ook | en | and | plus | & | \+ |, )(?:voor |ook )?"
_LIST = compiled_later(rf"(?<![\w@.-]){_ITEM}(?:{_JOINED}{_ITEM}){{1,8}}(?![\w@])")
_MORE_THAN_ONE = compiled_later(rf"^(?:voor )?(?!een\b|één\b)({NUMBER})\b", re.IGNORECASE)
_MYSELF = compiled_later(rf"^{_SELF}\b", re.IGNORECASE)
_AND = compiled_later(_JOINED)
_ALSO = compiled_later(r" (?:en|and|plus|&|\+) ")
_COMES = compiled_later(
    r"\b(?:mee|meedoen|meedoet|deelnem\w*|deelneem\w*|deelname|deelnemers?|kom|komen|komt|aanwezig|aanmeld\w*|meld\w*|opgeven|opgave|geef|geven|inschrij\w*|schrijf|"
    r"noteer|aansluiten|aanschuiven|schuiven|erbij|bij zijn|bijwonen|vertegenwoordig\w*|uitnodig\w*|willen|wil|graag|zitten|zit|gaan|join|attend|take part|us|plekken|plaatsen|namens ons|publiek|verwacht\w*|aantal|stuur|sturen|zenden|vaardigen)\b",
    re.IGNORECASE,
)
_PAST = compiled_later(
    r"\b(?:vorig\w*|destijds|indertijd|geleden|spraken|waren|hadden|hebben (?:vorig|toen|al)|meegedaan|deden|zaten|heb ik met|sprak)\b",
    re.IGNORECASE,
)
_SIGNS_UP = compiled_later(
    r"\b(?:geef|geven|meld|melden|noteer|zet|aanmelden|aan te melden|opgeven|op te geven|inschrijven|deelnemers|namen)\b[^?!]{0,160}(?<!\bvan )(?<!namens )(?<!\bmet )(?<!gemeenten )$",
    re.IGNORECASE,
)
_TURN_UP = compiled_later(
    r" (?:komen|doen|nemen|schuiven|sluiten|gaan|willen|zullen) (?:\w+ ){0,4}(?:mee|deel|aan|naar|bij|erbij)\b"
)
_TAKES_ALONG = compiled_later(
    rf"\b(?i:ik|I)\b[^.?!\n]{{0,60}}\b(?:neem|breng|bring)\b (?P<others>{_ITEM}(?:{_JOINED}{_ITEM}){{0,6}}) (?:mee|along|met me mee)\b|"
    rf"\b(?i:ik|I)\b[^.?!\n]{{0,60}}\b(?:kom|komen|ga|deelnemen|meedoen|come) (?:dan |graag )?(?:samen )?(?:met|with) (?P<company>{_ITEM}(?:{_JOINED}{_ITEM}){{1,6}})|"
    rf"(?i:\b(?:naast|behalve|buiten) (?:ikzelf|ik|mijzelf|mezelf|mij|ondergetekende)\b(?: zelf)?,? (?:\w+ ){{1,2}}?)(?P<beside>{_ITEM}(?:{_JOINED}{_ITEM}){{0,6}})"
)
"""``ik kom, en neem Joke en Henk mee``, ``naast mij doen de controller en een teamleider mee``"""
_ALONGSIDE = compiled_later(
    rf"\b(?:ik|I)\b[^.?!\n]{{0,90}}\b(?:samen met|along with|together with|en wel met) (?:mijn|onze|een|de|my|our|a) (?:[\w-]+ )?{_FUNCTION}\b",
    re.IGNORECASE,
)
_ATTENDS = compiled_later(
    r"\b(?:deelnemen|meedoen|komen|kom|zitten|bij zijn|aanwezig|aansluiten|aanschuiven|doe (?:ik )?mee|neem (?:ik )?deel|bijwonen)\b",
    re.IGNORECASE,
)
_FIRST_NAME_AND_I = compiled_later(
    r"\b(?:willen|komen|doen|gaan|zouden|zullen|melden|schuiven) (?!jij|jullie|u|je|wij|we\b)[a-z]{3,12}(?: \([^)]{1,30}\))? en ik\b"
)
"""``daar willen marieke (communicatie) en ik bij``, as phones write names"""
_ENDS = compiled_later(r"(?<=[a-z)\d])\.(?=\s+[A-Z])|\n\s*\n|[?!]\s")


def number(text: str) -> int:
    """What a number in digits or in words of ``WORDS`` says."""
    return int(text) if text.isdigit() else WORDS[text.lower()]


def told_people(text: str) -> int | None:
    """How many are told one by one in a sentence about coming or signing up; None when nobody is."""
    return next((found for sentence in _ENDS.split(text) if (found := _in_sentence(sentence))), None)


def _in_sentence(sentence: str) -> int | None:
    if _PAST.search(sentence):
        return None
    along = _TAKES_ALONG.search(sentence)
    if along:
        return 1 + _counted(_items(next(filter(None, along.groups()))))
    if _ALSO.search(sentence) and (listed := _enumerated(sentence)):
        return listed
    return 2 if _ALONGSIDE.search(sentence) and _ATTENDS.search(sentence) else None


def _enumerated(sentence: str) -> int | None:
    comes = bool(_COMES.search(sentence))
    for match in _LIST.finditer(sentence):
        if not _ALSO.search(match.group()):
            continue
        items = _items(match.group())
        announced = _SIGNS_UP.search(sentence[: match.start()]) or _TURN_UP.match(sentence, match.end())
        if announced or (comes and _tells_who(items)):
            return _counted(items)
    return 2 if _FIRST_NAME_AND_I.search(sentence) else None


def _tells_who(items: list[str]) -> bool:
    """Whether the sender is one of them, or numbers are; two names may as well be those of a report."""
    return any(_MYSELF.match(item) or _MORE_THAN_ONE.match(item) for item in items)


def _items(enumeration: str) -> list[str]:
    return [item for item in _AND.split(enumeration) if item.strip()]


def _counted(items: list[str]) -> int:
    return sum(number(told[1]) if (told := _MORE_THAN_ONE.match(item)) else 1 for item in items)
