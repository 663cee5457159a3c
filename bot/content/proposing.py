"""A proposed text for one knowledge entry: the file as an editor takes it over, checked as that file will be.

Nothing is kept here: what is right stands in the files of ``knowledge/``, and a proposal is a file that is not there.
Of an entry that exists only the fields that change are written anew, so that its patch shows what was changed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

from bot.content.allowed import LINK, normal_link
from bot.content.check import FEWEST_QUESTIONS, RULES
from bot.content.entries import FENCE, read_entry
from bot.content.forms import form_problems
from bot.content.library import Library
from bot.errors import ContentError
from bot.model import EntryKind, KnowledgeEntry

FOLDER = "knowledge/entries"
OWNER = "team Thorbecke2024"
LONGEST_ID = 60
ORDER = (
    "id", "kind", "title", "services", "topics", "acts", "questions", "status", "valid_from", "valid_until", "owner",
    "last_checked", "sources", "links",
)  # fmt: skip
INLINE = frozenset({"services", "topics", "acts"})
FIELD = re.compile(r"^([a-z_]+):", re.MULTILINE)
PLACE = re.compile(r"^[^:\n]*\.md(?::\d+)?: ")
LABELS = {"'title'": "'Titel'", "'services'": "'Diensten'", "'questions'": "'Vragen'", "'sources'": "'Bronnen'"}
"""The fields as the form calls them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the editor wrote; ``item`` is the id of the entry that it changes, '' for a new one."""

    item: str
    title: str
    services: tuple[str, ...]
    questions: tuple[str, ...]
    status: str
    sources: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The file that it would be, and what the content check says of it, in Dutch."""

    path: str
    """From the root of the repository."""
    text: str
    before: str
    """The file as it is now; '' when there is none."""
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    """Worth a look, and no hindrance."""

    @property
    def ready(self) -> bool:
        return not self.problems

    @property
    def patch(self) -> str:
        """The change in the form that ``git apply`` takes."""
        old, new = self.before.splitlines(keepends=True), self.text.splitlines(keepends=True)
        source = f"a/{self.path}" if self.before else "/dev/null"
        return "".join(unified_diff(old, new, source, f"b/{self.path}"))


def typed_of(entry: KnowledgeEntry) -> Typed:
    """An entry as the form shows it."""
    return Typed(entry.id, entry.title, entry.services, entry.questions, entry.status, entry.sources, entry.answer)


def propose(library: Library, typed: Typed, today: date) -> Proposal:
    """The file of this text. Raises ``KeyError`` when the entry that it changes is not there."""
    entry = library.entries[typed.item] if typed.item else None
    entry_id = entry.id if entry else _id_of(typed.title)
    found = _file_of(library.root, entry.id) if entry else None
    path = found.relative_to(library.root).as_posix() if found else f"{FOLDER}/{entry_id}.md"
    before = found.read_text(encoding="utf-8") if found else ""
    text = _written(_fields(typed, entry_id, entry, today), entry, before, typed.answer)
    return Proposal(path, text, before, *_judged(library, Path(path), text, today, new=entry is None))


def _file_of(root: Path, entry_id: str) -> Path:
    return next((root / FOLDER).rglob(f"{entry_id}.md"))


def _id_of(title: str) -> str:
    """A name for the file, of the words of the title."""
    apart = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("-")


def _fields(typed: Typed, entry_id: str, entry: KnowledgeEntry | None, today: date) -> Mapping[str, object]:
    """What the form decides; the other fields of an entry stay as they are."""
    links = entry.links if entry else ()
    return {
        "id": entry_id,
        "title": typed.title,
        "services": typed.services,
        "questions": typed.questions,
        "status": typed.status,
        "owner": entry.owner if entry else OWNER,
        "last_checked": today,
        "sources": typed.sources,
        "links": tuple(_links(typed.answer, {normal_link(link): link for link in links})),
    }


def _links(answer: str, known: Mapping[str, str]) -> Iterator[str]:
    """The links of the answer, as the entry writes them where it has them already."""
    shown = dict.fromkeys(
        found.rstrip(".,;:!?*_")
        for found in LINK.findall(re.sub(r"\S+@\S+", " ", answer))
        if "/" in found or "www." in found
    )
    yield from dict.fromkeys(known.get(normal_link(link), link) for link in shown)


def _written(fields: Mapping[str, object], entry: KnowledgeEntry | None, before: str, answer: str) -> str:
    blocks = _blocks(before)
    for key, value in fields.items():
        if entry is None or getattr(entry, key) != value:
            blocks[key] = _block(key, value)
    head = "\n".join(blocks[key] for key in ORDER if blocks.get(key))
    answer = "\n".join(line.rstrip() for line in answer.strip().splitlines())
    if entry is not None and answer == entry.answer:
        return f"{FENCE}{head}\n{FENCE}{_below(before)}"
    return f"{FENCE}{head}\n{FENCE}\n{answer}\n"


def _blocks(before: str) -> dict[str, str]:
    """Field to the lines that it has in the file."""
    head = before.removeprefix(FENCE).partition("\n" + FENCE)[0]
    starts = [found.start() for found in FIELD.finditer(head)]
    pieces = [head[start:end].rstrip("\n") for start, end in zip(starts, [*starts[1:], None], strict=False)]
    return {piece.partition(":")[0]: piece for piece in pieces}


def _below(before: str) -> str:
    return before.removeprefix(FENCE).partition("\n" + FENCE)[2]


def _block(key: str, value: object) -> str:
    if isinstance(value, tuple):
        if not value:
            return ""
        return f"{key}: [{', '.join(value)}]" if key in INLINE else "\n".join([f"{key}:", *map(_item, value)])
    return f"{key}: {_quoted(str(value)) if key == 'title' else value}"


def _item(text: str) -> str:
    return f"  - {_quoted(text)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _judged(
    library: Library, path: Path, text: str, today: date, *, new: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(problems, remarks) of the file, without its name and lines: the editor looks at a form."""
    taken = (
        ["er is al een kennisitem met deze naam; kies een andere titel"] if new and path.stem in library.entries else []
    )
    try:
        entry = read_entry(path, text)
    except ContentError as error:
        return (*taken, *map(_told, error.problems)), ()
    broken = [words for rule in RULES for words in rule(entry, library.allowed, today)]
    forms = form_problems(entry.answer) if entry.kind is EntryKind.VASTE_TEKST else ()
    return (*taken, *broken, *forms), tuple(_remarks(library, entry))


def _told(problem: str) -> str:
    said = PLACE.sub("", problem)
    for field, label in LABELS.items():
        said = said.replace(field, label)
    return said


def _remarks(library: Library, entry: KnowledgeEntry) -> Iterator[str]:
    if entry.kind is EntryKind.ANTWOORD and len(entry.questions) < FEWEST_QUESTIONS:
        yield f"er zijn minder dan {FEWEST_QUESTIONS} vragen; de chat vindt het item dan minder goed"
    asked = {" ".join(question.lower().split()) for question in entry.questions}
    for other in library.entries.values():
        if other.id != entry.id:
            shared = [each for each in other.questions if " ".join(each.lower().split()) in asked]
            yield from (f"de vraag '{each}' staat ook bij '{other.title}'" for each in shared)
