"""Municipalities: the map with its table, and a page each with everything that was asked, promised and is open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.lifecycle import RequestState
from bot.model import ACT_LABELS, SERVICE_LABELS, Municipality, RequestRow
from bot.pipeline.meetings import attended
from bot.pipeline.municipalities import Atlas, PlaceRow, overview
from bot.pipeline.spreadsheet import as_csv
from bot.programme.working_days import working_days_between
from bot.web import meeting_words, words
from bot.web.session import Visit
from bot.web.tiles import LEVELS, blocks, by_name

MAX_SEARCH = 100
MOST_MESSAGES = 50
OPEN = frozenset({RequestState.OPEN, RequestState.WAITING})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table, by which it can be sorted."""

    id: str
    label: str
    of: Callable[[PlaceRow], Any]
    largest_first: bool = False


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        column.id: column
        for column in (
            Column("naam", "Gemeente", by_name),
            Column("provincie", "Provincie", lambda row: (not row.province, row.province)),
            Column("aanvragen", "Aanvragen", lambda row: row.requests, largest_first=True),
            Column("open", "Open", lambda row: row.open, largest_first=True),
            Column("laat", "Te laat", lambda row: row.late, largest_first=True),
            Column("laatste", "Laatste aanvraag", lambda row: row.last.timestamp() if row.last else 0.0,
                   largest_first=True),
        )
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for; anything unknown falls back to the whole list by name."""

    search: str
    service: str
    column: Column
    reverse: bool
    whole: bool = False
    """Whether the table also has the municipalities that asked nothing."""

    def link(self, **changes: str) -> str:
        """The query of the same list with these changes; it begins with a question mark unless it is empty."""
        values = {"zoek": self.search, "dienst": self.service, "sorteer": self.sorting}
        values |= {"lijst": "alle" if self.whole else "", **changes}
        asked = {name: value for name, value in values.items() if value and (name, value) != ("sorteer", "naam")}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def sorting(self) -> str:
        return f"-{self.column.id}" if self.reverse else self.column.id

    def sorted_by(self, column: Column) -> str:
        """The address that sorts by this column, or the other way round if it does already."""
        again = column is self.column and not self.reverse
        return f"/gemeenten{self.link(sorteer=f'-{column.id}' if again else column.id)}"

    def direction(self, column: Column) -> str:
        """For ``aria-sort``: '' for a column by which the table is not sorted."""
        if column is not self.column:
            return ""
        return "descending" if column.largest_first != self.reverse else "ascending"


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read the filters from the address of the page."""
    service, sorting = query.get("dienst", ""), query.get("sorteer", "")
    return Filters(
        search=" ".join(query.get("zoek", "").split())[:MAX_SEARCH],
        service=service if service in SERVICE_LABELS else "",
        column=COLUMNS.get(sorting.removeprefix("-"), COLUMNS["naam"]),
        reverse=sorting.startswith("-"),
        whole=query.get("lijst") == "alle",
    )


async def show_all(visit: Visit) -> Response:
    """The map, the white spots and the table."""
    filters = filters_of(visit.request.query_params)
    rows = await _rows(visit, filters.service)
    listed = _chosen(rows, filters)
    found = visit.desk.mind.atlas.find(filters.search) if filters.search else None
    return visit.render(
        "municipalities.html",
        filters=filters,
        columns=tuple(COLUMNS.values()),
        services=SERVICE_LABELS,
        blocks=blocks(rows),
        levels=LEVELS,
        rows=[row for row in listed if row.requests or filters.whole or filters.search],
        former=found if found and not found.current else None,
        asked=sum(row.requests > 0 for row in rows if row.place),
        known=sum(row.place is not None for row in rows),
        unknown=[row for row in rows if row.place is None],
    )


