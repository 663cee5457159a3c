"""Proves that ``knowledge/`` and ``replies/`` may be used: what an editor can get wrong is found here, in Dutch.

Errors must be mended before the service starts; warnings are worth a look; what is overdue has to be checked again by
its owner. The rules are plain functions over one entry, listed in ``RULES``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.content.allowed import LINK, AllowList, load_allow_list, normal_link
from bot.content.entries import load_entries
from bot.content.experts import load_experts
from bot.content.floors import load_floors
from bot.content.four_eyes import load_four_eyes
from bot.content.grounds import ground_problems
from bot.content.handovers import load_handovers
from bot.content.intakes import load_intakes, question_problems
from bot.content.learned import is_fresh
from bot.content.lessons import load_lessons
from bot.content.municipalities import load_municipalities, load_shared_organisations
from bot.content.reminders import load_reminder_rules
from bot.content.sayings import load_sayings
from bot.content.templates import load_replies
from bot.content.vocabulary import load_vocabulary
from bot.errors import ContentError
from bot.model import SERVICE_LABELS, EntryKind, EntryStatus, KnowledgeEntry

T = TypeVar("T")

PAST = re.compile(
    r"\b(?:was|waren|werd|werden|kon|konden|kwam|kwamen|ging|gingen|had|hadden|zou|zouden|deed|deden|bood|stond|stonden|"
    r"liep|voorbij|verlopen|gestopt|stopte|toen|begon|begonnen|begeleidde|begeleidden|hoorde|hoorden|zocht|noemde|nam|zei|"
    r"vond|vonden|riep|pitchte|duurde|verscheen|verschenen|verschoof|organiseerde|ontwikkelde|bestond|betekenden|mocht|werkte|gebruikte)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
RESERVATION = re.compile(r"\b(?:bevestigt|controleert|niet bekend|staat niet in het aanbod)\b", re.IGNORECASE)
SOURCE = re.compile(r"seed:\d{3}\Z|labels\Z|huisregels\Z|https?://\S+\Z")
MISSPELT = re.compile(r"jordt\.?\s?zuylen", re.IGNORECASE)
FEWEST_QUESTIONS = 4
STALE = "learned.npz: hoort niet bij de voorbeelden en woorden; maak het opnieuw: 'python -m bot.pipeline.training'"
"""The weights that belong to other examples or words than those that lie there now."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as Dutch lines. ``overdue`` names the entries that somebody must look at again."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    overdue: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.errors


def check(root: Path, today: date, experts: Path | None = None) -> Report:
    """Look at everything below ``root``, and at the files of experts where they lie elsewhere.

    Nothing is raised for broken content, it is all in the report.
    """
    knowledge = root / "knowledge"
    errors: list[str] = []
    for load in (load_vocabulary, _load_places, load_lessons, load_floors, load_four_eyes, load_reminder_rules):
        _tried(load, knowledge, errors)
    _tried(lambda content: load_experts(content, experts), root, errors)
    if _tried(is_fresh, knowledge, errors) is False:
        errors.append(STALE)
    entries = _tried(load_entries, knowledge, errors) or ()
    allowed = _tried(load_allow_list, knowledge, errors)
    handovers = _tried(load_handovers, knowledge, errors) or {}
    sayings = _tried(load_sayings, knowledge, errors) or {}
    intakes = _tried(load_intakes, knowledge, errors) or {}
    replies = _tried(load_replies, root / "replies", errors)
    if allowed is not None:
        errors += entry_problems(entries, allowed, today)
        errors += [
            f"{name}: '{key}': {words}"
            for name, texts in (("handover.yaml", handovers), ("gesprek.yaml", sayings))
            for key, text in texts.items()
            for words in allowed.permits(text)
        ]
        errors += reply_problems(root / "replies", replies.names if replies else (), allowed)
    if replies is not None:
        errors += question_problems(intakes, replies.names)
    if replies is not None and entries:
        errors += ground_problems(root / "replies", replies, {entry.id: entry for entry in entries})
    errors += missing_services(entries)
    overdue = tuple(f"{entry.file}: {entry.title} ({entry.owner})" for entry in entries if entry.overdue(today))
    return Report(tuple(errors), tuple(_remarks(entries)), overdue)


def _load_places(knowledge: Path) -> None:
    load_shared_organisations(knowledge, load_municipalities(knowledge))


def _tried(load: Callable[[Path], T], path: Path, errors: list[str]) -> T | None:
    try:
        return load(path)
    except ContentError as error:
        errors += error.problems
    except OSError as error:
        errors.append(f"{error.filename}:1: dit bestand kan niet worden gelezen")
    return None


def entry_problems(entries: Sequence[KnowledgeEntry], allowed: AllowList, today: date) -> list[str]:
    """Every broken rule of every entry, and ids that occur twice."""
    twice = [key for key, times in Counter(entry.id for entry in entries).items() if times > 1]
    found = [f"de id '{key}' komt meer dan een keer voor" for key in twice]
    found += [f"{entry.file}: {words}" for entry in entries for rule in RULES for words in rule(entry, allowed, today)]
    return found


