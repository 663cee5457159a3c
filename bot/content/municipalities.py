"""Reads ``knowledge/municipalities.csv`` (CBS names and codes) and ``knowledge/shared_organisations.yaml``."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError
from bot.model import Municipality, SharedOrganisation

COLUMNS = ("code", "name", "province", "aliases", "domain", "status", "successor", "year", "mail_domains", "ambiguous",
           "note")  # fmt: skip


def load_municipalities(knowledge: Path) -> tuple[Municipality, ...]:
    """Every row, current and former, in the order of the file; ``ContentError`` lists everything that is broken."""
    path = knowledge / "municipalities.csv"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: kan dit bestand niet lezen ({type(error).__name__})"]) from None
    reader = csv.DictReader(io.StringIO(text))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise ContentError([f"{path}:1: de kolom '{column}' ontbreekt" for column in missing])
    problems: list[str] = []
    rows = [_municipality(row, f"{path}:{reader.line_num}", problems) for row in reader]
    found = tuple(row for row in rows if row is not None)
    problems += _broken_references(found, path)
    if problems:
        raise ContentError(problems)
    return found


def _municipality(row: dict[str, str | None], where: str, problems: list[str]) -> Municipality | None:
    cell = {column: (row.get(column) or "").strip() for column in COLUMNS}
    year = cell["year"]
    if not cell["code"] or not cell["name"]:
        problems.append(f"{where}: code of naam ontbreekt")
    elif cell["status"] not in {"current", "former"}:
        problems.append(f"{where}: status moet 'current' of 'former' zijn")
    elif year and not (year.isascii() and year.isdigit()):
        problems.append(f"{where}: '{year}' is geen jaartal")
    else:
        return Municipality(
            code=cell["code"],
            name=cell["name"],
            province=cell["province"],
            aliases=_parts(cell["aliases"]),
            domains=tuple(d.lower() for d in _parts(f"{cell['domain']}|{cell['mail_domains']}")),
            current=cell["status"] == "current",
            successors=_parts(cell["successor"]),
            year=int(year) if year else None,
            ambiguous=_parts(cell["ambiguous"]),
        )
    return None


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _broken_references(rows: tuple[Municipality, ...], path: Path) -> list[str]:
    current = {row.code for row in rows if row.current}
    problems = [f"{path}: de code {code} staat er twee keer" for code in _doubles([row.code for row in rows])]
    for row in rows:
        if not row.current and not row.successors:
            problems.append(f"{path}: {row.name} is opgeheven maar heeft geen opvolger")
        problems += [f"{path}: de opvolger {code} van {row.name} bestaat niet" for code in row.successors
                     if code not in current]  # fmt: skip
    return problems


def _doubles(values: list[str]) -> list[str]:
    return sorted(value for value, number in Counter(values).items() if number > 1)


def load_shared_organisations(
    knowledge: Path, municipalities: Iterable[Municipality]
) -> tuple[SharedOrganisation, ...]:
    """The organisations that work for several municipalities; their members must be current ones of these."""
    path = knowledge / "shared_organisations.yaml"
    root = read_yaml(path)
    names = {row.name for row in municipalities if row.current}
    problems: list[str] = []
    items = root.value if isinstance(root.value, list) else []
    if not isinstance(root.value, list):
        problems.append(f"{path}:{root.line}: dit bestand moet een lijst van organisaties zijn")
    rows = [_organisation(item, names, path, problems) for item in items]
    if problems:
        raise ContentError(problems)
    return tuple(row for row in rows if row is not None)


def _organisation(item: Node, names: set[str], path: Path, problems: list[str]) -> SharedOrganisation | None:
    fields = item.value if isinstance(item.value, dict) else {}
    name = strings(fields["name"]) if "name" in fields else None
    domains = strings(fields["domains"]) if "domains" in fields else None
    members = strings(fields["municipalities"]) if "municipalities" in fields else None
    if not name or domains is None or not members:
        problems.append(f"{path}:{item.line}: name, domains en municipalities zijn alle drie nodig")
        return None
    problems += [
        f"{path}:{item.line}: '{member}' is geen huidige gemeente" for member in members if member not in names
    ]
    return SharedOrganisation(name[0], tuple(domain.lower() for domain in domains), members)
