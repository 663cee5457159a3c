"""The queue (werkvoorraad): what waits, in views that together show every status that can wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from bot.lifecycle import Status
from bot.model import SERVICE_LABELS
from bot.web.session import Visit

PAGE_SIZE = 25
MAX_SEARCH = 200


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue."""

    id: str
    label: str
    statuses: tuple[Status, ...]
    empty: str
    """What the page says when nothing is in it."""


VIEWS = (
    View("beoordelen", "Te beoordelen", (Status.AWAITING_REVIEW,), "Er wacht niets op beoordeling."),
    View("twijfel", "In twijfel", (Status.UNCONFIRMED,), "Er zijn geen antwoorden in twijfel."),
    View("mislukt", "Mislukt", (Status.FAILED, Status.UNDELIVERABLE, Status.BOUNCED), "Er is niets mislukt."),
    View("nieuw", "Nieuw", (Status.RECEIVED,), "Alle berichten zijn gelezen."),
    View("onderweg", "Onderweg", (Status.APPROVED, Status.SENDING), "Er is niets onderweg."),
    View("verstuurd", "Verstuurd", (Status.SENT,), "Er is nog niets verstuurd."),
    View("gesloten", "Gesloten", (Status.CLOSED,), "Er is niets gesloten."),
    View("genegeerd", "Genegeerd", (Status.IGNORED,), "Er is niets genegeerd."),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for; anything unknown falls back to the first view without filters."""

    view: View
    search: str
    service: str
    owner: str
    page: int

    def link(self, **changes: object) -> str:
        """The address of the same list with these changes; another view begins at its first page."""
        values = {
            "vak": self.view.id,
            "zoek": self.search,
            "dienst": self.service,
            "behandelaar": self.owner,
            "pagina": self.page,
        }
        values.update({"pagina": 1, **changes})
        asked = {name: value for name, value in values.items() if value and (name, value) != ("pagina", 1)}
        return f"/?{urlencode(asked)}"


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read the filters from the address of the page."""
    service, page = query.get("dienst", ""), query.get("pagina", "1")
    return Filters(
        view=next((view for view in VIEWS if view.id == query.get("vak")), VIEWS[0]),
        search=" ".join(query.get("zoek", "").split())[:MAX_SEARCH],
        service=service if service in SERVICE_LABELS else "",
        owner=query.get("behandelaar", "")[:MAX_SEARCH],
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
    )


async def show(visit: Visit) -> Response:
    """The queue with the counts of every view."""
    filters = filters_of(visit.request.query_params)
    found = await visit.desk.store.queue(
        filters.view.statuses,
        search=filters.search,
        service=filters.service,
        owner=filters.owner,
        page=filters.page,
        size=PAGE_SIZE,
    )
    counts = await visit.desk.store.counts()
    users = await visit.desk.accounts.users()
    return visit.render(
        "inbox.html",
        filters=filters,
        found=found,
        views=[(view, sum(counts.get(status, 0) for status in view.statuses)) for view in VIEWS],
        services=SERVICE_LABELS,
        users=users,
        names={user.name: user.display_name for user in users},
        now=visit.desk.now,
        closing_days=visit.desk.settings.closing_days,
    )
