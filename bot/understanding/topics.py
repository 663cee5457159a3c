"""What a mail is about: the topics whose words stand in it, the clearest first."""

from collections import defaultdict

from bot.understanding.normalise import Words
from bot.understanding.observe import Mailtext
from bot.understanding.people import WORDS
from bot.understanding.phrases import Hit

MAX_TOPICS = 4
_REFUSED = frozenset({"niet", "geen", "evenmin"})
_LINKS = frozenset({"met", "over", "om", "voor", "aan", "in", "de", "het", "een"})
_NUMBERS = frozenset({*WORDS, "alle", "beide"}) - {"een"}
_PLACES = frozenset(
    {"kernen", "dorpen", "wijken", "kleine dorpen", "onze dorpen", "dorpsraad", "dorpsraden*", "wijkraad", "wijkraden*"}
)
"""Words of a topic that as often count or greet: ``onze 26 dorpen``, ``raad, dorpsraden en ondernemers``."""
_COMPANY = frozenset({"raad", "college", "fracties", "inwoners", "ambtenaren", "raadsleden", "ondernemers", "bewoners",
                      "burgemeester", "wethouders"})  # fmt: skip
_SAME_AS_SERVICE = {"uitdaagrecht": "uitdaagrecht", "digitale-participatie": "digitale-middelen"}
"""Services that are a topic as well."""


def find_topics(mail: Mailtext, services: tuple[str, ...]) -> tuple[str, ...]:
    """The topics, by how often and where they are named; a request for such a service sets its topic too."""
    weight: dict[str, float] = defaultdict(float)
    for observed in mail.all:
        place = 2.0 if observed.sentence.number < 0 else 1.5 if observed.asking else 1.0
        for hit in observed.topics:
            passing = observed.sentence.number >= 0 and _in_passing(observed.words, hit)
            if not (passing or _refused(observed.words.folded, hit)):
                weight[hit.label] += place
    for service in services:
        if service in _SAME_AS_SERVICE:
            weight[_SAME_AS_SERVICE[service]] += 3.0
    ordered = sorted(weight, key=lambda topic: -weight[topic])
    return tuple(ordered[:MAX_TOPICS])


def _refused(folded: tuple[str, ...], hit: Hit) -> bool:
    """Whether it is what the mail is not about: ``maar niet met kernendemocratie``."""
    at = hit.start - 1
    while at >= 0 and folded[at] in _LINKS:
        at -= 1
    return at >= 0 and folded[at] in _REFUSED


def _in_passing(text: Words, hit: Hit) -> bool:
    """Whether a place is only counted, or stands among those who were there."""
    if hit.phrase not in _PLACES:
        return False
    owner, before = ["", "", *text.folded[: hit.start]][-2:]
    return ((before.isdigit() or before in _NUMBERS) and owner != "onze") or _among_others(text, hit)


def _among_others(text: Words, hit: Hit) -> bool:
    left = [word for word in text.folded[max(0, hit.start - 4) : hit.start] if word not in _LINKS and word != "en"]
    if not left or left[-1] not in _COMPANY:
        return False
    between = text.text[text.spans[hit.start - 1][1] : text.spans[hit.start][0]]
    return "," in between or text.folded[hit.start - 1] in {"en", "een"}
