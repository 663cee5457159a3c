"""The register of municipalities as lookups: by name (also old and short names), by code and by mail domain."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Municipality, SharedOrganisation
from bot.patterns import compiled_later
from bot.understanding.normalise import Words, words

CUES = frozenset(
    {"gemeente", "gemeenten", "gem", "gemeentehuis", "stadhuis", "raad", "college", "namens", "griffie", "griffier",
     "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "gemeenteraad", "raadsgriffier", "burgerraadslid", "commissielid", "fractievoorzitter", "fractie"}
)  # fmt: skip
"""Words that make the name behind them (``van`` and ``de`` may stand between) mean the municipality."""
PARTICLES = frozenset({"van", "der", "den", "de", "ter", "ten", "te", "'t", "het", "vd", "v", "d"})
_SHORT = 5
"""Names and aliases up to this many letters, written in capitals or not, count with a cue only."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the codes that it may stand for, where it stands, and whether a cue word leads to it."""

    codes: tuple[str, ...]
    start: int
    end: int
    cued: bool
    shown: str


@dataclass(frozen=True, slots=True)
class _Surface:
    parts: tuple[str, ...]
    codes: tuple[str, ...]
    needs_cue: bool
    surname: bool


class Register:
    """All municipalities, found by what people write."""

    def __init__(self, rows: Sequence[Municipality], shared: Sequence[SharedOrganisation]) -> None:
        self.rows = {row.code: row for row in rows}
        self._domains: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: row.current):  # a current one wins from a former one
            self._domains.update(dict.fromkeys(row.domains, row.code))
        by_name = {row.name: row.code for row in rows if row.current}
        self.shared = {domain.replace("-", ""): tuple(by_name[name] for name in organisation.municipalities if name in by_name)
                       for organisation in shared for domain in organisation.domains}  # fmt: skip
        self._shared_groups = [tuple(by_name[name] for name in organisation.municipalities if name in by_name)
                               for organisation in shared]  # fmt: skip
        self._surfaces: dict[str, list[_Surface]] = defaultdict(list)
        self._squeezed: dict[str, str] = {}
        self._read_names(rows)

    def _read_names(self, rows: Sequence[Municipality]) -> None:
        names: dict[tuple[str, ...], list[Municipality]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: not row.current):
            for name in {row.name, re.sub(r"\s*\(.*\)$", "", row.name), *row.aliases}:
                if row not in names[words(name).folded]:
                    names[words(name).folded].append(row)
        for parts, owners in names.items():
            self._surfaces[parts[0]].append(_surface(parts, owners))
            if len(owners) == 1 and len("".join(parts)) >= _SHORT:
                self._squeezed.setdefault("".join(parts), owners[0].code)
        for surfaces in self._surfaces.values():
            surfaces.sort(key=lambda surface: -len(surface.parts))

    def names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Official current names, each once, in the order of the codes."""
        return tuple(dict.fromkeys(self.rows[code].name for code in codes))

    def current(self, code: str) -> tuple[str, ...]:
        """The current codes of a municipality: itself, its successor, or all successors of one that was split."""
        row = self.rows[code]
        return (code,) if row.current else row.successors

    def by_domain(self, domain: str) -> str | None:
        """The municipality whose mail domain this is, or of which it is a subdomain (``raad.zeist.nl``)."""
        labels = domain.lower().split(".")
        for begin in range(len(labels) - 1):
            code = self._domains.get(".".join(labels[begin:]))
            if code:
                return code
        squeezed = labels[-2].replace("-", "") if len(labels) > 1 else ""
        return self._squeezed.get(squeezed) or self._squeezed.get(_OFFICIAL.sub("", squeezed))

    def by_shared_domain(self, domain: str) -> tuple[str, ...]:
        """The members of a shared organisation that mails from this domain."""
        labels = domain.lower().replace("-", "").split(".")
        return next((self.shared[part] for part in (".".join(labels[i:]) for i in range(len(labels) - 1))
                     if part in self.shared), ())  # fmt: skip

    def inside_domain(self, domain: str) -> str | None:
        """The municipality whose name stands in a domain that is not its own (``pvda-roermond.nl``)."""
        label = domain.lower().split(".")[-2] if "." in domain else ""
        for piece in [label, *label.split("-")]:
            bare = _AFFIXES.sub("", piece.replace("-", ""))
            if bare != label or piece != label:
                code = self._squeezed.get(bare)
                if code:
                    return code
        return None

    def together(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The shared organisation that all these belong to; empty when there is none."""
        return next((group for group in self._shared_groups if set(codes) <= set(group)), ())

    def mentions(self, text: Words, *, sure: Sequence[str] = ()) -> tuple[Mention, ...]:
        """Every name of a municipality in a text, longest first where names overlap.

        The names of the codes in ``sure`` need no cue: ``Bergen`` is one in the mail of an organisation that serves it.
        """
        found: list[Mention] = []
        at = 0
        while at < len(text.folded):
            if text.folded[at] not in self._surfaces:
                at += 1
                continue
            listed = bool(found) and _listed(text, found[-1], at)
            mention = self._at(text, at, listed=listed, sure=sure)
            if mention is not None:
                found.append(mention)
            at = mention.end if mention is not None else at + 1
        return tuple(found)

    def _at(self, text: Words, at: int, *, listed: bool, sure: Sequence[str]) -> Mention | None:
        for surface in self._surfaces.get(text.folded[at], ()):
            end = at + len(surface.parts)
            if text.folded[at:end] != surface.parts or not text.text[text.spans[end - 1][0]].isalnum():
                continue
            first = text.text[text.spans[at][0]]
            cued = listed or _cued(text.folded, at)
            capital = first.isupper() or (first in "'’s" and not surface.needs_cue)
            if not capital and not (cued and len(surface.parts[0]) > _SHORT):
                continue
            cued = cued or any(code in sure for code in surface.codes)
            named = at > 0 and text.folded[at - 1] in PARTICLES and not cued and surface.surname
            if (surface.needs_cue and not cued and not _alone(text, at, end)) or named:
                continue
            return Mention(surface.codes, at, end, cued, text.shown(at, end))
        return None


