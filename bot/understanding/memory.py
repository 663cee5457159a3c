"""What colleagues corrected, recalled for a mail that says nearly the same.

A correction never shifts the reading of other mail: it counts where the text is near *and* the reader makes the mistake
that was corrected then, or does not know. Who writes, and for whom, is recalled by the address of the sender. The
confidence is the likeness itself, and always below what puts a mail aside, so that a person sees it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from bot.model import Address, Correction, Kind, ParsedMail, Prediction, Standing, Understanding
from bot.understanding.features import STEM, STOP
from bot.understanding.normalise import words

NEAR = 0.55
"""Likeness (cosine, 0..1) from which the same misreading is corrected: all of our own examples that are read alike and
are so near mean the same."""
CLOSE = 0.75
"""Likeness from which a correction helps where the reader doubts, and nearly said what was corrected then."""
UNSURE = 0.6
"""Confidence below which the reader doubts."""
MOST_SURE = 0.85
"""The most that a recalled label is sure of; less than what puts a mail aside without a person."""
MAYBE = 0.3
"""Likeness of the words below which the letters are not compared."""
GRAM = 4
LONGEST = 3_000
"""Characters of a mail that are compared."""
MOST = 400
"""Corrections that are remembered, the latest ones."""
REASON = "eerder gecorrigeerd door een collega"

Pair = tuple[str, str]
Reading = tuple[Kind, Pair | None]
"""The kind of a message and its first request: what is mistaken in the same way for mail that is alike."""


class Likeness:
    """A text as the sets that are compared: stems of its words, and pieces of four letters for typos and compounds."""

    def __init__(self, subject: str, text: str) -> None:
        folded = set(words(f"{subject}\n{text[:LONGEST]}").folded) - STOP
        self._words = [word for word in folded if not word.isdigit()]
        self.stems = frozenset(word[:STEM] for word in self._words)

    @cached_property
    def grams(self) -> frozenset[str]:
        edged = [f"^{word}$" for word in self._words]
        return frozenset(word[at : at + GRAM] for word in edged for at in range(max(1, len(word) - GRAM + 1)))

    def to(self, other: "Likeness") -> float:
        """The cosine (0..1); 0 where even the words are far apart."""
        return _cosine(self.grams, other.grams) if _cosine(self.stems, other.stems) >= MAYBE else 0.0


def _cosine(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / float(len(left) * len(right)) ** 0.5 if left and right else 0.0


class Memory:
    """The corrections that count, ready to be compared; never changes, so that threads can share it."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        counted = [correction for correction in corrections if correction.standing is not Standing.REJECTED][-MOST:]
        self._misread: dict[Reading, list[tuple[Likeness, Correction]]] = {}
        self._senders: dict[str, list[Correction]] = {}
        for each in counted:
            self._misread.setdefault(_reading(each.was), []).append((Likeness(each.subject, each.text), each))
            self._senders.setdefault(_address(each.sender), []).append(each)

    def recall(self, mail: ParsedMail, said: Understanding) -> Understanding:
        """What the reader said of a mail, with what colleagues corrected in one like it."""
        if not self._misread:
            return said
        corrected = self._by_text(mail, said)
        sender = _address(mail.sender)
        return _by_sender(self._senders.get(sender, ()) if sender else (), corrected)

    def _by_text(self, mail: ParsedMail, said: Understanding) -> Understanding:
        believed = self._believed(mail, said)
        if not believed:
            return said
        likeness, nearest = max(believed, key=lambda each: (each[0], each[1].id))
        agreeing = sum(near for near, each in believed if _meaning(each.becomes) == _meaning(nearest.becomes))
        confidence = round(min(MOST_SURE, likeness * agreeing / sum(near for near, _ in believed)), 3)
        return _with_requests(_with_topics(said, nearest), nearest, confidence)

    def _believed(self, mail: ParsedMail, said: Understanding) -> list[tuple[float, Correction]]:
        """The near corrections of what the reader says here; a correction may itself have been corrected."""
        asked = _readings(said)
        if not any(reading in self._misread for reading in asked):
            return []
        text, believed, todo = Likeness(mail.subject, mail.new_text), [], list(asked)
        for reading in todo:
            for known, correction in self._misread.get(reading, ()):
                likeness, becomes = text.to(known), _reading(correction.becomes)
                if likeness >= asked[reading]:
                    believed.append((likeness, correction))
                    todo += [becomes] if becomes not in asked else []
                    asked.setdefault(becomes, NEAR)
        return believed


