"""On which knowledge entry each sentence of the templates rests; what rests on none is found before a mail says it.

A template says an entry (``zeg``), passes on what another template said, or holds words of its own below the line
``{% volgens "..." %}`` that names the entry on which they rest.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import nodes

from bot.content.forms import form_problems
from bot.content.provenance import sources, without_marks
from bot.content.templates import Replies
from bot.model import EntryKind, KnowledgeEntry

ENTRY = "entry:"
PASSED_ON = frozenset({"blok", "blokken", "feit", "stap", "super", "vervolg", "vraag", "vragen", "zeg"})
"""The names that hold or give a text with a source of its own."""
NO_GROUND = 'deze zin rust op geen kennisitem; zet erboven {% volgens "..." %} of gebruik zeg("...")'


def ground_problems(folder: Path, replies: Replies, entries: Mapping[str, KnowledgeEntry]) -> list[str]:
    """Dutch lines with file and line: sentences without an entry, and entries that are named in the wrong way."""
    used: set[str] = set()
    found = []
    for name in replies.names:
        tree = replies.parsed(name)
        used |= {entry for _, entry in (*_named(tree), *_said(tree))}
        found += [f"{folder / name}:{line}: {words}" for line, words in _problems(tree, entries)]
    house = [entry for entry in entries.values() if entry.kind is not EntryKind.ANTWOORD]
    found += [f"{entry.file}: geen sjabloon gebruikt dit item" for entry in house if entry.id not in used]
    fixed = [entry for entry in house if entry.kind is EntryKind.VASTE_TEKST]
    found += [f"{entry.file}: {words}" for entry in fixed for words in form_problems(entry.answer)]
    return found


def _problems(tree: nodes.Template, entries: Mapping[str, KnowledgeEntry]) -> Iterator[tuple[int, str]]:
    yield from dict.fromkeys((line, NO_GROUND) for line in _without_ground(tree))
    for line, entry_id in _named(tree):
        if entry_id not in entries:
            yield line, f"het kennisitem '{entry_id}' bestaat niet"
        elif entries[entry_id].kind is EntryKind.ANTWOORD:
            yield line, f"'{entry_id}' is een antwoord; een zin rust op een vaste tekst of een afspraak"
    for line, entry_id in _said(tree):
        if entry_id not in entries:
            yield line, f"het kennisitem '{entry_id}' bestaat niet"
        elif entries[entry_id].kind is EntryKind.AFSPRAAK:
            yield line, f"'{entry_id}' is een afspraak; die komt niet letterlijk in een mail"


def _without_ground(tree: nodes.Template) -> Iterator[int]:
    """The lines of the words, literal or filled in, for which the template itself would be the source."""
    grounded = False
    for piece in (piece for output in tree.find_all(nodes.Output) for piece in output.nodes):
        if isinstance(piece, nodes.TemplateData):
            grounded = sources(piece.data)[-1].startswith(ENTRY)
            says = any(char.isalnum() for char in without_marks(piece.data))
        else:
            says = _root(piece) not in PASSED_ON
        if says and not grounded:
            yield piece.lineno


def _root(piece: nodes.Node) -> str:
    """The name that an expression begins with: ``vervolg`` of ``vervolg[0]``, ``zeg`` of ``zeg("...")``."""
    while isinstance(piece, nodes.Getitem | nodes.Getattr | nodes.Call):
        piece = piece.node
    return piece.name if isinstance(piece, nodes.Name) else ""


def _named(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, entry) of the first words below each entry that a ``volgens`` names."""
    first: dict[str, int] = {}
    for piece in tree.find_all(nodes.TemplateData):
        for source in sources(piece.data):
            first.setdefault(source, piece.lineno)
    yield from ((line, source.removeprefix(ENTRY)) for source, line in first.items() if source.startswith(ENTRY))


def _said(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, entry) of each entry that is said here, or by the part that gets its name as ``item``."""
    for given in tree.find_all(nodes.Assign):
        if _root(given.target) == "item" and isinstance(given.node, nodes.Const):
            yield given.lineno, str(given.node.value)
    for call in tree.find_all(nodes.Call):
        if _root(call) == "zeg" and call.args and isinstance(call.args[0], nodes.Const):
            yield call.lineno, str(call.args[0].value)
