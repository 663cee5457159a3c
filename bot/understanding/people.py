"""People who are told one by one: ``de wethouder, onze griffier en ik``, ``29 raadsleden en 5 collegeleden``, a list of names."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.patterns import compiled_later
from bot.understanding.normalise import fold
from bot.understanding.numbers import WORDS

_LOW = ("twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|\\w+tig|\\w*honderd|"
        "two|three|four|five|six|trije|twa")  # fmt: skip
_COUNT = rf"(?:[0-9]{{1,4}}|{_LOW})"
NAME = r"(?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:van|de|der|den|het|ter|ten|te|'t|el|ten|[A-Z]\.?|[A-Z][\w'’-]+)){0,4}"
_MANY = (
    r"(?:(?:wethouder|raadslid|griffier|inwoner|bewoner|bezoeker|deelnemer|ambtenar|ambtena?r|adviseur|medewerker|beleidsmedewerker|bestuurder|ondernemer|"
    r"gast|toehoorder|toeschouwer|genodigde|projectleider|teamleider|manager|vrijwilliger|trainee|jurist|student|jonger|burger|strateg|regisseur|directeur|colleague)(?:s|en|n)?|"
    r"mensen|personen|man|raadsleden|collegeleden|commissieleden|fractieleden|bestuursleden|steunfractieleden|burgerraadsleden|\w+medewerkers|teamleden|leden|collega['’]?s)"
)
_FUNCTION = (
    r"[\w-]*(?:adviseur|medewerk(?:er|ster)|collega|griffier|wethouder|manager|secretar(?:is|esse)|co[oö]rdinator|leider|leidster|genoot|burgemeester|"
    r"regisseur|directeur|controller|raadslid|ambtenaar|voorzitter|fotograaf|jurist|trainee|stagiaire?|chef|strateeg|commissielid|planner|assistente?|"
    r"baas|verbinder|makelaar|inwoner|ondernemer|hoofd|conservator|partner|colleague|director|officer|boss|beheerder|onderzoeker|ontwerper|fractielid|collegelid)"
)
_SELF = r"(?:ikzelf|ik zelf|ik|mijzelf|mezelf|mij|me|ondergetekende|myself|I|ich|ikke)"
_DETERMINER = (r"(?:(?:[Mm]ijn|[Mm]['’]n|mien|myn|[Oo]nze|[Oo]ns|haar|zijn|hun|[Ee]en|[Éé]én|nog een|[Dd]e|[Hh]et|[Dd]e heer|[Mm]evrouw|[Dd]hr\.?|[Mm]w\.?|[Mm]evr\.?|[Mm]y|[Oo]ur|"
               r"a|the|us|nieuwe|collega|wethouder|burgemeester|griffier|raadslid) )")  # fmt: skip
_ONE = rf"(?:{_DETERMINER}{{1,3}}(?:(?:[\w-]+ )?(?i:{_FUNCTION})\b(?: {NAME})?|{NAME})|(?:(?i:{_FUNCTION}) )?{NAME})"
_OF = r"(?:,? ?\([^)\n]{0,40}\))?(?: (?:van|uit|voor|from|of) (?:(?:de|het|'t|the|ons|onze|afdeling) )?[\w-]+(?: ?team)?)?"
_APPOSED = rf"(?:, (?i:(?!\w*collega){_FUNCTION})(?: [\w-]{{2,}})?(?=, | en | & |[.;\n]|$))?"
"""``Anja Smit, griffier``: what somebody is behind the name."""
_NAMED = rf"(?:, (?:[Dd]e heer|[Mm]evrouw|[Dd]hr\.?|[Mm]w\.?|[Mm]evr\.?) {NAME})"
_OURS = rf"(?:[Mm]ijn|[Mm]['’]n|[Oo]nze|[Oo]ns|[Zz]ijn|[Hh]aar|[Hh]un) (?:[\w-]+ )?(?i:{_FUNCTION})\b"
"""``zijn kabinetschef, de heer Timmer``: who somebody is behind the function."""
_ITEM = (
    rf"(?:{_OURS}{_NAMED}|(?i:{_COUNT}) (?:[\w-]+ )?(?i:{_MANY})\b|\b(?i:{_SELF})\b(?: zelf)?|{_ONE}){_OF}{_APPOSED}"
)
_JOINED = r"(?:; | alsmede | evenals |, (?:en|and|alsmede) | en ook | en | and | plus | & | ?\+ |, )(?:voor |ook |natuurlijk |met )?"
_LIST = compiled_later(rf"(?<![\w@.-])(?=\w){_ITEM}(?:{_JOINED}{_ITEM}){{1,8}}(?![\w@])")
_AND = compiled_later(_JOINED)
_ALSO = compiled_later(r" (?:en|and|plus|&|\+|alsmede|evenals) ")
_JOINS = compiled_later(r" (?:en|and|plus|&|\+|alsmede|evenals) |: ")
_PIECE_END = compiled_later(r"[.?!](?<=[a-z]{5}.) |\n")
_APPOSITION = compiled_later(_APPOSED.removesuffix("?"))
_CALLED = compiled_later(rf"(?P<who>{_OURS}){_NAMED}")
_COUNTED = compiled_later(rf"^(?:{_COUNT})\b", re.IGNORECASE)
_MYSELF = compiled_later(rf"^(?:{_SELF})\b", re.IGNORECASE)
_WITH = compiled_later(
    rf"\b(?:[Ss]amen met|tezamen met|vergezeld van|together with|along with|met|with|[Nn]aast (?:ikzelf|mij|mijzelf|mezelf|ondergetekende)(?: \w+){{1,4}}|[Nn]eem(?: ik)?|breng(?: ik)?|bring) (?:ook |nog )?(?!het (?!hoofd\b))(?P<who>{_ONE}{_OF})"
)
_STOP = compiled_later(r"(?<=[\w)])[.?!](?=\s)|\n\s*\n")
_ATTENDS = compiled_later(
    r"^(?=[\s\S]*\b(?:ik|mij|ikzelf|I|me|naast|kom)\b)[\s\S]*\b(?:kom|komen|ga|erbij|er bij|bij zijn|bij wezen|ben er|deelnemen|deel|meedoen|mee|aanwezig|aansluiten|aanschuiven|aanmelden|meld|schuif|sluit|bijwonen|erheen|heen|naartoe|join|come|attend)\b",
    re.IGNORECASE,
)
_BARE = compiled_later(r"^[A-Z][\w'’-]+$")
_LOWER_NAME_AND_I = compiled_later(
    r"\b(?:willen|komen|doen|gaan|zouden|zullen|melden|schuiven) (?!jij|jullie|u|je|wij|we\b)(?P<who>[a-z]{3,12}(?: \([^)]{1,30}\))? en ik)\b"
)
"""``daar willen marieke (communicatie) en ik bij``, as phones write names"""
_PERSON_LINE = compiled_later(
    rf"^\s*(?:[-*•–>]|\d{{1,2}}[.)]|[a-z]\))?\s*(?:{_ONE}|(?i:{_SELF}))(?:\s*[,(:/|–-].{{0,70}})?[.;]?$"
)
_BULLET = compiled_later(r"^\s*(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s+")


@dataclass(frozen=True, slots=True)
class People:
    """Some people: how many, whether the sender is one of them, how they are told, and where in the text."""

    count: int
    with_sender: bool
    told: str
    """``listed`` in a sentence, ``single`` beside the sender, or ``lines`` below one another."""
    start: int
    end: int
    bare: bool = False
    """Whether they are single names only, which may as well be those of places: ``Ommen en Hardenberg``."""


def told_people(text: str) -> Iterator[People]:
    """Everybody who is told one by one, sentence by sentence or line by line."""
    lists: list[tuple[int, int]] = []
    for begin, end in _pieces(text):
        for match in _LIST.finditer(text, begin, end):
            if _ALSO.search(match.group()) or text[: match.start()].endswith(": "):
                lists.append(match.span())
                yield _listed(match)
    for match in _LOWER_NAME_AND_I.finditer(text) if " en ik" in text else ():
        lists.append(match.span("who"))
        yield People(2, with_sender=True, told="listed", start=match.start("who"), end=match.end("who"))
    for match in _WITH.finditer(text):
        if _ATTENDS.search(_sentence(text, match)) and not any(
            start < match.end("who") and match.start("who") < end for start, end in lists
        ):
            yield People(1, with_sender=False, told="single", start=match.start("who"), end=match.end("who"))
    yield from _below_one_another(text)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences and lines that can hold a list; most cannot, and the pattern of a list is slow."""
    begin = 0
    for end in (*(match.end() for match in _PIECE_END.finditer(text)), len(text)):
        if _JOINS.search(text, begin, end):
            yield begin, end
        begin = end


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence around a match, without the company itself."""
    return _STOP.split(text[: match.start("who")])[-1] + " " + _STOP.split(text[match.end("who") :], maxsplit=1)[0]


def _listed(match: re.Match[str]) -> People:
    items = [item for item in _AND.split(_without_functions(match.group())) if item.strip()]
    return People(
        sum(map(_how_many, items)),
        with_sender=any(_MYSELF.match(item) for item in items),
        told="listed",
        start=match.start(),
        end=match.end(),
        bare=all(_BARE.match(item) for item in items),
    )


def _without_functions(told: str) -> str:
    """The list without what they are: ``Piet Bos, griffier, en Jo Smit`` are two."""
    return _APPOSITION.sub("", _CALLED.sub(r"\g<who>", re.sub(r"\([^)]*\)", "", told)))


def _how_many(item: str) -> int:
    counted = _COUNTED.match(item)
    if not counted:
        return 1
    return int(counted[0]) if counted[0].isdecimal() else WORDS.get(fold(counted[0]), 1)


def _below_one_another(text: str) -> Iterator[People]:
    """Two or more lines that each begin with a person, behind bullets or below a line that announces them."""
    at, first, count, led, sender = 0, 0, 0, False, False
    for line in [*text.splitlines(keepends=True), ""]:
        plain = line.rstrip()
        if plain and (led or _BULLET.match(plain)) and _PERSON_LINE.match(plain):
            first = first if count else at
            count += 1
            sender = sender or bool(_MYSELF.match(_BULLET.sub("", plain)))
        elif plain or not count:
            if count > 1:
                yield People(count, with_sender=sender, told="lines", start=first, end=at)
            count, sender, led = 0, False, plain.endswith(":") or (led and not plain)
        at += len(line)
    if count > 1:
        yield People(count, with_sender=sender, told="lines", start=first, end=len(text))
