"""What stands in a mail, sentence by sentence: the vocabulary's words, questions, wishes, looking back, negation."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import itertools
import re
from dataclasses import dataclass, replace

from bot.model import Vocabulary
from bot.patterns import compiled_later
from bot.understanding.normalise import Words, words
from bot.understanding.phrases import Hit, PhraseBook
from bot.understanding.segment import Sentence, sentences
from bot.understanding.speech import speech_acts

WISH = compiled_later(
    r"\b(?:graag|wil(?:len)?|zou(?:den)?|kun(?:nen|t)?|kan|verzoek\w*|vra(?:ag|gen)|meld\w*|geef|geven|schrijf|schrijven|zet|noteer|hierbij|bij deze(?:n)?|"
    r"doen mee|doe mee|doet mee|mee ?doen|deelnem\w*|deelname|aanmeld\w*|aangemeld|opgeven|zoek(?:en)?|op zoek|hoor|weten|benieuwd|interesse|"
    r"belangstelling|bestel\w*|ontvang\w*|bied\w*|stellen|trekken|afmeld\w*|verzetten|verplaats\w*|wijzig\w*|klacht|laat|stuur|dienen|dien|nodig|"
    r"hulp|heb(?:ben)? (?:jullie|u|je)|heeft u|is er|zijn er|beschikbaar|graach|wolle|wol|wille|kinne|meidwaan|oanmelde|doot|would like|could you|can you|can we|please|"
    r"schrap|ook ja|ja graag|voortaan|toevoegen|toe te voegen|plekken|plaatsen|regelen jullie|doen jullie)\b",
    re.IGNORECASE,
)
DIRECT = compiled_later(
    r"\b(?:graag|wil(?:len)? (?:wij|we|ik|u|jullie|je)|(?:wij|we|ik) (?:wil(?:len)?|zoek(?:en)?|meld(?:en)?|vra(?:ag|gen))|verzoek\w*|kun(?:t|nen|je)?|"
    r"zou(?:den)? (?:wij|we|ik|u|jullie|je)|(?:wij|we|ik) zou(?:den)?|zet|noteer|hierbij|bij deze\w?|doen (?:\w+ )?mee|klacht|afmeld\w*|helaas|bied\w*|"
    r"laat (?:\w+ )?weten|hoor\w*|mijn vraag|onze vraag|nog (?:niets|niks|geen)|stand van zaken|drag?en (?:wij|we) (?:\w+ )?voor|draag ik|stellen ons|aangevraagd|dien(?:en)?|geef|geven|schrijf|schrijven|do(?:e|et) (?:\w+ ){0,2}mee|deelnemen|inschrijven|opgeven|aanmelden)\b",
    re.IGNORECASE,
)
PAST = compiled_later(
    r"\b(?:vorig(?:e)?|destijds|indertijd|toen|eerder|afgelopen|al eens|geleden|hadden|had|deed|deden|was|waren|heb ik|hebben (?:wij|we)|geweest)\b",
    re.IGNORECASE,
)
NEGATED = compiled_later(r"\b(?:geen|niet|nooit|zonder|nog niet|in plaats van|noch)\b", re.IGNORECASE)


_FIRM = frozenset({"wijzigen", "klacht"})
"""Acts that need no word of wishing: we stappen uit de leerkring."""
_WITHOUT = frozenset({"geen", "zonder"})
_HAVE = frozenset({"hebben", "heb", "heeft"})


@dataclass(frozen=True, slots=True)
class Observed:
    """One sentence and what was found in it."""

    sentence: Sentence
    words: Words
    services: tuple[Hit, ...]
    hints: tuple[Hit, ...]
    topics: tuple[Hit, ...]
    acts: tuple[Hit, ...]
    wish: bool
    past: bool
    direct: bool
    """Whether it says outright what is wanted; a wish may be one of the story."""

    @property
    def asking(self) -> bool:
        """Whether this sentence can carry a request: a question or a wish."""
        return self.sentence.question or self.wish

    def named(self) -> tuple[str, ...]:
        """The services that this sentence names, in its order."""
        return tuple(dict.fromkeys(hit.label for hit in self.services))


@dataclass(frozen=True, slots=True)
class Mailtext:
    """A mail as sentences, with its subject as one more."""

    subject: Observed
    body: tuple[Observed, ...]

    @property
    def all(self) -> tuple[Observed, ...]:
        return (self.subject, *self.body)


class Observer:
    """Finds the vocabulary in sentences."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._services = PhraseBook(vocabulary.services, fuzzy=True)
        self._hints = PhraseBook(vocabulary.hints)
        self._topics = PhraseBook(vocabulary.topics, fuzzy=True)
        self._acts = PhraseBook(vocabulary.acts)
        self._false = PhraseBook({"": tuple(vocabulary.false_friends)})

    def observe(self, subject: str, text: str) -> Mailtext:
        """The subject (without reply marks) and the sentences of the text."""
        bare = re.sub(r"^(?:\s*(?:re|fw|fwd|antw|betr|doorst|tr|aw)\s*\.?:\s*)+", "", subject, flags=re.IGNORECASE)
        found = [self.sentence(each) for each in (Sentence(bare, "?" in bare, -1), *sentences(text))]
        refused = {hit.label for observed in found[1:] for hit in observed.services if _refuses(observed, hit)}
        kept = {name for observed in found for name in observed.named()} - refused
        if refused and kept:
            found = [_without(observed, refused) for observed in found]
        return Mailtext(found[0], tuple(found[1:]))

    def sentence(self, sentence: Sentence) -> Observed:
        """One sentence with all that the vocabulary finds in it; false friends hide what overlaps with them."""
        found = words(sentence.text)
        hidden = [(hit.start, hit.end) for hit in self._false.find(found)]
        return Observed(
            sentence,
            found,
            _wanted(found, _longest(_visible(self._services.find(found), hidden))),
            _visible(self._hints.find(found), hidden),
            _visible(self._topics.find(found), hidden),
            _visible(self._acts.find(found), hidden),
            bool(WISH.search(sentence.text)) or not _FIRM.isdisjoint(speech_acts(sentence.text)),
            bool(PAST.search(sentence.text)),
            bool(DIRECT.search(sentence.text)),
        )