async def spreadsheet(visit: Visit) -> Response:
    """The same table as a file."""
    filters = filters_of(visit.request.query_params)
    listed = _chosen(await _rows(visit, filters.service), filters)
    header = ("gemeente", "code", "provincie", "aanvragen", "open", "te laat", "laatste aanvraag")
    rows = (
        (
            row.name,
            row.place.code if row.place else "",
            row.province,
            row.requests,
            row.open,
            row.late,
            in_amsterdam(row.last).date().isoformat() if row.last else "",
        )
        for row in listed
    )
    return _file(as_csv(header, rows), "gemeenten")


async def _rows(visit: Visit, service: str) -> tuple[PlaceRow, ...]:
    tallies = await visit.desk.figures.tallies(in_amsterdam(visit.desk.now).date(), service)
    return overview(visit.desk.mind.atlas, tallies)


def _chosen(rows: Sequence[PlaceRow], filters: Filters) -> list[PlaceRow]:
    """What the search leaves, in the order that was asked for; equal ones by name."""
    wanted = filters.search.casefold()
    found = sorted((row for row in rows if not wanted or _is_called(row, wanted)), key=by_name)
    column = filters.column
    return sorted(found, key=column.of, reverse=column.largest_first != filters.reverse)


def _is_called(row: PlaceRow, wanted: str) -> bool:
    names = (row.name, row.province, *(row.place.aliases if row.place else ()))
    return any(wanted in name.casefold() for name in names)


async def show(visit: Visit) -> Response:
    """One municipality; a former one points to its successors, a name on no list shows what is filed under it."""
    atlas = visit.desk.mind.atlas
    name = visit.request.path_params["name"]
    place = atlas.find(name)
    if place and not place.current:
        return visit.render("municipality_former.html", place=place, successors=atlas.successors(place))
    names = atlas.names(place) if place else (name,)
    requests = await visit.desk.figures.requests_about(names)
    messages = await visit.desk.figures.messages_about(names, limit=MOST_MESSAGES)
    if place is None and not requests and not messages:
        raise HTTPException(404)
    today = in_amsterdam(visit.desk.now).date()
    users = await visit.desk.accounts.users()
    closed = visit.desk.closing_days
    return visit.render(
        "municipality.html",
        name=place.name if place else name,
        place=place,
        former=atlas.former(place) if place else (),
        whole=[other for other in atlas.former(place) if atlas.today(other) is place] if place else [],
        organisations=atlas.organisations(place) if place else (),
        promised=[(row, working_days_between(row.due_on, today, closed)) for row in requests if row.state in OPEN],
        settled=[row for row in requests if row.state not in OPEN],
        given=[each for each in await visit.desk.following.open_promises() if set(each.municipalities) & set(names)],
        messages=messages,
        meetings=attended(await visit.desk.meetings.book(), names),
        meeting_words=meeting_words,
        total=await visit.desk.figures.messages_total(names),
        names={user.name: user.display_name for user in users},
        today=today,
    )


async def requests_file(visit: Visit) -> Response:
    """The requests of one municipality as a file."""
    atlas = visit.desk.mind.atlas
    name = visit.request.path_params["name"]
    place = atlas.find(name)
    requests = await visit.desk.figures.requests_about(_filed(atlas, place) if place else (name,))
    header = ("aanvraag", "dienst", "soort", "stand", "binnen sinds", "uiterlijk op", "behandelaar", "volgende stap")
    return _file(as_csv(header, map(_request_row, requests)), "aanvragen")


def _filed(atlas: Atlas, place: Municipality) -> tuple[str, ...]:
    return atlas.names(atlas.today(place))


def _request_row(row: RequestRow) -> tuple[object, ...]:
    opened = in_amsterdam(row.opened_at).date()
    return (
        row.id,
        words.service_label(row.service),
        ACT_LABELS.get(row.act, row.act),
        words.REQUEST_LABELS[row.state],
        opened.isoformat(),
        row.due_on.isoformat(),
        row.owner or "",
        row.next_step,
    )


def _file(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=headers)