def _address(sender: Address | None) -> str:
    return sender.addr_spec.casefold() if sender else ""


def _readings(said: Understanding) -> dict[Reading, float]:
    """What a correction may have corrected, with how near its text must be: what is said here, else what nearly was."""
    first = said.requests[0] if said.requests else None
    others = first.ranking if first and first.confidence < UNSURE else ()
    return {(said.kind, (service, act)): CLOSE for service, act, _ in others} | {_reading(said): NEAR}


def _reading(said: Understanding) -> Reading:
    pairs = _pairs(said)
    return said.kind, pairs[0] if pairs else None


def _meaning(said: Understanding) -> tuple[Kind, frozenset[Pair]]:
    return said.kind, frozenset(_pairs(said))


def _pairs(said: Understanding) -> tuple[Pair, ...]:
    return tuple((request.service, request.act) for request in said.requests)


def _with_topics(said: Understanding, nearest: Correction) -> Understanding:
    gone = set(nearest.was.topics) - set(nearest.becomes.topics)
    new = set(nearest.becomes.topics) - set(nearest.was.topics)
    if not gone and not new:
        return said
    kept = [topic for topic in said.topics if topic not in gone]
    return replace(said, topics=tuple(dict.fromkeys([*kept, *sorted(new)])))


def _with_requests(said: Understanding, nearest: Correction, confidence: float) -> Understanding:
    """What was corrected then is corrected here; a request that the other mail did not hold stays."""
    was, becomes, here = _pairs(nearest.was), _pairs(nearest.becomes), _pairs(said)
    pairs = [pair for pair in becomes if pair not in was or pair in here]
    pairs += [pair for pair in here[1:] if pair not in was and pair not in pairs]
    kind = nearest.becomes.kind
    if kind is said.kind and (tuple(pairs) == here or not pairs):
        return said
    evidence = (REASON, f"bericht {nearest.message_id}")
    found = dict(zip(here, said.requests, strict=True))
    recalled = tuple(
        found[pair]
        if pair in found and pair not in becomes
        else Prediction(*pair, confidence, evidence, _ranking(said), found[pair].text if pair in found else "")
        for pair in (pairs if kind is Kind.VERZOEK else ())
    )
    reason = said.kind_reason if kind is said.kind else f"{REASON.capitalize()} (bericht {nearest.message_id})."
    sure = said.kind_confidence if kind is said.kind else confidence
    return replace(said, kind=kind, kind_confidence=sure, kind_reason=reason, requests=recalled)


def _ranking(said: Understanding) -> tuple[tuple[str, str, float], ...]:
    """What the reader itself would have said, for the reviewer to see."""
    return tuple((request.service, request.act, request.confidence) for request in said.requests)


def _by_sender(corrections: Sequence[Correction], said: Understanding) -> Understanding:
    """The role and the municipality that colleagues gave this sender, where the reader errs as it did or knows none."""
    roles = {each.becomes.role: each for each in corrections if each.becomes.role != each.was.role}
    if len(roles) == 1:
        ((role, each),) = roles.items()
        said = replace(said, role=role) if said.role in {each.was.role, "onbekend"} else said
    places = {each.becomes.municipalities: each for each in corrections
              if each.becomes.municipalities != each.was.municipalities}  # fmt: skip
    if len(places) != 1 or said.municipality_candidates:
        return said  # never a guess between two
    ((names, each),) = places.items()
    if said.municipalities not in {each.was.municipalities, ()}:
        return said
    reason = f"{REASON.capitalize()} (bericht {each.message_id})."
    return replace(said, municipalities=names, municipality_evidence=reason)
