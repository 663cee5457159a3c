"""The knowledge base as colleagues see it: what is said, how true it is today, and what somebody must look at."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.content.forms import in_form
from bot.model import SERVICE_LABELS, EntryKind, EntryStatus
from bot.web.markdown import to_html
from bot.web.session import Visit


async def show_all(visit: Visit) -> Response:
    """Every entry, what is overdue first; the address of the page may ask for one service, status or kind."""
    query = visit.request.query_params
    service, truth, kind = query.get("dienst", ""), query.get("status", ""), query.get("soort", "")
    today = in_amsterdam(visit.desk.now).date()
    chosen = [
        (entry, entry.overdue(today))
        for entry in visit.desk.library.entries.values()
        if service in {"", *entry.services} and truth in {"", entry.status} and kind in {"", entry.kind}
    ]
    return visit.render(
        "knowledge.html",
        entries=sorted(chosen, key=lambda pair: (not pair[1], pair[0].title.casefold())),
        overdue=sum(late for _, late in chosen),
        services=SERVICE_LABELS,
        statuses=list(EntryStatus),
        service=service,
        truth=truth,
        kinds=list(EntryKind),
        kind=kind,
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
