"""What the knowledge base has to do: drafts that reviewers rejected, with the entries on which they rested.

Nothing is ticked off: a rejection is done when one of its entries was looked at later, as its file says, and is
forgotten with the quarter.
"""

from dataclasses import dataclass

from bot.clock import in_amsterdam
from bot.model import EntryKind, KnowledgeEntry
from bot.pipeline.desk import Desk
from bot.pipeline.figures import Rejected
from bot.pipeline.gaps import LATELY


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected draft, and the answers of the knowledge base that it gave."""

    found: Rejected
    entries: tuple[KnowledgeEntry, ...]


async def rejections(desk: Desk) -> tuple[Rejection, ...]:
    """What was rejected lately and nobody looked at since, the latest first."""
    found = await desk.figures.rejected(desk.now - LATELY)
    made = [Rejection(each, _answers(desk, each)) for each in found]
    return tuple(one for one in made if not _looked_at(one))


def _answers(desk: Desk, found: Rejected) -> tuple[KnowledgeEntry, ...]:
    entries = (desk.library.entries.get(source.removeprefix("entry:")) for source in found.sources)
    return tuple(entry for entry in entries if entry and entry.kind is EntryKind.ANTWOORD)


def _looked_at(rejection: Rejection) -> bool:
    day = in_amsterdam(rejection.found.at).date()
    return any(entry.last_checked > day for entry in rejection.entries)