def only_allowed(entry: KnowledgeEntry, allowed: AllowList, _: date) -> Iterator[str]:
    """Addresses and links are on the list; there is no telephone number."""
    yield from allowed.permits(entry.answer)


def never_misspelt(entry: KnowledgeEntry, _: AllowList, __: date) -> Iterator[str]:
    """The misspelt address of the call of 2019 is not repeated, in whatever form."""
    if MISSPELT.search(f"{entry.answer} {' '.join(entry.questions)}"):
        yield "het verkeerd gespelde adres uit de oproep van 2019 staat erin"


def links_are_listed(entry: KnowledgeEntry, _: AllowList, __: date) -> Iterator[str]:
    """The field ``links`` says the links of the answer, so that a checker of links needs nothing else."""
    shown = {
        normal_link(found)
        for found in LINK.findall(re.sub(r"\S+@\S+", " ", entry.answer))
        if "/" in found or "www." in found
    }
    listed = {normal_link(link) for link in entry.links}
    yield from (f"de link {link} staat in het antwoord, maar niet bij 'links'" for link in sorted(shown - listed))
    yield from (f"de link {link} staat bij 'links', maar niet in het antwoord" for link in sorted(listed - shown))


def sources_are_known(entry: KnowledgeEntry, _: AllowList, __: date) -> Iterator[str]:
    """A source is one of the documents, the list of labels or the address of a page."""
    yield from (f"de bron '{source}' is niet te herleiden" for source in entry.sources if not SOURCE.match(source))


def past_is_past(entry: KnowledgeEntry, _: AllowList, today: date) -> Iterator[str]:
    """What has expired or is history is told as past, with its year."""
    if entry.status not in {EntryStatus.VERLOPEN, EntryStatus.HISTORISCH}:
        return
    years = [int(year) for year in YEAR.findall(entry.answer)]
    if not any(year <= today.year for year in years):
        yield f"de status is {entry.status}, maar het antwoord noemt geen jaar"
    if not PAST.search(entry.answer):
        yield f"de status is {entry.status}, maar het antwoord zegt niet dat het voorbij is"


def doubt_is_said(entry: KnowledgeEntry, _: AllowList, __: date) -> Iterator[str]:
    """What must still be confirmed is said with that reservation and its year."""
    if entry.status is not EntryStatus.TE_BEVESTIGEN:
        return
    if not YEAR.search(entry.answer):
        yield "de status is te bevestigen, maar het antwoord noemt geen jaar"
    if not RESERVATION.search(entry.answer):
        yield "de status is te bevestigen, maar het antwoord zegt niet dat een collega het nakijkt"


def checked_in_the_past(entry: KnowledgeEntry, _: AllowList, today: date) -> Iterator[str]:
    """Nobody can have checked an entry tomorrow."""
    if entry.last_checked > today:
        yield f"'last_checked' ({entry.last_checked}) ligt in de toekomst"


Rule = Callable[[KnowledgeEntry, AllowList, date], Iterator[str]]
RULES: tuple[Rule, ...] = (
    only_allowed,
    never_misspelt,
    links_are_listed,
    sources_are_known,
    past_is_past,
    doubt_is_said,
    checked_in_the_past,
)


def reply_problems(folder: Path, names: Sequence[str], allowed: AllowList) -> list[str]:
    """Templates that give an address which is not on the list."""
    return [
        f"{folder / name}:{number}: {words}"
        for name in names
        for number, line in enumerate((folder / name).read_text(encoding="utf-8").split("\n"), start=1)
        for words in allowed.permits(_spoken(line))
    ]


def _spoken(line: str) -> str:
    """A line without the names of other templates, which look like links."""
    return re.sub(r"[\w./-]+\.txt\.j2", " ", line)


def missing_services(entries: Sequence[KnowledgeEntry]) -> list[str]:
    """Services that nobody wrote an entry for."""
    served = {service for entry in entries if entry.kind is EntryKind.ANTWOORD for service in entry.services}
    return [f"er is geen kennisitem voor '{label}'" for key, label in SERVICE_LABELS.items() if key not in served]


def _remarks(entries: Sequence[KnowledgeEntry]) -> Iterator[str]:
    """What is worth a look: few questions, or the same question in two entries."""
    owners: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind is EntryKind.ANTWOORD and len(entry.questions) < FEWEST_QUESTIONS:
            yield f"{entry.file}: heeft minder dan {FEWEST_QUESTIONS} vragen"
        for question in entry.questions:
            owners.setdefault(" ".join(question.lower().split()), []).append(entry.file)
    yield from _shared(owners)


def _shared(owners: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for question, files in owners.items():
        if len(files) > 1:
            yield f"de vraag '{question}' staat in {' en '.join(files)}"
