"""How many people: numbers in digits and in Dutch words, and people who are named."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re

from bot.patterns import compiled_later

WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10,
    "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "twintig": 20, "vijfentwintig": 25, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
    "tachtig": 80, "negentig": 90, "honderd": 100, "honderdtwintig": 120, "honderdvijftig": 150, "tweehonderd": 200,
    "driehonderd": 300, "tweeen": 2, "tweeën": 2, "drieen": 3, "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7,
    "beiden": 2, "tweetjes": 2,
}  # fmt: skip
_WORD_NUMBERS = "|".join(sorted(WORDS, key=len, reverse=True))
_N = rf"(\d{{1,4}}|{_WORD_NUMBERS})"
_UNITS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|euro|procent|minuten"
_PEOPLE = (
    r"(?:nieuwe |eigen |geïnteresseerde |betrokken )?(?:man|\w*mensen|lju|lu|leu|personen|pers\b\.?|persoon|p\.|deelnemers?|collega'?s?|collega’s|raadsleden|raadslid|ambtenaren|griffiers|"
    r"wethouders|bezoekers|gasten|toeschouwers|genodigden|aanwezigen|beleidsmedewerkers|medewerkers|inwoners|leden|koppen|"
    r"leidinggevenden|bestuurders|teamleden|fractieleden|toehoorders|collegeleden|projectleiders|adviseurs|commissieleden)"
)
_SEATS = compiled_later(
    r"(?:zaal|ruimte|plek|plaats|plaatsen|capaciteit|stoelen|zitplaatsen|locatie)\b[^.?!,\n]{0,30}$|"
    r"(?:panel|project|projectteam|berad|beraad|burgerraad|waarin|training|bundel|team|afdeling|organisatie|dorp|met loting) "
    r"(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_COUNTED = (
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
    compiled_later(rf"\been man of {_N}\b", re.IGNORECASE),
    compiled_later(rf"\b{_N} in plaats van (?:de )?(?:\d+|{_WORD_NUMBERS})\b", re.IGNORECASE),
    compiled_later(rf"\bvan (?:\d+|{_WORD_NUMBERS}) naar {_N} (?:{_PEOPLE})", re.IGNORECASE),
    compiled_later(rf"\bmet (?:zijn|z'n|z’n|zn|ons) {_N}\b", re.IGNORECASE),
    compiled_later(rf"\b{_N} (?:personen|pers\.|deelnemers|bezoekers|toeschouwers|genodigden|gasten)", re.IGNORECASE),
    compiled_later(rf"\b{_N} (?:plekken|plekjes|plaatsen|plaatsjes)\b(?! voor raad)", re.IGNORECASE),
    compiled_later(rf"\b(?:publiek|verwacht)[^.?!\n]{{0,80}}\b{_N} (?:man|mensen|personen)\b", re.IGNORECASE),
    compiled_later(r"\bik kom (?:dus |dan )?(?:alleen|in mijn eentje)", re.IGNORECASE),
    compiled_later(rf"\b{_N} {_PEOPLE} (?:van ons |uit |van de |vanuit )?[^.?!\n]{{0,30}}(?:doen|komen|nemen|aanmelden|opgeven|willen|"
               rf"inschrijven|mee)", re.IGNORECASE),
)  # fmt: skip
_PLUS = compiled_later(
    rf"\b(?:ik|mij|mijzelf|mezelf|ikzelf|ondergetekende|me)\b(?: zelf)?,? (?:en|plus|met|\+|samen met) (?:nog )?{_N} "
    rf"(?:andere )?{_PEOPLE}|"
    rf"\b{_N} {_PEOPLE} (?:en|plus|\+) (?:ik|mij|mijzelf|mezelf|ikzelf|ondergetekende)\b",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:van|de|der|den|het|ter|ten|te|'t|el|[A-Z]\.?|[A-Z][\w'’-]+)){0,4}"
_SOMEONE = (
    rf"(?:(?:mijn|onze|een|de|collega|wethouder|burgemeester|griffier|raadslid|voor|de heer|mevrouw|dhr\.?|mw\.?|mevr\.?) ){{1,4}}"
    rf"(?:[\w-]+(?:adviseur|medewerker|collega|griffier|wethouder|manager|secretaris|coordinator|coördinator|leider|genoot|"
    rf"burgemeester|regisseur|directeur)|collega|wethouder|griffier|burgemeester|(?:collega )?{_NAME})(?: {_NAME})?"
)
_SELF = r"(?:ik(?:zelf)?|mij(?:zelf)?|mezelf|me|ondergetekende)"
_PAIR = compiled_later(
    rf"\b{_SOMEONE}(?: \([^)]*\))? en (?:{_SELF})\b|"
    rf"\b{_SELF}\b(?: \([^)]*\))?,? (?:en|samen met|plus) (?:ook )?(?:voor )?{_SOMEONE}|"
    rf"\b{_NAME} en (?:ik|mij|ikzelf|mijzelf)\b(?= (?:doen|komen|melden|willen|zijn|nemen|schuiven|gaan|zouden|sluiten|haken|graag|aan|op|in)|[.)\n]|$)",
)
_AND_I = compiled_later(
    rf"(?:[:(]\s?|\b(?:met|namelijk|door|voor|namens ons|komen|aan) )((?:[^.:;,\n?]{{3,45}}, ){{1,8}}[^.:;,\n?]{{3,45}}),? en {_SELF}\b",
    re.IGNORECASE,
)
"""``de wethouder, onze griffier en ik``"""
_WITH_TWO = compiled_later(
    r"\b(?:ik|me|mij)\b[^.?!\n]{0,30}\b(?:kom|komen|ga|gaan|neem|doe|samen)\b[^.?!\n]{0,15}\b(?:met )?(?:mijn|onze|een|de) (?:collega|[\w-]+adviseur|[\w-]*griffier|wethouder)[^.?!,\n]{0,30} en (?:mijn|onze|een|de) (?:collega|[\w-]+adviseur|[\w-]*griffier|wethouder|[\w-]+medewerker)\b",
    re.IGNORECASE,
)
"""``ik zou komen met mijn collega en onze griffier``"""
_WITH_COLLEAGUES = compiled_later(
    rf"\b(?:ik|I)\b (?:\w+ ){{0,5}}met (?:nog )?{_N} (?:andere )?collega'?s\b", re.IGNORECASE
)
_PIECES = compiled_later(r"(?<=[?!\n])\s+|(?<=[a-z)]\.)\s+")
_SOME_NUMBER = compiled_later(rf"\d|alleen|eentje|\b(?:{_WORD_NUMBERS})\b", re.IGNORECASE)
"""Only sentences with a number are worth the many patterns."""
_TITLED = compiled_later(rf"\b(?:de heer|mevrouw|dhr\.?|mw\.?|mevr\.?|meneer)\s+{_NAME}")
_NAMED_LIST = compiled_later(
    rf"(?:aan|deelnemers|namen|personen|collega's|mensen|zijn|komen|te weten|namelijk)\s*:\s*((?:{_NAME}(?: \([^)]*\))?(?:, | en |; | & |\n-? ?)?)"
    rf"{{2,12}}(?:ik(?:zelf)?|ondergetekende|mijzelf)?)"
)
_SKIPPED = compiled_later(
    rf"\b{_N} (?:papieren |gedrukte |extra )?(?:exemplaren|bundels|stuks|boekjes|stoelen|kopieën|flyers|gemeenten|kernen|dorpen)",
    re.IGNORECASE,
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text.lower()]


def participants(text: str) -> int | None:
    """The people that are signed up or expected as audience, stated or countable; None when the mail does not say."""
    plain = _SKIPPED.sub("", text)
    for match in _PLUS.finditer(plain):
        return _number(match.group(1) or match.group(2)) + 1
    for match in _WITH_COLLEAGUES.finditer(plain):
        return _number(match.group(1)) + 1
    told = "\n".join(piece for piece in _PIECES.split(plain) if _SOME_NUMBER.search(piece))
    for pattern in _COUNTED:
        for match in pattern.finditer(told):
            if "in plaats van" not in match.group() and _SEATS.search(told[max(0, match.start() - 45) : match.start()]):
                continue
            return _number(next(filter(None, match.groups()))) if match.groups() else 1
    if named := _named_beside_self(plain):
        return named
    listed = _NAMED_LIST.search(plain)
    if listed:
        return len(
            [
                name
                for name in re.split(r",| en |;|&|\n", re.sub(r"\([^)]*\)", "", listed.group(1)))
                if name.strip(" -.")
            ]
        )
    titled = _TITLED.findall(plain)
    return len(titled) if len(titled) > 1 and re.search(r"\b(?:meld|schrijf|geef|aanmelding)\b", plain) else None


def _named_beside_self(plain: str) -> int | None:
    """People who are told one by one together with the sender, who is counted too."""
    enumerated = _AND_I.search(plain)
    if enumerated:
        return len(enumerated.group(1).split(",")) + 1
    if _WITH_TWO.search(plain):
        return 3
    return 2 if _PAIR.search(plain) else None
