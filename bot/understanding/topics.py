"""What a mail is about: the topics that its words point to, by the vocabulary and by what was learned.

The words of a topic prove little where they are mentioned in passing, and a topic is often told without them. So both
count: a model of the topics weighs all words, those of the vocabulary among them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.model import TOPIC_LABELS, Example, Kind, Lessons
from bot.understanding.classify import Features, LinearModel, Sample, scaled
from bot.understanding.features import lexical
from bot.understanding.normalise import Words
from bot.understanding.numbers import WORDS
from bot.understanding.observe import Mailtext, Observer
from bot.understanding.phrases import Hit

TOPICS = tuple(TOPIC_LABELS)
MAX_TOPICS = 4
LIKELY = 0.29
"""The share from which a topic counts; the words of the vocabulary are weighed in it."""
BESIDE = 0.5
"""The part of the share of the first topic that another one needs to stand beside it."""
_WORDS = 1.5
_PIECES = 1.2
_SERVICE = 0.5
_HEAVY = 4.0
"""A topic that weighs this much weighs no more for being named again."""
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


def find_topics(mail: Mailtext, services: Sequence[str], model: LinearModel) -> tuple[str, ...]:
    """The topics by their share, without those that the mail says it is not about."""
    named = _weights(mail, services)
    dismissed = {hit.label for observed in mail.all for hit in observed.topics} - named.keys()
    shares = model.shares(_features(mail, services, named))
    likely = {topic: share for topic, share in shares.items() if share > LIKELY and topic not in dismissed}
    kept = [topic for topic, share in likely.items() if share >= BESIDE * max(likely.values())]
    return tuple(sorted(kept, key=lambda topic: -shares[topic])[:MAX_TOPICS])


def _weights(mail: Mailtext, services: Sequence[str]) -> dict[str, float]:
    """How often and where the vocabulary finds a topic; a request for such a service names its topic too."""
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
    return weight


def _features(mail: Mailtext, services: Sequence[str], named: dict[str, float]) -> Features:
    bag = {feature: 1.0 for observed in mail.all for feature in lexical(observed.words.folded)}
    plain = scaled(bag, _WORDS) | {f"S:{service}": _SERVICE for service in services} | {"bias": 1.0}
    for topic, weight in named.items():
        plain |= {f"T:{topic}": min(weight, _HEAVY) / _HEAVY, f"T1:{topic}": 0.7}
    return Features(plain, {word: 1.0 for observed in mail.all for word in observed.words.folded}, _PIECES)


def lesson_samples(lessons: Lessons, observer: Observer) -> Iterator[Sample]:
    """What the lessons teach."""
    for text, topics in lessons.topics:
        mail = observer.observe("", text)
        yield _sample(mail, (), _weights(mail, ()), topics)


def topic_samples(example: Example, mail: Mailtext) -> tuple[Sample, ...]:
    """What an example teaches that has topics, or no words of any; others may lack a label."""
    services = tuple(dict.fromkeys(service for service, _ in example.requests))
    named = _weights(mail, services)
    if example.kind is not Kind.VERZOEK or (named and not example.topics):
        return ()
    return (_sample(mail, services, named, example.topics),)


def _sample(mail: Mailtext, services: Sequence[str], named: dict[str, float], topics: Sequence[str]) -> Sample:
    return Sample(_features(mail, services, named).in_full(), dict.fromkeys(topics, 1.0))


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
