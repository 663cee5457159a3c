"""The knowledge base as colleagues see it: what is said, how true it is today, and what somebody must look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.content.forms import in_form
from bot.model import SERVICE_LABELS, EntryKind, EntryStatus, KnowledgeEntry
from bot.understanding.normalise import fold
from bot.web.markdown import to_html
from bot.web.session import Visit

PAGE_SIZE = 50
MAX_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for."""

    search: str
    service: str
    truth: str
    kind: str
    page: int

    def chooses(self, entry: KnowledgeEntry) -> bool:
        """Whether this entry is asked for; of a search every word counts, however it is accented."""
        if self.service not in {"", *entry.services} or self.truth not in {"", entry.status}:
            return False
        return self.kind in {"", entry.kind} and (not self.search or self._speaks_of(entry))

    def _speaks_of(self, entry: KnowledgeEntry) -> bool:
        text = fold(" ".join((entry.id, entry.title, *entry.questions, entry.answer)))
        return all(word in text for word in fold(self.search).split())

    @property
    def narrowed(self) -> bool:
        return bool(self.search or self.service or self.truth or self.kind)

    def link(self, page: int) -> str:
        """The same list, on this page."""
        asked = {"zoek": self.search, "dienst": self.service, "status": self.truth, "soort": self.kind}
        values = {name: value for name, value in asked.items() if value} | ({"blad": page} if page > 1 else {})
        return f"/kennis?{urlencode(values)}" if values else "/kennis"


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read the filters from the address of the page; a page that is no number is the first."""
    page = query.get("blad", "")
    return Filters(
        search=" ".join(query.get("zoek", "").split())[:MAX_SEARCH],
        service=query.get("dienst", ""),
        truth=query.get("status", ""),
        kind=query.get("soort", ""),
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1,
    )


async def show_all(visit: Visit) -> Response:
    """The entries by fifty, what is overdue first; the address of the page may ask for some of them."""
    filters = filters_of(visit.request.query_params)
    today = in_amsterdam(visit.desk.now).date()
    chosen = [(entry, entry.overdue(today)) for entry in visit.desk.library.entries.values() if filters.chooses(entry)]
    chosen.sort(key=lambda pair: (not pair[1], pair[0].title.casefold()))
    last = max(1, -(-len(chosen) // PAGE_SIZE))
    page = min(max(1, filters.page), last)
    return visit.render(
        "knowledge.html",
        entries=chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(chosen),
        overdue=sum(late for _, late in chosen),
        filters=filters,
        page=page,
        last=last,
        services=SERVICE_LABELS,
        statuses=list(EntryStatus),
        kinds=list(EntryKind),
    )


async def show(visit: Visit) -> Response:
    """One entry with its text (a fixed text in both forms), sources and validity."""
    entry = visit.desk.library.entries.get(visit.request.path_params["entry"])
    if entry is None:
        raise HTTPException(404)
    overdue = entry.overdue(in_amsterdam(visit.desk.now).date())
    polite, informal = (to_html(in_form(entry.answer, polite=form)) for form in (True, False))
    return visit.render(
        "entry.html", entry=entry, overdue=overdue, text=polite, informal=informal if informal != polite else None
    )
