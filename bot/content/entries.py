"""Reads the files of ``knowledge/entries/`` and its folders: YAML front matter above, the answer below.

Loading refuses what the rest of the product could not use (a missing field, an unknown service, a date that is none)
and says so in Dutch with file and line. What an answer may say is the business of ``check``.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import yaml

from bot.errors import ContentError
from bot.model import ACT_LABELS, SERVICE_LABELS, TOPIC_LABELS, EntryKind, EntryStatus, KnowledgeEntry

FENCE = "---\n"
REQUIRED = ("id", "title", "services", "questions", "status", "owner", "last_checked", "sources")
OF_ANSWERS = frozenset({"services", "questions"})
"""What only an answer must have: the others are not found by a question."""
OPTIONAL = ("kind", "topics", "acts", "links", "valid_from", "valid_until")
LISTS = ("services", "topics", "acts", "questions", "sources", "links")
DATES = ("valid_from", "valid_until", "last_checked")
TEXTS = ("id", "title", "kind", "owner", "status")
KNOWN: Mapping[str, Iterable[str]] = {
    "services": SERVICE_LABELS,
    "topics": TOPIC_LABELS,
    "acts": ACT_LABELS,
}
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def load_entries(knowledge: Path) -> tuple[KnowledgeEntry, ...]:
    """All entries of a ``knowledge/`` folder, by file name. Raises ``ContentError`` with every problem found."""
    entries: list[KnowledgeEntry] = []
    problems: list[str] = []
    for path in sorted((knowledge / "entries").rglob("*.md")):
        try:
            entries.append(read_entry(path, path.read_text(encoding="utf-8")))
        except ContentError as error:
            problems += error.problems
        except UnicodeDecodeError:
            problems.append(f"{path}:1: het bestand is geen UTF-8-tekst")
    if problems:
        raise ContentError(problems)
    return tuple(entries)


def read_entry(path: Path, text: str) -> KnowledgeEntry:
    """One entry out of the text of one file; raises ``ContentError`` with every problem of this file."""
    head, answer = _split(path, text)
    fields = _front_matter(path, head)
    problems = [f"{path}:{_line(head, key)}: {words}" for key, words in _problems(path, fields)]
    if not answer:
        problems.append(f"{path}:{text.count(chr(10)) + 1}: het antwoord ontbreekt (de tekst onder de tweede streep)")
    if problems:
        raise ContentError(problems)
    return _entry(path, fields, answer)


def _split(path: Path, text: str) -> tuple[str, str]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith(FENCE):
        raise ContentError([f"{path}:1: het bestand begint niet met een regel '---'"])
    head, fence, answer = text[len(FENCE) :].partition("\n" + FENCE)
    if not fence:
        raise ContentError([f"{path}:1: de tweede regel '---' ontbreekt"])
    return head, answer.strip()


def _front_matter(path: Path, head: str) -> dict[str, object]:
    try:
        fields = yaml.load(head, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise ContentError([f"{path}:{line}: dit is geen geldige YAML ({getattr(error, 'problem', error)})"]) from None
    if not isinstance(fields, dict):
        raise ContentError([f"{path}:2: boven de tweede streep staan geen velden"])
    return {str(key): value for key, value in fields.items()}


def _line(head: str, key: str) -> int:
    """The line in the file where a field stands; the first line of the fields when it is missing."""
    for number, line in enumerate(head.split("\n"), start=2):
        if line.startswith(f"{key}:"):
            return number
    return 2


def _problems(path: Path, fields: Mapping[str, object]) -> list[tuple[str, str]]:
    """(field, Dutch words) for everything that is wrong with the fields of one entry."""
    answers = _kind(fields) not in {EntryKind.VASTE_TEKST, EntryKind.AFSPRAAK}
    needed = [key for key in REQUIRED if answers or key not in OF_ANSWERS]
    found = [(key, f"het veld '{key}' ontbreekt") for key in needed if fields.get(key) in (None, "", [])]
    if not answers and fields.get("questions"):
        found.append(("questions", "alleen een antwoord heeft vragen; een vaste tekst of afspraak niet"))
    found += [(key, f"onbekend veld '{key}'") for key in fields if key not in REQUIRED + OPTIONAL]
    present = {key: value for key, value in fields.items() if value is not None}
    for key, value in present.items():
        found += [(key, words) for words in _type_problems(key, value)]
    if not found:
        found += _value_problems(path, fields)
    return found


def _type_problems(key: str, value: object) -> list[str]:
    if key in LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        return [f"'{key}' moet een lijst met teksten zijn"]
    if key in DATES and type(value) is not date:
        return [f"'{key}' moet een datum zijn, zoals 2026-11-20"]
    if key in TEXTS and not isinstance(value, str):
        return [f"'{key}' moet een tekst zijn"]
    return []


def _value_problems(path: Path, fields: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not IDENTIFIER.match(_text(fields, "id")):
        found.append(("id", "een id heeft alleen kleine letters, cijfers en streepjes"))
    if _text(fields, "id") != path.stem:
        found.append(("id", f"de id '{fields['id']}' is niet gelijk aan de naam van het bestand"))
    if _text(fields, "status") not in set(EntryStatus):
        found.append(("status", f"onbekende status '{fields['status']}'; kies uit {', '.join(EntryStatus)}"))
    if (kind := _kind(fields)) not in set(EntryKind):
        found.append(("kind", f"onbekende soort '{kind}'; kies uit {', '.join(EntryKind)}"))
    for key, allowed in KNOWN.items():
        found += [
            (key, f"onbekende waarde '{item}' bij '{key}'") for item in _texts(fields, key) if item not in allowed
        ]
    start, end = _date(fields, "valid_from"), _date(fields, "valid_until")
    if start and end and end < start:
        found.append(("valid_until", "'valid_until' ligt voor 'valid_from'"))
    return found


def _entry(path: Path, fields: Mapping[str, object], answer: str) -> KnowledgeEntry:
    last_checked = _date(fields, "last_checked")
    assert last_checked is not None  # noqa: S101  (a required field; it narrows the type)
    return KnowledgeEntry(
        id=_text(fields, "id"),
        title=_text(fields, "title"),
        services=_texts(fields, "services"),
        topics=_texts(fields, "topics"),
        acts=_texts(fields, "acts"),
        questions=_texts(fields, "questions"),
        status=EntryStatus(_text(fields, "status")),
        valid_from=_date(fields, "valid_from"),
        valid_until=_date(fields, "valid_until"),
        owner=_text(fields, "owner"),
        last_checked=last_checked,
        sources=_texts(fields, "sources"),
        links=_texts(fields, "links"),
        answer=answer,
        file=str(Path(path.parent.name, path.name)),
        kind=EntryKind(_kind(fields)),
    )


def _kind(fields: Mapping[str, object]) -> str:
    return str(fields.get("kind") or EntryKind.ANTWOORD)


def _text(fields: Mapping[str, object], key: str) -> str:
    return str(fields[key])


def _texts(fields: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _date(fields: Mapping[str, object], key: str) -> date | None:
    value = fields.get(key)
    return value if isinstance(value, date) else None