def _visible(hits: tuple[Hit, ...], hidden: list[tuple[int, int]]) -> tuple[Hit, ...]:
    if not hidden:
        return hits
    return tuple(hit for hit in hits if not any(hit.start < end and start < hit.end for start, end in hidden))


def _wanted(text: Words, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Without what the sender says not to have: ``geen experiment``, ``laat staan een plan``, ``een plan evenmin``."""
    return tuple(hit for hit in hits if not _lacking(text.folded, hit))


def _lacking(folded: tuple[str, ...], hit: Hit) -> bool:
    before, after = folded[max(0, hit.start - 3) : hit.start], folded[hit.end : hit.end + 5]
    return (
        bool(_WITHOUT & set(before[-2:]))
        or ("laat", "staan") in itertools.pairwise(before)
        or after[:1] == ("evenmin",)
        or ("niet" in after and bool(_HAVE & set(after)))
    )


_REFUSES = compiled_later(
    r"^[^,.;:]{0,40}\b(?:do(?:en|e|et)|nemen|neem|neemt|hoeven|hoef|hoeft|willen|wil|zoeken|zoek|gaan|ga|beginnen) (?:wij|we|ik|er)? ?"
    r"(?:\w+ ){0,3}(?:niet|niks|niets)\b(?! (?:meer|langer|verder|alleen))[^,.;:]{0,20}(?:\bmee\b|\bdeel\b|\baan\b|\bin\b|\bnaar\b|$)|"
    r"^[^,.;:]{0,15}\b(?:hebben|heb) (?:wij|we|ik) (?:\w+ )?niet nodig",
    re.IGNORECASE,
)
_NOT_ABOUT = compiled_later(
    r"\b(?:niet|evenmin) (?:\w+ )?(?:om|over|voor|naar|aan|op zoek naar) (?:een |de |het |jullie |uw |die )?$|\b(?:hebben|hoeven|zoeken|willen) (?:wij|we|ik) (?:\w+ )?(?:niet|geen) (?:\w+ )?$",
    re.IGNORECASE,
)


def _refuses(observed: Observed, hit: Hit) -> bool:
    """Whether the sender says not to want it: ``aan een experiment doen we niet mee``; not: ``doen niet meer mee``."""
    text, spans = observed.words.text, observed.words.spans
    return bool(_REFUSES.search(text[spans[hit.end - 1][1] :]) or _NOT_ABOUT.search(text[: spans[hit.start][0]]))


def _without(observed: Observed, refused: set[str]) -> Observed:
    return replace(observed, services=tuple(hit for hit in observed.services if hit.label not in refused))


def _longest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Without hits inside a longer one: ``leerkring raadsakkoorden`` is an ontwikkeltraject, not a leerkring."""
    return tuple(hit for hit in hits if not any(
        other is not hit and other.start <= hit.start and hit.end <= other.end and (other.end - other.start) > (hit.end - hit.start)
        for other in hits))  # fmt: skip
