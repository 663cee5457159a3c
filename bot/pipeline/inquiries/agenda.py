"""What a question may name beside municipalities and colleagues: meetings, experts, facts of intakes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.experts import Expert
from bot.model.intake import Fact
from bot.model.meetings import SERVICE, Meeting
from bot.pipeline.inquiries.lexicon import FILLERS
from bot.pipeline.inquiries.marks import Mark
from bot.pipeline.inquiries.names import before
from bot.pipeline.inquiries.slots import Slot
from bot.understanding.normalise import Words, fold, words

SHORTEST = 5
"""Shorter words of a title say too little."""
BY = frozenset({"van", "door", "over"})
"""Before a name: who wrote, or what is written about."""
WHICH = frozenset({"welke", "hoeveel", "alle"})
KNOWING = frozenset({"weten", "weet", "kennen", "hebben"})
ANY_MEETING = frozenset({"bijeenkomst", "bijeenkomsten", "sessie", "sessies"})


@dataclass(frozen=True, slots=True)
class Agenda:
    """The names, as they are compared."""

    titles: frozenset[str] = frozenset()
    """Words of the titles of meetings."""
    places: frozenset[str] = frozenset()
    """Municipalities where a meeting is held."""
    experts: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """Full name to id."""
    facts: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """What colleagues call a fact of an intake, to its label in small letters."""

    @property
    def parts(self) -> frozenset[str]:
        """Single words of these names, for mending slips."""
        return self.titles | {part for names in (self.experts, self.facts) for parts in names for part in parts}

    def marks(self, text: Words, phrases: Collection[Mark]) -> Iterator[Mark]:
        """Experts by full name, meetings in one word, our own closing, facts where something is missing."""
        yield from _meetings_in_one_word(text)
        yield from _our_closing(text)
        yield from (
            mark for mark in _named(text, self.experts, Slot.EXPERT) if before(text.folded, mark.start) not in BY
        )
        facts = [mark for mark in _named(text, self.facts, Slot.FACT) if before(text.folded, mark.start) not in WHICH]
        without = [mark.start - 1 for mark in facts if before(text.folded, mark.start) == "zonder"]
        yield from (Mark(at, at + 1, Slot.MISSING, value=True) for at in without)
        if without or any(mark.slot is Slot.MISSING for mark in phrases):
            yield from facts
        elif facts and KNOWING & set(text.folded) and "niet" in text.folded:
            at = text.folded.index("niet")
            yield from (*facts, Mark(at, at + 1, Slot.MISSING, value=True))


def _meetings_in_one_word(text: Words) -> Iterator[Mark]:
    """``startbijeenkomst``."""
    for at, word in enumerate(text.folded):
        if word.endswith(("bijeenkomst", "bijeenkomsten")):
            yield Mark(at, at + 1, Slot.SERVICE, SERVICE)


def _our_closing(text: Words) -> Iterator[Mark]:
    """``zijn we op 24 december gesloten``; messages are closed too, but not by us as a whole."""
    if text.folded[0] in {"zijn", "is", "wanneer"} and {"we", "wij", "kantoor"} & set(text.folded):
        yield from (
            Mark(at, at + 1, Slot.CLOSED, value=True) for at, word in enumerate(text.folded) if word == "gesloten"
        )


def _named(text: Words, names: Mapping[tuple[str, ...], str], slot: Slot) -> Iterator[Mark]:
    for parts, value in names.items():
        for at in range(len(text.folded) - len(parts) + 1):
            if tuple(text.folded[at : at + len(parts)]) == parts:
                yield Mark(at, at + len(parts), slot, value)


def agenda_of(
    meetings: Sequence[Meeting], experts: Iterable[Expert], intakes: Mapping[str, Sequence[Fact]], known: Iterable[str]
) -> Agenda:
    """``known`` are the municipalities that a place may be."""
    hosts, places = {each.plan.host for each in meetings}, fold(" / ".join(each.plan.place for each in meetings))
    near = [name for name in known if name in hosts or fold(name) in places]  # a quick look, for there are many names
    titles = {word for each in meetings for word in words(each.plan.title).folded if len(word) >= SHORTEST}
    return Agenda(
        frozenset(titles - FILLERS - ANY_MEETING),
        frozenset(name for name in near if any(held_in(each, name) for each in meetings)),
        {words(each.name).folded: each.id for each in experts if len(each.name.split()) > 1},
        {
            words(said).folded: fact.label.casefold()
            for facts in intakes.values()
            for fact in facts
            for said in (fact.name, fact.label)
        },
    )


def held_in(meeting: Meeting, municipality: str) -> bool:
    """Whether a meeting is held there: it is the host, or its address names it."""
    named, place = words(municipality).folded, words(meeting.plan.place).folded
    within = any(place[at : at + len(named)] == named for at in range(len(place) - len(named) + 1))
    return meeting.plan.host == municipality or within
