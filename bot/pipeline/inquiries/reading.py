"""From a question in Dutch to an inquiry, to a question back, or to what was not understood.

Every word must be accounted for: by a phrase of the lexicon, a name, a period, a word of the vocabulary, or as one
of the little words. What is left over behind ``over`` is looked for in the mails themselves, behind ``van`` in the
names of who wrote; anything else is told as not understood. A ``niet`` that nothing explains turns the meaning round,
so such a question gets no rows at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from bot.content.library import Library
from bot.model import SERVICE_LABELS, TOPIC_LABELS
from bot.model.inquiry import Inquiry, Order, Subject
from bot.model.meetings import SERVICE as MEETING
from bot.patterns import compiled_later
from bot.pipeline.inquiries.agenda import Agenda
from bot.pipeline.inquiries.composing import compose, goes_on, unused
from bot.pipeline.inquiries.composing_agenda import PAST
from bot.pipeline.inquiries.days import NUMBERS, UNITS
from bot.pipeline.inquiries.lexicon import FILLERS, ME, NEGATIONS
from bot.pipeline.inquiries.marks import Mark, Marks
from bot.pipeline.inquiries.matching import find_phrases
from bot.pipeline.inquiries.mending import mended
from bot.pipeline.inquiries.names import Colleagues, Gazetteer, Name, before
from bot.pipeline.inquiries.periods import Timed, find_periods
from bot.pipeline.inquiries.slots import Slot
from bot.understanding.normalise import Words, words
from bot.understanding.phrases import PhraseBook

LONGEST = 300
ADDRESS = compiled_later(r"[^\s@'\"<>]+@[^\s@'\"<>]+")
QUOTED = compiled_later(r"(?:(?<=\s)|^)['\"‘“„](.{2,80}?)['\"’”](?=[\s?.,!]|$)")  # noqa: RUF001  (as people type them)
COMPOUND = compiled_later(
    r"(?i)\b(expert|leerkring|intervisitatie|toekomstverkenning|theater|subsidie)(?:s|en)?"
    r"(aanvra(?:ag|gen)|verzoek(?:en)?|aanmelding(?:en)?|vra(?:ag|gen))\b"
)
"""Words that colleagues write as one."""
AHEAD = frozenset(
    {"uiterlijk", "deadline", "deadlines", "af", "moet", "moeten", "verloopt", "volgende", "komende", "morgen"}
)
ABOUT = frozenset(
    {"over", "naar", "betreft", "betreffende", "inzake", "aangaande", "omtrent", "rond", "tekst", "woord"}
)
BY = frozenset({"van", "door", "namens", "afzender", "mevrouw", "meneer", "mijnheer", "dhr", "mw", "mevr", "heer"})
OF_AGENDA = frozenset({Slot.MEETING, Slot.ROOM, Slot.COMES, Slot.EXPERT_ASKED, Slot.MISSING, Slot.CLOSED})
TITLES = frozenset({"mevrouw", "meneer", "mijnheer", "dhr", "mw", "mevr", "heer"})
EVERYTHING = frozenset(Inquiry(subject, counted=counted) for subject in Subject for counted in (False, True))
LIMITED = frozenset({"laatste", "nieuwste", "oudste", "eerste", "recentste", "hooguit", "maximaal", "jongste"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked, and what of the question was read otherwise or not at all."""

    inquiry: Inquiry
    slips: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskBack:
    """A name that means several: the word, and for each what it may mean with the question that says so."""

    word: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing that can be looked up; the words that stood in the way."""

    words: tuple[str, ...] = ()


Reading = Understood | AskBack | NotUnderstood


@dataclass(frozen=True)
class Grammar:
    """What stays the same between questions. Never changes."""

    library: Library

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(self.library.municipalities)

    @cached_property
    def books(self) -> Mapping[Slot, PhraseBook]:
        vocabulary = self.library.vocabulary
        topics = {topic: (*phrases, TOPIC_LABELS[topic].casefold()) for topic, phrases in vocabulary.topics.items()}
        services = {each: (*phrases, SERVICE_LABELS[each].casefold()) for each, phrases in vocabulary.services.items()}
        return {Slot.SERVICE: PhraseBook(services, fuzzy=True), Slot.TOPIC: PhraseBook(topics, fuzzy=True)}

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Single words of the vocabulary, for mending slips."""
        tables = (self.library.vocabulary.services, self.library.vocabulary.topics)
        phrases = (phrase.rstrip("*") for table in tables for each in table.values() for phrase in each)
        return tuple(phrase for phrase in phrases if phrase.isalpha() and len(phrase) > 5)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, when, and who else there is."""

    me: str
    today: date
    colleagues: Colleagues = field(default_factory=lambda: Colleagues(()))
    agenda: Agenda = field(default_factory=Agenda)


def read(question: str, grammar: Grammar, asker: Asker, earlier: Inquiry | None = None) -> Reading:
    """Understand a question; ``earlier`` is what was asked before it, for ``en van Zeist?``."""
    text = words(COMPOUND.sub(r"\1 \2", " ".join(question.split())[:LONGEST]))
    if not text.folded:
        return NotUnderstood()
    return _Reader(text, grammar, asker).read(earlier)


class _Reader:
    """One question on its way."""

    def __init__(self, text: Words, grammar: Grammar, asker: Asker) -> None:
        self._asker = asker
        self._grammar = grammar
        terms = {slot: book.find(text) for slot, book in grammar.books.items()}
        covered = {at for hits in terms.values() for hit in hits for at in range(hit.start, hit.end)}
        names = grammar.gazetteer.parts | asker.colleagues.parts | asker.agenda.parts
        special = self._special(text)
        covered |= {at for mark in special for at in range(mark.start, mark.end)}
        sure = {at for name in self._names(text) for at in range(name.start, name.end)}
        mend = mended(text, lambda at: at in covered or at in sure or text.folded[at] in names, names, grammar.terms)
        self._text = replace(text, folded=mend.folded)
        self._slips = mend.slips
        self._marks = Marks(len(text.folded))
        for mark in special:
            self._marks.claim(mark)

    def _names(self, text: Words) -> Iterator[Name]:
        yield from self._grammar.gazetteer.find(text)
        yield from self._grammar.gazetteer.find_provinces(text)
        yield from self._asker.colleagues.find(text)

    def read(self, earlier: Inquiry | None) -> Reading:
        """Claim what is certain first, then the longest pieces, then what is left."""
        for timed in self._periods():
            self._marks.claim(Mark(timed.start, timed.end, Slot.SPAN, timed.span))
        for mark in sorted(self._candidates(), key=self._place):
            self._marks.claim(mark)
        self._limits()
        if doubt := next((mark for mark in self._marks.all if len(mark.means) > 1), None):
            return self._ask_back(doubt)
        ignored = self._left_over()
        if refused := [word for word in ignored if word.casefold() in NEGATIONS]:
            return NotUnderstood(tuple(refused))
        return self._composed(earlier, ignored)

    def _composed(self, earlier: Inquiry | None, ignored: tuple[str, ...]) -> Reading:
        marks, folded = self._marks.saying, self._text.folded
        follows = earlier if earlier is not None and goes_on(marks, folded) else None
        inquiry = compose(marks, folded, self._asker.me, follows, self._asker.agenda)
        if inquiry is None:
            return NotUnderstood(ignored)
        besides = [self._text.shown(mark.start, mark.end) for mark in unused(marks, inquiry.subject)]
        ignored = (*ignored, *besides)
        if ignored and _refused_or_everything(inquiry, besides):
            return NotUnderstood(ignored)
        return Understood(inquiry, self._told_slips(), ignored)

    def _told_slips(self) -> tuple[tuple[str, str], ...]:
        """A name is told as it is written officially."""
        single = {self._text.folded[mark.start]: str(mark.value) for mark in self._marks.all
                  if mark.slot is Slot.MUNICIPALITY and mark.end == mark.start + 1}  # fmt: skip
        return tuple((written, single.get(meant, meant)) for written, meant in self._slips)

    def _special(self, text: Words) -> tuple[Mark, ...]:
        """Addresses, and words between quotation marks."""
        found = []
        for pattern, slot in ((ADDRESS, Slot.PERSON), (QUOTED, Slot.TEXT)):
            for match in pattern.finditer(text.text):
                inside = [at for at, (start, _) in enumerate(text.spans) if match.start() <= start < match.end()]
                if inside:
                    of_person = slot is Slot.TEXT and before(text.folded, inside[0]) in BY
                    value = match[1] if slot is Slot.TEXT else match[0].rstrip("?.,!")
                    found.append(Mark(inside[0], inside[-1] + 1, Slot.PERSON if of_person else slot, value))
        return tuple(found)

    def _periods(self) -> tuple[Timed, ...]:
        ahead = bool(AHEAD & set(self._text.folded)) or self._looks_ahead()
        return find_periods(self._text.text, self._text.folded, self._text.spans, self._asker.today, ahead=ahead)

    def _looks_ahead(self) -> bool:
        """Meetings and closing days of a month are those to come, unless the question says that they were."""
        folded = set(self._text.folded)
        marks = (*self._phrases(), *self._asker.agenda.marks(self._text, ()))
        phrases = {mark.slot for mark in marks}
        named = any(hit.label == MEETING for hit in self._grammar.books[Slot.SERVICE].find(self._text))
        named = named or (Slot.SERVICE, MEETING) in {(mark.slot, mark.value) for mark in marks}
        coming = named or bool(phrases & {Slot.COMES, Slot.ROOM, Slot.CLOSED} or folded & self._asker.agenda.titles)
        return coming and not folded & PAST and not phrases & {Slot.ASKED, Slot.LATE}

    def _phrases(self) -> tuple[Mark, ...]:
        """Behind ``over`` stands what a mail is about, whatever it means elsewhere."""
        return tuple(
            mark
            for mark in find_phrases(self._text.folded)
            if mark.slot not in OF_AGENDA or before(self._text.folded, mark.start) not in ABOUT
        )

    def _candidates(self) -> Iterator[Mark]:
        text, gazetteer = self._text, self._grammar.gazetteer
        yield from self._phrases()
        yield from self._asker.agenda.marks(text, self._phrases())
        for name in gazetteer.find(text):
            yield Mark(name.start, name.end, Slot.MUNICIPALITY, name.means[0], name.means)
        for name in gazetteer.find_provinces(text):
            yield Mark(name.start, name.end, Slot.PROVINCE, name.means[0])
        for name in self._asker.colleagues.find(text):
            yield Mark(name.start, name.end, Slot.OWNER, name.means[0], name.means)
        for slot, book in self._grammar.books.items():
            for hit in book.find(text):
                yield Mark(hit.start, hit.end, slot, hit.label)

    def _place(self, mark: Mark) -> tuple[int, int, int]:
        return _longest_first(mark, before(self._text.folded, mark.start))

    def _limits(self) -> None:
        """``de laatste vijf``, ``hooguit 10``."""
        folded = self._text.folded
        for at, word in enumerate(folded):
            number = int(word) if word.isdigit() and len(word) <= 3 else NUMBERS.get(word, 0)
            near = {folded[at - 1] if at else "", folded[at + 1] if at + 1 < len(folded) else ""}
            if number and word != "een" and near & LIMITED and not near & set(UNITS):
                self._marks.claim(Mark(at, at + 1, Slot.LIMIT, number))

    def _ask_back(self, doubt: Mark) -> AskBack:
        text, spans = self._text.text, self._text.spans
        begin, end = spans[doubt.start][0], spans[doubt.end - 1][1]
        names = self._asker.colleagues.names
        choices = tuple(names.get(each, each) if doubt.slot is Slot.OWNER else each for each in doubt.means)
        said = self._text.shown(doubt.start, doubt.end)
        return AskBack(said, tuple((each, f"{text[:begin]}{each}{text[end:]}") for each in choices))

    def _left_over(self) -> tuple[str, ...]:
        """Runs of words that nothing explains: looked for in mails or in names where their place says so."""
        ignored: list[str] = []
        for start, end in self._marks.free_runs(lambda at: self._text.folded[at] in FILLERS | TITLES):
            shown, lead = self._text.shown(start, end), before(self._text.folded, start)
            negated = any(self._text.folded[at] in NEGATIONS for at in range(start, end))
            if lead in ABOUT and not negated:
                self._marks.claim(Mark(start, end, Slot.TEXT, shown))
            elif lead in BY and not negated:
                self._marks.claim(Mark(start, end, Slot.PERSON, shown))
            elif set(self._text.folded[start:end]) <= self._asker.agenda.titles:
                self._marks.claim(Mark(start, end, Slot.TITLE, shown))
            else:
                ignored.extend(re.split(r"\s+", shown))
        return tuple(ignored)


def _longest_first(mark: Mark, lead: str) -> tuple[int, int, int]:
    """Of two claims as long, a phrase goes before a name, and a topic before a service, but not behind ``voor``."""
    order = [Slot.OWNER, Slot.MUNICIPALITY, Slot.PROVINCE, Slot.TOPIC, Slot.SERVICE]
    if lead == "voor":
        order = [*order[:3], Slot.SERVICE, Slot.TOPIC]
    known = (
        order.index(mark.slot) + 1
        if mark.slot in order and mark.value != ME
        else -(mark.slot in {Slot.FACT, Slot.CLOSED})
    )
    return -mark.words, known, mark.start


def _refused_or_everything(inquiry: Inquiry, besides: Sequence[str]) -> bool:
    """Whether a rest is left that says the opposite, or all rows, which would look like an answer to it."""
    refused = any(word.casefold() in NEGATIONS for piece in besides for word in piece.split())
    return refused or replace(inquiry, person="", text="", order=Order.NEWEST) in EVERYTHING
