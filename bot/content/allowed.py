"""The addresses and links that a reply or an answer may give: ``knowledge/allowed.yaml``.

Everything else is refused: an address of a person, a telephone number, a link that nobody has checked. A link to a page
below an allowed one is not allowed by itself; links of 2020 have moved too often.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bot.errors import ContentError

FIELDS = {"value", "status", "last_checked", "note"}
STATUSES = ("actueel", "te bevestigen", "historisch")

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"']+|(?<![\w@./-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:nl|nu|eu|com|org)\b(?:/[^\s<>()\[\]\"']*)?",
    re.IGNORECASE,
)
TELEPHONE = re.compile(
    r"(?<![\w/.-])(?:\+31|0031|0)[\s()-]*[1-9](?:[\s-]*\d){7,8}(?!\d)|(?<![\w/.-])14[\s-]?0\d{2,3}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One line of the list: an address or link, its status, when somebody checked it and what it is."""

    value: str
    status: str
    last_checked: date
    note: str


@dataclass(frozen=True, slots=True)
class AllowList:
    """What may be given out. ``addresses`` and ``links`` hold the normal forms that ``permits`` compares."""

    entries: tuple[Allowed, ...]
    addresses: frozenset[str]
    links: frozenset[str]

    def permits(self, text: str) -> tuple[str, ...]:
        """Dutch sentences for every address, link or telephone number in ``text`` that is not on the list."""
        addresses = [found.group() for found in ADDRESS.finditer(text)]
        rest = ADDRESS.sub(" ", text)
        links = [found.group() for found in LINK.finditer(rest)]
        numbers = TELEPHONE.findall(LINK.sub(" ", rest))
        return (
            *(f"het adres {item} staat niet op de lijst" for item in addresses if item.lower() not in self.addresses),
            *(f"de link {item} staat niet op de lijst" for item in links if normal_link(item) not in self.links),
            *(f"het telefoonnummer {item.strip()} mag niet in een antwoord" for item in numbers),
        )


def load_allow_list(knowledge: Path) -> AllowList:
    """The list of a ``knowledge/`` folder. Raises ``ContentError`` with every problem found."""
    path = knowledge / "allowed.yaml"
    text = path.read_text(encoding="utf-8")
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError([f"{path}:{mark.line + 1 if mark else 1}: dit is geen geldige YAML"]) from None
    if not isinstance(content, dict) or set(content) != {"addresses", "links"}:
        raise ContentError([f"{path}:1: het bestand moet de lijsten 'addresses' en 'links' hebben"])
    problems = [words for key in ("addresses", "links") for words in _problems(path, text, key, content[key])]
    if problems:
        raise ContentError(problems)
    addresses, links = (tuple(Allowed(**row) for row in content[key]) for key in ("addresses", "links"))
    return AllowList(
        entries=addresses + links,
        addresses=frozenset(row.value.lower() for row in addresses),
        links=frozenset(normal_link(row.value) for row in links),
    )


def _problems(path: Path, text: str, key: str, rows: object) -> list[str]:
    if not isinstance(rows, list):
        return [f"{path}:1: '{key}' moet een lijst zijn"]
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != FIELDS:
            found.append(f"{path}:{_line(text, row)}: een regel heeft precies de velden {', '.join(sorted(FIELDS))}")
        elif row["status"] not in STATUSES:
            found.append(f"{path}:{_line(text, row)}: onbekende status '{row['status']}'")
        elif type(row["last_checked"]) is not date:
            found.append(f"{path}:{_line(text, row)}: 'last_checked' moet een datum zijn, zoals 2026-11-20")
    return found


def _line(text: str, row: object) -> int:
    """The line where a row stands, by the value it carries; 1 when it carries none."""
    value = row.get("value") if isinstance(row, dict) else row
    for number, line in enumerate(text.split("\n"), start=1):
        if value and str(value) in line:
            return number
    return 1


def normal_link(link: str) -> str:
    """A link as it is compared: without scheme, ``www.`` and the punctuation that a sentence puts behind it."""
    bare = re.sub(r"^https?://", "", link.lower()).removeprefix("www.")
    return bare.rstrip(".,;:!?*_").rstrip("/")
