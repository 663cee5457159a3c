"""How many people are signed up or expected: every number and every enumeration is judged by the words around it.

A number can be that of the people, that of the people besides the sender (``met drie collega's``), or of something else:
seats, municipalities, years, the people of a story. A small model learned which from ``knowledge/lessons/``; where it
doubts, the turns of phrase of ``stated`` decide.
"""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.patterns import compiled_later
from bot.understanding.classify import Features, LinearModel, Sample
from bot.understanding.normalise import Words, words
from bot.understanding.numbers import Number, numbers
from bot.understanding.people import People, told_people
from bot.understanding.stated import stated

NOT, ALL, BESIDES = "niet", "allen", "naast afzender"
JUDGEMENTS = (NOT, ALL, BESIDES)
"""What a candidate can be: something else, everybody, everybody but the sender."""
SURE = 0.8
"""Share from which on a candidate is believed, and below ``1 - SURE`` is not; between them turns of phrase decide."""
LIKELY = 0.5
"""The same for people who are told one by one, which no turn of phrase shows."""
_SURROUNDINGS = 0.35
"""How much each word of the same sentence weighs, against those right beside the number."""
_NEAR = 3
_SENTENCE_END = compiled_later(r"(?<=[\w)'\"])[.!?](?=\s|$)|\n\s*\n|\n\s*(?=[-*•–]|\d{1,2}[.)]\s)|;")
_LIST_MARK = compiled_later(r"(?m)^\s*\d{1,2}[.)](?=\s)")
_ALONE = compiled_later(
    r"\bik (?:kom|ben|ga|doe) (?:\w+ ){0,2}(?:alleen|in mijn eentje|in m'n eentje)(?! maar| nog)\b", re.IGNORECASE
)
_CLASSES = {
    "people": ("man", "mensen", "lju", "lu", "luj", "luu", "leu", "personen", "persoon", "pers", "p", "pp", "deelnemer", "deelnemers", "people",
               "persons", "participants", "koppen", "zielen", "volk", "mens", "aanmeldingen", "inschrijvingen", "plekken", "plek", "plekjes", "plaatsen", "kaarten",
               "kaartjes", "places", "spots", "belangstellenden", "geinteresseerden"),
    "audience": ("bezoekers", "gasten", "guests", "toeschouwers", "toehoorders", "genodigden", "aanwezigen", "kijkers", "luisteraars"),
    "staff": ("collega's", "collega", "collegas", "colleagues", "medewerkers", "ambtenaren", "adviseurs", "beleidsmedewerkers", "teamleden", "leidinggevenden",
              "managers", "projectleiders", "teamleiders", "trainees", "griffiers", "griffiemedewerkers", "beleidsmensen", "beleidsadviseurs", "afdelingshoofden", "juristen"),
    "politics": ("raadsleden", "raadslid", "wethouders", "wethouder", "collegeleden", "bestuurders", "fractieleden", "commissieleden", "fractievoorzitters",
                 "burgerraadsleden", "statenleden", "leden"),
    "public": ("inwoners", "bewoners", "burgers", "jongeren", "leerlingen", "scholieren", "studenten", "vrijwilligers", "ondernemers", "buren", "huishoudens",
               "kiezers", "ouderen", "dorpelingen", "stemmers", "kinderen"),
    "other": ("gemeenten", "kernen", "dorpen", "wijken", "fracties", "raden", "partijen", "colleges", "regelingen", "afdelingen", "teams", "tafels", "stoelen",
              "zitplaatsen", "zetels", "exemplaren", "bundels", "boekjes", "flyers", "vragen", "vraag", "punten", "dingen", "keer", "maal", "opties", "scenario's", "sessies",
              "bijeenkomsten", "avonden", "avond", "middag", "middagen", "dagdelen", "dagdeel", "pagina's", "films", "filmpjes", "voorbeelden", "projecten", "experimenten",
              "thema's", "moties", "initiatieven", "verzoeken", "woorden", "lijsten", "groepen", "ronden", "fasen", "stappen", "data", "regels"),
    "time": ("uur", "uren", "minuten", "dagen", "dag", "weken", "week", "maanden", "maand", "jaar", "jaren", "januari", "februari", "maart", "april", "mei", "juni", "juli",
             "augustus", "september", "oktober", "november", "december", "jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "nov", "dec"),
    "money": ("euro", "procent", "ton", "miljoen", "mille", "meter", "kilometer", "km", "hectare"),
}  # fmt: skip
_CLASS_OF = {word: name for name, members in _CLASSES.items() for word in members}
_ENDINGS = (("leden", "politics"), ("wethouders", "politics"), ("medewerkers", "staff"), ("adviseurs", "staff"), ("leiders", "staff"), ("managers", "staff"),
            ("ambtenaren", "staff"), ("regisseurs", "staff"), ("coordinatoren", "staff"), ("collega's", "staff"), ("werkers", "staff"), ("mensen", "people"), ("griffiers", "staff"),
            ("raden", "other"), ("gemeenten", "other"))  # fmt: skip
_NO_ADJECTIVE = frozenset(
    ["uit", "van", "voor", "bij", "met", "in", "op", "aan", "naar", "om", "te", "die", "dat", "en", "of", "wil", "willen", "komen", "worden", "doen", "zijn", "kunnen", "gaan", "tegen", "tot",
     "is", "was", "waren", "hebben", "keren", "zitten", "stuks", "over", "per", "als", "dus", "nu", "graag", "ook", "uur", "mogen", "zullen", "zouden", "zien"]
)  # fmt: skip
_OF_US = {("van", "ons"), ("of", "us"), ("fan", "us")}
_CUES = {
    "signs up": frozenset(["meld", "melden", "aanmelden", "aanmelding", "aangemeld", "aan te melden", "inschrijven", "inschrijving", "schrijf", "schrijven", "ingeschreven", "opgeven", "opgave", "geef",
                           "geven", "noteer", "noteren", "zet", "reserveer", "reserveren", "deelnemen", "deelname", "deelnemers", "meedoen", "bijwonen", "join", "attend", "register"]),
    "comes": frozenset(["kom", "komen", "komt", "komst", "doen", "doe", "doet", "mee", "erbij", "bij", "aanschuiven", "schuiven", "aansluiten", "sluiten", "aanwezig", "zitten", "gaan",
                        "sturen", "vaardigen", "neem", "nemen", "meenemen", "coming", "willen", "zouden", "zou", "worden", "wordt", "zijn"]),
    "expects": frozenset(["verwacht", "verwachten", "rekenen", "reken", "schatten", "ongeveer", "circa", "ca", "zo'n", "publiek", "zaal", "voor", "gasten", "totaal", "samen", "maximaal", "rond"]),
    "past": frozenset(["vorig", "vorige", "destijds", "toen", "eerder", "afgelopen", "geleden", "hadden", "had", "deed", "deden", "was", "waren", "kwamen", "kwam", "stond", "stonden", "zaten", "zat",
                       "spraken", "sprak", "ging", "gingen", "geweest", "werd", "werden", "sinds", "ooit", "kreeg", "kregen", "heeft", "hadden"]),
    "negated": frozenset(["niet", "geen", "zonder", "nooit", "nauwelijks", "minder"]),
    "has": frozenset(["telt", "tellen", "kent", "bestaat", "bestaan", "hebben", "heeft", "wonen", "woont", "werken"]),
    "tells": frozenset(["er", "die", "waarvan", "wie", "elk", "elke", "per", "ieder"]),
    "sender": frozenset(["ik", "mij", "mezelf", "mijzelf", "me", "ikzelf", "ondergetekende", "mijn"]),
    "we": frozenset(["wij", "we", "ons", "onze", "us"]),
    "us and you": frozenset(["jullie", "u", "uw", "je"]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of people, perhaps: its value, and what is seen around it."""

    value: int
    features: Features
    told: bool = False
    """Whether the people are told one by one."""


def candidates(text: str) -> Iterator[Candidate]:
    """Every number and every enumeration of people in the text."""
    plain = words(_LIST_MARK.sub(lambda mark: "-" * len(mark[0]), text))
    told = list(told_people(text))
    said = list(numbers(plain))
    values = [each.value for each in said] + [each.count for each in told]
    ends = _ends(text)
    for number in said:
        kind = _noun(plain, number.end)[1]
        if kind == "other" or _counts_time(plain, number.end):
            continue
        inside = any(each.start <= plain.spans[number.start][0] < each.end for each in told)
        features = _of_number(plain, number, inside=inside) | _around(plain, number.start, number.end, ends, kind)
        yield Candidate(number.value, Features(features | _beside(number.value, values)))
    for each in told:
        at = [n for n, span in enumerate(plain.spans) if each.start <= span[0] < each.end]
        if at:
            features = _of_people(each) | _around(plain, at[0], at[-1] + 1, ends, _told(each))
            yield Candidate(each.count, Features(features | _beside(each.count, values)), told=True)


def _counts_time(text: Words, at: int) -> bool:
    """Whether a measure follows, or other numbers with a measure: ``14, 21 of 28 april``."""
    while at < len(text.folded) and (
        text.folded[at].isdecimal() or text.folded[at] in {"of", "en", "a", "tot", "t", "m"}
    ):
        at += 1
    return at < len(text.folded) and _CLASS_OF.get(text.folded[at]) in {"time", "money"}


def _ends(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]


def _of_number(text: Words, number: Number, *, inside: bool) -> dict[str, float]:
    """The noun behind a number, with its kind, and how large it is."""
    noun, kind = _noun(text, number.end)
    shape = {f"N:{kind}": 1.0, f"n:{noun}": 0.7, f"size:{_size(number.value)}": 0.7, "number": 1.0}
    if inside:
        shape["inside"] = 1.0
    if text.folded[number.start].isdecimal():
        shape["digits"] = 0.3
    return shape | {f"N:{kind}:{_size(number.value)}": 0.5}


def _noun(text: Words, at: int) -> tuple[str, str]:
    """The noun behind a number with its kind: a known one after adjectives, else the next word; '' ends a clause."""
    first = text.folded[at] if at < len(text.folded) else ""
    for place in range(at, min(at + _NEAR, len(text.folded))):
        word, between = text.folded[place], text.text[text.spans[place - 1][1] : text.spans[place][0]]
        if between.strip(" \n'-"):
            return ("", "end") if place == at else (first, _unknown(first))
        if kind := _CLASS_OF.get(word) or next((kind for end, kind in _ENDINGS if word.endswith(end)), ""):
            return word, kind
        if word in _NO_ADJECTIVE:
            return ("van ons", "self") if text.folded[place : place + 2] in _OF_US else (first, _unknown(first))
    return (first, _unknown(first)) if first else ("", "end")


def _unknown(word: str) -> str:
    return "thing" if word.endswith(("en", "s")) and word not in _NO_ADJECTIVE else "none"


def _size(value: int) -> str:
    return next((f"<{limit}" for limit in (2, 3, 7, 13, 31, 76, 401, 1900) if value < limit), "large")


def _of_people(told: People) -> dict[str, float]:
    who = _told(told)
    bare = {"told:bare": 1.0} if told.bare else {}
    return bare | {f"told:{who}": 1.5, f"told:{told.told}": 0.5, f"told:{min(told.count, 4)}": 0.3}


def _told(told: People) -> str:
    return f"{told.told}:{'with me' if told.with_sender else 'bare' if told.bare else 'others'}"


def _around(text: Words, start: int, end: int, ends: Sequence[int], kind: str) -> dict[str, float]:
    """The words before and behind, those of the sentence, and what the sentence is: a wish, a story, a question."""
    left, right = _sentence(text, start, ends)
    before, behind = text.folded[max(left, start - _NEAR) : start], text.folded[end : min(right, end + _NEAR)]
    around = {f"s:{word}": _SURROUNDINGS for word in (*text.folded[left:start], *text.folded[end:right])}
    around |= {f"l:{word}": 0.5 for word in before} | {f"r:{word}": 0.5 for word in behind}
    around |= {
        f"l1:{' '.join(before[-1:])}": 1.0,
        f"l2:{' '.join(before[-2:])}": 0.8,
        f"r1:{' '.join(behind[:1])}": 0.5,
    }
    spoken = {*text.folded[left:start], *text.folded[end:right]}
    cues = [cue for cue, members in _CUES.items() if not members.isdisjoint(spoken)]
    around |= (
        {f"C:{cue}": 0.7 for cue in cues}
        | {f"K:{kind}:{cue}": 0.7 for cue in cues}
        | {f"C:before:{cue}": 0.5 for cue in cues if not _CUES[cue].isdisjoint(text.folded[left:start])}
    )
    around |= {f"L:{cue}": 1.0 for cue in cues if not _CUES[cue].isdisjoint(before[-1:])}
    if right > left and "?" in text.text[text.spans[right - 1][1] : text.spans[right - 1][1] + 2]:
        around["question"] = 0.7
    return around | {"bias": 1.0}


def _sentence(text: Words, at: int, ends: Sequence[int]) -> tuple[int, int]:
    """The first word of the sentence around a word, and the one behind its last."""
    place = text.spans[at][0]
    begin = max(end for end in ends if end <= place)
    stop = min(end for end in ends if end > place)
    left = at
    while left and text.spans[left - 1][0] >= begin:
        left -= 1
    right = at
    while right < len(text.spans) and text.spans[right][0] < stop:
        right += 1
    return left, right


def _beside(value: int, values: Sequence[int]) -> dict[str, float]:
    """Whether the same number is told twice, or one more or less (with and without the sender)."""
    return {name: 0.7 for name, other in (("twice", value), ("one more", value + 1), ("one less", value - 1))
            if values.count(other) > (other == value)}  # fmt: skip


def participants(text: str, model: LinearModel) -> int | None:
    """The people that are signed up or expected as audience, stated or countable; None when the mail does not say."""
    doubts: dict[int, float] = {}
    told: set[int] = set()
    for candidate in candidates(text):
        shares = model.probabilities(candidate.features)
        for value, share in ((candidate.value, shares[ALL]), (candidate.value + 1, shares[BESIDES])):
            doubts[value] = doubts.get(value, 1.0) * (1 - share)
            told |= {value} if candidate.told else set()
    best = min(doubts, key=lambda value: doubts[value], default=None)
    share = 1 - doubts[best] if best is not None else 0.0
    if share > SURE or (share > LIKELY and best in told):
        return best
    return stated(text) if share > 1 - SURE else 1 if _ALONE.search(text) else None


def samples(text: str, count: int | None) -> list[Sample]:
    """What a mail teaches: each of its candidates is the count, one less than it, or something else."""
    return [Sample(each.features.in_full(), {_judgement(each.value, count): 1.0}) for each in candidates(text)]


def _judgement(value: int, count: int | None) -> str:
    return ALL if value == count else BESIDES if value + 1 == count else NOT
