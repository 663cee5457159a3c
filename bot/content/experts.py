"""The directory of experts: one YAML file for each, in ``knowledge/experts/`` or in a folder of its own.

The files hold personal data, so the folder may lie outside the content (``THORBECKE_EXPERTS_DIR``). They are read where
they are needed and are no part of the library, so that reading mail and the chat never see them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.content.municipalities import load_municipalities
from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import ROLES, TOPIC_LABELS, Address
from bot.model.experts import Expert

REQUIRED = ("id", "naam", "adres", "onderwerpen")
LISTS = ("onderwerpen", "provincies", "rollen")
NUMBERS: Mapping[str, tuple[int, int, int]] = MappingProxyType({"tegelijk": (1, 1, 20), "rust-weken": (4, 0, 104)})
"""Field to its default, the least and the most."""
DATES = ("beschikbaar-van", "beschikbaar-tot")
TEXTS: Mapping[str, int] = MappingProxyType({"id": 40, "naam": 80, "adres": 200, "organisatie": 120, "notities": 2000})
"""Field to its longest text."""
FIELDS = (*TEXTS, *LISTS, *NUMBERS, *DATES)
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(?:\.[^\s@<>,;\".]+)+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def load_experts(root: Path, elsewhere: Path | None = None) -> Mapping[str, Expert]:
    """The experts by id, from ``elsewhere`` or else from the content below ``root``; none without a folder there.

    Raises ``ContentError`` with everything that is broken, by file and line.
    """
    knowledge = root / "knowledge"
    folder = elsewhere or knowledge / "experts"
    if not folder.is_dir():
        if elsewhere is None:
            return MappingProxyType({})
        raise ContentError([f"{folder}: deze map met experts bestaat niet"])
    paths = sorted(folder.glob("*.yaml"))
    known = load_municipalities(knowledge) if paths else ()
    provinces = sorted({each.province for each in known if each.current})
    read, problems = list[_File](), list[str]()
    for path in paths:
        try:
            read.append(_File.of(path, provinces))
        except ContentError as error:
            problems += error.problems
    problems += [f"{each.path}:{line}: {words}" for each in read for line, words in each.problems]
    problems += _same_address(read)
    if problems:
        raise ContentError(problems)
    return MappingProxyType({expert.id: expert for expert in (each.expert() for each in read)})


def _same_address(read: list["_File"]) -> Iterator[str]:
    """One person in two files would be asked twice as often."""
    first: dict[str, Path] = {}
    for each in read:
        address = each.text("adres").casefold()
        if address and first.setdefault(address, each.path) != each.path:
            yield f"{each.path}:{each.line('adres')}: dit adres staat ook in {first[address].name}"


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it was written, with what is wrong with it."""

    path: Path
    fields: Mapping[str, Node]
    problems: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, provinces: Collection[str]) -> "_File":
        """Read a file; ``ContentError`` when it is no YAML."""
        root = read_yaml(path)
        if not isinstance(root.value, dict):
            return cls(path, {}, [(root.line, "hier horen velden te staan, zoals 'naam: ...'")])
        made = cls(path, root.value)
        for check in (made._names, made._texts, made._numbers, made._days):
            made.problems.extend(check())
        made.problems.extend(made._lists(provinces))
        made.problems.sort()
        return made

    def line(self, name: str) -> int:
        return self.fields[name].line if name in self.fields else 1

    def text(self, name: str) -> str:
        """The text of a field in one line; '' without one."""
        value = self.fields[name].value if name in self.fields else ""
        return " ".join(value.split()) if isinstance(value, str) else ""

    def _names(self) -> Iterator[tuple[int, str]]:
        for name in self.fields:
            if name not in FIELDS:
                yield self.line(name), f"onbekend veld '{name}'; kies uit {', '.join(FIELDS)}"
        for name in REQUIRED:
            value = self.fields[name].value if name in self.fields else ""
            if isinstance(value, str) and not value.strip():
                yield self.line(name), f"het veld '{name}' ontbreekt of is leeg"

    def _texts(self) -> Iterator[tuple[int, str]]:
        for name, longest in TEXTS.items():
            if name in self.fields and not isinstance(self.fields[name].value, str):
                yield self.line(name), f"bij '{name}' hoort één tekst"
            if len(self.text(name)) > longest:
                yield self.line(name), f"'{name}' is langer dan {longest} tekens"
        expert_id, name, address = self.text("id"), self.text("naam"), self.text("adres")
        if expert_id and not ID.fullmatch(expert_id):
            yield self.line("id"), "de id mag alleen kleine letters, cijfers en streepjes hebben, zoals expert-01"
        elif expert_id and expert_id != self.path.stem:
            yield self.line("id"), f"de id '{expert_id}' hoort in het bestand {expert_id}.yaml"
        if name and re.search(r"[@<>{}]|https?:|\d{3}", name):
            yield self.line("naam"), "dit is geen naam van een mens"
        if address and not ADDRESS.fullmatch(address):
            yield self.line("adres"), "dit is geen e-mailadres"

    def _numbers(self) -> Iterator[tuple[int, str]]:
        for name, (_, least, most) in NUMBERS.items():
            text = self.text(name)
            if name in self.fields and not (re.fullmatch(r"[0-9]{1,3}", text) and least <= int(text) <= most):
                yield self.line(name), f"bij '{name}' hoort een heel getal van {least} tot en met {most}"

    def _days(self) -> Iterator[tuple[int, str]]:
        wrong = [name for name in DATES if name in self.fields and self._day(name) is None]
        yield from ((self.line(name), f"bij '{name}' hoort een datum als 2026-11-22") for name in wrong)
        first, last = (self._day(name) for name in DATES)
        if first and last and last < first:
            yield self.line(DATES[1]), f"'{DATES[1]}' ligt voor '{DATES[0]}'"

    def _day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if DAY.fullmatch(text) else None
        except ValueError:
            return None

    def _lists(self, provinces: Collection[str]) -> Iterator[tuple[int, str]]:
        known: Mapping[str, Collection[str]] = dict(zip(LISTS, (TOPIC_LABELS, provinces, ROLES), strict=True))
        for name in LISTS:
            if name not in self.fields:
                continue
            said = strings(self.fields[name])
            if said is None or (name in REQUIRED and not said and isinstance(self.fields[name].value, list)):
                yield self.line(name), f"bij '{name}' hoort een lijst, zoals [a, b]"
            for one in said or ():
                if one not in known[name]:
                    yield self.line(name), f"'{one}' staat niet in de lijst van '{name}': {', '.join(known[name])}"
            if len(set(said or ())) < len(said or ()):
                yield self.line(name), f"bij '{name}' staat iets twee keer"

    def _many(self, name: str) -> tuple[str, ...]:
        return (strings(self.fields[name]) or ()) if name in self.fields else ()

    def _number(self, name: str) -> int:
        return int(self.text(name)) if name in self.fields else NUMBERS[name][0]

    def expert(self) -> Expert:
        """The expert of a file without problems."""
        return Expert(
            id=self.text("id"),
            name=self.text("naam"),
            address=Address(self.text("naam"), self.text("adres")),
            topics=self._many("onderwerpen"),
            provinces=self._many("provincies"),
            roles=self._many("rollen"),
            organisation=self.text("organisatie"),
            at_once=self._number("tegelijk"),
            rest_weeks=self._number("rust-weken"),
            available_from=self._day("beschikbaar-van"),
            available_until=self._day("beschikbaar-tot"),
            notes=self.text("notities"),
        )
