"""How many people a mail says in so many words: turns of phrase that decide where what was learned doubts."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re

from bot.patterns import Several, compiled_later
from bot.understanding.numbers import WORDS

MOST_SPELLED = 300
"""Larger numbers are written in digits."""
NUMBER = "|".join(["[0-9]{1,4}", *sorted((word for word, value in WORDS.items() if value <= MOST_SPELLED
                                         and (value <= 20 or value % 10 == 0 or value % 25 == 0)),
                                        key=len, reverse=True)])  # fmt: skip
_N = rf"({NUMBER})"
_UNITS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|euro|procent|minuten"
_PEOPLE = (
    r"(?:nieuwe |eigen |geinteresseerde |betrokken )?(?:man|\w*mensen|lju|lu|leu|personen|pers\b\.?|persoon|p\.|deelnemers?|collega'?s?|collega’s|raadsleden|raadslid|ambtenaren|griffiers|"
    r"wethouders|bezoekers|gasten|toeschouwers|genodigden|aanwezigen|beleidsmedewerkers|medewerkers|inwoners|leden|koppen|"
    r"leidinggevenden|bestuurders|teamleden|fractieleden|toehoorders|collegeleden|projectleiders|adviseurs|commissieleden)(?!\w)"
)
_SEATS = compiled_later(
    r"(?:zaal|ruimte|plek|plaats|plaatsen|capaciteit|stoelen|zitplaatsen|locatie)\b[^.?!,\n]{0,30}$|"
    r"(?:panel|project|projectteam|berad|beraad|burgerraad|waarin|training|bundel|team|afdeling|organisatie|dorp|met loting) "
    r"(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_TOTALS = Several((
    compiled_later(rf"\b(?:met|mit|mei) (?:zijn|z'n|z’n|zn|ons|onze|zien|syn) (?!een\b){_N}\b(?! (?:gemeenten|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf"(?<!gemeenten, )\been (?:man|stuk) of {_N}\b(?! (?:uur|keer|weken|dagen|gemeenten|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf"\b(?:we|wij|wie|wy) (?:zijn|bennen|binne|komen|worden) (?:dan |dus |nu )?(?:met|mit|mei) (?!een\b){_N}\b(?! (?:gemeenten|{_UNITS}|{_PEOPLE}))", re.IGNORECASE),
    compiled_later(rf"\b(?:zijn|zitten|komen|worden) (?:we|wij) (?:dan |dus |nu )?met (?!een\b){_N}\b(?! (?:gemeenten|{_UNITS}|{_PEOPLE}))", re.IGNORECASE),
    compiled_later(rf"(?<!van de )\b(?!een\b){_N} (?:van ons|of us)\b", re.IGNORECASE),
    compiled_later(rf"\b{_N} {_PEOPLE},? (?:in )?tota(?:al|l)\b", re.IGNORECASE),
))  # fmt: skip
"""Said of the whole company; who it is made of may be told beside it."""
_MET_BEFORE = compiled_later(
    r"[^.?!\n]{0,20}(?:gedaan|genomen|gevuld|geweest)\b|[^.?!\n]{0,5} die zouden\b", re.IGNORECASE
)
"""Behind people who did come, or would have."""
_COUNTED = Several((
    compiled_later(rf"\b(?:reken(?:en)?(?: dan| dus| maar)? op|in totaal|totaal|alles bij elkaar) (?:zo'n |ongeveer |circa )?(?!een\b){_N}\b(?! (?:gemeenten|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf", {_N} (?:man|mensen|personen)(?=[.,;)]|$)", re.IGNORECASE),
    compiled_later(rf"\b{_N} (?:aanmeldingen|inschrijvingen)\b", re.IGNORECASE),
    compiled_later(rf"\b(?:group|party|team) of {_N}\b|\b{_N} (?:people|persons|guests|participants)\b", re.IGNORECASE),
    compiled_later(rf"\b(?:met|met (?:zijn|z'n|z’n|zn|ons|onze)|met in totaal|komen|rekenen? (?:jullie|u|je)? ?(?:dan )?op|op|totaal|samen|"
               rf"ongeveer|circa|ca\.?|zo'n|rond de|publiek|alles bij elkaar|we zijn|wij zijn|zijn we|voor|voor onze|voor de|gaat om|gaat het om|"
               rf"verwachten(?: we| wij)?|schatten|aantal:?|aantal deelnemers:?|deelnemers:?|personen:?|graag|inschrijven|aanmelden)"
               rf" (?:ongeveer |circa |ca\.? |zo'n |een |de |wel |maximaal |naar schatting )*{_N} {_PEOPLE}", re.IGNORECASE),
    compiled_later(rf"\({_N} {_PEOPLE}", re.IGNORECASE),
    compiled_later(rf"\b(?:aantal(?: deelnemers| personen)?|deelnemers|personen)\s*[:=]\s*(?!een\b){_N}\b", re.IGNORECASE),
    compiled_later(rf"\b(?:worden (?:het )?(?:er|we)|wordt het|zijn (?:het )?er|komen (?:er|we|wij)|(?:we|wij) komen|komen er (?:nu )?|met in totaal)"
               rf"(?: nu| dan| toch| geen \w+,? maar| waarschijnlijk| ongeveer| wel| zo'n| maar| met| inmiddels| niet \d+ maar| in totaal)* (?!een\b){_N}\b(?! (?:uur|keer|weken|dagen|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf"\b(?:clubje|groepje|groep|delegatie|ploegje|gezelschap|stel|afvaardiging|team|kluppie|clubke) van (?:ongeveer |zo'n )?(?!een\b){_N}\b(?! (?:gemeenten|kernen|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf"\b(?:zo'n|zo’n|sa'n|sa’n|ongeveer|circa|ca\.|naar schatting|plusminus|rond de|een man of|een stuk of) {_N} {_PEOPLE}", re.IGNORECASE),
    compiled_later(rf"\b{_N} in plaats van (?:de )?(?:{NUMBER})\b", re.IGNORECASE),
    compiled_later(rf"\bvan (?:{NUMBER}) naar {_N} (?:{_PEOPLE})", re.IGNORECASE),
    compiled_later(rf"\b{_N} (?:personen|pers\.|deelnemers|bezoekers|toeschouwers|genodigden|gasten)", re.IGNORECASE),
    compiled_later(rf"\b{_N} (?:plekken|plekjes|plaatsen|plaatsjes)\b(?! voor raad)", re.IGNORECASE),
    compiled_later(rf"\b(?:publiek|verwacht)[^.?!\n]{{0,80}}\b{_N} (?:man|mensen|personen)\b", re.IGNORECASE),
    compiled_later(r"\bik kom (?:dus |dan )?(?:alleen|in mijn eentje)", re.IGNORECASE),
    compiled_later(rf"\b(?:aanmelding|inschrijving|opgave|plek|plaats)(?:en)? (?:van|voor) (?!een\b){_N}\b(?! (?:gemeenten|{_UNITS}))", re.IGNORECASE),
    compiled_later(rf"(?<!van de )(?<!hebben )\b{_N} {_PEOPLE} (?:van ons |uit |van de |vanuit )?[^.?!\n]{{0,30}}(?:doen|komen|nemen|aanmelden|opgeven|willen|"
               rf"inschrijven|mee)", re.IGNORECASE),
))  # fmt: skip
_PLUS = compiled_later(
    rf"\b(?:ik|mij|mijzelf|mezelf|ikzelf|ondergetekende|me)\b(?: zelf)?,? (?:en|plus|met|\+|samen met) (?:nog )?{_N} "
    rf"(?:andere )?{_PEOPLE}|"
    rf"\b{_N} {_PEOPLE} (?:en|plus|\+) (?:ik|mij|mijzelf|mezelf|ikzelf|ondergetekende)\b",
    re.IGNORECASE,
)
_WITH_COLLEAGUES = compiled_later(
    rf"\b(?:ik|I)\b (?:\w+ ){{0,5}}met (?:nog )?{_N} (?:andere )?collega'?s\b", re.IGNORECASE
)
_PIECES = compiled_later(r"(?<=[?!\n])\s+|(?<=[a-z)]\.)\s+")
_SOME_NUMBER = compiled_later(rf"\d|alleen|eentje|\b(?:{NUMBER})\b", re.IGNORECASE)
"""Only sentences with a number are worth the many patterns."""
_SKIPPED = compiled_later(
    rf"\b{_N} (?:papieren |gedrukte |extra )?(?:exemplaren|bundels|stuks|boekjes|stoelen|kopieen|flyers|gemeenten|kernen|dorpen)",
    re.IGNORECASE,
)


_WITHOUT_ACCENTS = str.maketrans("ëéïÉ", "eeiE")


def stated(text: str) -> int | None:
    """The people that are signed up or expected as audience, if one of the turns of phrase says so."""
    plain = _SKIPPED.sub("", text.translate(_WITHOUT_ACCENTS))
    for match in (*_PLUS.finditer(plain), *_WITH_COLLEAGUES.finditer(plain)):
        return _number(next(filter(None, match.groups()))) + 1
    told = "\n".join(piece for piece in _PIECES.split(plain) if _SOME_NUMBER.search(piece))
    whole = next((found for pattern in _TOTALS.that_may_match(told) if (found := pattern.search(told))), None)
    return _number(whole[1]) if whole else _stated(told)


def _stated(told: str) -> int | None:
    for pattern in _COUNTED.that_may_match(told):
        for match in pattern.finditer(told):
            before = told[max(0, match.start() - 45) : match.start()]
            if ("in plaats van" not in match.group() and _SEATS.search(before)) or _MET_BEFORE.match(told, match.end()):
                continue
            return _number(next(filter(None, match.groups()))) if match.groups() else 1
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text.lower()]