_OFFICIAL = compiled_later(r"^(?:gemeenteraad|gemeente|raadhuis|raad|griffie)|(?:gemeenteraad|gemeente|raad)$")
_AFFIXES = compiled_later(
    r"^(?:gemeenteraad|gemeente|gemeentebelangen|raad|griffie|pvda|glpvda|groenlinkspvda|groenlinks|vvd|cda|d66|sp|cu|"
    r"christenunie|sgp|lokaal|hartvoor|leefbaar|forum|volt|pvdd|bbb|burgerbelangen|dorpsbelangen|partij|nieuw|wij)|"
    r"(?:gemeente|raad|gemeenteraad|lokaal|pvda|vvd|cda|d66|groenlinks|centraal)$"
)


def _surface(parts: tuple[str, ...], owners: Sequence[Municipality]) -> _Surface:
    current = [row for row in owners if row.current]
    chosen = current or list(owners)
    words_too = any({"word", "province"} & set(row.ambiguous) for row in chosen) and len(parts) == 1
    return _Surface(
        parts,
        tuple(row.code for row in chosen),
        needs_cue=words_too or len("".join(parts)) < 4 or parts in _ABBREVIATIONS,
        surname=any("surname" in row.ambiguous for row in chosen),
    )


_ABBREVIATIONS = frozenset(
    (name,) for name in ("swf", "nop", "drv", "boz", "dfm", "hia", "uhr", "wmw", "oij", "nef", "vhl", "wbd", "vaz", "lvc",
                         "mook", "horst", "capelle", "wolden", "helder", "bilt", "marne", "mill", "baarle", "schier")
)  # fmt: skip


def _listed(text: Words, before: Mention, at: int) -> bool:
    """Whether a word continues an enumeration of municipalities: ``Castricum, Heiloo en Bergen``."""
    between = text.text[text.spans[before.end - 1][1] : text.spans[at][0]]
    return before.end <= at and between.strip() in {",", "en", "&", "/", ", en"}


def _cued(folded: Sequence[str], at: int) -> bool:
    for back in range(1, 4):
        if at - back < 0:
            return False
        word = folded[at - back]
        if word in CUES:
            return True
        if word not in {"van", "de", "het", "in", "b&w", "en", "w", "wij"}:
            return False
    return False


def _alone(text: Words, start: int, end: int) -> bool:
    """Whether the name fills its line (or the part between bars and commas), as in a signature."""
    left = text.text[: text.spans[start][0]].rstrip(" \t")
    right = text.text[text.spans[end - 1][1] :].lstrip(" \t")
    return (not left or left[-1] in "\n|/") and (not right or right[0] in "\n|/")
